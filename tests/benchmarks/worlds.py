"""Matrices of any size, made up on demand, and questions to them."""

from __future__ import annotations

import random
from collections.abc import Iterator, Mapping

from apigw_choose import Matrix, Need, Requirements
from apigw_choose.model.matrix import Cell, Feature, Option, Price, Source

_SOURCES = (Source("https://example.org/", "2026-03-01"),)


class _Features(Mapping[str, Feature]):
    """Features whose cells follow from the sets of what each option has."""

    def __init__(self, names: list[str], having: dict[str, int]) -> None:
        self._places = {name: place for place, name in enumerate(names)}
        self._having = having
        self._made: dict[str, Feature] = {}

    def __getitem__(self, name: str) -> Feature:
        if name not in self._made:
            place = self._places[name]
            cells = {
                option: Cell("full" if bits >> place & 1 else "none", "It says so.", _SOURCES)
                for option, bits in self._having.items()
            }
            self._made[name] = Feature(name, name.title(), "all", "A feature.", cells)
        return self._made[name]

    def __contains__(self, name: object) -> bool:
        return name in self._places

    def __iter__(self) -> Iterator[str]:
        return iter(self._places)

    def __len__(self) -> int:
        return len(self._places)


def world(features: int, options: int, seed: int = 1) -> Matrix:
    """A matrix in which each option has some nine of ten features."""
    chance = random.Random(seed)  # noqa: S311 - nothing is kept secret
    names = [f"f{number}" for number in range(features)]
    having = {
        f"o{number}": chance.getrandbits(features) | chance.getrandbits(features) | chance.getrandbits(features)
        for number in range(options)
    }
    made = {
        name: Option(name, name, name, "An option.", Price(chance.randint(1, 99), "USD", "each", "list", _SOURCES))
        for name in having
    }
    zero = dict.fromkeys(having, 0)
    return Matrix(
        id="world", version="2026-03-01", subject="worlds", noun="world", nouns="worlds", categories={"all": "All"},
        options=made, features=_Features(names, having), quantities=frozenset(), names={},
        having=having, partial=zero, unknown=zero,
    )  # fmt: skip


def met_needs(matrix: Matrix, count: int = 8) -> Requirements:
    """Needs that the first option meets."""
    having = next(iter(matrix.having.values()))
    names = [name for place, name in enumerate(matrix.features) if having >> place & 1]
    return Requirements.of(Need(name) for name in names[:count])


def unmet_needs(matrix: Matrix, more: int = 0) -> Requirements:
    """Needs that no option meets together, and some more."""
    names = list(matrix.features)
    chosen = 0
    for bits in matrix.having.values():
        if not chosen & ~bits:  # it has all that was chosen so far
            chosen |= ~bits & -~bits  # and lacks this
    places = [place for place in range(len(names)) if chosen >> place & 1]
    places += [place for place in range(len(names)) if not chosen >> place & 1][:more]
    return Requirements.of(Need(names[place]) for place in places)
