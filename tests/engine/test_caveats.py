"""What to know of an option before it is taken."""

from __future__ import annotations

import pytest

from apigw_choose import Need, Requirements, decide
from handmade import feature, matrix, rule

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
