"""What is wrong with a file, and where."""

from __future__ import annotations

from dataclasses import dataclass

LONGEST_SHOWN = 60
"""A message quotes no more of what was given than so many characters."""


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


def as_typed(text: str) -> str:
    """What was typed on the command line, as it was typed where that is fit to be shown."""
    return text if text.isprintable() and len(text) <= LONGEST_SHOWN else shown(text)


def shown(value: object) -> str:
    """A value as a message quotes it: on one line, cut when it is long."""
    words = {True: "true", False: "false", None: "null"}
    if value is None or isinstance(value, bool):
        return words[value]
    text = repr(value)
    return text if len(text) <= LONGEST_SHOWN else f"{text[:LONGEST_SHOWN]}..."
