"""`check`: the gate. Requirements against what they expect, saved decisions against the matrix of today."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from apigw_choose.cli.options import LONGEST_AGE, JsonOption, MatrixOption, TodayOption
from apigw_choose.cli.shared import day_meant, format_wanted, matrix_wanted
from apigw_choose.cli.streams import emit
from apigw_choose.engine.decide import decide
from apigw_choose.engine.recheck import age_faults, expectation_faults, recheck
from apigw_choose.engine.verify import verify
from apigw_choose.model.checked import CheckedFile, Outcome
from apigw_choose.model.errors import InputError
from apigw_choose.model.matrix import Matrix

if TYPE_CHECKING:
    from datetime import date

    from apigw_choose.model.problems import Problem
    from apigw_choose.model.scan import Scan
    from apigw_choose.readers.checkable import Checkable

FORMATS = ("text", "json", "github", "markdown")
ALL_HOLD, SOME_FAIL = 0, 1

app = typer.Typer(rich_markup_mode=None, add_completion=False)


@app.command()
def check(
    ctx: typer.Context,
    paths: Annotated[
        list[Path],
        typer.Argument(
            metavar="FILE|FOLDER...",
            help="Requirements files and saved decisions (made by --json), or folders to search for them.",
        ),
    ],
    strict: Annotated[bool, typer.Option("--strict", help="Count support with a condition as none.")] = False,
    max_age: Annotated[
        int | None,
        typer.Option(metavar="DAYS", min=0, max=LONGEST_AGE, help="Fail on facts checked longer ago than this."),
    ] = None,
    against: Annotated[
        Path | None,
        typer.Option(metavar="TEMPLATE", help="Hold this template, or folder of templates, against the requirements."),
    ] = None,
    output: Annotated[
        str | None, typer.Option("--format", metavar="|".join(FORMATS), help="How to print the result.")
    ] = None,
    as_json: JsonOption = False,
    today: TodayOption = None,
    matrix: MatrixOption = None,
) -> int:
    """Check that answers still hold, for pipelines.

    Requirements files are held against what they expect, saved decisions against the matrix of today.
    """
    from apigw_choose.readers.checkable import find_checkable  # yaml

    form = format_wanted(output, FORMATS, as_json=as_json)
    day = day_meant(today) if max_age is not None or today is not None else None
    loaded = matrix_wanted(ctx, matrix)
    found = find_checkable(paths)
    template = None if against is None else _template(against, found.files)
    results = _check_all(loaded, found.files, template, strict=strict)
    checked = [_aged(loaded, file, day, max_age) for file in results]
    if form == "json":
        from apigw_choose.renderers.check_document import check_document
        from apigw_choose.renderers.documents import to_json

        emit(to_json(check_document(loaded, checked, found.skipped, today=day, max_age=max_age)))
    elif form == "markdown":
        from apigw_choose.renderers.summary_markdown import check_markdown

        emit(check_markdown(loaded, checked, len(found.skipped)))
    else:
        from apigw_choose.renderers.check_text import check_github, check_text

        emit((check_github if form == "github" else check_text)(loaded, checked, len(found.skipped)))
    return ALL_HOLD if all(file.outcome.holds for file in checked) else SOME_FAIL


def _template(path: Path, files: Sequence[Checkable]) -> Scan:
    """What a template declares."""
    decisions = [file.path for file in files if file.kind == "decision"]
    if decisions:
        raise InputError(f"--against: {decisions[0]} is a saved decision; hold a template against requirements files")
    from apigw_choose.readers.templates.detectors import shipped_detectors
    from apigw_choose.readers.templates.scan import scan

    return scan([path], shipped_detectors())


def _check_all(matrix: Matrix, files: Sequence[Checkable], template: Scan | None, *, strict: bool) -> list[CheckedFile]:
    """Every file checked; of wrong ones, all that is wrong with any of them is told at once."""
    checked: list[CheckedFile] = []
    problems: list[Problem | str] = []
    hint = None
    for file in files:
        try:
            if file.kind == "decision":
                checked.append(_check_decision(matrix, file, strict))
            else:
                checked.append(_check_requirements(matrix, file, template, strict))
        except InputError as error:
            problems.extend(error.problems)
            hint = hint or error.hint
    if problems:
        raise InputError(problems, hint)
    return checked


def _check_requirements(
    matrix: Matrix,
    file: Checkable,
    template: Scan | None,
    strict: bool,  # noqa: FBT001 - one of two alike
) -> CheckedFile:
    from apigw_choose.readers.asked import require
    from apigw_choose.readers.requirements_file import read_requirements_file

    said = read_requirements_file(matrix, file.path)
    asked = require(matrix, strict=strict, file=said)
    decision = decide(matrix, asked)
    verify(matrix, decision)
    faults = expectation_faults(matrix, decision, said.expect)
    if template is not None:
        from apigw_choose.engine.against import template_faults

        faults += tuple(template_faults(matrix, asked, template, said.declined, said.expect))
    outcome = Outcome(decision, faults)
    return CheckedFile(str(file.path), "requirements", file.line, said.expect, outcome)


def _check_decision(matrix: Matrix, file: Checkable, strict: bool) -> CheckedFile:  # noqa: FBT001
    from apigw_choose.readers.saved_decision import read_saved_decision

    record = read_saved_decision(file.document)
    outcome = recheck(matrix, record, strict=strict)
    if outcome.decision:
        verify(matrix, outcome.decision)
    expected = (record.recommendation,) if record.recommendation else ()
    return CheckedFile(str(file.path), "decision", file.line, expected, outcome)


def _aged(matrix: Matrix, file: CheckedFile, today: date | None, max_age: int | None) -> CheckedFile:
    """The file with what is too old about its evidence, where it is asked for."""
    outcome = file.outcome
    if outcome.decision is None or today is None or max_age is None:
        return file
    stale, faults = age_faults(matrix, outcome.decision, today, max_age)
    return replace(file, outcome=replace(outcome, stale=stale, faults=(*outcome.faults, *faults)))
