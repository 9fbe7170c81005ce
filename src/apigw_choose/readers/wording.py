"""How messages quote what stands in a file, and what they guess was meant."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Collection

LONGEST_SHOWN = 60


def shown(value: object) -> str:
    """A value from a file as a message quotes it: on one line, cut when it is long."""
    words = {True: "true", False: "false", None: "null"}
    if value is None or isinstance(value, bool):
        return words[value]
    text = repr(value)
    return text if len(text) <= LONGEST_SHOWN else f"{text[:LONGEST_SHOWN]}..."


def did_you_mean(word: str, known: Collection[str]) -> str:
    """` (did you mean 'x'?)` when a known word is near, else nothing."""
    from difflib import get_close_matches

    if len(word) > LONGEST_SHOWN:
        return ""  # nothing known is that long, and the time to compare grows with the square of the length
    near = get_close_matches(word.casefold(), known, n=1) or get_close_matches(word, known, n=1)
    return f" (did you mean {near[0]!r}?)" if near else ""
