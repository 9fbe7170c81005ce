"""`features`: the vocabulary, by category, searchable."""

from __future__ import annotations

from typing import Annotated

import typer

from apigw_choose.cli.options import JsonOption, MatrixOption, complete_categories
from apigw_choose.cli.shared import colour_wanted, matrix_wanted
from apigw_choose.cli.streams import emit, style_of_stdout
from apigw_choose.engine.vocabulary import explain_unknown, search
from apigw_choose.model.errors import InputError
from apigw_choose.model.matrix import Matrix
from apigw_choose.model.quoting import shown

app = typer.Typer(rich_markup_mode=None, add_completion=False)

_HINT = "apigw-choose features"


@app.command()
def features(
    ctx: typer.Context,
    words: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="[WORD]...",
            help="Show only features that have every word in their id, aliases, name, summary or category.",
            autocompletion=complete_categories,
        ),
    ] = None,
    as_json: JsonOption = False,
    matrix: MatrixOption = None,
) -> int:
    """List or search all that can be needed or wanted."""
    loaded = matrix_wanted(ctx, matrix)
    found = search(loaded, words or [])
    if not found:
        raise InputError(f"no feature has {' and '.join(_guessed(loaded, word) for word in words or [])}", hint=_HINT)
    if as_json:
        from apigw_choose.renderers.documents import features_document, to_json

        emit(to_json(features_document(loaded, found)))
    else:
        from apigw_choose.renderers.matrix_text import features_text

        emit(features_text(loaded, found, style_of_stdout(colour=colour_wanted(ctx))))
    return 0


def _guessed(matrix: Matrix, word: str) -> str:
    """A word that was searched for, with what it may have meant if nothing has it."""
    return shown(word) if search(matrix, [word]) else explain_unknown(matrix, word)
