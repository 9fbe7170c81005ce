"""What a workaround does to a decision, where workarounds are allowed."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from apigw_choose import Decision, Need, Requirements, decide
from apigw_choose.engine.evaluate import evaluate
from apigw_choose.engine.interview import Interview
from apigw_choose.engine.verify import verify
from apigw_choose.engine.what_if import WhatIf
from apigw_choose.model.answers import Answers
from apigw_choose.model.errors import UnsoundDecisionError
from handmade import feature, matrix, rule, workaround

if TYPE_CHECKING:
    from apigw_choose import Matrix
    from apigw_choose.engine.evaluate import Evaluation

MADE = matrix(
    feature("bends", oak="full", elm="full"),
    feature("floats", elm="full"),
    feature("shines", ash="full"),
    prices={"oak": 1, "elm": 2, "ash": 3},
    workarounds=(
        workaround("varnish", ["elm"], "shines"),
        workaround("cork", ["oak", "ash"], "floats"),
        workaround("air", ["oak"], "floats", "shines"),
    ),
)


def decided(*needs: str, allowed: bool = True) -> Decision:
    decision = decide(MADE, Requirements.of([Need(need) for need in needs], allow_workarounds=allowed))
    verify(MADE, decision)
    return decision


def used(*needs: str, allowed: bool = True) -> dict[str, list[str | None]]:
    verdicts = decided(*needs, allowed=allowed).verdicts
    return {verdict.option: [finding.workaround for finding in verdict.needs] for verdict in verdicts}


@pytest.mark.parametrize(
    ("need", "expected"),
    [
        pytest.param("shines", {"oak": "air", "elm": "varnish", "ash": None}, id="each by its own"),
        pytest.param("floats", {"oak": "cork", "elm": None, "ash": "cork"}, id="the first of two in the matrix"),
        pytest.param("bends", {"oak": None, "elm": None, "ash": None}, id="none for this feature"),
    ],
)
def test_a_workaround_serves_its_own_options_and_features(need: str, expected: dict[str, str | None]) -> None:
    assert used(need) == {option: [by] for option, by in expected.items()}
    assert used(need, allowed=False) == {"oak": [None], "elm": [None], "ash": [None]}


def test_an_option_that_meets_a_need_by_a_workaround_is_eligible_only_where_workarounds_are_allowed() -> None:
    assert decided("floats").verdict("oak").eligible
    assert not decided("floats", allowed=False).verdict("oak").eligible


def test_one_without_a_workaround_comes_before_a_cheaper_one_with_it() -> None:
    ranks = {verdict.option: verdict.rank for verdict in decided("floats").verdicts}
    assert ranks == {"elm": 1, "oak": 2, "ash": 3}


def test_the_fewer_workarounds_the_better() -> None:
    ranks = {verdict.option: verdict.rank for verdict in decided("floats", "shines", "bends").verdicts}
    assert ranks == {"elm": 1, "oak": 2, "ash": None}


def test_one_more_need_that_takes_a_workaround_may_cost_the_first_place() -> None:
    changes = {change.feature: change.recommendation for change in decided("bends").would_change}
    assert changes == {"floats": "elm"}
    changes = {change.feature: change.recommendation for change in decided("bends", allowed=False).would_change}
    assert changes == {"floats": "elm", "shines": None}


def test_a_larger_amount_may_be_met_by_a_workaround() -> None:
    load = feature("load", {"quantity": {"dimension": "count"}}, oak={"value": 40}, elm={"value": 80})
    made = matrix(load, prices={"oak": 1, "elm": 2}, woods=2, workarounds=(workaround("batten", ["oak"], "load"),))
    for asked, expected in ((10, [(40, "elm"), (80, "oak")]), (60, [(80, "oak")])):
        decision = decide(made, Requirements.of([Need("load", asked)], allow_workarounds=True))
        assert [(change.beyond, change.recommendation) for change in decision.would_change] == expected


@pytest.mark.parametrize("need", ["waf", "server-push", "cors", "control-vs-data-plane"])
def test_what_would_change_is_what_deciding_anew_says(matrix: Matrix, need: str) -> None:
    def evaluated(*needs: str) -> Evaluation:
        return evaluate(matrix, Requirements.of([Need(name) for name in needs], allow_workarounds=True))

    before = evaluated(need)
    requirements = Requirements.of([Need(need)], allow_workarounds=True)
    changes = {change.feature: change.recommendation for change in WhatIf(matrix, requirements, before).needs()}
    for name, told in matrix.features.items():
        if told.quantity is None and name != need:
            assert changes.get(name, before.recommendation) == evaluated(need, name).recommendation, name


def test_what_another_need_implies_is_not_had_by_a_workaround_asked_for_or_not() -> None:
    made = matrix(
        feature("bends", oak="full"),
        feature("floats"),
        rules=(rule("wet", ["oak"], ["bends"], implies=["floats"]),),
        workarounds=(workaround("cork", ["oak"], "floats"),),
    )
    for needs, eligible in ((["floats"], True), (["bends"], False), (["bends", "floats"], False)):
        decision = decide(made, Requirements.of([Need(need) for need in needs], allow_workarounds=True))
        assert decision.verdict("oak").eligible == eligible
        verify(made, decision)


@pytest.mark.parametrize("floats", ["none", "unknown"])
@pytest.mark.parametrize(
    ("rules", "needs", "told"),
    [
        pytest.param(
            {"dry": (["floats"], "bends"), "wet": (["bends"], "floats")}, ["floats"], ["dry", "wet"], id="ring"
        ),
        pytest.param({"wet": (["bends", "floats"], "floats")}, ["bends", "floats"], ["wet"], id="of itself"),
        pytest.param(
            {"wet": (["bends", "floats"], "floats"), "dry": (["bends"], "floats")},
            ["bends", "floats"],
            ["dry"],
            id="of itself and of less",
        ),
        pytest.param({"wet": (["bends", "floats"], "floats")}, ["floats"], [], id="not yet"),
    ],
)
def test_what_in_the_end_implies_itself_is_not_had_by_a_workaround(
    floats: str, rules: dict[str, tuple[list[str], str]], needs: list[str], told: list[str]
) -> None:
    made = matrix(
        feature("bends", oak="full"),
        feature("floats", oak=floats),
        rules=tuple(rule(name, ["oak"], when, implies=[implied]) for name, (when, implied) in rules.items()),
        workarounds=(workaround("cork", ["oak"], "floats"),),
    )
    decision = decide(made, Requirements.of([Need(need) for need in needs], allow_workarounds=True))
    oak = decision.verdict("oak")
    assert (oak.eligible, oak.possible) == (not told, bool(told) and floats == "unknown")
    assert [[entry.id for entry in clash.rules] for clash in oak.clashes] == ([told] if told else [])
    verify(made, decision)
    for change in decision.would_change:
        again = decide(made, Requirements.of([Need(need) for need in [*needs, change.feature]], allow_workarounds=True))
        assert again.recommendation == change.recommendation


def test_the_questionnaire_asks_for_what_with_a_need_implies_that_very_need_which_a_workaround_serves() -> None:
    made = matrix(
        feature("carves", oak="full", elm="full"),
        feature("floats"),
        rules=(rule("wet", ["oak"], ["carves", "floats"], implies=["floats"]),),
        workarounds=(workaround("cork", ["oak", "elm"], "floats"),),
    )
    survey = Interview(made, Requirements.of([Need("floats")], allow_workarounds=True)).survey(Answers())
    assert (survey.recommendation, survey.possible) == ("oak", ("oak", "elm"))
    assert survey.question is not None
    assert [(entry.feature, entry.rules_out) for entry in survey.question.entries] == [("carves", ("oak",))]


def test_an_option_called_eligible_by_a_workaround_that_is_not_allowed_is_refused() -> None:
    decision = decided("floats")
    forbidding = replace(decision, requirements=replace(decision.requirements, allow_workarounds=False))
    with pytest.raises(UnsoundDecisionError, match="oak is called eligible=True, its cells say False"):
        verify(MADE, forbidding)


def test_an_option_called_eligible_by_the_workaround_of_another_is_refused() -> None:
    decision = decided("shines")
    elsewhere = replace(MADE, workarounds={"varnish": replace(MADE.workarounds["varnish"], options=("ash",))})
    with pytest.raises(UnsoundDecisionError, match="oak is called eligible=True, its cells say False"):
        verify(elsewhere, decision)


def test_when_nothing_fits_workarounds_are_a_way_out() -> None:
    impasse = decided("bends", "floats", "shines", allowed=False).impasse
    assert impasse is not None
    assert impasse.by_workarounds is not None
    assert (impasse.by_workarounds.option, impasse.by_workarounds.workarounds) == ("elm", ("varnish",))


def test_where_they_are_allowed_already_or_do_not_help_they_are_none() -> None:
    sinking = matrix(feature("bends"), feature("floats"), workarounds=(workaround("cork", ["oak"], "floats"),))
    needs = [Need("bends"), Need("floats")]
    for allowed in (False, True):
        impasse = decide(sinking, Requirements.of(needs, allow_workarounds=allowed)).impasse
        assert impasse is not None
        assert impasse.by_workarounds is None
