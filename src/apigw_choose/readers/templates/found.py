"""What a scan may be asked for beyond being read: some APIs only, at least one template, no failure without a word."""

from __future__ import annotations

from typing import TYPE_CHECKING

from apigw_choose.model.errors import InputError
from apigw_choose.model.scan import Scan, Trouble
from apigw_choose.readers.wording import no_such

if TYPE_CHECKING:
    from collections.abc import Sequence


def of_apis(found: Scan, wanted: Sequence[str]) -> Scan:
    """The scan with the APIs of these names only; with all, where none is named.

    Raises:
        InputError: when one of them was not found.
    """
    if not wanted:
        return found
    known = {entry.id for file in found.files for entry in file.apis}
    if missing := [name for name in wanted if name not in known]:
        raise InputError(f"--api: {no_such('API', missing[0], sorted(known))}")
    files = (file._replace(apis=tuple(entry for entry in file.apis if entry.id in wanted)) for file in found.files)
    return found._replace(files=tuple(file for file in files if file.apis))


def refuse_nothing(found: Scan) -> None:
    """Where nothing could be read, what stood in the way is an error and no result.

    Raises:
        InputError: with everything that stood in the way.
    """
    fatal = [trouble for trouble in found.troubles if trouble.fatal]
    if fatal and not found.files:
        lines = (f":{trouble.line}" if trouble.line else "" for trouble in fatal)
        raise InputError([f"{entry.file}{line}: {entry.message}" for entry, line in zip(fatal, lines, strict=True)])


def failed_on(file: str, error: Exception) -> Trouble:
    """A trouble in place of a failure of the tool itself on one file, which must not cost the answer on all others."""
    kind = type(error).__name__
    message = f"was not read: this tool failed on it ({kind}), which is a bug in the tool; please report it"
    return Trouble(file, None, message, fatal=True)
