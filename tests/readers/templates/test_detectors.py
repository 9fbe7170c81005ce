"""The table of detectors itself: of its schema's form, and of the matrix's vocabulary."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from apigw_choose.readers.strict_yaml import read_file
from apigw_choose.readers.templates.detectors import read_detectors, shipped_detectors
from apigw_choose.readers.validation import problems_of

if TYPE_CHECKING:
    from apigw_choose import Matrix

TABLE = Path(__file__).parents[3] / "data" / "detectors" / "templates.yaml"


@pytest.fixture(scope="module")
def value() -> Any:
    return read_file(TABLE).value


def listed(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]


def test_the_table_is_of_the_form_that_its_schema_describes() -> None:
    assert [str(problem) for problem in problems_of(read_file(TABLE), "detectors")] == []


def test_every_feature_and_option_of_the_table_is_one_of_the_matrix(value: Any, matrix: Matrix) -> None:
    named = {feature for entry in value["detectors"] for feature in listed(entry["feature"])}
    named |= {name for entry in value["apis"] for names in entry.get("brings", {}).values() for name in names}
    assert named <= set(matrix.features)
    options = {
        option for entry in value["apis"] for option in [entry.get("option"), *entry.get("options", {}).values()]
    }
    assert options - {None} <= set(matrix.options)


def test_every_type_that_shows_something_can_be_traced_to_an_api(value: Any) -> None:
    traced = {entry["type"] for entry in value["apis"]} | value["belongs"].keys() | value["used-by"].keys()
    assert {kind for entry in value["detectors"] for kind in listed(entry["resource"])} <= traced


@pytest.mark.parametrize("section", ["belongs", "used-by", "named-by"])
def test_the_types_of_a_section_are_in_order(value: Any, section: str) -> None:
    assert all(one < other for one, other in pairwise(value[section]))


def test_a_new_feature_needs_one_entry_and_no_code(tmp_path: Path) -> None:
    entry = '  - {feature: tags, resource: "AWS::ApiGateway::RestApi", at: Tags}\n'
    copy = tmp_path / "detectors.yaml"
    copy.write_text(TABLE.read_text("utf-8") + entry, "utf-8")
    more = read_detectors(copy).detectors["AWS::ApiGateway::RestApi"]["Tags"]
    assert [detector.features for detector in more] == [("tags",)]
    assert "Tags" not in shipped_detectors().detectors["AWS::ApiGateway::RestApi"]
