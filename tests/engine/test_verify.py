from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest

from apigw_choose import Decision, decide, require
from apigw_choose.engine.verify import verify
from apigw_choose.model.errors import UnsoundDecisionError
from handmade import assumption, feature, matrix, rule

if TYPE_CHECKING:
    from apigw_choose import Matrix

MADE = matrix(
    feature("bends", oak="full", elm="partial", ash="unknown"),
    feature("floats", oak="full", elm="full"),
    feature("load", {"quantity": {"dimension": "count"}}, oak={"value": 40}, elm={"value": "unlimited"},
            ash={"value": 40, "beyond": {"by": "request", "to": 80, "note": "Ask."}}),
    feature("drying", {"quantity": {"dimension": "duration", "better": "less"}}, oak={"value": "3s"},
            elm={"value": "1s"},
            ash={"value": "3s", "beyond": {"by": "condition", "to": "not stated", "note": "In the sun."}}),
    assumptions=(assumption("indoors", "elm", "floats"),),
)  # fmt: skip


def decided(*needs: str, strict: bool = False) -> Decision:
    return decide(MADE, require(MADE, needs, strict=strict))


def tampered(decision: Decision, option: str, **changes: Any) -> Decision:
    verdicts = tuple(
        verdict._replace(**changes) if verdict.option == option else verdict for verdict in decision.verdicts
    )
    return replace(decision, verdicts=verdicts)


def without_support(made: Matrix, name: str, option: str) -> Matrix:
    """The matrix with one cell turned into a no."""
    told = made.features[name]
    cells = {**told.cells, option: told.cells[option]._replace(support="none")}
    return replace(made, features={**made.features, name: told._replace(cells=cells)})


@pytest.mark.parametrize("strict", [False, True])
@pytest.mark.parametrize(
    "needs",
    [
        (),
        ("bends",),
        ("floats",),
        ("bends", "floats"),
        ("load=40",),
        ("load=41",),
        ("load=81",),
        ("drying=3s",),
        ("drying=1s",),
        ("drying=1ms",),
        ("drying=4s", "load=80", "bends"),
    ],
)
def test_a_decision_of_the_engine_passes(needs: tuple[str, ...], *, strict: bool) -> None:
    verify(MADE, decided(*needs, strict=strict))


def test_an_option_called_eligible_that_misses_a_need_is_refused() -> None:
    with pytest.raises(UnsoundDecisionError, match="ash is called eligible=True, its cells say False"):
        verify(MADE, tampered(decided("floats"), "ash", eligible=True))


def test_an_option_called_not_eligible_that_meets_every_need_is_refused() -> None:
    with pytest.raises(UnsoundDecisionError, match="oak is called eligible=False, its cells say True"):
        verify(MADE, tampered(decided("floats"), "oak", eligible=False))


def test_an_unknown_called_eligible_is_refused() -> None:
    with pytest.raises(UnsoundDecisionError, match="ash"):
        verify(MADE, tampered(decided("bends"), "ash", eligible=True))


def test_partial_support_under_strict_called_eligible_is_refused() -> None:
    with pytest.raises(UnsoundDecisionError, match="elm"):
        verify(MADE, tampered(decided("bends", strict=True), "elm", eligible=True))


@pytest.mark.parametrize(
    ("need", "option", "strict"),
    [("load=41", "oak", False), ("load=81", "ash", False), ("load=41", "ash", True), ("drying=2s", "oak", False),
     ("drying=2s", "ash", True)],
)  # fmt: skip
def test_too_much_of_a_quantity_called_eligible_is_refused(need: str, option: str, *, strict: bool) -> None:
    decision = decided(need, strict=strict)
    assert not decision.verdict(option).eligible
    with pytest.raises(UnsoundDecisionError, match=option):
        verify(MADE, tampered(decision, option, eligible=True))


def test_a_rank_for_an_option_that_is_not_eligible_is_refused() -> None:
    with pytest.raises(UnsoundDecisionError, match="ash has the rank 3, its cells say eligible=False"):
        verify(MADE, tampered(decided("floats"), "ash", rank=3))


def test_a_rank_for_an_option_that_is_set_aside_is_refused() -> None:
    decision = decided("load=40")
    assert decision.verdict("elm").set_aside == "indoors"
    with pytest.raises(UnsoundDecisionError, match="elm has the rank 2"):
        verify(MADE, tampered(decision, "elm", rank=2))


def test_an_assumption_that_is_said_not_to_set_an_option_aside_and_does_is_refused() -> None:
    complaint = r"^elm is called set aside by None, the assumptions say \['indoors'\]$"
    with pytest.raises(UnsoundDecisionError, match=complaint):
        verify(MADE, tampered(decided("load=40"), "elm", set_aside=None))


def test_another_recommendation_than_the_first_in_rank_is_refused() -> None:
    with pytest.raises(UnsoundDecisionError, match=r"elm is recommended, ranked first is \['oak'\]"):
        verify(MADE, replace(decided("floats"), recommendation="elm"))


def test_no_recommendation_although_an_option_is_ranked_is_refused() -> None:
    with pytest.raises(UnsoundDecisionError, match="None is recommended"):
        verify(MADE, replace(decided("floats"), recommendation=None))


def test_a_recommendation_although_none_is_ranked_is_refused() -> None:
    with pytest.raises(UnsoundDecisionError, match=r"oak is recommended, ranked first is \[\]"):
        verify(MADE, replace(decided("load=81", "bends", strict=True), recommendation="oak"))


def test_two_options_ranked_first_are_refused() -> None:
    decision = decided("floats")
    assert [verdict.rank for verdict in decision.verdicts][:2] == [1, 2]
    with pytest.raises(UnsoundDecisionError, match="ranked first is"):
        verify(MADE, tampered(decision, "elm", rank=1))


def test_a_decision_over_other_cells_is_refused() -> None:
    with pytest.raises(UnsoundDecisionError, match="oak is called eligible=True, its cells say False"):
        verify(without_support(MADE, "floats", "oak"), decided("floats"))


LIMITED = matrix(
    feature("bends", oak="full"),
    feature("load", {"quantity": {"dimension": "count"}}, oak={"value": 40}),
    feature("drying", {"quantity": {"dimension": "duration", "better": "less"}}, oak={"value": "1ms"}),
    rules=(rule("wet", ["oak"], ["bends"], limits={"load": 20, "drying": "5ms"}),),
)


@pytest.mark.parametrize(
    ("need", "fits"),
    [("load=20", True), ("load=21", False), ("load=19", True), ("drying=5ms", True), ("drying=4ms", False),
     ("drying=6ms", True)],
)  # fmt: skip
def test_a_limit_that_a_rule_sets_is_read_anew(need: str, *, fits: bool) -> None:
    decision = decide(LIMITED, require(LIMITED, ["bends", need]))
    verify(LIMITED, decision)
    assert decision.verdict("oak").eligible == fits
    with pytest.raises(UnsoundDecisionError, match="oak is called eligible"):
        verify(LIMITED, tampered(decision, "oak", eligible=not fits))


def test_a_decision_that_leaves_an_option_out_is_refused() -> None:
    decision = decided("floats")
    with pytest.raises(UnsoundDecisionError, match=r"^not every option has its verdict$"):
        verify(MADE, replace(decision, verdicts=decision.verdicts[:-1]))


def test_a_finding_that_its_cell_does_not_bear_out_is_refused() -> None:
    decision = decided("floats")
    oak = decision.verdict("oak")
    lost = tuple(finding._replace(met=False) for finding in oak.needs)
    with pytest.raises(UnsoundDecisionError, match=r"^oak is said to have met=False of floats, its cell is not$"):
        verify(MADE, tampered(decision, "oak", needs=lost))


@pytest.mark.parametrize("needs", [("bends",), ("bends", "floats")])
def test_what_a_rule_excludes_is_read_anew(needs: tuple[str, ...]) -> None:
    apart = rule("apart", ["oak"], ["bends"], excludes=["bends" if len(needs) == 1 else "floats"])
    ruled = matrix(feature("bends", oak="full"), feature("floats", oak="full"), rules=(apart,))
    free = matrix(feature("bends", oak="full"), feature("floats", oak="full"))
    verify(ruled, decide(ruled, require(ruled, needs)))
    with pytest.raises(UnsoundDecisionError):
        verify(ruled, decide(free, require(free, needs)))
