"""What a reader must know before relying on a verdict."""

from __future__ import annotations

from typing import TYPE_CHECKING

from apigw_choose.engine.fit import implied
from apigw_choose.engine.wording import row

if TYPE_CHECKING:
    from collections.abc import Iterable

    from apigw_choose.model.decision import Finding, OptionVerdict
    from apigw_choose.model.matrix import Matrix
    from apigw_choose.model.requirements import Requirements

UNSURE = {
    "medium": "confidence is medium; try it before you rely on it.",
    "low": "confidence is low; try it before you rely on it.",
}


def caveats(matrix: Matrix, requirements: Requirements, verdict: OptionVerdict) -> tuple[str, ...]:
    """Sentences, each beginning with the feature that it is about."""
    told = [sentence for finding in verdict.needs + verdict.wants for sentence in _of(matrix, finding)]
    if verdict.eligible:
        rules = implied(matrix, verdict.option, requirements.needs)
        told += [
            _caveat(
                row(matrix, sorted(rule.when)),
                matrix.say("needs {features}. {text}", features=row(matrix, rule.implies), text=rule.text),
            )
            for rule in rules
        ]
    return tuple(dict.fromkeys(told))


def _of(matrix: Matrix, finding: Finding) -> Iterable[str]:
    return (_caveat(finding.feature, text) for text in _told(matrix, finding))


def _caveat(about: str, text: str) -> str:
    """In every language the feature comes first, so that a reader can be shown it apart."""
    return f"{about}: {text}"


def _told(matrix: Matrix, finding: Finding) -> Iterable[str]:
    cell = finding.cell
    if finding.workaround:
        workaround = matrix.workarounds[finding.workaround]
        yield matrix.say(
            "by a workaround. {text} What it does not do: {limits}", text=workaround.text, limits=workaround.limits
        )
    if finding.support == "unknown":
        yield matrix.say("not known. {note}", note=finding.note)
    elif finding.support == "partial" and finding.met:
        yield finding.note
    if cell.confidence != "high" and finding.support != "unknown":
        yield matrix.say(UNSURE[cell.confidence])
    if cell.disputed:
        yield matrix.say("sources disagree. {text}", text=cell.disputed)
