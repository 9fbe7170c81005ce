"""What is wrong with a file, and where."""

from __future__ import annotations

from dataclasses import dataclass

KEY = -1
"""The path of a key itself ends so, after that of its mapping; no value has such a path."""


@dataclass(frozen=True, slots=True, order=True)
class Position:
    """A place in a file; line and column count from 1, 0 where they are not known."""

    file: str
    line: int = 0
    column: int = 0

    def __str__(self) -> str:
        places = [str(number) for number in (self.line, self.column) if number]
        return ":".join([self.file, *places])


@dataclass(frozen=True, slots=True, order=True)
class Problem:
    """One thing that is wrong: where, what, and the line of the file that shows it."""

    position: Position
    message: str
    line_text: str | None = None

    def __str__(self) -> str:
        return f"{self.position}: {self.message}"
