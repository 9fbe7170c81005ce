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


def build(folder: Path, *, seed: str, zone: str, mask: int) -> Path:
    """A wheel, built from a copy of the checkout under surroundings of its own."""
    checkout, temporary = folder / "checkout", folder / "temporary"
    temporary.mkdir(parents=True)
    checkout.mkdir()
    for name in BUILT_FROM:
        if (CHECKOUT / name).is_dir():
            shutil.copytree(CHECKOUT / name, checkout / name, ignore=shutil.ignore_patterns("__pycache__"))
        else:
            shutil.copyfile(CHECKOUT / name, checkout / name)
    environment = {key: value for key, value in os.environ.items() if key != "SOURCE_DATE_EPOCH"}
    environment |= {"PYTHONHASHSEED": seed, "TZ": zone, "TMPDIR": str(temporary), "PYTHONDONTWRITEBYTECODE": "1"}
    subprocess.run(
        [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder / "dist")],
        cwd=checkout,
        env=environment,
        umask=mask,
        check=True,
        capture_output=True,
        timeout=120,
    )
    assert list(temporary.iterdir()) == [], "the build has left something behind"
    (wheel,) = (folder / "dist").iterdir()
    return wheel


@pytest.fixture(scope="module")
def wheels(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    """Two, built at two places, in two time zones, with two hash seeds and file modes."""
    first = build(tmp_path_factory.mktemp("a"), seed="1", zone="UTC", mask=0o022)
    second = build(tmp_path_factory.mktemp("another-place"), seed="2", zone="Asia/Tokyo", mask=0o077)
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
    assert data == {"matrix.jsonl", *kept}
    assert "apigw_choose/py.typed" in names
    assert any(name.endswith(".dist-info/licenses/LICENSE") for name in names)
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
