"""The text of what a person hands over: a regular file, or standard input."""

from __future__ import annotations

import stat
import sys
from typing import TYPE_CHECKING

from apigw_choose.model.errors import InputError

if TYPE_CHECKING:
    from pathlib import Path

MAX_BYTES = 4 * 1024 * 1024
"""So much is read of one file; more is no matrix and no requirements."""

_NOT_FILES = {
    stat.S_IFIFO: "is a pipe, not a file",
    stat.S_IFSOCK: "is a socket, not a file",
    stat.S_IFCHR: "is a device, not a file",
    stat.S_IFBLK: "is a device, not a file",
    stat.S_IFDIR: "is a folder; name a file in it",
}


def read_source(path: Path, most: int = MAX_BYTES) -> str:
    """The text of a regular UTF-8 file of bearable size.

    What it is is asked before it is opened: to open a pipe may take forever, and a device may never end.

    Raises:
        InputError: when there is no such text, with the reason.
    """
    try:
        kind = _NOT_FILES.get(stat.S_IFMT(path.stat().st_mode))
        if kind:
            raise InputError(f"{path}: {kind}")
        with path.open("rb") as stream:
            return _text(stream.read(most + 1), str(path), most)
    except OSError as error:
        missing = isinstance(error, FileNotFoundError | NotADirectoryError)
        raise InputError(f"{path}: {'no such file' if missing else error.strerror or error}") from error
    except ValueError as error:  # a name that no file can have
        raise InputError(f"{path}: no such file") from error


def read_stdin() -> str:
    """The text of standard input, of bearable size.

    Raises:
        InputError: when there is none.
    """
    if sys.stdin is None:
        raise InputError("stdin: is closed; give the requirements as a file, or pipe them in")
    try:
        return _text(sys.stdin.buffer.read(MAX_BYTES + 1), "stdin", MAX_BYTES)
    except OSError as error:
        raise InputError(f"stdin: {error.strerror or error}") from error


def _text(content: bytes, name: str, most: int) -> str:
    if len(content) > most:
        raise InputError(f"{name}: larger than {most // 1024**2} MB")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise InputError(f"{name}: is not UTF-8 text") from error
