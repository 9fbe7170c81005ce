"""`ask`: the questionnaire, and what becomes of its answers."""

from __future__ import annotations

import os
import sys
import tempfile
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from apigw_choose.cli.decide import NONE_FITS, RECOMMENDED, written
from apigw_choose.cli.options import JsonOption, MatrixOption
from apigw_choose.cli.questioner import Questioner, Stopped
from apigw_choose.cli.shared import colour_wanted, matrix_wanted
from apigw_choose.cli.streams import OutputError, emit, style_of, tell
from apigw_choose.engine.decide import decide
from apigw_choose.engine.interview import Answer, Answers
from apigw_choose.engine.verify import verify
from apigw_choose.model.errors import InputError
from apigw_choose.readers.asked import require
from apigw_choose.readers.requirements_file import FileRequirements, normal_form, read_requirements_file
from apigw_choose.renderers.decision_lines import command_of
from apigw_choose.renderers.requirements_yaml import write_requirements

if TYPE_CHECKING:
    from apigw_choose.engine.interview import Survey
    from apigw_choose.model.matrix import Matrix

app = typer.Typer(rich_markup_mode=None, add_completion=False)


@app.command()
def ask(
    ctx: typer.Context,
    file: Annotated[
        str | None,
        typer.Option("-f", "--file", metavar="FILE", help="Go on from a requirements file, such as a saved one."),
    ] = None,
    save: Annotated[
        Path | None, typer.Option("--save", metavar="FILE", help="Write the answers to a requirements file.")
    ] = None,
    force: Annotated[bool, typer.Option("--force", help="Let --save overwrite a file that -f did not read.")] = False,
    as_json: JsonOption = False,
    matrix: MatrixOption = None,
) -> int:
    """Answer questions until the API type is clear."""
    return interview(
        matrix_wanted(ctx, matrix),
        file=file,
        save=save,
        force=force,
        output="json" if as_json else "text",
        colour=colour_wanted(ctx),
    )


def interview(matrix: Matrix, *, file: str | None, save: Path | None, force: bool, output: str, colour: bool) -> int:
    """Ask, save what was answered, and print the decision; stopping early prints none."""
    _refuse_without_terminal()
    before = read_requirements_file(matrix, file) if file is not None else FileRequirements()
    if save is not None and save.exists() and not force and (file is None or not _same(save, Path(file))):
        raise InputError(f"{save}: is there already; name another file, read it with -f, or add --force")
    known = require(matrix, file=before)
    earlier = Answers(
        before=(
            *(Answer(feature, "no") for feature in before.declined),
            *(Answer(feature, "unknown") for feature in before.undecided),
        )
    )
    questioner = Questioner(matrix, known, style_of(sys.stderr, colour=colour))
    stopped = False
    try:
        answers, survey = questioner.ask(earlier)
    except Stopped as stop:
        answers, survey, stopped = stop.answers, stop.survey, True
    said = _said(before, answers, survey)
    if save is not None:
        _save(save, write_requirements(matrix, normal_form(matrix, said)))
        tell(f"Saved to {save}. Go on with: apigw-choose ask -f {save} --save {save}")
    if stopped:
        if save is None:
            tell(f"Stopped. What you need so far: {command_of(matrix, survey.requirements)}")
        return RECOMMENDED
    _tell_the_rest(matrix, said, survey)
    decision = decide(matrix, survey.requirements)
    verify(matrix, decision)
    emit(written(matrix, decision, output, colour=colour))
    return NONE_FITS if decision.recommendation is None else RECOMMENDED


def _refuse_without_terminal() -> None:
    streams = (sys.stdin, sys.stderr)
    if not all(stream is not None and stream.isatty() for stream in streams):
        raise InputError(
            "the questionnaire needs a terminal to ask on; say what you need with --need, or in a file with -f",
            hint="apigw-choose --help",
        )


def _said(before: FileRequirements, answers: Answers, survey: Survey) -> FileRequirements:
    """The file with what was answered on top."""
    needed = {need.feature for need in survey.requirements.needs}
    return replace(
        before,
        needs=survey.requirements.needs,
        declined=tuple(feature for feature in answers.with_reply("no") if feature not in needed),
        undecided=tuple(feature for feature in answers.with_reply("unknown") if feature not in needed),
    )


def _tell_the_rest(matrix: Matrix, said: FileRequirements, survey: Survey) -> None:
    """What stands open, and how to get the same answer without the questions."""
    if said.undecided:
        tell("", f"To find out, since you did not know: {', '.join(said.undecided)}")
    if survey.requirements.needs:
        tell("", f"The same without questions: {command_of(matrix, survey.requirements)}")
    tell("")


def _same(one: Path, other: Path) -> bool:
    return other.exists() and one.samefile(other)


def _save(path: Path, text: str) -> None:
    """Write the file whole or not at all: a draft beside it takes its place once it is complete.

    Raises:
        OutputError: when it cannot be written; a file that was there is as it was.
    """
    draft = None
    try:
        with tempfile.NamedTemporaryFile("w", encoding="utf-8", dir=path.parent, delete=False) as stream:
            draft = Path(stream.name)
            stream.write(text)
            stream.flush()
            os.fsync(stream.fileno())
        draft.chmod(0o666 & ~_umask())
        draft.replace(path)
    except OSError as error:
        raise OutputError(f"cannot save to {path}: {error.strerror}") from error
    finally:
        if draft is not None:
            draft.unlink(missing_ok=True)


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask
