"""`check`: what holds, what fails, how it is told, and with which status."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

import pytest
from jsonschema import Draft202012Validator

from apigw_choose.readers import shipped
from conftest import FIXTURES

if TYPE_CHECKING:
    from pathlib import Path

    from apigw_choose import Matrix
    from conftest import Ran, Tool

EXAMPLES = FIXTURES.parents[1] / "data" / "examples"
HOLDS = "needs: [waf]\nexpect: rest\n"
FAILS = "# for the tests\nneeds: [waf]\nexpect: http\n"


@pytest.fixture
def files(tmp_path: Path) -> Path:
    """A file that holds, one that fails and one that is something else."""
    (tmp_path / "good.yaml").write_text(HOLDS, "utf-8")
    (tmp_path / "bad.yaml").write_text(FAILS, "utf-8")
    (tmp_path / "other.yaml").write_text("resources: {}\n", "utf-8")
    return tmp_path


def save(tool: Tool, folder: Path, *arguments: str, **changes: Any) -> Path:
    """A saved decision, some keys of which are changed afterwards."""
    document = json.loads(tool(*arguments, "--json").out)
    for path, value in changes.items():
        place = document
        *way, last = [int(key) if key.isdigit() else key for key in path.split("__")]
        for key in way:
            place = place[key]
        place[last] = value
    file = folder / "saved.json"
    file.write_text(json.dumps(document), "utf-8")
    return file


def checked(ran: Ran) -> dict[str, Any]:
    document: dict[str, Any] = json.loads(ran.out)
    Draft202012Validator(json.loads(shipped.schema("check"))).validate(document)
    return document


class TestTheExamplesThatComeAlong:
    def test_they_hold(self, tool: Tool) -> None:
        ran = tool("check", str(EXAMPLES))
        assert (ran.status, ran.err) == (0, "")
        count = len(list(EXAMPLES.iterdir()))
        assert ran.out.endswith(f"\n{count} checked: {count} hold.\n")
        assert count >= 14

    def test_they_lead_to_every_answer(self, tool: Tool, matrix: Matrix) -> None:
        files = checked(tool("check", str(EXAMPLES), "--json"))["files"]
        assert {file["recommendation"] for file in files} == {*matrix.options, None}

    def test_each_says_what_it_is_and_expects_something(self) -> None:
        for file in EXAMPLES.iterdir():
            text = file.read_text("utf-8")
            assert text.startswith("# ")
            assert re.search(r"^expect: \w+$", text, re.MULTILINE)


class TestRequirements:
    def test_all_that_hold_exit_0(self, tool: Tool, files: Path) -> None:
        ran = tool("check", "good.yaml", cwd=files)
        assert (ran.status, ran.err) == (0, "")
        assert ran.out == "holds  good.yaml: REST API: the only API type with waf.\n1 checked: 1 holds.\n"

    def test_one_that_fails_exits_1_and_says_why(self, tool: Tool, files: Path) -> None:
        ran = tool("check", ".", cwd=files)
        assert (ran.status, ran.err) == (1, "")
        first, fault, reason, *_, last = ran.out.splitlines()
        assert first == "FAILS  bad.yaml: REST API: the only API type with waf."
        assert fault == "       expected HTTP API, and REST API is recommended."
        assert reason.strip().startswith("waf: REST API has it")
        assert last == "2 checked: 1 holds, 1 fails. 1 other file skipped."

    @pytest.mark.parametrize(
        ("text", "status"),
        [
            ("needs: [waf]\nexpect: [http, rest]\n", 0),
            ("needs: [waf]\nexpect: none\n", 1),
            ("needs: [waf, server-push]\nexpect: none\n", 0),
            ("needs: [waf]\n", 0),
            ("needs: [waf, server-push]\n", 1),
            ('{"needs": ["waf"], "expect": "rest"}', 0),
        ],
    )
    def test_what_may_be_expected(self, tool: Tool, tmp_path: Path, text: str, status: int) -> None:
        (tmp_path / "x.yaml").write_text(text, "utf-8")
        assert tool("check", "x.yaml").status == status

    def test_strict_counts_support_with_a_condition_as_none(self, tool: Tool, tmp_path: Path) -> None:
        (tmp_path / "x.yaml").write_text("needs: [{integration-timeout: 60s}]\nexpect: rest\n", "utf-8")
        assert tool("check", "x.yaml").status == 0
        assert tool("check", "x.yaml", "--strict").status == 1

    def test_another_matrix(self, tool: Tool, tmp_path: Path) -> None:
        (tmp_path / "x.yaml").write_text("needs: [crema]\nexpect: espresso\n", "utf-8")
        coffee = ("--matrix", str(FIXTURES / "coffee"))
        assert tool("check", "x.yaml", *coffee).status == tool(*coffee, "check", "x.yaml").status == 0


class TestSavedDecisions:
    @pytest.mark.parametrize("form", ["json", "yaml"])
    @pytest.mark.parametrize("needs", [("--need", "waf"), ("--need", "waf,server-push"), ("--want", "caching:3")])
    def test_a_decision_of_today_holds(self, tool: Tool, tmp_path: Path, needs: tuple[str, ...], form: str) -> None:
        (tmp_path / f"d.{form}").write_text(tool(*needs, "--format", form).out, "utf-8")
        ran = tool("check", f"d.{form}")
        assert (ran.status, ran.err) == (0, "")
        assert ran.out.startswith(f"holds  d.{form}: ")

    def test_one_that_no_longer_holds_names_the_cell(self, tool: Tool, tmp_path: Path) -> None:
        said: dict[str, Any] = {"support": "full", "met": True, "note": "Then."}
        changes = {f"options__1__needs__0__{key}": value for key, value in said.items()}
        save(tool, tmp_path, "--need", "waf", recommendation="http", options__1__eligible=True, **changes)
        ran = tool("check", "saved.json")
        assert (ran.status, ran.err) == (1, "")
        assert "HTTP API was recommended by the facts of " in ran.out
        assert "HTTP API met every need and no longer does." in ran.out
        assert "changed: HTTP API, waf: was full, is none. A stage of an HTTP API cannot be given a web ACL." in ran.out
        (file,) = checked(tool("check", "saved.json", "--json"))["files"]
        assert [fault["kind"] for fault in file["faults"]] == ["recommendation", "eligibility"]
        (change,) = file["changes"]
        assert (change["feature"], change["option"]) == ("waf", "http")
        assert change["before"] == {"support": "full", "note": "Then."}
        assert change["after"]["support"] == "none"

    def test_a_change_without_consequence_is_told_and_holds(self, tool: Tool, tmp_path: Path) -> None:
        save(tool, tmp_path, "--need", "waf", options__1__needs__0__support="unknown")
        ran = tool("check", "saved.json")
        assert ran.status == 0
        assert "changed: HTTP API, waf: was unknown, is none." in ran.out

    def test_the_amount_of_a_changed_cell_is_told(self, tool: Tool, tmp_path: Path) -> None:
        save(tool, tmp_path, "--need", "integration-timeout=60s", options__0__needs__0__support="full")
        ran = tool("check", "saved.json")
        assert ran.status == 1
        assert ran.out.count("REST API, integration-timeout=60s: was full, is partial.") == 1
        (file,) = checked(tool("check", "saved.json", "--json"))["files"]
        assert file["changes"][0]["amount_text"] == "60s"

    def test_a_feature_that_is_gone_is_a_failure_in_words(self, tool: Tool, tmp_path: Path) -> None:
        save(tool, tmp_path, "--need", "waf", requirements__needs__0__feature="firewall-of-old")
        ran = tool("check", "saved.json")
        assert (ran.status, ran.err) == (1, "")
        assert "'firewall-of-old' is no feature of the matrix any more." in ran.out
        (file,) = checked(tool("check", "saved.json", "--json"))["files"]
        assert (file["recommendation"], file["headline"]) == (None, None)

    def test_a_decision_over_another_matrix_fails_in_words(self, tool: Tool, tmp_path: Path) -> None:
        save(tool, tmp_path, "--need", "crema", "--matrix", str(FIXTURES / "coffee"))
        ran = tool("check", "saved.json")
        assert ran.status == 1
        assert "--matrix" in ran.out
        assert tool("check", "saved.json", "--matrix", str(FIXTURES / "coffee")).status == 0

    def test_one_of_a_wrong_form_is_wrong_input(self, tool: Tool, tmp_path: Path) -> None:
        save(tool, tmp_path, "--need", "waf", options__0__eligible="yes")
        ran = tool("check", "saved.json")
        assert (ran.status, ran.out) == (2, "")
        assert "'eligible' must be true or false, not 'yes'" in ran.err


class TestAge:
    def test_facts_that_are_too_old_fail_and_are_named(self, tool: Tool, files: Path) -> None:
        ran = tool("check", "good.yaml", "--max-age", "30", "--today", "2030-01-01", cwd=files)
        assert (ran.status, ran.err) == (1, "")
        assert "rests on facts checked more than 30 days ago: waf of REST API (" in ran.out
        document = checked(tool("check", "good.yaml", "--max-age=30", "--today=2030-01-01", "--json", cwd=files))
        assert (document["today"], document["max_age"]) == ("2030-01-01", 30)
        assert {entry["option"] for entry in document["files"][0]["stale"]} == {"rest", "http", "websocket"}

    def test_facts_that_are_young_enough_hold(self, tool: Tool, files: Path, matrix: Matrix) -> None:
        assert tool("check", "good.yaml", "--max-age", "36500", "--today", matrix.version, cwd=files).status == 0

    def test_without_today_the_clock_counts(self, tool: Tool, files: Path) -> None:
        document = checked(tool("check", "good.yaml", "--max-age", "36500", "--json", cwd=files))
        assert re.fullmatch(r"20\d\d-\d\d-\d\d", document["today"])

    def test_without_a_greatest_age_the_clock_has_no_say(self, tool: Tool, files: Path) -> None:
        assert checked(tool("check", "good.yaml", "--json", cwd=files))["today"] is None

    def test_what_cannot_be_asked_any_more_has_no_age(self, tool: Tool, tmp_path: Path) -> None:
        save(tool, tmp_path, "--need", "waf", requirements__needs__0__feature="gone")
        ran = tool("check", "saved.json", "--max-age", "1", "--today", "2030-01-01")
        assert ran.status == 1
        assert "rests on" not in ran.out

    @pytest.mark.parametrize(
        "arguments", [("--max-age", "-1"), ("--max-age", "x"), ("--max-age", "999999999"), ("--today", "tomorrow")]
    )
    def test_a_wrong_age_or_day_is_wrong_input(self, tool: Tool, files: Path, arguments: tuple[str, ...]) -> None:
        ran = tool("check", "good.yaml", *arguments, cwd=files)
        assert (ran.status, ran.out) == (2, "")


class TestWrongInput:
    def test_every_wrong_file_is_told_at_once_and_nothing_else_is_said(self, tool: Tool, files: Path) -> None:
        (files / "typo.yaml").write_text("needs: [waff]\n", "utf-8")
        (files / "twice.yaml").write_text("needs: [waf]\nexpect: restt\n", "utf-8")
        ran = tool("check", ".", cwd=files)
        assert (ran.status, ran.out) == (2, "")
        assert "typo.yaml:1:9: no such feature: 'waff'" in ran.err
        assert "twice.yaml:2:9: no such option: 'restt'" in ran.err

    @pytest.mark.parametrize(
        ("arguments", "said"),
        [
            (("missing.yaml",), "missing.yaml: no such file"),
            ((), "FILE|FOLDER"),
            (("good.yaml", "--format", "xml"), "text, json, github"),
            (("good.yaml", "--format", "github", "--json"), "contradict"),
            (("empty",), "no requirements file and no saved decision"),
        ],
    )
    def test_it_is_one_clear_error(self, tool: Tool, files: Path, arguments: tuple[str, ...], said: str) -> None:
        (files / "empty").mkdir()
        ran = tool("check", *arguments, cwd=files)
        assert (ran.status, ran.out) == (2, "")
        assert said in ran.err


class TestJson:
    def test_it_is_described_by_its_schema(self, tool: Tool, files: Path) -> None:
        document = checked(tool("check", ".", "--json", cwd=files))
        assert {key: document[key] for key in ("checked", "holding", "failing", "skipped")} == {
            "checked": 2, "holding": 1, "failing": 1, "skipped": ["other.yaml"],
        }  # fmt: skip
        assert [(file["file"], file["line"], file["expected"]) for file in document["files"]] == [
            ("bad.yaml", 3, ["http"]),
            ("good.yaml", 2, ["rest"]),
        ]

    def test_json_is_short_for_format_json(self, tool: Tool, files: Path) -> None:
        assert tool("check", ".", "--json", cwd=files) == tool("check", ".", "--format", "json", cwd=files)


class TestGitHub:
    def test_each_failing_file_is_one_annotation_at_its_line(self, tool: Tool, files: Path) -> None:
        ran = tool("check", ".", "--format", "github", cwd=files)
        assert ran.status == 1
        annotation, summary = ran.out.splitlines()
        start, message = annotation.split("::", 2)[1:]
        assert start == "error file=bad.yaml,line=3,title=apigw-choose%3A does not hold"
        assert message.startswith(
            "REST API: the only API type with waf.%0Aexpected HTTP API, and REST API is recommended.%0A"
        )
        assert summary == "2 checked: 1 holds, 1 fails. 1 other file skipped."

    def test_what_holds_is_counted_only(self, tool: Tool, files: Path) -> None:
        assert tool("check", "good.yaml", "--format", "github", cwd=files).out == "1 checked: 1 holds.\n"

    def test_a_name_cannot_break_out_of_its_property(self, tool: Tool, tmp_path: Path) -> None:
        (tmp_path / "50%,a:b.yaml").write_text(FAILS, "utf-8")
        ran = tool("check", "50%,a:b.yaml", "--format", "github")
        assert ran.out.startswith("::error file=50%25%2Ca%3Ab.yaml,line=3,")

    def test_no_data_can_begin_a_command_of_its_own(self, tool: Tool, tmp_path: Path) -> None:
        name = "x\n::warning::y\r.yaml"
        (tmp_path / name).write_text(FAILS, "utf-8")
        save(tool, tmp_path, "--need", "waf", requirements__needs__0__feature="a\n::set-output::b%0A::c")
        ran = tool("check", ".", "--format", "github")
        lines = ran.out.splitlines()
        assert len(lines) == 3
        assert sum(line.startswith("::") for line in lines) == 2
        assert "%250A" in ran.out
        assert "\r" not in ran.out

    def test_text_for_a_log_has_no_control_characters(self, tool: Tool, tmp_path: Path) -> None:
        (tmp_path / "x\n\x1b[31m.yaml").write_text(FAILS, "utf-8")
        text = tool("check", ".").out
        assert all(character.isprintable() or character == "\n" for character in text)
        assert len(text.splitlines()) == 4
