"""Lets coverage guide a fuzz target: atheris keeps what runs new code, and varies it.

The target runs in a fork, since libFuzzer ends the process in which it runs. What it kept, what it found and what it
said stays in a folder of the target, and a later run goes on from there.
"""

from __future__ import annotations

import json
import os
import re
import resource
import traceback
from random import Random
from typing import TYPE_CHECKING, Any, TypeVar

from hypothesis import HealthCheck, Phase, given, settings
from hypothesis.database import DirectoryBasedExampleDatabase

from .campaign import Campaign, as_it_is

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from hypothesis.strategies import SearchStrategy

T = TypeVar("T")
LONGEST = 4096
"""So many bytes at most decide a case."""
SPARE = 256
"""So many random bytes follow a varied case, so that one that asks for more than before is still a whole case."""
GOES_ON = 0.5
SLOWEST = 120
"""A case that takes more seconds than this is a finding."""
SEEDS = 50


class Guided(Campaign):
    """Holds a check against cases near those that ran something new."""

    def __init__(self, minutes: float, folder: Path) -> None:
        super().__init__(minutes, first_seed=0)
        self.folder = folder
        self.log = ""

    def __call__(
        self,
        name: str,
        cases: SearchStrategy[T],
        check: Callable[[T], str],
        restore: Callable[[Any], T] = as_it_is,  # noqa: ARG002 - here a case comes as bytes
    ) -> None:
        """Try what earlier runs found, then new cases until the time is up; the smallest finding is raised."""
        folder = self.folder / name
        corpus = folder / "corpus"
        corpus.mkdir(parents=True, exist_ok=True)
        if not any(corpus.iterdir()):
            plant_seeds(corpus)

        @settings(
            database=DirectoryBasedExampleDatabase(folder / "found"),
            deadline=None,
            max_examples=10,  # of none at all Hypothesis would make a skip
            phases=(Phase.reuse, Phase.generate, Phase.shrink),
            print_blob=False,
            suppress_health_check=list(HealthCheck),
        )
        @given(cases)
        def one(case: T) -> None:
            self.cases += 1
            self.outcomes[check(case)] += 1

        one()
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        status = in_a_fork(lambda: self._fuzz(one.hypothesis.fuzz_one_input, folder))  # type: ignore[attr-defined]
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        self.seconds = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
        self.log = (folder / "log").read_text("utf-8", "replace")
        said = json.loads((folder / "tally.json").read_text("utf-8"))
        self.cases, self.outcomes = said.pop("cases"), self.outcomes.__class__(said)
        if status:
            one()
            raise AssertionError(f"libFuzzer ended with {status}; see {folder / 'log'}")

    def _fuzz(self, one_input: Callable[[bytes], bytes | None], folder: Path) -> None:
        import atheris

        used: dict[bytes, bytes] = {}

        def target(drawn: bytes) -> None:
            try:
                whole = one_input(drawn)
            finally:
                if self.cases % 50 == 0 or "whole" not in locals():
                    self._write_tally(folder)
            if whole is not None:
                used[drawn] = whole

        def vary(drawn: bytes, longest: int, seed: int) -> bytes:
            """Of the bytes that had a say the first ones, or what libFuzzer makes of all; others are drawn after them.

            So one case in two makes the first choices of its forerunner again, and goes on in another way.
            """
            random = Random(seed)  # noqa: S311 - nothing is kept secret by it
            varied = used.get(drawn, drawn)
            if random.random() < GOES_ON:
                varied = varied[: random.randrange(len(varied) + 1)]
            else:
                varied = atheris.Mutate(varied, longest - SPARE)
            return varied + random.randbytes(SPARE)

        log = os.open(folder / "log", os.O_WRONLY | os.O_CREAT | os.O_TRUNC)
        os.dup2(log, 1)
        os.dup2(log, 2)
        limits = {
            "max_total_time": max(1, round(self.minutes * 60)),
            "max_len": LONGEST,
            "len_control": 0,
            "timeout": SLOWEST,
            "rss_limit_mb": 4096,
        }
        flags = [f"-{flag}={value}" for flag, value in limits.items()]
        atheris.Setup(
            ["fuzz", *flags, f"-artifact_prefix={folder}/", str(folder / "corpus")], target, custom_mutator=vary
        )
        atheris.Fuzz()

    def _write_tally(self, folder: Path) -> None:
        (folder / "tally.json").write_text(json.dumps({"cases": self.cases, **self.outcomes}), "utf-8")

    def __str__(self) -> str:
        edges = re.findall(r"cov: (\d+)", self.log) or ["0"]
        return f"{super().__str__()} (of a processor); edges {edges[0]} to {edges[-1]}"


def plant_seeds(corpus: Path) -> None:
    """The cases from which a first run sets out are drawn at random."""
    random = Random(0)  # noqa: S311 - nothing is kept secret by it
    for number in range(SEEDS):
        (corpus / f"seed-{number}").write_bytes(random.randbytes(1024))


def in_a_fork(work: Callable[[], None]) -> int:
    """How the work ended that was done in a process of its own."""
    child = os.fork()
    if child == 0:
        try:
            work()
        except BaseException:  # noqa: BLE001 - of the test session nothing may go on in the child
            traceback.print_exc()
        os._exit(99)
    _, status = os.waitpid(child, 0)
    return os.waitstatus_to_exitcode(status)
