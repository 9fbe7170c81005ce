"""The independent check of a decision: reads the raw cells again, by code of its own.

It shares nothing with the engine but the model, so that a mistake there cannot hide here.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from apigw_choose.model.errors import UnsoundDecisionError

if TYPE_CHECKING:
    from apigw_choose.model.decision import Decision, OptionVerdict
    from apigw_choose.model.matrix import Cell, Feature, Matrix, Rule
    from apigw_choose.model.requirements import Requirements


def verify(matrix: Matrix, decision: Decision) -> None:
    """Hold a decision against the cells.

    Raises:
        UnsoundDecisionError: when the decision says of an option what the cells do not.
    """
    if [verdict.option for verdict in decision.verdicts] != list(matrix.options):
        raise UnsoundDecisionError("not every option has its verdict")
    for verdict in decision.verdicts:
        _verify_verdict(matrix, decision.requirements, verdict)
    first = [verdict.option for verdict in decision.verdicts if verdict.rank == 1]
    if first != ([decision.recommendation] if decision.recommendation else []):
        raise UnsoundDecisionError(f"{decision.recommendation} is recommended, ranked first is {first}")


def _verify_verdict(matrix: Matrix, asked: Requirements, verdict: OptionVerdict) -> None:
    option = verdict.option
    fits = _fits(matrix, option, asked)
    if fits != verdict.eligible:
        raise UnsoundDecisionError(f"{option} is called eligible={verdict.eligible}, its cells say {fits}")
    spoken_of = {need.feature for need in asked.needs} | {want.feature for want in asked.wants}
    aside = [
        entry.id
        for entry in matrix.assumptions
        if option in entry.sets_aside
        and entry.id not in asked.overruled
        and entry.unless.isdisjoint(spoken_of)
        and (asked.traffic is None or entry.unless_traffic.isdisjoint(asked.traffic.amounts))
    ]
    if verdict.set_aside != next(iter(aside), None):
        raise UnsoundDecisionError(f"{option} is called set aside by {verdict.set_aside}, the assumptions say {aside}")
    if (verdict.rank is not None) != (fits and not aside):
        raise UnsoundDecisionError(f"{option} has the rank {verdict.rank}, its cells say eligible={fits}")
    for finding in verdict.needs + verdict.wants:
        feature = matrix.features[finding.feature]
        if finding.workaround is None and finding.met != _meets(feature, option, finding.amount, strict=asked.strict):
            raise UnsoundDecisionError(f"{option} is said to have met={finding.met} of {feature.id}, its cell is not")


def _fits(matrix: Matrix, option: str, asked: Requirements) -> bool:
    """Whether the option has all that is asked and all that follows from it, and no rule forbids it.

    A workaround serves what is asked; what follows from something else must be had by the option itself.
    """
    amounts = {need.feature: need.amount for need in asked.needs}
    rules = [rule for rule in matrix.rules if option in rule.options]
    needed: set[str] = set()
    grown, following = set(amounts), set[str]()
    while grown - needed:
        needed |= grown
        grown = following = {feature for rule in rules if rule.when <= needed for feature in rule.implies}
    spare = {
        feature
        for workaround in (matrix.workarounds.values() if asked.allow_workarounds else ())
        if option in workaround.options
        for feature in workaround.satisfies & amounts.keys()
    }
    features = matrix.features
    had = all(
        feature in spare or _meets(features[feature], option, amount, strict=asked.strict)
        for feature, amount in amounts.items()
    ) and all(_meets(features[feature], option, None, strict=asked.strict) for feature in following)
    return had and not any(_forbids(matrix, rule, needed, amounts) for rule in rules if rule.when <= needed)


def _forbids(matrix: Matrix, rule: Rule, needed: set[str], amounts: dict[str, int | None]) -> bool:
    for quantity, limit in rule.limits.items():
        amount, measure = amounts.get(quantity), matrix.features[quantity].quantity
        if amount is not None and measure and (amount > limit if measure.better == "more" else amount < limit):
            return True
    return not needed.isdisjoint(rule.excludes)


def _meets(feature: Feature, option: str, amount: int | None, *, strict: bool) -> bool:
    cell = feature.cells[option]
    if cell.support not in (("full",) if strict else ("full", "partial")):
        return False
    if amount is None or feature.quantity is None or cell.value is None:
        return True
    offers = _offers(cell, amount, strict=strict)
    more = feature.quantity.better == "more"
    return any(offered >= amount if more else offered <= amount for offered in offers)


def _offers(cell: Cell, amount: int, *, strict: bool) -> list[int]:
    offers = [] if cell.value is None else [cell.value]
    if cell.beyond and not strict:
        offers.append(amount if cell.beyond.to is None else cell.beyond.to)
    return offers
