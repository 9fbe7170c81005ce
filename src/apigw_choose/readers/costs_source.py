"""Costs and prices as their authors keep them, in their loadable form, and from there in memory."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from apigw_choose.model.amounts import parse_amount
from apigw_choose.model.costs import (
    Allowance,
    Costs,
    LeftOut,
    Line,
    Measure,
    Offer,
    OfferLine,
    Rate,
    Reading,
    Region,
    Steps,
    Tariff,
    Tier,
    Way,
)
from apigw_choose.model.matrix import Source
from apigw_choose.model.traffic import parse_measure

if TYPE_CHECKING:
    from collections.abc import Mapping

    from apigw_choose.model.amounts import Dimension
    from apigw_choose.model.costs import MeasureKind


def compile_costs(source: dict[str, Any], prices: list[dict[str, Any]]) -> dict[str, Any]:
    """The loadable form of `costs`: amounts in base units, and the ids of the regions whose lines follow."""
    month = parse_amount(source["month"], "duration")
    kinds: dict[str, MeasureKind] = {measure["id"]: measure["kind"] for measure in source["measures"]}
    tariffs = {tariff["id"]: tariff for tariff in source["tariffs"]}
    return {
        **{key: source[key] for key in ("region", "readings", "left_out", "offer", "unpriced") if key in source},
        "month": month,
        "measures": [_compile_measure(measure, month) for measure in source["measures"]],
        "lines": [_compile_line(line, kinds) for line in source["lines"]],
        "tariffs": [{**tariff, "per": units_of_tariff(tariff["per"], tariff)} for tariff in source["tariffs"]],
        "allowances": [
            {
                **entry,
                "units": {name: units_of_tariff(amount, tariffs[name]) for name, amount in entry["units"].items()},
            }
            for entry in source.get("allowances", ())
        ],
        "regions": [entry["region"] for entry in prices],
    }


def _compile_measure(measure: dict[str, Any], month: int) -> dict[str, Any]:
    compiled = dict(measure)
    if "default" in measure:
        compiled["default"] = parse_measure(measure["default"], measure["kind"], month)
    if "crossing" in measure:
        compiled["crossing"] = [parse_measure(amount, measure["kind"], month) for amount in measure["crossing"]]
    return compiled


def _compile_line(line: dict[str, Any], kinds: dict[str, MeasureKind]) -> dict[str, Any]:
    return {**line, "ways": [_compile_way(way, kinds) for way in line["ways"]]}


def _compile_way(way: dict[str, Any], kinds: dict[str, MeasureKind]) -> dict[str, Any]:
    compiled = dict(way)
    if "steps" in way:
        dimension: Dimension = "duration" if kinds[way["steps"]["of"][0]] == "duration" else "size"
        compiled["steps"] = {**way["steps"], "each": parse_amount(way["steps"]["each"], dimension)}
    if "held" in way:
        compiled["held"] = parse_amount(way["held"], "duration")
    return compiled


def compile_region(prices: dict[str, Any], costs: dict[str, Any]) -> dict[str, Any]:
    """The loadable form of the prices of one region: rates in millionths of the currency unit."""
    tariffs = {tariff["id"]: tariff for tariff in costs["tariffs"]}
    return {**prices, "rates": [_compile_rate(rate, tariffs[rate["tariff"]]) for rate in prices["rates"]]}


def _compile_rate(rate: dict[str, Any], tariff: dict[str, Any]) -> dict[str, Any]:
    compiled = dict(rate)
    compiled["tiers"] = [
        {
            "up_to": units_of_tariff(tier["up_to"], tariff) if "up_to" in tier else None,
            "micros": micros_of(tier["price"]),
        }
        for tier in rate["tiers"]
    ]
    if "size" in rate:
        compiled["size"] = parse_amount(rate["size"], "size", round_up=True)
    return compiled


def units_of_tariff(amount: str, tariff: dict[str, Any]) -> int:
    """An amount of what a tariff counts: `300M` of things, `10TB` of bytes."""
    if tariff.get("dimension") == "size":
        return parse_amount(amount, "size")
    return parse_measure(amount, "level", 1)


def micros_of(price: str) -> int:
    """A price such as `3.50`, of at most six decimals, in millionths."""
    whole, _, fraction = price.partition(".")
    return int(whole + fraction.ljust(6, "0"))


def costs_of(entry: dict[str, Any], regions: Mapping[str, Region]) -> Costs:
    """The model of costs in their loadable form."""
    offer = entry.get("offer")
    return Costs(
        month=entry["month"],
        region=entry["region"],
        measures={measure["id"]: _measure(measure) for measure in entry["measures"]},
        readings={
            reading["id"]: Reading(**{**reading, "sources": _sources(reading)}) for reading in entry.get("readings", ())
        },
        lines=tuple(_line(line) for line in entry["lines"]),
        tariffs={tariff["id"]: Tariff(**tariff) for tariff in entry["tariffs"]},
        allowances=tuple(
            Allowance(**{**allowance, "sources": _sources(allowance)}) for allowance in entry["allowances"]
        ),
        left_out=tuple(LeftOut(**left_out) for left_out in entry.get("left_out", ())),
        offer=Offer(offer["code"], tuple(OfferLine(**line) for line in offer["lines"])) if offer else None,
        regions=regions,
        unpriced=tuple(entry.get("unpriced", ())),
    )


def region_of(entry: dict[str, Any]) -> Region:
    """The model of the prices of a region in their loadable form."""
    return Region(entry["region"], entry["name"], entry["currency"], tuple(_rate(rate) for rate in entry["rates"]))


def _measure(entry: dict[str, Any]) -> Measure:
    crossing = entry.get("crossing")
    return Measure(**{**entry, "crossing": (crossing[0], crossing[1]) if crossing else None})


def _line(entry: dict[str, Any]) -> Line:
    sets = {key: frozenset(entry.get(key, ())) for key in ("when", "unless")}
    tuples = {key: tuple(entry.get(key, ())) for key in ("options", "workarounds", "replaces")}
    ways = tuple(_way(way) for way in entry["ways"])
    return Line(**{**entry, **sets, **tuples, "ways": ways, "sources": _sources(entry)})


def _way(entry: dict[str, Any]) -> Way:
    steps, reading = entry.get("steps"), entry.get("reading")
    return Way(
        **{
            **entry,
            "times": tuple(entry.get("times", ())),
            "steps": Steps(tuple(steps["of"]), steps.get("combine", "sum"), steps["each"]) if steps else None,
            "reading": next(iter(reading.items())) if reading else None,
        }
    )


def _rate(entry: dict[str, Any]) -> Rate:
    return Rate(**{**entry, "tiers": tuple(Tier(**tier) for tier in entry["tiers"]), "sources": _sources(entry)})


def _sources(entry: dict[str, Any]) -> tuple[Source, ...]:
    return tuple(Source(**source) for source in entry["sources"])
