"""Template files as plain data whose containers know the lines on which their entries stand."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from apigw_choose.model.scan import Trouble

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping


class Map(dict[str, Any]):
    """A mapping; `line` is where it begins, `lines` where each key stands. Values are Map, Seq or scalars.

    It has a hash only so that whether a value of a template is among some names can be asked of any value: a
    mapping where a name belongs is then no name, and no crash.
    """

    __slots__ = ("line", "lines")
    line: int
    lines: dict[str, int]

    def __hash__(self) -> int:  # type: ignore[override]
        return 0


class Seq(list[Any]):
    """A sequence, with the line of each entry; hashable for the same reason."""

    __slots__ = ("line", "lines")
    line: int
    lines: list[int]

    def __hash__(self) -> int:  # type: ignore[override]
        return 1


class Resource(NamedTuple):
    """A resource in the normal form that every format is brought to: types and properties of CloudFormation.

    References stay references: `{"Ref": id}`, `{"Fn::GetAtt": [id, name]}`, `{"Fn::If": [condition, a, b]}`,
    `{"Fn::Sub": text}`, `{"Fn::Join": [...]}`. What cannot be resolved is `{"Unresolved": words}`.
    """

    id: str
    type: str
    properties: Map
    file: str
    line: int
    path: str
    """Where it stands in its file: `Resources.Api`, `aws_api_gateway_rest_api.api`, `provider.apiGateway`."""
    condition: str | None = None
    certainty: str = "used"
    """`conditional` or `unknown` where the resource itself is not sure to exist."""


class TreeError(Exception):
    """A file that cannot be read as a tree: the message says why, `line` where."""

    def __init__(self, message: str, line: int | None = None) -> None:
        super().__init__(message)
        self.line = line


def make_map(values: Mapping[str, Any], line: int, lines: Mapping[str, int] | None = None) -> Map:
    """A mapping that begins at a line, as do those of its entries that no line is given for."""
    made = Map(values)
    made.line = line
    made.lines = dict.fromkeys(values, line)
    if lines:
        made.lines.update((key, number) for key, number in lines.items() if key in values)
    return made


def make_seq(values: Iterable[Any], line: int, lines: Iterable[int] | None = None) -> Seq:
    """A sequence that begins at a line, as do its entries unless their lines are given."""
    made = Seq(values)
    made.line = line
    made.lines = [line] * len(made) if lines is None else list(lines)
    return made


def at_line(value: Any, line: int) -> Any:
    """A value all of which stands at one line."""
    if isinstance(value, Map):
        return make_map({key: at_line(entry, line) for key, entry in value.items()}, line)
    if isinstance(value, Seq):
        return make_seq([at_line(entry, line) for entry in value], line)
    return value


def unresolved(words: str, line: int) -> Map:
    """A value that only the deployment knows."""
    return make_map({"Unresolved": words}, line)


def line_of(container: Any, key: str | int, default: int = 1) -> int:
    """The line of an entry of a mapping or sequence."""
    if isinstance(container, Map) and isinstance(key, str):
        return container.lines.get(key, container.line)
    if isinstance(container, Seq) and isinstance(key, int) and key < len(container.lines):
        return container.lines[key]
    return default


def read_tree(text: str, file: str) -> tuple[Any, list[Trouble]]:
    """Read YAML or JSON tolerantly; the root is a Map, a Seq, a scalar, or None beside a fatal trouble.

    A short tag stands for its long form (`!Sub x` is `{"Fn::Sub": "x"}`), of two equal keys the last counts,
    braces of a template engine are read over: each with a trouble where it may matter.
    """
    root, troubles = _read(text, file)
    if "Fn::If" in text or "!If" in text:
        _disarm(root, set())
    return root, troubles


def _disarm(value: Any, seen: set[int]) -> None:
    """Put a value that nobody knows in place of each `Fn::If` without a condition and two branches.

    All who meet one later may then take it for what it should be.
    """
    if not isinstance(value, Map | Seq) or id(value) in seen:
        return
    seen.add(id(value))  # what an alias stands for is met again
    if isinstance(value, Map) and "Fn::If" in value:
        choice = value["Fn::If"]
        if not (isinstance(choice, Seq) and len(choice) == 3):  # noqa: PLR2004 - as it takes
            del value["Fn::If"]
            value["Unresolved"] = "Fn::If without two branches"
            value.lines["Unresolved"] = value.lines.pop("Fn::If", value.line)
    for part in value.values() if isinstance(value, Map) else value:
        _disarm(part, seen)


def _read(text: str, file: str) -> tuple[Any, list[Trouble]]:
    from apigw_choose.readers.templates import json_tree, yaml_tree

    troubles: list[Trouble] = []
    note = _Notes(file, troubles)
    language = "YAML"
    try:
        if text.lstrip("\ufeff \t\r\n")[:1] in ("{", "["):
            try:
                return json_tree.read(text, note), troubles
            except json_tree.NotJsonError:
                troubles.clear()
                language = "JSON, nor YAML"
        return yaml_tree.read(text, note), troubles
    except TreeError as error:
        message = str(error).replace("valid YAML", f"valid {language}", 1)
        # A parser takes the end of a file for the line after the last.
        line = None if error.line is None else min(error.line, len(f"{text}.".splitlines()))
        return None, [*troubles, Trouble(file, line, message, fatal=True)]


class _Notes:
    """Collects what was read in spite of a mistake."""

    def __init__(self, file: str, troubles: list[Trouble]) -> None:
        self.file = file
        self.troubles = troubles

    def __call__(self, line: int | None, message: str) -> None:
        if len(self.troubles) < MAX_TROUBLES:
            self.troubles.append(Trouble(self.file, line, message, fatal=False))


MAX_TROUBLES = 20
"""Of one file; a broken file need not fill the screen."""
MAX_DEPTH = 128
"""Levels of nesting that any template has use for; beyond them a reader in C would overflow its stack."""
