"""What is wrong with a file, as it is told."""

from __future__ import annotations

from apigw_choose.model.errors import InputError
from apigw_choose.model.problems import Position, Problem

WET, DARK = Problem(Position("shed.yaml", 3, 7), "too wet"), Problem(Position("shed.yaml"), "too dark", "light: none")


def test_a_problem_says_where_and_what() -> None:
    assert [str(problem) for problem in (WET, DARK)] == ["shed.yaml:3:7: too wet", "shed.yaml: too dark"]


def test_an_error_tells_every_problem_on_a_line_of_its_own() -> None:
    error = InputError([WET, "no wood"], "Buy some.")
    assert (error.problems, error.hint) == ((WET, "no wood"), "Buy some.")
    assert str(error) == "shed.yaml:3:7: too wet\nno wood"


def test_an_error_of_one_sentence_is_that_sentence() -> None:
    error = InputError("no wood")
    assert (error.problems, error.hint, str(error)) == (("no wood",), None, "no wood")
