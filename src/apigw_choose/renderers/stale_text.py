"""The cells that nobody has looked at for long, as a person reads them."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING

from apigw_choose.engine.wording import row
from apigw_choose.renderers.page import Page, Style

if TYPE_CHECKING:
    from collections.abc import Sequence

    from apigw_choose.model.checked import Aged
    from apigw_choose.model.matrix import Matrix


def stale_text(matrix: Matrix, cells: Sequence[Aged], stale: Sequence[Aged], days: int, style: Style) -> str:
    """By the day on which they were checked, the oldest first; or how young all are."""
    page = Page(style)
    ago = _days(matrix, days)
    oldest = cells[0]
    if not stale:
        text = "None of {all} cells was checked more than {days} ago; the oldest check is of {day}."
        page.line(matrix.say(text, all=len(cells), days=ago, day=_when(matrix, oldest)))
        return page.text()
    for _, group in groupby(stale, key=lambda entry: entry.checked):
        same_day = list(group)
        page.heading(matrix.say("Checked {day}", day=_when(matrix, same_day[0])))
        page.rows(
            [
                (feature, row(matrix, (matrix.options[entry.option].short for entry in of_feature)))
                for feature, of_feature in groupby(same_day, key=lambda entry: entry.feature)
            ]
        )
    page.line()
    text = "{count} of {all} cells were checked more than {days} ago."
    page.line(matrix.say(text, count=len(stale), all=len(cells), days=ago))
    page.line(matrix.say("Next: {command}", command=f"apigw-choose explain {oldest.feature}"))
    return page.text()


def _when(matrix: Matrix, cell: Aged) -> str:
    """The day, and how long ago it is."""
    if cell.days is None:
        return matrix.say("{day}, which is no day", day=cell.checked)
    if cell.days > 0:
        return matrix.say("{day}, {days} ago", day=cell.checked, days=_days(matrix, cell.days))
    return cell.checked


def _days(matrix: Matrix, number: int) -> str:
    return matrix.say("1 day" if number == 1 else "{number} days", number=number)
