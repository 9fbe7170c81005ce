"""The result of a scan as plain JSON data, by `schema scan`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from apigw_choose.engine.cost_reasons import money
from apigw_choose.model.amounts import BASE_UNIT
from apigw_choose.model.estimate import rounded
from apigw_choose.renderers.documents import matrix_document
from apigw_choose.renderers.scan_words import UNKNOWN, verdict_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from apigw_choose.model.matrix import Matrix
    from apigw_choose.model.scan import Assessment, FoundApi, Scan, Trouble, Use
    from apigw_choose.renderers.documents import Document


def scan_document(matrix: Matrix, scan: Scan, assessed: Mapping[FoundApi, Assessment]) -> Document:
    """Every template with its APIs, in the order in which they were found."""
    return {
        "format": "apigw-choose/scan/1",
        "matrix": matrix_document(matrix),
        "files": [
            {
                "file": scanned.file,
                "format": scanned.format,
                "apis": [_api(matrix, assessed[api]) for api in scanned.apis],
            }
            for scanned in scan.files
        ],
        "problems": [_problem(trouble) for trouble in scan.troubles],
        "skipped": scan.skipped,
    }


def _api(matrix: Matrix, entry: Assessment) -> Document:
    api = entry.api
    return {
        "id": api.id,
        "type": api.option or UNKNOWN,
        "file": api.file,
        "line": api.line,
        "condition": api.condition,
        "uses": [_use(matrix, use) for use in api.uses],
        "needs": [need.feature for need in entry.needs],
        "fits": entry.fits,
        "recommendation": entry.recommendation,
        "could_be": entry.could_be,
        "saving": _saving(matrix, entry),
        "binding": [use.feature for use in entry.binding],
        "touches": [{"feature": touch.feature, "text": touch.text} for touch in entry.touches],
        "verdict": verdict_of(matrix, entry),
    }


def _use(matrix: Matrix, use: Use) -> Document:
    quantity = matrix.features[use.feature].quantity if use.feature in matrix.features else None
    return {
        "feature": use.feature,
        "certainty": use.certainty,
        "file": use.file,
        "line": use.line,
        "path": use.path,
        "amount": use.amount,
        "unit": BASE_UNIT[quantity.dimension] if quantity else None,
        "detail": use.detail,
        "by_default": use.by_default,
    }


def _saving(matrix: Matrix, entry: Assessment) -> Document | None:
    if entry.could_be is None or entry.api.option is None:
        return None
    price = matrix.options[entry.api.option].price
    month = entry.saving_a_month
    return {
        "currency": price.currency,
        "micros": entry.saving,
        "per": price.per,
        "amount": None if entry.saving is None else money(entry.saving, price.currency),
        "micros_a_month": None if month is None else rounded(month),
        "amount_a_month": None if month is None else money(month, price.currency),
    }


def _problem(trouble: Trouble) -> Document:
    return {"file": trouble.file, "line": trouble.line, "message": trouble.message, "fatal": trouble.fatal}
