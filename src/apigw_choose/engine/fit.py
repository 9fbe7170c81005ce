"""Whether an option fits: which sets of needs it cannot meet together, by its cells and by the rules.

A set of needs is a number whose bit i stands for the i-th need; so is every set in this package.
"""

from __future__ import annotations

from itertools import product
from typing import TYPE_CHECKING, NamedTuple

from apigw_choose.engine.sets import keep_minimal
from apigw_choose.model.matrix import Matrix, Rule

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from apigw_choose.model.decision import Finding
    from apigw_choose.model.requirements import Need, Requirements


class Shortfall(NamedTuple):
    """A smallest set of needs that an option is not known to meet together."""

    needs: int
    rules: tuple[Rule, ...] = ()
    """The rules that set the needs against each other; none where a cell alone does not meet the need."""
    unknown: bool = False
    """It may yet turn out to be none: a cell of which it is not known stands in the way."""


Causes = dict[str, dict[int, tuple[Rule, ...]]]
"""By feature: the smallest sets of needs from which it follows, with the rules by which it does."""


def shortfalls(
    matrix: Matrix, option: str, requirements: Requirements, findings: Sequence[Finding]
) -> tuple[Shortfall, ...]:
    """All smallest sets of needs that the option falls short of; it is eligible when there are none."""
    found = [
        Shortfall(1 << place, unknown=finding.support == "unknown")
        for place, finding in enumerate(findings)
        if not finding.met
    ]
    rules = [rule for rule in matrix.rules if option in rule.options]
    spoken_of = {need.feature for need in requirements.needs}
    if any(rule.when & spoken_of for rule in rules):
        causes = _consequences(rules, requirements.needs)
        around = {
            finding.feature: _ways_back(rules, causes, finding.feature) for finding in findings if finding.workaround
        }
        found += _implied_but_lacking(matrix, option, requirements, causes | around)
        found += _set_against(matrix, rules, requirements.needs, causes)
    return tuple(sorted(_minimal(found)))


class Ground:
    """What some needs entail in one option that has each of them: the ground on which one more must stand.

    The quick form of `shortfalls`, for one who asks of many further needs and need not know why.
    """

    def __init__(self, matrix: Matrix, option: str, amounts: Mapping[str, int | None], having: frozenset[str]) -> None:
        self._matrix = matrix
        self._amounts = amounts
        self._having = having
        self._by_trigger: dict[str, list[Rule]] = {}
        for rule in matrix.rules:
            if option in rule.options:
                for feature in rule.when:
                    self._by_trigger.setdefault(feature, []).append(rule)
        self._needed: set[str] = set()
        self._excluded: set[str] = set()
        self._limits: dict[str, list[int]] = {}
        needed: set[str] = set()
        for rule in self._entailed(amounts, needed):
            self._excluded.update(rule.excludes)
            for quantity, limit in rule.limits.items():
                self._limits.setdefault(quantity, []).append(limit)
        self._needed = needed

    def bears(self, feature: str, amount: int | None) -> bool:
        """Whether one more feature, or more of a quantity, breaks no rule."""
        if feature not in self._by_trigger and feature not in self._excluded and feature not in self._limits:
            return True  # no rule speaks of it, which goes for most
        matrix, fresh = self._matrix, set[str]()
        speaking = self._entailed([feature], fresh)
        if not self._excluded.isdisjoint(fresh):
            return False
        if not all(self._having.issuperset(rule.implies) for rule in speaking):
            return False  # also of what is asked already, which a workaround may serve
        amounts = {**self._amounts, feature: amount}
        limits = [(feature, limit) for limit in self._limits.get(feature, ())]
        limits += [limit for rule in speaking for limit in rule.limits.items()]
        return not any(_exceeds(matrix, amounts.get(quantity), quantity, limit) for quantity, limit in limits) and all(
            self._needed.isdisjoint(rule.excludes) and fresh.isdisjoint(rule.excludes) for rule in speaking
        )

    def _entailed(self, features: Iterable[str], fresh: set[str]) -> list[Rule]:
        """The rules that begin to speak with these features; what they add to the needs is put into `fresh`."""
        speaking: list[Rule] = []
        waiting = [feature for feature in features if feature not in self._needed]
        while waiting:
            feature = waiting.pop()
            if feature in fresh or feature in self._needed:
                continue
            fresh.add(feature)
            for rule in self._by_trigger.get(feature, ()):
                if all(wanted in fresh or wanted in self._needed for wanted in rule.when) and rule not in speaking:
                    speaking.append(rule)
                    waiting.extend(rule.implies)
        return speaking


def implied(matrix: Matrix, option: str, needs: Sequence[Need]) -> list[Rule]:
    """The rules by which the needs imply what was not asked for."""
    rules = [rule for rule in matrix.rules if option in rule.options and rule.implies]
    causes = _consequences(rules, needs)
    asked = {need.feature for need in needs}
    return [rule for rule in rules if rule.when <= causes.keys() and not asked.issuperset(rule.implies)]


def _consequences(rules: Iterable[Rule], needs: Sequence[Need]) -> Causes:
    """Every feature that is needed, directly or by a chain of implications."""
    causes: Causes = {need.feature: {1 << place: ()} for place, need in enumerate(needs)}
    implications = [rule for rule in rules if rule.implies]
    grown = True
    while grown:
        grown = False
        for rule in implications:
            for needed, chain in _ways_to(rule, causes):
                for feature in rule.implies:
                    grown |= _add(causes.setdefault(feature, {}), needed, chain)
    return causes


def _ways_to(rule: Rule, causes: Causes) -> list[tuple[int, tuple[Rule, ...]]]:
    """The sets of needs under which a rule speaks, each with the rules up to and including it."""
    if not rule.when <= causes.keys():
        return []
    ways = []
    for combination in product(*(causes[feature].items() for feature in sorted(rule.when))):
        needed = 0
        chain: dict[Rule, None] = {}
        for mask, before in combination:
            needed |= mask
            chain |= dict.fromkeys(before)
        ways.append((needed, (*chain, rule)))
    return ways


def _ways_back(rules: Iterable[Rule], causes: Causes, feature: str) -> dict[int, tuple[Rule, ...]]:
    """The smallest sets of needs from which a need follows by a rule, also those that it is one of."""
    sets = {needed: chain for needed, chain in causes[feature].items() if chain}
    for rule in rules:
        for needed, chain in _ways_to(rule, causes) if feature in rule.implies else ():
            _add(sets, needed, chain)
    return sets


def _add(sets: dict[int, tuple[Rule, ...]], needed: int, chain: tuple[Rule, ...]) -> bool:
    """Add a set unless one within it is there already; drop those that it makes needless."""
    if any(known & needed == known for known in sets):
        return False
    for known in [known for known in sets if needed & known == needed]:
        del sets[known]
    sets[needed] = chain
    return True


def _implied_but_lacking(
    matrix: Matrix, option: str, requirements: Requirements, causes: Causes
) -> Iterable[Shortfall]:
    """What a need implies and the option does not have; asked for itself or not, no workaround serves it."""
    enough = ("full",) if requirements.strict else ("full", "partial")
    for feature, ways in causes.items():
        support = matrix.features[feature].cells[option].support
        if support not in enough:
            yield from (Shortfall(needed, chain, support == "unknown") for needed, chain in ways.items() if chain)


def _set_against(matrix: Matrix, rules: Iterable[Rule], needs: Sequence[Need], causes: Causes) -> Iterable[Shortfall]:
    """Needs that a rule excludes, or limits below what is asked, because of other needs."""
    asked = [(need.feature, need.amount) for need in needs]
    for rule in rules:
        for needed, chain in _ways_to(rule, causes) if rule.excludes or rule.limits else ():
            for feature in rule.excludes:
                for other, before in causes.get(feature, {}).items():
                    yield Shortfall(needed | other, (*dict.fromkeys((*chain, *before)),))
            for place, (name, amount) in enumerate(asked):
                if name in rule.limits and _exceeds(matrix, amount, name, rule.limits[name]):
                    yield Shortfall(needed | 1 << place, chain)


def _exceeds(matrix: Matrix, amount: int | None, quantity: str, limit: int) -> bool:
    """Whether more is asked of a quantity than a rule leaves."""
    measure = matrix.features[quantity].quantity
    return amount is not None and measure is not None and not measure.reaches(limit, amount)


def _minimal(found: Iterable[Shortfall]) -> Iterable[Shortfall]:
    """One shortfall for each smallest set; of two for the same set, the one that is certain."""
    by_needs: dict[int, Shortfall] = {}
    for shortfall in found:
        known = by_needs.get(shortfall.needs)
        if known is None or known.unknown:
            by_needs[shortfall.needs] = shortfall
    certain = keep_minimal(needs for needs, shortfall in by_needs.items() if not shortfall.unknown)
    # A doubt within a certainty is still worth telling; one that holds a certainty is not.
    doubts = [needs for needs, shortfall in by_needs.items() if shortfall.unknown]
    kept = {*certain, *(doubt for doubt in doubts if not any(sure & doubt == sure for sure in certain))}
    return (by_needs[needs] for needs in kept)
