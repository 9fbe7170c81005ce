"""What the options cost: how traffic is measured, which lines a bill has, and the prices of each region."""

# No annotation is a string here: a named tuple compiles each one that is, at every start.
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal, NamedTuple

from apigw_choose.model.matrix import Confidence, Source

MeasureKind = Literal["flow", "level", "size", "duration", "share"]
"""Whole things a month; things held all month; bytes; milliseconds; millionths of a whole."""


class Measure(NamedTuple):
    """A figure that describes traffic, such as how many requests come."""

    id: str
    kind: MeasureKind
    phrase: str
    """How a sentence says it, `{}` being the amount: `{} requests a month`."""
    asks: str
    """What is asked, as a clause: `how many requests come`."""
    say: str
    """How a person says it: `--requests 50M/month`."""
    default: int | None = None
    """What is taken when nothing is said, in base units; None where it must be said."""
    flow: str | None = None
    """Of a level: the measure that is meant when the amount is said with a period."""
    feature: str | None = None
    """The feature through which it is used; an option without it has no line for it."""
    crossing: tuple[int, int] | None = None
    """Between which amounts it is worth asking where the cheapest option changes."""


class Steps(NamedTuple):
    """Metering by started steps: a call of 513 KB counts as two of 512 KB."""

    of: tuple[str, ...]
    """The measures of size or duration that are counted; one that is not known counts as nothing."""
    combine: Literal["sum", "larger"]
    each: int
    """Bytes or milliseconds; what has none counts as one step."""


@dataclass(frozen=True, slots=True)
class Way:
    """How the units of a line are counted: the product of all that is given."""

    count: str | None = None
    """A flow or level; None where there is one."""
    less: str | None = None
    """A share of the count that does not happen."""
    steps: Steps | None = None
    times: tuple[str, ...] = ()
    """Sizes of which each counts, added up."""
    held: int | None = None
    """Held for the whole month, counted in units of so many milliseconds."""
    beyond: int = 0
    """So many are included in another line."""
    reading: tuple[str, str] | None = None
    """It applies only where this question is answered so."""

    @property
    def needed(self) -> tuple[str, ...]:
        """The measures without which it cannot be counted."""
        first_size = self.steps.of[:1] if self.steps else ()
        return tuple(name for name in (self.count, self.less, *first_size, *self.times) if name)


class Line(NamedTuple):
    """A line of the bill."""

    id: str
    name: str
    options: tuple[str, ...]
    """On whose bill it stands."""
    tariff: str
    ways: tuple[Way, ...]
    """The first of which every measure is known is taken."""
    when: frozenset[str] = frozenset()
    """It stands there only when one of these features is needed; always, where there are none."""
    unless: frozenset[str] = frozenset()
    """It does not when one of these is."""
    optional: bool = False
    """Without its measures it is left out, and the rest of the bill still counts."""
    sized: str | None = None
    """The measure that chooses among rates by size."""
    workarounds: tuple[str, ...] = ()
    """It is what these workarounds add, and else not on the bill."""
    replaces: tuple[str, ...] = ()
    """Lines that it takes the place of."""
    alike: bool = False
    """It costs the same for whichever option has the feature, and is told beside the sums."""
    note: str = ""
    """How it is metered, and what the vendor leaves open of it."""
    sources: tuple[Source, ...] = ()


class Tariff(NamedTuple):
    """Something that has a price, the same thing in every region."""

    id: str
    name: str
    unit: str
    """What is counted, in the plural: `requests`."""
    per: int
    """Rates are for so many units."""
    per_text: str
    """How a price says so: `million requests`."""
    dimension: Literal["count", "size"] = "count"
    everywhere: bool = False
    """It has one price, which stands with those of the region that is taken where nothing is said."""


class Tier(NamedTuple):
    """The rate up to some amount in a month."""

    up_to: int | None
    """Units; None where it has no end."""
    micros: int
    """Millionths of the currency unit, for the `per` of the tariff."""


class Rate(NamedTuple):
    """What a tariff costs in a region."""

    tariff: str
    tiers: tuple[Tier, ...]
    """In ascending order; where the last has an end, nothing is known beyond it."""
    sources: tuple[Source, ...]
    size: int | None = None
    """For which size it is, where there is one rate for each."""
    confidence: Confidence = "high"
    note: str = ""


class Region(NamedTuple):
    """The prices of one region."""

    id: str
    name: str
    currency: str
    rates: tuple[Rate, ...]


class Reading(NamedTuple):
    """A question that the vendor's words leave open, and the answers between which one can choose."""

    id: str
    text: str
    choices: Mapping[str, str]
    """What each stands for; the first is taken when nothing is said."""
    sources: tuple[Source, ...]


class Allowance(NamedTuple):
    """Usage that is free of charge for some."""

    id: str
    text: str
    """For whom and how long."""
    units: Mapping[str, int]
    """By tariff: how many are free in a month."""
    sources: tuple[Source, ...]


class LeftOut(NamedTuple):
    """What is billed by others, and not counted."""

    id: str
    text: str
    """What it is and what it is billed by."""


class OfferLine(NamedTuple):
    """How the vendor's own price list names a tariff."""

    tariff: str
    attributes: Mapping[str, str]
    """Attributes of the product that must be so; a value that begins with `*` is the end of the attribute."""
    unit: str
    size: str | None = None
    """The attribute that tells its size in GB."""


class Offer(NamedTuple):
    """What the vendor's own price list is like."""

    code: str
    lines: tuple[OfferLine, ...]


@dataclass(frozen=True, eq=False)
class Costs:
    """Everything that is known of prices."""

    month: int
    """How long a month is where nothing else is said, in milliseconds."""
    region: str
    """Whose prices are taken where nothing else is said."""
    measures: Mapping[str, Measure]
    readings: Mapping[str, Reading]
    lines: tuple[Line, ...]
    tariffs: Mapping[str, Tariff]
    allowances: tuple[Allowance, ...]
    left_out: tuple[LeftOut, ...]
    offer: Offer | None
    regions: Mapping[str, Region]
    unpriced: tuple[str, ...]
    """Regions that are known to exist, and of which no price is."""

    @property
    def conditions(self) -> frozenset[str]:
        """Features on which it depends what is billed."""
        return frozenset().union(*(line.when | line.unless for line in self.lines))
