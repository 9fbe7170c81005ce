"""`features`: the vocabulary, by category, searchable."""

from __future__ import annotations

from typing import Annotated

import typer

from apigw_choose.cli.options import JsonOption, MatrixOption, complete_categories
from apigw_choose.cli.shared import colour_wanted, matrix_wanted
from apigw_choose.cli.streams import emit, style_of_stdout
from apigw_choose.engine.vocabulary import search, suggestions
from apigw_choose.model.errors import InputError

app = typer.Typer(rich_markup_mode=None, add_completion=False)


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
    """List all that can be needed or wanted, by category, or search in it."""
    loaded = matrix_wanted(ctx, matrix)
    found = search(loaded, words or [])
    if not found:
        near = suggestions(loaded, " ".join(words or []))
        meant = f"; did you mean {' or '.join(near)}?" if near else ""
        raise InputError(
            f"no feature has {' and '.join(repr(word) for word in words or [])}{meant}", hint="apigw-choose features"
        )
    if as_json:
        from apigw_choose.renderers.documents import features_document, to_json

        emit(to_json(features_document(loaded, found)))
    else:
        from apigw_choose.renderers.matrix_text import features_text

        emit(features_text(loaded, found, style_of_stdout(colour=colour_wanted(ctx))))
    return 0
