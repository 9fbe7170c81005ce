"""What goes in and out of the process: whole texts to stdout, errors to stderr, in a fitting style."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING, TextIO

from apigw_choose.renderers.inert import as_ascii, printable

if TYPE_CHECKING:
    from apigw_choose.model.errors import InputError
    from apigw_choose.renderers.page import Style

_WIDEST = 1000


class OutputError(Exception):
    """The result cannot be written."""


def emit(text: str) -> None:
    """Write a whole result to stdout. A reader that has gone away (`| head -1`) is no error.

    Raises:
        OutputError: when it cannot be written, for example to a full disk.
    """
    stream = sys.stdout
    if stream is None:  # stdout was closed before the start: nobody listens
        return
    try:
        stream.write(text if speaks_unicode(stream) else as_ascii_lines(text))
        stream.flush()
    except BrokenPipeError:
        silence(stream)
    except OSError as error:
        silence(stream)
        raise OutputError(f"cannot write the result: {error.strerror}") from error


def tell(*lines: str) -> None:
    """Write lines to stderr, each made inert and kept one line: what it quotes may be anybody's."""
    stream = sys.stderr
    if stream is None:
        return
    text = "".join(f"{printable(line)}\n" for line in lines)
    try:
        stream.write(text if speaks_unicode(stream) else as_ascii_lines(text))
        stream.flush()
    except OSError:
        silence(stream)


def tell_error(error: InputError) -> None:
    """Say what is wrong with the input, every problem on its own line, and what to try."""
    from apigw_choose.renderers.error_text import error_lines

    tell(*error_lines(error))


def silence(stream: TextIO) -> None:
    """Send what is still buffered nowhere, so that the interpreter does not complain at its end."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())


def style_of_stdout(*, colour: bool) -> Style:
    """The width and abilities of stdout."""
    return style_of(sys.stdout, colour=colour)


def style_of(stream: TextIO | None, *, colour: bool) -> Style:
    """The width and abilities of a stream; colour only where a terminal shows it and nobody minds."""
    import shutil

    from apigw_choose.renderers.page import Style

    terminal = stream is not None and stream.isatty()
    return Style(
        width=max(shutil.get_terminal_size((80, 24)).columns if terminal else _columns(), 20),
        colour=colour and terminal and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb",
        ascii=stream is None or not speaks_unicode(stream),
    )


def as_ascii_lines(text: str) -> str:
    """The text in ASCII, its line breaks kept."""
    return "\n".join(map(as_ascii, text.split("\n")))


def _columns() -> int:
    """The width for a pipe or file: what the user says, else 80."""
    columns = os.environ.get("COLUMNS", "")
    meant = columns.isascii() and columns.isdigit() and len(columns) <= len(str(_WIDEST)) and int(columns)
    return min(int(columns), _WIDEST) if meant else 80


def speaks_unicode(stream: TextIO) -> bool:
    """Whether the stream takes UTF-8 and the user's locale is not the C locale by name.

    Python writes UTF-8 even under `LC_ALL=C`, where the terminal may show anything but. Under `LANG=C`
    it sets LC_CTYPE to C.UTF-8 by itself (PEP 538), which therefore says nothing.
    """
    variables = ("LC_ALL", "LANG") if os.environ.get("LC_CTYPE") == "C.UTF-8" else ("LC_ALL", "LC_CTYPE", "LANG")
    locale = next((value for name in variables if (value := os.environ.get(name))), "")
    return (stream.encoding or "").lower().replace("-", "") == "utf8" and locale not in ("C", "POSIX")
