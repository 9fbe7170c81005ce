"""Small matrices made by hand, for tests that say what every cell holds. Their options are woods."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from apigw_choose.model.costs import Costs, Line, Measure, Rate, Region, Tariff, Tier, Way
from apigw_choose.model.traffic import Traffic
from apigw_choose.readers.matrix import matrix_of
from apigw_choose.readers.matrix_source import compile_matrix, to_json_lines

if TYPE_CHECKING:
    from apigw_choose import Matrix

Entry = dict[str, Any]
WOODS = {"oak": "Oak", "elm": "Elm", "ash": "Ash"}
MONTH = 30 * 86_400_000
NINE_BOARDS = Traffic({"boards": 9}, MONTH, "here")
SOURCES = [{"url": "https://example.org/wood/", "checked": "2026-03-01"}]


def feature(identifier: str, more: Entry | None = None, /, **cells: str | Entry) -> Entry:
    """A feature by its cells, each a support or the keys in which it is out of the ordinary; none where not said."""
    return {
        "id": identifier,
        "name": identifier.title(),
        "summary": f"About {identifier}.",
        **(more or {}),
        "cells": {wood: _cell(identifier, wood, cells.get(wood, "none")) for wood in WOODS},
    }


def matrix(
    *features: Entry,
    prices: dict[str, int] | None = None,
    woods: int = 3,
    assumptions: tuple[Entry, ...] = (),
    rules: tuple[Entry, ...] = (),
    workarounds: tuple[Entry, ...] = (),
    alternatives: tuple[Entry, ...] = (),
) -> Matrix:
    """A matrix of one category; all woods cost the same unless it is said, in millionths of a dollar."""
    taken = list(WOODS)[:woods]
    entries = [{**entry, "cells": {wood: entry["cells"][wood] for wood in taken}} for entry in features]
    source = {
        "id": "woods",
        "version": "2026-03-01",
        "subject": "wood",
        "noun": "wood",
        "nouns": "woods",
        "categories": [{"id": "grain", "name": "Grain"}],
        "options": [_option(wood, (prices or {}).get(wood, 1_000_000)) for wood in taken],
        "assumptions": list(assumptions),
        "rules": list(rules),
        "workarounds": list(workarounds),
        "alternatives": list(alternatives),
        "features": [{"category": "grain", "features": entries}],
    }
    return matrix_of(to_json_lines(compile_matrix(source)))


def billed(made: Matrix, prices: dict[str, int], extra: dict[str, int], when: str) -> Matrix:
    """A matrix with a price of each board, and an extra price where a feature is needed."""
    tariffs = {name: Tariff(name, name, name, 1, name) for name in (*prices, *(f"{wood}-extra" for wood in extra))}
    by_board = (Way(count="boards"),)
    lines = (
        *(Line(wood, wood, (wood,), wood, by_board) for wood in prices),
        *(Line(f"{w}-extra", w, (w,), f"{w}-extra", by_board, when=frozenset({when})) for w in extra),
    )
    micros = prices | {f"{wood}-extra": price for wood, price in extra.items()}
    rates = tuple(Rate(name, (Tier(None, price),), ()) for name, price in micros.items())
    boards = Measure("boards", "flow", "{} boards", "how many boards", "--boards 9")
    here = Region("here", "Here", "USD", rates)
    costs = Costs(MONTH, "here", {"boards": boards}, {}, lines, tariffs, (), (), None, {"here": here}, ())
    return replace(made, pricing={"costs": costs})


def assumption(identifier: str, sets_aside: str, *unless: str) -> Entry:
    return {
        "id": identifier,
        "text": "it stays indoors",
        "because": "nothing speaks of rain",
        "overrule": f"Say --need {unless[0]}.",
        "sets_aside": [sets_aside],
        "unless": list(unless),
    }


def rule(identifier: str, woods: list[str], when: list[str], **said: Any) -> Entry:
    """A rule of some woods, with `implies`, `excludes` or `limits`."""
    text = f"The rule {identifier}."
    return {"id": identifier, "options": woods, "when": when, "text": text, "sources": SOURCES, **said}


def workaround(identifier: str, woods: list[str], *satisfies: str) -> Entry:
    adds = {"services": ["Glue"], "cost": "A pot of glue.", "operations": "Stir it."}
    told = {"text": f"The workaround {identifier}.", "adds": adds, "limits": "It creaks.", "sources": SOURCES}
    return {"id": identifier, "options": woods, "satisfies": list(satisfies), **told}


def alternative(identifier: str, *sets: list[str]) -> Entry:
    return {"id": identifier, "name": identifier.title(), "for": list(sets), "text": "It is.", "sources": SOURCES}


def _cell(identifier: str, wood: str, said: str | Entry) -> Entry:
    told = {"support": said} if isinstance(said, str) else said
    return {"support": "full", "note": f"{WOODS[wood]} on {identifier}.", "sources": SOURCES, **told}


def _option(wood: str, micros: int) -> Entry:
    price = {"micros": micros, "currency": "USD", "per": "board", "note": "list", "sources": SOURCES}
    return {"id": wood, "name": WOODS[wood], "short": WOODS[wood], "summary": f"{WOODS[wood]}.", "price": price}
