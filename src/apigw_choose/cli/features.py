"""`features`: the vocabulary, by category, searchable."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from apigw_choose.cli.language import language_wanted
from apigw_choose.cli.options import (
    LONGEST_AGE,
    BriefOption,
    JsonOption,
    LangOption,
    MatrixOption,
    TodayOption,
    complete_categories,
)
from apigw_choose.cli.shared import colour_wanted, day_meant, document_maker, matrix_wanted
from apigw_choose.cli.streams import emit, style_of_stdout
from apigw_choose.model.errors import InputError
from apigw_choose.model.matrix import Feature, Matrix
from apigw_choose.readers.named import features_with

if TYPE_CHECKING:
    from datetime import date

app = typer.Typer(rich_markup_mode=None, add_completion=False)

NOTHING_STALE, SOME_STALE = 0, 1


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
    older_than: Annotated[
        int | None,
        typer.Option(
            "--stale",
            metavar="DAYS",
            min=0,
            max=LONGEST_AGE,
            help="List the cells that were checked longer ago than this, the oldest first; exit status 1 if any.",
        ),
    ] = None,
    as_json: JsonOption = False,
    brief: BriefOption = False,
    today: TodayOption = None,
    matrix: MatrixOption = None,
    lang: LangOption = None,
) -> int:
    """List or search all that can be needed or wanted."""
    document = document_maker(brief=brief, as_json=as_json)
    if brief and older_than is not None:
        raise InputError("--brief and --stale contradict each other; leave one out")
    loaded = matrix_wanted(ctx, matrix, language_wanted(ctx, lang, text=not as_json))
    found = features_with(loaded, words or [])
    if older_than is not None:
        return _stale(ctx, loaded, found, older_than, day_meant(today), as_json=as_json)
    if as_json:
        from apigw_choose.renderers.documents import to_json

        emit(to_json(document(loaded, found, None)))
    else:
        from apigw_choose.renderers.matrix_text import features_text

        emit(features_text(loaded, found, style_of_stdout(colour=colour_wanted(ctx))))
    return 0


def _stale(
    ctx: typer.Context, matrix: Matrix, features: list[Feature], days: int, today: date, *, as_json: bool
) -> int:
    """The cells of some features that nobody has looked at for so long."""
    from apigw_choose.engine.ages import ages, stale

    cells = ages(features, today)
    old = stale(cells, today, days)
    if as_json:
        from apigw_choose.renderers.documents import stale_document, to_json

        emit(to_json(stale_document(matrix, old, today, days)))
    else:
        from apigw_choose.renderers.stale_text import stale_text

        emit(stale_text(matrix, cells, old, days, style_of_stdout(colour=colour_wanted(ctx))))
    return SOME_STALE if old else NOTHING_STALE
