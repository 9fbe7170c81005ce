"""Every example in README.md, CONTRIBUTING.md and docs/*.md does what it shows.

The blocks of a page run in order, in one folder that holds copies of `data/` and `tests/fixtures/`, with
the installed tool on the path and a pipe of 80 columns for a terminal. What a fenced block is, its
language says:

- `sh`: each command must end with status 0, unless a line `# exit 1` (or 2) below it says otherwise.
- `console`: each line after `$ ` is run (`> ` continues one that ends with a backslash). What follows must
  be its output, stdout and stderr together; a line `…` stands for any lines. Blanks at the end of a line
  and empty lines at the end of an output do not count. `$ echo $?` shows the status of the command before.
- `python`: executed, in one namespace for the page.
- `yaml`: with `# file: NAME` in its first line, written to NAME for the blocks that follow, a command of which
  must read it. Without, one that holds needs or wants must be a valid requirements file.
- anything else, and a block below a line `<!-- not run: REASON -->`, is not run.

`pytest tests/docs --approve` writes the outputs of the console blocks anew; read the difference.

The two commands under `## Quick start` in the README set up the project and run these very tests. Their
form is checked here; `.ci/run` runs them.
"""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest

from apigw_choose.model.errors import InputError
from apigw_choose.readers.strict_yaml import read_text
from apigw_choose.readers.validation import problems_of
from conftest import TOOL

from .pages import (
    PAGES,
    ROOT,
    Block,
    Shown,
    agrees,
    blocks_of,
    commands_in,
    file_in,
    shortened,
    shown_in,
)

QUICK_START = "Quick start"
VERDICTS = (0, 1, 2)
"""How a command that is shown may end; anything else is a crash, or no command at all."""


class Reader:
    """Somebody who follows a page from its top to its end, and notes what is not as it says."""

    def __init__(self, folder: Path, name: str, *, approving: bool) -> None:
        self.folder = folder
        self.name = name
        self.approving = approving
        self.unread: dict[str, int] = {}
        """The files written that no command has named yet, nor a folder of theirs."""
        self.status = 0
        self.namespace: dict[str, Any] = {"__name__": "__page__"}
        self.complaints: list[str] = []
        for needed in ("data", "tests/fixtures"):
            shutil.copytree(ROOT / needed, folder / needed)

    def follow(self, block: Block) -> Block:
        """Do what a block says; the block as it should be."""
        if block.not_run or (self.name == "README.md" and block.section == QUICK_START):
            return block
        if block.language == "sh":
            for command, status in commands_in(block):
                said = self.run(command)
                if self.status != status:
                    self.complain(block.line, f"{command}\nended with status {self.status}\n{said}")
        elif block.language == "console":
            lines = tuple(line for shown in shown_in(block) for line in (*shown.prompt, *self.output_of(shown)))
            return Block(block.language, block.line, lines, block.section, block.indent, None)
        elif block.language == "python":
            code = "\n" * (block.line - 1) + "\n".join(block.lines)
            exec(compile(code, self.name, "exec"), self.namespace)  # noqa: S102 - the examples of this project
        elif block.language == "yaml":
            self.write(block)
        return block

    def output_of(self, shown: Shown) -> tuple[str, ...]:
        """What a page should show below a command: what it shows, if that is right."""
        said = without_blanks(self.run(shown.command))
        if self.status not in VERDICTS:
            self.complain(shown.line, f"{shown.command}\nended with status {self.status}")
        if agrees(without_blanks("\n".join(shown.output)), said):
            return shown.output
        if not self.approving:
            self.complain(shown.line, f"{shown.command}\nsays\n" + "\n".join(said))
        gap = ("",) if shown.output[-1:] == ("",) else ()
        return (*shortened(shown.output, said), *gap)

    def run(self, command: str) -> str:
        """What a command writes; its status is kept."""
        for name in [*self.unread]:
            if any(f"{part}" in command for part in (Path(name), *Path(name).parents[:-1])):
                del self.unread[name]
        environment = {
            "PATH": f"{Path(TOOL).parent}{os.pathsep}{os.environ['PATH']}",
            "HOME": str(self.folder),
            "LANG": "C.UTF-8",
            "COLUMNS": "80",
        }
        done = subprocess.run(
            ["bash", "-c", f"(exit {self.status})\n{command}"],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            encoding="utf-8",
            env=environment,
            cwd=self.folder,
            timeout=60,
            check=False,
        )
        self.status = done.returncode
        return done.stdout

    def write(self, block: Block) -> None:
        """Keep a file for the blocks that follow; or see that what has no name is YAML, and requirements valid."""
        text = "".join(f"{line}\n" for line in block.lines)
        if name := file_in(block):
            file = self.folder / name
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(text, "utf-8")
            self.unread[name] = block.line
            return
        try:
            document = read_text(text, self.name)
        except InputError as error:
            self.complain(block.line, f"{error}")
            return
        if isinstance(document.value, dict) and {"needs", "wants"} & document.value.keys():
            for problem in problems_of(document, "requirements"):
                self.complain(block.line, f"{problem}")

    def complain(self, line: int, complaint: str) -> None:
        self.complaints.append(f"{self.name}:{line}: {complaint}")


def without_blanks(text: str) -> tuple[str, ...]:
    return tuple(line.rstrip() for line in text.rstrip().split("\n")) if text.strip() else ()


def put_back(text: str, blocks: list[Block]) -> str:
    """The text of a page with its console blocks replaced."""
    lines = text.split("\n")
    for old, new in sorted(zip(blocks_of(text), blocks, strict=True), key=lambda pair: -pair[0].line):
        if old.language == "console":
            start = old.line - 1
            lines[start : start + len(old.lines)] = [f"{new.indent}{line}".rstrip() for line in new.lines]
    return "\n".join(lines)


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_page_does_what_it_shows(
    page: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    *,
    approving: bool,
) -> None:
    text = page.read_text("utf-8")
    reader = Reader(tmp_path, page.name, approving=approving)
    monkeypatch.chdir(tmp_path)
    blocks = [reader.follow(block) for block in blocks_of(text)]
    if approving:
        page.write_text(put_back(text, blocks), "utf-8")
    for name, line in reader.unread.items():
        reader.complain(line, f"no command below reads {name}")
    assert not reader.complaints, "\n\n".join(reader.complaints)


def test_quick_start_is_two_commands() -> None:
    blocks = [block for block in blocks_of((ROOT / "README.md").read_text("utf-8")) if block.section == QUICK_START]
    assert [block.language for block in blocks] == ["sh", "sh"]
    (answers,), (tests,) = map(commands_in, blocks)
    for command, _ in (answers, tests):
        assert command.startswith("python3 -m venv .venv && .venv/bin/pip install ")
    assert answers[0].endswith("&& .venv/bin/apigw-choose --need waf --need api-keys")
    assert tests[0].endswith("&& .venv/bin/pytest -n auto")


def test_ci_runs_the_second_command_of_the_quick_start() -> None:
    """It takes it out of the README, as this does with its own line of awk."""
    script = (ROOT / ".ci" / "run").read_text("utf-8")
    (extraction,) = [line for line in script.splitlines() if line.startswith("test_command=")]
    printed = subprocess.run(
        ["bash", "-c", f'{extraction}\nprintf "%s" "$test_command"'],
        capture_output=True,
        encoding="utf-8",
        cwd=ROOT,
        timeout=60,
        check=True,
    ).stdout
    blocks = [block for block in blocks_of((ROOT / "README.md").read_text("utf-8")) if block.section == QUICK_START]
    assert printed == "\n".join(blocks[1].lines)
    assert '"$test_command"' in script.replace(extraction, "")
