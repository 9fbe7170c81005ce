"""The arguments of a Terraform resource as the properties of its equivalent in CloudFormation."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from apigw_choose.readers.templates.terraform.types import META, Form, spelled
from apigw_choose.readers.templates.terraform.values import is_intrinsic, key_text, usual
from apigw_choose.readers.templates.tree import Map, Seq, make_map, make_seq

if TYPE_CHECKING:
    from collections.abc import Callable

_LIMITS = ("throttling_burst_limit", "throttling_rate_limit")
_NO_LIMIT = (-1, "-1")
_NAMES = ("name", "stage_name", "domain_name", "route_key", "path_part", "base_path", "api_mapping_key")
"""Of these the default of a variable is as good as any other value: a name is a name."""


def properties(form: Form, arguments: Map) -> Map:
    """The properties that the arguments of a resource or a block are; an argument without a value is none."""
    values: dict[str, Any] = {}
    lines: dict[str, int] = {}
    for argument, given in arguments.items():
        name = form.names.get(argument, spelled(argument))
        value = _shaped(form, argument, given)
        if not name or argument in META or value is None:
            continue
        values[name] = value
        lines[name] = arguments.lines[argument]
    return make_map(values, arguments.line, lines)


def _shaped(form: Form, argument: str, given: Any) -> Any:
    if argument in form.blocks:
        inner = form.blocks[argument]
        return _each_branch(given, lambda value: _one(inner, value))
    if argument in form.lists:
        inner = form.lists[argument]
        return _each_branch(given, lambda value: _several(inner, value))
    if argument in form.keyed:
        key, inner = form.keyed[argument]
        return _each_branch(given, lambda value: _by_key(key, inner, value))
    if argument in _NAMES:
        given = usual(given)
    empty = given == "" or (isinstance(given, Map | Seq) and not given)
    return None if empty or (argument in _LIMITS and given in _NO_LIMIT) else given


def _each_branch(value: Any, shape: Callable[[Any], Any]) -> Any:
    """A value shaped; of a conditional one, each branch."""
    if isinstance(value, Map) and "Fn::If" in value:
        condition, *branches = value["Fn::If"]
        shaped = [_each_branch(branch, shape) for branch in branches]
        kept = [make_map({"Ref": "AWS::NoValue"}, value.line) if branch is None else branch for branch in shaped]
        return make_map({"Fn::If": make_seq([condition, *kept], value.line)}, value.line)
    return value if is_intrinsic(value) else shape(value)


def _one(form: Form, value: Any) -> Any:
    """A block of which there is at most one; Terraform has it as a list of one entry."""
    if isinstance(value, Seq):
        return _each_branch(value[0], lambda entry: _one(form, entry)) if value else None
    return properties(form, value) if isinstance(value, Map) else value


def _entries(value: Any) -> list[Any]:
    return list(value) if isinstance(value, Seq) else [value]


def _several(form: Form, value: Any) -> Any:
    if not isinstance(value, Seq | Map) or not value:
        return None
    shaped = [_each_branch(entry, lambda inner: _one(form, inner)) for entry in _entries(value)]
    return make_seq(shaped, value.line)


def _by_key(key: str, form: Form, value: Any) -> Any:
    if not isinstance(value, Seq | Map) or not value:
        return None
    values: dict[str, Any] = {}
    lines: dict[str, int] = {}
    for number, entry in enumerate(_entries(value)):
        if not isinstance(entry, Map):
            continue
        if is_intrinsic(entry):
            values[f"({number})"] = _each_branch(entry, lambda inner: _one(form, inner))
            continue
        name = key_text(entry.get(key, f"({number})"))
        values[name] = properties(form, make_map({k: v for k, v in entry.items() if k != key}, entry.line, entry.lines))
        lines[name] = entry.line
    return make_map(values, value.line, lines)
