"""How messages quote what they were given."""

from __future__ import annotations

import pytest

from apigw_choose.model.quoting import as_typed, shown

LONGEST = "x" * 60


@pytest.mark.parametrize(
    ("typed", "quoted"),
    [
        ("--need waf", "--need waf"),
        ("", ""),
        (LONGEST, LONGEST),
        (f"{LONGEST}x", f"'{LONGEST[1:]}..."),
        ("\x1b[31m", r"'\x1b[31m'"),
    ],
    ids=["words", "nothing", "just short enough", "too long", "colour"],
)
def test_what_was_typed_is_quoted_as_it_is_where_that_is_fit_to_be_shown(typed: str, quoted: str) -> None:
    assert as_typed(typed) == quoted


@pytest.mark.parametrize(
    ("value", "quoted"),
    [
        (True, "true"),
        (False, "false"),
        (None, "null"),
        (0, "0"),
        (1, "1"),
        (["oak"], "['oak']"),
        ("a\nb", r"'a\nb'"),
        (LONGEST[2:], f"'{LONGEST[2:]}'"),
        (LONGEST[1:], f"'{LONGEST[1:]}..."),
    ],
    ids=["true", "false", "null", "0", "1", "list", "two lines", "just short enough", "too long"],
)
def test_a_value_is_quoted_on_one_line_as_json_has_its_words_and_cut_where_it_is_long(
    value: object, quoted: str
) -> None:
    assert shown(value) == quoted
