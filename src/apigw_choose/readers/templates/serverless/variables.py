"""The variables of the Serverless Framework: `${self:custom.stage}`, `${opt:stage, 'dev'}`, `${file(./x.yml):key}`.

What the file itself says is put in. What it leaves to the command line, the environment or another file is
`{"Unresolved": words}`, or, where it names a default, `{"Fn::If": [words, default, unresolved]}`. Names that are
CloudFormation's own, such as `${AWS::Region}`, are left alone.
"""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING, Any

from apigw_choose.readers.templates.serverless.text import MAX_NESTING, Variable, pieces, sources_of
from apigw_choose.readers.templates.tree import Map, Seq, at_line, line_of, make_map, make_seq, unresolved

if TYPE_CHECKING:
    from collections.abc import Callable

    OpenLocal = Callable[[str], tuple[Map, str] | None]
    """Gives what a file beside the service says, and the file's name; None where it may not be read."""

MAX_STEPS = 300_000
"""Values looked at in one file; variables that double a text go beyond any bound."""
MAX_TEXT = 1_000_000
_SOURCE = re.compile(r"([A-Za-z][\w-]*)(\([^()]*\))?(?::(?!:)(.*))?", re.DOTALL)
_QUOTED = re.compile(r"""'([^']*)'|"([^"]*)\"""")
_OF_THE_ACCOUNT = {"region": "AWS::Region", "accountId": "AWS::AccountId"}
_LITERALS: dict[str, Any] = {"true": True, "false": False, "null": None}
_INTRINSICS = ("Ref", "Unresolved", "Parameter", "Condition")


class TooMuchError(Exception):
    """The variables of a file lead to more text than any service has."""


def is_intrinsic(value: Any) -> bool:
    """Whether a value is one that only a deployment knows."""
    if not isinstance(value, Map) or len(value) != 1:
        return False
    name = next(iter(value))
    return name in _INTRINSICS or name.startswith("Fn::")


def choice(words: str, first: Any, second: Any, line: int) -> Any:
    """One value or another, by something that only a deployment knows."""
    branches = [make_map({"Ref": "AWS::NoValue"}, line) if branch is None else branch for branch in (first, second)]
    return first if first == second else make_map({"Fn::If": make_seq([words, *branches], line)}, line)


def parameter(words: str, line: int) -> Map:
    """A value that a deployment may set to anything."""
    return make_map({"Parameter": words}, line)


class Variables:
    """Puts values in the places of variables, for the parts of a file that are asked for."""

    def __init__(self, root: Map, open_local: OpenLocal = lambda _: None) -> None:
        self._root = root
        self._open_local = cache(open_local)
        self._known: dict[str, Any] = {}
        self._open: set[str] = set()
        self._steps = 0

    def within(self, container: Any, key: str) -> Any:
        """An entry of a mapping, with its variables resolved; None where there is none."""
        if not isinstance(container, Map) or key not in container:
            return None
        return self.value(container[key], line_of(container, key))

    def value(self, value: Any, line: int, depth: int = 0) -> Any:
        """A value with its variables resolved.

        Raises:
            TooMuchError: when they lead to too much.
        """
        self._steps += 1
        if self._steps > MAX_STEPS:
            raise TooMuchError
        if depth > 3 * MAX_NESTING:
            return unresolved("a value nested too deeply", line)
        if isinstance(value, str):
            return self._text(value, line, depth) if "${" in value else value
        if isinstance(value, Map):
            entries = {key: self.value(entry, value.lines[key], depth + 1) for key, entry in value.items()}
            return make_map(entries, value.line, value.lines)
        if isinstance(value, Seq):
            lines = value.lines
            return make_seq(
                [self.value(entry, at, depth + 1) for entry, at in zip(value, lines, strict=True)], value.line, lines
            )
        return value

    def _text(self, text: str, line: int, depth: int) -> Any:
        cut = pieces(text)
        if len(cut) == 1 and isinstance(cut[0], Variable):
            return self._variable(cut[0].words, line, depth)
        joined: list[Any] = []
        for piece in cut:
            known = usual(self._variable(piece.words, line, depth)) if isinstance(piece, Variable) else piece
            plain = isinstance(known, str | int | float)
            if plain and joined and isinstance(joined[-1], str):
                joined[-1] += _as_text(known)
            else:
                joined.append(
                    _as_text(known) if plain else known if is_intrinsic(known) else unresolved(text[:80], line)
                )
            if isinstance(joined[-1], str) and len(joined[-1]) > MAX_TEXT:
                raise TooMuchError
        if len(joined) == 1 and isinstance(joined[0], str):
            return joined[0]
        return make_map({"Fn::Join": make_seq(["", make_seq(joined, line)], line)}, line)

    def _variable(self, words: str, line: int, depth: int) -> Any:
        """The value of what stands between braces: sources, of which each is the default of the one before."""
        if depth > MAX_NESTING:
            return unresolved(_short(words), line)
        sources = [source.strip() for source in sources_of(words)]
        found = [self._source(source, line, depth + 1) for source in sources]
        value = found[-1]
        for source, earlier in zip(reversed(sources[:-1]), reversed(found[:-1]), strict=True):
            if earlier is None:
                continue
            if isinstance(earlier, Map) and "Unresolved" in earlier:
                value = choice(_short(source), value, parameter(_short(source), line), line)
            else:
                value = earlier
        if value is None:
            known = any(isinstance(one, Map) for one in found)
            return unresolved(_short(words), line) if known or len(sources) == 1 else None
        return value

    def _source(self, source: str, line: int, depth: int) -> Any:
        """The value of one source; None of an address that the file does not have."""
        quoted = _QUOTED.fullmatch(source)
        if quoted:
            return self.value(quoted[1] if quoted[1] is not None else quoted[2], line, depth)
        if source in _LITERALS or re.fullmatch(r"-?\d{1,15}", source):
            return _LITERALS[source] if source in _LITERALS else int(source)
        if source.startswith("${"):
            return self._text(source, line, depth)
        return self._from(source, line, depth)

    def _from(self, source: str, line: int, depth: int) -> Any:
        parsed = _SOURCE.fullmatch(source)
        name, address = (parsed[1], parsed[3]) if parsed else (None, None)
        if address and "${" in address:
            address = self._text(address, line, depth)
        if name == "self":
            return self._own(address, source, line, depth)
        if (name, address) == ("sls", "stage"):
            return self._stage(line, depth)
        if name == "aws" and address in _OF_THE_ACCOUNT:
            return make_map({"Ref": _OF_THE_ACCOUNT[address]}, line)
        if name == "file":
            return self._beside(source, address, line, depth)
        return self._truth(source, line, depth) if name == "strToBool" else unresolved(_short(source), line)

    def _beside(self, source: str, address: Any, line: int, depth: int) -> Any:
        """What a file beside the service says, all of it on the line where it is asked for."""
        name = source.partition("(")[2].partition(")")[0].strip()
        found = self._open_local(name) if name and "${" not in name and source not in self._open else None
        if found is None or not (address is None or isinstance(address, str)):
            return unresolved(_short(source), line)
        self._open.add(source)
        try:
            value = self._walk(address.split(".") if address else [], line, depth + 1, found[0])
        finally:
            self._open.discard(source)
        return at_line(value, line)

    def _stage(self, line: int, depth: int) -> Any:
        given = self._own("provider.stage", "sls:stage", line, depth)
        if is_intrinsic(given):
            return given
        return choice("opt:stage", given or "dev", parameter("opt:stage", line), line)

    def _truth(self, source: str, line: int, depth: int) -> Any:
        """Of `strToBool`: the truth value that a text says."""
        inner = source.partition("(")[2].rpartition(")")[0].strip("'\" ")
        value = self._text(inner, line, depth) if "${" in inner else inner
        if isinstance(value, Map) and "Fn::If" in value:
            likely = _LITERALS.get(_as_text(usual(value)).lower())
            return value if likely is None else choice(_short(source), likely, parameter(_short(source), line), line)
        return (
            value if is_intrinsic(value) else _LITERALS.get(_as_text(value).lower(), unresolved(_short(source), line))
        )

    def _own(self, address: Any, source: str, line: int, depth: int) -> Any:
        """What the file itself says at an address; by a stage that may be another, it may say something else."""
        if address is None or address == "":
            return unresolved(_short(source), line)
        if not isinstance(address, str):
            address = _likely(address)
            if address is None:
                return unresolved(_short(source), line)
        uncertain = self._uncertain(source)
        found = self._at(address, line, depth)
        return (
            choice(_short(source), found, parameter(_short(source), line), line)
            if uncertain and found is not None
            else found
        )

    def _uncertain(self, source: str) -> bool:
        """Whether the address itself depends on something that a deployment sets."""
        if "${" not in source:
            return False
        named = [piece.words for piece in pieces(source) if isinstance(piece, Variable)]
        return any(is_intrinsic(self._variable(words, 1, MAX_NESTING // 2)) for words in named)

    def _at(self, address: str, line: int, depth: int) -> Any:
        if address in self._known:
            return self._known[address]
        if address in self._open or len(address) > 1000:  # noqa: PLR2004 # no path is that long
            return unresolved(f"self:{_short(address)}, which refers to itself", line)
        self._open.add(address)
        try:
            found = self._walk(address.split("."), line, depth, self._root)
        finally:
            self._open.discard(address)
        self._known[address] = found
        return found

    def _walk(self, steps: list[str], line: int, depth: int, root: Map) -> Any:
        value: Any = root
        at = line
        for position, step in enumerate(steps):
            if isinstance(value, str) and "${" in value:
                value = self._text(value, at, depth + 1)
            if is_intrinsic(value) and _is_choice(value):
                words, first, _ = value["Fn::If"]
                inner = first
                for rest in steps[position:]:
                    inner = inner.get(rest) if isinstance(inner, Map) else None
                return None if inner is None else choice(words, inner, parameter(words, at), at)
            if is_intrinsic(value):
                return value
            if isinstance(value, Seq) and step.isdigit() and int(step[:6]) < len(value):
                at, value = value.lines[int(step)], value[int(step)]
            elif isinstance(value, Map) and step in value:
                at, value = value.lines[step], value[step]
            else:
                return None
        return self.value(value, at, depth + 1)


def usual(value: Any) -> Any:
    """The value that a variable has by default, within a longer text; other values are left as they are."""
    for _ in range(MAX_NESTING):
        if not _is_choice(value):
            break
        value = value["Fn::If"][1]
    return value


def _is_choice(value: Any) -> bool:
    """Whether a value is `Fn::If` as it must be: a condition and what holds with and without it."""
    branches = value.get("Fn::If") if isinstance(value, Map) else None
    return isinstance(branches, Seq) and len(branches) == 3  # noqa: PLR2004 - as it takes


def _likely(address: Any) -> str | None:
    found = usual(address)
    return found if isinstance(found, str) else None


def _as_text(value: Any) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)


def _short(words: str) -> str:
    text = " ".join(words[:320].split())
    return text if len(text) <= 80 else text[:79] + "…"  # noqa: PLR2004 # a line of a terminal
