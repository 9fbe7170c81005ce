"""The pages of the documentation, and the fenced blocks in them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).parents[2]
PAGES = (ROOT / "README.md", ROOT / "CONTRIBUTING.md", *sorted(ROOT.glob("docs/*.md")), *ROOT.glob("docs/skill/*.md"))

_FENCE = re.compile(r"( *)```(\S*)")
_HEADING = re.compile(r"#+ (.+)")
_NOT_RUN = re.compile(r"<!-- not run: (.+) -->")
_HERE = re.compile(r"<<'?([A-Z]+)'?")
_PROMPT, _CONTINUED, _ANY = "$ ", "> ", "…"


@dataclass(frozen=True)
class Block:
    """A fenced block: what it is written in, where it begins, and its lines."""

    language: str
    line: int
    """The number of its first line, below the fence."""
    lines: tuple[str, ...]
    section: str
    """The heading under which it stands."""
    indent: str
    not_run: str | None
    """Why its commands are not run, where a comment above the fence says so."""


@dataclass(frozen=True)
class Shown:
    """A command of a console block, and the output that is shown for it."""

    command: str
    line: int
    prompt: tuple[str, ...]
    """The lines that hold the command."""
    output: tuple[str, ...]


def blocks_of(text: str) -> list[Block]:
    """The fenced blocks of a page."""
    found = []
    lines = iter(enumerate(text.split("\n"), 1))
    section, before = "", ""
    for number, line in lines:
        if heading := _HEADING.fullmatch(line):
            section = heading[1]
        if fence := _FENCE.fullmatch(line):
            indent = fence[1]
            inside = tuple(inner.removeprefix(indent) for inner in _until_the_fence_ends(lines, indent, number))
            reason = _NOT_RUN.fullmatch(before.strip())
            found.append(Block(fence[2], number + 1, inside, section, indent, reason[1] if reason else None))
        before = line
    return found


def _until_the_fence_ends(lines: Iterator[tuple[int, str]], indent: str, opened: int) -> Iterator[str]:
    for _, line in lines:
        if line == f"{indent}```":
            return
        yield line
    raise AssertionError(f"the fence in line {opened} is not closed")


def shown_in(block: Block) -> list[Shown]:
    """The commands of a console block, each with its output."""
    found: list[Shown] = []
    for number, line in enumerate(block.lines, block.line):
        if line.startswith(_PROMPT):
            found.append(Shown(line.removeprefix(_PROMPT), number, (line,), ()))
            continue
        assert found, f"line {number}: a console block begins with a command, after '$ '"
        last = found[-1]
        if last.command.endswith("\\") and line.startswith(_CONTINUED):
            command = f"{last.command}\n{line.removeprefix(_CONTINUED)}"
            found[-1] = Shown(command, last.line, (*last.prompt, line), ())
        else:
            found[-1] = Shown(last.command, last.line, last.prompt, (*last.output, line))
    return found


def commands_in(block: Block) -> list[tuple[str, int]]:
    """The commands of an sh block, each with the status with which it is to end."""
    found: list[tuple[str, int]] = []
    here: str | None = None
    continued = False
    for line in block.lines:
        if here is not None or continued:
            found[-1] = (f"{found[-1][0]}\n{line}", 0)
        elif status := re.fullmatch(r"# exit ([0-9]+)", line.strip()):
            found[-1] = (found[-1][0], int(status[1]))
        elif line.strip() and not line.startswith("#"):
            found.append((line, 0))
        if here is None and (begun := _HERE.search(line)):
            here = begun[1]
        elif line == here:
            here = None
        continued = line.endswith("\\") and here is None
    return found


def file_in(block: Block) -> str | None:
    """The name of the file that a YAML block is, where its first line says so."""
    named = re.fullmatch(r"# file: (\S+)", block.lines[0]) if block.lines else None
    if named is None:
        return None
    assert not Path(named[1]).is_absolute(), f"line {block.line}: the file must lie in the folder of the page"
    assert ".." not in Path(named[1]).parts, f"line {block.line}: the file must lie in the folder of the page"
    return named[1]


def agrees(expected: tuple[str, ...], said: tuple[str, ...]) -> bool:
    """Whether an output is the one shown, in which a line `…` stands for any lines."""
    if _ANY not in expected:
        return expected == said
    parts = [".*" if line == _ANY else re.escape(line) for line in expected]
    pattern = "".join(f"(?:{part}\n)*" if part == ".*" else f"{part}\n" for part in parts)
    return re.fullmatch(pattern, "".join(f"{line}\n" for line in said)) is not None


def shortened(expected: tuple[str, ...], said: tuple[str, ...]) -> tuple[str, ...]:
    """The output to show: cut where the one shown before was cut."""
    if _ANY not in expected:
        return said
    head, tail = expected.index(_ANY), expected[::-1].index(_ANY)
    return (*said[:head], _ANY, *said[max(head, len(said) - tail) :]) if head + tail < len(said) else said
