"""When nothing fits: what excludes what, and the ways out."""

from __future__ import annotations

from typing import TYPE_CHECKING

from apigw_choose.engine.reasons import pairing_of
from apigw_choose.engine.wording import both, either, row

if TYPE_CHECKING:
    from collections.abc import Iterable

    from apigw_choose.model.decision import Decision
    from apigw_choose.model.impasse import Impasse
    from apigw_choose.model.matrix import Matrix
    from apigw_choose.renderers.page import Page

_SHOWN = 6
"""How many conflicts and repairs a person is shown; JSON lists all."""


def ways_out(page: Page, matrix: Matrix, decision: Decision, impasse: Impasse) -> None:
    """The conflicts in words, and then everything that can be done."""
    exclusive = any(len(conflict) > 1 for conflict in impasse.conflicts)
    page.heading(matrix.say("They exclude each other" if exclusive else "No {noun} has", noun=matrix.noun))
    page.rows(
        (_with_origins(matrix, decision, conflict), text)
        for conflict in impasse.conflicts[:_SHOWN]
        for text in _because(matrix, decision, conflict)
    )
    page.heading(matrix.say("Ways out"))
    page.rows(_ways(matrix, decision, impasse))
    if impasse.cut:
        page.line(matrix.say("These lists were cut: there are too many."), indent=2)
    elif max(len(impasse.conflicts), len(impasse.repairs)) > _SHOWN:
        page.line(matrix.say("There are more; --json lists them all."), indent=2)


def _with_origins(matrix: Matrix, decision: Decision, features: tuple[str, ...]) -> str:
    """The needs, each with the place where it was said, unless all were typed on the command line."""
    origins = {need.feature: need.origin for need in decision.requirements.needs}
    if all(origin.startswith("--need") for origin in origins.values()):
        origins = {}
    told = (
        matrix.say("{feature} ({origin})", feature=feature, origin=origins[feature])
        if origins.get(feature)
        else feature
        for feature in features
    )
    return matrix.say(" with ").join(told)


def _because(matrix: Matrix, decision: Decision, conflict: tuple[str, ...]) -> list[str]:
    """The rules that set the needs against each other, or else which options have each of them."""
    told = [
        text
        for verdict in decision.verdicts
        for clash in verdict.clashes
        if set(clash.needs) <= set(conflict)
        for rule in clash.rules
        for text in (f"{matrix.options[verdict.option].short}: {rule.text}", rule.sources[0].url)
    ]
    return told or ["; ".join(f"{feature}: {_who_has(matrix, decision, feature)}" for feature in conflict)]


def _who_has(matrix: Matrix, decision: Decision, feature: str) -> str:
    names = [
        matrix.options[verdict.option].short
        for verdict in decision.verdicts
        if any(finding.feature == feature and finding.met for finding in verdict.needs)
    ]
    if names:
        return matrix.say("only {names}", names=both(matrix, names))
    return matrix.say("no {noun}", noun=matrix.noun)


def _ways(matrix: Matrix, decision: Decision, impasse: Impasse) -> Iterable[tuple[str, str]]:
    for repair in impasse.repairs[:_SHOWN]:
        yield (
            matrix.say("drop {features}", features=both(matrix, repair.drop)),
            f"→ {either(matrix, (matrix.options[option].short for option in repair.options))}",
        )
    for verdict in decision.verdicts:
        if verdict.eligible and verdict.set_aside:
            yield (
                matrix.say("overrule the assumption"),
                f"→ {matrix.options[verdict.option].short}   --no-assume {verdict.set_aside}",
            )
    if impasse.combination:
        taken = [serving.option for serving in impasse.combination]
        parts = row(
            matrix,
            (
                matrix.say(
                    "another {name} for {features}" if serving.option in taken[:place] else "{name} for {features}",
                    name=matrix.options[serving.option].short,
                    features=both(matrix, serving.needs or serving.also),
                )
                for place, serving in enumerate(impasse.combination)
            ),
        )
        pairing = pairing_of(matrix, impasse)
        yield matrix.say("keep all"), f"→ {parts}{f': {pairing.text}' if pairing else ''}"
    if impasse.by_workarounds:
        helped = impasse.by_workarounds
        texts = " ".join(matrix.workarounds[entry].text for entry in helped.workarounds)
        way = matrix.say("{name}. {workarounds}", name=matrix.options[helped.option].short, workarounds=texts)
        yield matrix.say("keep one {noun}", noun=matrix.noun), f"→ {way}   --allow-workarounds"
    for entry in map(matrix.alternatives.__getitem__, impasse.outside):
        yield matrix.say("outside"), f"→ {entry.name}: {entry.text}"
        yield matrix.say("outside"), entry.sources[0].url
