"""A real pseudo-terminal to run the tool on, and what a person sees there."""

from __future__ import annotations

import fcntl
import os
import pty
import re
import select
import struct
import subprocess
import termios
import time
import unicodedata
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

from conftest import TOOL

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

_STYLE = re.compile(r"\x1b\[[0-9;]*m")
_SECONDS = 60


@dataclass(frozen=True)
class Shown:
    """What stood on the terminal after a run, as it was sent, and how the run ended."""

    raw: str
    status: int

    @property
    def plain(self) -> str:
        """The text without its styles."""
        return _STYLE.sub("", self.raw)

    @property
    def lines(self) -> list[str]:
        return self.plain.splitlines()


def on_terminal(
    *arguments: str, home: Path, columns: int = 80, env: dict[str, str] | None = None, command: Sequence[str] = (TOOL,)
) -> Shown:
    """Run the tool with all its streams on a terminal of that many columns."""
    with _terminal(columns) as (ours, theirs):
        process = subprocess.Popen(
            [*command, *arguments],
            stdin=theirs,
            stdout=theirs,
            stderr=theirs,
            env={
                "PATH": os.environ["PATH"],
                "HOME": str(home),
                "LANG": "C.UTF-8",
                "TERM": "xterm-256color",
                **(env or {}),
            },
            cwd=home,
            start_new_session=True,
        )
        os.close(theirs)
        try:
            raw = b"".join(_read_to_the_end(ours))
        finally:
            process.kill()
            status = process.wait()
    return Shown(raw.decode("utf-8").replace("\r\n", "\n"), status)


def width(line: str) -> int:
    """How many columns a line takes."""
    wide = sum(unicodedata.east_asian_width(character) in "WF" for character in line)
    return len(line) + wide - sum(bool(unicodedata.combining(character)) for character in line)


def too_long(text: str, columns: int) -> list[str]:
    """The lines that do not fit, but for those that only an address makes so: a broken one cannot be followed."""
    return [line for line in text.splitlines() if width(line) > columns and not _ends_in_an_address(line)]


def _ends_in_an_address(line: str) -> bool:
    return re.search(r"(https://|wss://|\barn:aws:)\S+$", line) is not None


@contextmanager
def _terminal(columns: int) -> Iterator[tuple[int, int]]:
    ours, theirs = pty.openpty()
    fcntl.ioctl(theirs, termios.TIOCSWINSZ, struct.pack("HHHH", 24, columns, 0, 0))
    try:
        yield ours, theirs
    finally:
        os.close(ours)


def _read_to_the_end(terminal: int) -> Iterator[bytes]:
    until = time.monotonic() + _SECONDS
    while select.select([terminal], [], [], max(until - time.monotonic(), 0))[0]:
        try:
            got = os.read(terminal, 65536)
        except OSError:  # Linux says so when nobody holds the other end any more
            return
        if not got:
            return
        yield got
    raise TimeoutError(f"the tool had not ended after {_SECONDS} s")
