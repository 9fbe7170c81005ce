"""Deciding: from what was typed to the printed answer and its exit status."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from apigw_choose.cli.streams import emit, style_of_stdout
from apigw_choose.cli.traffic import Said, with_prices
from apigw_choose.engine.decide import decide
from apigw_choose.engine.verify import verify
from apigw_choose.model.decision import Decision
from apigw_choose.model.matrix import Matrix
from apigw_choose.readers.asked import require
from apigw_choose.readers.matrix import load_matrix

if TYPE_CHECKING:
    from apigw_choose.readers.requirements_file import FileRequirements

FORMATS = ("text", "json", "yaml", "markdown", "adr")
RECOMMENDED, NONE_FITS = 0, 1


def answer(
    *,
    needs: Sequence[str],
    wants: Sequence[str],
    file: str | None,
    strict: bool,
    overruled: Sequence[str],
    allow_workarounds: bool,
    output: str,
    matrix: str | None,
    language: str,
    typed: Said,
    colour: bool,
) -> int:
    """Decide, check the decision against the cells, print it; the exit status says whether an option is recommended."""
    loaded = with_prices(load_matrix(matrix, language), typed.prices)
    requirements = require(
        loaded,
        needs,
        wants,
        strict=strict,
        overruled=overruled,
        allow_workarounds=allow_workarounds,
        file=None if file is None else _read(loaded, file),
        traffic=typed.amounts,
        region=typed.region,
    )
    decision = decide(loaded, requirements)
    verify(loaded, decision)
    emit(written(loaded, decision, output, colour=colour, path=matrix))
    return NONE_FITS if decision.recommendation is None else RECOMMENDED


def _read(matrix: Matrix, file: str) -> FileRequirements:
    from apigw_choose.readers.requirements_file import read_requirements_file

    return read_requirements_file(matrix, file)


def written(matrix: Matrix, decision: Decision, output: str, *, colour: bool, path: str | None = None) -> str:
    """The decision in one of the formats; `path` is where its matrix lies, if it is not the shipped one."""
    if output in {"json", "yaml"}:
        from apigw_choose.renderers.documents import decision_document, to_json

        document = decision_document(matrix, decision)
        if output == "json":
            return to_json(document)
        from apigw_choose.renderers.decision_yaml import decision_yaml

        return decision_yaml(document)
    if output == "markdown":
        from apigw_choose.renderers.decision_markdown import decision_markdown

        return decision_markdown(matrix, decision)
    if output == "adr":
        from shlex import quote

        from apigw_choose.renderers.decision_adr import decision_adr
        from apigw_choose.renderers.decision_lines import command_of

        check = f"apigw-choose check --matrix {quote(path)}" if path else "apigw-choose check"
        return decision_adr(matrix, decision, command_of(matrix, decision.requirements, path), check)
    from apigw_choose.renderers.decision_text import decision_text

    return decision_text(matrix, decision, style_of_stdout(colour=colour))
