"""The decision: which option to take, by rules that can be said in a sentence each."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from apigw_choose.engine.caveats import caveats
from apigw_choose.engine.evaluate import evaluate
from apigw_choose.engine.reasons import headline, reasons
from apigw_choose.engine.sets import features_in
from apigw_choose.engine.what_if import WhatIf
from apigw_choose.model.decision import Decision

if TYPE_CHECKING:
    from apigw_choose.model.matrix import Matrix
    from apigw_choose.model.requirements import Requirements


def decide(matrix: Matrix, requirements: Requirements) -> Decision:
    """Recommend an option of the matrix for the requirements, or none, with everything behind it.

    `evaluate` finds the answer; the rest explains it, says what would change it and, where there is
    none, the ways out.
    """
    found = evaluate(matrix, requirements)
    best = found.recommendation
    what_if = WhatIf(matrix, requirements, found)
    if best is None:
        from apigw_choose.engine.impasse import impasse  # most decisions have no use for it

        ways_out = impasse(matrix, requirements, found)
    else:
        ways_out = None
    decision = Decision(
        requirements=requirements,
        assumptions=found.assumptions,
        recommendation=best,
        headline=headline(matrix, requirements, found.verdicts, found.ranked),
        verdicts=tuple(
            [verdict._replace(caveats=caveats(matrix, requirements, verdict)) for verdict in found.verdicts]
        ),
        reasons=reasons(matrix, requirements, found.verdicts, found.ranked),
        gives_up=_gives_up(matrix, best) if best else {},
        impasse=ways_out,
        would_change=tuple(what_if.needs()),
        would_tip=tuple(what_if.wants()),
    )
    return decision if requirements.traffic is None else _with_costs(matrix, decision)


def _with_costs(matrix: Matrix, decision: Decision) -> Decision:
    """The decision with what the options cost for the traffic."""
    from apigw_choose.engine.cost_reasons import cost_reasons  # fractions and words that other decisions do without
    from apigw_choose.engine.estimates import detours, estimates

    bills = estimates(matrix, decision.requirements)
    around = detours(matrix, decision.requirements, decision.verdicts)
    told = cost_reasons(matrix, decision.requirements, decision.verdicts, bills, around)
    return replace(decision, reasons=(*decision.reasons, *told), estimates=bills, detours=around)


def _gives_up(matrix: Matrix, recommendation: str) -> dict[str, tuple[str, ...]]:
    """What each other option has and the recommended one has not."""
    absent = ~(matrix.having[recommendation] | matrix.unknown[recommendation])
    return {
        option: features_in(matrix, having & absent)
        for option, having in matrix.having.items()
        if option != recommendation
    }
