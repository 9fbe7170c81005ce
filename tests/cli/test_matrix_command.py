"""`matrix lint` and `matrix diff`: for authors of a matrix."""

from __future__ import annotations

import json
import shutil
from typing import TYPE_CHECKING, Any

import pytest
from jsonschema import Draft202012Validator

from apigw_choose.readers import shipped
from conftest import FIXTURES

if TYPE_CHECKING:
    from pathlib import Path

    from conftest import Ran, Tool

COFFEE = FIXTURES / "coffee"


@pytest.fixture
def mine(tmp_path: Path) -> Path:
    """A copy of a matrix, to be changed."""
    shutil.copytree(COFFEE, tmp_path / "mine")
    return tmp_path / "mine"


def change(folder: Path, file: str, old: str, new: str, *, after: str = "") -> None:
    path = folder / file
    head, found, tail = path.read_text("utf-8").partition(after) if after else ("", "", path.read_text("utf-8"))
    assert old in tail
    path.write_text(head + found + tail.replace(old, new, 1), "utf-8")


def described(ran: Ran, name: str) -> dict[str, Any]:
    document: dict[str, Any] = json.loads(ran.out)
    Draft202012Validator(json.loads(shipped.schema(name))).validate(document)
    return document


class TestDiff:
    def test_two_of_the_same_have_no_differences(self, tool: Tool) -> None:
        ran = tool("matrix", "diff", str(COFFEE), str(COFFEE))
        assert (ran.status, ran.err) == (0, "")
        assert ran.out.startswith("coffee, 2026-03-01 to 2026-03-01: no differences.\n")

    def test_the_shipped_matrix_is_called_by_a_word(self, tool: Tool) -> None:
        ran = tool("matrix", "diff", "shipped", "shipped")
        assert (ran.status, ran.err) == (0, "")
        assert "examples are decided as before." in ran.out

    def test_a_changed_cell_is_told_with_what_it_said_and_says(self, tool: Tool, mine: Path) -> None:
        change(mine, "features/kitchen.yaml", "value: 6", "value: 9", after="id: cups-per-batch")
        ran = tool("matrix", "diff", str(COFFEE), "mine")
        assert (ran.status, ran.err) == (0, "")
        assert "1 cell changed." in ran.out
        assert "  cups-per-batch  Moka  value  6 cups → 9 cups\n" in ran.out
        document = described(tool("matrix", "diff", str(COFFEE), "mine", "--json"), "diff")
        assert document["cells"] == [
            {
                "feature": "cups-per-batch",
                "option": "moka",
                "changes": [{"field": "value", "before": "6 cups", "after": "9 cups"}],
            }
        ]

    def test_an_example_that_is_decided_otherwise_exits_1(self, tool: Tool, mine: Path, tmp_path: Path) -> None:
        (tmp_path / "party.yaml").write_text("needs: [{cups-per-batch: 7}]\n", "utf-8")
        change(mine, "features/kitchen.yaml", "value: 6", "value: 9", after="id: cups-per-batch")
        change(mine, "matrix.yaml", "micros: 150000", "micros: 140000", after="id: moka")
        arguments = ("matrix", "diff", str(COFFEE), "mine", "--examples", "party.yaml")
        ran = tool(*arguments)
        assert (ran.status, ran.err) == (1, "")
        assert "Decided otherwise\n  party.yaml  was  French press: " in ran.out
        assert ran.out.endswith("1 of 1 examples is decided otherwise.\n")
        assert "  option  moka  price  €0.15 per cup" in ran.out
        (answer,) = described(tool(*arguments, "--json"), "diff")["decided_otherwise"]
        assert answer["example"] == "party.yaml"
        assert (answer["before"]["recommendation"], answer["after"]["recommendation"]) == ("press", "moka")

    def test_what_came_and_what_went_are_told(self, tool: Tool, mine: Path) -> None:
        change(mine, "features/kitchen.yaml", "id: travel-size", "id: travels")
        document = described(tool("matrix", "diff", str(COFFEE), "mine", "--json"), "diff")
        assert [entry["id"] for entry in document["added"] if entry["part"] == "feature"] == ["travels"]
        assert [entry["id"] for entry in document["removed"] if entry["part"] == "feature"] == ["travel-size"]
        text = tool("matrix", "diff", str(COFFEE), "mine").out
        assert "Added\n  feature  travels" in text
        assert "Removed\n  feature  travel-size" in text

    def test_an_example_that_one_alone_can_be_asked_is_decided_otherwise(
        self, tool: Tool, mine: Path, tmp_path: Path
    ) -> None:
        (tmp_path / "trip.yaml").write_text("needs: [travel-size]\n", "utf-8")
        change(mine, "features/kitchen.yaml", "id: travel-size", "id: travels")
        ran = tool("matrix", "diff", str(COFFEE), "mine", "--examples", "trip.yaml", "--json")
        assert ran.status == 1
        (answer,) = described(ran, "diff")["decided_otherwise"]
        assert answer["after"]["recommendation"] is None
        assert answer["after"]["text"].startswith("cannot be asked: trip.yaml:1:9: no such feature: 'travel-size'")

    def test_different_matrices_are_both_named(self, tool: Tool) -> None:
        ran = tool("matrix", "diff", "shipped", str(COFFEE))
        assert ran.status == 1
        assert ran.out.startswith("aws-api-gateway and coffee, ")

    def test_examples_of_another_subject_are_not_counted(self, tool: Tool) -> None:
        ran = tool("matrix", "diff", str(COFFEE), str(COFFEE))
        assert ran.out.endswith("None of the examples can be asked of either.\n")

    def test_what_is_wrong_with_either_is_told_at_once(self, tool: Tool, mine: Path) -> None:
        change(mine, "matrix.yaml", 'version: "2026-03-01"', "version: 3")
        ran = tool("matrix", "diff", "missing.yaml", "mine")
        assert (ran.status, ran.out) == (2, "")
        assert "missing.yaml: no such file" in ran.err
        assert "mine/matrix.yaml:3:10: 'version' must be text" in ran.err

    def test_colour_is_for_those_who_want_it(self, tool: Tool) -> None:
        """The option stands before the command, two levels up."""
        assert tool("--no-color", "matrix", "diff", str(COFFEE), str(COFFEE)).status == 0


class TestLint:
    def test_a_sound_matrix_has_no_problems(self, tool: Tool) -> None:
        assert tool("matrix", "lint", str(COFFEE)).out == "No problems.\n"
        assert described(tool("matrix", "lint", str(COFFEE), "--json"), "lint")["problems"] == []

    def test_problems_are_told_with_their_place(self, tool: Tool, mine: Path) -> None:
        change(mine, "features/kitchen.yaml", "A double basket.", '""')
        change(mine, "features/kitchen.yaml", "id: travel-size", "id: Travel")
        ran = tool("matrix", "lint", "mine")
        assert (ran.status, ran.err) == (1, "")
        problems = described(tool("matrix", "lint", "mine", "--json"), "lint")["problems"]
        assert len(problems) == len(ran.out.splitlines())
        told = [f"{entry['file']}:{entry['line']}:{entry['column']}: {entry['message']}" for entry in problems]
        assert told == ran.out.splitlines()
        assert problems[0]["file"] == "mine/features/kitchen.yaml"
