"""Takes the pictures of the page for the documentation: `cd tests && python -m report.pictures FOLDER`."""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from report.browser import DESKTOP, PHONE, browser
from report.pages import written

if TYPE_CHECKING:
    from playwright.sync_api import Browser

ASKED = "#need=waf,integration-timeout=60s&want=caching:3"
SCHEMES: tuple[Literal["light", "dark"], ...] = ("light", "dark")


def take_pictures(folder: Path) -> list[Path]:
    """Write a PNG for each size and scheme into a folder, and a PDF as it would be printed; gives their paths."""
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as made, browser() as chromium:
        address = written(Path(made), "matrix.html") + ASKED
        sizes = {"desktop": DESKTOP, "phone": PHONE}
        taken = [
            _picture(chromium, address, folder / f"report-{name}-{scheme}.png", size, scheme)
            for name, size in sizes.items()
            for scheme in SCHEMES
        ]
        return [*taken, _print(chromium, address, folder / "report.pdf")]


def _picture(
    chromium: Browser, address: str, path: Path, size: tuple[int, int], scheme: Literal["light", "dark"]
) -> Path:
    page = chromium.new_page(viewport={"width": size[0], "height": size[1]}, color_scheme=scheme)
    page.goto(address)
    page.screenshot(path=path)
    page.close()
    return path


def _print(chromium: Browser, address: str, path: Path) -> Path:
    page = chromium.new_page()
    page.goto(address)
    page.pdf(path=path, format="A4", print_background=False, margin={"top": "15mm", "bottom": "15mm"})
    page.close()
    return path


if __name__ == "__main__":
    for taken in take_pictures(Path(sys.argv[1])):
        print(taken)  # noqa: T201 - what it made is its answer
