"""Files of translations as they are written anew: what is translated is kept, what is missing is added empty."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from apigw_choose.model.errors import InputError
from apigw_choose.model.quoting import shown
from apigw_choose.readers.languages import (
    FOLDER,
    read_sound_translations,
    texts,
    translations,
)
from apigw_choose.readers.matrix_parts import matrix_of
from apigw_choose.readers.matrix_source import read_matrix_source
from apigw_choose.readers.shipped import ENGLISH

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

_WIDTH = 110
_LANGUAGE = re.compile("[a-z]{2,3}", re.ASCII)


class Extraction(NamedTuple):
    """What became of the files of translations of one language."""

    files: dict[Path, str]
    """The text of each file."""
    translated: int
    missing: int
    dropped: list[tuple[str, str]]
    """Translations whose English is in the matrix no more."""


def extract(folder: Path, language: str) -> Extraction:
    """The files of translations as they should be, by what the matrix says and what is translated already.

    Raises:
        InputError: when the matrix or a file of translations cannot be read.
    """
    if not folder.is_dir():
        raise InputError(f"{folder}: is no folder; a matrix of one file cannot have translations beside it")
    if not _LANGUAGE.fullmatch(language) or language == ENGLISH:
        raise InputError(f"--lang {shown(language)}: write the code of a language other than English, such as ja")
    documents = read_sound_translations(folder, language)
    known = translations(documents, language)
    wanted: dict[Path, list[str]] = {}
    seen: set[str] = set()
    for text in texts(matrix_of(read_matrix_source(folder))):
        if text.english not in seen:
            seen.add(text.english)
            file = folder / FOLDER / language / f"{text.file}.yaml"
            wanted.setdefault(file, []).append(text.english)
    return Extraction(
        {file: comment_of(file) + listed(english, known, language) for file, english in wanted.items()},
        translated=sum(english in known for english in seen),
        missing=sum(english not in known for english in seen),
        dropped=[(english, said) for english, said in known.items() if english not in seen],
    )


def write(extraction: Extraction) -> None:
    """Put the files where they belong.

    Raises:
        InputError: when one of them cannot be written.
    """
    for file, text in extraction.files.items():
        try:
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(text, encoding="utf-8")
        except OSError as error:
            raise InputError(f"{file}: {error.strerror}") from error


def listed(english: Iterable[str], known: dict[str, str], language: str) -> str:
    """The entries of a file of translations, as YAML."""
    import yaml

    class Dumper(yaml.SafeDumper):
        """Sets the entries apart from one another."""

    entries = [{ENGLISH: text, language: known.get(text, "")} for text in english]
    return "\n".join(
        yaml.dump([entry], Dumper=Dumper, allow_unicode=True, sort_keys=False, width=_WIDTH) for entry in entries
    )


def comment_of(path: Path) -> str:
    """The lines of comment with which a file begins; the only ones that are kept."""
    try:
        lines = path.read_text("utf-8").splitlines(keepends=True)
    except FileNotFoundError:
        return ""
    return "".join(lines[: next((place for place, line in enumerate(lines) if not line.startswith("#")), len(lines))])
