"""What traffic does to a decision: it ranks, it is told, and it never hides what is not known."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

import handmade
from apigw_choose.engine.decide import decide
from apigw_choose.engine.quote import quote
from apigw_choose.readers.asked import require

if TYPE_CHECKING:
    from apigw_choose import Decision, Matrix

COSTS = ("price", "cost", "no-estimate", "workaround-cost")


def decided(matrix: Matrix, *needs: str, region: str | None = None, **traffic: str) -> Decision:
    return decide(matrix, require(matrix, needs, traffic=traffic, region=region))


def told(decision: Decision) -> dict[str, str]:
    """The reasons that speak of money."""
    return {reason.kind: reason.text for reason in decision.reasons if reason.kind in COSTS}


@pytest.mark.parametrize(
    ("traffic", "best", "amounts"),
    [
        ({"requests": "10M/month", "request_size": "2MB"}, "rest", "REST API $35.00 and HTTP API $40.00 a month"),
        ({"requests": "10M/month", "request_size": "1KB"}, "http", "HTTP API $10.00 and REST API $35.00 a month"),
        ({"requests": "50M/month", "request_size": "4KB"}, "http", "HTTP API $50.00 and REST API $175.00 a month"),
        ({"requests": "10M/month", "request_size": "1.5MB"}, "http", "HTTP API $30.00 and REST API $35.00 a month"),
    ],
)
def test_the_cheaper_for_the_traffic_is_recommended(
    matrix: Matrix, traffic: dict[str, str], best: str, amounts: str
) -> None:
    decision = decided(matrix, **traffic)
    assert decision.recommendation == best
    assert amounts in told(decision)["cost"]


def test_a_want_still_comes_before_the_cost(matrix: Matrix) -> None:
    requirements = require(matrix, wants=["auto-deploy"], traffic={"requests": "10M", "request_size": "2MB"})
    assert decide(matrix, requirements).recommendation == "http"


def test_a_need_still_rules_the_cheaper_out_and_its_workaround_is_priced(matrix: Matrix) -> None:
    decision = decided(matrix, "waf", requests="50M/month", request_size="4KB")
    assert decision.recommendation == "rest"
    (detour,) = decision.detours
    assert (detour.option, detour.missing, detour.workarounds) == ("http", ("waf",), ("cloudfront-waf-before-http",))
    # 50.00 for the API, 50.00 for the requests and 3.81 for 190.7 GB to the origin; the firewall costs either 36.00.
    assert detour.estimate.micros == 103_814_697
    assert detour.estimate.alike_exact == 36_000_000
    assert "comes to $103.81 a month ($53.81 of it for the workaround)" in told(decision)["workaround-cost"]


def test_without_a_price_for_each_workaround_there_is_no_such_sum(matrix: Matrix) -> None:
    assert decided(matrix, "waf", "api-keys", requests="50M/month").detours == ()


def test_no_traffic_is_told_by_list_price_as_before(matrix: Matrix) -> None:
    decision = decided(matrix, "cors")
    assert decision.estimates == ()
    assert told(decision)["price"].startswith("List price: HTTP API $1.00 per million requests")


def test_where_no_option_has_a_price_list_prices_decide_and_the_gap_is_named(matrix: Matrix) -> None:
    decision = decided(matrix, "cors", region="ap-east-1", requests="10M", request_size="2MB")
    assert decision.recommendation == "http"
    assert "List price" in told(decision)["price"]
    assert "no price of HTTP API requests in ap-east-1 is known; --region us-east-1 is priced in full" in " ".join(
        reason.text for reason in decision.reasons
    )


def test_an_option_without_an_estimate_comes_after_those_that_have_one(matrix: Matrix) -> None:
    decision = decided(matrix, "cors", region="eu-west-3", requests="10M", request_size="2MB")
    assert decision.recommendation == "http"
    assert told(decision)["price"] == (
        "HTTP API comes first, because the cost of REST API for this traffic cannot be told."
    )


def test_what_would_change_the_answer_is_what_asking_for_it_gives(matrix: Matrix) -> None:
    traffic = {"requests": "10M/month", "request_size": "2MB"}
    decision = decided(matrix, **traffic)
    changed = {change.feature: change.recommendation for change in decision.would_change if change.beyond is None}
    for feature in matrix.features.values():
        if feature.quantity is None:
            again = decided(matrix, feature.id, **traffic).recommendation
            assert changed.get(feature.id, decision.recommendation) == again, feature.id


def test_a_quote_seeks_the_cheapest_among_those_that_meet_every_need(matrix: Matrix) -> None:
    found = quote(matrix, require(matrix, ["waf"], traffic={"requests": "50M"}))
    assert (found.among, found.cheapest, found.spans) == (("rest",), "rest", ())


def test_where_none_meets_them_it_seeks_among_all(matrix: Matrix) -> None:
    found = quote(matrix, require(matrix, ["waf", "server-push"], traffic={"requests": "50M"}))
    assert (found.among, found.cheapest) == (("rest", "http", "websocket"), "http")


def test_the_cheapest_of_a_quote_is_so_by_the_bill(matrix: Matrix) -> None:
    found = quote(matrix, require(matrix, ["cors"], traffic={"requests": "10M", "request_size": "2MB"}))
    assert (found.among, found.cheapest) == (("rest", "http"), "rest")


def test_a_quote_takes_both_traffic_and_prices(matrix: Matrix) -> None:
    traffic = require(matrix, traffic={"requests": "10M"})
    without_prices = handmade.matrix(handmade.feature("bends", oak="full"))
    for known, asked in ((matrix, require(matrix)), (without_prices, traffic)):
        with pytest.raises(ValueError, match=r"^a quote takes traffic and prices$"):
            quote(known, asked)


def test_who_speaks_of_connections_is_not_taken_to_ask_and_wait(matrix: Matrix) -> None:
    said = {"requests": "10M", "connections": "500", "idle": "90%"}
    decision = decided(matrix, **said)
    assert (decision.assumptions, decision.recommendation) == ((), "websocket")


def test_an_assumption_sets_no_option_aside_from_a_quote(matrix: Matrix) -> None:
    found = quote(matrix, require(matrix, ["auto-deploy"], traffic={"requests": "10M"}))
    assert found.decision.verdict("websocket").set_aside
    assert "websocket" in found.among
