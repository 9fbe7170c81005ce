"""The workflows and the action, looked through by zizmor for what is unsafe in them."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

from .conftest import CHECKOUT

WORKFLOWS = sorted((CHECKOUT / ".github" / "workflows").glob("*.yml"))
FILES = [*WORKFLOWS, CHECKOUT / "action.yml"]


def zizmor(*files: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [str(Path(sys.executable).with_name("zizmor")), "--offline", "--persona=pedantic", "--quiet", *map(str, files)],
        capture_output=True,
        encoding="utf-8",
        timeout=60,
        check=False,
    )


def test_zizmor_finds_nothing() -> None:
    done = zizmor(*FILES)
    assert done.returncode == 0, done.stdout


def test_it_would_find_an_action_that_is_not_pinned(tmp_path: Path) -> None:
    changed = tmp_path / "release.yml"
    changed.write_text(re.sub(r"@[0-9a-f]{40}", "@main", WORKFLOWS[-1].read_text("utf-8")), "utf-8")
    assert "unpinned-uses" in zizmor(changed).stdout


@pytest.mark.parametrize("file", WORKFLOWS, ids=lambda file: file.name)
def test_a_workflow_may_do_nothing_that_a_job_does_not_ask_for(file: Path) -> None:
    workflow = yaml.safe_load(file.read_text("utf-8"))
    assert workflow["permissions"] == {}
    assert all(job["permissions"] for job in workflow["jobs"].values())


def test_one_commit_stands_for_one_version_everywhere() -> None:
    """In the documentation too."""
    pinned: dict[str, set[str]] = {}
    for file in (*FILES, CHECKOUT / "docs" / "pipelines.md"):
        for name, commit in re.findall(
            r"uses: ([\w./-]+)@([0-9a-f]{40} # v[\d.]+)$", file.read_text("utf-8"), re.MULTILINE
        ):
            pinned.setdefault(name, set()).add(commit)
    assert pinned
    assert {name for name, commits in pinned.items() if len(commits) > 1} == set()
