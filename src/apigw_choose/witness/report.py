"""What the witnesses say, as a maintainer reads it."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING

from apigw_choose.renderers.inert import printable

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from apigw_choose.model.problems import Problem
    from apigw_choose.witness.models import Models
    from apigw_choose.witness.moved import Change, Moved, Nearby
    from apigw_choose.witness.statements import Cell


def faults_text(faults: Sequence[Problem], asked: int, models: Models) -> str:
    """The witnesses that do not hold, where they stand, and how many there are."""
    lines = [str(fault) for fault in faults]
    verb = "does" if len(faults) == 1 else "do"
    held = f"{len(faults)} {verb} not hold" if faults else "all hold"
    return _text([*lines, f"{asked} witnesses against {models.name}: {held}."])


def without_text(cells: Sequence[Cell]) -> str:
    """The cells without a witness, by feature."""
    lines = []
    bare = [cell for cell in cells if not cell.witness]
    for feature, group in groupby(bare, key=lambda cell: cell.feature):
        lines.append(f"{feature}: {', '.join(cell.option for cell in group)}")
    return _text([*lines, f"{len(bare)} of {len(cells)} cells have no witness."])


def moved_text(moves: Sequence[Moved], near: Sequence[Nearby], before: Models, now: Models) -> str:
    """What moved in the witnesses and near them."""
    return _text(_moved_lines(moves, near, before, now))


def _moved_lines(moves: Sequence[Moved], near: Sequence[Nearby], before: Models, now: Models) -> Iterator[str]:
    yield f"before: {before.name}"
    yield f"now:    {now.name}"
    yield ""
    yield f"{_counted(len(moves), 'witness', 'witnesses')} moved{':' if moves else '.'}"
    for move in moves:
        yield f"  {move.statement.position}: {move.statement.name}"
        yield f"    {move.statement.place}"
        yield f"    before  {move.before}"
        yield f"    now     {move.now}"
        yield f"    cell    {'has it as it is now' if move.holds else f'still has: {move.statement.witness.shows}'}"
    yield ""
    yield f"{_counted(len(near), 'shape', 'shapes')} in their models changed{':' if near else '.'}"
    for shape in near:
        yield f"  {shape.model} {shape.shape}"
        for change in shape.changes:
            yield from _change_lines(change)


def _change_lines(change: Change) -> Iterator[str]:
    yield f"    {change.kind} {change.part or '(the shape itself)'} [{', '.join(change.features) or 'no witness'}]"
    if change.gained:
        yield f"      + {change.gained}"
    if change.dropped and change.kind == "changed":
        yield f"      - {change.dropped}"


def _counted(number: int, one: str, more: str) -> str:
    return f"{number} {one if number == 1 else more}"


def _text(lines: Sequence[str] | Iterator[str]) -> str:
    return "".join(f"{printable(line)}\n" for line in lines)
