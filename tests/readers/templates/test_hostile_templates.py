"""Files made to hang, crash or abuse the reader: each ends quickly, in a small memory, with one clear line."""

# ruff: noqa: E501 - a case reads best on one line

from __future__ import annotations

import os
import subprocess
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from apigw_choose.readers.templates.scan import scan
from readers.templates.showing import table

if TYPE_CHECKING:
    from apigw_choose.model.scan import Scan

API = "Resources:\n  Api:\n    Type: AWS::ApiGateway::RestApi\n"
PROPERTIES = API + "    Properties:\n"
SAM = "Transform: AWS::Serverless-2016-10-31\nResources:\n  Api: {Type: AWS::Serverless::Api, Properties: {StageName: a, DefinitionUri: '%s'}}\n"
BOMB = "a0: &a0 [x, x]\n" + "".join(f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 10)}]\n" for n in range(1, 60))
MANY = ", ".join(f"v{n}" for n in range(2000))

FATAL: dict[str, tuple[str | bytes, str]] = {
    "a bomb of aliases": (BOMB + API, "its aliases come to more than 1,000,000 values"),
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
    "UTF-16": (API.encode("utf-16"), "is written in UTF-16, which the services do not read; save it as UTF-8"),
    "NUL bytes": (API.encode() + b"\0", "has NUL bytes; it is no text in UTF-8"),
    "another encoding": (API.encode() + b"# \xe9\n", "is not in UTF-8 (line 4)"),
    "an unknown alias": (PROPERTIES + "      Name: *none\n", "has an alias to 'none', which is not there"),
    "more than 8 MB": ("# ApiGateway\n" * 700_000, "is larger than 8 MB"),
    "a list of millions": (
        '{"AWS::ApiGateway": [' + "1," * 3_500_000 + "1]}",
        "has more than 3,000,000 values and lines",
    ),
}
NOT_FATAL: dict[str, tuple[str, str]] = {
    "an object of Python": (
        PROPERTIES + "      Name: !!python/object/apply:os.system [exit]\n",
        "the tag '!!python/object/apply:os.system' was not followed",
    ),
    "a cyclic alias": (
        API + "    Properties: &p\n      Body: *p\n",
        "an alias to what it stands in was not followed",
    ),
    "a bomb of loops": (
        API + f"  Fn::ForEach::A: [A, [{MANY}], {{'Fn::ForEach::B': [B, [{MANY}], {{'R${{A}}${{B}}': {{Type: X}}}}]}}]\n",
        "its loops make more than 2000 resources; the rest was not read",
    ),
    "a definition outside": (SAM % "/etc/passwd", "names '/etc/passwd', which is no file of the scanned folder; it was not opened"),
    "a definition above": (SAM % "../secret.yaml", "names '../secret.yaml', which is no file of the scanned folder; it was not opened"),
    "a definition on the network": (SAM % "https://example.com/a", "names 'https://example.com/a'; nothing is fetched"),
}  # fmt: skip
QUIET: dict[str, str] = {
    "references in a circle": API
    + "  A: {Type: AWS::ApiGateway::Stage, Properties: {RestApiId: !Ref B}}\n"
    + "  B: {Type: AWS::ApiGateway::Stage, Properties: {RestApiId: !Ref A}}\n",
    "references in a long chain": API
    + "".join(
        f"  S{n}: {{Type: AWS::ApiGateway::Stage, Properties: {{RestApiId: !Ref S{n + 1}}}}}\n" for n in range(5000)
    ),
    "100,000 parts of a text": PROPERTIES + "      Policy: !Sub '" + "${A}" * 100_000 + "'\n",
    "a definition that refers to itself": "swagger: '2.0'\npaths: {/a: {$ref: '#/paths/~1b'}, /b: {$ref: '#/paths/~1a'}}\n# apigateway\n",
    "half of a surrogate pair": '{"Resources": {"A\\ud800": {"Type": "AWS::ApiGateway::RestApi"}}}',
    "a number of 100,000 digits": "ApiGateway: " + "9" * 100_000,
}


def read(folder: Path, content: str | bytes) -> Scan:
    """Scan one file, within five seconds and 500 MB."""
    (folder / "t.yaml").write_bytes(content if isinstance(content, bytes) else content.encode())
    tables = table()
    started = time.process_time()
    found = scan([folder], tables)
    assert time.process_time() - started < 5
    return found


@pytest.mark.parametrize(("content", "message"), FATAL.values(), ids=FATAL)
def test_a_file_that_cannot_be_read_is_one_named_problem(content: str | bytes, message: str, tmp_path: Path) -> None:
    found = read(tmp_path, content)
    assert [(trouble.message, trouble.fatal) for trouble in found.troubles] == [(message, True)]
    assert found.files == ()
    assert found.skipped == 0


@pytest.mark.parametrize(("content", "message"), NOT_FATAL.values(), ids=NOT_FATAL)
def test_what_is_not_followed_is_said_and_the_rest_is_read(content: str, message: str, tmp_path: Path) -> None:
    inner = tmp_path / "inner"
    inner.mkdir()
    (tmp_path / "secret.yaml").write_text("swagger: '2.0'\npaths: {}\n")
    found = read(inner, content)
    assert [(trouble.message, trouble.fatal) for trouble in found.troubles] == [(message, False)]
    assert [api.id for file in found.files for api in file.apis] == ["Api"]


@pytest.mark.parametrize("content", QUIET.values(), ids=QUIET)
def test_what_is_merely_odd_is_read_in_time(content: str, tmp_path: Path) -> None:
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


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere the figure has another unit")
@pytest.mark.parametrize("content", LARGEST.values(), ids=LARGEST)
def test_the_largest_files_take_less_than_500_megabytes(content: str, tmp_path: Path) -> None:
    (tmp_path / "t.yaml").write_text(content)
    measured = subprocess.run(
        [sys.executable, "-c", MEASURE, str(tmp_path)], check=True, capture_output=True, text=True
    )
    kilobytes, seconds = measured.stdout.split()
    assert float(seconds) < 5  # of its own: what else the machine does is not its fault
    assert int(kilobytes) < 500 * 1024


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="the system has no named pipes")
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
