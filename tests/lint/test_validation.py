from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from jsonschema import Draft202012Validator

from apigw_choose.readers import shipped
from apigw_choose.readers.strict_yaml import read_text
from apigw_choose.readers.validation import make_validator, problems_of

from .tea import tea_but

if TYPE_CHECKING:
    from collections.abc import Iterator

ID = {"description": "words joined by hyphens", "type": "string", "pattern": "^[a-z]+(-[a-z]+)*$"}
NOT_AN_ID = "which is not lower-case ASCII words and digits joined by hyphens, such as request-size"
NOT_AN_ADDRESS = "which is not an https address without credentials, port or spaces"
NO_SUPPORT = "which is not one of full, partial, none, not-applicable, unknown (did you mean 'unknown'?)"
KEYWORDS = {
    *("$schema", "$id", "$ref", "$defs", "$comment", "title", "description", "type", "enum", "const", "default"),
    *("properties", "required", "additionalProperties", "propertyNames", "minProperties", "maxProperties"),
    *("dependentRequired", "items", "prefixItems", "minItems", "maxItems", "uniqueItems", "contains"),
    *("minLength", "maxLength", "pattern", "format", "minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum"),
    *("oneOf", "anyOf", "allOf", "not", "if", "then", "else", "examples"),
}


def told(monkeypatch: pytest.MonkeyPatch, schema: dict[str, Any], text: str) -> list[str]:
    """The problems of a text by an invented schema."""
    monkeypatch.setattr(shipped, "schema", lambda _: json.dumps(schema))
    return [str(problem) for problem in problems_of(read_text(text, "f"), "invented")]


def told_of_tea(*edits: tuple[str, str]) -> list[str]:
    return [str(problem) for problem in problems_of(read_text(tea_but(*edits), "tea"), "matrix")]


@pytest.mark.parametrize(
    ("old", "new", "problem"),
    [
        ("characters: ", "charakters: ", "tea:6:13: unknown key 'charakters' (did you mean 'characters'?)"),
        ("            since:", "            sinze:", "tea:55:20: unknown key 'sinze' (did you mean 'since'?)"),
        ("subject: tea", "subject: tea\nzzz: {}", "tea:4:1: unknown key 'zzz'"),
        ("nouns: teas\n", "", "tea:1:1: the key 'nouns' is missing"),
        ("            note: It does.\n", "", "tea:53:11: the key 'note' is missing"),
        (
            "support: unknown",
            "support: unknow",
            f"tea:68:22: 'support' is 'unknow', {NO_SUPPORT}",
        ),
        ("subject: tea", "subject: 3", "tea:3:10: 'subject' must be text, not 3; put it in quotes"),
        ("subject: tea", "subject: true", "tea:3:10: 'subject' must be text, not true; put it in quotes"),
        ("subject: tea", "subject: [tea]", "tea:3:1: 'subject' must be text, not a list"),
        ("subject: tea", 'subject: ""', "tea:3:10: 'subject' is empty; write something"),
        ("aliases: [meadow]", "aliases: meadow", "tea:46:18: 'aliases' must be a list, not 'meadow'"),
        ("aliases: [meadow]", "aliases: [1]", "tea:46:19: an entry of 'aliases' must be text, not 1; put it in quotes"),
        ("aliases: [meadow]", "aliases: [a, a]", "tea:46:9: 'aliases' has 'a' twice"),
        (
            "aliases: [meadow]",
            "aliases: [Big Meadow]",
            f"tea:46:19: an entry of 'aliases' is 'Big Meadow', {NOT_AN_ID}",
        ),
        (
            "features: [takes-milk]",
            "features: []",
            "tea:102:5: 'features' needs at least one entry, and has 0",
        ),
        ("value: 2min", "value: 2.5", "tea:88:20: 'value' must be text or a whole number, not 2.5; put it in quotes"),
        ("micros: 50000", "micros: -1", "tea:18:15: 'micros' must be at least 0, not -1"),
        ("micros: 50000", "micros: 1.0", "tea:18:15: 'micros' must be a whole number, not 1.0"),
        ("micros: 50000", "micros: true", "tea:18:15: 'micros' must be a whole number, not true"),
        (
            "quantity: {dimension: duration, better: less}\n        ",
            "",
            "tea:74:9: an entry of 'features' is incomplete: 'shorthands' needs 'quantity' beside it",
        ),
        (
            "{hurried: 2min}",
            "{In Haste: 2min}",
            f"tea:78:32: the key is 'In Haste', {NOT_AN_ID}",
        ),
        (
            "https://example.org/tea/caffeine",
            "https://me:secret@example.org/tea/",
            f"tea:98:21: 'url' is 'https://me:secret@example.org/tea/', {NOT_AN_ADDRESS}",
        ),
        (
            "https://example.org/tea/caffeine",
            "http://example.org/tea/",
            f"tea:98:21: 'url' is 'http://example.org/tea/', {NOT_AN_ADDRESS}",
        ),
        (
            "https://example.org/tea/caffeine",
            "https://example.org/tea/a b",
            f"tea:98:21: 'url' is 'https://example.org/tea/a b', {NOT_AN_ADDRESS}",
        ),
        (
            'caffeine", checked: "2026-03-01"',
            'caffeine", checked: "1 March"',
            "tea:98:66: 'checked' is '1 March', which is not a date in quotes, such as \"2026-01-31\"",
        ),
    ],
)
def test_an_error_is_one_sentence_at_its_place(old: str, new: str, problem: str) -> None:
    assert told_of_tea((old, new)) == [problem]


def test_every_error_is_told_and_in_the_order_of_the_file() -> None:
    problems = told_of_tea(("value: 2min", "value: []"), ("nouns: teas\n", "plural: teas\n"))
    assert problems == [
        "tea:1:1: the key 'nouns' is missing",
        "tea:5:9: unknown key 'plural'",
        "tea:88:13: 'value' must be text or a whole number, not a list",
    ]


def test_an_id_may_not_end_in_a_line_break(monkeypatch: pytest.MonkeyPatch) -> None:
    assert told(monkeypatch, ID, '"waf"') == []
    (problem,) = told(monkeypatch, ID, '"waf\\n"')
    assert problem == "f:1:1: the document is 'waf\\n', which is not words joined by hyphens"


def test_a_digit_is_an_ascii_digit(monkeypatch: pytest.MonkeyPatch) -> None:
    schema = {"type": "string", "pattern": r"^\d$"}
    assert told(monkeypatch, schema, '"3"') == []
    assert told(monkeypatch, schema, '"٣"') == ["f:1:1: the document is '٣', which is not text that matches ^\\d$"]


EITHER = {
    "type": "array",
    "items": {
        "oneOf": [
            {"type": "string", "enum": ["red", "green"]},
            {
                "type": "object",
                "additionalProperties": False,
                "required": ["colour"],
                "properties": {"colour": {"type": "string"}, "weight": {"type": "integer"}},
            },
        ],
    },
}


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("- rad\n", "f:1:3: an entry is 'rad', which is not one of red, green (did you mean 'red'?)"),
        ("- {colour: red, weigth: 3}\n", "f:1:25: unknown key 'weigth' (did you mean 'weight'?)"),
        ("- {weight: 3}\n", "f:1:3: the key 'colour' is missing"),
        ("- {colour: red, weight: much}\n", "f:1:25: 'weight' must be a whole number, not 'much'"),
        ("- 3\n", "f:1:3: an entry must be text or a mapping, not 3; put it in quotes"),
    ],
)
def test_of_several_forms_the_nearest_is_explained(text: str, problem: str, monkeypatch: pytest.MonkeyPatch) -> None:
    assert told(monkeypatch, EITHER, text) == [problem]


def test_a_value_that_fits_two_forms_of_which_it_may_have_one_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    schema = {"properties": {"x": {"oneOf": [{"type": "integer"}, {"minimum": 0}]}}}
    assert told(monkeypatch, schema, "x: 1") == [
        "f:1:4: 'x' fits more than one of the forms it may have; keep to one",
    ]


@pytest.mark.parametrize(
    ("schema", "text", "sentence"),
    [
        ({"const": "a"}, "b", "must be 'a', not 'b'"),
        ({"maxItems": 1}, "[1, 2]", "needs at most one entry, and has 2"),
        ({"minItems": 2}, "[1]", "needs at least 2 entries, and has 1"),
        ({"minProperties": 1}, "{}", "needs at least one entry, and has 0"),
        ({"maxProperties": 1}, "{a: 1, b: 2}", "needs at most one entry, and has 2"),
        ({"maxLength": 2}, "abc", "is longer than 2 characters"),
        ({"maximum": 2}, "3", "must be at most 2, not 3"),
        ({"exclusiveMinimum": 2}, "2", "must be more than 2, not 2"),
        ({"exclusiveMaximum": 2}, "2", "must be less than 2, not 2"),
        ({"enum": [1, "a"]}, "null", "is null, which is not one of 1, a"),
        ({"not": {}}, "a", "does not meet 'not' of the schema"),
        ({"type": "string"}, "null", "must be text, not null; put it in quotes"),
        ({"type": "integer"}, "y" * 80, f"must be a whole number, not '{'y' * 59}..."),
    ],
)
def test_every_keyword_has_its_sentence(
    schema: dict[str, Any], text: str, sentence: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert told(monkeypatch, schema, text) == [f"f:1:1: the document {sentence}"]


def test_a_long_unknown_key_is_cut_and_not_compared(monkeypatch: pytest.MonkeyPatch) -> None:
    schema = {"additionalProperties": False, "properties": {"a": {}}}
    (problem,) = told(monkeypatch, schema, f'"{"a" * 900}": 1')
    assert problem.endswith("aaa...")
    assert len(problem) < 100


def test_every_schema_is_valid_and_uses_known_keywords_only() -> None:
    """A misspelled keyword switches a check off without a word."""
    for name in shipped.schema_names():
        schema = json.loads(shipped.schema(name))
        Draft202012Validator.check_schema(schema)
        unknown = [keyword for part in subschemas(schema) for keyword in part if keyword not in KEYWORDS]
        assert unknown == [], name


def test_every_mapping_of_the_matrix_is_closed_and_every_key_described() -> None:
    for part in subschemas(json.loads(shipped.schema("matrix"))):
        if part.get("type") == "object":
            assert part.get("additionalProperties") is False or "propertyNames" in part, part
        for key, value in part.get("properties", {}).items():
            assert value.get("description"), key


def test_every_reference_in_a_schema_leads_somewhere() -> None:
    for name in shipped.schema_names():
        schema = json.loads(shipped.schema(name))
        for part in subschemas(schema):
            if "$ref" in part:
                assert part["$ref"].removeprefix("#/$defs/") in schema["$defs"], part["$ref"]


def test_the_python_api_makes_validators_in_one_place_only() -> None:
    source = Path(shipped.__file__).parents[1]
    users = [path.name for path in source.rglob("*.py") if "import Draft" in path.read_text("utf-8")]
    assert users == ["validation.py"]
    assert make_validator("matrix").is_valid({}) is False


def subschemas(schema: Any) -> Iterator[dict[str, Any]]:
    """Every schema in a schema, itself included."""
    if not isinstance(schema, dict):
        return
    yield schema
    for keyword in ("properties", "$defs"):
        for part in schema.get(keyword, {}).values():
            yield from subschemas(part)
    for keyword in ("items", "additionalProperties", "propertyNames", "not", "if", "then", "else", "contains"):
        yield from subschemas(schema.get(keyword))
    for keyword in ("oneOf", "anyOf", "allOf", "prefixItems"):
        for part in schema.get(keyword, ()):
            yield from subschemas(part)
