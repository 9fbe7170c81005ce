"""`matrix`: for the authors of a matrix."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from apigw_choose.cli.options import JsonOption
from apigw_choose.cli.streams import emit, style_of_stdout
from apigw_choose.model.errors import InputError

if TYPE_CHECKING:
    from apigw_choose.model.matrix import Matrix
    from apigw_choose.model.problems import Problem

SHIPPED = "shipped"
"""The word for the matrix that comes with the tool."""

app = typer.Typer(
    rich_markup_mode=None, add_completion=False, help="Check and compare matrices that you write yourself."
)


@app.callback()
def matrix() -> None:
    """Check and compare matrices that you write yourself."""


@app.command()
def lint(
    paths: Annotated[list[Path], typer.Argument(metavar="FILE|FOLDER...", help="A matrix file, or the folder of one.")],
    as_json: JsonOption = False,
) -> int:
    """Say all that is wrong with a matrix, with file and line; exit 1 if anything is."""
    from apigw_choose.lint import lint_matrix

    problems = [problem for path in paths for problem in lint_matrix(path)]
    if as_json:
        from apigw_choose.renderers.difference_document import lint_document
        from apigw_choose.renderers.documents import to_json

        emit(to_json(lint_document(problems)))
    else:
        from apigw_choose.renderers.inert import printable

        emit("".join(f"{printable(str(problem))}\n" for problem in problems) or "No problems.\n")
    return 1 if problems else 0


@app.command()
def diff(
    ctx: typer.Context,
    old: Annotated[
        str, typer.Argument(metavar="OLD", help=f"A matrix file, the folder of one, or the word {SHIPPED}.")
    ],
    new: Annotated[str, typer.Argument(metavar="NEW", help="Likewise.")],
    examples: Annotated[
        Path | None,
        typer.Option(
            metavar="FILE|FOLDER", help="Ask these requirements of both, instead of the examples that come along."
        ),
    ] = None,
    as_json: JsonOption = False,
) -> int:
    """Say what has changed between two matrices, cell by cell; exit 1 if an example is decided otherwise."""
    from apigw_choose.engine.difference import differences
    from apigw_choose.readers.example_answers import ask_examples
    from apigw_choose.renderers.difference_text import Editions, difference_text

    before, after = _both(old, new)
    difference = differences(before, after)
    answers, asked = ask_examples(before, after, _examples(examples))
    editions = Editions(before, after, asked)
    if as_json:
        from apigw_choose.renderers.difference_document import difference_document
        from apigw_choose.renderers.documents import to_json

        emit(to_json(difference_document(editions, difference, answers)))
    else:
        style = style_of_stdout(colour=not ctx.find_root().params.get("no_color"))
        emit(difference_text(editions, difference, answers, style))
    return 1 if answers else 0


@app.command()
def translate(
    folder: Annotated[Path, typer.Argument(metavar="FOLDER", help="The folder of a matrix.")],
    lang: Annotated[str, typer.Option("--lang", metavar="LANGUAGE", help="The language to translate to, such as ja.")],
) -> int:
    """Write what translators fill in, FOLDER/languages/LANGUAGE, anew: keep what is translated, add what is missing."""
    from apigw_choose.readers.translation_files import extract, write

    extraction = extract(folder, lang)
    write(extraction)
    for english, said in extraction.dropped:
        emit(f"dropped: {english!r}, which was {said!r}\n")
    emit(f"{extraction.translated} texts are translated, {extraction.missing} are not.\n")
    return 0


def _both(old: str, new: str) -> tuple[Matrix, Matrix]:
    """The two matrices; what is wrong with either is told at once."""
    from apigw_choose.readers.matrix import load_matrix

    loaded: list[Matrix] = []
    problems: list[Problem | str] = []
    for name in (old, new):
        try:
            loaded.append(load_matrix(None if name == SHIPPED else name))
        except InputError as error:
            problems.extend(error.problems)
    if problems:
        raise InputError(dict.fromkeys(problems), hint="apigw-choose matrix lint FILE|FOLDER")
    return loaded[0], loaded[1]


def _examples(path: Path | None) -> list[Path]:
    from apigw_choose.readers.checkable import find_checkable
    from apigw_choose.readers.examples import examples_folder

    found = find_checkable([path or examples_folder()])
    return [file.path for file in found.files if file.kind == "requirements"]
