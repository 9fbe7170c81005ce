"""The vendor's own price list, as a file that a user has fetched: prices of every region in it, exact.

An offer file, for all regions or for one: products with attributes, and for each product terms with their
price dimensions, which may come in any order. Which of its lines is which tariff is said by the matrix.
docs/costs.md says where such a file is had.
"""

from __future__ import annotations

import json
from dataclasses import replace
from decimal import Decimal
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from apigw_choose.model.amounts import parse_amount
from apigw_choose.model.costs import Rate, Region, Tier
from apigw_choose.model.errors import InputError
from apigw_choose.model.matrix import Source
from apigw_choose.model.quoting import shown
from apigw_choose.readers.source import read_source

if TYPE_CHECKING:
    from collections.abc import Mapping

    from apigw_choose.model.costs import Costs, OfferLine
    from apigw_choose.model.matrix import Matrix

MOST_BYTES = 64 * 1024 * 1024
"""The list of all regions has less than one megabyte; more is another service's."""

_MICRO = 1_000_000
_MORE_THAN_ANY = Decimal(10) ** 18


class _Found(NamedTuple):
    region: str
    name: str
    currency: str
    rate: Rate


def with_offer(matrix: Matrix, path: str) -> Matrix:
    """The matrix with the prices of a price list in place of its own, for each region and tariff that it has.

    Raises:
        InputError: when the file is no such list, or says of a price what cannot be.
    """
    costs = matrix.costs
    if costs is None or costs.offer is None:
        raise InputError(f"--prices: the matrix {matrix.id} does not say how to read a price list; leave it out")
    if not path:
        raise InputError("the name of the price list is empty; name a file, or leave --prices out")
    found = _Offer(path, _document(path), costs).prices()
    regions = dict(costs.regions)
    for price in found:
        region = regions.get(price.region) or Region(price.region, price.name, price.currency, ())
        regions[price.region] = region
    for name, region in regions.items():
        news = [price for price in found if price.region == name]
        if news:
            regions[name] = _renewed(region, news)
    unpriced = tuple(name for name in costs.unpriced if name not in regions)
    return replace(matrix, pricing={"costs": replace(costs, regions=regions, unpriced=unpriced)})


def _renewed(region: Region, news: list[_Found]) -> Region:
    """The region with what the list says of a tariff instead of all that was known of it."""
    told = {price.rate.tariff for price in news}
    kept = [rate for rate in region.rates if rate.tariff not in told] if region.currency == news[0].currency else []
    return Region(region.id, region.name, news[0].currency, (*kept, *(price.rate for price in news)))


def _document(path: str) -> dict[str, Any]:
    text = read_source(Path(path), MOST_BYTES)
    try:
        value = json.loads(text)
    except ValueError as error:
        where = f":{error.lineno}:{error.colno}" if isinstance(error, json.JSONDecodeError) else ""
        raise InputError(
            f"{path}{where}: is not JSON; give the index.json of a price list (the CSV is not read)"
        ) from None
    except RecursionError:
        raise InputError(f"{path}: is nested too deeply for a price list") from None
    if not isinstance(value, dict) or not isinstance(value.get("products"), dict):
        raise InputError(f"{path}: is no price list: it has no 'products'; give the index.json of an offer file")
    return value


class _Offer:
    """Reads the lines of one list."""

    def __init__(self, path: str, document: dict[str, Any], costs: Costs) -> None:
        self.path = path
        self.document = document
        self.costs = costs
        assert costs.offer is not None, "who has no offer reads none"
        self.offer = costs.offer

    def prices(self) -> list[_Found]:
        code = self.document.get("offerCode")
        if code != self.offer.code:
            raise InputError(f"{self.path}: is the price list of {shown(code)}; {self.offer.code} is needed")
        terms = _mapping(_mapping(self.document.get("terms")).get("OnDemand"))
        found = []
        for sku, product in self.document["products"].items():
            attributes = _attributes(product)
            line = self._line(attributes)
            if line is not None:
                found.append(self._price(sku, attributes, line, _mapping(terms.get(sku))))
        if not found:
            raise InputError(
                f"{self.path}: names no price that this matrix knows; is it the list of {self.offer.code}?"
            )
        self._refuse_contradictions(found)
        return found

    def _line(self, attributes: Mapping[str, str]) -> OfferLine | None:
        for line in self.offer.lines:
            if all(_fits(attributes.get(name, ""), wanted) for name, wanted in line.attributes.items()):
                return line
        return None

    def _price(self, sku: str, attributes: Mapping[str, str], line: OfferLine, terms: Mapping[str, Any]) -> _Found:
        region = attributes.get("regionCode", "")
        if not region:
            raise self._wrong(sku, "names no regionCode")
        newest = self._newest(sku, terms)
        dimensions = [_mapping(entry) for entry in _mapping(newest.get("priceDimensions")).values()]
        currency, tiers = self._tiers(sku, dimensions, line)
        rate = Rate(
            tariff=line.tariff,
            tiers=tiers,
            sources=(self._source(),),
            size=self._size(sku, attributes, line),
        )
        return _Found(region, attributes.get("location") or region, currency, rate)

    def _newest(self, sku: str, terms: Mapping[str, Any]) -> Mapping[str, Any]:
        """The term since the latest date. Of two the order of the list would decide, so they are refused."""
        dated = sorted((term for term in terms.values() if isinstance(term, dict)), key=_effective)
        if not dated:
            raise self._wrong(sku, "has no on-demand price")
        if len(dated) > 1 and _effective(dated[-2]) == _effective(dated[-1]):
            raise self._wrong(sku, "has several on-demand prices of one date")
        return dated[-1]

    def _tiers(self, sku: str, dimensions: list[Mapping[str, Any]], line: OfferLine) -> tuple[str, tuple[Tier, ...]]:
        """The tiers in ascending order; they begin at nothing, meet, and the last has no end."""
        ranges = sorted((self._range(sku, entry, line) for entry in dimensions), key=lambda entry: entry[0])
        edges = [(begin, end) for begin, end, _, _ in ranges]
        if not edges or edges[0][0] != 0 or any(left[1] != right[0] for left, right in pairwise(edges)):
            raise self._wrong(sku, "has tiers that do not begin at 0 and meet")
        if any(end is not None and end <= begin for begin, end in edges):
            raise self._wrong(sku, "has a tier that holds nothing; tiers begin at 0 and meet")
        if any(begin != int(begin) for begin, _ in edges):
            raise self._wrong(sku, "has a tier with a bound that is no whole number")
        if edges[-1][1] is not None:
            raise self._wrong(sku, "has a last tier with an end; 'Inf' is expected")
        currencies = {currency for _, _, currency, _ in ranges}
        if len(currencies) > 1:
            raise self._wrong(sku, f"has prices in several currencies: {', '.join(sorted(currencies))}")
        tiers = tuple(Tier(None if end is None else int(end), micros) for _, end, _, micros in ranges)
        return currencies.pop(), tiers

    def _range(self, sku: str, entry: Mapping[str, Any], line: OfferLine) -> tuple[Decimal, Decimal | None, str, int]:
        unit = entry.get("unit")
        if str(unit).casefold() != line.unit.casefold():
            raise self._wrong(sku, f"is counted in {shown(unit)}; {line.unit} is expected")
        begin, end = (self._number(sku, entry, key) for key in ("beginRange", "endRange"))
        prices = _mapping(entry.get("pricePerUnit"))
        if begin is None or len(prices) != 1:
            raise self._wrong(sku, "has no single price for each of its ranges")
        currency, price = next(iter(prices.items()))
        return begin, end, currency, self._micros(sku, price, line)

    def _number(self, sku: str, entry: Mapping[str, Any], key: str) -> Decimal | None:
        """A bound of a range; None where it is `Inf`."""
        text = str(entry.get(key))
        if text == "Inf" and key == "endRange":
            return None
        return self._decimal(sku, text, f"has {key} {shown(entry.get(key))}, which is no number")

    def _micros(self, sku: str, price: object, line: OfferLine) -> int:
        """The price of `per` units in millionths: prices are for one unit, with ten decimals."""
        exact = self._decimal(sku, str(price), f"has the price {shown(price)}, which is none")
        micros = exact * self.costs.tariffs[line.tariff].per * _MICRO
        if micros != int(micros):
            raise self._wrong(sku, f"has the price {shown(price)}, which is finer than this tool counts")
        return int(micros)

    def _size(self, sku: str, attributes: Mapping[str, str], line: OfferLine) -> int | None:
        if line.size is None:
            return None
        text = attributes.get(line.size, "")
        try:
            return parse_amount(f"{text}GB", "size", round_up=True)
        except ValueError:
            raise self._wrong(sku, f"has {line.size} {shown(text)}, which is no size in GB") from None

    def _decimal(self, sku: str, text: str, complaint: str) -> Decimal:
        plain = text.replace(".", "", 1)
        if not (plain.isascii() and plain.isdigit()) or len(text) > 40 or Decimal(text) > _MORE_THAN_ANY:  # noqa: PLR2004
            raise self._wrong(sku, complaint)
        return Decimal(text)

    def _source(self) -> Source:
        """The file itself, since a person vouches for it."""
        published = str(self.document.get("publicationDate", ""))[:10]
        return Source(url=f"file:{Path(self.path).name}", checked=published or "unknown", edition="price list given")

    def _refuse_contradictions(self, found: list[_Found]) -> None:
        seen: set[tuple[str, str, int | None]] = set()
        currencies: dict[str, str] = {}
        for price in found:
            currency = currencies.setdefault(price.region, price.currency)
            if price.currency != currency:
                both = ", ".join(sorted((currency, price.currency)))
                raise InputError(f"{self.path}: has prices in several currencies in {price.region}: {both}")
            key = (price.region, price.rate.tariff, price.rate.size)
            if key in seen:
                raise InputError(f"{self.path}: has two prices for {price.rate.tariff} in {price.region}")
            seen.add(key)

    def _wrong(self, sku: str, complaint: str) -> InputError:
        return InputError(f"{self.path}: the product {shown(sku)} {complaint}")


def _attributes(product: object) -> dict[str, str]:
    """The attributes of a product, its family among them."""
    said = _mapping(product)
    attributes = {name: value for name, value in _mapping(said.get("attributes")).items() if isinstance(value, str)}
    family = said.get("productFamily")
    return {**attributes, **({"productFamily": family} if isinstance(family, str) else {})}


def _fits(value: str, wanted: str) -> bool:
    return value.endswith(wanted[1:]) if wanted.startswith("*") else value == wanted


def _effective(term: Mapping[str, Any]) -> str:
    return str(term.get("effectiveDate", ""))


def _mapping(value: object) -> Mapping[str, Any]:
    return value if isinstance(value, dict) else {}
