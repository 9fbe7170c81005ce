"""The independent check of a decision: reads the raw cells again, by code of its own.

It shares nothing with the engine but the model, so that a mistake there cannot hide here.
"""

from __future__ import annotations

from apigw_choose.model.decision import Decision
from apigw_choose.model.errors import UnsoundDecisionError
from apigw_choose.model.matrix import Cell, Feature, Matrix


def verify(matrix: Matrix, decision: Decision) -> None:
    """Hold a decision against the cells.

    Raises:
        UnsoundDecisionError: when the decision says of an option what the cells do not.
    """
    asked = decision.requirements
    for verdict in decision.verdicts:
        fits = all(
            _meets(matrix.features[need.feature], verdict.option, need.amount, strict=asked.strict)
            for need in asked.needs
        )
        if fits != verdict.eligible:
            raise UnsoundDecisionError(f"{verdict.option} is called eligible={verdict.eligible}, its cells say {fits}")
        if verdict.rank is not None and (not fits or verdict.set_aside):
            raise UnsoundDecisionError(f"{verdict.option} is ranked and must not be")
    first = [verdict.option for verdict in decision.verdicts if verdict.rank == 1]
    if first != ([decision.recommendation] if decision.recommendation else []):
        raise UnsoundDecisionError(f"{decision.recommendation} is recommended, ranked first is {first}")


def _meets(feature: Feature, option: str, amount: int | None, *, strict: bool) -> bool:
    cell = feature.cells[option]
    if cell.support not in (("full",) if strict else ("full", "partial")):
        return False
    if amount is None or feature.quantity is None or cell.value is None:
        return True
    sign = 1 if feature.quantity.better == "more" else -1
    return any((offered - amount) * sign >= 0 for offered in _offers(cell, amount, strict=strict))


def _offers(cell: Cell, amount: int, *, strict: bool) -> list[int]:
    offers = [] if cell.value is None else [cell.value]
    if cell.beyond and not strict:
        offers.append(amount if cell.beyond.to is None else cell.beyond.to)
    return offers
