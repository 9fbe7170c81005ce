"""A document as YAML that means the same to every reader: text is in quotes unless it is a plain word."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator

_WORD = re.compile(r"[a-z][a-z0-9_-]*", re.ASCII)
_NO_WORDS = frozenset({"y", "n", "yes", "no", "on", "off", "true", "false", "null"})
"""What some reader takes for something else than text."""

_ESCAPES = {'"': '\\"', "\\": "\\\\", "\n": "\\n"}
_LAST_OF_TWO_DIGITS, _LAST_OF_FOUR_DIGITS = 0xFF, 0xFFFF


def decision_yaml(document: dict[str, Any]) -> str:
    """The document in block style, ASCII only; reading it gives the document back."""
    return "".join(f"{line}\n" for line in _lines(document))


def _lines(value: Any) -> Iterator[str]:
    if isinstance(value, dict) and value:
        for key, entry in value.items():
            yield from _entry(f"{_scalar(key)}:", entry)
    elif isinstance(value, list) and value:
        for entry in value:
            first, *rest = _lines(entry)
            yield f"- {first}"
            yield from (f"  {line}" for line in rest)
    else:
        yield _scalar(value)


def _entry(key: str, value: Any) -> Iterator[str]:
    if isinstance(value, dict | list) and value:
        yield key
        yield from (f"  {line}" for line in _lines(value))
    else:
        yield f"{key} {_scalar(value)}"


def _scalar(value: Any) -> str:
    if not isinstance(value, str):
        return json.dumps(value)
    if _WORD.fullmatch(value) and value not in _NO_WORDS:
        return value
    return f'"{"".join(map(_quoted, value))}"'


def _quoted(character: str) -> str:
    if character in _ESCAPES:
        return _ESCAPES[character]
    if character.isascii() and character.isprintable():
        return character
    number = ord(character)
    if number <= _LAST_OF_TWO_DIGITS:
        return f"\\x{number:02x}"
    return f"\\u{number:04x}" if number <= _LAST_OF_FOUR_DIGITS else f"\\U{number:08x}"
