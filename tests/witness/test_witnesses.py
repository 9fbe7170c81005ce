"""Every witness of the shipped matrix, held against the models of the pinned packages."""

from __future__ import annotations

import tomllib
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from apigw_choose.model.matrix import Witness
from apigw_choose.model.problems import Position
from apigw_choose.witness.models import installed
from apigw_choose.witness.statements import Statement, cells_of, faults, statements

from .vendor import models

if TYPE_CHECKING:
    from collections.abc import Callable

    from apigw_choose import Matrix

ROOT = Path(__file__).parents[2]
HERE = Position("tea.yaml", 7, 9)


def test_every_witness_bears_its_cell_out() -> None:
    asked = statements(cells_of(ROOT / "data"))
    assert [str(fault) for fault in faults(asked, installed())] == []


@pytest.mark.parametrize("package", ["botocore", "cfn-lint"])
def test_the_models_are_those_that_the_project_pins(package: str) -> None:
    extra = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]["optional-dependencies"]["dev"]
    assert f"{package}=={version(package)}" in extra


def test_a_cell_that_rests_on_a_model_names_its_witness(matrix: Matrix) -> None:
    resting = {
        f"{feature.id} of {option}": cell.witness
        for feature in matrix.features.values()
        for option, cell in feature.cells.items()
        if cell.basis == "model"
    }
    assert resting
    assert [name for name, witness in resting.items() if witness is None] == []


class TestFaults:
    """Of models that have changed in one respect; the cell is named with its file and line."""

    @pytest.mark.parametrize(
        ("path", "shows", "change", "said"),
        [
            ("Pot.Lid", "present", lambda it: it["shapes"]["Pot"]["members"].pop("Lid"), "'absent'"),
            ("Leaf.BLACK", "present", lambda it: it["shapes"]["Leaf"]["enum"].remove("BLACK"), "'absent'"),
            ("Leaf.RED", "absent", lambda it: it["shapes"]["Leaf"]["enum"].append("RED"), "'present'"),
            ("operations.Drink", "absent", lambda it: it["operations"].update(Drink={}), "'present'"),
            (
                "Pot.Lid",
                "words: Supported only for black tea",
                lambda it: it["shapes"]["Pot"]["members"]["Lid"].update(documentation="Supported for any tea. Hot."),
                "'other words: Supported for any tea.'",
            ),
            ("Pot.Lid", "words: black", lambda it: it["shapes"]["Pot"]["members"].pop("Lid"), "'absent'"),
            ("Pot.Spout", "absent", lambda it: it["shapes"].pop("Pot"), "'nothing: there is no botocore:tea Pot'"),
        ],
    )
    def test_a_witness_that_turns_is_a_fault(
        self, tmp_path: Path, path: str, shows: str, change: Callable[[dict[str, Any]], object], said: str
    ) -> None:
        asked = [Statement("lid", "black", Witness("botocore:tea", path, shows), HERE)]
        assert list(faults(asked, models(tmp_path / "before"))) == []
        (fault,) = faults(asked, models(tmp_path / "after", change))
        told = f"tea.yaml:7:9: lid of black: botocore:tea {path} was to show {shows!r} and shows {said}"
        assert str(fault) == told
