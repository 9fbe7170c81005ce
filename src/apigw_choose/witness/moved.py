"""What moved between two releases of the models: in the witnesses, and near them."""

from __future__ import annotations

import re
from collections import defaultdict
from itertools import chain
from typing import TYPE_CHECKING, NamedTuple

from apigw_choose.witness.models import OPERATIONS, place, sentences

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from apigw_choose.witness.models import Models, Shape
    from apigw_choose.witness.statements import Statement

LIMITING = re.compile(r"only|not support|must|valid (?:values|ARN)|maximum|at most|up to", re.IGNORECASE)
"""Documentation that may say for what a member is, and for what it is not."""

CONFINING = re.compile(r"supported only for|only supported for", re.IGNORECASE)
"""Documentation that confines a member to some options, wherever it stands."""


Touched = dict[str, list[str]]
"""Features by the part that their witnesses name."""


class Moved(NamedTuple):
    """A witness that says another thing than before."""

    statement: Statement
    before: str
    now: str

    @property
    def holds(self) -> bool:
        """Whether it says now what the cell has."""
        return self.now == self.statement.witness.shows


class Change(NamedTuple):
    """A part of a shape that came, went, or is described otherwise."""

    kind: str
    """`new`, `gone`, `changed`."""
    part: str
    """Its name; empty for the shape itself."""
    gained: str
    """The sentences that are new."""
    dropped: str
    """The sentences that are gone."""
    features: tuple[str, ...]
    """Those of which a witness names the part; else those that may be meant, none where nobody can tell."""


class Nearby(NamedTuple):
    """What changed in a shape."""

    model: str
    shape: str
    changes: tuple[Change, ...]


def moved(asked: Iterable[Statement], before: Models, now: Models) -> list[Moved]:
    """The witnesses that say another thing than before."""
    found = []
    for entry in asked:
        then, today = (entry.said(models.look(entry.witness.model, entry.witness.path)) for models in (before, now))
        if then != today:
            found.append(Moved(entry, then, today))
    return found


def nearby(asked: Sequence[Statement], before: Models, now: Models) -> list[Nearby]:
    """What changed in the shapes that witnesses name, and what confines some option in the rest of their models.

    In a shape that a witness names, new and lost parts are always told; other words where a witness reads
    the part, or where they may limit what it is for. The rest of a model is searched where its words are
    known to confine: where some witness quotes such words.
    """
    touched: dict[tuple[str, str], Touched] = defaultdict(lambda: defaultdict(list))
    anywhere: dict[str, Touched] = defaultdict(lambda: defaultdict(list))
    searched = {entry.witness.model for entry in asked if CONFINING.search(entry.words)}
    for entry in asked:
        model, (shape, part) = entry.witness.model, place(entry.witness.model, entry.witness.path)
        touched[model, shape][part].append(entry.feature)
        anywhere[model][part].append(entry.feature)
    rest = {(model, shape) for model in searched for shape in (*before.shapes(model), *now.shapes(model))}
    found = []
    for model, shape in sorted(touched.keys() | rest):
        then, today = before.shape(model, shape), now.shape(model, shape)
        if then != today:
            changes = _changes(then, today)
            own = touched.get((model, shape))
            told = _elsewhere(changes, anywhere[model]) if own is None else _here(changes, own, shape)
            found.append(Nearby(model, shape, tuple(told)))
    return [entry for entry in found if entry.changes]


def _here(changes: Iterable[Change], touched: Touched, shape: str) -> Iterator[Change]:
    """The changes in a shape that witnesses name. Operations have nothing to do with each other."""
    apart = shape == OPERATIONS
    all_of_it = () if apart else _unique(chain.from_iterable(touched.values()))
    for change in changes:
        limited = not apart and LIMITING.search(change.gained + change.dropped)
        if change.kind != "changed" or change.part in touched or limited:
            yield change._replace(features=_unique(touched.get(change.part, ())) or all_of_it)


def _elsewhere(changes: Iterable[Change], touched: Touched) -> Iterator[Change]:
    """The changes that confine some option in another shape; a part of the same name may be meant."""
    for change in changes:
        if CONFINING.search(change.gained + change.dropped):
            yield change._replace(features=_unique(touched.get(change.part, ())) if change.part else ())


def _changes(then: Shape | None, today: Shape | None) -> Iterator[Change]:
    old, new = ({"": shape.words, **shape.parts} if shape else {} for shape in (then, today))
    for part in dict.fromkeys([*new, *old]):
        gained, dropped = _difference(old.get(part, ""), new.get(part, ""))
        kind = "new" if part not in old else "gone" if part not in new else "changed"
        if kind != "changed" or gained or dropped:
            yield Change(kind, part, gained, dropped, ())


def _unique(features: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(features))


def _difference(old: str, new: str) -> tuple[str, str]:
    """The sentences that only the new text has, and those that only the old one had."""
    before, after = sentences(old), sentences(new)
    return " ".join(s for s in after if s not in before), " ".join(s for s in before if s not in after)
