"""What has changed between two editions of a matrix: cell by cell, and whatever else a decision rests on."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import fields
from typing import Any, NamedTuple

from apigw_choose.engine.reasons import amount_of
from apigw_choose.model.difference import Difference, FieldChange, PartChange, Presence
from apigw_choose.model.matrix import Cell, Feature, Matrix, Price, Quantity, Rule, Source
from apigw_choose.model.reference import TermFact

CELL_FIELDS = (
    "support",
    "value",
    "beyond",
    "note",
    "since",
    "workaround",
    "disputed",
    "confidence",
    "basis",
    "sources",
)
"""In the order in which their changes are told."""


class _Kind(NamedTuple):
    """A kind of part that a matrix has."""

    part: str
    of: Callable[[Matrix], Mapping[str, Any]]
    name: Callable[[Any], str]


class _Rules(NamedTuple):
    """The rules of one id: one that its author wrote once may stand for several."""

    all: tuple[Rule, ...]

    def written(self) -> str:
        """What they say, in their ids and sentences."""
        return "; ".join(map(_written_rule, self.all))


def _rules(matrix: Matrix) -> dict[str, _Rules]:
    rules: dict[str, _Rules] = {}
    for rule in matrix.rules:
        before = rules[rule.id].all if rule.id in rules else ()
        rules[rule.id] = _Rules((*before, rule))
    return rules


def _written_rule(rule: Rule) -> str:
    parts = [
        f"{name} {told}"
        for name in ("options", "when", "implies", "excludes", "limits")
        if (told := _written(getattr(rule, name)))
    ]
    return f"{', '.join(parts)}: {rule.text} ({_listed(rule.sources)})"


_KINDS = (
    _Kind("option", lambda matrix: matrix.options, lambda option: option.name),
    _Kind("feature", lambda matrix: matrix.features, lambda feature: feature.name),
    _Kind("assumption", lambda matrix: {entry.id: entry for entry in matrix.assumptions}, lambda entry: entry.text),
    _Kind("rule", _rules, lambda entry: entry.all[0].text),
    _Kind("workaround", lambda matrix: matrix.workarounds, lambda entry: entry.text),
    _Kind("alternative", lambda matrix: matrix.alternatives, lambda entry: entry.name),
    _Kind("pairing", lambda matrix: matrix.pairings, lambda entry: entry.text),
    _Kind("claim", lambda matrix: matrix.claims, lambda entry: entry.claim),
    _Kind("change", lambda matrix: matrix.history, lambda entry: entry.text),
    _Kind("term", lambda matrix: matrix.glossary, lambda entry: entry.name),
)


def differences(old: Matrix, new: Matrix) -> Difference:
    """Everything that tells the new edition from the old one, in the order of the new."""
    return Difference(
        added=tuple(_only_in(new, old)),
        removed=tuple(_only_in(old, new)),
        cells=tuple(_cells(old, new)),
        others=tuple(_others(old, new)),
    )


def _only_in(one: Matrix, other: Matrix) -> Iterator[Presence]:
    for kind in _KINDS:
        known = kind.of(other)
        yield from (
            Presence(kind.part, key, kind.name(entry)) for key, entry in kind.of(one).items() if key not in known
        )


def _cells(old: Matrix, new: Matrix) -> Iterator[PartChange]:
    for feature in new.features.values():
        before = old.features.get(feature.id)
        for option, cell in feature.cells.items() if before else ():
            if (
                before
                and option in before.cells
                and (told := _cell_changes(before, before.cells[option], feature, cell))
            ):
                yield PartChange("cell", feature.id, option, told)


def _cell_changes(before: Feature, old: Cell, after: Feature, new: Cell) -> tuple[FieldChange, ...]:
    """The fields of a cell that differ. What is measured otherwise is written with its own unit."""
    measured_alike = before.quantity == after.quantity
    return tuple(
        FieldChange(name, _cell_field(before, old, name), _cell_field(after, new, name))
        for name in CELL_FIELDS
        if getattr(old, name) != getattr(new, name) or (name == "value" and not measured_alike)
    )


def _cell_field(feature: Feature, cell: Cell, name: str) -> str | None:
    if name == "value":
        return _value(feature, cell)
    if name == "beyond":
        return _beyond(feature.quantity, cell)
    if name == "sources":
        return _written(cell.sources)
    said: str | None = getattr(cell, name)
    return said


def _value(feature: Feature, cell: Cell) -> str | None:
    if feature.quantity is None or cell.support not in ("full", "partial"):
        return None
    return "no limit" if cell.value is None else feature.quantity.write(cell.value)


def _beyond(quantity: Quantity | None, cell: Cell) -> str | None:
    if quantity is None or cell.beyond is None:
        return None
    to = "more" if cell.beyond.to is None else f"up to {quantity.write(cell.beyond.to)}"
    return f"{to}, by {cell.beyond.by}: {cell.beyond.note}"


def _others(old: Matrix, new: Matrix) -> Iterator[PartChange]:
    for kind in _KINDS:
        known = kind.of(old)
        for key, entry in kind.of(new).items():
            if key in known and (told := _field_changes(known[key], entry)):
                yield PartChange(kind.part, key, None, told)


def _field_changes(old: Any, new: Any) -> tuple[FieldChange, ...]:
    """The fields in which two values differ; the cells of a feature are told on their own."""
    if isinstance(new, _Rules):
        before, after = old.written(), new.written()
        return () if before == after else (FieldChange("rule", before, after),)
    return tuple(
        FieldChange(name, _written(getattr(old, name)), _written(getattr(new, name)))
        for name in _field_names(new)
        if name not in ("cells", "covers") and getattr(old, name) != getattr(new, name)
    )


def _field_names(value: Any) -> tuple[str, ...]:
    """The fields of a dataclass or named tuple."""
    named: tuple[str, ...] = getattr(value, "_fields", ()) or tuple(field.name for field in fields(value))
    return named


def _written(value: Any) -> str | None:
    """A value as a person reads it; None where nothing is said."""
    if value is None or value in ((), frozenset()):
        return None
    write = next((write for kind, write in _WRITERS if isinstance(value, kind)), str)
    return write(value)


def _listed(values: Iterable[Any]) -> str:
    return ", ".join(filter(None, map(_written, values)))


_WRITERS: tuple[tuple[type, Callable[[Any], str]], ...] = (
    (Source, lambda source: f"{source.url} (checked {source.checked})"),
    (Quantity, lambda quantity: f"{quantity.dimension}, {quantity.better} is better {quantity.of}".strip()),
    (Price, lambda price: f"{amount_of(price)} per {price.per} ({price.note}; {_listed(price.sources)})"),
    (Mapping, lambda mapping: ", ".join(f"{key}={mapping[key]}" for key in sorted(mapping))),
    (frozenset, lambda members: _listed(sorted(members))),
    (TermFact, lambda fact: ", ".join(filter(None, (f"{fact.label}: {fact.value}", fact.example)))),
    (tuple, _listed),
)
"""How values are written, by their kind; all others as they are."""
