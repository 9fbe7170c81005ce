"""The ways out when nothing fits: who serves what, and what stands outside."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from apigw_choose import Need, Requirements, decide
from apigw_choose.engine import impasse as module
from apigw_choose.engine import sets
from handmade import alternative, assumption, feature, matrix, rule, workaround

if TYPE_CHECKING:
    from apigw_choose import Matrix
    from apigw_choose.model.impasse import Impasse


def ways_out(made: Matrix, *needs: str, allowed: bool = False) -> Impasse:
    asked = Requirements.of([Need(need) for need in needs], allow_workarounds=allowed)
    found = decide(made, asked).impasse
    assert found is not None
    return found


def served(found: Impasse) -> list[tuple[str, tuple[str, ...], tuple[str, ...]]]:
    return [(serving.option, serving.needs, serving.also) for serving in found.combination or ()]


BENDS = feature("bends", oak="full", ash="full")
FLOATS = feature("floats", elm="full", ash="full")
GLOWS = feature("glows", oak="full", elm="full")


def test_a_need_goes_to_the_cheaper_of_those_that_meet_it_and_the_other_has_it_besides() -> None:
    for prices, expected in (
        ({"oak": 1, "elm": 2, "ash": 9}, [("oak", ("bends", "glows"), ()), ("elm", ("floats",), ("glows",))]),
        ({"oak": 2, "elm": 1, "ash": 9}, [("oak", ("bends",), ("glows",)), ("elm", ("floats", "glows"), ())]),
        ({"oak": 1, "elm": 1, "ash": 9}, [("oak", ("bends", "glows"), ()), ("elm", ("floats",), ("glows",))]),
    ):
        assert served(ways_out(matrix(BENDS, FLOATS, GLOWS, prices=prices), "bends", "floats", "glows")) == expected


def test_the_cheapest_combination_is_taken_and_at_an_equal_price_the_first_in_the_matrix() -> None:
    for prices, expected in (
        ({"oak": 9, "elm": 1, "ash": 1}, ["elm", "ash"]),
        ({"oak": 1, "elm": 9, "ash": 1}, ["oak", "ash"]),
        ({"oak": 1, "elm": 1, "ash": 1}, ["oak", "elm"]),
    ):
        found = ways_out(matrix(BENDS, FLOATS, GLOWS, prices=prices), "bends", "floats", "glows")
        assert [option for option, _, _ in served(found)] == expected


def test_three_are_taken_only_where_two_do_not_do() -> None:
    made = matrix(feature("bends", oak="full"), feature("floats", elm="full"), feature("glows", ash="full"))
    assert served(ways_out(made, "bends", "floats", "glows")) == [
        ("oak", ("bends",), ()),
        ("elm", ("floats",), ()),
        ("ash", ("glows",), ()),
    ]


def test_where_none_has_a_need_there_is_no_combination_and_dropping_it_is_the_repair() -> None:
    made = matrix(BENDS, feature("sings"))
    found = ways_out(made, "bends", "sings")
    assert (found.combination, found.conflicts, found.cut) == (None, (("sings",),), False)
    assert [(repair.drop, repair.options) for repair in found.repairs] == [(("sings",), ("oak", "ash"))]


def test_an_option_that_is_set_aside_is_no_way_out() -> None:
    made = matrix(BENDS, FLOATS, GLOWS, assumptions=(assumption("indoors", "ash", "glows"),))
    assert [option for option, _, _ in served(ways_out(made, "bends", "floats"))] == ["oak", "elm"]
    repairs = [(repair.drop, repair.options) for repair in ways_out(made, "bends", "floats").repairs]
    assert repairs == [(("bends",), ("elm",)), (("floats",), ("oak",))]


def test_where_assumptions_set_every_option_aside_there_is_no_way_out() -> None:
    aside = tuple(assumption(f"not-{wood}", wood, "glows") for wood in ("oak", "elm", "ash"))
    found = ways_out(matrix(BENDS, GLOWS, assumptions=aside))
    assert (found.conflicts, found.repairs, found.combination, found.cut) == ((), (), None, False)


def test_a_list_of_a_hundred_is_whole_and_a_longer_one_is_cut_and_says_so() -> None:
    assert module.MOST_LISTED == 100
    for width, cut in ((10, False), (11, True)):
        halves = [f"b{number:02}" for number in range(width)], [f"f{number:02}" for number in range(10)]
        made = matrix(
            *(feature(name, oak="full") for name in halves[0]),
            *(feature(name, elm="full") for name in halves[1]),
            woods=2,
        )
        found = ways_out(made, *halves[0], *halves[1])
        assert (len(found.conflicts), found.cut) == (100, cut)


def test_one_option_is_taken_twice_where_its_own_rule_parts_the_needs() -> None:
    apart = rule("apart", ["oak"], ["bends"], excludes=["sings"])
    made = matrix(BENDS, feature("sings", oak="full"), rules=(apart,), woods=1)
    assert served(ways_out(made, "bends", "sings")) == [("oak", ("bends",), ()), ("oak", ("sings",), ())]


def test_who_serves_nothing_that_is_asked_is_in_no_combination() -> None:
    made = matrix(feature("bends", oak="full"), feature("floats", elm="full"), prices={"ash": 0})
    assert [option for option, _, _ in served(ways_out(made, "bends", "floats"))] == ["oak", "elm"]


@pytest.mark.parametrize(
    ("most", "combination", "cut"), [(1, [], True), (2, ["oak", "elm"], True), (3, ["oak", "elm"], False)]
)
def test_a_search_for_a_combination_that_takes_too_long_ends_with_what_was_found_and_says_so(
    monkeypatch: pytest.MonkeyPatch, most: int, combination: list[str], *, cut: bool
) -> None:
    monkeypatch.setattr(module, "_MOST_STEPS", most)  # with nothing, with the one, with both
    found = ways_out(matrix(feature("bends", oak="full"), feature("floats", elm="full")), "bends", "floats")
    assert ([option for option, _, _ in served(found)], found.cut) == (combination, cut)


def test_whatever_the_bound_a_search_that_was_not_cut_finds_what_one_without_a_bound_does(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    made = matrix(feature("bends", oak="full"), feature("floats", elm="full"), feature("glows", ash="full"))
    cut = []
    for most in range(1, 30):
        monkeypatch.setattr(module, "_MOST_STEPS", most)
        found = ways_out(made, "bends", "floats", "glows")
        cut.append(found.cut)
        assert found.cut or [option for option, _, _ in served(found)] == ["oak", "elm", "ash"]
    assert cut == sorted(cut, reverse=True)
    assert not cut[-1]


def test_an_alternative_is_named_where_all_that_it_is_for_is_needed_and_no_option_has_it_together() -> None:
    made = matrix(
        BENDS,
        FLOATS,
        feature("sings", oak="full"),
        alternatives=(
            alternative("boat", ["floats", "sings"]),
            alternative("raft", ["bends", "floats"], ["floats", "sings", "bends"]),
            alternative("flute", ["bends", "sings"]),
            alternative("radio", ["sings", "glows"], ["floats"]),
        ),
    )
    assert ways_out(made, "floats", "sings").outside == ("boat",)
    assert ways_out(made, "bends", "floats", "sings").outside == ("boat", "raft")


def test_an_alternative_need_not_be_for_everything_that_cannot_be_had_together() -> None:
    made = matrix(
        feature("bends", oak="full"),
        feature("floats", elm="full"),
        feature("glows", ash="full"),
        alternatives=(alternative("raft", ["bends", "floats"]),),
    )
    assert ways_out(made, "bends", "floats", "glows").outside == ("raft",)


VARNISH = workaround("varnish", ["elm"], "bends")


def test_what_workarounds_would_make_of_it_is_told_with_those_it_takes() -> None:
    found = ways_out(matrix(BENDS, feature("floats", elm="full"), workarounds=(VARNISH,)), "bends", "floats")
    assert found.by_workarounds is not None
    assert (found.by_workarounds.option, found.by_workarounds.workarounds) == ("elm", ("varnish",))


def test_workarounds_that_do_not_help_or_are_allowed_already_are_no_way_out() -> None:
    made = matrix(BENDS, feature("floats", elm="full"), feature("sings"), workarounds=(VARNISH,))
    assert ways_out(made, "bends", "sings").by_workarounds is None
    assert ways_out(made, "bends", "sings", allowed=True).by_workarounds is None


@pytest.mark.parametrize(("pairs", "listed", "cut"), [(6, 64, False), (7, 100, True)])
def test_a_list_of_repairs_is_cut_like_one_of_conflicts(pairs: int, listed: int, *, cut: bool) -> None:
    names = [(f"n{number}", f"m{number}") for number in range(pairs)]
    made = matrix(
        *(feature(name, oak="full") for pair in names for name in pair),
        rules=tuple(rule(f"r-{one}", ["oak"], [one], excludes=[other]) for one, other in names),
        woods=1,
    )
    found = ways_out(made, *(name for pair in names for name in pair))
    assert (len(found.conflicts), len(found.repairs), found.cut) == (pairs, listed, cut)


@pytest.mark.parametrize(("kept", "cut"), [(3, True), (4, False)])
def test_an_option_whose_own_repairs_were_cut_makes_the_whole_cut(
    monkeypatch: pytest.MonkeyPatch, kept: int, *, cut: bool
) -> None:
    monkeypatch.setattr(sets, "MOST_KEPT", kept)
    names = ("bends", "carves", "floats", "glows")
    made = matrix(
        *(feature(name, oak="full") for name in names),
        rules=(rule("a", ["oak"], ["bends"], excludes=["carves"]), rule("b", ["oak"], ["floats"], excludes=["glows"])),
    )
    assert ways_out(made, *names).cut == cut
