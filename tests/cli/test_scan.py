"""`scan` and `check --against`, as a person and a pipeline meet them."""

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

ORDERS = (FIXTURES / "scan" / "orders.yaml").read_text("utf-8")


@pytest.fixture
def scanned(tool: Tool, tmp_path: Path) -> Any:
    """Runs `scan` in a folder with the example template."""
    (tmp_path / "orders.yaml").write_text(ORDERS, "utf-8")

    def run(*arguments: str) -> Ran:
        return tool("scan", *arguments)

    return run


def apis(ran: Ran) -> dict[str, Any]:
    document = json.loads(ran.out)
    Draft202012Validator(json.loads(shipped.schema("scan"))).validate(document)
    return {api["id"]: api for file in document["files"] for api in file["apis"]}


class TestResult:
    def test_every_api_has_its_type_its_uses_and_what_it_could_be(self, scanned: Any) -> None:
        found = apis(scanned("orders.yaml", "--json"))
        assert {name: (api["type"], api["line"], api["could_be"]) for name, api in found.items()} == {
            "OrdersApi": ("rest", 5, "http"),
            "PartnerApi": ("rest", 21, None),
            "NewsApi": ("http", 36, None),
        }
        assert found["PartnerApi"]["binding"] == ["waf", "xray"]
        assert {use["feature"]: (use["certainty"], use["line"]) for use in found["PartnerApi"]["uses"]} == {
            "edge-optimized-endpoint": ("used", 21),
            "waf": ("used", 31),
            "xray": ("used", 30),
        }

    def test_what_is_had_by_default_binds_nothing(self, scanned: Any) -> None:
        uses = apis(scanned("orders.yaml", "--json"))["PartnerApi"]["uses"]
        assert [use["feature"] for use in uses if use["by_default"]] == ["edge-optimized-endpoint"]

    def test_it_says_so_in_words(self, scanned: Any) -> None:
        text = " ".join(scanned("orders.yaml").out.split())
        assert "it uses nothing that HTTP API lacks, and would save $2.50 per million requests" in text
        assert "Must stay REST API because of waf (orders.yaml:31) and xray (:30)." in text
        assert "3 APIs in 1 template, 1 could be cheaper." in text

    def test_traffic_makes_the_saving_one_of_a_month(self, scanned: Any) -> None:
        saving = apis(scanned(".", "--json", "--requests", "50M/month"))["OrdersApi"]["saving"]
        assert (saving["amount"], saving["amount_a_month"]) == ("$2.50", "$125.00")

    def test_it_is_the_same_from_a_folder_and_whatever_the_hash_seed(self, tool: Tool, scanned: Any) -> None:
        once = scanned(".", "--json").out
        assert once == tool("scan", ".", "--json", env={"PYTHONHASHSEED": "5"}).out
        assert apis(scanned("orders.yaml", "--json")) == apis(scanned(".", "--json"))

    def test_files_that_are_no_templates_are_counted(self, scanned: Any, tmp_path: Path) -> None:
        (tmp_path / "notes.md").write_text("AWS::ApiGateway::RestApi", "utf-8")
        (tmp_path / "values.yaml").write_text("a: 1\n", "utf-8")
        assert json.loads(scanned(".", "--json").out)["skipped"] >= 1

    def test_one_api_can_be_looked_at_alone(self, scanned: Any) -> None:
        assert list(apis(scanned(".", "--json", "--api", "NewsApi"))) == ["NewsApi"]
        ran = scanned(".", "--api", "NewApi")
        assert (ran.status, "did you mean 'NewsApi'?" in ran.err) == (2, True)


class TestExit:
    def test_what_was_read_is_0_and_what_was_to_fail_is_1(self, scanned: Any) -> None:
        assert scanned(".").status == 0
        assert scanned(".", "--fail-on", "cheaper").status == 1
        assert scanned(".", "--fail-on", "unfit").status == 0
        assert scanned(".", "--api", "PartnerApi", "--fail-on", "cheaper").status == 0

    def test_nothing_that_can_be_read_is_2(self, tool: Tool, tmp_path: Path) -> None:
        (tmp_path / "broken.yaml").write_text("Resources: {Api: {Type: AWS::ApiGateway::RestApi", "utf-8")
        ran = tool("scan", "broken.yaml")
        assert (ran.status, ran.out) == (2, "")
        assert ran.err.startswith("error: broken.yaml:1: is not valid YAML")

    def test_a_file_that_cannot_be_read_stops_nothing(self, scanned: Any, tmp_path: Path) -> None:
        (tmp_path / "broken.yaml").write_text("Resources: {Api: {Type: AWS::ApiGateway::RestApi", "utf-8")
        ran = scanned(".", "--json")
        assert ran.status == 0
        (problem,) = json.loads(ran.out)["problems"]
        assert (problem["file"], problem["fatal"]) == ("broken.yaml", True)
        assert len(apis(ran)) == 3

    @pytest.mark.parametrize(
        ("arguments", "message"),
        [
            (("nowhere",), "nowhere: no such file"),
            ((".", "--fail-on", "dear"), "choose one of cheaper, unfit"),
            ((".", "--format", "xml"), "choose one of text, json, sarif, github"),
            ((".", "--requests", "lots"), "write it like 50M/month"),
        ],
    )
    def test_a_wrong_question_is_2_with_one_line(self, scanned: Any, arguments: tuple[str, ...], message: str) -> None:
        ran = scanned(*arguments)
        assert (ran.status, ran.out) == (2, "")
        assert message in ran.err


class TestFailureOfTheTool:
    """A reader that fails on one file must not cost the answer on all others."""

    @pytest.fixture
    def failing(self, tmp_path: Path) -> dict[str, str]:
        """An environment in which the reader of SAM fails."""
        code = (
            "from apigw_choose.readers.templates import sam\ndef fail(*_): raise KeyError('x')\nsam.resources = fail\n"
        )
        (tmp_path / "sitecustomize.py").write_text(code, "utf-8")
        (tmp_path / "templates").mkdir()
        (tmp_path / "templates" / "orders.yaml").write_text(ORDERS, "utf-8")
        plain = "Resources: {Api: {Type: 'AWS::ApiGateway::RestApi'}}\n"
        (tmp_path / "templates" / "plain.yaml").write_text(plain, "utf-8")
        return {"PYTHONPATH": str(tmp_path)}

    def test_it_is_a_problem_of_that_file(self, tool: Tool, failing: dict[str, str]) -> None:
        ran = tool("scan", "templates", "--json", env=failing)
        assert list(apis(ran)) == ["Api"]
        (problem,) = json.loads(ran.out)["problems"]
        assert (problem["file"], problem["fatal"]) == ("templates/orders.yaml", True)
        assert "this tool failed on it (KeyError), which is a bug in the tool" in problem["message"]

    def test_who_looks_for_it_is_told_where_it_arose(self, tool: Tool, failing: dict[str, str]) -> None:
        ran = tool("scan", "templates", env={**failing, "APIGW_CHOOSE_TRACEBACK": "1"})
        assert (ran.status, ran.out) == (70, "")
        assert "KeyError" in ran.err


class TestForPipelines:
    def test_sarif_has_a_result_for_each_finding(self, scanned: Any, tmp_path: Path) -> None:
        (tmp_path / "broken.yaml").write_text("Resources: {Api: {Type: AWS::ApiGateway::RestApi", "utf-8")
        (run,) = json.loads(scanned(".", "--format", "sarif").out)["runs"]
        rules = [rule["id"] for rule in run["tool"]["driver"]["rules"]]
        for result in run["results"]:
            assert rules[result["ruleIndex"]] == result["ruleId"]
            (location,) = result["locations"]
            assert location["physicalLocation"]["region"]["startLine"] >= 1
        found = {
            (result["ruleId"], result["locations"][0]["physicalLocation"]["artifactLocation"]["uri"])
            for result in run["results"]
        }
        assert found == {("could-be-cheaper", "orders.yaml"), ("cannot-be-read", "broken.yaml")}

    def test_github_gets_an_annotation_for_each(self, scanned: Any) -> None:
        first, last = scanned(".", "--format", "github").out.splitlines()
        assert first.startswith("::notice file=orders.yaml,line=5,title=apigw-choose%3A could be cheaper::OrdersApi: ")
        assert last == "3 APIs in 1 template, 1 could be cheaper."

    def test_names_from_a_template_are_inert(self, tool: Tool, tmp_path: Path) -> None:
        hostile = ORDERS.replace("OrdersApi", '"Orders\\e[31m[red]\\u202e"')
        (tmp_path / "hostile.yaml").write_text(hostile, "utf-8")
        for form in ("text", "github", "json", "sarif"):
            out = tool("scan", "hostile.yaml", "--format", form).out
            assert [character for character in out if character != "\n" and not character.isprintable()] == []


class TestSavedRequirements:
    def test_what_was_found_can_be_checked_as_requirements(self, tool: Tool, scanned: Any, tmp_path: Path) -> None:
        ran = scanned("orders.yaml", "--api", "PartnerApi", "--save-requirements", "partner.yaml")
        assert ran.status == 0
        assert (tmp_path / "partner.yaml").read_text("utf-8") == "needs:\n  - waf\n  - xray\n"
        assert json.loads(tool("-f", "partner.yaml", "--json").out)["recommendation"] == "rest"

    def test_of_several_apis_each_has_a_file_in_a_folder(self, scanned: Any, tmp_path: Path) -> None:
        (tmp_path / "needs").mkdir()
        assert scanned("orders.yaml", "--save-requirements", "needs").status == 0
        assert sorted(path.name for path in (tmp_path / "needs").iterdir()) == [
            "NewsApi.yaml",
            "OrdersApi.yaml",
            "PartnerApi.yaml",
        ]

    def test_nothing_is_lost(self, scanned: Any, tmp_path: Path) -> None:
        (tmp_path / "mine.yaml").write_text("mine", "utf-8")
        for arguments in ((), ("--api", "NewsApi")):
            ran = scanned("orders.yaml", *arguments, "--save-requirements", "mine.yaml")
            assert (ran.status, ran.out) == (2, "")
            assert (tmp_path / "mine.yaml").read_text("utf-8") == "mine"


class TestAgainst:
    """The gate: a template is held against its requirements."""

    @pytest.mark.parametrize(
        ("requirements", "api", "fault"),
        [
            ("needs: [waf]\nexpect: rest\n", "PartnerApi", None),
            ("needs: [waf]\nexpect: rest\n", "NewsApi", "is HTTP API, which does not have waf"),
            ("needs: [cors]\nexpect: http\n", "OrdersApi", "is REST API; expected HTTP API"),
            ("needs: [waf]\ndeclined: [xray]\n", "PartnerApi", "uses xray (orders.yaml:14), which is declined"),
            ("needs: [private-endpoint]\n", "OrdersApi", "do not go together"),
        ],
    )
    def test_it_holds_or_says_why_not(
        self, tool: Tool, tmp_path: Path, requirements: str, api: str, fault: str | None
    ) -> None:
        (tmp_path / "api.yaml").write_text(requirements, "utf-8")
        kept = {"OrdersApi": ("PartnerApi:", "NewsApi:"), "PartnerApi": ("OrdersApi:", "NewsApi:")}
        (tmp_path / "orders.yaml").write_text(_without(ORDERS, kept.get(api, ("OrdersApi:", "PartnerApi:"))), "utf-8")
        ran = tool("check", "api.yaml", "--against", "orders.yaml")
        assert ran.status == (0 if fault is None else 1)
        assert (fault or "holds") in ran.out

    def test_a_template_without_an_api_fails(self, tool: Tool, tmp_path: Path) -> None:
        (tmp_path / "api.yaml").write_text("needs: [cors]\n", "utf-8")
        (tmp_path / "none.yaml").write_text("Resources: {Topic: {Type: AWS::SNS::Topic}}\n", "utf-8")
        ran = tool("check", "api.yaml", "--against", "none.yaml")
        assert (ran.status, "the template declares no API" in ran.out) == (1, True)

    def test_a_saved_decision_is_not_held_against_one(self, tool: Tool, tmp_path: Path) -> None:
        (tmp_path / "saved.json").write_text(tool("--need", "cors", "--json").out, "utf-8")
        (tmp_path / "orders.yaml").write_text(ORDERS, "utf-8")
        ran = tool("check", "saved.json", "--against", "orders.yaml")
        assert (ran.status, ran.out) == (2, "")
        assert "saved.json is a saved decision" in ran.err


def _without(text: str, names: tuple[str, ...]) -> str:
    """The template without some APIs and what refers to them."""
    blocks: list[list[str]] = [[]]
    for line in text.split("\n"):
        if line.startswith("  ") and not line.startswith("   "):
            blocks.append([])
        blocks[-1].append(line)
    gone = [name.removesuffix(":") for name in names]
    kept = [block for block in blocks if not any(name in "\n".join(block) for name in gone)]
    return "\n".join(line for block in kept for line in block)


def test_the_folder_of_the_installed_tool_is_not_needed(tool: Tool, tmp_path: Path) -> None:
    """What `scan` reads by stands in the wheel."""
    shutil.copy(FIXTURES / "scan" / "orders.yaml", tmp_path / "t.yaml")
    assert tool("scan", "t.yaml").status == 0
