"""The decision: the answer with everything behind it."""

# No annotation is a string here: a named tuple compiles each one that is, at every start.
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from apigw_choose.model.matrix import Assumption, Cell, Rule, Support
from apigw_choose.model.requirements import Requirements

if TYPE_CHECKING:
    from apigw_choose.model.estimate import Detour, Estimate
    from apigw_choose.model.impasse import Impasse


class Finding(NamedTuple):
    """How one option answers one need or want."""

    feature: str
    amount: int | None
    support: Support
    """Of a quantity: `partial` where the amount is had only beyond the default, `none` where it is not."""
    met: bool
    note: str
    cell: Cell
    """The evidence."""
    workaround: str | None = None
    """The id of the workaround by which it is met; the cell alone does not meet it."""


class Clash(NamedTuple):
    """Needs that an option meets one by one and not together."""

    needs: tuple[str, ...]
    rules: tuple[Rule, ...]
    """What sets them against each other."""


class OptionVerdict(NamedTuple):
    """Whether and where one option stands in the answer."""

    option: str
    eligible: bool
    """It is known to meet every need, all together."""
    possible: bool
    """It is not eligible, but only for cells of which it is not known."""
    set_aside: str | None
    """The assumption for which it is not proposed, if any."""
    rank: int | None
    """1 for the recommended option; None when it is not eligible or set aside."""
    needs: tuple[Finding, ...]
    wants: tuple[Finding, ...]
    clashes: tuple[Clash, ...]
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


class Reason(NamedTuple):
    """One step of the argument, in words, with the features and options that it rests on."""

    kind: str
    text: str
    features: tuple[str, ...] = ()
    options: tuple[str, ...] = ()


class Change(NamedTuple):
    """What one more need would do to the recommendation."""

    feature: str
    beyond: int | None
    """Of a quantity: the amount beyond which it does so, in base units; None where any amount does."""
    recommendation: str | None
    together: tuple[str, ...]
    """Where no single option would be left: two that would do together, if any."""


@dataclass(frozen=True, eq=False)
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
    impasse: "Impasse | None"
    """When nothing is recommended: the ways out."""
    would_change: tuple[Change, ...]
    """Every further need that would lead to another recommendation, or to none."""
    would_tip: tuple[Change, ...]
    """Every further want that would."""
    estimates: "tuple[Estimate, ...]" = ()
    """What each option costs for the traffic; none where nothing is said of any."""
    detours: "tuple[Detour, ...]" = ()
    """What options that miss needs would cost with the workarounds for them, where that is known."""

    def verdict(self, option: str) -> OptionVerdict:
        """What was found of one option."""
        return next(verdict for verdict in self.verdicts if verdict.option == option)


def _unmet(findings: tuple[Finding, ...]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(finding.feature for finding in findings if not finding.met))
