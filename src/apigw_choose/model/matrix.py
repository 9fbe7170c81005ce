"""The matrix: what can be chosen, what it can be asked for, and what each option says of each feature."""

# No annotation is a string here: a named tuple compiles each one that is, at every start.
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal, NamedTuple

from apigw_choose.model.amounts import Dimension, format_amount

if TYPE_CHECKING:
    from apigw_choose.model.costs import Costs
    from apigw_choose.model.reference import Alternative, Change, Claim, Pairing, Term, Workaround

Support = Literal["full", "partial", "none", "not-applicable", "unknown"]
Confidence = Literal["high", "medium", "low"]


class Source(NamedTuple):
    """A page that shows a statement, and when a person last compared the two."""

    url: str
    checked: str
    """ISO date."""
    anchor: str | None = None
    """Words by which the passage is found on the page."""
    edition: str | None = None
    """Which copy of the page was read."""


class Witness(NamedTuple):
    """What a machine-readable model of the vendor shows of a cell."""

    model: str
    path: str
    shows: str


class Beyond(NamedTuple):
    """How an option gives more of a quantity than its default."""

    by: Literal["request", "condition"]
    """`request`: the vendor raises a quota when asked; `condition`: the note says what must hold."""
    to: int | None
    """The most that can be had, in base units; None where no ceiling is stated."""
    note: str


class Cell(NamedTuple):
    """What one option says of one feature."""

    support: Support
    note: str
    """The condition, the limit, or the reason, in one or two sentences."""
    sources: tuple[Source, ...]
    value: int | None = None
    """Of a quantity: what is had without asking, in base units. None with support: no limit."""
    beyond: Beyond | None = None
    since: str | None = None
    """ISO date, or its year and month, from which this has held."""
    workaround: str | None = None
    """What to do instead; None where it is not needed or none is known."""
    disputed: str | None = None
    """What other sources say, where they disagree."""
    basis: Literal["documented", "model", "inferred"] = "documented"
    confidence: Confidence = "high"
    witness: Witness | None = None


class Quantity(NamedTuple):
    """How the amounts of a feature are measured and compared."""

    dimension: Dimension
    better: Literal["more", "less"] = "more"
    of: str = ""
    """What is counted: `routes`, `connections`."""

    def write(self, amount: int) -> str:
        """The amount as a person reads it: `29s`, `300 routes`."""
        return f"{format_amount(amount, self.dimension)} {self.of}".strip()

    def reaches(self, offered: int, asked: int) -> bool:
        """Whether what is offered is at least as good as what is asked."""
        return offered >= asked if self.better == "more" else offered <= asked


class Feature(NamedTuple):
    """A row of the matrix: a capability (have or have not) or a quantity (how much)."""

    id: str
    name: str
    category: str
    summary: str
    cells: Mapping[str, Cell]
    """By option id, one for every option, in the order of the matrix."""
    aliases: tuple[str, ...] = ()
    quantity: Quantity | None = None
    shorthands: Mapping[str, int] | None = None
    """Ids that mean a certain amount of this quantity, in base units."""
    covers: tuple[str, ...] = ()
    """Rows of other published tables that this one answers."""


class Price(NamedTuple):
    """The list price by which options are ranked when no traffic is given."""

    micros: int
    """Millionths of the currency unit, for one `per`."""
    currency: str
    per: str
    note: str
    sources: tuple[Source, ...]


class Option(NamedTuple):
    """One thing that can be chosen."""

    id: str
    name: str
    short: str
    """The name at the head of a table's column."""
    summary: str
    price: Price


class Assumption(NamedTuple):
    """What is taken for granted until a need or want speaks against it."""

    id: str
    text: str
    because: str
    overrule: str
    """How a person says that it does not hold."""
    sets_aside: tuple[str, ...]
    """Options that are not proposed while it holds."""
    unless: frozenset[str]
    """Features that, once needed or wanted, end it."""
    unless_traffic: frozenset[str] = frozenset()
    """Measures of traffic that, once said, end it."""


@dataclass(frozen=True, eq=False)
class Rule:
    """What holds within one choice: some features together imply, exclude or limit others.

    Rules are told apart by identity: `at_most_one_of` makes several of one id.
    """

    id: str
    options: tuple[str, ...]
    """The options in which it holds."""
    when: frozenset[str]
    """It speaks once all of these are needed."""
    implies: tuple[str, ...]
    excludes: tuple[str, ...]
    limits: Mapping[str, int]
    """By quantity: the best amount that is left, in base units."""
    text: str
    sources: tuple[Source, ...]


@dataclass(frozen=True, eq=False)
class Matrix:
    """The whole data set."""

    id: str
    version: str
    """The date of its newest check."""
    subject: str
    """What the options are options of."""
    noun: str
    """What one option is called: `API type`."""
    nouns: str
    categories: Mapping[str, str]
    """Name by id, in the order in which they are shown."""
    options: Mapping[str, Option]
    features: Mapping[str, Feature]
    """By id, in the order of the categories and then of the ids."""
    quantities: frozenset[str]
    """Ids of the features that are quantities."""
    names: Mapping[str, str]
    """Every alias and shorthand, to the id of its feature."""
    having: Mapping[str, int]
    """By option: a set of features as the bits of a number, those with full or partial support. The
    first feature is the lowest bit."""
    partial: Mapping[str, int]
    """Likewise: those of them with partial support."""
    unknown: Mapping[str, int]
    """Likewise: the features of which it is not known."""
    assumptions: tuple[Assumption, ...] = ()
    rules: tuple[Rule, ...] = ()
    workarounds: "Mapping[str, Workaround]" = field(default_factory=dict)
    alternatives: "Mapping[str, Alternative]" = field(default_factory=dict)
    pairings: "Mapping[str, Pairing]" = field(default_factory=dict)
    claims: "Mapping[str, Claim]" = field(default_factory=dict)
    history: "Mapping[str, Change]" = field(default_factory=dict)
    """What became otherwise on which day, the newest first."""
    glossary: "Mapping[str, Term]" = field(default_factory=dict)
    pricing: "Mapping[str, Costs]" = field(default_factory=dict)
    """What is known of prices, under the key `costs`; empty where nothing is."""
    language: str = "en"
    """In which its texts are, as far as they are translated."""
    sentences: Mapping[str, str] = field(default_factory=dict)
    """The tool's own sentences in the language of the matrix, by the English; empty where that is English."""

    def say(self, sentence: str, **parts: object) -> str:
        """A sentence of the tool in the language of the matrix, with its `{parts}` put in.

        The English is the key. A test collects the sentences from the calls of this method, so the sentence
        is written where it is said, or in a table of the same module.
        """
        return self.sentences.get(sentence, sentence).format(**parts)

    @property
    def costs(self) -> "Costs | None":
        """What is known of prices beyond the list price."""
        return self.pricing.get("costs")
