"""The hooks, run by pre-commit itself: it clones the project, installs it and hands it the files of a commit."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from conftest import FIXTURES

from .conftest import commit


def pre_commit(folder: Path, surroundings: dict[str, str], hook: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [str(Path(sys.executable).with_name("pre-commit")), "run", "--all-files", hook],
        cwd=folder,
        env=surroundings,
        capture_output=True,
        encoding="utf-8",
        timeout=120,
        check=False,
    )


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory, surroundings: dict[str, str]) -> dict[str, str]:
    """One store for all, so that the project is installed once."""
    folder = str(tmp_path_factory.mktemp("home"))
    return surroundings | {"HOME": folder, "PRE_COMMIT_HOME": f"{folder}/store"}


@pytest.fixture
def project(tmp_path: Path, published: Path) -> Path:
    """Somebody's repository, with a configuration as in the documentation."""
    rev = subprocess.run(["git", "rev-parse", "HEAD"], cwd=published, capture_output=True, encoding="utf-8", check=True)
    (tmp_path / ".pre-commit-config.yaml").write_text(
        f"repos:\n- repo: {published}\n  rev: {rev.stdout.strip()}\n"
        "  hooks:\n  - id: apigw-choose-check\n  - id: apigw-choose-scan\n",
        "utf-8",
    )
    (tmp_path / "requirements.yaml").write_text("collections: []\n", "utf-8")  # somebody else's: not looked at
    return tmp_path


def test_a_check_passes_fails_and_tells_what_is_wrong(project: Path, home: dict[str, str]) -> None:
    seen = []
    for text in ("needs: [waf]\nexpect: rest\n", "needs: [waf]\nexpect: http\n", "needs: [wafff]\n"):
        (project / "api-type.yaml").write_text(text, "utf-8")
        commit(project)
        done = pre_commit(project, home, "apigw-choose-check")
        seen.append((done.returncode, done.stdout))
    assert [status for status, _ in seen] == [0, 1, 1]
    assert "Passed" in seen[0][1]
    assert "exit code: 1" in seen[1][1]
    assert "expected HTTP API, and REST API is recommended." in seen[1][1]
    assert "exit code: 2" in seen[2][1]
    assert "did you mean 'waf'?" in seen[2][1]


def test_a_scan_passes_what_fits_and_what_is_no_template(project: Path, home: dict[str, str]) -> None:
    (project / "template.yaml").write_text((FIXTURES / "scan" / "orders.yaml").read_text("utf-8"), "utf-8")
    (project / "template-of-something.yaml").write_text("kind: Deployment\n", "utf-8")
    commit(project)
    done = pre_commit(project, home, "apigw-choose-scan")
    assert done.returncode == 0, done.stdout + done.stderr
    assert "Passed" in done.stdout
