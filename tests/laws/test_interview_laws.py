"""What the questionnaire keeps to over small matrices of every kind, against brute force over all further needs."""

from __future__ import annotations

from functools import cache
from itertools import pairwise, permutations, product
from typing import TYPE_CHECKING, Any

from hypothesis import given, settings
from hypothesis import strategies as st

from apigw_choose import Matrix, Need, Requirements, decide
from apigw_choose.engine.evaluate import evaluate
from apigw_choose.engine.interview import Interview, Question, Survey
from apigw_choose.engine.prospects import Asks, Prospects, union
from apigw_choose.model.answers import Answer, Answers
from handmade import WOODS, assumption, feature, matrix, rule, workaround

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

law = settings(max_examples=300)
CAPABILITIES = ["f1", "f2", "f3", "f4", "f5"]
QUANTITY = "how-much"
THRESHOLDS = [10, 20]
AMOUNTS = [5, 10, 11, 20, 21, 99]
SUPPORTS = ["full", "full", "none", "none", "partial", "unknown", "not-applicable"]


class Asker:
    """Puts the questions of one matrix, and knows by brute force what may come of what was not asked."""

    def __init__(self, made: Matrix, *, strict: bool = False, around: bool = False) -> None:
        self.matrix = made
        self.strict = strict
        self.around = around
        self.interview = Interview(made, Requirements(strict=strict, allow_workarounds=around))
        self.recommended = cache(self._recommended)

    def walk(self, reply: Callable[[str], Answer]) -> Iterator[tuple[Answers, Survey]]:
        """How things stand before each question, and in the end."""
        answers = Answers()
        while True:
            survey = self.interview.survey(answers)
            yield answers, survey
            if survey.question is None:
                return
            answers = answers.plus(reply(entry.feature) for entry in survey.question.entries)

    def further(self, survey: Survey, answers: Answers) -> Iterator[frozenset[tuple[str, int | None]]]:
        """Everything that might be needed besides, in all combinations."""
        answered = {answer.feature for answer in answers.all()}
        open_features = [name for name in self.matrix.features if name not in answered]
        ways: list[list[tuple[str, int | None] | None]] = [
            [None, *((name, amount) for amount in self.amounts(name))] for name in open_features
        ]
        needed = frozenset((need.feature, need.amount) for need in survey.requirements.needs)
        for taken in product(*ways):
            yield needed | frozenset(one for one in taken if one is not None)

    def amounts(self, name: str) -> list[int | None]:
        return [1, *AMOUNTS] if name == QUANTITY else [None]

    def _recommended(self, needs: frozenset[tuple[str, int | None]]) -> str | None:
        asked = Requirements.of((Need(*need) for need in needs), strict=self.strict, allow_workarounds=self.around)
        return evaluate(self.matrix, asked).recommendation

    def could_matter(self, question: Question, survey: Survey, answers: Answers) -> Iterator[bool]:
        """For each entry: whether a yes, after some other answers, would change the recommendation."""
        others = list(self.further(survey, answers))
        for entry in question.entries:
            without = [needs for needs in others if entry.feature not in {name for name, _ in needs}]
            yield any(
                self.recommended(needs | {(entry.feature, amount)}) != self.recommended(needs)
                for needs in without
                for amount in self.amounts(entry.feature)
            )


def quantity_cells() -> st.SearchStrategy[dict[str, Any]]:
    plain = st.sampled_from(THRESHOLDS).map(lambda value: {"support": "full", "value": value})
    endless = st.just({"support": "full", "value": "unlimited"})
    raised = st.sampled_from(THRESHOLDS).map(
        lambda value: {
            "support": "full", "value": value, "beyond": {"by": "request", "to": "not stated", "note": "Ask."},
        }
    )  # fmt: skip
    absent = st.sampled_from(["none", "unknown"]).map(lambda support: {"support": support})
    return st.one_of(plain, plain, endless, raised, absent)


@st.composite
def matrices(draw: st.DrawFn, *, rules: bool) -> Matrix:
    names = CAPABILITIES[: draw(st.integers(1, len(CAPABILITIES)))]
    features = [feature(name, **{wood: draw(st.sampled_from(SUPPORTS)) for wood in WOODS}) for name in names]
    if draw(st.booleans()):
        better = draw(st.sampled_from(["more", "less"]))
        cells = {wood: draw(quantity_cells()) for wood in WOODS}
        features.append(feature(QUANTITY, {"quantity": {"dimension": "count", "better": better}}, **cells))
        names = [*names, QUANTITY]
    assumptions: tuple[dict[str, Any], ...] = ()
    if draw(st.booleans()):
        unless = draw(st.lists(st.sampled_from(names), min_size=1, unique=True))
        assumptions = (assumption("dry", draw(st.sampled_from(list(WOODS))), *unless),)
    return matrix(
        *features,
        prices={wood: draw(st.integers(1, 3)) for wood in WOODS},
        assumptions=assumptions,
        rules=tuple(draw(st.lists(some_rule(names), max_size=3, unique_by=lambda one: one["id"]))) if rules else (),
        workarounds=tuple(draw(st.lists(some_workaround(names), max_size=3, unique_by=lambda one: one["id"]))),
    )


@st.composite
def some_workaround(draw: st.DrawFn, names: list[str]) -> dict[str, Any]:
    wood, name = draw(st.sampled_from(list(WOODS))), draw(st.sampled_from(names))
    return workaround(f"{name}-of-{wood}", [wood], name)


@st.composite
def some_rule(draw: st.DrawFn, names: list[str]) -> dict[str, Any]:
    woods = draw(st.lists(st.sampled_from(list(WOODS)), min_size=1, unique=True))
    when = draw(st.lists(st.sampled_from(names), min_size=1, max_size=2, unique=True))
    others = [name for name in names if name not in when]
    kinds = (["implies", "excludes"] if others else []) + (["limits"] if QUANTITY in names else [])
    kind = draw(st.sampled_from(kinds)) if kinds else None
    said: dict[str, Any] = {}
    if kind == "limits":
        said = {"limits": {QUANTITY: str(draw(st.sampled_from(THRESHOLDS)))}}
    elif kind:
        said = {kind: [draw(st.sampled_from(others))]}
    else:
        said = {"excludes": ["f1"]}
    return rule(f"rule-{'-'.join(sorted(woods))}-{'-'.join(when)}", woods, when, **said)


@st.composite
def replies(draw: st.DrawFn) -> Callable[[str], Answer]:
    """What somebody would say of each feature."""
    yes = st.sampled_from(["no", "no", "yes", "unknown"])
    fixed = {name: draw(yes) for name in [*CAPABILITIES, QUANTITY]}
    amount = draw(st.sampled_from(AMOUNTS))

    def reply(name: str) -> Answer:
        said = fixed[name]
        return Answer(name, said, amount if said == "yes" and name == QUANTITY else None)  # type: ignore[arg-type]

    return reply


@law
@given(made=matrices(rules=True), reply=replies(), strict=st.booleans(), around=st.booleans())
def test_every_path_ends_within_the_number_of_questions_that_was_said(
    made: Matrix, reply: Callable[[str], Answer], *, strict: bool, around: bool
) -> None:
    still = [survey.at_most for _, survey in Asker(made, strict=strict, around=around).walk(reply)]
    assert all(later < earlier for earlier, later in pairwise(still))
    assert still[-1] == 0


@law
@given(made=matrices(rules=True), reply=replies(), strict=st.booleans())
def test_what_was_answered_is_not_asked_again(made: Matrix, reply: Callable[[str], Answer], *, strict: bool) -> None:
    (*_, (answers, _)) = Asker(made, strict=strict).walk(reply)
    asked = [answer.feature for answer in answers.all()]
    assert len(asked) == len(set(asked))


@law
@given(made=matrices(rules=True), reply=replies(), strict=st.booleans(), around=st.booleans())
def test_once_decided_no_further_need_leads_to_another_option(
    made: Matrix, reply: Callable[[str], Answer], *, strict: bool, around: bool
) -> None:
    asker = Asker(made, strict=strict, around=around)
    for answers, survey in asker.walk(reply):
        reached = {asker.recommended(needs) for needs in asker.further(survey, answers)}
        assert reached - {None} <= set(survey.possible)
        if survey.decided:
            assert reached <= {survey.recommendation, None}


@law
@given(made=matrices(rules=True), reply=replies(), strict=st.booleans(), around=st.booleans())
def test_once_verified_no_further_need_changes_anything(
    made: Matrix, reply: Callable[[str], Answer], *, strict: bool, around: bool
) -> None:
    asker = Asker(made, strict=strict, around=around)
    (*_, (answers, survey)) = asker.walk(reply)
    assert {asker.recommended(needs) for needs in asker.further(survey, answers)} == {survey.recommendation}


@law
@given(made=matrices(rules=False), reply=replies(), strict=st.booleans())
def test_without_rules_everything_that_is_asked_could_change_the_recommendation(
    made: Matrix, reply: Callable[[str], Answer], *, strict: bool
) -> None:
    asker = Asker(made, strict=strict)
    for answers, survey in asker.walk(reply):
        if survey.question:
            assert all(asker.could_matter(survey.question, survey, answers))


@law
@given(made=matrices(rules=False), reply=replies())
def test_without_rules_an_option_is_called_possible_only_when_further_needs_lead_to_it(
    made: Matrix, reply: Callable[[str], Answer]
) -> None:
    asker = Asker(made)
    for answers, survey in asker.walk(reply):
        reached = {asker.recommended(needs) for needs in asker.further(survey, answers)}
        assert set(survey.possible) == reached - {None}


@law
@given(made=matrices(rules=True), reply=replies(), strict=st.booleans(), around=st.booleans())
def test_verified_answers_give_what_decide_gives_for_the_same_needs(
    made: Matrix, reply: Callable[[str], Answer], *, strict: bool, around: bool
) -> None:
    (*_, (_, survey)) = Asker(made, strict=strict, around=around).walk(reply)
    meant = [reply(name) for name in made.features]
    needs = [Need(answer.feature, answer.amount) for answer in meant if answer.reply == "yes"]
    # What was not asked could not change it, and what is not known counts as not needed.
    assert (
        survey.recommendation
        == decide(made, Requirements.of(needs, strict=strict, allow_workarounds=around)).recommendation
    )


@law
@given(made=matrices(rules=True), reply=replies(), strict=st.booleans())
def test_what_comes_next_depends_on_what_was_answered_and_not_on_the_order(
    made: Matrix, reply: Callable[[str], Answer], *, strict: bool
) -> None:
    for answers, survey in Asker(made, strict=strict).walk(reply):
        others = [answer for answer in answers.all() if answer.reply != "yes"]
        again = Interview(made, survey.requirements).survey(Answers(before=tuple(reversed(others))))
        assert again == survey


@law
@given(made=matrices(rules=True), reply=replies(), strict=st.booleans())
def test_what_an_entry_says_that_a_yes_rules_out_is_what_it_rules_out(
    made: Matrix, reply: Callable[[str], Answer], *, strict: bool
) -> None:
    for _, survey in Asker(made, strict=strict).walk(reply):
        for entry in survey.question.entries if survey.question else ():
            if entry.beyond is None:
                need = Need(entry.feature)
                asked = Requirements.of((*survey.requirements.needs, need), strict=strict)
                eligible = {verdict.option for verdict in evaluate(made, asked).verdicts if verdict.eligible}
                assert set(entry.rules_out) == set(survey.possible) - eligible
            for choice in entry.choices:
                asked = Requirements.of((*survey.requirements.needs, Need(entry.feature, choice.amount)), strict=strict)
                eligible = {verdict.option for verdict in evaluate(made, asked).verdicts if verdict.eligible}
                assert set(choice.rules_out) == set(survey.possible) - eligible


@law
@given(made=matrices(rules=True), strict=st.booleans())
def test_the_order_may_change_where_of_two_options_one_takes_a_workaround_and_the_other_has_something(
    made: Matrix, *, strict: bool
) -> None:
    asked = Requirements(strict=strict, allow_workarounds=True)
    asks = Asks(made, asked)
    found = Prospects(asks, asked, asks.open_to([]))
    pairs = permutations(found.possible, 2)
    assert found.reordering == union(asks.around[other] & ~asks.nothing_of[one] for other, one in pairs)


def test_a_rule_that_limits_less_does_not_hide_one_that_speaks_of_more() -> None:
    """Of less being better: 10 is left beside f1, 20 beside f1 and f2; between them the second alone rules oak out."""
    cells = {"oak": {"support": "full", "value": 10, "beyond": {"by": "request", "to": "not stated", "note": "Ask."}}}
    cells |= {wood: {"support": "full", "value": 10} for wood in ("elm", "ash")}
    made = matrix(
        *(feature(name, oak="full", elm="full", ash="full") for name in ("f1", "f2")),
        feature(QUANTITY, {"quantity": {"dimension": "count", "better": "less"}}, **cells),
        prices=dict.fromkeys(WOODS, 1),
        rules=(
            rule("rule-one", ["oak"], ["f1"], limits={QUANTITY: "10"}),
            rule("rule-two", ["oak"], ["f1", "f2"], limits={QUANTITY: "20"}),
        ),
    )
    asker = Asker(made)
    answers = Answers()
    survey = asker.interview.survey(answers)
    assert {asker.recommended(needs) for needs in asker.further(survey, answers)} - {None} <= set(survey.possible)


def test_what_a_rule_forbids_of_an_amount_it_forbids_of_more() -> None:
    """Beside f1 elm is left with 20, less being better: a choice of 9 rules it out as well."""
    raised = {"support": "full", "value": 10, "beyond": {"by": "request", "to": "not stated", "note": "Ask."}}
    plain = {"support": "full", "value": 10}
    quantity = {"quantity": {"dimension": "count", "better": "less"}}
    made = matrix(
        *(feature(name, oak="full", elm="full", ash="full") for name in ("f1", "f2")),
        feature(QUANTITY, quantity, oak=plain, elm=raised, ash=plain),
        prices=dict.fromkeys(WOODS, 1),
        assumptions=(assumption("dry", "oak", "f1"),),
        rules=(
            rule("rule-both", ["oak", "elm"], ["f1"], implies=["f2"]),
            rule("rule-elm", ["elm"], ["f1", "f2"], limits={QUANTITY: "20"}),
        ),
    )
    for _, survey in Asker(made).walk(lambda name: Answer(name, "unknown" if name == QUANTITY else "yes")):
        for entry in survey.question.entries if survey.question else ():
            for choice in entry.choices:
                asked = Requirements.of((*survey.requirements.needs, Need(entry.feature, choice.amount)))
                eligible = {verdict.option for verdict in evaluate(made, asked).verdicts if verdict.eligible}
                assert set(choice.rules_out) == set(survey.possible) - eligible
