"""What the cells say that their witnesses show, and whether it is so."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from apigw_choose.model.errors import InputError
from apigw_choose.model.matrix import Witness
from apigw_choose.model.problems import Position, Problem
from apigw_choose.readers.matrix_source import read_matrix_source
from apigw_choose.witness.models import sentences

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from apigw_choose.readers.strict_yaml import Document
    from apigw_choose.witness.models import Models, Sight

PRESENT, ABSENT, WORDS = "present", "absent", "words: "


class Cell(NamedTuple):
    """A cell, and where it stands in the files of the matrix."""

    feature: str
    option: str
    witness: Witness | None
    position: Position


class Statement(NamedTuple):
    """A cell that has a witness."""

    feature: str
    option: str
    witness: Witness
    position: Position

    @property
    def name(self) -> str:
        """As a person calls it: `jwt-authorizer of rest`."""
        return f"{self.feature} of {self.option}"

    @property
    def place(self) -> str:
        """Where the witness looks."""
        return f"{self.witness.model} {self.witness.path}"

    @property
    def words(self) -> str:
        """The words that are to stand there; none for a witness of presence or absence."""
        shows = self.witness.shows
        return shows.removeprefix(WORDS) if shows.startswith(WORDS) else ""

    def said(self, sight: Sight) -> str:
        """What the witness says of it, in the terms in which it was asked."""
        if sight.lost:
            return f"nothing: there is no {sight.lost}"
        if not sight.found:
            return ABSENT
        if not self.words:
            return PRESENT
        return self.witness.shows if self.words in sight.words else f"other words: {_nearest(self.words, sight.words)}"

    def holds(self, sight: Sight) -> bool:
        """Whether that is what the cell has."""
        return self.said(sight) == self.witness.shows


def cells_of(matrix: Path) -> list[Cell]:
    """Every cell of a matrix as its authors keep it.

    Raises:
        InputError: when there is no such matrix.
    """
    document = read_matrix_source(matrix)
    try:
        return list(_cells(document))
    except (AttributeError, KeyError, TypeError) as error:
        raise InputError(f"{matrix}: is no matrix", hint=f"apigw-choose matrix lint {matrix}") from error


def statements(cells: list[Cell]) -> list[Statement]:
    """The cells that have a witness."""
    return [Statement(*cell[:2], cell.witness, cell.position) for cell in cells if cell.witness]


def faults(asked: list[Statement], models: Models) -> Iterator[Problem]:
    """The witnesses that do not bear their cells out."""
    for entry in asked:
        sight = models.look(entry.witness.model, entry.witness.path)
        if not entry.holds(sight):
            had, said = entry.witness.shows, entry.said(sight)
            yield Problem(entry.position, f"{entry.name}: {entry.place} was to show {had!r} and shows {said!r}")


def _cells(document: Document) -> Iterator[Cell]:
    source: Any = document.value
    for place, group in enumerate(source["features"]):
        for number, feature in enumerate(group["features"]):
            for option, cell in feature["cells"].items():
                path = ("features", place, "features", number, "cells", option)
                told = cell.get("witness")
                where = document.problem((*path, "witness") if told else path, "").position
                yield Cell(feature["id"], option, Witness(**told) if told else None, where)


def _nearest(words: str, text: str) -> str:
    """The sentence of a text that has most of some words: what they have probably become."""
    wanted = set(words.split())
    return max(sentences(text), key=lambda sentence: len(wanted.intersection(sentence.split())))
