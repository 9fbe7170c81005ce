from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from apigw_choose import Decision, decide, require
from apigw_choose.engine.reasons import asked_for, list_price, pairing_of
from apigw_choose.engine.wording import both, either, join
from apigw_choose.model.matrix import Price
from apigw_choose.model.reference import Pairing
from handmade import assumption, feature, matrix, rule, workaround

if TYPE_CHECKING:
    from apigw_choose import Matrix
    from apigw_choose.model.decision import Reason

BENDS = feature("bends", oak="full", elm="full", ash="full")
FLOATS = feature("floats", elm="full")
CARVES = feature("carves", ash="full")
INDOORS = assumption("indoors", "elm", "floats", "swims")


def decided(made: Matrix, *needs: str, wants: tuple[str, ...] = (), strict: bool = False) -> Decision:
    return decide(made, require(made, needs, wants, strict=strict))


def of_kind(decision: Decision, kind: str) -> list[Reason]:
    return [reason for reason in decision.reasons if reason.kind == kind]


class TestHeadline:
    @pytest.mark.parametrize("woods", [2, 3])
    def test_only_one_has_the_need(self, woods: int) -> None:
        assert decided(matrix(FLOATS, woods=woods), "floats").headline == "Elm: the only wood with floats."

    def test_in_english_it_begins_with_a_capital_and_in_another_language_as_the_name_does(self) -> None:
        made = matrix(BENDS, woods=1)
        small = replace(made, options={"oak": made.options["oak"]._replace(name="oak")})
        told = {"{name}: the only {noun} that is left.": "{name}: so bleibt nur ein {noun}."}
        assert decided(small, "bends").headline == "Oak: the only wood that is left."
        assert decided(replace(small, sentences=told), "bends").headline == "oak: so bleibt nur ein wood."

    def test_only_one_has_as_much_of_a_quantity(self) -> None:
        load = feature("load", {"quantity": {"dimension": "count", "of": "books"}}, oak={"value": 40}, elm={"value": 9})
        assert decided(matrix(load), "load=30").headline == "Oak: the only wood with load=30 books."

    def test_no_single_one_has_as_much_of_a_quantity(self) -> None:
        load = feature("load", {"quantity": {"dimension": "count", "of": "books"}}, oak={"value": 40}, elm={"value": 9})
        assert decided(matrix(load), "load=50").headline == "No single wood has load=50 books."

    def test_only_one_has_both_needs(self) -> None:
        assert decided(matrix(BENDS, FLOATS), "bends", "floats").headline == "Elm: the only wood with both."

    def test_only_one_has_all_needs(self) -> None:
        made = matrix(BENDS, FLOATS, feature("shines", elm="full"))
        assert decided(made, "bends", "floats", "shines").headline == "Elm: the only wood with all 3 needs."

    def test_only_one_is_left_after_an_assumption_which_is_said(self) -> None:
        made = matrix(feature("shines", oak="full", elm="full"), FLOATS, assumptions=(INDOORS,))
        assert decided(made, "shines").headline == "Oak: the only wood with shines, with Elm set aside."

    def test_only_one_is_left_without_any_need(self) -> None:
        made = matrix(FLOATS, assumptions=(INDOORS,), woods=2)
        assert decided(made).headline == "Oak: the only wood that is left."

    def test_a_matrix_of_one_option(self) -> None:
        assert decided(matrix(BENDS, woods=1), "bends").headline == "Oak: the only wood that is left."

    @pytest.mark.parametrize(
        ("prices", "woods", "headline"),
        [
            ({"oak": 2, "elm": 1}, 2, "Elm: of the two woods that meet every need, the cheaper."),
            ({"oak": 2, "elm": 1, "ash": 3}, 3, "Elm: of the three woods that meet every need, the cheapest."),
            ({}, 2, "Oak: of the two woods that meet every need, the first listed; nothing tells them apart."),
            ({}, 3, "Oak: of the three woods that meet every need, the first listed; nothing tells them apart."),
        ],
    )
    def test_of_several_it_names_what_decided(self, prices: dict[str, int], woods: int, headline: str) -> None:
        assert decided(matrix(BENDS, prices=prices, woods=woods), "bends").headline == headline

    @pytest.mark.parametrize(
        ("count", "said"), [(2, "two"), (3, "three"), (4, "four"), (5, "five"), (6, "six"), (7, "7"), (8, "8")]
    )
    def test_it_counts_in_words_up_to_six_and_then_in_digits(self, count: int, said: str) -> None:
        made = matrix(BENDS)
        woods = {f"wood-{number}": made.options["oak"]._replace(id=f"wood-{number}") for number in range(count)}
        cells = dict.fromkeys(woods, made.features["bends"].cells["oak"])
        many = replace(
            made,
            options=woods,
            features={"bends": made.features["bends"]._replace(cells=cells)},
            having=dict.fromkeys(woods, 1),
            partial=dict.fromkeys(woods, 0),
            unknown=dict.fromkeys(woods, 0),
        )
        assert decided(many).headline.startswith(f"Oak: of the {said} woods that are left, the first listed")

    @pytest.mark.parametrize(("woods", "told"), [(2, "takes fewer"), (3, "takes the fewest")])
    def test_of_several_the_one_that_takes_the_fewest_workarounds(self, woods: int, told: str) -> None:
        cork = workaround("cork", ["elm", "ash"][: woods - 1], "sings")
        made = matrix(feature("sings", oak="full"), workarounds=(cork,), prices={"oak": 2_000_000}, woods=woods)
        decision = decide(made, require(made, ["sings"], allow_workarounds=True))
        count = {2: "two", 3: "three"}[woods]
        assert decision.headline == f"Oak: of the {count} woods that meet every need, the one that {told} workarounds."

    def test_of_two_the_simpler(self) -> None:
        made = matrix(BENDS, feature("shines", oak="full"), woods=2)
        assert decided(made, "bends").headline == "Elm: of the two woods that meet every need, the simpler."

    def test_of_three_the_simplest(self) -> None:
        made = matrix(BENDS, feature("shines", oak="full", elm="full"))
        assert decided(made, "bends").headline == "Ash: of the three woods that meet every need, the simplest."

    def test_of_two_the_one_that_meets_more_wants(self) -> None:
        decision = decided(matrix(BENDS, FLOATS, woods=2), "bends", wants=("floats",))
        assert decision.headline == (
            "Elm: of the two woods that meet every need, the one that meets more of your wants."
        )

    def test_of_three_the_one_that_meets_most_wants(self) -> None:
        decision = decided(matrix(BENDS, FLOATS), "bends", wants=("floats",))
        assert decision.headline == (
            "Elm: of the three woods that meet every need, the one that meets most of your wants."
        )

    def test_without_needs_they_are_what_is_left(self) -> None:
        assert decided(matrix(BENDS, prices={"oak": 2}), wants=("bends",)).headline.startswith(
            "Oak: of the three woods that are left, "
        )

    def test_no_single_one_has_the_need(self) -> None:
        made = matrix(feature("sings"))
        assert decided(made, "sings").headline == "No single wood has sings."

    def test_no_single_one_has_both_needs(self) -> None:
        assert decided(matrix(CARVES, FLOATS), "carves", "floats").headline == "No single wood has both."

    def test_no_single_one_has_all_needs(self) -> None:
        decision = decided(matrix(BENDS, CARVES, FLOATS), "bends", "carves", "floats")
        assert decision.headline == "No single wood has all 3 needs."

    def test_an_unknown_is_not_passed_off_as_a_no(self) -> None:
        decision = decided(matrix(feature("burns", oak="unknown", ash="unknown")), "burns")
        assert decision.headline == "No wood is known to have burns; Oak or Ash may."

    def test_an_unknown_of_another_is_not_passed_off_as_a_no_either(self) -> None:
        decision = decided(matrix(feature("burns", oak="full", ash="unknown")), "burns")
        assert decision.headline == "Oak: the only wood known to have burns; Ash may."

    def test_an_unknown_beside_a_no_is_a_no(self) -> None:
        decision = decided(matrix(feature("burns", oak="unknown"), FLOATS), "burns", "floats")
        assert decision.headline == "No single wood has both."

    def test_only_an_option_that_is_set_aside_would_do(self) -> None:
        made = matrix(feature("shines", elm="full"), FLOATS, assumptions=(INDOORS,))
        decision = decided(made, "shines")
        assert decision.recommendation is None
        assert decision.headline == "Only Elm has shines, and it is set aside: see Assumed."

    def test_only_options_that_are_set_aside_would_do(self) -> None:
        made = matrix(
            feature("shines", elm="full", ash="full"), FLOATS, assumptions=(INDOORS, assumption("dry", "ash", "floats"))
        )
        assert decided(made, "shines").headline == "Only Elm and Ash have shines, and they are set aside: see Assumed."


class TestNeedsThatRuleOut:
    def test_a_need_that_every_option_meets_is_no_reason(self) -> None:
        assert of_kind(decided(matrix(BENDS), "bends"), "need") == []

    def test_one_has_it_and_the_others_do_not(self) -> None:
        (reason,) = of_kind(decided(matrix(FLOATS), "floats"), "need")
        assert reason.text == "floats: Elm has it, Oak and Ash do not."
        assert reason.features == ("floats",)
        assert reason.options == ("oak", "ash")

    def test_two_have_it_and_one_does_not(self) -> None:
        (reason,) = of_kind(decided(matrix(feature("shines", oak="full", elm="partial")), "shines"), "need")
        assert reason.text == "shines: Oak and Elm have it, Ash does not."

    def test_none_has_it(self) -> None:
        (reason,) = of_kind(decided(matrix(feature("sings")), "sings"), "need")
        assert reason.text == "sings: no wood has it, Oak, Elm and Ash do not."
        assert reason.options == ("oak", "elm", "ash")

    def test_what_is_not_known_is_said_apart_from_what_is_not_had(self) -> None:
        (reason,) = of_kind(decided(matrix(feature("burns", oak="full", ash="unknown")), "burns"), "need")
        assert reason.text == "burns: Oak has it, Elm does not and of Ash it is not known."

    def test_a_quantity_is_named_with_its_amount(self) -> None:
        load = feature("load", {"quantity": {"dimension": "count", "of": "books"}}, oak={"value": 40})
        (reason,) = of_kind(decided(matrix(load), "load=30"), "need")
        assert reason.text == "load=30 books: Oak has it, Elm and Ash do not."

    def test_strict_partial_support_rules_out(self) -> None:
        made = matrix(feature("shines", oak="full", elm="partial"), woods=2)
        (reason,) = of_kind(decided(made, "shines", strict=True), "need")
        assert reason.options == ("elm",)


class TestClash:
    MADE = matrix(
        BENDS,
        feature("shines", oak="full", elm="full"),
        feature("sings", oak="full"),
        rules=(
            rule("grain", ["oak"], ["bends"], implies=["sings"]),
            rule("water", ["oak"], ["sings"], excludes=["shines"]),
        ),
    )

    def test_needs_that_each_is_met_and_not_both_are_told_with_all_rules_that_set_them_against_each_other(self) -> None:
        (reason,) = of_kind(decided(self.MADE, "bends", "shines"), "clash")
        assert reason.text == "Oak cannot have bends and shines together. The rule grain. The rule water."
        assert (reason.features, reason.options) == (("bends", "shines"), ("oak",))

    def test_what_ruled_out_comes_first_then_what_clashes_and_then_what_is_set_aside(self) -> None:
        made = replace(self.MADE, assumptions=matrix(FLOATS, assumptions=(INDOORS,)).assumptions)
        kinds = [reason.kind for reason in decided(made, "bends", "shines").reasons]
        assert kinds == ["need", "clash", "assumption"]


class TestAssumption:
    def test_it_is_named_with_what_was_assumed_and_why(self) -> None:
        (reason,) = of_kind(decided(matrix(BENDS, FLOATS, assumptions=(INDOORS,)), "bends"), "assumption")
        assert reason.text == "Elm is set aside: assumed that it stays indoors, since nothing speaks of rain."
        assert reason.options == ("elm",)

    def test_it_is_no_reason_against_an_option_that_misses_a_need_anyway(self) -> None:
        assert of_kind(decided(matrix(CARVES, FLOATS, assumptions=(INDOORS,)), "carves"), "assumption") == []

    def test_it_is_no_reason_once_something_speaks_against_it(self) -> None:
        assert of_kind(decided(matrix(BENDS, FLOATS, assumptions=(INDOORS,)), "floats"), "assumption") == []


class TestComparison:
    def test_wants_are_compared_by_weight_and_those_that_differ_are_named(self) -> None:
        made = matrix(BENDS, FLOATS, CARVES, woods=2)
        (reason,) = of_kind(decided(made, "bends", wants=("bends:4", "floats:3", "carves:2")), "wants")
        assert reason.text == "By weight, Elm meets 7 of what is wanted and Oak 4."
        assert reason.features == ("floats",)
        assert reason.options == ("elm", "oak")

    def test_the_wants_that_differ_are_those_of_the_two_that_are_compared(self) -> None:
        decision = decided(matrix(BENDS, FLOATS, CARVES), "bends", wants=("floats:3", "carves:2"))
        assert [(reason.features, reason.options) for reason in decision.reasons] == [
            (("carves", "floats"), ("elm", "ash")),
            (("floats",), ("elm", "oak")),
        ]

    def test_workarounds_are_counted(self) -> None:
        made = matrix(
            feature("sings", oak="full"),
            feature("shines", oak="full"),
            workarounds=(workaround("cork", ["elm"], "sings"), workaround("wax", ["elm"], "shines")),
            woods=2,
        )
        decision = decide(made, require(made, ["sings", "shines"], allow_workarounds=True))
        (reason,) = of_kind(decision, "workarounds")
        assert reason.text == "Oak takes 0 workarounds and Elm 2."
        assert reason.options == ("oak", "elm")

    def test_prices_are_compared_as_they_are_listed(self) -> None:
        made = matrix(BENDS, prices={"oak": 3_500_000, "elm": 1_000_000}, woods=2)
        (reason,) = of_kind(decided(made, "bends"), "price")
        assert reason.text == "List price: Elm $1.00 per board, Oak $3.50 per board."
        assert reason.options == ("elm", "oak")

    def test_what_is_to_spare_is_counted(self) -> None:
        made = matrix(BENDS, feature("shines", oak="full"), feature("smells", oak="full", elm="full"), woods=2)
        (reason,) = of_kind(decided(made, "bends"), "spare")
        assert reason.text == "Beyond what was asked, Elm has 1 feature and Oak 2."
        (reason,) = of_kind(decided(made, "bends", "smells"), "spare")
        assert reason.text == "Beyond what was asked, Elm has 0 features and Oak 1."

    def test_a_tie_in_everything_is_owned_up_to(self) -> None:
        (reason,) = of_kind(decided(matrix(BENDS, woods=2), "bends"), "place")
        assert reason.text == "Nothing that was asked tells Oak and Elm apart; the matrix lists Oak first."

    def test_each_option_that_came_after_the_first_is_compared_with_the_first_by_what_decided(self) -> None:
        made = matrix(BENDS, FLOATS, prices={"oak": 2, "elm": 9, "ash": 3})
        decision = decided(made, "bends", wants=("floats",))
        assert [(reason.kind, reason.options) for reason in decision.reasons] == [
            ("wants", ("elm", "oak")),
            ("wants", ("elm", "ash")),
        ]
        assert [(reason.kind, reason.options) for reason in decided(made, "bends").reasons] == [
            ("price", ("oak", "ash")),
            ("price", ("oak", "elm")),
        ]

    def test_nothing_is_compared_where_one_option_is_left(self) -> None:
        assert {reason.kind for reason in decided(matrix(FLOATS), "floats").reasons} == {"need"}

    def test_the_needs_come_before_the_assumptions_and_these_before_the_comparisons(self) -> None:
        shines = feature("shines", oak="full", elm="full", ash="full")
        made = matrix(shines, FLOATS, feature("smells", elm="full", ash="full"), assumptions=(INDOORS,))
        kinds = [reason.kind for reason in decided(made, "shines").reasons]
        assert kinds == ["assumption", "spare"]
        kinds = [reason.kind for reason in decided(made, "smells").reasons]
        assert kinds == ["need", "assumption"]


@pytest.mark.parametrize(
    ("words", "sentence"),
    [([], ""), (["a"], "a"), (["a", "b"], "a and b"), (["a", "b", "c"], "a, b and c")],
)
def test_words_are_joined_as_a_sentence_lists_them(words: list[str], sentence: str) -> None:
    assert join(words) == sentence


@pytest.mark.parametrize(
    ("words", "all_of_them", "one_of_them"),
    [
        ([], "", ""),
        (["a"], "a", "a"),
        (["a", "b"], "a and b", "a or b"),
        (["a", "b", "c"], "a, b and c", "a, b or c"),
    ],
)
def test_words_are_listed_as_the_language_of_the_matrix_does(
    words: list[str], all_of_them: str, one_of_them: str
) -> None:
    made = matrix(BENDS)
    assert (both(made, words), either(made, words)) == (all_of_them, one_of_them)
    german = replace(made, sentences={"{first} and {last}": "{first} und {last}", ", ": "; "})
    assert both(german, words) == all_of_them.replace("and", "und").replace(",", ";")


def test_words_are_joined_by_another_last_word() -> None:
    assert join(["a", "b", "c"], "or") == "a, b or c"


@pytest.mark.parametrize(
    ("micros", "currency", "written"),
    [
        (3_500_000, "USD", "$3.50 per board"),
        (1_000_000, "USD", "$1.00 per board"),
        (0, "USD", "$0.00 per board"),
        (250_000, "EUR", "€0.25 per board"),
        (1, "USD", "$0.000001 per board"),
        (1_234_500_000, "CHF", "CHF 1234.50 per board"),
    ],
)
def test_money_is_written_with_at_least_two_digits_and_all_that_are_needed(
    micros: int, currency: str, written: str
) -> None:
    assert list_price(matrix(BENDS), Price(micros, currency, "board", "list", ())) == written


def test_what_is_asked_for_is_named_as_it_is_written() -> None:
    made = matrix(BENDS, feature("drying", {"quantity": {"dimension": "duration"}}, oak={"value": "29s"}))
    assert asked_for(made, "bends", None) == "bends"
    assert asked_for(made, "drying", 29_500) == "drying=29.5s"


def test_what_has_no_amount_is_named_alone() -> None:
    made = matrix(BENDS, feature("drying", {"quantity": {"dimension": "duration"}}, oak={"value": "29s"}))
    assert (asked_for(made, "bends", 3), asked_for(made, "drying", None)) == ("bends", "drying")


def test_what_is_known_of_having_options_side_by_side_is_what_is_known_of_just_these() -> None:
    woods = {"one": ["ash"], "other": ["oak", "ash"], "meant": ["ash", "elm"], "all": ["oak", "elm", "ash"]}
    pairings = {name: Pairing(name, tuple(options), "They creak.", ()) for name, options in woods.items()}
    made = replace(matrix(FLOATS, CARVES, feature("bends", oak="full"), feature("sings")), pairings=pairings)
    for needs, known in ((("floats", "carves"), "meant"), (("floats", "bends"), None), (("sings",), None)):
        impasse = decided(made, *needs).impasse
        assert impasse is not None
        assert (impasse.combination is None) == (needs == ("sings",))
        assert pairing_of(made, impasse) == pairings.get(str(known))
