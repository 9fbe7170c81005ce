"""Sums that others have published, AWS among them, come out to the cent."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, NamedTuple

import pytest

from apigw_choose.engine.bill import estimate
from apigw_choose.readers.traffic import read_traffic

if TYPE_CHECKING:
    from apigw_choose import Matrix
    from apigw_choose.model.estimate import Estimate


class Example(NamedTuple):
    option: str
    traffic: dict[str, str]
    total: str
    """In currency units."""
    parts: dict[str, str] = {}  # noqa: RUF012 - read only
    """By line."""
    region: str = "us-east-1"
    needed: tuple[str, ...] = ()
    tolerance: str = "0.005"


EXAMPLES = {
    # The AWS price page. Its months have 30 days.
    "aws: pages over an HTTP API, 10,000 a minute": Example(
        "http",
        {"requests": "10000/minute", "request_size": "12KB"},
        "418.80",
    ),
    "aws: uploads of 4.5 MB, 25 a minute": Example("http", {"requests": "25/min", "request_size": "4.5MB"}, "9.72"),
    "aws: REST API, 5 million calls of 3 KB": Example(
        "rest",
        {"requests": "5M", "response_size": "3KB"},
        "18.79",
        {"rest-requests": "17.50", "data-out": "1.29"},
    ),
    "aws: private REST API": Example(
        "rest",
        {"requests": "5M", "request_size": "0.3KB", "response_size": "3KB"},
        "24.86",
        {"rest-requests": "17.50", "privatelink-hours": "7.20", "privatelink-data": "0.16"},
        needed=("private-endpoint",),
    ),
    "aws: a cache of 1.6 GB for a day": Example(
        "rest", {"requests": "0", "cache": "1.6GB", "month": "24h"}, "0.912", tolerance="0.0000005"
    ),
    "aws: WebSocket chat": Example(
        "websocket",
        {"messages": "600000/day", "message_size": "3KB", "connections": "1000/day", "connection_length": "12h"},
        "23.40",
        {"messages": "18.00", "connection-minutes": "5.40"},
    ),
    "aws: a message of 33 KB counts twice": Example(
        "websocket", {"messages": "1M", "message_size": "33KB", "connection_minutes": "0"}, "2.00"
    ),
    # Calculators, tests and reports of others.
    "aws calculator: 750 million HTTP calls": Example("http", {"requests": "750M"}, "705.00"),
    "a test: 21 billion REST calls reach every tier": Example("rest", {"requests": "21B"}, "49763.10"),
    "a test: a billion HTTP calls of 512 KB": Example("http", {"requests": "1B", "request_size": "512KB"}, "930.00"),
    "a test: WebSocket messages in two tiers": Example(
        "websocket",
        {"messages": "1.5B", "message_size": "32KB", "connection_minutes": "10M"},
        "1402.50",
        {"messages": "1400.00", "connection-minutes": "2.50"},
    ),
    "a test: the smallest cache": Example("rest", {"requests": "0", "cache": "0.5GB", "month": "730h"}, "14.60"),
    "a test: the largest cache": Example("rest", {"requests": "0", "cache": "237GB", "month": "730h"}, "2774.00"),
    "a report: London, a million HTTP calls": Example("http", {"requests": "1M"}, "1.16", region="eu-west-2"),
    "a report: London, a million REST calls": Example("rest", {"requests": "1M"}, "3.50", region="eu-west-2"),
    "a test: Seoul, 1.1 billion messages": Example(
        "websocket", {"messages": "1.1B", "connection_minutes": "0"}, "1234.00", region="ap-northeast-2"
    ),
    "aws in euro: 5 million REST calls (the page cuts 18.257 to 18.25)": Example(
        "rest",
        {"requests": "5M", "response_size": "3KB"},
        "19.35",
        region="eusc-de-east-1",
        tolerance="0.02",
    ),
    # Ours.
    "HTTP calls of 513 KB count twice": Example("http", {"requests": "1M", "request_size": "513KB"}, "2.00"),
    "a billion REST calls": Example("rest", {"requests": "1B"}, "3033.10"),
    "a hundred million messages and minutes": Example(
        "websocket", {"messages": "100M", "message_size": "1KB", "connection_minutes": "100M"}, "125.00"
    ),
}


def bill(matrix: Matrix, example: Example) -> Estimate:
    assert matrix.costs
    traffic, mistakes = read_traffic(matrix.costs, example.traffic, example.region)
    assert not mistakes
    assert traffic
    return estimate(matrix.costs, traffic, example.option, example.needed)


@pytest.mark.parametrize("example", EXAMPLES.values(), ids=EXAMPLES)
def test_a_published_sum_comes_out(matrix: Matrix, example: Example) -> None:
    found = bill(matrix, example)
    assert found.exact is not None
    assert abs(found.exact / 10**6 - Fraction(example.total)) <= Fraction(example.tolerance)


@pytest.mark.parametrize("example", [pytest.param(entry, id=name) for name, entry in EXAMPLES.items() if entry.parts])
def test_so_does_each_of_its_parts(matrix: Matrix, example: Example) -> None:
    parts = {charge.line.id: charge.exact / 10**6 for charge in bill(matrix, example).charges}
    assert parts.keys() == example.parts.keys()
    for line, expected in example.parts.items():
        assert abs(parts[line] - Fraction(expected)) <= Fraction(1, 200), line


def test_the_page_of_aws_leaves_the_free_tier_out_and_so_does_an_estimate(matrix: Matrix) -> None:
    example = EXAMPLES["aws: REST API, 5 million calls of 3 KB"]
    found = bill(matrix, example)
    assert found.exact
    taken_off = found._replace(free_tier=True)
    # One million calls, and all 14.3 GB, which is less than 100 GB.
    assert taken_off.exact == found.exact - 3_500_000 - next(
        charge.exact for charge in found.charges if charge.line.id == "data-out"
    )


def test_the_15_billion_calls_of_the_page_are_at_one_flat_rate_for_data_where_ours_has_tiers(matrix: Matrix) -> None:
    example = Example("rest", {"requests": "15B", "response_size": "4KB"}, "")
    charges = {charge.line.id: charge.exact / 10**6 for charge in bill(matrix, example).charges}
    assert round(charges["rest-requests"], 2) == Fraction("36353.10")
    # The page charges 57,220.46 GB at 0.09; AWS's own tiers make it less.
    gigabytes = Fraction(15 * 10**9 * 4096, 2**30)
    assert round(gigabytes * Fraction("0.09"), 2) == Fraction("5149.84")
    tiered = 10240 * Fraction("0.09") + 40960 * Fraction("0.085") + (gigabytes - 51200) * Fraction("0.07")
    assert charges["data-out"] == tiered
