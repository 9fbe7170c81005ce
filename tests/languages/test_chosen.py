"""Which language is spoken, and that nothing but the words depends on it."""

from __future__ import annotations

import json
import re
import unicodedata
from typing import TYPE_CHECKING, Any

import pytest

from apigw_choose.renderers.page import Page, Style, first_sentence
from conversation import converse
from terminal import on_terminal, width

if TYPE_CHECKING:
    from pathlib import Path

    from apigw_choose.model.matrix import Matrix
    from conftest import Tool

LONG = "長" * 160
NEEDS = ("--need", "waf,api-keys")
CLEAR = "REST API: 必要条件（2 件とも）を満たす唯一の API タイプです。"
ENGLISH = "REST API: the only API type with both."


def first_line(text: str) -> str:
    return text.splitlines()[0]


class TestChoice:
    @pytest.mark.parametrize(
        "env",
        [
            {"LANG": "ja_JP.UTF-8"},
            {"LANG": "ja"},
            {"LC_MESSAGES": "ja_JP.UTF-8"},
            {"LC_ALL": "ja_JP.UTF-8", "LANG": "de_DE.UTF-8"},
            {"LANG": "de_DE.UTF-8", "LANGUAGE": "ja"},
            {"LANG": "de_DE.UTF-8", "LANGUAGE": "fr:ja_JP:en"},
        ],
    )
    def test_the_locale_chooses_the_language_of_text(self, tool: Tool, env: dict[str, str]) -> None:
        assert first_line(tool(*NEEDS, env=env).out) == CLEAR

    @pytest.mark.parametrize(
        "env",
        [
            {"LANG": "de_DE.UTF-8"},
            {"LANG": "jam_JM.UTF-8"},
            {"LC_ALL": "en_US.UTF-8", "LANG": "ja_JP.UTF-8"},
            {"LANG": "ja_JP.UTF-8", "LC_MESSAGES": "C.UTF-8"},
            {"LANG": "ja_JP.UTF-8", "LANGUAGE": "en:ja"},
            {"LANG": "C.UTF-8", "LANGUAGE": "ja"},
        ],
    )
    def test_another_locale_leaves_it_english(self, tool: Tool, env: dict[str, str]) -> None:
        assert first_line(tool(*NEEDS, env=env).out) == ENGLISH

    def test_lang_is_stronger_than_the_locale(self, tool: Tool) -> None:
        assert tool(*NEEDS, "--lang", "en", env={"LANG": "ja_JP.UTF-8"}) == tool(*NEEDS)
        assert tool(*NEEDS, "--lang", "ja") == tool(*NEEDS, env={"LANG": "ja_JP.UTF-8"})

    @pytest.mark.parametrize("form", ["json", "yaml", "markdown", "adr"])
    def test_what_is_not_text_is_english_whatever_the_locale(self, tool: Tool, form: str) -> None:
        arguments = (*NEEDS, "--format", form)
        assert tool(*arguments, env={"LANG": "ja_JP.UTF-8"}) == tool(*arguments)

    @pytest.mark.parametrize("command", [("features", "waf"), ("explain", "waf"), ("compare", "rest", "http")])
    def test_commands_speak_it_wherever_lang_is_said(self, tool: Tool, command: tuple[str, ...]) -> None:
        before, after = tool("--lang", "ja", *command), tool(*command, "--lang", "ja")
        assert before == after == tool(*command, env={"LANG": "ja_JP.UTF-8"})
        assert before.out != tool(*command).out
        assert tool(*command, "--json", env={"LANG": "ja_JP.UTF-8"}) == tool(*command, "--json")

    def test_two_different_languages_are_refused(self, tool: Tool) -> None:
        ran = tool("--lang", "en", "explain", "waf", "--lang", "ja")
        assert (ran.status, ran.out) == (2, "")
        assert "--lang is given twice" in ran.err

    @pytest.mark.parametrize("command", ["cost", "scan", "check", "schema", "matrix"])
    def test_before_a_command_that_speaks_english_only_it_is_refused(self, tool: Tool, command: str) -> None:
        ran = tool("--lang", "ja", command, "x")
        assert (ran.status, ran.out) == (2, "")
        assert "--lang before" in ran.err

    def test_a_language_that_is_not_there_is_refused(self, tool: Tool) -> None:
        ran = tool(*NEEDS, "--lang", "fr")
        assert (ran.status, ran.out, ran.err) == (2, "", "error: --lang fr: there is en and ja\n")

    def test_an_output_of_ascii_is_english_and_says_why_if_japanese_was_asked_for(self, tool: Tool) -> None:
        plain, asked = tool(*NEEDS, env={"LC_ALL": "C"}), tool(*NEEDS, "--lang", "ja", env={"LC_ALL": "C"})
        assert asked.out == plain.out
        assert asked.err == "note: --lang ja takes UTF-8, and this output takes ASCII only, so this is in English\n"
        assert plain.err == ""


class TestSameAnswer:
    def test_an_option_that_lacks_a_feature_is_told_so_by_a_word_and_not_by_a_number(self, tool: Tool) -> None:
        assert "\nWebSocket API: ✗ なし\n" in tool("explain", "mtls", "--lang", "ja").out

    @pytest.mark.parametrize(
        "arguments",
        [
            NEEDS,
            ("--need", "waf,server-push"),
            ("--need", "jwt", "--want", "caching:3,canary", "--requests", "50M/month"),
            ("--need", "integration-timeout=60s", "--allow-workarounds"),
            ("features",),
        ],
    )
    def test_json_has_the_same_keys_and_ids_and_other_words(self, tool: Tool, arguments: tuple[str, ...]) -> None:
        english, other = (json.loads(tool(*arguments, "--json", "--lang", lang).out) for lang in ("en", "ja"))
        assert skeleton(other) == skeleton(english)
        assert other != english

    def test_the_exit_status_is_the_same(self, tool: Tool) -> None:
        assert tool("--need", "waf,server-push", "--lang", "ja").status == 1


def skeleton(value: Any) -> Any:
    """A document without the words that people read."""
    if isinstance(value, dict):
        return {key: skeleton(inner) for key, inner in value.items() if key not in WORDS}
    return [skeleton(inner) for inner in value] if isinstance(value, list) else value


WORDS = {
    *("name", "summary", "note", "workaround", "disputed", "text", "because", "caveats", "headline", "unit", "cost"),
    *("operations", "limits", "services", "value_text", "beyond_text", "claim", "refutation"),
}


class TestTerminal:
    @pytest.mark.parametrize("columns", [40, 60, 80, 120])
    def test_no_line_is_wider_than_the_terminal_and_none_begins_or_ends_as_none_may(
        self, tmp_path: Path, columns: int
    ) -> None:
        shown = on_terminal(*NEEDS, home=tmp_path, columns=columns, env={"LANG": "ja_JP.UTF-8"})
        assert shown.status == 0
        assert "必要条件" in shown.plain
        for line in shown.lines:
            assert width(line) <= columns or " " not in line.strip(), line
            assert not line.strip().startswith(("。", "、", "）", "」", "ー")), line
            assert not line.rstrip().endswith(("（", "「")), line

    def test_columns_of_a_table_stand_under_their_heads(self, tmp_path: Path) -> None:
        shown = on_terminal("compare", "--category", "limits", home=tmp_path, env={"LANG": "ja_JP.UTF-8"})
        (row,) = [line for line in shown.lines if "無制限" in line and "integrations-per-api" in line]
        assert width(row[: row.index("300")]) == width(head(shown.lines, "HTTP"))

    def test_a_question_is_asked_and_answered_in_japanese(self, tmp_path: Path) -> None:
        talk = converse("ask", answers=["?", "w", "x", "q"], home=tmp_path, env={"LANG": "ja_JP.UTF-8"})
        assert talk.status == 0
        assert "質問 1（残り最大" in talk.screen.splitlines()[1]
        for told in ("前の質問に戻る", "前提:", "'x': ", "質問 1 の前で中断しました。続けるには: apigw-choose ask"):
            assert told in talk.screen
        words = talk.screen.replace("\r\n", " ")
        assert not {"the", "and", "with", "Question", "Stopped"} & set(words.split())

    def test_json_of_the_questionnaire_is_english_unless_lang_says_otherwise(self, tmp_path: Path) -> None:
        talk = converse("ask", "--json", answers=["q"], home=tmp_path, env={"LANG": "ja_JP.UTF-8"})
        assert "Question 1," in talk.screen.splitlines()[1]


def head(lines: list[str], name: str) -> str:
    line = next(line for line in lines if name in line)
    return line[: line.index(name)]


class TestLines:
    @staticmethod
    def lines(text: str, columns: int) -> list[str]:
        page = Page(Style(width=columns))
        page.line(text)
        return page.text().splitlines()

    def test_japanese_is_broken_between_its_characters(self) -> None:
        assert self.lines("あいうえおかきくけこさしすせそ", 20) == ["あいうえおかきくけこ", "さしすせそ"]

    def test_what_ends_a_phrase_begins_no_line(self) -> None:
        assert self.lines("あいうえおかきくけこ。さしすせそ", 20) == ["あいうえおかきくけ", "こ。さしすせそ"]

    def test_what_begins_a_phrase_ends_no_line(self) -> None:
        assert self.lines("あいうえおかきくけ「さしすせそ」", 20) == ["あいうえおかきくけ", "「さしすせそ」"]

    def test_words_and_addresses_within_japanese_stay_whole(self) -> None:
        url = "https://example.org/a-long-address"
        assert self.lines(f"参照{url}です。", 20) == ["参照", url, "です。"]

    def test_english_with_other_marks_is_broken_at_spaces_alone(self) -> None:
        assert self.lines("one → two — three … four", 20) == ["one → two — three …", "four"]

    @pytest.mark.parametrize(
        ("text", "first"),
        [
            (f"{LONG}。次の文です。", f"{LONG}。"),
            (f"「一つ。」と言う{LONG}。次。", f"「一つ。」と言う{LONG}。"),
            ("値は 1.5 です", "値は 1.5 です"),
            ("最大 2 個です。認証には使えません。", "最大 2 個です。認証には使えません。"),
            (f"最大 2 個です。認証には使えません。{LONG}。", "最大 2 個です。認証には使えません。"),
            ("", ""),
        ],
    )
    def test_of_japanese_as_many_sentences_stand_beside_a_verdict_as_say_what_one_of_english_does(
        self, text: str, first: str
    ) -> None:
        assert first_sentence(text) == first


def test_the_default_says_every_sentence_as_it_is_written(matrix: Matrix) -> None:
    assert (matrix.language, matrix.sentences) == ("en", {})
    assert matrix.say("{name}: {count}", name="a", count=2) == "a: 2"


def test_every_text_that_a_person_reads_of_the_decision_is_japanese(tool: Tool) -> None:
    """Beside ids, commands and names, no run of English words is left."""
    for arguments in (NEEDS, ("--need", "waf,server-push"), ("--need", "jwt", "--want", "caching")):
        for line in tool(*arguments, "--lang", "ja", env={"COLUMNS": "999"}).out.splitlines():
            if len(re.findall("[a-z]+", line)) > 2 and "https://" not in line:
                assert any(unicodedata.name(letter, "").startswith(("HIRAGANA", "KATAKANA")) for letter in line), line
