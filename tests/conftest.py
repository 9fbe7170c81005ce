"""What the tests share: the shipped matrix, and the installed tool as a process of its own."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from apigw_choose import Matrix, load_matrix

TOOL = str(Path(sys.executable).with_name("apigw-choose"))
FIXTURES = Path(__file__).parent / "fixtures"


@dataclass(frozen=True)
class Ran:
    """What a process wrote and how it ended."""

    out: str
    err: str
    status: int


Tool = Callable[..., Ran]


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

    def run(*arguments: str, env: dict[str, str] | None = None, input: str = "", cwd: Path = tmp_path) -> Ran:  # noqa: A002
        environment = {"PATH": os.environ["PATH"], "HOME": str(tmp_path), "LANG": "C.UTF-8", **(env or {})}
        done = subprocess.run(
            [TOOL, *arguments],
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
