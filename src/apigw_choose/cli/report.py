"""`report`: the whole matrix as one page that answers by itself."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from apigw_choose.cli.answers_file import check_target, save
from apigw_choose.cli.options import MatrixOption, complete_features
from apigw_choose.cli.shared import format_wanted, matrix_wanted
from apigw_choose.cli.streams import emit
from apigw_choose.engine.decide import decide
from apigw_choose.engine.verify import verify
from apigw_choose.model.errors import InputError
from apigw_choose.readers.asked import require

if TYPE_CHECKING:
    from apigw_choose.model.matrix import Matrix
    from apigw_choose.readers.requirements_file import FileRequirements

FORMATS = ("html",)
STDOUT = "-"

app = typer.Typer(rich_markup_mode=None, add_completion=False)

_EPILOG = """\b
Examples:
  apigw-choose report -o matrix.html
  apigw-choose report --need waf --want caching:3 -o answer.html
  apigw-choose report -f requirements.yaml -o answer.html --force"""


@app.command(epilog=_EPILOG, context_settings={"help_option_names": ["-h", "--help"]})
def report(
    ctx: typer.Context,
    need: Annotated[
        list[str],
        typer.Option(
            metavar="ID[=QUANTITY]", help="Let the page open with this need.", autocompletion=complete_features
        ),
    ] = [],  # noqa: B006 - typer copies it
    want: Annotated[
        list[str],
        typer.Option(
            metavar="ID[=QUANTITY][:WEIGHT]", help="Likewise with this want.", autocompletion=complete_features
        ),
    ] = [],  # noqa: B006
    file: Annotated[
        str | None,
        typer.Option("-f", "--file", metavar="FILE", help="Let it open with the requirements of a file (- is stdin)."),
    ] = None,
    strict: Annotated[bool, typer.Option("--strict", help="Count support with a condition as none.")] = False,
    allow_workarounds: Annotated[
        bool, typer.Option("--allow-workarounds", help="Count what a known workaround provides as met.")
    ] = False,
    no_assume: Annotated[list[str], typer.Option(metavar="ID", help="Overrule an assumption.")] = [],  # noqa: B006
    output: Annotated[
        str, typer.Option("-o", "--output", metavar="FILE", help="Where to write the page (- is stdout).")
    ] = STDOUT,
    force: Annotated[bool, typer.Option("--force", help="Overwrite a file that is there.")] = False,
    form: Annotated[
        str | None, typer.Option("--format", metavar="|".join(FORMATS), help="How to write it; there is one way.")
    ] = None,
    matrix: MatrixOption = None,
) -> int:
    """Write the matrix as one page that answers by itself.

    Tick needs and wants, and the verdict follows, without a network. An
    address with a fragment such as #need=waf&want=caching:3 opens it there.
    """
    format_wanted(form or "html", FORMATS, as_json=False)
    if output != STDOUT:
        check_target(output, None, force=force, flag="--output")
    elif force:
        raise InputError("--force is for --output FILE; add it, or leave --force out")
    loaded = matrix_wanted(ctx, matrix)
    asked = require(
        loaded,
        need,
        want,
        strict=strict,
        overruled=no_assume,
        allow_workarounds=allow_workarounds,
        file=None if file is None else _read(loaded, file),
    )
    decision = decide(loaded, asked)
    verify(loaded, decision)
    from apigw_choose.renderers.report import report_html

    before = ctx.parent.params.get("matrix") if ctx.parent else None
    page = report_html(loaded, decision, matrix or before)
    if output == STDOUT:
        emit(page)
    else:
        save(output, page, flag="--output")
    return 0


def _read(matrix: Matrix, file: str) -> FileRequirements:
    from apigw_choose.readers.requirements_file import read_requirements_file

    return read_requirements_file(matrix, file)
