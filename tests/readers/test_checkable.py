"""Which files a check finds, and which it passes over."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from apigw_choose.model.errors import InputError
from apigw_choose.readers import checkable
from apigw_choose.readers.checkable import find_checkable
from apigw_choose.readers.source import MAX_BYTES

NEEDS = "needs: [waf]\nexpect: rest\n"


@pytest.fixture(autouse=True)
def _here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def put(name: str, text: str = NEEDS) -> Path:
    path = Path(name)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, "utf-8")
    return path


def found(*names: str) -> list[str]:
    return [str(file.path) for file in find_checkable(map(Path, names)).files]


def refused(*names: str) -> list[str]:
    with pytest.raises(InputError) as caught:
        find_checkable(map(Path, names))
    return [str(problem) for problem in caught.value.problems]


def test_a_folder_is_walked_in_the_order_of_names() -> None:
    for name in ("b.yaml", "a/z.yml", "a/b/c.json", "c.yaml"):
        put(name, '{"needs": ["waf"]}' if name.endswith("json") else NEEDS)
    assert found(".") == ["b.yaml", "c.yaml", "a/z.yml", "a/b/c.json"]


@pytest.mark.parametrize(
    "name",
    [".hidden.yaml", ".git/x.yaml", "node_modules/x.yaml", ".venv/x.yaml", "a/vendor/x.yaml", "x.txt", "x.yaml.orig"],
)
def test_hidden_and_foreign_folders_and_other_kinds_of_files_are_not_looked_at(name: str) -> None:
    put(name)
    put("x.yaml")
    result = find_checkable([Path()])
    assert [str(file.path) for file in result.files] == ["x.yaml"]
    assert not result.skipped


@pytest.mark.parametrize(
    "text",
    [
        "resources: {}\n",
        "a: &x [1]\nb: *x\n",
        "--- 1\n--- 2\n",
        "- needs\n",
        "jobs:\n  test:\n    needs: build\n    on: yes\n",
        "\tneeds\n",
        "expectation: 3\n",
        "",
        '{"name": "x", "version": "1.10"}',
    ],
)
def test_a_file_of_something_else_is_skipped_and_counted(text: str) -> None:
    put("other.yaml", text)
    put("x.yaml")
    result = find_checkable([Path()])
    assert [str(path) for path in result.skipped] == ["other.yaml"]


def test_what_is_no_text_or_too_large_is_skipped() -> None:
    Path("binary.json").write_bytes(b"\xff\xfe\x00needs:")
    put("large.json", '{"needs": "' + "x" * MAX_BYTES + '"}')
    put("x.yaml")
    assert [path.name for path in find_checkable([Path()]).skipped] == ["binary.json", "large.json"]


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("x.yaml", "needs: [waf]\nneeds: [jwt]\n"),
        ("x.yaml", "needs: [no]\n"),
        ("x.yaml", "expect: rest\nneeds: [waf\n"),
        ("x.json", '{\n  "needs": ["waf",]\n  "wants" ["x"]\n}'),
        ("x.json", '{"format": "apigw-choose/decision/1",,}'),
        ("x.yaml", "{needs: [waf}\n"),
    ],
)
def test_a_slip_does_not_make_a_file_something_else(name: str, text: str) -> None:
    put(name, text)
    put("fine.yaml")
    assert any(problem.startswith(name) for problem in refused("."))


def test_a_file_that_is_named_is_never_skipped() -> None:
    put("other.yaml", "resources: {}\n")
    (file,) = find_checkable([Path("other.yaml")]).files
    assert file.kind == "requirements"


def test_a_file_found_twice_is_checked_once() -> None:
    put("a/x.yaml")
    assert found("a/x.yaml", "a", ".") == ["a/x.yaml"]


def test_saved_decisions_are_told_from_requirements() -> None:
    put("d.json", '{"format": "apigw-choose/decision/1",\n"recommendation": null}')
    put("r.yaml")
    files = find_checkable([Path()]).files
    assert [(file.path.name, file.kind, file.line) for file in files] == [
        ("d.json", "decision", 2),
        ("r.yaml", "requirements", 2),
    ]


def test_without_an_expectation_the_first_line_is_named() -> None:
    put("r.yaml", "# nothing\nneeds: [waf]\n")
    assert find_checkable([Path("r.yaml")]).files[0].line == 1


def test_nothing_to_check_is_an_error() -> None:
    put("other.yaml", "resources: {}\n")
    assert refused(".") == [".: no requirements file and no saved decision among 1 YAML and JSON files"]


def test_all_that_cannot_be_read_is_told_at_once() -> None:
    put("a.yaml", "needs: [no]\n")
    problems = refused("a.yaml", "missing.yaml")
    assert [problem.split(":")[0] for problem in problems] == ["a.yaml", "missing.yaml"]


def test_pipes_and_broken_links_in_a_folder_are_not_opened() -> None:
    os.mkfifo("pipe.yaml")
    Path("broken.yaml").symlink_to("nowhere.yaml")
    put("x.yaml")
    assert found(".") == ["x.yaml"]


def test_a_link_to_a_folder_is_not_followed() -> None:
    put("a/x.yaml")
    Path("a/loop").symlink_to("..", target_is_directory=True)
    assert found(".") == ["a/x.yaml"]


def test_a_file_or_folder_that_may_not_be_read_is_an_error(monkeypatch: pytest.MonkeyPatch) -> None:
    """The user of the tests may read everything, so the refusal is made up."""
    put("a/x.yaml")

    def refuse(*_: object, **__: object) -> None:
        raise PermissionError(13, "Permission denied", "a/x.yaml")

    monkeypatch.setattr(Path, "open", refuse)
    assert refused("a") == ["a/x.yaml: Permission denied"]
    monkeypatch.setattr(os, "scandir", refuse)
    assert "a/x.yaml: Permission denied" in refused("a")


def test_too_many_files_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(checkable, "MOST_FILES", 2)
    for name in ("a.yaml", "b.yaml", "c.yaml"):
        put(name)
    assert refused(".") == [".: more than 2 YAML and JSON files; name smaller folders"]
