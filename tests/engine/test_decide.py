"""What a decision says beside who meets the needs, over matrices made by hand."""

from __future__ import annotations

from apigw_choose import decide
from apigw_choose.readers.asked import require
from handmade import feature, matrix

BENCH = matrix(
    feature("bends", elm="full", ash="full"),
    feature("carves", oak="full", elm="full", ash="partial"),
    feature("dries", oak="partial", elm="full", ash="full"),
    feature("floats", oak="unknown", elm="full"),
    feature("glows", oak="not-applicable", elm="partial", ash="full"),
    feature("sings", oak="full"),
    prices={"oak": 1, "elm": 2, "ash": 3},
)


def test_what_is_given_up_is_what_another_has_and_the_recommended_one_is_known_to_lack() -> None:
    decision = decide(BENCH, require(BENCH, []))
    assert decision.recommendation == "oak"
    assert decision.gives_up == {"elm": ("bends", "glows"), "ash": ("bends", "glows")}


def test_nothing_is_given_up_where_nothing_fits() -> None:
    assert decide(BENCH, require(BENCH, ["sings", "bends"])).gives_up == {}
