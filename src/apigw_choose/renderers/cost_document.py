"""Bills and quotes as plain JSON data, by `schema cost`. Money stands there in whole millionths and in words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from apigw_choose.engine.bill import amounts_taken, region_of
from apigw_choose.engine.cost_reasons import gap_words, money
from apigw_choose.model.estimate import rounded
from apigw_choose.model.traffic import format_measure
from apigw_choose.renderers.documents import matrix_document

if TYPE_CHECKING:
    from collections.abc import Sequence
    from fractions import Fraction

    from apigw_choose.model.costs import Costs, MeasureKind
    from apigw_choose.model.decision import Decision
    from apigw_choose.model.estimate import Charge, Crossing, Detour, Estimate, Gap, Quote, Span
    from apigw_choose.model.matrix import Matrix
    from apigw_choose.model.traffic import Traffic
    from apigw_choose.renderers.documents import Document

UNITS: dict[MeasureKind, str] = {
    "flow": "per month",
    "level": "",
    "size": "B",
    "duration": "ms",
    "share": "millionths",
}
"""The base unit in which an amount of each kind is told."""


def quote_document(matrix: Matrix, quote: Quote) -> Document:
    """A quote, with the crossings."""
    costs, traffic = matrix.costs, quote.decision.requirements.traffic
    assert costs is not None, "a quote is made from costs"
    assert traffic is not None, "and for some traffic"
    return {
        "format": "apigw-choose/cost/1",
        "matrix": matrix_document(matrix),
        **(costs_document(matrix, quote.decision) or {}),
        "among": list(quote.among),
        "cheapest": quote.cheapest,
        "spans": [_span(costs, span, traffic) for span in quote.spans],
        "left_out": [{"id": entry.id, "text": entry.text} for entry in costs.left_out],
    }


def costs_document(matrix: Matrix, decision: Decision) -> Document | None:
    """The bills of a decision; None where nothing is said of traffic."""
    costs, traffic = matrix.costs, decision.requirements.traffic
    if traffic is None or costs is None:
        return None
    region = region_of(costs, traffic.region)
    return {
        "region": {"id": region.id, "name": region.name, "said": traffic.region_said},
        "currency": region.currency,
        "month_hours": traffic.month / 3_600_000,
        "traffic": _traffic(costs, traffic),
        "readings": [
            {"id": entry.id, "answer": traffic.readings.get(entry.id) or next(iter(entry.choices)), "text": entry.text}
            for entry in costs.readings.values()
        ],
        "options": [_bill(matrix, bill, traffic) for bill in decision.estimates],
        "detours": [_detour(detour) for detour in decision.detours],
    }


def _traffic(costs: Costs, traffic: Traffic) -> list[Document]:
    return [
        {
            "measure": name,
            "amount": amount,
            "unit": UNITS[costs.measures[name].kind],
            "text": format_measure(amount, costs.measures[name].kind),
            "said": name in traffic.amounts,
        }
        for name, amount in amounts_taken(costs, traffic).items()
    ]


def _bill(matrix: Matrix, bill: Estimate, traffic: Traffic) -> Document:
    costs = matrix.costs
    assert costs is not None, "a bill is made from costs"
    return {
        "id": bill.option,
        "name": matrix.options[bill.option].name,
        **_total(bill.exact, bill.currency),
        "charges": [_charge(charge, bill.currency) for charge in bill.charges],
        "gaps": [_gap(matrix, costs, traffic, gap) for gap in bill.gaps],
        "not_counted": [_gap(matrix, costs, traffic, gap) for gap in bill.not_counted],
        "free_tier": {"micros": rounded(bill.free), "taken_off": bill.free_tier} if bill.charges else None,
    }


def _total(exact: Fraction | None, currency: str) -> Document:
    if exact is None:
        return {"micros": None, "amount": None}
    return {"micros": rounded(exact), "amount": money(exact, currency)}


def _charge(charge: Charge, currency: str) -> Document:
    return {
        "line": charge.line.id,
        "name": charge.line.name,
        "tariff": charge.tariff.id,
        "unit": charge.tariff.unit,
        "units": _number(charge.units),
        "tiers": [
            {"units": _number(portion.units), "micros": portion.micros, "per": charge.tariff.per}
            for portion in charge.portions
        ],
        **_total(charge.exact, currency),
        "confidence": charge.rate.confidence,
        "sources": [source.url for source in charge.rate.sources],
    }


def _gap(matrix: Matrix, costs: Costs, traffic: Traffic, gap: Gap) -> Document:
    return {
        "line": gap.line.id,
        "name": gap.line.name,
        "kind": gap.kind,
        "measures": list(gap.measures),
        "text": gap_words(matrix, costs, traffic, gap),
    }


def _detour(detour: Detour) -> Document:
    bill = detour.estimate
    return {
        "option": detour.option,
        "missing": list(detour.missing),
        "workarounds": list(detour.workarounds),
        **_total(bill.exact, bill.currency),
        "charges": [_charge(charge, bill.currency) for charge in bill.charges],
        "alike": [_charge(charge, bill.currency) for charge in bill.alike],
    }


def _span(costs: Costs, span: Span, traffic: Traffic) -> Document:
    measure = costs.measures[span.measure]
    currency = region_of(costs, traffic.region).currency
    return {
        "measure": span.measure,
        "unit": UNITS[measure.kind],
        "low": span.low,
        "high": span.high,
        "cheapest": span.cheapest,
        "crossings": [_crossing(crossing, measure.kind, currency) for crossing in span.crossings],
    }


def _crossing(crossing: Crossing, kind: MeasureKind, currency: str) -> Document:
    pair = (crossing.before, crossing.after)
    return {
        "at": crossing.at,
        "at_text": format_measure(crossing.at, kind),
        "before": crossing.before,
        "after": crossing.after,
        "just_below": _costs_of(pair, crossing.before_micros, currency),
        "there": _costs_of(pair, crossing.at_micros, currency),
    }


def _costs_of(options: Sequence[str], micros: Sequence[int], currency: str) -> Document:
    return {
        option: {"micros": amount, "amount": money(amount, currency)}
        for option, amount in zip(options, micros, strict=True)
    }


def _number(units: Fraction) -> int | float:
    return units.numerator if units.denominator == 1 else round(float(units), 6)
