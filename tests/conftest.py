"""What the tests share: the shipped matrix, and the installed tool as a process of its own."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable, Generator
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

import pytest
from hypothesis import settings

from apigw_choose import Matrix, load_matrix

settings.register_profile("patient", deadline=None)  # a busy machine is no fault
settings.load_profile("patient")

TOOL = str(Path(sys.executable).with_name("apigw-choose"))
FIXTURES = Path(__file__).parent / "fixtures"
AS_ANYBODY = ("setpriv", "--bounding-set=-dac_override,-dac_read_search") if os.geteuid() == 0 else ()
"""Put before a command, permissions hold for it; without it the superuser, as which CI runs, may do everything."""


@dataclass(frozen=True)
class Ran:
    """What a process wrote and how it ended."""

    out: str
    err: str
    status: int


Tool = Callable[..., Ran]
Report = TypeVar("Report", pytest.TestReport, pytest.CollectReport)


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--approve",
        action="store_true",
        help="write what the tool says now into tests/golden and the pages of the documentation, then read the diff",
    )
    parser.addoption(
        "--processes", default=24, type=int, metavar="N", help="so many processes race in tests/cli/test_damage.py"
    )
    parser.addoption(
        "--fuzz-minutes",
        default=os.environ.get("FUZZ_MINUTES", "0"),
        metavar="N",
        help="let each target of tests/fuzz try new cases for so many minutes, instead of a few that stay the same",
    )
    parser.addoption("--guided", metavar="FOLDER", help="let coverage guide them; `python -m fuzz` says it")
    parser.addoption("--keep", metavar="FOLDER", help="write the smallest cases of such runs into tests/fixtures/fuzz")


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport() -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """In CI a skipped test is a failed one: everything that a test can ask for is there."""
    return _not_skipped((yield))


@pytest.hookimpl(wrapper=True)
def pytest_make_collect_report() -> Generator[None, pytest.CollectReport, pytest.CollectReport]:
    """Likewise for a module that is skipped as a whole."""
    return _not_skipped((yield))


def _not_skipped(report: Report) -> Report:
    if report.skipped and os.environ.get("TESTED") == "wheel":
        report.outcome = "failed"
        report.longrepr = f"skipped, which CI does not allow: {report.longrepr}"
    return report


@pytest.fixture
def approving(request: pytest.FixtureRequest) -> bool:
    """Whether transcripts are written anew; never unless it is asked for."""
    return bool(request.config.getoption("--approve"))


@pytest.fixture(scope="session")
def matrix() -> Matrix:
    """The shipped matrix."""
    return load_matrix()


@pytest.fixture
def tool(tmp_path: Path) -> Tool:
    """Runs the installed tool in an empty folder, with an environment that holds no more than is given."""

    def run(
        *arguments: str,
        env: dict[str, str] | None = None,
        input: str = "",  # noqa: A002
        cwd: Path = tmp_path,
        before: tuple[str, ...] = (),
    ) -> Ran:
        environment = {"PATH": os.environ["PATH"], "HOME": str(tmp_path), "LANG": "C.UTF-8", **(env or {})}
        done = subprocess.run(
            [*before, TOOL, *arguments],
            input=input,
            capture_output=True,
            encoding="utf-8",
            env=environment,
            cwd=cwd,
            timeout=60,
            check=False,
        )
        return Ran(done.stdout, done.stderr, done.returncode)

    return run
