"""What tells two editions of a matrix apart."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest

import handmade
from apigw_choose.engine.difference import CELL_FIELDS, differences
from apigw_choose.model.matrix import Cell
from apigw_choose.model.reference import TermFact
from handmade import SOURCES, feature, rule
from strategies import MATRIX

if TYPE_CHECKING:
    from collections.abc import Sequence

    from apigw_choose import Matrix
    from apigw_choose.model.difference import PartChange, Presence

PAGE = SOURCES[0]["url"]
LONG = {"quantity": {"dimension": "count", "of": "planks"}}


def dashed(written: str | None) -> str:
    return "-" if written is None else written


def told(changes: Sequence[PartChange]) -> list[tuple[str, ...]]:
    return [
        (change.part, change.id, change.option or "", field.field, dashed(field.before), dashed(field.after))
        for change in changes
        for field in change.fields
    ]


def names(parts: Sequence[Presence]) -> list[tuple[str, str]]:
    return [(entry.part, entry.id) for entry in parts]


def cell_change(before: dict[str, Any], after: dict[str, Any], more: dict[str, Any] | None = None) -> tuple[str, ...]:
    """The one change of a cell that differs like this."""
    old, new = (handmade.matrix(feature("hard", more, oak={"support": "full", **cell})) for cell in (before, after))
    difference = differences(old, new)
    ((part, *where, field, was, now),) = told(difference.cells)
    assert (part, where) == ("cell", ["hard", "oak"])
    assert not (difference.added)
    assert not (difference.removed)
    assert not (difference.others)
    return (field, was, now)


@pytest.mark.parametrize(
    ("before", "after", "change"),
    [
        ({}, {"support": "partial"}, ("support", "full", "partial")),
        ({"note": "Old."}, {"note": "New."}, ("note", "Old.", "New.")),
        ({}, {"since": "2026-01"}, ("since", "-", "2026-01")),
        ({"workaround": "Glue."}, {}, ("workaround", "Glue.", "-")),
        ({}, {"disputed": "Some say no."}, ("disputed", "-", "Some say no.")),
        ({}, {"confidence": "low"}, ("confidence", "high", "low")),
        ({}, {"basis": "inferred"}, ("basis", "documented", "inferred")),
        (
            {},
            {"sources": [{**SOURCES[0], "checked": "2026-04-01"}]},
            ("sources", f"{PAGE} (checked 2026-03-01)", f"{PAGE} (checked 2026-04-01)"),
        ),
    ],
)  # fmt: skip
def test_every_field_of_a_cell_is_told(before: dict[str, Any], after: dict[str, Any], change: tuple[str, ...]) -> None:
    assert cell_change(before, after) == change


@pytest.mark.parametrize(
    ("before", "after", "change"),
    [
        ({"value": 3}, {"value": 4}, ("value", "3 planks", "4 planks")),
        ({"value": 3}, {"value": "unlimited"}, ("value", "3 planks", "no limit")),
        (
            {"value": 3},
            {"value": 3, "beyond": {"by": "request", "to": "not stated", "note": "Ask."}},
            ("beyond", "-", "more, by request: Ask."),
        ),
        (
            {"value": 3, "beyond": {"by": "condition", "to": 5, "note": "If dry."}},
            {"value": 3, "beyond": {"by": "condition", "to": 6, "note": "If dry."}},
            ("beyond", "up to 5 planks, by condition: If dry.", "up to 6 planks, by condition: If dry."),
        ),
    ],
)
def test_amounts_are_told_with_their_unit(
    before: dict[str, Any], after: dict[str, Any], change: tuple[str, ...]
) -> None:
    assert cell_change(before, after, LONG) == change


def test_no_field_of_a_cell_but_the_witness_is_left_out() -> None:
    assert {*Cell._fields} - {"witness"} == set(CELL_FIELDS)


def test_an_edition_does_not_differ_from_itself() -> None:
    assert differences(MATRIX, MATRIX).empty


def test_a_feature_and_an_option_that_came_or_went_are_told_once() -> None:
    old = handmade.matrix(feature("hard", oak="full"), feature("old"), woods=2)
    new = handmade.matrix(feature("hard", oak="full"), feature("new"), woods=3)
    difference = differences(old, new)
    assert names(difference.added) == [("option", "ash"), ("feature", "new")]
    assert names(difference.removed) == [("feature", "old")]
    assert not difference.cells
    assert not difference.empty


def test_changes_come_in_the_order_of_the_new_edition() -> None:
    def woods(support: str) -> Matrix:
        return handmade.matrix(feature("b", oak=support, ash=support), feature("a", elm=support))

    changed = [(change.id, change.option) for change in differences(woods("none"), woods("full")).cells]
    assert changed == [("b", "oak"), ("b", "ash"), ("a", "elm")]


def test_a_feature_that_is_measured_otherwise_is_told_with_its_values() -> None:
    old = handmade.matrix(feature("long", LONG, oak={"support": "full", "value": 1024}))
    size = {"quantity": {"dimension": "size"}}
    new = handmade.matrix(feature("long", size, oak={"support": "full", "value": "1024B"}))
    difference = differences(old, new)
    assert ("cell", "long", "oak", "value", "1024 planks", "1KB") in told(difference.cells)
    assert ("feature", "long", "", "quantity", "count, more is better planks", "size, more is better") in told(
        difference.others
    )


def test_a_price_is_told() -> None:
    old, new = (handmade.matrix(feature("hard"), prices={"elm": price}) for price in (1_000_000, 2_500_000))
    ((part, wood, _, field, was, now),) = told(differences(old, new).others)
    assert (part, wood, field) == ("option", "elm", "price")
    assert was.startswith("$1.00 per board (list; https://example.org/wood/ ")
    assert now.startswith("$2.50 per board")


def test_a_rule_is_told_when_it_says_something_else_and_only_then() -> None:
    def woods(*rules: dict[str, Any]) -> Matrix:
        return handmade.matrix(feature("hard"), feature("light"), feature("red"), rules=rules)

    def either(*others: str) -> dict[str, Any]:
        return rule("either", ["oak"], ["hard"], excludes=list(others))

    assert differences(woods(either("light")), woods(either("light"))).empty
    ((part, identifier, _, field, was, now),) = told(differences(woods(either("light")), woods(either("red"))).others)
    assert (part, identifier, field) == ("rule", "either", "rule")
    assert (
        was
        == "options oak, when hard, excludes light: The rule either. (https://example.org/wood/ (checked 2026-03-01))"
    )
    assert "excludes red" in now
    assert names(differences(woods(), woods(either("light"))).added) == [("rule", "either")]


def test_two_rules_of_one_id_are_told_as_one() -> None:
    def woods(*others: str) -> Matrix:
        rules = [rule("either", ["oak"], ["hard"], excludes=[other]) for other in others]
        return handmade.matrix(feature("hard"), feature("light"), feature("red"), rules=tuple(rules))

    ((*_, was, now),) = told(differences(woods("light"), woods("light", "red")).others)
    page = "(https://example.org/wood/ (checked 2026-03-01))"
    first = f"options oak, when hard, excludes light: The rule either. {page}"
    assert (was, now) == (first, f"{first}; options oak, when hard, excludes red: The rule either. {page}")


def test_several_pages_several_limits_and_a_price_are_written_in_full() -> None:
    pages = [*SOURCES, {**SOURCES[0], "checked": "2026-04-01"}]
    _, was, now = cell_change({}, {"sources": pages})
    assert (was, now) == (f"{PAGE} (checked 2026-03-01)", f"{PAGE} (checked 2026-03-01), {PAGE} (checked 2026-04-01)")
    old, new = (
        handmade.matrix(
            feature("long", LONG, oak={"value": 9}),
            feature("wide", LONG, oak={"value": 9}),
            rules=(rule("r", ["oak"], ["long"], limits=limits),),
        )
        for limits in ({"long": 3}, {"wide": 4, "long": 3})
    )
    ((*_, before, after),) = told(differences(old, new).others)
    assert "limits long=3: " in before
    assert "limits long=3, wide=4: " in after
    cheap, dear = (handmade.matrix(feature("hard"), prices={"elm": price}) for price in (1_000_000, 2_500_000))
    ((*_, dearer),) = told(differences(cheap, dear).others)
    assert dearer == f"$2.50 per board (list; {PAGE} (checked 2026-03-01))"


def test_every_kind_of_part_is_told_by_its_own_name() -> None:
    bare = handmade.matrix(feature("hard"))
    full = handmade.matrix(
        feature("hard"),
        assumptions=(handmade.assumption("dry", "ash", "hard"),),
        workarounds=(handmade.workaround("glue", ["oak"], "hard"),),
        alternatives=(handmade.alternative("stone", ["hard"]),),
    )
    full = replace(full, pairings=MATRIX.pairings, claims=MATRIX.claims, history=MATRIX.history)
    kinds = list(dict.fromkeys(part for part, _ in names(differences(bare, full).added)))
    assert kinds == ["assumption", "workaround", "alternative", "pairing", "claim", "change"]


def test_an_amount_with_a_condition_is_told_and_one_that_is_not_had_is_none() -> None:
    partial = {"support": "partial"}
    assert cell_change({**partial, "value": 3}, {**partial, "value": 4}, LONG) == ("value", "3 planks", "4 planks")
    old, new = (handmade.matrix(feature("long", LONG, oak=cell)) for cell in ({"value": 3}, {"support": "none"}))
    assert ("cell", "long", "oak", "value", "3 planks", "-") in told(differences(old, new).cells)


def test_which_row_of_the_table_a_feature_covers_is_nobodys_concern() -> None:
    hard = MATRIX.features["waf"]
    new = replace(MATRIX, features={**MATRIX.features, "waf": hard._replace(covers=(*hard.covers, "Another row"))})
    assert differences(MATRIX, new).empty


def test_what_an_assumption_says_is_told() -> None:
    old, new = (
        handmade.matrix(feature("hard"), feature("light"), assumptions=(handmade.assumption("dry", "ash", unless),))
        for unless in ("hard", "light")
    )
    fields_changed = {entry[3]: entry[4:] for entry in told(differences(old, new).others)}
    assert fields_changed["unless"] == ("hard", "light")


def test_a_line_of_a_term_is_told_with_its_example() -> None:
    term = next(iter(MATRIX.glossary.values()))
    facts = (TermFact("Length", "in feet", "a plank of 9"), TermFact("Smell", "none"))
    old, new = (replace(MATRIX, glossary={term.id: replace(term, facts=said)}) for said in ((), facts))
    ((*_, was, now),) = told(differences(old, new).others)
    assert (was, now) == ("-", "Length: in feet, a plank of 9, Smell: none")


def test_what_stands_beside_the_features_is_told() -> None:
    workaround = next(iter(MATRIX.workarounds.values()))
    dearer = {**MATRIX.workarounds, workaround.id: replace(workaround, cost="A lot.")}
    term = next(term for term in MATRIX.glossary.values() if term.facts)
    shorter = {**MATRIX.glossary, term.id: replace(term, facts=())}
    new = replace(MATRIX, workarounds=dearer, glossary=shorter, claims={})
    difference = differences(MATRIX, new)
    assert ("workaround", workaround.id, "", "cost", workaround.cost, "A lot.") in told(difference.others)
    ((*_, was, now),) = [entry for entry in told(difference.others) if entry[0] == "term"]
    assert was.startswith(f"{term.facts[0].label}: {term.facts[0].value}")
    assert now == "-"
    assert {part for part, _ in names(difference.removed)} == {"claim"}
