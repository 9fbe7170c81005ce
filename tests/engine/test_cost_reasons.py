"""What traffic adds to the argument, in words to the letter."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from typing import TYPE_CHECKING

import pytest

import handmade
from apigw_choose import Need, Requirements, decide
from apigw_choose.engine.cost_reasons import cost_reasons, gap_words, money, traffic_words
from apigw_choose.engine.estimates import estimates
from apigw_choose.engine.evaluate import evaluate
from apigw_choose.model.costs import Costs, Line, Measure, Rate, Region, Tariff, Tier, Way
from apigw_choose.model.decision import Reason
from apigw_choose.model.estimate import Gap
from apigw_choose.model.traffic import Traffic

if TYPE_CHECKING:
    from collections.abc import Iterable

    from apigw_choose import Matrix
    from apigw_choose.model.estimate import Detour

MEASURES = (
    Measure("cuts", "flow", "{} cuts a month", "how many cuts there are", "--cuts 50"),
    Measure("bends", "flow", "{} bends a month", "how many bends there are", "--bends 9"),
    Measure("plan", "size", "{} a plan", "how large a plan is", "--plan 4KB"),
)
INSTEAD = "--region here is priced in full, or give the price list itself with --prices FILE"


def line(identifier: str, wood: str, *counted: str, around: str = "", alike: bool = False) -> Line:
    """A line of one wood, which takes all measures that are named, and has a tariff of its own name."""
    way = Way(count=counted[0] if counted else None, less=counted[1] if counted[1:] else None)
    workarounds = (around,) if around else ()
    return Line(identifier, identifier.title(), (wood,), identifier, (way,), workarounds=workarounds, alike=alike)


def costs(lines: Iterable[Line], prices: dict[str, int]) -> Costs:
    """Costs in the region `here`, in millionths of a dollar for one."""
    lines = tuple(lines)
    tariffs = {entry.tariff: Tariff(entry.tariff, entry.name, "pieces", 1, "piece") for entry in lines}
    rates = tuple(Rate(name, (Tier(None, micros),), ()) for name, micros in prices.items())
    return Costs(
        month=30 * 86_400_000,
        region="here",
        measures={measure.id: measure for measure in MEASURES},
        readings={},
        lines=lines,
        tariffs=tariffs,
        allowances=(),
        left_out=(),
        offer=None,
        regions={"here": Region("here", "Here", "USD", rates)},
        unpriced=(),
    )


def asked(*needs: str, **amounts: int) -> Requirements:
    return replace(Requirements.of([Need(need) for need in needs]), traffic=Traffic(amounts, 30 * 86_400_000, "here"))


def priced(made: Matrix, known: Costs) -> Matrix:
    return replace(made, pricing={"costs": known})


def told(made: Matrix, requirements: Requirements) -> list[Reason]:
    """The reasons that speak of bills."""
    kinds = ("cost", "no-estimate", "workaround-cost")
    return [reason for reason in decide(made, requirements).reasons if reason.kind in kinds]


FLOATS = handmade.feature("floats", oak="full", ash="full")


def test_bills_are_told_from_the_least_with_what_an_option_lacks() -> None:
    known = costs(
        [line("sawing", "oak", "cuts"), line("filing", "elm", "cuts"), line("boiling", "ash", "cuts")],
        {"sawing": 2_000_000, "filing": 3_000_000, "boiling": 500_000},
    )
    assert told(priced(handmade.matrix(FLOATS), known), asked("floats", cuts=1500)) == [
        Reason(
            "cost",
            "For 1,500 cuts a month: Ash $750.00, Oak $3,000.00 and Elm, without floats, $4,500.00 a month (here).",
            (),
            ("oak", "elm", "ash"),
        )
    ]


def test_what_costs_less_for_the_traffic_is_said_to_and_its_bills_come_after() -> None:
    known = costs([line("sawing", "oak", "cuts"), line("filing", "elm", "cuts")], {"sawing": 3, "filing": 2})
    made = priced(handmade.matrix(handmade.feature("shines", oak="full", elm="full"), woods=2), known)
    reasons = decide(made, asked("shines", cuts=1_000_000)).reasons
    assert [(reason.kind, reason.options) for reason in reasons] == [
        ("price", ("elm", "oak")),
        ("cost", ("oak", "elm")),
    ]
    assert reasons[0].text == "For this traffic Elm costs less than Oak."


def test_after_the_bills_it_is_told_what_to_say_for_those_that_are_not_whole() -> None:
    known = costs([line("sawing", "oak", "bends", "plan"), line("filing", "elm", "cuts")], {"filing": 1})
    assert told(priced(handmade.matrix(FLOATS, woods=2), known), asked(cuts=0)) == [
        Reason("cost", "For 0 cuts a month: Elm $0.00 a month (here).", (), ("elm",)),
        Reason(
            "no-estimate",
            "No estimate of Oak: say how many bends there are and how large a plan is (--bends 9 --plan 4KB).",
            (),
            ("oak",),
        ),
    ]


def test_all_that_a_bill_lacks_is_told_once() -> None:
    lines = [line("a", "oak", "bends"), line("b", "oak", "bends"), line("c", "oak", "cuts"), line("d", "elm", "cuts")]
    (_, reason) = told(priced(handmade.matrix(FLOATS, woods=2), costs(lines, {"d": 1})), asked(cuts=1))
    assert reason.text == (
        f"No estimate of Oak: say how many bends there are (--bends 9); no price of C in here is known; {INSTEAD}."
    )


def test_of_an_option_that_is_set_aside_neither_a_bill_nor_a_gap_is_told() -> None:
    made = handmade.matrix(
        handmade.feature("shines", oak="full", elm="full", ash="full"),
        FLOATS,
        assumptions=(handmade.assumption("indoors", "elm", "floats"), handmade.assumption("dry", "ash", "floats")),
    )
    known = costs([line("a", "oak", "cuts"), line("b", "elm", "cuts"), line("c", "ash", "plan")], {"a": 1, "b": 1})
    assert [reason.options for reason in told(priced(made, known), asked("shines", cuts=1))] == [("oak",)]


def test_without_traffic_or_without_prices_nothing_is_told() -> None:
    made, known = handmade.matrix(FLOATS), costs([line("a", "oak", "cuts")], {"a": 1})
    bills = estimates(priced(made, known), asked(cuts=1))
    verdicts = evaluate(made, asked()).verdicts
    assert bills
    assert list(cost_reasons(made, asked(cuts=1), verdicts, bills, ())) == []
    assert list(cost_reasons(priced(made, known), Requirements.of([]), verdicts, bills, ())) == []


WORKAROUNDS = (handmade.workaround("cork", ["elm"], "floats"), handmade.workaround("wax", ["elm"], "shines"))
BOTH = (handmade.feature("floats", oak="full"), handmade.feature("shines", oak="full"))


def around(known: Costs) -> tuple[str, Detour]:
    decision = decide(priced(handmade.matrix(*BOTH, workarounds=WORKAROUNDS), known), asked("floats", "shines", cuts=4))
    (reason,) = (reason for reason in decision.reasons if reason.kind == "workaround-cost")
    (detour,) = decision.detours
    assert (reason.features, reason.options) == (("floats", "shines"), ("elm",))
    return reason.text, detour


def test_a_way_around_is_told_with_all_that_it_comes_to_and_what_any_option_pays_besides() -> None:
    lines = [
        line("filing", "elm", "cuts"),
        line("cork", "elm", around="cork"),
        line("wax", "elm", around="wax"),
        line("tools", "elm", around="wax", alike=True),
        line("gloves", "elm", around="wax", alike=True),
    ]
    prices = {"filing": 1_000_000, "cork": 2_000_000, "wax": 500_000, "tools": 7_000_000, "gloves": 10_000}
    assert around(costs(lines, prices))[0] == (
        "Elm with cork and wax for floats and shines comes to $6.50 a month ($2.50 of it for the workaround). "
        "Besides, $7.01 for Tools and Gloves, whichever wood it is."
    )


def test_a_way_around_may_cost_nothing() -> None:
    lines = [line("filing", "elm", "cuts"), line("cork", "elm", around="cork"), line("wax", "elm", around="wax")]
    assert around(costs(lines, {"filing": 0, "cork": 0, "wax": 0}))[0] == (
        "Elm with cork and wax for floats and shines comes to $0.00 a month ($0.00 of it for the workaround)."
    )


@pytest.mark.parametrize(
    ("micros", "currency", "written"),
    [
        (0, "USD", "$0.00"),
        (1, "USD", "$0.000001"),
        (Fraction(1, 2), "USD", "$0.000001"),
        (Fraction(1, 3), "USD", "$0.00"),
        (5_000, "USD", "$0.005"),
        (Fraction(19_999, 2), "USD", "$0.01"),
        (10_000, "USD", "$0.01"),
        (14_999, "USD", "$0.01"),
        (15_000, "EUR", "€0.02"),
        (1_234_500_000, "CHF", "CHF 1,234.50"),
        (Fraction(-1, 2), "USD", "-$0.000001"),
        (-2_500_000, "EUR", "-€2.50"),
    ],
)
def test_money_is_rounded_half_up_to_a_cent_and_below_one_to_a_millionth(
    micros: int | Fraction, currency: str, written: str
) -> None:
    assert money(micros, currency) == written


CUTTING, PAPER = line("cutting", "oak", "cuts"), line("paper", "oak", "cuts")
KNOWN = replace(
    costs([CUTTING, PAPER], {}),
    tariffs={
        "cutting": Tariff("cutting", "Cutting", "cuts", 1, "cut"),
        "paper": Tariff("paper", "Paper", "bytes", 1, "byte", dimension="size"),
    },
)


def test_traffic_is_said_in_the_order_of_the_measures() -> None:
    said = Traffic({"plan": 4096, "cuts": 50_000_000}, 1, "there")
    assert traffic_words(handmade.matrix(FLOATS), KNOWN, said) == "50M cuts a month, 4KB a plan"


@pytest.mark.parametrize(
    ("gap", "words"),
    [
        (Gap(CUTTING, "traffic", ("cuts",)), "say how many cuts there are (--cuts 50)"),
        (Gap(CUTTING, "size", ("plan",), 2048), "the largest that cutting has a price for in there is 2KB"),
        (
            Gap(CUTTING, "tier", (), 3_000_000),
            f"the price of Cutting in there is known up to 3M cuts a month only; {INSTEAD}",
        ),
        (Gap(PAPER, "tier", (), 2048), f"the price of Paper in there is known up to 2KB a month only; {INSTEAD}"),
        (Gap(PAPER, "size", ("plan",), 0), "the largest that paper has a price for in there is 0B"),
        (Gap(PAPER, "tier", (), 0), f"the price of Paper in there is known up to 0B a month only; {INSTEAD}"),
        (Gap(CUTTING, "price", ()), f"no price of Cutting in there is known; {INSTEAD}"),
    ],
    ids=["traffic", "size", "tier", "tier of a size", "no size", "no tier", "price"],
)
def test_why_a_line_has_no_amount_is_said_with_what_to_do_about_it(gap: Gap, words: str) -> None:
    assert gap_words(handmade.matrix(FLOATS), KNOWN, Traffic({}, 1, "there"), gap) == words
