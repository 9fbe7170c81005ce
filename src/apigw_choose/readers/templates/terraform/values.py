"""Values of Terraform in the words of CloudFormation, and the bounds on their size."""

from __future__ import annotations

from typing import Any, TypeGuard

from apigw_choose.readers.templates.tree import Map, Seq, make_map, make_seq, unresolved

MAX_TEXT = 4_000_000
"""Characters of one string; expressions that double a string grow beyond any bound."""
MAX_SIZE = 100_000
"""Entries, at any depth, of one value that others share."""

_INTRINSICS = frozenset(("Ref", "Fn::GetAtt", "Fn::If", "Fn::Join", "Fn::Sub", "Parameter", "Unresolved"))


class TooMuchError(Exception):
    """The expressions of a module would take too long, or too much room."""


def is_intrinsic(value: Any) -> TypeGuard[Map]:
    """Whether a value is one that only a deployment knows."""
    return isinstance(value, Map) and len(value) == 1 and next(iter(value)) in _INTRINSICS


def plain(value: Any) -> bool:
    """Whether a value is a string, a number or a truth value."""
    return isinstance(value, str | int | float)


def no_value(line: int) -> Map:
    """An argument that is left out."""
    return make_map({"Ref": "AWS::NoValue"}, line)


def choice(words: str, first: Any, second: Any, line: int) -> Any:
    """One value or another, by a condition that only a deployment knows."""
    if first == second:
        return first
    branches = [no_value(line) if branch is None else branch for branch in (first, second)]
    return make_map({"Fn::If": make_seq([words, *branches], line)}, line)


def truth(value: Any) -> bool | None:
    """What a condition comes to, where that is known."""
    if isinstance(value, bool):
        return value
    return {"true": True, "false": False}.get(value) if isinstance(value, str) else None


def key_text(key: Any) -> str:
    """A key of an object; one that is not known is shown as what it is."""
    if isinstance(key, str):
        return key
    return scalar_text(key) if plain(key) else f"({next(iter(key.values()), '')})" if isinstance(key, Map) else "()"


def scalar_text(value: Any) -> str:
    """A scalar as a template writes it."""
    if value is None:
        return ""
    return str(value).lower() if isinstance(value, bool) else str(value)


def usual(value: Any) -> Any:
    """The value that a variable usually has, within a longer text; other values are left as they are."""
    if isinstance(value, Map) and "Fn::If" in value:
        words, first, _ = value["Fn::If"]
        if words.startswith("var.") and plain(first):
            return first
    return value


def join(parts: list[Any], line: int) -> Any:
    """A string of several parts; `Fn::Join` where some of them are not known."""
    joined: list[Any] = []
    for part in parts:
        known = usual(part)
        if isinstance(known, Map) and "Fn::Join" in known and known["Fn::Join"][0] == "":
            joined.extend(known["Fn::Join"][1])
        elif known is None or plain(known):
            text = scalar_text(known)
            if joined and isinstance(joined[-1], str):
                joined[-1] += text
            elif text:
                joined.append(text)
        else:
            joined.append(known if is_intrinsic(known) else unresolved("a list or an object within a text", line))
        if sum(len(text) for text in joined[-1:] if isinstance(text, str)) > MAX_TEXT or len(joined) > MAX_SIZE:
            raise TooMuchError
    if not joined:
        return ""
    if len(joined) == 1 and isinstance(joined[0], str):
        return joined[0]
    return make_map({"Fn::Join": make_seq(["", make_seq(joined, line)], line)}, line)


def size(value: Any, limit: int = MAX_SIZE) -> int:
    """How many entries a value has at all depths; no more than a little above the limit."""
    count = 0
    waiting = [value]
    while waiting and count <= limit:
        found = waiting.pop()
        if isinstance(found, Map | Seq):
            count += len(found) + 1
            waiting.extend(found.values() if isinstance(found, Map) else found)
        elif isinstance(found, str):
            count += len(found) // 100
    return count
