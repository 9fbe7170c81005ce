"""What came out of a check: of requirements against what they expect, of a saved decision against today's matrix."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from apigw_choose.model.decision import Decision
    from apigw_choose.model.matrix import Support

FaultKind = Literal["expectation", "matrix", "vocabulary", "recommendation", "eligibility", "cell", "age", "template"]
FileKind = Literal["requirements", "decision"]


@dataclass(frozen=True, slots=True)
class Fault:
    """One reason why a check fails, in words."""

    kind: FaultKind
    text: str
    features: tuple[str, ...] = ()
    options: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Told:
    """What a decision says of a cell."""

    support: Support
    note: str


@dataclass(frozen=True, slots=True)
class CellChange:
    """A cell of which another thing is said today than then."""

    feature: str
    amount: int | None
    option: str
    before: Told
    after: Told

    @property
    def in_support(self) -> bool:
        """Whether more than the wording has changed."""
        return self.before.support != self.after.support


@dataclass(frozen=True, slots=True)
class Stale:
    """Evidence that nobody has looked at for too long."""

    features: tuple[str, ...]
    option: str
    checked: str
    """ISO date."""
    url: str


@dataclass(frozen=True, slots=True)
class Aged:
    """A cell by the day on which its evidence was last looked at."""

    feature: str
    option: str
    checked: str
    """ISO date: of its sources the one that was checked longest ago."""
    days: int | None
    """How long ago that is; None when it is no day of the calendar."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a check found; it holds when there is no fault."""

    decision: Decision | None
    """What the matrix says today; None where it cannot be asked any more."""
    faults: tuple[Fault, ...] = ()
    changes: tuple[CellChange, ...] = ()
    stale: tuple[Stale, ...] = ()

    @property
    def holds(self) -> bool:
        """Whether nothing is at fault."""
        return not self.faults


@dataclass(frozen=True, slots=True)
class CheckedFile:
    """A file, and what its check found."""

    file: str
    kind: FileKind
    line: int
    """The line on which it says what must come out."""
    expected: tuple[str, ...] | None
    """Ids of options of which one must be recommended; empty when none may be, None when any will do."""
    outcome: Outcome
