"""Where the cheapest option changes: found exactly, which trying every amount confirms."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from apigw_choose.engine.bill import estimate
from apigw_choose.engine.crossings import corners, spans
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
        {"id": "back", "kind": "size", "crossing": ["0B", "40B"]},
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


@settings(max_examples=40)
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


@settings(max_examples=30)
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


def test_what_is_looked_at_ends_with_the_last_amount_that_has_a_price() -> None:
    lines = [
        {"options": ["oak"], "ways": [{"count": "things", "times": ["size"]}]},
        {"options": ["elm"], "ways": [{"count": "things", "steps": {"of": ["size"], "each": "2B"}}]},
    ]
    known = costs(lines, [[{"up_to": "35", "price": "0.10"}], [{"price": "0.20"}]])
    found = {span.measure: span for span in spans(known, Traffic({"things": 10, "size": 1}, 1, "wood"), WOODS)}
    assert found["size"].high == 3  # 30 units; the step goes on to 4


def of(known: Costs, measure: str, low: int, high: int) -> Costs:
    """The same costs where a measure is looked at between other ends."""
    looked_at = known.measures[measure]._replace(crossing=(low, high))
    return replace(known, measures={**known.measures, measure: looked_at})


ONE = [{"price": "1"}]
SIZED = {"of": ["size", "back"], "each": "7B"}


@pytest.mark.parametrize(
    ("way", "amounts", "ends", "expected"),
    [
        pytest.param({"steps": {"of": ["size"], "each": "7B"}}, {}, (50, 65), [50, 56, 57, 63, 64, 65], id="steps"),
        pytest.param(
            {"steps": {**SIZED, "combine": "sum"}}, {"back": 12}, (50, 65), [50, 51, 52, 58, 59, 65], id="of a sum"
        ),
        pytest.param(
            {"steps": {**SIZED, "combine": "sum"}}, {}, (50, 65), [50, 56, 57, 63, 64, 65], id="of a half-known sum"
        ),
        pytest.param(
            {"steps": {**SIZED, "combine": "larger"}},
            {"back": 12},
            (50, 65),
            [50, 56, 57, 63, 64, 65],
            id="of the larger",
        ),
        pytest.param({"steps": {"of": ["size"], "each": "7B"}}, {}, (49, 57), [49, 50, 56, 57], id="ends at edges"),
        pytest.param({"steps": {"of": ["size"], "each": "7B"}}, {}, (51, 56), [51, 56], id="none within"),
    ],
)
def test_a_bill_bends_where_another_step_is_started(
    way: dict[str, Any], amounts: dict[str, int], ends: tuple[int, int], expected: list[int]
) -> None:
    known = of(costs([{"options": ["oak"], "ways": [{"count": "things", **way}]}], [ONE]), "size", *ends)
    coming = Traffic({"things": 3, "size": 1, **amounts}, known.month, "wood")
    assert list(corners(known, coming, ["oak"], (), known.measures["size"])) == expected


TIERS = [{"up_to": "40", "price": "3"}, {"up_to": "100", "price": "2"}, {"price": "1"}]


@pytest.mark.parametrize(
    ("way", "allowance", "ends", "expected"),
    [
        pytest.param({}, 0, (10, 200), [10, 40, 41, 100, 101, 200], id="tiers"),
        pytest.param({"times": ["size"]}, 0, (3, 60), [3, 10, 11, 25, 26, 60], id="tiers of what is multiplied"),
        pytest.param({"beyond": 15}, 0, (10, 200), [10, 15, 16, 55, 56, 115, 116, 200], id="units that are included"),
        pytest.param({}, 13, (10, 200), [10, 13, 14, 40, 41, 53, 54, 100, 101, 113, 114, 200], id="an allowance"),
        pytest.param(
            {"beyond": 15},
            5,
            (0, 200),
            [0, 15, 16, 20, 21, 55, 56, 60, 61, 115, 116, 120, 121, 200],
            id="an allowance beyond what is included",
        ),
        pytest.param({}, 0, (40, 100), [40, 41, 100], id="ends at edges"),
    ],
)
def test_a_bill_bends_at_the_ends_of_tiers_and_of_what_is_free(
    way: dict[str, Any], allowance: int, ends: tuple[int, int], expected: list[int]
) -> None:
    lines = [{"options": ["oak"], "ways": [{"count": "things", **way}]}, {"options": ["elm"], "ways": [{}]}]
    known = of(costs(lines, [TIERS, [{"up_to": "77", "price": "9"}]], allowance), "things", *ends)
    coming = Traffic({"things": 1, "size": 4}, known.month, "wood")
    assert list(corners(known, coming, ["oak", "elm"], (), known.measures["things"])) == expected


def test_what_is_free_of_one_tariff_bends_no_bill_of_another() -> None:
    known = of(costs([{"options": ["oak"], "ways": [{"count": "things"}]}], [TIERS], 13), "things", 0, 50)
    (free,) = known.allowances
    known = replace(known, allowances=(free._replace(units={"other": 13}),))
    coming = Traffic({"things": 1}, known.month, "wood", free_tier=True)
    assert list(corners(known, coming, ["oak"], (), known.measures["things"])) == [0, 1, 40, 41, 50]


@pytest.mark.parametrize("everywhere", [False, True])
def test_a_bill_bends_where_another_size_is_taken_whatever_region_its_price_stands_with(everywhere: bool) -> None:  # noqa: FBT001
    lines = [{"options": ["oak"], "ways": [{}], "sized": "size"}, {"options": ["oak"], "ways": [{"count": "things"}]}]
    known = costs(lines, [ONE, TIERS])
    tariffs = {name: tariff._replace(everywhere=everywhere) for name, tariff in known.tariffs.items()}
    small, other = known.regions["wood"].rates
    home = known.regions["wood"]._replace(rates=(small._replace(size=20), small._replace(size=30), other))
    away = home._replace(id="away", rates=() if everywhere else home.rates)
    known = of(replace(known, tariffs=tariffs, regions={"wood": home, "away": away}), "size", 5, 30)
    coming = Traffic({"things": 1, "size": 6}, known.month, "away")
    assert list(corners(known, coming, ["oak"], (), known.measures["size"])) == [5, 20, 21, 30]
    assert {10, 40, 41, 100, 101} <= set(
        corners(of(known, "things", 10, 200), coming, ["oak"], (), of(known, "things", 10, 200).measures["things"])
    )


def test_an_option_may_take_over_at_the_very_end_and_between_two_neighbouring_amounts() -> None:
    lines = [{"options": ["oak"], "ways": [{}]}, {"options": ["elm"], "ways": [{"count": "things"}]}]
    known = of(costs(lines, [[{"price": "30"}], [{"price": "3"}]]), "things", 0, 10)
    coming = Traffic({"things": 5}, known.month, "wood")
    (span,) = spans(known, coming, WOODS)
    assert (span.cheapest, [(entry.at, entry.after) for entry in span.crossings]) == ("elm", [(10, "oak")])
    (span,) = spans(of(known, "things", 9, 10), coming, WOODS)
    assert (span.cheapest, [(entry.at, entry.after) for entry in span.crossings]) == ("elm", [(10, "oak")])


def test_at_an_equal_price_the_one_that_is_listed_first_is_kept() -> None:
    lines = [{"options": ["oak"], "ways": [{"count": "things"}]}, {"options": ["elm"], "ways": [{}]}]
    known = of(costs(lines, [[{"price": "3"}], [{"price": "30"}]]), "things", 0, 20)
    (span,) = spans(known, Traffic({"things": 5}, known.month, "wood"), WOODS)
    assert (span.cheapest, [(entry.at, entry.after) for entry in span.crossings]) == ("oak", [(11, "elm")])


def test_what_costs_nothing_is_cheaper_than_a_part_of_a_millionth() -> None:
    lines = [{"options": ["oak"], "ways": [{}]}, {"options": ["elm"], "ways": [{"count": "things"}]}]
    known = of(costs(lines, [[{"price": "0.000001"}], [{"price": "1"}]]), "things", 0, 10)
    (span,) = spans(known, Traffic({"things": 5}, known.month, "wood"), WOODS)
    assert (span.cheapest, [(entry.at, entry.after) for entry in span.crossings]) == ("elm", [(1, "oak")])


def test_only_measures_that_have_two_ends_and_are_on_a_bill_have_a_span() -> None:
    counted = {"count": "things", "steps": {**SIZED, "combine": "sum"}}
    known = costs([{"options": [wood], "ways": [counted]} for wood in ("oak", "elm")], [ONE, [{"price": "2"}]])
    coming = Traffic({"things": 5}, known.month, "wood")
    assert [span.measure for span in spans(known, coming, WOODS)] == ["things", "size", "back"]
    assert [span.measure for span in spans(of(known, "size", 5, 5), coming, WOODS)] == ["things", "back"]
    endless = known.measures["things"]._replace(crossing=None)
    known = replace(known, measures={**known.measures, "things": endless})
    assert [span.measure for span in spans(known, coming, WOODS)] == ["size", "back"]
    assert corners(known, coming, WOODS, (), endless) == (0,)


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
