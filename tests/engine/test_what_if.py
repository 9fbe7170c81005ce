"""What one more need or want would do, against deciding anew, over a small world with rules of every kind."""

from __future__ import annotations

from dataclasses import replace
from itertools import combinations
from typing import TYPE_CHECKING

import pytest

from apigw_choose import Need, Requirements, decide
from apigw_choose.engine.evaluate import evaluate
from apigw_choose.engine.verify import verify
from apigw_choose.model.decision import Change
from apigw_choose.model.requirements import Want
from handmade import NINE_BOARDS, assumption, billed, feature, matrix, rule, workaround

if TYPE_CHECKING:
    from apigw_choose import Matrix

COUNT = {"quantity": {"dimension": "count"}}
DURATION = {"quantity": {"dimension": "duration", "better": "less"}}
WORLD = matrix(
    feature("bends", oak="full", elm="full", ash="partial"),
    feature("carves", oak="full", elm="partial", ash="full"),
    feature("floats", oak="full", elm="full", ash="full"),
    feature("glows", oak="full", elm="unknown", ash="full"),
    feature("planes", oak="partial", ash="full"),
    feature("shines", oak="full", elm="full", ash="full"),
    feature("smells", oak="full"),
    feature(
        "load",
        COUNT,
        oak={"value": 20, "beyond": {"by": "request", "to": 40, "note": "Ask."}},
        elm={"value": 30},
        ash={"value": "unlimited"},
    ),
    feature("drying", DURATION, oak={"value": "4ms"}, elm={"value": "2ms"}, ash={"value": "6ms"}),
    prices={"oak": 2, "elm": 1, "ash": 3},
    assumptions=(assumption("indoors", "ash", "floats", "planes"),),
    rules=(
        rule("grain", ["oak"], ["bends"], implies=["carves"]),
        rule("knots", ["oak", "ash"], ["carves"], excludes=["glows"]),
        rule("water", ["elm"], ["floats"], implies=["planes"]),
        rule("weight", ["oak"], ["carves", "shines"], limits={"load": 10}),
        rule("wax", ["ash"], ["shines"], limits={"load": 5, "drying": "8ms"}),
        rule("cut", ["ash"], ["carves", "floats"], excludes=["bends", "shines"]),
        rule("burn", ["ash"], ["glows"], implies=["floats"]),
    ),
)
NAMES = [name for name in WORLD.features if name not in WORLD.quantities]
LARGEST = 45


def asking(*needs: Need, strict: bool = False, wants: tuple[Want, ...] = ()) -> Requirements:
    return Requirements.of(needs, wants, strict=strict)


def recommended(requirements: Requirements) -> str | None:
    return evaluate(WORLD, requirements).recommendation


def with_one_more(requirements: Requirements, more: Need) -> Requirements:
    others = [need for need in requirements.needs if need.feature != more.feature]
    return replace(requirements, needs=(*others, more))


def together(requirements: Requirements, more: Need) -> tuple[str, ...]:
    """The option recommended before and the one of the lowest list price, of those proposed, that has what is asked."""
    before = recommended(requirements)
    alone = {verdict.option for verdict in evaluate(WORLD, replace(requirements, needs=(more,))).verdicts
             if verdict.eligible}  # fmt: skip
    aside = {verdict.option for verdict in evaluate(WORLD, with_one_more(requirements, more)).verdicts
             if verdict.set_aside}  # fmt: skip
    other = next((option for option in ("elm", "oak", "ash") if option in alone - aside), None)
    return (before, other) if before and other else ()


def questions() -> list[tuple[Need, ...]]:
    capabilities = [Need(name) for name in NAMES]
    quantities = [(), (Need("load", 8),), (Need("load", 25),), (Need("drying", 5),)]
    return [
        (*some, *amounts) for size in range(3) for some in combinations(capabilities, size) for amounts in quantities
    ]


@pytest.mark.parametrize("strict", [False, True], ids=["lenient", "strict"])
def test_every_further_need_leads_where_deciding_anew_leads(*, strict: bool) -> None:
    for needs in questions():
        requirements = asking(*needs, strict=strict)
        decision = decide(WORLD, requirements)
        verify(WORLD, decision)
        changes = {change.feature: change for change in decision.would_change if change.feature in NAMES}
        asked = {need.feature for need in needs}
        expected = {}
        for name in NAMES:
            after = recommended(with_one_more(requirements, Need(name)))
            if name not in asked and after != decision.recommendation:
                pair = () if after else together(requirements, Need(name))
                expected[name] = Change(name, None, after, pair)
        assert changes == expected, needs


@pytest.mark.parametrize("strict", [False, True], ids=["lenient", "strict"])
@pytest.mark.parametrize(
    ("quantity", "amounts"),
    [("load", range(1, LARGEST)), ("drying", range(8, -1, -1))],
    ids=["more is better", "less is better"],
)
def test_every_amount_at_which_the_answer_turns_is_told(quantity: str, amounts: range, *, strict: bool) -> None:
    for needs in questions():
        requirements = asking(*needs, strict=strict)
        said = next((need.amount for need in needs if need.feature == quantity), None)
        at = recommended(requirements)
        expected = []
        for amount in amounts:
            if said is not None and (amount <= said if quantity == "load" else amount >= said):
                continue
            more = Need(quantity, amount)
            after = recommended(with_one_more(requirements, more))
            if after != at:
                beyond = None if said is None and amount == amounts[0] else amount - amounts.step
                expected.append(Change(quantity, beyond, after, () if after else together(requirements, more)))
            at = after
        found = [change for change in decide(WORLD, requirements).would_change if change.feature == quantity]
        assert [(change.beyond, change.recommendation) for change in found] == [
            (change.beyond, change.recommendation) for change in expected
        ], needs


@pytest.mark.parametrize("strict", [False, True], ids=["lenient", "strict"])
def test_every_further_want_tips_what_deciding_anew_tips(*, strict: bool) -> None:
    for needs in questions():
        for wants in ((), (Want("smells"),), (Want("planes", weight=2),)):
            requirements = asking(*needs, strict=strict, wants=wants)
            decision = decide(WORLD, requirements)
            ends = {name for entry in decision.assumptions for name in entry.unless}
            expected = []
            for name in NAMES:
                after = recommended(replace(requirements, wants=(*requirements.wants, Want(name))))
                if name not in requirements.features | ends and after != decision.recommendation:
                    expected.append(Change(name, None, after, ()))
            assert list(decision.would_tip) == expected, (needs, wants)


def test_a_want_that_is_met_by_none_is_no_longer_to_spare() -> None:
    made = matrix(feature("airs", oak="full", elm="full"), feature("bends", oak="partial"), woods=2)
    assert recommended_strictly(made) == "elm"
    assert recommended_strictly(made, Want("bends")) == "oak"
    tips = decide(made, Requirements.of(strict=True)).would_tip
    assert tips == (Change("bends", None, "oak", ()),)


def recommended_strictly(made: Matrix, *wants: Want) -> str | None:
    return evaluate(made, Requirements.of((), wants, strict=True)).recommendation


@pytest.mark.parametrize("other", ["bends", "glows", "smells"])
def test_all_that_a_further_need_implies_counts_also_where_some_of_it_is_asked_already(other: str) -> None:
    made = matrix(
        *(feature(name, oak="full", elm="full") for name in ("bends", "carves", "glows", "smells")),
        feature("floats", elm="full"),
        rules=(rule("grain", ["oak"], ["carves"], implies=["bends", "floats", "glows", "smells"]),),
    )
    decision = decide(made, Requirements.of([Need(other)]))
    assert decision.recommendation == "oak"
    assert [(change.feature, change.recommendation) for change in decision.would_change] == [
        ("carves", "elm"),
        ("floats", "elm"),
    ]


def test_what_is_asked_already_ends_no_chain_of_implications() -> None:
    made = matrix(
        *(feature(name, oak="full", elm="full") for name in ("bends", "carves", "floats")),
        feature("glows", elm="full"),
        rules=(
            rule("wet", ["oak"], ["carves"], implies=["floats"]),
            rule("grain", ["oak"], ["carves"], implies=["bends"]),
            rule("bog", ["oak"], ["floats"], implies=["glows"]),
        ),
        woods=2,
    )
    for asked in ([], [Need("bends")]):
        decision = decide(made, Requirements.of(asked))
        assert decision.recommendation == "oak"
        assert [change.feature for change in decision.would_change] == ["carves", "floats", "glows"]


def test_what_a_further_need_implies_must_be_had_by_the_option_itself_also_where_a_workaround_serves_it() -> None:
    made = matrix(
        feature("bends"),
        feature("carves", oak="full"),
        rules=(rule("grain", ["oak"], ["carves"], implies=["bends"]),),
        workarounds=(workaround("steam", ["oak"], "bends"),),
    )
    bends, carves = Need("bends"), Need("carves")
    assert evaluate(made, Requirements.of([bends, carves], allow_workarounds=True)).recommendation is None
    decision = decide(made, Requirements.of([bends], allow_workarounds=True))
    assert decision.recommendation == "oak"
    assert [(change.feature, change.recommendation) for change in decision.would_change] == [("carves", None)]


@pytest.mark.parametrize(("better", "least"), [("more", (20, 21)), ("less", (21, 20))])
def test_amounts_that_are_next_to_each_other_are_told_apart(better: str, least: tuple[int, int]) -> None:
    load = {"quantity": {"dimension": "count", "better": better}}
    made = matrix(feature("load", load, oak={"value": least[0]}, elm={"value": least[1]}), prices={"oak": 1, "elm": 2})
    changes = decide(made, Requirements.of()).would_change
    assert [(change.beyond, change.recommendation) for change in changes] == [(least[0], "elm"), (least[1], None)]


@pytest.mark.parametrize(
    ("better", "oak", "turns"),
    [("more", 1, [(1, "elm"), (5, None)]), ("less", 1, [(1, "elm")]), ("less", 5, [(5, "elm")])],
)
def test_the_least_that_can_be_asked_is_one_of_what_is_more_and_none_of_what_is_less(
    better: str, oak: int, turns: list[tuple[int, str | None]]
) -> None:
    load = {"quantity": {"dimension": "count", "better": better}}
    elm = 5 if better == "more" else 0
    made = matrix(feature("load", load, oak={"value": oak}, elm={"value": elm}), prices={"oak": 1, "elm": 2}, woods=2)
    changes = decide(made, Requirements.of()).would_change
    assert [(change.beyond, change.recommendation) for change in changes] == turns


def test_a_further_need_that_is_billed_turns_the_answer_by_its_price() -> None:
    made = matrix(feature("bends", oak="full", elm="full"), feature("floats", oak="full", elm="full"), woods=2)
    asked = replace(Requirements.of(), traffic=NINE_BOARDS)
    decision = decide(billed(made, {"oak": 1, "elm": 2}, {"oak": 3}, "floats"), asked)
    assert decision.recommendation == "oak"
    assert decision.would_change == (Change("floats", None, "elm", ()),)


def test_beside_the_one_that_is_recommended_another_may_have_a_further_need_by_a_workaround() -> None:
    made = matrix(
        feature("bends", oak="full"), feature("floats"), workarounds=(workaround("cork", ["elm"], "floats"),), woods=2
    )
    for allowed, pair in ((True, ("oak", "elm")), (False, ())):
        decision = decide(made, Requirements.of([Need("bends")], allow_workarounds=allowed))
        assert decision.would_change == (Change("floats", None, None, pair),)


def test_what_no_option_has_is_had_beside_none() -> None:
    made = matrix(feature("airs"), feature("bends", oak="full"))
    assert decide(made, Requirements.of([Need("bends")])).would_change == (Change("airs", None, None, ()),)
