"""A chart of the cost of every option along one measure, as SVG, drawn by pygal (extra `charts`)."""

from __future__ import annotations

import re
from dataclasses import replace
from math import log10
from typing import TYPE_CHECKING

from apigw_choose.engine.bill import estimate, region_of
from apigw_choose.engine.cost_reasons import traffic_words
from apigw_choose.engine.crossings import corners
from apigw_choose.model.errors import InputError
from apigw_choose.model.estimate import MICROS
from apigw_choose.model.traffic import format_measure
from apigw_choose.readers.wording import no_such
from apigw_choose.renderers.inert import printable

if TYPE_CHECKING:
    from collections.abc import Sequence

    from apigw_choose.model.costs import Costs, Measure
    from apigw_choose.model.estimate import Quote
    from apigw_choose.model.matrix import Matrix
    from apigw_choose.model.traffic import Traffic

_NOT_OF_THE_CHART = re.compile("<!--.*?-->|<script.*?</script>", re.DOTALL)
"""The library writes the day into a comment, and a script for a page that it is not on."""

_COLOURS = ("#1f5fbf", "#c2410c", "#15803d", "#7e22ce", "#0e7490", "#a16207")

_POINTS = 96
"""So many points are drawn where an axis grows by powers of ten, besides the corners of the bills."""

_DECADES = 100
"""A chart along things in a month goes from a hundredth to a hundred times of what was asked."""


def cost_svg(matrix: Matrix, quote: Quote, along: str | None = None) -> str:
    """The chart, the same to the byte for the same quote.

    Raises:
        InputError: when the library is missing, or no cost depends on that measure.
    """
    costs, asked = matrix.costs, quote.decision.requirements
    assert costs is not None, "a quote is made from costs"
    assert asked.traffic is not None, "and for some traffic"
    measure = _measure(costs, quote, along)
    try:
        import pygal  # type: ignore[import-untyped]
        from pygal.style import Style  # type: ignore[import-untyped]
    except ImportError:
        message = "--format svg takes the library pygal, which is not installed"
        raise InputError(message, hint="pip install 'apigw-choose[charts]'") from None
    needed = [need.feature for need in asked.needs]
    points = _points(quote, asked.traffic, measure, corners(costs, asked.traffic, quote.among, needed, measure))
    chart = pygal.XY(
        title=printable(f"Cost a month, {traffic_words(matrix, costs, asked.traffic)} ({asked.traffic.region})"),
        x_title=measure.id,
        y_title=printable(region_of(costs, asked.traffic.region).currency),
        show_dots=False,
        js=[],
        no_prefix=True,
        disable_xml_declaration=True,
        width=860,
        height=480,
        legend_at_bottom=True,
        x_label_rotation=30,
        stroke_style={"width": 2},
        logarithmic=measure.kind == "flow",
        style=Style(
            background="white", guide_stroke_color="#d8d8d8", major_guide_stroke_color="#b8b8b8", colors=_COLOURS
        ),
    )
    ticks = _ticks(points, measure)
    chart.x_labels = [{"value": tick, "label": format_measure(tick, measure.kind)} for tick in ticks]
    for option in quote.among:
        bills = (
            (point, estimate(costs, _with(asked.traffic, measure, point), option, needed).exact) for point in points
        )
        line = [(point, float(exact / MICROS)) for point, exact in bills if exact]
        if line:
            chart.add(printable(matrix.options[option].name), line)
    return _NOT_OF_THE_CHART.sub("", chart.render(is_unicode=True)) + "\n"


def _measure(costs: Costs, quote: Quote, along: str | None) -> Measure:
    """The measure along which is drawn: the one asked for, else the first along which something is known."""
    known = [span.measure for span in quote.spans]
    if not known:
        raise InputError("there are no two costs to draw; leave --format svg out to see why")
    name = known[0] if along is None else along.replace("-", "_")
    if name not in known:
        raise InputError(f"--along: {no_such('measure', name, known)}")
    return costs.measures[name]


def _points(quote: Quote, traffic: Traffic, measure: Measure, edges: Sequence[int]) -> list[int]:
    """Where the lines are drawn: every corner, and on an axis of powers of ten some between."""
    span = next(span for span in quote.spans if span.measure == measure.id)
    low, high = span.low, span.high
    between: set[int] = set()
    if measure.kind == "flow":
        asked = traffic.amounts.get(measure.id, high // _DECADES)
        low, high = max(asked // _DECADES, low), min(asked * _DECADES, high)
        step = (log10(high) - log10(low)) / _POINTS
        between = {round(10 ** (log10(low) + number * step)) for number in range(_POINTS + 1)}
    return sorted(point for point in {*edges, *between, low, high} if low <= point <= high)


def _ticks(points: list[int], measure: Measure) -> list[int]:
    low, high = points[0], points[-1]
    if measure.kind == "flow":
        return [10**power for power in range(19) if low <= 10**power <= high]
    return [low + (high - low) * part // 5 for part in range(6)]


def _with(traffic: Traffic, measure: Measure, amount: int) -> Traffic:
    return replace(traffic, amounts={**traffic.amounts, measure.id: amount})
