"""Fuzzing that is guided by coverage.

cd tests && python -m fuzz                              # every target, for five minutes each
cd tests && python -m fuzz openapi matrix --minutes 30  # those with one of the words in the names of their tests
"""

from __future__ import annotations

import argparse
import contextlib
import importlib
import io
import pkgutil
import sys
from pathlib import Path

import atheris
import pytest

FUZZ = Path(__file__).parent


def main() -> int:
    """Instrument the package and let pytest run the targets."""
    parser = argparse.ArgumentParser(prog="python -m fuzz", description=__doc__)
    parser.add_argument("targets", nargs="*", metavar="WORD")
    parser.add_argument("--minutes", type=float, default=5, help="for each target")
    parser.add_argument(
        "--folder", type=Path, default=FUZZ.parents[1] / ".cache" / "fuzz", help="what a run goes on from"
    )
    asked = parser.parse_args()
    instrument()
    early = "ignore:Module already imported:pytest.PytestAssertRewriteWarning"  # a plugin that the package imports too
    words = " or ".join(asked.targets)
    options = [
        "-q",
        *("-W", early),
        "-k",
        words,
        "--fuzz-minutes",
        str(asked.minutes),
        "--guided",
        str(asked.folder.resolve()),
    ]
    return pytest.main([str(FUZZ), *options])


def instrument() -> None:
    """Import the whole package, also what it would import later; atheris tells of each module on stderr."""
    with contextlib.redirect_stderr(io.StringIO()), atheris.instrument_imports(include=["apigw_choose"]):
        package = importlib.import_module("apigw_choose")
        for module in pkgutil.walk_packages(package.__path__, "apigw_choose."):
            with contextlib.suppress(ModuleNotFoundError):  # of an extra that is not there
                importlib.import_module(module.name)


if __name__ == "__main__":
    sys.exit(main())
