"""The tool's own sentences and the files in which translators find them."""

from __future__ import annotations

from pathlib import Path

import pytest

from apigw_choose.readers.languages import SENTENCES, read_sound_translations, translations
from apigw_choose.readers.shipped import languages
from apigw_choose.readers.translation_files import comment_of, listed

from .sentences import sentences, sentences_of

DATA = Path(__file__).parents[2] / "data"
OTHERS = [language for language in languages() if language != "en"]


@pytest.mark.parametrize("language", OTHERS)
def test_every_sentence_that_the_tool_says_is_translated_and_no_other(language: str, approving: bool) -> None:  # noqa: FBT001 - a fixture
    file = DATA / "languages" / language / f"{SENTENCES}.yaml"
    known = translations(read_sound_translations(DATA, language), language, of_the_tool=True)
    if approving:
        file.write_text(comment_of(file) + listed(sentences(), known, language), encoding="utf-8")
    assert list(known) == sentences()


def test_what_is_said_is_found_wherever_it_is_written() -> None:
    source = """
TABLE = {"a": "from a table", "b": ("and a pair", "in it")}
def some(matrix, how):
    text = "by a name" if how else "or another"
    matrix.say(text, how=how)
    matrix.say("by itself")
    return matrix.say(TABLE[how][0])
def other(matrix, terminal):
    text = "never said"
    terminal.say(text)
"""
    assert sentences_of(source) == ["from a table", "and a pair", "in it", "by a name", "or another", "by itself"]


def test_what_cannot_be_found_is_refused() -> None:
    with pytest.raises(ValueError, match=r"line 2: says text; write the sentence here"):
        sentences_of("def some(matrix, text):\n    matrix.say(text)\n")
