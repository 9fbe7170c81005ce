"""The result of a check or a scan as Markdown, for the summary of a pipeline's run."""

from __future__ import annotations

from typing import TYPE_CHECKING

from apigw_choose.renderers.check_text import details, summary
from apigw_choose.renderers.markdown import code, inert, strong, table
from apigw_choose.renderers.scan_words import name_of, totals, verdict_of

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from apigw_choose.model.checked import CheckedFile
    from apigw_choose.model.matrix import Matrix
    from apigw_choose.model.scan import Assessment, FoundApi, Scan


def check_markdown(matrix: Matrix, files: Sequence[CheckedFile], skipped: int) -> str:
    """The count, a row for each file, and what is wrong with those that fail."""
    rows = [("holds" if file.outcome.holds else strong("fails"), inert(file.file), _answer(file)) for file in files]
    lines = [strong(summary(files, skipped)), "", *table(("", "File", "Answer"), rows)]
    for file in files:
        if not file.outcome.holds:
            lines += ["", f"{strong(file.file)}", "", *(f"- {inert(text)}" for text in details(matrix, file))]
    return "".join(f"{line}\n" for line in lines)


def scan_markdown(matrix: Matrix, scan: Scan, assessed: Mapping[FoundApi, Assessment]) -> str:
    """The count, a row for each API, and what could not be read."""
    entries = [assessed[api] for scanned in scan.files for api in scanned.apis]
    lines = [strong(totals(entries, len(scan.files), scan.skipped, len(scan.troubles)))]
    if entries:
        head = (inert(matrix.noun[:1].upper() + matrix.noun[1:]), "Name", "File", "Verdict")
        lines += ["", *table(head, (_row(matrix, entry) for entry in entries))]
    if scan.troubles:
        lines.append("")
    for trouble in scan.troubles:
        where = f"{trouble.file}:{trouble.line}" if trouble.line else trouble.file
        lines.append(f"- {inert(f'{where}: {trouble.message}')}")
    return "".join(f"{line}\n" for line in lines)


def _answer(file: CheckedFile) -> str:
    decision = file.outcome.decision
    if decision is None:
        return ""
    return f"{code(decision.recommendation or 'none')}: {inert(decision.headline)}"


def _row(matrix: Matrix, entry: Assessment) -> tuple[str, ...]:
    api = entry.api
    return (
        inert(name_of(matrix, api.option)),
        inert(api.id),
        inert(f"{api.file}:{api.line}"),
        inert(verdict_of(matrix, entry)),
    )
