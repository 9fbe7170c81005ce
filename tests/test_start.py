"""What each way through the tool imports: start-up is what a user feels and a script pays."""

from __future__ import annotations

import os
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from pathlib import Path

BARE_TYPER = """
import typer
app = typer.Typer()
@app.command()
def command(need: list[str] = []): pass
app(standalone_mode=False)
"""
THE_TOOL = "from apigw_choose.__main__ import run\nassert run(sys.argv[1:]) in (0, 1, 2)"
NEEDS = ("--need", "waf", "--need", "api-keys")
READERS_OF_FILES = {"yaml", "_yaml", "jsonschema", "jsonschema_specifications", "referencing", "rpds", "attr", "attrs"}


def imported(code: str, *arguments: str, home: Path) -> set[str]:
    """The modules that a process has imported once it has run this code."""
    said = "imported:"
    done = subprocess.run(
        [sys.executable, "-c", f"import sys\n{code}\nprint({said!r}, *sys.modules)", *arguments],
        capture_output=True,
        encoding="utf-8",
        env={"PATH": os.environ["PATH"], "HOME": str(home), "LANG": "C.UTF-8"},
        cwd=home,
        timeout=60,
        check=True,
    )
    return set(done.stdout.rpartition(said)[2].split())


def packages(modules: set[str]) -> set[str]:
    """The packages that they belong to, without the standard library."""
    return {module.partition(".")[0] for module in modules} - sys.stdlib_module_names - {"__main__"}


@pytest.fixture(scope="module")
def bare(tmp_path_factory: pytest.TempPathFactory) -> set[str]:
    """What a Typer program that does nothing imports."""
    return imported(BARE_TYPER, home=tmp_path_factory.mktemp("bare"))


@pytest.mark.usefixtures("matrix")  # which a checkout compiles, with yaml, the first time
class TestImports:
    @pytest.mark.parametrize(
        "arguments", [(*NEEDS, "--json"), ("--need", "waf,server-push", "--json"), ("--want", "caching:3", "--json")]
    )
    def test_json_needs_nothing_beyond_typer_and_the_tool(
        self, bare: set[str], tmp_path: Path, arguments: tuple[str, ...]
    ) -> None:
        modules = imported(THE_TOOL, *arguments, home=tmp_path)
        assert packages(modules) - packages(bare) == {"apigw_choose"}
        assert not {"rich", "pydantic", "pygments"} & packages(modules)

    def test_json_loads_few_modules_of_the_standard_library_that_typer_does_not(
        self, bare: set[str], tmp_path: Path
    ) -> None:
        own = imported(THE_TOOL, *NEEDS, "--json", home=tmp_path) - bare
        assert {module for module in own if not module.startswith("apigw_choose")} <= {
            *("json", "json.decoder", "json.encoder", "json.scanner", "_json"),
            *("dataclasses", "copy", "pathlib", "fnmatch", "urllib", "urllib.parse", "ipaddress"),
            *("difflib", "gc", "__future__"),
        }

    @pytest.mark.parametrize(
        "arguments",
        [("features", "--json"), ("explain", "waf", "--json"), ("compare", "--json"), ("schema", "decision")],
    )
    def test_the_other_commands_need_no_more_for_json(
        self, bare: set[str], tmp_path: Path, arguments: tuple[str, ...]
    ) -> None:
        modules = imported(THE_TOOL, *arguments, home=tmp_path)
        assert packages(modules) - packages(bare) == {"apigw_choose"}

    @pytest.mark.parametrize(
        "arguments",
        [NEEDS, ("--need", "waf,server-push"), ("features",), ("explain", "waf"), ("explain", "stage"), ("compare",)],
    )
    def test_text_needs_rich_and_no_reader_of_files(
        self, bare: set[str], tmp_path: Path, arguments: tuple[str, ...]
    ) -> None:
        modules = imported(THE_TOOL, *arguments, home=tmp_path)
        assert packages(modules) - packages(bare) == {"apigw_choose", "rich"}
        assert not {"rich.markdown", "rich.syntax", "rich.traceback", "rich.progress"} & modules

    @pytest.mark.parametrize(
        "arguments", [(), ("--help",), ("explain", "--help"), ("--version",), ("--need", "wafff"), ("--bogus",)]
    )
    def test_help_version_and_errors_need_nothing_heavy(
        self, bare: set[str], tmp_path: Path, arguments: tuple[str, ...]
    ) -> None:
        modules = imported(THE_TOOL, *arguments, home=tmp_path)
        assert packages(modules) - packages(bare) == {"apigw_choose"}

    def test_only_the_command_that_is_called_is_imported(self, tmp_path: Path) -> None:
        modules = imported(THE_TOOL, *NEEDS, "--json", home=tmp_path)
        others = {f"apigw_choose.cli.{name}" for name in ("features", "explain", "compare", "schema", "matrix")}
        assert not others & modules
        assert "apigw_choose.lint" not in modules
        assert "apigw_choose.model.reference" not in modules

    def test_a_matrix_of_the_user_is_what_the_readers_are_for(self, tmp_path: Path) -> None:
        modules = imported(THE_TOOL, "--matrix", "nowhere.yaml", *NEEDS, home=tmp_path)
        assert READERS_OF_FILES & packages(modules)

    def test_importing_the_package_imports_none_of_its_parts(self, tmp_path: Path) -> None:
        modules = imported("import apigw_choose", home=tmp_path)
        assert {module for module in modules if module.startswith("apigw_choose")} == {"apigw_choose"}
