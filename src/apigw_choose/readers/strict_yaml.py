"""The strict reader of YAML and JSON files that people write.

It accepts the part of YAML on which all readers agree and refuses the rest with a position, so that
a file means here what it means everywhere:

- keys are text and unique; no anchors, aliases, tags or second documents;
- a plain scalar that YAML 1.1, YAML 1.2 and JSON read differently (`no`, `1e3`, `010`, a date) must be
  quoted;
- size, depth and number of values are capped.

It builds values from PyYAML's parsing events: the loader would resolve scalars by YAML 1.1 and keep
the last of two equal keys without a word.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import yaml

from apigw_choose.model.errors import InputError
from apigw_choose.model.problems import KEY, Position, Problem
from apigw_choose.readers.source import read_source

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

Value = None | bool | int | float | str | list["Value"] | dict[str, "Value"]
KeyPath = tuple[str | int, ...]

MAX_DEPTH = 32
MAX_VALUES = 200_000
LIBYAMLS_CAP = "exceeded maximum nesting depth"
"""What libyaml says since 0.2.6 of more than a thousand brackets; it looks ahead, and so meets them before we do."""

_RESOLVER = yaml.resolver.Resolver()
_INTEGER = re.compile(r"-?(0|[1-9][0-9]{0,17})", re.ASCII)
_DECIMAL = re.compile(r"-?(0|[1-9][0-9]{0,15})\.[0-9]{1,15}", re.ASCII)
_NUMBER_OF_YAML_1_2 = re.compile(r"[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?|0o[0-7]+|0x[0-9a-fA-F]+")
_WORDS = {"true": True, "false": False, "null": None}
_REFUSED = {
    "\t": "a tab; indent and separate with spaces",
    "\ufeff": "a byte order mark inside the file; delete it",
    "\x85": "a line break that not every reader takes for one (U+0085); use a plain one",
    "\u2028": "a line break that not every reader takes for one (U+2028); use a plain one",
    "\u2029": "a line break that not every reader takes for one (U+2029); use a plain one",
}
"""Characters on which readers of YAML differ, wherever they stand: libyaml takes a tab after a colon, say."""
_BOOLEAN_BY_THE_LETTER = frozenset("yYnN")


@dataclass(frozen=True, slots=True)
class Document:
    """What a file says, and where it says each thing."""

    name: str
    value: Value
    positions: dict[KeyPath, Position]
    lines: dict[str, tuple[str, ...]]
    """By file: a document may be assembled from several."""

    def problem(self, path: KeyPath, message: str) -> Problem:
        """A problem with the value at a path, or with the nearest value around it."""
        while path not in self.positions and path:
            path = path[:-1]
        return self.problem_at(self.positions.get(path, Position(self.name)), message)

    def problem_at(self, position: Position, message: str) -> Problem:
        """A problem at a position of this document, with the line that shows it."""
        lines = self.lines.get(position.file, ())
        shown = lines[position.line - 1] if 0 < position.line <= len(lines) else None
        return Problem(position, message, shown)


def read_file(path: Path) -> Document:
    """Read a YAML or JSON file.

    Raises:
        InputError: when it cannot be opened or is not in the strict subset, with every problem found.
    """
    return read_text(read_source(path), str(path))


def read_text(text: str, name: str) -> Document:
    """Read YAML or JSON text; `name` stands for the file in messages.

    Raises:
        InputError: with every problem found.
    """
    document = Document(name, None, {}, {name: tuple(text.split("\n"))})
    if any(character in text for character in _REFUSED):
        raise InputError(_refused(document))
    return _Builder(document).read(text)


def _refused(document: Document) -> Iterator[Problem]:
    for number, line in enumerate(document.lines[document.name], 1):
        for character, what in _REFUSED.items():
            if character in line:
                yield document.problem_at(Position(document.name, number, line.index(character) + 1), what)


class _TooMuchError(Exception):
    """Reading on would be pointless or dangerous."""


class _Builder:
    """Builds the value of one document from its events, noting problems as it goes."""

    def __init__(self, document: Document) -> None:
        self.document = document
        self.problems: list[Problem] = []
        self.values = 0

    def read(self, text: str) -> Document:
        value: Value = None
        try:
            value = self._document(text)
        except _TooMuchError:
            pass
        except yaml.MarkedYAMLError as error:
            self._note(error.problem_mark or error.context_mark, _plain(error))
        except yaml.YAMLError as error:
            self.problems.append(Problem(Position(self.document.name), _plain(error)))
        if self.problems:
            raise InputError(self.problems)
        return Document(self.document.name, value, self.document.positions, self.document.lines)

    def _document(self, text: str) -> Value:
        events = self._events(text)
        next(events)
        first = next(events)
        if isinstance(first, yaml.StreamEndEvent):
            self._note(first.start_mark, "the file is empty")
            raise _TooMuchError
        value = self._value(next(events), events, ())
        next(events)
        after = next(events)
        if not isinstance(after, yaml.StreamEndEvent):
            self._note(after.start_mark, "a second document; keep one to a file")
        return value

    def _events(self, text: str) -> Iterator[Any]:
        parser: Any = _libyaml_parser(text) if yaml.__with_libyaml__ else _PurePython(text)
        try:
            while (event := parser.get_event()) is not None:
                yield event
        except RecursionError as error:
            raise InputError(f"{self.document.name}: nested too deeply") from error

    def _value(self, event: Any, events: Iterator[Any], path: KeyPath) -> Value:
        self._count(event, path)
        mark = event.start_mark
        self.document.positions[path] = self._position(mark)
        if isinstance(event, yaml.AliasEvent):
            self._note(mark, f"an alias (*{event.anchor}); write the value out")
            return None
        if event.anchor is not None:
            self._note(mark, f"an anchor (&{event.anchor}); write values out where they are used")
        if event.tag is not None:
            self._note(mark, f"a tag ({event.tag}); only plain values are read")
        if isinstance(event, yaml.ScalarEvent):
            return self._scalar(event)
        if isinstance(event, yaml.SequenceStartEvent):
            return self._sequence(events, path)
        return self._mapping(events, path)

    def _sequence(self, events: Iterator[Any], path: KeyPath) -> list[Value]:
        items: list[Value] = []
        while not isinstance(event := next(events), yaml.SequenceEndEvent):
            items.append(self._value(event, events, (*path, len(items))))
        return items

    def _mapping(self, events: Iterator[Any], path: KeyPath) -> dict[str, Value]:
        mapping: dict[str, Value] = {}
        while not isinstance(event := next(events), yaml.MappingEndEvent):
            key = self._key(event, events, path)
            if key in mapping:
                self._note(event.start_mark, f"the key {key!r} a second time")
            mapping[key] = self._value(next(events), events, (*path, key))
            if isinstance(mapping[key], dict | list):
                self.document.positions[(*path, key)] = self._position(event.start_mark)
        return mapping

    def _key(self, event: Any, events: Iterator[Any], path: KeyPath) -> str:
        value = self._value(event, events, (*path, KEY))
        if not isinstance(value, str):
            if isinstance(event, yaml.ScalarEvent) and not self._noted(event.start_mark):
                self._note(event.start_mark, f"the key {event.value!r} is not text; quote it")
            elif not isinstance(event, yaml.ScalarEvent):
                self._note(event.start_mark, "a key must be text")
            return str(value)
        return value

    def _scalar(self, event: Any) -> Value:
        text: str = event.value
        if any("\ud800" <= character <= "\udfff" for character in text):
            self._note(event.start_mark, "half of a surrogate pair; write the character itself")
        if event.style:  # a plain scalar has none
            return text
        try:
            return plain_scalar(text)
        except ValueError as error:
            self._note(event.start_mark, str(error))
            return None

    def _count(self, event: Any, path: KeyPath) -> None:
        self.values += 1
        if self.values > MAX_VALUES:
            self._note(event.start_mark, f"more than {MAX_VALUES} values")
            raise _TooMuchError
        if len(path) > MAX_DEPTH:
            self._note(event.start_mark, f"nested more than {MAX_DEPTH} levels deep")
            raise _TooMuchError

    def _position(self, mark: Any) -> Position:
        lines = self.document.lines[self.document.name]
        if mark.line >= len(lines):  # libyaml takes the end of a file for the line after the last
            return Position(self.document.name, len(lines), len(lines[-1]) + 1)
        return Position(self.document.name, mark.line + 1, mark.column + 1)

    def _note(self, mark: Any, message: str) -> None:
        position = self._position(mark) if mark is not None else Position(self.document.name)
        self.problems.append(self.document.problem_at(position, message))

    def _noted(self, mark: Any) -> bool:
        return any(problem.position == self._position(mark) for problem in self.problems)


def _libyaml_parser(text: str) -> Any:
    from yaml.cyaml import CParser  # type: ignore[attr-defined] # not in its stubs

    return CParser(text)


class _PurePython(yaml.reader.Reader, yaml.scanner.Scanner, yaml.parser.Parser):
    """PyYAML's parser where it was built without libyaml."""

    def __init__(self, text: str) -> None:
        yaml.reader.Reader.__init__(self, text)
        yaml.scanner.Scanner.__init__(self)
        yaml.parser.Parser.__init__(self)


def plain_scalar(text: str) -> Value:
    """The value of an unquoted scalar on which YAML 1.1, YAML 1.2 and JSON agree.

    Raises:
        ValueError: when they do not, with the advice to quote it.
    """
    if text in _WORDS:
        return _WORDS[text]
    if _INTEGER.fullmatch(text) and text != "-0":
        return int(text)
    if _DECIMAL.fullmatch(text) and repr(float(text)) == text:
        return float(text)
    if text == "":
        raise ValueError("no value; write one, null, or an empty text in quotes")
    if not _means_the_word_everywhere(text):
        raise ValueError(f"{text!r} is read as text by some YAML readers and otherwise by others; quote it")
    return text


def _means_the_word_everywhere(text: str) -> bool:
    resolved = _RESOLVER.resolve(yaml.ScalarNode, text, (True, False))  # type: ignore[no-untyped-call] # nor this
    return (
        resolved == "tag:yaml.org,2002:str"
        and text not in _BOOLEAN_BY_THE_LETTER
        and not _NUMBER_OF_YAML_1_2.fullmatch(text)
    )


def _plain(error: yaml.YAMLError) -> str:
    problem = getattr(error, "problem", None) or getattr(error, "reason", None) or "cannot be read"
    if problem == LIBYAMLS_CAP:
        return f"nested more than {MAX_DEPTH} levels deep"
    context = getattr(error, "context", None)
    return f"{context}: {problem}" if context else str(problem)
