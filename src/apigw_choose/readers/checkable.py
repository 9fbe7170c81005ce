"""The files that can be checked, among those named and those in the folders named.

A folder holds all sorts of files. One that cannot be read, or is of the wrong form, is passed over only
when nothing in it looks like a requirements file or a saved decision: a gate that skips a file because
of a slip in it would be open.
"""

from __future__ import annotations

import os
import re
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from apigw_choose.model.errors import InputError
from apigw_choose.readers.saved_decision import FORMATS, is_saved_decision
from apigw_choose.readers.source import MAX_BYTES
from apigw_choose.readers.strict_yaml import Document, read_file, read_text

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from apigw_choose.model.checked import FileKind
    from apigw_choose.model.problems import Problem

SUFFIXES = (".yaml", ".yml", ".json")
NOT_WALKED = frozenset({"node_modules", "vendor"})
"""Folders of other people's files; hidden ones are passed over as well, `.venv` among them."""

MOST_FILES = 100_000

_KEYS = ("needs", "wants", "expect")
"""Each requirements file has at least one of these."""

_PERHAPS = re.compile(rf"(?:^|[\s{{,\"'])(?:{'|'.join(_KEYS)})[\"']?\s*:", re.MULTILINE)
_AT_THE_TOP = re.compile(
    rf"^(?:\{{\s*)?[\"']?(?:{'|'.join(_KEYS)})[\"']?\s*:|\"(?:needs|wants)\"\s*:\s*\[", re.MULTILINE
)


@dataclass(frozen=True, slots=True)
class Checkable:
    """A file that can be checked, read."""

    path: Path
    kind: FileKind
    document: Document

    @property
    def line(self) -> int:
        """The line on which it says what must come out; its first one where it does not."""
        key = "expect" if self.kind == "requirements" else "recommendation"
        position = self.document.positions.get((key,))
        return position.line if position else 1


@dataclass(frozen=True, slots=True)
class Found:
    """What there is to check, in the order in which it was named, and the files that are something else."""

    files: tuple[Checkable, ...]
    skipped: tuple[Path, ...]


def find_checkable(paths: Iterable[Path]) -> Found:
    """The requirements files and saved decisions among some files and in some folders.

    A file that is named must be one of the two; what kind of requirements it holds is not looked at yet.

    Raises:
        InputError: with every file that cannot be read, or when there is nothing to check.
    """
    named = list(paths)
    files: dict[Path, Checkable] = {}
    skipped: dict[Path, None] = {}
    problems: list[Problem | str] = []
    for path, walked in _all_files(named, problems):
        try:
            found = _look_at(path) if walked else _read(path)
        except InputError as error:
            problems.extend(error.problems)
            continue
        if found:
            files.setdefault(path, found)
        else:
            skipped.setdefault(path)
    if not (files or problems):
        where = ", ".join(map(str, named))
        problems.append(f"{where}: no requirements file and no saved decision among {len(skipped)} YAML and JSON files")
    if problems:
        raise InputError(dict.fromkeys(problems))
    return Found(tuple(files.values()), tuple(skipped))


def _all_files(paths: Iterable[Path], problems: list[Problem | str]) -> Iterator[tuple[Path, bool]]:
    """Every file, and whether it was come upon in a folder."""
    count = 0
    for path in paths:
        for file in _walk(path, problems) if os.path.isdir(path) else [path]:  # noqa: PTH112 - the method of the path fails on a name that no file can have
            count += 1
            if count > MOST_FILES:
                raise InputError(f"{path}: more than {MOST_FILES} YAML and JSON files; name smaller folders")
            yield file, file is not path


def _walk(folder: Path, problems: list[Problem | str]) -> Iterator[Path]:
    """The YAML and JSON files in a folder, in the order of their names. Links to folders are not followed."""

    def refuse(error: OSError) -> None:
        problems.append(f"{error.filename}: {error.strerror}")

    for here, folders, files in os.walk(folder, onerror=refuse):
        folders[:] = sorted(name for name in folders if not name.startswith(".") and name not in NOT_WALKED)
        for name in sorted(files):
            file = Path(here, name)
            if not name.startswith(".") and name.endswith(SUFFIXES) and file.is_file():
                yield file


def _read(path: Path) -> Checkable:
    """A file that was named: whatever is wrong with it is told."""
    document = read_file(path)
    return Checkable(path, "decision" if is_saved_decision(document) else "requirements", document)


def _look_at(path: Path) -> Checkable | None:
    """A file that was come upon; None when it is something else."""
    text = _text(path)
    if text is None or not (FORMATS in text or _PERHAPS.search(text)):
        return None
    try:
        document = read_text(text, str(path))
    except InputError:
        if FORMATS in text or _AT_THE_TOP.search(text):
            raise
        return None
    if is_saved_decision(document):
        return Checkable(path, "decision", document)
    ours = isinstance(document.value, dict) and not document.value.keys().isdisjoint(_KEYS)
    return Checkable(path, "requirements", document) if ours else None


def _text(path: Path) -> str | None:
    """The text of a file; None when it is too large to be checked, or no text."""
    try:
        with path.open("rb") as stream:
            content = stream.read(MAX_BYTES + 1)
        return None if len(content) > MAX_BYTES else content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return None
    except OSError as error:
        raise InputError(f"{path}: {error.strerror or error}") from error
