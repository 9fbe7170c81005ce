"""What a decision says beside who meets the needs, over matrices made by hand."""

from __future__ import annotations

from typing import TYPE_CHECKING

import handmade
from apigw_choose import decide
from apigw_choose.readers.asked import require
from handmade import feature

if TYPE_CHECKING:
    from apigw_choose import Matrix

BENCH = handmade.matrix(
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


def test_ways_out_are_told_only_where_nothing_fits() -> None:
    assert decide(BENCH, require(BENCH, ["carves"])).impasse is None
    stuck = decide(BENCH, require(BENCH, ["bends", "sings"])).impasse
    assert stuck is not None
    assert stuck.conflicts


def test_bills_and_what_is_to_be_said_of_them_come_with_traffic_only(matrix: Matrix) -> None:
    without = decide(matrix, require(matrix, ["cors"]))
    billed = decide(matrix, require(matrix, ["cors"], traffic={"requests": "10M", "request_size": "1KB"}))
    assert without.estimates == ()
    assert [reason.kind for reason in without.reasons] == ["need", "price"]
    assert {bill.option for bill in billed.estimates} == set(matrix.options)
    assert [reason.kind for reason in billed.reasons] == ["need", "price", "cost"]
