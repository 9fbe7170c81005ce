"""Puts into the properties of a CloudFormation template what its parameters and mappings say of their values.

A parameter with a few allowed values becomes a choice between them, one without stays open. Nothing is evaluated that
depends on the deployment: conditions remain.
"""

from __future__ import annotations

import re
from typing import Any

from apigw_choose.readers.templates.tree import MAX_DEPTH, Map, Seq, make_map, make_seq, unresolved
from apigw_choose.readers.templates.values import function_of

_NAME = re.compile(r"\$\{([A-Za-z0-9]+)\}")
_MAX_CHOICES = 50


class Scope:
    """The parameters and mappings of a template."""

    def __init__(self, root: Map) -> None:
        self.parameters = _section(root, "Parameters")
        self.mappings = _section(root, "Mappings")

    def resolved(self, value: Any, depth: int = 0) -> Any:
        """A value with its parameters and look-ups replaced by what they may be."""
        if isinstance(value, Map):
            if depth > MAX_DEPTH:
                return unresolved("nested too deeply", value.line)
            if (function := function_of(value)) and (replaced := self._function(*function, value, depth)) is not None:
                return replaced
            made: Any = Map()
            for key, entry in value.items():
                made[key] = self.resolved(entry, depth + 1) if isinstance(entry, Map | Seq) else entry
            made.line, made.lines = value.line, value.lines
            return made
        if isinstance(value, Seq):
            made = Seq([self.resolved(entry, depth + 1) if isinstance(entry, Map | Seq) else entry for entry in value])
            made.line, made.lines = value.line, value.lines
            return made
        return value

    def _function(self, name: str, argument: Any, value: Map, depth: int) -> Any:
        if name == "Ref" and argument in self.parameters:
            return self._parameter(argument, value.line)
        if name == "Fn::FindInMap" and isinstance(argument, Seq):
            return self._looked_up(argument, value.line, depth)
        if name == "Fn::Sub":
            return self._sub(argument, value, depth)
        if name == "Fn::Select" and isinstance(argument, Seq) and len(argument) == 2:  # noqa: PLR2004 - as it takes
            return self._selected(argument, depth)
        if name == "Fn::GetAtt" and isinstance(argument, str):
            return make_map({name: make_seq(argument.split(".", 1), value.line)}, value.line)
        return None

    def _parameter(self, name: str, line: int) -> Any:
        declaration = self.parameters[name]
        return self._values_of(name, declaration if isinstance(declaration, Map) else Map(), line)

    def _values_of(self, name: str, declaration: Map, line: int) -> Any:
        kind, default = str(declaration.get("Type")), declaration.get("Default")
        allowed = declaration.get("AllowedValues")
        if isinstance(allowed, Seq) and 0 < len(allowed) <= _MAX_CHOICES and not kind.startswith("AWS::SSM::"):
            return chosen([_listed(one, kind, line) for one in allowed], f"parameter {name}", line)
        opened = make_map({"Parameter": name}, line)
        if default is None or kind.startswith("AWS::SSM::"):
            return opened
        return chosen([_listed(default, kind, line), opened], f"parameter {name}", line)

    def _looked_up(self, argument: Seq, line: int, depth: int) -> Any:
        """Every value of a mapping that the keys, as far as they are known, may lead to."""
        resolved = self.resolved(argument, depth + 1)
        found: list[Any] = [self.mappings]
        for key in resolved[:3]:
            known = isinstance(key, str | int | float) and not isinstance(key, bool)
            entries = [entry for entry in found if isinstance(entry, Map)]
            if known:
                found = [entry[str(key)] for entry in entries if str(key) in entry]
            else:
                found = [inner for entry in entries for inner in entry.values()]
        if not found or len(found) > _MAX_CHOICES:
            return unresolved("Fn::FindInMap", line)
        return chosen(found, "a mapping", line)

    def _sub(self, argument: Any, value: Map, depth: int) -> Any:
        """A text with the values of its parameters beside it."""
        text = argument[0] if isinstance(argument, Seq) and argument else argument
        if not isinstance(text, str):
            return None
        names = argument[1] if isinstance(argument, Seq) and len(argument) > 1 else None
        values = dict(self.resolved(names, depth + 1)) if isinstance(names, Map) else {}
        for name in _NAME.findall(text):
            if name in self.parameters and name not in values:
                values[name] = self._parameter(name, value.line)
        if not values:
            return text if "${" not in text else None
        made = make_seq([text, make_map(values, value.line)], value.line)
        return make_map({"Fn::Sub": made}, value.line)

    def _selected(self, argument: Seq, depth: int) -> Any:
        place, choices = argument
        choices = self.resolved(choices, depth + 1)
        if isinstance(choices, Seq) and str(place).isdecimal() and int(place) < len(choices):
            return choices[int(place)]
        return None


def chosen(values: list[Any], condition: str, line: int) -> Any:
    """One of some values, by something that only the deployment knows."""
    made = values[-1]
    for value in reversed(values[:-1]):
        made = make_map({"Fn::If": make_seq([condition, value, made], line)}, line)
    return made


def _listed(value: Any, kind: str, line: int) -> Any:
    if isinstance(value, str) and (kind.startswith("List<") or kind == "CommaDelimitedList"):
        return make_seq([part.strip() for part in value.split(",")], line)
    return value


def _section(root: Map, name: str) -> Map:
    section = root.get(name)
    return section if isinstance(section, Map) else make_map({}, root.line)
