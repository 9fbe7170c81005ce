"""Rules on order: where a thing stands must not depend on who added it last."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from apigw_choose.readers.matrix_parts import Part, entries

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from apigw_choose.model.problems import Problem
    from apigw_choose.readers.soundness import Rule
    from apigw_choose.readers.strict_yaml import Document


def features_are_sorted(document: Document) -> Iterator[Problem]:
    """The features of a category are sorted by id."""
    for group in entries(document, "features"):
        parts = [Part(group.at("features", place), value) for place, value in enumerate(group.value["features"])]
        yield from _unsorted(document, "features of a category", parts)


def lists_are_sorted(document: Document) -> Iterator[Problem]:
    """So are these lists. A glossary may begin with the terms that matter most, and need not be sorted."""
    for key in ("rules", "workarounds", "alternatives", "pairings", "claims"):
        yield from _unsorted(document, key, entries(document, key))


def history_runs_backwards(document: Document) -> Iterator[Problem]:
    """The newest change stands first."""
    for before, part in pairwise(entries(document, "history")):
        own, previous = part.value["date"], before.value["date"]
        if own > previous:
            message = f"{own} stands after {previous}; the newest change stands first, so move it up"
            yield document.problem(part.at("date"), message)


def _unsorted(document: Document, what: str, parts: Iterable[Part]) -> Iterator[Problem]:
    for before, part in pairwise(parts):
        own, previous = part.value["id"], before.value["id"]
        if own < previous:
            message = f"{own!r} stands after {previous!r}; {what} are sorted by id, so move it up"
            yield document.problem(part.at("id"), message)


RULES: tuple[Rule, ...] = (features_are_sorted, lists_are_sorted, history_runs_backwards)
