"""The decision: the answer with everything behind it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from apigw_choose.model.matrix import Assumption, Cell, Support
from apigw_choose.model.requirements import Requirements


@dataclass(frozen=True, slots=True)
class Finding:
    """How one option answers one need or want."""

    feature: str
    amount: int | None
    support: Support
    """Of a quantity: `partial` where the amount is had only beyond the default, `none` where it is not."""
    met: bool
    note: str
    cell: Cell
    """The evidence."""


@dataclass(frozen=True, slots=True)
class OptionVerdict:
    """Whether and where one option stands in the answer."""

    option: str
    eligible: bool
    """It meets every need."""
    set_aside: str | None
    """The assumption for which it is not proposed, if any."""
    rank: int | None
    """1 for the recommended option; None when it is not eligible or set aside."""
    needs: tuple[Finding, ...]
    wants: tuple[Finding, ...]
    caveats: tuple[str, ...]
    """What holds only with a condition, is disputed, or could not be confirmed."""

    @property
    def missing(self) -> tuple[str, ...]:
        """Features whose need it does not meet."""
        return _unmet(self.needs)

    @property
    def lacking(self) -> tuple[str, ...]:
        """Features that it was asked for, as need or want, and does not have."""
        return tuple(dict.fromkeys((*self.missing, *_unmet(self.wants))))


@dataclass(frozen=True, slots=True)
class Reason:
    """One step of the argument, in words, with the features and options that it rests on."""

    kind: str
    text: str
    features: tuple[str, ...] = ()
    options: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Decision:
    """The answer to some requirements from one matrix."""

    requirements: Requirements
    assumptions: tuple[Assumption, ...]
    """Those in force."""
    recommendation: str | None
    headline: str
    """The answer in one sentence."""
    verdicts: tuple[OptionVerdict, ...]
    """One for every option, in the order of the matrix."""
    reasons: tuple[Reason, ...]
    gives_up: Mapping[str, tuple[str, ...]]
    """By other option: the features that it has and the recommended one has not."""

    def verdict(self, option: str) -> OptionVerdict:
        """What was found of one option."""
        return next(verdict for verdict in self.verdicts if verdict.option == option)


def _unmet(findings: tuple[Finding, ...]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(finding.feature for finding in findings if not finding.met))
