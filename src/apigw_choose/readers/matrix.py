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
        return matrix_of(shipped.compiled_matrix())
    from apigw_choose.readers.sound import read_sound_matrix  # yaml and jsonschema, only on this path

    return matrix_of(read_sound_matrix(Path(path)))


def matrix_of(json_lines: str) -> Matrix:
    """The model of a matrix in its loadable form, as `compile_matrix` and `to_json_lines` make it."""
    head_line, *lines = json_lines.splitlines()
    head = json.loads(head_line)
    line = iter(lines)
    return Matrix(
        **{key: head[key] for key in ("id", "version", "subject", "noun", "nouns", "names")},
        categories={entry["id"]: entry["name"] for entry in head["categories"]},
        options={entry["id"]: _option(entry) for entry in head["options"]},
        assumptions=tuple(_assumption(entry) for entry in head["assumptions"]),
        having={option: int(bits, 16) for option, bits in head["having"].items()},
        unknown={option: int(bits, 16) for option, bits in head["unknown"].items()},
        # The parts come in the order of their ids in the head: first the features, then the rest.
        features=_MadeWhenAsked({feature: next(line) for feature in head["features"]}, _feature),
        claims=_MadeWhenAsked({claim: next(line) for claim in head["claims"]}, _claim),
        glossary=_MadeWhenAsked({term: next(line) for term in head["glossary"]}, _term),
    )


class _MadeWhenAsked(Mapping[str, T]):
    """A read-only mapping whose values are made from their line of JSON on first use.

    A decision touches a handful of the features; reading all of them would take longer than deciding.
    """

    def __init__(self, lines: dict[str, str], make: Callable[[Any], T]) -> None:
        self._lines = lines
        self._make = make
        self._made: dict[str, T] = {}

    def __getitem__(self, key: str) -> T:
        if key not in self._made:
            self._made[key] = self._make(json.loads(self._lines[key]))
        return self._made[key]

    def __contains__(self, key: object) -> bool:
        return key in self._lines

    def __iter__(self) -> Iterator[str]:
        return iter(self._lines)

    def __len__(self) -> int:
        return len(self._lines)


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
