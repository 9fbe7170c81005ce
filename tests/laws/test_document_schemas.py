"""The schemas describe what is printed, all of it and nothing else."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest
from jsonschema import Draft202012Validator

from apigw_choose.readers import shipped
from apigw_choose.renderers.documents import explanation_document, features_document, term_document
from apigw_choose.renderers.overview_document import overview_document

if TYPE_CHECKING:
    from collections.abc import Iterator

    from apigw_choose import Matrix
    from oracle import Plain

OF_DOCUMENTS = ["check", "cost", "decision", "scan", "diff", "lint", "explanation", "features", "overview", "term"]


def schema(name: str) -> Plain:
    read: Plain = json.loads(shipped.schema(name))
    return read


def errors(name: str, document: object) -> list[str]:
    return [f"{error.json_path}: {error.message}" for error in Draft202012Validator(schema(name)).iter_errors(document)]


def objects(value: Any) -> Iterator[Plain]:
    """Every mapping in a schema, at any depth."""
    if isinstance(value, dict):
        yield value
    for inner in value.values() if isinstance(value, dict) else value if isinstance(value, list) else ():
        yield from objects(inner)


@pytest.mark.parametrize("name", OF_DOCUMENTS)
def test_a_schema_is_one(name: str) -> None:
    Draft202012Validator.check_schema(schema(name))
    assert schema(name)["$id"] == f"urn:apigw-choose:schema:{name}"


@pytest.mark.parametrize("name", OF_DOCUMENTS)
def test_every_object_is_closed_and_names_what_it_requires(name: str) -> None:
    described = [entry for entry in objects(schema(name)) if entry.get("type") == "object"]
    assert described
    for entry in described:
        assert "additionalProperties" in entry
        assert set(entry.get("required", ())) <= set(entry.get("properties", ()))
        # Where the keys are ids, what they may be is said instead.
        assert (entry["additionalProperties"] is False) == ("propertyNames" not in entry)


@pytest.mark.parametrize("name", OF_DOCUMENTS)
def test_every_property_and_definition_has_a_description(name: str) -> None:
    for entry in objects(schema(name)):
        for key in ("properties", "$defs"):
            for what, described in entry.get(key, {}).items():
                assert described.get("description"), what


@pytest.mark.parametrize("name", OF_DOCUMENTS)
def test_a_schema_refers_to_itself_alone_and_uses_every_definition(name: str) -> None:
    referred = {str(entry["$ref"]) for entry in objects(schema(name)) if "$ref" in entry}
    assert referred == {f"#/$defs/{key}" for key in schema(name)["$defs"]}


def test_bills_are_described_alike_in_a_decision_and_alone() -> None:
    in_decision, alone = schema("decision")["$defs"], schema("cost")
    for key, described in in_decision["costs"]["properties"].items():
        assert alone["properties"][key] == described
    shared = in_decision.keys() & alone["$defs"].keys() - {"id", "text", "matrix"}
    assert {"bill", "charge", "gap", "detour"} <= shared
    for key in shared:
        assert in_decision[key] == alone["$defs"][key], key


def test_all_features_are_described_by_their_schema(matrix: Matrix) -> None:
    assert errors("features", features_document(matrix, matrix.features.values())) == []


def test_features_of_some_options_are_described_by_their_schema(matrix: Matrix) -> None:
    assert errors("features", features_document(matrix, [matrix.features["waf"]], ["http", "rest"])) == []


def test_an_overview_is_described_by_its_schema_and_says_what_the_cells_say(matrix: Matrix) -> None:
    overview = overview_document(matrix, matrix.features.values())
    assert errors("overview", overview) == []
    whole = features_document(matrix, matrix.features.values())
    assert [entry["id"] for entry in overview["features"]] == list(matrix.features)
    for brief, full in zip(overview["features"], whole["features"], strict=True):
        assert brief["support"] == {option: cell["support"] for option, cell in full["cells"].items()}
        values = {option: cell["value_text"] for option, cell in full["cells"].items()}
        assert brief.get("values") == (values if full["kind"] == "quantity" else None)
    some = overview_document(matrix, [matrix.features["waf"]], ["http", "rest"])
    assert errors("overview", some) == []
    assert list(some["features"][0]["support"]) == ["http", "rest"]


def test_every_explanation_is_described_by_its_schema_and_by_that_of_features(matrix: Matrix) -> None:
    for feature in matrix.features.values():
        document = explanation_document(matrix, feature)
        assert errors("explanation", document) == []
        if feature.id in {"waf", "low-cost"}:
            assert errors("features", document) == []


def test_every_term_is_described_by_its_schema(matrix: Matrix) -> None:
    for term in matrix.glossary.values():
        assert errors("term", term_document(matrix, term)) == []


@pytest.mark.parametrize(
    ("name", "path"),
    [("features", ()), ("features", ("features", 0)), ("features", ("features", 0, "cells", "rest")),
     ("overview", ()), ("overview", ("features", 0)),
     ("explanation", ("claims", 0)), ("term", ("facts", 0)), ("term", ("sources", 0))],
)  # fmt: skip
def test_a_key_too_many_and_a_key_too_few_are_errors(matrix: Matrix, name: str, path: tuple[str | int, ...]) -> None:
    for change in ("more", "less"):
        document = document_named(matrix, name)
        place: Any = document
        for key in path:
            place = place[key]
        if change == "more":
            place["surprise"] = 1
        else:
            del place[next(iter(place))]
        assert len(errors(name, document)) == 1


def document_named(matrix: Matrix, name: str) -> Plain:
    """A document of that schema, as it is printed."""
    if name == "term":
        document = term_document(matrix, matrix.glossary["execute-api"])
    elif name == "explanation":
        document = explanation_document(matrix, matrix.features["waf"])
    elif name == "overview":
        document = overview_document(matrix, [matrix.features["waf"]])
    else:
        document = features_document(matrix, [matrix.features["waf"]])
    printed: Plain = json.loads(json.dumps(document))
    return printed
