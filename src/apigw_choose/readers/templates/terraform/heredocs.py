"""Heredocs of HCL: texts of several lines, taken out of a file before it is parsed, as they may hold anything."""

from __future__ import annotations

import re
from bisect import bisect_right
from typing import NamedTuple

_HEREDOC = re.compile(r"<<(-?)([A-Za-z][\w.-]*)[ \t]*\r?\n")
_COMMENT = re.compile(r"(?:^|\s)(?:#|//)")
STAND_IN = re.compile(r"@@heredoc-(\d+)@@")
"""What a string is that stands for a heredoc."""


class Source(NamedTuple):
    """The text of a file with its heredocs taken out, and where each line stood."""

    text: str
    heredocs: tuple[tuple[str, int], ...]
    removed: tuple[tuple[int, int], ...]
    """From which line of this text on how many lines are missing before it."""
    unended: int | None
    """The line of a heredoc that does not end; what follows it is not in the text."""

    def line(self, line: int) -> int:
        """The line of the file that is a line of this text."""
        index = bisect_right(self.removed, line, key=lambda entry: entry[0]) - 1
        return line + (self.removed[index][1] if index >= 0 else 0)


def take_out_heredocs(text: str) -> Source:
    """A text in which every heredoc is a short string."""
    kept: list[str] = []
    heredocs: list[tuple[str, int]] = []
    removed: list[tuple[int, int]] = []
    position = line = missing = 0
    unended = None
    while found := _HEREDOC.search(text, position):
        start = text.rfind("\n", 0, found.start()) + 1
        if _commented(text[start : found.start()]):
            kept.append(text[position : found.end()])
            line += text.count("\n", position, found.end())
            position = found.end()
            continue
        end = re.compile(rf"^[ \t]*{re.escape(found[2])}[ \t]*\r?$", re.MULTILINE).search(text, found.end())
        if end is None:
            unended = line + missing + text.count("\n", position, found.start()) + 1
            kept.append(text[position:start])
            position = len(text)
            break
        line += text.count("\n", position, found.start())
        body = text[found.end() : end.start()]
        kept += [text[position : found.start()], f'"@@heredoc-{len(heredocs)}@@"']
        heredocs.append((_undented(body) if found[1] else body, line + missing + 2))
        missing += body.count("\n") + 1
        removed.append((line + 2, missing))
        position = end.end()
    kept.append(text[position:])
    return Source("".join(kept), tuple(heredocs), tuple(removed), unended)


def _commented(before: str) -> bool:
    """Whether what follows on a line is a comment."""
    found = _COMMENT.search(before)
    return found is not None and before.count('"', 0, found.start()) % 2 == 0


def _undented(body: str) -> str:
    lines = body.split("\n")
    margins = [len(line) - len(line.lstrip(" \t")) for line in lines if line.strip()]
    margin = min(margins, default=0)
    return "\n".join(line[margin:] for line in lines)
