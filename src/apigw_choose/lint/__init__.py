"""The lint of a matrix: whether it may be loaded, and whether it has been made with care."""

from __future__ import annotations

from typing import TYPE_CHECKING

from apigw_choose.lint import care, evidence, order, translated
from apigw_choose.readers.languages import languages_of, read_translations
from apigw_choose.readers.matrix_source import read_matrix_source
from apigw_choose.readers.soundness import RULES as SOUNDNESS
from apigw_choose.readers.soundness import Rule, problems_by
from apigw_choose.readers.validation import problems_of

if TYPE_CHECKING:
    from pathlib import Path

    from apigw_choose.model.problems import Problem
    from apigw_choose.readers.strict_yaml import Document

RULES: tuple[Rule, ...] = (*SOUNDNESS, *order.RULES, *evidence.RULES, *care.RULES)


def lint_matrix(path: Path) -> list[Problem]:
    """Everything that is wrong with the matrix in a file or folder, in the order of its files.

    Rules presume the form that the schema describes, so they wait until a matrix has it.

    Raises:
        InputError: when the files cannot be read at all, as strict YAML or JSON.
    """
    document = read_matrix_source(path)
    found = problems_of(document, "matrix")
    return found or [*problems_by(RULES, document), *_of_translations(path, document)]


def _of_translations(path: Path, document: Document) -> list[Problem]:
    """What is wrong with the translations of a matrix that has its form, language by language."""
    found: list[Problem] = []
    for language in languages_of(path):
        files = read_translations(path, language)
        ill_formed = [problem for file in files for problem in problems_of(file, "translations")]
        of = translated.Translations(document, language, files)
        problems = ill_formed or [problem for rule in translated.RULES for problem in rule(of)]
        found += sorted(dict.fromkeys(problems), key=lambda problem: problem.position)
    return found
