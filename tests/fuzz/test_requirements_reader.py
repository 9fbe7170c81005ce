"""The reader of requirements files. Its oracle: what is accepted means the same when it is written and read again."""

from __future__ import annotations

import random as randoms
from typing import TYPE_CHECKING, Any

import pytest
import yaml

from apigw_choose import load_matrix
from apigw_choose.engine.decide import decide
from apigw_choose.model.errors import InputError
from apigw_choose.model.problems import Problem
from apigw_choose.readers.asked import require
from apigw_choose.readers.examples import examples_folder
from apigw_choose.readers.requirements_file import read_requirements_file
from apigw_choose.renderers.documents import decision_document
from apigw_choose.renderers.requirements_yaml import write_requirements

from .mutation import Pool, as_yaml_or_json, texts

if TYPE_CHECKING:
    from pathlib import Path

    from .campaign import Campaign

MATRIX = load_matrix()
RICH: dict[str, Any] = {
    "needs": ["waf", "api-keys", {"integration-timeout": "60s"}, {"request-size": "6MB"}, "web-acl"],
    "wants": ["caching", {"canary": 3}, {"integration-timeout": {"amount": "90s", "weight": 2}}],
    "strict": True,
    "allow-workarounds": True,
    "no-assume": ["request-response"],
    "declined": ["server-push"],
    "undecided": ["custom-domain"],
    "traffic": {"requests": "50M/month", "request_size": "4KB", "response_size": "20KB"},
    "region": "eu-west-1",
    "expect": ["rest", "http"],
}
WORDS = (
    *MATRIX.features,
    *MATRIX.names,
    *("60s", "15min", "8MB", "128KiB", "29s", "1ms", "0", 5, 29000, "100/s", "10M", "1k/s", "999999999999999GB", "٣s"),
    *(
        "none",
        "rest",
        "http",
        "websocket",
        "eu-west-1",
        "us-east-1",
        "request-response",
        "yes",
        "1_000",
        "0x10",
        "1:30",
    ),
)


def seeds() -> list[Any]:
    return [
        RICH,
        {"needs": []},
        {},
        *(yaml.safe_load(file.read_text("utf-8")) for file in examples_folder().glob("*.yaml")),
    ]


def test_what_is_accepted_is_written_back_to_the_same_meaning(fuzz: Campaign, tmp_path: Path) -> None:
    file, again = tmp_path / "r.yaml", tmp_path / "again.yaml"

    def check(text: str) -> str:
        file.write_bytes(text.encode("utf-8", "surrogatepass"))
        try:
            said = read_requirements_file(MATRIX, file)
        except InputError as error:
            assert_every_problem_has_its_place(error, text, str(file))
            return "refused"
        written = write_requirements(MATRIX, said)
        again.write_text(written, "utf-8")
        assert read_requirements_file(MATRIX, again) == said
        assert write_requirements(MATRIX, read_requirements_file(MATRIX, again)) == written
        assert decided(file) == decided(again)
        named = {need.feature for need in said.needs} | {want.feature for want in said.wants}
        assert features_named(yaml.safe_load(text)) == named
        return "accepted"

    fuzz("requirements", texts(Pool(seeds(), WORDS).mutants(), as_yaml_or_json), check)


def decided(file: Path) -> Any:
    return decision_document(MATRIX, decide(MATRIX, require(MATRIX, file=read_requirements_file(MATRIX, file))))


def features_named(document: Any) -> set[str]:
    """By a reading of its own: the ids of what is needed and wanted."""
    entries = [entry for key in ("needs", "wants") for entry in document.get(key, [])]
    names = {entry if isinstance(entry, str) else next(iter(entry)) for entry in entries}
    return {name if name in MATRIX.features else MATRIX.names[name] for name in names}


def assert_every_problem_has_its_place(error: InputError, text: str, file: str) -> None:
    """A problem names the file, and a line and column that are in it."""
    lines = text.removeprefix("\ufeff").split("\n")
    assert error.problems
    for problem in error.problems:
        if isinstance(problem, Problem):
            assert problem.position.file == file
            assert 0 <= problem.position.line <= len(lines)
            # a reader of YAML may count other line breaks than these
            assert problem.line_text in (None, *lines)
        else:
            assert problem.startswith(file), problem


@pytest.mark.parametrize("number", range(3))
def test_a_seed_itself_is_accepted_however_it_is_spelt(number: int, tmp_path: Path) -> None:
    for seed in seeds():
        file = tmp_path / "r.yaml"
        spelling = randoms.Random(number)  # noqa: S311 - nothing is kept secret by it
        file.write_text(as_yaml_or_json(seed, spelling), "utf-8")
        assert features_named(seed) <= {*MATRIX.features}
        read_requirements_file(MATRIX, file)
