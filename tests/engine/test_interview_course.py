"""The course of whole interviews over the shipped matrix: which questions come, in which order, after which answers.

`pytest tests/engine --approve` writes them anew; read the difference before you commit it.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from apigw_choose import Requirements, require
from apigw_choose.engine.interview import Interview
from apigw_choose.model.answers import Answer, Answers

if TYPE_CHECKING:
    from collections.abc import Iterator

    from apigw_choose import Matrix
    from apigw_choose.engine.interview import Entry, Question

GOLDEN = Path(__file__).parent / "golden"
LONGEST = 12
"""So many questions of a course are written down."""

COURSES: dict[str, tuple[tuple[str, ...], Requirements]] = {
    "nothing-is-needed": ((), Requirements()),
    "authorizers-are-needed": (("lambda-authorizer", "jwt-authorizer", "request-validation"), Requirements()),
    "messages-are-needed": (("server-push", "managed-connections", "connection-duration"), Requirements()),
    "private-and-large": (
        ("private-endpoint", "request-body-size", "integration-timeout", "vpc-link-v2"),
        Requirements(),
    ),
    "caches-and-amounts": (("caching", "cache-ttl", "cache-size", "integration-timeout"), Requirements()),
    "strictly": (("integration-timeout", "api-mappings", "mtls"), Requirements(strict=True)),
    "with-workarounds": (("execution-logs", "waf", "lambda-authorizer"), Requirements(allow_workarounds=True)),
}
"""What is needed whenever it is asked for, and how it is counted; all else is not needed."""


@pytest.mark.parametrize("name", COURSES)
def test_the_course_is_the_one_approved(matrix: Matrix, name: str, *, approving: bool) -> None:
    told = "\n".join(course(matrix, *COURSES[name])) + "\n"
    file = GOLDEN / f"{name}.txt"
    if approving:
        file.parent.mkdir(exist_ok=True)
        file.write_text(told, "utf-8")
    assert told == file.read_text("utf-8")


def test_known_needs_spare_their_questions(matrix: Matrix) -> None:
    """Who has said that a firewall is needed is asked for nothing but what could leave no option."""
    survey = Interview(matrix, require(matrix, needs=["waf"])).survey(Answers())
    assert survey.decided
    assert survey.recommendation == "rest"
    assert survey.question is not None
    assert all(entry.rules_out == ("rest",) for entry in survey.question.entries)


def course(matrix: Matrix, needed: tuple[str, ...], known: Requirements) -> Iterator[str]:
    """The questions of one interview and what follows from each, in words."""
    interview, answers = Interview(matrix, known), Answers()
    for _ in range(LONGEST):
        survey = interview.survey(answers)
        yield f"{survey.recommendation} of {'/'.join(survey.possible)}, at most {survey.at_most} to go"
        question = survey.question
        if question is None:
            break
        yield f"  {question.kind}: rules out {said(question.rules_out)}, ends {said(question.ends)}"
        for entry in question.entries:
            yield f"    {entry.feature} beyond {entry.beyond}: rules out {said(entry.rules_out)}"
            yield from (f"      {choice.amount}, {choice.beyond}: {said(choice.rules_out)}" for choice in entry.choices)
        answers = answers.plus(replies(matrix, question, needed))


def replies(matrix: Matrix, question: Question, needed: tuple[str, ...]) -> tuple[Answer, ...]:
    """Yes to what is needed, with the least amount that matters, and no to the rest."""
    no = {answer.feature: answer for answer in question.none()}
    yes = {entry.feature: affirmed(matrix, entry) for entry in question.entries if entry.feature in needed}
    return tuple({**no, **yes}.values())


def affirmed(matrix: Matrix, entry: Entry) -> Answer:
    quantity = matrix.features[entry.feature].quantity
    if quantity is None:
        return Answer(entry.feature, "yes")
    if entry.choices:
        return Answer(entry.feature, "yes", entry.choices[0].amount)
    step = 1 if quantity.better == "more" else -1
    return Answer(entry.feature, "yes", None if entry.beyond is None else entry.beyond + step)


def said(names: tuple[str, ...]) -> str:
    return "/".join(names) or "none"
