"""Rules on evidence: which pages bear a matrix out, and when a person last read them.

No rule reads the clock: the date to compare with is the version that the matrix gives itself.
"""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from apigw_choose.readers.matrix_parts import cells, entries, matrix_of, sources

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from apigw_choose.model.problems import Problem
    from apigw_choose.readers.matrix_parts import Part
    from apigw_choose.readers.soundness import Rule
    from apigw_choose.readers.strict_yaml import Document


def sources_are_of_the_vendor(document: Document) -> Iterator[Problem]:
    """A source is a page below one of the addresses that the matrix lists."""
    allowed = tuple(matrix_of(document)["sources_from"])
    for source in sources(document):
        url, path = source.value["url"], source.at("url")
        if not url.startswith(allowed):
            message = f"{url} begins with none of 'sources_from'; cite another page, or add its site there"
            yield document.problem(path, message)
        elif ".." in url.split("?")[0].split("/") or "\\" in url:
            yield document.problem(path, f"{url} climbs out of where it begins; write the address it leads to")


def version_is_a_date(document: Document) -> Iterator[Problem]:
    """The version of a matrix is a day that there is."""
    version = matrix_of(document)["version"]
    if not _is_a_day(version):
        yield document.problem(("version",), f"there is no day {version!r}; write the date of the newest check")


def checks_are_dated(document: Document) -> Iterator[Problem]:
    """A source was checked on a day that there is, and the matrix is not older than any check."""
    version = matrix_of(document)["version"]
    for source in sources(document):
        checked, path = source.value["checked"], source.at("checked")
        if not _is_a_day(checked):
            yield document.problem(path, f"there is no day {checked!r}; write the date of the check")
        elif _is_a_day(version) and checked > version:
            message = f"checked on {checked}, after the version of the matrix, {version}; raise the version to it"
            yield document.problem(path, message)


def since_is_a_day_gone_by(document: Document) -> Iterator[Problem]:
    """A cell holds since a day or month that there is and that was before the matrix."""
    yield from _not_gone_by(document, cells(document), "since", "or drop 'since'")


def changes_are_of_days_gone_by(document: Document) -> Iterator[Problem]:
    """A change was on a day or in a month that there is and that was before the matrix."""
    yield from _not_gone_by(document, entries(document, "history"), "date", "or drop the change")


def _not_gone_by(document: Document, parts: Iterable[Part], key: str, otherwise: str) -> Iterator[Problem]:
    version = matrix_of(document)["version"]
    for part in parts:
        day = part.value.get(key)
        if day is None:
            continue
        if not _is_a_day(f"{day}-01"[:10]):
            yield document.problem(part.at(key), f"there is no day or month {day!r}; write one, {otherwise}")
        elif day > version[: len(day)]:
            message = f"{key} {day}, after the version of the matrix, {version}; state what is, not what will be"
            yield document.problem(part.at(key), message)


def _is_a_day(text: str) -> bool:
    try:
        date.fromisoformat(text)
    except ValueError:
        return False
    return True


RULES: tuple[Rule, ...] = (
    sources_are_of_the_vendor,
    version_is_a_date,
    checks_are_dated,
    since_is_a_day_gone_by,
    changes_are_of_days_gone_by,
)
