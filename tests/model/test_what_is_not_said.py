"""What holds of a value where nothing is said of it."""

from __future__ import annotations

from apigw_choose.model.costs import Line, Rate, Tariff
from apigw_choose.model.problems import Position


def test_a_tariff_counts_pieces_and_its_rates_are_sure_and_without_a_note() -> None:
    tariff = Tariff("boards", "Boards", "boards", 10, "ten boards")
    assert (tariff.dimension, tariff.everywhere) == ("count", False)
    rate = Rate("boards", (), ())
    assert (rate.confidence, rate.note) == ("high", "")


def test_a_line_of_a_bill_is_told_without_a_note_counts_for_all_and_must_be_known() -> None:
    line = Line("boards", "Boards", ("oak",), "boards", ())
    assert (line.note, line.alike, line.optional) == ("", False, False)


def test_a_position_without_a_line_is_the_file() -> None:
    assert [str(place) for place in (Position("f"), Position("f", 3), Position("f", 3, 7))] == ["f", "f:3", "f:3:7"]
