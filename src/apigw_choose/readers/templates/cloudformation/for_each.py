"""The loops of CloudFormation's language extensions, written out up to a bound."""

from __future__ import annotations

import re
from itertools import islice
from typing import TYPE_CHECKING, Any

from apigw_choose.model.scan import Trouble
from apigw_choose.readers.templates.tree import MAX_DEPTH, Map, Seq, line_of, make_map
from apigw_choose.readers.templates.values import function_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from apigw_choose.readers.templates.cloudformation.parameters import Scope

LOOP = "Fn::ForEach::"
MAX_RESOURCES = 2000
"""A template may declare 500; loops that make more than these are a mistake or a bomb."""
_MAX_LOOPS = 5
_CERTAINTY = "__certainty__"


def expanded(section: Map, scope: Scope, file: str, troubles: list[Trouble]) -> Iterator[tuple[str, Any]]:
    """The entries of a section, loops among them written out."""
    if not any(key.startswith(LOOP) for key in section):
        yield from section.items()
        return
    entries = list(islice(_entries(section, scope, 0), MAX_RESOURCES + 1))
    if len(entries) > MAX_RESOURCES:
        message = f"its loops make more than {MAX_RESOURCES} resources; the rest was not read"
        troubles.append(Trouble(file, section.line, message, fatal=False))
    for name, entry, line in entries[:MAX_RESOURCES]:
        section.lines.setdefault(name, line)
        yield name, entry


def _entries(section: Map, scope: Scope, depth: int) -> Iterator[tuple[str, Any, int]]:
    for key, entry in section.items():
        line = line_of(section, key)
        if not key.startswith(LOOP):
            yield key, entry, line
        elif isinstance(entry, Seq) and len(entry) == 3 and isinstance(entry[2], Map) and depth < _MAX_LOOPS:  # noqa: PLR2004
            yield from _turns(str(entry[0]), entry[1], entry[2], scope, depth)


def _turns(variable: str, collection: Any, template: Map, scope: Scope, depth: int) -> Iterator[tuple[str, Any, int]]:
    """What one loop makes, turn by turn; where its values are not known, one turn that may or may not be."""
    for value, certainty in _values(collection, scope):
        body = _put_in(template, variable, value, 0)
        for key, entry in body.items() if isinstance(body, Map) else ():  # it may be the variable itself
            if key.startswith(LOOP):
                yield from _entries(make_map({key: entry}, template.line), scope, depth + 1)
                continue
            if certainty != "used" and isinstance(entry, Map):
                entry[_CERTAINTY] = certainty
            yield key, entry, line_of(template, key) if key in template else template.line


def _values(collection: Any, scope: Scope) -> Iterator[tuple[str, str]]:
    resolved = scope.resolved(collection)
    if isinstance(resolved, Seq):
        for value in resolved:
            yield (value, "used") if isinstance(value, str) else ("?", "unknown")
    elif (function := function_of(resolved)) and function[0] == "Fn::If" and isinstance(function[1][1], Seq):
        for value in function[1][1]:
            yield str(value), "conditional"
    else:
        yield "?", "unknown"


def _put_in(value: Any, variable: str, replacement: str, depth: int) -> Any:
    """A copy with the variable of a loop replaced."""
    if depth > MAX_DEPTH:
        return value
    if isinstance(value, str):
        return re.sub(r"[&$]\{" + re.escape(variable) + r"\}", lambda _: replacement, value)
    if isinstance(value, Map):
        if value == {"Ref": variable}:
            return replacement
        made: Any = Map()
        made.line, made.lines = value.line, {}
        for key, entry in value.items():
            name = _put_in(key, variable, replacement, depth + 1)
            made[name] = _put_in(entry, variable, replacement, depth + 1)
            made.lines[name] = line_of(value, key)
        return made
    if isinstance(value, Seq):
        made = Seq([_put_in(entry, variable, replacement, depth + 1) for entry in value])
        made.line, made.lines = value.line, value.lines
        return made
    return value
