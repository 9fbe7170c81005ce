"""A meter of its own, slow and plain: it walks the tiers unit by unit and shares nothing with the engine but data."""

from __future__ import annotations

from fractions import Fraction
from math import ceil
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

Tiers = list[tuple[int | None, int]]
"""Where each tier ends, and its rate in millionths for `per` units."""


def walk(calls: Iterable[int], tiers: Tiers, per: int) -> Fraction:
    """What some calls cost, each counting as so many units, one unit after another."""
    total, counted = Fraction(0), 0
    for units in calls:
        for _ in range(units):
            counted += 1
            rate = next(micros for end, micros in tiers if end is None or counted <= end)
            total += Fraction(rate, per)
    return total


def steps(size: int, each: int) -> int:
    """Started steps; nothing counts as one."""
    return max(1, ceil(Fraction(size, each)))
