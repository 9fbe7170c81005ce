"""Puts the matrix into the wheel in its loadable form, made from `data/` at every build."""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class CompiledMatrixHook(BuildHookInterface[Any]):
    """Compiles the matrix and adds it to what the wheel holds."""

    _folder: tempfile.TemporaryDirectory[str] | None = None

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Compile the matrix; an editable install reads `data/` itself and needs no copy."""
        if version == "editable":
            return
        root = Path(self.root)
        sys.path.insert(0, str(root / "src"))
        from apigw_choose.readers.shipped import compile_folder

        self._folder = tempfile.TemporaryDirectory()
        compiled = Path(self._folder.name) / "matrix.jsonl"
        compiled.write_bytes(compile_folder(root / "data"))
        build_data["force_include"][str(compiled)] = "apigw_choose/_data/matrix.jsonl"

    def finalize(self, version: str, build_data: dict[str, Any], artifact_path: str) -> None:  # noqa: ARG002 - as called
        """Once the wheel is there, leave nothing else behind."""
        if self._folder is not None:
            self._folder.cleanup()
