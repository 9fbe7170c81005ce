"""Whether an answer is the expected one, an earlier one still holds, and the evidence is young enough."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given

import handmade
from apigw_choose import decide, require
from apigw_choose.engine.recheck import MOST_NAMED, age_faults, change_text, expectation_faults, recheck
from apigw_choose.model.requirements import Need
from apigw_choose.model.traffic import Traffic
from apigw_choose.readers.saved_decision import read_saved_decision
from apigw_choose.readers.strict_yaml import read_text
from apigw_choose.renderers.documents import decision_document, to_json
from handmade import SOURCES, feature
from strategies import MATRIX, document_of, questions

if TYPE_CHECKING:
    from collections.abc import Sequence

    from apigw_choose import Matrix
    from apigw_choose.model.checked import Outcome
    from apigw_choose.model.record import Record
    from oracle import Question

HARD = feature("hard", oak="full")
LIGHT = feature("light", elm="full", ash="full")
LONG = {"quantity": {"dimension": "count"}}


def saved(matrix: Matrix, needs: Sequence[str] = (), wants: Sequence[str] = (), **flags: Any) -> Record:
    """The record of a decision, as it is written and read."""
    document = decision_document(matrix, decide(matrix, require(matrix, needs, wants, **flags)))
    return read_saved_decision(read_text(to_json(document), "decision.json"))


def again(before: Matrix, after: Matrix, needs: Sequence[str], wants: Sequence[str] = (), **flags: Any) -> Outcome:
    return recheck(after, saved(before, needs, wants, **flags))


def kinds(outcome: Outcome) -> list[str]:
    return [fault.kind for fault in outcome.faults]


def said(outcome: Outcome) -> str:
    return " / ".join(fault.text for fault in outcome.faults)


class TestExpectation:
    WOODS = handmade.matrix(HARD, LIGHT)

    @pytest.mark.parametrize(
        ("needs", "expected", "text"),
        [
            (["hard"], ("oak",), None),
            (["hard"], ("elm", "oak"), None),
            (["hard"], None, None),
            (["hard", "light"], (), None),
            (["hard"], ("elm",), "expected Elm, and Oak is recommended"),
            (["hard"], ("ash", "elm"), "expected Ash or Elm, and Oak is recommended"),
            (["hard"], (), "expected that no wood fits, and Oak is recommended"),
            (["hard", "light"], ("oak",), "expected Oak, and no wood is"),
            (["hard", "light"], None, "no wood is recommended"),
        ],
    )
    def test_it_holds_or_says_what_was_expected(
        self, needs: list[str], expected: tuple[str, ...] | None, text: str | None
    ) -> None:
        decision = decide(self.WOODS, require(self.WOODS, needs))
        faults = expectation_faults(self.WOODS, decision, expected)
        assert [(fault.kind, fault.text) for fault in faults] == ([("expectation", text)] if text else [])


class TestRecheck:
    @given(question=questions())
    def test_a_decision_holds_over_the_matrix_that_it_was_made_from(self, question: Question) -> None:
        record = read_saved_decision(read_text(to_json(document_of(question)), "decision.json"))
        outcome = recheck(MATRIX, record)
        assert outcome.holds
        assert not outcome.changes
        assert outcome.decision
        assert outcome.decision.recommendation == record.recommendation

    def test_another_recommendation_is_told_with_the_cell_that_brought_it(self) -> None:
        prices = {"oak": 2_000_000, "elm": 1_000_000}
        outcome = again(
            handmade.matrix(HARD, prices=prices),
            handmade.matrix(feature("hard", oak="full", elm="full"), prices=prices),
            ["hard"],
        )
        assert kinds(outcome) == ["recommendation", "eligibility"]
        assert "Oak was recommended by the facts of 2026-03-01; today Elm is recommended" in said(outcome)
        assert "Elm did not meet every need and now does" in said(outcome)
        (change,) = outcome.changes
        assert change_text(handmade.matrix(HARD), change) == "Elm, hard: was none, is full"

    def test_an_answer_that_is_gone_is_told(self) -> None:
        outcome = again(handmade.matrix(HARD), handmade.matrix(feature("hard")), ["hard"])
        assert kinds(outcome) == ["recommendation", "eligibility"]
        assert said(outcome) == (
            "Oak was recommended by the facts of 2026-03-01; today no wood is / Oak met every need and no longer does"
        )
        assert outcome.faults[0].options == ("oak",)

    def test_an_answer_that_has_appeared_is_told(self) -> None:
        outcome = again(handmade.matrix(feature("hard")), handmade.matrix(HARD), ["hard"])
        assert "no wood was recommended by the facts of 2026-03-01; today Oak is recommended" in said(outcome)

    def test_less_support_for_the_recommended_option_is_a_fault(self) -> None:
        partial = {"support": "partial", "note": "When dry."}
        outcome = again(handmade.matrix(HARD), handmade.matrix(feature("hard", oak=partial)), ["hard"])
        assert kinds(outcome) == ["cell"]
        assert said(outcome) == "Oak, hard: was full, is partial. When dry."

    def test_a_want_that_the_recommended_option_has_lost_is_a_fault(self) -> None:
        before, after = handmade.matrix(HARD, feature("red", oak="full")), handmade.matrix(HARD, feature("red"))
        assert kinds(again(before, after, ["hard"], ["red"])) == ["cell"]

    def test_more_support_for_the_recommended_option_is_none(self) -> None:
        before = handmade.matrix(feature("hard", oak={"support": "partial", "note": "When dry."}))
        outcome = again(before, handmade.matrix(HARD), ["hard"])
        assert outcome.holds
        assert [change.in_support for change in outcome.changes] == [True]

    def test_another_option_that_is_ruled_out_otherwise_is_a_change_and_no_fault(self) -> None:
        after = handmade.matrix(feature("hard", oak="full", elm="not-applicable"))
        outcome = again(handmade.matrix(HARD), after, ["hard"])
        assert outcome.holds
        assert [(change.option, change.in_support) for change in outcome.changes] == [("elm", True)]

    def test_other_words_for_the_same_are_a_change_and_no_fault(self) -> None:
        after = handmade.matrix(feature("hard", oak={"support": "full", "note": "Very."}))
        outcome = again(handmade.matrix(HARD), after, ["hard"])
        assert outcome.holds
        assert [(change.after.note, change.in_support) for change in outcome.changes] == [("Very.", False)]

    def test_a_lesser_amount_counts_where_it_is_less_than_was_asked(self) -> None:
        def woods(value: int) -> Matrix:
            return handmade.matrix(feature("planks", LONG, oak={"support": "full", "value": value}))

        assert again(woods(10), woods(9), ["planks=9"]).holds
        outcome = again(woods(10), woods(8), ["planks=9"])
        assert kinds(outcome) == ["recommendation", "eligibility"]
        assert change_text(woods(8), outcome.changes[0]) == "Oak, planks=9: was full, is none"

    def test_a_price_that_turns_the_answer_is_told_from_a_cell(self) -> None:
        both = feature("hard", oak="full", elm="full")
        outcome = again(
            handmade.matrix(both, prices={"oak": 1, "elm": 2}),
            handmade.matrix(both, prices={"oak": 2, "elm": 1}),
            ["hard"],
        )
        assert kinds(outcome) == ["recommendation", "cell"]
        assert outcome.faults[0].options == ("oak", "elm")
        assert said(outcome).endswith(
            " / no cell that was asked for has changed; a rule, a price, an assumption or an option has"
        )

    def test_a_price_that_turns_a_strict_answer_is_told_as_such(self) -> None:
        both = feature("hard", oak="full", elm="full")
        outcome = again(
            handmade.matrix(both, prices={"oak": 1, "elm": 2}),
            handmade.matrix(both, prices={"oak": 2, "elm": 1}),
            ["hard"],
            strict=True,
        )
        assert "a rule, a price, an assumption or an option has" in said(outcome)

    def test_a_rule_that_has_come_up_is_told_in_its_words(self) -> None:
        parts = (HARD, feature("light", oak="full"))
        rule = handmade.rule("either", ["oak"], ["hard"], excludes=["light"])
        outcome = again(handmade.matrix(*parts), handmade.matrix(*parts, rules=(rule,)), ["hard", "light"])
        assert "Oak met every need and no longer does: The rule either." in said(outcome)

    def test_two_rules_that_have_come_up_are_told_one_after_the_other(self) -> None:
        parts = (HARD, feature("light", oak="full"), feature("red", oak="full"))
        rules = (
            handmade.rule("either", ["oak"], ["hard"], excludes=["light"]),
            handmade.rule("or", ["oak"], ["hard"], excludes=["red"]),
        )
        outcome = again(handmade.matrix(*parts), handmade.matrix(*parts, rules=rules), ["hard", "light", "red"])
        assert "no longer does: The rule either. The rule or." in said(outcome)

    def test_strict_counts_support_with_a_condition_as_none(self) -> None:
        woods = handmade.matrix(feature("hard", oak="partial"))
        outcome = recheck(woods, saved(woods, ["hard"]), strict=True)
        assert kinds(outcome) == ["recommendation", "eligibility", "cell"]
        assert said(outcome).endswith(
            " / no cell that was asked for has changed, but support with a condition counts as none now"
        )

    def test_a_strict_decision_stays_strict(self) -> None:
        woods = handmade.matrix(feature("hard", oak="partial"))
        assert recheck(woods, saved(woods, ["hard"], strict=True)).holds

    def test_an_assumption_that_is_gone_need_not_be_overruled(self) -> None:
        assumption = handmade.assumption("dry", "oak", "light")
        before = handmade.matrix(HARD, LIGHT, assumptions=(assumption,))
        assert again(before, handmade.matrix(HARD, LIGHT), ["hard"], overruled=["dry"]).holds

    def test_another_matrix_is_refused_in_words(self) -> None:
        outcome = recheck(MATRIX, saved(handmade.matrix(HARD), ["hard"]))
        assert kinds(outcome) == ["matrix"]
        assert said(outcome) == (
            f"decided over the matrix 'woods', and this is {MATRIX.id!r}; name the other with --matrix"
        )
        assert outcome.decision is None

    @pytest.mark.parametrize(("known", "less"), [("unknown", "none"), ("none", "not-applicable"), ("full", "unknown")])
    def test_what_is_less_is_told_of_any_two_supports_of_a_want(self, known: str, less: str) -> None:
        before, after = (handmade.matrix(HARD, feature("red", oak=support)) for support in (known, less))
        assert kinds(again(before, after, ["hard"], ["red"])) == ["cell"]
        assert again(after, before, ["hard"], ["red"]).holds

    def test_what_was_overruled_stays_so_and_what_is_no_assumption_any_more_is_not_asked_for(self) -> None:
        before = handmade.matrix(
            HARD,
            LIGHT,
            assumptions=(handmade.assumption("dry", "oak", "light"), handmade.assumption("wet", "elm", "light")),
        )
        after = handmade.matrix(HARD, LIGHT, assumptions=(handmade.assumption("wet", "elm", "light"),))
        decision = again(before, after, ["hard"], overruled=["dry", "wet"]).decision
        assert decision
        assert decision.requirements.overruled == {"wet"}


class TestWordsThatAreGone:
    WOODS = handmade.matrix(HARD, feature("planks", LONG, oak={"support": "full", "value": 10}))

    def faults(self, record: Record) -> list[str]:
        outcome = recheck(self.WOODS, record)
        assert outcome.decision is None
        assert set(kinds(outcome)) == {"vocabulary"}
        return [fault.text for fault in outcome.faults]

    def test_a_feature(self) -> None:
        record = saved(handmade.matrix(HARD, LIGHT), ["hard"], ["light"])
        assert self.faults(record) == ["'light' is no feature of the matrix any more"]

    def test_an_option(self) -> None:
        record = replace(saved(self.WOODS, ["hard"]), recommendation="yew")
        assert self.faults(record) == ["'yew', which was recommended, is no wood of the matrix any more"]

    def test_an_option_that_was_not_recommended_is_not_missed(self) -> None:
        smaller = handmade.matrix(HARD, woods=2)
        assert recheck(smaller, saved(handmade.matrix(HARD), ["hard"])).holds

    @pytest.mark.parametrize(
        ("need", "text"),
        [
            (Need("hard", 3), "hard is had or not had by now, and was asked for in an amount"),
            (Need("planks"), "planks is a quantity by now, and was asked for without an amount"),
        ],
    )
    def test_an_amount(self, need: Need, text: str) -> None:
        record = saved(self.WOODS, ["hard"])
        assert self.faults(replace(record, requirements=replace(record.requirements, needs=(need,)))) == [text]

    def test_a_long_list_of_them_is_cut_and_a_long_name_too(self) -> None:
        record = saved(self.WOODS, ["hard"])
        needs = tuple(Need(f"{'x' * 200}{number}") for number in range(500))
        faults = self.faults(replace(record, requirements=replace(record.requirements, needs=needs)))
        assert len(faults) <= MOST_NAMED + 1
        assert faults[-1] == f"and {500 - MOST_NAMED} more that the matrix does not know"
        assert faults[0] == f"'{'x' * 60}'... is no feature of the matrix any more"
        longest = replace(record.requirements, needs=(Need("y" * 60),))
        assert self.faults(replace(record, requirements=longest)) == [
            f"'{'y' * 60}' is no feature of the matrix any more"
        ]

    def test_a_list_of_twenty_is_whole(self) -> None:
        record = saved(self.WOODS, ["hard"])
        needs = tuple(Need(f"x{number}") for number in range(MOST_NAMED))
        assert len(self.faults(replace(record, requirements=replace(record.requirements, needs=needs)))) == 20

    def test_a_matrix_that_knows_no_prices(self) -> None:
        traffic = Traffic(amounts={"boards": 3}, region="wood", month=1)
        record = saved(self.WOODS, ["hard"])
        assert self.faults(replace(record, requirements=replace(record.requirements, traffic=traffic))) == [
            "was decided by traffic, and the matrix knows no prices any more"
        ]

    def test_measures_readings_and_the_region_of_traffic(self) -> None:
        assert MATRIX.costs
        record = saved(MATRIX, ["cors"], traffic={"requests": "5M", "metered_size": "larger"})
        known = record.requirements.traffic
        assert known
        assert recheck(MATRIX, record).holds
        gone = replace(
            known,
            amounts={**known.amounts, "carts": 3},
            readings={**known.readings, "weather": "wet", "metered_size": "both"},
            region="mars",
        )
        outcome = recheck(MATRIX, replace(record, requirements=replace(record.requirements, traffic=gone)))
        assert [(fault.kind, fault.text) for fault in outcome.faults] == [
            ("vocabulary", "'carts' is no measure of traffic any more"),
            ("vocabulary", "'metered_size': 'both' is no open question with such an answer any more"),
            ("vocabulary", "'weather': 'wet' is no open question with such an answer any more"),
            ("vocabulary", "'mars' is no region of which prices are known any more"),
        ]


OLD = [{"url": "https://example.org/old", "checked": "2026-01-01"}]
NEW = [{"url": "https://example.org/new", "checked": "2026-03-01"}]


class TestAge:
    def stale(self, woods: Matrix, needs: Sequence[str], today: str, days: int, **flags: Any) -> list[str]:
        decision = decide(woods, require(woods, needs, **flags))
        stale, faults = age_faults(woods, decision, date.fromisoformat(today), days)
        assert len(faults) == bool(stale)
        return [f"{'+'.join(entry.features)} {entry.option} {entry.checked}" for entry in stale]

    def of(self, **sources: list[dict[str, str]]) -> Matrix:
        supports = {"oak": "full", "elm": "none", "ash": "none"}
        cells: dict[str, Any] = {wood: {"support": supports[wood], "sources": pages} for wood, pages in sources.items()}
        return handmade.matrix(feature("hard", **{"oak": "full", **cells}))

    def test_a_fact_is_too_old_one_day_after_the_last_that_is_allowed(self) -> None:
        woods = self.of(oak=OLD, elm=NEW, ash=NEW)
        assert self.stale(woods, ["hard"], "2026-04-01", 90) == []
        assert self.stale(woods, ["hard"], "2026-04-02", 90) == ["hard oak 2026-01-01"]

    def test_the_oldest_of_several_sources_counts(self) -> None:
        woods = self.of(oak=[*NEW, *OLD])
        assert self.stale(woods, ["hard"], "2026-03-02", 10) == ["hard oak 2026-01-01"]

    def test_what_ruled_another_option_out_counts(self) -> None:
        woods = self.of(elm=OLD)
        assert self.stale(woods, ["hard"], "2026-03-02", 10) == ["hard elm 2026-01-01"]

    def test_what_another_option_has_does_not(self) -> None:
        cell = {"support": "full", "sources": OLD}
        woods = handmade.matrix(feature("hard", oak="full", elm=cell), LIGHT, prices={"elm": 2_000_000})
        assert self.stale(woods, ["hard"], "2026-03-02", 10) == []

    def test_without_a_recommendation_what_ruled_all_out_counts(self) -> None:
        woods = handmade.matrix(feature("hard", oak={"support": "none", "sources": OLD}))
        assert self.stale(woods, ["hard"], "2026-03-02", 10) == ["hard oak 2026-01-01"]

    def test_a_rule_that_ruled_an_option_out_counts(self) -> None:
        rule = {**handmade.rule("either", ["oak"], ["hard"], excludes=["light"]), "sources": OLD}
        woods = handmade.matrix(HARD, feature("light", oak="full"), rules=(rule,))
        assert "hard+light oak 2026-01-01" in self.stale(woods, ["hard", "light"], "2026-03-02", 10)
        _, (fault,) = age_faults(woods, decide(woods, require(woods, ["hard", "light"])), date(2026, 3, 2), 10)
        assert fault.text == "rests on facts checked more than 10 days ago: hard, light of Oak (2026-01-01)"

    def test_the_page_of_a_workaround_that_is_relied_on_counts(self) -> None:
        decision = decide(MATRIX, require(MATRIX, ["server-push", "waf"], allow_workarounds=True))
        assert decision.recommendation
        (by,) = {finding.workaround for finding in decision.verdict(decision.recommendation).needs} - {None}
        workaround = MATRIX.workarounds[str(by)]
        old = replace(workaround, sources=tuple(source._replace(checked="2001-01-01") for source in workaround.sources))
        aged = replace(MATRIX, workarounds={**MATRIX.workarounds, workaround.id: old})
        stale, _ = age_faults(aged, decision, date(2026, 11, 23), 3650)
        assert [entry.checked for entry in stale] == ["2001-01-01"]

    def test_the_fault_names_what_is_too_old_and_since_when(self) -> None:
        woods = self.of(oak=OLD)
        decision = decide(woods, require(woods, ["hard"]))
        _, (fault,) = age_faults(woods, decision, date(2026, 6, 1), 1)
        assert fault.kind == "age"
        assert fault.text == (
            "rests on facts checked more than 1 day ago: "
            "hard of Oak (2026-01-01), hard of Elm (2026-03-01), hard of Ash (2026-03-01)"
        )
        _, (longer,) = age_faults(woods, decision, date(2026, 6, 1), 2)
        assert longer.text.startswith("rests on facts checked more than 2 days ago: ")
        assert fault.options == ("oak", "elm", "ash")

    @pytest.mark.parametrize(("facts", "more"), [(20, ""), (21, ", and 1 more"), (23, ", and 3 more")])
    def test_a_long_list_is_cut(self, facts: int, more: str) -> None:
        woods = handmade.matrix(*(feature(f"f{number:02}", oak="full") for number in range(facts)), woods=1)
        decision = decide(woods, require(woods, list(woods.features)))
        _, (fault,) = age_faults(woods, decision, date(2026, 6, 1), 1)
        assert fault.text.endswith(f"f19 of Oak (2026-03-01){more}")

    def test_a_fact_of_tomorrow_is_not_too_old(self) -> None:
        assert SOURCES[0]["checked"] == "2026-03-01"
        assert self.stale(handmade.matrix(HARD), ["hard"], "2026-02-01", 0) == []
