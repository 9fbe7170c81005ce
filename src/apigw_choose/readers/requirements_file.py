"""The requirements file, `-f FILE`: what a project needs and wants, in YAML or JSON.

It is read twice: by its schema for its form, and here for its meaning in the vocabulary of a matrix.
Each reading goes on after a mistake, so that one run tells all of them; where both object to the same
place, the second knows what was meant and is the one to be heard.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING

from apigw_choose.engine.vocabulary import explain_unknown, find
from apigw_choose.model.amounts import EXAMPLE
from apigw_choose.model.errors import InputError
from apigw_choose.model.problems import KEY
from apigw_choose.model.quoting import LONGEST_SHOWN, shown
from apigw_choose.model.requirements import Need, Requirements, Want
from apigw_choose.readers.asked import MAX_WEIGHT, amount_of, mistake_in_assumption, strictest, weight_of
from apigw_choose.readers.source import read_source, read_stdin
from apigw_choose.readers.traffic import read_traffic
from apigw_choose.readers.wording import did_you_mean

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from apigw_choose.model.matrix import Feature, Matrix
    from apigw_choose.model.problems import Problem
    from apigw_choose.readers.strict_yaml import Document, KeyPath, Value

STDIN = "-"
NO_OPTION = "none"
"""What `expect` says when no option may fit."""

MAX_ENTRIES = 10_000
"""So many entries of a list are read. More are no requirements, and would take long to refuse one by one."""

MOST_GUESSES = 100
"""Of so many unknown names it is guessed what was meant; a guess compares a name with the whole vocabulary."""

MOST_LISTED = 20
"""So many options are listed when none is near the one that is wrong."""


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
    if str(path) == STDIN:
        return read_stdin(), "stdin"
    if not str(path):  # which pathlib takes for the current folder
        raise InputError("the name of the requirements file is empty; name a file, or - for stdin")
    return read_source(Path(path)), str(path)


def _refuse_excess(document: Document) -> None:
    said = document.value if isinstance(document.value, dict) else {}
    places: dict[KeyPath, Value] = {(): document.value, **{(key,): value for key, value in said.items()}}
    excess = [path for path, value in places.items() if isinstance(value, dict | list) and len(value) > MAX_ENTRIES]
    if excess:
        raise InputError([document.problem(path, f"more than {MAX_ENTRIES} entries") for path in excess])


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
        answers = {key: list(self._features(key)) for key in ("declined", "undecided")}
        self._check_answers(needs, **answers)
        traffic, region = self._traffic()
        said = FileRequirements(
            needs=tuple(needs),
            wants=tuple(wants),
            strict=self.said.get("strict") is True,
            allow_workarounds=self.said.get("allow-workarounds") is True,
            overruled=self._assumptions(),
            declined=tuple(feature for feature, _ in answers["declined"]),
            undecided=tuple(feature for feature, _ in answers["undecided"]),
            traffic=traffic,
            region=region,
            expect=self._expected(),
        )
        return normal_form(self.matrix, said)

    def _traffic(self) -> tuple[dict[str, str], str | None]:
        """The amounts as they were written, once they have been understood, and the region."""
        traffic, region = self.said.get("traffic"), self.said.get("region")
        entries = traffic.items() if isinstance(traffic, dict) else ()
        said = {key: str(value) for key, value in entries if type(value) in (str, int, float)}  # which excludes truth
        where = region if isinstance(region, str) else None
        mistakes = read_traffic(self.matrix.costs, said, where)[1] if said or where else {}
        for name, mistake in mistakes.items():
            self._note(("traffic", name) if name in said else (name,), f"{shown(name)}: {mistake}")
        return said, where

    def _need(self, named: _Named) -> Need:
        return Need(named.feature.id, self._amount(named, named.said), named.origin)

    def _want(self, named: _Named) -> Want:
        amount, weight = _parts(named)
        return Want(named.feature.id, self._amount(named, amount), self._weight(named, weight), named.origin)

    def _amount(self, named: _Named, given: _Given | None) -> int | None:
        """The amount in base units; None, with the mistake noted, where it is wrong."""
        try:
            text = _amount_text(named, given)
            return amount_of(named.feature, named.name, text, named.meant, sign=": ")
        except ValueError as error:
            self._note(given.path if given else named.path, str(error))
            return None

    def _weight(self, named: _Named, given: _Given | None) -> int:
        if given is None:
            return 1
        try:
            return weight_of(_weight_text(named, given))
        except ValueError as error:
            self._note(given.path, str(error))
            return 1

    def _named(self, key: str) -> Iterator[_Named]:
        """Every feature that the entries of a list name."""
        for entry in self._entries(key):
            if isinstance(entry.value, str):
                yield from self._find(entry.value, entry.path, None)
            elif isinstance(entry.value, dict):
                yield from self._named_in(entry.value, entry.path)

    def _named_in(self, entry: Mapping[str, Value], path: KeyPath) -> Iterator[_Named]:
        if len(entry) > 1:
            self._note(path, f"an entry is one feature; begin another entry for {shown(list(entry)[1])}")
        for name, value in entry.items():
            value_path = (*path, name)
            # Of several keys only the place of the last is known; a value is mostly on the line of its key.
            yield from self._find(name, value_path if len(entry) > 1 else (*path, KEY), _Given(value, value_path))

    def _find(self, name: str, path: KeyPath, said: _Given | None) -> Iterator[_Named]:
        found = find(self.matrix, name)
        if found is None:
            self._note_unknown(name, path)
            return
        feature, meant = found
        yield _Named(feature, name, meant, said, path, self._line(path))

    def _features(self, key: str) -> Iterator[tuple[str, KeyPath]]:
        """The ids of the features in a list of names."""
        for name, path in self._texts(key):
            yield from ((named.feature.id, path) for named in self._find(name, path, None))

    def _check_answers(
        self,
        needs: Sequence[Need],
        declined: Iterable[tuple[str, KeyPath]],
        undecided: Iterable[tuple[str, KeyPath]],
    ) -> None:
        """A feature has one answer: yes, no or not known."""
        answered = {need.feature: f"needed at {need.origin}" for need in reversed(needs)}
        for answer, features in (("declined", declined), ("undecided", undecided)):
            for feature, path in features:
                mine = f"{answer} at {self._line(path)}"
                if answered.setdefault(feature, mine).partition(" ")[0] != answer:
                    self._note(path, f"{feature} is {answer}, and {answered[feature]}; keep one of the two")

    def _assumptions(self) -> tuple[str, ...]:
        names = list(self._texts("no-assume"))
        for name, path in names:
            if mistake := mistake_in_assumption(self.matrix, name):
                self._note(path, f"{shown(name)}: {mistake}")
        return tuple(name for name, _ in names)

    def _expected(self) -> tuple[str, ...] | None:
        if "expect" not in self.said:
            return None
        value = self.said["expect"]
        if value == NO_OPTION:
            return ()
        if value is None:
            self._note(("expect",), f"null expects nothing; write {NO_OPTION} when no option may fit, or drop the key")
        names = [(value, ("expect",))] if isinstance(value, str) else list(self._texts("expect"))
        for name, path in names:
            self._check_option(name, path)
        return tuple(name for name, _ in names)

    def _check_option(self, name: str, path: KeyPath) -> None:
        known = list(self.matrix.options)
        if name == NO_OPTION:
            self._note(path, f"{NO_OPTION} stands alone: either no option may fit, or one of these")
        elif name not in known:
            advice = did_you_mean(name, known) or f"; there is {', '.join(known[:MOST_LISTED])}"
            self._note(path, f"no such option: {shown(name)}{advice}")

    def _entries(self, key: str) -> Iterator[_Given]:
        entries = self.said.get(key)
        if isinstance(entries, list):
            yield from (_Given(entry, (key, place)) for place, entry in enumerate(entries))

    def _texts(self, key: str) -> Iterator[tuple[str, KeyPath]]:
        for entry in self._entries(key):
            if isinstance(entry.value, str):
                yield entry.value, entry.path

    def _note_unknown(self, name: str, path: KeyPath) -> None:
        self.unknown += 1
        if self.unknown > MOST_GUESSES or len(name) > LONGEST_SHOWN:
            self._note(path, f"no such feature: {shown(name)}")
        elif own_sign := self._as_a_flag(name):
            self._note(path, f"{name!r} is how a flag says it; in a file write {own_sign}")
        else:
            self._note(path, f"no such feature: {explain_unknown(self.matrix, name)}")

    def _as_a_flag(self, name: str) -> str | None:
        """How a file says what somebody has written as on the command line; None when it is not that."""
        said = re.fullmatch(r"([^=:]+)[=:]([^=:]+)", name)
        return f"{said[1]}: {said[2]}" if said and find(self.matrix, said[1]) else None

    def _note(self, path: KeyPath, message: str) -> None:
        self.problems.append(self.document.problem(path, message))

    def _line(self, path: KeyPath) -> str:
        """Where something was said, as the origin of a need or want."""
        position = self.document.problem(path, "").position
        return f"{position.file}:{position.line}"


def _parts(named: _Named) -> tuple[_Given | None, _Given | None]:
    """The amount and the weight that a want says. A single value is the one that the feature has yet to be told."""
    given = named.said
    if given is None:
        return None, None
    if isinstance(given.value, dict):
        return _part(given, "amount"), _part(given, "weight")
    return (given, None) if named.takes_amount else (None, given)


def _part(given: _Given, key: str) -> _Given | None:
    assert isinstance(given.value, dict)
    return _Given(given.value[key], (*given.path, key)) if key in given.value else None


def _amount_text(named: _Named, given: _Given | None) -> str | None:
    if given is None or (given.value is None and named.takes_amount):
        return None
    if not named.takes_amount or named.feature.quantity is None:
        return ""  # one too many, whatever it is
    text = str(given.value)
    if isinstance(given.value, bool | list | dict) or len(text) > LONGEST_SHOWN:
        example = EXAMPLE[named.feature.quantity.dimension]
        raise ValueError(f"{shown(given.value)} is not an amount; write it like {example}")
    return text


def _weight_text(named: _Named, given: _Given) -> str:
    if type(given.value) is int:  # which a boolean is not
        return str(given.value)
    what = f"the weight of {named.feature.id} is a whole number from 1 to {MAX_WEIGHT}"
    raise ValueError(f"{what}, not {shown(given.value)}")
