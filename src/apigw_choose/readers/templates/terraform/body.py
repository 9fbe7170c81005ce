"""Documents in arguments, such as `body` and `policy`, where the module itself says them."""

from __future__ import annotations

import re
from typing import Any

from apigw_choose.readers.templates.terraform.values import is_intrinsic, join
from apigw_choose.readers.templates.tree import Map, Seq, make_map, make_seq, read_tree

_STAND_IN = re.compile(r"zqApiRef(\d+)qz")


def read_document(value: Any, file: str, line: int) -> Map | None:
    """The document that an argument is, with the intrinsics that were in its text; None where it cannot be read here.

    Args:
        value: text, data, or text with references in it
        file: where it stands
        line: on which line; text of several lines is taken to begin on the next
    """
    if isinstance(value, Map) and not is_intrinsic(value):
        return value
    parts: list[Any] = []
    if isinstance(value, str):
        text = value
    elif isinstance(value, Map) and "Fn::Join" in value:
        parts = [part for part in value["Fn::Join"][1] if not isinstance(part, str)]
        numbers = iter(range(len(parts)))
        text = "".join(part if isinstance(part, str) else f"zqApiRef{next(numbers)}qz" for part in value["Fn::Join"][1])
    else:
        return None
    root, troubles = read_tree(text, file)
    if any(trouble.fatal for trouble in troubles) or not isinstance(root, Map):
        return None
    several = "\n" in text.strip()
    restored = _restored(root, parts, line if several else 0, line)
    return restored if isinstance(restored, Map) else None


def _restored(value: Any, parts: list[Any], shift: int, line: int) -> Any:
    """The document with its references back in their places, and its lines as those of the file."""
    if isinstance(value, Map):
        lines = {key: at + shift if shift else line for key, at in value.lines.items()}
        entries = {key: _restored(entry, parts, shift, line) for key, entry in value.items()}
        return make_map(entries, value.line + shift if shift else line, lines)
    if isinstance(value, Seq):
        lines_ = [at + shift if shift else line for at in value.lines]
        return make_seq(
            [_restored(entry, parts, shift, line) for entry in value], value.line + shift if shift else line, lines_
        )
    if isinstance(value, str) and parts and "zqApiRef" in value:
        pieces = _STAND_IN.split(value)
        known = [piece if index % 2 == 0 else parts[int(piece)] for index, piece in enumerate(pieces)]
        kept = [piece for piece in known if piece != ""]
        return kept[0] if len(kept) == 1 else join(kept, line)
    return value
