"""What traffic adds to the argument, in words: the bills side by side, what they lack, what a workaround comes to."""

from __future__ import annotations

from typing import TYPE_CHECKING

from apigw_choose.engine.wording import join, sign_of
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
    told = [bill for bill in bills if bill.option in standing and bill.exact is not None]
    if told:
        amounts = join(_amount(matrix, standing[bill.option], bill) for bill in sorted(told, key=_by_amount))
        text = f"For {traffic_words(costs, traffic)}: {amounts} a month ({traffic.region})."
        yield Reason("cost", text, (), tuple(bill.option for bill in told))
    for bill in bills:
        if bill.option in standing and bill.exact is None:
            why = "; ".join(dict.fromkeys(gap_words(costs, traffic, gap) for gap in bill.gaps))
            yield Reason(
                "no-estimate", f"No estimate of {matrix.options[bill.option].name}: {why}.", (), (bill.option,)
            )
    for detour in around:
        yield Reason("workaround-cost", _detour(matrix, detour, bills), detour.missing, (detour.option,))


def money(micros: int | Fraction, currency: str) -> str:
    """An amount as a person reads it: `$1,234.50`; less than a cent with as many digits as it takes."""
    sign = f"-{sign_of(currency)}" if micros < 0 else sign_of(currency)
    value = -micros if micros < 0 else micros
    if 0 < value < CENT and _in_units_of(1, value):
        return f"{sign}0.{f'{_in_units_of(1, value):06d}'.rstrip('0')}"
    cents = _in_units_of(CENT, value)
    return f"{sign}{cents // 100:,}.{cents % 100:02d}"


def traffic_words(costs: Costs, traffic: Traffic) -> str:
    """The traffic as a sentence says it: `50M requests a month, 4KB each`."""
    measures = (costs.measures[name] for name in costs.measures if name in traffic.amounts)
    return ", ".join(
        measure.phrase.replace("{}", format_measure(traffic.amounts[measure.id], measure.kind)) for measure in measures
    )


def gap_words(costs: Costs, traffic: Traffic, gap: Gap) -> str:
    """Why a line has no amount, and what to do about it."""
    tariff = costs.tariffs[gap.line.tariff]
    if gap.kind == "traffic":
        asked = join(costs.measures[name].asks for name in gap.measures)
        return f"say {asked} ({' '.join(costs.measures[name].say for name in gap.measures)})"
    if gap.kind == "size":
        largest = format_measure(gap.limit or 0, "size")
        return f"the largest that {gap.line.name.lower()} has a price for in {traffic.region} is {largest}"
    instead = f"--region {costs.region} is priced in full, or give the price list itself with --prices FILE"
    if gap.kind == "tier":
        limit = format_measure(gap.limit or 0, "size" if tariff.dimension == "size" else "flow")
        unit = "" if tariff.dimension == "size" else f" {tariff.unit}"
        return f"the price of {tariff.name} in {traffic.region} is known up to {limit}{unit} a month only; {instead}"
    return f"no price of {tariff.name} in {traffic.region} is known; {instead}"


def _amount(matrix: Matrix, verdict: OptionVerdict, bill: Estimate) -> str:
    name = matrix.options[bill.option].name
    without = f", without {join(verdict.missing)}," if verdict.missing else ""
    return f"{name}{without} {money(bill.exact or 0, bill.currency)}"


def _by_amount(bill: Estimate) -> Fraction | int:
    return bill.exact or 0


def _detour(matrix: Matrix, detour: Detour, bills: Sequence[Estimate]) -> str:
    own = next(bill for bill in bills if bill.option == detour.option)
    total, currency = detour.estimate.exact or 0, detour.estimate.currency
    extra = total - (own.exact or 0)
    name = matrix.options[detour.option].name
    text = (
        f"{name} with {join(detour.workarounds)} for {join(detour.missing)} comes to {money(total, currency)} a month"
        f" ({money(extra, currency)} of it for the workaround)."
    )
    if alike := detour.estimate.alike_exact:
        lines = join(charge.line.name for charge in detour.estimate.alike)
        text += f" Besides, {money(alike, currency)} for {lines}, whichever {matrix.noun} it is."
    return text


def _in_units_of(unit: int, micros: int | Fraction) -> int:
    """Half up to a whole number of units."""
    return (2 * micros.numerator + micros.denominator * unit) // (2 * micros.denominator * unit)
