"""A quote as a person reads it: the bills line by line, a bar for each, and where the cheapest changes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from apigw_choose.engine.bill import amounts_taken, region_of
from apigw_choose.engine.cost_reasons import gap_words, money, traffic_words
from apigw_choose.engine.wording import join
from apigw_choose.model.amounts import format_amount
from apigw_choose.model.traffic import format_measure
from apigw_choose.renderers.page import Page, Style

if TYPE_CHECKING:
    from collections.abc import Iterator
    from fractions import Fraction

    from apigw_choose.model.costs import Costs
    from apigw_choose.model.estimate import Charge, Estimate, Quote, Span
    from apigw_choose.model.matrix import Matrix
    from apigw_choose.model.traffic import Traffic

_DAY = 86_400_000


def cost_text(matrix: Matrix, quote: Quote, style: Style) -> str:
    """The whole page."""
    costs, traffic = matrix.costs, quote.decision.requirements.traffic
    assert costs is not None, "a quote is made from costs"
    assert traffic is not None, "and for some traffic"
    page = Page(style)
    _what_is_asked(page, matrix, quote, costs, traffic)
    bills = sorted(quote.decision.estimates, key=_cheapest_first)
    most = max((bill.exact or 0 for bill in bills), default=0)
    for bill in bills:
        _bill(page, matrix, quote, bill, share=bill.exact / most if bill.exact and most else None)
    _detours(page, quote)
    _spans(page, matrix, quote)
    _not_in_it(page, matrix, costs, quote, traffic)
    return page.text()


def _what_is_asked(page: Page, matrix: Matrix, quote: Quote, costs: Costs, traffic: Traffic) -> None:
    region = region_of(costs, traffic.region)
    page.line(f"What each {matrix.noun} costs a month", "bold")
    page.line(f"{traffic_words(matrix, costs, traffic)}.")
    said = "" if traffic.region_said else " (no region was said)"
    month = f"{traffic.month // _DAY} days" if traffic.month % _DAY == 0 else format_amount(traffic.month, "duration")
    page.line(f"Prices of {region.id}, {region.name}{said}. A month has {month}.")
    billed = {name for bill in quote.decision.estimates for charge in bill.charges for name in _measures(charge)}
    taken = [
        f"{costs.measures[name].id} {format_measure(amount, costs.measures[name].kind)}"
        for name, amount in amounts_taken(costs, traffic).items()
        if name not in traffic.amounts and name in billed
    ]
    if taken:
        page.line(f"Taken where nothing is said: {join(taken)}.")


def _measures(charge: Charge) -> Iterator[str]:
    return (name for way in charge.line.ways for name in way.needed)


def _cheapest_first(bill: Estimate) -> tuple[bool, Fraction | int]:
    return bill.exact is None, bill.exact or 0


def _bill(page: Page, matrix: Matrix, quote: Quote, bill: Estimate, *, share: Fraction | None) -> None:
    name = matrix.options[bill.option].name
    missing = quote.decision.verdict(bill.option).missing
    but = f", without {join(missing)}" if missing else ""
    if bill.exact is None:
        page.heading(f"{name}: no estimate{but}")
        traffic, costs = quote.decision.requirements.traffic, matrix.costs
        assert costs is not None
        assert traffic is not None
        for text in dict.fromkeys(gap_words(matrix, costs, traffic, gap) for gap in bill.gaps):
            page.line(f"{text[:1].upper()}{text[1:]}.", indent=2)
        return
    page.heading(f"{name}: {money(bill.exact, bill.currency)}{_standing(quote, bill)}{but}")
    if share is not None:
        page.bar(share, indent=2)
    page.rows(row for charge in bill.charges for row in _charge_rows(charge, bill.currency))
    if bill.free_tier and bill.free:
        page.rows([("Free allowance", f"-{money(bill.free, bill.currency)}")])


def _standing(quote: Quote, bill: Estimate) -> str:
    """That a bill is below those that it stands beside, or as low as another."""
    rivals = [
        other.exact
        for other in quote.decision.estimates
        if other.option in quote.among and other.option != bill.option and other.exact is not None
    ]
    if bill.exact is None or bill.option not in quote.among or not rivals or bill.exact > min(rivals):
        return ""
    return ", the cheapest" if bill.exact < min(rivals) else ", as cheap as another"


def _charge_rows(charge: Charge, currency: str) -> Iterator[tuple[str, str]]:
    label = f"{charge.line.name} "
    yield label, money(charge.exact, currency)
    for portion in charge.portions:
        kind = "size" if charge.tariff.dimension == "size" else "flow"
        units = portion.units.numerator // portion.units.denominator
        whole = format_measure(units, "flow") if kind == "flow" else f"{units / charge.tariff.per:,.2f}GB"
        unit = f" {charge.tariff.unit}" if kind == "flow" else ""
        yield label, f"{whole}{unit} at {money(portion.micros, currency)} per {charge.tariff.per_text}"
    if charge.rate.confidence != "high":
        yield label, f"The confidence in this price is {charge.rate.confidence}. {charge.rate.note}".strip()


def _detours(page: Page, quote: Quote) -> None:
    told = [reason.text for reason in quote.decision.reasons if reason.kind == "workaround-cost"]
    if told:
        page.heading("With a workaround")
        for text in told:
            page.line(text, indent=2)


def _spans(page: Page, matrix: Matrix, quote: Quote) -> None:
    rows = [(span.measure, text) for span in quote.spans for text in _span(matrix, quote, span)]
    if rows:
        page.heading("Where the cheapest changes, all else being equal")
        page.rows(rows)


def _span(matrix: Matrix, quote: Quote, span: Span) -> Iterator[str]:
    costs = matrix.costs
    assert costs is not None, "a quote is made from costs"
    kind = costs.measures[span.measure].kind
    low, high = (format_measure(amount, kind) for amount in (span.low, span.high))
    if not span.crossings:
        if kind == "flow":  # how much comes is what people ask first
            yield f"{matrix.options[span.cheapest].name} at any from {low} to {high}"
        return
    currency = quote.decision.estimates[0].currency
    for crossing in span.crossings:
        before, after = (matrix.options[option].name for option in (crossing.before, crossing.after))
        there = _pair(matrix, (crossing.before, crossing.after), crossing.at_micros, currency)
        yield f"{before} up to {format_measure(crossing.at - 1, kind)}, then {after} ({there})"


def _pair(matrix: Matrix, options: tuple[str, str], micros: tuple[int, int], currency: str) -> str:
    amounts = zip(options, micros, strict=True)
    return ", ".join(f"{matrix.options[option].short} {money(amount, currency)}" for option, amount in amounts)


def _not_in_it(page: Page, matrix: Matrix, costs: Costs, quote: Quote, traffic: Traffic) -> None:
    page.heading("Not in these sums")
    gaps = {gap.line.name: gap for bill in reversed(quote.decision.estimates) for gap in bill.not_counted}
    rows = [(name, gap_words(matrix, costs, traffic, gap)) for name, gap in sorted(gaps.items())]
    free = [bill for bill in quote.decision.estimates if bill.charges and bill.free and not bill.free_tier]
    if free:
        amounts = join(f"{matrix.options[bill.option].short} {money(bill.free, bill.currency)}" for bill in free)
        rows.append(("Free tier", f"would take off {amounts} (--free-tier). {costs.allowances[0].text}"))
    page.rows([*rows, *(("Others", f"{entry.text}.") for entry in costs.left_out)])
    page.line()
    page.line(f"Facts checked {matrix.version}. Next: apigw-choose cost --help")
