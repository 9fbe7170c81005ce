"""The bill of an option for some traffic, exact to the last digit: every amount is a fraction until it is shown."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from apigw_choose.model.costs import Region
from apigw_choose.model.estimate import Charge, Estimate, Gap, Portion
from apigw_choose.model.traffic import WHOLE

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping

    from apigw_choose.model.costs import Costs, Line, Rate, Steps, Tariff, Way
    from apigw_choose.model.traffic import Traffic


def estimate(
    costs: Costs, traffic: Traffic, option: str, needed: Collection[str] = (), workarounds: Collection[str] = ()
) -> Estimate:
    """What an option costs in a month.

    Args:
        costs: what is known of prices
        traffic: what comes
        option: on whose bill
        needed: features that are needed, since some of them are billed
        workarounds: those that are in use
    """
    region = region_of(costs, traffic.region)
    amounts = amounts_taken(costs, traffic)
    charges: list[Charge] = []
    gaps: list[Gap] = []
    not_counted: list[Gap] = []
    alike: list[Charge] = []
    for line in lines_of(costs, option, needed, workarounds):
        found = _charge(costs, region, line, amounts, traffic)
        if isinstance(found, Charge):
            (alike if line.alike else charges).append(found)
        elif line.alike or (line.optional and found.kind == "traffic" and not _counts(costs, line.tariff, amounts)):
            not_counted.append(found)
        else:
            gaps.append(found)
    return Estimate(
        option, region.currency, tuple(charges), tuple(gaps), tuple(not_counted), traffic.free_tier, tuple(alike)
    )


def lines_of(
    costs: Costs, option: str, needed: Collection[str] = (), workarounds: Collection[str] = ()
) -> tuple[Line, ...]:
    """The lines that stand on the bill of an option, in the order of the matrix."""
    needed, around = frozenset(needed), frozenset(workarounds)
    standing = [
        line
        for line in costs.lines
        if option in line.options
        and (not line.when or line.when & needed)
        and not line.unless & needed
        and (not line.workarounds or around & frozenset(line.workarounds))
    ]
    replaced = {other for line in standing for other in line.replaces}
    return tuple(line for line in standing if line.id not in replaced)


def amounts_taken(costs: Costs, traffic: Traffic) -> dict[str, int]:
    """The amounts that are said, and those that are taken where nothing is."""
    defaults = {measure.id: measure.default for measure in costs.measures.values() if measure.default is not None}
    return {**defaults, **traffic.amounts}


def way_taken(costs: Costs, line: Line, amounts: Mapping[str, int], readings: Mapping[str, str]) -> Way | None:
    """The way in which the units of a line are counted; None where no way has all that it needs."""
    return next((way for way in ways_open(costs, line, readings) if all(name in amounts for name in way.needed)), None)


def ways_open(costs: Costs, line: Line, readings: Mapping[str, str]) -> Iterator[Way]:
    """The ways that agree with the answers to open questions."""
    for way in line.ways:
        if way.reading is None or _answer(costs, readings, way.reading[0]) == way.reading[1]:
            yield way


def units_of(way: Way, amounts: Mapping[str, int], month: int) -> Fraction:
    """How many units a way counts."""
    units = Fraction(amounts[way.count]) if way.count else Fraction(1)
    if way.less:
        units *= Fraction(WHOLE - amounts[way.less], WHOLE)
    if way.steps:
        units *= steps_of(way.steps, amounts)
    if way.times:
        units *= sum(amounts[name] for name in way.times)
    if way.held:
        units *= Fraction(month, way.held)
    return max(units - way.beyond, Fraction(0))


def steps_of(steps: Steps, amounts: Mapping[str, int]) -> int:
    """How many steps are started."""
    sizes = [amounts.get(name, 0) for name in steps.of]
    size = sum(sizes) if steps.combine == "sum" else max(sizes)
    return max(1, -(-size // steps.each))


def price(rate: Rate, units: Fraction) -> tuple[Portion, ...] | None:
    """The units of each tier; None where they go past the last that is known."""
    portions: list[Portion] = []
    below = 0
    for tier in rate.tiers:
        within = units if tier.up_to is None else min(units, Fraction(tier.up_to))
        portions.append(Portion(within - below, tier.micros))
        if tier.up_to is None or units <= tier.up_to:
            return tuple(portions)
        below = tier.up_to
    return None


def region_of(costs: Costs, name: str) -> Region:
    """The prices of a region, which are none where no price of it is known."""
    return costs.regions.get(name) or Region(name, name, costs.regions[costs.region].currency, ())


def rates_of(costs: Costs, region: Region, tariff: str) -> list[Rate]:
    """The rates of a tariff: several where they are told apart by size, and none where no price is known."""
    where = costs.regions[costs.region] if costs.tariffs[tariff].everywhere else region
    return [rate for rate in where.rates if rate.tariff == tariff]


def rate_for(costs: Costs, region: Region, line: Line, amounts: Mapping[str, int]) -> Rate | Gap:
    """The rate of a line; of those told apart by size, the smallest that is large enough."""
    rates = rates_of(costs, region, line.tariff)
    if not rates:
        return Gap(line, "price", ())
    if line.sized is None:
        return rates[0]
    by_size = {rate.size: rate for rate in reversed(rates) if rate.size is not None}
    fitting = [size for size in by_size if size >= amounts[line.sized]]
    return by_size[min(fitting)] if fitting else Gap(line, "size", (line.sized,), max(by_size, default=0))


def _charge(costs: Costs, region: Region, line: Line, amounts: Mapping[str, int], traffic: Traffic) -> Charge | Gap:
    way = way_taken(costs, line, amounts, traffic.readings)
    if way is None or (line.sized and line.sized not in amounts):
        first = next(ways_open(costs, line, traffic.readings))
        asked = dict.fromkeys(name for name in (*first.needed, line.sized) if name and name not in amounts)
        return Gap(line, "traffic", tuple(asked))
    tariff = costs.tariffs[line.tariff]
    units = units_of(way, amounts, traffic.month)
    rate = rate_for(costs, region, line, amounts)
    if isinstance(rate, Gap):
        return rate
    portions = price(rate, units)
    if portions is None:
        return Gap(line, "tier", (), rate.tiers[-1].up_to)
    exact = _sum(portions, tariff)
    allowed = sum(allowance.units.get(tariff.id, 0) for allowance in costs.allowances)
    less = price(rate, max(units - allowed, Fraction(0))) or ()
    return Charge(line, tariff, rate, units, portions, exact, exact - _sum(less, tariff))


def _sum(portions: tuple[Portion, ...], tariff: Tariff) -> Fraction:
    return sum((portion.units * portion.micros / tariff.per for portion in portions), Fraction(0))


def _counts(costs: Costs, tariff: str, amounts: Mapping[str, int]) -> bool:
    """Whether what a tariff is for is counted on some bill: then it may be left out of none, to compare them."""
    return any(
        line.optional and not line.workarounds and any(all(name in amounts for name in way.needed) for way in line.ways)
        for line in costs.lines
        if line.tariff == tariff and not line.sized
    )


def _answer(costs: Costs, readings: Mapping[str, str], question: str) -> str:
    return readings.get(question) or next(iter(costs.readings[question].choices))
