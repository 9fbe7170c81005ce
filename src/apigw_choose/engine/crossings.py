"""Where the cheapest option changes as one measure of the traffic grows, found from the steps and tiers themselves.

Between two neighbouring cuts (an edge of a step or a tier) every bill is a straight line, so the point at
which one overtakes another is found by dividing, and not by trying.
"""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from typing import TYPE_CHECKING, NamedTuple

from apigw_choose.engine.bill import amounts_taken, estimate, lines_of, rates_of, region_of, units_of, way_taken
from apigw_choose.model.estimate import Crossing, Span, rounded

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence

    from apigw_choose.model.costs import Costs, Line, Measure, Rate, Way
    from apigw_choose.model.traffic import Traffic


def spans(costs: Costs, traffic: Traffic, options: Sequence[str], needed: Collection[str] = ()) -> tuple[Span, ...]:
    """For each measure on which a bill depends: which option is the cheapest along it.

    Args:
        costs: what is known of prices
        traffic: all that is not varied
        options: among which; at an equal price the first of them is taken
        needed: features that are needed, since some of them are billed
    """
    found = (
        _Search(costs, traffic, options, needed, measure).span() for measure in costs.measures.values() if options[1:]
    )
    return tuple(span for span in found if span)


def corners(
    costs: Costs, traffic: Traffic, options: Sequence[str], needed: Collection[str], measure: Measure
) -> tuple[int, ...]:
    """The amounts of a measure between which every bill is a straight line, both ends of each included."""
    search = _Search(costs, traffic, options, needed, measure)
    return tuple(sorted({amount for piece in search.pieces() for amount in piece}))


class _Segment(NamedTuple):
    """A bill as a straight line over a piece: what it is at the first point, and how it grows."""

    option: str
    place: int
    first: Fraction
    slope: Fraction

    def at(self, distance: int) -> tuple[Fraction, int]:
        return self.first + self.slope * distance, self.place


class _Search:
    """Walks one measure from its low end to its high end."""

    def __init__(
        self, costs: Costs, traffic: Traffic, options: Sequence[str], needed: Collection[str], measure: Measure
    ) -> None:
        self.costs = costs
        self.traffic = traffic
        self.needed = needed
        self.measure = measure
        self.low, self.high = measure.crossing or (0, 0)
        self.options = [option for option in options if self.high > self.low and self._known(option)]

    def span(self) -> Span | None:
        """What is cheapest from end to end; None where no bill depends on the measure or there is no choice."""
        if not self.options[1:] or not any(self._depends(option) for option in self.options):
            return None
        crossings: list[Crossing] = []
        cheapest = self._cheapest(self.low)
        holder, last = cheapest, self.low
        for first, end in self.pieces():
            if any(self._total(option, point) is None for option in self.options for point in (first, end)):
                break
            for at, winner in self._winners(first, end):
                if winner != holder:
                    crossings.append(self._crossing(at, holder, winner))
                    holder = winner
            last = end
        return Span(self.measure.id, self.low, last, cheapest, tuple(crossings))

    def _known(self, option: str) -> bool:
        return self._total(option, self.low) is not None

    def _total(self, option: str, amount: int) -> Fraction | None:
        return estimate(self.costs, self._with(amount), option, self.needed).exact

    def _with(self, amount: int) -> Traffic:
        return replace(self.traffic, amounts={**self.traffic.amounts, self.measure.id: amount})

    def _ways(self, option: str) -> Iterator[tuple[Line, Way]]:
        amounts = amounts_taken(self.costs, self._with(self.low))
        for line in lines_of(self.costs, option, self.needed):
            way = way_taken(self.costs, line, amounts, self.traffic.readings)
            if way is not None:
                yield line, way

    def _depends(self, option: str) -> bool:
        name = self.measure.id
        return any(
            name in (*way.needed, line.sized) or (way.steps and name in way.steps.of)
            for line, way in self._ways(option)
        )

    def pieces(self) -> Iterator[tuple[int, int]]:
        """Between which amounts, both included, every bill is a straight line."""
        for first, end in _between(self._edges_of_steps(), self.low, self.high):
            yield from _between(self._edges_of_tiers(first, end), first, end)

    def _edges_of_steps(self) -> set[int]:
        """The last amounts before another step is started, or another size is taken."""
        edges: set[int] = set()
        amounts = amounts_taken(self.costs, self.traffic)
        for option in self.options:
            for line, way in self._ways(option):
                if line.sized == self.measure.id:
                    edges.update(rate.size for rate in self._rates(line) if rate.size is not None)
                if way.steps and self.measure.id in way.steps.of:
                    others = [amounts.get(name, 0) for name in way.steps.of if name != self.measure.id]
                    offset = sum(others) if way.steps.combine == "sum" else 0
                    each = way.steps.each
                    edges.update(range((self.low // each) * each - offset % each, self.high, each))
        return edges

    def _edges_of_tiers(self, first: int, end: int) -> set[int]:
        """The last amounts within one tier, where the steps do not change."""
        edges: set[int] = set()
        low, high = (amounts_taken(self.costs, self._with(amount)) for amount in (first, end))
        for option in self.options:
            for line, way in self._ways(option):
                counted = replace(way, beyond=0)
                begin = units_of(counted, low, self.traffic.month)
                slope = Fraction(units_of(counted, high, self.traffic.month) - begin, max(end - first, 1))
                for limit in self._limits(line, way) if slope else ():
                    edges.add(first + int((limit - begin) // slope))
        return edges

    def _limits(self, line: Line, way: Way) -> Iterator[int]:
        """The units at which the rate changes, before those are taken off that are included elsewhere."""
        allowed = sum(allowance.units.get(line.tariff, 0) for allowance in self.costs.allowances)
        tiers = (tier for rate in self._rates(line) for tier in rate.tiers)
        for end in (0, *(tier.up_to for tier in tiers if tier.up_to)):
            yield from (end + way.beyond, end + way.beyond + allowed)

    def _rates(self, line: Line) -> list[Rate]:
        return rates_of(self.costs, region_of(self.costs, self.traffic.region), line.tariff)

    def _winners(self, first: int, end: int) -> Iterator[tuple[int, str]]:
        """The cheapest option at the beginning of a piece, and each that overtakes it within, with the amount."""
        segments = [self._segment(place, option, first, end) for place, option in enumerate(self.options)]
        distance = 0
        best = min(segments, key=lambda segment: segment.at(0))
        yield first, best.option
        while True:
            points = (_overtakes(other, best, distance) for other in segments)
            overtaking = [point for point in points if point and point <= end - first]
            if not overtaking:
                return
            distance = min(overtaking)
            best = min(segments, key=lambda segment: segment.at(distance))
            yield first + distance, best.option

    def _segment(self, place: int, option: str, first: int, end: int) -> _Segment:
        begin, finish = self._total(option, first), self._total(option, end)
        assert begin is not None, "a piece without a total is not looked at"
        assert finish is not None, "likewise"
        return _Segment(option, place, begin, (finish - begin) / max(end - first, 1))

    def _cheapest(self, amount: int) -> str:
        return min(self.options, key=lambda option: self._total(option, amount) or 0)

    def _crossing(self, at: int, before: str, after: str) -> Crossing:
        return Crossing(
            self.measure.id, at, before, after, self._both(at - 1, before, after), self._both(at, before, after)
        )

    def _both(self, amount: int, *options: str) -> tuple[int, int]:
        left, right = (self._total(option, amount) for option in options)
        return rounded(left or Fraction(0)), rounded(right or Fraction(0))


def _between(edges: set[int], low: int, high: int) -> Iterator[tuple[int, int]]:
    """The pieces, both ends included, into which edges cut a range; an edge is the last of its piece."""
    first = low
    for edge in sorted(edge for edge in edges if low <= edge < high):
        yield first, edge
        first = edge + 1
    yield first, high


def _overtakes(other: _Segment, best: _Segment, after: int) -> int | None:
    """The first distance past another at which `other` is as cheap or cheaper; None if never."""
    slope = best.slope - other.slope
    if slope <= 0:
        return None
    reached = (other.first - best.first) / slope
    return max(-(-reached.numerator // reached.denominator), after + 1)
