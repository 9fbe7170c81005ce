"""What is installed: a wheel that anybody builds to the same byte, that holds all it needs, and that the tests run."""

from __future__ import annotations

import hashlib
import json
import os
import re
import shutil
import subprocess
import sys
import zipfile
from importlib.metadata import distribution
from pathlib import Path
from typing import Any

import pytest

import apigw_choose

CHECKOUT = Path(__file__).parents[1]
BUILT_FROM = ("src", "data", "pyproject.toml", "README.md", "LICENSE")
BESIDE = (
    *("docs", "tests", "mkdocs.yml", "action.yml", "CHANGELOG.md", "CONTRIBUTING.md"),
    *(".ci", ".github", ".gitignore", ".pre-commit-hooks.yaml"),
)


def copied(checkout: Path, names: tuple[str, ...]) -> Path:
    """A copy of these parts of the checkout."""
    checkout.mkdir()
    for name in names:
        if (CHECKOUT / name).is_dir():
            shutil.copytree(CHECKOUT / name, checkout / name, ignore=shutil.ignore_patterns("__pycache__"))
        else:
            shutil.copyfile(CHECKOUT / name, checkout / name)
    return checkout


def build(checkout: Path, folder: Path, *, seed: str = "0", zone: str = "UTC", mask: int = 0o022, to: str = "") -> Path:
    """A wheel, or a source distribution, built from a checkout under surroundings of its own."""
    temporary = folder / "temporary"
    temporary.mkdir(parents=True)
    environment = {key: value for key, value in os.environ.items() if key != "SOURCE_DATE_EPOCH"}
    environment |= {"PYTHONHASHSEED": seed, "TZ": zone, "TMPDIR": str(temporary), "PYTHONDONTWRITEBYTECODE": "1"}
    subprocess.run(
        [sys.executable, "-m", "hatchling", "build", "-t", to or "wheel", "-d", str(folder / "dist")],
        cwd=checkout,
        env=environment,
        umask=mask,
        check=True,
        capture_output=True,
        timeout=120,
    )
    assert list(temporary.iterdir()) == [], "the build has left something behind"
    (made,) = (folder / "dist").iterdir()
    return made


@pytest.fixture(scope="module")
def wheels(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    """Two, built at two places, in two time zones, with two hash seeds and file modes."""
    here, there = tmp_path_factory.mktemp("a"), tmp_path_factory.mktemp("another-place")
    first = build(copied(here / "checkout", BUILT_FROM), here, seed="1")
    second = build(copied(there / "checkout", BUILT_FROM), there, seed="2", zone="Asia/Tokyo", mask=0o077)
    return [first, second]


def test_two_builds_are_the_same_to_the_byte(wheels: list[Path]) -> None:
    first, second = (hashlib.sha256(wheel.read_bytes()).hexdigest() for wheel in wheels)
    assert first == second


def test_it_holds_all_that_it_needs_and_nothing_of_where_it_was_built(wheels: list[Path]) -> None:
    with zipfile.ZipFile(wheels[0]) as wheel:
        names = set(wheel.namelist())
        inside = b"".join(wheel.read(name) for name in names)
    data = {name.removeprefix("apigw_choose/_data/") for name in names if name.startswith("apigw_choose/_data/")}
    folders = ("schema", "examples", "detectors")
    kept = {f"{path.parent.name}/{path.name}" for folder in folders for path in (CHECKOUT / "data" / folder).iterdir()}
    languages = {f"matrix.{path.stem}.jsonl" for path in (CHECKOUT / "data" / "languages").iterdir()}
    assert data == {"matrix.jsonl", *languages, *kept}
    assert "apigw_choose/py.typed" in names
    assert any(name.endswith(".dist-info/licenses/LICENSE") for name in names)
    shared = {name.partition(".data/data/")[2] for name in names if ".data/" in name}
    assert shared == {"share/man/man1/apigw-choose.1"}
    modules = {str(path.relative_to(CHECKOUT / "src")) for path in (CHECKOUT / "src").rglob("*.py")}
    assert {name for name in names if name.endswith(".py")} == modules
    page = CHECKOUT / "src" / "apigw_choose" / "renderers" / "report"
    parts = {
        str(path.relative_to(CHECKOUT / "src")) for path in page.iterdir() if path.suffix in (".html", ".css", ".js")
    }
    assert len(parts) > 10
    assert parts <= names
    assert str(wheels[0].parents[1]).encode() not in inside
    assert not [name for name in names if re.search(r"\.(pyc|tmp)$|__pycache__|\.cache", name)]


def test_the_source_distribution_holds_all_of_the_project_and_makes_the_same_wheel(
    wheels: list[Path], tmp_path: Path
) -> None:
    checkout = copied(tmp_path / "checkout", BUILT_FROM + BESIDE)
    packed = build(checkout, tmp_path / "packed", to="sdist")
    shutil.unpack_archive(packed, tmp_path / "unpacked", filter="data")
    (source,) = (tmp_path / "unpacked").iterdir()
    kept = {str(path.relative_to(source)) for path in source.rglob("*") if path.is_file()}
    assert kept == {"PKG-INFO", *(str(path.relative_to(checkout)) for path in checkout.rglob("*") if path.is_file())}
    assert build(source, tmp_path / "again").read_bytes() == wheels[0].read_bytes()


def installed_from() -> dict[str, Any]:
    """How the tool under test was installed, by pip's own record."""
    text = distribution("apigw-choose").read_text("direct_url.json")
    return json.loads(text) if text else {}


def test_the_tests_run_the_wheel_and_not_the_checkout() -> None:
    """CI sets TESTED=wheel, so that there an editable install is a failure and not an excuse."""
    editable = installed_from().get("dir_info", {}).get("editable", False)
    if editable and os.environ.get("TESTED") != "wheel":
        pytest.skip("an editable install, which runs from the checkout: fine for work, not in CI")
    package = Path(apigw_choose.__file__)
    assert not package.is_relative_to(CHECKOUT / "src")
    assert (package.parent / "_data" / "matrix.jsonl").is_file()


def test_neither_does_the_command_itself(tmp_path: Path) -> None:
    """The command is another process, with a path of its own."""
    if installed_from().get("dir_info", {}).get("editable", False) and os.environ.get("TESTED") != "wheel":
        pytest.skip("an editable install, which runs from the checkout: fine for work, not in CI")
    script = Path(sys.executable).with_name("apigw-choose").read_text("utf-8")
    interpreter = script.splitlines()[0].removeprefix("#!")
    assert Path(interpreter).parent == Path(sys.executable).parent
    where = "import apigw_choose; print(apigw_choose.__file__)"
    done = subprocess.run(
        [sys.executable, "-c", where], cwd=tmp_path, capture_output=True, encoding="utf-8", check=True, timeout=60
    )
    assert Path(done.stdout.strip()) == Path(apigw_choose.__file__)
    assert not Path(done.stdout.strip()).is_relative_to(CHECKOUT / "src")
