"""What was answered in a questionnaire."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Literal

from apigw_choose.model.requirements import Need

if TYPE_CHECKING:
    from collections.abc import Iterable

Reply = Literal["yes", "no", "unknown"]


@dataclass(frozen=True, slots=True)
class Answer:
    """What was said of one feature."""

    feature: str
    reply: Reply
    amount: int | None = None
    """Of a quantity that is needed: the least amount of it, in base units."""


@dataclass(frozen=True, slots=True)
class Answers:
    """Everything that was answered, in order."""

    before: tuple[Answer, ...] = ()
    """What was answered in an earlier sitting, apart from the needs."""
    given: tuple[tuple[Answer, ...], ...] = ()
    """By question: one answer for each feature that it asked for."""

    def plus(self, answers: Iterable[Answer]) -> Answers:
        """These, and the answers to one more question."""
        return replace(self, given=(*self.given, tuple(answers)))

    def back(self) -> Answers:
        """These without the answers to the last question."""
        return replace(self, given=self.given[:-1])

    def all(self) -> tuple[Answer, ...]:
        """Every answer, the first one first."""
        return (*self.before, *(answer for answers in self.given for answer in answers))

    def needs(self) -> tuple[Need, ...]:
        """What is needed, each with the number of the question in which it was said."""
        return tuple(
            Need(answer.feature, answer.amount, f"question {number}")
            for number, answers in enumerate(self.given, 1)
            for answer in answers
            if answer.reply == "yes"
        )

    def with_reply(self, reply: Reply) -> tuple[str, ...]:
        """The features that were answered like this."""
        return tuple(answer.feature for answer in self.all() if answer.reply == reply)
