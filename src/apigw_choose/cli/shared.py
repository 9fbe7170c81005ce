"""What the commands share: the matrix and the colour, wherever they were said, and the format."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import UTC, date, datetime
from typing import Any

import typer

from apigw_choose.model.errors import InputError
from apigw_choose.model.matrix import Feature, Matrix
from apigw_choose.model.quoting import as_typed
from apigw_choose.readers.matrix import load_matrix
from apigw_choose.readers.shipped import ENGLISH

FeaturesDocument = Callable[[Matrix, Iterable[Feature], Iterable[str] | None], dict[str, Any]]


def matrix_wanted(ctx: typer.Context, own: str | None, language: str = ENGLISH) -> Matrix:
    """The matrix that was asked for, before or after the command; the shipped one otherwise."""
    before = ctx.parent.params.get("matrix") if ctx.parent else None
    if own is not None and before is not None and own != before:
        raise InputError("--matrix is given twice, before and after the command; keep one")
    return load_matrix(before if own is None else own, language)


def document_maker(*, brief: bool, as_json: bool) -> FeaturesDocument:
    """What makes the JSON of some features: all that the cells say, or with `--brief` a line of each."""
    if brief and not as_json:
        raise InputError("--brief is for --json; add it, or leave --brief out")
    if brief:
        from apigw_choose.renderers.overview_document import overview_document

        return overview_document
    from apigw_choose.renderers.documents import features_document

    return features_document


def day_meant(today: str | None) -> date:
    """The day from which ages are counted. No other place of the tool reads the clock."""
    if today is None:
        return datetime.now(tz=UTC).date()
    try:
        return date.fromisoformat(today)
    except ValueError as error:
        raise InputError(f"--today {today}: is not a date such as 2026-01-31") from error


def colour_wanted(ctx: typer.Context) -> bool:
    """Whether colour was not refused by `--no-color`."""
    return not (ctx.parent and ctx.parent.params.get("no_color"))


def format_wanted(output: str | None, formats: tuple[str, ...], *, as_json: bool) -> str:
    """The format that `--format` or `--json` names; text, where neither is given."""
    if output is not None and output not in formats:
        raise InputError(f"--format {as_typed(output)}: choose one of {', '.join(formats)}")
    if as_json and output not in (None, "json"):
        raise InputError(f"--json and --format {output} contradict each other; leave one out")
    return "json" if as_json else output or "text"
