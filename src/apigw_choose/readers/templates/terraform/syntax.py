"""HCL as blocks and expressions. The grammar is python-hcl2's, an optional package; its tree is walked here.

A folder of Terraform is mostly about other things than APIs, and the parser is slow: a file is first cut into its
top-level blocks, so that only those that matter are parsed.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from apigw_choose.readers.templates.terraform.heredocs import STAND_IN, Source
from apigw_choose.readers.templates.terraform.nodes import (
    SPLAT,
    Access,
    Block,
    Call,
    Choice,
    Listing,
    Literal,
    Loop,
    Mapping,
    Node,
    Opaque,
    Operation,
    Template,
    shorten,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

MAX_NESTING = 100
_BRACKETS = re.compile(r"[\[({]|[\])}]")
_ESCAPE = re.compile(r"\\(?:u([0-9a-fA-F]{4})|U([0-9a-fA-F]{8})|(.))", re.DOTALL)
_ESCAPED = {"n": "\n", "r": "\r", "t": "\t", '"': '"', "\\": "\\"}


class HclError(Exception):
    """A text that is no HCL, and the line where that shows."""

    def __init__(self, message: str, line: int) -> None:
        super().__init__(message)
        self.line = line


def available() -> bool:
    """Whether HCL can be parsed here: python-hcl2 is there, and no older than 8."""
    try:
        from hcl2 import parses_to_tree  # noqa: F401 # which older versions have not
    except ImportError:
        return False
    return True


def parse(text: str, source: Source, file: str, first_line: int) -> list[Block]:
    """The blocks of a part of a source that begins at one of its lines.

    Raises:
        HclError: when it is no HCL.
    """
    tree = _tree(text, lambda line: source.line(first_line + line - 1))
    return list(_Reader(text, source, file, first_line).blocks(tree.children[0]))


def expression(text: str) -> Node:
    """An expression that stands alone; None where it cannot be parsed, or nothing parses HCL here."""
    if not available():
        return None
    try:
        tree = _tree(f"x = ({text})", lambda line: line)
    except HclError:
        return None
    attribute = next(_trees(tree.children[0], "attribute"), None)
    return (
        None
        if attribute is None
        else _Reader(f"x = ({text})", Source("", (), (), None), "", 1).node(attribute.children[-1], 0)
    )


def _tree(text: str, line: Callable[[int], int]) -> Any:
    from hcl2 import parses_to_tree
    from lark.exceptions import LarkError, UnexpectedInput

    depth = 0
    for bracket in _BRACKETS.finditer(text):
        depth += 1 if bracket[0] in "[({" else -1
        if depth > MAX_NESTING:
            raise HclError(
                f"nested more than {MAX_NESTING} levels deep", line(text.count("\n", 0, bracket.start()) + 1)
            )
    try:
        return parses_to_tree(text)
    except UnexpectedInput as error:
        at = max(error.line, 1)
        raise HclError("is not HCL that can be read here", line(at)) from error
    except (LarkError, RecursionError, ValueError) as error:
        raise HclError("is not HCL that can be read here", line(1)) from error


def _trees(tree: Any, *kinds: str) -> Iterator[Any]:
    for child in tree.children:
        if getattr(child, "data", None) in kinds:
            yield child


def _tokens(tree: Any) -> str:
    """The text of a small tree, such as a name."""
    if not hasattr(tree, "children"):
        return str(tree)
    return "".join(_tokens(child) for child in tree.children)


class _Reader:
    """Turns the parser's tree into blocks and expressions."""

    def __init__(self, text: str, source: Source, file: str, first_line: int) -> None:
        self._text = text
        self._source = source
        self._file = file
        self._first_line = first_line

    def _line(self, tree: Any) -> int:
        line = getattr(getattr(tree, "meta", tree), "line", 1)
        return self._source.line(self._first_line + line - 1)

    def _words(self, tree: Any) -> str:
        """An expression as it is written, or so much of it as can be shown."""
        start = getattr(tree.meta, "start_pos", 0)
        return shorten(self._text[start : min(getattr(tree.meta, "end_pos", start), start + 400)])

    def blocks(self, body: Any) -> Iterator[Block]:
        """The blocks of a body."""
        for tree in _trees(body, "block"):
            heads: list[str] = []
            inner = None
            for child in tree.children:
                kind = getattr(child, "data", None)
                if kind == "body":
                    inner = child
                elif kind == "string":
                    heads.append(_tokens(child).strip('"'))
                elif kind not in (None, "new_line_or_comment"):
                    heads.append(_tokens(child))
            if inner is None or not heads:
                continue
            attributes: dict[str, tuple[Node, int]] = {}
            for attribute in _trees(inner, "attribute"):
                line = self._line(attribute)
                attributes[_tokens(attribute.children[0])] = (self.node(attribute.children[-1], 0), line)
            yield Block(heads[0], tuple(heads[1:]), attributes, tuple(self.blocks(inner)), self._file, self._line(tree))

    def node(self, tree: Any, depth: int) -> Node:
        """An expression."""
        while tree.data == "expr_term":
            inner = [
                child
                for child in tree.children
                if getattr(child, "data", "new_line_or_comment") != "new_line_or_comment"
            ]
            if len(inner) != 1:
                return Opaque(self._words(tree))
            tree = inner[0]
        reader = getattr(self, f"_{tree.data}", None)
        if reader is None or depth > MAX_NESTING:
            return Opaque(self._words(tree))
        found: Node = reader(tree, depth + 1)
        return found

    def _inner(self, tree: Any) -> list[Any]:
        """The trees in a tree, without comments."""
        return [
            child for child in tree.children if getattr(child, "data", "new_line_or_comment") != "new_line_or_comment"
        ]

    def _identifier(self, tree: Any, _depth: int) -> Node:
        name = str(tree.children[0])
        return Access(name, (), name)

    def _literal_value(self, tree: Any, _depth: int) -> Node:
        return Literal({"true": True, "false": False}.get(str(tree.children[0])))

    def _int_lit(self, tree: Any, _depth: int) -> Node:
        text = str(tree.children[0])
        return Literal(int(text)) if len(text) < 30 else Opaque(shorten(text))  # noqa: PLR2004 # digits

    def _float_lit(self, tree: Any, _depth: int) -> Node:
        return Literal(float(tree.children[0]))

    def _string(self, tree: Any, depth: int) -> Node:
        from apigw_choose.readers.templates.terraform.text import template

        parts: list[Node] = []
        for part in _trees(tree, "string_part"):
            child = part.children[0]
            kind = getattr(child, "data", None)
            if kind == "interpolation":
                parts.append(self.node(self._inner(child)[0], depth))
            elif kind is not None:
                parts.append(Opaque(self._words(child)))
            else:
                parts.append(Literal(_unescaped(str(child))))
        if len(parts) == 1 and isinstance(parts[0], Literal):
            heredoc = STAND_IN.fullmatch(str(parts[0].value))
            if heredoc and int(heredoc[1]) < len(self._source.heredocs):
                return template(self._source.heredocs[int(heredoc[1])][0])
        return parts[0] if len(parts) == 1 else Template(tuple(parts)) if parts else Literal("")

    def _tuple(self, tree: Any, depth: int) -> Node:
        inner = self._inner(tree)
        lines = tuple(self._line(child) for child in inner)
        return Listing(tuple(self.node(child, depth) for child in inner), lines, self._line(tree))

    def _object(self, tree: Any, depth: int) -> Node:
        entries: list[tuple[Node, Node, int]] = []
        for element in _trees(tree, "object_elem"):
            key, value = self._inner(element)[0], element.children[-1]
            entries.append((self._key(key.children[0], depth), self.node(value, depth), self._line(element)))
        return Mapping(tuple(entries), self._line(tree))

    def _key(self, tree: Any, depth: int) -> Node:
        """The key of an object: a bare word stands for itself."""
        words = self._words(tree)
        return Literal(words) if re.fullmatch(r"[\w-]+", words) else self.node(tree, depth)

    def _conditional(self, tree: Any, depth: int) -> Node:
        condition, first, second = (self.node(child, depth) for child in self._inner(tree))
        return Choice(condition, first, second, self._words(self._inner(tree)[0]))

    def _binary_op(self, tree: Any, depth: int) -> Node:
        left, term = self._inner(tree)
        sign, right = self._inner(term)
        return Operation(_tokens(sign), self.node(left, depth), self.node(right, depth), self._words(tree))

    def _unary_op(self, tree: Any, depth: int) -> Node:
        return Operation(
            str(tree.children[0]), Literal(None), self.node(self._inner(tree)[0], depth), self._words(tree)
        )

    def _function_call(self, tree: Any, depth: int) -> Node:
        arguments = next(_trees(tree, "arguments"), None)
        inner = [] if arguments is None else self._inner(arguments)
        name = "::".join(str(child.children[0]) for child in _trees(tree, "identifier"))
        nodes = tuple(self.node(child, depth) for child in inner)
        if arguments is not None and str(arguments.children[-1]) == "...":
            return Opaque(self._words(tree))
        return Call(name, nodes, self._words(tree))

    def _path(self, tree: Any, depth: int) -> Node:
        """What is reached from a value step by step; the parser nests the steps the other way round."""
        steps: list[Any] = []
        words = self._words(tree)
        while True:
            while tree.data == "expr_term" and len(self._inner(tree)) == 1:
                tree = self._inner(tree)[0]
            if not tree.data.endswith("_expr_term"):
                break
            base, *rest = self._inner(tree)
            steps = [*(step for part in rest for step in self._steps(part, depth)), *steps]
            if len(steps) > MAX_NESTING:
                return Opaque(words)
            tree = base
        if tree.data == "identifier":
            return Access(str(tree.children[0]), tuple(steps), words)
        return Access(self.node(tree, depth), tuple(steps), words)

    _get_attr_expr_term = _index_expr_term = _attr_splat_expr_term = _full_splat_expr_term = _path

    def _steps(self, tree: Any, depth: int) -> Iterator[Any]:
        if tree.data == "get_attr":
            yield _tokens(self._inner(tree)[0])
        elif tree.data == "short_index":
            yield Literal(int(str(tree.children[-1])[:9]))
        elif tree.data == "braces_index":
            yield self.node(self._inner(tree)[0], depth)
        else:
            yield SPLAT
            for child in self._inner(tree):
                yield from self._steps(child, depth)

    def _for_tuple_expr(self, tree: Any, depth: int) -> Node:
        return self._loop(tree, depth, keyed=False)

    def _for_object_expr(self, tree: Any, depth: int) -> Node:
        return self._loop(tree, depth, keyed=True)

    def _loop(self, tree: Any, depth: int, *, keyed: bool) -> Node:
        if any(str(child) == "..." for child in tree.children):
            return Opaque(self._words(tree))
        intro, *results = (child for child in self._inner(tree) if child.data != "for_cond")
        condition = next(_trees(tree, "for_cond"), None)
        names = tuple(str(name.children[0]) for name in _trees(intro, "identifier"))
        over = self._inner(intro)[len(names)]
        nodes = [self.node(result, depth) for result in results]
        wanted = None if condition is None else self.node(self._inner(condition)[-1], depth)
        key = nodes[0] if keyed else None
        return Loop(names, self.node(over, depth), key, nodes[-1], wanted, self._line(tree), self._words(tree))


def _unescaped(text: str) -> str:
    if text in ("$${", "%%{"):
        return text[1:]
    if text.startswith(("$${", "%%{")):
        return text[1:]
    if "\\" not in text:
        return text
    return _ESCAPE.sub(
        lambda found: chr(int(found[1] or found[2], 16)) if not found[3] else _ESCAPED.get(found[3], found[0]), text
    )
