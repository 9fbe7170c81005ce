"""Expressions and blocks of Terraform, however they were written: in HCL, or as JSON with templates in its strings."""

from __future__ import annotations

from typing import Any, NamedTuple


class Literal(NamedTuple):
    """A value that stands there."""

    value: str | int | float | bool | None


class Template(NamedTuple):
    """A string with expressions in it."""

    parts: tuple[Node, ...]


class Access(NamedTuple):
    """What is reached from a name or a value by steps: `aws_lb.main[0].arn`, `var.settings["cors"]`.

    A step is the name of an attribute, an index (a node) or `SPLAT`.
    """

    base: Any
    """The first name, or the node whose value is gone into."""
    steps: tuple[Any, ...]
    words: str


class Call(NamedTuple):
    """A function and what it is called with."""

    name: str
    arguments: tuple[Node, ...]
    words: str


class Choice(NamedTuple):
    """`condition ? first : second`."""

    condition: Node
    first: Node
    second: Node
    words: str


class Operation(NamedTuple):
    """An operator between two values; `left` is None where there is but one."""

    operator: str
    left: Node
    right: Node
    words: str


class Listing(NamedTuple):
    """A list, with the line of each entry."""

    entries: tuple[Node, ...]
    lines: tuple[int, ...]
    line: int


class Mapping(NamedTuple):
    """An object: keys, values and the lines on which they stand."""

    entries: tuple[tuple[Node, Node, int], ...]
    line: int


class Loop(NamedTuple):
    """A `for` expression; `key` is None where it makes a list, `condition` where nothing is left out."""

    names: tuple[str, ...]
    over: Node
    key: Node
    value: Node
    condition: Node
    line: int
    words: str


class Raw(NamedTuple):
    """An expression within a string, which is parsed when it is asked for."""

    words: str


class Opaque(NamedTuple):
    """An expression that is not gone into."""

    words: str


Node = Literal | Template | Access | Call | Choice | Operation | Listing | Mapping | Loop | Raw | Opaque | None
SPLAT = object()


class Block(NamedTuple):
    """A block: its kind (`resource`, `endpoint_configuration`, …), labels and what stands in its braces."""

    kind: str
    labels: tuple[str, ...]
    attributes: dict[str, tuple[Node, int]]
    blocks: tuple[Block, ...]
    file: str
    line: int

    @property
    def address(self) -> str:
        """What other blocks call it: `aws_lb.main`."""
        return ".".join(self.labels)


def shorten(words: str, length: int = 80) -> str:
    """An expression in one line that can be shown."""
    text = " ".join(words[: 4 * length].split())
    return text if len(text) <= length else text[: length - 1] + "…"
