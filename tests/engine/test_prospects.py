"""What may still come of some needs: which options, and which further needs matter. Asks are written `length>10`."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from apigw_choose import Matrix, Requirements
from apigw_choose.engine.prospects import Asks, Prospects, further_asks
from apigw_choose.engine.sets import bits_of
from handmade import assumption, feature, matrix, rule, workaround

if TYPE_CHECKING:
    from collections.abc import Iterable

CHEAP_OAK = {"oak": 1, "elm": 2, "ash": 3}


def asks_of(made: Matrix) -> Asks:
    return Asks(made, Requirements())


def prospects(made: Matrix) -> Prospects:
    asks = asks_of(made)
    return Prospects(asks, Requirements(), asks.open_to([]))


def named(asks: Asks, members: int) -> set[str]:
    found = map(asks.ask, bits_of(members))
    return {ask.feature if ask.beyond is None else f"{ask.feature}>{ask.beyond}" for ask in found}


def asked(asks: Asks, features: Iterable[str]) -> int:
    return sum(asks.of[feature][0] for feature in features)


class TestAsks:
    length = feature("length", {"quantity": {"dimension": "count"}}, oak={"value": 10}, elm={"value": 20})
    made = matrix(feature("a", oak="full"), length)

    @pytest.mark.parametrize(
        ("answered", "left"),
        [
            ([], {"a", "length", "length>10", "length>20"}),
            (["a"], {"length", "length>10", "length>20"}),
            (["length"], {"a"}),
            (["a", "length"], set()),
        ],
    )  # fmt: skip
    def test_open_are_those_of_all_features_that_are_not_answered(self, answered: list[str], left: set[str]) -> None:
        asks = asks_of(self.made)
        assert named(asks, asks.open_to(answered)) == left

    @pytest.mark.parametrize(
        ("better", "offers", "found"),
        [
            ("more", (0, 1), [(0, 1), (1, 2)]),
            ("more", (20, 10), [(10, 11), (20, 21)]),
            ("less", (20, 10), [(20, 19), (10, 9)]),
            ("less", (1, 0), [(1, 0)]),  # there is no less than nothing
        ],
    )
    def test_more_than_each_offer_may_be_needed_and_less_where_less_is_better(
        self, better: str, offers: tuple[int, int], found: list[tuple[int, int]]
    ) -> None:
        quantity = {"quantity": {"dimension": "count", "better": better}}
        made = matrix(feature("length", quantity, oak={"value": offers[0]}, elm={"value": offers[1]}), woods=2)
        assert [(ask.beyond, ask.amount) for ask in further_asks(made, made.features["length"])] == found


class TestPossible:
    """Oak comes first; what is needed besides is `taken`, and what may yet be needed is `open`."""

    @pytest.mark.parametrize(
        ("rules", "still_open", "taken", "possible"),
        [
            ({"oak": ["b"]}, "abc", "", ("oak", "elm")),
            ({"oak": ["b"]}, "a", "b", ("oak", "elm")),
            ({"oak": ["b"]}, "b", "", ("oak",)),
            ({"oak": ["b"]}, "", "b", ("oak",)),
            ({"oak": ["b"]}, "", "ab", ("elm",)),
            ({"oak": ["b"], "elm": ["b"]}, "abc", "", ("oak",)),
            ({"oak": ["b"], "elm": ["b"]}, "", "ab", ()),
            ({"oak": ["b"], "elm": ["c"]}, "ab", "", ("oak", "elm")),
            ({"oak": ["b"], "elm": ["c"]}, "ab", "c", ("oak",)),
            ({"oak": ["b"], "elm": ["b", "c"]}, "abc", "", ("oak",)),
        ],
    )  # fmt: skip
    def test_one_strikes_the_other_out_by_needs_that_a_rule_sets_against_each_other_there_alone(
        self, rules: dict[str, list[str]], still_open: str, taken: str, possible: tuple[str, ...]
    ) -> None:
        made = matrix(
            *(feature(name, oak="full", elm="full") for name in "abc"),
            woods=2,
            prices=CHEAP_OAK,
            rules=tuple(
                rule(f"{wood}-{name}", [wood], ["a"], excludes=[name]) for wood in rules for name in rules[wood]
            ),
        )
        found = prospects(made)
        assert found.possible_after(asked(found.asks, still_open), asked(found.asks, taken)) == possible

    @pytest.mark.parametrize(("count", "possible"), [(8, ("oak",)), (9, ("oak", "elm"))])
    def test_of_eight_assumptions_every_combination_is_looked_at_and_of_more_none(
        self, count: int, possible: tuple[str, ...]
    ) -> None:
        names = [f"f{number}" for number in range(count)]
        made = matrix(
            *(feature(name, oak="full", elm="full") for name in names),
            woods=2,
            prices=CHEAP_OAK,
            assumptions=tuple(assumption(f"not-{name}", "elm", name) for name in names),
        )
        assert prospects(made).possible == possible


class TestRelevant:
    def test_what_all_have_matters_only_where_it_alone_brings_in_an_option_that_is_set_aside(self) -> None:
        made = matrix(
            feature("common", oak="full", elm="full", ash="full"),
            feature("push", ash="full"),
            assumptions=(assumption("dry", "ash", "common", "push"),),
            prices=CHEAP_OAK,
        )
        found = prospects(made)
        assert found.possible == ("oak", "ash")
        assert named(found.asks, found.relevant()) == {"push"}

    def test_or_does_so_together_with_what_ends_nothing(self) -> None:
        made = matrix(
            feature("common", oak="full", elm="full", ash="full"),
            feature("salt", ash="full"),
            assumptions=(assumption("dry", "ash", "common"),),
            prices=CHEAP_OAK,
        )
        found = prospects(made)
        assert found.possible == ("oak", "ash")
        assert named(found.asks, found.relevant()) == {"common", "salt"}

    def test_what_only_the_other_option_has_does_not_set_its_rules_against_it(self) -> None:
        # Elm lacks a, so that a and b together do not strike oak out in its favour, and c alone does not bring it in.
        made = matrix(
            feature("a", oak="full"),
            feature("b", oak="full", elm="full"),
            feature("c", oak="full", elm="full"),
            feature("e", elm="full"),
            woods=2,
            prices=CHEAP_OAK,
            assumptions=(assumption("dry", "elm", "c", "e"),),
            rules=(rule("either", ["oak"], ["a"], excludes=["b"]),),
        )
        found = prospects(made)
        assert found.possible == ("oak", "elm")
        assert named(found.asks, found.relevant()) == {"a", "b", "e"}


@pytest.mark.parametrize(("woods", "reordering"), [(1, set()), (2, {"bends"})])
def test_one_option_alone_has_no_order_that_a_workaround_could_change(woods: int, reordering: set[str]) -> None:
    glue = workaround("glue", ["oak"], "bends")
    made = matrix(feature("bends", oak="partial", elm="full"), woods=woods, prices=CHEAP_OAK, workarounds=(glue,))
    strictly = Requirements(strict=True, allow_workarounds=True)
    asks = Asks(made, strictly)
    found = Prospects(asks, strictly, asks.open_to([]))
    assert named(asks, found.reordering) == reordering
