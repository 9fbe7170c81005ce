from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest

from apigw_choose.lint import lint_matrix
from apigw_choose.model.errors import InputError
from apigw_choose.readers import costs_soundness
from apigw_choose.readers.matrix import load_matrix
from apigw_choose.readers.soundness import RULES

from .tea import tea_but

PROJECT = Path(__file__).parents[2]
COFFEE = PROJECT / "tests" / "fixtures" / "coffee"


def written(folder: Path, text: str) -> Path:
    file = folder / "tea.yaml"
    file.write_text(text, encoding="utf-8")
    return file


def test_the_shipped_matrix_is_clean() -> None:
    assert [str(problem) for problem in lint_matrix(PROJECT / "data")] == []


def test_a_matrix_of_another_subject_is_clean() -> None:
    assert [str(problem) for problem in lint_matrix(COFFEE)] == []


def test_no_rule_knows_what_the_shipped_matrix_is_about() -> None:
    sources = [*(PROJECT / "src/apigw_choose/lint").glob("*.py"), PROJECT / "src/apigw_choose/readers/soundness.py"]
    text = " ".join(file.read_text("utf-8") for file in sources)
    words = set(re.findall("[a-z]+", text.replace("apigw_choose", "").casefold()))
    assert words.isdisjoint({"aws", "amazon", "apigw", "gateway", "http", "websocket", "api"})


def test_a_problem_in_a_folder_names_the_file_it_is_in(tmp_path: Path) -> None:
    shutil.copytree(COFFEE, tmp_path / "coffee")
    file = tmp_path / "coffee" / "features" / "effort.yaml"
    file.write_text(file.read_text("utf-8").replace("value: 6min", "value: 6mins"), encoding="utf-8")
    (problem,) = lint_matrix(tmp_path / "coffee")
    assert str(problem) == f"{file}:20:16: '6mins' has the unknown unit 'mins'; write it like 60s"
    assert problem.line_text == "        value: 6mins"


def test_problems_come_in_the_order_of_the_file_and_not_of_the_rules(tmp_path: Path) -> None:
    text = tea_but(("features: [steeping-time]", "features: [x]"), ("note: If it is brewed strong.", "note: Strong."))
    problems = lint_matrix(written(tmp_path, text))
    assert [problem.position.line for problem in problems] == [65, 112]


def test_rules_wait_until_a_matrix_has_the_form_they_presume(tmp_path: Path) -> None:
    text = tea_but(("    sets_aside: [green]\n", ""), ("aliases: [meadow]", "aliases: [takes-milk]"))
    problems = lint_matrix(written(tmp_path, text))
    assert [problem.message for problem in problems] == ["the key 'sets_aside' is missing"]


def test_files_that_cannot_be_read_are_an_error_with_every_place(tmp_path: Path) -> None:
    text = tea_but(("noun: tea\n", "noun: no\n"), ("    text: you", "    text: &here you"))
    with pytest.raises(InputError) as caught:
        lint_matrix(written(tmp_path, text))
    assert [str(problem).partition(".yaml:")[2] for problem in caught.value.problems] == [
        "4:7: 'no' is read as text by some YAML readers and otherwise by others; quote it",
        "35:11: an anchor (&here); write values out where they are used",
    ]


def test_an_unsound_matrix_is_not_loaded_and_every_problem_is_told(tmp_path: Path) -> None:
    text = tea_but(("aliases: [meadow]", "aliases: [takes-milk]"), ("value: 2min", "value: 2"))
    with pytest.raises(InputError) as caught:
        load_matrix(written(tmp_path, text))
    assert [str(problem).partition(".yaml:")[2] for problem in caught.value.problems] == [
        "46:19: 'takes-milk' means the feature 'takes-milk' already; keep one of the two",
        "88:20: '2' has no unit; write it like 60s",
    ]


def test_a_matrix_of_the_wrong_form_is_not_loaded(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="the key 'options' is missing"):
        load_matrix(written(tmp_path, "id: tea\n"))


def test_a_careless_matrix_that_is_sound_is_loaded(tmp_path: Path) -> None:
    file = written(tmp_path, tea_but(("            workaround: none known\n", "")))
    assert lint_matrix(file)
    assert load_matrix(file).features["grassy"].cells["black"].workaround is None


def test_a_matrix_may_be_json(tmp_path: Path) -> None:
    file = tmp_path / "nothing.json"
    file.write_text('{"id": "tea", "colour": 1}', encoding="utf-8")
    assert f"{file}:1:25: unknown key 'colour'" in [str(problem) for problem in lint_matrix(file)]


def test_every_sound_rule_bears_any_matrix_of_the_right_form(tmp_path: Path) -> None:
    """A rule may not presume what another one checks: all of them run, and all problems are told at once."""
    everything = tea_but(
        ("aliases: [meadow]", "aliases: [takes-milk, brewing]"),
        ("{hurried: 2min}", "{meadow: soon, taste: 3}"),
        ("  - {id: brewing, name: Brewing}\n", "  - {id: price, name: Price}\n"),
        ("value: 4min", "value: 4MB"),
        ("to: 3min", "to: 0.0000001ms"),
        ("sets_aside: [green]", "sets_aside: [white]"),
        ("see: [steep]", "see: [grassy]"),
        ("aliases: [infuse]", "aliases: [leaf, grassy]"),
        ("  - id: milk-is-rude\n", "  - id: green-has-none\n"),
    )
    told = "\n".join(problem.message for problem in lint_matrix(written(tmp_path, everything)))
    for word in ("takes-milk", "brewing", "soon", "price", "4MB", "0.0000001ms", "white", "leaf", "green-has-none"):
        assert repr(word) in told
    assert len(told.splitlines()) > len(set(RULES) - set(costs_soundness.RULES))
