"""`explain`: one feature, option by option, or a term of the glossary."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from apigw_choose.cli.language import language_wanted
from apigw_choose.cli.options import JsonOption, LangOption, MatrixOption, complete_subjects
from apigw_choose.cli.shared import colour_wanted, matrix_wanted
from apigw_choose.cli.streams import emit, style_of_stdout
from apigw_choose.model.matrix import Feature
from apigw_choose.readers.named import subject_named
from apigw_choose.renderers.documents import explanation_document, term_document, to_json

if TYPE_CHECKING:
    from apigw_choose.model.matrix import Matrix
    from apigw_choose.model.reference import Term
    from apigw_choose.renderers.page import Style

app = typer.Typer(rich_markup_mode=None, add_completion=False)


@app.command()
def explain(
    ctx: typer.Context,
    subject: Annotated[
        str,
        typer.Argument(metavar="ID", help="A feature, or a term of the glossary.", autocompletion=complete_subjects),
    ],
    as_json: JsonOption = False,
    matrix: MatrixOption = None,
    lang: LangOption = None,
) -> int:
    """Explain a feature, or a term such as execute-api."""
    loaded = matrix_wanted(ctx, matrix, language_wanted(ctx, lang, text=not as_json))
    named = subject_named(loaded, subject)
    style = None if as_json else style_of_stdout(colour=colour_wanted(ctx))
    emit(_feature(loaded, named, style) if isinstance(named, Feature) else _term(loaded, named, style))
    return 0


def _feature(matrix: Matrix, feature: Feature, style: Style | None) -> str:
    """The feature in text of some style, or as JSON."""
    if style is None:
        return to_json(explanation_document(matrix, feature))
    from apigw_choose.renderers.matrix_text import explanation_text

    return explanation_text(matrix, feature, style)


def _term(matrix: Matrix, term: Term, style: Style | None) -> str:
    if style is None:
        return to_json(term_document(matrix, term))
    from apigw_choose.renderers.matrix_text import term_text

    return term_text(matrix, term, style)
