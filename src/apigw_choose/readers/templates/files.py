"""Opens files that may be anything: only regular ones, of a bounded size, without waiting for what never comes."""

from __future__ import annotations

import os
import stat
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

MAX_BYTES = 8 * 1024 * 1024
"""The services take templates of 1 MB and definitions of 6 MB."""


class Refused(Exception):  # noqa: N818 - it is no error of the program
    """A file that is not read: the message says why."""


def content_of(path: Path) -> bytes:
    """The content of a regular file.

    Raises:
        Refused: when it is something else, too large, or cannot be opened.
    """
    try:
        # Without O_NONBLOCK the opening of a pipe would wait for somebody to write into it.
        descriptor = os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_CLOEXEC", 0))
    except OSError as error:
        missing = isinstance(error, FileNotFoundError | NotADirectoryError)
        raise Refused("no such file" if missing else f"cannot be opened: {error.strerror}") from error
    try:
        status = os.fstat(descriptor)
        if not stat.S_ISREG(status.st_mode):
            raise Refused("is no regular file")
        if status.st_size > MAX_BYTES:
            raise Refused(f"is larger than {MAX_BYTES // 1024**2} MB")
        with os.fdopen(descriptor, "rb", closefd=False) as file:
            content = file.read(MAX_BYTES + 1)
    except OSError as error:
        raise Refused(f"cannot be read: {error.strerror}") from error
    finally:
        os.close(descriptor)
    if len(content) > MAX_BYTES:
        raise Refused(f"is larger than {MAX_BYTES // 1024**2} MB")
    return content


def decoded(content: bytes) -> str:
    """The text of a file.

    Raises:
        Refused: when it is no text in UTF-8.
    """
    if b"\0" in content:
        raise Refused("has NUL bytes; it is no text in UTF-8")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise Refused(f"is not in UTF-8 (line {line})") from error


def inside(path: Path, top: Path) -> Path | None:
    """A path with its links followed, if that leads to a regular file below a folder; else None."""
    try:
        real, real_top = path.resolve(strict=True), top.resolve(strict=True)
        return path if real.is_relative_to(real_top) and real.is_file() else None
    except (OSError, ValueError, RuntimeError):
        return None
