"""Traffic as it is written."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from apigw_choose.model.amounts import MOST
from apigw_choose.model.traffic import format_measure, parse_measure

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
        ("25/min", 1_080_000),
        ("7/h", 5_040),
        ("1/day", 30),
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
