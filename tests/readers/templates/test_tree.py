# ruff: noqa: E501 - a case reads best on one line

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from apigw_choose.readers.templates.tree import Map, Seq, read_tree


def read(text: str) -> tuple[Any, list[tuple[int | None, str]]]:
    value, troubles = read_tree(text, "t")
    return value, [(trouble.line, trouble.message) for trouble in troubles]


SHORT_TAGS = [
    ("!Ref Api", {"Ref": "Api"}),
    ("!Condition Prod", {"Condition": "Prod"}),
    ("!GetAtt Api.RootResourceId", {"Fn::GetAtt": ["Api", "RootResourceId"]}),
    ("!GetAtt Nested.Outputs.Arn", {"Fn::GetAtt": ["Nested", "Outputs.Arn"]}),
    ("!GetAtt [Api, RootResourceId]", {"Fn::GetAtt": ["Api", "RootResourceId"]}),
    ("!Sub '${Api}'", {"Fn::Sub": "${Api}"}),
    ("!If [Prod, 1, !Ref AWS::NoValue]", {"Fn::If": ["Prod", 1, {"Ref": "AWS::NoValue"}]}),
    ("!Join ['', [a, !Ref B]]", {"Fn::Join": ["", ["a", {"Ref": "B"}]]}),
    ("!Transform {Name: AWS::Include}", {"Fn::Transform": {"Name": "AWS::Include"}}),
]


@pytest.mark.usefixtures("parser")
@pytest.mark.parametrize(("text", "value"), SHORT_TAGS)
def test_a_short_tag_stands_for_its_long_form(text: str, value: object) -> None:
    assert read(f"a: {text}\n") == ({"a": value}, [])


SCALARS = [
    ("29000", 29000), ("-1", -1), ("0.5", 0.5), ("true", True), ("False", False), ("on", True), ("null", None), ("~", None),
    ("'29000'", "29000"), ('"true"', "true"), ("012345678901", "012345678901"), ("2012-10-17", "2012-10-17"),
    ("1.2.3", "1.2.3"), ("-", "-"), ("*", None), ("12:30", "12:30"), ("!!str 1", "1"), ("!!int 1", 1),
]  # fmt: skip


@pytest.mark.usefixtures("parser")
@pytest.mark.parametrize(("text", "value"), [one for one in SCALARS if one[0] not in ("*", "-")])
def test_a_plain_scalar_is_a_word_a_number_or_text(text: str, value: object) -> None:
    assert read(f"a: {text}\n") == ({"a": value}, [])


@pytest.mark.usefixtures("parser")
def test_containers_know_the_lines_of_their_entries() -> None:
    value, _ = read("# first\na:\n  b: 1\n\n  c: [1,\n      2]\n")
    assert (value.line, value.lines) == (2, {"a": 2})
    assert (value["a"].line, value["a"].lines) == (3, {"b": 3, "c": 5})
    assert (value["a"]["c"].line, value["a"]["c"].lines) == (5, [5, 6])


def test_json_knows_its_lines_too() -> None:
    value, _ = read('{\n  "a": {"b": 1,\n    "c": [1,\n      {}]}\n}')
    assert value == {"a": {"b": 1, "c": [1, {}]}}
    assert (value["a"].line, value["a"].lines) == (2, {"b": 2, "c": 3})
    assert value["a"]["c"].lines == [3, 4]


@pytest.mark.usefixtures("parser")
@pytest.mark.parametrize("text", ["a: 1\nb: 2\na: 3\n", '{"a": 1,\n"b": 2,\n"a": 3}'])
def test_of_two_equal_keys_the_last_counts_with_a_trouble(text: str) -> None:
    assert read(text) == ({"a": 3, "b": 2}, [(3, "the key 'a' a second time; the last one counts")])


@pytest.mark.usefixtures("parser")
def test_anchors_and_merges_are_followed() -> None:
    text = "base: &base {a: 1, b: 2}\nmore: &more {c: 3}\nown: {<<: *base, b: 9}\nboth: {<<: [*more, *base]}\n"
    value, troubles = read(text)
    assert value["own"] == {"a": 1, "b": 9}
    assert value["both"] == {"c": 3, "a": 1, "b": 2}
    assert troubles == []


@pytest.mark.usefixtures("parser")
def test_an_alias_may_stand_for_text_and_for_a_key() -> None:
    assert read("a: &x word\n*x : [*x]\n") == ({"a": "word", "word": ["word"]}, [])


@pytest.mark.usefixtures("parser")
def test_a_tag_of_another_language_is_not_followed() -> None:
    value, troubles = read("a: !include x.yaml\nb: !!python/name:os.system x\n")
    assert value == {"a": {"Unresolved": "!include"}, "b": {"Unresolved": "!!python/name:os.system"}}
    assert [line for line, _ in troubles] == [1, 2]


@pytest.mark.usefixtures("parser")
def test_braces_of_a_template_engine_are_read_over() -> None:
    value, troubles = read("{% if x %}\na: {{ cookiecutter.name }}-api\n{% endif %}\nb: 1\n")
    assert value["b"] == 1
    assert troubles == [(None, "has braces of a template engine; what stands in them was not read")]


@pytest.mark.usefixtures("parser")
def test_a_key_that_is_not_text_is_passed_over() -> None:
    value, troubles = read("a: {{x}: 1, b: 2}\n")
    assert value == {"a": {"b": 2}}
    assert troubles == [(1, "a key that is not text was passed over")]


@pytest.mark.usefixtures("parser")
def test_only_the_first_of_several_documents_is_read() -> None:
    assert read("a: 1\n---\nb: 2\n") == ({"a": 1}, [(None, "has more than one document; only the first was read")])


@pytest.mark.usefixtures("parser")
@pytest.mark.parametrize("text", ["", "# nothing\n", "\ufeff"])
def test_a_file_without_a_value_is_none(text: str) -> None:
    assert read(text) == (None, [])


@pytest.mark.usefixtures("parser")
def test_what_is_not_yaml_is_a_fatal_trouble_with_its_line() -> None:
    value, (trouble,) = read_tree("a: 1\nb: [\n", "t")
    assert value is None
    assert trouble.fatal
    assert trouble.line is not None
    assert trouble.message.startswith("is not valid YAML: ")


def test_what_looks_like_json_and_is_not_says_so() -> None:
    _, (trouble,) = read_tree('{"a": 1,\n "b"]', "t")
    assert trouble.message.startswith("is not valid JSON, nor YAML: ")


def test_flow_style_that_is_no_json_is_read_as_yaml() -> None:
    assert read("{a: 1, b: [x,]}") == ({"a": 1, "b": ["x"]}, [])


VALUES = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(10**20), 10**20)
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
    max_leaves=20,
)


@given(st.dictionaries(st.text(), VALUES), st.sampled_from([None, 1, "\t"]))
def test_json_is_read_as_the_standard_library_reads_it(value: dict[str, object], indent: int | str | None) -> None:
    read_value, troubles = read_tree(json.dumps(value, indent=indent), "t")
    assert read_value == value
    assert troubles == []
    for container in _containers(read_value):
        assert len(container.lines) == len(container)


def _containers(value: Any) -> list[Map | Seq]:
    if not isinstance(value, Map | Seq):
        return []
    entries = value.values() if isinstance(value, Map) else value
    return [value, *(inner for entry in entries for inner in _containers(entry))]
