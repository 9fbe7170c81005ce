"""A module of Terraform: which resources its blocks declare, and with which arguments."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from apigw_choose.model.scan import Trouble
from apigw_choose.readers.templates.terraform import policy
from apigw_choose.readers.templates.terraform.assemble import Declared, assemble
from apigw_choose.readers.templates.terraform.evaluate import Evaluator
from apigw_choose.readers.templates.terraform.nodes import Access, Block, Call, Choice, Node, shorten
from apigw_choose.readers.templates.terraform.scope import EMPTY, Scope
from apigw_choose.readers.templates.terraform.types import FORMS, META
from apigw_choose.readers.templates.terraform.values import TooMuchError, choice, is_intrinsic, key_text
from apigw_choose.readers.templates.tree import Map, Resource, Seq, make_map, make_seq, unresolved

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from apigw_choose.readers.templates.terraform.evaluate import OpenLocal

MAX_DECLARED = 20_000
_NOT_ARGUMENTS = META | {"dynamic"}
_ONE_OF_MANY = frozenset(("aws_api_gateway_rest_api", "aws_apigatewayv2_api"))
"""Of an API that is declared once for several, one is read: all share its block, and its id stands for each."""


class _Instance(NamedTuple):
    scope: Scope
    condition: str | None
    certainty: str


def resources(
    blocks: Iterable[Block], file: str, open_local: OpenLocal = lambda _: None
) -> tuple[list[Resource], list[Trouble]]:
    """What the blocks of one module declare, in the normal form.

    Args:
        blocks: resources, variables, local values and modules, in the order of their files
        file: which file to name when something is wrong with the module as a whole
        open_local: gives the definition in a file beside the module, where that may be read
    """
    blocks = list(blocks)
    troubles = list(_outside(blocks))
    try:
        declared = list(_Module(blocks, open_local).declared())
    except TooMuchError:
        return [], [*troubles, Trouble(file, None, "its expressions would take too long to evaluate", fatal=True)]
    found, more = assemble(declared)
    return found, troubles + more


def _outside(blocks: Iterable[Block]) -> Iterator[Trouble]:
    """Modules that may declare an API, as far as their source tells."""
    for block in blocks:
        source = block.attributes.get("source", (None, 0))[0]
        words = getattr(source, "value", None)
        if block.kind == "module" and isinstance(words, str) and _speaks_of_apis(words):
            message = f"module {'.'.join(block.labels)} comes from {shorten(words)}, which is not read here; "
            yield Trouble(
                block.file, block.line, message + "scan the output of terraform show -json for it", fatal=False
            )


def _speaks_of_apis(source: str) -> bool:
    words = source.lower().replace("-", "").replace("_", "")
    return "apigateway" in words or "apigw" in words


class _Module:
    def __init__(self, blocks: list[Block], open_local: OpenLocal) -> None:
        self._resources = [block for block in blocks if block.kind == "resource" and len(block.labels) == 2]  # noqa: PLR2004
        by_address = {block.address: block for block in self._resources}
        variables = {block.labels[0]: block for block in blocks if block.kind == "variable" and block.labels}
        local_values = {
            name: (*given, block.file)
            for block in blocks
            if block.kind == "locals"
            for name, given in block.attributes.items()
        }
        self._documents = {block.address: block for block in blocks if block.kind == "data"}
        self._evaluator = Evaluator(by_address, variables, local_values, self._policy, open_local)

    def declared(self) -> Iterator[Declared]:
        """What the module declares, once for each instance whose arguments may differ."""
        count = 0
        for block in self._resources:
            type_ = block.labels[0]
            if type_ not in FORMS:
                continue
            self._evaluator.file = block.file
            for instance in self._instances(block):
                count += 1
                if count > MAX_DECLARED:
                    raise TooMuchError
                arguments = self._arguments(block, instance.scope)
                yield Declared(block.address, type_, arguments, block.file, block.line, block.address, *instance[1:])
                if type_ in _ONE_OF_MANY:
                    break

    def _policy(self, address: str) -> Map | None:
        """The document that a data source makes, as far as it stands in the module."""
        block = self._documents.pop(address, None)
        if block is None:
            return None
        made = policy.document(self._arguments(block, EMPTY))
        self._documents[address] = block
        return made

    def _instances(self, block: Block) -> Iterator[_Instance]:
        if "count" in block.attributes:
            yield from self._counted(*block.attributes["count"])
        elif "for_each" in block.attributes:
            yield from self._for_each(*block.attributes["for_each"])
        else:
            yield _Instance(EMPTY, None, "used")

    def _counted(self, node: Node, line: int) -> Iterator[_Instance]:
        value = self._evaluator.value(node, EMPTY, line)
        scope = EMPTY.with_names(count=make_map({"index": unresolved("count.index", line)}, line))
        if isinstance(value, int | str) and str(value).isdigit():
            if int(value):
                yield _Instance(scope, None, "used")
        elif not (isinstance(value, Map) and value.get("Fn::If", ["", 1])[1:] == [0, 0]):
            yield _Instance(scope, _words(node, "count"), "conditional")

    def _for_each(self, node: Node, line: int) -> Iterator[_Instance]:
        value = self._evaluator.value(node, EMPTY, line)
        condition = None
        while isinstance(value, Map) and "Fn::If" in value:
            condition = _words(node, "for_each")
            value = value["Fn::If"][1] if _filled(value["Fn::If"][1]) else value["Fn::If"][2]
        entries = Evaluator.entries(value)
        if entries is None or (condition and not entries):
            each = make_map({name: unresolved(f"each.{name}", line) for name in ("key", "value")}, line)
            known = isinstance(value, Map | Seq) and not is_intrinsic(value)
            condition = condition or (None if known else _words(node, "for_each"))
            yield _Instance(EMPTY.with_names(each=each), condition, "conditional" if condition else "used")
            return
        listed = isinstance(value, Seq)
        for key, entry in entries:
            each = make_map({"key": entry if listed else key, "value": entry}, line)
            yield _Instance(EMPTY.with_names(each=each), condition, "conditional" if condition else "used")

    def _arguments(self, block: Block, scope: Scope) -> Map:
        """The arguments of a block, with the blocks in it as lists."""
        self._evaluator.spend(5)
        values: dict[str, Any] = {}
        lines: dict[str, int] = {}
        for name, (node, line) in block.attributes.items():
            if name not in _NOT_ARGUMENTS:
                values[name] = self._evaluator.value(node, scope, line)
                lines[name] = line
        for inner in block.blocks:
            kind = inner.labels[0] if inner.kind == "dynamic" and inner.labels else inner.kind
            if kind in _NOT_ARGUMENTS:
                continue
            entries = self._dynamic(inner, scope) if inner.kind == "dynamic" else [self._arguments(inner, scope)]
            if entries:
                before = values.get(kind)
                earlier = (list(before), list(before.lines)) if isinstance(before, Seq) else ([], [])
                values[kind] = make_seq(
                    [*earlier[0], *entries], inner.line, [*earlier[1], *[inner.line] * len(entries)]
                )
                lines.setdefault(kind, inner.line)
        return make_map(values, block.line, lines)

    def _dynamic(self, block: Block, scope: Scope) -> list[Any]:
        """The blocks that a dynamic block stands for."""
        content = next((inner for inner in block.blocks if inner.kind == "content"), None) or self._json_content(block)
        if content is None:
            return []
        node, line = block.attributes.get("for_each", (None, block.line))
        named = block.attributes.get("iterator", (None, 0))[0]
        iterator = named.base if isinstance(named, Access) and isinstance(named.base, str) else block.labels[0]
        made: list[Any] = []
        for instance in self._for_each_of(node, scope, line):
            inner = scope.with_names(**{iterator: instance.scope.names["each"]})
            arguments = self._content(content, inner)
            made.append(choice(instance.condition, arguments, None, line) if instance.condition else arguments)
        return made

    def _for_each_of(self, node: Node, scope: Scope, line: int) -> Iterator[_Instance]:
        if not scope.names:
            yield from self._for_each(node, line)
            return
        value = self._evaluator.value(node, scope, line)
        entries = Evaluator.entries(value)
        if entries is None:
            each = make_map({name: unresolved(f"each.{name}", line) for name in ("key", "value")}, line)
            yield _Instance(EMPTY.with_names(each=each), _words(node, "for_each"), "conditional")
            return
        for key, entry in entries:
            yield _Instance(EMPTY.with_names(each=make_map({"key": key, "value": entry}, line)), None, "used")

    @staticmethod
    def _json_content(block: Block) -> tuple[Node, int] | None:
        return block.attributes.get("content")

    def _content(self, content: Block | tuple[Node, int], scope: Scope) -> Any:
        if isinstance(content, Block):
            return self._arguments(content, scope)
        return self._evaluator.value(content[0], scope, content[1])


def _filled(value: Any) -> bool:
    return isinstance(value, Map | Seq) and bool(value) and not is_intrinsic(value)


def _words(node: Node, default: str) -> str:
    if isinstance(node, Choice | Call | Access):
        return shorten(node.words)
    return key_text(getattr(node, "words", default)) or default
