"""The functions and operators of Terraform that matter to what an API uses; of any other the result is not known."""

from __future__ import annotations

import operator
import re
from typing import TYPE_CHECKING, Any

from apigw_choose.readers.templates.terraform.nodes import Call, Operation, shorten
from apigw_choose.readers.templates.terraform.values import MAX_SIZE, TooMuchError, is_intrinsic, join, plain, truth
from apigw_choose.readers.templates.tree import Map, Seq, at_line, make_map, make_seq, read_tree, unresolved

if TYPE_CHECKING:
    from collections.abc import Callable

_ARITHMETIC: dict[str, Callable[[Any, Any], Any]] = {
    "+": operator.add,
    "-": operator.sub,
    "*": operator.mul,
    "<": operator.lt,
    ">": operator.gt,
    "<=": operator.le,
    ">=": operator.ge,
}
_VARIABLE = re.compile(r"\$\{([^{}]*)\}")
MAX_NUMBER = 10**15


def call(node: Call, arguments: list[Any], line: int) -> Any:
    """What a function returns."""
    function = _FUNCTIONS.get(node.name)
    try:
        if function is not None and arguments:
            return function(arguments, line)
    except _UnknownError:
        pass
    return undecided(node.words, arguments, line)


def operate(node: Operation, left: Any, right: Any, line: int) -> Any:
    """What an operator makes of its operands, as far as they are known."""
    result = _logic(node.operator, truth(left), truth(right))
    if result is not None:
        return result
    if node.operator in ("==", "!=") and _settled(left) and _settled(right):
        return (left == right) == (node.operator == "==")
    left = 0 if left is None and node.operator == "-" else left
    if node.operator in _ARITHMETIC and _number(left) and _number(right):
        return _ARITHMETIC[node.operator](left, right)
    return undecided(node.words, [left, right], line)


def _logic(sign: str, left: bool | None, right: bool | None) -> bool | None:  # noqa: FBT001 # operands have no names
    """What follows from truth values, of which one may be enough."""
    if sign == "!":
        return None if right is None else not right
    if sign not in ("&&", "||"):
        return None
    decisive = sign == "||"
    if decisive in (left, right):
        return decisive
    return None if None in (left, right) else not decisive


def undecided(words: str, operands: list[Any], line: int) -> Any:
    """What cannot be told: a matter of parameters where all that is open are variables with a default."""
    opened = [operand for operand in operands if is_intrinsic(operand)]
    of_parameters = opened and all("Fn::If" in operand or "Parameter" in operand for operand in opened)
    return make_map({"Parameter": shorten(words)}, line) if of_parameters else unresolved(shorten(words), line)


class _UnknownError(Exception):
    """The result cannot be told."""


def _settled(value: Any) -> bool:
    return value is None or plain(value)


def _number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and abs(value) < MAX_NUMBER


def _same(arguments: list[Any], _line: int) -> Any:
    return arguments[0]


def _first_known(arguments: list[Any], _line: int) -> Any:
    """Of `try` and `coalesce`: the first argument that leads anywhere."""
    for argument in arguments:
        if argument is not None and argument != "" and not (isinstance(argument, Map) and "Unresolved" in argument):
            return argument
    return arguments[0]


def _only(arguments: list[Any], _line: int) -> Any:
    """Of `one`, `element` and `join`, whose list is often `resource[*].id`: the entry, or the reference itself."""
    found = arguments[0]
    if isinstance(found, Seq):
        if not found:
            return None
        index = arguments[1] if len(arguments) > 1 and isinstance(arguments[1], int) else 0
        return found[index % len(found)]
    if is_intrinsic(found):
        return found
    raise _UnknownError


def _join(arguments: list[Any], line: int) -> Any:
    separator, *lists = arguments
    entries = lists[0] if len(lists) == 1 else None
    if is_intrinsic(entries):
        return entries
    if not isinstance(entries, Seq) or not isinstance(separator, str):
        raise _UnknownError
    parts: list[Any] = []
    for entry in entries:
        parts += [separator, entry] if parts else [entry]
    return join(parts, line)


def _format(arguments: list[Any], line: int) -> Any:
    text, *values = arguments
    if not isinstance(text, str):
        raise _UnknownError
    pieces = text.replace("%d", "%s").replace("%v", "%s").split("%s")
    if len(pieces) != len(values) + 1 or any("%" in piece for piece in pieces):
        raise _UnknownError
    parts: list[Any] = [pieces[0]]
    for value, piece in zip(values, pieces[1:], strict=True):
        parts += [value, piece]
    return join(parts, line)


def _parsed(arguments: list[Any], line: int) -> Any:
    """Of `jsondecode` and `yamldecode`, and of `jsonencode` the other way round: the data itself."""
    text = arguments[0]
    if isinstance(text, Map | Seq):
        return text
    if not isinstance(text, str):
        raise _UnknownError
    root, troubles = read_tree(text, "")
    if any(trouble.fatal for trouble in troubles):
        raise _UnknownError
    return at_line(root, line)


def filled(value: Any, names: Any, line: int) -> Any:
    """A document made of a template, with the values of its variables where they are known."""
    if isinstance(value, Map):
        return make_map({key: filled(entry, names, line) for key, entry in value.items()}, line)
    if isinstance(value, Seq):
        return make_seq([filled(entry, names, line) for entry in value], line)
    if not isinstance(value, str) or "${" not in value:
        return value
    pieces = _VARIABLE.split(value)
    known = [
        piece if number % 2 == 0 else names.get(piece.strip(), unresolved(piece.strip()[:80], line))
        for number, piece in enumerate(pieces)
    ]
    kept = [piece for piece in known if piece != ""]
    return kept[0] if len(kept) == 1 else join(kept, line)


def _merge(arguments: list[Any], line: int) -> Any:
    values: dict[str, Any] = {}
    lines: dict[str, int] = {}
    for argument in arguments:
        if not isinstance(argument, Map) or is_intrinsic(argument):
            raise _UnknownError
        values.update(argument)
        lines.update(argument.lines)
    return make_map(values, line, lines)


def _concat(arguments: list[Any], line: int) -> Any:
    values: list[Any] = []
    lines: list[int] = []
    for argument in arguments:
        if not isinstance(argument, Seq):
            if is_intrinsic(argument) and len(arguments) == 1:
                return argument
            raise _UnknownError
        values += argument
        lines += argument.lines
        if len(values) > MAX_SIZE:
            raise TooMuchError
    return make_seq(values, line, lines)


def _flatten(arguments: list[Any], line: int) -> Any:
    if not isinstance(arguments[0], Seq):
        return arguments[0]
    return _concat([entry if isinstance(entry, Seq) else make_seq([entry], line) for entry in arguments[0]], line)


def _compact(arguments: list[Any], line: int) -> Any:
    if not isinstance(arguments[0], Seq):
        return arguments[0]
    return make_seq([entry for entry in arguments[0] if entry not in (None, "")], line)


def _lookup(arguments: list[Any], _line: int) -> Any:
    found, key, *default = arguments
    if isinstance(found, Map) and not is_intrinsic(found) and isinstance(key, str):
        if key in found:
            return found[key]
        if default:
            return default[0]
    raise _UnknownError


def _length(arguments: list[Any], _line: int) -> Any:
    if isinstance(arguments[0], Seq | str) or (isinstance(arguments[0], Map) and not is_intrinsic(arguments[0])):
        return len(arguments[0])
    raise _UnknownError


def _keys(arguments: list[Any], line: int) -> Any:
    if isinstance(arguments[0], Map) and not is_intrinsic(arguments[0]):
        return make_seq(arguments[0], line)
    raise _UnknownError


def _values(arguments: list[Any], line: int) -> Any:
    if isinstance(arguments[0], Map) and not is_intrinsic(arguments[0]):
        return make_seq(arguments[0].values(), line)
    raise _UnknownError


def _zipmap(arguments: list[Any], line: int) -> Any:
    keys, values = arguments
    if isinstance(keys, Seq) and isinstance(values, Seq) and all(isinstance(key, str) for key in keys):
        return make_map(dict(zip(keys, values, strict=False)), line)
    raise _UnknownError


def _replace(arguments: list[Any], _line: int) -> Any:
    """Of `replace`, whose text is often a reference: with the reference kept, for what it leads to."""
    text, *others = arguments
    if all(isinstance(argument, str) for argument in arguments) and len(others) == 2 and not others[0].startswith("/"):  # noqa: PLR2004
        return text.replace(*others)
    return _only([text], _line)


def _upper(arguments: list[Any], _line: int) -> Any:
    return _text(arguments[0]).upper()


def _lower(arguments: list[Any], _line: int) -> Any:
    return _text(arguments[0]).lower()


def _text(value: Any) -> str:
    if isinstance(value, str):
        return value
    raise _UnknownError


_FUNCTIONS: dict[str, Callable[[list[Any], int], Any]] = {
    **dict.fromkeys(("tostring", "tonumber", "tobool", "tolist", "toset", "tomap", "sensitive", "nonsensitive"), _same),
    **dict.fromkeys(("jsonencode", "yamlencode", "trimspace", "chomp", "distinct", "sort", "reverse"), _same),
    **dict.fromkeys(("try", "coalesce"), _first_known),
    **dict.fromkeys(("one", "element"), _only),
    **dict.fromkeys(("jsondecode", "yamldecode"), _parsed),
    "compact": _compact,
    "concat": _concat,
    "flatten": _flatten,
    "format": _format,
    "join": _join,
    "keys": _keys,
    "length": _length,
    "lookup": _lookup,
    "lower": _lower,
    "merge": _merge,
    "replace": _replace,
    "upper": _upper,
    "values": _values,
    "zipmap": _zipmap,
}
