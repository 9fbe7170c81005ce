"""The result of a scan as a person reads it, and as annotations for GitHub Actions."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from apigw_choose.engine.assess import by_saving
from apigw_choose.renderers.annotations import annotation
from apigw_choose.renderers.page import Page, Style
from apigw_choose.renderers.scan_words import name_of, saved_in_all, saving_of, totals, uses_of, verdict_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from apigw_choose.model.matrix import Matrix
    from apigw_choose.model.scan import Assessment, FoundApi, Scan, ScannedFile, Trouble

_MOST_TOUCHES = 6
_MOST_LISTED = 20


def scan_text(matrix: Matrix, scan: Scan, assessed: Mapping[FoundApi, Assessment], style: Style) -> str:
    """File by file, and then the largest savings first."""
    page = Page(style)
    for scanned in scan.files:
        _file(page, matrix, scanned, assessed)
    _problems(page, scan)
    entries = [assessed[api] for scanned in scan.files for api in scanned.apis]
    _summary(page, matrix, entries)
    page.line()
    page.line(totals(entries, len(scan.files), scan.skipped, len(scan.troubles)), "bold")
    together = saved_in_all(entries)
    if together:
        page.line(f"All moves together would save {together} a month, if each of these APIs had that traffic.")
    return page.text()


def scan_github(matrix: Matrix, scan: Scan, assessed: Mapping[FoundApi, Assessment]) -> str:
    """A notice for what could be cheaper, a warning for what does not fit, an error for what cannot be read."""
    entries = [assessed[api] for scanned in scan.files for api in scanned.apis]
    lines = [*_annotations(matrix, entries)]
    lines += [
        annotation(_level(trouble), "apigw-choose", [trouble.message], trouble.file, trouble.line)
        for trouble in scan.troubles
    ]
    lines.append(totals(entries, len(scan.files), scan.skipped, len(scan.troubles)))
    return "".join(f"{line}\n" for line in lines)


def _level(trouble: Trouble) -> Literal["error", "warning"]:
    return "error" if trouble.fatal else "warning"


def _annotations(matrix: Matrix, entries: Sequence[Assessment]) -> Iterator[str]:
    for entry in entries:
        text = [f"{entry.api.id}: {verdict_of(matrix, entry)}"]
        if not entry.fits:
            yield annotation("warning", "apigw-choose: does not fit", text, entry.api.file, entry.api.line)
        elif entry.could_be:
            yield annotation("notice", "apigw-choose: could be cheaper", text, entry.api.file, entry.api.line)


def _file(page: Page, matrix: Matrix, scanned: ScannedFile, assessed: Mapping[FoundApi, Assessment]) -> None:
    page.heading(f"{scanned.file} ({scanned.format})")
    if not scanned.apis:
        page.line("No API is declared here.", indent=2)
    for api in scanned.apis:
        entry = assessed[api]
        existing = f", if {api.condition}" if api.condition else ""
        page.line(f"{api.id}, {name_of(matrix, api.option)}, line {api.line}{existing}", indent=2)
        page.rows(_rows(matrix, entry), indent=4)


def _rows(matrix: Matrix, entry: Assessment) -> Iterator[tuple[str, str]]:
    yield "verdict", verdict_of(matrix, entry)
    used = list(uses_of(entry))
    yield "uses", ", ".join(used) or "nothing that tells the types apart"
    if entry.could_be:
        for touch in entry.touches[:_MOST_TOUCHES]:
            yield "touches", f"{touch.feature}: {touch.text}"
        more = len(entry.touches) - _MOST_TOUCHES
        if more > 0:
            yield "touches", f"and {more} more (--json has them all)"


def _problems(page: Page, scan: Scan) -> None:
    if not scan.troubles:
        return
    page.heading("Problems")
    for trouble in scan.troubles:
        where = f"{trouble.file}:{trouble.line}" if trouble.line else trouble.file
        page.line(f"{where}: {trouble.message}", indent=2)


def _summary(page: Page, matrix: Matrix, entries: Sequence[Assessment]) -> None:
    """The moves that would save, where there are several APIs to look through."""
    moves = [entry for entry in by_saving(entries) if entry.could_be]
    if not moves or not entries[1:]:
        return
    page.heading("Could be cheaper")
    page.rows((saving_of(matrix, entry), _move(matrix, entry)) for entry in moves[:_MOST_LISTED])
    if moves[_MOST_LISTED:]:
        page.line(f"and {len(moves) - _MOST_LISTED} more (--json has them all)", indent=2)


def _move(matrix: Matrix, entry: Assessment) -> str:
    return f"{entry.api.id} to {name_of(matrix, entry.could_be)}, {entry.api.file}:{entry.api.line}"
