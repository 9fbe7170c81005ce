"""Files that a person asks to be written: whole or not at all, and never over another."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

from apigw_choose.model.errors import InputError
from apigw_choose.model.quoting import as_typed

if TYPE_CHECKING:
    from typing import TextIO


def check_target(path: str, read_from: str | None, *, force: bool, flag: str = "--save") -> None:
    """Refuse, before anything is asked, to save where it cannot be done or where something would be lost.

    Raises:
        InputError: when the file is there and is not the one that was read, or cannot be written.
    """
    target = Path(os.path.realpath(path))
    name = as_typed(path)
    if os.path.exists(target):  # noqa: PTH110 - the method of the path fails on a name that no file can have
        if not target.is_file():
            raise InputError(f"{flag} {name}: is not a file")
        if not force and not (read_from and Path(read_from).exists() and target.samefile(read_from)):
            going_on = f"go on with it by -f {name}, or " if flag == "--save" else ""
            raise InputError(f"{flag} {name}: is there already; {going_on}overwrite it by --force")
    if not os.path.isdir(target.parent):  # noqa: PTH112 - likewise
        raise InputError(f"{flag} {name}: there is no folder {as_typed(str(target.parent))}")
    if not os.access(target.parent, os.W_OK):
        raise InputError(f"{flag} {name}: the folder {as_typed(str(target.parent))} cannot be written to")


def save(path: str, text: str, *, flag: str = "--save") -> None:
    """Write the file under another name, then give it its own.

    Raises:
        InputError: when it cannot be written; what was there before is as it was.
    """
    target = Path(os.path.realpath(path))
    # A name of its own: process ids come again (in a container, soon), and the target's may have the greatest length.
    draft = target.with_name(f".apigw-choose.{os.urandom(8).hex()}.tmp")
    try:
        # "x": a file that is there under this name, or a link, is somebody else's
        with draft.open("x", encoding="utf-8", newline="\n") as stream:
            _write_and_rename(stream, draft, target, text)
    except OSError as error:
        what = "; the answers are not saved" if flag == "--save" else ""
        raise InputError(f"{flag} {as_typed(path)}: {error.strerror or error}{what}") from error


def _write_and_rename(stream: TextIO, draft: Path, target: Path, text: str) -> None:
    try:
        stream.write(text)
        stream.flush()
        os.fsync(stream.fileno())
        if target.exists():
            draft.chmod(target.stat().st_mode & 0o7777)
        draft.replace(target)
    finally:
        draft.unlink(missing_ok=True)
