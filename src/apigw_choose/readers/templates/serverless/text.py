"""Texts with variables of the Serverless Framework, cut into their parts."""

from __future__ import annotations

import re
from typing import NamedTuple

MAX_NESTING = 40
_SOURCES = frozenset(
    (
        *("self", "opt", "env", "file", "sls", "aws", "cf", "ssm", "s3", "param", "strToBool", "git", "output"),
        *("state", "secrets", "terraform", "vault", "doppler"),
    ),
)


class Variable(NamedTuple):
    """A piece of a text: a variable, with what it says between its braces."""

    words: str


def pieces(text: str) -> list[str | Variable]:
    """A text, cut into plain pieces and the framework's variables."""
    found: list[str | Variable] = []
    position = start = 0
    while (opening := text.find("${", position)) >= 0:
        closing = _closing(text, opening + 2)
        if closing is None:
            break
        words = text[opening + 2 : closing]
        name = re.match(r"\s*([A-Za-z][\w-]*)", words)
        if (
            name is None
            or name[1] not in _SOURCES
            or words[name.end() : name.end() + 2] == "::"
            or words[name.end() : name.end() + 1] not in (":", "(")
        ):
            position = opening + 2
            continue
        if opening > start:
            found.append(text[start:opening])
        found.append(Variable(words))
        position = start = closing + 1
    if start < len(text) or not found:
        found.append(text[start:])
    return found


_BRACES = re.compile(r"\$\{|\{|\}")


def _closing(text: str, position: int) -> int | None:
    """Where the brace is that ends a variable which begins at a position."""
    depth = 1
    for found in _BRACES.finditer(text, position):
        depth += -1 if found[0] == "}" else 1
        if depth == 0:
            return found.start()
        if depth > MAX_NESTING:
            return None
    return None


def sources_of(words: str) -> list[str]:
    """What stands between braces, cut at the commas that are in no further braces, brackets or quotes."""
    parts: list[str] = []
    depth, quote, start = 0, "", 0
    for position, letter in enumerate(words):
        if quote:
            quote = "" if letter == quote else quote
        elif letter in "'\"":
            quote = letter
        elif letter in "{(":
            depth += 1
        elif letter in "})":
            depth -= 1
        elif letter == "," and depth == 0:
            parts.append(words[start:position])
            start = position + 1
    return [*parts, words[start:]][:MAX_NESTING]
