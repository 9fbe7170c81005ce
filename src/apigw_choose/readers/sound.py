"""A matrix that a user gives: read, checked, and only then made loadable."""

from __future__ import annotations

from typing import TYPE_CHECKING

from apigw_choose.model.errors import InputError
from apigw_choose.readers import shipped
from apigw_choose.readers.matrix_parts import matrix_of
from apigw_choose.readers.matrix_source import compile_matrix, read_matrix_source, to_json_lines
from apigw_choose.readers.soundness import RULES, problems_by
from apigw_choose.readers.validation import problems_of

if TYPE_CHECKING:
    from pathlib import Path


def read_sound_matrix(path: Path, language: str = shipped.ENGLISH) -> bytes:
    """The loadable form, as JSON lines, of the matrix in a file or folder, with its texts in some language.

    Raises:
        InputError: when it cannot be read or is not sound, with every problem found.
    """
    document = read_matrix_source(path)
    problems = problems_of(document, "matrix") or problems_by(RULES, document)
    if problems:
        raise InputError(problems)
    if language == shipped.ENGLISH:
        return to_json_lines(compile_matrix(matrix_of(document)))
    from apigw_choose.readers.languages import (
        compile_translated,
        languages_of,
        read_sound_translations,
        translations,
    )

    there = list(dict.fromkeys([*shipped.languages(), *languages_of(path)]))
    if language not in there:
        raise shipped.unknown_language(language, there)
    known = translations(read_sound_translations(path, language), language)
    return to_json_lines(compile_translated(matrix_of(document), known, language, shipped.sentences(language)))
