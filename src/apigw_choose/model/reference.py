"""What stands beside the cells: ways around and outside, contested claims, what changed when, the glossary."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from apigw_choose.model.matrix import Source


@dataclass(frozen=True, slots=True)
class Workaround:
    """A way to have features that some options lack, and its price."""

    id: str
    options: tuple[str, ...]
    satisfies: frozenset[str]
    text: str
    services: tuple[str, ...]
    """What it adds to the bill and the diagram."""
    cost: str
    operations: str
    """What has to be built and run."""
    limits: str
    """What it does not do compared with the real thing."""
    sources: tuple[Source, ...]


@dataclass(frozen=True, slots=True)
class Alternative:
    """What the vendor offers outside the matrix."""

    id: str
    name: str
    sets: tuple[frozenset[str], ...]
    """Sets of features: it is offered when all of one set are needed and no option has them together."""
    text: str
    sources: tuple[Source, ...]


@dataclass(frozen=True, slots=True)
class Pairing:
    """What having two options side by side costs."""

    id: str
    options: tuple[str, ...]
    text: str
    sources: tuple[Source, ...]


@dataclass(frozen=True, slots=True)
class Claim:
    """What is often said of the options and does not hold."""

    id: str
    claim: str
    verdict: Literal["wrong", "outdated", "oversimplified"]
    refutation: str
    features: tuple[str, ...]
    options: tuple[str, ...]
    sources: tuple[Source, ...]


@dataclass(frozen=True, slots=True)
class Change:
    """What became otherwise on a day."""

    id: str
    date: str
    """ISO date, or its year and month."""
    options: tuple[str, ...]
    text: str
    sources: tuple[Source, ...]
    features: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class TermFact:
    """One labelled line of a glossary term, with an example."""

    label: str
    value: str
    example: str | None = None


@dataclass(frozen=True, slots=True)
class Term:
    """An entry of the glossary."""

    id: str
    name: str
    summary: str
    description: str
    sources: tuple[Source, ...]
    aliases: tuple[str, ...] = ()
    facts: tuple[TermFact, ...] = ()
    see: tuple[str, ...] = ()
    features: tuple[str, ...] = ()
    options: tuple[str, ...] = ()
