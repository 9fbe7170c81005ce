"""What was answered in a questionnaire."""

from __future__ import annotations

from apigw_choose.model.answers import Answer, Answers
from apigw_choose.model.requirements import Need

BENDS, LOAD, GLOWS = Answer("bends", "yes"), Answer("load", "yes", 40), Answer("glows", "no")
FLOATS, SINGS = Answer("floats", "unknown"), Answer("sings", "no")
GIVEN = Answers(before=(SINGS,)).plus([BENDS, GLOWS]).plus(iter([FLOATS])).plus([LOAD])


def test_answers_are_kept_by_question_and_what_was_answered_earlier_comes_first() -> None:
    assert GIVEN.given == ((BENDS, GLOWS), (FLOATS,), (LOAD,))
    assert GIVEN.all() == (SINGS, BENDS, GLOWS, FLOATS, LOAD)


def test_going_back_takes_the_last_question_alone_and_nothing_from_an_earlier_sitting() -> None:
    assert GIVEN.back() == Answers((SINGS,), ((BENDS, GLOWS), (FLOATS,)))
    assert Answers((SINGS,)).back() == Answers((SINGS,))


def test_what_was_answered_with_yes_is_needed_and_says_by_which_question() -> None:
    needs = GIVEN.needs()
    assert needs == (Need("bends"), Need("load", 40))
    assert [need.origin for need in needs] == ["question 1", "question 3"]


def test_the_features_with_one_reply_are_told_in_order() -> None:
    assert GIVEN.with_reply("yes") == ("bends", "load")
    assert GIVEN.with_reply("no") == ("sings", "glows")
    assert GIVEN.with_reply("unknown") == ("floats",)
