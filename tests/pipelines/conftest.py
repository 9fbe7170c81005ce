"""A copy of the project as a repository, and surroundings in which pip installs it without an index."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import sysconfig
from pathlib import Path

import pytest

CHECKOUT = Path(__file__).parents[2]
_PUBLISHED = ("src", "data", "pyproject.toml", "README.md", "LICENSE", "action.yml", ".pre-commit-hooks.yaml")


@pytest.fixture(scope="session")
def surroundings(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """What pip takes from these tests instead of from an index: the other packages, and the build's own."""
    packages = tmp_path_factory.mktemp("packages")
    for entry in Path(sysconfig.get_path("purelib")).iterdir():
        if "apigw_choose" not in entry.name:
            (packages / entry.name).symlink_to(entry)
    return {
        "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}",
        "LANG": "C.UTF-8",
        "PYTHONPATH": str(packages),
        "PIP_NO_INDEX": "1",
        "PIP_NO_DEPS": "1",
        "PIP_NO_BUILD_ISOLATION": "0",  # pip reads a no to this no as: do not isolate
        "PIP_NO_COMPILE": "1",
        "PIP_DISABLE_PIP_VERSION_CHECK": "1",
    }


@pytest.fixture(scope="session")
def published(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The project in a repository of its own, with one commit."""
    folder = tmp_path_factory.mktemp("published")
    for name in _PUBLISHED:
        if (CHECKOUT / name).is_dir():
            shutil.copytree(CHECKOUT / name, folder / name, ignore=shutil.ignore_patterns("__pycache__"))
        else:
            shutil.copyfile(CHECKOUT / name, folder / name)
    commit(folder)
    return folder


def commit(folder: Path) -> None:
    """Put all of a folder into a repository."""
    identity = ("-c", "user.name=test", "-c", "user.email=test@example.invalid")
    for command in (("init", "-q"), ("add", "-A"), (*identity, "commit", "-q", "-m", "first")):
        subprocess.run(["git", *command], cwd=folder, check=True, capture_output=True)
