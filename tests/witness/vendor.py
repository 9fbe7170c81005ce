"""Models of a vendor who sells tea, in the forms that botocore and cfn-lint have, as folders of files."""

from __future__ import annotations

import copy
import json
from typing import TYPE_CHECKING, Any

from apigw_choose.witness.models import Models

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

SERVICE: dict[str, Any] = {
    "operations": {"Brew": {"documentation": "<p>Brews <b>a pot</b>.</p>"}, "Pour": {}},
    "shapes": {
        "Pot": {
            "type": "structure",
            "documentation": "<p>What tea is brewed in.</p>",
            "members": {
                "Lid": {
                    "shape": "Text",
                    "documentation": "<p>Keeps it   warm. Supported only for <i>black</i> tea.</p>",
                },
                "Handle": {"shape": "Text"},
            },
        },
        "Cup": {"type": "structure", "members": {"Lid": {"shape": "Text", "documentation": "<p>A small lid.</p>"}}},
        "Leaf": {"type": "string", "enum": ["BLACK", "GREEN", "0.5"]},
        "Volume": {"type": "integer", "max": 1000},
        "Text": {"type": "string"},
    },
}
RESOURCE: dict[str, Any] = {
    "description": "A kettle. Supported only for black tea.",
    "properties": {
        "Heater": {"$ref": "#/definitions/Heater", "description": "What makes it hot."},
        "Rings": {"type": "array", "items": {"$ref": "#/definitions/Ring"}},
    },
    "definitions": {
        "Heater": {"description": "Gas or power.", "properties": {"Kind": {"enum": ["GAS", "POWER"]}}},
        "Ring": {"properties": {"Watts": {"maximum": 2000}}},
    },
}


def models(folder: Path, change: Callable[[dict[str, Any]], object] = lambda _: None) -> Models:
    """A release of the models, the service changed in some respect."""
    service = copy.deepcopy(SERVICE)
    change(service)
    written = {
        "data/tea/2020-01-01/service-2.json": {"operations": {}, "shapes": {}},
        "data/tea/2024-01-01/service-2.json": service,
        "schemas/providers/us-east-1.json": {"Tea::Kettle": "abc"},
        "schemas/providers/sam.json": {},
        "schemas/resources/abc.json": RESOURCE,
    }
    for name, content in written.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(json.dumps(content), "utf-8")
    return Models(folder.name, folder / "data", folder / "schemas")
