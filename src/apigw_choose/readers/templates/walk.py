"""Walks folders for files that may be templates.

Hidden, vendored and generated folders are passed over, and what `.gitignore` says is not part of the project. A file
that is named on its own is looked at whatever its name.
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, NamedTuple

from apigw_choose.model.scan import Trouble
from apigw_choose.readers.templates.ignored import Ignored

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

SUFFIXES = frozenset((".yaml", ".yml", ".json", ".template", ".cfn", ".sam", ".oas", ".swagger", ".openapi"))
_ENDINGS = (".tf", *sorted(SUFFIXES))
PASSED_OVER = frozenset(
    (
        *("node_modules", "bower_components", "vendor", "site-packages", "venv", "env", "__pycache__"),
        *("dist", "target", "coverage", "htmlcov"),
    )
)
MAX_DEPTH = 64
"""Levels of folders."""


class FoundFile(NamedTuple):
    """A file to look at, or the `.tf` files of a folder."""

    path: Path
    top: Path
    """The folder that was to be scanned, outside of which nothing is opened."""
    modules: tuple[Path, ...] = ()


class Walk:
    """The files under some paths, in the order of their names."""

    def __init__(self, paths: Sequence[Path]) -> None:
        self.paths = paths
        self.troubles: list[Trouble] = []

    def __iter__(self) -> Iterator[FoundFile]:
        for path in self.paths:
            if os.path.isdir(path):  # noqa: PTH112 - the method of the path fails on a name that no file can have
                yield from self._folder(path, path, Ignored.above(path), 0)
            elif path.suffix == ".tf":
                yield FoundFile(path, path.parent, (path,))
            else:
                yield FoundFile(path, path.parent)

    def _folder(self, folder: Path, top: Path, ignored: Ignored, depth: int) -> Iterator[FoundFile]:
        try:
            entries = sorted(os.scandir(folder), key=lambda entry: entry.name)
        except OSError as error:
            self._note(folder, f"cannot be opened: {error.strerror}")
            return
        ignored = ignored.within(folder)
        files = [folder / entry.name for entry in entries if self._is_candidate(entry, folder, top, ignored)]
        yield from (FoundFile(path, top) for path in files if path.suffix != ".tf")
        if modules := tuple(path for path in files if path.suffix == ".tf"):
            yield FoundFile(folder, top, modules)
        for entry in entries:
            path = folder / entry.name
            if not entry.is_dir(follow_symlinks=False) or entry.name.startswith(".") or entry.name in PASSED_OVER:
                continue
            if depth >= MAX_DEPTH:
                self._note(path, f"is more than {MAX_DEPTH} folders deep")
            elif not ignored.covers(path, is_folder=True):
                yield from self._folder(path, top, ignored, depth + 1)

    def _is_candidate(self, entry: os.DirEntry[str], folder: Path, top: Path, ignored: Ignored) -> bool:
        """Whether an entry of a folder may be a template, by its name and kind."""
        if not entry.name.endswith(_ENDINGS) or entry.is_dir(follow_symlinks=False):
            return False
        path = folder / entry.name
        return not ignored.covers(path, is_folder=False) and not (entry.is_symlink() and self._leads_away(path, top))

    def _leads_away(self, path: Path, top: Path) -> bool:
        """Note where a link leads; a file of the scanned folder is looked at in its own place anyway."""
        try:
            path.resolve(strict=True).relative_to(top.resolve(strict=True))
        except ValueError:
            self._note(path, "is a link out of the scanned folder; it was not followed")
        except (OSError, RuntimeError):
            self._note(path, "is a link that leads nowhere")
        return True

    def _note(self, path: Path, message: str) -> None:
        self.troubles.append(Trouble(str(path), None, message, fatal=True))
