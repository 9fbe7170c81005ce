"""What a person sees on a terminal, and what Tab completes there."""

from __future__ import annotations

import re
import shutil
from typing import TYPE_CHECKING

import pytest

from conftest import FIXTURES, TOOL, Tool
from terminal import Shown, on_terminal, too_long

if TYPE_CHECKING:
    from pathlib import Path

    from apigw_choose import Matrix

    from .conftest import Inside

TEXTS = {
    "a decision": "--need waf,api-keys",
    "a partial one": "--need integration-timeout=60s --want caching:2,canary",
    "nothing that fits": "--need waf,server-push",
    "an unknown cell": "--need jwt-audiences=10",
    "features": "features",
    "a search": "features auth",
    "an explained feature": "explain waf",
    "an explained quantity": "explain integration-timeout",
    "an explained term": "explain execute-api",
    "a comparison": "compare",
    "a bill": "cost --requests 10M --request-size 2MB",
}
texts = pytest.mark.parametrize("line", TEXTS.values(), ids=TEXTS)


class TestColour:
    @texts
    def test_a_terminal_gets_styles_and_no_other_sequences(self, tmp_path: Path, line: str) -> None:
        shown = on_terminal(*line.split(), home=tmp_path)
        assert "\x1b[" in shown.raw
        assert "\x1b" not in shown.plain
        assert shown.status == (1 if "server-push" in line else 0)

    @texts
    def test_styles_add_nothing_to_what_a_pipe_gets(self, tool: Tool, tmp_path: Path, line: str) -> None:
        assert on_terminal(*line.split(), home=tmp_path).plain == tool(*line.split()).out

    def test_no_style_is_left_open_at_the_end_of_a_line(self, tmp_path: Path) -> None:
        for line in on_terminal("--need", "waf,integration-timeout=60s", home=tmp_path).raw.splitlines():
            styles = re.findall(r"\x1b\[([0-9;]*)m", line)
            assert not styles or styles[-1] in ("", "0"), line

    def test_marks_have_colours_that_say_the_same(self, tmp_path: Path) -> None:
        raw = on_terminal("--need", "waf,integration-timeout=60s", home=tmp_path).raw
        assert "\x1b[32m✓" in raw
        assert "\x1b[33m◐" in raw
        assert "\x1b[31m✗" in raw

    @pytest.mark.parametrize(
        "env", [{"NO_COLOR": "1"}, {"TERM": "dumb"}, {"NO_COLOR": "yes", "FORCE_COLOR": "1"}], ids=str
    )
    def test_the_environment_can_refuse_colour(self, tmp_path: Path, env: dict[str, str]) -> None:
        for arguments in (("--need", "waf"), ("explain", "waf"), ("compare",), ("--help",)):
            assert "\x1b" not in on_terminal(*arguments, home=tmp_path, env=env).raw

    def test_an_empty_no_color_refuses_nothing(self, tmp_path: Path) -> None:
        assert "\x1b[" in on_terminal("--need", "waf", home=tmp_path, env={"NO_COLOR": ""}).raw

    @pytest.mark.parametrize(
        "line", ["--no-color --need waf", "--need waf --no-color", "--no-color explain waf", "--no-color compare"]
    )
    def test_an_option_can_refuse_colour(self, tmp_path: Path, line: str) -> None:
        assert "\x1b" not in on_terminal(*line.split(), home=tmp_path).raw

    def test_json_has_no_colour_on_a_terminal_either(self, tool: Tool, tmp_path: Path) -> None:
        assert on_terminal("--need", "waf", "--json", home=tmp_path).raw == tool("--need", "waf", "--json").out

    def test_the_c_locale_gets_words_on_a_terminal_too(self, tmp_path: Path) -> None:
        assert on_terminal("--need", "waf", home=tmp_path, env={"LC_ALL": "C"}).raw.isascii()

    def test_errors_have_no_colour_and_no_sequences(self, tmp_path: Path) -> None:
        shown = on_terminal("--need", "waf\x1b[31m", home=tmp_path)
        assert shown.status == 2
        assert "\x1b" not in shown.raw
        assert shown.lines[0].startswith("error: ")


class TestWidth:
    @pytest.mark.parametrize("columns", [40, 80, 120])
    @texts
    def test_no_line_is_longer_than_the_terminal_is_wide(self, tmp_path: Path, line: str, columns: int) -> None:
        shown = on_terminal(*line.split(), home=tmp_path, columns=columns)
        assert too_long(shown.plain, columns) == []

    @pytest.mark.parametrize("columns", [80, 120])
    @pytest.mark.parametrize("line", ["", "--help", "explain --help", "compare --help"])
    def test_no_line_of_the_help_is_longer_than_80_columns(self, tmp_path: Path, line: str, columns: int) -> None:
        assert too_long(on_terminal(*line.split(), home=tmp_path, columns=columns).plain, 80) == []

    def test_a_terminal_that_does_not_know_its_size_is_taken_for_80_columns(self, tmp_path: Path) -> None:
        arguments = ("--need", "waf,api-keys")
        assert on_terminal(*arguments, home=tmp_path, columns=0) == on_terminal(*arguments, home=tmp_path, columns=80)

    @pytest.mark.parametrize("columns", [40, 80, 120])
    @pytest.mark.parametrize(
        ("line", "verdict"),
        [
            ("--need waf,api-keys", "REST API: the only"),
            ("--need jwt", "HTTP API: "),
            ("--need server-push", "WebSocket API: "),
            ("--need waf,server-push", "No single API type has both."),
        ],
    )
    def test_the_verdict_stands_in_the_first_line(self, tmp_path: Path, line: str, verdict: str, columns: int) -> None:
        assert on_terminal(*line.split(), home=tmp_path, columns=columns).lines[0].startswith(verdict)

    def test_a_wider_terminal_shows_the_same_words(self, tmp_path: Path) -> None:
        words = {
            on_terminal("explain", "waf", home=tmp_path, columns=at).plain.translate({10: " "}) for at in (60, 80, 200)
        }
        assert len({tuple(text.split()) for text in words}) == 1


def lines(tool: Tool, typed: str) -> list[list[str]]:
    """What a shell is offered for the word that is being typed, each value with its description."""
    ran = tool(env={"_APIGW_CHOOSE_COMPLETE": "complete_lines", "_TYPER_COMPLETE_ARGS": typed})
    assert (ran.status, ran.err) == (0, "")
    return [line.split("\t") for line in ran.out.splitlines() if line]


def values(tool: Tool, typed: str) -> list[str]:
    """The values alone."""
    return [value for value, _ in lines(tool, typed)]


class TestProgress:
    def test_a_long_scan_shows_how_far_it_is_and_leaves_nothing_behind(self, tmp_path: Path) -> None:
        text = (FIXTURES / "scan" / "orders.yaml").read_text("utf-8")
        (tmp_path / "many").mkdir()
        for number in range(3000):
            (tmp_path / "many" / f"{number}.yaml").write_text(text, "utf-8")
        shown = on_terminal("scan", "many", "--format", "github", home=tmp_path)
        assert re.search(r"[\d,]+ templates", shown.plain)
        assert shown.plain.splitlines()[-1] == "9000 APIs in 3000 templates, 3000 could be cheaper."
        assert "\x1b[?25h" in shown.raw  # the cursor is shown again

    def test_a_short_one_shows_nothing(self, tmp_path: Path) -> None:
        (tmp_path / "one.yaml").write_text((FIXTURES / "scan" / "orders.yaml").read_text("utf-8"), "utf-8")
        shown = on_terminal("scan", "one.yaml", "--format", "github", home=tmp_path)
        assert "templates" not in shown.plain


class TestCompletion:
    @pytest.mark.parametrize("option", ["--need", "--want"])
    def test_feature_ids(self, tool: Tool, matrix: Matrix, option: str) -> None:
        offered = values(tool, f"apigw-choose {option} w")
        ids = [feature for feature in matrix.features if feature.startswith("w")]
        assert {"waf", "wildcard-domain"} <= {entry.removesuffix("=") for entry in offered}
        assert sorted(ids) == sorted(entry.removesuffix("=") for entry in offered[: len(ids)])

    def test_aliases_follow_the_ids(self, tool: Tool) -> None:
        assert values(tool, "apigw-choose --need web-a") == ["web-acl"]

    def test_every_id_is_offered_before_a_letter_is_typed(self, tool: Tool, matrix: Matrix) -> None:
        assert len(values(tool, "apigw-choose --need ")) == len(matrix.features)

    def test_a_quantity_is_offered_with_its_equals_sign(self, tool: Tool) -> None:
        assert values(tool, "apigw-choose --need integration-t") == ["integration-timeout="]

    def test_after_a_comma(self, tool: Tool) -> None:
        offered = values(tool, "apigw-choose --need api-keys,wild")
        assert offered[0] == "api-keys,wildcard-domain"
        assert all(entry.startswith("api-keys,wild") for entry in offered)

    @pytest.mark.parametrize(
        ("typed", "offered"),
        [
            ("apigw-choose compare ", {"rest", "http", "websocket"}),
            ("apigw-choose compare rest ht", {"http"}),
            ("apigw-choose compare --category sec", {"security"}),
            ("apigw-choose features author", {"authorization"}),
            ("apigw-choose explain wa", {"waf", "waf-body-inspection"}),
            ("apigw-choose explain execute", {"execute-api"}),
            ("apigw-choose schema dec", {"decision"}),
            ("apigw-choose fea", {"features"}),
            ("apigw-choose --stri", {"--strict"}),
            ("apigw-choose explain --js", {"--json"}),
            ("apigw-choose --need zzzz", set()),
            ("apigw-choose --region eu-c", {"eu-central-1", "eu-central-2"}),
            ("apigw-choose cost --region us-w", {"us-west-1", "us-west-2"}),
            ("apigw-choose cost --traffic request", {"requests=", "request_size="}),
            ("apigw-choose cost --traffic metered", {"metered_size="}),
            ("apigw-choose scan --save", {"--save-requirements"}),
            ("apigw-choose --format a", {"adr"}),
            ("apigw-choose --format=a", {"--format=adr"}),
            ("apigw-choose scan --fail-on ", {"cheaper", "unfit"}),
            ("apigw-choose --no-assume ", {"request-response"}),
            ("apigw-choose cost --along response", {"response_size"}),
            ("apigw-choose scan ", {"//files"}),
            ("apigw-choose scan --format json a", {"//files"}),
            ("apigw-choose --file a", {"//files"}),
            ("apigw-choose check a.yaml --against a", {"//files"}),
            ("apigw-choose matrix diff a b", {"//files"}),
        ],
    )
    def test_everything_that_has_a_name(self, tool: Tool, typed: str, offered: set[str]) -> None:
        assert set(values(tool, typed)) == offered

    def test_every_offered_subject_can_be_explained(self, tool: Tool, matrix: Matrix) -> None:
        assert set(values(tool, "apigw-choose explain ")) == {*matrix.features, *matrix.glossary}

    def test_another_matrix_completes_its_own_words(self, tool: Tool) -> None:
        assert values(tool, f"apigw-choose --matrix {FIXTURES}/coffee --need cre") == ["crema"]
        assert values(tool, f"apigw-choose --matrix {FIXTURES}/coffee compare mo") == ["moka"]

    @pytest.mark.parametrize(
        "typed", ["apigw-choose --matrix nowhere --need w", "apigw-choose --bogus x --need w", "apigw-choose 'w"]
    )
    def test_a_line_that_makes_no_sense_yet_prints_no_error_into_the_prompt(self, tool: Tool, typed: str) -> None:
        values(tool, typed)

    def test_each_with_its_name(self, tool: Tool) -> None:
        assert lines(tool, "apigw-choose --need wildcard-d") == [["wildcard-domain", "Wildcard custom domain"]]

    def test_amounts_with_who_has_them(self, tool: Tool) -> None:
        offered = lines(tool, "apigw-choose --need waf,integration-timeout=")
        assert ["waf,integration-timeout=30s", "HTTP API"] in offered
        assert all(value.startswith("waf,integration-timeout=") for value, _ in offered)

    def test_what_was_said_is_not_offered_again(self, tool: Tool) -> None:
        assert values(tool, "apigw-choose --need waf,waf") == ["waf,waf-body-inspection="]

    def test_markup_in_a_matrix_does_not_break_it(self, tool: Tool, tmp_path: Path) -> None:
        shutil.copytree(FIXTURES / "coffee", tmp_path / "coffee")
        file = tmp_path / "coffee" / "features" / "cup.yaml"
        file.write_text(file.read_text("utf-8").replace("name: Cup without sediment", 'name: "[/x] cup"'), "utf-8")
        assert lines(tool, "apigw-choose --matrix coffee --need clean") == [["clean-cup", "[/x] cup"]]

    @pytest.mark.parametrize("typed", ["--need w", "explain w", "compare r", "schema d", "sca"])
    def test_it_imports_nothing_heavy(self, inside: Inside, typed: str) -> None:
        preparation = """
import os, sys
leave = os._exit
def say_and_leave(status):
    print(*sys.modules, file=sys.stderr, flush=True)
    leave(status)
os._exit = say_and_leave
"""
        env = {"_APIGW_CHOOSE_COMPLETE": "complete_lines", "_TYPER_COMPLETE_ARGS": f"apigw-choose {typed}"}
        ran = inside(preparation, env=env)
        assert typed.rsplit(maxsplit=1)[-1] in ran.out
        assert "typer" in ran.err.split()
        assert {"yaml", "jsonschema", "rich", "rich.console"} & set(ran.err.split()) == set()

    def test_installing_it_writes_only_below_home(self, tmp_path: Path) -> None:
        shown: Shown = on_terminal(
            home=tmp_path, command=("bash", "--norc", "-c", f"{TOOL} --install-completion; exit $?")
        )
        assert shown.status == 0, shown.plain
        assert (tmp_path / ".bash_completions" / "apigw-choose.sh").is_file()
