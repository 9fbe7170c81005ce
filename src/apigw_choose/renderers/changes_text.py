"""What would change the answer, grouped by where it would lead."""

from __future__ import annotations

from typing import TYPE_CHECKING

from apigw_choose.engine.wording import both, row

if TYPE_CHECKING:
    from apigw_choose.model.decision import Change, Decision
    from apigw_choose.model.matrix import Matrix
    from apigw_choose.renderers.page import Page

_NAMED = 6
"""How many features a group names; JSON lists all."""


def what_would_change(page: Page, matrix: Matrix, decision: Decision) -> None:
    """Further needs, and wants where they would tip the balance."""
    if decision.recommendation is None:
        return
    groups: dict[tuple[str, str], list[str]] = {}
    tipping = {(change.feature, change.recommendation) for change in decision.would_tip}
    for change in decision.would_change:
        tips = (change.feature, change.recommendation) in tipping
        how = matrix.say("needed or wanted" if tips else "needed")
        groups.setdefault((_outcome(matrix, change), how), []).append(_cause(matrix, change))
    if groups:
        page.heading(matrix.say("What would change this"))
        page.rows((f"→ {outcome}", f"{how}: {_listed(matrix, causes)}") for (outcome, how), causes in groups.items())


def _listed(matrix: Matrix, causes: list[str]) -> str:
    # A quantity tells at which amount, and stands first: it is what people get wrong.
    causes = sorted(causes, key=lambda cause: " " not in cause)
    named = row(matrix, causes[:_NAMED])
    return matrix.say("{named}, … ({count} in all)", named=named, count=len(causes)) if causes[_NAMED:] else named


def _outcome(matrix: Matrix, change: Change) -> str:
    if change.recommendation:
        return matrix.options[change.recommendation].short
    names = dict.fromkeys(matrix.options[option].short for option in change.together)
    if len(names) == 1:
        return matrix.say("{name} twice", name=next(iter(names)))
    if names:
        return matrix.say("{names} together", names=both(matrix, names))
    return matrix.say("no {noun}", noun=matrix.noun)


def _cause(matrix: Matrix, change: Change) -> str:
    quantity = matrix.features[change.feature].quantity
    if change.beyond is None or quantity is None:
        return change.feature
    return matrix.say(
        "{feature} above {amount}" if quantity.better == "more" else "{feature} below {amount}",
        feature=change.feature,
        amount=quantity.write(change.beyond),
    )
