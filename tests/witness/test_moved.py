"""What moved between two releases of the models."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from apigw_choose.model.matrix import Witness
from apigw_choose.model.problems import Position
from apigw_choose.witness.models import installed, released
from apigw_choose.witness.moved import Change, moved, nearby
from apigw_choose.witness.statements import Statement, cells_of, statements
from conftest import FIXTURES

from .vendor import models

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

OLDER = FIXTURES / "witness" / "older"


def tea(feature: str, path: str, shows: str) -> Statement:
    return Statement(feature, "black", Witness("botocore:tea", path, shows), Position("tea.yaml"))


ASKED = [
    tea("warm", "Pot.Lid", "words: Supported only for black tea"),
    tea("pours", "Pot.Spout", "absent"),
    tea("fermented", "Leaf.BLACK", "present"),
    tea("brewing", "operations.Brew", "present"),
]


def changes(tmp_path: Path, change: Callable[[dict[str, Any]], object]) -> dict[str, tuple[Change, ...]]:
    found = nearby(ASKED, models(tmp_path / "before"), models(tmp_path / "after", change))
    return {entry.shape: entry.changes for entry in found}


class TestWitnesses:
    def test_nothing_moves_between_like_models(self, tmp_path: Path) -> None:
        assert moved(ASKED, models(tmp_path / "before"), models(tmp_path / "after")) == []

    def test_a_witness_is_told_with_what_it_said_and_says(self, tmp_path: Path) -> None:
        after = models(tmp_path / "after", lambda it: it["shapes"]["Pot"]["members"].update(Spout={}))
        (move,) = moved(ASKED, models(tmp_path / "before"), after)
        assert (move.statement.name, move.before, move.now) == ("pours of black", "absent", "present")
        assert not move.holds, "the cell has it as it was"

    def test_words_that_no_witness_quotes_do_not_move_it(self, tmp_path: Path) -> None:
        after = models(tmp_path / "after", lambda it: it["operations"]["Brew"].update(documentation="Otherwise."))
        assert moved(ASKED, models(tmp_path / "before"), after) == []


class TestNearby:
    def test_nothing_is_near_in_like_models(self, tmp_path: Path) -> None:
        assert changes(tmp_path, lambda _: None) == {}

    def test_a_new_member_belongs_to_the_features_of_its_shape(self, tmp_path: Path) -> None:
        told = changes(tmp_path, lambda it: it["shapes"]["Pot"]["members"].update(Sieve={"documentation": "Fine."}))
        assert told == {"Pot": (Change("new", "Sieve", "Fine.", "", ("warm", "pours")),)}

    def test_a_new_value_belongs_to_the_features_of_its_list(self, tmp_path: Path) -> None:
        told = changes(tmp_path, lambda it: it["shapes"]["Leaf"]["enum"].append("RED"))
        assert told == {"Leaf": (Change("new", "RED", "", "", ("fermented",)),)}

    def test_a_lost_member_is_told(self, tmp_path: Path) -> None:
        told = changes(tmp_path, lambda it: it["shapes"]["Pot"]["members"].pop("Handle"))
        assert told == {"Pot": (Change("gone", "Handle", "", "", ("warm", "pours")),)}

    def test_a_new_operation_belongs_to_no_feature(self, tmp_path: Path) -> None:
        told = changes(tmp_path, lambda it: it["operations"].update(Drink={"documentation": "Drinks."}))
        assert told == {"operations": (Change("new", "Drink", "Drinks.", "", ()),)}

    def test_of_words_that_a_witness_reads_only_the_sentences_that_differ_are_told(self, tmp_path: Path) -> None:
        words = "Keeps it warm. Supported only for green tea."
        told = changes(tmp_path, lambda it: it["shapes"]["Pot"]["members"]["Lid"].update(documentation=words))
        new, old = "Supported only for green tea.", "Supported only for black tea."
        assert told == {"Pot": (Change("changed", "Lid", new, old, ("warm",)),)}

    @pytest.mark.parametrize(
        ("words", "told"), [("Of clay.", []), ("Supported only for black tea.", ["Handle"]), ("At most 2.", ["Handle"])]
    )
    def test_words_that_no_witness_reads_are_told_where_they_limit(
        self, tmp_path: Path, words: str, told: list[str]
    ) -> None:
        near = changes(tmp_path, lambda it: it["shapes"]["Pot"]["members"]["Handle"].update(documentation=words))
        assert [change.part for changed in near.values() for change in changed] == told

    @pytest.mark.parametrize(
        ("words", "told"),
        [("A lid of clay.", {}), ("Supported only for black tea.", {"Cup": [("Lid", ("warm",))]})],
    )
    def test_a_member_elsewhere_is_told_where_it_is_confined_to_some_option(
        self, tmp_path: Path, words: str, told: dict[str, Any]
    ) -> None:
        near = changes(tmp_path, lambda it: it["shapes"]["Cup"]["members"]["Lid"].update(documentation=words))
        found = {shape: [(change.part, change.features) for change in changed] for shape, changed in near.items()}
        assert found == told


class TestTheReleaseThatBroughtJwtToRest:
    """botocore 1.44.5, of 2026-11-17, against an excerpt written by hand of how things stood before."""

    ASKED = statements(cells_of(FIXTURES / "witness" / "cells.yaml"))

    def test_points_at_the_cell(self) -> None:
        here = installed()
        (move,) = moved(self.ASKED, released(OLDER, here), here)
        assert (move.statement.name, move.before, move.now) == ("jwt-authorizer of rest", "absent", "present")
        assert move.statement.position.line == 12
        assert move.holds

    def test_the_shipped_matrix_has_that_cell_and_witness(self) -> None:
        shipped = statements(cells_of(FIXTURES.parents[1] / "data"))
        (witness,) = {entry.witness for entry in shipped if entry.name == "jwt-authorizer of rest"}
        assert witness == self.ASKED[0].witness

    def test_tells_the_new_value_near_by(self) -> None:
        here = installed()
        (near,) = nearby(self.ASKED, released(OLDER, here), here)
        assert near.shape == "AuthorizerType"
        assert ("new", "JWT", ("jwt-authorizer",)) in [(it.kind, it.part, it.features) for it in near.changes]
