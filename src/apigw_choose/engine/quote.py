"""A quote: what every option costs for some traffic, and where the cheapest changes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from apigw_choose.engine.crossings import spans
from apigw_choose.engine.decide import decide
from apigw_choose.model.estimate import Quote

if TYPE_CHECKING:
    from apigw_choose.model.matrix import Matrix
    from apigw_choose.model.requirements import Requirements


def quote(matrix: Matrix, requirements: Requirements) -> Quote:
    """What every option costs for the traffic of some requirements.

    Among which the cheapest is sought are those that meet every need, or all of them where none does. An
    assumption sets none aside: who asks for a price wants to see it.

    Raises:
        ValueError: when the requirements say nothing of traffic, or the matrix knows no prices.
    """
    if requirements.traffic is None or matrix.costs is None:
        raise ValueError("a quote takes traffic and prices")
    decision = decide(matrix, requirements)
    eligible = [verdict.option for verdict in decision.verdicts if verdict.eligible]
    among = tuple(eligible or matrix.options)
    needed = [need.feature for need in requirements.needs]
    bills = {bill.option: bill.exact for bill in decision.estimates}
    priced = [(exact, option) for option in among if (exact := bills[option]) is not None]
    return Quote(
        decision=decision,
        among=among,
        cheapest=min(priced, key=lambda entry: entry[0])[1] if priced else None,
        spans=spans(matrix.costs, requirements.traffic, among, needed),
    )
