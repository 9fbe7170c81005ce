"""docs/commands.md names every command with the help that it prints; `--approve` adds a command that is missing."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

import pytest

from .pages import ROOT, blocks_of, shown_in

if TYPE_CHECKING:
    from conftest import Tool

PAGE = ROOT / "docs" / "commands.md"
LAST = "## Exit status\n"
"""The section before which a new command is described."""

Help = Callable[..., str]


@pytest.fixture
def help_of(tool: Tool) -> Help:
    def ask(*command: str) -> str:
        ran = tool(*command, "--help")
        assert ran.status == 0, ran.err
        return ran.out

    return ask


def commands(help_of: Help, *command: str) -> Iterator[tuple[str, ...]]:
    """The command, and all below it."""
    yield command
    _, _, listed = help_of(*command).partition("\nCommands:\n")
    for line in listed.split("\n"):
        if not line.strip():
            return
        if named := re.match(r"  (\S+)", line):
            yield from commands(help_of, *command, named[1])


def helps_shown() -> list[str]:
    """The commands whose help the page shows."""
    blocks = [block for block in blocks_of(PAGE.read_text("utf-8")) if block.language == "console"]
    return [shown.command for block in blocks for shown in shown_in(block) if shown.command.endswith(" --help")]


def test_every_command_is_described(help_of: Help, *, approving: bool) -> None:
    """That what is shown is what is said is the business of the test of the examples."""
    for command in commands(help_of):
        words = " ".join(("apigw-choose", *command))
        if f"{words} --help" not in helps_shown() and approving:
            text = PAGE.read_text("utf-8")
            assert LAST in text
            output = help_of(*command).rstrip()
            section = f"## {words}\n\n```console\n$ {words} --help\n{output}\n```\n\n"
            PAGE.write_text(text.replace(LAST, section + LAST), "utf-8")
        assert f"{words} --help" in helps_shown(), f"docs/commands.md does not show `{words} --help`"


def test_no_command_is_described_that_is_gone(help_of: Help) -> None:
    there = {" ".join(("apigw-choose", *command, "--help")) for command in commands(help_of)}
    assert set(helps_shown()) <= there


def test_every_option_is_mentioned(help_of: Help) -> None:
    text = PAGE.read_text("utf-8")
    for command in commands(help_of):
        for option in re.findall(r"^  (?:-\w, )?(--[a-z-]+)", help_of(*command), re.MULTILINE):
            assert re.search(rf"{option}\b", text), f"docs/commands.md does not mention {option}"
