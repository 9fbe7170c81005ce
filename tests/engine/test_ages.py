"""How long ago the evidence of each cell was looked at."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

from apigw_choose.engine.ages import ages, stale
from apigw_choose.model.matrix import Cell, Feature, Source

if TYPE_CHECKING:
    from apigw_choose import Matrix
    from apigw_choose.model.checked import Aged

TODAY = date(2026, 3, 1)


def feature(name: str, **checked: str) -> Feature:
    """A feature whose cells have sources of these days, parted by blanks."""
    sources = {
        option: tuple(Source("https://example.org/", day) for day in days.split()) for option, days in checked.items()
    }
    cells = {option: Cell("full", note="", sources=given) for option, given in sources.items()}
    return Feature(name, name, "wood", "", cells)


def told(cells: list[Aged]) -> list[str]:
    return [f"{entry.feature} of {entry.option}, {entry.days}" for entry in cells]


def test_the_oldest_come_first_and_the_rest_in_their_order() -> None:
    cells = ages([feature("hard", oak="2026-02-27", elm="2026-02-28"), feature("light", oak="2026-02-27")], TODAY)
    assert told(cells) == ["hard of oak, 2", "light of oak, 2", "hard of elm, 1"]


def test_a_cell_is_as_old_as_its_oldest_source() -> None:
    assert told(ages([feature("hard", oak="2026-02-28 2025-03-01 2026-03-01")], TODAY)) == ["hard of oak, 365"]


def test_every_cell_of_the_shipped_matrix_has_an_age(matrix: Matrix) -> None:
    cells = ages(matrix.features.values(), date.fromisoformat(matrix.version))
    assert len(cells) == len(matrix.features) * len(matrix.options)
    assert all(entry.days is not None and entry.days >= 0 for entry in cells)


@pytest.mark.parametrize(("days", "found"), [(0, 2), (1, 1), (2, 0), (36500, 0)])
def test_stale_is_what_was_checked_more_days_ago(days: int, found: int) -> None:
    cells = ages([feature("hard", oak="2026-02-27", elm="2026-02-28", ash="2026-03-01")], TODAY)
    assert len(stale(cells, TODAY, days)) == found


def test_what_was_checked_on_no_day_of_the_calendar_has_no_age() -> None:
    assert told(ages([feature("hard", oak="2026-02-30")], TODAY)) == ["hard of oak, None"]
