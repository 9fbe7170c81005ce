"""What holds of a value where nothing is said of it."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

from apigw_choose.model.costs import Costs, Line, Rate, Region, Steps, Tariff, Way
from apigw_choose.model.estimate import MICROS, Charge, Estimate
from apigw_choose.model.problems import Position

TARIFF = Tariff("boards", "Boards", "boards", 10, "ten boards")
RATE = Rate("boards", (), ())
LINE = Line("boards", "Boards", ("oak",), "boards", (Way("boards"),))
COSTS = Costs(
    month=1,
    region="wood",
    measures={},
    readings={},
    lines=(LINE,),
    tariffs={"boards": TARIFF},
    allowances=(),
    left_out=(),
    offer=None,
    regions={"wood": Region("wood", "Wood", "USD", (RATE,))},
    unpriced=(),
)


def test_what_is_billed_depends_on_no_feature_and_its_tariffs_count_pieces_at_rates_that_are_sure() -> None:
    assert COSTS.conditions == frozenset()
    assert (TARIFF.dimension, TARIFF.everywhere) == ("count", False)
    assert (RATE.confidence, RATE.note) == ("high", "")


def test_what_is_billed_depends_on_the_features_with_which_a_line_stands_on_the_bill_or_does_not() -> None:
    lines = (LINE._replace(when=frozenset({"bends", "floats"})), LINE._replace(unless=frozenset({"floats", "glows"})))
    assert replace(COSTS, lines=lines).conditions == {"bends", "floats", "glows"}


def test_a_line_of_a_bill_is_told_without_a_note_counts_for_all_and_must_be_known() -> None:
    assert LINE.ways[0].needed == ("boards",)
    assert (LINE.note, LINE.alike, LINE.optional) == ("", False, False)


def test_of_the_sizes_of_which_steps_are_started_only_the_first_must_be_known() -> None:
    way = Way("boards", less="waste", steps=Steps(("length", "width"), "sum", 7), times=("depth", "weight"))
    assert way.needed == ("boards", "waste", "length", "depth", "weight")
    assert Way().needed == ()


def test_what_costs_one_unit_of_the_currency_costs_a_million_millionths() -> None:
    charge = Charge(LINE, TARIFF, RATE, Fraction(1), (), Fraction(MICROS), Fraction(0))
    assert Estimate("oak", "USD", (charge,), (), (), free_tier=False).micros == 1_000_000


def test_a_position_without_a_line_is_the_file() -> None:
    assert [str(place) for place in (Position("f"), Position("f", 3), Position("f", 3, 7))] == ["f", "f:3", "f:3:7"]
