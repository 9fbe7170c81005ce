"""`matrix`: for the authors of a matrix."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from apigw_choose.cli.streams import emit

app = typer.Typer(rich_markup_mode=None, add_completion=False, help="Check a matrix that you write yourself.")


@app.callback()
def matrix() -> None:
    """Check a matrix that you write yourself."""


@app.command()
def lint(
    paths: Annotated[list[Path], typer.Argument(metavar="FILE|FOLDER...", help="A matrix file, or the folder of one.")],
) -> int:
    """Say all that is wrong with a matrix, with file and line; exit 1 if anything is."""
    from apigw_choose.lint import lint_matrix

    problems = [problem for path in paths for problem in lint_matrix(path)]
    emit("".join(f"{problem}\n" for problem in problems) or "No problems.\n")
    return 1 if problems else 0
