"""Plots of what was measured, for docs/performance.md."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

PICTURES = Path(__file__).parents[2] / "docs" / "pictures"
_NOT_OF_THE_PLOT = re.compile("<!--.*?-->|<script.*?</script>", re.DOTALL)


def draw(
    name: str,
    title: str,
    *,
    bars: Mapping[str, float] | None = None,
    curves: Mapping[str, Sequence[tuple[int, float]]] | None = None,
) -> None:
    """Draw bars, or curves whose values are seconds, on axes that grow by powers of ten."""
    import pygal  # type: ignore[import-untyped]
    from pygal.style import Style  # type: ignore[import-untyped]

    colours = ("#1f5fbf", "#c2410c", "#15803d", "#7e22ce", "#0e7490", "#a16207", "#475569")
    style = Style(background="white", guide_stroke_color="#d8d8d8", colors=colours)
    settings = {"title": title, "js": [], "no_prefix": True, "logarithmic": True, "style": style}
    settings |= {"disable_xml_declaration": True, "width": 860, "height": 460, "legend_at_bottom": True}
    if bars is not None:
        ends = (min(bars.values()) / 2, max(bars.values()) * 2)
        chart = pygal.HorizontalBar(print_values=True, value_formatter="{:,.0f}".format, range=ends, **settings)
        for label, value in bars.items():
            chart.add(label, value)
    else:
        chart = pygal.XY(x_title="cells", **settings)
        for label, points in (curves or {}).items():
            chart.add(label, [(cells, seconds * 1000) for cells, seconds in points])
    PICTURES.mkdir(exist_ok=True)
    picture = _NOT_OF_THE_PLOT.sub("", chart.render(is_unicode=True))
    (PICTURES / f"{name}.svg").write_text(picture + "\n", "utf-8")
