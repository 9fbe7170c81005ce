"""What the page decides by: the matrix as plain data, without what no decision depends on."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from apigw_choose.engine.reasons import list_price
from apigw_choose.model.amounts import BASE_UNIT, EXAMPLE, MOST, UNITS
from apigw_choose.renderers.inert import printable

if TYPE_CHECKING:
    from collections.abc import Iterable

    from apigw_choose.model.matrix import Cell, Feature, Matrix, Rule, Source

Plain = dict[str, Any]


def decidable(matrix: Matrix) -> Plain:
    """The matrix as `decide.js` takes it; the notes and sources of the cells it reads from the page itself.

    Amounts are texts, since the numbers of a browser are exact only up to 2^53.
    """
    return {
        "id": matrix.id,
        "version": matrix.version,
        "subject": matrix.subject,
        "noun": matrix.noun,
        "nouns": matrix.nouns,
        "units": {name: [[unit, str(factor)] for unit, factor in units.items()] for name, units in UNITS.items()},
        "examples": EXAMPLE,
        "most": str(MOST),
        "options": [
            {
                "id": option.id,
                "name": option.name,
                "short": option.short,
                "micros": str(option.price.micros),
                "price": list_price(matrix, option.price),
                "price_note": option.price.note,
            }
            for option in matrix.options.values()
        ],
        "features": [_feature(feature) for feature in matrix.features.values()],
        "rules": [_rule(rule) for rule in matrix.rules],
        "assumptions": [
            {
                "id": entry.id,
                "text": entry.text,
                "because": entry.because,
                "overrule": entry.overrule,
                "sets_aside": list(entry.sets_aside),
                "unless": sorted(entry.unless),
            }
            for entry in matrix.assumptions
        ],
        "workarounds": [
            {
                "id": entry.id,
                "options": list(entry.options),
                "satisfies": sorted(entry.satisfies),
                "text": entry.text,
                "services": list(entry.services),
                "cost": entry.cost,
                "operations": entry.operations,
                "limits": entry.limits,
                "sources": _urls(entry.sources),
            }
            for entry in matrix.workarounds.values()
        ],
        "alternatives": [
            {
                "id": entry.id,
                "name": entry.name,
                "sets": [sorted(wanted) for wanted in entry.sets],
                "text": entry.text,
                "sources": _urls(entry.sources),
            }
            for entry in matrix.alternatives.values()
        ],
        "pairings": [
            {"options": list(entry.options), "text": entry.text, "sources": _urls(entry.sources)}
            for entry in matrix.pairings.values()
        ],
    }


def inert(value: Any) -> Any:
    """Plain data with all that nobody could see in its texts made visible."""
    if isinstance(value, str):
        return printable(value)
    if isinstance(value, dict):
        return {key: inert(entry) for key, entry in value.items()}
    return [inert(entry) for entry in value] if isinstance(value, list) else value


def _feature(feature: Feature) -> Plain:
    quantity = feature.quantity
    return {
        "id": feature.id,
        "name": feature.name,
        "names": [*feature.aliases, *(feature.shorthands or ())],
        "shorthands": {name: str(amount) for name, amount in (feature.shorthands or {}).items()},
        "quantity": quantity
        and {
            "dimension": quantity.dimension,
            "unit": BASE_UNIT[quantity.dimension],
            "better": quantity.better,
            "of": quantity.of,
        },
        "cells": [_cell(cell) for cell in feature.cells.values()],
    }


def _cell(cell: Cell) -> Plain:
    said: Plain = {"support": cell.support}
    if cell.value is not None:
        said["value"] = _amount(cell.value)
    if cell.beyond is not None:
        said["beyond"] = {"to": _amount(cell.beyond.to)}
    return said if cell.confidence == "high" else {**said, "confidence": cell.confidence}


def _rule(rule: Rule) -> Plain:
    return {
        "id": rule.id,
        "options": list(rule.options),
        "when": sorted(rule.when),
        "implies": list(rule.implies),
        "excludes": list(rule.excludes),
        "limits": [[name, str(limit)] for name, limit in rule.limits.items()],
        "text": rule.text,
        "sources": _urls(rule.sources),
    }


def _urls(sources: Iterable[Source]) -> list[str]:
    return [source.url for source in sources]


def _amount(amount: int | None) -> str | None:
    return None if amount is None else str(amount)
