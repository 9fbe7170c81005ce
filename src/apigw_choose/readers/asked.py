"""Needs and wants as they are typed: `waf`, `integration-timeout=60s`, `caching:3`, `waf,api-keys`."""

from __future__ import annotations

from collections.abc import Iterable

from apigw_choose.engine.vocabulary import explain_unknown, find
from apigw_choose.model.amounts import EXAMPLE, parse_amount
from apigw_choose.model.errors import InputError
from apigw_choose.model.matrix import Feature, Matrix
from apigw_choose.model.requirements import Need, Requirements, Want

MAX_WEIGHT = 1000


def require(
    matrix: Matrix,
    needs: Iterable[str] = (),
    wants: Iterable[str] = (),
    *,
    strict: bool = False,
    overruled: Iterable[str] = (),
) -> Requirements:
    """The requirements that some typed needs and wants express in the vocabulary of a matrix.

    Raises:
        InputError: with everything that is wrong with any of them.
    """
    reading = _Reading(matrix)
    needed = [need for text in _split(needs) for need in reading.need(text)]
    wanted = [want for text in _split(wants) for want in reading.want(text)]
    overruled = tuple(overruled)
    reading.check_assumptions(overruled)
    reading.finish()
    return Requirements.of(
        _strictest(needed, matrix),
        wanted,
        strict=strict,
        overruled=overruled,
    )


class _Reading:
    """Reads typed needs and wants, keeping every mistake so that all are told at once."""

    def __init__(self, matrix: Matrix) -> None:
        self.matrix = matrix
        self.unknown: list[str] = []
        self.mistakes: list[str] = []

    def need(self, text: str) -> list[Need]:
        origin = f"--need {text}"
        return [Need(feature.id, amount, origin) for feature, amount, _ in self._read(text, origin, weighted=False)]

    def want(self, text: str) -> list[Want]:
        origin = f"--want {text}"
        read = self._read(text, origin, weighted=True)
        return [Want(feature.id, amount, weight, origin) for feature, amount, weight in read]

    def _read(self, text: str, origin: str, *, weighted: bool) -> list[tuple[Feature, int | None, int]]:
        """The feature, amount and weight; none, with the mistake noted, where the text says no such thing."""
        body, colon, weight_text = text.partition(":")
        name, equals, amount_text = body.partition("=")
        found = find(self.matrix, name.strip())
        if found is None:
            self.unknown.append(explain_unknown(self.matrix, name))
            return []
        feature, meant = found
        try:
            weight = _weight(weight_text, weighted=weighted) if colon else 1
            amount = _amount(feature, name, amount_text if equals else None, meant)
        except ValueError as error:
            self.mistakes.append(f"{origin}: {error}")
            return []
        return [(feature, amount, weight)]

    def check_assumptions(self, names: Iterable[str]) -> None:
        known = [assumption.id for assumption in self.matrix.assumptions]
        for name in names:
            if name not in known:
                there = f"there is {', '.join(known)}" if known else "the matrix makes none"
                self.mistakes.append(f"--no-assume {name}: no such assumption; {there}")

    def finish(self) -> None:
        problems = list(self.mistakes)
        if self.unknown:
            what = "no such feature" if len(self.unknown) == 1 else "no such features"
            problems.insert(0, f"{what}: {', '.join(dict.fromkeys(self.unknown))}")
        if problems:
            raise InputError(problems, hint="apigw-choose features" if self.unknown else None)


def _split(texts: Iterable[str]) -> Iterable[str]:
    for text in texts:
        yield from text.split(",")


def _weight(text: str, *, weighted: bool) -> int:
    if not weighted:
        raise ValueError("a need has no weight; say it as a want, or leave the weight out")
    if not (text.isascii() and text.isdigit() and len(text) < 6 and 1 <= int(text) <= MAX_WEIGHT):
        raise ValueError(f"the weight {text!r} is not a whole number from 1 to {MAX_WEIGHT}")
    return int(text)


def _amount(feature: Feature, name: str, text: str | None, meant: int | None) -> int | None:
    if feature.quantity is None:
        if text is not None:
            raise ValueError(f"{feature.id} is had or not had, it takes no amount; say {feature.id} alone")
        return None
    example = EXAMPLE[feature.quantity.dimension]
    if meant is not None:
        if text is not None:
            raise ValueError(f"{name} stands for an amount already; say {feature.id}={example}")
        return meant
    if text is None:
        raise ValueError(f"{feature.id} is a quantity; say how much, such as {feature.id}={example}")
    return parse_amount(text, feature.quantity.dimension)


def _strictest(needs: list[Need], matrix: Matrix) -> list[Need]:
    """Of several needs for one quantity, the one that implies the others."""
    strictest: dict[str, Need] = {}
    for need in needs:
        kept = strictest.get(need.feature)
        quantity = matrix.features[need.feature].quantity
        if kept is None or (
            quantity and kept.amount is not None and need.amount is not None
            and not quantity.reaches(kept.amount, need.amount)
        ):
            strictest[need.feature] = need
    return list(strictest.values())
