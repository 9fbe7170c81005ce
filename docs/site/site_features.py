"""What the page of a feature says beyond its cells: its history, what it is related to, what a need of it leads to."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from apigw_choose import decide, require

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from apigw_choose.model.decision import Decision
    from apigw_choose.model.matrix import Cell, Feature, Matrix, Rule

MOST_RELATED = 8
"""A longer list is not read."""


@dataclass(frozen=True, slots=True)
class Arrival:
    """What the cells of a feature say of a day: since then these options have had it as the cells say."""

    since: str
    feature: Feature
    options: tuple[str, ...]


def arrivals(features: Iterable[Feature]) -> list[Arrival]:
    """Since when what holds has held, the newest first."""
    found: dict[tuple[str, str], list[str]] = {}
    by_id = {feature.id: feature for feature in features}
    for feature in by_id.values():
        for option, cell in feature.cells.items():
            if cell.since:
                found.setdefault((cell.since, feature.id), []).append(option)
    told = [Arrival(since, by_id[feature], tuple(options)) for (since, feature), options in found.items()]
    return sorted(told, key=lambda arrival: arrival.since, reverse=True)


def unexplained(matrix: Matrix, features: Iterable[Feature]) -> list[Arrival]:
    """The arrivals that no change of the history tells of."""
    told = {(change.date, feature) for change in matrix.history.values() for feature in change.features}
    return [arrival for arrival in arrivals(features) if (arrival.since, arrival.feature.id) not in told]


def amount(feature: Feature, cell: Cell) -> str:
    """What a cell says in a word: yes, no, or how much."""
    if feature.quantity is None or cell.support not in ("full", "partial"):
        return ""
    return "no limit" if cell.value is None else feature.quantity.write(cell.value)


def rules_about(matrix: Matrix, feature: Feature) -> list[Rule]:
    """The rules that mention a feature; of several that share an id, the first."""
    return [rule for rule in distinct_rules(matrix) if feature.id in _mentioned(matrix, rule.id)]


def distinct_rules(matrix: Matrix) -> list[Rule]:
    """The rules as their author wrote them: one for each id."""
    return list({rule.id: rule for rule in reversed(matrix.rules)}.values())[::-1]


def features_of(matrix: Matrix, rule: Rule) -> list[str]:
    """All features that a rule mentions, in the order of the matrix."""
    mentioned = _mentioned(matrix, rule.id)
    return [feature for feature in matrix.features if feature in mentioned]


def related(matrix: Matrix, feature: Feature) -> list[str]:
    """Features with which a rule, a claim, a workaround or a term names it, the closest first."""
    counted: Counter[str] = Counter()
    for together in _named_together(matrix):
        if feature.id in together:
            counted.update(together)
    del counted[feature.id]
    return sorted(counted, key=lambda other: (-counted[other], other))[:MOST_RELATED]


def needed_alone(matrix: Matrix, feature: Feature) -> tuple[str, Decision]:
    """How a need of the feature is said, and what it leads to."""
    said = feature.id
    if feature.quantity:
        amounts = [cell.value for cell in feature.cells.values() if cell.value is not None]
        best = max(amounts, default=0) if feature.quantity.better == "more" else min(amounts, default=0)
        said = f"{feature.id}={feature.quantity.write(best).split(' ')[0]}"
    return said, decide(matrix, require(matrix, needs=[said]))


def _mentioned(matrix: Matrix, rule: str) -> set[str]:
    return {
        feature
        for part in matrix.rules
        if part.id == rule
        for feature in (*part.when, *part.implies, *part.excludes, *part.limits)
    }


def _named_together(matrix: Matrix) -> Iterator[set[str]]:
    for rule in distinct_rules(matrix):
        yield _mentioned(matrix, rule.id)
    for claim in matrix.claims.values():
        yield set(claim.features)
    for workaround in matrix.workarounds.values():
        yield set(workaround.satisfies)
    for term in matrix.glossary.values():
        yield set(term.features)
