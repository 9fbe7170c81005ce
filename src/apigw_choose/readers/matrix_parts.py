"""The parts of a matrix document that checks go over, each with the path at which it stands.

They presume a document of the form that the schema of the matrix describes.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, cast

if TYPE_CHECKING:
    from collections.abc import Iterator

    from apigw_choose.readers.strict_yaml import Document, KeyPath, Value

HELD = ("full", "partial")
"""The support with which an option has a feature."""


@dataclass(frozen=True, slots=True)
class Part:
    """A mapping inside a matrix."""

    path: KeyPath
    value: dict[str, Any]

    def at(self, *keys: str | int) -> KeyPath:
        """The path of something inside this part."""
        return (*self.path, *keys)


@dataclass(frozen=True, slots=True)
class CellPart(Part):
    """A cell, with the feature and the option that it is about."""

    feature: dict[str, Any]
    option: str


def matrix_of(document: Document) -> dict[str, Any]:
    """The matrix that a document holds."""
    return cast("dict[str, Any]", document.value)


def entries(document: Document, key: str) -> Iterator[Part]:
    """The entries of a list at the top of the matrix; none where there is no such list."""
    for place, entry in enumerate(matrix_of(document).get(key, ())):
        yield Part((key, place), entry)


def ids(document: Document, key: str) -> list[str]:
    """The ids of the entries of a list at the top of the matrix."""
    return [part.value["id"] for part in entries(document, key)]


def features(document: Document) -> Iterator[Part]:
    """The features of every category."""
    for group in entries(document, "features"):
        for place, feature in enumerate(group.value["features"]):
            yield Part(group.at("features", place), feature)


def cells(document: Document) -> Iterator[CellPart]:
    """The cells of every feature."""
    for feature in features(document):
        for option, cell in feature.value["cells"].items():
            yield CellPart(feature.at("cells", option), cell, feature.value, option)


def sources(document: Document) -> Iterator[Part]:
    """The sources of everything that has sources."""
    for path, value in mappings(document.value):
        for place, source in enumerate(value.get("sources", ())):
            yield Part((*path, "sources", place), source)


def mappings(value: Value, path: KeyPath = ()) -> Iterator[tuple[KeyPath, dict[str, Any]]]:
    """Every mapping in a value, at any depth, with its path."""
    if isinstance(value, dict):
        yield path, value
        for key, inner in value.items():
            yield from mappings(inner, (*path, key))
    elif isinstance(value, list):
        for place, inner in enumerate(value):
            yield from mappings(inner, (*path, place))


def texts(value: Value, path: KeyPath = ()) -> Iterator[tuple[KeyPath, str]]:
    """Every text in a value, keys included, with its path."""
    if isinstance(value, str):
        yield path, value
    elif isinstance(value, dict):
        for key, inner in value.items():
            yield (*path, key), key
            yield from texts(inner, (*path, key))
    elif isinstance(value, list):
        for place, inner in enumerate(value):
            yield from texts(inner, (*path, place))
