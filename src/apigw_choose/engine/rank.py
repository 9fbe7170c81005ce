"""The order of eligible options: wants met by weight, then list price, then fewest features to spare."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from apigw_choose.model.decision import OptionVerdict
from apigw_choose.model.matrix import Matrix
from apigw_choose.model.requirements import Requirements


@dataclass(frozen=True, slots=True)
class Standing:
    """What an eligible option is compared by."""

    option: str
    wants: int
    """The weight of the wants that it meets."""
    micros: int
    """Its list price."""
    spare: int
    """How many features it has beyond those asked for."""
    place: int
    """Its place in the matrix, which settles a tie in everything else."""

    def key(self) -> tuple[int, int, int, int]:
        """Sorts the better option first."""
        return (-self.wants, self.micros, self.spare, self.place)


CRITERIA = ("wants", "price", "spare", "place")
"""What the parts of a standing's key compare, in their order."""


def standing(matrix: Matrix, requirements: Requirements, verdict: OptionVerdict) -> Standing:
    """What an option is compared by."""
    wants = zip(requirements.wants, verdict.wants, strict=True)
    asked = {finding.feature for finding in verdict.needs + verdict.wants}
    return Standing(
        option=verdict.option,
        wants=sum(want.weight for want, finding in wants if finding.met),
        micros=matrix.options[verdict.option].price.micros,
        spare=(matrix.having[verdict.option] & ~_bits_of(matrix, asked)).bit_count(),
        place=list(matrix.options).index(verdict.option),
    )


def rank(standings: Iterable[Standing]) -> list[Standing]:
    """The standings, best first."""
    return sorted(standings, key=Standing.key)


def deciding_criterion(better: Standing, worse: Standing) -> str:
    """The first criterion in which two standings differ."""
    pairs = zip(CRITERIA, better.key(), worse.key(), strict=True)
    return next(criterion for criterion, left, right in pairs if left != right)


def _bits_of(matrix: Matrix, features: set[str]) -> int:
    return sum(1 << place for place, feature in enumerate(matrix.features) if feature in features)
