"""The command that tries the faults."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

TESTS = Path(__file__).parents[1]


def test_of_which_test_runs_what_nothing_is_taken_from_a_file_about_other_tests(tmp_path: Path) -> None:
    """They might fail without any fault, and every fault would look as if it were found."""
    kept = tmp_path / "footprint.json"
    kept.write_text(json.dumps(["of other tests", {}, []]), "utf-8")
    command = [sys.executable, "-m", "mutation.run", "engine/rank.py", "--tests", "engine/test_rank.py"]
    ran = subprocess.run([*command, "--footprint", str(kept)], cwd=TESTS, capture_output=True, text=True, check=False)
    assert "not run by any test" not in ran.stdout
    assert any(name.startswith("tests/engine/test_rank.py") for name in json.loads(kept.read_text("utf-8"))[1])
