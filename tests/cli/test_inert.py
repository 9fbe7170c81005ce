"""Text from anywhere, by every door, to every output: nothing reaches a terminal but visible characters.

The file of a matrix, of requirements, of prices, a template and the name of each may be anybody's, and so may what is
typed. Whatever of it is shown goes through `renderers/inert.py`.
"""

# ruff: noqa: E501 - a hostile file reads best on one line

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from typing import TYPE_CHECKING, Any

import pytest

from conftest import FIXTURES, TOOL, Ran
from terminal import on_terminal

from .test_streams import environment

if TYPE_CHECKING:
    from pathlib import Path

    from .conftest import Inside

EVIL = (
    "".join(map(chr, (*range(1, 10), *range(11, 32), *range(0x7F, 0xA0))))  # control and C1, but for NUL and \n
    + "\x1b[2J\x1b]0;title\x07\x9b31m"
    + "\u202a\u202e\u2066\u2069\u200b\u200d\u2060\ufeff\u2028\u2029\u00ad\U000e0001\U000e0041"
    + "[red]x[/red][/]{0}%s"
)
LINE_BREAK = "a\nforged: line"
RUN_EVERY = """
import json, sys
from apigw_choose.__main__ import run
for words in json.loads(sys.stdin.read()):
    status = run(words)
    if status not in (0, 1, 2):
        print(f"ended with {status}: {ascii(words)}")
"""


def every(lines: list[list[str]], folder: Path, **more: str) -> Ran:
    """All command lines in one process."""
    done = subprocess.run(
        [sys.executable, "-c", RUN_EVERY],
        input=json.dumps(lines),
        capture_output=True,
        encoding="utf-8",
        env=environment(folder, **more),
        cwd=folder,
        timeout=120,
        check=False,
    )
    assert done.returncode == 0, done.stderr[-500:]
    assert "ended with" not in done.stdout
    return Ran(done.stdout, done.stderr, done.returncode)


def invisible(text: str) -> set[str]:
    return {character for character in text if not character.isprintable()} - {"\n"}


def assert_inert(ran: Ran) -> None:
    assert invisible(ran.out + ran.err) == set()
    assert not any(line.startswith("forged") for line in (ran.out + ran.err).splitlines())


def hostile(value: Any, text: str) -> Any:
    """The document with a text at the end of every text that is not an id or has a form of its own."""
    if isinstance(value, dict):
        return {key: hostile(part, text) if key in SHOWN or isinstance(part, dict | list) else part
                for key, part in value.items()}  # fmt: skip
    if isinstance(value, list):
        return [hostile(part, text) if isinstance(part, dict | list) else part for part in value]
    return f"{value}{text}" if isinstance(value, str) else value


SHOWN = {
    *("name", "short", "summary", "subject", "noun", "nouns", "note", "text", "because", "overrule", "limits", "per"),
    *("claim", "refutation", "description", "cost", "operations", "location", "publicationDate", "Name", "title"),
}
FORMATS = ("text", "json", "yaml", "markdown", "adr")


@pytest.mark.parametrize("text", [EVIL, LINE_BREAK], ids=["invisible", "line break"])
class TestFiles:
    def test_a_matrix(self, tmp_path: Path, text: str) -> None:
        import yaml

        shutil.copytree(FIXTURES / "coffee", tmp_path / "coffee")
        shutil.copytree(FIXTURES / "coffee-costs", tmp_path / "coffee", dirs_exist_ok=True)
        for file in (tmp_path / "coffee").rglob("*.yaml"):
            document = hostile(yaml.safe_load(file.read_text("utf-8")), text)
            file.write_text(json.dumps(document), "utf-8")
        lines = [
            *(["--need", "crema", "--want", "clean-cup", "--format", form] for form in FORMATS),
            *(["--need", "crema,clean-cup", "--format", form] for form in FORMATS),
            *(["cost", "--cups", "10/day", "--format", form] for form in ("text", "json", "svg")),
            *([command, *more] for command in ("features", "compare") for more in ([], ["--json"])),
            *(["explain", "crema", *more] for more in ([], ["--json"])),
            *(["matrix", "diff", "coffee", "coffee", *more] for more in ([], ["--json"])),
            *(["matrix", "lint", "coffee", *more] for more in ([], ["--json"])),
        ]
        ran = every([["--matrix", "coffee", *line] if line[0] != "matrix" else line for line in lines], tmp_path)
        assert_inert(ran)

    def test_requirements(self, tmp_path: Path, text: str) -> None:
        documents: list[Any] = [
            {"needs": [text]}, {"needs": [{text: 1}]}, {text: 1}, {"wants": [{"waf": {text: 1}}]}, {"region": text},
            {"needs": [{"integration-timeout": text}]}, {"expect": text}, {"traffic": {"requests": text}},
            {"traffic": {text: "1"}}, {"no-assume": [text]}, {"declined": [text]}, [text], text,
        ]  # fmt: skip
        for number, document in enumerate(documents):
            (tmp_path / f"{number}.yaml").write_text(json.dumps(document), "utf-8")
        lines = [
            [*command, f"{number}.yaml"]
            for number in range(len(documents))
            for command in (["-f"], ["check"], ["check", "--format=markdown"])
        ]
        ran = every(lines, tmp_path)
        assert_inert(ran)
        assert ran.err.count("error: ") >= len(documents)

    def test_a_price_list(self, tmp_path: Path, text: str) -> None:
        london = json.loads((FIXTURES / "offer" / "london.json").read_text("utf-8"))
        wrong = [
            {**london, "offerCode": text},
            {**london, "terms": {"OnDemand": {}}, "products": {text: next(iter(london["products"].values()))}},
            json.loads(json.dumps(london).replace('"USD"', json.dumps(text))),
            json.loads(json.dumps(london).replace('"USD"', json.dumps(text), 1)),
            json.loads(json.dumps(london).replace('"eu-west-2"', json.dumps(text))),
            json.loads(json.dumps(london).replace('"Requests"', json.dumps(text))),
            hostile(london, text),
        ]
        for number, document in enumerate(wrong):
            (tmp_path / f"{number}.json").write_text(json.dumps(document), "utf-8")
        asked = ["cost", "--requests", "50M/month", "--region", "eu-west-2"]
        lines = [
            [*asked, "--prices", f"{number}.json", "--format", form]
            for number in range(len(wrong))
            for form in ("text", "json", "svg")
        ]
        assert_inert(every(lines, tmp_path))

    def test_templates(self, tmp_path: Path, text: str) -> None:
        import yaml

        name = f"Api{text}"
        api = {"Type": "AWS::ApiGateway::RestApi", "Properties": {"Name": text}, "Condition": text}
        stage = {"Type": "AWS::ApiGateway::Stage", "Properties": {"RestApiId": {"Ref": name}, "TracingEnabled": text}}
        method = {"Type": "AWS::ApiGateway::Method", "Properties": {"RestApiId": {"Ref": name},
                  "Integration": {"Type": "AWS", "Uri": f"arn:aws:apigateway:x:{text}:path/{text}"}}}  # fmt: skip
        documents: list[Any] = [
            {"Resources": {name: api, f"S{text}": stage, f"M{text}": method}, text: text},
            {"swagger": "2.0", "info": {"title": text}, "paths": {f"/{text}": {"get": {
                "x-amazon-apigateway-integration": {"type": text, "uri": text}, "security": [{text: []}]}}}},
            {"Transform": "AWS::Serverless-2016-10-31", "Resources": {name: {"Type": "AWS::Serverless::Api",
                "Properties": {"StageName": text, "DefinitionUri": f"https://{text}", "Cors": text}}}},
            {"service": text, "provider": {"name": "aws", "stage": text},
             "functions": {text: {"events": [{"httpApi": f"GET /{text}"}, {"http": f"${{file({text})}}"}]}}},
            {"resource": {"aws_api_gateway_rest_api": {text: {"name": text, "body": f"${{file({json.dumps(text)})}}"}}}},
            {"format_version": text, "planned_values": {"root_module": {"resources": [{
                "address": f"aws_api_gateway_rest_api.{text}", "type": "aws_api_gateway_rest_api", "values": {}}]}}},
        ]  # fmt: skip
        for number, document in enumerate(documents):
            (tmp_path / f"{number}.json").write_text(json.dumps(document), "utf-8")
            (tmp_path / f"{number}.yaml").write_text(yaml.safe_dump(document), "utf-8")
        (tmp_path / "broken.yaml").write_text(f"AWS::ApiGateway: [{EVIL}", "utf-8")
        folder = tmp_path / EVIL.replace("/", "")[:80]  # a name may hold nearly all of it
        folder.mkdir()
        (folder / "t.yaml").write_text('Resources: {Api: {Type: "AWS::ApiGateway::RestApi"}}', "utf-8")
        forms = ("text", "json", "sarif", "github", "markdown")
        files = [".", folder.name, *(f"{number}.json" for number in range(len(documents))), "broken.yaml"]
        ran = every([["scan", file, "--format", form] for file in files for form in forms], tmp_path)
        assert_inert(ran)
        assert "ApiGateway" in ran.out


class TestTyped:
    """Errors of the command line itself come from Typer, which would draw them with Rich."""

    @pytest.mark.parametrize("text", [EVIL, LINE_BREAK], ids=["invisible", "line break"])
    def test_wrong_usage_of_every_kind(self, tmp_path: Path, text: str) -> None:
        lines = [
            [text], [f"--{text}"], [f"-{text}"], [f"--need={text}"], ["--json=" + text], ["explain", "waf", text],
            ["features", f"--{text}"], ["matrix", text], ["matrix", "lint"], ["schema", text], ["scan", f"--{text}", "."],
            ["scan", text], ["scan", ".", "--api", text], ["scan", ".", "--fail-on", text], ["check", text],
            ["check", "x", "--against", text], ["cost", "--requests", text], ["cost", "--along", text],
            ["cost", "--format", text], ["cost", "--prices", text], ["cost", "--region", text, "--requests", "1"],
            ["ask", "--save", text], ["ask", f"--{text}"], ["-f", text], ["--matrix", text, "features"],
            ["features", "--stale", text],
        ]  # fmt: skip
        ran = every(lines, tmp_path)
        assert_inert(ran)
        assert ran.out == ""
        assert ran.err.count("error: ") >= len(lines)

    @pytest.mark.parametrize("arguments", [["--x\x1b[31m"], ["[bold]x"], ["explain"], ["--need"], ["scan", "--\u202e"]])
    def test_on_a_terminal_there_is_no_panel_and_no_sequence(self, tmp_path: Path, arguments: list[str]) -> None:
        shown = on_terminal(*arguments, home=tmp_path)
        assert shown.status == 2
        assert invisible(shown.raw) == set()
        assert shown.lines[0].startswith("error: ")


class TestFailures:
    BROKEN = "from apigw_choose.cli import decide\ndef fail(*_): raise RuntimeError(TEXT)\ndecide.verify = fail"

    @pytest.mark.parametrize("env", [{}, {"APIGW_CHOOSE_TRACEBACK": "1"}], ids=["one line", "traceback"])
    def test_a_failure_of_the_tool_quotes_inertly(self, inside: Inside, env: dict[str, str]) -> None:
        ran = inside(f"TEXT = {EVIL!r}\n{self.BROKEN}", "--need", "waf", env=env)
        assert ran.status == 70
        assert ("Traceback" in ran.err) == bool(env)
        assert_inert(ran)


def test_the_tool_is_found_where_the_tests_think_it_is() -> None:
    assert TOOL.endswith("apigw-choose")
