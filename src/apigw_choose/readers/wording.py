"""What messages guess was meant."""

from __future__ import annotations

from typing import TYPE_CHECKING

from apigw_choose.model.quoting import LONGEST_SHOWN

if TYPE_CHECKING:
    from collections.abc import Collection


def did_you_mean(word: str, known: Collection[str]) -> str:
    """` (did you mean 'x'?)` when a known word is near, else nothing."""
    from difflib import get_close_matches

    if len(word) > LONGEST_SHOWN:
        return ""  # nothing known is that long, and the time to compare grows with the square of the length
    near = get_close_matches(word.casefold(), known, n=1) or get_close_matches(word, known, n=1)
    return f" (did you mean {near[0]!r}?)" if near else ""
