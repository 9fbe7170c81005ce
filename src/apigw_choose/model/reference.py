"""What is told beside the matrix: contested claims and the glossary."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from apigw_choose.model.matrix import Source


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
