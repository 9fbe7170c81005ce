"""The words by which features are called: ids, aliases, shorthands; and what a wrong one may have meant."""

from __future__ import annotations

from difflib import get_close_matches
from typing import TYPE_CHECKING

from apigw_choose.model.quoting import LONGEST_SHOWN, shown

if TYPE_CHECKING:
    from collections.abc import Iterable

    from apigw_choose.model.matrix import Feature, Matrix
    from apigw_choose.model.reference import Term

_SHORTEST_PART = 3
"""A part of an id as long as this suggests the id: `auth` suggests `iam-auth`."""


def find(matrix: Matrix, name: str) -> tuple[Feature, int | None] | None:
    """The feature of that id, alias or shorthand, with the amount that a shorthand stands for."""
    feature = matrix.features.get(name) or matrix.features.get(matrix.names.get(name, name))
    return (feature, (feature.shorthands or {}).get(name)) if feature else None


def suggestions(matrix: Matrix, name: str) -> tuple[str, ...]:
    """Ids that a wrong name may have meant, likeliest first; at most three.

    An alias suggests its feature, so that what is suggested is what the output will say.
    """
    if len(name) > LONGEST_SHOWN:
        return ()  # nothing is called so, and the time to compare grows with the square of the length
    folded = name.casefold().replace("_", "-").replace(" ", "-").strip("-")
    words = [*matrix.features, *matrix.names]
    if folded in words:
        near = [folded]
    else:
        near = get_close_matches(folded, words, n=6, cutoff=0.72)
        parts = {part for part in folded.split("-") if len(part) >= _SHORTEST_PART}
        shared = {word: len(parts.intersection(word.split("-"))) for word in words}
        near += sorted((word for word in words if shared[word]), key=lambda word: -shared[word])
    return tuple(dict.fromkeys(matrix.names.get(word, word) for word in near))[:3]


def explain_unknown(matrix: Matrix, name: str) -> str:
    """What to say of a name that nothing is called: the name, and what it may have meant."""
    category = nearest(name, matrix.categories)
    meant = suggestions(matrix, name) if name not in matrix.categories else ()
    if category and not meant:
        return f"{shown(name)} ({category[0]!r} is a category, not a feature; see: features {category[0]})"
    quoted = " or ".join(repr(word) for word in meant)
    return f"{shown(name)} (did you mean {quoted}?)" if meant else shown(name)


def find_term(matrix: Matrix, name: str) -> Term | None:
    """The term of the glossary with that id or alias."""
    return next((term for term in matrix.glossary.values() if name in (term.id, *term.aliases)), None)


def search(matrix: Matrix, words: Iterable[str]) -> list[Feature]:
    """The features that have every word in their id, aliases, name, summary or category, in matrix order."""
    sought = [word.casefold() for word in words]
    return [feature for feature in matrix.features.values() if all(word in _said_of(feature) for word in sought)]


def differing(feature: Feature, options: Iterable[str]) -> bool:
    """Whether the feature tells the options apart, by support or amount."""
    said = {(cell.support, cell.value, cell.beyond) for cell in map(feature.cells.__getitem__, options)}
    return len(said) > 1


def nearest(name: str, known: Iterable[str]) -> list[str]:
    """What a wrong name may have meant among the known ones."""
    return get_close_matches(name.casefold(), list(known), n=1) if len(name) <= LONGEST_SHOWN else []


def _said_of(feature: Feature) -> str:
    words = (feature.id, *feature.aliases, *(feature.shorthands or ()), feature.name, feature.summary, feature.category)
    return " ".join(words).casefold()
