"""Which files an agent may have read: those below the working directory, or below the folders that were named."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

from apigw_choose.model.errors import InputError
from apigw_choose.model.quoting import as_typed

if TYPE_CHECKING:
    from collections.abc import Sequence


class Folders:
    """The folders outside of which nothing is opened for an agent."""

    def __init__(self, named: Sequence[str] = ()) -> None:
        """Take the folders named, or else the working directory.

        Raises:
            InputError: when one of them is no folder.
        """
        missing = [name for name in named if not os.path.isdir(name)]  # noqa: PTH112 - the method of the path fails on a name that no file can have
        if missing:
            raise InputError([f"--root {as_typed(name)}: no such folder" for name in missing])
        self._named = [Path(name).resolve() for name in named]
        self._tops = self._named or [Path.cwd().resolve()]

    def path(self, text: str) -> Path:
        """The path that an agent means; a relative one begins at the first folder.

        Raises:
            InputError: when it leads out of all of them, links followed.
        """
        if not self._named and self._tops[0].parent == self._tops[0]:
            raise InputError(
                "nothing may be scanned: the server was started at the root of the file system and no folder was named",
                hint="apigw-choose mcp --root FOLDER",
            )
        try:
            real = (self._tops[0] / text).resolve()
        except (OSError, RuntimeError, ValueError) as error:  # a loop of links, a name that no file can have
            raise InputError(f"{text}: no such file") from error
        if not any(real.is_relative_to(top) for top in self._tops):
            tops = ", ".join(map(str, self._tops))
            raise InputError(
                f"{text}: lies outside of what may be scanned, which is {tops}",
                hint="apigw-choose mcp --root FOLDER",
            )
        return self._tops[0] / text if self._named else Path(text)
