"""A matrix as its authors keep it: one YAML file, or a folder of them.

In a folder, the files at its top are parts of one mapping (`matrix.yaml` says what the options are,
`claims.yaml` holds the claims, …), each of `features/*.yaml` holds the features of one category, and each
of `prices/*.yaml` the prices of one region.
Read together they are the same document that a single file holds.
"""

from __future__ import annotations

import json
import os
from typing import TYPE_CHECKING, Any

from apigw_choose.model.amounts import Dimension, parse_amount
from apigw_choose.model.errors import InputError
from apigw_choose.readers.strict_yaml import Document, KeyPath, read_file

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from apigw_choose.model.problems import Problem

BESIDE = ("workarounds", "alternatives", "pairings", "claims", "history", "glossary")
"""Lists that stand beside the features, each entry with an id."""

FOLDERS = ("features", "prices")
"""Folders whose files are the entries of the list of that name."""

NO_WORKAROUND = "none known"
"""What an author writes where there is no workaround, so that a forgotten one is told apart."""


def read_matrix_source(path: Path) -> Document:
    """Read the file or folder of a matrix into one document.

    Raises:
        InputError: with every problem found in any of the files.
    """
    if not os.path.isdir(path):  # noqa: PTH112 - the method of the path fails on a name that no file can have
        return read_file(path)
    tops = [((), file) for file in sorted(path.glob("*.yaml"))]
    parts = [((key, place), file) for key in FOLDERS for place, file in enumerate(sorted(path.glob(f"{key}/*.yaml")))]
    if not tops:
        raise InputError(f"{path}: a folder without YAML files is no matrix")
    return _assemble(str(path), [*tops, *parts])


def _assemble(name: str, parts: Sequence[tuple[KeyPath, Path]]) -> Document:
    whole: dict[str, Any] = {}
    document = Document(name, whole, {}, {})
    problems: list[Problem | str] = []
    for place, file in parts:
        try:
            part = read_file(file)
        except InputError as error:
            problems.extend(error.problems)
            continue
        problems.extend(_put(whole, place, part))
        document.lines.update(part.lines)
        document.positions.update({(*place, *path): position for path, position in part.positions.items()})
    if problems:
        raise InputError(problems)
    return document


def _put(whole: dict[str, Any], place: KeyPath, part: Document) -> list[Problem]:
    """Put the value of a part where it belongs in the whole."""
    if place[1:] == (0,) and place[0] in whole:
        return [part.problem((), f"{place[0]!r} stands in a file at the top as well; keep one of the two")]
    if place:
        whole.setdefault(str(place[0]), []).append(part.value)
        return []
    if not isinstance(part.value, dict):
        return [part.problem((), "must be a mapping")]
    twice = [part.problem((key,), f"{key!r} stands in another file as well") for key in part.value if key in whole]
    whole.update(part.value)
    return twice


def compile_matrix(source: dict[str, Any], said: Mapping[str, Any] | None = None) -> list[dict[str, Any]]:
    """The loadable form of a valid matrix: a head, and then its features, claims and terms, one by one.

    Amounts are in base units. It is plain JSON data, the same for the same source to the byte. The head
    holds what every decision needs, so that the rest can be left unread until it is asked for.

    Args:
        source: the matrix as its authors keep it
        said: what the head says besides: the language, if it is not English, and the sentences of the tool in it
    """
    features = [
        _feature(feature, group["category"])
        for group in _in_order_of(source["categories"], source["features"])
        for feature in group["features"]
    ]
    beside = {key: source.get(key, []) for key in BESIDE}
    options = [option["id"] for option in source["options"]]
    head = {
        **{key: source[key] for key in ("id", "version", "subject", "noun", "nouns", "categories", "options")},
        "assumptions": source.get("assumptions", []),
        "rules": [part for rule in source.get("rules", ()) for part in _rule(rule, features)],
        "features": [feature["id"] for feature in features],
        "quantities": [feature["id"] for feature in features if "quantity" in feature],
        "names": {
            name: feature["id"]
            for feature in features
            for name in (*feature.get("aliases", ()), *feature.get("shorthands", ()))
        },
        "having": {option: _bits(features, option, ("full", "partial")) for option in options},
        "partial": {option: _bits(features, option, ("partial",)) for option in options},
        "unknown": {option: _bits(features, option, ("unknown",)) for option in options},
        "beside": {key: [entry["id"] for entry in entries] for key, entries in beside.items()},
        "costs": "costs" in source,
        **(said or {}),
    }
    lines = [head, *features, *(entry for entries in beside.values() for entry in entries)]
    if "costs" in source:
        from apigw_choose.readers.costs_source import compile_costs, compile_region

        prices = source.get("prices", [])
        lines += [compile_costs(source["costs"], prices), *(compile_region(entry, source["costs"]) for entry in prices)]
    return lines


def _rule(rule: dict[str, Any], features: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The rule with its amounts in base units; `at_most_one_of` as the exclusions that it stands for."""
    dimensions = {feature["id"]: feature["quantity"]["dimension"] for feature in features if "quantity" in feature}
    common = {key: rule[key] for key in ("id", "options", "text", "sources")}
    if "at_most_one_of" in rule:
        *firsts, _ = among = rule["at_most_one_of"]
        return [{**common, "when": [one], "excludes": among[place + 1 :]} for place, one in enumerate(firsts)]
    limits = {key: parse_amount(str(amount), dimensions[key]) for key, amount in rule.get("limits", {}).items()}
    said: dict[str, Any] = {key: rule[key] for key in ("implies", "excludes") if key in rule}
    return [{**common, "when": rule["when"], **said, "limits": limits}]


def to_json_lines(compiled: list[dict[str, Any]]) -> bytes:
    """One line of JSON, in ASCII, for each part."""
    return b"".join(json.dumps(part, separators=(",", ":")).encode("ascii") + b"\n" for part in compiled)


def _bits(features: list[dict[str, Any]], option: str, supports: tuple[str, ...]) -> str:
    """The set of features with one of these supports, as a hexadecimal number; the first is its lowest bit."""
    bits = ["1" if feature["cells"][option]["support"] in supports else "0" for feature in reversed(features)]
    return f"{int(''.join(bits), 2):x}"


def _in_order_of(categories: list[dict[str, Any]], groups: list[dict[str, Any]]) -> list[dict[str, Any]]:
    order = [category["id"] for category in categories]
    return sorted(groups, key=lambda group: order.index(group["category"]))


def _feature(feature: dict[str, Any], category: str) -> dict[str, Any]:
    dimension = feature["quantity"]["dimension"] if "quantity" in feature else None
    compiled = {**feature, "category": category}
    compiled["cells"] = {option: _cell(cell, dimension) for option, cell in feature["cells"].items()}
    if dimension and "shorthands" in feature:
        shorthands = feature["shorthands"].items()
        compiled["shorthands"] = {name: parse_amount(str(amount), dimension) for name, amount in shorthands}
    return compiled


def _cell(cell: dict[str, Any], dimension: Dimension | None) -> dict[str, Any]:
    compiled = {key: value for key, value in cell.items() if (key, value) != ("workaround", NO_WORKAROUND)}
    if dimension is None:
        return compiled
    if "value" in cell:
        compiled["value"] = None if cell["value"] == "unlimited" else parse_amount(str(cell["value"]), dimension)
    if "beyond" in cell:
        to = cell["beyond"]["to"]
        compiled["beyond"] = {
            **cell["beyond"],
            "to": None if to == "not stated" else parse_amount(str(to), dimension),
        }
    return compiled
