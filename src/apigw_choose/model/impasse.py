"""What to do when no single option meets the needs."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Repair:
    """A smallest set of needs that, dropped, leaves at least one option."""

    drop: tuple[str, ...]
    options: tuple[str, ...]
    """Those that are left."""


@dataclass(frozen=True, slots=True)
class Serving:
    """The part of one option in a combination."""

    option: str
    needs: tuple[str, ...]
    """What this option is taken for."""
    also: tuple[str, ...]
    """What it meets besides, and another of the combination is taken for."""


@dataclass(frozen=True, slots=True)
class ByWorkarounds:
    """An option that meets all needs with the help of workarounds."""

    option: str
    workarounds: tuple[str, ...]
    """Their ids."""


@dataclass(frozen=True, slots=True)
class Impasse:
    """What to do when no single option meets the needs."""

    conflicts: tuple[tuple[str, ...], ...]
    """All smallest sets of needs that cannot be had together."""
    repairs: tuple[Repair, ...]
    combination: tuple[Serving, ...] | None
    """The fewest options that meet all needs between them, if any do."""
    by_workarounds: ByWorkarounds | None
    """The option that would be recommended if workarounds were allowed."""
    outside: tuple[str, ...]
    """Ids of alternatives outside the matrix."""
    cut: bool
    """Whether a list would have been longer than could be worked out."""
