"""Markdown in which nothing that comes from data means anything: every text is shown as it stands.

A matrix or a requirements file may be anybody's, and a record is pasted into places where markup and
HTML act. Texts are escaped here, once, where they enter the Markdown; addresses are written so that
they cannot end early.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from apigw_choose.renderers.inert import printable

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from apigw_choose.model.matrix import Source

_SPECIAL = re.compile(r"[\\`*_\[\]<>|&~]")
_AT_THE_START = re.compile(r"[-+=#]")
_NUMBERED = re.compile(r"([0-9]+)([.)])", re.ASCII)
_LINKED = re.compile(r"(https?|ftp)(?=:)|www(?=\.)", re.IGNORECASE | re.ASCII)
_UNSAFE_IN_ADDRESS = re.compile(r"[^A-Za-z0-9._~:/?#@!$&'*+,;=%-]", re.ASCII)


def inert(text: str) -> str:
    """The text as Markdown that shows just this text, wherever in a line it stands."""
    escaped = _SPECIAL.sub(r"\\\g<0>", printable(text).strip())
    # Many renderers make a link of a bare address; the escape keeps it text.
    escaped = _LINKED.sub(_broken, escaped)
    if _AT_THE_START.match(escaped):
        return f"\\{escaped}"
    return re.sub(rf"^{_NUMBERED.pattern}", r"\1\\\2", escaped)


def code(text: str) -> str:
    """An id as code. Text that is none is shown as text."""
    return f"`{text}`" if re.fullmatch(r"[A-Za-z0-9-]+", text, re.ASCII) else inert(text)


def strong(text: str) -> str:
    """Text in bold."""
    return f"**{inert(text)}**"


def address(url: str) -> str:
    """An address as a link."""
    if not url.startswith("https://"):
        return inert(url)
    return f"<{_UNSAFE_IN_ADDRESS.sub(_percent, url)}>"


def sources(entries: Iterable[Source]) -> str:
    """The pages that show a statement, each once."""
    return ", ".join(dict.fromkeys(address(entry.url) for entry in entries))


def shell(*lines: str) -> list[str]:
    """Commands in a fence that none of them can close."""
    shown = [printable(line) for line in lines]
    longest = max((len(run) for line in shown for run in re.findall("`+", line)), default=0)
    fence = "`" * max(3, longest + 1)
    return [f"{fence}sh", *shown, fence]


def table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> list[str]:
    """A table of cells that are Markdown already."""
    return [f"| {' | '.join(row)} |" for row in (head, ["---"] * len(head), *rows)]


def _broken(match: re.Match[str]) -> str:
    """`https` or `www`, so that what follows does not make an address of it."""
    return f"{match[0]}\\"


def _percent(match: re.Match[str]) -> str:
    return "".join(f"%{byte:02X}" for byte in match[0].encode())
