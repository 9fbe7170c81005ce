"""What a decision, a check and a comparison of two editions say of themselves."""

from __future__ import annotations

import pytest

from apigw_choose import Need, Requirements, decide
from apigw_choose.model.checked import CellChange, Fault, Outcome, Told
from apigw_choose.model.difference import Difference, PartChange, Presence
from apigw_choose.model.requirements import Want
from handmade import feature, matrix

MADE = matrix(feature("bends", oak="full"), feature("floats", elm="full"), feature("glows", ash="full"))
ONE, PART = Presence("feature", "bends", "Bends"), PartChange("cell", "bends", "oak", ())


def test_an_option_misses_the_needs_and_lacks_the_wants_that_it_does_not_meet_each_told_once() -> None:
    asked = Requirements.of([Need("bends"), Need("floats")], [Want("floats"), Want("glows")])
    decision = decide(MADE, asked)
    said = {option: (decision.verdict(option).missing, decision.verdict(option).lacking) for option in MADE.options}
    assert said == {
        "oak": (("floats",), ("floats", "glows")),
        "elm": (("bends",), ("bends", "glows")),
        "ash": (("bends", "floats"), ("bends", "floats")),
    }
    assert [decision.verdict(option).option for option in MADE.options] == ["oak", "elm", "ash"]


def test_a_check_holds_where_nothing_is_at_fault() -> None:
    assert Outcome(None).holds is True
    assert Outcome(None, (Fault("cell", "It is wet."),)).holds is False


@pytest.mark.parametrize(
    ("after", "in_support"), [(Told("full", "Dry."), False), (Told("none", "Wet."), True), (Told("none", "Dry."), True)]
)
def test_a_cell_has_changed_in_support_where_more_than_its_note_has(after: Told, *, in_support: bool) -> None:
    assert CellChange("bends", None, "oak", Told("full", "Wet."), after).in_support is in_support


@pytest.mark.parametrize(
    "changed",
    [Difference((ONE,), (), (), ()), Difference((), (ONE,), (), ()), Difference((), (), (PART,), ()),
     Difference((), (), (), (PART,))],
    ids=["added", "removed", "cells", "others"],
)  # fmt: skip
def test_two_editions_are_the_same_where_nothing_at_all_has_changed(changed: Difference) -> None:
    assert Difference((), (), (), ()).empty is True
    assert changed.empty is False
