"""What to know of an option before it is taken."""

from __future__ import annotations

import pytest

from apigw_choose import Need, Requirements, decide
from handmade import feature, matrix, rule, workaround

MADE = matrix(
    *(feature(name, oak="full", elm="full", ash="full") for name in ("bends", "carves", "floats", "glows")),
    rules=(
        rule("grain", ["elm"], ["bends"], implies=["floats"]),
        rule("rings", ["elm", "ash"], ["floats"], implies=["glows"]),
        rule("knots", ["ash"], ["carves", "floats"], implies=["bends"]),
        rule("water", ["oak"], ["bends"], excludes=["glows"]),
    ),
)


@pytest.mark.parametrize(
    ("needs", "expected"),
    [
        pytest.param(["bends"], {"oak": [], "elm": ["grain", "rings"], "ash": []}, id="by a chain, of its own rules"),
        pytest.param(["floats"], {"oak": [], "elm": ["rings"], "ash": ["rings"]}, id="of all that have the rule"),
        pytest.param(["floats", "glows"], {"oak": [], "elm": [], "ash": []}, id="not what is asked anyway"),
        pytest.param(["carves"], {"oak": [], "elm": [], "ash": []}, id="not by half of what a rule speaks of"),
        pytest.param(["carves", "floats", "glows"], {"oak": [], "elm": [], "ash": ["knots"]}, id="by all of it"),
    ],
)
def test_what_the_needs_imply_is_a_caveat_of_the_options_that_have_the_rule(
    needs: list[str], expected: dict[str, list[str]]
) -> None:
    decision = decide(MADE, Requirements.of([Need(need) for need in needs]))
    told = {
        verdict.option: [
            entry.id for entry in MADE.rules if any(caveat.endswith(entry.text) for caveat in verdict.caveats)
        ]
        for verdict in decision.verdicts
    }
    assert told == expected


def test_a_rule_is_told_too_that_implies_one_of_those_of_which_it_speaks() -> None:
    made = matrix(
        *(feature(name, oak="full") for name in ("bends", "floats")),
        rules=(
            rule("grain", ["oak"], ["bends"], implies=["floats"]),
            rule("rings", ["oak"], ["bends", "floats"], implies=["floats"]),
        ),
    )
    caveats = decide(made, Requirements.of([Need("bends")])).verdict("oak").caveats
    assert caveats == ("bends: needs floats. The rule grain.", "bends, floats: needs floats. The rule rings.")


@pytest.mark.parametrize(
    ("cell", "told"),
    [
        ({"support": "full"}, ()),
        ({"support": "full", "confidence": "medium"}, ("confidence is medium; try it before you rely on it.",)),
        ({"support": "full", "confidence": "low"}, ("confidence is low; try it before you rely on it.",)),
        ({"support": "partial"}, ("Oak on bends.",)),
        (
            {"support": "partial", "confidence": "low"},
            ("Oak on bends.", "confidence is low; try it before you rely on it."),
        ),
        ({"support": "unknown", "confidence": "low"}, ("not known. Oak on bends.",)),
        ({"support": "full", "disputed": "One page denies it."}, ("sources disagree. One page denies it.",)),
    ],
    ids=["sure", "medium", "low", "partial", "partial and low", "unknown, however sure", "disputed"],
)
def test_what_is_less_than_sure_of_a_cell_is_a_caveat(cell: dict[str, str], told: tuple[str, ...]) -> None:
    made = matrix(feature("bends", oak=cell))
    oak = decide(made, Requirements.of([Need("bends")])).verdict("oak")
    assert oak.caveats == tuple(f"bends: {text}" for text in told)


def test_what_a_workaround_does_not_do_is_a_caveat_where_it_is_taken() -> None:
    made = matrix(feature("floats"), workarounds=(workaround("cork", ["oak"], "floats"),))
    for allowed, told in (
        (True, ("floats: by a workaround. The workaround cork. What it does not do: It creaks.",)),
        (False, ()),
    ):
        decision = decide(made, Requirements.of([Need("floats")], allow_workarounds=allowed))
        assert decision.verdict("oak").caveats == told
