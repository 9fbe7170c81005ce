"""`python -m apigw_choose.witness`: hold the witnesses against the models, or see what moved between two releases."""

from __future__ import annotations

import sys
from argparse import ArgumentParser
from pathlib import Path
from typing import TYPE_CHECKING

from apigw_choose.model.errors import InputError
from apigw_choose.witness.models import installed, released
from apigw_choose.witness.moved import moved, nearby
from apigw_choose.witness.report import faults_text, moved_text, without_text
from apigw_choose.witness.statements import cells_of, faults, statements

if TYPE_CHECKING:
    from argparse import Namespace
    from collections.abc import Sequence

_TASK = "Hold the witnesses of the cells against the vendor's models, or tell what moved between two releases."
NOTHING, SOMETHING, WRONG_INPUT = 0, 1, 2


def main(arguments: Sequence[str] | None = None) -> int:
    """Do what is asked; 0 when all witnesses hold or nothing moved, 1 when not, 2 when the input is wrong."""
    try:
        text, status = _answer(_parser().parse_args(arguments))
    except InputError as error:
        sys.stderr.write(f"{error}\n" + (f"Try: {error.hint}\n" if error.hint else ""))
        return WRONG_INPUT
    sys.stdout.write(text)
    return status


def _answer(asked: Namespace) -> tuple[str, int]:
    cells = cells_of(asked.matrix)
    if asked.without:
        return without_text(cells), NOTHING
    told = statements(cells)
    here = installed()
    if asked.models is None and asked.before is None:
        found = list(faults(told, here))
        return faults_text(found, len(told), here), SOMETHING if found else NOTHING
    before = released(asked.before, here) if asked.before else here
    now = released(asked.models, here) if asked.models else here
    moves, near = moved(told, before, now), nearby(told, before, now)
    return moved_text(moves, near, before, now), SOMETHING if moves or near else NOTHING


def _parser() -> ArgumentParser:
    parser = ArgumentParser("python -m apigw_choose.witness", description=_TASK)
    add = parser.add_argument
    release = "a botocore wheel, or the data folder of one"
    add("--models", type=Path, metavar="PATH", help=f"tell what moved from the installed botocore to this: {release}")
    add("--before", type=Path, metavar="PATH", help=f"count from this instead of the installed botocore: {release}")
    add("--matrix", type=Path, metavar="FOLDER", default=Path("data"), help="the matrix; data, unless it is said")
    add("--without", action="store_true", help="list the cells that have no witness")
    return parser


if __name__ == "__main__":
    sys.exit(main())
