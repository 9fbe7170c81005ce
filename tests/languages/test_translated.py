"""The lint of translations, and what becomes of a matrix that has some."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

import pytest
import yaml

from apigw_choose.lint import lint_matrix, translated
from apigw_choose.model.errors import InputError
from apigw_choose.readers.languages import texts
from apigw_choose.readers.matrix import load_matrix
from apigw_choose.readers.matrix_parts import matrix_of
from apigw_choose.readers.matrix_source import read_matrix_source
from apigw_choose.readers.translation_files import extract, listed, write
from conftest import FIXTURES, Tool

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def coffee(tmp_path: Path) -> Path:
    """A matrix of which every text is translated: the same behind a mark."""
    folder = tmp_path / "coffee"
    shutil.copytree(FIXTURES / "coffee", folder)
    write(extract(folder, "ja"))
    for file in folder.glob("languages/ja/**/*.yaml"):
        english = [entry["en"] for entry in read_entries(file)]
        file.write_text("# Kept.\n" + listed(english, {text: f"訳 {text}" for text in english}, "ja"), "utf-8")
    return folder


def read_entries(file: Path) -> list[dict[str, str]]:
    entries: list[dict[str, str]] = yaml.safe_load(file.read_text("utf-8"))
    return entries


def edit(file: Path, old: str, new: str) -> None:
    text = file.read_text("utf-8")
    assert old in text
    file.write_text(text.replace(old, new, 1), "utf-8")


def test_a_matrix_that_is_translated_is_clean(coffee: Path) -> None:
    assert lint_matrix(coffee) == []


BREAKS = {
    "translations_are_in_the_language_of_their_folder": (
        ("  ja: 訳 Moka\n", "  fr: Moka\n"),
        {"'fr' in a file of the language 'ja'; write 'ja'", "'Moka' has no translation; write one as 'ja'"},
    ),
    "texts_are_translated": (
        ("  ja: 訳 Moka\n", "  ja: ''\n"),
        {"'Moka' has no translation; write one as 'ja'"},
    ),
    "translations_are_of_the_matrix": (
        ("- en: Moka\n", "- en: Mocha\n"),
        {
            "'Mocha' is no text of the matrix any more; `matrix translate` drops it",
            "'Moka' is not in the files of the language 'ja'; `matrix translate` adds it",
        },
    ),
    "texts_are_translated_once": (
        ("- en: Moka\n", "- en: Moka\n  ja: モカ\n- en: Moka\n"),
        {"'Moka' a second time; the first is at FILE:38:7"},
    ),
    "placeholders_are_kept": (
        ("  ja: 訳 Moka\n", "  ja: 訳 {Moka} {amount}\n"),
        {"the placeholders are not those of the English, none; use these"},
    ),
    "facts_are_kept": (
        ("  ja: 訳 If it may be cold, say --need cold-serving.\n", "  ja: 冷たくてもよいなら\n"),
        {"the English says --need; say it to the letter here too"},
    ),
}


def test_each_rule_has_a_test() -> None:
    assert list(BREAKS) == [rule.__name__ for rule in translated.RULES]


@pytest.mark.parametrize("rule", BREAKS)
def test_a_rule_finds_what_breaks_it(coffee: Path, rule: str) -> None:
    change, told = BREAKS[rule]
    file = coffee / "languages" / "ja" / "matrix.yaml"
    edit(file, *change)
    assert {problem.message.replace(str(file), "FILE") for problem in lint_matrix(coffee)} == told


@pytest.mark.parametrize(
    ("english", "said", "lost"),
    [
        ("29 s, and 10,000 at most", "29 秒、最大 1 万", "10,000"),
        ("Set `stageName`.", "ステージ名を設定します。", "`stageName`"),
        ("See https://example.org/a.", "ページを見てください。", "https://example.org/a"),
        ("5 MB of a body", "本文 5 バイト", "MB"),
        ("A StartExecution call with HTTP_PROXY and TLS", "呼び出し", "StartExecution, HTTP_PROXY, TLS"),
        ("It reads $context.error.message.", "エラーを読みます。", "$context.error.message"),
    ],
)
def test_what_is_written_to_the_letter_may_not_be_lost(coffee: Path, english: str, said: str, lost: str) -> None:
    edit(coffee / "matrix.yaml", "summary: Grounds steep in cold water overnight.", f'summary: "{english}"')
    file = coffee / "languages" / "ja" / "matrix.yaml"
    edit(file, "- en: Grounds steep in cold water overnight.\n", f'- en: "{english}"\n')
    edit(file, "  ja: 訳 Grounds steep in cold water overnight.\n", f'  ja: "{said}"\n')
    assert [problem.message for problem in lint_matrix(coffee)] == [
        f"the English says {lost}; say it to the letter here too"
    ]


def test_a_file_of_another_form_is_told_with_its_place(coffee: Path) -> None:
    file = coffee / "languages" / "ja" / "matrix.yaml"
    file.write_text("- ja: 訳\n", "utf-8")
    assert [str(problem) for problem in lint_matrix(coffee)] == [f"{file}:1:3: the key 'en' is missing"]
    with pytest.raises(InputError, match="the key 'en' is missing"):
        load_matrix(coffee, "ja")


def test_a_matrix_speaks_the_language_that_is_asked_for_with_the_same_ids(coffee: Path) -> None:
    english, other = load_matrix(coffee), load_matrix(coffee, "ja")
    assert (english.language, other.language) == ("en", "ja")
    assert other.options["moka"].name == "訳 Moka pot"
    assert other.features["crema"].cells["moka"].note == f"訳 {english.features['crema'].cells['moka'].note}"
    assert [*other.features] == [*english.features]
    assert (other.having, other.names) == (english.having, english.names)


def test_what_is_not_translated_stays_english(coffee: Path) -> None:
    edit(coffee / "languages" / "ja" / "matrix.yaml", "  ja: 訳 Moka pot\n", "")
    edit(coffee / "matrix.yaml", "name: French press", "name: Cafetiere")
    other = load_matrix(coffee, "ja")
    assert [option.name for option in other.options.values()] == [
        "訳 Espresso machine",
        "Moka pot",
        "Cafetiere",
        "訳 Cold brew jar",
    ]


def test_a_language_that_is_not_there_is_refused_with_those_that_are() -> None:
    with pytest.raises(InputError, match=r"^--lang xx: there is en and ja$"):
        load_matrix(FIXTURES / "coffee", "xx")
    with pytest.raises(InputError, match=r"^--lang \.\./x: there is en and ja$"):
        load_matrix(language="../x")


class TestTranslate:
    def test_everything_is_listed_once_in_the_order_of_the_source(self, tool: Tool, tmp_path: Path) -> None:
        folder = tmp_path / "coffee"
        shutil.copytree(FIXTURES / "coffee", folder)
        ran = tool("matrix", "translate", str(folder), "--lang", "ja")
        listed_texts = [entry["en"] for file in folder.glob("languages/ja/**/*.yaml") for entry in read_entries(file)]
        assert ran.out == f"0 texts are translated, {len(listed_texts)} are not.\n"
        assert len(set(listed_texts)) == len(listed_texts)
        first = read_entries(folder / "languages" / "ja" / "matrix.yaml")[:3]
        assert [entry["en"] for entry in first] == ["coffee at home", "brewing method", "brewing methods"]
        assert not any(entry["ja"] for entry in first)

    def test_what_is_translated_is_kept_and_what_is_new_is_added(self, tool: Tool, coffee: Path) -> None:
        before = {file: file.read_text("utf-8") for file in coffee.glob("languages/ja/**/*.yaml")}
        assert "0 are not" in tool("matrix", "translate", str(coffee), "--lang", "ja").out
        assert {file: file.read_text("utf-8") for file in before} == before
        edit(coffee / "matrix.yaml", "name: French press", "name: Cafetiere")
        ran = tool("matrix", "translate", str(coffee), "--lang", "ja")
        assert ran.out == (
            "dropped: 'French press', which was '訳 French press'\n"
            f"{len_of(coffee) - 1} texts are translated, 1 are not.\n"
        )
        assert "- en: Cafetiere\n  ja: ''\n" in (coffee / "languages" / "ja" / "matrix.yaml").read_text("utf-8")

    @pytest.mark.parametrize("language", ["en", "../x", "JA", ""])
    def test_a_language_that_cannot_be_one_is_refused(self, tool: Tool, coffee: Path, language: str) -> None:
        ran = tool("matrix", "translate", str(coffee), "--lang", language)
        assert (ran.status, ran.out) == (2, "")
        assert "write the code of a language other than English, such as ja" in ran.err

    def test_a_matrix_of_one_file_is_refused(self, tool: Tool, coffee: Path) -> None:
        ran = tool("matrix", "translate", str(coffee / "matrix.yaml"), "--lang", "ja")
        assert ran.status == 2
        assert "is no folder; a matrix of one file cannot have translations beside it" in ran.err


def len_of(folder: Path) -> int:
    return len({text.english for text in texts(matrix_of(read_matrix_source(folder)))})
