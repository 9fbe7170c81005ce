"""JSON as a tree with lines.

The parser of the standard library, which is written in C, says whether a text is JSON, but not on which line anything
stands. So the text is then read token by token, which needs no recursion and no further checks.
"""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

from apigw_choose.readers.templates.tree import MAX_DEPTH, Map, Seq, TreeError

if TYPE_CHECKING:
    from collections.abc import Callable

    Note = Callable[[int | None, str], None]

_TOKEN = re.compile(r'\n|"(?:[^"\\]+|\\.)*"|[{}\[\]]|[^\s{}\[\]:,"]+')
MAX_TOKENS = 3_000_000
_WORDS = {"true": True, "false": False, "null": None}


class NotJsonError(Exception):
    """The text is something else, perhaps YAML in its flow style."""


def read(text: str, note: Note) -> Any:
    """The value of a JSON text; of two equal keys the last counts, with a note.

    Raises:
        NotJsonError: when it is no JSON.
        TreeError: when it is nested too deeply.
    """
    text = text.removeprefix("\ufeff")
    try:
        value = json.loads(text)
    except RecursionError as error:
        raise TreeError(f"nested more than {MAX_DEPTH} levels deep") from error
    except ValueError as error:
        raise NotJsonError from error
    return _with_lines(text, note) if isinstance(value, dict | list) else value


def _with_lines(text: str, note: Note) -> Any:  # noqa: C901, PLR0912 - one loop, because of its speed
    """The value of a text that is known to be JSON."""
    line = 1
    root: Any = Seq()
    root.line, root.lines = line, []
    container: Any = root
    around: list[Map | Seq] = []
    key: str | None = None
    value: Any
    tokens = _TOKEN.findall(text)
    if len(tokens) > MAX_TOKENS:
        raise TreeError(f"has more than {MAX_TOKENS:,} values and lines")
    for token in tokens:
        first = token[0]
        if first == "\n":
            line += 1
            continue
        if first == '"':
            value = token[1:-1] if "\\" not in token else json.loads(token)
            if key is None and type(container) is Map:
                key = value
                if key in container.lines:
                    note(line, f"the key {key!r} a second time; the last one counts")
                container.lines[key] = line
                continue
        elif first in "{[":
            value = Map() if first == "{" else Seq()
            value.line = line
            value.lines = {} if first == "{" else []
        elif first in "}]":
            container = around.pop()
            continue
        else:
            value = _WORDS[token] if token in _WORDS else int(token) if token.isdigit() else json.loads(token)
        if key is not None:
            container[key] = value
            key = None
        else:
            container.append(value)
            container.lines.append(line)
        if first in "{[":
            around.append(container)
            container = value
            if len(around) > MAX_DEPTH:
                raise TreeError(f"nested more than {MAX_DEPTH} levels deep", line)
    return root[0]
