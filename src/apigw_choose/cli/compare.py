"""`compare`: options side by side."""

from __future__ import annotations

from typing import Annotated

import typer

from apigw_choose.cli.options import JsonOption, MatrixOption, complete_categories, complete_options
from apigw_choose.cli.shared import colour_wanted, matrix_wanted
from apigw_choose.cli.streams import emit, style_of_stdout
from apigw_choose.engine.vocabulary import differing, nearest
from apigw_choose.model.errors import InputError
from apigw_choose.model.matrix import Matrix

app = typer.Typer(rich_markup_mode=None, add_completion=False)


@app.command()
def compare(
    ctx: typer.Context,
    options: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="[OPTION]...", help="What to compare; all if none is named.", autocompletion=complete_options
        ),
    ] = None,
    category: Annotated[
        str | None,
        typer.Option(metavar="CATEGORY", help="Only features of this category.", autocompletion=complete_categories),
    ] = None,
    differences: Annotated[bool, typer.Option("--differences", help="Only features in which they differ.")] = False,
    as_json: JsonOption = False,
    matrix: MatrixOption = None,
) -> int:
    """Compare API types side by side."""
    loaded = matrix_wanted(ctx, matrix)
    chosen = _options(loaded, options or [])
    if category is not None and category not in loaded.categories:
        raise InputError(_unknown("category", category, list(loaded.categories)))
    features = [
        feature
        for feature in loaded.features.values()
        if category in (None, feature.category) and (not differences or differing(feature, chosen))
    ]
    if as_json:
        from apigw_choose.renderers.documents import features_document, to_json

        emit(to_json(features_document(loaded, features, chosen)))
    else:
        from apigw_choose.renderers.matrix_text import comparison_text

        emit(comparison_text(loaded, features, chosen, style_of_stdout(colour=colour_wanted(ctx))))
    return 0


def _options(matrix: Matrix, names: list[str]) -> list[str]:
    unknown = [name for name in names if name not in matrix.options]
    if unknown:
        raise InputError([_unknown("option", name, list(matrix.options)) for name in unknown])
    return list(dict.fromkeys(names)) or list(matrix.options)


def _unknown(what: str, name: str, known: list[str]) -> str:
    meant = nearest(name, known)
    hint = f"did you mean {meant[0]!r}?" if meant else f"there is {', '.join(known)}"
    return f"no such {what}: {name!r} ({hint})"
