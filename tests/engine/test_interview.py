"""Which question comes next, and when there is none, over matrices made by hand and the shipped one."""

from __future__ import annotations

import pytest

from apigw_choose import Matrix, Need, Requirements, Want
from apigw_choose.engine.interview import Interview, Survey, grounds
from apigw_choose.model.answers import Answer, Answers
from handmade import NINE_BOARDS, assumption, billed, feature, matrix, rule, workaround

CHEAP_OAK = {"oak": 1, "elm": 2, "ash": 3}
QUANTITY = {"quantity": {"dimension": "count"}}


def survey(made: Matrix, *given: Answer, known: Requirements | None = None) -> Survey:
    answers = Answers(given=tuple((answer,) for answer in given))
    return Interview(made, known or Requirements()).survey(answers)


def asked(found: Survey) -> list[str]:
    return [entry.feature for entry in found.question.entries] if found.question else []


def no(*features: str) -> list[Answer]:
    return [Answer(name, "no") for name in features]


class TestWhatIsAsked:
    def test_what_every_option_has_is_never_asked(self) -> None:
        made = matrix(feature("common", oak="full", elm="full", ash="partial"), prices=CHEAP_OAK)
        assert survey(made).question is None

    def test_what_would_lead_back_to_the_same_option_is_not_asked(self) -> None:
        # Oak is the cheapest and has everything that another one has.
        made = matrix(feature("a", oak="full", elm="full"), feature("b", oak="full", ash="full"), prices=CHEAP_OAK)
        found = survey(made)
        assert (found.recommendation, found.question, found.possible) == ("oak", None, ("oak",))

    def test_what_no_option_has_is_asked_last(self) -> None:
        made = matrix(feature("absent"), feature("some", elm="full"), prices=CHEAP_OAK)
        assert asked(survey(made)) == ["some"]
        assert asked(survey(made, *no("some"))) == ["absent"]

    def test_features_with_equal_columns_share_a_question(self) -> None:
        made = matrix(
            feature("a", elm="full"), feature("b", oak="full"), feature("c", elm="partial"), woods=2, prices=CHEAP_OAK
        )
        assert asked(survey(made)) == ["a", "c"]

    def test_columns_are_compared_among_the_options_still_possible(self) -> None:
        made = matrix(
            feature("a", elm="full", ash="full"),
            feature("b", elm="full"),
            feature("c", oak="full", elm="full"),
            feature("d", ash="full"),
            prices=CHEAP_OAK,
        )
        found = survey(made)
        assert found.possible == ("oak", "elm", "ash")
        assert not {"a", "b"} <= set(asked(found))
        assert asked(survey(made, Answer("c", "yes"))) == ["a", "b"]

    def test_under_strict_partial_support_is_told_apart(self) -> None:
        made = matrix(feature("a", elm="full"), feature("c", elm="partial"), woods=2, prices=CHEAP_OAK)
        assert asked(survey(made, known=Requirements(strict=True))) == ["a"]

    def test_a_list_has_eight_entries_at_most(self) -> None:
        names = [f"f{number:02}" for number in range(20)]
        made = matrix(*(feature(name, elm="full") for name in names), woods=2, prices=CHEAP_OAK)
        assert asked(survey(made)) == names[:8]
        assert survey(made).at_most == 3

    def test_an_option_that_is_ruled_out_takes_its_questions_with_it(self) -> None:
        made = matrix(feature("a", elm="full"), feature("b", ash="full"), prices=CHEAP_OAK)
        assert survey(made, Answer("a", "yes")).possible == ("elm",)
        assert asked(survey(made, Answer("a", "yes"))) == ["b"]

    def test_a_need_that_is_known_is_not_asked(self) -> None:
        made = matrix(feature("a", elm="full"), feature("b", ash="full"), prices=CHEAP_OAK)
        assert asked(survey(made, known=Requirements.of([Need("a")]))) == ["b"]

    def test_a_want_shifts_the_order_and_with_it_what_is_asked(self) -> None:
        made = matrix(feature("a", elm="full"), feature("b", oak="full"), woods=2, prices=CHEAP_OAK)
        assert asked(survey(made)) == ["a"]
        found = survey(made, known=Requirements.of(wants=[Want("a")]))
        assert found.recommendation == "elm"
        assert asked(found) == ["b"]

    def test_a_workaround_that_is_allowed_counts_as_having_it(self, matrix: Matrix) -> None:
        known = Requirements.of([Need("waf")], allow_workarounds=True)
        assert "http" in Interview(matrix, known).survey(Answers()).possible


class TestAssumptions:
    made = matrix(
        feature("common", oak="full", elm="full", ash="full"),
        feature("push", ash="full"),
        feature("rich-1", elm="full"),
        feature("rich-2", elm="full"),
        assumptions=(assumption("dry", "ash", "common", "push"),),
        prices={"oak": 1, "elm": 2, "ash": 2},
    )

    def test_what_may_end_one_leads_though_other_questions_are_longer(self) -> None:
        found = survey(self.made)
        assert asked(found) == ["push"]
        assert found.question is not None
        assert found.question.ends == ("dry",)
        assert found.possible == ("oak", "elm", "ash")

    def test_after_a_no_the_option_is_out(self) -> None:
        assert survey(self.made, *no("push")).possible == ("oak", "elm")

    def test_after_a_yes_it_is_the_one(self) -> None:
        assert survey(self.made, Answer("push", "yes")).recommendation == "ash"

    def test_what_all_have_is_asked_when_to_end_it_brings_in_a_better_one(self) -> None:
        made = matrix(
            feature("common", oak="full", elm="full", ash="full"),
            assumptions=(assumption("dry", "oak", "common"),),
            prices=CHEAP_OAK,
        )
        assert survey(made).recommendation == "elm"
        assert asked(survey(made)) == ["common"]
        assert survey(made, Answer("common", "yes")).recommendation == "oak"

    def test_the_shipped_one_is_asked_for_first(self, matrix: Matrix) -> None:
        found = survey(matrix)
        assert "server-push" in asked(found)
        assert found.question is not None
        assert found.question.ends == ("request-response",)


class TestQuantities:
    def both(self, oak: int, elm: int) -> Matrix:
        cells = {"oak": {"support": "full", "value": oak}, "elm": {"support": "full", "value": elm}}
        return matrix(feature("length", QUANTITY, **cells), woods=2, prices=CHEAP_OAK)

    def test_the_ranges_end_at_the_thresholds_of_the_cells(self) -> None:
        found = survey(self.both(10, 20))
        assert found.question is not None
        assert found.question.kind == "amount"
        (entry,) = found.question.entries
        ranges = [(choice.amount, choice.beyond, choice.rules_out) for choice in entry.choices]
        assert ranges == [(10, None, ()), (20, None, ("oak",)), (21, 20, ("oak", "elm"))]

    def test_a_threshold_that_tells_nothing_apart_is_left_out(self) -> None:
        found = survey(self.both(20, 10))
        assert found.question is not None
        assert [choice.amount for choice in found.question.entries[0].choices] == [20, 21]
        assert found.question.entries[0].beyond == 20

    def test_one_that_an_option_lacks_altogether_is_asked_for_in_a_list(self) -> None:
        made = matrix(
            feature("length", QUANTITY, elm={"support": "full", "value": "unlimited"}),
            feature("shade", elm="full"),
            woods=2,
            prices=CHEAP_OAK,
        )
        found = survey(made)
        assert asked(found) == ["length", "shade"]
        assert found.question is not None
        assert found.question.entries[0].choices == ()

    def test_less_may_be_better(self) -> None:
        cells = {"oak": {"support": "full", "value": 20}, "elm": {"support": "full", "value": 10}}
        made = matrix(
            feature("delay", {"quantity": {"dimension": "count", "better": "less"}}, **cells), woods=2, prices=CHEAP_OAK
        )
        found = survey(made)
        assert found.question is not None
        assert [(one.amount, one.rules_out) for one in found.question.entries[0].choices] == [
            (20, ()), (10, ("oak",)), (9, ("oak", "elm")),
        ]  # fmt: skip

    def test_an_amount_that_is_known_is_not_asked(self) -> None:
        assert survey(self.both(10, 20), Answer("length", "yes", 5)).question is None


class TestRules:
    def test_what_excludes_each_other_is_asked_though_each_is_had(self) -> None:
        made = matrix(
            feature("a", oak="full", elm="full"),
            feature("b", oak="full", elm="full"),
            woods=2,
            prices=CHEAP_OAK,
            rules=(rule("either", ["oak"], ["a"], excludes=["b"]),),
        )
        question = survey(made).question
        assert question is not None
        assert (asked(survey(made)), question.rules_out, question.reorders) == (["a", "b"], (), False)
        assert survey(made, *no("a")).question is None
        found = survey(made, Answer("a", "yes"))
        assert found.question is not None
        assert found.question.entries[0].rules_out == ("oak",)
        (ground,) = grounds(made, found.requirements, found.question.entries[0])
        assert ground == ("oak", "The rule either.")

    def test_what_follows_from_an_answer_is_not_asked(self) -> None:
        made = matrix(
            feature("cause", elm="full"),
            feature("effect", elm="full"),
            woods=2,
            prices=CHEAP_OAK,
            rules=(rule("so", ["elm"], ["cause"], implies=["effect"]),),
        )
        assert survey(made, Answer("cause", "yes")).question is None

    def test_what_implies_something_that_is_lacking_rules_out(self) -> None:
        made = matrix(
            feature("cause", oak="full", elm="full"),
            feature("effect", elm="full"),
            woods=2,
            prices=CHEAP_OAK,
            rules=(rule("so", ["oak"], ["cause"], implies=["effect"]),),
        )
        found = survey(made, *no("effect"))
        assert asked(found) == ["cause"]
        assert found.question is not None
        assert found.question.entries[0].rules_out == ("oak",)

    def test_what_limits_a_quantity_that_brought_it_about_leaves_less_of_it(self) -> None:
        made = matrix(
            feature("length", QUANTITY, oak={"value": 20}),
            feature("shade", oak="full", elm="full"),
            woods=2,
            prices={"oak": 2, "elm": 1},
            rules=(
                rule("long", ["oak"], ["length"], implies=["shade"]),
                rule("short", ["oak"], ["shade"], limits={"length": "10"}),
            ),
        )
        found = survey(made)
        assert (found.recommendation, found.possible) == ("elm", ("oak", "elm"))
        assert found.question is not None
        (entry,) = found.question.entries
        assert [(one.amount, one.rules_out) for one in entry.choices] == [(10, ("elm",)), (11, ("oak", "elm"))]
        assert survey(made, Answer("length", "yes", 10)).recommendation == "oak"

    def test_a_range_ends_where_more_matters_and_not_where_a_rule_stands_in_the_way_of_any_amount(self) -> None:
        made = matrix(
            feature("length", QUANTITY, oak={"value": 20}, elm={"value": 20}, ash={"value": 10}),
            feature("a", oak="full", elm="full"),
            prices=CHEAP_OAK,
            rules=(rule("either", ["oak"], ["a"], excludes=["length"]),),
        )
        found = survey(made)
        assert found.possible == ("oak", "elm")
        assert found.question is not None
        (entry,) = found.question.entries
        assert [(choice.amount, choice.rules_out) for choice in entry.choices] == [(20, ()), (21, ("oak", "elm"))]

    def test_every_rule_that_stands_in_the_way_is_told_once(self) -> None:
        made = matrix(
            *(feature(name, oak="full", elm="full") for name in ("a", "b", "c")),
            woods=2,
            prices=CHEAP_OAK,
            rules=tuple(rule(f"not-{name}", ["oak"], ["a"], excludes=[name]) for name in ("b", "c")),
        )
        found = survey(made, Answer("b", "yes"), Answer("c", "yes"))
        assert found.question is not None
        (ground,) = grounds(made, found.requirements, found.question.entries[0])
        assert ground == ("oak", "The rule not-b. The rule not-c.")

    def test_what_the_cell_says_is_told_before_what_the_rules_say(self) -> None:
        made = matrix(
            feature("a", oak="unknown", elm="full"),
            feature("b", oak="full", elm="full"),
            woods=2,
            prices=CHEAP_OAK,
            rules=(rule("either", ["oak"], ["b"], excludes=["a"]),),
        )
        found = survey(made, Answer("b", "yes"))
        assert found.question is not None
        assert grounds(made, found.requirements, found.question.entries[0]) == (("oak", "Oak on a."),)


class TestChosenFirst:
    """Which of several questions comes first: the one after which the fewest options are to be expected."""

    def test_what_may_end_an_assumption_leads_though_other_options_have_it_too(self) -> None:
        made = matrix(
            feature("push", elm="full", ash="full"),
            *(feature(f"rich-{number}", elm="full") for number in range(8)),
            feature("salt", ash="full"),
            assumptions=(assumption("dry", "ash", "push"),),
            prices=CHEAP_OAK,
        )
        found = survey(made)
        assert found.possible == ("oak", "elm", "ash")
        assert asked(found) == ["push"]

    def test_what_an_amount_leads_to_is_weighed_by_the_mean_of_its_ranges(self) -> None:
        # "Yes" to the length leaves two, one, or none, which counts as three; "no" leaves oak and elm.
        made = matrix(
            *(feature(f"a{number}", elm="full", ash="full") for number in range(8)),
            feature("length", QUANTITY, oak={"value": 10}, elm={"value": 20}, ash={"value": 30}),
            prices=CHEAP_OAK,
        )
        assert survey(made).possible == ("oak", "elm", "ash")
        assert asked(survey(made)) == ["length"]

    def test_of_very_many_those_are_weighed_that_could_rule_out_most_by_all_their_entries(self) -> None:
        two_lack = {"oak": {"value": 10}, "elm": {"value": 10}, "ash": {"value": 20}}
        names = [f"a{number}" for number in range(8)]
        made = matrix(
            *(feature(f"length-{number}", QUANTITY, **two_lack) for number in range(33)),
            *(feature(name, elm="full", ash="full") for name in names),
            prices=CHEAP_OAK,
        )
        assert survey(made).possible == ("oak", "elm", "ash")
        assert asked(survey(made)) == names

    def test_none_of_it_is_a_no_to_each_entry(self) -> None:
        question = survey(matrix(feature("a", elm="full"), feature("b", elm="full"), prices=CHEAP_OAK)).question
        assert question is not None
        assert question.none() == (Answer("a", "no"), Answer("b", "no"))


class TestOrder:
    """What rules nothing out may still put another option first."""

    def test_what_is_met_only_by_a_workaround_is_asked_when_another_option_needs_none(self) -> None:
        made = matrix(
            feature("a", elm="full"), woods=2, prices=CHEAP_OAK, workarounds=(workaround("glue", ["oak"], "a"),)
        )
        known = Requirements(allow_workarounds=True)
        found = survey(made, known=known)
        assert (found.recommendation, found.possible, found.decided) == ("oak", ("oak", "elm"), False)
        assert found.question is not None
        assert (asked(found), found.question.rules_out, found.question.reorders) == (["a"], (), True)
        assert survey(made, Answer("a", "yes"), known=known).recommendation == "elm"

    def test_it_may_share_a_question_with_what_a_rule_sets_against_each_other(self) -> None:
        made = matrix(
            feature("a", elm="full"),
            *(feature(name, oak="full", elm="full") for name in ("b", "c")),
            woods=2,
            prices=CHEAP_OAK,
            workarounds=(workaround("glue", ["oak"], "a"),),
            rules=(rule("either", ["oak"], ["b"], excludes=["c"]),),
        )
        found = survey(made, known=Requirements(allow_workarounds=True))
        assert found.question is not None
        assert (asked(found), found.question.reorders) == (["a", "b", "c"], True)

    def test_what_the_options_left_meet_only_by_workarounds_is_not_asked(self) -> None:
        made = matrix(feature("a"), woods=2, prices=CHEAP_OAK, workarounds=(workaround("glue", ["oak", "elm"], "a"),))
        found = survey(made, known=Requirements(allow_workarounds=True))
        assert (found.recommendation, found.possible, found.question) == ("oak", ("oak",), None)

    def test_unless_one_of_them_has_some_of_it_which_is_to_spare_until_it_is_asked_for(self) -> None:
        made = matrix(
            feature("a", elm="partial"),
            feature("b", oak="full", elm="full"),
            feature("c", oak="full"),
            woods=2,
            workarounds=(workaround("glue", ["oak", "elm"], "a"),),
        )
        known = Requirements(strict=True, allow_workarounds=True)
        assert survey(made, *no("c"), known=known).possible == ("oak", "elm")
        assert asked(survey(made, *no("c"), known=known)) == ["a"]
        assert survey(made, Answer("a", "yes"), *no("c"), known=known).recommendation == "elm"

    def test_the_ranges_of_a_quantity_end_where_a_workaround_begins(self) -> None:
        cells = {"oak": {"value": 10}, "elm": {"value": 20}}
        made = matrix(
            feature("length", QUANTITY, **cells),
            woods=2,
            prices=CHEAP_OAK,
            workarounds=(workaround("glue", ["oak"], "length"),),
        )
        found = survey(made, known=Requirements(allow_workarounds=True))
        assert found.question is not None
        choices = found.question.entries[0].choices
        assert [(one.amount, one.beyond, one.rules_out) for one in choices] == [
            (10, None, ()), (20, None, ()), (21, 20, ("elm",)),
        ]  # fmt: skip

    def test_what_is_billed_is_asked_where_traffic_is_said(self) -> None:
        features = (feature("bends", oak="full", elm="full"), feature("floats", oak="full", elm="full"))
        made = billed(matrix(*features, woods=2), {"oak": 1, "elm": 2}, {"oak": 3}, "floats")
        coming = Requirements(traffic=NINE_BOARDS)
        found = survey(made, known=coming)
        assert (found.recommendation, found.possible, asked(found)) == ("oak", ("oak", "elm"), ["floats"])
        assert survey(made, Answer("floats", "yes"), known=coming).recommendation == "elm"
        assert survey(made).question is None


class TestEnds:
    made = matrix(feature("a", elm="full"), feature("b", oak="full", elm="full"), feature("c"), prices=CHEAP_OAK)

    def test_at_first_nothing_is_decided(self) -> None:
        assert not survey(self.made).decided

    def test_decided_when_only_one_can_be_recommended_still(self) -> None:
        found = survey(self.made, Answer("a", "yes"))
        assert found.decided
        assert found.recommendation == "elm"
        assert asked(found) == ["c"]

    def test_verified_when_nothing_is_left_that_could_change_it(self) -> None:
        found = survey(self.made, Answer("a", "yes"), *no("c"))
        assert found.decided
        assert (found.question, found.at_most) == (None, 0)

    def test_nothing_fits_is_an_end_at_once(self) -> None:
        found = survey(self.made, Answer("c", "yes"))
        assert (found.recommendation, found.possible, found.question) == (None, (), None)
        assert found.decided

    def test_what_is_not_known_counts_as_answered_and_not_as_needed(self) -> None:
        found = survey(self.made, Answer("a", "unknown"), Answer("c", "unknown"))
        assert (found.recommendation, found.question) == ("oak", None)

    def test_an_unknown_cell_does_not_fit_and_is_told(self) -> None:
        made = matrix(feature("a", oak="unknown", elm="full"), woods=2, prices=CHEAP_OAK)
        found = survey(made)
        assert found.question is not None
        assert found.question.rules_out == ("oak",)
        assert grounds(made, found.requirements, found.question.entries[0]) == (("oak", "Oak on a."),)


class TestAnswers:
    answers = Answers(before=(Answer("z", "no"),)).plus([Answer("a", "yes", 5), Answer("b", "unknown")])

    def test_each_need_remembers_its_question(self) -> None:
        (need,) = self.answers.plus([Answer("c", "no")]).needs()
        assert (need.feature, need.amount, need.origin) == ("a", 5, "question 1")

    def test_back_takes_back_the_last_question_whole(self) -> None:
        assert self.answers.back() == Answers(before=(Answer("z", "no"),))

    @pytest.mark.parametrize(("reply", "features"), [("yes", ("a",)), ("no", ("z",)), ("unknown", ("b",))])
    def test_features_are_found_by_reply(self, reply: str, features: tuple[str, ...]) -> None:
        assert self.answers.with_reply(reply) == features  # type: ignore[arg-type] # as parametrize gives it
