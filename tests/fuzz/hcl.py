"""Terraform's JSON syntax put into its native one."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator

LABELS = {"resource": 2, "data": 2, "variable": 1, "output": 1, "module": 1, "provider": 1}
_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_-]*", re.ASCII)


def to_hcl(tree: Any) -> str:
    """A module in Terraform's native syntax; what has no place in it is written as an attribute."""
    return "".join(_body(tree, 0, top=True)) if isinstance(tree, dict) else expression(tree)


def expression(value: Any) -> str:
    """A value; a text that is one interpolation stands without its quotes."""
    if isinstance(value, str):
        inner = re.fullmatch(r"\$\{([^{}]*|[^{}]*\{[^{}]*\}[^{}]*)\}", value)
        return inner[1] if inner else json.dumps(value, ensure_ascii=False)
    if isinstance(value, list):
        return f"[{', '.join(map(expression, value))}]"
    if isinstance(value, dict):
        return "{" + ", ".join(f"{json.dumps(key)} = {expression(part)}" for key, part in value.items()) + "}"
    return json.dumps(value)


def _body(tree: dict[str, Any], depth: int, *, top: bool = False) -> Iterator[str]:
    pad = "  " * depth
    for key, value in tree.items():
        name = key if _NAME.fullmatch(key) else json.dumps(key)
        if top:
            for labels, body in _labelled(value, LABELS.get(key, 0)):
                yield f"{name}{''.join(f' {json.dumps(label)}' for label in labels)} {{\n"
                yield from _body(body, depth + 1) if isinstance(body, dict) else [f"  x = {expression(body)}\n"]
                yield "}\n"
        elif isinstance(value, list) and value and all(isinstance(entry, dict) for entry in value):
            for entry in value:
                yield f"{pad}{name} {{\n"
                yield from _body(entry, depth + 1)
                yield f"{pad}}}\n"
        else:
            yield f"{pad}{name} = {expression(value)}\n"


def _labelled(value: Any, labels: int) -> Iterator[tuple[list[str], Any]]:
    if labels and isinstance(value, dict):
        for label, part in value.items():
            for more, body in _labelled(part, labels - 1):
                yield [label, *more], body
    else:
        yield [], value
