"""The words by which features are called: ids, aliases, shorthands; and what a wrong one may have meant."""

from __future__ import annotations

from difflib import get_close_matches

from apigw_choose.model.matrix import Feature, Matrix


def find(matrix: Matrix, name: str) -> tuple[Feature, int | None] | None:
    """The feature of that id, alias or shorthand, with the amount that a shorthand stands for."""
    feature = matrix.features.get(name) or matrix.features.get(matrix.names.get(name, ""))
    return (feature, (feature.shorthands or {}).get(name)) if feature else None


def suggestions(matrix: Matrix, name: str) -> tuple[str, ...]:
    """Ids that a wrong name may have meant, likeliest first; at most three.

    An alias suggests its feature, so that what is suggested is what the output will say.
    """
    folded = name.casefold().replace("_", "-").replace(" ", "-").strip("-")
    words = [*matrix.features, *matrix.names]
    if folded in words:
        near = [folded]
    else:
        near = get_close_matches(folded, words, n=6, cutoff=0.72)
        near += [word for word in words if len(folded) >= 3 and folded in word.split("-")]
    return tuple(dict.fromkeys(matrix.names.get(word, word) for word in near))[:3]


def explain_unknown(matrix: Matrix, name: str) -> str:
    """What to say of a name that nothing is called: the name, and what it may have meant."""
    if name in matrix.categories:
        return f"{name!r} (a category, not a feature; see: features {name})"
    meant = suggestions(matrix, name)
    quoted = " or ".join(repr(word) for word in meant)
    return f"{name!r} (did you mean {quoted}?)" if meant else repr(name)
