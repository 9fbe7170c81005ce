"""`scan`: what existing templates use, and what they could be."""

from __future__ import annotations

import os
from collections.abc import Iterable
from pathlib import Path
from typing import Annotated

import typer

from apigw_choose import __version__
from apigw_choose.cli.options import JsonOption, MatrixOption
from apigw_choose.cli.shared import colour_wanted, format_wanted, matrix_wanted
from apigw_choose.cli.streams import emit, style_of_stdout
from apigw_choose.cli.traffic import TrafficCommand, said, with_prices
from apigw_choose.engine.assess import assess
from apigw_choose.model.errors import InputError
from apigw_choose.model.matrix import Matrix
from apigw_choose.model.quoting import as_typed
from apigw_choose.model.scan import Assessment, FoundApi, Scan, Trouble
from apigw_choose.readers.asked import require
from apigw_choose.readers.templates.found import failed_on, of_apis, refuse_nothing

FORMATS = ("text", "json", "sarif", "github", "markdown")
FAIL_ON = ("cheaper", "unfit")
READ, FOUND = 0, 1

app = typer.Typer(rich_markup_mode=None, add_completion=False)

_EPILOG = """\b
Examples:
  apigw-choose scan .
  apigw-choose scan template.yaml --requests 50M/month
  apigw-choose scan infrastructure --format sarif --fail-on unfit

\b
Exit status: 0 read, 1 with --fail-on when that was found,
2 nothing could be read."""


@app.command(cls=TrafficCommand, epilog=_EPILOG, context_settings={"help_option_names": ["-h", "--help"]})
def scan(
    ctx: typer.Context,
    paths: Annotated[
        list[Path],
        typer.Argument(
            metavar="FILE|FOLDER...",
            help="CloudFormation, SAM, CDK output, OpenAPI, Terraform or Serverless files, or folders to search.",
        ),
    ],
    fail_on: Annotated[
        list[str],
        typer.Option(metavar="cheaper|unfit", help="Exit with 1 when an API could be cheaper, or does not fit."),
    ] = [],  # noqa: B006 - typer copies it
    save_requirements: Annotated[
        Path | None,
        typer.Option(
            metavar="FILE|FOLDER", help="Write what an API needs as a requirements file; one each in a folder."
        ),
    ] = None,
    api: Annotated[list[str], typer.Option(metavar="ID", help="Look at these APIs only.")] = [],  # noqa: B006
    force: Annotated[bool, typer.Option("--force", help="Write over a file that is there.")] = False,
    as_json: JsonOption = False,
    output: Annotated[
        str | None, typer.Option("--format", metavar="|".join(FORMATS), help="How to print the result.")
    ] = None,
    matrix: MatrixOption = None,
) -> int:
    """Say what existing templates use, and what they could be.

    For each API: its type, the features that it uses, with file and line, whether
    a cheaper type would do, and what keeps it from being one.
    """
    from apigw_choose.cli.progress import progress
    from apigw_choose.readers.templates.detectors import shipped_detectors  # yaml
    from apigw_choose.readers.templates.scan import scan as read_templates

    form = format_wanted(output, FORMATS, as_json=as_json)
    if wrong := [name for name in fail_on if name not in FAIL_ON]:
        raise InputError(f"--fail-on {as_typed(wrong[0])}: choose one of {', '.join(FAIL_ON)}")
    typed = said(ctx)
    loaded = with_prices(matrix_wanted(ctx, matrix), typed.prices)
    traffic = require(loaded, traffic=typed.amounts, region=typed.region).traffic
    with progress("templates") as shown:
        found = of_apis(read_templates(paths, shipped_detectors(), shown, _failed), api)
    assessed = {entry: assess(loaded, entry, traffic) for file in found.files for entry in file.apis}
    refuse_nothing(found)
    if save_requirements is not None:
        from apigw_choose.cli.found_needs import save_needs

        save_needs(loaded, list(assessed.values()), save_requirements, force=force)
    emit(_written(loaded, found, assessed, form, colour=colour_wanted(ctx)))
    return FOUND if _is_found(assessed.values(), fail_on) else READ


def _failed(file: str, error: Exception) -> Trouble:
    """What is said of a file on which the tool itself failed: it must not cost the answer on all others."""
    if os.environ.get("APIGW_CHOOSE_TRACEBACK") == "1":
        raise error
    return failed_on(file, error)


def _is_found(entries: Iterable[Assessment], fail_on: list[str]) -> bool:
    return any(
        ("cheaper" in fail_on and entry.could_be is not None) or ("unfit" in fail_on and not entry.fits)
        for entry in entries
    )


def _written(matrix: Matrix, found: Scan, assessed: dict[FoundApi, Assessment], form: str, *, colour: bool) -> str:
    if form in {"json", "sarif"}:
        from apigw_choose.renderers.documents import to_json
        from apigw_choose.renderers.scan_document import scan_document
        from apigw_choose.renderers.scan_sarif import scan_sarif

        if form == "sarif":
            return to_json(scan_sarif(matrix, found, assessed, __version__))
        return to_json(scan_document(matrix, found, assessed))
    if form == "markdown":
        from apigw_choose.renderers.summary_markdown import scan_markdown

        return scan_markdown(matrix, found, assessed)
    from apigw_choose.renderers.scan_text import scan_github, scan_text

    if form == "github":
        return scan_github(matrix, found, assessed)
    return scan_text(matrix, found, assessed, style_of_stdout(colour=colour))
