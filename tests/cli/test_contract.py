"""The contract that scripts rely on: exit statuses, what goes to which stream, and how mistakes are told."""

from __future__ import annotations

import json
import os
import re
import shlex
import shutil
import subprocess
import sys
from typing import TYPE_CHECKING, Any, ClassVar

import pytest
from jsonschema import Draft202012Validator

from apigw_choose.renderers.documents import features_document, term_document
from conftest import AS_ANYBODY, FIXTURES, Ran, Tool

if TYPE_CHECKING:
    from pathlib import Path

    from apigw_choose import Matrix

    from .conftest import Inside

CLEAR = ("--need", "waf", "--need", "api-keys")
NOTHING_FITS = ("--need", "waf", "--need", "server-push")
COFFEE = ("--matrix", str(FIXTURES / "coffee"))


def refused(ran: Ran) -> str:
    """The stderr of a run that refused its input, as the contract says how."""
    lines = ran.err.splitlines()
    assert (ran.status, ran.out) == (2, ""), ran
    assert lines[0].startswith("error: "), ran.err
    assert all(line.startswith(("error: ", "try: ", "  ")) for line in lines), ran.err
    return ran.err


def errors(ran: Ran) -> list[str]:
    return [line.removeprefix("error: ") for line in refused(ran).splitlines() if line.startswith("error: ")]


def schema_named(tool: Tool, name: str) -> Draft202012Validator:
    schema = json.loads(tool("schema", name).out)
    Draft202012Validator.check_schema(schema)
    return Draft202012Validator(schema)


class TestExitStatus:
    @pytest.mark.parametrize("form", ["text", "json"])
    def test_a_recommendation_exits_0_and_says_nothing_on_stderr(self, tool: Tool, form: str) -> None:
        ran = tool(*CLEAR, "--format", form)
        assert (ran.status, ran.err) == (0, "")
        assert "REST API" in ran.out

    @pytest.mark.parametrize("form", ["text", "json"])
    def test_nothing_that_fits_exits_1_with_the_whole_analysis_on_stdout(self, tool: Tool, form: str) -> None:
        ran = tool(*NOTHING_FITS, "--format", form)
        assert (ran.status, ran.err) == (1, "")
        for said in ("REST", "HTTP", "WebSocket", "waf", "server-push", "CloudFront"):
            assert said in ran.out

    def test_json_of_no_recommendation_says_null(self, tool: Tool) -> None:
        assert json.loads(tool(*NOTHING_FITS, "--json").out)["recommendation"] is None

    def test_no_arguments_show_the_ways_in_and_never_prompt(self, tool: Tool) -> None:
        ran = tool()
        assert (ran.status, ran.err) == (0, "")
        for said in ("--need", "apigw-choose features", "--help"):
            assert said in ran.out
        assert len(ran.out.splitlines()) < 15

    def test_version_names_the_tool_and_the_matrix(self, tool: Tool, matrix: Matrix) -> None:
        ran = tool("--version")
        assert (ran.status, ran.err) == (0, "")
        assert re.fullmatch(rf"apigw-choose \d+\.\d+\.\d+\S* \(matrix {matrix.id} {matrix.version}\)\n", ran.out)

    @pytest.mark.parametrize(
        "command", ["", "features", "explain", "compare", "cost", "schema", "matrix", "matrix lint"]
    )
    def test_every_command_has_help_that_exits_0(self, tool: Tool, command: str) -> None:
        ran = tool(*command.split(), "--help")
        assert (ran.status, ran.err) == (0, "")
        assert ran.out.startswith("Usage: apigw-choose")
        assert tool(*command.split(), "-h").out == ran.out

    def test_help_names_every_exit_status(self, tool: Tool) -> None:
        told = " ".join(tool("--help").out.split()).partition("Exit status: ")[2]
        assert [int(number) for number in re.findall(r"\d+", told)] == [0, 1, 2, 70, 130]

    @pytest.mark.parametrize(
        "command", ["", "features", "explain", "compare", "cost", "schema", "matrix", "matrix lint"]
    )
    def test_help_holds_no_control_characters(self, tool: Tool, command: str) -> None:
        text = tool(*command.split(), "--help").out
        assert [character for character in text if character != "\n" and not character.isprintable()] == []


class TestAsAModule:
    """`python -m apigw_choose` is the same tool under the same name."""

    def test_it_answers_and_its_help_and_mistakes_name_the_command(self, tool: Tool) -> None:
        module = (sys.executable, "-m", "apigw_choose")
        for arguments, status in ((CLEAR, 0), (("--help",), 0), (("nonsense",), 2), (("explain",), 2)):
            done = subprocess.run([*module, *arguments], capture_output=True, encoding="utf-8", timeout=60, check=False)
            named = tool(*arguments)
            assert (done.stdout, done.stderr, done.returncode) == (named.out, named.err, status)
            assert "__main__" not in done.stdout + done.stderr


class TestWhatIsPrintedCanBeTyped:
    """A command line that the tool proposes works as it stands."""

    @pytest.mark.parametrize("where", [(), ("--help",)])
    def test_the_examples(self, tool: Tool, where: tuple[str, ...]) -> None:
        proposed = re.findall(r"^ +(apigw-choose .+?)(?:  |$)", tool(*where).out, re.MULTILINE)
        assert proposed
        for line in proposed:
            if line != "apigw-choose ask":  # which wants somebody to answer
                assert tool(*shlex.split(line)[1:]).status in (0, 1), line

    def test_each_command_is_listed_with_the_first_words_of_its_own_help(self, tool: Tool) -> None:
        listed = re.findall(r"^  ([a-z]+)  +(\S.+)$", tool("--help").out.partition("Commands:\n")[2], re.MULTILINE)
        assert len(listed) >= 7
        for command, words in listed:
            assert words in " ".join(tool(command, "--help").out.split())

    @pytest.mark.parametrize(
        "arguments",
        [CLEAR, NOTHING_FITS, ("--want", "caching"), ("explain", "waf"), ("explain", "integration-timeout")],
    )
    def test_the_next_steps_of_an_answer(self, tool: Tool, arguments: tuple[str, ...]) -> None:
        text = " ".join(tool(*arguments).out.split())
        proposed = [
            *re.findall(r"(?:explain|--need) [a-z0-9-]+(?:=\w+)?(?![\w-]*\.\.\.)", text),
            *re.findall(r"compare [a-z ]+--differences", text),
        ]
        assert proposed
        for line in dict.fromkeys(proposed):
            assert tool(*line.split()).status in (0, 1), line

    @pytest.mark.parametrize(
        "mistake", ["--need wafff", "--bogus", "schema nonsense", "features zzzz", "--need waf features", "-i features"]
    )
    def test_the_command_to_try_after_a_mistake(self, tool: Tool, mistake: str) -> None:
        (line,) = re.findall(r"^try: apigw-choose (.*)$", refused(tool(*mistake.split())), re.MULTILINE)
        assert tool(*line.split()).status == 0


class TestSpellings:
    SAME = (
        ("--need", "api-keys,waf"),
        ("--need", "waf", "--need", "api-keys"),
        ("--need", "firewall", "--need", "api-keys"),
        ("--need", "waf", "--need", "waf,api-keys,web-acl"),
        ("--need=waf", "--need=api-keys"),
        ("--need", " waf , api-keys"),
    )

    @pytest.mark.parametrize("form", ["text", "json"])
    def test_order_commas_repeats_and_aliases_make_no_difference(self, tool: Tool, form: str) -> None:
        written = {tool(*arguments, "--format", form).out for arguments in self.SAME}
        assert written == {tool(*CLEAR, "--format", form).out}

    @pytest.mark.parametrize("arguments", [CLEAR, NOTHING_FITS, ("--want", "caching:3")])
    def test_json_is_short_for_format_json(self, tool: Tool, arguments: tuple[str, ...]) -> None:
        short = tool(*arguments, "--json")
        assert short == tool(*arguments, "--format", "json") == tool("--json", "--format", "json", *arguments)
        assert json.loads(short.out)["format"] == "apigw-choose/decision/1"

    @pytest.mark.parametrize("amount", ["60s", "1min", "60000ms", "60 s", "1m", "0.5min,integration-timeout=60s"])
    def test_an_amount_means_the_same_in_every_unit(self, tool: Tool, amount: str) -> None:
        assert tool("--need", f"integration-timeout={amount}") == tool("--need", "integration-timeout=60s")

    @pytest.mark.parametrize(
        "env", [{"PYTHONHASHSEED": "1"}, {"PYTHONHASHSEED": "2"}, {"LC_ALL": "C"}, {"LANG": "de_DE.UTF-8"}]
    )
    def test_hash_seed_and_locale_have_no_say_in_the_json(self, tool: Tool, env: dict[str, str]) -> None:
        arguments = ("--need", "jwt,integration-timeout=40s", "--want", "caching,canary", "--json")
        assert tool(*arguments, env=env) == tool(*arguments, env={"PYTHONHASHSEED": "0"})

    def test_the_matrix_may_be_named_before_or_after_a_command(self, tool: Tool) -> None:
        before, after = tool(*COFFEE, "explain", "crema"), tool("explain", "crema", *COFFEE)
        assert before == after
        assert before.status == 0

    def test_two_different_matrices_are_refused(self, tool: Tool, tmp_path: Path) -> None:
        assert "--matrix" in refused(tool("--matrix", str(tmp_path), "explain", "crema", *COFFEE))


class TestMistakes:
    """Each with what its message must say. The whole messages stand in tests/golden."""

    UNKNOWN = (
        ("--need wafff", ["no such feature: 'wafff'", "did you mean 'waf'?"]),
        ("--need api_key", ["'api_key'", "did you mean 'api-keys'?"]),
        ("--need WAF", ["'WAF'", "did you mean 'waf'?"]),
        ("--need firewal", ["'firewal'", "did you mean 'waf'?"]),
        ("--want cahce", ["'cahce'", "did you mean 'caching'?"]),
        ("--need security", ["'security'", "a category", "features security"]),
        ("--need securty", ["'securty'", "security"]),
        ("explain wafff", ["no such feature or term: 'wafff'", "did you mean 'waf'?"]),
        ("explain execute-apis", ["'execute-apis'", "execute-api"]),
        ("explain security", ["'security'", "features security"]),
        ("features securty", ["'securty'", "security"]),
        ("features waf zzzz", ["'zzzz'"]),
        ("compare htttp", ["no such option: 'htttp'", "did you mean 'http'?"]),
        ("compare xyz", ["'xyz'", "rest, http, websocket"]),
        ("compare --category securty", ["no such category: 'securty'", "did you mean 'security'?"]),
        ("schema decison", ["no such schema: 'decison'", "did you mean 'decision'?"]),
        ("--need waf --no-assume bogus", ["'bogus'", "request-response"]),
    )

    @pytest.mark.parametrize(("line", "said"), UNKNOWN, ids=[line for line, _ in UNKNOWN])
    def test_an_unknown_name_is_told_with_what_it_may_have_meant(self, tool: Tool, line: str, said: list[str]) -> None:
        (message,) = errors(tool(*line.split()))
        for part in said:
            assert part.strip("'") in message

    USAGE = (
        ("--bogus", "--bogus"),
        ("--ned waf", "--need"),
        ("frobnicate", "frobnicate"),
        ("featurs", "features"),
        ("features --bogus", "--bogus"),
        ("--need", "--need"),
        ("explain", "ID"),
        ("explain waf jwt", "jwt"),
        ("matrix", "command"),
        ("matrix lint", "FILE|FOLDER"),
        ("--need waf features", "features"),
        ("--json explain waf", "explain"),
        ("--strict compare", "compare"),
        ("--need waf --format xml", "text, json"),
        ("--need waf --json --format text", "contradict"),
        ("features --brief", "--json"),
        ("compare --brief", "--json"),
        ("features --brief --json --stale 30", "contradict"),
        ("--json", "--need"),
        ("--strict", "--need"),
        ("--no-color=yes --need waf", "--no-color"),
    )

    @pytest.mark.parametrize(("line", "said"), USAGE, ids=[line for line, _ in USAGE])
    def test_a_wrong_use_is_one_clear_error(self, tool: Tool, line: str, said: str) -> None:
        (message,) = errors(tool(*line.split()))
        assert said in message

    @pytest.mark.parametrize(
        ("line", "command"),
        [
            ("--bogus", "apigw-choose"),
            ("frobnicate", "apigw-choose"),
            ("scan --bogus", "apigw-choose scan"),
            ("explain", "apigw-choose explain"),
            ("matrix lint", "apigw-choose matrix lint"),
        ],
    )
    def test_a_wrong_use_names_the_help_of_the_command_that_was_used(self, tool: Tool, line: str, command: str) -> None:
        assert refused(tool(*line.split())).splitlines()[-1] == f"try: {command} --help"

    AMOUNTS = (
        ("--need integration-timeout=5parsecs", ["parsecs", "60s"]),
        ("--need integration-timeout=60", ["no unit", "60s"]),
        ("--need integration-timeout=", ["amount", "60s"]),
        ("--need integration-timeout", ["integration-timeout=60s"]),
        ("--need integration-timeout=soon", ["'soon'", "60s"]),
        ("--need integration-timeout=-5s", ["'-5s'"]),
        ("--need integration-timeout=0.0001ms", ["millisecond"]),
        ("--need integration-timeout=1e9s", ["'1e9s'"]),
        ("--need integration-timeout=99999999999999999999s", ["amount"]),
        ("--need integration-timeout=٣s", ["amount"]),
        ("--need timeout-over-29s=40s", ["integration-timeout"]),
        ("--need waf=3", ["waf", "no amount"]),
        ("--need request-body-size=8s", ["8MB"]),
        ("--need new-connections=8MB", ["500/s"]),
        ("--need routes-per-api=2.5", ["whole number"]),
        ("--need waf:3", ["weight", "want"]),
        ("--want waf:0", ["weight", "1 to 1000"]),
        ("--want waf:1001", ["weight", "1 to 1000"]),
        ("--want waf:-1", ["weight"]),
        ("--want waf:1.5", ["weight"]),
        ("--want waf:", ["weight"]),
        ("--want waf:heavy", ["'heavy'"]),
        ("--want waf:1:2", ["weight"]),
        ("--want waf:٣", ["weight"]),
        ("--need ,waf", ["''"]),
        ("--need=", ["''"]),
    )

    @pytest.mark.parametrize(("line", "said"), AMOUNTS, ids=[ascii(line) for line, _ in AMOUNTS])
    def test_a_wrong_amount_or_weight_is_told_with_how_to_write_it(
        self, tool: Tool, line: str, said: list[str]
    ) -> None:
        (message,) = errors(tool(*line.split()))
        for part in said:
            assert part in message

    def test_all_mistakes_are_told_at_once(self, tool: Tool) -> None:
        ran = tool(
            *("--need", "wafff,api_key,integration-timeout=5parsecs", "--need", "waf=3"),
            *("--want", "caching:0", "--want", "nonsense-here", "--no-assume", "bogus"),
        )
        told = errors(ran)
        for said in ("wafff", "api_key", "nonsense-here", "parsecs", "waf=3", "caching:0", "bogus"):
            assert sum(said in message for message in told) == 1, said
        assert len(told) == 5  # the three unknown features share a line

    def test_all_unknown_options_of_a_comparison_are_told_at_once(self, tool: Tool) -> None:
        assert len(errors(tool("compare", "htttp", "rest", "soap"))) == 2

    def test_a_mistake_said_twice_is_told_once(self, tool: Tool) -> None:
        assert refused(tool("--need", "wafff,wafff", "--want", "wafff")).count("wafff") == 1

    def test_an_error_in_json_mode_is_still_text_on_stderr(self, tool: Tool) -> None:
        refused(tool("--need", "wafff", "--json"))

    def test_a_very_long_name_is_refused_quickly_and_without_filling_the_screen(self, tool: Tool) -> None:
        assert len(refused(tool("--need", "a" * 100_000))) < 2_000

    def test_a_thousand_wrong_names_are_refused(self, tool: Tool) -> None:
        refused(tool("--need", ",".join(f"name{number}" for number in range(1000))))


class TestMatrixFiles:
    """What `--matrix` may be given; what a matrix may say is tested with the readers."""

    def test_another_matrix_decides(self, tool: Tool) -> None:
        ran = tool(*COFFEE, "--need", "crema")
        assert ran.status == 0
        assert ran.out.startswith("Espresso machine: ")

    def test_a_missing_one_is_named(self, tool: Tool) -> None:
        assert errors(tool("--matrix", "nowhere.yaml", "--need", "waf")) == ["nowhere.yaml: no such file"]

    def test_an_empty_name_is_refused_and_is_not_the_current_folder(self, tool: Tool, tmp_path: Path) -> None:
        shutil.copytree(FIXTURES / "coffee", tmp_path, dirs_exist_ok=True)
        assert "--matrix" in refused(tool("--matrix", "", "--need", "crema"))

    def test_an_empty_folder_is_refused(self, tool: Tool, tmp_path: Path) -> None:
        (tmp_path / "empty").mkdir()
        assert errors(tool("--matrix", "empty", "--need", "waf")) == ["empty: a folder without YAML files is no matrix"]

    CONTENTS = (
        (b"", "bad.yaml"),
        (b"\x00\x01\xff\xfe", "UTF-8"),
        (b"just words", "bad.yaml:1:1"),
        (b"key: [1, 2", "bad.yaml:1:11"),
        (b"id: coffee\n\tversion: x", "bad.yaml:2:1: a tab"),
        (b"id: coffee", "bad.yaml"),
        (b"!!python/object/apply:os.system ['echo hacked']", "bad.yaml:1:1"),
        (b"a: &a [*a]", "bad.yaml:1:4: an anchor"),
        (b"[" * 100_000, "nested"),
        (b"# " + b"x" * 5_000_000, "larger than 4 MB"),
        (b"%PDF-1.7\n\x1b[31m", "bad.yaml"),
    )

    @pytest.mark.parametrize(("content", "said"), CONTENTS, ids=[str(content[:20]) for content, _ in CONTENTS])
    def test_what_is_no_matrix_is_refused_with_file_and_place(
        self, tool: Tool, tmp_path: Path, content: bytes, said: str
    ) -> None:
        (tmp_path / "bad.yaml").write_bytes(content)
        told = refused(tool("--matrix", "bad.yaml", "--need", "waf"))
        assert said in told
        assert "hacked\n" not in told

    @pytest.mark.parametrize("command", [("features",), ("explain", "crema"), ("compare",)])
    def test_every_command_refuses_a_wrong_one(self, tool: Tool, command: tuple[str, ...]) -> None:
        assert "nowhere.yaml" in refused(tool(*command, "--matrix", "nowhere.yaml"))

    def test_a_named_pipe_is_refused_at_once_and_not_called_missing(self, tool: Tool, tmp_path: Path) -> None:
        os.mkfifo(tmp_path / "pipe.yaml")
        told = refused(tool("--matrix", "pipe.yaml", "--need", "waf"))
        assert "pipe.yaml: " in told
        assert "no such file" not in told

    def test_an_endless_device_is_refused_at_once(self, tool: Tool) -> None:
        assert "/dev/zero" in refused(tool("--matrix", "/dev/zero", "--need", "waf"))

    def test_a_link_to_itself_is_refused(self, tool: Tool, tmp_path: Path) -> None:
        (tmp_path / "loop.yaml").symlink_to("loop.yaml")
        assert "loop.yaml" in refused(tool("--matrix", "loop.yaml", "--need", "waf"))

    def test_a_file_that_may_not_be_read_is_refused(self, tool: Tool, tmp_path: Path) -> None:
        (tmp_path / "secret.yaml").write_text("id: x", "utf-8")
        (tmp_path / "secret.yaml").chmod(0)
        told = refused(tool("--matrix", "secret.yaml", "--need", "waf", before=AS_ANYBODY))
        assert "secret.yaml: Permission denied" in told

    @pytest.mark.parametrize("name", ["x" * 5000, "x/" * 1000, "nowhere/\n/x", "~nobody", "-"])
    def test_a_strange_path_is_refused(self, tool: Tool, name: str) -> None:
        refused(tool("--matrix", name, "--need", "waf"))


class TestJson:
    """What is printed is what the schemas say."""

    COMMANDS = (
        ("features auth --brief", "overview"),
        ("compare rest http --differences --brief", "overview"),
        ("--need waf,api-keys", "decision"),
        ("--need waf,server-push", "decision"),
        ("--need jwt,integration-timeout=60s --want caching:3,canary --strict", "decision"),
        ("--need jwt-audiences=10 --no-assume request-response", "decision"),
        ("--want graphql", "decision"),
        ("explain waf", "explanation"),
        ("explain integration-timeout", "explanation"),
        ("explain stage", "term"),
        ("features", "features"),
        ("features auth", "features"),
        ("features --stale 30 --today 2026-11-23", "features"),
        ("compare", "features"),
        ("compare rest http --category limits --differences", "features"),
        ("--need waf --requests 50M --response-size 2KB", "decision"),
        ("--requests 50M --region ap-east-1", "decision"),
        ("cost --requests 50M --request-size 2MB --response-size 20KB --cache 0.5GB", "cost"),
        ("cost --requests 50M --need waf --free-tier --traffic metered_size=larger", "cost"),
        ("cost --messages 5M --connections 1000/day --connection-length 10min --region eu-west-2", "cost"),
    )

    @pytest.mark.parametrize(("line", "schema"), COMMANDS, ids=[line for line, _ in COMMANDS])
    def test_every_command_prints_what_its_schema_describes(self, tool: Tool, line: str, schema: str) -> None:
        ran = tool(*line.split(), "--json")
        assert ran.status == (1 if "server-push" in line or "--strict" in line else 0)
        assert ran.err == ""
        document = json.loads(ran.out)
        schema_named(tool, schema).validate(document)
        assert re.fullmatch(r"apigw-choose/[a-z]+/1", document["format"])

    @pytest.mark.parametrize(
        ("line", "schema"), [("--need crema", "decision"), ("features", "features"), ("features --brief", "overview")]
    )
    def test_another_matrix_prints_by_the_same_schemas(self, tool: Tool, line: str, schema: str) -> None:
        schema_named(tool, schema).validate(json.loads(tool(*COFFEE, *line.split(), "--json").out))

    def test_every_term_of_the_glossary_is_as_its_schema_says(self, tool: Tool, matrix: Matrix) -> None:
        validator = schema_named(tool, "term")
        for term in matrix.glossary.values():
            validator.validate(json.loads(json.dumps(term_document(matrix, term))))

    def test_a_schema_refuses_what_the_tool_never_prints(self, tool: Tool, matrix: Matrix) -> None:
        features: dict[str, Any] = json.loads(json.dumps(features_document(matrix, [matrix.features["waf"]])))
        features["features"][0]["cells"]["rest"]["support"] = "perhaps"
        assert not schema_named(tool, "features").is_valid(features)
        decision = json.loads(tool(*CLEAR, "--json").out)
        del decision["recommendation"]
        assert not schema_named(tool, "decision").is_valid(decision)

    def test_schema_lists_the_names_that_it_takes(self, tool: Tool) -> None:
        names = tool("schema").out.split()
        assert {"decision", "features", "matrix"} <= set(names)
        for name in names:
            schema_named(tool, name)

    def test_the_shape_of_a_decision_is_the_one_that_scripts_know(self, tool: Tool) -> None:
        decision = json.loads(tool(*CLEAR, "--json").out)
        assert decision["format"] == "apigw-choose/decision/1"
        assert decision["requirements"]["needs"] == [{"feature": "api-keys"}, {"feature": "waf"}]
        assert decision["recommendation"] == "rest"
        assert [entry["id"] for entry in decision["assumptions"]] == ["request-response"]
        options = {option["id"]: option for option in decision["options"]}
        assert {name: option["rank"] for name, option in options.items()} == {
            "rest": 1,
            "http": None,
            "websocket": None,
        }
        assert decision["lacking"] == {"http": ["api-keys", "waf"], "websocket": ["waf"]}
        need = options["http"]["needs"][1]
        assert (need["feature"], need["support"], need["met"]) == ("waf", "none", False)
        assert need["note"]
        assert need["workaround"]
        assert all(source.startswith("https://") for source in need["sources"])
        assert {"kind", "text", "features", "options"} <= set(decision["reasons"][0])


class TestCrash:
    """A failure of the tool is never taken for a verdict."""

    BROKEN = """
from apigw_choose.cli import decide
def broken(*_):
    raise RuntimeError("first line \\x1b[31m\\nsecond line")
decide.verify = broken
"""

    def test_it_exits_70_with_one_line_and_how_to_report_it(self, inside: Inside) -> None:
        ran = inside(self.BROKEN, *CLEAR)
        assert (ran.status, ran.out) == (70, "")
        what, report = ran.err.splitlines()
        assert what.startswith("apigw-choose failed: RuntimeError: first line")
        assert "issue" in report
        assert "APIGW_CHOOSE_TRACEBACK=1" in report
        assert "\x1b" not in ran.err

    def test_a_traceback_is_shown_only_when_it_is_asked_for(self, inside: Inside) -> None:
        assert "Traceback" not in inside(self.BROKEN, *CLEAR, env={"APIGW_CHOOSE_TRACEBACK": "0"}).err
        asked = inside(self.BROKEN, *CLEAR, env={"APIGW_CHOOSE_TRACEBACK": "1"})
        assert "Traceback (most recent call last)" in asked.err

    def test_with_a_traceback_it_is_no_verdict_either(self, inside: Inside) -> None:
        asked = inside(self.BROKEN, *CLEAR, env={"APIGW_CHOOSE_TRACEBACK": "1"})
        assert (asked.status, asked.out) == (70, "")

    @pytest.mark.parametrize("error", ["MemoryError()", "RecursionError()", "AssertionError('no')", "ValueError('no')"])
    def test_every_kind_of_error_is_a_failure(self, inside: Inside, error: str) -> None:
        ran = inside(
            f"from apigw_choose.cli import decide\ndef broken(*_): raise {error}\ndecide.verify = broken", *CLEAR
        )
        assert (ran.status, ran.out) == (70, "")


class TestUnsoundDecisions:
    """A decision that the cells do not bear out is never printed."""

    LIES: ClassVar = {
        "another option is recommended": "replace(d, recommendation='http')",
        "none is recommended although one is ranked": "replace(d, recommendation=None)",
        "an option that lacks a need is called eligible": "changed(d, 'http', eligible=True)",
        "an option that meets all needs is not eligible": "changed(d, 'rest', eligible=False)",
        "an option that lacks a need is ranked": "changed(d, 'http', rank=2)",
        "an option without the need stands first": (
            "replace(changed(changed(d, 'rest', rank=None), 'http', rank=1, eligible=True), recommendation='http')"
        ),
        "an option that fits is left out": "replace(changed(d, 'rest', rank=None), recommendation=None)",
        "an option that fits is set aside for no reason": (
            "replace(changed(d, 'rest', rank=None, set_aside='invented'), recommendation=None)"
        ),
        "a cell that says no is shown as a yes": (
            "changed(d, 'http', needs=tuple(f._replace(support='full', met=True) for f in d.verdict('http').needs))"
        ),
        "an option is left unmentioned": "replace(d, verdicts=d.verdicts[:1])",
    }

    @pytest.mark.parametrize("lie", LIES.values(), ids=LIES)
    def test_it_is_refused(self, inside: Inside, lie: str) -> None:
        preparation = f"""
from dataclasses import replace
from apigw_choose.cli import decide as module
def changed(decision, option, **what):
    verdicts = tuple(v._replace(**what) if v.option == option else v for v in decision.verdicts)
    return replace(decision, verdicts=verdicts)
honest = module.decide
def lying(*arguments):
    d = honest(*arguments)
    return {lie}
module.decide = lying
"""
        ran = inside(preparation, *CLEAR, "--json")
        assert (ran.status, ran.out) == (70, "")
        assert ran.err.startswith("apigw-choose failed: UnsoundDecisionError: ")
