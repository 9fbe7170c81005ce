"""Traffic as it is written."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from apigw_choose.model.amounts import MOST
from apigw_choose.model.traffic import EXAMPLE, Traffic, format_measure, parse_count, parse_measure

if TYPE_CHECKING:
    from apigw_choose.model.costs import MeasureKind

MONTH = 30 * 86_400_000


@pytest.mark.parametrize(
    ("text", "per_month"),
    [
        ("50M/month", 50_000_000),
        ("50m", 50_000_000),
        ("50 million per month", 50_000_000),
        ("1.5B/mo", 1_500_000_000),
        ("2bn", None),
        ("10k/s", 10_000 * 86_400 * 30),
        ("1/second", 2_592_000),
        ("0.5/s", 1_296_000),
        ("10,000/minute", 432_000_000),
        ("10,000 a minute", 432_000_000),
        ("1/sec", 2_592_000),
        ("25/min", 1_080_000),
        ("25/m", 1_080_000),
        ("7/hr", 5_040),
        ("7/h", 5_040),
        ("1/day", 30),
        ("1/d", 30),
        ("1M/day", 30_000_000),
        ("1.5B/mth", 1_500_000_000),
        ("1000 per day", 30_000),
        ("1e6", 1_000_000),
        ("1.5e6/month", 1_500_000),
        ("0", 0),
        ("0.1/month", 1),
    ],
)
def test_a_flow_is_so_many_a_month_rounded_up(text: str, per_month: int | None) -> None:
    if per_month is None:
        with pytest.raises(ValueError, match="unknown unit"):
            parse_measure(text, "flow", MONTH)
    else:
        assert parse_measure(text, "flow", MONTH) == per_month


@pytest.mark.parametrize("kind", ["flow", "level", "size", "duration", "share"])
def test_the_example_of_an_error_can_be_read(kind: MeasureKind) -> None:
    assert parse_measure(EXAMPLE[kind], kind, MONTH)


def test_the_length_of_a_month_counts() -> None:
    assert parse_measure("1/s", "flow", 730 * 3_600_000) == 730 * 3600


@pytest.mark.parametrize(
    ("text", "kind", "amount"),
    [
        ("1000", "level", 1000),
        ("10k", "level", 10_000),
        ("4KB", "size", 4096),
        ("1.6GB", "size", 1_717_986_919),
        ("0.3KB", "size", 308),
        ("12h", "duration", 43_200_000),
        ("90%", "share", 900_000),
        ("0.0001%", "share", 1),
        ("100 %", "share", 1_000_000),
    ],
)
def test_other_measures_have_units_of_their_own(text: str, kind: MeasureKind, amount: int) -> None:
    assert parse_measure(text, kind, MONTH) == amount


ABSURD = ["-1", "-5M/month", "1e400", "1e-5", "nan", "NaN", "inf", "many", "", " ", "1" * 31, "10^30", "1/fortnight"]
ABSURD += ["1 000", "1,00", "5x/month", "//", "1/", "M", "٣", "1\x1b[31m", "0x10", "1_000", "+1"]


@pytest.mark.parametrize("kind", ["flow", "level", "size", "duration", "share"])
@pytest.mark.parametrize("text", ABSURD)
def test_what_is_absurd_is_refused_in_one_line_with_an_example(text: str, kind: MeasureKind) -> None:
    with pytest.raises(ValueError, match=r"write it like|more than") as refused:
        parse_measure(text, kind, MONTH)
    assert "\n" not in str(refused.value)


@pytest.mark.parametrize("text", ["101%", "100.0001%", "90", "0.9"])
def test_a_share_is_in_percent_and_at_most_all(text: str) -> None:
    with pytest.raises(ValueError, match=r"not a share|more than all"):
        parse_measure(text, "share", MONTH)


def test_what_is_held_has_no_period() -> None:
    with pytest.raises(ValueError, match="has a period"):
        parse_measure("5/day", "level", MONTH)


@given(kind=st.sampled_from(["flow", "level", "size", "duration", "share"]), amount=st.integers(0, MOST))
def test_what_is_written_reads_back_to_the_same(kind: MeasureKind, amount: int) -> None:
    amount = min(amount, 10**6) if kind == "share" else amount
    assert parse_measure(format_measure(amount, kind), kind, MONTH) == amount


@pytest.mark.parametrize(
    ("amount", "kind", "text"),
    [
        (50_000_000, "flow", "50M"),
        (1_234_567, "flow", "1,234,567"),
        (1_500_000_000, "flow", "1.5B"),
        (21_600, "flow", "21,600"),
        (1_717_986_919, "size", "1.6GB"),
        (1_572_864, "size", "1.5MB"),
        (1_572_865, "size", "1572865B"),
        (540_001, "share", "54.0001%"),
        (900_000, "share", "90%"),
    ],
)
def test_amounts_are_written_as_people_say_them(amount: int, kind: MeasureKind, text: str) -> None:
    assert format_measure(amount, kind) == text


@pytest.mark.parametrize(
    ("spellings", "per_month"),
    [
        ("s sec second", 30 * 86_400),
        ("m min minute", 30 * 1440),
        ("h hr hour", 30 * 24),
        ("d day", 30),
        ("mo mth month", 1),
    ],
)
def test_every_spelling_of_a_period_is_read(spellings: str, per_month: int) -> None:
    for period in spellings.split():
        for text in (f"3/{period}", f"3 per {period}", f"3 a {period}", f"3/{period.upper()}", f"3 per {period}s"):
            assert parse_measure(text, "flow", MONTH) == 3 * per_month


@pytest.mark.parametrize("spelling", ["mo", "mth", "month", "months"])
def test_a_month_is_told_from_no_period_at_all(spelling: str) -> None:
    assert parse_count(f"3/{spelling}") == (3 * 10**9, "month")
    assert parse_count("3") == (3 * 10**9, None)


@pytest.mark.parametrize(
    ("spellings", "factor"),
    [
        ("k thousand", 10**3),
        ("m million", 10**6),
        ("b g billion", 10**9),
        ("t trillion", 10**12),
    ],
)
def test_every_spelling_of_a_scale_is_read(spellings: str, factor: int) -> None:
    for scale in spellings.split():
        assert parse_measure(f"3{scale}", "level", MONTH) == 3 * factor
        assert parse_measure(f"3 {scale.upper()}", "level", MONTH) == 3 * factor


@pytest.mark.parametrize(
    ("text", "kind", "message"),
    [
        ("many", "flow", "'many' is not an amount of traffic; write it like 50M/month"),
        ("many", "level", "'many' is not an amount of traffic; write it like 1000"),
        ("many", "size", "'many' is not an amount; write it like 8MB"),
        ("many", "duration", "'many' is not an amount; write it like 60s"),
        ("many", "share", "'many' is not a share; write it like 90%"),
        ("5x", "flow", "'5x' has the unknown unit 'x'; write it like 50M/month"),
        (
            "5/fortnt",
            "flow",
            (
                "'5/fortnt' has the unknown period 'fortnt'; there is second, minute, hour, day and month; "
                "write it like 50M/month"
            ),
        ),
        ("5/day", "level", "'5/day' has a period, and this is held all the time; write it like 1000"),
        ("101%", "share", "'101%' is more than all of it; write it like 90%"),
        ("100.0001%", "share", "'100.0001%' is more than all of it; write it like 90%"),
        ("1e19", "level", "'1e19' is more than can be meant; write it like 1000"),
        ("1152921504606846977", "level", "'1152921504606846977' is more than can be meant; write it like 1000"),
        ("1e18/s", "flow", "that is more in a month than can be meant; write it like 50M/month"),
        ("1e1000", "level", "'1e1000' is not an amount of traffic; write it like 1000"),
        ("0.1234567891", "level", "'0.1234567891' is not an amount of traffic; write it like 1000"),
        ("1,0000", "level", "'1,0000' is not an amount of traffic; write it like 1000"),
        ("1000%", "share", "'1000%' is not a share; write it like 90%"),
        ("9.00001%", "share", "'9.00001%' is not a share; write it like 90%"),
    ],
)
def test_a_refusal_says_what_is_wrong_and_how_to_write_it(text: str, kind: MeasureKind, message: str) -> None:
    with pytest.raises(ValueError, match=r".") as refused:
        parse_measure(text, kind, MONTH)
    assert str(refused.value) == message


@pytest.mark.parametrize(
    ("text", "amount"),
    [
        ("1152921504606846976", MOST),
        ("1e18", 10**18),
        ("1e+2", 100),
        ("0.000000001", 1),
        ("1.000000001k", 1001),
        ("1,234,567", 1_234_567),
        ("0" * 39 + "7", 7),
    ],
)
def test_a_number_is_exact_and_rounded_up_to_a_whole_one(text: str, amount: int) -> None:
    assert parse_measure(text, "level", MONTH) == amount


@pytest.mark.parametrize(
    ("amount", "kind", "text"),
    [
        (0, "flow", "0"),
        (999_999, "flow", "999,999"),
        (1_000_000, "flow", "1M"),
        (1_001_000, "flow", "1.001M"),
        (1_000_100, "flow", "1,000,100"),
        (999_000_000, "flow", "999M"),
        (1_000_000_000, "flow", "1B"),
        (1_234_000_000_000, "flow", "1,234B"),
        (0, "size", "0B"),
        (1023, "size", "1023B"),
        (1024, "size", "1KB"),
        (1536, "size", "1.5KB"),
        (1127, "size", "1.1KB"),
        (1118, "size", "1118B"),
        (1035, "size", "1.01KB"),
        (1280, "size", "1.25KB"),
        (2**30, "size", "1GB"),
        (3 * 2**29, "size", "1.5GB"),
        (90_000, "duration", "90s"),
        (0, "share", "0%"),
        (1, "share", "0.0001%"),
        (100, "share", "0.01%"),
        (1_000_000, "share", "100%"),
    ],
)
def test_amounts_are_written_in_the_shortest_way_that_reads_back(amount: int, kind: MeasureKind, text: str) -> None:
    assert format_measure(amount, kind) == text
    assert parse_measure(text, kind, MONTH) == amount


def test_traffic_of_equal_amounts_month_and_region_has_one_hash() -> None:
    one = Traffic({"requests": 1, "size": 2}, MONTH, "here", readings={"open": "yes"})
    other = Traffic({"size": 2, "requests": 1}, MONTH, "here")
    assert hash(one) == hash(other)
    assert len({hash(one), hash(Traffic({"requests": 1}, MONTH, "here"))}) == 2
    assert (other.region_said, other.free_tier, other.readings) == (False, False, {})
