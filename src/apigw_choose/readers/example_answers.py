"""The examples, asked of two editions of a matrix."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from apigw_choose.engine.decide import decide
from apigw_choose.model.difference import AnswerChange
from apigw_choose.model.errors import InputError
from apigw_choose.readers.asked import require
from apigw_choose.readers.requirements_file import read_requirements_file

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from apigw_choose.model.matrix import Matrix


class _Answer(NamedTuple):
    recommendation: str | None
    text: str
    askable: bool


def ask_examples(old: Matrix, new: Matrix, examples: Sequence[Path]) -> tuple[tuple[AnswerChange, ...], int]:
    """The examples that are decided otherwise, or can be asked of one edition alone; and how many can be asked."""
    answers = [(path.name, _answer(old, path), _answer(new, path)) for path in examples]
    askable = [(name, before, after) for name, before, after in answers if before.askable or after.askable]
    changed = tuple(
        AnswerChange(name, before.recommendation, after.recommendation, before.text, after.text)
        for name, before, after in askable
        if (before.recommendation, before.askable) != (after.recommendation, after.askable)
    )
    return changed, len(askable)


def _answer(matrix: Matrix, path: Path) -> _Answer:
    try:
        said = read_requirements_file(matrix, path)
    except InputError as error:
        return _Answer(None, f"cannot be asked: {str(error).splitlines()[0]}", askable=False)
    decision = decide(matrix, require(matrix, file=said))
    return _Answer(decision.recommendation, decision.headline, askable=True)
