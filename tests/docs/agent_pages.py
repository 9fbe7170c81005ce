"""What agents are given to read: docs/skill/SKILL.md, docs/llms.txt and docs/llms-full.txt, made from matrix and code.

What a page looks like says its template; `pytest tests/docs --approve` writes the pages anew.
"""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import jinja2

from apigw_choose.__main__ import TOOL_FAILED, WRONG_INPUT
from apigw_choose.cli.decide import NONE_FITS, RECOMMENDED

from .pages import ROOT

if TYPE_CHECKING:
    from apigw_choose import Matrix
    from apigw_choose.model.matrix import Cell, Feature, Price

DOCS = ROOT / "docs"
AGENT_PAGES = {
    "SKILL.md": DOCS / "skill" / "SKILL.md",
    "llms.txt": DOCS / "llms.txt",
    "llms-full.txt": DOCS / "llms-full.txt",
}
OPTIONAL = "Explanation"
"""The part of the navigation that a reader in a hurry may leave out."""

_ENTRY = re.compile(r" +- (?:.+: )?([a-z-]+\.md)")
_PART = re.compile(r"  - (.+):")
_SKIPPED = ("<!--", "{:", "|", "- ", "#", "![")
_LINK = re.compile(r"\[([^\]]*)\]\([^)]*\)")


class Linked(NamedTuple):
    """A page of the documentation, and what it is about."""

    path: str
    title: str
    about: str


def made(name: str, matrix: Matrix) -> str:
    """The page of that name, as it should be."""
    environment = jinja2.Environment(
        loader=jinja2.FileSystemLoader(Path(__file__).with_name("templates")),
        autoescape=False,  # noqa: S701 - it is no HTML
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    parts = linked_pages()
    values: dict[str, Any] = {
        "matrix": matrix,
        "options": ", ".join(option.name for option in matrix.options.values()),
        "money": money,
        "amount": amount,
        "status": {
            "recommended": RECOMMENDED,
            "none_fits": NONE_FITS,
            "wrong_input": WRONG_INPUT,
            "failed": TOOL_FAILED,
        },
        "decision": described("decision"),
        "categories": {title: [*map(marked, features)] for title, features in by_category(matrix).items()},
        "rules": dict.fromkeys(rule.text for rule in matrix.rules),
        "optional": parts[OPTIONAL],
        "pages": [page for part, pages in parts.items() if part != OPTIONAL for page in pages],
    }
    if name == "llms-full.txt":
        values["categories"] = by_category(matrix)
    return environment.get_template(name).render(values)


def by_category(matrix: Matrix) -> dict[str, list[Feature]]:
    found: dict[str, list[Feature]] = {}
    for feature in matrix.features.values():
        found.setdefault(matrix.categories[feature.category], []).append(feature)
    return found


def marked(feature: Feature) -> str:
    return f"{feature.id}=" if feature.quantity else feature.id


def money(price: Price) -> str:
    return f"{price.micros / 1_000_000:.2f} {price.currency}"


def amount(feature: Feature, cell: Cell) -> str:
    """The amount of a cell, in brackets."""
    if feature.quantity is None or cell.value is None:
        return ""
    more = ""
    if cell.beyond is not None:
        to = "" if cell.beyond.to is None else f" up to {feature.quantity.write(cell.beyond.to)}"
        more = f", more on {cell.beyond.by}{to}"
    return f" ({feature.quantity.write(cell.value)}{more})"


def described(schema: str) -> dict[str, str]:
    """The keys of a document, with what its schema says of each."""
    text = (ROOT / "data" / "schema" / f"{schema}.schema.json").read_text("utf-8")
    return {key: entry["description"] for key, entry in json.loads(text)["properties"].items()}


def linked_pages() -> dict[str, list[Linked]]:
    """The pages that people write, by the part of the navigation in which mkdocs.yml puts them."""
    _, _, navigation = (ROOT / "mkdocs.yml").read_text("utf-8").partition("\nnav:")
    parts: dict[str, list[Linked]] = {}
    part = ""
    for line in navigation.split("\n"):
        if heading := _PART.fullmatch(line):
            part = heading[1]
        elif (entry := _ENTRY.fullmatch(line)) and (DOCS / entry[1]).is_file():
            parts.setdefault(part, []).append(about(DOCS / entry[1]))
    return parts


def about(page: Path) -> Linked:
    """The title of a page, and the first sentence of its prose."""
    text = page.read_text("utf-8")
    _, _, body = text.partition("\n# ") if not text.startswith("# ") else ("", "", text.removeprefix("# "))
    title, _, body = body.partition("\n")
    without_code = re.sub(r"^(```|~~~).*?^\1$", "", body, flags=re.DOTALL | re.MULTILINE)
    paragraphs = (" ".join(paragraph.split()) for paragraph in re.split(r"\n\s*\n", without_code))
    prose = next(entry for entry in paragraphs if entry and not entry.startswith(_SKIPPED))
    sentence = re.match(r".+?[.?!](?= |$)", _LINK.sub(r"\1", prose))
    return Linked(page.name, title, sentence[0].rstrip(".:") if sentence else prose)
