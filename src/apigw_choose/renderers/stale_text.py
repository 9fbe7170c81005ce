"""The cells that nobody has looked at for long, as a person reads them."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING

from apigw_choose.renderers.page import Page, Style

if TYPE_CHECKING:
    from collections.abc import Sequence

    from apigw_choose.model.checked import Aged
    from apigw_choose.model.matrix import Matrix


def stale_text(matrix: Matrix, cells: Sequence[Aged], stale: Sequence[Aged], days: int, style: Style) -> str:
    """By the day on which they were checked, the oldest first; or how young all are."""
    page = Page(style)
    since = f"more than {_days(days)} ago"
    oldest = cells[0]
    if not stale:
        page.line(f"None of {len(cells)} cells was checked {since}; the oldest check is of {_when(oldest)}.")
        return page.text()
    for _, group in groupby(stale, key=lambda entry: entry.checked):
        same_day = list(group)
        page.heading(f"Checked {_when(same_day[0])}")
        page.rows(
            [
                (feature, ", ".join(matrix.options[entry.option].short for entry in of_feature))
                for feature, of_feature in groupby(same_day, key=lambda entry: entry.feature)
            ]
        )
    page.line()
    page.line(f"{len(stale)} of {len(cells)} cells were checked {since}.")
    page.line(f"Next: apigw-choose explain {oldest.feature}")
    return page.text()


def _when(cell: Aged) -> str:
    """The day, and how long ago it is."""
    if cell.days is None:
        return f"{cell.checked}, which is no day"
    return f"{cell.checked}, {_days(cell.days)} ago" if cell.days > 0 else cell.checked


def _days(number: int) -> str:
    return "1 day" if number == 1 else f"{number} days"
