"""The result of a check for a log: a line for each file, what is wrong below it, a count at the end."""

from __future__ import annotations

from typing import TYPE_CHECKING

from apigw_choose.engine.recheck import change_text
from apigw_choose.renderers.annotations import annotation
from apigw_choose.renderers.inert import printable

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from apigw_choose.model.checked import CheckedFile
    from apigw_choose.model.matrix import Matrix

_HOLDS, _FAILS = "holds", "FAILS"


def check_text(matrix: Matrix, files: Sequence[CheckedFile], skipped: int) -> str:
    """The whole result. Lines are as long as they are: a log is searched, not read at a width."""
    lines = [line for file in files for line in _lines(matrix, file)]
    return "".join(f"{printable(line)}\n" for line in [*lines, summary(files, skipped)])


def check_github(matrix: Matrix, files: Sequence[CheckedFile], skipped: int) -> str:
    """An annotation for each file that fails, as GitHub Actions reads them from a log, and the count."""
    annotations = [_annotation(matrix, file) for file in files if not file.outcome.holds]
    return "".join(f"{line}\n" for line in [*annotations, summary(files, skipped)])


def summary(files: Sequence[CheckedFile], skipped: int) -> str:
    """The count in one line: `7 checked: 6 hold, 1 fails.`."""
    failing = sum(not file.outcome.holds for file in files)
    holding = len(files) - failing
    parts = [f"{holding} {'holds' if holding == 1 else 'hold'}"] if holding else []
    parts += [f"{failing} {'fails' if failing == 1 else 'fail'}"] if failing else []
    passed_over = f" {skipped} other {'file' if skipped == 1 else 'files'} skipped." if skipped else ""
    return f"{len(files)} checked: {', '.join(parts)}.{passed_over}"


def details(matrix: Matrix, file: CheckedFile) -> Iterator[str]:
    """What is wrong, what has changed, and why the answer is what it is today."""
    outcome = file.outcome
    yield from (_sentence(fault.text) for fault in outcome.faults)
    told = {fault.features[0] for fault in outcome.faults if fault.kind == "cell" and fault.features}
    for change in outcome.changes:
        if change.in_support and not (
            outcome.decision and change.option == outcome.decision.recommendation and change.feature in told
        ):
            yield _sentence(f"changed: {change_text(matrix, change)}. {change.after.note}")
    if outcome.decision and any(fault.kind in ("expectation", "recommendation") for fault in outcome.faults):
        yield from (reason.text for reason in outcome.decision.reasons)


def _lines(matrix: Matrix, file: CheckedFile) -> Iterator[str]:
    outcome = file.outcome
    verdict = _HOLDS if outcome.holds else _FAILS
    headline = f": {outcome.decision.headline}" if outcome.decision else ""
    yield f"{verdict}  {file.file}{headline}"
    yield from (f"       {detail}" for detail in details(matrix, file))


def _annotation(matrix: Matrix, file: CheckedFile) -> str:
    decision = file.outcome.decision
    lines = [*([decision.headline] if decision else []), *details(matrix, file)]
    return annotation("error", "apigw-choose: does not hold", lines, file.file, file.line)


def _sentence(text: str) -> str:
    return text if text.endswith((".", "!", "?")) else f"{text}."
