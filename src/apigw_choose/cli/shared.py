"""What the commands take from the root command: the matrix and the colour, wherever they were said."""

from __future__ import annotations

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


def colour_wanted(ctx: typer.Context) -> bool:
    """Whether colour was not refused by `--no-color`."""
    return not (ctx.parent and ctx.parent.params.get("no_color"))
