"""The matrix in memory: from its loadable form, wherever that comes from."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from apigw_choose.model.matrix import (
    Assumption,
    Beyond,
    Cell,
    Feature,
    Matrix,
    Option,
    Price,
    Quantity,
    Source,
    Witness,
)
from apigw_choose.readers import shipped

if TYPE_CHECKING:
    from apigw_choose.model.reference import Claim, Term

T = TypeVar("T")


def load_matrix(path: str | Path | None = None) -> Matrix:
    """The shipped matrix, or the one in a YAML file or folder.

    Raises:
        InputError: when a file given cannot be read or is not a sound matrix, with every problem found.
    """
    if path is None:
        return matrix_of(json.loads(shipped.compiled_matrix()))
    from apigw_choose.lint import read_sound_matrix  # yaml and jsonschema, only on this path

    return matrix_of(read_sound_matrix(Path(path)))


def matrix_of(compiled: dict[str, Any]) -> Matrix:
    """The model of a matrix in its loadable form, as `compile_matrix` makes it."""
    return Matrix(
        **{key: compiled[key] for key in ("id", "version", "subject", "noun", "nouns", "names")},
        categories={entry["id"]: entry["name"] for entry in compiled["categories"]},
        options={entry["id"]: _option(entry) for entry in compiled["options"]},
        features=_MadeWhenAsked(compiled["features"], _feature),
        having={option: int(bits, 16) for option, bits in compiled["having"].items()},
        unknown={option: int(bits, 16) for option, bits in compiled["unknown"].items()},
        assumptions=tuple(_assumption(entry) for entry in compiled["assumptions"]),
        claims=_MadeWhenAsked({entry["id"]: entry for entry in compiled["claims"]}, _claim),
        glossary=_MadeWhenAsked({entry["id"]: entry for entry in compiled["glossary"]}, _term),
    )


class _MadeWhenAsked(Mapping[str, T]):
    """A read-only mapping whose values are made on first use.

    A decision touches a handful of the features; making all of them would take longer than deciding.
    """

    def __init__(self, entries: dict[str, Any], make: Callable[[Any], T]) -> None:
        self._entries = entries
        self._make = make
        self._made: dict[str, T] = {}

    def __getitem__(self, key: str) -> T:
        if key not in self._made:
            self._made[key] = self._make(self._entries[key])
        return self._made[key]

    def __contains__(self, key: object) -> bool:
        return key in self._entries

    def __iter__(self) -> Iterator[str]:
        return iter(self._entries)

    def __len__(self) -> int:
        return len(self._entries)


def _feature(entry: dict[str, Any]) -> Feature:
    quantity = entry.get("quantity")
    return Feature(
        id=entry["id"],
        name=entry["name"],
        category=entry["category"],
        summary=entry["summary"],
        cells={option: _cell(cell) for option, cell in entry["cells"].items()},
        aliases=tuple(entry.get("aliases", ())),
        quantity=Quantity(**quantity) if quantity else None,
        shorthands=entry.get("shorthands"),
        covers=tuple(entry.get("covers", ())),
    )


def _cell(entry: dict[str, Any]) -> Cell:
    beyond, witness = entry.get("beyond"), entry.get("witness")
    return Cell(
        support=entry["support"],
        note=entry["note"],
        sources=_sources(entry),
        value=entry.get("value"),
        beyond=Beyond(**beyond) if beyond else None,
        since=entry.get("since"),
        workaround=entry.get("workaround"),
        disputed=entry.get("disputed"),
        basis=entry.get("basis", "documented"),
        confidence=entry.get("confidence", "high"),
        witness=Witness(**witness) if witness else None,
    )


def _sources(entry: dict[str, Any]) -> tuple[Source, ...]:
    return tuple([Source(**source) for source in entry["sources"]])


def _option(entry: dict[str, Any]) -> Option:
    price = entry["price"]
    return Option(
        id=entry["id"],
        name=entry["name"],
        short=entry["short"],
        summary=entry["summary"],
        price=Price(**{**price, "sources": _sources(price)}),
    )


def _assumption(entry: dict[str, Any]) -> Assumption:
    return Assumption(**{**entry, "sets_aside": tuple(entry["sets_aside"]), "unless": frozenset(entry["unless"])})


def _claim(entry: dict[str, Any]) -> Claim:
    from apigw_choose.model.reference import Claim  # only explanations need it

    tuples = {key: tuple(entry[key]) for key in ("features", "options")}
    return Claim(**{**entry, **tuples, "sources": _sources(entry)})


def _term(entry: dict[str, Any]) -> Term:
    from apigw_choose.model.reference import Term, TermFact  # only explanations need it

    tuples = {key: tuple(entry.get(key, ())) for key in ("aliases", "see", "features", "options")}
    facts = tuple(TermFact(**fact) for fact in entry.get("facts", ()))
    return Term(**{**entry, **tuples, "facts": facts, "sources": _sources(entry)})
