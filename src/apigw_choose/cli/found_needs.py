"""What was found in templates, saved as requirements files."""

from __future__ import annotations

import os
import re
from collections.abc import Sequence
from pathlib import Path

from apigw_choose.cli.answers_file import check_target, save
from apigw_choose.engine.assess import needs_of
from apigw_choose.model.errors import InputError
from apigw_choose.model.matrix import Matrix
from apigw_choose.model.quoting import as_typed
from apigw_choose.model.scan import Assessment
from apigw_choose.readers.requirements_file import FileRequirements
from apigw_choose.renderers.requirements_yaml import write_requirements

FLAG = "--save-requirements"


def save_needs(matrix: Matrix, entries: Sequence[Assessment], target: Path, *, force: bool) -> None:
    """Write what each API needs: of a single one to a file, of several to a folder that is there.

    Raises:
        InputError: when it cannot be done, before anything is written.
    """
    if not entries:
        raise InputError(f"{FLAG}: no API was found, so there is nothing to save")
    if os.path.isdir(target):  # noqa: PTH112 - the method of the path fails on a name that no file can have
        files = {target / f"{_file_name(entry.api.id)}.yaml": entry for entry in entries}
        if len(files) < len(entries):
            raise InputError(f"{FLAG}: several APIs have the same id; look at one template at a time")
    elif entries[1:]:
        ids = ", ".join(entry.api.id for entry in entries[:5])
        raise InputError(f"{FLAG} {as_typed(str(target))}: {len(entries)} APIs ({ids}); name a folder, or one by --api")
    else:
        files = {target: entries[0]}
    for path in files:
        check_target(str(path), None, force=force, flag=FLAG)
    for path, entry in files.items():
        said = FileRequirements(needs=tuple(needs_of(matrix, entry.api)))
        save(str(path), write_requirements(matrix, said), flag=FLAG)


def _file_name(name: str) -> str:
    return re.sub(r"[^A-Za-z0-9._-]+", "-", name).strip(".-") or "api"
