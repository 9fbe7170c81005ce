"""A conversation with the tool on a real terminal: it asks there, and is answered line by line as by a person."""

from __future__ import annotations

import fcntl
import os
import pty
import select
import struct
import subprocess
import termios
import time
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from conftest import TOOL

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

CTRL_C, CTRL_D = "\x03", "\x04"
_SECONDS = 60
_PROMPT = "> "


@dataclass
class Talk:
    """What stood on the terminal, what went to stdout, and how it ended."""

    screen: str = ""
    said: list[str] = field(default_factory=list)
    """What the tool had said before each answer, and after the last one."""
    out: str = ""
    status: int = -1
    modes_kept: bool = False
    """Whether the terminal was left as it was found."""


def converse(  # the keyword arguments are what a terminal is
    *arguments: str, answers: Iterable[str], home: Path, columns: int = 80, env: dict[str, str] | None = None
) -> Talk:
    """Run the tool with stdin and stderr on a terminal and stdout in a file; give each answer when it is asked for.

    An answer is a line; a control character is sent as it is.
    """
    ours, theirs = pty.openpty()
    fcntl.ioctl(theirs, termios.TIOCSWINSZ, struct.pack("HHHH", 24, columns, 0, 0))
    modes = termios.tcgetattr(theirs)
    talk = Talk()
    with (home / ".stdout").open("w+", encoding="utf-8") as out:
        process = subprocess.Popen(
            [TOOL, *arguments],
            stdin=theirs,
            stdout=out,
            stderr=theirs,
            env={"PATH": os.environ["PATH"], "HOME": str(home), "LANG": "C.UTF-8", "TERM": "xterm", **(env or {})},
            cwd=home,
            start_new_session=True,
            preexec_fn=lambda: fcntl.ioctl(0, termios.TIOCSCTTY, 0) and None,  # noqa: PLW1509 - Ctrl-C needs it
        )
        try:
            for answer in answers:
                _listen(ours, process, talk, until_asked=True)
                line = answer if answer in {CTRL_C, CTRL_D} else f"{answer}\n"
                os.write(ours, line.encode("utf-8", "surrogateescape"))
            _listen(ours, process, talk, until_asked=False)
            talk.status = process.wait(_SECONDS)
        finally:
            process.kill()
            process.wait()
            talk.modes_kept = termios.tcgetattr(theirs) == modes
            os.close(theirs)
            os.close(ours)
        out.seek(0)
        talk.out = out.read()
    return talk


def _listen(ours: int, process: subprocess.Popen[bytes], talk: Talk, *, until_asked: bool) -> None:
    """Read until it asks for an answer; or until it has ended."""
    heard = b""
    until = time.monotonic() + _SECONDS
    while time.monotonic() < until:
        ended = process.poll() is not None
        if select.select([ours], [], [], 0.01)[0]:
            heard += os.read(ours, 65536)
            continue
        asked = heard.decode("utf-8", "replace").endswith(f"\n{_PROMPT}") or heard == _PROMPT.encode()
        if ended or (until_asked and asked):
            break
    else:
        raise TimeoutError(f"nothing is asked, and it has not ended: {talk.screen}{heard!r}")
    text = heard.decode("utf-8", "replace").replace("\r\n", "\n")
    talk.said.append(text)
    talk.screen += text
    assert not (ended and until_asked and not asked), f"it ended before the answers did:\n{talk.screen}"
