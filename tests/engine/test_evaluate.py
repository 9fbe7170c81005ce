"""Eligible, possible, set aside: what the cells and the rules say together."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from apigw_choose import Need, Requirements
from apigw_choose.engine.evaluate import evaluate
from handmade import assumption, feature, matrix, rule

if TYPE_CHECKING:
    from apigw_choose import Matrix

MADE = matrix(
    feature("bends", oak="full", elm="unknown"),
    feature("floats", oak="full", elm="full", ash="unknown"),
    feature("glows", oak="full", elm="none", ash="full"),
    feature("load", {"quantity": {"dimension": "count"}}, oak={"value": 40}, elm={"value": 40}, ash={"value": 40}),
    rules=(
        rule("wet", ["oak"], ["floats"], excludes=["glows"]),
        rule("heavy", ["oak"], ["floats"], limits={"load": 20}),
        rule("rings", ["ash"], ["glows"], implies=["floats"]),
    ),
    assumptions=(assumption("indoors", "elm", "floats"), assumption("dry", "elm", "glows")),
)


@pytest.mark.parametrize(
    ("needs", "eligible", "possible"),
    [
        pytest.param([Need("bends")], {"oak"}, {"elm"}, id="an unknown cell is possible, a no is not"),
        pytest.param([Need("bends"), Need("glows")], {"oak"}, set(), id="a no beside an unknown is a no"),
        pytest.param([Need("floats"), Need("glows")], set(), {"ash"}, id="what a rule excludes is not possible"),
        pytest.param([Need("floats"), Need("load", 30)], {"elm"}, {"ash"}, id="nor what a rule limits"),
        pytest.param([Need("glows")], {"oak"}, {"ash"}, id="what follows and is not known is possible"),
        pytest.param([], {"oak", "elm", "ash"}, set(), id="what is eligible is not called possible"),
    ],
)
def test_an_option_is_eligible_possible_or_neither(needs: list[Need], eligible: set[str], possible: set[str]) -> None:
    verdicts = evaluate(MADE, Requirements.of(needs)).verdicts
    assert {verdict.option for verdict in verdicts if verdict.eligible} == eligible
    assert {verdict.option for verdict in verdicts if verdict.possible} == possible


def test_needs_that_a_rule_sets_against_each_other_are_told_with_the_rule() -> None:
    oak = evaluate(MADE, Requirements.of([Need("floats"), Need("glows"), Need("load", 30)])).verdicts[0]
    told = [(clash.needs, [rule.id for rule in clash.rules]) for clash in oak.clashes]
    assert told == [(("floats", "glows"), ["wet"]), (("floats", "load"), ["heavy"])]


def test_the_first_assumption_in_force_sets_an_option_aside() -> None:
    for needs, overruled, expected in (
        ([], (), "indoors"),
        (["floats"], (), "dry"),
        ([], ("indoors",), "dry"),
        (["glows"], ("indoors",), None),
        ([], ("indoors", "dry"), None),
    ):
        requirements = Requirements.of([Need(need) for need in needs], overruled=overruled)
        assert evaluate(MADE, requirements).verdicts[1].set_aside == expected


def test_every_need_that_implies_what_is_lacking_is_told_by_chains_in_any_order_of_the_rules() -> None:
    made = matrix(
        *(feature(name, oak="full") for name in ("bends", "carves", "floats")),
        feature("glows"),
        rules=(
            rule("third", ["oak"], ["floats"], implies=["glows"]),
            rule("second", ["oak"], ["carves"], implies=["floats"]),
            rule("first", ["oak"], ["bends"], implies=["carves"]),
        ),
    )
    oak = evaluate(made, Requirements.of([Need(name) for name in ("bends", "carves", "floats")])).verdicts[0]
    assert [(clash.needs, [entry.id for entry in clash.rules]) for clash in oak.clashes] == [
        (("bends",), ["first", "second", "third"]),
        (("carves",), ["second", "third"]),
        (("floats",), ["third"]),
    ]


def test_a_doubt_beside_a_certainty_is_a_shortfall_of_its_own() -> None:
    short = evaluate(MADE, Requirements.of([Need("bends"), Need("glows")])).shortfalls["elm"]
    assert [(shortfall.needs, shortfall.unknown) for shortfall in short] == [(0b01, True), (0b10, False)]


def shortfalls(made: Matrix, *needs: str, strict: bool = False) -> list[tuple[int, list[str], bool]]:
    """Those of oak: the needs, by the bits of a number, the rules that set them against each other, and the doubt."""
    short = evaluate(made, Requirements.of([Need(need) for need in needs], strict=strict)).shortfalls["oak"]
    return [(entry.needs, [rule.id for rule in entry.rules], entry.unknown) for entry in short]


def test_a_doubt_within_a_certainty_is_told_and_one_that_holds_a_certainty_is_not() -> None:
    made = matrix(
        feature("bends", oak="unknown"),
        feature("carves", oak="full"),
        feature("floats", oak="none"),
        feature("glows", oak="unknown"),
        rules=(
            rule("water", ["oak"], ["bends"], excludes=["carves"]),
            rule("grain", ["oak"], ["carves", "floats"], implies=["glows"]),
        ),
    )
    assert shortfalls(made, "bends", "carves") == [(0b01, [], True), (0b11, ["water"], False)]
    assert shortfalls(made, "carves", "floats") == [(0b10, [], False)]


@pytest.mark.parametrize("glows", ["none", "unknown"])
@pytest.mark.parametrize("order", [("both", "one"), ("one", "both")])
def test_what_follows_from_one_need_follows_from_no_larger_set_whichever_rule_comes_first(
    glows: str, order: tuple[str, str]
) -> None:
    rules = {
        "both": rule("both", ["oak"], ["bends", "carves"], implies=["glows"]),
        "one": rule("one", ["oak"], ["bends"], implies=["glows"]),
    }
    made = matrix(
        feature("bends", oak="full"),
        feature("carves", oak="full"),
        feature("glows", oak=glows),
        rules=tuple(rules[name] for name in order),
    )
    assert shortfalls(made, "bends", "carves") == [(0b01, ["one"], glows == "unknown")]


@pytest.mark.parametrize(
    ("glows", "strict", "met"),
    [("full", False, True), ("full", True, True), ("partial", False, True), ("partial", True, False)],
)
def test_what_follows_with_a_condition_is_enough_unless_it_is_asked_strictly(
    glows: str,
    strict: bool,  # noqa: FBT001 - of a table
    met: bool,  # noqa: FBT001
) -> None:
    made = matrix(
        feature("bends", oak="full"),
        feature("glows", oak=glows),
        rules=(rule("grain", ["oak"], ["bends"], implies=["glows"]),),
    )
    assert shortfalls(made, "bends", strict=strict) == ([] if met else [(0b1, ["grain"], False)])
