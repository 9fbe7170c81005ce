"""What a reader must know before relying on a verdict."""

from __future__ import annotations

from typing import TYPE_CHECKING

from apigw_choose.engine.fit import implied

if TYPE_CHECKING:
    from collections.abc import Iterable

    from apigw_choose.model.decision import Finding, OptionVerdict
    from apigw_choose.model.matrix import Matrix
    from apigw_choose.model.requirements import Requirements


def caveats(matrix: Matrix, requirements: Requirements, verdict: OptionVerdict) -> tuple[str, ...]:
    """Sentences, each beginning with the feature that it is about."""
    told = [sentence for finding in verdict.needs + verdict.wants for sentence in _of(matrix, finding)]
    if verdict.eligible:
        rules = implied(matrix, verdict.option, requirements.needs)
        told += [f"{', '.join(sorted(rule.when))}: needs {', '.join(rule.implies)}. {rule.text}" for rule in rules]
    return tuple(dict.fromkeys(told))


def _of(matrix: Matrix, finding: Finding) -> Iterable[str]:
    cell = finding.cell
    if finding.workaround:
        workaround = matrix.workarounds[finding.workaround]
        yield f"{finding.feature}: by a workaround. {workaround.text} What it does not do: {workaround.limits}"
    if finding.support == "unknown":
        yield f"{finding.feature}: not known. {finding.note}"
    elif finding.support == "partial" and finding.met:
        yield f"{finding.feature}: {finding.note}"
    if cell.confidence != "high" and finding.support != "unknown":
        yield f"{finding.feature}: confidence is {cell.confidence}; try it before you rely on it."
    if cell.disputed:
        yield f"{finding.feature}: sources disagree. {cell.disputed}"
