"""Where the cheapest option changes: found exactly, which trying every amount confirms."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from apigw_choose.engine.bill import estimate
from apigw_choose.engine.crossings import spans
from apigw_choose.model.traffic import Traffic
from apigw_choose.readers.costs_source import compile_costs, compile_region, costs_of, region_of
from apigw_choose.readers.traffic import read_traffic

if TYPE_CHECKING:
    from apigw_choose import Matrix
    from apigw_choose.model.costs import Costs
    from apigw_choose.model.estimate import Span

WOODS = ("oak", "elm", "ash")
SOURCES = [{"url": "https://example.org/wood/", "checked": "2026-03-01"}]
HIGH = 400


def costs(lines: list[dict[str, Any]], tiers: list[list[dict[str, str]]], allowance: int = 0) -> Costs:
    """Costs of things that are sent, of a size, some of which are idle; a tariff for each line."""
    measures = [
        {"id": "things", "kind": "level", "crossing": ["0", str(HIGH)]},
        {"id": "size", "kind": "size", "crossing": ["0B", f"{HIGH}B"], "default": "1B"},
        {"id": "idle", "kind": "share", "crossing": ["0%", "0.04%"]},
    ]
    tariffs = [f"tariff-{place}" for place, _ in enumerate(lines)]
    source = {
        "month": "30d",
        "region": "wood",
        "measures": [{**measure, "phrase": "{}", "asks": "how", "say": "it"} for measure in measures],
        "tariffs": [{"id": name, "name": name, "unit": "things", "per": "10", "per_text": "ten"} for name in tariffs],
        "lines": [
            {"id": name, "name": name, "tariff": name, "note": "none", "sources": SOURCES, **line}
            for name, line in zip(tariffs, lines, strict=True)
        ],
        "allowances": [
            {"id": "free", "text": "free", "units": dict.fromkeys(tariffs, str(allowance)), "sources": SOURCES}
        ]
        if allowance
        else [],
    }
    rates = [{"tariff": name, "tiers": tier, "sources": SOURCES} for name, tier in zip(tariffs, tiers, strict=True)]
    region = {"region": "wood", "name": "Wood", "currency": "USD", "rates": rates}
    return costs_of(compile_costs(source, [region]), {"wood": region_of(compile_region(region, source))})


def cheapest(known: Costs, coming: Traffic, measure: str, amount: int) -> str:
    varied = replace(coming, amounts={**coming.amounts, measure: amount})
    totals = {wood: estimate(known, varied, wood).exact for wood in WOODS}
    return min((total, WOODS.index(wood), wood) for wood, total in totals.items() if total is not None)[2]


def winner_at(span: Span, amount: int) -> str:
    """What the crossings say is the cheapest."""
    winner = span.cheapest
    for crossing in span.crossings:
        winner = crossing.after if amount >= crossing.at else winner
    return winner


_WAYS = st.sampled_from(
    [
        {"count": "things"},
        {"count": "things", "beyond": 30},
        {"count": "things", "times": ["size"]},
        {"count": "things", "less": "idle"},
        {"count": "things", "steps": {"of": ["size"], "each": "7B"}},
        {"count": "things", "steps": {"of": ["size"], "each": "64B"}, "less": "idle"},
        {"count": "things", "steps": {"of": ["size"], "each": "30B"}, "times": ["size"]},
        {},
    ]
)


@st.composite
def _tiers(draw: st.DrawFn) -> list[dict[str, str]]:
    ends = sorted(draw(st.lists(st.integers(1, 900), max_size=3, unique=True)))
    prices = [f"0.{draw(st.integers(0, 99)):02d}" for _ in range(len(ends) + 1)]
    tiers = [{"up_to": str(end), "price": amount} for end, amount in zip(ends, prices, strict=False)]
    return [*tiers, {"price": prices[-1]}]


@settings(deadline=None, max_examples=40)
@given(
    lines=st.lists(st.tuples(st.sampled_from(WOODS), _WAYS, _tiers()), min_size=3, max_size=6),
    things=st.integers(0, 50),
    size=st.integers(0, 300),
    idle=st.integers(0, 10**6),
    allowance=st.sampled_from([0, 13]),
    free=st.booleans(),
)
def test_every_amount_has_the_winner_that_trying_it_finds(
    lines: list[tuple[str, dict[str, Any], list[dict[str, str]]]],
    things: int,
    size: int,
    idle: int,
    allowance: int,
    free: bool,  # noqa: FBT001 - generated
) -> None:
    entries = [{"options": [wood], "ways": [way]} for wood, way, _ in lines]
    known = costs(entries, [tiers for _, _, tiers in lines], allowance)
    coming = Traffic({"things": things, "size": size, "idle": idle}, known.month, "wood", free_tier=free)
    for span in spans(known, coming, WOODS):
        for amount in range(span.low, span.high + 1):
            assert winner_at(span, amount) == cheapest(known, coming, span.measure, amount), (span, amount)


@settings(deadline=None, max_examples=30)
@given(lines=st.lists(st.tuples(st.sampled_from(WOODS), _WAYS, _tiers()), min_size=3, max_size=6))
def test_at_a_crossing_and_one_below_the_costs_are_those_of_the_bills(
    lines: list[tuple[str, dict[str, Any], list[dict[str, str]]]],
) -> None:
    known = costs([{"options": [wood], "ways": [way]} for wood, way, _ in lines], [tiers for _, _, tiers in lines])
    coming = Traffic({"things": 20, "size": 40, "idle": 0}, known.month, "wood")
    for span in spans(known, coming, WOODS):
        for crossing in span.crossings:
            for amount, told in ((crossing.at - 1, crossing.before_micros), (crossing.at, crossing.at_micros)):
                varied = replace(coming, amounts={**coming.amounts, span.measure: amount})
                bills = [estimate(known, varied, wood).micros for wood in (crossing.before, crossing.after)]
                assert bills == list(told)
            assert cheapest(known, coming, span.measure, crossing.at - 1) == crossing.before
            assert cheapest(known, coming, span.measure, crossing.at) == crossing.after


def test_past_a_tier_that_is_not_known_nothing_is_looked_for() -> None:
    lines = [{"options": [wood], "ways": [{"count": "things"}]} for wood in WOODS]
    tiers = [[{"up_to": "100", "price": "0.10"}], [{"price": "0.20"}], [{"price": "0.30"}]]
    (span,) = spans(costs(lines, tiers), Traffic({"things": 5}, 1, "wood"), WOODS)
    assert (span.low, span.high, span.crossings) == (0, 100, ())


def test_one_option_alone_has_no_crossings() -> None:
    known = costs([{"options": ["oak"], "ways": [{"count": "things"}]}], [[{"price": "0.10"}]])
    assert spans(known, Traffic({"things": 5}, 1, "wood"), WOODS) == ()


class TestShipped:
    @pytest.mark.parametrize(
        ("said", "measure", "at", "before", "after"),
        [
            # Four started steps of 512 KB at $1.00 are more than one call at $3.50; three are not.
            ({"requests": "10M"}, "request_size", 3 * 512 * 1024 + 1, "http", "rest"),
            # At 2 MB an HTTP API is the dearer from the first call on, until tiers part.
            ({"requests": "10M", "request_size": "2MB"}, "request_size", 3 * 512 * 1024 + 1, "http", "rest"),
            # 500 sockets cost 21.6 M minutes, $5.40; ten million polls $10.00.
            ({"requests": "10M", "connections": "500"}, "messages", 4_600_000, "websocket", "http"),
            ({"requests": "10M", "connections": "500"}, "idle", 540_001, "http", "websocket"),
        ],
    )
    def test_crossings_that_can_be_worked_out_by_hand(
        self, matrix: Matrix, said: dict[str, str], measure: str, at: int, before: str, after: str
    ) -> None:
        assert matrix.costs
        traffic, _ = read_traffic(matrix.costs, said)
        assert traffic
        found = {span.measure: span for span in spans(matrix.costs, traffic, list(matrix.options))}
        (crossing,) = found[measure].crossings
        assert (crossing.at, crossing.before, crossing.after) == (at, before, after)

    def test_the_volume_at_which_tiers_turn_the_answer_is_found(self, matrix: Matrix) -> None:
        """Of calls of 2 MB, an HTTP API counts four: 0.90 x 4 is still more than REST's 3.50, and 2.80, and 2.38."""
        assert matrix.costs
        traffic, _ = read_traffic(matrix.costs, {"requests": "10M", "request_size": "1.2MB"})
        assert traffic
        found = {span.measure: span for span in spans(matrix.costs, traffic, ["rest", "http"])}["requests"]
        for crossing in found.crossings:
            for amount, winner in ((crossing.at - 1, crossing.before), (crossing.at, crossing.after)):
                varied = replace(traffic, amounts={**traffic.amounts, "requests": amount})
                totals = {option: estimate(matrix.costs, varied, option).exact or 0 for option in ("rest", "http")}
                assert min(totals, key=lambda option: totals[option]) == winner
        assert found.crossings, "three steps at 1.00 undercut 3.50, and not the later tiers of REST"
