"""The reader of matrices. Its oracle: what is accepted says of a cell what its source says, and can be decided by."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import yaml

from apigw_choose import load_matrix, require
from apigw_choose.engine.decide import decide
from apigw_choose.engine.verify import verify
from apigw_choose.model.amounts import format_amount
from apigw_choose.model.errors import InputError
from apigw_choose.model.problems import Problem
from apigw_choose.readers.sound import read_sound_matrix
from apigw_choose.readers.validation import make_validator
from apigw_choose.renderers.documents import features_document, to_json
from conftest import FIXTURES
from lint.tea import TEA

from .mutation import Pool, as_yaml_or_json, texts

if TYPE_CHECKING:
    from pathlib import Path

    from apigw_choose import Matrix

    from .campaign import Campaign


def one_document(folder: Path) -> Any:
    """The matrix in a folder, as one mapping."""
    whole: dict[str, Any] = {}
    for file in sorted(folder.glob("*.yaml")):
        whole |= yaml.safe_load(file.read_text("utf-8"))
    for key in ("features", "prices"):
        parts = [yaml.safe_load(file.read_text("utf-8")) for file in sorted(folder.glob(f"{key}/*.yaml"))]
        if parts:
            whole[key] = parts
    return whole


VALIDATOR = make_validator("features")
WORDS = (
    *(
        "full",
        "partial",
        "none",
        "not-applicable",
        "unknown",
        "none known",
        "2min",
        "4min",
        "1h",
        "8MB",
        "more",
        "less",
    ),
    *("duration", "size", "rate", "count", "black", "green", "grassy", "steeping-time", "2026-03-01", "2020-05", "low"),
    *("https://example.org/tea/x", "http://example.org/", "é", "→", "\u200b", "waf", {"grassy": "5min"}, [["grassy"]]),
)


def test_what_is_accepted_says_what_its_source_says(fuzz: Campaign, tmp_path: Path) -> None:
    file = tmp_path / "matrix.yaml"

    def check(text: str) -> str:
        file.write_bytes(text.encode("utf-8", "surrogatepass"))
        try:
            matrix = load_matrix(file)
        except InputError as error:
            lines = text.count("\n") + 1
            assert error.problems  # noqa: PT017 - most are refused
            places = [problem.position for problem in error.problems if isinstance(problem, Problem)]
            assert all(place.file == str(file) and place.line <= lines for place in places)
            return "refused"
        assert read_sound_matrix(file) == read_sound_matrix(file)
        assert_cells_are_those_of(yaml.safe_load(text), matrix)
        document = json.loads(to_json(features_document(matrix, matrix.features.values())))
        assert [error.message for error in VALIDATOR.iter_errors(document)] == []
        for need in askable(matrix):
            verify(matrix, decide(matrix, require(matrix, [need], [need])))
        return "accepted"

    seeds = [yaml.safe_load(TEA), one_document(FIXTURES / "coffee")]
    fuzz("matrix", texts(Pool(seeds, WORDS).mutants(), as_yaml_or_json), check)


def assert_cells_are_those_of(source: Any, matrix: Matrix) -> None:
    features = [feature for group in source["features"] for feature in group["features"]]
    assert sorted(matrix.features) == sorted(feature["id"] for feature in features)
    for feature in features:
        for option, cell in feature["cells"].items():
            read = matrix.features[feature["id"]].cells[option]
            assert (read.support, read.note) == (cell["support"], cell["note"])


def askable(matrix: Matrix) -> list[str]:
    """A need for each feature, of a quantity the best that any option offers."""
    needs = []
    for feature in matrix.features.values():
        if feature.quantity is None:
            needs.append(feature.id)
            continue
        dimension = feature.quantity.dimension
        offers = [cell.value for cell in feature.cells.values() if cell.value]
        needs += [f"{feature.id}={format_amount(offer, dimension)}" for offer in offers]
    return needs
