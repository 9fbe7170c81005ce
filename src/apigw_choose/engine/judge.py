"""One need against one cell."""

from __future__ import annotations

from typing import TYPE_CHECKING

from apigw_choose.model.decision import Finding

if TYPE_CHECKING:
    from apigw_choose.model.matrix import Cell, Feature, Matrix, Quantity, Support
    from apigw_choose.model.requirements import Need, Requirements, Want


def judge(matrix: Matrix, option: str, asked: Need | Want, requirements: Requirements) -> Finding:
    """How an option answers a need or want, by the cell that the matrix holds of it.

    Under `strict`, partial support falls short. Where workarounds are allowed, one may fill in.
    """
    feature = matrix.features[asked.feature]
    cell = feature.cells[option]
    support, note = support_of(matrix, feature, cell, asked.amount)
    met = support == "full" or (support == "partial" and not requirements.strict)
    workaround = None if met or not requirements.allow_workarounds else _workaround(matrix, option, asked.feature)
    return Finding(asked.feature, asked.amount, support, met or workaround is not None, note, cell, workaround)


def _workaround(matrix: Matrix, option: str, feature: str) -> str | None:
    """The first workaround that gives the option the feature."""
    fitting = (
        entry.id for entry in matrix.workarounds.values() if option in entry.options and feature in entry.satisfies
    )
    return next(fitting, None)


def support_of(matrix: Matrix, feature: Feature, cell: Cell, amount: int | None) -> tuple[Support, str]:
    """The support that a cell gives, for a quantity to the amount asked, and the note that says why.

    An amount within the default has the cell's support; one that is had only beyond the default is
    partial, with the condition as its note; one that is not had at all is none.
    """
    quantity = feature.quantity
    if quantity is None or amount is None or cell.support not in ("full", "partial"):
        return cell.support, cell.note
    if cell.value is None:
        return cell.support, matrix.say("No limit: {note}", note=cell.note)
    if quantity.reaches(cell.value, amount):
        return cell.support, _bounded(matrix, quantity, cell.value, cell.note)
    if cell.beyond and (cell.beyond.to is None or quantity.reaches(cell.beyond.to, amount)):
        default = quantity.write(cell.value)
        return "partial", matrix.say("{amount} by default: {note}", amount=default, note=cell.beyond.note)
    farthest = cell.value if cell.beyond is None or cell.beyond.to is None else cell.beyond.to
    return "none", _bounded(matrix, quantity, farthest, cell.note)


def _bounded(matrix: Matrix, quantity: Quantity, amount: int, note: str) -> str:
    text = "At most {amount}: {note}" if quantity.better == "more" else "At least {amount}: {note}"
    return matrix.say(text, amount=quantity.write(amount), note=note)
