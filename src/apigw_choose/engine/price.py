"""What options cost for the traffic that is asked of them, or by their list price where nothing is said of any."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Sequence
    from fractions import Fraction

    from apigw_choose.model.estimate import Estimate
    from apigw_choose.model.matrix import Matrix
    from apigw_choose.model.requirements import Requirements


class Price(NamedTuple):
    """By which options are compared; the lesser stands first."""

    guessed: bool
    """Whether there is traffic and no estimate of this option for it, only its list price."""
    micros: int | Fraction
    """Millionths of the currency unit: of the monthly bill, or of the list price."""


def price_of(matrix: Matrix, requirements: Requirements, option: str) -> Price:
    """The price of an option under some requirements."""
    listed = matrix.options[option].price.micros
    if requirements.traffic is None:
        return Price(guessed=False, micros=listed)
    found = estimate_of(matrix, requirements, option)
    exact = found.exact if found else None
    return Price(guessed=True, micros=listed) if exact is None else Price(guessed=False, micros=exact)


def estimate_of(
    matrix: Matrix, requirements: Requirements, option: str, workarounds: Sequence[str] = ()
) -> Estimate | None:
    """The monthly bill of an option; None where no traffic is said or nothing is known of prices."""
    if requirements.traffic is None or matrix.costs is None:
        return None
    from apigw_choose.engine.bill import estimate  # fractions, only where there is traffic

    needed = [need.feature for need in requirements.needs]
    return estimate(matrix.costs, requirements.traffic, option, needed, workarounds)


def conditions(matrix: Matrix, requirements: Requirements) -> frozenset[str]:
    """The features on which it depends what is billed for the traffic, if any is said."""
    return matrix.costs.conditions if requirements.traffic and matrix.costs else frozenset()
