"""The matrix as one page that answers by itself: no network, no build, readable without JavaScript.

Jinja (extra `report`) fills the template and escapes; nothing that comes from data reaches it otherwise
than as text. The page is ASCII, so that it is the same to the byte wherever it is written.
"""

from __future__ import annotations

from base64 import b64encode
from hashlib import sha256
from itertools import groupby
from pathlib import Path
from shlex import quote
from typing import TYPE_CHECKING, NamedTuple

from apigw_choose.engine.reasons import list_price
from apigw_choose.engine.vocabulary import differing
from apigw_choose.model.errors import InputError
from apigw_choose.renderers.decision_lines import command_of
from apigw_choose.renderers.documents import decision_document
from apigw_choose.renderers.inert import printable
from apigw_choose.renderers.page import BY_WORKAROUND, MARKS, MEANINGS
from apigw_choose.renderers.report.data import Plain, decidable, inert

if TYPE_CHECKING:
    from collections.abc import Iterator

    from jinja2 import Environment

    from apigw_choose.model.decision import Decision
    from apigw_choose.model.matrix import Cell, Feature, Matrix, Source

_FOLDER = Path(__file__).parent
ENGINE = ("amounts", "sets", "fit", "evaluate", "what_if", "impasse", "words", "decide", "asked")
"""The scripts that decide, each using only what stands before it."""
_VIEW = ("elements", "verdict", "rows", "filter", "page")
"""The scripts that show."""

_BASES = {"model": "a machine-readable model", "inferred": "inferred: the pages do not say it"}
_WIDEST_COLUMN, _ROOM_FOR_COLUMNS = 7.9, 28.0
"""In widths of a letter M."""
_MOST_SIDE_BY_SIDE = 5
"""With more options than these a table scrolls within its own frame."""


class Row(NamedTuple):
    """One feature as the template shows it."""

    feature: Feature
    called: str
    differs: bool
    cells: list[Shown]


class Shown(NamedTuple):
    """One cell as the template shows it."""

    option: str
    """The short name."""
    cell: Cell
    said: str
    more: str
    """Of a quantity: that more than the default can be had."""
    beyond: str
    """Likewise: how much more."""
    basis: str


def report_html(matrix: Matrix, decision: Decision, path: str | None = None) -> str:
    """The page; it opens with the decision, unless that is about nothing.

    Args:
        matrix: what the page shows
        decision: the answer with which it opens
        path: where the matrix lies; None for the shipped one

    Raises:
        InputError: when the library is missing.
    """
    environment = _environment()
    asked = decision.requirements
    opening = _opening(matrix, decision) if asked.needs or asked.wants or asked.traffic else None
    data = inert(decidable(matrix)) | {
        "meanings": MEANINGS,
        "matrix_flag": printable(f"--matrix {quote(path)}") if path else "",
        "opening": opening,
    }
    style = _style(matrix)
    script = "".join(f"{_text(f'{name}.js')}\n" for name in (*ENGINE, *_VIEW))
    page = environment.get_template("page.html").render(
        matrix=matrix,
        data=data,
        opening=opening,
        command=command_of(matrix, asked, path),
        categories=list(_categories(matrix)),
        prices=[(option, list_price(matrix, option.price)) for option in matrix.options.values()],
        meanings=MEANINGS,
        wide=len(matrix.options) > _MOST_SIDE_BY_SIDE,
        style=style,
        script=script,
        hashes={"style": _hash(style), "script": _hash(script)},
    )
    return page.encode("ascii", "xmlcharrefreplace").decode("ascii")


def _opening(matrix: Matrix, decision: Decision) -> Plain:
    """The decision with which the page opens; what is asked, in texts that no browser rounds."""
    document: Plain = inert(decision_document(matrix, decision))
    for entry in (*document["requirements"]["needs"], *document["requirements"]["wants"]):
        if "amount" in entry:
            entry["amount"] = str(entry["amount"])
    return document


def _environment() -> Environment:
    try:
        from jinja2 import Environment, FileSystemLoader, StrictUndefined
    except ImportError:
        message = "report takes the library Jinja2, which is not installed"
        raise InputError(message, hint="pip install 'apigw-choose[report]'") from None
    made = Environment(
        loader=FileSystemLoader(_FOLDER, "utf-8"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        finalize=lambda value: printable(value) if type(value) is str else value,
    )
    made.policies["json.dumps_kwargs"] = {"sort_keys": False, "separators": (",", ":")}
    made.filters["address"] = _address
    made.filters["page_of"] = _page_of
    return made


def _categories(matrix: Matrix) -> Iterator[tuple[str, str, list[Row]]]:
    for category, group in groupby(matrix.features.values(), key=lambda feature: feature.category):
        yield category, matrix.categories[category], [_row(matrix, feature) for feature in group]


def _row(matrix: Matrix, feature: Feature) -> Row:
    called = ", ".join(sorted([*feature.aliases, *(feature.shorthands or ())]))
    cells = [_shown(matrix.options[option].short, feature, cell) for option, cell in feature.cells.items()]
    return Row(feature, called, differing(feature, matrix.options), cells)


def _shown(option: str, feature: Feature, cell: Cell) -> Shown:
    quantity, had = feature.quantity, cell.support in ("full", "partial")
    said, more, beyond = MEANINGS[cell.support], "", ""
    if quantity and had:
        said = "no limit" if cell.value is None else quantity.write(cell.value)
    if quantity and had and cell.beyond:
        more = "more on request" if cell.beyond.by == "request" else "more with a condition"
        beyond = "More" if cell.beyond.to is None else f"Up to {quantity.write(cell.beyond.to)}"
        beyond += " on request" if cell.beyond.by == "request" else " with a condition"
    return Shown(option, cell, said, more, beyond, _BASES.get(cell.basis, ""))


def _address(source: Source) -> str | None:
    """The address to follow, if it is one of the web; a matrix may be anybody's."""
    return source.url if source.url.startswith("https://") else None


def _page_of(source: Source) -> str:
    """A short name of the page: the last part of its path."""
    path = source.url.partition("://")[2].partition("?")[0].partition("#")[0].rstrip("/")
    return path.rpartition("/")[2].removesuffix(".html") or path


def _style(matrix: Matrix) -> str:
    """The style sheet, with what it must know: how wide a column may be, and the mark of each support."""
    marks = [*MARKS.items(), ("by-workaround", BY_WORKAROUND)]
    signs = "".join(f'.{support} {{ --sign: "\\{ord(mark):x}"; }}\n' for support, mark in marks)
    column = min(_WIDEST_COLUMN, _ROOM_FOR_COLUMNS / len(matrix.options))
    return f":root {{ --column: {column:.2f}rem; }}\n{signs}{_text('style.css')}"


def _text(name: str) -> str:
    return (_FOLDER / name).read_text("utf-8")


def _hash(text: str) -> str:
    """What the policy of the page lets through: this text and no other."""
    return f"sha256-{b64encode(sha256(text.encode()).digest()).decode()}"
