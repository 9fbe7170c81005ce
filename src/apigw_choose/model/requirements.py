"""Requirements: what a project needs and what it wishes for."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from apigw_choose.model.traffic import Traffic


@dataclass(frozen=True)
class Need:
    """A feature that must be had and, for a quantity, the least amount of it in base units."""

    feature: str
    amount: int | None = None
    origin: str = field(default="", compare=False)
    """Where it was said, for messages: `--need waf`, `api.yaml:3`."""


@dataclass(frozen=True)
class Want:
    """A wish: it never rules an option out, and weighs when the eligible ones are ranked."""

    feature: str
    amount: int | None = None
    weight: int = 1
    origin: str = field(default="", compare=False)


@dataclass(frozen=True)
class Requirements:
    """Everything that is asked, in one order whatever the order in which it was said."""

    needs: tuple[Need, ...] = ()
    wants: tuple[Want, ...] = ()
    strict: bool = False
    """Whether partial support falls short of a need."""
    overruled: frozenset[str] = frozenset()
    """Ids of assumptions that the user has ended."""
    allow_workarounds: bool = False
    """Whether what a workaround of the matrix provides counts as met."""
    traffic: Traffic | None = None
    """By which the cost of the options is estimated; their list prices are compared where nothing is said."""

    @property
    def features(self) -> frozenset[str]:
        """Everything that is spoken of, as need or want."""
        needed = {need.feature for need in self.needs}
        return frozenset(needed.union(want.feature for want in self.wants))

    @property
    def measures(self) -> frozenset[str]:
        """Everything that is said of traffic."""
        return frozenset(self.traffic.amounts) if self.traffic else frozenset()

    @classmethod
    def of(
        cls,
        needs: Iterable[Need] = (),
        wants: Iterable[Want] = (),
        *,
        strict: bool = False,
        overruled: Iterable[str] = (),
        allow_workarounds: bool = False,
    ) -> Requirements:
        """Bring needs and wants into their normal form: sorted by feature, each said once, the heavier want kept."""
        first = {_key(need): need for need in reversed(list(needs))}
        heaviest = {_key(want): want for want in sorted(wants, key=lambda want: want.weight)}
        return cls(
            needs=tuple(first[key] for key in sorted(first)),
            wants=tuple(heaviest[key] for key in sorted(heaviest)),
            strict=strict,
            overruled=frozenset(overruled),
            allow_workarounds=allow_workarounds,
        )


def _key(asked: Need | Want) -> tuple[str, int]:
    return (asked.feature, -1 if asked.amount is None else asked.amount)
