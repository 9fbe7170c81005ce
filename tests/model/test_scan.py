"""What templates declare, and what an API could be."""

from __future__ import annotations

from fractions import Fraction

import pytest

from apigw_choose.model.costs import Line, Rate, Tariff
from apigw_choose.model.decision import OptionVerdict
from apigw_choose.model.estimate import Charge, Estimate
from apigw_choose.model.scan import Assessment, FoundApi, Use

SHED = FoundApi("Shed", "oak", "shed.yaml", 1, ())
UNKNOWN = Estimate("oak", "USD", (), (), (), free_tier=False)


def bill(micros: int) -> Estimate:
    line, tariff = Line("boards", "Boards", ("oak",), "boards", ()), Tariff("boards", "Boards", "boards", 1, "board")
    charge = Charge(line, tariff, Rate("boards", (), ()), Fraction(1), (), Fraction(micros), Fraction(0))
    return UNKNOWN._replace(charges=(charge,))


def assessed(
    api: FoundApi = SHED,
    verdicts: tuple[OptionVerdict, ...] = (),
    bills: tuple[Estimate, Estimate] | None = None,
) -> Assessment:
    return Assessment(api, (), verdicts, None, True, None, None, bills, (), None, ())  # noqa: FBT003 # in their order


def test_a_use_was_asked_for_and_needs_no_further_word_unless_it_is_said() -> None:
    api = SHED._replace(uses=(Use("bends", "used", "shed.yaml", 3, "Resources.Shed"),))
    assert [(use.detail, use.by_default) for use in assessed(api).api.uses] == [("", False)]
    assert assessed(api).saving_a_month is None


@pytest.mark.parametrize(
    ("now", "then", "saving"),
    [(bill(9), bill(2), 7), (bill(2), bill(9), -7), (bill(9), UNKNOWN, None), (UNKNOWN, bill(9), None)],
)
def test_what_a_month_saves_is_told_where_both_bills_are_known(
    now: Estimate, then: Estimate, saving: int | None
) -> None:
    assert assessed(bills=(now, then)).saving_a_month == saving


def test_the_verdict_on_an_option_is_the_one_of_that_option() -> None:
    verdicts = tuple(
        OptionVerdict(wood, True, False, None, None, (), (), (), ())  # noqa: FBT003 # in their order
        for wood in ("oak", "elm")
    )
    assert assessed(verdicts=verdicts).verdict("elm").option == "elm"
