"""What an API that was found in a template could be, by the same engine that decides for people."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from apigw_choose.engine.evaluate import evaluate
from apigw_choose.engine.fit import shortfalls
from apigw_choose.engine.judge import judge
from apigw_choose.engine.price import Price, estimate_of, price_of
from apigw_choose.model.requirements import Need, Requirements
from apigw_choose.model.scan import Assessment, Touch

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from apigw_choose.engine.evaluate import Evaluation
    from apigw_choose.model.decision import OptionVerdict
    from apigw_choose.model.estimate import Estimate
    from apigw_choose.model.matrix import Matrix
    from apigw_choose.model.scan import FoundApi, Use
    from apigw_choose.model.traffic import Traffic


def assess(matrix: Matrix, api: FoundApi, traffic: Traffic | None = None) -> Assessment:
    """What an API could be.

    What it may use in some deployment counts as used: a feature that only a deployment can tell is never
    taken for one that is not there. Two that exclude each other are not used in the same one; such are asked
    of each option one by one.
    """
    needs = needs_of(matrix, api)
    requirements = replace(Requirements.of(needs), traffic=traffic)
    found = evaluate(matrix, requirements)
    own = api.option
    apart = _apart(api, _verdict(found, own)) if own else frozenset()
    if apart:
        kept = Requirements.of(need for need in needs if need.feature not in apart)
        requirements = replace(kept, traffic=traffic)
        found = evaluate(matrix, requirements)
    single = [need for need in needs if need.feature in apart]
    cheaper = [] if own is None else _cheaper(matrix, requirements, found, own, single)
    could_be = next((option for option, eligible in cheaper if eligible), None)
    blocked = next((option for option, eligible in cheaper if not eligible), None) if could_be is None else None
    return Assessment(
        api=api,
        needs=requirements.needs,
        verdicts=found.verdicts,
        recommendation=found.recommendation,
        fits=own is None or _verdict(found, own).eligible,
        could_be=could_be,
        saving=_saving(matrix, own, could_be),
        bills=_bills(matrix, requirements, own, could_be),
        binding=tuple(_binding(matrix, api, _verdict(found, blocked), requirements, single)) if blocked else (),
        next_cheaper=blocked,
        touches=tuple(_touches(matrix, api, _verdict(found, could_be))) if could_be else (),
    )


def needs_of(matrix: Matrix, api: FoundApi) -> list[Need]:
    """What an API needs: all that it uses or may use, of a quantity the most; nothing that it has by default."""
    amounts: dict[str, int | None] = {}
    origins: dict[str, str] = {}
    for use in api.uses:
        feature = matrix.features.get(use.feature)
        if feature is None or use.by_default or (feature.quantity and use.amount is None):
            continue
        if use.certainty != "used" and api.option and feature.cells[api.option].support in ("none", "not-applicable"):
            continue  # it may be used, and cannot be: of what it is, it has none
        before = amounts.get(use.feature)
        if feature.quantity and before is not None and use.amount is not None:
            if feature.quantity.reaches(before, use.amount):
                continue
        elif use.feature in amounts:
            continue
        amounts[use.feature] = use.amount
        origins[use.feature] = f"{use.file}:{use.line}"
    inherent = [Need(name, None, api.id) for name in api.brings if name in matrix.features and name not in amounts]
    return [*(Need(feature, amount, origins[feature]) for feature, amount in amounts.items()), *inherent]


def by_saving(assessments: Iterable[Assessment]) -> list[Assessment]:
    """The largest savings first; then those that do not fit; the rest as they were found."""

    def rank(entry: Assessment) -> tuple[object, ...]:
        month = entry.saving_a_month
        return (entry.could_be is None, -(month or 0), -(entry.saving or 0), entry.fits)

    return sorted(assessments, key=rank)


def _verdict(found: Evaluation, option: str) -> OptionVerdict:
    return next(verdict for verdict in found.verdicts if verdict.option == option)


def _apart(api: FoundApi, verdict: OptionVerdict) -> frozenset[str]:
    """What is used in some deployments only and clashes, in the option that it is, with something else."""
    sure = {use.feature for use in api.uses if use.certainty == "used"}
    return frozenset(feature for clash in verdict.clashes for feature in clash.needs if feature not in sure)


def _cheaper(
    matrix: Matrix, requirements: Requirements, found: Evaluation, own: str, single: list[Need]
) -> list[tuple[str, bool]]:
    """The options that cost less than its own and are not set aside, cheapest first, and whether each would do."""
    limit = price_of(matrix, requirements, own)
    prices: dict[str, Price] = {
        verdict.option: price_of(matrix, requirements, verdict.option)
        for verdict in found.verdicts
        if not verdict.set_aside
    }
    below = sorted((price, option) for option, price in prices.items() if price < limit)
    return [
        (option, _verdict(found, option).eligible and not _lacks(matrix, requirements, option, single))
        for _, option in below
    ]


def _lacks(matrix: Matrix, requirements: Requirements, option: str, needs: list[Need]) -> set[str]:
    """Which of some needs an option does not meet, each on its own."""
    return {need.feature for need in needs if not judge(matrix, option, need, requirements).met}


def _saving(matrix: Matrix, own: str | None, could_be: str | None) -> int | None:
    if own is None or could_be is None:
        return None
    now, then = matrix.options[own].price, matrix.options[could_be].price
    return now.micros - then.micros if (now.currency, now.per) == (then.currency, then.per) else None


def _bills(
    matrix: Matrix, requirements: Requirements, own: str | None, could_be: str | None
) -> tuple[Estimate, Estimate] | None:
    if own is None or could_be is None:
        return None
    now, then = (estimate_of(matrix, requirements, option) for option in (own, could_be))
    return (now, then) if now and then else None


def _binding(
    matrix: Matrix, api: FoundApi, verdict: OptionVerdict, requirements: Requirements, single: list[Need]
) -> Iterator[Use]:
    """The uses that the other option does not allow, alone or together; of each feature the surest."""
    short = shortfalls(matrix, verdict.option, requirements, verdict.needs)
    blamed = {
        need.feature
        for place, need in enumerate(requirements.needs)
        if any(shortfall.needs >> place & 1 for shortfall in short)
    }
    for feature in sorted(blamed | _lacks(matrix, requirements, verdict.option, single)):
        uses = [use for use in api.uses if use.feature == feature and not use.by_default]
        if uses:
            yield min(uses, key=lambda use: ("used", "conditional", "unknown").index(use.certainty))


def _touches(matrix: Matrix, api: FoundApi, there: OptionVerdict) -> Iterator[Touch]:
    """What is had only with a condition there, by default only here, and of what there is less."""
    could_be = there.option
    for finding in there.needs:
        if finding.support == "partial":
            yield Touch(finding.feature, finding.note)
    held = {use.feature for use in api.uses if use.by_default}
    for name in sorted(held):
        cell = matrix.features[name].cells[could_be]
        if cell.support not in ("full", "partial"):
            yield Touch(name, cell.note)
    assert api.option is not None, "what could be another option is known to be one"
    for name, feature in matrix.features.items():
        if feature.quantity:
            now, then = feature.cells[api.option], feature.cells[could_be]
            if now.value is not None and then.value is not None and not feature.quantity.reaches(then.value, now.value):
                text = f"{feature.quantity.write(now.value)} now, {feature.quantity.write(then.value)} then"
                yield Touch(name, text)
    for name in only_of(matrix, could_be, api.option):
        yield Touch(name, matrix.features[name].cells[could_be].note)


def only_of(matrix: Matrix, option: str, other: str) -> list[str]:
    """The capabilities that one option has and the other is known not to have, in the order of the matrix."""
    return [
        name
        for name, feature in matrix.features.items()
        if name not in matrix.quantities
        and feature.cells[option].support == "full"
        and feature.cells[other].support in ("none", "not-applicable")
    ]
