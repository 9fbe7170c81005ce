"""The matrix in memory: from its loadable form, wherever that comes from."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from apigw_choose.model.errors import InputError
from apigw_choose.model.matrix import (
    Assumption,
    Beyond,
    Cell,
    Feature,
    Matrix,
    Option,
    Price,
    Quantity,
    Rule,
    Source,
    Witness,
)
from apigw_choose.readers import shipped

if TYPE_CHECKING:
    from apigw_choose.model.costs import Costs
    from apigw_choose.model.reference import Alternative, Change, Claim, Pairing, Term, Workaround

T = TypeVar("T")


def load_matrix(path: str | Path | None = None, language: str = "en") -> Matrix:
    """The shipped matrix, or the one in a YAML file or folder.

    Args:
        path: the file or folder; None for the shipped one
        language: in which its texts are, and what is said of it; what is not translated is in English

    Raises:
        InputError: when a file given cannot be read or is not a sound matrix, with every problem found; or when
            there is nothing in this language.
    """
    if path == "":  # which pathlib takes for the current folder
        raise InputError("the name of the matrix is empty; name a file or folder, or leave --matrix out")
    if path is None:
        return matrix_of(shipped.compiled_matrix(language))
    from apigw_choose.readers.sound import read_sound_matrix  # yaml and jsonschema, only on this path

    return matrix_of(read_sound_matrix(Path(path), language))


def matrix_of(json_lines: bytes) -> Matrix:
    """The model of a matrix in its loadable form, as `compile_matrix` and `to_json_lines` make it."""
    head_line, *lines = json_lines.split(b"\n")  # decoded line by line, when asked for
    head = json.loads(head_line)
    line = iter(lines)  # they come in the order of their ids in the head: first the features, then the rest
    features = _MadeWhenAsked({feature: next(line) for feature in head["features"]}, _feature)
    beside: dict[str, Any] = {
        key: _MadeWhenAsked({entry: next(line) for entry in ids}, _MAKERS[key]) for key, ids in head["beside"].items()
    }
    if head["costs"]:
        beside["pricing"] = _MadeWhenAsked({"costs": b"\n".join(line)}, _costs, decode=bytes.splitlines)
    return Matrix(
        **{key: head[key] for key in ("id", "version", "subject", "noun", "nouns", "names")},
        categories={entry["id"]: entry["name"] for entry in head["categories"]},
        options={entry["id"]: _option(entry) for entry in head["options"]},
        assumptions=tuple(_assumption(entry) for entry in head["assumptions"]),
        quantities=frozenset(head["quantities"]),
        rules=tuple(_rule(entry) for entry in head["rules"]),
        features=features,
        having=_sets(head["having"]),
        partial=_sets(head["partial"]),
        unknown=_sets(head["unknown"]),
        language=head.get("language", "en"),
        sentences=head.get("sentences", {}),
        **beside,
    )


def _sets(sets: dict[str, str]) -> dict[str, int]:
    return {option: int(bits, 16) for option, bits in sets.items()}


class _MadeWhenAsked(Mapping[str, T]):
    """A read-only mapping whose values are made from their line of JSON on first use.

    A decision touches a handful of the features; reading all of them would take longer than deciding.
    """

    def __init__(
        self, lines: dict[str, bytes], make: Callable[[Any], T], decode: Callable[[bytes], Any] = json.loads
    ) -> None:
        self._lines = lines
        self._make = make
        self._decode = decode
        self._made: dict[str, T] = {}

    def __getitem__(self, key: str) -> T:
        if key not in self._made:
            self._made[key] = self._make(self._decode(self._lines[key]))
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
    sets = {key: frozenset(entry.get(key, ())) for key in ("unless", "unless_traffic")}
    return Assumption(**{**entry, **sets, "sets_aside": tuple(entry["sets_aside"])})


def _rule(entry: dict[str, Any]) -> Rule:
    return Rule(
        id=entry["id"],
        options=tuple(entry["options"]),
        when=frozenset(entry["when"]),
        implies=tuple(entry.get("implies", ())),
        excludes=tuple(entry.get("excludes", ())),
        limits=entry.get("limits", {}),
        text=entry["text"],
        sources=_sources(entry),
    )


def _workaround(entry: dict[str, Any]) -> Workaround:
    from apigw_choose.model.reference import Workaround

    adds = entry["adds"]
    return Workaround(
        id=entry["id"],
        options=tuple(entry["options"]),
        satisfies=frozenset(entry["satisfies"]),
        text=entry["text"],
        services=tuple(adds["services"]),
        cost=adds["cost"],
        operations=adds["operations"],
        limits=entry["limits"],
        sources=_sources(entry),
    )


def _alternative(entry: dict[str, Any]) -> Alternative:
    from apigw_choose.model.reference import Alternative

    sets = tuple(frozenset(features) for features in entry["for"])
    return Alternative(entry["id"], entry["name"], sets, entry["text"], _sources(entry))


def _pairing(entry: dict[str, Any]) -> Pairing:
    from apigw_choose.model.reference import Pairing

    return Pairing(entry["id"], tuple(entry["options"]), entry["text"], _sources(entry))


def _claim(entry: dict[str, Any]) -> Claim:
    from apigw_choose.model.reference import Claim

    tuples = {key: tuple(entry[key]) for key in ("features", "options")}
    return Claim(**{**entry, **tuples, "sources": _sources(entry)})


def _change(entry: dict[str, Any]) -> Change:
    from apigw_choose.model.reference import Change

    tuples = {key: tuple(entry.get(key, ())) for key in ("features", "options")}
    return Change(**{**entry, **tuples, "sources": _sources(entry)})


def _term(entry: dict[str, Any]) -> Term:
    from apigw_choose.model.reference import Term, TermFact

    tuples = {key: tuple(entry.get(key, ())) for key in ("aliases", "see", "features", "options")}
    facts = tuple(TermFact(**fact) for fact in entry.get("facts", ()))
    return Term(**{**entry, **tuples, "facts": facts, "sources": _sources(entry)})


def _costs(lines: list[bytes]) -> Costs:
    """What is known of prices: a line of all that is the same everywhere, and one for each region."""
    from apigw_choose.readers.costs_source import costs_of, region_of

    head, *regions = lines
    entry = json.loads(head)
    return costs_of(entry, _MadeWhenAsked(dict(zip(entry["regions"], regions, strict=False)), region_of))


_MAKERS: dict[str, Callable[[Any], Any]] = {
    "workarounds": _workaround,
    "alternatives": _alternative,
    "pairings": _pairing,
    "claims": _claim,
    "history": _change,
    "glossary": _term,
}
