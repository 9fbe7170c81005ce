"""Annotations for GitHub Actions, which reads them from a log."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from apigw_choose.renderers.inert import printable

if TYPE_CHECKING:
    from collections.abc import Iterable


def annotation(
    level: Literal["error", "warning", "notice"], title: str, lines: Iterable[str], file: str, line: int | None
) -> str:
    """A workflow command, without its line break."""
    properties = {"file": file, "line": str(line or 1), "title": title}
    written = ",".join(f"{key}={_property(printable(value))}" for key, value in properties.items())
    return f"::{level} {written}::{_data(chr(10).join(map(printable, lines)))}"


def _data(text: str) -> str:
    """The message of a workflow command, escaped as GitHub's own toolkit does."""
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")
