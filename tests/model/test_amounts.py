from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from apigw_choose.model.amounts import BASE_UNIT, EXAMPLE, Dimension, format_amount, parse_amount

DIMENSIONS: list[Dimension] = ["duration", "size", "rate", "count"]


@pytest.mark.parametrize(
    ("text", "dimension", "amount"),
    [
        ("29s", "duration", 29_000),
        ("29.5s", "duration", 29_500),
        ("0.5min", "duration", 30_000),
        ("15min", "duration", 900_000),
        ("15m", "duration", 900_000),
        ("2h", "duration", 7_200_000),
        ("1d", "duration", 86_400_000),
        ("2 days", "duration", 172_800_000),
        ("1 hour", "duration", 3_600_000),
        ("90 seconds", "duration", 90_000),
        ("90 SEC", "duration", 90_000),
        ("250ms", "duration", 250),
        ("0s", "duration", 0),
        ("8MB", "size", 8 * 2**20),
        ("8 MiB", "size", 8 * 2**20),
        ("8mb", "size", 8 * 2**20),
        ("128KB", "size", 2**17),
        ("128KiB", "size", 2**17),
        ("128k", "size", 2**17),
        ("1.5GB", "size", 3 * 2**29),
        ("1TB", "size", 2**40),
        ("17B", "size", 17),
        ("17 bytes", "size", 17),
        ("500/s", "rate", 500),
        ("500/sec", "rate", 500),
        ("500 /second", "rate", 500),
        ("500", "rate", 500),
        ("300", "count", 300),
        (" 300 ", "count", 300),
        ("007", "count", 7),
        ("300.0", "count", 300),
    ],
)
def test_an_amount_is_read(text: str, dimension: Dimension, amount: int) -> None:
    assert parse_amount(text, dimension) == amount


@pytest.mark.parametrize(
    ("amount", "dimension", "text"),
    [
        (0, "duration", "0ms"),
        (1, "duration", "1ms"),
        (999, "duration", "999ms"),
        (1000, "duration", "1s"),
        (29_000, "duration", "29s"),
        (29_500, "duration", "29.5s"),
        (29_050, "duration", "29.05s"),
        (60_000, "duration", "60s"),
        (90_000, "duration", "90s"),
        (7_200_000, "duration", "2h"),
        (86_400_000, "duration", "24h"),
        (0, "size", "0B"),
        (1023, "size", "1023B"),
        (2**17, "size", "128KB"),
        (10 * 2**20, "size", "10MB"),
        (237 * 2**30, "size", "237GB"),
        (2**40, "size", "1TB"),
        (2**40 + 1, "size", "1099511627777B"),
        (0, "rate", "0/s"),
        (500, "rate", "500/s"),
        (0, "count", "0"),
        (300, "count", "300"),
    ],
)
def test_an_amount_is_written_in_the_largest_unit_that_divides_it(amount: int, dimension: Dimension, text: str) -> None:
    assert format_amount(amount, dimension) == text


@pytest.mark.parametrize(
    "text",
    [
        "",
        " ",
        "x",
        "s",
        ".5s",
        "5.s",
        "-1s",
        "+1s",
        "1e400",
        "1e3",
        "NaN",
        "inf",
        "Infinity",
        "10^30",
        "9" * 40,
        "0x10",
        "1_000",
        "1,5s",
        "1/2h",
        "29s 30s",
        "29  s",
        "29s\n30s",
        "5 parsecs",
        "\uff15\uff13s",
        "\u0665s",
        "5\u212aB",
        "5\u00b5s",
        "29s; rm -rf /",
    ],
)
@pytest.mark.parametrize("dimension", DIMENSIONS)
def test_what_is_no_amount_is_refused_in_one_sentence_that_shows_how_to_write_it(
    text: str, dimension: Dimension
) -> None:
    with pytest.raises(ValueError, match="write it like") as refused:
        parse_amount(text, dimension)
    (sentence,) = refused.value.args
    assert "\n" not in sentence
    assert sentence.startswith(repr(text))
    assert sentence.endswith(EXAMPLE[dimension])


@pytest.mark.parametrize(
    ("text", "dimension", "complaint"),
    [
        ("29", "duration", "'29' has no unit; write it like 60s"),
        ("8", "size", "'8' has no unit; write it like 8MB"),
        ("8MB", "duration", "'8MB' has the unknown unit 'MB'; write it like 60s"),
        ("29s", "size", "'29s' has the unknown unit 's'; write it like 8MB"),
        ("5 parsecs", "duration", "'5 parsecs' has the unknown unit 'parsecs'; write it like 60s"),
        ("500/min", "rate", "'500/min' has the unknown unit '/min'; write it like 500/s"),
        ("300 routes", "count", "'300 routes' has the unknown unit 'routes'; write it like 300"),
        ("0.5ms", "duration", "'0.5ms' is finer than a millisecond"),
        ("0.3KB", "size", "'0.3KB' is finer than a byte"),
        ("0.5", "count", "'0.5' is finer than a whole number"),
        ("1.5/s", "rate", "'1.5/s' is finer than a whole number"),
    ],
)
def test_the_refusal_says_what_is_wrong(text: str, dimension: Dimension, complaint: str) -> None:
    with pytest.raises(ValueError) as refused:  # noqa: PT011 - the whole message is compared
        parse_amount(text, dimension)
    assert refused.value.args == (complaint,)


@pytest.mark.parametrize("dimension", DIMENSIONS)
def test_the_example_of_a_dimension_is_written_as_it_is_read(dimension: Dimension) -> None:
    example = EXAMPLE[dimension]
    amount = parse_amount(example, dimension)
    assert parse_amount(format_amount(amount, dimension), dimension) == amount


@given(st.sampled_from(DIMENSIONS), st.integers(0, 10**15 - 1))
def test_round_trip_what_is_written_is_read_back(dimension: Dimension, amount: int) -> None:
    assert parse_amount(format_amount(amount, dimension), dimension) == amount


@given(st.sampled_from(DIMENSIONS), st.integers(0, 10**15 - 1))
def test_an_amount_in_its_base_unit_is_read_as_it_stands(dimension: Dimension, amount: int) -> None:
    assert parse_amount(f"{amount}{BASE_UNIT[dimension]}", dimension) == amount


@given(
    st.sampled_from(DIMENSIONS),
    st.from_regex(r"[0-9]{1,15}(\.[0-9]{1,9})? ?(ms|s|min|h|d|[KMGT]?i?B|/s)?", fullmatch=True),
)
@example("duration", "999999999999999d")
@example("size", "999999999999999.5TB")
def test_whatever_is_read_can_be_written_and_read_back(dimension: Dimension, text: str) -> None:
    try:
        amount = parse_amount(text, dimension)
    except ValueError:
        return
    assert amount >= 0
    assert parse_amount(format_amount(amount, dimension), dimension) == amount


@given(st.sampled_from(DIMENSIONS), st.text(max_size=30))
def test_any_text_is_read_or_refused_in_one_line(dimension: Dimension, text: str) -> None:
    read = amount_or_refusal(text, dimension)
    assert read >= 0 if isinstance(read, int) else "\n" not in read


def amount_or_refusal(text: str, dimension: Dimension) -> int | str:
    try:
        return parse_amount(text, dimension)
    except ValueError as error:
        return str(error)


@pytest.mark.parametrize(
    ("spellings", "dimension", "factor"),
    [
        ("ms", "duration", 1),
        ("s sec second seconds", "duration", 1000),
        ("min m minute minutes", "duration", 60_000),
        ("h hour hours", "duration", 3_600_000),
        ("d day days", "duration", 86_400_000),
        ("B byte bytes", "size", 1),
        ("K KB KiB", "size", 1024),
        ("M MB MiB", "size", 1024**2),
        ("G GB GiB", "size", 1024**3),
        ("TB TiB", "size", 1024**4),
        ("/s /sec /second", "rate", 1),
    ],
)
def test_every_spelling_of_a_unit_is_read(spellings: str, dimension: Dimension, factor: int) -> None:
    for unit in spellings.split():
        assert parse_amount(f"3{unit}", dimension) == 3 * factor
        assert parse_amount(f"3 {unit.upper()}", dimension) == 3 * factor


@pytest.mark.parametrize(
    ("text", "dimension", "message"),
    [
        ("much", "duration", "'much' is not an amount; write it like 60s"),
        ("much", "size", "'much' is not an amount; write it like 8MB"),
        ("much", "rate", "'much' is not an amount; write it like 500/s"),
        ("much", "count", "'much' is not an amount; write it like 300"),
        ("1152921504606846977", "count", "'1152921504606846977' is more than can be meant"),
        ("9999999999999999999d", "duration", "'9999999999999999999d' is more than can be meant"),
        ("12345678901234567890", "count", "'12345678901234567890' is not an amount; write it like 300"),
        ("1.0000000000s", "duration", "'1.0000000000s' is not an amount; write it like 60s"),
        ("5secondss", "duration", "'5secondss' is not an amount; write it like 60s"),
        ("5/seconds", "rate", "'5/seconds' is not an amount; write it like 500/s"),
        ("5s\n6s", "duration", "'5s\\n6s' is not an amount; write it like 60s"),
    ],
)
def test_too_much_too_many_digits_or_letters_and_words_are_refused(
    text: str, dimension: Dimension, message: str
) -> None:
    with pytest.raises(ValueError, match=r".") as refused:
        parse_amount(text, dimension)
    assert str(refused.value) == message


def test_what_is_finer_than_a_base_unit_is_rounded_up_only_where_that_is_asked_for() -> None:
    assert parse_amount("1.0001s", "duration", round_up=True) == 1001
    assert parse_amount("1.001s", "duration", round_up=True) == 1001
    assert parse_amount("1.000000000s", "duration") == 1000


def test_the_largest_amount_is_two_to_the_sixtieth() -> None:
    assert parse_amount(str(2**60), "count") == 2**60


@pytest.mark.parametrize(
    ("milliseconds", "text"),
    [(1001, "1.001s"), (2000, "2s"), (119_000, "119s"), (120_000, "2min"), (121_000, "121s"), (3_600_000, "1h")],
)
def test_seconds_are_written_up_to_two_minutes(milliseconds: int, text: str) -> None:
    assert format_amount(milliseconds, "duration") == text
