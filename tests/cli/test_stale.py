"""`features --stale`: the cells at which nobody has looked for long."""

from __future__ import annotations

import json
import shutil
from typing import TYPE_CHECKING

import pytest
from jsonschema import Draft202012Validator

from conftest import FIXTURES, Ran

if TYPE_CHECKING:
    from pathlib import Path

    from conftest import Tool

FEATURE = "clean-cup"


@pytest.fixture
def stale(tool: Tool, tmp_path: Path) -> Tool:
    """Asks a matrix of coffee that was checked on 2026-03-01, but for one cell: a year before."""
    shutil.copytree(FIXTURES / "coffee", tmp_path / "coffee")
    file = tmp_path / "coffee" / "features" / "cup.yaml"
    text = file.read_text("utf-8")
    first = text.index("2026-03-01", text.index("moka:"))
    file.write_text(f"{text[:first]}2025-03-01{text[first + 10 :]}", "utf-8")

    def ask(days: str, *more: str, today: str = "2026-03-11") -> Ran:
        return tool("features", "--stale", days, "--today", today, "--matrix", "coffee", *more, cwd=tmp_path)

    return ask


def test_the_oldest_are_listed_first(stale: Tool) -> None:
    ran = stale("9", FEATURE)
    assert ran.out == (
        "Checked 2025-03-01, 375 days ago\n"
        "  clean-cup  Moka\n"
        "\n"
        "Checked 2026-03-01, 10 days ago\n"
        "  clean-cup  Espresso, Press, Cold brew\n"
        "\n"
        "4 of 4 cells were checked more than 9 days ago.\n"
        "Next: apigw-choose explain clean-cup\n"
    )
    assert ran.err == ""


def test_only_what_is_older_is_listed(stale: Tool) -> None:
    ran = stale("10")
    assert ran.out.startswith("Checked 2025-03-01, 375 days ago\n  clean-cup  Moka\n\n1 of ")


def test_the_status_is_1_when_some_are_stale_and_0_when_none_is(stale: Tool) -> None:
    assert [stale(days).status for days in ("9", "10", "374", "375")] == [1, 1, 1, 0]


def test_where_none_is_stale_the_oldest_check_is_told(stale: Tool) -> None:
    ran = stale("375", FEATURE)
    told = "None of 4 cells was checked more than 375 days ago; the oldest check is of 2025-03-01, 375 days ago."
    assert " ".join(ran.out.split()) == told


def test_json_has_the_features_and_the_stale_cells_by_its_schema(stale: Tool, tool: Tool) -> None:
    ran = stale("10", "--json")
    document = json.loads(ran.out)
    Draft202012Validator(json.loads(tool("schema", "features").out)).validate(document)
    assert [feature["id"] for feature in document["features"]] == [FEATURE]
    assert (document["today"], document["max_age"]) == ("2026-03-11", 10)
    assert document["stale"] == [{"feature": FEATURE, "option": "moka", "checked": "2025-03-01", "days": 375}]
    assert ran.status == 1


def test_json_without_a_stale_cell_has_empty_lists(stale: Tool, tool: Tool) -> None:
    ran = stale("375", "--json")
    document = json.loads(ran.out)
    Draft202012Validator(json.loads(tool("schema", "features").out)).validate(document)
    assert (document["features"], document["stale"], ran.status) == ([], [], 0)


def test_days_are_counted_from_today(tool: Tool) -> None:
    """On whatever day that is: nothing was checked in a hundred years from it."""
    assert tool("features", "--stale", "36500").status == 0


@pytest.mark.parametrize(
    ("days", "today", "said"),
    [
        ("9", "tomorrow", "--today tomorrow: is not a date such as 2026-01-31"),
        ("-1", "2026-03-11", "--stale"),
        ("36501", "2026-03-11", "--stale"),
    ],
)
def test_wrong_input_is_told(stale: Tool, days: str, today: str, said: str) -> None:
    ran = stale(days, today=today)
    assert said in ran.err
    assert (ran.out, ran.status) == ("", 2)
