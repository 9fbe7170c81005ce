"""What the `.gitignore` files of a folder and of those around it leave out."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from apigw_choose.readers.templates.files import Refused, content_of

if TYPE_CHECKING:
    from pathlib import Path

_MAX_PATTERNS = 2000
_MAX_STARS = 8
"""In one pattern; each multiplies the time that a match may take."""


class _Pattern(NamedTuple):
    regex: re.Pattern[str]
    negated: bool
    folders_only: bool


class Ignored:
    """The patterns that hold in a folder: those of its own `.gitignore`, after those of the folders around it."""

    def __init__(self, levels: tuple[tuple[Path, tuple[_Pattern, ...]], ...] = ()) -> None:
        self.levels = levels

    @classmethod
    def above(cls, folder: Path) -> Ignored:
        """What the folders around one say, up to the root of its repository."""
        around: list[Path] = []
        current = folder.absolute()
        while not (current / ".git").exists():
            if current.parent == current:
                return cls()
            current = current.parent
            around.insert(0, current)
        ignored = cls()
        for one in around:
            ignored = ignored.within(one)
        return ignored

    def within(self, folder: Path) -> Ignored:
        """What holds in a folder below."""
        try:
            text = content_of(folder / ".gitignore").decode("utf-8", "replace")
        except Refused:
            return self
        patterns = tuple(filter(None, map(_compiled, text.splitlines()[:_MAX_PATTERNS])))
        return Ignored((*self.levels, (folder.absolute(), patterns))) if patterns else self

    def covers(self, path: Path, *, is_folder: bool) -> bool:
        """Whether a file or folder is left out; the last pattern that fits decides."""
        for folder, patterns in reversed(self.levels):
            relative = path.absolute().relative_to(folder).as_posix()
            for pattern in reversed(patterns):
                if (is_folder or not pattern.folders_only) and pattern.regex.fullmatch(relative):
                    return not pattern.negated
        return False


def _compiled(line: str) -> _Pattern | None:
    """A pattern as gitignore(5) describes it."""
    text = line.rstrip("\r\n")
    text = re.sub(r"(?<!\\) +$", "", text)
    if not text or text.startswith("#"):
        return None
    negated = text.startswith("!")
    text = text.removeprefix("!").removeprefix("\\")
    folders_only = text.endswith("/")
    text = text.rstrip("/")
    if not text:
        return None
    prefix = "" if "/" in text else "(?:.*/)?"
    try:
        regex = re.compile(prefix + _regex(text.removeprefix("/")))
    except re.error:
        return None
    return _Pattern(regex, negated, folders_only) if text.count("*") <= _MAX_STARS else None


def _regex(glob: str) -> str:
    parts = re.split(r"(\*\*/|/\*\*$|\*+|\?|\[!?\]?[^\]]*\]|\\.)", glob)
    translated = []
    for part in parts:
        if part == "**/":
            translated.append("(?:.*/)?")
        elif part == "/**":
            translated.append("/.*")
        elif part.startswith("*"):
            translated.append("[^/]*")
        elif part == "?":
            translated.append("[^/]")
        elif part.startswith("[") and part.endswith("]"):
            inner = part[1:-1].replace("\\", "\\\\")
            translated.append("[" + ("^" + inner[1:] if inner.startswith("!") else inner) + "]")
        elif part.startswith("\\") and len(part) > 1:
            translated.append(re.escape(part[1:]))
        else:
            translated.append(re.escape(part))
    return "".join(translated)
