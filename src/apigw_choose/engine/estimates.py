"""The bills of all options for the traffic of some requirements, and of the workarounds for what they miss."""

from __future__ import annotations

from typing import TYPE_CHECKING

from apigw_choose.engine.price import estimate_of
from apigw_choose.model.estimate import Detour

if TYPE_CHECKING:
    from collections.abc import Sequence

    from apigw_choose.model.decision import OptionVerdict
    from apigw_choose.model.estimate import Estimate
    from apigw_choose.model.matrix import Matrix
    from apigw_choose.model.requirements import Requirements


def estimates(matrix: Matrix, requirements: Requirements) -> tuple[Estimate, ...]:
    """The monthly bills of all options, in the order of the matrix; none where no traffic is said."""
    found = (estimate_of(matrix, requirements, option) for option in matrix.options)
    return tuple(bill for bill in found if bill)


def detours(matrix: Matrix, requirements: Requirements, verdicts: Sequence[OptionVerdict]) -> tuple[Detour, ...]:
    """The options that would be whole by workarounds whose price is known, and what they would come to."""
    if requirements.traffic is None or matrix.costs is None:
        return ()
    priced = {name for line in matrix.costs.lines for name in line.workarounds}
    found = []
    for verdict in verdicts:
        if verdict.eligible or verdict.set_aside or verdict.clashes or not verdict.missing:
            continue
        around = [_around(matrix, verdict.option, feature, priced) for feature in verdict.missing]
        if all(around):
            names = tuple(dict.fromkeys(name for name in around if name))
            bill = estimate_of(matrix, requirements, verdict.option, names)
            if bill and bill.exact is not None:
                found.append(Detour(verdict.option, verdict.missing, names, bill))
    return tuple(found)


def _around(matrix: Matrix, option: str, feature: str, priced: set[str]) -> str | None:
    """The first workaround with a known price by which an option has a feature."""
    for workaround in matrix.workarounds.values():
        if workaround.id in priced and option in workaround.options and feature in workaround.satisfies:
            return workaround.id
    return None
