"""Puts the matrix into the wheel in its loadable form, once for each language, made from `data/` at every build."""

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
        from apigw_choose.readers.languages import languages_of
        from apigw_choose.readers.shipped import ENGLISH, compile_folder, stem_of

        self._folder = tempfile.TemporaryDirectory()
        for language in (ENGLISH, *languages_of(root / "data")):
            compiled = Path(self._folder.name) / f"{stem_of(language)}.jsonl"
            compiled.write_bytes(compile_folder(root / "data", language))
            build_data["force_include"][str(compiled)] = f"apigw_choose/_data/{compiled.name}"

    def finalize(self, version: str, build_data: dict[str, Any], artifact_path: str) -> None:  # noqa: ARG002 - as called
        """Once the wheel is there, leave nothing else behind."""
        if self._folder is not None:
            self._folder.cleanup()
