"""Words that every sentence of the tool is put together with."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from apigw_choose.model.matrix import Matrix


def join(words: Iterable[str], last: str = "and") -> str:
    """Words as a sentence lists them: `a`, `a and b`, `a, b and c`."""
    *first, final = list(words) or [""]
    return f"{', '.join(first)} {last} {final}" if first else final


def both(matrix: Matrix, words: Iterable[str]) -> str:
    """Words as a sentence in the language of the matrix lists them: `a`, `a and b`, `a, b and c`."""
    *first, final = list(words) or [""]
    return matrix.say("{first} and {last}", first=row(matrix, first), last=final) if first else final


def either(matrix: Matrix, words: Iterable[str]) -> str:
    """Likewise words of which one is meant: `a, b or c`."""
    *first, final = list(words) or [""]
    return matrix.say("{first} or {last}", first=row(matrix, first), last=final) if first else final


def row(matrix: Matrix, words: Iterable[str]) -> str:
    """Words one after another: `a, b, c`."""
    return matrix.say(", ").join(words)


def sign_of(currency: str) -> str:
    """What stands before an amount of a currency."""
    return {"USD": "$", "EUR": "€"}.get(currency, f"{currency} ")
