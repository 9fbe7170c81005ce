"""The result of a scan as SARIF 2.1.0, for code scanning.

https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html
"""

from __future__ import annotations

from pathlib import PurePath
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from apigw_choose.renderers.inert import printable
from apigw_choose.renderers.scan_words import verdict_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from apigw_choose.model.matrix import Matrix
    from apigw_choose.model.scan import Assessment, FoundApi, Scan, Trouble

Entry = dict[str, Any]

RULES = {
    "could-be-cheaper": ("note", "An API uses nothing that a cheaper type lacks."),
    "does-not-fit": ("warning", "An API uses what its type does not have."),
    "cannot-be-read": ("error", "A template could not be read."),
    "read-with-doubt": ("warning", "A template was read in spite of a mistake in it."),
}
"""By id: the level of its results, and what it is about."""


def scan_sarif(matrix: Matrix, scan: Scan, assessed: Mapping[FoundApi, Assessment], version: str) -> Entry:
    """A log with one run."""
    rules = [
        {"id": name, "shortDescription": {"text": text}, "defaultConfiguration": {"level": level}}
        for name, (level, text) in RULES.items()
    ]
    driver = {"name": "apigw-choose", "version": version, "rules": rules}
    results = [*_verdicts(matrix, scan, assessed), *map(_trouble, scan.troubles)]
    return {
        "$schema": "https://json.schemastore.org/sarif-2.1.0.json",
        "version": "2.1.0",
        "runs": [{"tool": {"driver": driver}, "columnKind": "unicodeCodePoints", "results": results}],
    }


def _verdicts(matrix: Matrix, scan: Scan, assessed: Mapping[FoundApi, Assessment]) -> Iterator[Entry]:
    for scanned in scan.files:
        for api in scanned.apis:
            entry = assessed[api]
            rule = "does-not-fit" if not entry.fits else "could-be-cheaper" if entry.could_be else None
            if rule:
                yield _result(rule, f"{api.id}: {verdict_of(matrix, entry)}", api.file, api.line)


def _trouble(trouble: Trouble) -> Entry:
    rule = "cannot-be-read" if trouble.fatal else "read-with-doubt"
    return _result(rule, trouble.message, trouble.file, trouble.line)


def _result(rule: str, text: str, file: str, line: int | None) -> Entry:
    return {
        "ruleId": rule,
        "ruleIndex": list(RULES).index(rule),
        "level": RULES[rule][0],
        "message": {"text": printable(text)},
        "locations": [
            {
                "physicalLocation": {
                    "artifactLocation": {"uri": quote(PurePath(file).as_posix(), errors="surrogateescape")},
                    "region": {"startLine": max(line or 1, 1)},
                }
            }
        ],
    }
