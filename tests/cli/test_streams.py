"""What reaches stdout and stderr, whatever they are connected to and whatever was typed."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
import time
from typing import TYPE_CHECKING

import pytest

from conftest import FIXTURES, TOOL, Tool
from terminal import too_long

if TYPE_CHECKING:
    from pathlib import Path

    from apigw_choose import Matrix

    from .conftest import Inside

TEXTS = {
    "a decision": ("--need", "waf,api-keys"),
    "a partial one": ("--need", "integration-timeout=60s", "--want", "caching"),
    "nothing that fits": ("--need", "waf,server-push"),
    "an unknown cell": ("--need", "jwt-audiences=10"),
    "features": ("features",),
    "an explained feature": ("explain", "waf"),
    "an explained quantity": ("explain", "integration-timeout"),
    "an explained term": ("explain", "execute-api"),
    "a comparison": ("compare",),
}
texts = pytest.mark.parametrize("arguments", TEXTS.values(), ids=TEXTS)


def environment(home: Path, **more: str) -> dict[str, str]:
    return {"PATH": os.environ["PATH"], "HOME": str(home), "LANG": "C.UTF-8", **more}


def shell(line: str, home: Path, **more: str) -> subprocess.CompletedProcess[str]:
    """A line of bash in which `$TOOL` is the tool."""
    return subprocess.run(
        ["bash", "-c", line],
        capture_output=True,
        encoding="utf-8",
        env=environment(home, TOOL=TOOL, **more),
        cwd=home,
        timeout=60,
        check=False,
    )


class TestAscii:
    """Where the locale is C, nothing but ASCII is written, and marks are words."""

    @texts
    def test_text_is_ascii(self, tool: Tool, arguments: tuple[str, ...]) -> None:
        ran = tool(*arguments, env={"LC_ALL": "C"})
        assert ran.out.isascii()
        assert "\\u" not in ran.out
        assert ran.err == ""

    def test_marks_are_words(self, tool: Tool) -> None:
        env = {"LC_ALL": "C"}
        rows = [line.split() for line in tool("--need", "waf,integration-timeout=60s", env=env).out.splitlines()]
        assert ["waf", "yes", "no", "no"] in rows
        assert ["part", "no", "no"] in [row[1:] for row in rows]

    @pytest.mark.parametrize(
        "env",
        [
            {"LANG": "C"},
            {"PYTHONIOENCODING": "ascii"},
            {"PYTHONIOENCODING": "latin-1"},
            {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"},
        ],
        ids=str,
    )
    def test_every_way_to_say_so_is_understood(self, tool: Tool, env: dict[str, str]) -> None:
        assert tool("--need", "waf,jwt", env=env).out == tool("--need", "waf,jwt", env={"LC_ALL": "C"}).out

    def test_errors_are_ascii(self, tool: Tool) -> None:
        ran = tool("--need", "wäf→", env={"LC_ALL": "C"})
        assert ran.status == 2
        assert ran.err.isascii()

    @pytest.mark.parametrize("command", [(), ("--help",), ("explain", "--help"), ("--version",)])
    def test_help_is_ascii(self, tool: Tool, command: tuple[str, ...]) -> None:
        assert tool(*command, env={"LC_ALL": "C"}).out.isascii()

    def test_tables_keep_their_columns(self, tool: Tool) -> None:
        lines = tool("--need", "waf,api-keys", env={"LC_ALL": "C"}).out.splitlines()
        head = next(line for line in lines if line.split() == ["REST", "HTTP", "WebSocket"])
        for row in lines[lines.index(head) + 1 : lines.index(head) + 3]:
            for mark, column in zip(row.split()[1:], head.split(), strict=True):
                centre = head.index(column) + len(column) / 2
                assert row[: int(centre) + len(mark)].rstrip().endswith(mark)


class TestNoTerminal:
    @texts
    def test_a_pipe_gets_no_escape_sequences(self, tool: Tool, arguments: tuple[str, ...]) -> None:
        assert "\x1b" not in tool(*arguments, env={"TERM": "xterm-256color", "COLORTERM": "truecolor"}).out

    @pytest.mark.parametrize(
        "env",
        [{"TERM": "dumb"}, {"NO_COLOR": "1"}, {"FORCE_COLOR": "1", "CLICOLOR_FORCE": "1", "TTY_COMPATIBLE": "1"}],
        ids=str,
    )
    def test_a_pipe_gets_the_same_whatever_the_terminal_is_said_to_be(self, tool: Tool, env: dict[str, str]) -> None:
        arguments = TEXTS["a partial one"]
        assert tool(*arguments, env=env) == tool(*arguments, env={"TERM": "xterm-256color"})

    @pytest.mark.parametrize("columns", [40, 80, 120])
    def test_lines_fit_the_columns_that_the_user_names(self, inside: Inside, columns: int) -> None:
        every = f"from apigw_choose.__main__ import run\nfor line in {list(TEXTS.values())}: run(line)"
        text = inside(every, "--need", "waf", env={"COLUMNS": str(columns)}).out
        assert text.count("Facts checked") >= 5
        assert too_long(text, columns) == []
        assert [line for line in text.splitlines() if line != line.rstrip()] == []

    @pytest.mark.parametrize("columns", ["", "0", "-5", "wide", "80.5", "\N{FULLWIDTH DIGIT EIGHT}", "9" * 50])
    def test_columns_that_mean_nothing_are_ignored(self, tool: Tool, columns: str) -> None:
        assert tool("--need", "waf", env={"COLUMNS": columns}) == tool("--need", "waf")

    @pytest.mark.parametrize("columns", ["1", "20", "9999"])
    def test_extreme_columns_are_borne(self, tool: Tool, columns: str) -> None:
        ran = tool("--need", "waf", env={"COLUMNS": columns})
        assert (ran.status, ran.err) == (0, "")
        assert ran.out.startswith("REST API:"[: int(columns) if int(columns) > 8 else 4])


class TestClosedStreams:
    """The verdict stands in the exit status, whoever listens."""

    @pytest.mark.parametrize(
        ("arguments", "status"),
        [
            ("--need waf", 0),
            ("--need waf --json", 0),
            ("--need waf,server-push", 1),
            ("", 0),
            ("--help", 0),
            ("compare", 0),
        ],
    )
    def test_closed_stdout(self, tmp_path: Path, arguments: str, status: int) -> None:
        done = shell(f'"$TOOL" {arguments} >&-', tmp_path)
        assert (done.returncode, done.stderr) == (status, "")

    @pytest.mark.parametrize(("arguments", "status"), [("--need waf", 0), ("--need wafff", 2), ("--bogus", 2)])
    def test_closed_stderr(self, tmp_path: Path, arguments: str, status: int) -> None:
        done = shell(f'"$TOOL" {arguments} 2>&-', tmp_path)
        assert done.returncode == status
        assert bool(done.stdout) == (status == 0)

    def test_all_streams_closed(self, tmp_path: Path) -> None:
        assert shell('"$TOOL" --need waf,server-push <&- >&- 2>&-', tmp_path).returncode == 1

    def test_a_full_stderr_changes_nothing(self, tmp_path: Path) -> None:
        assert shell('"$TOOL" --need wafff 2>/dev/full', tmp_path).returncode == 2

    @pytest.mark.parametrize("arguments", ["--need waf,api-keys", "features", "features --json", "compare", "--help"])
    def test_head_ends_it_quietly(self, tmp_path: Path, arguments: str) -> None:
        done = shell(f'"$TOOL" {arguments} | head -1; exit "${{PIPESTATUS[0]}}"', tmp_path)
        assert (done.returncode, done.stderr) == (0, "")
        assert len(done.stdout.splitlines()) == 1

    @pytest.mark.parametrize(
        ("arguments", "status"),
        [
            (("--need", "waf"), 0),
            (("--need", "waf,server-push", "--json"), 1),
            (("features", "--json"), 0),
            (("--version",), 0),
            (("--help",), 0),
            ((), 0),
        ],
    )
    def test_a_reader_that_is_gone_changes_nothing(
        self, tmp_path: Path, arguments: tuple[str, ...], status: int
    ) -> None:
        reader, writer = os.pipe()
        os.close(reader)
        with os.fdopen(writer, "wb") as nobody:
            done = subprocess.run(
                [TOOL, *arguments],
                stdout=nobody,
                stderr=subprocess.PIPE,
                env=environment(tmp_path),
                timeout=60,
                check=False,
            )
        assert (done.returncode, done.stderr) == (status, b"")

    @pytest.mark.parametrize("arguments", ["--need waf", "--need waf --json", "features --json", "--help", "--version"])
    def test_a_full_disk_is_a_clear_error_and_no_verdict(self, tmp_path: Path, arguments: str) -> None:
        done = shell(f'"$TOOL" {arguments} >/dev/full', tmp_path)
        assert done.returncode not in (0, 1, 2)
        assert "No space left on device" in done.stderr
        assert "Traceback" not in done.stderr

    def test_a_full_disk_is_not_called_a_bug_of_the_tool(self, tmp_path: Path) -> None:
        assert "bug" not in shell('"$TOOL" --need waf >/dev/full', tmp_path).stderr


class TestPoorSurroundings:
    @pytest.mark.parametrize("home", ["/proc", "/nonexistent", ""])
    def test_a_home_that_cannot_be_written_is_no_matter(self, tool: Tool, home: str) -> None:
        ran = tool("--need", "waf", env={"HOME": home})
        assert ran == tool("--need", "waf")
        assert ran.err == ""

    def test_no_environment_at_all_is_no_matter(self, tmp_path: Path) -> None:
        done = subprocess.run(
            [TOOL, "--need", "waf"], capture_output=True, env={}, cwd=tmp_path, timeout=60, check=False
        )
        assert (done.returncode, done.stderr) == (0, b"")
        assert done.stdout.startswith(b"REST API")

    def test_a_current_folder_that_was_removed_is_no_matter(self, tmp_path: Path) -> None:
        done = shell('mkdir gone && cd gone && rmdir ../gone && "$TOOL" --need waf', tmp_path)
        assert (done.returncode, done.stderr) == (0, "")

    def test_nothing_is_left_behind(self, tool: Tool, tmp_path: Path) -> None:
        for arguments in (*TEXTS.values(), ("--need", "wafff"), ("--need", "waf", "--json")):
            tool(*arguments)
        assert list(tmp_path.iterdir()) == []

    WATCHED = """
import sys
sys.dont_write_bytecode = True
def watch(event, arguments):
    opened_to_write = event == "open" and arguments[2] & 3 and arguments[0] not in ("/dev/null", sys.stdout)
    if opened_to_write or event.split(".")[0] in ("socket", "subprocess", "ctypes", "urllib", "http", "webbrowser") \
            or event in ("os.system", "os.exec", "os.posix_spawn", "os.fork", "os.forkpty", "os.startfile", "exec.py"):
        sys.stderr.write(f"did {event} {arguments}\\n")
sys.addaudithook(watch)
"""

    @pytest.mark.usefixtures("matrix")  # which a checkout compiles, and keeps, the first time
    @pytest.mark.parametrize(
        "arguments",
        [
            *TEXTS.values(),
            ("--need", "waf", "--json"),
            ("schema", "decision"),
            ("--matrix", str(FIXTURES / "coffee"), "features"),
        ],
        ids=lambda arguments: " ".join(arguments[-2:]),
    )
    def test_no_network_no_process_no_file_is_touched(self, inside: Inside, arguments: tuple[str, ...]) -> None:
        ran = inside(self.WATCHED, *arguments)
        assert ran.err == ""
        assert ran.out

    def test_the_watch_would_see_a_connection(self, inside: Inside) -> None:
        ran = inside(f"{self.WATCHED}\nimport socket\nsocket.socket()", "--need", "waf")
        assert ran.err.startswith("did socket")


def hostile_strings() -> list[str]:
    """Two hundred texts that would do something to a terminal, a renderer or a log, if they got there as they are."""
    fragments = (
        "\x1b[31m", "\x1b[2J\x1b[H", "\x1b]0;title\x07", "\x1b]8;;https://evil.example\x1b\\", "\x9b31m", "\x9d0;t\x9c",
        "\u202e", "\u2066x\u2069", "\u200b\u200d", "\ufeff", "\u2028", "\x07", "\x08\x08", "\r", "\nforged: line",
        "\x7f\x85", "[/x]", "[bold red]", "[link=https://evil.example]", "%s{0}", "\U000e0001\U000e0041", "\x0c\x0b",
        "\udcff\udc9b", "\t", "${HOME}`id`",
    )  # fmt: skip
    places = ("{}", "waf{}", "{}waf", "integration-timeout={}", "caching:{}", "a,{},b", "rest{}x{}", "{}{}{}")
    return [place.replace("{}", fragment) for fragment in fragments for place in places]


class TestHostileText:
    """What a user, a file or a script types never reaches a terminal as anything but visible characters."""

    OPTIONS = (
        ("--need", "@"),
        ("--want", "@"),
        ("--need", "waf", "--no-assume", "@"),
        ("--need", "waf", "--format", "@"),
        ("--matrix", "@", "--need", "waf"),
        ("explain", "@"),
        ("features", "@"),
        ("compare", "@"),
        ("compare", "--category", "@"),
        ("schema", "@"),
        ("matrix", "lint", "@"),
        ("--@",),
        ("@",),
    )
    TAKES_MANY = ("--need", "--want", "--no-assume", "features", "compare", "lint")
    # All of them in one process, since two hundred processes would take half a minute.
    EVERY_ONE = """
import json, sys
from apigw_choose.__main__ import run
for words in json.loads(sys.stdin.read()):
    status = run(words)
    if status not in (0, 1, 2):
        print(f"ended with {status}: {ascii(words)}")
"""

    def lines_with(self, option: tuple[str, ...]) -> list[list[str]]:
        """Command lines that hold all hostile texts, eight to a line where an option takes many."""
        texts = hostile_strings()
        many = 8 if len(option) > 1 and option[-2] in self.TAKES_MANY else 1
        repeated = option[-2:] if many > 1 and option[-2].startswith("--") else option[-1:]
        before = option[: len(option) - len(repeated)]
        if many == 1:
            return [[word.replace("@", text) for word in option] for text in texts]
        return [
            [*before, *(word.replace("@", text) for text in texts[start : start + many] for word in repeated)]
            for start in range(0, len(texts), many)
        ]

    def test_there_are_two_hundred(self) -> None:
        assert len(set(hostile_strings())) == 200

    @pytest.mark.parametrize("option", OPTIONS, ids=" ".join)
    def test_it_is_made_visible(self, tmp_path: Path, option: tuple[str, ...]) -> None:
        done = subprocess.run(
            [sys.executable, "-c", self.EVERY_ONE],
            input=json.dumps(self.lines_with(option)),
            capture_output=True,
            encoding="utf-8",
            env=environment(tmp_path),
            cwd=tmp_path,
            timeout=120,
            check=False,
        )
        assert done.returncode == 0, done.stderr[-500:]
        assert "ended with" not in done.stdout
        raw = {character for character in done.stdout + done.stderr if not character.isprintable()} - {"\n"}
        assert raw == set()

    @pytest.mark.parametrize("option", OPTIONS, ids=" ".join)
    def test_a_line_break_in_it_makes_no_line_of_its_own(self, tool: Tool, option: tuple[str, ...]) -> None:
        ran = tool(*(word.replace("@", "waf=1\nforged: line") for word in option))
        assert ran.status == 2
        assert not any(line.startswith("forged") for line in (ran.out + ran.err).splitlines())

    @pytest.mark.parametrize("text", ["[/x]", "[bold]waf[/bold]", "[link=https://evil.example]waf[/link]"])
    def test_markup_is_shown_as_it_was_typed(self, tool: Tool, text: str) -> None:
        assert repr(text) in tool("features", text).err

    @pytest.mark.parametrize("locale", ["C.UTF-8", "C"])
    def test_bytes_that_are_no_text_are_refused(self, tmp_path: Path, locale: str) -> None:
        for arguments in (
            [b"--need", b"waf\xff\x9b31m"],
            [b"explain", b"\xfe"],
            [b"--matrix", b"\xff", b"--need", b"waf"],
        ):
            done = subprocess.run(
                [TOOL.encode(), *arguments],
                capture_output=True,
                env=environment(tmp_path, LC_ALL=locale),
                cwd=tmp_path,
                timeout=60,
                check=False,
            )
            assert (done.returncode, done.stdout) == (2, b"")
            assert done.stderr.startswith(b"error: ")
            assert done.stderr.isascii()

    @pytest.mark.parametrize("text", ["[/x] [bold]b[/bold] [link=https://evil.example]l[/link]", "%s {0} $HOME `id`"])
    def test_markup_in_a_matrix_is_shown_as_it_was_written(self, tool: Tool, tmp_path: Path, text: str) -> None:
        shutil.copytree(FIXTURES / "coffee", tmp_path / "coffee")
        file = tmp_path / "coffee" / "features" / "cup.yaml"
        source = file.read_text("utf-8")
        assert "name: Cup without sediment" in source
        assert "note: With a paper disc under the upper basket." in source
        changed = source.replace("name: Cup without sediment", f'name: "{text}"')
        file.write_text(changed.replace("note: With a paper disc under the upper basket.", f'note: "{text}."'), "utf-8")
        for arguments in (
            ("features",),
            ("explain", "clean-cup"),
            ("--need", "clean-cup"),
            ("--need", "clean-cup", "--json"),
        ):
            ran = tool("--matrix", "coffee", *arguments, env={"COLUMNS": "200"})
            assert ran.status == 0, ran.err
            assert text in ran.out

    @pytest.mark.parametrize("escape", [r"\e[31m", r"\x9b31m", r"\u202e", r"\x07", r"\u200b"])
    def test_control_characters_in_a_matrix_never_get_out(self, tool: Tool, tmp_path: Path, escape: str) -> None:
        shutil.copytree(FIXTURES / "coffee", tmp_path / "coffee")
        file = tmp_path / "coffee" / "features" / "cup.yaml"
        file.write_text(file.read_text("utf-8").replace("Cup without sediment", f'"Cup {escape} x"'), "utf-8")
        for arguments in (("features",), ("explain", "clean-cup"), ("--need", "clean-cup", "--json")):
            ran = tool("--matrix", "coffee", *arguments)
            raw = {character for character in ran.out + ran.err if not character.isprintable()} - {"\n"}
            assert raw == set()


class TestInterrupts:
    def test_ctrl_c_while_it_works_exits_130_quietly(self, inside: Inside) -> None:
        preparation = """
import signal
from apigw_choose.cli import decide
decide.verify = lambda *_: signal.raise_signal(signal.SIGINT)
"""
        ran = inside(preparation, "--need", "waf")
        assert (ran.status, ran.out, ran.err) == (130, "", "")

    def test_ctrl_c_while_nobody_reads_what_it_writes_ends_it_quietly(self, tmp_path: Path, matrix: Matrix) -> None:
        assert len(matrix.features) > 100  # whose document is larger than what a pipe holds
        with subprocess.Popen(
            [TOOL, "features", "--json"], stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=environment(tmp_path)
        ) as process:
            assert process.stdout is not None
            process.stdout.read(1)  # it has begun to write
            time.sleep(0.2)
            process.send_signal(signal.SIGINT)
            try:
                status = process.wait(timeout=5)
            finally:
                process.kill()
            assert process.stderr is not None
            assert (status, process.stderr.read()) == (130, b"")
