"""Requirements in their normal form."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from apigw_choose import Need, Requirements, require
from apigw_choose.model.requirements import Want

if TYPE_CHECKING:
    from apigw_choose import Matrix


def test_nothing_is_asked_unless_it_is_said() -> None:
    for nothing in (Requirements(), Requirements.of()):
        assert (nothing.needs, nothing.wants, nothing.overruled, nothing.traffic) == ((), (), frozenset(), None)
        assert (nothing.strict, nothing.allow_workarounds) == (False, False)
        assert (nothing.features, nothing.measures) == (frozenset(), frozenset())


def test_a_need_or_want_is_of_no_amount_and_a_want_weighs_one_unless_it_is_said() -> None:
    asked = Requirements.of([Need("bends")], [Want("floats")])
    assert [(need.amount, need.origin) for need in asked.needs] == [(None, "")]
    assert [(want.amount, want.weight, want.origin) for want in asked.wants] == [(None, 1, "")]


@pytest.mark.parametrize("kind", [Need, Want])
def test_where_it_was_said_makes_no_difference(kind: type[Need | Want]) -> None:
    assert kind("bends", origin="--need bends") == kind("bends", origin="shed.yaml:3")


def test_what_is_said_is_kept() -> None:
    said = Requirements.of(strict=True, overruled=["indoors"], allow_workarounds=True)
    assert (said.strict, said.overruled, said.allow_workarounds) == (True, frozenset({"indoors"}), True)


def test_the_order_is_that_of_features_and_amounts() -> None:
    needs = [Need("floats"), Need("bends", 0), Need("bends"), Need("bends", 9), Need("bends", 4)]
    wants = [Want("floats"), Want("bends", 0), Want("bends")]
    expected = [("bends", None), ("bends", 0), ("bends", 4), ("bends", 9), ("floats", None)]
    assert [(need.feature, need.amount) for need in Requirements.of(needs).needs] == expected
    assert Requirements.of([], wants).wants == (Want("bends"), Want("bends", 0), Want("floats"))


def test_of_two_needs_that_are_the_same_the_first_is_kept_and_of_two_wants_the_heavier() -> None:
    needs = Requirements.of([Need("bends", origin="first"), Need("bends", origin="second")]).needs
    assert [need.origin for need in needs] == ["first"]
    wants = [Want("bends", weight=3), Want("bends", weight=5), Want("bends", weight=4)]
    assert Requirements.of([], wants).wants == (Want("bends", weight=5),)


def test_everything_that_is_spoken_of_is_told(matrix: Matrix) -> None:
    asked = require(matrix, ["waf"], ["cors"], traffic={"requests": "10M"})
    assert asked.features == {"waf", "cors"}
    assert asked.measures == {"requests"}
