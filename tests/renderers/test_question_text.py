"""What is said of a list of which a yes rules nothing out."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from apigw_choose import Requirements
from apigw_choose.engine.interview import Interview
from apigw_choose.model.answers import Answers
from apigw_choose.renderers.page import Style
from apigw_choose.renderers.question_text import question_text, why_text
from handmade import feature, matrix, rule, workaround

if TYPE_CHECKING:
    from apigw_choose import Matrix

PRICES = {"oak": 1, "elm": 2}
EITHER = matrix(
    *(feature(name, oak="full", elm="full") for name in ("bends", "floats")),
    woods=2,
    prices=PRICES,
    rules=(rule("either", ["oak"], ["bends"], excludes=["floats"]),),
)
AROUND = matrix(
    *(feature(name, elm="full") for name in ("bends", "floats")),
    woods=2,
    prices=PRICES,
    workarounds=(workaround("glue", ["oak"], "bends", "floats"),),
)


def test_why_names_who_would_take_which_workaround() -> None:
    found = Interview(AROUND, Requirements(allow_workarounds=True)).survey(Answers())
    assert found.question is not None
    told = why_text(AROUND, found, found.question, Style(width=120)).splitlines()[1:]
    assert [line.split(maxsplit=2) for line in told] == [
        [name, "Oak", "The workaround glue."] for name in ("bends", "floats")
    ]


@pytest.mark.parametrize(
    ("made", "asked", "why"),
    [
        (EITHER, "Each may be had by itself, not all of them together.", "It matters together with other answers"),
        (AROUND, "A yes rules none out, but may put another first.", "It rules none out, but may put another first"),
    ],
)
def test_it_says_by_what_it_matters_all_the_same(made: Matrix, asked: str, why: str) -> None:
    found = Interview(made, Requirements(allow_workarounds=True)).survey(Answers())
    assert found.question is not None
    style = Style(width=120)
    assert f"Do you need any of these? {asked}" in question_text(made, found, found.question, 1, style)
    assert why in why_text(made, found, found.question, style)
