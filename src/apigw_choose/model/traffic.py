"""Traffic: what comes in a month, in figures."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from apigw_choose.model.amounts import MOST, format_amount, parse_amount

if TYPE_CHECKING:
    from collections.abc import Mapping

    from apigw_choose.model.costs import MeasureKind

WHOLE = 1_000_000
"""A share of everything, in its base unit."""

_SECOND = 1000
_PERIODS = {
    "second": _SECOND,
    "minute": 60 * _SECOND,
    "hour": 3600 * _SECOND,
    "day": 86400 * _SECOND,
}
_PERIOD_NAMES = {
    **{name: name for name in (*_PERIODS, "month")},
    "s": "second",
    "sec": "second",
    "min": "minute",
    "m": "minute",
    "h": "hour",
    "hr": "hour",
    "d": "day",
    "mo": "month",
    "mth": "month",
}
_SCALES = {
    "": 1,
    "k": 10**3,
    "m": 10**6,
    "b": 10**9,
    "g": 10**9,
    "t": 10**12,
    "thousand": 10**3,
    "million": 10**6,
    "billion": 10**9,
    "trillion": 10**12,
}
_NUMBER = r"([0-9]{1,40}|[0-9]{1,3}(?:,[0-9]{3}){1,12})(?:\.([0-9]{1,9}))?(?:e\+?([0-9]{1,3}))?"
_FLOW = re.compile(rf"{_NUMBER}[ ]?([a-z]{{0,8}})(?:(?:/| per | a )([a-z]{{1,7}}))?", re.ASCII)
_SHARE = re.compile(r"([0-9]{1,3})(?:\.([0-9]{1,4}))?[ ]?%", re.ASCII)
EXAMPLE: dict[MeasureKind, str] = {
    "flow": "50M/month",
    "level": "1000",
    "size": "4KB",
    "duration": "10min",
    "share": "90%",
}
"""How a person writes an amount of each kind, for error messages."""


@dataclass(frozen=True)
class Traffic:
    """What comes, in the measures of a matrix; whatever is not said is taken as the matrix says, or left open."""

    amounts: Mapping[str, int]
    """By measure, in base units: things a month, things held, bytes, milliseconds, millionths."""
    month: int
    """Milliseconds."""
    region: str
    region_said: bool = False
    """Whether somebody asked for that region."""
    readings: Mapping[str, str] = field(default_factory=dict)
    """By open question: the answer that was chosen."""
    free_tier: bool = False
    """Whether free allowances are taken off."""

    def __hash__(self) -> int:
        return hash((tuple(sorted(self.amounts.items())), self.month, self.region))


def parse_measure(text: str, kind: MeasureKind, month: int) -> int:
    """Read an amount of a measure in its base unit; what a month holds is rounded up to a whole thing.

    Raises:
        ValueError: with a sentence that says what is wrong and how to write it.
    """
    try:
        if kind in {"size", "duration"}:
            return parse_amount(text, "size" if kind == "size" else "duration", round_up=True)
        if kind == "share":
            return parse_share(text)
        number, period = parse_count(text)
        if kind == "level" and period is not None:
            raise ValueError(f"{text!r} has a period, and this is held all the time")  # noqa: TRY301
        return per_month(number, period, month)
    except ValueError as error:
        said = str(error)
        raise ValueError(said if "write it like" in said else f"{said}; write it like {EXAMPLE[kind]}") from None


def parse_count(text: str) -> tuple[int, str | None]:
    """Read `50M/month`, `1,000 per second` or `30000`: the number and its period, if it has one.

    The number is in billionths, so that half a call a second can be said.

    Raises:
        ValueError: with a sentence that says what is wrong.
    """
    match = _FLOW.fullmatch(text.strip().casefold())
    if match is None:
        raise ValueError(f"{text!r} is not an amount of traffic")
    whole, fraction, exponent, scale, period = match.groups()
    if scale not in _SCALES:
        raise ValueError(f"{text!r} has the unknown unit {scale!r}")
    if period is not None and _period(period) is None:
        raise ValueError(f"{text!r} has the unknown period {period!r}; there is second, minute, hour, day and month")
    number = int(whole.replace(",", "") + (fraction or "").ljust(9, "0")) * 10 ** int(exponent or 0) * _SCALES[scale]
    if number > MOST * 10**9:  # billionths
        raise ValueError(f"{text!r} is more than can be meant")
    return number, None if period is None else _period(period)


def per_month(billionths: int, period: str | None, month: int) -> int:
    """So many things a month, rounded up to a whole one.

    Raises:
        ValueError: when that is more than can be meant.
    """
    length = month if period is None else _PERIODS.get(period, month)
    things = -(-billionths * month // (length * 10**9))
    if things > MOST:
        raise ValueError("that is more in a month than can be meant")
    return things


def parse_share(text: str) -> int:
    """Read `90%` as millionths.

    Raises:
        ValueError: with a sentence that says what is wrong.
    """
    match = _SHARE.fullmatch(text.strip())
    if match is None:
        raise ValueError(f"{text!r} is not a share")
    millionths = int(match[1] + (match[2] or "").ljust(4, "0"))
    if millionths > WHOLE:
        raise ValueError(f"{text!r} is more than all of it")
    return millionths


def format_measure(amount: int, kind: MeasureKind) -> str:
    """An amount as it is written and read again: `50M`, `4KB`, `90%`."""
    if kind == "size":
        return _size(amount)
    if kind == "duration":
        return format_amount(amount, "duration")
    if kind == "share":
        whole, rest = divmod(amount, WHOLE // 100)
        digits = f"{rest:04d}".rstrip("0")
        return f"{whole}.{digits}%" if digits else f"{whole}%"
    return _short(amount)


def _period(name: str) -> str | None:
    return _PERIOD_NAMES.get(name) or _PERIOD_NAMES.get(name.removesuffix("s"))


def _size(amount: int) -> str:
    """A size in the unit in which it was most likely said: 1717986919 bytes are 1.6GB, rounded up to a byte."""
    for unit, factor in (("GB", 2**30), ("MB", 2**20), ("KB", 2**10)):
        for scale in (10, 100):
            parts = amount * scale // factor
            if parts >= scale and -(-parts * factor // scale) == amount and amount % factor:
                return f"{parts // scale}.{str(parts % scale).rjust(len(str(scale)) - 1, '0').rstrip('0')}{unit}"
    return format_amount(amount, "size")


def _short(number: int) -> str:
    """A whole number with its scale where that is shorter: 50M, 1.5B, 21,600."""
    for letter, scale in (("B", 10**9), ("M", 10**6)):
        thousandths, rest = divmod(number * 1000, scale)
        if number >= scale and not rest:
            whole, part = divmod(thousandths, 1000)
            digits = f"{part:03d}".rstrip("0")
            return f"{whole:,}.{digits}{letter}" if digits else f"{whole:,}{letter}"
    return f"{number:,}"
