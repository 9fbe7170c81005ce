"""When nothing fits: conflicts, repairs and combinations against brute force that shares no code with the engine."""

from __future__ import annotations

from itertools import chain, combinations, combinations_with_replacement, product
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from apigw_choose import Need, Requirements, decide
from apigw_choose.engine.verify import verify
from handmade import WOODS, feature, matrix, rule

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from apigw_choose import Decision, Matrix

Names = frozenset[str]
Fits = "Callable[[str, Names], bool]"
"""Whether an option has all of some features together."""

COPIES = 4
PATTERNS = list(product(("full", "none", "unknown"), repeat=3))
ALL_PATTERNS = matrix(
    *(
        feature(f"f{number:02}-{copy}", oak=oak, elm=elm, ash=ash)
        for number, (oak, elm, ash) in enumerate(PATTERNS)
        for copy in range(COPIES)
    )
)


def subsets(names: Iterable[str]) -> Iterator[Names]:
    listed = sorted(names)
    return map(frozenset, chain.from_iterable(combinations(listed, size) for size in range(len(listed) + 1)))


def minimal(sets: Iterable[Names]) -> set[Names]:
    every = set(sets)
    return {one for one in every if not any(other < one for other in every)}


def brute_conflicts(needs: Names, fits: Any) -> set[Names]:
    return minimal(some for some in subsets(needs) if not any(fits(wood, some) for wood in WOODS))


def brute_repairs(needs: Names, fits: Any) -> set[Names]:
    return minimal(drop for drop in subsets(needs) if any(fits(wood, needs - drop) for wood in WOODS))


def brute_fewest(needs: Names, fits: Any) -> int | None:
    """How many choices have everything between them, one wood perhaps twice; None where none do."""
    served = {some for some in subsets(needs) if some and any(fits(wood, some) for wood in WOODS)}
    for size in range(1, len(needs) + 1):
        if any(frozenset().union(*taken) == needs for taken in combinations(sorted(served, key=sorted), size)):
            return size
    return None


def assert_ways_out_are_right(decision: Decision, needs: Names, fits: Any) -> None:
    impasse = decision.impasse
    assert impasse is not None
    assert not impasse.cut
    conflicts = {frozenset(conflict) for conflict in impasse.conflicts}
    repairs = {frozenset(repair.drop) for repair in impasse.repairs}
    assert conflicts == brute_conflicts(needs, fits)
    assert repairs == brute_repairs(needs, fits)
    assert all(repair & conflict for repair in repairs for conflict in conflicts)
    for repair in impasse.repairs:
        left = needs - set(repair.drop)
        assert set(repair.options) == {wood for wood in WOODS if fits(wood, left)}
    assert_combination_serves(decision, needs, fits)


def assert_combination_serves(decision: Decision, needs: Names, fits: Any) -> None:
    assert decision.impasse is not None
    combination = decision.impasse.combination
    fewest = brute_fewest(needs, fits)
    assert (combination and len(combination)) == fewest
    if combination:
        served = [need for serving in combination for need in serving.needs]
        assert sorted(served) == sorted(needs)
        assert all(fits(serving.option, frozenset(serving.needs) | set(serving.also)) for serving in combination)


@pytest.mark.parametrize("count", [1, 2, 3, 4])
def test_every_column_pattern_of_up_to_four_needs_comes_out_as_brute_force_says(count: int) -> None:
    for numbers in combinations_with_replacement(range(len(PATTERNS)), count):
        assert_pattern(numbers)


def assert_pattern(numbers: tuple[int, ...]) -> None:
    chosen = [f"f{number:02}-{copy}" for copy, number in enumerate(numbers)]
    cells = {
        name: dict(zip(WOODS, PATTERNS[number], strict=True)) for name, number in zip(chosen, numbers, strict=True)
    }
    needs = frozenset(chosen)

    def fits(wood: str, some: Names) -> bool:
        return all(cells[name][wood] == "full" for name in some)

    decision = decide(ALL_PATTERNS, Requirements.of([Need(name) for name in chosen]))
    verify(ALL_PATTERNS, decision)
    assert (decision.recommendation is None) == (not any(fits(wood, needs) for wood in WOODS))
    for verdict in decision.verdicts:
        column = {cells[name][verdict.option] for name in needs}
        assert verdict.eligible == (column == {"full"})
        assert verdict.possible == ("unknown" in column and "none" not in column)
    if decision.recommendation is None:
        assert_ways_out_are_right(decision, needs, fits)


# With rules

FEATURES = ("a", "b", "c", "d", "e")
LENGTH = "length"
LONGEST = 30


@st.composite
def rules(draw: st.DrawFn) -> dict[str, Any]:
    woods = draw(st.lists(st.sampled_from(sorted(WOODS)), min_size=1, max_size=3, unique=True))
    when = draw(st.lists(st.sampled_from(FEATURES), min_size=1, max_size=2, unique=True))
    kind = draw(st.sampled_from(["implies", "excludes", "limits"]))
    others = st.lists(st.sampled_from([name for name in FEATURES if name not in when]), min_size=1, max_size=2)
    said = {LENGTH: draw(st.integers(1, LONGEST))} if kind == "limits" else sorted(set(draw(others)))
    return {"options": sorted(woods), "when": sorted(when), kind: said}


@st.composite
def ruled(draw: st.DrawFn) -> tuple[Matrix, list[dict[str, Any]], dict[str, dict[str, str]]]:
    support = st.sampled_from(["full", "full", "full", "none"])
    cells = {name: {wood: draw(support) for wood in WOODS} for name in FEATURES}
    said = draw(st.lists(rules(), max_size=4))
    length = feature(
        LENGTH,
        {"quantity": {"dimension": "count"}},
        **{wood: {"support": "full", "value": draw(st.integers(1, LONGEST))} for wood in WOODS},
    )
    made = matrix(
        *(feature(name, **cells[name]) for name in FEATURES),
        length,
        rules=tuple(
            rule(f"rule-{place}", entry["options"], entry["when"], **_but(entry)) for place, entry in enumerate(said)
        ),
    )
    return made, said, cells


def _but(entry: dict[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in entry.items() if key not in {"options", "when"}}


def brute_fits(
    made: Matrix, said: list[dict[str, Any]], cells: dict[str, dict[str, str]], asked: int
) -> Callable[[str, Names], bool]:
    def fits(wood: str, some: Names) -> bool:
        needed = set(some)
        mine = [entry for entry in said if wood in entry["options"]]
        for _ in FEATURES:
            for entry in mine:
                if needed.issuperset(entry["when"]):
                    needed.update(entry.get("implies", []))
        speaking = [entry for entry in mine if needed.issuperset(entry["when"])]
        value = made.features[LENGTH].cells[wood].value or 0
        limits = [value, *(entry["limits"][LENGTH] for entry in speaking if "limits" in entry)]
        return (
            all(cells[name][wood] == "full" for name in needed - {LENGTH})
            and not any(needed.intersection(entry.get("excludes", [])) for entry in speaking)
            and (LENGTH not in needed or asked <= min(limits))
        )

    return fits


@given(ruled(), st.sets(st.sampled_from((*FEATURES, LENGTH)), max_size=5), st.integers(1, LONGEST))
@settings(max_examples=600)
def test_under_any_rules_the_ways_out_are_those_of_brute_force(
    world: tuple[Matrix, list[dict[str, Any]], dict[str, dict[str, str]]], wanted: set[str], asked: int
) -> None:
    made, said, cells = world
    fits = brute_fits(made, said, cells, asked)
    needs = frozenset(wanted)
    decision = decide(made, Requirements.of([Need(name, asked if name == LENGTH else None) for name in sorted(needs)]))
    verify(made, decision)
    assert {verdict.option for verdict in decision.verdicts if verdict.eligible} == {
        wood for wood in WOODS if fits(wood, needs)
    }
    if decision.recommendation is None:
        assert_ways_out_are_right(decision, needs, fits)


@given(ruled(), st.sets(st.sampled_from((*FEATURES, LENGTH)), max_size=4), st.integers(1, LONGEST))
@settings(max_examples=400)
def test_what_would_change_is_what_deciding_anew_says(
    world: tuple[Matrix, list[dict[str, Any]], dict[str, dict[str, str]]], wanted: set[str], asked: int
) -> None:
    made = world[0]
    needs = {name: asked if name == LENGTH else None for name in wanted}
    before = recommendation(made, needs)
    changes = {
        (change.feature, change.beyond): change.recommendation
        for change in decide(made, Requirements.of([Need(*need) for need in needs.items()])).would_change
    }
    for name in set(FEATURES) - wanted:
        after = recommendation(made, {**needs, name: None})
        assert changes.get((name, None), before) == after
    at, first = before, asked if LENGTH in wanted else 0
    for amount in range(first + 1, LONGEST + 2):
        after = recommendation(made, {**needs, LENGTH: amount})
        if after != at:
            beyond = None if amount == 1 and LENGTH not in wanted else amount - 1
            assert changes[LENGTH, beyond] == after
        at = after


def recommendation(made: Matrix, needs: dict[str, int | None]) -> str | None:
    return decide(made, Requirements.of([Need(*need) for need in needs.items()])).recommendation


@given(ruled(), st.sets(st.sampled_from(FEATURES), min_size=1, max_size=4), st.sampled_from(FEATURES))
@settings(max_examples=200)
def test_one_more_need_never_revives_an_option(
    world: tuple[Matrix, list[dict[str, Any]], dict[str, dict[str, str]]], wanted: set[str], more: str
) -> None:
    made = world[0]
    fewer = decide(made, Requirements.of([Need(name) for name in wanted]))
    all_of_them = decide(made, Requirements.of([Need(name) for name in {*wanted, more}]))
    for before, after in zip(fewer.verdicts, all_of_them.verdicts, strict=True):
        assert before.eligible or not after.eligible


def test_a_very_wide_impasse_is_cut_and_says_so() -> None:
    names = [f"n{number:02}" for number in range(36)]
    third = len(names) // 3
    wide = matrix(
        *(
            feature(name, **{wood: "none" if place // third == number else "full" for number, wood in enumerate(WOODS)})
            for place, name in enumerate(names)
        )
    )
    impasse = decide(wide, Requirements.of([Need(name) for name in names])).impasse
    assert impasse is not None
    assert impasse.cut
    assert impasse.conflicts
    for conflict in impasse.conflicts:
        assert len({names.index(name) // third for name in conflict}) == len(WOODS)
