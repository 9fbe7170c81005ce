"""The matrix and its parts, by hand."""

from __future__ import annotations

from typing import Literal

import pytest

from apigw_choose.model.matrix import Cell, Matrix, Quantity


def test_a_cell_is_documented_and_sure_unless_it_is_said_and_more_of_a_quantity_is_better() -> None:
    cell = Cell("full", "It is.", ())
    assert (cell.basis, cell.confidence) == ("documented", "high")
    assert Quantity("count") == Quantity("count", "more", "")
    assert Quantity("count").reaches(4, 3)


@pytest.mark.parametrize(
    ("better", "reached"), [("more", [False, True, True]), ("less", [True, True, False])], ids=["more", "less"]
)
def test_what_is_offered_reaches_what_is_asked_where_it_is_as_good(
    better: Literal["more", "less"], reached: list[bool]
) -> None:
    assert [Quantity("count", better).reaches(offered, 3) for offered in (2, 3, 4)] == reached


def test_an_amount_is_written_with_what_is_counted() -> None:
    assert [Quantity("count", of=of).write(300) for of in ("", "boards")] == ["300", "300 boards"]


def test_a_matrix_is_in_english_and_without_prices_unless_it_is_said() -> None:
    made = Matrix("woods", "2026-03-01", "wood", "wood", "woods", {}, {}, {}, frozenset(), {}, {}, {}, {})
    assert (made.language, made.costs) == ("en", None)
    assert made.say("{wood} floats.", wood="Elm") == "Elm floats."
