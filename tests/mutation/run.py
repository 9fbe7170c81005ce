"""Mutation testing: put one small fault after another into a module, and see whether a test fails.

    cd tests && python -m mutation.run engine/fit.py engine/sets.py
    cd tests && python -m mutation.run --sample 40 --seed 1

Tests are collected once. For each fault in a function a child is forked, in which the code of that function is
replaced, and the tests that run the statement are run, the quickest first, until one fails. For a fault outside of
functions, the child imports the package anew.
"""

from __future__ import annotations

import argparse
import gc
import importlib
import importlib.abc
import importlib.machinery
import importlib.util
import os
import random
import resource
import signal
import sys
import tomllib
from collections import Counter, defaultdict
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from types import CodeType, FunctionType
from typing import TYPE_CHECKING

import jsonschema  # noqa: F401 # loaded once, and not in every child
import yaml  # noqa: F401 # likewise

from mutation.collected import PACKAGE, TESTS, first_failure, in_pytest
from mutation.footprint import Footprint, footprint_of
from mutation.mutants import Mutant, mutants
from mutation.results import KILLED, NOT_RUN, SURVIVED, Results

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence
    from types import ModuleType

    import pytest

KNOWN = Path(__file__).with_name("survivors.toml")
_READERS = sorted(f"readers/{path.name}" for path in (TESTS / "readers").glob("test_*.py"))
SUITES = ["engine", "model", "laws", *_READERS, "renderers"]
"""What looks at the targets within this process; what starts the tool as another is not among it."""
TARGETS = ["engine", "model", "readers/strict_yaml.py"]
SLOWEST = 1.5
"""Tests that take more seconds than this are left out, unless `--slowest` says otherwise."""
MOST_MEMORY = 4 * 2**30


def forked(work: Callable[[], str | None], timeout: int, told: Path) -> int:
    """Start a child, which tells in a file by which test the fault was found; its exit status is 0 if by none."""
    if child := os.fork():
        return child
    status = 1
    try:
        silence = os.open(os.devnull, os.O_WRONLY)
        os.dup2(silence, 1)
        os.dup2(silence, 2)
        resource.setrlimit(resource.RLIMIT_AS, (MOST_MEMORY, MOST_MEMORY))
        signal.signal(signal.SIGPROF, signal.SIG_DFL)
        signal.setitimer(signal.ITIMER_PROF, timeout)  # of a processor: a busy machine must not look like a kill
        killer = work()
        status = 0 if killer is None else 1
        (told / str(os.getpid())).write_text(killer or "", "utf-8")
    finally:
        os._exit(status)


Functions = dict[tuple[str, str, int], list[FunctionType]]
"""By file, qualified name and first line: every function object that was made from it."""


def functions() -> Functions:
    """All functions of the package that there are."""
    found: Functions = defaultdict(list)
    for entry in gc.get_objects():
        if isinstance(entry, FunctionType) and entry.__code__.co_filename.startswith(str(PACKAGE)):
            code = entry.__code__
            found[code.co_filename, code.co_qualname, code.co_firstlineno].append(entry)
    return found


def infect(mutant: Mutant, known: Functions) -> None:
    """Replace the code of the function, wherever it is referred to."""
    assert mutant.function is not None, "a fault in a function"
    (fresh,) = (
        code for code in _codes(mutant.compiled()) if (code.co_qualname, code.co_firstlineno) == mutant.function
    )
    assert known[mutant.file, *mutant.function], f"{mutant.label} is in a function that nothing holds"
    for function in known[mutant.file, *mutant.function]:
        function.__code__ = fresh


def _codes(code: CodeType) -> Iterator[CodeType]:
    for constant in code.co_consts:
        if isinstance(constant, CodeType):
            yield constant
            yield from _codes(constant)


def module_in(file: str) -> str:
    """The name by which a file is imported."""
    return ".".join(Path(file).relative_to(PACKAGE.parent).with_suffix("").parts)


class Anew(importlib.abc.MetaPathFinder, importlib.abc.Loader):
    """Imports one module with a fault."""

    def __init__(self, module: str, mutant: Mutant) -> None:
        self.module = module
        self.mutant = mutant

    def find_spec(self, fullname: str, *_: object) -> importlib.machinery.ModuleSpec | None:
        if fullname != self.module:
            return None
        return importlib.util.spec_from_file_location(fullname, self.mutant.file, loader=self)

    def exec_module(self, module: ModuleType) -> None:
        exec(self.mutant.compiled(), module.__dict__)  # noqa: S102


def killer_of(mutant: Mutant, names: Sequence[str], items: dict[str, pytest.Item], known: Functions) -> str | None:
    """In a child: the test that finds a fault in a function."""
    infect(mutant, known)
    return first_failure([items[name] for name in names])


def killer_at_import(suites: Sequence[str], mutant: Mutant, names: Sequence[str]) -> str | None:
    """In a child that has not imported the package: the test that finds a fault outside of functions."""
    sys.meta_path.insert(0, Anew(module_in(mutant.file), mutant))
    killer: list[str | None] = ["the import"]

    def run(items: dict[str, pytest.Item]) -> None:
        if all(name in items for name in names):
            killer[0] = first_failure([items[name] for name in names])

    in_pytest(suites, run)
    return killer[0]


class Trial:
    """Tries mutants, several at once; those of a function first with the tests that killed others of it."""

    def __init__(self, footprint: Footprint, results: Results, jobs: int, told: Path) -> None:
        self.footprint = footprint
        self.results = results
        self.jobs = jobs
        self.told = told
        self.running: dict[int, Mutant] = {}
        self.killers: dict[tuple[str, object], list[str]] = defaultdict(list)

    def all_of(self, chosen: Iterable[Mutant], killer_of: Callable[[Mutant, list[str]], str | None]) -> None:
        """Try mutants; `killer_of` is called in a child."""
        for mutant in chosen:
            names = self.footprint.of(mutant)
            if not names:
                self.results.keep(mutant, NOT_RUN)
                continue
            if len(self.running) >= self.jobs:
                self._reap()
            first = self.killers[mutant.file, mutant.function]
            ordered = [*(name for name in first if name in names), *(name for name in names if name not in first)]
            work = partial(killer_of, mutant, ordered)
            self.running[forked(work, self.footprint.timeout(names), self.told)] = mutant
        while self.running:
            self._reap()

    def _reap(self) -> None:
        child, status = os.wait()
        mutant = self.running.pop(child)
        self.results.keep(mutant, KILLED if status else SURVIVED)
        if not status:
            say(f"survived: {Path(mutant.file).name}:{mutant.lines.start}: {mutant.label}")
        note = self.told / str(child)
        killer = note.read_text("utf-8") if note.exists() else ""
        first = self.killers[mutant.file, mutant.function]
        if killer and killer not in first:
            first.append(killer)


def modules_named(names: Sequence[str]) -> list[Path]:
    """The files meant: a folder stands for all modules in it."""
    paths: list[Path] = []
    for name in names:
        path = PACKAGE / name
        paths += sorted(path.glob("*.py")) if path.is_dir() else [path]
    return [path for path in paths if path.name != "__init__.py"]


def say(line: str) -> None:
    """Print a line, also where the output is kept in a file that somebody watches."""
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


def report(by_module: dict[str, list[Mutant]], outcomes: dict[int, str]) -> bool:
    """Print the figures and the survivors; whether each of those is known."""
    known = tomllib.loads(KNOWN.read_text("utf-8")) if KNOWN.exists() else {}
    total: Counter[str] = Counter()
    new = False
    say(f"{'module':32}{'mutants':>8}{'killed':>8}{'alive':>7}{'%':>7}")
    for module, chosen in by_module.items():
        count = Counter(outcomes[id(mutant)] for mutant in chosen)
        total += count
        say(_row(module, count))
        for mutant in chosen:
            outcome = outcomes[id(mutant)]
            if outcome != KILLED:
                reason = known.get(module, {}).get(mutant.label)
                new |= reason is None
                say(f"    {mutant.lines.start}: {mutant.label}\n        {reason or f'NEW: {outcome}'}")
    say(_row("all", total))
    return not new


def _row(name: str, count: Counter[str]) -> str:
    every = count.total()
    alive = every - count[KILLED]
    return f"{name:32}{every:8}{count[KILLED]:8}{alive:7}{100 * count[KILLED] / max(every, 1):7.1f}"


def main() -> int:
    """Run from the command line."""
    parser = argparse.ArgumentParser(description="Put small faults into the code, and see whether a test fails.")
    parser.add_argument("modules", nargs="*", default=TARGETS, help="below src/apigw_choose, such as engine/fit.py")
    parser.add_argument("--sample", type=int, help="try only so many faults of each module, drawn at random")
    parser.add_argument("--seed", type=int, default=1, help="of the draw")
    parser.add_argument("--tests", nargs="*", default=SUITES, help="which to run, below tests/")
    parser.add_argument("--slowest", type=float, default=SLOWEST, help="leave out tests that take more seconds")
    parser.add_argument("--footprint", type=Path, help="a file that keeps which test runs what, for the next run")
    parser.add_argument("--results", type=Path, help="a file that keeps the outcomes; what it holds is not tried again")
    parser.add_argument("--jobs", type=int, default=os.cpu_count() or 1, help="how many at once")
    given = parser.parse_args()
    sys.path[:0] = [str(TESTS), str(PACKAGE.parent)]  # the checkout, whatever is installed
    draw = random.Random(given.seed)  # noqa: S311
    by_module = {
        path.relative_to(PACKAGE).as_posix(): mutants(path.read_text("utf-8"), str(path))
        for path in modules_named(given.modules)
    }
    results = Results(given.results, by_module)
    for module, found in by_module.items():
        if given.sample is not None and given.sample < len(found):
            kept = sorted(draw.sample(range(len(found)), given.sample))
            by_module[module] = [found[place] for place in kept]
    chosen = [mutant for found in by_module.values() for mutant in found if id(mutant) not in results.outcomes]
    if chosen:
        try_out(chosen, results, given)
    return 0 if report(by_module, results.outcomes) else 1


def try_out(chosen: Sequence[Mutant], results: Results, given: argparse.Namespace) -> None:
    """Try each of some mutants."""
    targets = {str(path) for path in modules_named([*given.modules, *TARGETS])}
    footprint = footprint_of(given.tests, targets, given.slowest, given.footprint)
    with TemporaryDirectory() as told:
        trial = Trial(footprint, results, given.jobs, Path(told))
        trial.all_of((mutant for mutant in chosen if not mutant.function), partial(killer_at_import, given.tests))

        def inside(items: dict[str, pytest.Item]) -> None:
            if not items.keys() >= footprint.seconds.keys():
                sys.exit("Tests have gone since it was taken which of them runs what.")
            for file in {mutant.file for mutant in chosen}:
                importlib.import_module(module_in(file))  # some are only imported when they are called
            known = functions()
            within = (mutant for mutant in chosen if mutant.function)
            trial.all_of(within, lambda mutant, names: killer_of(mutant, names, items, known))

        in_pytest(given.tests, inside)


if __name__ == "__main__":
    sys.exit(main())
