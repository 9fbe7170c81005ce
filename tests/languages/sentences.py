"""The sentences that the tool says through a matrix, found in its source."""

from __future__ import annotations

import ast
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

SOURCE = Path(__file__).parents[2] / "src" / "apigw_choose"
LAYERS = ("engine", "renderers", "cli")

Scope = ast.Module | ast.FunctionDef
Found = tuple[int, int, str]
"""The line and column of a sentence, and the sentence."""


def sentences() -> list[str]:
    """Every sentence once, in the order of the layers, the modules and there of the lines."""
    files = [file for layer in LAYERS for file in sorted((SOURCE / layer).glob("**/*.py"))]
    return list(dict.fromkeys(sentence for file in files for sentence in sentences_of(file.read_text("utf-8"))))


def sentences_of(source: str) -> list[str]:
    """The sentences that one module says.

    Raises:
        ValueError: when something is said of which it cannot be told what it is.
    """
    module = ast.parse(source)
    found: list[Found] = []
    for scopes, call in _calls(module, [module]):
        said = list(_texts(call.args[0], scopes))
        if not said:
            raise ValueError(f"line {call.lineno}: says {ast.unparse(call.args[0])}; write the sentence here")
        found += [entry for entry in said if entry[2]]
    return list(dict.fromkeys(sentence for _, _, sentence in sorted(found)))


def _calls(node: ast.AST, scopes: list[Scope]) -> Iterator[tuple[list[Scope], ast.Call]]:
    """Every call of `matrix.say`, with the scopes around it, the innermost first."""
    if isinstance(node, ast.FunctionDef):
        scopes = [node, *scopes]
    if isinstance(node, ast.Call) and ast.unparse(node.func) in {"matrix.say", "self.matrix.say"}:
        yield scopes, node
    for child in ast.iter_child_nodes(node):
        yield from _calls(child, scopes)


def _texts(node: ast.expr, scopes: list[Scope]) -> Iterator[Found]:
    """The texts that an expression may come to: literals, a choice of them, entries of a table, names of these."""
    match node:
        case ast.Constant(value=str(text)):
            yield node.lineno, node.col_offset, text
        case ast.IfExp(body=body, orelse=orelse):
            yield from _texts(body, scopes)
            yield from _texts(orelse, scopes)
        case ast.Subscript(value=table):
            yield from _texts(table, scopes)
        case ast.Dict(values=values) | ast.Tuple(elts=values):
            for value in values:
                yield from _texts(value, scopes)
        case ast.Name(id=name):
            yield from _meant(name, scopes)


def _meant(name: str, scopes: list[Scope]) -> Iterator[Found]:
    """What a name stands for in the innermost of the scopes that say so; nothing new where it is imported."""
    for scope in scopes:
        found = [entry for node in ast.walk(scope) for entry in _assigned(node, name, scopes)]
        if found:
            yield from found
            return


def _assigned(node: ast.AST, name: str, scopes: list[Scope]) -> Iterator[Found]:
    match node:
        case ast.Assign(targets=[ast.Name(id=target)], value=value) if target == name:
            yield from _texts(value, scopes)
        case ast.AnnAssign(target=ast.Name(id=target), value=ast.expr() as value) if target == name:
            yield from _texts(value, scopes)
        case ast.ImportFrom(names=names) if name in [alias.name for alias in names]:
            yield node.lineno, 0, ""
