"""What MkDocs calls while it builds the site."""

from __future__ import annotations

import posixpath
import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

from mkdocs.structure.files import File

from apigw_choose import load_matrix
from site_pages import Pages
from site_pictures import with_pictures
from site_report import with_report

if TYPE_CHECKING:
    from mkdocs.config.defaults import MkDocsConfig
    from mkdocs.structure.files import Files
    from mkdocs.structure.pages import Page

ROOT = Path(__file__).parents[2]
ABOVE = ("CHANGELOG.md", "CONTRIBUTING.md")
"""Pages that stand above the folder of the others."""

_UP = re.compile(rf"\]\(\.\./({'|'.join(map(re.escape, ABOVE))})")
_DOWN = re.compile(r"\]\(docs/")


def on_files(files: Files, config: MkDocsConfig) -> Files:
    """Add what is made from the data, and what stands elsewhere."""
    pages = Pages(load_matrix(), ROOT / "data" / "schema")
    for path, content in pages.all():
        files.append(File.generated(config, path, content=content))
    for name in ABOVE:
        files.append(File.generated(config, name, content=(ROOT / name).read_text("utf-8")))
    config.nav = _filled(config.nav, pages.navigation())
    return files


def on_page_markdown(markdown: str, page: Page, config: MkDocsConfig, files: Files) -> str:
    """Draw the pictures; links lead to the same page on the site as in the repository."""

    def keep(path: str, picture: str | bytes) -> str:
        files.append(File.generated(config, path, content=picture))
        return posixpath.relpath(path, posixpath.dirname(page.file.src_uri))

    linked = _DOWN.sub("](", _UP.sub(r"](\1", markdown))
    drawn = with_pictures(linked, ROOT, lambda name, drawing: keep(f"pictures/terminal/{name}.svg", drawing))
    return with_report(drawn, ROOT, lambda name, picture: keep(f"pictures/{name}", picture))


def _filled(navigation: Any, made: dict[str, dict[str, list[Any]]]) -> Any:
    """The navigation, with its names in angle brackets replaced by what they stand for."""
    if isinstance(navigation, dict):
        return {name: _filled(below, made) for name, below in navigation.items()}
    if isinstance(navigation, list):
        return [_filled(entry, made) for entry in navigation]
    return made.get(navigation, navigation)
