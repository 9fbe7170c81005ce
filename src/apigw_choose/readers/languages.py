"""The texts of a matrix in another language, as translators keep them: `languages/ja/*.yaml` beside its own files.

The English text is the key, so that a translation whose English has changed is by itself a missing one. Each
English text has one translation, in whichever of the files it stands.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from apigw_choose.model.errors import InputError
from apigw_choose.readers.matrix_source import FOLDERS, NO_WORKAROUND, compile_matrix
from apigw_choose.readers.shipped import ENGLISH
from apigw_choose.readers.strict_yaml import read_file

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from apigw_choose.model.problems import Problem
    from apigw_choose.readers.strict_yaml import Document, KeyPath

FOLDER = "languages"
SENTENCES = "sentences"
"""The file of the tool's own sentences, which only the matrix that comes with the tool has."""

_EACH = "*"
_TEXTS = (
    "subject",
    "noun",
    "nouns",
    "categories * name",
    "options * name",
    "options * short",
    "options * summary",
    "options * price per",
    "options * price note",
    "assumptions * text",
    "assumptions * because",
    "assumptions * overrule",
    "features * features * name",
    "features * features * summary",
    "features * features * quantity of",
    "features * features * cells * note",
    "features * features * cells * beyond note",
    "features * features * cells * workaround",
    "features * features * cells * disputed",
    "rules * text",
    "workarounds * text",
    "workarounds * adds services *",
    "workarounds * adds cost",
    "workarounds * adds operations",
    "workarounds * limits",
    "alternatives * name",
    "alternatives * text",
    "pairings * text",
    "costs measures * phrase",
    "costs measures * asks",
    "costs readings * text",
    "costs readings * choices *",
    "costs tariffs * name",
    "costs tariffs * unit",
    "costs tariffs * per_text",
    "costs lines * name",
    "costs lines * note",
    "costs allowances * text",
    "costs left_out * text",
    "claims * claim",
    "claims * refutation",
    "glossary * name",
    "glossary * summary",
    "glossary * description",
    "glossary * facts * label",
    "glossary * facts * value",
    "glossary * facts * example",
)
"""What a person reads of a matrix, by the keys that lead to it."""

_OF_THE_HEAD = frozenset({"subject", "noun", "nouns", "categories", "options", "assumptions"})


class Text(NamedTuple):
    """A text of a matrix that has, or should have, a translation."""

    file: str
    """The file of translations in which it belongs, without its ending: `features/security`."""
    path: KeyPath
    english: str


def texts(source: dict[str, Any]) -> Iterator[Text]:
    """Every text of a matrix that a person reads, in the order of its files and there of the file."""
    order = {path: place for place, path in enumerate(_paths(source))}
    found = [(keys.split()[0], path, value) for keys in _TEXTS for path, value in _at(source, keys.split(), ())]
    for top, path, value in sorted(found, key=lambda entry: (entry[0] not in _OF_THE_HEAD, order[entry[1]])):
        if value and (path[-1], value) != ("workaround", NO_WORKAROUND):
            yield Text(_file(source, top, path), path, value)


def _paths(value: Any, path: KeyPath = ()) -> Iterator[KeyPath]:
    yield path
    entries = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, inner in entries:
        yield from _paths(inner, (*path, key))


def _at(value: Any, keys: list[str], path: KeyPath) -> Iterator[tuple[KeyPath, str]]:
    """The texts to which these keys lead."""
    if not keys:
        yield path, value
    elif keys[0] != _EACH:
        if keys[0] in value:
            yield from _at(value[keys[0]], keys[1:], (*path, keys[0]))
    else:
        for key, inner in value.items() if isinstance(value, dict) else enumerate(value):
            yield from _at(inner, keys[1:], (*path, key))


def _file(source: dict[str, Any], top: str, path: KeyPath) -> str:
    if top in _OF_THE_HEAD:
        return "matrix"
    return f"{top}/{source[top][path[1]]['category']}" if top in FOLDERS else top


def languages_of(folder: Path) -> list[str]:
    """The languages in which the texts of a matrix folder are there, beside English."""
    return sorted(entry.name for entry in (folder / FOLDER).glob("*") if entry.is_dir())


def read_translations(folder: Path, language: str) -> list[Document]:
    """The files of translations of a matrix folder, in the order of their names.

    Raises:
        InputError: when one of them cannot be read, with every problem found.
    """
    documents: list[Document] = []
    problems: list[Problem | str] = []
    for file in translation_files(folder, language):
        try:
            documents.append(read_file(file))
        except InputError as error:
            problems.extend(error.problems)
    if problems:
        raise InputError(problems)
    return documents


def read_sound_translations(folder: Path, language: str) -> list[Document]:
    """Likewise, and each of them has the form of such a file.

    Raises:
        InputError: when one of them cannot be read or has not, with every problem found.
    """
    from apigw_choose.readers.validation import problems_of

    documents = read_translations(folder, language)
    if problems := [problem for document in documents for problem in problems_of(document, "translations")]:
        raise InputError(problems)
    return documents


def translation_files(folder: Path, language: str) -> list[Path]:
    """Where the translations of a matrix folder stand."""
    return sorted((folder / FOLDER / language).glob("**/*.yaml"))


def translations(documents: list[Document], language: str, *, of_the_tool: bool = False) -> dict[str, str]:
    """What is translated, of the matrix or of the tool: the other language by the English."""
    return {
        entry[ENGLISH]: entry[language]
        for document in documents
        if is_of_the_tool(document.name) == of_the_tool
        for entry in entries_of(document)
        if entry.get(language)
    }


def is_of_the_tool(name: str) -> bool:
    """Whether a file of translations holds the tool's own sentences and none of the matrix."""
    return name.endswith(f"{SENTENCES}.yaml")


def entries_of(document: Document) -> list[dict[str, str]]:
    """The entries of a file of translations that has the form."""
    value: Any = document.value
    return list(value)


def translated(source: dict[str, Any], known: Mapping[str, str]) -> dict[str, Any]:
    """The matrix with its texts in another language; what has no translation stays English."""
    import copy

    result = copy.deepcopy(source)
    for text in texts(source):
        if text.english in known:
            holder: Any = result
            for key in text.path[:-1]:
                holder = holder[key]
            holder[text.path[-1]] = known[text.english]
    return result


def compile_translated(
    source: dict[str, Any], known: Mapping[str, str], language: str, sentences: Mapping[str, str]
) -> list[dict[str, Any]]:
    """The loadable form of a matrix in another language, with the sentences of the tool in it."""
    return compile_matrix(translated(source, known), {"language": language, "sentences": sentences})
