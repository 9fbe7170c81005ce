"""When no single option meets the needs: what cannot be had together, and the ways out.

Of each option the engine knows every smallest set of needs that it falls short of. To make the option
fit, one need of each such set must be dropped: a *repair* is a minimal hitting set of them, and the
repairs of the whole are the minimal ones among those of all options. A *conflict*, a smallest set of
needs that no option meets, must hold a need of every repair, and is a minimal hitting set of those.
Both lists are exact.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple

from apigw_choose.engine.evaluate import Evaluation, evaluate, names_of
from apigw_choose.engine.sets import bits_of, hitting_sets, keep_minimal
from apigw_choose.model.impasse import ByWorkarounds, Impasse, Repair, Serving

if TYPE_CHECKING:
    from collections.abc import Iterable

    from apigw_choose.model.matrix import Matrix
    from apigw_choose.model.requirements import Requirements

MOST_LISTED = 100
"""How many conflicts and repairs are listed, the smallest first."""

_MOST_STEPS = 20_000
"""How many partial combinations are looked at before the search is given up."""


class _Candidate(NamedTuple):
    """What one option can serve at the most, as a member of a combination."""

    needs: int
    price: int
    place: int
    option: str


def impasse(matrix: Matrix, requirements: Requirements, evaluation: Evaluation) -> Impasse:
    """The conflicts, repairs, combination and alternatives when nothing is recommended."""
    needs = requirements.needs
    by_option, cut = _repairs_by_option(evaluation)
    repairs = keep_minimal(repair for ways in by_option.values() for repair in ways)
    conflicts, conflicts_cut = hitting_sets(repairs)
    combination, search_cut = _combination(matrix, (1 << len(needs)) - 1, by_option)
    return Impasse(
        conflicts=tuple(names_of(needs, conflict) for conflict in conflicts[:MOST_LISTED] if conflict),
        repairs=tuple(
            Repair(names_of(needs, repair), tuple(option for option, ways in by_option.items() if repair in ways))
            for repair in repairs[:MOST_LISTED]
        ),
        combination=_servings(requirements, combination) if combination else None,
        by_workarounds=_by_workarounds(matrix, requirements),
        outside=tuple(_outside(matrix, requirements, conflicts)),
        cut=cut or conflicts_cut or search_cut or max(len(repairs), len(conflicts)) > MOST_LISTED,
    )


def _repairs_by_option(evaluation: Evaluation) -> tuple[dict[str, list[int]], bool]:
    """For each option that no assumption sets aside: the minimal sets of needs without which it fits."""
    repairs: dict[str, list[int]] = {}
    any_cut = False
    for verdict in evaluation.verdicts:
        if verdict.set_aside is None:
            short = evaluation.shortfalls[verdict.option]
            repairs[verdict.option], cut = hitting_sets([shortfall.needs for shortfall in short])
            any_cut |= cut
    return repairs, any_cut


def _combination(
    matrix: Matrix, all_needs: int, by_option: dict[str, list[int]]
) -> tuple[tuple[_Candidate, ...] | None, bool]:
    """The fewest candidates that serve all needs between them, the cheapest of those; and whether the search was cut.

    One option may be taken twice: two of them can have what one cannot have together.
    """
    places = list(matrix.options)
    candidates = [
        _Candidate(all_needs & ~repair, matrix.options[option].price.micros, places.index(option), option)
        for option, ways in by_option.items()
        for repair in ways
    ]
    served = 0
    for candidate in candidates:
        served |= candidate.needs
    if served != all_needs:
        return None, False
    for size in range(2, len(bits_of(all_needs)) + 1):
        search = _Search(candidates, size)
        covers = list(search.covers(all_needs, ()))
        if covers or search.steps > _MOST_STEPS:
            best = min(covers, key=_price_and_places, default=None)
            return best, search.steps > _MOST_STEPS
    return None, False


def _by_workarounds(matrix: Matrix, requirements: Requirements) -> ByWorkarounds | None:
    """What would be recommended if workarounds were allowed, and which of them it takes."""
    if requirements.allow_workarounds:
        return None
    helped = evaluate(matrix, replace(requirements, allow_workarounds=True))
    if helped.recommendation is None:
        return None
    verdict = next(verdict for verdict in helped.verdicts if verdict.option == helped.recommendation)
    used = (finding.workaround for finding in verdict.needs if finding.workaround)
    return ByWorkarounds(verdict.option, tuple(dict.fromkeys(used)))


class _Search:
    """Looks for covers of one size, need by need, within a bounded number of steps."""

    def __init__(self, candidates: list[_Candidate], size: int) -> None:
        self.candidates = candidates
        self.size = size
        self.steps = 0

    def covers(self, left: int, taken: tuple[_Candidate, ...]) -> Iterable[tuple[_Candidate, ...]]:
        self.steps += 1
        if not left:
            yield tuple(sorted(taken, key=lambda candidate: (candidate.place, candidate.needs)))
        elif len(taken) < self.size and self.steps <= _MOST_STEPS:
            lowest = left & -left
            for candidate in self.candidates:
                if candidate.needs & lowest:
                    yield from self.covers(left & ~candidate.needs, (*taken, candidate))


def _price_and_places(cover: tuple[_Candidate, ...]) -> tuple[int, tuple[tuple[int, int], ...]]:
    return (
        sum(candidate.price for candidate in cover),
        tuple((candidate.place, candidate.needs) for candidate in cover),
    )


def _servings(requirements: Requirements, combination: tuple[_Candidate, ...]) -> tuple[Serving, ...]:
    """Who serves what: each need goes to the cheapest of those that meet it, the others have it besides."""
    needs = requirements.needs
    for_whom: dict[int, int] = {}
    by_price = sorted(range(len(combination)), key=lambda place: (combination[place].price, place))
    for place in by_price:
        for bit in bits_of(combination[place].needs):
            for_whom.setdefault(bit, place)
    return tuple(
        Serving(
            option=candidate.option,
            needs=names_of(needs, sum(bit for bit in bits_of(candidate.needs) if for_whom[bit] == place)),
            also=names_of(needs, sum(bit for bit in bits_of(candidate.needs) if for_whom[bit] != place)),
        )
        for place, candidate in enumerate(combination)
    )


def _outside(matrix: Matrix, requirements: Requirements, conflicts: list[int]) -> Iterable[str]:
    """Alternatives for a set of needs that no option meets together."""
    in_conflict = [frozenset(names_of(requirements.needs, conflict)) for conflict in conflicts]
    for alternative in matrix.alternatives.values():
        asked = {need.feature for need in requirements.needs}
        if any(wanted <= asked and any(conflict <= wanted for conflict in in_conflict) for wanted in alternative.sets):
            yield alternative.id
