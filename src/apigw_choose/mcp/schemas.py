"""The schemas of results, as tools give them: the same as `apigw-choose schema` prints, one or several in one."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from apigw_choose.readers import shipped

if TYPE_CHECKING:
    from collections.abc import Sequence

_HERE = "#/$defs/"


def schema_of(names: Sequence[str]) -> dict[str, Any]:
    """The schema of a result that is described by one of some schemas of the project.

    It has no `$id`: some clients keep every schema that they were given and refuse a second of that name.
    """
    schemas = {name: json.loads(shipped.schema(name)) for name in names}
    for schema in schemas.values():
        del schema["$id"]
    if len(names) == 1:
        return dict(schemas[names[0]])
    definitions: dict[str, Any] = {}
    for name, schema in schemas.items():
        for key, described in schema.pop("$defs").items():
            definitions[f"{name}.{key}"] = _moved(described, name)
        definitions[name] = {key: _moved(value, name) for key, value in schema.items() if key != "$schema"}
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "description": f"One of {', '.join(names)}.",
        "type": "object",
        "oneOf": [{"$ref": f"{_HERE}{name}"} for name in names],
        "$defs": definitions,
    }


def _moved(schema: Any, name: str) -> Any:
    """A part of a schema whose definitions have come to stand beside those of others."""
    if isinstance(schema, list):
        return [_moved(entry, name) for entry in schema]
    if not isinstance(schema, dict):
        return schema
    return {
        key: value.replace(_HERE, f"{_HERE}{name}.") if key == "$ref" else _moved(value, name)
        for key, value in schema.items()
    }
