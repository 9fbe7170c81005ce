"""An estimate: the monthly bill of one option for some traffic, and where the cheapest option changes."""

# No annotation is a string here: a named tuple compiles each one that is, at every start.
from fractions import Fraction
from typing import Literal, NamedTuple

from apigw_choose.model.costs import Line, Rate, Tariff
from apigw_choose.model.decision import Decision

MICROS = 1_000_000
"""Millionths of a currency unit in one."""


class Portion(NamedTuple):
    """The units of a charge that fall into one tier."""

    units: Fraction
    micros: int
    """Rate for the `per` of the tariff."""


class Charge(NamedTuple):
    """A line of the bill with its amount."""

    line: Line
    tariff: Tariff
    rate: Rate
    units: Fraction
    portions: tuple[Portion, ...]
    exact: Fraction
    """The amount in millionths of the currency unit, not rounded."""
    free: Fraction
    """How much of that the allowances take off."""


class Gap(NamedTuple):
    """A line whose amount cannot be told."""

    line: Line
    kind: Literal["traffic", "price", "tier", "size"]
    """A measure is not known; the region has no price; none past a tier; no such size."""
    measures: tuple[str, ...]
    """Those that are not known."""
    limit: int | None = None
    """Up to how many units, or which size, something is known."""


class Estimate(NamedTuple):
    """What one option costs in a month."""

    option: str
    currency: str
    charges: tuple[Charge, ...]
    gaps: tuple[Gap, ...]
    """Lines without which the bill is not whole."""
    not_counted: tuple[Gap, ...]
    """Lines that are left out because nothing was said of them."""
    free_tier: bool
    """Whether allowances are taken off the total."""
    alike: tuple[Charge, ...] = ()
    """What any option pays that has the feature for which they are; not in the total."""

    @property
    def exact(self) -> Fraction | None:
        """The total in millionths of the currency unit, not rounded; None where the bill is not whole."""
        if self.gaps or not self.charges:
            return None
        total = sum((charge.exact for charge in self.charges), start=0 * self.charges[0].exact)
        return total - self.free if self.free_tier else total

    @property
    def free(self) -> Fraction:
        """What allowances take off, or would."""
        return sum((charge.free for charge in self.charges), start=0 * self.charges[0].exact)

    @property
    def alike_exact(self) -> Fraction | int:
        """What any option pays besides, in millionths of the currency unit."""
        return sum(charge.exact for charge in self.alike)

    @property
    def micros(self) -> int | None:
        """The total, rounded half up to a millionth of the currency unit."""
        return None if self.exact is None else rounded(self.exact)


class Detour(NamedTuple):
    """What an option that misses needs would cost with the workarounds for them."""

    option: str
    missing: tuple[str, ...]
    workarounds: tuple[str, ...]
    estimate: Estimate
    """With what the workarounds add."""


class Crossing(NamedTuple):
    """An amount of a measure from which another option is the cheapest."""

    measure: str
    at: int
    """The first amount, in base units, at which it is so."""
    before: str
    after: str
    before_micros: tuple[int, int]
    """What the two cost one unit before it."""
    at_micros: tuple[int, int]
    """What they cost at it."""


class Span(NamedTuple):
    """Between which amounts of a measure crossings were looked for, and what was cheapest at its beginning."""

    measure: str
    low: int
    high: int
    cheapest: str
    """At the low end."""
    crossings: tuple[Crossing, ...]


class Quote(NamedTuple):
    """What every option costs for some traffic."""

    decision: Decision
    """With the bills, and who meets the needs."""
    among: tuple[str, ...]
    """The options among which the cheapest is sought."""
    cheapest: str | None
    """Of those with an estimate."""
    spans: tuple[Span, ...]
    """Which option is the cheapest along each measure."""


def rounded(exact: Fraction) -> int:
    """Half up to a whole number."""
    return (2 * exact.numerator + exact.denominator) // (2 * exact.denominator)
