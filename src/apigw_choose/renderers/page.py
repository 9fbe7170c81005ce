"""A page of text: headings, tables and labelled lines, laid out for one width and style.

Everything that is printed passes here as plain text and is made inert on the way; no markup is read.
Rich measures, wraps and colours. Words are never broken, so that an address stays one that can be
followed even where it is longer than a line.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from io import StringIO
from itertools import pairwise
from typing import TYPE_CHECKING

from rich.bar import Bar
from rich.cells import cell_len
from rich.console import Console
from rich.text import Text

from apigw_choose.renderers.inert import as_ascii, printable

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from fractions import Fraction

    from apigw_choose.model.matrix import Matrix, Support

MARKS: dict[Support, str] = {"full": "✓", "partial": "◐", "none": "✗", "not-applicable": "–", "unknown": "?"}
MEANINGS: dict[Support, str] = {
    "full": "yes",
    "partial": "with a condition",
    "none": "no",
    "not-applicable": "does not apply",
    "unknown": "not known",
}
BY_WORKAROUND = "◇"
"""The mark of what is had only by a workaround."""
_COLOURS: dict[str, str] = {"✓": "green", "◐": "yellow", "✗": "red", "?": "yellow", "◇": "yellow"}
_LINK = r"https://\S+"
_GAP = 2
_NOT_FIRST = frozenset("、。，．・：；！？）」』】〉》〕］｝ーぁぃぅぇぉっゃゅょァィゥェォッャュョ々…),.:;!?]}")
"""Characters with which no line of Japanese begins, and """
_NOT_LAST = frozenset("（「『【〈《〔［｛([{$")
"""those with which none ends."""
_NARROW = 60
_LEAST_ROOM = 16
_WIDEST_BAR = 60
_AS_MUCH = 160
"""So many characters of Japanese say about as much as a long sentence of English."""


@dataclass(frozen=True, slots=True)
class Style:
    """What the stream that a page is written to can show."""

    width: int = 80
    colour: bool = False
    ascii: bool = False


class Page:
    """Collects what is to be shown, top to bottom, and gives it out as one text."""

    def __init__(self, style: Style) -> None:
        self.style = style
        self._console = Console(
            file=StringIO(),
            width=style.width,
            force_terminal=style.colour,
            color_system="standard" if style.colour else None,
            legacy_windows=False,
            _environ={},
        )
        self._lines: list[Text] = []

    def line(self, text: str = "", style: str = "", *, indent: int = 0) -> None:
        """A paragraph."""
        self._add(Text(" " * indent), self._text(text, style))

    def heading(self, text: str) -> None:
        """A heading, set off by an empty line unless it opens the page."""
        if self._lines:
            self.line()
        self.line(text, "bold")

    def rows(self, rows: Iterable[Sequence[str]], *, indent: int = 2) -> None:
        """Labels in columns, and text that wraps beside them; below them where it is narrow.

        A label that repeats the one above it is left out.
        """
        labelled = [([self._text(label) for label in row[:-1]], self._text(row[-1])) for row in rows]
        widths = [max(map(_width, column)) for column in zip(*(labels for labels, _ in labelled), strict=True)]
        stacked = self.style.width < _NARROW or sum(widths) > self.style.width // 2
        above: list[Text] = []
        for labels, text in labelled:
            fresh = [
                label if labels[: place + 1] != above[: place + 1] else Text() for place, label in enumerate(labels)
            ]
            if stacked:
                if any(fresh):
                    self._add(Text(" " * indent), Text(" ").join(label for label in labels if label))
                self._add(Text(" " * (indent + _GAP)), text)
            else:
                columns = (_padded(label, width + _GAP) for label, width in zip(fresh, widths, strict=True))
                self._add(Text.assemble(" " * indent, *columns), text)
            above = labels

    def table(self, head: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
        """A label and then a mark or value for each column; in words where the columns find no room."""
        lines = [[self._text(cell) for cell in row] for row in rows]
        first = max((_width(line[0]) for line in lines), default=0)
        widths = [
            max(_width(self._text(name)), *(_width(line[place]) for line in lines)) for place, name in enumerate(head)
        ][1:]
        if _GAP + first + sum(widths) + 3 * len(widths) > self.style.width:
            for line in lines:
                cells = (Text.assemble(f"{name} ", cell) for name, cell in zip(head[1:], line[1:], strict=True))
                self._add(Text("  "), Text.assemble(line[0], ": ", Text(", ").join(cells)), hang=4)
            return
        for line in [[self._text(name, "bold") for name in head], *lines]:
            columns = (
                Text.assemble("   ", _centred(cell, width)) for cell, width in zip(line[1:], widths, strict=True)
            )
            self._lines.append(Text.assemble("  ", _padded(line[0], first), *columns))

    def bar(self, share: Fraction, *, indent: int = 2) -> None:
        """A bar as long as a share of the line, drawn by Rich."""
        room = min(self.style.width - indent, _WIDEST_BAR)
        if self.style.ascii:
            self._add(Text(" " * indent), Text("#" * max(1, round(room * share))))
            return
        drawn = "".join(segment.text for segment in self._console.render(Bar(1, 0, float(share), width=room)))
        self._add(Text(" " * indent), Text(drawn.strip(), "cyan"))

    def legend(self, matrix: Matrix, marks: Iterable[str]) -> None:
        """What the less plain marks among those used mean, in the language of the matrix."""
        used = set(marks) - {MARKS["full"], MARKS["none"]}
        told = [f"{MARKS[support]} {matrix.say(MEANINGS[support])}" for support in MEANINGS if MARKS[support] in used]
        told += [f"{BY_WORKAROUND} {matrix.say('by a workaround')}"] if BY_WORKAROUND in used else []
        if told and not self.style.ascii:
            self.line("   ".join(told), "dim", indent=2)

    def text(self) -> str:
        """The whole page; no line ends in spaces."""
        for line in self._lines:
            line.rstrip()
            self._console.print(line, no_wrap=True, overflow="ignore", crop=False)
        stream = self._console.file
        assert isinstance(stream, StringIO)
        return stream.getvalue()

    def _add(self, label: Text, text: Text, *, hang: int | None = None) -> None:
        """Add a text after its label, wrapped; further lines start below the text, or as far in as `hang`."""
        indent = _width(label) if hang is None else hang
        room = max(self.style.width - max(indent, _width(label)), _LEAST_ROOM)
        first, *further = text.divide(_line_starts(text.plain, room))
        self._lines.append(Text.assemble(label, first))
        self._lines.extend(Text.assemble(" " * indent, line) for line in further)

    def _text(self, text: str, style: str = "") -> Text:
        shown = printable(text)
        rendered = Text(as_ascii(shown) if self.style.ascii else shown, style=style or _COLOURS.get(text, ""))
        rendered.highlight_regex(_LINK, "dim")
        return rendered


def first_sentence(text: str) -> str:
    """The first sentence of a note: enough beside a verdict; the rest stands in the explanation.

    Of Japanese, which says in several short sentences what English sets between semicolons, as many as are as much.
    """
    if match := re.match(r".*?[^.\s][.!?](?<!e\.g\.)(?<!i\.e\.)(?=\s+[A-Z])", text, re.DOTALL):
        return match[0]
    sentences: list[str] = re.findall(r".+?(?:[。！？](?![」）])|$)", text, re.DOTALL)
    first, *further = sentences or [text]
    for sentence in further:
        if len(first) + len(sentence) > _AS_MUCH:
            break
        first += sentence
    return first


def _line_starts(text: str, room: int) -> list[int]:
    """Where lines of at most this many cells begin, after the first; a longer word has a line to itself."""
    starts: list[int] = []
    line = 0
    for start, end in pairwise([0, *_breaks(text), len(text)]):
        if start > line and cell_len(text[line:end].rstrip()) > room:
            starts.append(start)
            line = start
    return starts


def _breaks(text: str) -> Iterator[int]:
    """Where a line may be broken: after spaces, and before or after a wide character, which stands for itself.

    Not before what ends a phrase, and not after what begins one.
    """
    if text.isascii():
        yield from (match.end() for match in re.finditer(r"\s+(?=\S)", text))
        return
    for place, (before, after) in enumerate(pairwise(text), 1):
        spaced = before.isspace()
        wide = cell_len(before) > 1 or cell_len(after) > 1
        if not after.isspace() and (spaced or (wide and after not in _NOT_FIRST and before not in _NOT_LAST)):
            yield place


def _width(text: Text) -> int:
    return text.cell_len


def _padded(text: Text, width: int) -> Text:
    return Text.assemble(text, " " * (width - text.cell_len))


def _centred(text: Text, width: int) -> Text:
    left = (width - text.cell_len) // 2
    return Text.assemble(" " * left, text, " " * (width - text.cell_len - left))
