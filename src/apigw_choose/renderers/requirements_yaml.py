"""Requirements as the text of a requirements file: what the questionnaire saves, and any reader reads back."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from apigw_choose.model.amounts import format_amount
from apigw_choose.readers.requirements_file import NO_OPTION, FileRequirements, normal_form

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from apigw_choose.model.matrix import Matrix
    from apigw_choose.model.requirements import Want

_PLAIN = re.compile(r"[A-Za-z0-9]+([._/+-]+[A-Za-z0-9]+)*", re.ASCII)
"""Text without any character that means something to YAML, wherever it stands."""


def write_requirements(matrix: Matrix, said: FileRequirements) -> str:
    """The canonical text: one order, one spelling, ids only. Reading it gives the same requirements."""
    return "".join(f"{line}\n" for line in _lines(matrix, normal_form(matrix, said))) or "{}\n"


def _lines(matrix: Matrix, said: FileRequirements) -> Iterator[str]:
    yield from _list("needs", [_asked(matrix, need.feature, need.amount) for need in said.needs])
    yield from _list("wants", [_want(matrix, want) for want in said.wants])
    if said.strict:
        yield "strict: true"
    if said.allow_workarounds:
        yield "allow-workarounds: true"
    yield from _list("no-assume", map(_text, said.overruled))
    yield from _list("declined", map(_text, said.declined))
    yield from _list("undecided", map(_text, said.undecided))
    if said.traffic:
        yield "traffic:"
        yield from (f"  {_text(key)}: {_text(value)}" for key, value in said.traffic.items())
    if said.region is not None:
        yield f"region: {_text(said.region)}"
    if said.expect is not None:
        yield from _expected(said.expect)


def _list(key: str, entries: Iterable[str]) -> Iterator[str]:
    entries = list(entries)
    if entries:
        yield f"{key}:"
        yield from (f"  - {entry}" for entry in entries)


def _expected(options: tuple[str, ...]) -> Iterator[str]:
    if len(options) > 1:
        yield from _list("expect", map(_text, options))
    else:
        yield f"expect: {_text(options[0]) if options else NO_OPTION}"


def _asked(matrix: Matrix, feature: str, amount: int | None) -> str:
    written = _amount(matrix, feature, amount)
    return _text(feature) if written is None else f"{_text(feature)}: {written}"


def _want(matrix: Matrix, want: Want) -> str:
    amount = _amount(matrix, want.feature, want.amount)
    if want.weight == 1:
        return _asked(matrix, want.feature, want.amount)
    if amount is None:
        return f"{_text(want.feature)}: {want.weight}"
    return f"{_text(want.feature)}: {{amount: {amount}, weight: {want.weight}}}"


def _amount(matrix: Matrix, feature: str, amount: int | None) -> str | None:
    """The amount as a file says it; a count is a number there, and needs no quotes."""
    quantity = matrix.features[feature].quantity
    if amount is None or quantity is None:
        return None
    written = format_amount(amount, quantity.dimension)
    return written if written.isdigit() else _text(written)


def _text(text: str) -> str:
    """The text as a scalar that every reader of YAML reads as this text: in quotes, where it needs them."""
    from apigw_choose.readers.strict_yaml import plain_scalar  # yaml, only when something is written

    if _PLAIN.fullmatch(text):
        try:
            if plain_scalar(text) == text:
                return text
        except ValueError:
            pass  # not read alike by all
    return f'"{"".join(map(_quoted, text))}"'


def _quoted(character: str) -> str:
    if character in '"\\':
        return f"\\{character}"
    if character.isprintable():
        return character
    return f"\\U{ord(character):08x}"
