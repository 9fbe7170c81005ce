"""What the architecture promises, held against the source."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

import apigw_choose
from apigw_choose import Matrix

PACKAGE = Path(apigw_choose.__file__).parent
GENERIC = ("model", "engine", "readers", "lint", "renderers")
MODULES = [path for layer in GENERIC for path in sorted((PACKAGE / layer).glob("*.py"))]


@pytest.mark.parametrize("module", MODULES, ids=lambda path: f"{path.parent.name}/{path.stem}")
def test_no_layer_below_the_command_line_knows_what_is_chosen(module: Path, matrix: Matrix) -> None:
    text = module.read_text("utf-8")
    names = [option.name for option in matrix.options.values()]
    told = re.findall(r"api.?gateway|\baws\b|websocket|amazon|" + "|".join(names), text, re.IGNORECASE)
    assert told == []


@pytest.mark.parametrize("module", MODULES, ids=lambda path: f"{path.parent.name}/{path.stem}")
def test_no_layer_below_the_command_line_prints_or_exits(module: Path) -> None:
    assert re.findall(r"(?<![.\w])print\(|sys\.(?:stdout|stderr|exit)|os\._exit", module.read_text("utf-8")) == []


def test_the_maintainers_command_is_imported_by_nothing_else() -> None:
    others = [path for path in PACKAGE.rglob("*.py") if "witness" not in path.relative_to(PACKAGE).parts]
    assert [path.name for path in others if "apigw_choose.witness" in path.read_text("utf-8")] == []


def test_every_module_can_be_seen_whole() -> None:
    long = {path.name: length for path in PACKAGE.rglob("*.py") if (length := len(path.read_text().splitlines())) > 350}
    assert long == {}
