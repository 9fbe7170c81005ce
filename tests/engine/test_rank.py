from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from apigw_choose import Decision, decide, require
from apigw_choose.engine.price import Price
from apigw_choose.engine.rank import Standing, deciding_criterion
from handmade import assumption, feature, matrix

if TYPE_CHECKING:
    from apigw_choose import Matrix

BENDS = feature("bends", oak="full", elm="full", ash="full")
FLOATS = feature("floats", elm="full")
CARVES = feature("carves", ash="full")
SPLITS = feature("splits", oak="full")
OAK_IS_DEAR = {"oak": 3, "elm": 1, "ash": 2}


def ranking(decision: Decision) -> list[str]:
    ranked = {verdict.rank: verdict.option for verdict in decision.verdicts if verdict.rank is not None}
    assert sorted(ranked) == list(range(1, len(ranked) + 1))
    return [ranked[place] for place in sorted(ranked)]


def ranked(made: Matrix, *needs: str, wants: tuple[str, ...] = ()) -> list[str]:
    return ranking(decide(made, require(made, needs, wants)))


def test_wants_come_before_the_price() -> None:
    assert ranked(matrix(BENDS, SPLITS, prices=OAK_IS_DEAR), "bends", wants=("splits",))[0] == "oak"


def test_wants_count_by_weight_and_not_by_number() -> None:
    made = matrix(BENDS, CARVES, FLOATS, feature("shines", elm="full"))
    assert ranked(made, "bends", wants=("carves:3", "floats", "shines")) == ["ash", "elm", "oak"]
    assert ranked(made, "bends", wants=("carves:2", "floats", "shines:2")) == ["elm", "ash", "oak"]


def test_wants_of_equal_weight_leave_it_to_the_price() -> None:
    made = matrix(CARVES, FLOATS, prices=OAK_IS_DEAR)
    assert ranked(made, wants=("carves:2", "floats:2")) == ["elm", "ash", "oak"]


def test_a_want_said_twice_counts_once_by_its_heavier_weight() -> None:
    made = matrix(CARVES, FLOATS)
    assert ranked(made, wants=("carves:2", "carves:1", "floats:2"))[0] == "elm"
    assert ranked(made, wants=("carves:1", "carves:3", "floats:2"))[0] == "ash"


def test_the_price_comes_before_what_is_to_spare() -> None:
    made = matrix(BENDS, FLOATS, feature("shines", elm="full"), prices=OAK_IS_DEAR)
    assert ranked(made, "bends") == ["elm", "ash", "oak"]


def test_of_equal_price_the_option_with_the_fewest_features_beyond_those_asked_comes_first() -> None:
    made = matrix(BENDS, feature("shines", oak="full", elm="partial"), feature("smells", oak="full"))
    assert ranked(made, "bends") == ["ash", "elm", "oak"]


def test_partial_support_is_to_spare_and_unknown_is_not() -> None:
    made = matrix(BENDS, feature("shines", oak="partial", elm="unknown", ash="not-applicable"))
    assert ranked(made, "bends") == ["elm", "ash", "oak"]


def test_what_is_asked_is_not_to_spare() -> None:
    made = matrix(BENDS, SPLITS, FLOATS, feature("smells", oak="full"), feature("shines", elm="full"), woods=2)
    assert ranked(made, "bends", wants=("splits", "smells", "floats:2")) == ["oak", "elm"]
    assert ranked(made, "bends", wants=("floats", "shines", "splits:2")) == ["elm", "oak"]


def test_in_everything_else_alike_the_order_of_the_matrix_decides() -> None:
    assert ranked(matrix(BENDS), "bends") == ["oak", "elm", "ash"]


def test_an_option_that_misses_a_need_is_not_ranked() -> None:
    assert ranked(matrix(BENDS, FLOATS), "bends", "floats") == ["elm"]


def test_an_option_set_aside_is_not_ranked_until_something_speaks_against_the_assumption() -> None:
    made = matrix(BENDS, FLOATS, assumptions=(assumption("indoors", "elm", "floats"),))
    assert ranked(made, "bends") == ["oak", "ash"]
    assert ranked(made, "bends", wants=("floats",)) == ["elm", "oak", "ash"]
    overruled = decide(made, require(made, ["bends"], overruled=["indoors"]))
    assert ranking(overruled) == ["oak", "ash", "elm"]


def standing(*fields: int, option: str) -> Standing:
    workarounds, wants, price, spare, place = fields
    return Standing(workarounds, wants, Price(guessed=False, micros=price), spare, place, option)


@pytest.mark.parametrize(
    ("better", "worse", "criterion"),
    [
        (standing(0, 9, 9, 9, 9, option="oak"), standing(1, 0, 0, 0, 0, option="elm"), "workarounds"),
        (standing(0, 0, 9, 9, 9, option="oak"), standing(0, 1, 0, 0, 0, option="elm"), "wants"),
        (standing(0, 0, 1, 9, 9, option="oak"), standing(0, 0, 2, 0, 0, option="elm"), "price"),
        (standing(0, 0, 1, 1, 9, option="oak"), standing(0, 0, 1, 2, 0, option="elm"), "spare"),
        (standing(0, 0, 1, 1, 0, option="oak"), standing(0, 0, 1, 1, 1, option="elm"), "place"),
    ],
)
def test_the_deciding_criterion_is_the_first_that_differs(better: Standing, worse: Standing, criterion: str) -> None:
    assert better < worse
    assert deciding_criterion(better, worse) == criterion
