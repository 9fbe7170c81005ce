"""`python -m apigw_choose.witness`, the maintainer's command."""

from __future__ import annotations

import gzip
import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from conftest import FIXTURES, Ran

CELLS = str(FIXTURES / "witness" / "cells.yaml")
OLDER = FIXTURES / "witness" / "older"
SERVICE = "apigateway/2015-07-09/service-2.json"


def witness(*arguments: str, cwd: Path = FIXTURES) -> Ran:
    done = subprocess.run(
        [sys.executable, "-m", "apigw_choose.witness", *arguments],
        capture_output=True,
        encoding="utf-8",
        env={"PATH": os.environ["PATH"], "LANG": "C.UTF-8"},
        cwd=cwd,
        timeout=60,
        check=False,
    )
    return Ran(done.stdout, done.stderr, done.returncode)


def test_without_arguments_it_holds_the_matrix_of_this_folder_against_the_installed_models() -> None:
    ran = witness(cwd=FIXTURES.parents[1])
    assert ran.out.endswith(" witnesses against the installed botocore 1.44.5: all hold.\n")
    assert (ran.err, ran.status) == ("", 0)


def test_a_witness_that_does_not_hold_is_told_where_it_stands(tmp_path: Path) -> None:
    text = Path(CELLS).read_text("utf-8").replace("AuthorizerType.JWT", "AuthorizerType.PASSPORT")
    (tmp_path / "data.yaml").write_text(text, "utf-8")
    ran = witness("--matrix", "data.yaml", cwd=tmp_path)
    assert ran.out == (
        "data.yaml:12:13: jwt-authorizer of rest: botocore:apigateway AuthorizerType.PASSPORT was to show 'present'"
        " and shows 'absent'\n2 witnesses against the installed botocore 1.44.5: 1 does not hold.\n"
    )
    assert (ran.err, ran.status) == ("", 1)


def test_cells_without_a_witness_are_listed() -> None:
    ran = witness("--without", "--matrix", CELLS)
    assert ran == Ran("cdk: rest\n1 of 3 cells have no witness.\n", "", 0)


class TestComparison:
    @pytest.mark.parametrize(
        ("way", "before", "now"), [("--before", "absent", "present"), ("--models", "present", "absent")]
    )
    def test_is_counted_from_the_installed_release_or_to_it(self, way: str, before: str, now: str) -> None:
        ran = witness(way, str(OLDER), "--matrix", CELLS)
        assert f"    before  {before}\n    now     {now}\n" in ran.out
        assert "jwt-authorizer of rest\n" in ran.out
        assert "lambda-authorizer-token of rest\n" not in ran.out
        assert (ran.err, ran.status) == ("", 1)

    def test_finds_nothing_between_a_release_and_itself(self) -> None:
        ran = witness("--models", str(OLDER), "--before", str(OLDER), "--matrix", CELLS)
        assert ran.out.endswith("0 witnesses moved.\n\n0 shapes in their models changed.\n")
        assert (ran.err, ran.status) == ("", 0)

    def test_takes_a_wheel_as_it_was_downloaded(self, tmp_path: Path) -> None:
        wheel = tmp_path / "botocore-0.0.0-py3-none-any.whl"
        with zipfile.ZipFile(wheel, "w") as packed:
            packed.writestr(f"botocore/data/{SERVICE}.gz", gzip.compress((OLDER / SERVICE).read_bytes()))
        named = witness("--before", str(OLDER), "--matrix", CELLS).out.replace(str(OLDER), str(wheel))
        assert witness("--before", str(wheel), "--matrix", CELLS).out == named

    def test_takes_the_folder_into_which_botocore_was_installed(self, tmp_path: Path) -> None:
        (tmp_path / "botocore").mkdir()
        (tmp_path / "botocore" / "data").symlink_to(OLDER)
        assert "jwt-authorizer of rest\n" in witness("--before", str(tmp_path), "--matrix", CELLS).out


class TestWrongInput:
    @pytest.mark.parametrize(
        ("arguments", "said"),
        [
            (("--models", "nowhere"), "nowhere: holds no service models; name a data folder of botocore, or its wheel"),
            (("--models", "."), ".: holds no service models; name a data folder of botocore, or its wheel"),
            (("--matrix", "nowhere"), "nowhere: no such file"),
            (("--matrix", "note.yaml"), "note.yaml: is no matrix\nTry: apigw-choose matrix lint note.yaml"),
        ],
    )
    def test_is_told_in_a_line(self, tmp_path: Path, arguments: tuple[str, ...], said: str) -> None:
        (tmp_path / "note.yaml").write_text("features: 3\n", "utf-8")
        given = arguments if "--matrix" in arguments else ("--matrix", CELLS, *arguments)
        assert witness(*given, cwd=tmp_path) == Ran("", f"{said}\n", 2)
