"""What traffic adds to the argument, in words: the bills side by side, what they lack, what a workaround comes to."""

from __future__ import annotations

from typing import TYPE_CHECKING

from apigw_choose.engine.wording import both, row, sign_of
from apigw_choose.model.decision import Reason
from apigw_choose.model.estimate import MICROS
from apigw_choose.model.traffic import format_measure

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from fractions import Fraction

    from apigw_choose.model.costs import Costs
    from apigw_choose.model.decision import OptionVerdict
    from apigw_choose.model.estimate import Detour, Estimate, Gap
    from apigw_choose.model.matrix import Matrix
    from apigw_choose.model.requirements import Requirements
    from apigw_choose.model.traffic import Traffic

CENT = MICROS // 100


def cost_reasons(
    matrix: Matrix,
    requirements: Requirements,
    verdicts: Sequence[OptionVerdict],
    bills: Sequence[Estimate],
    around: Sequence[Detour],
) -> Iterator[Reason]:
    """The bills of all options that are not set aside, whether or not they decided, and of the ways around."""
    traffic, costs = requirements.traffic, matrix.costs
    if traffic is None or costs is None:
        return
    standing = {verdict.option: verdict for verdict in verdicts if not verdict.set_aside}
    told = [(exact, bill) for bill in bills if bill.option in standing and (exact := bill.exact) is not None]
    if told:
        text = matrix.say(
            "For {traffic}: {amounts} a month ({region}).",
            traffic=traffic_words(matrix, costs, traffic),
            amounts=both(
                matrix,
                (
                    _amount(matrix, standing[bill.option], money(exact, bill.currency))
                    for exact, bill in sorted(told, key=lambda entry: entry[0])
                ),
            ),
            region=traffic.region,
        )
        yield Reason("cost", text, (), tuple(bill.option for _, bill in told))
    for bill in bills:
        if bill.option in standing and bill.exact is None:
            why = "; ".join(dict.fromkeys(gap_words(matrix, costs, traffic, gap) for gap in bill.gaps))
            text = matrix.say("No estimate of {name}: {why}.", name=matrix.options[bill.option].name, why=why)
            yield Reason("no-estimate", text, (), (bill.option,))
    for detour in around:
        yield Reason("workaround-cost", _detour(matrix, detour, bills), detour.missing, (detour.option,))


def money(micros: int | Fraction, currency: str) -> str:
    """An amount as a person reads it: `$1,234.50`; less than a cent with as many digits as it takes."""
    minus, value = ("-", -micros) if micros < 0 else ("", micros)
    sign = f"{minus}{sign_of(currency)}"
    if value < CENT and _in_units_of(1, value):
        return f"{sign}0.{f'{_in_units_of(1, value):06d}'.rstrip('0')}"
    cents = _in_units_of(CENT, value)
    return f"{sign}{cents // 100:,}.{cents % 100:02d}"


def traffic_words(matrix: Matrix, costs: Costs, traffic: Traffic) -> str:
    """The traffic as a sentence says it: `50M requests a month, 4KB each`."""
    measures = (costs.measures[name] for name in costs.measures if name in traffic.amounts)
    return row(
        matrix,
        (
            measure.phrase.replace("{}", format_measure(traffic.amounts[measure.id], measure.kind))
            for measure in measures
        ),
    )


def gap_words(matrix: Matrix, costs: Costs, traffic: Traffic, gap: Gap) -> str:
    """Why a line has no amount, and what to do about it."""
    if gap.kind == "traffic":
        asked = both(matrix, (costs.measures[name].asks for name in gap.measures))
        flags = " ".join(costs.measures[name].say for name in gap.measures)
        return matrix.say("say {asked} ({flags})", asked=asked, flags=flags)
    if gap.kind == "size":
        return matrix.say(
            "the largest that {line} has a price for in {region} is {largest}",
            line=gap.line.name.lower(),
            region=traffic.region,
            largest=format_measure(gap.limit or 0, "size"),
        )
    tariff = costs.tariffs[gap.line.tariff]
    instead = matrix.say(
        "--region {region} is priced in full, or give the price list itself with --prices FILE", region=costs.region
    )
    where = {"tariff": tariff.name, "region": traffic.region, "instead": instead}
    if gap.kind == "tier":
        limit = format_measure(gap.limit or 0, "size" if tariff.dimension == "size" else "flow")
        unit = "" if tariff.dimension == "size" else f" {tariff.unit}"
        return matrix.say(
            "the price of {tariff} in {region} is known up to {limit} a month only; {instead}",
            **where,
            limit=f"{limit}{unit}",
        )
    return matrix.say("no price of {tariff} in {region} is known; {instead}", **where)


def _amount(matrix: Matrix, verdict: OptionVerdict, amount: str) -> str:
    said = {"name": matrix.options[verdict.option].name, "money": amount}
    if verdict.missing:
        return matrix.say("{name}, without {features}, {money}", **said, features=both(matrix, verdict.missing))
    return matrix.say("{name} {money}", **said)


def _detour(matrix: Matrix, detour: Detour, bills: Sequence[Estimate]) -> str:
    own = next(bill for bill in bills if bill.option == detour.option)
    total, currency = detour.estimate.exact or 0, detour.estimate.currency
    extra = total - (own.exact or 0)
    text = matrix.say(
        "{name} with {workarounds} for {features} comes to {total} a month ({extra} of it for the workaround).",
        name=matrix.options[detour.option].name,
        workarounds=both(matrix, detour.workarounds),
        features=both(matrix, detour.missing),
        total=money(total, currency),
        extra=money(extra, currency),
    )
    if alike := detour.estimate.alike_exact:
        besides = matrix.say(
            "Besides, {money} for {lines}, whichever {noun} it is.",
            money=money(alike, currency),
            lines=both(matrix, (charge.line.name for charge in detour.estimate.alike)),
            noun=matrix.noun,
        )
        text += f" {besides}"
    return text


def _in_units_of(unit: int, micros: int | Fraction) -> int:
    """Half up to a whole number of units."""
    return (2 * micros.numerator + micros.denominator * unit) // (2 * micros.denominator * unit)
