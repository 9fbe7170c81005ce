"""docs/matrix.md names every key of the data and every rule of the lint."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from apigw_choose.lint import RULES

from .pages import ROOT

if TYPE_CHECKING:
    from collections.abc import Iterator

PAGE = ROOT / "docs" / "matrix.md"


def properties(schema: Any) -> Iterator[str]:
    """The names of all properties that a schema describes, at any depth."""
    if isinstance(schema, dict):
        yield from schema.get("properties", ())
        for inner in schema.values():
            yield from properties(inner)
    elif isinstance(schema, list):
        for inner in schema:
            yield from properties(inner)


SCHEMA = json.loads((ROOT / "data" / "schema" / "matrix.schema.json").read_text("utf-8"))


@pytest.mark.parametrize("name", sorted(set(properties(SCHEMA))))
def test_every_key_is_explained(name: str) -> None:
    assert f"| `{name}` |" in PAGE.read_text("utf-8")


@pytest.mark.parametrize(
    ("kind", "name"), sorted({(kind, name) for kind, part in SCHEMA["$defs"].items() for name in properties(part)})
)
def test_every_key_is_explained_where_it_belongs(kind: str, name: str) -> None:
    """Each kind of mapping has a table of its own, below an anchor with the name that the schema gives it."""
    _, _, after = PAGE.read_text("utf-8").partition(f'<a id="{kind}"></a>')
    table = after.split('<a id="')[0]
    assert f"| `{name}` |" in table


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.__name__)
def test_every_rule_of_the_lint_is_explained(rule: Any) -> None:
    assert f"| `{rule.__name__}` |" in PAGE.read_text("utf-8")
