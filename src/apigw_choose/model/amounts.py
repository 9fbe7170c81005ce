"""Amounts: whole numbers in the base unit of a dimension, read and written with units.

`29s`, `0.5min`, `128KiB` and `300` become 29000 (milliseconds), 30000, 131072 (bytes) and 300.
Whole numbers compare exactly; a float would make 29.5 s a matter of luck.

KB and KiB both mean 1,024 bytes: the vendor's quota pages write "128 KB" for 131,072 bytes, and
reading a requirement as the larger of its two meanings can only err on the safe side.
"""

from __future__ import annotations

import re
from typing import Literal

Dimension = Literal["duration", "size", "rate", "count"]

_KIB = 1024
_SECOND = 1000

UNITS: dict[Dimension, dict[str, int]] = {
    # The first spelling of a factor is the one that is written.
    "duration": {
        "ms": 1,
        "s": _SECOND,
        "min": 60 * _SECOND,
        "h": 3600 * _SECOND,
        "sec": _SECOND,
        "second": _SECOND,
        "seconds": _SECOND,
        "m": 60 * _SECOND,
        "minute": 60 * _SECOND,
        "minutes": 60 * _SECOND,
        "hour": 3600 * _SECOND,
        "hours": 3600 * _SECOND,
        "d": 86400 * _SECOND,
        "day": 86400 * _SECOND,
        "days": 86400 * _SECOND,
    },
    "size": {
        "B": 1,
        "KB": _KIB,
        "MB": _KIB**2,
        "GB": _KIB**3,
        "TB": _KIB**4,
        "bytes": 1,
        "byte": 1,
        "KiB": _KIB,
        "MiB": _KIB**2,
        "GiB": _KIB**3,
        "TiB": _KIB**4,
        "K": _KIB,
        "M": _KIB**2,
        "G": _KIB**3,
    },
    "rate": {"/s": 1, "/sec": 1, "/second": 1, "": 1},
    "count": {"": 1},
}
BASE_UNIT: dict[Dimension, str] = {"duration": "ms", "size": "B", "rate": "/s", "count": ""}
"""The unit in which an amount of each dimension is kept."""

EXAMPLE: dict[Dimension, str] = {"duration": "60s", "size": "8MB", "rate": "500/s", "count": "300"}
"""How a person writes an amount of each dimension, for error messages."""

MOST = 2**60
"""No amount is larger: a little over an exabyte, or 36 million years."""

_AMOUNT = r"([0-9]{1,19})(?:\.([0-9]{1,9}))?[ ]?([A-Za-z]{0,7}|/[A-Za-z]{1,6})"


def parse_amount(text: str, dimension: Dimension, *, round_up: bool = False) -> int:
    """Read an amount such as `29.5s` as a whole number of base units.

    What is finer than a base unit is refused, or rounded up where that is asked for.

    Raises:
        ValueError: with a sentence that says what is wrong and how to write it.
    """
    match = re.fullmatch(_AMOUNT, text.strip(), re.ASCII)
    example = EXAMPLE[dimension]
    if match is None:
        raise ValueError(f"{text!r} is not an amount; write it like {example}")
    whole, fraction, unit = match[1], match[2] or "", match[3]
    factor = _factor(unit, dimension)
    if factor is None:
        complaint = f"has the unknown unit {unit!r}" if unit else "has no unit"
        raise ValueError(f"{text!r} {complaint}; write it like {example}")
    finest: int = 10 ** len(fraction)
    scaled, remainder = divmod(int(whole + fraction) * factor, finest)
    if scaled > MOST:
        raise ValueError(f"{text!r} is more than can be meant")
    if remainder and round_up:
        return scaled + 1
    if remainder:
        raise ValueError(f"{text!r} is finer than {_finest(dimension)}")
    return scaled


def format_amount(amount: int, dimension: Dimension) -> str:
    """Write an amount in the largest unit that divides it: 29000 ms is `29s`, 131072 B is `128KB`.

    What this writes, `parse_amount` reads back to the same number.
    """
    if dimension == "duration" and amount > _SECOND and amount % _SECOND:
        return f"{amount // _SECOND}.{amount % _SECOND:03d}".rstrip("0") + "s"
    # Up to two minutes, people think in seconds.
    largest = min(amount, _SECOND) if dimension == "duration" and amount < 120 * _SECOND else amount
    written = {factor: unit for unit, factor in reversed(UNITS[dimension].items())}
    factor = next(
        factor
        for factor in sorted(written, reverse=True)
        if amount % factor == 0 and (factor <= largest or factor == 1) and written[factor] != "d"
    )
    return f"{amount // factor}{written[factor]}"


def _factor(unit: str, dimension: Dimension) -> int | None:
    folded = {name.casefold(): factor for name, factor in UNITS[dimension].items()}
    return folded.get(unit.casefold())


def _finest(dimension: Dimension) -> str:
    return {"duration": "a millisecond", "size": "a byte"}.get(dimension, "a whole number")
