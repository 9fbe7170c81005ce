"""How long ago the evidence of each cell was looked at."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

from apigw_choose.model.checked import Aged

if TYPE_CHECKING:
    from collections.abc import Iterable

    from apigw_choose.model.matrix import Feature


def ages(features: Iterable[Feature], today: date) -> list[Aged]:
    """Every cell with its age, the oldest first; cells of one age in the order in which they came.

    A cell is as old as the source that was checked longest ago: that one may have changed since.
    """
    found = []
    for feature in features:
        for option, cell in feature.cells.items():
            checked = min(source.checked for source in cell.sources)
            found.append(Aged(feature.id, option, checked, _days(checked, today)))
    return sorted(found, key=lambda entry: entry.checked)


def stale(cells: Iterable[Aged], today: date, days: int) -> list[Aged]:
    """Those that were checked more than so many days before today."""
    oldest = (today - timedelta(days=days)).isoformat()
    return [entry for entry in cells if entry.checked < oldest]


def _days(checked: str, today: date) -> int | None:
    try:
        return (today - date.fromisoformat(checked)).days
    except ValueError:  # a matrix that nobody has linted may have a thirtieth of February
        return None
