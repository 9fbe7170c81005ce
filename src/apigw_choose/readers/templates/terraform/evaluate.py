"""What Terraform expressions come to.

They come to plain values, and to intrinsics in the words of CloudFormation where only a deployment knows.

A reference to a resource is `{"Ref": address}` or `{"Fn::GetAtt": [address, attribute]}`; a variable with a default
is `{"Fn::If": [variable, default, {"Parameter": variable}]}`, since every deployment may set it otherwise.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any

from apigw_choose.readers.templates.terraform import functions, syntax
from apigw_choose.readers.templates.terraform import policy as terraform_policy
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
    Operation,
    Raw,
    Template,
    shorten,
)
from apigw_choose.readers.templates.terraform.references import PSEUDO, leads_to, reference
from apigw_choose.readers.templates.terraform.scope import EMPTY, NOTHING, Scope, entry_of
from apigw_choose.readers.templates.terraform.values import (
    MAX_SIZE,
    TooMuchError,
    choice,
    is_intrinsic,
    join,
    key_text,
    plain,
    size,
    truth,
)
from apigw_choose.readers.templates.tree import Map, Seq, at_line, make_map, make_seq, unresolved

if TYPE_CHECKING:
    from collections.abc import Callable

    OpenLocal = Callable[[str], tuple[Map, str] | None]
    """Gives the definition in a file beside the module, and the file's name; None where it may not be read."""

MAX_DEPTH = 90
MAX_STEPS = 400_000
"""Expressions evaluated in one module; no module of people's making comes near."""
STEPS_OF_PARSING = 50
MAX_ENTRIES = 200
"""Entries of a known collection that are gone through one by one."""


class Evaluator:
    """Evaluates the expressions of one module. Asks its module for what names stand for."""

    def __init__(
        self,
        blocks: dict[str, Block],
        variables: dict[str, Block],
        locals_: dict[str, Any],
        policy: Callable[[str], Map | None],
        open_local: OpenLocal,
    ) -> None:
        self._open_local = cache(open_local)
        self._blocks = blocks
        self._policy = policy
        self._variables = variables
        self._locals = locals_
        self.file = ""
        """That of the expression that is being evaluated."""
        self._known: dict[tuple[str, str], Any] = {}
        self._open: set[tuple[str, str]] = set()
        self._steps = 0
        self._depth = 0
        self._line = 1

    def value(self, node: Node, scope: Scope, line: int) -> Any:
        """The value of an expression that begins at a line.

        Raises:
            TooMuchError: when the expressions of the module would take too long.
        """
        self.spend(1)
        if self._depth > MAX_DEPTH:
            return unresolved("an expression nested too deeply", line)
        self._depth += 1
        try:
            return self._value(node, scope, line)
        finally:
            self._depth -= 1

    def spend(self, steps: int) -> None:
        """Count what has been done.

        Raises:
            TooMuchError: when that is more than any module needs.
        """
        self._steps += steps
        if self._steps > MAX_STEPS:
            raise TooMuchError

    def _value(self, node: Node, scope: Scope, line: int) -> Any:
        if isinstance(node, Literal):
            return node.value
        if node is None:
            return None
        handler = _HANDLERS.get(type(node))
        return handler(self, node, scope, line) if handler else unresolved(shorten(node.words), line)  # type: ignore[union-attr]

    def _template(self, node: Template, scope: Scope, line: int) -> Any:
        if len(node.parts) == 1:
            return self.value(node.parts[0], scope, line)
        return join([self.value(part, scope, line) for part in node.parts], line)

    def _listing(self, node: Listing, scope: Scope, _line: int) -> Any:
        values = [self.value(entry, scope, at) for entry, at in zip(node.entries, node.lines, strict=True)]
        return make_seq(values, node.line, node.lines)

    def _mapping(self, node: Mapping, scope: Scope, _line: int) -> Any:
        values: dict[str, Any] = {}
        lines: dict[str, int] = {}
        for key, value, at in node.entries:
            name = key_text(self.value(key, scope, at))
            values[name] = self.value(value, scope, at)
            lines[name] = at
        return make_map(values, node.line, lines)

    def _choice(self, node: Choice, scope: Scope, line: int) -> Any:
        decided = truth(self.value(node.condition, scope, line))
        if decided is not None:
            return self.value(node.first if decided else node.second, scope, line)
        first, second = (self.value(branch, scope, line) for branch in (node.first, node.second))
        return choice(shorten(node.words), first, second, line)

    def _operation(self, node: Operation, scope: Scope, line: int) -> Any:
        left, right = self.value(node.left, scope, line), self.value(node.right, scope, line)
        return functions.operate(node, left, right, line)

    def _call(self, node: Call, scope: Scope, line: int) -> Any:
        arguments = [self.value(argument, scope, line) for argument in node.arguments]
        if node.name in ("file", "templatefile") and arguments and isinstance(arguments[0], str):
            return self._document(node, arguments, line)
        return self._bounded(functions.call(node, arguments, line), line)

    def _document(self, node: Call, arguments: list[Any], line: int) -> Any:
        """A definition in a file beside the module, all of it on the line where it is asked for."""
        found = self._open_local(arguments[0])
        if found is None:
            return unresolved(shorten(node.words), line)
        root, _ = found
        self.spend(size(root) // 10)
        names = arguments[1] if len(arguments) > 1 and isinstance(arguments[1], Map) else {}
        return at_line(root, line) if node.name == "file" else functions.filled(root, names, line)

    def _raw(self, node: Raw, scope: Scope, line: int) -> Any:
        self.spend(STEPS_OF_PARSING)
        parsed = syntax.expression(node.words)
        return unresolved(shorten(node.words), line) if parsed is None else self.value(parsed, scope, line)

    def _bounded(self, value: Any, line: int) -> Any:
        """The value itself, unless it has grown beyond what any template has use for."""
        entries = size(value)
        self.spend(entries // 10)
        return unresolved("a value too large to read", line) if entries > MAX_SIZE else value

    def _loop(self, node: Loop, scope: Scope, line: int) -> Any:
        entries = self.entries(self.value(node.over, scope, line))
        if entries is None:
            return unresolved(shorten(node.words), line)
        kept: list[tuple[Any, Any]] = []
        for key, value in entries:
            inner = scope.with_names(
                **dict(zip(node.names, (value,) if len(node.names) == 1 else (key, value), strict=False))
            )
            wanted = True if node.condition is None else truth(self.value(node.condition, inner, line))
            if wanted is None:
                return unresolved(shorten(node.words), line)
            if wanted:
                kept.append(
                    (
                        None if node.key is None else self.value(node.key, inner, line),
                        self.value(node.value, inner, line),
                    )
                )
        if node.key is None:
            return make_seq([value for _, value in kept], line)
        return make_map({key_text(key): value for key, value in kept}, line)

    @staticmethod
    def entries(collection: Any) -> list[tuple[Any, Any]] | None:
        """Keys and values of a collection that is known, and None of any other."""
        if isinstance(collection, Map) and not is_intrinsic(collection):
            found: list[tuple[Any, Any]] = list(collection.items())
        elif isinstance(collection, Seq):
            found = list(enumerate(collection))
        else:
            return None
        return found if len(found) <= MAX_ENTRIES else None

    def _access(self, node: Access, scope: Scope, line: int) -> Any:
        if not isinstance(node.base, str) or node.base in scope.names:
            base = scope.names[node.base] if isinstance(node.base, str) else self.value(node.base, scope, line)
            return self._go_into(base, node.steps, scope, node, line)
        first = node.steps[0] if node.steps and isinstance(node.steps[0], str) else None
        if node.base == "path" and node.steps == ("module",):
            return "."
        if first is None or node.base in ("module", "path", "terraform", "each", "count", "self"):
            return unresolved(shorten(node.words), line)
        if node.base in ("var", "local"):
            named = self._here(node.base, first, self._named(node.base, first, line), line)
            return self._go_into(named, node.steps[1:], scope, node, line)
        if node.base == "data":
            return self._data(node, line)
        return self._resource(node, first, line)

    def _named(self, kind: str, name: str, line: int) -> Any:
        """The value of a variable or a local value; one that leads back to itself has none."""
        key = (kind, name)
        if key in self._known:
            return self._known[key]
        if key in self._open:
            return unresolved(f"{kind}.{name}, which refers to itself", line)
        self._open.add(key)
        depth, self._depth = self._depth, min(self._depth, MAX_DEPTH // 2)
        try:
            found = self._variable(name, line) if kind == "var" else self._local(name, line)
        finally:
            self._open.discard(key)
            self._depth = depth
        self._known[key] = found
        return found

    def _here(self, kind: str, name: str, value: Any, line: int) -> Any:
        """A named value with the line on which it is used, unless it stands in the same file."""
        if not isinstance(value, Map | Seq):
            return value
        if kind == "local" and name in self._locals and self._locals[name][2] == self.file:
            return value
        self.spend(size(value) // 10)
        return at_line(value, line)

    def _variable(self, name: str, line: int) -> Any:
        words = f"var.{name}"
        block = self._variables.get(name)
        if block is None:
            return unresolved(words, line)
        node, at = block.attributes.get("default", (None, line))
        values = self._allowed(block) or [make_map({"Parameter": words}, at)]
        if node is not None:
            values.insert(0, self.value(node, EMPTY, at))
        elif is_intrinsic(values[0]):
            return unresolved(words, line)
        found = values.pop()
        while values:
            found = choice(words, values.pop(), found, at)
        return found

    def _allowed(self, block: Block) -> list[Any]:
        """The values to which a validation of a variable restricts it, where it lists them."""
        for inner in block.blocks:
            test = inner.attributes.get("condition", (None, 0))[0]
            if isinstance(test, Call) and test.name == "contains" and isinstance(test.arguments[0], Listing):
                values = [self.value(entry, EMPTY, inner.line) for entry in test.arguments[0].entries[:MAX_ENTRIES]]
                if all(plain(value) for value in values):
                    return values
        return []

    def _local(self, name: str, line: int) -> Any:
        if name not in self._locals:
            return unresolved(f"local.{name}", line)
        node, at, _ = self._locals[name]
        return self._bounded(self.value(node, EMPTY, at), at)

    def _data(self, node: Access, line: int) -> Any:
        names = [step for step in node.steps if isinstance(step, str)]
        if len(names) < 3:  # noqa: PLR2004 # type, name and attribute
            return unresolved(shorten(node.words), line)
        pseudo = PSEUDO.get((names[0], names[2]))
        if pseudo:
            return make_map({"Ref": pseudo}, line)
        address = f"{names[0]}.{names[1]}"
        if names[0] == terraform_policy.TYPE and names[2] == "json" and (known := self._policy(address)):
            return at_line(known, line)
        return reference(names[0], f"data.{address}", ".".join(names[2:]), line)

    def _resource(self, node: Access, name: str, line: int) -> Any:
        """A reference; instances of a resource are not told apart, as they share what they use."""
        type_ = node.base
        address = f"{type_}.{name}"
        names = [step for step in node.steps[1:] if isinstance(step, str)]
        block = self._blocks.get(address)
        if block is not None and len(names) == 1 and names[0] in block.attributes and not leads_to(type_, names[0]):
            given = self._argument(block, names[0], line)
            if given is not None:
                return given
        return reference(type_, address, ".".join(names), line)

    def _argument(self, block: Block, name: str, line: int) -> Any:
        """What another block gives as an argument, such as the method of an integration's method."""
        key = (block.address, name)
        if key in self._open:
            return None
        self._open.add(key)
        try:
            node, _ = block.attributes[name]
            found = self.value(node, EMPTY, line)
        finally:
            self._open.discard(key)
        if plain(found):
            return found
        return at_line(found, line) if is_intrinsic(found) and "Unresolved" not in found else None

    def _go_into(self, value: Any, steps: tuple[Any, ...], scope: Scope, node: Access, line: int) -> Any:
        for position, step in enumerate(steps):
            if isinstance(value, Map) and "Fn::If" in value:
                words, first, second = value["Fn::If"]
                rest = steps[position:]
                first, second = (self._go_into(branch, rest, scope, node, line) for branch in (first, second))
                return choice(words, first, second, line)
            if step is SPLAT:
                continue
            key = step if isinstance(step, str) else self.value(step, scope, line)
            if is_intrinsic(value):
                return value if "Ref" in value and key == "id" else unresolved(shorten(node.words), line)
            found = entry_of(value, key)
            if found is NOTHING:
                return unresolved(shorten(node.words), line)
            value = found
        return value


_HANDLERS: dict[type, Callable[[Evaluator, Any, Scope, int], Any]] = {
    Raw: Evaluator._raw,  # noqa: SLF001
    Template: Evaluator._template,  # noqa: SLF001
    Listing: Evaluator._listing,  # noqa: SLF001
    Mapping: Evaluator._mapping,  # noqa: SLF001
    Choice: Evaluator._choice,  # noqa: SLF001
    Operation: Evaluator._operation,  # noqa: SLF001
    Call: Evaluator._call,  # noqa: SLF001
    Loop: Evaluator._loop,  # noqa: SLF001
    Access: Evaluator._access,  # noqa: SLF001
}
