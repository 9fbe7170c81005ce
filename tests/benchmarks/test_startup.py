"""How long a start takes, as a multiple of what nobody can avoid. `python -m pytest tests/benchmarks -s` prints it."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from statistics import median
from typing import TYPE_CHECKING, NamedTuple

import pytest

from conftest import FIXTURES, TOOL

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

BARE = """
from typing import Annotated

import typer

app = typer.Typer()


@app.command()
def command(need: Annotated[list[str], typer.Option()] = []) -> None:
    pass


app()
"""
ROUNDS, RETRIES = 15, 2
NEEDS = ("--need", "waf", "--need", "api-keys")
BASE = "bare Typer app"
GOALS = {"--json": 1.15, "text": 2.0}
"""What is asserted. Of `--json` 1.10 is aimed at, which docs/performance.md tells of."""


class Run(NamedTuple):
    """What one process took, in seconds."""

    wall: float
    processor: float
    """Of the program and the system, which what else the machine does disturbs least."""


Times = dict[str, list[Run]]


@pytest.fixture
def programs(tmp_path: Path) -> dict[str, Sequence[str]]:
    bare = tmp_path / "bare.py"
    bare.write_text(BARE, "utf-8")
    requirements = tmp_path / "api.yaml"
    requirements.write_text("needs: [waf]\n", "utf-8")
    return {
        "bare interpreter": (sys.executable, "-c", ""),
        BASE: (sys.executable, str(bare), *NEEDS),
        "--json": (TOOL, *NEEDS, "--json"),
        "text": (TOOL, *NEEDS),
        "--help": (TOOL, "--help"),
        "explain waf": (TOOL, "explain", "waf"),
        "features": (TOOL, "features"),
        "compare": (TOOL, "compare", "rest", "http", "--differences"),
        "decision with traffic": (TOOL, *NEEDS, "--requests", "50M", "--json"),
        "cost --json": (TOOL, "cost", "--requests", "50M", "--json"),
        "check": (TOOL, "check", str(requirements)),
        "scan --json": (TOOL, "scan", str(FIXTURES / "scan" / "orders.yaml"), "--json"),
        "matrix lint": (TOOL, "matrix", "lint", str(FIXTURES / "coffee")),
    }


@pytest.mark.benchmark
@pytest.mark.usefixtures("matrix")  # which a checkout compiles the first time
def test_the_json_and_the_text_answer_start_as_fast_as_promised(
    programs: Mapping[str, Sequence[str]], tmp_path: Path
) -> None:
    times: Times = {name: [] for name in programs}
    measure(programs, times, tmp_path)
    judged = {name: programs[name] for name in (BASE, *GOALS)}
    for _ in range(RETRIES):
        if all(ratio(times, name) <= goal for name, goal in GOALS.items()):
            break
        measure(judged, times, tmp_path)
    sys.stdout.write(f"\n{table(times)}\n")
    for name, goal in GOALS.items():
        assert ratio(times, name) <= goal, table(times)


def measure(programs: Mapping[str, Sequence[str]], times: Times, folder: Path) -> None:
    """Run them in turn, so that what else the machine does meets them all alike."""
    environment = {"PATH": os.environ["PATH"], "HOME": str(folder), "LANG": "C.UTF-8"}
    for _ in range(ROUNDS):
        for name, command in programs.items():
            start = time.perf_counter()
            with subprocess.Popen(command, stdout=subprocess.DEVNULL, env=environment, cwd=folder) as process:
                _, status, used = os.wait4(process.pid, 0)
                process.returncode = os.waitstatus_to_exitcode(status)
            times[name].append(Run(time.perf_counter() - start, used.ru_utime + used.ru_stime))
            assert process.returncode == 0, command


def ratio(times: Times, name: str) -> float:
    """By the least processor time of each, which is the one that was disturbed least."""
    least, base = (min(run.processor for run in times[program]) for program in (name, BASE))
    return least / base


def table(times: Times) -> str:
    head = f"{'':24}{'least':>10}{'median':>10}{'processor':>12}{'ratio':>8}{'goal':>8}"
    rows = []
    for name, runs in times.items():
        wall = [run.wall * 1000 for run in runs]
        processor = min(run.processor for run in runs) * 1000
        rows.append(
            f"{name:24}{min(wall):>7.1f} ms{median(wall):>7.1f} ms{processor:>9.1f} ms{ratio(times, name):>8.2f}"
            + (f"{GOALS[name]:>8.2f}" if name in GOALS else "")
        )
    rounds = f"{len(times[BASE])} rounds in turn; the ratio is that of the least processor time to that of the {BASE}"
    return "\n".join([head, *rows, rounds])
