"""The bill: what is counted, in which tier, and what is said when something cannot be told."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from apigw_choose import load_matrix
from apigw_choose.engine.bill import estimate, price
from apigw_choose.model.costs import Rate, Tier, Way
from apigw_choose.model.estimate import rounded
from apigw_choose.readers.traffic import read_traffic
from meter import steps, walk

if TYPE_CHECKING:
    from apigw_choose import Matrix
    from apigw_choose.model.costs import Costs
    from apigw_choose.model.estimate import Estimate
    from apigw_choose.model.traffic import Traffic

MILLION = 10**6


def traffic(costs: Costs, region: str | None = None, **said: str) -> Traffic:
    read, mistakes = read_traffic(costs, said, region)
    assert not mistakes
    assert read
    return read


def bill(matrix: Matrix, option: str, region: str | None = None, *needed: str, **said: str) -> Estimate:
    assert matrix.costs
    return estimate(matrix.costs, traffic(matrix.costs, region, **said), option, needed)


def micros(matrix: Matrix, option: str, region: str | None = None, *needed: str, **said: str) -> int | None:
    return bill(matrix, option, region, *needed, **said).micros


class TestTiers:
    # One below, at, and one above each edge of each tier of us-east-1, in millionths of a dollar.
    @pytest.mark.parametrize(
        ("option", "units", "expected"),
        [
            ("http", 299_999_999, 299_999_999),
            ("http", 300_000_000, 300_000_000),
            ("http", 300_000_001, 300_000_001),  # 300,000,000.9, rounded half up
            ("http", 300_000_010, 300_000_009),
            ("rest", 332_999_999, 1_165_499_997),  # 1,165,499,996.5
            ("rest", 333_000_000, 1_165_500_000),
            ("rest", 333_000_001, 1_165_500_003),  # 1,165,500,002.8
            ("rest", 999_999_999, 3_033_099_997),  # …997.2
            ("rest", 1_000_000_000, 3_033_100_000),
            ("rest", 1_000_000_001, 3_033_100_002),  # …002.38
            ("rest", 19_999_999_999, 48_253_099_998),  # …997.62
            ("rest", 20_000_000_000, 48_253_100_000),
            ("rest", 20_000_000_001, 48_253_100_002),  # …001.51
        ],
    )
    def test_requests_at_an_edge_are_charged_by_the_tier_in_which_they_fall(
        self, matrix: Matrix, option: str, units: int, expected: int
    ) -> None:
        assert micros(matrix, option, requests=str(units)) == expected

    @pytest.mark.parametrize(
        ("messages", "expected"),
        [(999_999_999, 999_999_999), (1_000_000_000, 1_000_000_000), (1_000_000_010, 1_000_000_008)],
    )
    def test_so_are_messages(self, matrix: Matrix, messages: int, expected: int) -> None:
        assert micros(matrix, "websocket", messages=str(messages), connection_minutes="0") == expected

    @pytest.mark.parametrize(
        ("size", "units"),
        [("1B", 1), ("512KB", 1), ("524289B", 2), ("1MB", 2), ("1048577B", 3), ("10MB", 20), ("0B", 1)],
    )
    def test_every_started_512_kb_of_a_request_to_an_http_api_counts(
        self, matrix: Matrix, size: str, units: int
    ) -> None:
        assert micros(matrix, "http", requests="1M", request_size=size) == units * MILLION
        assert micros(matrix, "rest", requests="1M", request_size=size) == 3_500_000

    @pytest.mark.parametrize(("size", "units"), [("32KB", 1), ("32769B", 2), ("128KB", 4)])
    def test_every_started_32_kb_of_a_message_counts(self, matrix: Matrix, size: str, units: int) -> None:
        assert micros(matrix, "websocket", messages="1M", message_size=size, connection_minutes="0") == units * MILLION

    @pytest.mark.parametrize(("size", "units"), [("1KB", 1), ("10MB", 1), ("10485761B", 2), ("100MB", 10)])
    def test_every_started_10_mb_of_a_streamed_response_counts(self, matrix: Matrix, size: str, units: int) -> None:
        streamed = bill(matrix, "rest", None, "response-streaming", requests="1M", response_size=size)
        assert streamed.charges[0].exact == units * 3_500_000

    @pytest.mark.parametrize(("length", "minutes"), [("1s", 1), ("60s", 1), ("61s", 2), ("2h", 120)])
    def test_every_started_minute_of_a_connection_counts(self, matrix: Matrix, length: str, minutes: int) -> None:
        found = micros(matrix, "websocket", messages="0", connections="1M/month", connection_length=length)
        assert found == minutes * 250_000

    def test_a_connection_held_open_counts_every_minute_of_the_month(self, matrix: Matrix) -> None:
        found = bill(matrix, "websocket", messages="0", connections="1000")
        assert found.charges[-1].units == 1000 * 30 * 24 * 60
        assert found.micros == 10_800_000


@settings(max_examples=60)
@given(
    sizes=st.lists(st.integers(0, 3000), max_size=12),
    each=st.integers(1, 1000),
    ends=st.lists(st.integers(1, 40), max_size=4, unique=True),
    rates=st.lists(st.integers(0, 5_000_000), min_size=5, max_size=5),
    per=st.sampled_from([1, 7, 1000, MILLION]),
)
def test_a_meter_that_walks_from_unit_to_unit_agrees_on_any_tiers(
    sizes: list[int], each: int, ends: list[int], rates: list[int], per: int
) -> None:
    edges: list[int | None] = [*sorted(ends), None]
    tiers = list(zip(edges, rates, strict=False))
    calls = [steps(size, each) for size in sizes]
    rate = Rate("any", tuple(Tier(end, micros) for end, micros in tiers), ())
    portions = price(rate, Fraction(sum(calls)))
    assert portions is not None
    assert sum(portion.units for portion in portions) == sum(calls)
    assert sum((portion.units * portion.micros / per for portion in portions), Fraction(0)) == walk(calls, tiers, per)


@settings(max_examples=60)
@given(
    requests=st.integers(0, 400),
    request_size=st.integers(0, 2**22),
    response_size=st.integers(0, 2**22),
    metered=st.sampled_from(["request", "larger", "sum"]),
)
def test_the_meter_agrees_on_the_shipped_lines_however_the_size_of_a_call_is_read(
    requests: int, request_size: int, response_size: int, metered: str
) -> None:
    shipped = load_matrix()
    said = {"requests": str(requests), "request_size": f"{request_size}B", "response_size": f"{response_size}B"}
    size = {"request": request_size, "larger": max(request_size, response_size), "sum": request_size + response_size}
    expected = {
        "http": walk(
            [steps(size[metered], 512 * 1024)] * requests, [(300 * MILLION, MILLION), (None, 900_000)], MILLION
        ),
        "rest": walk([1] * requests, [(333 * MILLION, 3_500_000)], MILLION),
    }
    for option, total in expected.items():
        charges = bill(shipped, option, metered_size=metered, **said).charges
        assert charges[0].exact == total
        assert charges[1].exact == Fraction(requests * response_size * 90_000, 2**30)


class TestNoRounding:
    def test_money_is_rounded_once_at_the_end(self, matrix: Matrix) -> None:
        found = bill(matrix, "http", requests="300000001", response_size="1B")
        assert [charge.exact for charge in found.charges] == [
            300_000_000 + Fraction(9, 10),
            Fraction(300_000_001 * 90_000, 2**30),
        ]
        assert found.micros == rounded(300_000_000 + Fraction(9, 10) + Fraction(300_000_001 * 90_000, 2**30))

    @pytest.mark.parametrize(("exact", "whole"), [("1/2", 1), ("1/3", 0), ("2/3", 1), ("3/2", 2), ("0", 0)])
    def test_half_goes_up(self, exact: str, whole: int) -> None:
        assert rounded(Fraction(exact)) == whole


class TestWhatIsNotSaid:
    def test_a_bill_without_its_measures_is_no_bill_and_says_what_to_say(self, matrix: Matrix) -> None:
        found = bill(matrix, "websocket", requests="1M")
        assert found.exact is None
        assert [(gap.line.id, gap.kind, gap.measures) for gap in found.gaps] == [
            ("messages", "traffic", ("messages",)),
            ("connection-minutes", "traffic", ("connection_minutes",)),
        ]

    def test_what_is_optional_is_left_out_and_said_to_be(self, matrix: Matrix) -> None:
        found = bill(matrix, "rest", requests="1M")
        assert found.micros == 3_500_000
        assert [gap.line.id for gap in found.not_counted] == ["cache", "data-out"]

    def test_data_out_is_on_every_bill_or_on_none_so_that_they_can_be_compared(self, matrix: Matrix) -> None:
        said = {"requests": "1M", "response_size": "1KB", "messages": "1M", "connections": "10"}
        assert bill(matrix, "websocket", **said).gaps[0].measures == ("messages_out",)
        assert bill(matrix, "websocket", messages_out="500k", **said).exact is not None
        del said["response_size"]
        assert bill(matrix, "websocket", **said).exact is not None
        assert bill(matrix, "rest", requests="1M", messages_out="500k").gaps[0].measures == ("response_size",)

    def test_what_one_bill_counts_in_any_of_its_ways_is_left_out_of_none(self, matrix: Matrix) -> None:
        assert matrix.costs
        other = Way(count="requests", times=("cache",))
        lines = [
            line._replace(ways=ways) if line.id == "data-out" else line
            for line in matrix.costs.lines
            for ways in [(*line.ways, other)]
        ]
        said = traffic(matrix.costs, requests="1M", response_size="1KB", messages="1M", connections="10")
        found = estimate(replace(matrix.costs, lines=tuple(lines)), said, "websocket")
        assert [gap.measures for gap in found.gaps] == [("messages_out",)]

    def test_nothing_costs_nothing(self, matrix: Matrix) -> None:
        assert micros(matrix, "rest", requests="0") == 0
        assert micros(matrix, "http", requests="0", request_size="1GB") == 0
        assert bill(matrix, "rest", requests="0").free == 0


class TestRegions:
    def test_a_region_without_a_price_is_never_filled_from_another(self, matrix: Matrix) -> None:
        found = bill(matrix, "rest", "eu-west-3", requests="1M")
        assert (found.exact, found.gaps[0].kind) == (None, "price")
        assert micros(matrix, "http", "eu-west-3", requests="1M") == 1_170_000

    def test_past_the_last_tier_that_is_known_nothing_is_told(self, matrix: Matrix) -> None:
        assert micros(matrix, "http", "eu-west-3", requests="300M") == 351_000_000
        found = bill(matrix, "http", "eu-west-3", requests="300000001")
        assert (found.exact, found.gaps[0].kind, found.gaps[0].limit) == (None, "tier", 300_000_000)

    def test_a_region_of_which_no_price_is_known_is_told_as_such(self, matrix: Matrix) -> None:
        assert {bill(matrix, option, "ap-east-1", requests="1M").gaps[0].kind for option in ("rest", "http")} == {
            "price"
        }

    def test_a_cache_is_the_smallest_that_is_large_enough(self, matrix: Matrix) -> None:
        for size, hourly in (
            ("0.5GB", 20_000),
            ("0.6GB", 38_000),
            ("1.55GB", 38_000),
            ("1.6GB", 38_000),
            ("237GB", 3_800_000),
        ):
            assert micros(matrix, "rest", requests="0", cache=size) == hourly * 720
        found = bill(matrix, "rest", requests="0", cache="238GB")
        assert (found.gaps[0].kind, found.gaps[0].limit) == ("size", 237 * 2**30)

    def test_where_no_rate_is_for_a_size_none_is_large_enough(self, matrix: Matrix) -> None:
        assert matrix.costs
        home = matrix.costs.regions[matrix.costs.region]
        rates = tuple(rate._replace(size=None) for rate in home.rates)
        known = replace(matrix.costs, regions={home.id: home._replace(rates=rates)})
        (gap,) = estimate(known, traffic(known, requests="0", cache="0.5GB"), "rest").gaps
        assert (gap.line.id, gap.kind, gap.measures, gap.limit) == ("cache", "size", ("cache",), 0)

    def test_the_order_in_which_rates_are_written_has_no_say(self, matrix: Matrix) -> None:
        assert matrix.costs
        regions = {name: region._replace(rates=region.rates[::-1]) for name, region in matrix.costs.regions.items()}
        said = traffic(matrix.costs, requests="0", cache="0.6GB")
        assert estimate(replace(matrix.costs, regions=regions), said, "rest").micros == 38_000 * 720

    @pytest.mark.parametrize("region", ["us-east-1", "eu-west-1", "eu-west-2", "ap-northeast-2"])
    def test_later_tiers_are_never_dearer(self, matrix: Matrix, region: str) -> None:
        assert matrix.costs
        for rate in matrix.costs.regions[region].rates:
            prices = [tier.micros for tier in rate.tiers]
            assert prices == sorted(prices, reverse=True)


class TestFeatures:
    def test_a_private_endpoint_pays_for_privatelink_and_not_for_data_out(self, matrix: Matrix) -> None:
        said = {"requests": "5M", "response_size": "3KB", "zones": "2"}
        lines = {charge.line.id for charge in bill(matrix, "rest", None, "private-endpoint", **said).charges}
        assert lines == {"rest-requests", "privatelink-hours", "privatelink-data"}

    def test_a_portal_pays_for_products_beyond_ten(self, matrix: Matrix) -> None:
        base = micros(matrix, "rest", None, "developer-portal", requests="0", portal_products="10")
        more = micros(matrix, "rest", None, "developer-portal", requests="0", portal_products="12")
        assert (base, more) == (125_000_000, 150_000_000)

    def test_a_workaround_brings_its_lines_and_replaces_some(self, matrix: Matrix) -> None:
        assert matrix.costs
        coming = traffic(matrix.costs, requests="1M", response_size="1KB")
        around = estimate(matrix.costs, coming, "http", ["waf"], ["cloudfront-waf-before-http"])
        lines = [charge.line.id for charge in around.charges]
        assert "data-out" not in lines
        assert lines == ["http-requests", "cloudfront-requests", "cloudfront-data-out", "cloudfront-data-to-origin"]
        assert [charge.line.id for charge in around.alike] == ["waf-acl", "waf-rules", "waf-requests"]
        assert around.alike_exact == 5_000_000 + 1_000_000 + 600_000


class TestFreeTier:
    def test_it_is_apart_and_off_unless_it_is_asked_for(self, matrix: Matrix) -> None:
        found = bill(matrix, "http", requests="3M")
        assert (found.micros, rounded(found.free)) == (3 * MILLION, MILLION)
        assert matrix.costs
        asked = estimate(matrix.costs, replace(traffic(matrix.costs, requests="3M"), free_tier=True), "http")
        assert asked.micros == 2 * MILLION

    def test_it_takes_no_more_off_than_there_is(self, matrix: Matrix) -> None:
        assert rounded(bill(matrix, "http", requests="10").free) == 10
