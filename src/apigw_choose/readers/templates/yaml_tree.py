"""YAML as a tree with lines, read tolerantly and quickly.

The tree is built from libyaml's events, without nodes or objects in between and without recursion: so it takes little
longer than the parser in C itself, no nesting overflows a stack, and no object is made from a tag.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, NamedTuple

import yaml
from yaml.events import (
    AliasEvent,
    DocumentEndEvent,
    MappingEndEvent,
    MappingStartEvent,
    ScalarEvent,
    SequenceEndEvent,
    SequenceStartEvent,
)

from apigw_choose.readers.strict_yaml import LIBYAMLS_CAP
from apigw_choose.readers.templates.tree import MAX_DEPTH, Map, Seq, TreeError, make_map, make_seq, unresolved

if TYPE_CHECKING:
    from collections.abc import Callable

    Note = Callable[[int | None, str], None]

MAX_VALUES = 1_000_000
"""After aliases have been followed; a bomb of aliases has billions."""

_WORDS: dict[str, bool | None] = {
    **{word: True for plain in ("true", "yes", "on") for word in (plain, plain.capitalize(), plain.upper())},
    **{word: False for plain in ("false", "no", "off") for word in (plain, plain.capitalize(), plain.upper())},
    **dict.fromkeys(("", "~", "null", "Null", "NULL"), None),
}
_NUMBER = re.compile(r"([-+]?(?:0|[1-9][0-9]{0,30}))|[-+]?(?:[0-9]+\.[0-9]*|\.[0-9]+)(?:[eE][-+]?[0-9]+)?", re.ASCII)
_MAY_START_A_NUMBER = frozenset("0123456789+-.")
_STANDARD = "tag:yaml.org,2002:"
_PLAIN_TAGS = frozenset(_STANDARD + kind for kind in ("int", "float", "bool", "null", "map", "seq", "timestamp"))
_WITHOUT_PREFIX = frozenset(("!Ref", "!Condition"))
_NO_KEY: Any = object()
"""In the place of a key that is not text; its value is passed over."""
_MERGE: Any = object()
"""In the place of the key `<<`."""

_BRACES = re.compile(r"\{\{.*?\}\}|\{%.*?%\}|\{#.*?#\}")
_WHOLE_LINE = re.compile(r"^[ \t]*(?:\{%.*?%\}[ \t]*|\{#.*?#\}[ \t]*)+$", re.MULTILINE)
_STAND_IN = "BRACES_"


def read(text: str, note: Note) -> Any:
    """The value of the first document of a YAML text.

    Raises:
        TreeError: when it cannot be read.
    """
    try:
        return _read(text, note)
    except yaml.YAMLError as error:
        if not _BRACES.search(text):
            raise _explained(error) from error
        try:
            value = _read(_without_braces(text), note)
        except yaml.YAMLError:
            raise _explained(error) from error
        note(None, "has braces of a template engine; what stands in them was not read")
        return value


def _read(text: str, note: Note) -> Any:
    parser = _parser(text)
    get_event = parser.get_event
    get_event()  # the start of the stream
    if type(get_event()) is yaml.StreamEndEvent:
        return None
    value = _Builder(note).build(get_event)
    try:
        another = type(get_event()) is yaml.DocumentStartEvent
    except yaml.YAMLError:
        another = True
    if another:
        note(None, "has more than one document; only the first was read")
    return value


def _parser(text: str) -> Any:
    """The parser of libyaml, or PyYAML's own where it was built without."""
    if yaml.__with_libyaml__:
        from yaml.cyaml import CParser  # type: ignore[attr-defined] # not in its stubs

        return CParser(text)
    return _PurePython(text)


class _PurePython(yaml.reader.Reader, yaml.scanner.Scanner, yaml.parser.Parser):
    """PyYAML's own parser."""

    def __init__(self, text: str) -> None:
        yaml.reader.Reader.__init__(self, text)
        yaml.scanner.Scanner.__init__(self)
        yaml.parser.Parser.__init__(self)


class _Frame(NamedTuple):
    """Where to go on when a container has ended."""

    container: Map | Seq
    key: Any
    anchor: str | None
    before: int
    """How many values came before it."""


class _Builder:
    """Builds the tree of one document from its events."""

    def __init__(self, note: Note) -> None:
        self.note = note
        self.frames: list[_Frame] = []
        self.anchors: dict[str, Any] = {}
        self.sizes: dict[str, int] = {}
        self.merges: dict[int, list[tuple[Any, int]]] = {}
        self.count = 0

    def build(self, get_event: Callable[[], Any]) -> Any:  # noqa: C901, PLR0912, PLR0915 - one loop over all events
        """The value of the document whose start has been read.

        This is where the time goes, so it is one loop with its state in local variables.
        """
        root = Seq()
        root.line, root.lines = 1, []
        container: Any = root
        key: Any = None
        frames, words = self.frames, _WORDS
        while True:
            event = get_event()
            kind = type(event)
            if kind is ScalarEvent:
                if event.tag is None or (key is None and type(container) is Map):  # a key is its text, whatever its tag
                    value = event.value
                    if key is None and type(container) is Map:
                        line = event.start_mark.line + 1
                        if event.anchor is not None:
                            self.anchors[event.anchor] = value
                        if value == "<<" and not event.style:
                            key = _MERGE
                            continue
                        key = value
                        if key in container.lines:
                            self.note(line, f"the key {key!r} a second time; the last one counts")
                        container.lines[key] = line
                        continue
                    if not event.style:
                        if value in words:
                            value = words[value]
                        elif value[0] in _MAY_START_A_NUMBER:
                            value = scalar(value)
                else:
                    value = self._tagged_scalar(event)
                self.count += 1
                if event.anchor is not None:
                    self.anchors[event.anchor] = value
            elif kind is MappingStartEvent or kind is SequenceStartEvent:
                opened: Any = Map() if kind is MappingStartEvent else Seq()
                opened.line = event.start_mark.line + 1
                opened.lines = {} if kind is MappingStartEvent else []
                value = opened if event.tag is None else self._tagged(event.tag, opened)
                if event.anchor is not None:
                    self.anchors[event.anchor] = value
                is_key = key is None and type(container) is Map
                frames.append(_Frame(container, _NO_KEY if is_key else None, event.anchor, self.count))
                if len(frames) > MAX_DEPTH:
                    raise TreeError(f"nested more than {MAX_DEPTH} levels deep", opened.line)
                if self.count > MAX_VALUES:
                    raise TreeError(f"has more than {MAX_VALUES:,} values", opened.line)
                self.count += 1
                if not is_key:
                    self._put(container, key, value, opened.line)
                else:
                    self.note(opened.line, "a key that is not text was passed over")
                container, key = opened, None
                continue
            elif kind is MappingEndEvent or kind is SequenceEndEvent:
                if id(container) in self.merges:
                    self._merge(container, self.merges.pop(id(container)))
                container, key, anchor, before = frames.pop()
                if anchor is not None:
                    self.sizes[anchor] = self.count - before
                continue
            elif kind is AliasEvent:
                value = self._alias(event)
                if key is None and type(container) is Map:
                    key = value if isinstance(value, str) else _NO_KEY
                    if key is not _NO_KEY:
                        container.lines[key] = event.start_mark.line + 1
                    continue
            elif kind is DocumentEndEvent:
                return root[0] if root else None
            if type(container) is Map:
                if key is _MERGE or key is _NO_KEY:
                    self._put(container, key, value, event.start_mark.line + 1)
                else:
                    container[key] = value
                key = None
            else:
                container.append(value)
                container.lines.append(event.start_mark.line + 1)

    def _put(self, container: Any, key: Any, value: Any, line: int) -> None:
        """Put a value into a container, under its key if that has keys."""
        if type(container) is Seq:
            container.append(value)
            container.lines.append(line)
        elif key is _MERGE:
            self.merges.setdefault(id(container), []).append((value, line))
        elif key is not _NO_KEY:
            container[key] = value

    def _tagged_scalar(self, event: Any) -> Any:
        tag, text, line = event.tag, event.value, event.start_mark.line + 1
        if tag == _STANDARD + "str":
            return text
        if tag in _PLAIN_TAGS or tag == "!":
            return text if event.style else scalar(text)
        value = text if event.style else scalar(text)
        if tag == "!GetAtt" and isinstance(value, str):
            value = make_seq(value.split(".", 1), line)
        return self._called(tag, value, line)

    def _tagged(self, tag: str, opened: Map | Seq) -> Any:
        return opened if tag in _PLAIN_TAGS or tag == "!" else self._called(tag, opened, opened.line)

    def _called(self, tag: str, value: Any, line: int) -> Map:
        """`!Sub x` is `{"Fn::Sub": x}`; a tag that no template language has is not followed."""
        name = tag[1:]
        if tag[0] != "!" or not name[:1].isupper():
            self.note(line, f"the tag {tag.replace(_STANDARD, '!!')!r} was not followed")
            return unresolved(tag.replace(_STANDARD, "!!"), line)
        return make_map({name if tag in _WITHOUT_PREFIX else f"Fn::{name}": value}, line)

    def _alias(self, event: Any) -> Any:
        line = event.start_mark.line + 1
        if event.anchor not in self.anchors:
            raise TreeError(f"has an alias to {event.anchor!r}, which is not there", line)
        if any(frame.anchor == event.anchor for frame in self.frames):
            self.note(line, "an alias to what it stands in was not followed")
            return unresolved("a cyclic alias", line)
        self.count += self.sizes.get(event.anchor, 1)
        if self.count > MAX_VALUES:
            raise TreeError(f"its aliases come to more than {MAX_VALUES:,} values", line)
        return self.anchors[event.anchor]

    def _merge(self, into: Map, merges: list[tuple[Any, int]]) -> None:
        """Keys of its own come before merged ones, and those of earlier mappings before later."""
        for merged, line in merges:
            for source in merged if isinstance(merged, Seq) else (merged,):
                if not isinstance(source, Map):
                    self.note(line, "a merge of something that is no mapping was passed over")
                    continue
                for key, value in source.items():
                    if key not in into:
                        into[key] = value
                        into.lines[key] = source.lines[key]


def scalar(text: str) -> Any:
    """The value of an unquoted scalar: a word or a number where it is plainly one, else text."""
    if text in _WORDS:
        return _WORDS[text]
    if text[0] in _MAY_START_A_NUMBER and (number := _NUMBER.fullmatch(text)):
        return int(text) if number[1] else float(text)
    return text


def _without_braces(text: str) -> str:
    """The text with words in the place of what a template engine would put in; lines stay where they are."""
    text = _WHOLE_LINE.sub("", text)
    return _BRACES.sub(lambda found: _STAND_IN + re.sub(r"\W+", "_", found[0]).strip("_"), text)


def is_stand_in(value: object) -> bool:
    """Whether a value is what stood in braces of a template engine."""
    return isinstance(value, str) and value.startswith(_STAND_IN)


def _explained(error: yaml.YAMLError) -> TreeError:
    mark = getattr(error, "problem_mark", None) or getattr(error, "context_mark", None)
    problem = getattr(error, "problem", None) or getattr(error, "reason", None) or "cannot be read"
    deep = problem == LIBYAMLS_CAP
    message = f"nested more than {MAX_DEPTH} levels deep" if deep else f"is not valid YAML: {problem}"
    return TreeError(message, mark.line + 1 if mark else None)
