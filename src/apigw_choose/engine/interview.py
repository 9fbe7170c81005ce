"""The questionnaire as a state machine: the answers so far lead to the next question, and that is all it knows.

It has two ends. A survey is *decided* when no further needs could lead to another option than the one
recommended now; they could at most leave none. It is *verified* when they could not even do that: nothing
that has not been answered could change the recommendation, and there is no next question. What was answered
with "I do not know" counts as answered there, and as not needed.

Only what could still change the recommendation is asked, alone or after other answers. Features that the
same options fall short of, among those still possible, share a question: "do you need any of these?".
A quantity that each of them has in some amount, and that may tell them apart, has a question of its own.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from math import prod
from typing import TYPE_CHECKING, Literal

from apigw_choose.engine.evaluate import evaluate
from apigw_choose.engine.prospects import Asks, Prospects, further_asks, union
from apigw_choose.engine.sets import bits_of
from apigw_choose.model.answers import Answer, Answers
from apigw_choose.model.requirements import Need, Requirements

if TYPE_CHECKING:
    from collections.abc import Sequence

    from apigw_choose.model.decision import Finding, OptionVerdict
    from apigw_choose.model.matrix import Matrix

Key = tuple[tuple[str, ...], tuple[tuple[str, ...], ...]]
"""What a group has in common: the assumptions it ends, and whom its cells rule out at each further amount."""

MOST_IN_A_GROUP = 8
"""A list that is longer is not read."""

_CHANCE = 10
"""When questions are weighed, each feature is taken to be needed in one case of so many."""

_MOST_WEIGHED = 32
"""So many questions are weighed against each other; of more, those that rule out most."""


@dataclass(frozen=True, slots=True)
class Choice:
    """One range of a quantity between two thresholds."""

    amount: int
    """What is needed at least, in base units."""
    beyond: int | None
    """The threshold above which it lies, for the range without an end; None where `amount` ends it."""
    rules_out: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Entry:
    """One feature that a question asks for."""

    feature: str
    beyond: int | None
    """Of a quantity: only more than this matters; None where any amount does."""
    rules_out: tuple[str, ...]
    """The options that a yes would rule out."""
    choices: tuple[Choice, ...]
    """Of a quantity: the ranges that may lead elsewhere. None where there is but one."""


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked in one go."""

    entries: tuple[Entry, ...]
    rules_out: tuple[str, ...]
    """The options that a yes to any entry would rule out."""
    kind: Literal["one", "any", "amount"]
    """A yes or no, any of a list, or how much."""
    ends: tuple[str, ...]
    """The assumptions that a yes would end."""
    reorders: bool
    """Whether a yes to some entry may put another option first, though it rules none out."""

    def none(self) -> tuple[Answer, ...]:
        """The answers when none of it is needed."""
        return tuple(Answer(entry.feature, "no") for entry in self.entries)


@dataclass(frozen=True, slots=True)
class Survey:
    """How things stand after some answers."""

    requirements: Requirements
    recommendation: str | None
    possible: tuple[str, ...]
    """The options that may yet be recommended."""
    question: Question | None
    """The next one; None when the recommendation is verified."""
    at_most: int
    """The number of questions that may still come, this one included, if all are answered."""

    @property
    def decided(self) -> bool:
        """Whether no further need could lead to another option."""
        return all(option == self.recommendation for option in self.possible)


class Interview:
    """Finds the next question from the answers; one for each matrix and the requirements known beforehand."""

    def __init__(self, matrix: Matrix, known: Requirements) -> None:
        self.matrix = matrix
        self.known = known
        self._asks = Asks(matrix, known)

    def requirements(self, answers: Answers) -> Requirements:
        """What is asked of the options after some answers."""
        asked = Requirements.of((*self.known.needs, *answers.needs()), self.known.wants)
        return replace(self.known, needs=asked.needs, wants=asked.wants)

    def survey(self, answers: Answers) -> Survey:
        """How things stand, and what to ask next."""
        requirements = self.requirements(answers)
        answered = {need.feature for need in requirements.needs} | {answer.feature for answer in answers.all()}
        prospects = Prospects(self._asks, requirements, self._asks.open_to(answered))
        groups = _Groups(prospects)
        return Survey(
            requirements=requirements,
            recommendation=prospects.recommendation,
            possible=prospects.possible,
            question=_best(prospects, groups, answered),
            at_most=groups.at_most(),
        )


def grounds(matrix: Matrix, requirements: Requirements, entry: Entry) -> tuple[tuple[str, str], ...]:
    """For each option that a yes would rule out: its id, and why.

    Where it rules none out, for each that would take a workaround: its id, and the workaround.
    """
    further = {bit.beyond: bit.amount for bit in further_asks(matrix, matrix.features[entry.feature])}
    need = Need(entry.feature, None if entry.beyond is None else further[entry.beyond])
    asked = Requirements.of(
        (*requirements.needs, need), strict=requirements.strict, allow_workarounds=requirements.allow_workarounds
    )
    verdicts = {verdict.option: verdict for verdict in evaluate(matrix, asked).verdicts}
    if entry.rules_out:
        return tuple((option, _why_not(verdicts[option], entry.feature)) for option in entry.rules_out)
    ways = ((option, _found(verdict, entry.feature).workaround) for option, verdict in verdicts.items())
    return tuple((option, matrix.workarounds[way].text) for option, way in ways if way and verdicts[option].eligible)


def _found(verdict: OptionVerdict, feature: str) -> Finding:
    return next(finding for finding in verdict.needs if finding.feature == feature)


def _why_not(verdict: OptionVerdict, feature: str) -> str:
    """What the cell says, or the rules do."""
    finding = _found(verdict, feature)
    rules = [rule.text for clash in verdict.clashes if feature in clash.needs for rule in clash.rules]
    return finding.note if not finding.met or not rules else " ".join(dict.fromkeys(rules))


class _Groups:
    """The features that could still matter, by what they have in common."""

    def __init__(self, prospects: Prospects) -> None:
        self.prospects = prospects
        self.asks = prospects.asks
        self.relevant = prospects.relevant()
        self.pending = prospects.pending()
        self.alone: list[str] = []
        """Quantities to be asked each for itself."""
        self.shared: dict[Key, list[str]] = {}
        for feature in self.asks.of:
            if any(bit & self.relevant for bit in self.asks.of[feature]):
                if self._stands_alone(feature):
                    self.alone.append(feature)
                else:
                    self.shared.setdefault(self._key(feature), []).append(feature)

    def questions(self) -> list[Question]:
        """The questions among which to choose: of each group, as much as goes into one."""
        shared = [self._question(features[:MOST_IN_A_GROUP]) for features in self.shared.values()]
        return [*shared, *(self._question([feature]) for feature in self.alone)]

    def at_most(self) -> int:
        """How many questions may still come.

        What has a key in common keeps it in common, whatever is answered, until it no longer matters; but
        a quantity that two options have may come to stand alone once a third one is ruled out.
        """
        count = len(self.alone)
        for features in self.shared.values():
            may_part = sum(map(self._may_stand_alone, features))
            count += may_part + -(-(len(features) - may_part) // MOST_IN_A_GROUP)
        return count

    def _stands_alone(self, feature: str) -> bool:
        return self._may_stand_alone(feature) and not self._lacking(self.asks.of[feature][0])

    def _may_stand_alone(self, feature: str) -> bool:
        """Whether it is a quantity that several of the possible options have."""
        any_amount, *further = self.asks.of[feature]
        return bool(further) and len(self.prospects.possible) - len(self._lacking(any_amount)) > 1

    def _key(self, feature: str) -> Key:
        asks = self.asks.of[feature]
        ended = tuple(name for name in self.pending if self.prospects.enders[name] & asks[0])
        steps = [self._lacking(bit) for bit in asks]
        steps = [step for place, step in enumerate(steps) if step and step not in steps[:place]]
        return ended, tuple(steps)

    def _lacking(self, bit: int) -> tuple[str, ...]:
        """The possible options that fall short of it by their cells; what the rules add changes with the answers."""
        return tuple([option for option in self.prospects.possible if self.asks.lack[option] & bit])

    def _question(self, features: Sequence[str]) -> Question:
        entries = tuple(map(self._entry, features))
        if len(entries) > 1:
            kind: Literal["one", "any", "amount"] = "any"
        else:
            kind = "amount" if entries[0].choices else "one"
        return Question(
            entries=entries,
            rules_out=tuple(
                option for option in self.prospects.possible if all(option in entry.rules_out for entry in entries)
            ),
            kind=kind,
            ends=tuple(name for name in self.pending if self.prospects.enders[name] & self.asks.of[features[0]][0]),
            reorders=any(self.first(feature) & self.prospects.reordering for feature in features),
        )

    def _entry(self, feature: str) -> Entry:
        first = self.first(feature)
        return Entry(
            feature=feature,
            beyond=self.asks.ask(first).beyond,
            rules_out=self.prospects.ruled_out_by(first),
            choices=self._choices(feature),
        )

    def first(self, feature: str) -> int:
        """The most lenient ask of a feature that could matter."""
        return next(bit for bit in self.asks.of[feature] if bit & self.relevant)

    def _choices(self, feature: str) -> tuple[Choice, ...]:
        """The ranges of a quantity, the most lenient first: each ends where the next one rules out more, or may."""
        any_amount, *further = self.asks.of[feature]
        choices = []
        below = any_amount
        for bit in further:
            ask = self.asks.ask(bit)
            if bit & self.relevant and (self._tells(bit) != self._tells(below)):
                assert ask.beyond is not None, "an ask beyond any amount has a threshold"
                choices.append(Choice(ask.beyond, None, self.prospects.ruled_out_by(below)))
                below = bit
        ask = self.asks.ask(below)
        if ask.amount is not None:
            choices.append(Choice(ask.amount, ask.beyond, self.prospects.ruled_out_by(below)))
        return tuple(choices)

    def _tells(self, bit: int) -> tuple[tuple[str, ...], bool, list[str]]:
        """Whom it rules out, whether a rule might, and which of several that are left take a workaround."""
        out = self.prospects.ruled_out_by(bit)
        left = [option for option in self.prospects.possible if option not in out]
        around = [option for option in left if self.asks.around[option] & bit] if len(left) > 1 else []
        return out, bool(self.prospects.joined() & bit), around


def _best(prospects: Prospects, groups: _Groups, answered: set[str]) -> Question | None:
    """The question after which the fewest options are to be expected; first one that may end an assumption.

    That is one of which nothing was asked yet: as long as an assumption may go either way, half of what
    there is to ask is about options that most people have no use for.
    """
    questions = groups.questions()
    leading = [question for question in questions if _leads(prospects, question, answered)]
    weighed = sorted(leading or questions, key=lambda question: -len(question.rules_out) * len(question.entries))
    return min(
        weighed[:_MOST_WEIGHED],
        key=lambda question: (_expected(prospects, groups, question), groups.first(question.entries[0].feature)),
        default=None,
    )


def _leads(prospects: Prospects, question: Question, answered: set[str]) -> bool:
    """Whether a yes would bring in an option that an assumption sets aside, and nothing was asked about that yet."""
    return any(
        prospects.enders[name] & union(prospects.asks.of[feature][0] for feature in answered) == 0
        and any(name in prospects.aside[option] for option in prospects.possible if option not in question.rules_out)
        for name in question.ends
    )


def _expected(prospects: Prospects, groups: _Groups, question: Question) -> int:
    """How many options are left after the question on average, times a number that is the same for all questions.

    An answer that leaves none tells no options apart, and counts as if it had left them all.
    """
    asks = prospects.asks
    all_left = len(prospects.possible)
    left = prospects.open & ~union(bit for entry in question.entries for bit in asks.of[entry.feature])
    alike = len(question.entries)
    none_needed = prod([_CHANCE - 1] * alike + [_CHANCE] * (MOST_IN_A_GROUP - alike))
    outcomes = _yes_to(groups, question)
    after_yes = sum(len(prospects.possible_after(left, asks.up_to(bit))) or all_left for bit in outcomes)
    after_no = len(prospects.possible_after(left)) or all_left
    # Several outcomes are equally likely. The product keeps it in whole numbers, which compare alike everywhere.
    return none_needed * after_no + (prod([_CHANCE] * MOST_IN_A_GROUP) - none_needed) * after_yes // len(outcomes)


def _yes_to(groups: _Groups, question: Question) -> list[int]:
    """The asks that a yes may mean: in a list they are alike, of a quantity there is one for each range."""
    first = groups.first(question.entries[0].feature)
    if question.kind != "amount":
        return [first]
    return [bit for bit in bits_of(groups.relevant) if bit in groups.asks.of[question.entries[0].feature]]
