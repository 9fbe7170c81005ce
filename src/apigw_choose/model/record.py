"""A decision that was saved earlier, as far as it can be held against a matrix of today."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from apigw_choose.model.matrix import Support
    from apigw_choose.model.requirements import Requirements


@dataclass(frozen=True, slots=True)
class RecordedFinding:
    """How an option answered a need or want then."""

    feature: str
    amount: int | None
    support: Support
    note: str


@dataclass(frozen=True, slots=True)
class RecordedOption:
    """What was found of an option then."""

    option: str
    eligible: bool
    findings: tuple[RecordedFinding, ...]


@dataclass(frozen=True, slots=True)
class Record:
    """What a saved decision says. Its names were ids of the matrix then, and need not be now."""

    matrix: str
    version: str
    requirements: Requirements
    recommendation: str | None
    options: tuple[RecordedOption, ...]
