"""AWS's own price list: its real lines are read to the digit, whatever their order; what cannot be is refused."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from apigw_choose import load_matrix
from apigw_choose.engine.decide import decide
from apigw_choose.model.errors import InputError
from apigw_choose.readers.asked import require
from apigw_choose.readers.offer_file import with_offer

LONDON = Path(__file__).parents[1] / "fixtures" / "offer" / "london.json"
"""The 14 products of the list of 2026-08-31 for London with their real prices, in the layout of the JSON list."""


def london() -> Any:
    return json.loads(LONDON.read_text("utf-8"))


@pytest.fixture
def offer(tmp_path: Path) -> Any:
    """Writes a changed list and reads it."""

    def read(document: Any) -> Any:
        path = tmp_path / "index.json"
        path.write_text(document if isinstance(document, str) else json.dumps(document), "utf-8")
        return with_offer(load_matrix(), str(path))

    return read


def rates(matrix: Any, region: str) -> dict[tuple[str, int | None], list[tuple[int | None, int]]]:
    return {
        (rate.tariff, rate.size): [(tier.up_to, tier.micros) for tier in rate.tiers]
        for rate in matrix.costs.regions[region].rates
    }


def test_the_list_of_london_says_what_the_shipped_prices_of_london_say() -> None:
    assert rates(with_offer(load_matrix(), str(LONDON)), "eu-west-2") == rates(load_matrix(), "eu-west-2")


def test_tiers_come_in_any_order(offer: Any) -> None:
    document = london()
    for terms in document["terms"]["OnDemand"].values():
        for term in terms.values():
            term["priceDimensions"] = dict(reversed(term["priceDimensions"].items()))
    document["products"] = dict(reversed(document["products"].items()))
    assert rates(offer(document), "eu-west-2") == rates(load_matrix(), "eu-west-2")


def test_a_list_makes_another_region_exact_and_leaves_the_rest_alone(offer: Any) -> None:
    document = london()
    for product in document["products"].values():
        product["attributes"] |= {"regionCode": "ap-east-1", "location": "Asia Pacific (Hong Kong)"}
    matrix = offer(document)
    assert rates(matrix, "ap-east-1") == rates(load_matrix(), "eu-west-2")
    assert rates(matrix, "us-east-1") == rates(load_matrix(), "us-east-1")
    assert "ap-east-1" not in matrix.costs.unpriced
    decision = decide(matrix, require(matrix, traffic={"requests": "1M"}, region="ap-east-1"))
    assert [bill.micros for bill in decision.estimates] == [3_500_000, 1_160_000, None]


def test_what_the_list_has_replaces_and_what_it_has_not_stays(offer: Any) -> None:
    document = london()
    for product in document["products"].values():
        product["attributes"]["regionCode"] = "us-east-1"
    had, has = rates(load_matrix(), "us-east-1"), rates(offer(document), "us-east-1")
    assert has[("http-request", None)] == [(300_000_000, 1_160_000), (None, 1_040_000)]
    assert has[("data-out", None)] == had[("data-out", None)]


def test_of_several_terms_the_newest_holds(offer: Any) -> None:
    document = london()
    terms = document["terms"]["OnDemand"]["MFY3FVZZSQWYVNHM"]
    old = json.loads(json.dumps(next(iter(terms.values()))))
    old["effectiveDate"] = "2019-01-01T00:00:00Z"
    for dimension in old["priceDimensions"].values():
        dimension["pricePerUnit"] = {"USD": "9.9900000000"}
    terms["MFY3FVZZSQWYVNHM.OLD"] = old
    assert rates(offer(document), "eu-west-2") == rates(load_matrix(), "eu-west-2")


def test_what_stands_among_the_terms_and_is_none_has_no_say(offer: Any) -> None:
    document = london()
    (term,) = document["terms"]["OnDemand"]["MFY3FVZZSQWYVNHM"].values()
    del term["effectiveDate"]
    document["terms"]["OnDemand"]["MFY3FVZZSQWYVNHM"] = {"formatVersion": "v1.0", "term": term}
    assert rates(offer(document), "eu-west-2") == rates(load_matrix(), "eu-west-2")


def test_products_that_the_matrix_does_not_know_are_passed_over(offer: Any) -> None:
    document = london()
    document["products"]["NEW"] = {
        "sku": "NEW",
        "productFamily": "Amazon API Gateway Agents",
        "attributes": {"regionCode": "eu-west-2", "usagetype": "EUW2-ApiGatewayAgents", "operation": "Agents"},
    }
    assert rates(offer(document), "eu-west-2") == rates(load_matrix(), "eu-west-2")


def changed(change: Any) -> Any:
    document = london()
    change(document)
    return document


def http_of(document: Any) -> Any:
    """The price dimensions of HTTP requests, in the order of their tiers."""
    return list(
        document["terms"]["OnDemand"]["MFY3FVZZSQWYVNHM"]["MFY3FVZZSQWYVNHM.JRTCKXETXF"]["priceDimensions"].values()
    )


WRONG = {
    "no JSON": ("{", "is not JSON"),
    "the CSV": ('"FormatVersion","v1.0"\n', "the CSV is not read"),
    "a list": ([], "no 'products'"),
    "deep": ("[" * 100_000, "nested too deeply"),
    "another service": (changed(lambda d: d.update(offerCode="AmazonEC2")), "is the price list of 'AmazonEC2'"),
    "no products of ours": (changed(lambda d: d.update(products={})), "names no price that this matrix knows"),
    "no terms": (changed(lambda d: d.update(terms={})), "has no on-demand price"),
    "two terms of one date": (
        changed(
            lambda d: d["terms"]["OnDemand"]["MFY3FVZZSQWYVNHM"].update(X={"effectiveDate": "2025-11-01T00:00:00Z"})
        ),
        "has several on-demand prices of one date",
    ),
    "no region": (
        changed(lambda d: d["products"]["MFY3FVZZSQWYVNHM"]["attributes"].pop("regionCode")),
        "names no regionCode",
    ),
    "a gap between tiers": (changed(lambda d: http_of(d)[1].update(beginRange="400000000")), "begin at 0 and meet"),
    "no first tier": (changed(lambda d: http_of(d)[0].update(beginRange="5")), "begin at 0 and meet"),
    "an end": (changed(lambda d: http_of(d)[1].update(endRange="900000000")), "a last tier with an end"),
    "a tier of nothing": (
        changed(lambda d: http_of(d)[0].update(endRange="0") or http_of(d)[1].update(beginRange="0")),
        "begin at 0 and meet",
    ),
    "half a request": (
        changed(lambda d: http_of(d)[0].update(endRange="0.5") or http_of(d)[1].update(beginRange="0.5")),
        "a bound that is no whole number",
    ),
    "a currency of its own": (
        changed(lambda d: [tier.update(pricePerUnit={"CNY": "1"}) for tier in http_of(d)]),
        "has prices in several currencies in eu-west-2: CNY, USD",
    ),
    "another unit": (changed(lambda d: http_of(d)[0].update(unit="Hrs")), "is counted in 'Hrs'; Requests is expected"),
    "no price": (changed(lambda d: http_of(d)[0].update(pricePerUnit={})), "no single price"),
    "a word": (changed(lambda d: http_of(d)[0].update(pricePerUnit={"USD": "cheap"})), "'cheap', which is none"),
    "nan": (changed(lambda d: http_of(d)[0].update(pricePerUnit={"USD": "NaN"})), "'NaN', which is none"),
    "negative": (changed(lambda d: http_of(d)[0].update(pricePerUnit={"USD": "-1"})), "'-1', which is none"),
    "too fine": (changed(lambda d: http_of(d)[0].update(pricePerUnit={"USD": "0.0000000000001"})), "finer than"),
    "two currencies": (changed(lambda d: http_of(d)[0].update(pricePerUnit={"CNY": "1"})), "several currencies"),
    "twice": (
        changed(
            lambda d: (
                d["products"].update(X=d["products"]["MFY3FVZZSQWYVNHM"])
                or d["terms"]["OnDemand"].update(X=d["terms"]["OnDemand"]["MFY3FVZZSQWYVNHM"])
            )
        ),
        "has two prices for http-request in eu-west-2",
    ),
}


@pytest.mark.parametrize(("document", "message"), WRONG.values(), ids=WRONG)
def test_a_list_that_is_none_is_refused_in_one_line(offer: Any, document: Any, message: str) -> None:
    with pytest.raises(InputError) as refused:
        offer(document)
    (problem,) = refused.value.problems
    assert message in str(problem)
    assert "index.json" in str(problem)
    assert "\n" not in str(problem)


@pytest.mark.parametrize("name", ["", "nowhere.json", "/dev/zero"])
def test_so_is_a_file_that_is_none(name: str) -> None:
    with pytest.raises(InputError):
        with_offer(load_matrix(), name)
