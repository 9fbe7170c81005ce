"""The questionnaire at a terminal: whole lines out, whole lines in, nothing redrawn, so that anything can follow it."""

from __future__ import annotations

import os
import re
import sys
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, TypeVar

from apigw_choose.cli.streams import style_of, tell
from apigw_choose.engine.evaluate import evaluate
from apigw_choose.engine.reasons import headline
from apigw_choose.model.amounts import parse_amount
from apigw_choose.model.answers import Answer
from apigw_choose.renderers import question_text as texts

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from apigw_choose.engine.interview import Choice, Entry, Interview, Question, Survey
    from apigw_choose.model.answers import Answers, Reply
    from apigw_choose.model.matrix import Matrix
    from apigw_choose.model.requirements import Requirements
    from apigw_choose.renderers.page import Style

_T = TypeVar("_T")
_MISTAKES_BEFORE_HELP = 3
_LEAST_WIDTH, _USUAL_WIDTH = 20, 80
_SEVERAL = 2
_YES_NO: dict[str, bool] = {"y": True, "yes": True, "n": False, "no": False}
_REPLIES: dict[str, Reply] = {"y": "yes", "yes": "yes", "n": "no", "no": "no", "s": "unknown"}


class GoBack(Exception):  # noqa: N818 - it is no error
    """The question before is asked for."""


class Stop(Exception):  # noqa: N818 - it is no error
    """The person stops here."""


def terminal_is_there() -> bool:
    """Whether there is a person to ask: stdin and stderr, on which questions are put, are both terminals."""
    return all(stream is not None and stream.isatty() for stream in (sys.stdin, sys.stderr))


class Terminal:
    """Puts texts on stderr and reads lines from stdin."""

    def __init__(self, matrix: Matrix, *, colour: bool) -> None:
        self.matrix = matrix
        # stdout, by which the width is found elsewhere, may be a file
        width = max(os.get_terminal_size(sys.stderr.fileno()).columns or _USUAL_WIDTH, _LEAST_WIDTH)
        self.style: Style = replace(style_of(sys.stderr, colour=colour), width=width)

    def say(self, text: str) -> None:
        """Put a text, which is fit for a terminal already."""
        sys.stderr.write(text)
        sys.stderr.flush()

    def ask(self, text: str, accept: Callable[[str], _T], why: Callable[[], str] | None = None) -> _T:
        """Put a question until the answer is accepted.

        Args:
            text: the question
            accept: makes something of an answer; a ValueError says what would be accepted
            why: the text for one who asks why

        Raises:
            GoBack: when that is the answer.
            Stop: likewise.
            EOFError: when there are no more answers.
        """
        self.say(text)
        mistakes = 0
        while True:
            line = self._read()
            key = line.casefold()
            if key in {"b", "back"}:
                raise GoBack
            if key in {"q", "quit"}:
                raise Stop
            if key in {"?", "help"}:
                self.say(texts.help_text(self.matrix, self.style))
            elif key in {"w", "why"} and why is not None:
                self.say(why())
            else:
                try:
                    return accept(line)
                except ValueError as error:
                    tell(str(error))
                    mistakes += 1
                    if mistakes % _MISTAKES_BEFORE_HELP == 0:
                        self.say(texts.help_text(self.matrix, self.style))

    def _read(self) -> str:
        """A line without the spaces around it."""
        self.say("> ")
        line = sys.stdin.buffer.readline()
        if not line.endswith(b"\n"):  # whatever was begun was not finished, and is no answer
            raise EOFError
        return line.decode("utf-8", "replace").strip()


class Sitting:
    """Puts the questions of an interview until it is decided, or somebody stops."""

    def __init__(self, terminal: Terminal, matrix: Matrix, interview: Interview, answers: Answers) -> None:
        self.terminal = terminal
        self.matrix = matrix
        self.interview = interview
        self.answers = answers
        self._goes_on = False
        """Whether it is decided and the person wants to go on to what is left."""

    def run(self) -> Survey:
        """How things stand in the end."""
        while True:
            survey = self.interview.survey(self.answers)
            self._goes_on &= survey.decided
            try:
                if self._ends(survey):
                    return survey
                if survey.question is not None:
                    self.answers = self.answers.plus(self._put(survey, survey.question))
            except GoBack:
                if not self.answers.given:
                    tell(self.matrix.say("There is no question before this one."))
                self.answers = self.answers.back()

    @property
    def _style(self) -> Style:
        return self.terminal.style

    @property
    def number(self) -> int:
        """Of the question that is being asked."""
        return len(self.answers.given) + 1

    def _ends(self, survey: Survey) -> bool:
        """Whether this is an end, which somebody may want to see or not."""
        if survey.question is None:
            if survey.recommendation is None and self.answers.given:
                said = _headline(self.matrix, survey.requirements)
                self.terminal.ask(texts.nothing_left_text(self.matrix, said, self._style), self._nothing)
            else:
                self.terminal.say(texts.verified_text(self.matrix, self._style))
            return True
        if survey.decided and not self._goes_on:
            text = texts.decided_text(self.matrix, survey, self._style)
            self._goes_on = self.terminal.ask(text, self._yes_unless_no)
            return not self._goes_on
        return False

    def _put(self, survey: Survey, question: Question) -> tuple[Answer, ...]:
        """The answers to one question, with the amounts of the quantities that are needed."""
        text = texts.question_text(self.matrix, survey, question, self.number, self._style)
        while True:
            replies = self.terminal.ask(
                text, lambda line: self._read(question, line), lambda: self._why(survey, question)
            )
            try:
                pairs = zip(question.entries, replies, strict=True)
                return tuple([self._amount(survey, question, entry, answer) for entry, answer in pairs])
            except GoBack:
                continue

    def _why(self, survey: Survey, question: Question) -> str:
        return texts.why_text(self.matrix, survey, question, self._style)

    def _read(self, question: Question, line: str) -> list[Answer]:
        if question.kind == "any":
            replies = numbers(self.matrix, line, len(question.entries))
            return [Answer(entry.feature, reply) for entry, reply in zip(question.entries, replies, strict=True)]
        (entry,) = question.entries
        if question.kind == "one":
            return [Answer(entry.feature, _one(self.matrix, line))]
        return [self._how_much(entry, line)]

    def _amount(self, survey: Survey, question: Question, entry: Entry, answer: Answer) -> Answer:
        """The answer with its amount, for which it may take another question or two."""
        quantity = self.matrix.features[entry.feature].quantity
        if answer.reply != "yes" or quantity is None:
            return answer
        why = partial(self._why, survey, question)
        if answer.amount is None:
            answer = self._ask_amount(survey, entry, why)
        endless = next((choice for choice in entry.choices if _is_endless(choice, answer)), None)
        if answer.reply == "yes" and (answer.amount is None or endless):
            text = texts.plain_amount_text(self.matrix, entry, endless.beyond if endless else entry.beyond, self._style)
            answer = self.terminal.ask(text, partial(self._how_much, replace(entry, choices=())), why)
        return answer

    def _ask_amount(self, survey: Survey, entry: Entry, why: Callable[[], str]) -> Answer:
        """Which of the ranges above the threshold is needed, where there are several."""
        quantity = self.matrix.features[entry.feature].quantity
        assert quantity is not None, "only quantities are asked how much"
        above = [
            choice
            for choice in entry.choices
            if entry.beyond is None or not quantity.reaches(entry.beyond, choice.amount)
        ]
        if len(above) < _SEVERAL:
            return Answer(entry.feature, "yes")
        picked = replace(entry, choices=tuple(above))
        text = texts.amount_text(self.matrix, survey, picked, self._style)
        return self.terminal.ask(text, partial(self._how_much, picked), why)

    def _how_much(self, entry: Entry, line: str) -> Answer:
        """The answer to how much is needed: a number before one of the ranges, or an amount."""
        quantity = self.matrix.features[entry.feature].quantity
        assert quantity is not None, "only quantities are asked how much"
        if line.casefold() in {"n", "no", "s"}:
            return Answer(entry.feature, _REPLIES[line.casefold()])
        if line.isascii() and line.isdigit() and 1 <= int(line[:6]) <= len(entry.choices):
            return Answer(entry.feature, "yes", entry.choices[int(line) - 1].amount)
        try:
            return Answer(entry.feature, "yes", parse_amount(line, quantity.dimension))
        except ValueError as error:
            text = (
                "{mistake}. Say a number from 1 to {count}, or an amount; n if it is not needed, s if you do not know."
                if entry.choices
                else "{mistake}. Say an amount; n if it is not needed, s if you do not know."
            )
            raise ValueError(self.matrix.say(text, mistake=error, count=len(entry.choices))) from error

    def _yes_unless_no(self, line: str) -> bool:
        """Enter goes on asking, which decides nothing."""
        return yes_or_no(self.matrix, line) if line else True

    def _nothing(self, line: str) -> None:
        if line:
            raise ValueError(self.matrix.say("Press Enter for the answer, or say b to go back."))


def _is_endless(choice: Choice, answer: Answer) -> bool:
    """Whether the range without an end was chosen, which says no amount."""
    return choice.beyond is not None and choice.amount == answer.amount


def numbers(matrix: Matrix, line: str, count: int) -> Sequence[Reply]:
    """The replies that an answer to a list gives, one for each entry.

    Raises:
        ValueError: when it is none, with what would be one.
    """
    key = line.casefold()
    if key in {"", "n", "no", "none"}:
        return ["no"] * count
    if key == "s":
        return ["unknown"] * count
    replies: dict[int, Reply] = {}
    for word in key.replace(",", " ").split():
        read = re.fullmatch(r"(s?)([0-9]{1,4})", word, re.ASCII)
        if read is None or not 1 <= int(read[2]) <= count:
            text = "{line}: say numbers from 1 to {count}, such as 1,3; Enter for none; s if you do not know."
            raise ValueError(matrix.say(text, line=repr(line), count=count))
        reply: Reply = "unknown" if read[1] else "yes"
        if replies.setdefault(int(read[2]), reply) != reply:
            text = "{line}: says two things of number {number}; say one."
            raise ValueError(matrix.say(text, line=repr(line), number=read[2]))
    return [replies.get(number, "no") for number in range(1, count + 1)]


def yes_or_no(matrix: Matrix, line: str) -> bool:
    """What a plain answer says.

    Raises:
        ValueError: when it says neither.
    """
    if line.casefold() not in _YES_NO:
        raise ValueError(matrix.say("Say y or n."))
    return _YES_NO[line.casefold()]


def _one(matrix: Matrix, line: str) -> Reply:
    if line.casefold() not in _REPLIES:
        text = (
            "{line}: say y or n, or s if you do not know."
            if line
            else "An empty line answers nothing here: say y or n, or s if you do not know."
        )
        raise ValueError(matrix.say(text, line=repr(line)))
    return _REPLIES[line.casefold()]


def _headline(matrix: Matrix, requirements: Requirements) -> str:
    found = evaluate(matrix, requirements)
    return headline(matrix, requirements, found.verdicts, found.ranked)
