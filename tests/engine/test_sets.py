"""Families of sets, against trying every set."""

from __future__ import annotations

from itertools import combinations

import pytest

from apigw_choose.engine import sets
from apigw_choose.engine.sets import bits_of, features_in, hitting_sets, keep_minimal
from handmade import feature, matrix

EVERY = range(1 << 4)
FAMILIES = [family for size in range(4) for family in combinations(EVERY, size)]


def in_order(found: set[int]) -> list[int]:
    return sorted(found, key=lambda members: (members.bit_count(), members))


def within(one: int, other: int) -> bool:
    return one & other == one


def brute_hitting(family: tuple[int, ...]) -> list[int]:
    hitting = {some for some in EVERY if all(some & members for members in family)}
    return in_order({some for some in hitting if not any(less != some and within(less, some) for less in hitting)})


def test_the_minimal_sets_of_a_family_come_smallest_first() -> None:
    for family in FAMILIES:
        least = {some for some in family if not any(less != some and within(less, some) for less in family)}
        assert keep_minimal(family) == in_order(least)


def test_hitting_sets_are_those_that_trying_finds() -> None:
    for family in FAMILIES:
        assert hitting_sets(family) == (brute_hitting(family), False)


@pytest.mark.parametrize(("most", "cut"), [(3, True), (4, False)])
def test_a_list_is_cut_only_beyond_the_most_that_are_kept(
    monkeypatch: pytest.MonkeyPatch, most: int, *, cut: bool
) -> None:
    monkeypatch.setattr(sets, "MOST_KEPT", most)
    found, was_cut = hitting_sets((0b0011, 0b1100))
    assert was_cut == cut
    assert found == [0b0101, 0b0110, 0b1001, 0b1010][:most]


def test_of_a_list_that_was_cut_each_is_still_a_minimal_hitting_set(monkeypatch: pytest.MonkeyPatch) -> None:
    for most in range(1, 4):
        monkeypatch.setattr(sets, "MOST_KEPT", most)
        for family in FAMILIES:
            found, cut = hitting_sets(family)
            every = brute_hitting(family)
            assert set(found) <= set(every)
            assert cut or found == every


def test_what_is_left_of_a_cut_and_is_not_minimal_is_not_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sets, "MOST_KEPT", 1)
    assert hitting_sets((0b011, 0b010)) == ([], True)


def test_the_bits_of_a_set_are_its_members_lowest_first() -> None:
    assert [bits_of(members) for members in (0, 1, 0b1010)] == [[], [1], [0b10, 0b1000]]


def test_the_features_of_a_set_come_in_the_order_of_the_matrix() -> None:
    made = matrix(feature("floats"), feature("bends"), feature("glows"))
    assert [features_in(made, members) for members in (0, 0b101, 0b010)] == [(), ("floats", "glows"), ("bends",)]
