"""A saved decision, the output of `--json` or `--format yaml`: as much of it as can be checked again.

It comes from anybody, and perhaps from an older or newer version of the tool: what is used is looked at
closely, what is not is passed over.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, cast, get_args

from apigw_choose.model.amounts import MOST
from apigw_choose.model.errors import InputError
from apigw_choose.model.matrix import Support
from apigw_choose.model.quoting import shown
from apigw_choose.model.record import Record, RecordedFinding, RecordedOption
from apigw_choose.model.requirements import Need, Requirements, Want
from apigw_choose.model.traffic import Traffic
from apigw_choose.readers.asked import MAX_WEIGHT

if TYPE_CHECKING:
    from collections.abc import Iterator

    from apigw_choose.model.problems import Problem
    from apigw_choose.readers.strict_yaml import Document, KeyPath, Value

FORMAT = "apigw-choose/decision/1"
FORMATS = "apigw-choose/decision/"
"""How the format of every version begins."""

MAX_ENTRIES = 1000
"""So many needs, wants or options are read; a matrix with more features is not known."""

MAX_AMOUNT = 10**15

_SUPPORTS = get_args(Support)


def is_saved_decision(document: Document) -> bool:
    """Whether a document says of itself that it is a decision of this tool, of whatever version."""
    value = document.value
    said = value.get("format") if isinstance(value, dict) else None
    return isinstance(said, str) and said.startswith(FORMATS)


def read_saved_decision(document: Document) -> Record:
    """The record that a document holds.

    Raises:
        InputError: with everything that is wrong with it.
    """
    reading = _Reading(document)
    record = reading.record()
    if reading.problems:
        raise InputError(reading.problems)
    return record


class _Reading:
    """Reads a document, keeping every mistake. What it returns is sound when it has found none."""

    def __init__(self, document: Document) -> None:
        self.document = document
        self.problems: list[Problem] = []

    def record(self) -> Record:
        root = self._mapping(self.document.value, ())
        if root.get("format") != FORMAT:
            self._note(("format",), f"is {shown(root.get('format'))}; this version of the tool reads {FORMAT}")
            raise InputError(self.problems)
        matrix = self._mapping(root.get("matrix"), ("matrix",))
        return Record(
            matrix=self._text(matrix.get("id"), ("matrix", "id")),
            version=self._text(matrix.get("version"), ("matrix", "version")),
            requirements=self._requirements(self._mapping(root.get("requirements"), ("requirements",))),
            recommendation=self._text_or_null(root, "recommendation"),
            options=tuple(self._option(entry, path) for entry, path in self._entries(root, ("options",))),
        )

    def _requirements(self, said: dict[str, Value]) -> Requirements:
        here: KeyPath = ("requirements",)
        needs = [Need(*self._asked(entry, path)) for entry, path in self._entries(said, (*here, "needs"))]
        wants = [self._want(entry, path) for entry, path in self._entries(said, (*here, "wants"))]
        self._refuse_repeats(needs)
        asked = Requirements.of(
            needs,
            wants,
            strict=self._flag(said, (*here, "strict")),
            allow_workarounds=self._flag(said, (*here, "allow_workarounds")),
            overruled=[self._text(*entry) for entry in self._entries(said, (*here, "overruled"))],
        )
        traffic = said.get("traffic")
        return asked if traffic is None else replace(asked, traffic=self._traffic(traffic, (*here, "traffic")))

    def _traffic(self, value: Value, path: KeyPath) -> Traffic:
        said = self._mapping(value, path)
        amounts = self._mapping(said.get("amounts"), (*path, "amounts"))
        readings = self._mapping(said.get("readings"), (*path, "readings"))
        return Traffic(
            amounts={name: self._number(amount, (*path, "amounts", name), 0, MOST) for name, amount in amounts.items()},
            month=self._number(said.get("month"), (*path, "month"), 1, MAX_AMOUNT),
            region=self._text(said.get("region"), (*path, "region")),
            region_said=self._flag(said, (*path, "region_said")),
            readings={name: self._text(answer, (*path, "readings", name)) for name, answer in readings.items()},
            free_tier=self._flag(said, (*path, "free_tier")),
        )

    def _refuse_repeats(self, needs: list[Need]) -> None:
        """Of several needs for one feature a decision keeps the strictest."""
        seen: set[str] = set()
        for place, need in enumerate(needs):
            if need.feature in seen:
                self._note(("requirements", "needs", place), f"the need {shown(need.feature)} a second time")
            seen.add(need.feature)

    def _want(self, entry: Value, path: KeyPath) -> Want:
        feature, amount = self._asked(entry, path)
        weight = entry.get("weight", 1) if isinstance(entry, dict) else 1
        return Want(feature, amount, self._number(weight, (*path, "weight"), 1, MAX_WEIGHT))

    def _asked(self, value: Value, path: KeyPath) -> tuple[str, int | None]:
        entry = self._mapping(value, path)
        feature = self._text(entry.get("feature"), (*path, "feature"))
        amount = entry.get("amount")
        return feature, None if amount is None else self._number(amount, (*path, "amount"), 0, MAX_AMOUNT)

    def _option(self, value: Value, path: KeyPath) -> RecordedOption:
        entry = self._mapping(value, path)
        return RecordedOption(
            option=self._text(entry.get("id"), (*path, "id")),
            eligible=self._flag(entry, (*path, "eligible"), needed=True),
            findings=tuple(
                self._finding(*found) for key in ("needs", "wants") for found in self._entries(entry, (*path, key))
            ),
        )

    def _finding(self, value: Value, path: KeyPath) -> RecordedFinding:
        feature, amount = self._asked(value, path)
        entry = value if isinstance(value, dict) else {}
        support = entry.get("support")
        if support not in _SUPPORTS:
            self._note((*path, "support"), f"'support' is {shown(support)}, which is not one of {', '.join(_SUPPORTS)}")
        return RecordedFinding(
            feature, amount, cast("Support", support), self._text(entry.get("note"), (*path, "note"))
        )

    def _entries(self, mapping: dict[str, Value], path: KeyPath) -> Iterator[tuple[Value, KeyPath]]:
        """The entries of a list, each with its path."""
        value = mapping.get(str(path[-1]))
        if not isinstance(value, list):
            self._note(path, f"{path[-1]!r} must be a list, not {shown(value)}")
        elif len(value) > MAX_ENTRIES:
            self._note(path, f"{path[-1]!r} has more than {MAX_ENTRIES} entries")
        else:
            yield from ((entry, (*path, place)) for place, entry in enumerate(value))

    def _mapping(self, value: Value, path: KeyPath) -> dict[str, Value]:
        if isinstance(value, dict):
            return value
        self._note(path, f"{_called(path)} must be a mapping, not {shown(value)}")
        return {}

    def _text(self, value: Value, path: KeyPath) -> str:
        if isinstance(value, str) and value:
            return value
        self._note(path, f"{_called(path)} must be text, not {shown(value)}")
        return ""

    def _text_or_null(self, mapping: dict[str, Value], key: str) -> str | None:
        if key in mapping and mapping[key] is None:
            return None
        return self._text(mapping.get(key), (key,))

    def _flag(self, mapping: dict[str, Value], path: KeyPath, *, needed: bool = False) -> bool:
        value = mapping.get(str(path[-1]), None if needed else False)
        if not isinstance(value, bool):
            self._note(path, f"{path[-1]!r} must be true or false, not {shown(value)}")
        return value is True

    def _number(self, value: Value, path: KeyPath, least: int, most: int) -> int:
        if isinstance(value, int) and not isinstance(value, bool) and least <= value <= most:
            return value
        self._note(path, f"{path[-1]!r} must be a whole number from {least} to {most}, not {shown(value)}")
        return least

    def _note(self, path: KeyPath, message: str) -> None:
        self.problems.append(self.document.problem(path, message))


def _called(path: KeyPath) -> str:
    if not path:
        return "a saved decision"
    return repr(path[-1]) if isinstance(path[-1], str) else f"an entry of {path[-2]!r}"
