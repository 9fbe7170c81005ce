"""How long the questionnaire is, against asking for everything. `python -m pytest tests/benchmarks -s` prints it."""

from __future__ import annotations

import random
import re
from dataclasses import dataclass
from pathlib import Path
from statistics import mean
from typing import TYPE_CHECKING

import pytest

from apigw_choose import Need, Requirements, decide
from apigw_choose.engine.interview import Interview
from apigw_choose.model.answers import Answer, Answers

if TYPE_CHECKING:
    from apigw_choose import Matrix
    from apigw_choose.engine.interview import Question
    from apigw_choose.model.matrix import Feature

PAGE = Path(__file__).parents[2] / "docs" / "questionnaire.md"
DRAWS = 100
SHARES = (5, 10, 20, 30)
SEED = 3

_TABLE = re.compile(r"(?:^\| (?:anything|what [^|]+ has) \| .*\n)+", re.MULTILINE)

Needs = dict[str, int | None]


@dataclass(frozen=True)
class Sitting:
    """How long one questionnaire was."""

    to_decided: int
    to_verified: int
    recommendation: str | None


@pytest.mark.benchmark
def test_the_table_in_the_docs_is_what_is_measured(matrix: Matrix, *, approving: bool) -> None:
    rows = [measured(matrix, within, share) for within in (None, *matrix.options) for share in SHARES]
    table = "".join(f"{row}\n" for row in rows)
    print(f"\n{table}")  # noqa: T201 - it is run for this
    text = PAGE.read_text("utf-8")
    shown = _TABLE.search(text)
    assert shown is not None
    if approving:
        PAGE.write_text(text.replace(shown[0], table), "utf-8")
    else:
        assert shown[0] == table, f"{PAGE.name} shows other figures; run this with --approve"


@pytest.mark.benchmark
def test_it_is_far_shorter_than_asking_for_everything(matrix: Matrix) -> None:
    longest = Interview(matrix, Requirements()).survey(Answers()).at_most
    assert longest * 5 < len(matrix.features)


def measured(matrix: Matrix, within: str | None, share: int) -> str:
    """A row of the table: needs are drawn from all features, or from those that one option has."""
    draw = random.Random(f"{SEED} {within} {share}")  # noqa: S311 - the same draws every time
    interview = Interview(matrix, Requirements())
    sittings = [sit(interview, needs_drawn(matrix, within, share, draw)) for _ in range(DRAWS)]
    none = sum(sitting.recommendation is None for sitting in sittings)
    source = "anything" if within is None else f"what {matrix.options[within].short} has"
    figures = [
        f"{mean(sitting.to_decided for sitting in sittings):.1f}",
        f"{mean(sitting.to_verified for sitting in sittings):.1f}",
        f"{max(sitting.to_verified for sitting in sittings)}",
        f"{round(100 * none / DRAWS)} %",
    ]
    return f"| {source} | {share} % | {' | '.join(figures)} |"


def needs_drawn(matrix: Matrix, within: str | None, share: int, draw: random.Random) -> Needs:
    needs: Needs = {}
    for feature in matrix.features.values():
        has_it = within is None or feature.cells[within].support in {"full", "partial"}
        if has_it and draw.random() * 100 < share:
            needs[feature.id] = amount_drawn(feature, within, draw)
    return needs


def amount_drawn(feature: Feature, within: str | None, draw: random.Random) -> int | None:
    """Of a quantity: as much as some option gives, or as the one does."""
    if feature.quantity is None:
        return None
    cells = feature.cells.values() if within is None else [feature.cells[within]]
    return draw.choice([cell.value for cell in cells if cell.value is not None] or [1])


def sit(interview: Interview, needs: Needs) -> Sitting:
    """Answer truthfully until nothing is left to ask; to say how much of a thing in a list counts as a question."""
    answers, count, decided_after = Answers(), 0, None
    while True:
        survey = interview.survey(answers)
        if survey.decided and decided_after is None:
            decided_after = count
        if survey.question is None:
            break
        replies = [answer(entry.feature, needs) for entry in survey.question.entries]
        count += 1 + follow_ups(survey.question, replies)
        answers = answers.plus(replies)
    meant = Requirements.of([Need(feature, amount) for feature, amount in needs.items()])
    assert survey.recommendation == decide(interview.matrix, meant).recommendation
    assert decided_after is not None
    return Sitting(decided_after, count, survey.recommendation)


def answer(feature: str, needs: Needs) -> Answer:
    return Answer(feature, "yes", needs[feature]) if feature in needs else Answer(feature, "no")


def follow_ups(question: Question, replies: list[Answer]) -> int:
    return 0 if question.kind == "amount" else sum(reply.amount is not None for reply in replies)
