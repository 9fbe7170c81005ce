"""Traffic as it is said, on the command line or in a file: `requests: 50M/month`, `--request-size 4KB`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from apigw_choose.model.amounts import parse_amount
from apigw_choose.model.traffic import EXAMPLE, Traffic, parse_count, parse_measure
from apigw_choose.readers.wording import did_you_mean, no_such

if TYPE_CHECKING:
    from collections.abc import Mapping

    from apigw_choose.model.costs import Costs

MONTH = "month"
"""The name under which the length of a month is said."""

REGION = "region"

LONGEST_MONTH = 31 * 86_400_000
SHORTEST_MONTH = 3_600_000


def read_traffic(
    costs: Costs | None, said: Mapping[str, str], region: str | None = None, *, free_tier: bool = False
) -> tuple[Traffic | None, dict[str, str]]:
    """The traffic that some named amounts describe; None where they describe none.

    Args:
        costs: what the matrix knows of prices
        said: amounts and answers to open questions, by the name of the measure or question
        region: whose prices are to be taken; those that the matrix names where it is None
        free_tier: whether free allowances are taken off

    Returns:
        The traffic, and what is wrong, by the name under which it was said. The traffic is sound only
        when nothing is wrong.
    """
    if costs is None:
        return None, dict.fromkeys(said, "this matrix knows no prices, so nothing is computed from traffic")
    mistakes = {} if region is None else _mistake_in_region(costs, region)
    month = _month(costs, said, mistakes)
    amounts: dict[str, int] = {}
    readings: dict[str, str] = {}
    for name, text in said.items():
        plain = name.replace("-", "_")
        try:
            if plain in costs.readings:
                readings[plain] = _answer(costs, plain, text)
            elif plain != MONTH:
                measure, amount = _amount(costs, name, text, month)
                amounts[measure] = amount
        except ValueError as error:
            mistakes[name] = str(error)
    if not amounts:
        return None, mistakes
    amounts = {measure: amounts[measure] for measure in costs.measures if measure in amounts}
    readings = {question: readings[question] for question in costs.readings if question in readings}
    return Traffic(amounts, month, region or costs.region, region is not None, readings, free_tier), mistakes


def _mistake_in_region(costs: Costs, region: str) -> dict[str, str]:
    known = (*costs.regions, *costs.unpriced)
    if region in known:
        return {}
    advice = did_you_mean(region, known)
    return {REGION: f"no prices are known of {region!r}{advice}; give them with --prices FILE, or take {costs.region}"}


def _month(costs: Costs, said: Mapping[str, str], mistakes: dict[str, str]) -> int:
    text = said.get(MONTH)
    if text is None:
        return costs.month
    try:
        month = parse_amount(text, "duration")
    except ValueError as error:
        mistakes[MONTH] = f"{error}".replace("60s", "30d")
        return costs.month
    if not SHORTEST_MONTH <= month <= LONGEST_MONTH:
        mistakes[MONTH] = f"{text!r} is no length of a month; write it like 30d or 730h, from 1h to 31d"
        return costs.month
    return month


def _answer(costs: Costs, question: str, text: str) -> str:
    choices = list(costs.readings[question].choices)
    if text not in choices:
        raise ValueError(no_such("answer", text, choices))
    return text


def _amount(costs: Costs, name: str, text: str, month: int) -> tuple[str, int]:
    measure = costs.measures.get(name.replace("-", "_"))
    if measure is None:
        known = [*costs.measures, *costs.readings, MONTH]
        advice = did_you_mean(name, known) or f"; there is {', '.join(known)}"
        raise ValueError(f"no such measure of traffic{advice}")
    if len(text) > len(EXAMPLE[measure.kind]) * 10:
        raise ValueError(f"is not an amount; write it like {EXAMPLE[measure.kind]}")
    if measure.kind == "level" and measure.flow and _has_period(text):
        measure = costs.measures[measure.flow]
    return measure.id, parse_measure(text, measure.kind, month)


def _has_period(text: str) -> bool:
    try:
        return parse_count(text)[1] is not None
    except ValueError:
        return False
