"""What the commands take from the root command: the matrix and the colour, wherever they were said."""

from __future__ import annotations

from datetime import UTC, date, datetime

import typer

from apigw_choose.model.errors import InputError
from apigw_choose.model.matrix import Matrix
from apigw_choose.readers.matrix import load_matrix


def matrix_wanted(ctx: typer.Context, own: str | None) -> Matrix:
    """The matrix that was asked for, before or after the command; the shipped one otherwise."""
    before = ctx.parent.params.get("matrix") if ctx.parent else None
    if own is not None and before is not None and own != before:
        raise InputError("--matrix is given twice, before and after the command; keep one")
    return load_matrix(before if own is None else own)


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
