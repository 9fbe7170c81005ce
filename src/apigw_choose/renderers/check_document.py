"""The result of a check as plain JSON data, by `schema check`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from apigw_choose.model.amounts import BASE_UNIT

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date
    from pathlib import Path

    from apigw_choose.model.checked import CellChange, CheckedFile, Told
    from apigw_choose.model.matrix import Matrix

Document = dict[str, Any]


def check_document(
    matrix: Matrix, files: Sequence[CheckedFile], skipped: Sequence[Path], *, today: date | None, max_age: int | None
) -> Document:
    """All that was checked, and what came out."""
    failing = sum(not file.outcome.holds for file in files)
    return {
        "format": "apigw-choose/check/1",
        "matrix": {"id": matrix.id, "version": matrix.version},
        "today": today.isoformat() if today else None,
        "max_age": max_age,
        "checked": len(files),
        "holding": len(files) - failing,
        "failing": failing,
        "skipped": [str(path) for path in skipped],
        "files": [_file(matrix, file) for file in files],
    }


def _file(matrix: Matrix, file: CheckedFile) -> Document:
    outcome, decision = file.outcome, file.outcome.decision
    return {
        "file": file.file,
        "kind": file.kind,
        "line": file.line,
        "holds": outcome.holds,
        "expected": None if file.expected is None else list(file.expected),
        "recommendation": decision.recommendation if decision else None,
        "headline": decision.headline if decision else None,
        "faults": [
            {
                "kind": fault.kind,
                "text": fault.text,
                "features": list(fault.features),
                "options": list(fault.options),
            }
            for fault in outcome.faults
        ],
        "changes": [_change(matrix, change) for change in outcome.changes],
        "stale": [
            {"features": list(entry.features), "option": entry.option, "checked": entry.checked, "url": entry.url}
            for entry in outcome.stale
        ],
    }


def _change(matrix: Matrix, change: CellChange) -> Document:
    quantity = matrix.features[change.feature].quantity
    amount = (
        {"amount": change.amount, "unit": BASE_UNIT[quantity.dimension], "amount_text": quantity.write(change.amount)}
        if quantity and change.amount is not None
        else {}
    )
    return {
        "feature": change.feature,
        **amount,
        "option": change.option,
        "before": _told(change.before),
        "after": _told(change.after),
    }


def _told(told: Told) -> Document:
    return {"support": told.support, "note": told.note}
