"""Asking on a terminal, line by line: works over ssh, in a screen reader and in a transcript."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from apigw_choose.engine.interview import Answer, Answers, Interview
from apigw_choose.engine.reasons import join
from apigw_choose.model.amounts import EXAMPLE, parse_amount
from apigw_choose.model.errors import InputError
from apigw_choose.renderers.page import Page

if TYPE_CHECKING:
    from collections.abc import Sequence

    from apigw_choose.engine.interview import Entry, Question, Survey
    from apigw_choose.model.matrix import Matrix, Quantity
    from apigw_choose.model.requirements import Requirements
    from apigw_choose.renderers.page import Style

_KEYS = {
    "one": "y, n, s don't know, w why, b back, q save and stop, ?",
    "any": "numbers, Enter for none, s don't know, w why, b back, q save and stop, ?",
    "amount": "a number or an amount, n, s don't know, w why, b back, q save and stop, ?",
}
_HELP = (
    "y, n        yes, no",
    "1, 1 3      the numbers of a list; Enter alone where none of it is needed",
    "60s, 8MB    how much, where a question asks for it",
    "s           you do not know: it is kept as open, and told at the end",
    "w           why this is asked",
    "b           back to the question before",
    "q           save, if --save was given, and stop",
    "Ctrl-C      leave at once; nothing is saved",
)
_PATIENCE = 3
"""After so many answers that mean nothing, the keys are explained."""


class Stopped(Exception):  # noqa: N818 - not an error: the user has had enough
    """The user stopped before the end."""

    def __init__(self, answers: Answers, survey: Survey) -> None:
        self.answers = answers
        self.survey = survey
        super().__init__()


class _Misunderstood(Exception):  # noqa: N818 - nor this: it is asked again
    """The line is no answer to the question."""


class Questioner:
    """Puts the questions of an interview to the person at the terminal."""

    def __init__(self, matrix: Matrix, known: Requirements, style: Style) -> None:
        self.matrix = matrix
        self.interview = Interview(matrix, known)
        self.style = style

    def ask(self, answers: Answers) -> tuple[Answers, Survey]:
        """Ask until nothing could change the recommendation, or the user has heard enough.

        Raises:
            Stopped: when the user stops.
            InputError: at the end of input.
        """
        going_on = False
        while True:
            survey = self.interview.survey(answers)
            if survey.question is None:
                self._say(self._verified(survey))
                return answers, survey
            if survey.decided and survey.recommendation and not going_on:
                going_on = self._wants_more(survey)
                if not going_on:
                    return answers, survey
            answers = self._answered(answers, survey, survey.question)

    def _answered(self, answers: Answers, survey: Survey, question: Question) -> Answers:
        """The answers after one more question, or one fewer when the user goes back."""
        self._show(question, survey, len(answers.given) + 1)
        misunderstood = 0
        while True:
            line = self._line()
            if line == "q":
                raise Stopped(answers, survey)
            if line == "b" and answers.given:
                return answers.back()
            if line in {"w", "?", "b"}:
                self._say(*self._told(line, question))
                continue
            try:
                return answers.plus(self._read(line, question))
            except _Misunderstood as error:
                misunderstood += 1
                self._say(str(error), *(_HELP if misunderstood % _PATIENCE == 0 else ()))

    def _read(self, line: str, question: Question) -> Sequence[Answer]:
        if line == "s":
            return [Answer(entry.feature, "unknown") for entry in question.entries]
        if line in {"n", "no"} or (line == "" and question.kind == "any"):
            return question.none()
        if question.kind == "any":
            return self._chosen(line, question)
        (entry,) = question.entries
        if question.kind == "amount":
            return [Answer(entry.feature, "yes", self._amount_of(line, entry))]
        if line in {"y", "yes"}:
            return [Answer(entry.feature, "yes", self._amount_needed(entry))]
        raise _Misunderstood("Please answer y or n; ? lists all that can be answered.")

    def _chosen(self, line: str, question: Question) -> list[Answer]:
        numbers = line.replace(",", " ").split()
        most = len(question.entries)
        if not numbers or not all(_is_number(number, most) for number in numbers):
            raise _Misunderstood(f"Please answer with numbers from 1 to {most}, or Enter for none.")
        chosen = {int(number) - 1 for number in numbers}
        return [
            Answer(entry.feature, "yes", self._amount_needed(entry)) if place in chosen else Answer(entry.feature, "no")
            for place, entry in enumerate(question.entries)
        ]

    def _amount_of(self, line: str, entry: Entry) -> int:
        """The amount that a line names, or that of the range with its number."""
        if _is_number(line, len(entry.choices)):
            return entry.choices[int(line) - 1].amount
        try:
            return parse_amount(line, self._quantity(entry).dimension)
        except ValueError as error:
            raise _Misunderstood(f"{error}, or give the number of a range.") from error

    def _amount_needed(self, entry: Entry) -> int | None:
        """How much of a quantity that is needed; nothing to ask of a capability."""
        if self.matrix.features[entry.feature].quantity is None:
            return None
        dimension = self._quantity(entry).dimension
        while True:
            self._say(f"How much of {entry.feature}? For example {EXAMPLE[dimension]}.")
            try:
                return parse_amount(self._line(), dimension)
            except ValueError as error:
                self._say(str(error))

    def _quantity(self, entry: Entry) -> Quantity:
        quantity = self.matrix.features[entry.feature].quantity
        assert quantity is not None, "only quantities are asked how much"
        return quantity

    def _show(self, question: Question, survey: Survey, number: int) -> None:
        page = Page(self.style)
        page.line()
        still = f"Still possible: {self._names(survey.possible)}." if survey.possible else "Nothing fits so far."
        page.line(f"Question {number}, at most {survey.at_most} to go.  {still}", "dim")
        if question.kind == "any":
            page.line("Do you need any of these?", "bold")
            page.rows(
                (f"{place} {entry.feature}", self._about(entry)) for place, entry in enumerate(question.entries, 1)
            )
        else:
            (entry,) = question.entries
            page.line(f"{'How much' if question.kind == 'amount' else 'Do you need'}: {self._wanted(entry)}?", "bold")
            page.line(self.matrix.features[entry.feature].summary)
            page.rows((str(place), self._range(entry, place)) for place, _ in enumerate(entry.choices, 1))
        page.line(f"{self._consequence(question)}   [{_KEYS[question.kind]}]", "dim")
        self._write(page.text())

    def _about(self, entry: Entry) -> str:
        feature = self.matrix.features[entry.feature]
        more = f" More than {self._quantity(entry).write(entry.beyond)}." if entry.beyond is not None else ""
        return f"{feature.name}. {feature.summary}{more}"

    def _wanted(self, entry: Entry) -> str:
        name = self.matrix.features[entry.feature].name
        beyond = f", more than {self._quantity(entry).write(entry.beyond)}" if entry.beyond is not None else ""
        return f"{name}{beyond} ({entry.feature})"

    def _range(self, entry: Entry, place: int) -> str:
        choice = entry.choices[place - 1]
        write = self._quantity(entry).write
        said = f"up to {write(choice.amount)}" if choice.beyond is None else f"more than {write(choice.beyond)}"
        return f"{said}{f', which rules out {self._names(choice.rules_out)}' if choice.rules_out else ''}"

    def _consequence(self, question: Question) -> str:
        return f"A yes rules out {self._names(question.rules_out)}." if question.rules_out else ""

    def _told(self, line: str, question: Question) -> Sequence[str]:
        if line == "?":
            return _HELP
        if line == "b":
            return ["This is the first question."]
        told = [
            f"{entry.feature}: a yes would rule out {self._names(entry.rules_out)}."
            if entry.rules_out
            else f"{entry.feature}: a yes could leave nothing that fits, or end an assumption."
            for entry in question.entries
        ]
        return [*told, f"More: apigw-choose explain {question.entries[0].feature}"]

    def _wants_more(self, survey: Survey) -> bool:
        name = self.matrix.options[survey.recommendation or ""].name
        left = "One question" if survey.at_most == 1 else f"Up to {survey.at_most} questions"
        self._say("", f"Decided: {name}. {left} could still leave nothing that fits. Go on? [y, n]")
        while (line := self._line()) not in {"y", "yes", "n", "no"}:
            self._say("Please answer y or n.")
        return line in {"y", "yes"}

    def _verified(self, survey: Survey) -> str:
        if survey.recommendation is None:
            return "Verified: nothing fits, and no further answer would change that."
        return f"Verified: {self.matrix.options[survey.recommendation].name}. No further answer could change it."

    def _names(self, options: Sequence[str]) -> str:
        return join(self.matrix.options[option].short for option in options)

    def _line(self) -> str:
        self._write("> ")
        line = sys.stdin.readline()
        if not line:
            self._write("\n")
            raise InputError("the input ended before the questions did; nothing is decided", hint="q saves and stops")
        return line.strip().casefold()

    def _say(self, *lines: str) -> None:
        page = Page(self.style)
        for line in lines:
            page.line(line)
        self._write(page.text())

    @staticmethod
    def _write(text: str) -> None:
        sys.stderr.write(text)
        sys.stderr.flush()


def _is_number(text: str, most: int) -> bool:
    return text.isascii() and text.isdigit() and 1 <= int(text) <= most
