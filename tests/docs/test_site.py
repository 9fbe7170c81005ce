"""The site is built strictly, so that no link leads nowhere; it has a page for each feature, and fetches nothing."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from html.parser import HTMLParser
from typing import TYPE_CHECKING

import pytest

from report.browser import CHROMIUM

from .pages import ROOT

if TYPE_CHECKING:
    from pathlib import Path

    from apigw_choose import Matrix

FETCHING = {
    "audio": ("src",),
    "embed": ("src",),
    "iframe": ("src",),
    "image": ("href", "xlink:href"),
    "img": ("src", "srcset"),
    "input": ("src",),
    "link": ("href",),
    "object": ("data",),
    "script": ("src",),
    "source": ("src", "srcset"),
    "use": ("href", "xlink:href"),
    "video": ("src", "poster"),
}
"""Where a page names what a browser fetches at once."""
NAMED_ONLY = {"canonical", "next", "prev"}
"""What a link may be without being fetched."""


class Fetched(HTMLParser):
    """The addresses that a browser would fetch with a page."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.addresses: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = dict(attrs)
        if found.get("rel") in NAMED_ONLY:
            return
        self.addresses += [address for name in FETCHING.get(tag, ()) if (address := found.get(name))]


def elsewhere(text: str) -> list[str]:
    """The addresses of other machines among them."""
    return [address for address in Fetched(text).addresses if re.match(r"\s*(\w+:)?//", address)]


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("site")
    built = subprocess.run(
        [sys.executable, "-m", "mkdocs", "build", "--strict", "--site-dir", str(folder)],
        cwd=ROOT,
        env={**os.environ, "NO_MKDOCS_2_WARNING": "1"},
        capture_output=True,
        encoding="utf-8",
        timeout=180,
        check=False,
    )
    assert built.returncode == 0, built.stderr
    return folder


def test_every_feature_has_a_page_with_all_that_its_cells_say(site: Path, matrix: Matrix) -> None:
    for feature in matrix.features.values():
        page = (site / "reference" / "features" / f"{feature.id}.html").read_text("utf-8")
        for option, cell in feature.cells.items():
            assert f'id="{option}"' in page
            for source in cell.sources:
                assert f'href="{source.url.replace("&", "&amp;")}"' in page
                assert f"checked {source.checked}" in page


def test_texts_of_the_data_stand_on_the_page_as_they_are(site: Path, matrix: Matrix) -> None:
    index = json.loads((site / "search" / "search_index.json").read_text("utf-8"))
    found = {entry["location"]: re.sub(r"<[^>]*>", "", entry["text"]) for entry in index["docs"]}
    for feature in matrix.features.values():
        for option, cell in feature.cells.items():
            said = found[f"reference/features/{feature.id}.html#{option}"]
            plain = said.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")
            assert " ".join(cell.note.split()) in " ".join(plain.split())


def test_every_other_entry_can_be_linked_to(site: Path, matrix: Matrix) -> None:
    for option in matrix.options:
        assert (site / "reference" / "options" / f"{option}.html").is_file()
    for schema in ROOT.glob("data/schema/*.schema.json"):
        assert (site / "reference" / "schemas" / f"{schema.name.removesuffix('.schema.json')}.html").is_file()
    for page, ids in (
        ("glossary", [*matrix.glossary]),
        ("claims", [*matrix.claims]),
        ("history", [*matrix.history]),
        ("rules", [rule.id for rule in matrix.rules]),
        ("workarounds", [*matrix.workarounds, *(f"outside-{way}" for way in matrix.alternatives)]),
    ):
        text = (site / "reference" / f"{page}.html").read_text("utf-8")
        assert [entry for entry in ids if f'id="{entry}"' not in text] == []


def test_every_marked_block_has_become_a_picture(site: Path) -> None:
    for page in sorted(ROOT.glob("docs/*.md")):
        text = page.read_text("utf-8")
        for name in re.findall(r"^<!-- picture: (\S+) -->$", text, re.MULTILINE):
            drawing = (site / "pictures" / "terminal" / f"{name}.svg").read_text("utf-8")
            assert "<text" in drawing
            assert f"pictures/terminal/{name}.svg" in (site / f"{page.stem}.html").read_text("utf-8")


def test_the_page_of_report_has_its_pictures(site: Path) -> None:
    if CHROMIUM is None:
        pytest.skip("there is no chromium; apt-get install chromium")
    page = (site / "gallery.html").read_text("utf-8")
    for scheme in ("light", "dark"):
        assert f'src="pictures/report-desktop-{scheme}.png#only-{scheme}"' in page
        assert (site / "pictures" / f"report-desktop-{scheme}.png").read_bytes().startswith(b"\x89PNG")


def test_no_page_fetches_anything_from_another_machine(site: Path) -> None:
    for page in site.rglob("*.html"):
        assert elsewhere(page.read_text("utf-8")) == [], page.name


def test_no_style_or_picture_fetches_anything_from_another_machine(site: Path) -> None:
    for file in [*site.rglob("*.css"), *site.rglob("*.svg")]:
        text = file.read_text("utf-8")
        assert re.findall(r"(?:url\(|@import )\s*['\"]?\s*(?:https?:)?//[^)]*", text) == [], file.name
        assert elsewhere(text) == [], file.name


def test_what_is_fetched_is_seen() -> None:
    page = (
        '<link rel="canonical" href="https://a"><img src="//b/c"><a href="https://d"></a><script src="e.js"></script>'
    )
    assert elsewhere(page) == ["//b/c"]
