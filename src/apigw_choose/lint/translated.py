"""Rules on translations: that every text has one, and that it says what the English says."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from apigw_choose.readers.languages import entries_of, is_of_the_tool, texts
from apigw_choose.readers.matrix_parts import matrix_of
from apigw_choose.readers.shipped import ENGLISH

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from apigw_choose.model.problems import Problem
    from apigw_choose.readers.strict_yaml import Document

_PLACEHOLDER = re.compile(r"\{[a-z_]*\}")
_NUMBER = re.compile(r"\d+(?:[.,]\d+)*")
_TO_THE_LETTER = re.compile(
    r"`[^`]+`"  # code
    r"|https?://[^\s)]*[^\s),;.]"
    r"|--[a-z]+(?:-[a-z]+)*"  # options
    r"|[$@][A-Za-z]+(?:\.[A-Za-z]+)*"  # variables
    r"|\b[KMGT]i?B\b"  # units
    r"|\b\w*[a-z0-9][A-Z]\w*\b|\b\w+_\w+\b"  # names of fields, actions and products
    r"|\b[A-Z]{3}[A-Z0-9]*\b|\b[A-Z]+[0-9]+\b",  # abbreviations; of two letters, some are words of the language
    re.ASCII,
)

_LONGEST = 50
"""So much of a text is quoted."""


@dataclass(frozen=True, slots=True)
class Translations:
    """The files of translations of one language, and the matrix that they translate."""

    matrix: Document
    language: str
    files: list[Document]

    def entries(self) -> Iterator[tuple[Document, int, str, str]]:
        """Every entry with its file and place there: the English, and the translation or nothing."""
        for file in self.files:
            for place, entry in enumerate(entries_of(file)):
                yield file, place, entry[ENGLISH], entry.get(self.language, "")


def translations_are_in_the_language_of_their_folder(of: Translations) -> Iterator[Problem]:
    """No entry has a text in a third language."""
    for file in of.files:
        for place, entry in enumerate(entries_of(file)):
            for key in entry:
                if key not in {ENGLISH, of.language}:
                    message = f"{key!r} in a file of the language {of.language!r}; write {of.language!r}"
                    yield file.problem((place, key), message)


def texts_are_translated(of: Translations) -> Iterator[Problem]:
    """Every text of the matrix has a translation."""
    listed = {english for _, _, english, _ in of.entries()}
    for file, place, english, said in of.entries():
        if not said:
            yield file.problem((place,), f"{_short(english)} has no translation; write one as {of.language!r}")
    for text in texts(matrix_of(of.matrix)):
        if text.english not in listed:
            listed.add(text.english)
            message = f"{_short(text.english)} is not in the files of the language {of.language!r}; "
            yield of.matrix.problem(text.path, f"{message}`matrix translate` adds it")


def translations_are_of_the_matrix(of: Translations) -> Iterator[Problem]:
    """The English of every translation is in the matrix, to the letter."""
    there = {text.english for text in texts(matrix_of(of.matrix))}
    for file, place, english, _ in of.entries():
        if english not in there and not is_of_the_tool(file.name):
            message = f"{_short(english)} is no text of the matrix any more; `matrix translate` drops it"
            yield file.problem((place, ENGLISH), message)


def texts_are_translated_once(of: Translations) -> Iterator[Problem]:
    """An English text stands in one place only, so that it has one translation."""
    first: dict[str, str] = {}
    for file, place, english, _ in of.entries():
        if english in first:
            message = f"{_short(english)} a second time; the first is at {first[english]}"
            yield file.problem((place, ENGLISH), message)
        first.setdefault(english, str(file.problem((place, ENGLISH), "").position))


def placeholders_are_kept(of: Translations) -> Iterator[Problem]:
    """What is put into a text is put into its translation as well, and nothing else."""
    for file, place, english, said in of.entries():
        wanted, used = ({*_PLACEHOLDER.findall(text)} for text in (english, said))
        if said and wanted != used:
            told = ", ".join(sorted(wanted)) or "none"
            yield file.problem(
                (place, of.language), f"the placeholders are not those of the English, {told}; use these"
            )


def facts_are_kept(of: Translations) -> Iterator[Problem]:
    """Numbers, and all that is written to the letter, is in the translation too."""
    for file, place, english, said in of.entries():
        if not said:
            continue
        numbers = {*_NUMBER.findall(said)}
        lost = [number for number in _NUMBER.findall(english) if number not in numbers]
        lost += [word for word in _TO_THE_LETTER.findall(english) if word not in said]
        if lost:
            named = ", ".join(dict.fromkeys(lost))
            yield file.problem((place, of.language), f"the English says {named}; say it to the letter here too")


def _short(text: str) -> str:
    return repr(text if len(text) <= _LONGEST else f"{text[:_LONGEST]}...")


RULES: tuple[Callable[[Translations], Iterator[Problem]], ...] = (
    translations_are_in_the_language_of_their_folder,
    texts_are_translated,
    translations_are_of_the_matrix,
    texts_are_translated_once,
    placeholders_are_kept,
    facts_are_kept,
)
