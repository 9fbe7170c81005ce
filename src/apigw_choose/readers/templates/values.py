"""What a property of a resource can be: values behind conditions, parameters and intrinsic functions.

A test of a value has one of four results, of which the last three are certainties: it does not hold (None), it holds
in every deployment (`used`), for some parameters or conditions (`conditional`), or nobody can tell here (`unknown`).
"""

from __future__ import annotations

import re
from math import isfinite, nan
from typing import TYPE_CHECKING, Any, NamedTuple

from apigw_choose.readers.templates.tree import Map, Seq, line_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    from apigw_choose.model.scan import Certainty

    Test = Callable[[Any], Certainty | None]
    Resolve = Callable[[str], str | None]

KeyPath = tuple[str, ...]

NO_VALUE = "AWS::NoValue"
_FUNCTIONS = frozenset(("Ref", "Condition", "Unresolved", "Parameter"))
NOT = "not "
"""Before the name of a condition: that it does not hold."""
_RANK: dict[str, int] = {"used": 0, "conditional": 1, "unknown": 2}
_UNKNOWN_FUNCTIONS = ("Unresolved", "Fn::Transform")
_PLACEHOLDER = re.compile(r"\$\{!?([^}]*)\}")
_WHOLLY_ELSEWHERE = re.compile(r"\{[^{}]*\}|\{\{resolve:.*\}\}")
_MAX_PARTS = 10_000
_MAX_NESTING = 20


class Found(NamedTuple):
    """A value at the end of a path."""

    value: Any
    certainty: Certainty
    line: int
    path: tuple[str, ...]


class Text(NamedTuple):
    """A value as text, with `{name}` for each part that is decided elsewhere."""

    text: str
    elsewhere: Certainty | None
    """How certain its parts are: None when it is all text."""


def worst(*certainties: Certainty) -> Certainty:
    """The least certain of some."""
    return max(certainties, key=_RANK.__getitem__)


def best(certainties: Iterable[Certainty]) -> Certainty | None:
    """The most certain of some, None of none."""
    return min(certainties, key=_RANK.__getitem__, default=None)


def function_of(value: Any) -> tuple[str, Any] | None:
    """Name and argument of an intrinsic function, None of any other value."""
    if type(value) is not Map or len(value) != 1:
        return None
    for name, argument in value.items():
        if name.startswith("Fn::") or name in _FUNCTIONS:
            return name, argument
    return None


def may_have(value: Any, path: KeyPath) -> bool:
    """Whether a path can lead anywhere, told without following it in all branches."""
    for segment in path:
        if segment == "*" or segment[0] == "~" or type(value) is not Map:
            break
        if segment in value:
            value = value[segment]
        else:
            return function_of(value) is not None
    return True


def find(  # noqa: PLR0913 - the state of the search
    value: Any,
    path: KeyPath,
    test: Test,
    *,
    line: int,
    given: frozenset[str] = frozenset(),
    at: KeyPath = (),
) -> list[Found]:
    """All places at a path whose value passes a test, each as certain as the conditions on the way leave it.

    A segment of the path is a key, `*` for every entry, or `~key` for a key in any case. `given` are conditions that
    hold, because the resource would not be there otherwise.
    """
    for place, segment in enumerate(path):  # the plain part of the path, which is mostly all of it
        if type(value) is not Map or segment[0] in "*~" or (len(value) == 1 and function_of(value)):
            path, at = path[place:], at + path[:place]
            break
        if segment not in value:
            return []
        line = value.lines.get(segment, value.line)
        value = value[segment]
    else:
        path, at = (), at + path
    if function := function_of(value):
        found = _find_in(*function, value, path, test, line, given, at)
        if found is not None:
            return found
    if not path:
        certainty = None if value is None else test(value)
        return [] if certainty is None else [Found(value, certainty, line, at)]
    found = []
    for key, entry, entry_line in _entries(value, path[0]):
        found += find(entry, path[1:], test, line=entry_line, given=given, at=(*at, key))
    return found


def _find_in(  # noqa: PLR0913, PLR0917 - the state of the search
    name: str, argument: Any, value: Map, path: KeyPath, test: Test, line: int, given: frozenset[str], at: KeyPath
) -> list[Found] | None:
    """What is found in an intrinsic function; None where it is to be tested like a value."""
    if name == "Fn::If" and _is_list_of(3, argument):
        return _either(argument, path, test, given, at)
    if name == "Ref" and argument == NO_VALUE:
        return []
    if name in _UNKNOWN_FUNCTIONS:
        return [Found(value, "unknown", value.line, at)]
    if path and path[0] != "*":
        return [Found(value, "conditional" if name == "Parameter" else "unknown", line, at)]
    if path:
        return find(value, path[1:], test, line=line, given=given, at=at)
    return None


def _either(argument: Seq, path: KeyPath, test: Test, given: frozenset[str], at: KeyPath) -> list[Found]:
    """Both branches of a condition; what is found in both is as certain as without the condition."""
    condition, *branches = argument
    if condition in given:
        return find(branches[0], path, test, line=line_of(argument, 1), given=given, at=at)
    if NOT + str(condition) in given:
        return find(branches[1], path, test, line=line_of(argument, 2), given=given, at=at)
    both = [
        find(branch, path, test, line=line_of(argument, place), given=given, at=at)
        for place, branch in enumerate(branches, 1)
    ]
    if all(any(one.certainty == "used" for one in found) for found in both):
        return both[0] + both[1]
    return [one._replace(certainty=worst(one.certainty, "conditional")) for found in both for one in found]


def _entries(value: Any, segment: str) -> Iterator[tuple[str, Any, int]]:
    """The entries of a container that a segment of a path stands for, with key and line."""
    if isinstance(value, Map):
        for key, entry in value.items():
            if segment in ("*", key) or (segment[0] == "~" and key.lower() == segment[1:].lower()):
                yield key, entry, line_of(value, key)
    elif segment == "*" and isinstance(value, Seq):
        for place, entry in enumerate(value):
            yield str(place), entry, line_of(value, place)
    elif segment == "*" and value is not None:
        yield "0", value, 1


def text_of(value: Any, resolve: Resolve = lambda _: None) -> Text:
    """A value as text, as far as it can be told; what refers to something known is not decided elsewhere."""
    writer = _Writer(resolve)
    writer.write(value, 0)
    return Text("".join(writer.parts), worst(*writer.elsewhere) if writer.elsewhere else None)


class _Writer:
    """Writes a value as text, function by function."""

    def __init__(self, resolve: Resolve) -> None:
        self.resolve = resolve
        self.parts: list[str] = []
        self.elsewhere: list[Certainty] = []

    def write(self, value: Any, depth: int) -> None:
        if isinstance(value, bool):
            self.parts.append("true" if value else "false")
        elif isinstance(value, str | int | float):
            self.parts.append(str(value))
            if isinstance(value, str) and "{{resolve:" in value:
                self.elsewhere.append("unknown")
        elif (function := function_of(value)) and depth < _MAX_NESTING and len(self.parts) < _MAX_PARTS:
            self._function(*function, depth)
        else:
            self._hole("?", "unknown")

    def _function(self, name: str, argument: Any, depth: int) -> None:
        if name == "Fn::Sub":
            text, names = (argument[0], argument[1]) if _is_list_of(2, argument) else (argument, None)
            text = text[0] if isinstance(text, Seq) and text else text
            if isinstance(text, str):
                self._sub(text, names if isinstance(names, Map) else {}, depth)
                return
        if name == "Fn::Join" and _is_list_of(2, argument) and isinstance(argument[1], Seq):
            for place, part in enumerate(argument[1]):
                if place:
                    self.parts.append(str(argument[0]))
                self.write(part, depth + 1)
            return
        self._hole(argument, "conditional" if name in ("Parameter", "Fn::If") else "unknown")

    def _sub(self, text: str, names: Mapping[str, Any], depth: int) -> None:
        end = 0
        for hole in _PLACEHOLDER.finditer(text):
            self.parts.append(text[end : hole.start()])
            end = hole.end()
            name = hole[1].strip()
            if hole[0].startswith("${!"):
                self.parts.append("${" + name + "}")
            elif name in names:
                self.write(names[name], depth + 1)
            else:
                self._hole(name, "unknown")
        self.parts.append(text[end:])

    def _hole(self, argument: Any, certainty: Certainty) -> None:
        """What stands for a reference; without colons, so that the fields of an ARN can be told apart."""
        words = ".".join(map(str, argument)) if isinstance(argument, Seq) else str(argument)
        if not self.resolve(words) and not self.resolve(words.split(".", 1)[0]):
            self.elsewhere.append(certainty)
        self.parts.append("{" + re.sub(r"[{}:]+", ".", words.strip()) + "}")


def _is_list_of(count: int, value: Any) -> bool:
    return isinstance(value, Seq) and len(value) >= count


def number_of(value: Any) -> float | None:
    """A value as a finite number, None where it is none or not known."""
    try:
        number = float(value) if isinstance(value, int | float | str) and not isinstance(value, bool) else nan
    except (ValueError, OverflowError):
        return None
    return number if isfinite(number) else None


def is_filled(value: Any) -> Certainty | None:
    """Whether a value is there, and not empty."""
    return None if value in ("", {}, []) else "used"


def equals(words: frozenset[str], resolve: Resolve = lambda _: None) -> Test:
    """A test for one of some words in small letters; booleans may be written as text, and words in any case."""

    def test(value: Any) -> Certainty | None:
        if type(value) is str and "{" not in value:
            return "used" if value.lower() in words else None
        text, elsewhere = text_of(value, resolve)
        if text.lower() in words:
            return "used"
        if elsewhere and any(_could_be(text, word) for word in words):
            return elsewhere
        return None

    return test


def _could_be(text: str, word: str) -> bool:
    pattern = "".join(".*" if part.startswith("{") else re.escape(part) for part in re.split(r"(\{[^{}]*\})", text))
    return "{{" in text or re.fullmatch(pattern, word, re.IGNORECASE) is not None


def matches(pattern: re.Pattern[str], resolve: Resolve = lambda _: None) -> Test:
    """A test for a pattern; what is wholly decided elsewhere may match."""

    def test(value: Any) -> Certainty | None:
        text, elsewhere = text_of(value, resolve)
        if pattern.search(text):
            return "used"
        return elsewhere if elsewhere and _WHOLLY_ELSEWHERE.fullmatch(text) else None

    return test


def plainly(pattern: re.Pattern[str]) -> Test:
    """A test for a pattern in what the template itself says."""
    return lambda value: "used" if pattern.search(text_of(value).text) else None


def nothing(_: Any) -> None:
    """A test that no value passes: what it finds is what cannot be read."""


def references(value: Any, resolve: Resolve, given: frozenset[str] = frozenset()) -> dict[str, Certainty]:
    """The ids that a value refers to by any function, or plainly names, with their certainty."""
    walker = _References(resolve, given)
    walker.walk(value, "used")
    return walker.found


class _References:
    """Goes through a value for references."""

    def __init__(self, resolve: Resolve, given: frozenset[str]) -> None:
        self.resolve = resolve
        self.given = given
        self.found: dict[str, Certainty] = {}
        self.left = _MAX_PARTS

    def walk(self, value: Any, certainty: Certainty) -> None:
        self.left -= 1
        if self.left < 0:
            return
        if isinstance(value, str):
            self._note(value, certainty)
        elif function := function_of(value):
            self._visit(*function, certainty)
        elif isinstance(value, Map):
            for entry in value.values():
                self.walk(entry, certainty)
        elif isinstance(value, Seq):
            for entry in value:
                self.walk(entry, certainty)

    def _note(self, name: str, certainty: Certainty) -> None:
        """A name, which may have the name of an attribute behind it."""
        for one in (name, name.split(".", 1)[0]):
            if identified := self.resolve(one):
                self.found[identified] = best((certainty, self.found.get(identified, certainty))) or certainty
                return

    def _visit(self, name: str, argument: Any, certainty: Certainty) -> None:
        if name == "Fn::If" and _is_list_of(3, argument):
            condition = str(argument[0])
            unsure = worst(certainty, "conditional")
            self.walk(argument[1], certainty if condition in self.given else unsure)
            if condition not in self.given:
                self.walk(argument[2], certainty if NOT + condition in self.given else unsure)
        elif name == "Fn::GetAtt" and isinstance(argument, Seq) and argument:
            self._note(str(argument[0]), certainty)
        elif name == "Fn::Sub":
            text = argument[0] if isinstance(argument, Seq) and argument else argument
            for hole in _PLACEHOLDER.finditer(text) if isinstance(text, str) else ():
                self._note(hole[1].strip(), certainty)
            if isinstance(argument, Seq):
                for names in argument[1:]:
                    self.walk(names, certainty)
        elif name not in ("Unresolved", "Parameter"):
            self.walk(argument, certainty)
