"""What the fuzz targets share."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

import pytest

from .campaign import Campaign

if TYPE_CHECKING:
    from collections.abc import Iterator


@pytest.fixture
def fuzz(request: pytest.FixtureRequest, capsys: pytest.CaptureFixture[str]) -> Iterator[Campaign]:
    """Tries drawn cases; after a long run it says how many there were and what became of them."""
    minutes = float(request.config.getoption("--fuzz-minutes"))
    campaign = Campaign(minutes, first_seed=int(time.time()))
    yield campaign
    if minutes:
        with capsys.disabled():
            print(f"\n{request.node.name}: {campaign}")  # noqa: T201 - the figures of a long run
