"""Deciding: from what was typed to the printed answer and its exit status."""

from __future__ import annotations

from collections.abc import Sequence

from apigw_choose.cli.streams import emit, style_of_stdout
from apigw_choose.engine.decide import decide
from apigw_choose.engine.verify import verify
from apigw_choose.model.decision import Decision
from apigw_choose.model.matrix import Matrix
from apigw_choose.readers.asked import require
from apigw_choose.readers.matrix import load_matrix

FORMATS = ("text", "json")
RECOMMENDED, NONE_FITS = 0, 1


def answer(
    *,
    needs: Sequence[str],
    wants: Sequence[str],
    strict: bool,
    overruled: Sequence[str],
    output: str,
    matrix: str | None,
    colour: bool,
) -> int:
    """Decide, check the decision against the cells, print it; the exit status says whether an option is recommended."""
    loaded = load_matrix(matrix)
    decision = decide(loaded, require(loaded, needs, wants, strict=strict, overruled=overruled))
    verify(loaded, decision)
    emit(_written(loaded, decision, output, colour=colour))
    return NONE_FITS if decision.recommendation is None else RECOMMENDED


def _written(matrix: Matrix, decision: Decision, output: str, *, colour: bool) -> str:
    if output == "json":
        from apigw_choose.renderers.documents import decision_document, to_json

        return to_json(decision_document(matrix, decision))
    from apigw_choose.renderers.decision_text import decision_text

    return decision_text(matrix, decision, style_of_stdout(colour=colour))
