"""Features and whether the options have them, as plain JSON data that is short enough to be read as a whole."""

from __future__ import annotations

from typing import TYPE_CHECKING

from apigw_choose.renderers.documents import matrix_document

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from apigw_choose.model.matrix import Feature, Matrix
    from apigw_choose.renderers.documents import Document


def overview_document(matrix: Matrix, features: Iterable[Feature], options: Iterable[str] | None = None) -> Document:
    """Features with the support of some options, or of all, by `schema overview`."""
    shown = list(matrix.options) if options is None else list(options)
    return {
        "format": "apigw-choose/overview/1",
        "matrix": matrix_document(matrix),
        "options": [{"id": option, "name": matrix.options[option].name} for option in shown],
        "features": [_feature(feature, shown) for feature in features],
    }


def _feature(feature: Feature, options: Sequence[str]) -> Document:
    quantity = feature.quantity
    values = {option: feature.cells[option].value for option in options}
    return {
        "id": feature.id,
        "name": feature.name,
        "category": feature.category,
        "kind": "quantity" if quantity else "capability",
        "support": {option: feature.cells[option].support for option in options},
        **(
            {"values": {option: None if value is None else quantity.write(value) for option, value in values.items()}}
            if quantity
            else {}
        ),
    }
