"""What a question names of a matrix: features, terms, options, categories; or what may have been meant."""

from __future__ import annotations

from typing import TYPE_CHECKING

from apigw_choose.engine.vocabulary import differing, explain_unknown, find, find_term, nearest, search
from apigw_choose.model.errors import InputError
from apigw_choose.model.quoting import shown

if TYPE_CHECKING:
    from collections.abc import Sequence

    from apigw_choose.model.matrix import Feature, Matrix
    from apigw_choose.model.reference import Term

_HINT = "apigw-choose features"


def subject_named(matrix: Matrix, name: str) -> Feature | Term:
    """The feature or the term of the glossary that is called so.

    Raises:
        InputError: when nothing is.
    """
    term = find_term(matrix, name)
    found = find(matrix, name)
    # An id is stronger than an alias: `execute-api` is a term and also calls a feature.
    if found and (term is None or found[0].id == name):
        return found[0]
    if term is None:
        raise InputError(f"no such feature or term: {explain_unknown(matrix, name)}", hint=_HINT)
    return term


def features_with(matrix: Matrix, words: Sequence[str]) -> list[Feature]:
    """The features that have every word.

    Raises:
        InputError: when none has.
    """
    found = search(matrix, words)
    if not found:
        raise InputError(f"no feature has {' and '.join(_guessed(matrix, word) for word in words)}", hint=_HINT)
    return found


def options_named(matrix: Matrix, names: Sequence[str]) -> list[str]:
    """The ids of some options, each once; of all, where none is named.

    Raises:
        InputError: with every name that none has.
    """
    if unknown := [name for name in names if name not in matrix.options]:
        raise InputError([_no_such("option", name, list(matrix.options)) for name in unknown])
    return list(dict.fromkeys(names)) or list(matrix.options)


def features_compared(
    matrix: Matrix, options: Sequence[str], category: str | None, *, differences: bool
) -> list[Feature]:
    """The features of a category, or of all; on request those only in which some options differ.

    Raises:
        InputError: when there is no such category.
    """
    if category is not None and category not in matrix.categories:
        raise InputError(_no_such("category", category, list(matrix.categories)))
    return [
        feature
        for feature in matrix.features.values()
        if category in (None, feature.category) and (not differences or differing(feature, options))
    ]


def _guessed(matrix: Matrix, word: str) -> str:
    """A word that was searched for, with what it may have meant if nothing has it."""
    return shown(word) if search(matrix, [word]) else explain_unknown(matrix, word)


def _no_such(what: str, name: str, known: list[str]) -> str:
    meant = nearest(name, known)
    hint = f"did you mean {meant[0]!r}?" if meant else f"there is {', '.join(known)}"
    return f"no such {what}: {name!r} ({hint})"
