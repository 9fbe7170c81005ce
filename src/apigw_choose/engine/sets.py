"""Families of small sets, each a number whose bits are its members."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from apigw_choose.model.matrix import Matrix

MOST_KEPT = 2000
"""How many sets are carried on while hitting sets are built; beyond that the result is cut."""


def keep_minimal(family: Iterable[int]) -> list[int]:
    """The sets that contain no other set of the family: fewest members first, then by number."""
    minimal: list[int] = []
    for candidate in sorted(set(family), key=_order):
        if not any(kept & candidate == kept for kept in minimal):
            minimal.append(candidate)
    return minimal


def hitting_sets(family: Sequence[int]) -> tuple[list[int], bool]:
    """All minimal sets that share a member with every set of the family; and whether the list was cut.

    The family is worked through set by set (Berge's method): each minimal set found so far either hits
    the next one or is extended by each of its members. Of a family with an empty set there are none.
    """
    found, cut = [0], False
    for members in family:
        hit = [candidate for candidate in found if candidate & members]
        missed = [candidate for candidate in found if not candidate & members]
        found = keep_minimal([*hit, *(candidate | bit for candidate in missed for bit in bits_of(members))])
        if len(found) > MOST_KEPT:
            found, cut = found[:MOST_KEPT], True
    # What was cut away may have been part of what is left, which is then no longer minimal.
    return ([candidate for candidate in found if not cut or _is_minimal(candidate, family)], cut)


def features_in(matrix: Matrix, members: int) -> tuple[str, ...]:
    """The features that a set over a matrix holds, in the order of the matrix."""
    return tuple([feature for place, feature in enumerate(matrix.features) if members >> place & 1])


def bits_of(members: int) -> list[int]:
    """The members of a set, each as a set of its own, lowest first."""
    bits = []
    while members:
        bit = members & -members
        bits.append(bit)
        members ^= bit
    return bits


def _is_minimal(candidate: int, family: Sequence[int]) -> bool:
    return not any(all(candidate & ~bit & members for members in family) for bit in bits_of(candidate))


def _order(members: int) -> tuple[int, int]:
    return (members.bit_count(), members)
