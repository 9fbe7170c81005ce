"""`cost`: what each option costs for some traffic, and where the cheapest changes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from apigw_choose.cli.options import JsonOption, MatrixOption, complete_drawn, complete_features
from apigw_choose.cli.shared import colour_wanted, format_wanted, matrix_wanted
from apigw_choose.cli.streams import emit, style_of_stdout
from apigw_choose.cli.traffic import TrafficCommand, said, with_prices
from apigw_choose.engine.quote import quote
from apigw_choose.model.errors import InputError
from apigw_choose.model.estimate import Quote
from apigw_choose.model.matrix import Matrix
from apigw_choose.readers.asked import no_traffic, require

if TYPE_CHECKING:
    from apigw_choose.readers.requirements_file import FileRequirements

FORMATS = ("text", "json", "svg")
ESTIMATED, NOT_ESTIMATED = 0, 1

app = typer.Typer(rich_markup_mode=None, add_completion=False)

_EPILOG = """\b
Examples:
  apigw-choose cost --requests 50M/month --request-size 4KB
  apigw-choose cost --requests 10M/month --request-size 2MB --response-size 20KB
  apigw-choose cost --requests 10M/month --connections 500
  apigw-choose cost --requests 50M/month --region eu-west-2 --need waf

\b
Exit status: 0 something could be estimated, 1 nothing could (and why),
2 the input is wrong."""


@app.command(cls=TrafficCommand, epilog=_EPILOG, context_settings={"help_option_names": ["-h", "--help"]})
def cost(
    ctx: typer.Context,
    free_tier: Annotated[bool, typer.Option("--free-tier", help="Take free allowances off.")] = False,
    need: Annotated[
        list[str],
        typer.Option(
            metavar="ID[=QUANTITY]",
            help="What the API must have: some features are billed, and some types fall out.",
            autocompletion=complete_features,
        ),
    ] = [],  # noqa: B006
    file: Annotated[
        str | None,
        typer.Option("-f", "--file", metavar="FILE", help="Read needs, traffic and region from a requirements file."),
    ] = None,
    along: Annotated[
        str | None,
        typer.Option(
            metavar="MEASURE",
            help="Along which measure --format svg draws the cost.",
            autocompletion=complete_drawn,
        ),
    ] = None,
    as_json: JsonOption = False,
    output: Annotated[
        str | None, typer.Option("--format", metavar="|".join(FORMATS), help="How to print the answer.")
    ] = None,
    matrix: MatrixOption = None,
) -> int:
    """Say what each API type costs a month for your traffic.

    Line by line, with the amounts at which the cheapest type changes, and what
    a workaround would come to.
    """
    typed = said(ctx)
    loaded = with_prices(matrix_wanted(ctx, matrix), typed.prices)
    asked = require(
        loaded,
        need,
        file=None if file is None else _read(loaded, file),
        traffic=typed.amounts,
        region=typed.region,
        free_tier=free_tier,
    )
    if asked.traffic is None:
        raise no_traffic()
    answer = quote(loaded, asked)
    emit(_written(loaded, answer, format_wanted(output, FORMATS, as_json=as_json), along, colour=colour_wanted(ctx)))
    return NOT_ESTIMATED if answer.cheapest is None else ESTIMATED


def _written(matrix: Matrix, answer: Quote, output: str, along: str | None, *, colour: bool) -> str:
    if along is not None and output != "svg":
        raise InputError("--along is for --format svg; add it, or leave --along out")
    if output == "json":
        from apigw_choose.renderers.cost_document import quote_document
        from apigw_choose.renderers.documents import to_json

        return to_json(quote_document(matrix, answer))
    if output == "svg":
        from apigw_choose.renderers.cost_svg import cost_svg

        return cost_svg(matrix, answer, along)
    from apigw_choose.renderers.cost_text import cost_text

    return cost_text(matrix, answer, style_of_stdout(colour=colour))


def _read(matrix: Matrix, file: str) -> FileRequirements:
    from apigw_choose.readers.requirements_file import read_requirements_file

    return read_requirements_file(matrix, file)
