"""What tells two editions of a matrix apart, for its authors."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from apigw_choose.renderers.page import Page, Style

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from apigw_choose.model.difference import AnswerChange, Difference, PartChange, Presence
    from apigw_choose.model.matrix import Matrix


class Editions(NamedTuple):
    """The two that are compared, and how many examples were asked of both."""

    old: Matrix
    new: Matrix
    examples: int


def difference_text(editions: Editions, difference: Difference, answers: Sequence[AnswerChange], style: Style) -> str:
    """All changes, those that matter most first."""
    page = Page(style)
    page.line(_headline(editions, difference), "bold")
    if answers:
        page.heading("Decided otherwise")
        page.rows(row for answer in answers for row in _answer_rows(answer))
    for title, found in (("Added", difference.added), ("Removed", difference.removed)):
        if found:
            page.heading(title)
            page.rows(_presence_row(entry) for entry in found)
    if difference.cells:
        page.heading("Cells")
        page.rows(row for change in difference.cells for row in _cell_rows(editions.new, change))
    if difference.others:
        page.heading("Beside the cells")
        page.rows(row for change in difference.others for row in _rows((change.part, change.id), change))
    page.line()
    page.line(_last_line(editions, answers))
    return page.text()


def _headline(editions: Editions, difference: Difference) -> str:
    old, new = editions.old, editions.new
    name = new.id if old.id == new.id else f"{old.id} and {new.id}"
    versions = f"{name}, {old.version} to {new.version}"
    if difference.empty:
        return f"{versions}: no differences."
    parts = [
        _count(len(difference.cells), "cell", "changed"),
        _count(len(difference.added), "part", "added"),
        _count(len(difference.removed), "part", "removed"),
        _count(len(difference.others), "other part", "changed"),
    ]
    return f"{versions}: {', '.join(part for part in parts if part)}."


def _count(number: int, noun: str, what: str) -> str:
    return f"{number} {noun}{'' if number == 1 else 's'} {what}" if number else ""


def _last_line(editions: Editions, answers: Sequence[AnswerChange]) -> str:
    if not editions.examples:
        return "None of the examples can be asked of either."
    if not answers:
        return f"All {editions.examples} examples are decided as before."
    are = "is" if len(answers) == 1 else "are"
    return f"{len(answers)} of {editions.examples} examples {are} decided otherwise."


def _answer_rows(answer: AnswerChange) -> Iterator[tuple[str, str, str]]:
    yield answer.example, "was", answer.before_text
    yield answer.example, "now", answer.after_text


def _presence_row(entry: Presence) -> tuple[str, str, str]:
    return entry.part, entry.id, entry.name


def _cell_rows(matrix: Matrix, change: PartChange) -> Iterator[tuple[str, ...]]:
    assert change.option is not None, "a cell is about an option"
    return _rows((change.id, matrix.options[change.option].short), change)


def _rows(labels: tuple[str, ...], change: PartChange) -> Iterator[tuple[str, ...]]:
    for field in change.fields:
        yield (*labels, field.field, f"{_said(field.before)} → {_said(field.after)}")


def _said(text: str | None) -> str:
    return "(nothing)" if text is None else text
