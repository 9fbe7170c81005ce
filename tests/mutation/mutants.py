"""Small faults, one at a time: what a module would be with one operator, constant or step of it changed."""

from __future__ import annotations

import ast
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator
    from types import CodeType

_COMPARISONS: dict[type[ast.cmpop], tuple[type[ast.cmpop], ...]] = {
    ast.Eq: (ast.NotEq,),
    ast.NotEq: (ast.Eq,),
    ast.Lt: (ast.LtE, ast.GtE),
    ast.LtE: (ast.Lt, ast.Gt),
    ast.Gt: (ast.GtE, ast.LtE),
    ast.GtE: (ast.Gt, ast.Lt),
    ast.Is: (ast.IsNot,),
    ast.IsNot: (ast.Is,),
    ast.In: (ast.NotIn,),
    ast.NotIn: (ast.In,),
}
_OPERATORS: dict[type[ast.operator], type[ast.operator]] = {
    ast.Add: ast.Sub,
    ast.Sub: ast.Add,
    ast.Mult: ast.FloorDiv,
    ast.Div: ast.Mult,
    ast.FloorDiv: ast.Mult,
    ast.Mod: ast.FloorDiv,
    ast.Pow: ast.Mult,
    ast.LShift: ast.RShift,
    ast.RShift: ast.LShift,
    ast.BitAnd: ast.BitOr,
    ast.BitOr: ast.BitAnd,
    ast.BitXor: ast.BitAnd,
}
_CALLED = {"any": "all", "all": "any", "min": "max", "max": "min"}


@dataclass(frozen=True)
class Mutant:
    """A module with one node of its syntax replaced."""

    tree: ast.Module
    file: str
    parent: ast.AST
    field: str
    place: int | None
    old: ast.AST
    new: ast.AST
    function: tuple[str, int] | None
    """Qualified name and first line of the function in whose body the fault is; None outside of functions."""
    lines: range
    """Those of the statement, or of the head of a compound one."""

    @property
    def label(self) -> str:
        """What is changed, in which function, without a line number: edits elsewhere leave it as it is."""
        whole = self.parent if isinstance(self.parent, ast.expr) else self.old
        before = _short(whole)
        self._put(self.new)
        after = _short(self.parent if isinstance(self.parent, ast.expr) else self.new)
        self._put(self.old)
        return f"{self.function[0] if self.function else '(module)'}: {before} => {after}"

    def compiled(self) -> CodeType:
        """The module with the fault."""
        self._put(self.new)
        try:
            return compile(self.tree, self.file, "exec", dont_inherit=True)
        finally:
            self._put(self.old)

    def _put(self, node: ast.AST) -> None:
        if self.place is None:
            setattr(self.parent, self.field, node)
        else:
            getattr(self.parent, self.field)[self.place] = node


def mutants(source: str, file: str) -> list[Mutant]:
    """All faults of a module, in the order of the source."""
    tree = ast.parse(source, file)
    return list(_Maker(tree, file).below(tree, None, (), range(0)))


def _short(node: ast.AST) -> str:
    text = " ".join(ast.unparse(node).split())
    return text if len(text) <= 150 else f"{text[:147]}..."


@dataclass(frozen=True)
class _Maker:
    tree: ast.Module
    file: str

    def below(
        self, node: ast.AST, function: tuple[str, int] | None, scope: tuple[str, ...], lines: range
    ) -> Iterator[Mutant]:
        for field, value in ast.iter_fields(node):
            if _is_no_behaviour(node, field):
                continue
            inside, within = function, scope
            if isinstance(node, ast.ClassDef) and field == "body":
                within = (*scope, node.name)
            elif isinstance(node, ast.FunctionDef) and field == "body" and function is None:
                first = min([node.lineno, *(decorator.lineno for decorator in node.decorator_list)])
                inside = (".".join((*scope, node.name)), first)
            for place, child in enumerate(value) if isinstance(value, list) else [(None, value)]:
                if isinstance(child, ast.AST):
                    here = _head(child) if isinstance(child, ast.stmt) else lines
                    if not _is_skipped(child, node, place):
                        for new in _changes(child, node, field):
                            ast.fix_missing_locations(ast.copy_location(new, child))
                            yield Mutant(self.tree, self.file, node, field, place, child, new, inside, here)
                        yield from self.below(child, inside, within, here)


def _head(statement: ast.stmt) -> range:
    body = getattr(statement, "body", None)
    last = body[0].lineno - 1 if isinstance(body, list) and body else statement.end_lineno or statement.lineno
    return range(statement.lineno, max(last, statement.lineno) + 1)


def _is_no_behaviour(node: ast.AST, field: str) -> bool:
    """Annotations are not looked at when the program runs, and decorators are taken as they are."""
    match node:
        case ast.ClassDef():
            return field in {"bases", "keywords", "decorator_list"}
        case ast.Subscript(value=ast.Name(id="list" | "dict" | "tuple" | "frozenset" | "Literal")):
            return field == "slice"  # a type
        case _:
            return field in {"annotation", "returns", "decorator_list", "format_spec", "type_ignores"}


def _is_skipped(node: ast.AST, parent: ast.AST, place: int | None) -> bool:
    match node:
        case ast.Import() | ast.ImportFrom() | ast.Assert():
            return True  # an assertion tells the type checker what holds anyway
        case ast.Expr(value=ast.Constant()):
            return True  # a docstring
        case ast.If(test=ast.Name(id="TYPE_CHECKING")) | ast.Subscript(value=ast.Name(id="Literal")):
            return True
        case _:
            called = parent.func if isinstance(parent, ast.Call) else None
            return isinstance(called, ast.Name) and called.id == "cast" and place == 0


def _changes(node: ast.AST, parent: ast.AST, field: str) -> Iterator[ast.AST]:
    """What may stand in the place of a node."""
    if isinstance(node, ast.expr):
        yield from _other_expressions(node)
    elif isinstance(node, ast.stmt):
        yield from _other_statements(node)
    if field in {"test", "ifs"} and isinstance(node, ast.Name | ast.Attribute | ast.Call | ast.NamedExpr):
        yield ast.UnaryOp(ast.Not(), node)
    if field == "iter" and isinstance(parent, ast.For):
        yield ast.Tuple([], ast.Load())


def _other_expressions(node: ast.expr) -> Iterator[ast.expr]:
    match node:
        case ast.Compare():
            yield from _other_comparisons(node)
        case ast.BinOp(left=left, op=op, right=right) if type(op) in _OPERATORS:
            yield ast.BinOp(left, _OPERATORS[type(op)](), right)
        case ast.BoolOp(op=op, values=values):
            yield ast.BoolOp(ast.Or() if isinstance(op, ast.And) else ast.And(), values)
        case ast.UnaryOp(operand=operand):
            yield operand
        case ast.Constant():
            yield from _other_constants(node)
        case ast.Call(func=ast.Name(id=name), args=arguments, keywords=keywords) if name in _CALLED:
            yield ast.Call(ast.Name(_CALLED[name], ast.Load()), arguments, keywords)


def _other_statements(node: ast.stmt) -> Iterator[ast.stmt]:
    match node:
        case ast.AugAssign(target=target, op=op, value=value):
            if type(op) in _OPERATORS:
                yield ast.AugAssign(target, _OPERATORS[type(op)](), value)
            yield ast.Pass()
        case ast.Expr():
            yield ast.Pass()
        case ast.Break():
            yield ast.Continue()
        case ast.Continue():
            yield ast.Break()
        case ast.Return(value=ast.expr() as value) if not (isinstance(value, ast.Constant) and not value.value):
            yield ast.Return(ast.Constant(None))


def _other_comparisons(node: ast.Compare) -> Iterator[ast.Compare]:
    for place, op in enumerate(node.ops):
        for other in _COMPARISONS[type(op)]:
            yield ast.Compare(node.left, [*node.ops[:place], other(), *node.ops[place + 1 :]], node.comparators)


def _other_constants(node: ast.Constant) -> Iterator[ast.Constant]:
    match node.value:
        case bool():
            yield ast.Constant(not node.value)
        case int():
            yield ast.Constant(node.value + 1)
        case str():
            yield ast.Constant(f"XX{node.value}XX" if node.value else "XX")
        case _:
            pass
