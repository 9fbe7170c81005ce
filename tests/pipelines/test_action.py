"""The composite action: its steps are run as GitHub's runner runs them, with files in the place of its own."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
import yaml

from conftest import FIXTURES

from .conftest import CHECKOUT

ACTION: dict[str, Any] = yaml.safe_load((CHECKOUT / "action.yml").read_text("utf-8"))
_EXPRESSION = re.compile(r"\$\{\{ (.+?) \}\}")


@dataclass(frozen=True)
class Run:
    """What a run of the action's last step left."""

    status: int
    log: str
    summary: str
    outputs: dict[str, str]


class Runner:
    """The part of GitHub's runner that an action of shell steps needs."""

    def __init__(self, action: Path, temporary: Path, surroundings: dict[str, str]) -> None:
        self.environment = surroundings | {"GITHUB_ACTION_PATH": str(action), "RUNNER_TEMP": str(temporary)}
        self.temporary = temporary

    def step(self, name: str, folder: Path, **inputs: str) -> Run:
        """Run a step, with what the inputs and the steps before it say put in for expressions of its environment."""
        (step,) = [step for step in ACTION["runs"]["steps"] if step["id"] == name]
        known = {f"inputs.{key}": entry["default"] for key, entry in ACTION["inputs"].items()}
        known |= {f"inputs.{key.replace('_', '-')}": value for key, value in inputs.items()}
        known["steps.python.outputs.python-path"] = sys.executable
        said = {key: _EXPRESSION.sub(lambda found: known[found[1]], text) for key, text in step["env"].items()}
        script, summary, outputs = (self.temporary / part for part in ("script", "summary", "outputs"))
        script.write_text(step["run"], "utf-8")
        for file in (summary, outputs):
            file.write_text("", "utf-8")
        done = subprocess.run(
            ["bash", "--noprofile", "--norc", "-eo", "pipefail", script],
            cwd=folder,
            env=self.environment | said | {"GITHUB_STEP_SUMMARY": str(summary), "GITHUB_OUTPUT": str(outputs)},
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            encoding="utf-8",
            timeout=120,
            check=False,
        )
        lines = outputs.read_text("utf-8").splitlines()
        told = dict(line.split("=", 1) for line in lines)
        return Run(done.returncode, done.stdout, summary.read_text("utf-8"), told)


@pytest.fixture(scope="module")
def runner(published: Path, tmp_path_factory: pytest.TempPathFactory, surroundings: dict[str, str]) -> Runner:
    """A runner on which the first shell step, the installation, has been run."""
    made = Runner(published, tmp_path_factory.mktemp("runner"), surroundings)
    installed = made.step("install", published)
    assert (installed.status, installed.log) == (0, "")
    return made


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """Somebody's repository."""
    (tmp_path / "holds.yaml").write_text("needs: [waf]\nexpect: rest\n", "utf-8")
    (tmp_path / "fails.yaml").write_text("needs: [waf]\nexpect: http\n", "utf-8")
    (tmp_path / "wrong.yaml").write_text("needs: [wafff]\n", "utf-8")
    (tmp_path / "orders.yaml").write_text((FIXTURES / "scan" / "orders.yaml").read_text("utf-8"), "utf-8")
    return tmp_path


def test_no_script_holds_an_expression() -> None:
    """What somebody says in an input would be read as a script there."""
    for step in ACTION["runs"]["steps"]:
        assert "${{" not in step.get("run", "")


def test_actions_of_others_are_pinned_to_a_commit() -> None:
    used = [step["uses"] for step in ACTION["runs"]["steps"] if "uses" in step]
    assert used
    assert [name for name in used if not re.fullmatch(r"[\w.-]+/[\w./-]+@[0-9a-f]{40}", name)] == []


def test_a_check_that_holds(runner: Runner, project: Path) -> None:
    ran = runner.step("run", project, paths="holds.yaml")
    assert ran.status == 0, ran.log
    assert ran.outputs.items() >= {"status": "0", "recommendation": "rest"}.items()
    assert json.loads(Path(ran.outputs["result"]).read_text("utf-8"))["holding"] == 1
    assert ran.summary.startswith("**1 checked: 1 holds.**\n")
    assert "::error" not in ran.log


def test_a_check_that_fails_annotates_the_line_and_fails_the_step(runner: Runner, project: Path) -> None:
    ran = runner.step("run", project, paths="holds.yaml\nfails.yaml\n")
    assert ran.status == 1
    assert ran.outputs["status"] == "1"
    assert "::error file=fails.yaml,line=2," in ran.log
    assert "| **fails** | fails.yaml | `rest`:" in ran.summary
    assert "- expected HTTP API, and REST API is recommended." in ran.summary


@pytest.mark.parametrize(
    ("inputs", "told"),
    [
        ({"paths": "wrong.yaml"}, "did you mean 'waf'?"),
        ({"paths": "nowhere.yaml"}, "nowhere.yaml"),
        ({"paths": "holds.yaml", "max_age": "soon"}, "soon"),
        ({"paths": "holds.yaml", "matrix": "nowhere"}, "nowhere"),
        ({"command": "explain"}, "must be check or scan"),
    ],
)
def test_wrong_input_ends_with_2_and_says_why(runner: Runner, project: Path, inputs: dict[str, str], told: str) -> None:
    ran = runner.step("run", project, **inputs)
    assert (ran.status, ran.outputs, ran.summary) == (2, {"status": "2"}, "")
    assert told in ran.log
    assert ran.log.count("\n::error title=apigw-choose::") + ran.log.startswith("::error title=apigw-choose::") == 1


@pytest.mark.parametrize("keys", [["command"], ["paths", "against", "max_age", "fail_on", "matrix", "sarif", "strict"]])
def test_an_input_is_never_run(runner: Runner, project: Path, keys: list[str]) -> None:
    runner.step("run", project, **dict.fromkeys(keys, '"; touch taken; $(touch taken) `touch taken`'))
    assert not (project / "taken").exists()


def test_what_a_file_is_called_is_no_command_of_the_workflow(runner: Runner, project: Path) -> None:
    name = "x\r::set-output name=status::0"
    ran = runner.step("run", project, paths=name)
    between = re.search(r"::stop-commands::(\w+)\n(.*)::\1::\n", ran.log, re.DOTALL)
    assert between is not None
    assert "set-output" in between[2]
    assert "set-output" not in ran.log.replace(between[2], "")


def test_a_scan_reports_and_writes_sarif(runner: Runner, project: Path) -> None:
    ran = runner.step("run", project, command="scan", paths="orders.yaml", sarif="found.sarif")
    assert ran.status == 0, ran.log
    assert "::notice file=orders.yaml,line=" in ran.log
    assert "could be cheaper.**" in ran.summary
    assert "| orders.yaml:" in ran.summary
    assert json.loads((project / "found.sarif").read_text("utf-8"))["version"] == "2.1.0"


def test_a_scan_fails_when_it_is_told_to(runner: Runner, project: Path) -> None:
    ran = runner.step("run", project, command="scan", paths="orders.yaml", fail_on="cheaper")
    assert (ran.status, ran.outputs["status"]) == (1, "1")
