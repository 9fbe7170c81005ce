"""What messages guess was meant."""

from __future__ import annotations

from typing import TYPE_CHECKING

from apigw_choose.model.quoting import LONGEST_SHOWN

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

FEW = 8
"""So many ids, and no more, are listed when none of them is near the one that is wrong."""


def did_you_mean(word: str, known: Collection[str]) -> str:
    """` (did you mean 'x'?)` when a known word is near, else nothing."""
    from difflib import get_close_matches

    if len(word) > LONGEST_SHOWN:
        return ""  # nothing known is that long, and the time to compare grows with the square of the length
    near = get_close_matches(word.casefold(), known, n=1) or get_close_matches(word, known, n=1)
    return f" (did you mean {near[0]!r}?)" if near else ""


def no_such(kind: str, name: str, known: Sequence[str]) -> str:
    """That nothing of a kind has this id, with what may have been meant."""
    advice = did_you_mean(name, known)
    if not advice:
        advice = f"; there is {', '.join(known)}" if 0 < len(known) <= FEW else "; name one that there is"
    return f"no {kind} {name!r}{advice}"
