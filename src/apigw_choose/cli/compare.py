"""`compare`: options side by side."""

from __future__ import annotations

from typing import Annotated

import typer

from apigw_choose.cli.language import language_wanted
from apigw_choose.cli.options import (
    BriefOption,
    JsonOption,
    LangOption,
    MatrixOption,
    complete_categories,
    complete_options,
)
from apigw_choose.cli.shared import colour_wanted, document_maker, matrix_wanted
from apigw_choose.cli.streams import emit, style_of_stdout
from apigw_choose.readers.named import features_compared, options_named

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
    brief: BriefOption = False,
    matrix: MatrixOption = None,
    lang: LangOption = None,
) -> int:
    """Compare API types side by side."""
    document = document_maker(brief=brief, as_json=as_json)
    loaded = matrix_wanted(ctx, matrix, language_wanted(ctx, lang, text=not as_json))
    chosen = options_named(loaded, options or [])
    features = features_compared(loaded, chosen, category, differences=differences)
    if as_json:
        from apigw_choose.renderers.documents import to_json

        emit(to_json(document(loaded, features, chosen)))
    else:
        from apigw_choose.renderers.matrix_text import comparison_text

        emit(comparison_text(loaded, features, chosen, style_of_stdout(colour=colour_wanted(ctx))))
    return 0
