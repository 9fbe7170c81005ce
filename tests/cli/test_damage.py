"""Races and damage: many processes at once, a full disk, files that change, signals in the middle of a save."""

from __future__ import annotations

import shutil
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from conftest import AS_ANYBODY, FIXTURES, TOOL, Ran, Tool

from .test_streams import environment, shell

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from .conftest import Inside

CHECKOUT = Path(__file__).parents[2]


def all_at_once(command: Sequence[str], number: int, home: Path, **more: str) -> set[Ran]:
    """The different ways in which so many processes ended, all started before the first is waited for."""
    processes = [
        subprocess.Popen(
            command,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            stdin=subprocess.DEVNULL,
            encoding="utf-8",
            env=environment(home, **more),
            cwd=home,
        )
        for _ in range(number)
    ]
    ended = set()
    for process in processes:
        out, err = process.communicate(timeout=300)
        ended.add(Ran(out, err, process.returncode))
    return ended


class TestManyAtOnce:
    """24 in CI; `--processes 200` for more."""

    @pytest.fixture
    def number(self, request: pytest.FixtureRequest) -> int:
        return int(request.config.getoption("--processes"))

    def test_all_decide_alike(self, tool: Tool, tmp_path: Path, number: int) -> None:
        arguments = ("--need", "waf,api-keys", "--json")
        assert all_at_once([TOOL, *arguments], number, tmp_path) == {tool(*arguments)}

    def test_of_a_checkout_all_compile_the_matrix_at_once_and_none_sees_half_of_it(
        self, tool: Tool, tmp_path: Path, number: int
    ) -> None:
        for name in ("src", "data"):
            shutil.copytree(CHECKOUT / name, tmp_path / name, ignore=shutil.ignore_patterns("__pycache__"))
        arguments = ("--need", "waf,api-keys", "--json")
        command = [sys.executable, "-B", "-m", "apigw_choose", *arguments]
        ended = all_at_once(command, max(number // 4, 2), tmp_path, PYTHONPATH=str(tmp_path / "src"))
        assert ended == {tool(*arguments)}
        kept = sorted((tmp_path / ".cache").iterdir())
        assert len(kept) <= 1
        assert all(path.suffix == ".jsonl" and path.read_bytes().endswith(b"}\n") for path in kept)

    def test_a_cache_that_cannot_be_kept_is_no_matter(self, tool: Tool, tmp_path: Path) -> None:
        for name in ("src", "data"):
            shutil.copytree(CHECKOUT / name, tmp_path / name, ignore=shutil.ignore_patterns("__pycache__"))
        (tmp_path / ".cache").write_text("a file in the way")
        command = [sys.executable, "-B", "-m", "apigw_choose", "--need", "waf", "--json"]
        ended = all_at_once(command, 1, tmp_path, PYTHONPATH=str(tmp_path / "src"))
        assert ended == {tool("--need", "waf", "--json")}

    def test_many_that_save_to_one_file_leave_one_of_their_files_whole(self, tmp_path: Path) -> None:
        shutil.copy(FIXTURES / "scan" / "orders.yaml", tmp_path)
        command = [TOOL, "scan", "orders.yaml", "--api", "OrdersApi", "--save-requirements", "r.yaml", "--force"]
        assert {ran.status for ran in all_at_once(command, 12, tmp_path)} == {0}
        assert sorted(path.name for path in tmp_path.iterdir()) == ["orders.yaml", "r.yaml"]
        assert shell('"$TOOL" check r.yaml', tmp_path).returncode == 0


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A template, and a file that was saved before."""
    shutil.copy(FIXTURES / "scan" / "orders.yaml", tmp_path)
    (tmp_path / "r.yaml").write_text("needs: [waf]\n")
    return tmp_path


SAVE = "scan orders.yaml --api OrdersApi --save-requirements r.yaml --force"
SAVING = tuple(SAVE.split())


class TestFullDisk:
    def test_what_was_saved_before_is_as_it_was(self, project: Path) -> None:
        done = shell(f'ulimit -f 0; trap "" XFSZ; "$TOOL" {SAVE}', project)
        assert (done.returncode, done.stdout) == (2, "")
        assert done.stderr.startswith("error: --save-requirements r.yaml: ")
        assert (project / "r.yaml").read_text() == "needs: [waf]\n"
        assert sorted(path.name for path in project.iterdir()) == ["orders.yaml", "r.yaml"]

    def test_no_half_of_a_new_file_is_left(self, project: Path) -> None:
        (project / "r.yaml").unlink()
        assert shell(f'ulimit -f 0; "$TOOL" {SAVE}', project).returncode == 2
        assert [path.name for path in project.iterdir()] == ["orders.yaml"]

    @pytest.mark.parametrize(
        "line",
        ["scan orders.yaml", "scan orders.yaml --json", "check r.yaml", "cost --requests 1M/day", "matrix lint x"],
    )
    def test_a_result_that_cannot_be_written_is_no_verdict(self, project: Path, line: str) -> None:
        shutil.copytree(FIXTURES / "coffee", project / "x")
        done = shell(f'"$TOOL" {line} >/dev/full', project)
        assert done.returncode == 70
        assert done.stderr.startswith("error: cannot write the result: No space left on device")

    def test_a_folder_that_cannot_be_written_is_told_before_anything(self, project: Path) -> None:
        project.chmod(0o500)
        done = shell(f'{" ".join(AS_ANYBODY)} "$TOOL" {SAVE}', project)
        assert (done.returncode, done.stdout) == (2, "")
        assert done.stderr.startswith("error: --save-requirements r.yaml: the folder '")
        assert done.stderr.endswith(" cannot be written to\n")
        assert (project / "r.yaml").read_text() == "needs: [waf]\n"


class TestNames:
    def test_the_longest_name_that_a_file_can_have_can_be_saved_to(self, project: Path) -> None:
        name = "r" * 250 + ".yaml"
        assert shell(f'"$TOOL" {SAVE.replace("r.yaml", name)}', project).returncode == 0
        assert (project / name).read_text().startswith("needs:")

    def test_what_a_killed_process_of_the_same_id_left_is_not_in_the_way(self, project: Path, inside: Inside) -> None:
        (project / ".r.yaml.7.tmp").write_text("half")
        ran = inside("import os\nos.getpid = lambda: 7", *SAVING)
        assert (ran.status, ran.err) == (0, "")


class TestSignals:
    """Wherever it is hit, the file is the old or the new one, whole."""

    @pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGKILL], ids=lambda number: number.name)
    @pytest.mark.parametrize("step", ["os.fsync", "os.replace", "Path.chmod", "Path.replace", "Path.unlink"])
    def test_at_every_step_of_a_save(self, project: Path, inside: Inside, step: str, number: signal.Signals) -> None:
        new = self.new(project)
        ran = inside(
            f"""
import os, signal
from pathlib import Path
step = {step}
def hit(*arguments, **more):
    os.kill(os.getpid(), {int(number)})
    return step(*arguments, **more)
{step} = hit
""",
            *SAVING,
        )
        assert ran.out == "" or ran.status == 0  # not every step is taken
        assert ran.status in (0, 130, -number)
        assert (project / "r.yaml").read_text() in ("needs: [waf]\n", new)
        if number == signal.SIGINT:
            assert not list(project.glob(".*.tmp")), "a draft is left"

    def new(self, project: Path) -> str:
        """What the save would write."""
        line = SAVE.replace("r.yaml", "other.yaml")
        assert shell(f'"$TOOL" {line}', project).returncode == 0
        text = (project / "other.yaml").read_text()
        (project / "other.yaml").unlink()
        return text


class TestFilesThatChange:
    OLD = "needs: [waf]\n"
    NEW = "needs: [server-push]\n"

    @pytest.fixture
    def changing(self, tmp_path: Path) -> Iterator[Path]:
        """A file that is the one and the other in turn, each put in place whole."""
        file, draft = tmp_path / "r.yaml", tmp_path / "draft"
        file.write_text(self.OLD)
        over = threading.Event()

        def change() -> None:
            while not over.is_set():
                for text in (self.NEW, self.OLD):
                    draft.write_text(text)
                    draft.replace(file)
                    time.sleep(0.0005)

        thread = threading.Thread(target=change)
        thread.start()
        yield file
        over.set()
        thread.join()

    def test_a_file_that_is_replaced_is_read_as_one_of_the_two(self, tool: Tool, changing: Path) -> None:
        for _ in range(6):
            ran = tool("-f", changing.name, "--json")
            assert (ran.status, ran.err) == (0, "")
            assert any(f'"recommendation": "{option}"' in ran.out for option in ("rest", "websocket"))

    def test_a_template_that_is_cut_off_while_it_is_read_is_no_crash(self, tmp_path: Path, tool: Tool) -> None:
        text = (FIXTURES / "scan" / "orders.yaml").read_text()
        for length in range(0, len(text), len(text) // 9):
            (tmp_path / "t.yaml").write_text(text[:length])
            ran = tool("scan", "t.yaml")
            assert ran.status in (0, 2)
            assert (ran.status == 2) == ran.err.startswith("error: ")

    def test_a_file_that_goes_away_between_the_folder_and_the_file_is_named(
        self, tmp_path: Path, inside: Inside
    ) -> None:
        shutil.copy(FIXTURES / "scan" / "orders.yaml", tmp_path)
        (tmp_path / "b.yaml").write_text("AWS::ApiGateway::RestApi")
        ran = inside(
            """
import os
from apigw_choose.readers.templates import files, scan
read = scan.content_of
def gone(path):
    if path.name == "b.yaml":
        path.unlink()
    return read(path)
scan.content_of = gone
""",
            "scan",
            ".",
        )
        assert ran.status == 0
        assert "b.yaml: no such file" in ran.out
