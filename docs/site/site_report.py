"""Pictures of the page that `report` makes, taken by the same code that its tests drive a browser with."""

from __future__ import annotations

import re
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path
from shutil import which
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from mkdocs.exceptions import PluginError

if TYPE_CHECKING:
    from collections.abc import Callable

_MARK = re.compile(r"^<!-- picture of the report -->$", re.MULTILINE)
"""A line of a page: here they belong."""

PICTURES = {
    "report-desktop-light.png": "#only-light",
    "report-desktop-dark.png": "#only-dark",
}
"""Which of them are shown, and when."""

_BROWSERS = ("chromium", "google-chrome")
_SECONDS = 120


def with_report(markdown: str, root: Path, keep: Callable[[str, bytes], str]) -> str:
    """The page with the pictures where they belong; without them on a machine that has no browser."""
    if not _MARK.search(markdown):
        return markdown
    shown = [
        f"![The page of report, which answers in the browser]({keep(name, taken)}{PICTURES[name]})"
        for name, taken in _taken(root).items()
    ]
    return _MARK.sub("\n".join(shown), markdown)


def _taken(root: Path) -> dict[str, bytes]:
    """The pictures by name."""
    if not any(map(which, _BROWSERS)) or find_spec("playwright") is None:
        return {}
    with TemporaryDirectory() as folder:
        done = subprocess.run(  # noqa: S603 - code of this repository
            [sys.executable, "-m", "report.pictures", folder],
            cwd=root / "tests",
            capture_output=True,
            encoding="utf-8",
            timeout=_SECONDS,
            check=False,
        )
        if done.returncode:
            raise PluginError(f"no picture of the page of report could be taken:\n{done.stderr}")
        return {name: (Path(folder) / name).read_bytes() for name in PICTURES}
