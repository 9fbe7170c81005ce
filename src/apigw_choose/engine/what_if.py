"""What would change the answer: every further need, and from which amount, that leads elsewhere; and wants.

One more need strikes options out and never brings one in, so only those eligible now are looked at, in
the order in which they rank; unless the need ends an assumption, those that it set aside among them.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from apigw_choose.engine.evaluate import evaluate
from apigw_choose.engine.fit import Ground
from apigw_choose.engine.judge import support_of
from apigw_choose.engine.price import conditions
from apigw_choose.engine.rank import rank
from apigw_choose.engine.sets import features_in
from apigw_choose.model.decision import Change
from apigw_choose.model.requirements import Need

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from apigw_choose.engine.evaluate import Evaluation
    from apigw_choose.engine.rank import Standing
    from apigw_choose.model.matrix import Feature, Matrix
    from apigw_choose.model.requirements import Requirements


class WhatIf:
    """Asks what one more need or want would do to an evaluation."""

    def __init__(self, matrix: Matrix, requirements: Requirements, evaluation: Evaluation) -> None:
        self.matrix = matrix
        self.requirements = requirements
        self.evaluation = evaluation
        self.amounts = {need.feature: need.amount for need in requirements.needs}
        self.having = _having(matrix, requirements)
        self.spare = _had_by_workaround(matrix, requirements)
        self.eligible = [verdict for verdict in evaluation.verdicts if verdict.eligible]
        self.ends_assumption = frozenset().union(*(entry.unless for entry in evaluation.assumptions))
        self.aside = self._aside_with(None)
        ranked = [standing.option for standing in rank(matrix, requirements, self.eligible)]
        by_price = sorted(matrix.options, key=lambda option: matrix.options[option].price.micros)
        held = {option: frozenset(features_in(matrix, bits)) for option, bits in self.having.items()}
        self.with_needs = {option: Ground(matrix, option, self.amounts, held[option]) for option in ranked}
        self.billed = conditions(matrix, requirements)
        self.alone = {option: Ground(matrix, option, {}, held[option]) for option in by_price}

    def needs(self) -> Iterable[Change]:
        """The further needs that lead to another recommendation or to none, in the order of the matrix."""
        for place, feature in enumerate(self.matrix.features):
            if feature in self.matrix.quantities:
                yield from self._amounts(place, self.matrix.features[feature])
            elif feature not in self.amounts:
                change = self._change(place, feature, None)
                if change.recommendation != self.evaluation.recommendation:
                    yield change

    def wants(self) -> Iterable[Change]:
        """The further wants, of weight 1, that put another eligible option first."""
        asked = self.requirements.features | self.ends_assumption
        ranked = self.evaluation.ranked
        for place, feature in enumerate(self.matrix.features) if len(ranked) > 1 else ():
            if feature not in asked and feature not in self.matrix.quantities:
                first = min(self._wanting(standing, place, feature) for standing in ranked)
                if first.option != ranked[0].option:
                    yield Change(feature, None, first.option, ())

    def _wanting(self, standing: Standing, place: int, feature: str) -> Standing:
        """The standing once a feature is wanted, which is then no longer to spare."""
        return standing._replace(
            wants=standing.wants + (not self._has(standing.option, place, feature, None)),
            spare=standing.spare - (self.matrix.having[standing.option] >> place & 1),
        )

    def _amounts(self, place: int, feature: Feature) -> Iterable[Change]:
        """The amounts of a quantity at which the recommendation turns, the least demanding first."""
        before = self.evaluation.recommendation
        for beyond, amount in _steps(self.matrix, feature, self.amounts.get(feature.id)):
            change = self._change(place, feature.id, amount, beyond)
            if change.recommendation != before:
                yield change
            before = change.recommendation

    def _change(self, place: int, feature: str, amount: int | None, beyond: int | None = None) -> Change:
        """What a further need, or more of a quantity, leads to."""
        aside = self.aside if feature not in self.ends_assumption else self._aside_with(feature)
        if any(bits >> place & 1 for bits in self.spare.values()):
            best = self._recommended_with(feature, amount)
        else:
            best = self._first(self._in_order_with(feature), aside, place, feature, amount)
        together: tuple[str, ...] = ()
        if best is None and (now := self.evaluation.recommendation):
            other = self._first(self.alone, aside, place, feature, amount)
            together = (now, other) if other else ()
        return Change(feature, beyond, best, together)

    def _recommended_with(self, feature: str, amount: int | None) -> str | None:
        """What deciding anew comes to; for a need that takes a workaround may change the order in any way."""
        others = (need for need in self.requirements.needs if need.feature != feature)
        return evaluate(self.matrix, replace(self.requirements, needs=(*others, Need(feature, amount)))).recommendation

    def _in_order_with(self, feature: str) -> Mapping[str, Ground]:
        """The eligible options in the order in which they rank once a feature is needed that may be billed."""
        if feature not in self.billed:
            return self.with_needs
        asked = replace(self.requirements, needs=(*self.requirements.needs, Need(feature)))
        ranked = rank(self.matrix, asked, self.eligible)
        return {standing.option: self.with_needs[standing.option] for standing in ranked}

    def _aside_with(self, feature: str | None) -> frozenset[str]:
        """The options that assumptions set aside once a further feature is spoken of."""
        return frozenset().union(
            *(entry.sets_aside for entry in self.evaluation.assumptions if feature not in entry.unless)
        )

    def _first(
        self, grounds: Mapping[str, Ground], aside: frozenset[str], place: int, feature: str, amount: int | None
    ) -> str | None:
        """The first option, of those not set aside, that has the feature and on whose ground it can stand."""
        for option, ground in grounds.items():
            if option not in aside and self._has(option, place, feature, amount) and ground.bears(feature, amount):
                return option
        return None

    def _has(self, option: str, place: int, feature: str, amount: int | None) -> bool:
        if self.spare[option] >> place & 1:
            return True
        if amount is None:
            return bool(self.having[option] >> place & 1)
        row = self.matrix.features[feature]
        support, _ = support_of(self.matrix, row, row.cells[option], amount)
        return support == "full" or (support == "partial" and not self.requirements.strict)


def _having(matrix: Matrix, requirements: Requirements) -> dict[str, int]:
    """By option: the set of features whose support counts under these requirements."""
    if not requirements.strict:
        return dict(matrix.having)
    return {option: bits & ~matrix.partial[option] for option, bits in matrix.having.items()}


def _had_by_workaround(matrix: Matrix, requirements: Requirements) -> dict[str, int]:
    """By option: the set of features that a workaround gives it, where workarounds are allowed."""
    spare = dict.fromkeys(matrix.options, 0)
    if requirements.allow_workarounds:
        places = {feature: place for place, feature in enumerate(matrix.features)}
        for workaround in matrix.workarounds.values():
            for option in workaround.options:
                for feature in workaround.satisfies:
                    spare[option] |= 1 << places[feature]
    return spare


def _steps(matrix: Matrix, feature: Feature, asked: int | None) -> list[tuple[int | None, int]]:
    """The amounts at which an option may drop out, each with the last amount before it.

    The first stands for any amount at all, unless an amount is asked already.
    """
    quantity = feature.quantity
    assert quantity is not None, "only quantities have steps"
    offers = {cell.value for cell in feature.cells.values() if cell.value is not None}
    offers |= {cell.beyond.to for cell in feature.cells.values() if cell.beyond and cell.beyond.to is not None}
    offers |= {rule.limits[feature.id] for rule in matrix.rules if feature.id in rule.limits}
    upwards = quantity.better == "more"
    stricter = 1 if upwards else -1
    steps = [(offer, offer + stricter) for offer in sorted(offers, reverse=not upwards) if offer + stricter >= 0]
    if asked is not None:
        return [(offer, amount) for offer, amount in steps if not quantity.reaches(asked, amount)]
    return [(None, 1 if upwards else max(offers, default=0)), *steps]
