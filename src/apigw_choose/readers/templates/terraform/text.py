"""Strings with `${…}` in them, as they stand in heredocs and in Terraform's JSON."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from apigw_choose.readers.templates.terraform.nodes import (
    SPLAT,
    Access,
    Block,
    Listing,
    Literal,
    Mapping,
    Node,
    Opaque,
    Raw,
    Template,
    shorten,
)
from apigw_choose.readers.templates.tree import Map, Seq, line_of

if TYPE_CHECKING:
    from collections.abc import Iterator

_SPECIAL = re.compile(r"\$\$\{|%%\{|\$\{|%\{")
_INSIDE = re.compile(r'[{}]|"(?:[^"\\$]|\\.|\$(?!\{))*"')
_STEP = re.compile(r'\.([A-Za-z_][\w-]*)|\.(\d+)|\[(\d+)\]|\["([^"\\$]*)"\]|(\.\*|\[\*\])')
_NAME = re.compile(r"\s*([A-Za-z_][\w-]*)")
MAX_EXPRESSIONS = 20_000
"""In one string."""


def template(text: str) -> Node:
    """A string that may hold expressions."""
    if "${" not in text and "%{" not in text:
        return Literal(text)
    parts: list[Node] = []
    position = 0
    while (found := _SPECIAL.search(text, position)) and len(parts) < MAX_EXPRESSIONS:
        if found.start() > position:
            parts.append(Literal(text[position : found.start()]))
        if found[0] in ("$${", "%%{"):
            parts.append(Literal(found[0][1:]))
            position = found.end()
            continue
        end = _closing(text, found.end())
        if end is None:
            return Opaque(shorten(text))
        inner = text[found.end() : end].strip("~ \t\n")
        parts.append(expression(inner) if found[0] == "${" else Opaque(shorten(f"%{{{inner}}}")))
        position = end + 1
    if position < len(text):
        parts.append(Literal(text[position:]))
    return parts[0] if len(parts) == 1 else Template(tuple(parts))


def _closing(text: str, position: int) -> int | None:
    """Where the brace is that ends what begins at a position."""
    depth = 1
    for found in _INSIDE.finditer(text, position):
        if found[0] == "{":
            depth += 1
        elif found[0] == "}":
            depth -= 1
            if depth == 0:
                return found.start()
    return None


def expression(text: str) -> Node:
    """An expression: a path such as `aws_lb.main[0].arn` is read here, any other when it is asked for."""
    name = _NAME.match(text)
    if name:
        position, steps = name.end(), []
        while found := _STEP.match(text, position):
            attribute, short, index, key, splat = found.groups()
            number = short or index
            steps.append(attribute or (SPLAT if splat else Literal(int(number[:9]) if number else key)))
            position = found.end()
        if position == len(text) and name[1] not in ("true", "false", "null"):
            return Access(name[1], tuple(steps), text)
    return Raw(text)


def node_of(value: Any) -> Node:
    """A value of Terraform's JSON as an expression."""
    if isinstance(value, str):
        return template(value)
    if isinstance(value, Map):
        entries = tuple((template(key), node_of(entry), value.lines[key]) for key, entry in value.items())
        return Mapping(entries, value.line)
    if isinstance(value, Seq):
        lines = tuple(value.lines)
        return Listing(tuple(node_of(entry) for entry in value), lines, value.line)
    return Literal(value) if value is None or isinstance(value, bool | int | float) else Opaque(str(value)[:80])


def blocks(root: Map, file: str) -> Iterator[Block]:
    """The top-level blocks of a file of Terraform's JSON."""
    for kind, labels in (("resource", 2), ("data", 2), ("variable", 1), ("locals", 0), ("module", 1)):
        for path, body, line in _labelled(root.get(kind), labels, line_of(root, kind)):
            yield _block(kind, path, body, file, line)


def _labelled(value: Any, labels: int, line: int) -> Iterator[tuple[tuple[str, ...], Map, int]]:
    """The bodies below so many levels of labels, of which any level may be a list."""
    for entry in value if isinstance(value, Seq) else [value]:
        if not isinstance(entry, Map):
            continue
        if labels == 0:
            yield (), entry, line
            continue
        for label, below in entry.items():
            for path, body, at in _labelled(below, labels - 1, entry.lines[label]):
                yield (label, *path), body, at


def _block(kind: str, labels: tuple[str, ...], body: Map, file: str, line: int) -> Block:
    attributes = {key: (node_of(value), body.lines[key]) for key, value in body.items() if key not in ("dynamic", "//")}
    dynamic = tuple(
        _block("dynamic", path, inner, file, at) for path, inner, at in _labelled(body.get("dynamic"), 1, line)
    )
    return Block(kind, labels, attributes, dynamic, file, line)
