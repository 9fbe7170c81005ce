"""One browser and one page for all tests of a process."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from report.browser import CHROMIUM, DESKTOP, browser
from report.pages import written

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from playwright.sync_api import Browser, BrowserContext, Page


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """The browser."""
    pytest.importorskip("playwright")
    if CHROMIUM is None:
        pytest.skip("there is no chromium; apt-get install chromium")
    with browser() as started:
        yield started


@pytest.fixture(scope="session")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where the pages lie."""
    return tmp_path_factory.mktemp("report")


@pytest.fixture(scope="session")
def address(folder: Path) -> str:
    """The page of the shipped matrix, which opens with nothing asked."""
    return written(folder, "shipped.html")


@pytest.fixture
def context(chromium: Browser) -> Iterator[BrowserContext]:
    """A window of its own, at a desk."""
    made = chromium.new_context(viewport={"width": DESKTOP[0], "height": DESKTOP[1]})
    yield made
    made.close()


@pytest.fixture
def page(context: BrowserContext) -> Iterator[Page]:
    """An empty page on which no script may fail, and from which nothing may be asked of a network."""
    opened = context.new_page()
    wrong: list[str] = []
    opened.on("pageerror", lambda error: wrong.append(str(error)))
    opened.on("console", lambda message: wrong.append(message.text) if message.type == "error" else None)
    opened.on("request", lambda request: wrong.append(request.url) if not request.url.startswith("file:") else None)
    yield opened
    assert not wrong
