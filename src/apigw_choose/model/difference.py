"""What tells two editions of a matrix apart."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class FieldChange:
    """One thing that is said otherwise, as a person reads it; None where nothing is said."""

    field: str
    before: str | None
    after: str | None


@dataclass(frozen=True, slots=True)
class PartChange:
    """A part of a matrix that both editions have and that is not the same in them."""

    part: str
    """What kind of part: `cell`, `feature`, `option`, `rule`, `assumption`, `workaround`, …"""
    id: str
    """The id of the feature, rule, …"""
    option: str | None
    """Of a cell: which option it is about."""
    fields: tuple[FieldChange, ...]


@dataclass(frozen=True, slots=True)
class Presence:
    """A part that one edition alone has."""

    part: str
    id: str
    name: str


@dataclass(frozen=True, slots=True)
class AnswerChange:
    """An example that the two editions decide otherwise."""

    example: str
    before: str | None
    """The recommended option; None where none is, or the example cannot be asked of that edition."""
    after: str | None
    before_text: str
    after_text: str


@dataclass(frozen=True, slots=True)
class Difference:
    """Everything that tells an older edition from a newer one."""

    added: tuple[Presence, ...]
    removed: tuple[Presence, ...]
    cells: tuple[PartChange, ...]
    others: tuple[PartChange, ...]
    """What has changed beside the cells."""

    @property
    def empty(self) -> bool:
        """Whether nothing has changed."""
        return not (self.added or self.removed or self.cells or self.others)
