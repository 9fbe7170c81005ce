"""Puts the matrix into the wheel in its loadable form, made from `data/` at every build."""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class CompiledMatrixHook(BuildHookInterface[Any]):
    """Compiles the matrix and adds it to what the wheel holds."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Compile the matrix; an editable install reads `data/` itself and needs no copy."""
        if version == "editable":
            return
        root = Path(self.root)
        sys.path.insert(0, str(root / "src"))
        from apigw_choose.readers.shipped import compile_folder

        compiled = Path(tempfile.mkdtemp()) / "matrix.jsonl"
        compiled.write_bytes(compile_folder(root / "data"))
        build_data["force_include"][str(compiled)] = "apigw_choose/_data/matrix.jsonl"
