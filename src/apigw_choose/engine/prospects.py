"""What may still come of requirements that are not complete: which options, and which further needs matter.

Every further need is an *ask*: a capability, any amount at all of a quantity, or more of it than one of
its thresholds. Asks are numbered, and a set of them is a number whose bits are its members; the first ones
are the features of the matrix in its order. One who needs more of a quantity than some threshold needs
more than each lesser one, too.

More needs strike options out and never bring one in, unless they end an assumption. So an option may still
be recommended when it can keep up with asks that each option ranked before it falls short of. Nor do more
needs change the order, but for two kinds of them: what is had only by a workaround, and what is billed.

All of that is exact, but in two cases: where a rule sets needs against each other, and where needs may change
the order. Then each of the options before it is looked at alone, and any such need is taken to be enough.
That may call an option possible that is not, and never the reverse.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property, reduce
from itertools import compress, product
from operator import and_
from typing import TYPE_CHECKING

from apigw_choose.engine.evaluate import evaluate
from apigw_choose.engine.fit import shortfalls
from apigw_choose.engine.judge import judge
from apigw_choose.engine.price import conditions
from apigw_choose.engine.rank import Standing, rank
from apigw_choose.engine.sets import bits_of, keep_minimal
from apigw_choose.model.requirements import Need, Requirements

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from apigw_choose.model.matrix import Feature, Matrix, Rule

_MOST_ASSUMPTIONS = 8
"""Of so many assumptions every combination is looked at; with more, an option is called possible unseen."""


@dataclass(frozen=True, slots=True)
class Ask:
    """One thing that may be needed."""

    feature: str
    beyond: int | None = None
    """Of a quantity: more than this much is needed; None for any amount at all."""
    amount: int | None = None
    """The least amount that is beyond."""


class Asks:
    """All asks of a matrix, and which of them each option falls short of by its cells."""

    def __init__(self, matrix: Matrix, requirements: Requirements) -> None:
        self.matrix = matrix
        self.all = [Ask(feature) for feature in matrix.features]
        self.of: dict[str, list[int]] = {ask.feature: [1 << place] for place, ask in enumerate(self.all)}
        """By feature: its asks, each as a set of its own, the most lenient first."""
        for feature in matrix.features.values():
            for ask in further_asks(matrix, feature):
                self.of[feature.id].append(1 << len(self.all))
                self.all.append(ask)
        self.lack: dict[str, int] = {}
        self.around: dict[str, int] = {}
        """By option: the asks that it meets only by a workaround."""
        self.nothing_of: dict[str, int] = {}
        """By option: those of them of which it has nothing by itself."""
        for option in matrix.options:
            lack = self._lack(option, replace(requirements, allow_workarounds=False))
            around = [
                bit for bit in bits_of(lack) if requirements.allow_workarounds and self._met(option, bit, requirements)
            ]
            self.lack[option] = lack & ~sum(around)
            self.around[option] = sum(around)
            self.nothing_of[option] = sum(bit for bit in around if not matrix.having[option] & self._any(bit))

    def ask(self, bit: int) -> Ask:
        """The one ask of a set that has one."""
        return self.all[bit.bit_length() - 1]

    def up_to(self, bit: int) -> int:
        """The ask with all more lenient ones of the same quantity."""
        return sum(other for other in self.of[self.ask(bit).feature] if other <= bit)

    def from_on(self, bit: int) -> int:
        """The ask with all more demanding ones of the same quantity."""
        return sum(other for other in self.of[self.ask(bit).feature] if other >= bit)

    def open_to(self, answered: Iterable[str]) -> int:
        """The asks of all features but those that are answered."""
        return (1 << len(self.all)) - 1 - sum(bit for feature in answered for bit in self.of[feature])

    def _lack(self, option: str, requirements: Requirements) -> int:
        partial = self.matrix.partial[option] if requirements.strict else 0
        lacking = (1 << len(self.matrix.features)) - 1 & ~(self.matrix.having[option] & ~partial)
        further = (bit for bits in self.of.values() for bit in bits[1:])
        return lacking | sum(bit for bit in further if not self._met(option, bit, requirements))

    def _any(self, bit: int) -> int:
        """The ask for any amount at all of the same feature."""
        return self.of[self.ask(bit).feature][0]

    def _met(self, option: str, bit: int, requirements: Requirements) -> bool:
        ask = self.ask(bit)
        return judge(self.matrix, option, Need(ask.feature, ask.amount), requirements).met


class Prospects:
    """What may still come of some needs while some asks are open."""

    def __init__(self, asks: Asks, requirements: Requirements, open_asks: int) -> None:
        self.asks = asks
        self.requirements = requirements
        self.open = open_asks
        evaluation = evaluate(asks.matrix, requirements)
        self.recommendation = evaluation.recommendation
        eligible = [verdict for verdict in evaluation.verdicts if verdict.eligible]
        self.ranked = rank(asks.matrix, requirements, eligible)
        self.enders = {
            assumption.id: sum(bit for feature in assumption.unless for bit in asks.of[feature])
            for assumption in evaluation.assumptions
        }
        """By assumption in force: the asks that end it."""
        self.aside = {
            option: frozenset(entry.id for entry in evaluation.assumptions if option in entry.sets_aside)
            for option in asks.matrix.options
        }
        self.billed = sum(bit for feature in conditions(asks.matrix, requirements) for bit in asks.of[feature])
        """The asks on which the price of an option may depend."""
        self.lack: dict[str, int] = {}
        self.joint: dict[str, list[int]] = {}
        """By eligible option: the smallest sets of asks that a rule sets against each other."""
        for standing in self.ranked:
            self.lack[standing.option], self.joint[standing.option] = self._falls_short(standing.option)
        self.possible = self.possible_after(open_asks)

    def possible_after(self, open_asks: int, taken: int = 0) -> tuple[str, ...]:
        """The options that may yet be recommended once some asks are needed, in the order of the matrix."""
        alive = [
            standing
            for standing in self.ranked
            if not self.lack[standing.option] & taken and not any(j & ~taken == 0 for j in self.joint[standing.option])
        ]
        winners = {one.option for one in alive if self._may_win(one, alive, open_asks, taken)}
        return tuple([option for option in self.asks.matrix.options if option in winners])

    def relevant(self) -> int:
        """The open asks that could change the recommendation, alone or after others."""
        found = self.joined() | (union(self.lack[option] for option in self.possible) | self.reordering) & self.open
        for assumption in self.pending():
            for bit in bits_of(self.enders[assumption] & self.open & ~found):
                found |= bit if self._brings_in(assumption, bit) else 0
        return found

    def pending(self) -> list[str]:
        """The assumptions that set a possible option aside."""
        return [name for name in self.enders if any(name in self.aside[option] for option in self.possible)]

    def joined(self) -> int:
        """The asks that a rule may set against others in a possible option."""
        return union(joint for option in self.possible for joint in self.joint[option])

    @cached_property
    def reordering(self) -> int:
        """The asks that may put another possible option first, though it rules none out.

        They are those of `_set_back` for any two, found without looking at every two.
        """
        if len(self.possible) <= 1:
            return 0
        by_none = reduce(and_, (self.asks.nothing_of[option] for option in self.possible))
        return self.billed | union(self.asks.around[option] for option in self.possible) & ~by_none

    def ruled_out_by(self, bit: int) -> tuple[str, ...]:
        """The possible options that fall short of an ask."""
        return tuple([option for option in self.possible if self.lack[option] & bit])

    def _brings_in(self, assumption: str, bit: int) -> bool:
        """Whether ending the assumption by this ask alone may lead to an option that it sets aside."""
        instead = self.open & ~self.enders[assumption] | bit
        return any(
            assumption in self.aside[one.option] and self._may_win(one, self.ranked, instead, 0)
            for one in self.ranked
            if one.option in self.possible
        )

    def _may_win(self, one: Standing, alive: Sequence[Standing], open_asks: int, taken: int) -> bool:
        in_force = [name for name, enders in self.enders.items() if not enders & taken]
        in_force = [name for name in in_force if any(name in self.aside[other.option] for other in alive)]
        if len(in_force) > _MOST_ASSUMPTIONS:
            return True
        return any(self._wins_under(one, alive, kept, in_force, open_asks, taken) for kept in _subsets(in_force))

    def _wins_under(  # noqa: PLR0913, PLR0917
        self,
        one: Standing,
        alive: Sequence[Standing],
        kept: frozenset[str],
        in_force: Sequence[str],
        open_asks: int,
        taken: int,
    ) -> bool:
        """Whether it may come first while just these of the assumptions stay in force."""
        usable = open_asks & ~self.lack[one.option]
        for assumption in kept:
            usable &= ~self.enders[assumption]
        ended = (usable & self.enders[assumption] for assumption in in_force if assumption not in kept)
        return (
            self.aside[one.option].isdisjoint(kept)
            and all(ended)
            and all(
                not self.aside[other.option].isdisjoint(kept) or self._can_fall(other.option, one.option, usable, taken)
                for other in alive
                if self._precedes(other, one, usable | taken)
            )
        )

    def _can_fall(self, other: str, one: str, usable: int, taken: int) -> bool:
        """Whether usable asks strike the other option out and leave this one."""
        if self.lack[other] & usable:
            return True
        return any(
            joint & ~taken & ~usable == 0 and not any(own & ~(joint | taken) == 0 for own in self.joint[one])
            for joint in self.joint[other]
        )

    def _precedes(self, other: Standing, one: Standing, asked: int) -> bool:
        """Whether the other is ranked first, and stays so whichever of these asks are needed."""
        return other < one and not self._set_back(other.option, one.option) & asked

    def _set_back(self, other: str, one: str) -> int:
        """The asks that may put this option before the other: met only by a workaround of the other's, or billed.

        What both meet only by one leaves their order as it is, unless this one has some of it by itself: that counts
        as something to spare until it is asked for.
        """
        return self.billed | self.asks.around[other] & ~self.asks.nothing_of[one]

    def _falls_short(self, option: str) -> tuple[int, list[int]]:
        """The asks that an option lacks, and the sets of asks that its rules do not let it have together."""
        lack = self.asks.lack[option]
        sets = keep_minimal(self._set_against(option, lack))
        single = union(self.asks.from_on(members) for members in sets if members.bit_count() == 1)
        return lack | single, [members for members in sets if members.bit_count() > 1]

    def _set_against(self, option: str, lack: int) -> Iterator[int]:
        matrix = self.asks.matrix
        rules = [rule for rule in matrix.rules if option in rule.options]
        if not rules:
            return
        spoken_of = {name for rule in rules for name in (*rule.when, *rule.implies, *rule.excludes, *rule.limits)}
        known = {need.feature for need in self.requirements.needs}
        further = [self._levels(feature, lack) for feature in matrix.features if feature in spoken_of - known]
        needs = {need.feature: need for need in self.requirements.needs if need.feature in spoken_of}
        least = needs | {levels[0].feature: levels[0] for levels in further if levels}
        # A set of needs falls short whatever the amounts, or because of one of them: each is varied on its own. One
        # rule may limit a quantity more than another that speaks of more, and would hide it at the most that is had.
        for asked in (least, *(least | {level.feature: level} for levels in further for level in levels[1:])):
            yield from self._shortfalls(option, asked.values(), known)

    def _shortfalls(self, option: str, needs: Iterable[Need], known: set[str]) -> Iterator[int]:
        """The asks that are not yet known, of each set of needs that the option does not meet together."""
        matrix, allowed = self.asks.matrix, self.requirements.allow_workarounds
        asked = Requirements.of(needs, strict=self.requirements.strict, allow_workarounds=allowed)
        findings = (judge(matrix, option, need, asked) for need in asked.needs) if allowed else ()
        for shortfall in shortfalls(matrix, option, asked, [finding for finding in findings if finding.workaround]):
            short = [asked.needs[bit.bit_length() - 1] for bit in bits_of(shortfall.needs)]
            members = sum(self._first_against(need, shortfall.rules) for need in short if need.feature not in known)
            if members:
                yield members

    def _levels(self, feature: str, lack: int) -> list[Need]:
        """The amounts of an open feature that are had, the most demanding last; of a capability one."""
        had = [bit for bit in self.asks.of[feature] if bit & self.open and not bit & lack]
        return [Need(feature, self.asks.ask(bit).amount) for bit in had]

    def _first_against(self, need: Need, rules: Iterable[Rule]) -> int:
        """The most lenient ask of a feature at which these rules stand in the way."""
        any_amount, *further = self.asks.of[need.feature]
        limits = {rule.limits.get(need.feature) for rule in rules if need.amount is not None}
        return next((bit for bit in further if self.asks.ask(bit).beyond in limits), any_amount)


def further_asks(matrix: Matrix, feature: Feature) -> Iterator[Ask]:
    """What may be needed of a quantity beyond any amount at all, the most lenient first."""
    quantity = feature.quantity
    if quantity is None:
        return
    offers = {cell.value for cell in feature.cells.values() if cell.value is not None}
    offers |= {cell.beyond.to for cell in feature.cells.values() if cell.beyond and cell.beyond.to is not None}
    offers |= {rule.limits[feature.id] for rule in matrix.rules if feature.id in rule.limits}
    upwards = quantity.better == "more"
    for offer in sorted(offers, reverse=not upwards):
        amount = offer + 1 if upwards else offer - 1
        if amount >= 0:
            yield Ask(feature.id, offer, amount)


def union(sets: Iterable[int]) -> int:
    """All members of some sets."""
    members = 0
    for one in sets:
        members |= one
    return members


def _subsets(names: Sequence[str]) -> Iterator[frozenset[str]]:
    for kept in product((False, True), repeat=len(names)):
        yield frozenset(compress(names, kept))
