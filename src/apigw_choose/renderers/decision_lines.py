"""The parts of a decision as lines of Markdown, for a design document and for a decision record."""

from __future__ import annotations

from shlex import quote
from typing import TYPE_CHECKING

from apigw_choose.engine.reasons import list_price, pairing_of
from apigw_choose.engine.wording import join
from apigw_choose.model.amounts import format_amount
from apigw_choose.model.traffic import format_measure
from apigw_choose.renderers.markdown import code, inert, sources, strong

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from apigw_choose.model.decision import Change, Clash, Decision, Finding, OptionVerdict
    from apigw_choose.model.impasse import Impasse
    from apigw_choose.model.matrix import Matrix, Option, Source
    from apigw_choose.model.requirements import Requirements

_NAMED = 8
"""How many features a sentence names before it counts the rest."""


def asked(matrix: Matrix, feature: str, amount: int | None) -> str:
    """What is needed or wanted: the id, and of a quantity the amount."""
    quantity = matrix.features[feature].quantity
    if amount is None or quantity is None:
        return code(feature)
    return (
        f"{code(feature)} of {'at least' if quantity.better == 'more' else 'at most'} {inert(quantity.write(amount))}"
    )


def command_of(matrix: Matrix, requirements: Requirements, path: str | None = None) -> str:
    """The command that asks for just this, the same however it was asked.

    Args:
        matrix: what is asked
        requirements: what is asked of it
        path: where the matrix lies; None for the shipped one
    """
    needs = [f"--need {_typed(matrix, need.feature, need.amount)}" for need in requirements.needs]
    wants = [
        f"--want {_typed(matrix, want.feature, want.amount)}{f':{want.weight}' if want.weight > 1 else ''}"
        for want in requirements.wants
    ]
    flags = ["--strict"] if requirements.strict else []
    flags += ["--allow-workarounds"] if requirements.allow_workarounds else []
    flags += [f"--no-assume {assumption}" for assumption in sorted(requirements.overruled)]
    flags += _traffic_typed(matrix, requirements)
    flags += [f"--matrix {quote(path)}"] if path else []
    return " ".join(["apigw-choose", *needs, *wants, *flags])


def _traffic_typed(matrix: Matrix, requirements: Requirements) -> list[str]:
    """The flags that say the traffic again; an amount is written so that it reads back to the same."""
    traffic, costs = requirements.traffic, matrix.costs
    if traffic is None or costs is None:
        return []
    measures = costs.measures
    flags = [
        f"--traffic {name}={format_measure(amount, measures[name].kind).replace(',', '')}"
        for name, amount in traffic.amounts.items()
    ]
    flags += [f"--traffic {name}={answer}" for name, answer in traffic.readings.items()]
    flags += [f"--traffic month={format_amount(traffic.month, 'duration')}"] if traffic.month != costs.month else []
    return flags + ([f"--region {traffic.region}"] if traffic.region_said else [])


def _typed(matrix: Matrix, feature: str, amount: int | None) -> str:
    quantity = matrix.features[feature].quantity
    return feature if amount is None or quantity is None else f"{feature}={format_amount(amount, quantity.dimension)}"


def evidence(matrix: Matrix, finding: Finding) -> str:
    """What an option says of a need or want, with its sources."""
    text = f"{asked(matrix, finding.feature, finding.amount)}: {told(finding.note, finding.cell.sources)}"
    if finding.workaround is None:
        return text
    workaround = matrix.workarounds[finding.workaround]
    adds = f"It adds {join(map(inert, workaround.services))}. Cost: {inert(workaround.cost)}"
    return f"{text} Met by a workaround: {told(workaround.text, workaround.sources)} {adds}"


def lacking(matrix: Matrix, verdict: OptionVerdict) -> Iterator[str]:
    """What an option falls short of, and what to do instead."""
    for finding in verdict.needs + verdict.wants:
        if not finding.met:
            unsure = "" if finding.cell.confidence == "high" else f" Confidence in this is {finding.cell.confidence}."
            workaround = finding.cell.workaround
            instead = f" Instead: {inert(workaround)}" if workaround else " No workaround is known."
            yield f"{evidence(matrix, finding)}{unsure}{instead}"
    yield from (clashing(clash) for clash in verdict.clashes)


def clashing(clash: Clash) -> str:
    """Needs that an option cannot meet together, and why."""
    rules = " ".join(told(rule.text, rule.sources) for rule in clash.rules)
    return f"{' with '.join(map(code, clash.needs))}: {rules}"


def costs(matrix: Matrix, decision: Decision, best: str) -> Iterator[str]:
    """The list prices of what is proposed, and what the recommended option has not."""
    others = [verdict.option for verdict in decision.verdicts if verdict.option != best and not verdict.set_aside]
    yield from (price(matrix, matrix.options[option]) for option in (best, *others))
    for option in others:
        features = decision.gives_up.get(option, ())
        if features:
            noun = "feature" if len(features) == 1 else "features"
            names = f"{matrix.options[option].name} has and {matrix.options[best].name} has not"
            yield f"{len(features)} {noun} that {inert(names)}: {some(list(map(code, features)))}."


def price(matrix: Matrix, option: Option) -> str:
    """The list price of an option."""
    note = told(f"{list_price(matrix, option.price)} ({option.price.note}).", option.price.sources)
    return f"{inert(option.name)}: {note}"


def some(names: Sequence[str]) -> str:
    """The first few names, and how many more there are."""
    more = f" and {len(names) - _NAMED} more" if len(names) > _NAMED else ""
    return ", ".join(names[:_NAMED]) + more


def changing(matrix: Matrix, changes: Iterable[Change], how: str) -> Iterator[str]:
    """What would change the answer, grouped by where it leads."""
    groups: dict[str, list[str]] = {}
    for change in changes:
        groups.setdefault(_outcome(matrix, change), []).append(_cause(matrix, change))
    for outcome, causes in groups.items():
        # A quantity tells at which amount, and stands first: it is what people get wrong.
        causes.sort(key=lambda cause: " " not in cause)
        yield f"{how} {some(causes)}: {outcome}."


def ways_out(matrix: Matrix, decision: Decision, impasse: Impasse) -> Iterator[str]:
    """Everything that can be done when nothing is recommended."""
    for repair in impasse.repairs:
        names = join((inert(matrix.options[option].name) for option in repair.options), "or")
        yield f"Drop {join(map(code, repair.drop))}: {names}."
    for verdict in decision.verdicts:
        if verdict.eligible and verdict.set_aside:
            name = inert(matrix.options[verdict.option].name)
            yield f"Overrule the assumption {code(verdict.set_aside)}: {name}."
    if impasse.combination:
        parts = [
            f"{inert(matrix.options[serving.option].name)} for {join(map(code, serving.needs or serving.also))}"
            for serving in impasse.combination
        ]
        pairing = pairing_of(matrix, impasse)
        yield f"Keep everything: {join(parts)}.{f' {told(pairing.text, pairing.sources)}' if pairing else ''}"
    if impasse.by_workarounds:
        option = matrix.options[impasse.by_workarounds.option]
        texts = [matrix.workarounds[entry] for entry in impasse.by_workarounds.workarounds]
        yield f"Keep one {inert(matrix.noun)}: {inert(option.name)}. {' '.join(told(e.text, e.sources) for e in texts)}"
    for entry in map(matrix.alternatives.__getitem__, impasse.outside):
        yield f"Outside {inert(matrix.subject)}: {inert(entry.name)}. {told(entry.text, entry.sources)}"


def conflicts(matrix: Matrix, decision: Decision, impasse: Impasse) -> Iterator[str]:
    """Every smallest set of needs that cannot be had together, and who has each of them."""
    for conflict in impasse.conflicts:
        who = "; ".join(f"{code(feature)}: {_who_has(matrix, decision, feature)}" for feature in conflict)
        clashes = dict.fromkeys(
            clashing(clash)
            for verdict in decision.verdicts
            for clash in verdict.clashes
            if {*clash.needs} <= {*conflict}
        )
        yield f"{' with '.join(map(code, conflict))}. {' '.join(clashes) if clashes else f'{who}.'}"


def told(text: str, pages: Iterable[Source]) -> str:
    """A statement and the pages that show it."""
    return f"{inert(text)} {sources(pages)}"


def bullets(lines: Iterable[str], indent: str = "") -> list[str]:
    """A list."""
    return [f"{indent}- {line}" for line in lines]


def by_option(matrix: Matrix, verdicts: Iterable[OptionVerdict]) -> Iterator[str]:
    """What each option lacks, below its name."""
    for verdict in verdicts:
        if lines := list(lacking(matrix, verdict)):
            yield f"- {strong(matrix.options[verdict.option].name)}"
            yield from bullets(lines, "  ")


def _who_has(matrix: Matrix, decision: Decision, feature: str) -> str:
    names = [
        inert(matrix.options[verdict.option].name)
        for verdict in decision.verdicts
        if any(finding.feature == feature and finding.met for finding in verdict.needs)
    ]
    return f"only {join(names)}" if names else f"no {inert(matrix.noun)}"


def _outcome(matrix: Matrix, change: Change) -> str:
    if change.recommendation:
        return inert(matrix.options[change.recommendation].name)
    single = f"no single {inert(matrix.noun)}"
    names = list(dict.fromkeys(inert(matrix.options[option].name) for option in change.together))
    if len(names) == 1:
        return f"{single}; {names[0]} twice"
    return f"{single}; {join(names)} together" if names else single


def _cause(matrix: Matrix, change: Change) -> str:
    quantity = matrix.features[change.feature].quantity
    if change.beyond is None or quantity is None:
        return code(change.feature)
    side = "above" if quantity.better == "more" else "below"
    return f"{code(change.feature)} {side} {inert(quantity.write(change.beyond))}"
