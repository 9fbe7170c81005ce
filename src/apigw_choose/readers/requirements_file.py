"""The requirements file, `-f FILE`: what a project needs and wants, in YAML or JSON.

It is read twice: by its schema for its form, and here for its meaning in the vocabulary of a matrix.
Each reading goes on after a mistake, so that one run tells all of them; where both object to the same
place, the second knows what was meant and is the one to be heard.
"""

from __future__ import annotations

import stat
import sys
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING

from apigw_choose.engine.vocabulary import explain_unknown, find
from apigw_choose.model.errors import InputError
from apigw_choose.model.matrix import Feature, Matrix
from apigw_choose.model.requirements import Need, Requirements, Want
from apigw_choose.readers.asked import MAX_WEIGHT, amount_of, mistake_in_assumption, strictest, weight_of
from apigw_choose.readers.wording import LONGEST_SHOWN, did_you_mean, shown

if TYPE_CHECKING:
    from apigw_choose.model.problems import Problem
    from apigw_choose.readers.strict_yaml import Document, KeyPath, Value

STDIN = "-"
NO_OPTION = "none"
"""What `expect` says when no option may fit."""

MAX_ENTRIES = 10_000
"""So many entries of a list are read. More are no requirements, and would take long to refuse one by one."""

MOST_GUESSES = 100
"""Of so many unknown names it is guessed what was meant; a guess compares a name with the whole vocabulary."""

_NOT_FILES = {
    stat.S_IFIFO: "a pipe",
    stat.S_IFSOCK: "a socket",
    stat.S_IFCHR: "a device",
    stat.S_IFBLK: "a device",
    stat.S_IFDIR: "a folder",
}


@dataclass(frozen=True, slots=True)
class FileRequirements:
    """What a requirements file says, every name in it an id of the matrix."""

    needs: tuple[Need, ...] = ()
    wants: tuple[Want, ...] = ()
    strict: bool = False
    allow_workarounds: bool = False
    overruled: tuple[str, ...] = ()
    """Ids of assumptions."""
    declined: tuple[str, ...] = ()
    """Ids of features that are not needed."""
    undecided: tuple[str, ...] = ()
    """Ids of features of which nobody knows yet."""
    traffic: Mapping[str, str] = field(default_factory=dict)
    region: str | None = None
    expect: tuple[str, ...] | None = None
    """The options of which one must be recommended; empty when none may be, None when nothing is expected."""


def read_requirements_file(matrix: Matrix, path: str | Path) -> FileRequirements:
    """What a file says in the vocabulary of a matrix; `-` is standard input.

    Raises:
        InputError: when it cannot be read or is wrong, with every problem found.
    """
    from apigw_choose.readers.strict_yaml import read_text  # yaml, only when there is a file
    from apigw_choose.readers.validation import problems_of

    document = read_text(*_source(path))
    _refuse_excess(document)
    reading = _Reading(matrix, document)
    said = reading.all()
    told = {problem.position for problem in reading.problems}
    form = [problem for problem in problems_of(document, "requirements") if problem.position not in told]
    problems = sorted([*form, *reading.problems], key=lambda problem: (problem.position, problem.message))
    if problems:
        raise InputError(dict.fromkeys(problems), hint="apigw-choose features" if reading.unknown else None)
    return said


def normal_form(matrix: Matrix, said: FileRequirements) -> FileRequirements:
    """The same in one order, each thing said once: of needs for one quantity the strictest, of wants the heaviest."""
    asked = Requirements.of(strictest(said.needs, matrix), said.wants)
    return replace(
        said,
        needs=asked.needs,
        wants=asked.wants,
        overruled=tuple(sorted(set(said.overruled))),
        declined=tuple(sorted(set(said.declined))),
        undecided=tuple(sorted(set(said.undecided))),
        traffic={key: said.traffic[key] for key in sorted(said.traffic)},
        expect=None if said.expect is None else tuple(sorted(set(said.expect))),
    )


def _source(path: str | Path) -> tuple[str, str]:
    """The text of the file, and what to call it."""
    from apigw_choose.readers.strict_yaml import read_source

    if str(path) == STDIN:
        return _stdin(), "stdin"
    file = Path(path)
    _refuse_what_is_no_file(file)
    return read_source(file), str(file)


def _stdin() -> str:
    from apigw_choose.readers.strict_yaml import MAX_BYTES

    if sys.stdin is None:
        raise InputError("stdin: is closed; give the requirements as a file, or pipe them in")
    try:
        content = sys.stdin.buffer.read(MAX_BYTES + 1)
        if len(content) > MAX_BYTES:
            raise InputError(f"stdin: larger than {MAX_BYTES // 1024**2} MB")
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise InputError("stdin: is not UTF-8 text") from error
    except OSError as error:
        raise InputError(f"stdin: {error.strerror or error}") from error


def _refuse_what_is_no_file(file: Path) -> None:
    """Say what it is before it is opened: to open a pipe may take forever, and a device may never end."""
    try:
        kind = _NOT_FILES.get(stat.S_IFMT(file.stat().st_mode))
    except (OSError, ValueError):
        return  # the reader says why
    if kind == "a folder":
        raise InputError(f"{file}: is a folder; name a file in it")
    if kind:
        raise InputError(f"{file}: is {kind}, not a file; to read a stream, send it to -f -")


def _refuse_excess(document: Document) -> None:
    said = document.value if isinstance(document.value, dict) else {}
    excess = [key for key, value in said.items() if isinstance(value, dict | list) and len(value) > MAX_ENTRIES]
    if excess:
        raise InputError([document.problem((key,), f"{shown(key)} has more than {MAX_ENTRIES} entries") for key in excess])


@dataclass(frozen=True, slots=True)
class _Given:
    """A value in the file, and where it stands."""

    value: Value
    path: KeyPath


@dataclass(frozen=True, slots=True)
class _Named:
    """A feature that an entry names, and what the entry says of it."""

    feature: Feature
    name: str
    meant: int | None
    """The amount for which the name itself stands."""
    said: _Given | None
    path: KeyPath
    origin: str

    @property
    def takes_amount(self) -> bool:
        """Whether an amount has yet to be said."""
        return self.feature.quantity is not None and self.meant is None


class _Reading:
    """Reads a document for its meaning, keeping every mistake and passing over what is not of its form.

    What it returns is sound only when it has found no problems, and the schema none.
    """

    def __init__(self, matrix: Matrix, document: Document) -> None:
        self.matrix = matrix
        self.document = document
        self.said: Mapping[str, Value] = document.value if isinstance(document.value, dict) else {}
        self.problems: list[Problem] = []
        self.unknown = 0

    def all(self) -> FileRequirements:
        needs = [self._need(named) for named in self._named("needs")]
        wants = [self._want(named) for named in self._named("wants")]
        traffic, region = self.said.get("traffic"), self.said.get("region")
        said = FileRequirements(
            needs=tuple(needs),
            wants=tuple(wants),
            strict=self.said.get("strict") is True,
            allow_workarounds=self.said.get("allow-workarounds") is True,
            overruled=self._assumptions(),
            declined=self._set_aside("declined", needs),
            undecided=self._set_aside("undecided", needs),
            traffic={key: str(value) for key, value in traffic.items()} if isinstance(traffic, dict) else {},
            region=region if isinstance(region, str) else None,
            expect=self._expected(),
        )
        self._check_answers()
        return normal_form(self.matrix, said)

    def _need(self, named: _Named) -> Need:
        return Need(named.feature.id, self._amount(named, named.said), named.origin)

    def _want(self, named: _Named) -> Want:
        amount, weight = _parts(named)
        return Want(named.feature.id, self._amount(named, amount), self._weight(named, weight), named.origin)

    def _amount(self, named: _Named, given: _Given | None) -> int | None:
        """The amount in base units; None, with the mistake noted, where there is none or must be none."""
        try:
            text = _amount_text(named, given)
            return amount_of(named.feature, named.name, text, named.meant, sign=": ")
        except ValueError as error:
            self._note(given.path if given else named.path, str(error))
            return None

    def _weight(self, named: _Named, given: _Given | None) -> int:
        if given is None:
            return 1
        if not isinstance(given.value, int) or isinstance(given.value, bool):
            what = f"the weight of {named.feature.id} is a whole number from 1 to {MAX_WEIGHT}, not {shown(given.value)}"
            self._note(given.path, what)
            return 1
        try:
            return weight_of(str(given.value))
        except ValueError as error:
            self._note(given.path, str(error))
            return 1

    def _named(self, key: str) -> Iterator[_Named]:
        """Every feature that the entries of a list name."""
        for given in self._entries(key):
            if isinstance(given.value, str):
                yield from self._find(given.value, given.path, None)
            elif isinstance(given.value, dict):
                yield from self._named_in(given.value, given.path)

    def _named_in(self, entry: Mapping[str, Value], path: KeyPath) -> Iterator[_Named]:
        if len(entry) > 1:
            second = list(entry)[1]
            self._note(path, f"an entry is one feature; begin another for {shown(second)}")
        for name, value in entry.items():
            yield from self._find(name, path, _Given(value, (*path, name)))

    def _find(self, name: str, path: KeyPath, said: _Given | None) -> Iterator[_Named]:
        found = find(self.matrix, name)
        if found is None:
            self._note_unknown(name, path)
            return
        feature, meant = found
        position = self._position(path)
        yield _Named(feature, name, meant, said, path, f"{position.file}:{position.line}")

    def _assumptions(self) -> tuple[str, ...]:
        names = list(self._texts("no-assume"))
        for name, path in names:
            if mistake := mistake_in_assumption(self.matrix, name):
                self._note(path, f"{shown(name)}: {mistake}")
        return tuple(name for name, _ in names)

    def _set_aside(self, key: str, needs: Iterable[Need]) -> tuple[str, ...]:
        """The features of a list of answers other than yes."""
        needed = {need.feature: need.origin for need in needs}
        features = list(self._features(key))
        for feature, path in features:
            if feature in needed:
                self._note(path, f"{feature} is {key}, and needed at {needed[feature]}; keep one of the two")
        return tuple(feature for feature, _ in features)
