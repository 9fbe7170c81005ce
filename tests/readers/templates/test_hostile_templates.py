"""Files made to hang, crash or abuse the reader: each ends quickly, in a small memory, with one clear line."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
import yaml

from apigw_choose.readers.templates.scan import scan
from conftest import FIXTURES
from readers.templates.showing import table

if TYPE_CHECKING:
    from apigw_choose.model.scan import Scan

HOSTILE = FIXTURES / "hostile"
"""A folder of cases: what is refused as a whole, what is read but for a part, what is read. `messages.yaml` says what
must be told of the first two. A case that would fill the repository is made below."""
MESSAGES: dict[str, dict[str, str]] = yaml.safe_load((HOSTILE / "messages.yaml").read_text("utf-8"))
API = "Resources:\n  Api:\n    Type: AWS::ApiGateway::RestApi\n"
PROPERTIES = API + "    Properties:\n"

LARGE_AND_REFUSED: dict[str, tuple[str, str]] = {
    "100,000 brackets": (PROPERTIES + "      Name: " + "[" * 100_000, "nested more than 128 levels deep"),
    "100,000 brackets of JSON": (
        '{"AWS::ApiGateway": ' + "[" * 100_000 + "]" * 100_000 + "}",
        "nested more than 128 levels deep",
    ),
    "100,000 dashes": ("ApiGateway:\n  " + "- " * 100_000, "nested more than 128 levels deep"),
    "3,000 levels of indentation": (
        "ApiGateway:\n" + "".join(" " * depth + "a:\n" for depth in range(1, 3000)),
        "nested more than 128 levels deep",
    ),
    "more than 8 MB": ("# ApiGateway\n" * 700_000, "is larger than 8 MB"),
    "a list of millions": (
        '{"AWS::ApiGateway": [' + "1," * 3_500_000 + "1]}",
        "has more than 3,000,000 values and lines",
    ),
}
LARGE_AND_READ: dict[str, str] = {
    "references in a long chain": API
    + "".join(
        f"  S{n}: {{Type: AWS::ApiGateway::Stage, Properties: {{RestApiId: !Ref S{n + 1}}}}}\n" for n in range(5000)
    ),
    "100,000 parts of a text": PROPERTIES + "      Policy: !Sub '" + "${A}" * 100_000 + "'\n",
    "a number of 100,000 digits": "ApiGateway: " + "9" * 100_000,
}


def kept(folder: str) -> dict[str, bytes]:
    """The cases that are kept in a folder."""
    return {path.name: path.read_bytes() for path in sorted((HOSTILE / folder).iterdir())}


def refused() -> dict[str, tuple[str | bytes, str]]:
    """What must be refused, and what must be said of it."""
    return {
        **{name: (content, MESSAGES["refused"][name]) for name, content in kept("refused").items()},
        **LARGE_AND_REFUSED,
    }


def partly_read() -> dict[str, tuple[bytes, str]]:
    """What must be read but for a part, and what must be said of that."""
    return {name: (content, MESSAGES["partly-read"][name]) for name, content in kept("partly-read").items()}


def merely_odd() -> dict[str, str | bytes]:
    """What must be read without a word."""
    return {**kept("read"), **LARGE_AND_READ}


def test_each_message_is_of_a_case_that_is_kept() -> None:
    assert {folder: set(told) for folder, told in MESSAGES.items()} == {
        folder: set(kept(folder)) for folder in ("refused", "partly-read")
    }


def read(folder: Path, content: str | bytes) -> Scan:
    """Scan one file, within five seconds and 500 MB."""
    (folder / "t.yaml").write_bytes(content if isinstance(content, bytes) else content.encode())
    tables = table()
    started = time.process_time()
    found = scan([folder], tables)
    assert time.process_time() - started < 5
    return found


@pytest.mark.parametrize(("content", "message"), refused().values(), ids=refused())
def test_a_file_that_cannot_be_read_is_one_named_problem(content: str | bytes, message: str, tmp_path: Path) -> None:
    found = read(tmp_path, content)
    assert [(trouble.message, trouble.fatal) for trouble in found.troubles] == [(message, True)]
    assert found.files == ()
    assert found.skipped == 0


@pytest.mark.parametrize(("content", "message"), partly_read().values(), ids=partly_read())
def test_what_is_not_followed_is_said_and_the_rest_is_read(content: bytes, message: str, tmp_path: Path) -> None:
    inner = tmp_path / "inner"
    inner.mkdir()
    (tmp_path / "secret.yaml").write_text("swagger: '2.0'\npaths: {}\n")
    found = read(inner, content)
    assert [(trouble.message, trouble.fatal) for trouble in found.troubles] == [(message, False)]
    assert [api.id for file in found.files for api in file.apis] == ["Api"]


@pytest.mark.parametrize("content", merely_odd().values(), ids=merely_odd())
def test_what_is_merely_odd_is_read_in_time(content: str | bytes, tmp_path: Path) -> None:
    assert read(tmp_path, content).troubles == ()


MEASURE = """
import gc, resource, sys, time
gc.disable()  # as the tool does
from pathlib import Path
from apigw_choose.readers.templates.detectors import shipped_detectors
from apigw_choose.readers.templates.scan import scan
scan([Path(sys.argv[1])], shipped_detectors())
print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss, time.process_time())
"""
LARGEST = {
    "of YAML": "Resources: # ApiGateway\n" + "  - {a: 1}\n" * 700_000,
    "of JSON": '{"Resources": "ApiGateway", "all": [' + '{"a": 1}, ' * 300_000 + "1]}",
}


@pytest.mark.parametrize("content", LARGEST.values(), ids=LARGEST)
def test_the_largest_files_take_less_than_500_megabytes(content: str, tmp_path: Path) -> None:
    (tmp_path / "t.yaml").write_text(content)
    measured = subprocess.run(
        [sys.executable, "-c", MEASURE, str(tmp_path)], check=True, capture_output=True, text=True
    )
    kilobytes, seconds = measured.stdout.split()
    assert float(seconds) < 5  # of its own: what else the machine does is not its fault
    assert int(kilobytes) < 500 * 1024


def test_pipes_devices_and_links_out_of_the_folder_are_not_opened(tmp_path: Path) -> None:
    folder = tmp_path / "folder"
    folder.mkdir()
    (tmp_path / "outside.yaml").write_text(API)
    (folder / "t.yaml").write_text(API)
    os.mkfifo(folder / "pipe.yaml")
    (folder / "a-zero.yaml").symlink_to("/dev/zero")
    (folder / "outside.yaml").symlink_to("../outside.yaml")
    (folder / "loop.yaml").symlink_to("loop.yaml")
    (folder / "again.yaml").symlink_to("t.yaml")
    (folder / "here").symlink_to(".")
    found = scan([folder], table())
    assert [Path(file.file).name for file in found.files] == ["t.yaml"]
    assert {(Path(trouble.file).name, trouble.message) for trouble in found.troubles} == {
        ("pipe.yaml", "is no regular file"),
        ("a-zero.yaml", "is a link out of the scanned folder; it was not followed"),
        ("outside.yaml", "is a link out of the scanned folder; it was not followed"),
        ("loop.yaml", "is a link that leads nowhere"),
    }


def test_a_file_that_is_not_there_is_a_named_problem(tmp_path: Path) -> None:
    (trouble,) = scan([tmp_path / "none.yaml"], table()).troubles
    assert trouble.fatal
    assert trouble.message == "no such file"


def test_patterns_made_to_hang_the_matcher_do_not(tmp_path: Path) -> None:
    (tmp_path / ".gitignore").write_text("*a" * 30 + "\n" + "**/" * 30 + "x\n[z-a].yaml\n")
    (tmp_path / ("a" * 200 + ".yaml")).write_text(API)
    started = time.process_time()
    assert len(scan([tmp_path], table()).files) == 1
    assert time.process_time() - started < 1
