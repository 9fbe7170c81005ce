"""What the fuzz targets share."""

from __future__ import annotations

import time
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from .campaign import Campaign
from .guided import Guided
from .keeping import Keeper

if TYPE_CHECKING:
    from collections.abc import Iterator


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Where coverage has a say, only the targets are run."""
    if config.getoption("--guided") or config.getoption("--keep"):
        items[:] = [item for item in items if "fuzz" in getattr(item, "fixturenames", ())]


def made(config: pytest.Config, minutes: float) -> Campaign:
    if config.getoption("--keep"):
        return Keeper(Path(config.getoption("--keep")).resolve())
    if config.getoption("--guided"):
        return Guided(minutes, Path(config.getoption("--guided")))
    return Campaign(minutes, first_seed=int(time.time()))


@pytest.fixture
def fuzz(request: pytest.FixtureRequest, capsys: pytest.CaptureFixture[str]) -> Iterator[Campaign]:
    """Tries drawn cases; after a long run it says how many there were and what became of them."""
    minutes = float(request.config.getoption("--fuzz-minutes"))
    campaign = made(request.config, minutes)
    yield campaign
    if minutes:
        with capsys.disabled():
            print(f"\n{request.node.name}: {campaign}")  # noqa: T201 - the figures of a long run
