"""The reader of price lists. Its oracle: what is accepted is what the list says, exactly, in tiers that ascend."""

from __future__ import annotations

import json
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any

from apigw_choose import Matrix, load_matrix
from apigw_choose.engine.decide import decide
from apigw_choose.engine.verify import verify
from apigw_choose.model.errors import InputError
from apigw_choose.readers.asked import require
from apigw_choose.readers.offer_file import with_offer

from .mutation import Pool, texts

if TYPE_CHECKING:
    from random import Random

    from .campaign import Campaign

MATRIX = load_matrix()
LONDON = json.loads((Path(__file__).parents[1] / "fixtures" / "offer" / "london.json").read_text("utf-8"))
WORDS = (
    *("0", "Inf", "333000000", "0.0000010000", "0.00000000000000000001", "1e3", "NaN", "-1", "+1", " 1", "1_0", "٣"),
    *(
        "USD",
        "EUR",
        "eu-west-2",
        "us-east-1",
        "mars-1",
        "2019-01-01T00:00:00Z",
        "AmazonApiGateway",
        "Requests",
        "",
        "0.5",
    ),
)


def test_what_is_accepted_gives_tiers_that_ascend_with_the_prices_of_the_list(fuzz: Campaign, tmp_path: Path) -> None:
    costs = MATRIX.costs
    assert costs is not None
    file, other = tmp_path / "list.json", tmp_path / "other.json"

    def check(text: str) -> str:
        file.write_text(text, "utf-8", "surrogatepass")
        try:
            matrix = with_offer(MATRIX, str(file))
        except InputError as error:
            assert all(str(problem).startswith(str(file)) for problem in error.problems)  # noqa: PT017 - most are refused
            return "refused"
        document = json.loads(text)
        news = [rate for rate in rates(matrix) if rate not in rates(MATRIX)]
        for _, tariff, _, tiers in news:
            assert_tiers_ascend(tiers)
            prices = {price * costs.tariffs[tariff].per for price in prices_of(document)}
            assert {Decimal(micros) / 10**6 for _, micros in tiers} <= prices
        other.write_text(json.dumps(turned_round(document)), "utf-8")
        assert rates(with_offer(MATRIX, str(other))) == rates(matrix)
        for region in {region for region, *_ in news}:
            verify(matrix, decide(matrix, require(matrix, traffic={"requests": "400M/month"}, region=region)))
        return "accepted"

    fuzz("prices", texts(Pool([LONDON], WORDS).mutants(), as_json), check)


def as_json(tree: Any, random: Random) -> str:
    return json.dumps(tree, indent=random.choice([None, 1]))


def rates(matrix: Matrix) -> set[tuple[str, str, int | None, tuple[tuple[int | None, int], ...]]]:
    assert matrix.costs is not None
    return {
        (region.id, rate.tariff, rate.size, tuple((tier.up_to, tier.micros) for tier in rate.tiers))
        for region in matrix.costs.regions.values()
        for rate in region.rates
    }


def assert_tiers_ascend(tiers: tuple[tuple[int | None, int], ...]) -> None:
    *bounds, last = (up_to for up_to, _ in tiers)
    assert last is None
    ends = [bound for bound in bounds if bound]
    assert ends == bounds
    assert ends == sorted(set(ends))
    assert all(micros >= 0 for _, micros in tiers)


def prices_of(document: Any) -> set[Decimal]:
    """Every text or number that stands for a price, wherever it stands."""
    if isinstance(document, dict):
        found = set().union(*map(prices_of, document.values()))
        each = document.get("pricePerUnit")
        return found | {
            number for price in (each.values() if isinstance(each, dict) else ()) for number in as_number(price)
        }
    return set().union(*map(prices_of, document)) if isinstance(document, list) else set()


def as_number(price: object) -> list[Decimal]:
    try:
        return [Decimal(str(price))]
    except ArithmeticError:
        return []


def turned_round(document: Any) -> Any:
    """The same list with its products, terms and dimensions in the opposite order."""
    if isinstance(document, dict):
        return {key: turned_round(value) for key, value in reversed(document.items())}
    return document
