"""Pictures of the terminal, taken while the site is built: the tool is run on one, and what it wrote is drawn.

A console block below `<!-- picture: NAME -->` becomes a picture, with the block below it as text. Its commands are run
on a terminal of 80 columns with colour; where the block is cut, the picture is cut. A text block below such a line is
a conversation: a command, and lines after `> ` that are typed when the tool waits for them; at `<Tab>` that key is
pressed twice.
"""

from __future__ import annotations

import io
import os
import re
import shutil
import sys
import tempfile
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import pexpect
from mkdocs.exceptions import PluginError
from rich.console import Console
from rich.text import Text

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

COLUMNS, LINES = 80, 40
_SECONDS = 60
_ANY = "…"
_TAB = "<Tab>"
_UNSEEN = re.compile(r"\x1b\[\?2004[hl]|[\a\r]")
"""What a shell says of pasting, a bell and the like."""
_PROMPT = rf"(?:^|(?<=\n))(?:{_UNSEEN.pattern})*> $"
_VERDICTS = (0, 1, 2)
_MARKED = re.compile(
    r"^<!-- picture: (?P<name>[a-z0-9-]+) -->\n```(?P<kind>console|text)\n(?P<lines>.*?)\n```\n",
    re.DOTALL | re.MULTILINE,
)
_FILE = re.compile(r"^```yaml\n# file: (?P<name>\S+)\n(?P<text>.*?)^```$", re.DOTALL | re.MULTILINE)
_FONT = re.compile(r"@font-face \{.*?\}\s*", re.DOTALL)
_FAMILY = "ui-monospace, Menlo, Consolas, DejaVu Sans Mono, monospace"


@dataclass(frozen=True, slots=True)
class Run:
    """A command, what is typed to it, and the lines that are shown of its output."""

    command: str
    typed: tuple[str, ...]
    shown: tuple[str, ...]


def with_pictures(markdown: str, root: Path, keep: Callable[[str, str], str]) -> str:
    """The page, its marked blocks drawn; `keep` takes the name and the drawing, and returns the address of it."""
    if not _MARKED.search(markdown):
        return markdown
    with _folder(root) as folder:
        for file in _FILE.finditer(markdown):
            (folder / file["name"]).parent.mkdir(parents=True, exist_ok=True)
            (folder / file["name"]).write_text(f"# file: {file['name']}\n{file['text']}", "utf-8")

        def drawn(block: re.Match[str]) -> str:
            terminal = _Terminal(folder)
            seen = [(run, terminal.run(run)) for run in _runs(block["kind"], block["lines"])]
            address = keep(block["name"], drawing(block["name"], seen))
            words = block["lines"] if block["kind"] == "console" else _plain(seen)
            indented = "".join(f"    {line}\n".rstrip(" ") for line in words.split("\n"))
            alternative = " and ".join(run.command for run, _ in seen).replace("\n", " ")
            picture = f"![Terminal: {alternative}]({address})\n{{: .terminal }}\n"
            return f'{picture}\n??? quote "As text"\n\n    ```console\n{indented}    ```\n'

        return _MARKED.sub(drawn, markdown)


def drawing(name: str, seen: Sequence[tuple[Run, str]]) -> str:
    """The picture of a terminal on which some commands were run, as SVG."""
    console = Console(record=True, width=COLUMNS, file=io.StringIO(), force_terminal=True, color_system="truecolor")
    for run, said in seen:
        console.print(Text(f"$ {run.command}", style="bold"), soft_wrap=False)
        for line in _cut(said.rstrip("\n").split("\n"), run.shown):
            console.print(Text.from_ansi(line), soft_wrap=False)
    svg = console.export_svg(title="apigw-choose", unique_id=name)
    return _FONT.sub("", svg).replace("Fira Code, monospace", _FAMILY)


def _runs(kind: str, lines: str) -> list[Run]:
    found: list[Run] = []
    for line in lines.split("\n"):
        if line.startswith("$ "):
            found.append(Run(line.removeprefix("$ "), (), ()))
            continue
        last = found[-1]
        if line.startswith("> ") and last.command.endswith("\\"):
            found[-1] = Run(f"{last.command}\n{line.removeprefix('> ')}", (), ())
        elif kind == "text" and line.startswith(">"):
            found[-1] = Run(last.command, (*last.typed, line.removeprefix(">").strip()), ())
        elif kind == "console":
            found[-1] = Run(last.command, last.typed, (*last.shown, line))
    return found


class _Terminal:
    """A terminal in a folder, and how the last command on it ended."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.status = 0

    def run(self, run: Run) -> str:
        """What stands on it after a command."""
        child: pexpect.spawn[str] = pexpect.spawn(
            "bash",
            ["-c", f"(exit {self.status})\n{run.command}"],
            cwd=str(self.folder),
            dimensions=(LINES, COLUMNS),
            encoding="utf-8",
            env={
                "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}",
                "HOME": str(self.folder),
                "LANG": "C.UTF-8",
                "TERM": "xterm-256color",
            },
            timeout=_SECONDS,
        )
        said = ""
        for line in run.typed:
            child.expect(_PROMPT)
            said += f"{child.before}{child.after}"
            *unfinished, last = line.split(_TAB)
            for part in unfinished:
                child.send(f"{part}\t\t")
                child.expect_exact(f"\n> {part}")  # with which the shell goes on once it has listed what can follow
                said += f"{child.before}{child.after}"
            child.sendline(last)
        child.expect(pexpect.EOF)
        child.close()
        said = _UNSEEN.sub("", f"{said}{child.before}")
        if child.exitstatus not in _VERDICTS:
            raise PluginError(f"{run.command}: ended with status {child.exitstatus}:\n{said}")
        self.status = child.exitstatus
        return said


def _cut(said: list[str], shown: tuple[str, ...]) -> list[str]:
    """What was said, cut where it is cut in what is shown."""
    if _ANY not in shown:
        return said
    shown = tuple("\n".join(shown).rstrip("\n").split("\n"))
    head, tail = shown.index(_ANY), shown[::-1].index(_ANY)
    return [*said[:head], _ANY, *said[max(head, len(said) - tail) :]]


def _plain(seen: Sequence[tuple[Run, str]]) -> str:
    return "\n".join(f"$ {run.command}\n{Text.from_ansi(said).plain.rstrip()}" for run, said in seen)


@contextmanager
def _folder(root: Path) -> Iterator[Path]:
    """A folder with what the examples of the documentation find beside them."""
    with tempfile.TemporaryDirectory() as name:
        for needed in ("data", "tests/fixtures"):
            shutil.copytree(root / needed, Path(name) / needed)
        yield Path(name)
