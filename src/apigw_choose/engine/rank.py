"""The order of eligible options: fewest workarounds, wants met by weight, price, fewest features to spare."""

# No annotation is a string here: a named tuple compiles each one that is, at every start.
from collections.abc import Iterable
from typing import NamedTuple

from apigw_choose.engine.price import Price, price_of
from apigw_choose.model.decision import OptionVerdict
from apigw_choose.model.matrix import Matrix
from apigw_choose.model.requirements import Requirements


class Standing(NamedTuple):
    """What an eligible option is compared by, in this order; the lesser stands first."""

    workarounds: int
    """How many needs it meets only by a workaround."""
    wants: int
    """The weight of the wants that it does not meet."""
    price: Price
    """What it costs for the traffic; its list price where nothing is said of traffic."""
    spare: int
    """How many features it has beyond those asked for."""
    place: int
    """Its place in the matrix, which settles a tie in everything else."""
    option: str


def rank(matrix: Matrix, requirements: Requirements, verdicts: Iterable[OptionVerdict]) -> list[Standing]:
    """The standings of eligible options, best first."""
    asked = requirements.features
    places = list(matrix.options)
    not_asked = ~sum(1 << place for place, feature in enumerate(matrix.features) if feature in asked)
    return sorted(
        Standing(
            workarounds=sum(finding.workaround is not None for finding in verdict.needs),
            wants=_weight_of_unmet(requirements, verdict),
            price=price_of(matrix, requirements, verdict.option),
            spare=(matrix.having[verdict.option] & not_asked).bit_count(),
            place=places.index(verdict.option),
            option=verdict.option,
        )
        for verdict in verdicts
    )


def deciding_criterion(better: Standing, worse: Standing) -> str:
    """The name of the first field in which two standings differ."""
    return next(field for field, left, right in zip(Standing._fields, better, worse, strict=True) if left != right)


def _weight_of_unmet(requirements: Requirements, verdict: OptionVerdict) -> int:
    wants = zip(requirements.wants, verdict.wants, strict=True)
    return sum(want.weight for want, finding in wants if not finding.met)
