"""Words that every sentence of the tool is put together with."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable


def join(words: Iterable[str], last: str = "and") -> str:
    """Words as a sentence lists them: `a`, `a and b`, `a, b and c`."""
    *first, final = list(words) or [""]
    return f"{', '.join(first)} {last} {final}" if first else final


def sign_of(currency: str) -> str:
    """What stands before an amount of a currency."""
    return {"USD": "$", "EUR": "€"}.get(currency, f"{currency} ")
