"""What the tests of the command line share."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest

from conftest import Ran

if TYPE_CHECKING:
    from pathlib import Path

Inside = Callable[..., Ran]


@pytest.fixture
def inside(tmp_path: Path) -> Inside:
    """Runs the tool's own entry point in a Python process that some code has prepared, to break or to watch it."""

    def run(preparation: str, *arguments: str, env: dict[str, str] | None = None) -> Ran:
        code = f"{preparation}\nfrom apigw_choose.__main__ import main\nmain()\n"
        done = subprocess.run(
            [sys.executable, "-c", code, *arguments],
            capture_output=True,
            encoding="utf-8",
            env={"PATH": os.environ["PATH"], "HOME": str(tmp_path), "LANG": "C.UTF-8", **(env or {})},
            cwd=tmp_path,
            stdin=subprocess.DEVNULL,
            timeout=60,
            check=False,
        )
        return Ran(done.stdout, done.stderr, done.returncode)

    return run
