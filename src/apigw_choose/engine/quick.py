"""Verdicts alone, for those who ask very often: the same answer as `evaluate`, without its evidence.

Everything about a matrix that an answer depends on is brought into bit sets once. An answer then is a few
operations on whole numbers for each option, whatever the number of features.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping

    from apigw_choose.model.matrix import Cell, Matrix

Asked = tuple[str, int | None]
"""A feature and, for a quantity, the least amount of it in base units."""

_ANY = 1 << 62
"""More than can be asked of any quantity."""


class Verdict(NamedTuple):
    """Who meets the needs, and who of them comes first."""

    recommendation: str | None
    eligible: tuple[str, ...]
    """In the order of the matrix, set aside or not."""


class _Rule(NamedTuple):
    when: int
    implies: int
    excludes: int
    limits: tuple[tuple[int, int, int], ...]
    """The bit of a quantity, the sign of what is better, and the best amount that is left."""


class _Option(NamedTuple):
    id: str
    place: int
    having: int
    """What counts as had."""
    counted: int
    """What is had at all, by which the spare features are counted."""
    price: int
    best: Mapping[int, tuple[int, int]]
    """By the bit of a quantity, had or not: the sign of what is better, and the best amount in that sign."""
    rules: tuple[_Rule, ...]
    triggers: int
    """The features of which some rule speaks."""


class Quick:
    """Answers for one matrix.

    Args:
        matrix: what is decided over
        strict: whether partial support falls short
        overruled: ids of assumptions that do not hold
    """

    def __init__(self, matrix: Matrix, *, strict: bool = False, overruled: Collection[str] = ()) -> None:
        self._bits = {feature: 1 << place for place, feature in enumerate(matrix.features)}
        self._options = [self._option(matrix, place, name, strict=strict) for place, name in enumerate(matrix.options)]
        self._assumptions = [
            (self._mask(entry.unless), frozenset(entry.sets_aside))
            for entry in matrix.assumptions
            if entry.id not in overruled
        ]

    def __call__(self, needs: Iterable[Asked]) -> Verdict:
        """The verdict on some needs, each a feature and, for a quantity, an amount.

        Raises:
            KeyError: when the matrix does not know a feature.
        """
        bits = self._bits
        mask = 0
        amounts: list[tuple[int, int]] = []
        for feature, amount in needs:
            bit = bits[feature]
            mask |= bit
            if amount is not None:
                amounts.append((bit, amount))
        aside: frozenset[str] = frozenset()
        for unless, sets_aside in self._assumptions:
            if not mask & unless:
                aside |= sets_aside
        eligible = [option for option in self._options if _fits(option, mask, amounts)]
        best = None
        for option in eligible:
            if option.id not in aside:
                standing = (option.price, (option.counted & ~mask).bit_count(), option.place, option.id)
                if best is None or standing < best:
                    best = standing
        return Verdict(best[3] if best else None, tuple([option.id for option in eligible]))

    def _option(self, matrix: Matrix, place: int, name: str, *, strict: bool) -> _Option:
        having = matrix.having[name] & ~matrix.partial[name] if strict else matrix.having[name]
        rules = tuple(self._rules(matrix, name))
        triggers = 0
        for rule in rules:
            triggers |= rule.when
        best = {
            self._bits[quantity]: self._best(matrix, quantity, name, strict=strict) for quantity in matrix.quantities
        }
        price = matrix.options[name].price.micros
        return _Option(name, place, having, matrix.having[name], price, best, rules, triggers)

    def _best(self, matrix: Matrix, quantity: str, option: str, *, strict: bool) -> tuple[int, int]:
        feature = matrix.features[quantity]
        assert feature.quantity is not None, "a quantity is measured"
        sign = 1 if feature.quantity.better == "more" else -1
        offers = _offers(feature.cells[option], strict=strict)
        return sign, max(_ANY if offer is None else sign * offer for offer in offers)

    def _rules(self, matrix: Matrix, option: str) -> Iterator[_Rule]:
        for rule in matrix.rules:
            if option in rule.options:
                limits = tuple(
                    (self._bits[name], 1 if quantity.better == "more" else -1, amount)
                    for name, amount in rule.limits.items()
                    if (quantity := matrix.features[name].quantity)
                )
                yield _Rule(self._mask(rule.when), self._mask(rule.implies), self._mask(rule.excludes), limits)

    def _mask(self, features: Iterable[str]) -> int:
        mask = 0
        for feature in features:
            mask |= self._bits[feature]
        return mask


def _fits(option: _Option, mask: int, amounts: list[tuple[int, int]]) -> bool:
    """Whether an option has all that is asked and all that follows from it, and no rule forbids it."""
    if mask & ~option.having:
        return False
    for bit, amount in amounts:
        sign, best = option.best[bit]
        if sign * amount > best:
            return False
    return not mask & option.triggers or _bears(option, mask, amounts)


def _bears(option: _Option, mask: int, amounts: list[tuple[int, int]]) -> bool:
    """Whether the rules of an option let it have what is asked together."""
    needed, before = mask, 0
    while needed != before:
        before = needed
        for rule in option.rules:
            if rule.when & needed == rule.when:
                needed |= rule.implies
    if needed & ~option.having:
        return False
    asked = dict(amounts)
    for rule in option.rules:
        if rule.when & needed == rule.when:
            if rule.excludes & needed:
                return False
            if any(bit in asked and sign * asked[bit] > sign * limit for bit, sign, limit in rule.limits):
                return False
    return True


def _offers(cell: Cell, *, strict: bool) -> Iterator[int | None]:
    """The amounts that are had, if the quantity is at all; None where there is no limit."""
    yield cell.value
    if cell.beyond and not strict:
        yield cell.beyond.to
