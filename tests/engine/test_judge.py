from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from apigw_choose import decide, require
from apigw_choose.engine.judge import support_of
from apigw_choose.model.matrix import Beyond, Cell, Feature, Quantity, Source
from handmade import feature, matrix

if TYPE_CHECKING:
    from apigw_choose.model.decision import Finding
    from apigw_choose.model.matrix import Support

SOURCES = (Source("https://example.org/", "2026-03-01"),)
ANY = matrix(feature("bends", oak="full", elm="full", ash="full"))
LOAD = Quantity("count", "more", "books")
DRYING = Quantity("duration", "less")


def cell(support: Support = "full", value: int | None = None, beyond: Beyond | None = None) -> Cell:
    return Cell(support, "Measured in March.", SOURCES, value=value, beyond=beyond)


def support(cell: Cell, amount: int | None, quantity: Quantity | None = LOAD) -> tuple[Support, str]:
    asked = Feature("load", "Load", "grain", "How much.", {"oak": cell}, quantity=quantity)
    return support_of(ANY, asked, cell, amount)


ON_REQUEST = Beyond("request", None, "The joiner adds a batten when asked.")
ON_REQUEST_TO_80 = Beyond("request", 80, "The joiner adds a batten when asked.")
WHEN_DRY = Beyond("condition", 60, "If kept dry.")


@pytest.mark.parametrize(
    ("offered", "amount", "expected"),
    [
        pytest.param(cell(value=40), 40, ("full", "At most 40 books: Measured in March."), id="within the default"),
        pytest.param(cell(value=40), 41, ("none", "At most 40 books: Measured in March."), id="above the default"),
        pytest.param(
            cell(value=40, beyond=ON_REQUEST),
            40,
            ("full", "At most 40 books: Measured in March."),
            id="within the default, more by request",
        ),
        pytest.param(
            cell(value=40, beyond=ON_REQUEST),
            10**9,
            ("partial", "40 books by default: The joiner adds a batten when asked."),
            id="by request without a ceiling",
        ),
        pytest.param(
            cell(value=40, beyond=ON_REQUEST_TO_80),
            80,
            ("partial", "40 books by default: The joiner adds a batten when asked."),
            id="by request to a ceiling",
        ),
        pytest.param(
            cell(value=40, beyond=ON_REQUEST_TO_80),
            81,
            ("none", "At most 80 books: Measured in March."),
            id="above the ceiling",
        ),
        pytest.param(
            cell(value=40, beyond=WHEN_DRY), 60, ("partial", "40 books by default: If kept dry."), id="by condition"
        ),
        pytest.param(
            cell(value=40, beyond=WHEN_DRY),
            61,
            ("none", "At most 60 books: Measured in March."),
            id="above what the condition gives",
        ),
        pytest.param(cell(value=None), 10**9, ("full", "No limit: Measured in March."), id="unlimited"),
        pytest.param(
            cell("partial", 40),
            40,
            ("partial", "At most 40 books: Measured in March."),
            id="partial within the default",
        ),
        pytest.param(
            cell("partial", 40), 41, ("none", "At most 40 books: Measured in March."), id="partial above the default"
        ),
        pytest.param(cell("partial"), 10**9, ("partial", "No limit: Measured in March."), id="partial and unlimited"),
        pytest.param(cell("none"), 1, ("none", "Measured in March."), id="none"),
        pytest.param(cell("none"), 0, ("none", "Measured in March."), id="none, even of nothing"),
        pytest.param(cell("unknown"), 1, ("unknown", "Measured in March."), id="unknown"),
        pytest.param(cell("not-applicable"), 1, ("not-applicable", "Measured in March."), id="not applicable"),
    ],
)
def test_a_quantity_of_which_more_is_better(offered: Cell, amount: int, expected: tuple[Support, str]) -> None:
    assert support(offered, amount) == expected


@pytest.mark.parametrize(
    ("offered", "amount", "expected"),
    [
        pytest.param(cell(value=3000), 3000, ("full", "At least 3s: Measured in March."), id="at the default"),
        pytest.param(cell(value=3000), 4000, ("full", "At least 3s: Measured in March."), id="slower than the default"),
        pytest.param(cell(value=3000), 2999, ("none", "At least 3s: Measured in March."), id="faster than the default"),
        pytest.param(
            cell(value=3000, beyond=Beyond("condition", 1000, "In the sun.")),
            1000,
            ("partial", "3s by default: In the sun."),
            id="by condition down to a floor",
        ),
        pytest.param(
            cell(value=3000, beyond=Beyond("condition", 1000, "In the sun.")),
            999,
            ("none", "At least 1s: Measured in March."),
            id="below the floor",
        ),
    ],
)
def test_a_quantity_of_which_less_is_better(offered: Cell, amount: int, expected: tuple[Support, str]) -> None:
    assert support(offered, amount, DRYING) == expected


@pytest.mark.parametrize("said", ["full", "partial", "none", "not-applicable", "unknown"])
def test_a_capability_has_the_support_and_the_note_of_its_cell(said: Support) -> None:
    assert support(cell(said), None, quantity=None) == (said, "Measured in March.")


MATRIX = matrix(
    feature("bends", oak="full", elm="partial", ash="unknown"),
    feature("floats", oak="none", elm="not-applicable", ash="full"),
    feature(
        "load",
        {"quantity": {"dimension": "count"}},
        oak={"value": 40, "beyond": {"by": "request", "to": 80, "note": "Ask."}},
        elm={"value": "unlimited"},
        ash={"support": "partial", "value": 40},
    ),
)


def findings(*needs: str, strict: bool = False) -> dict[str, Finding]:
    """By option: what is found of the first need."""
    return {
        verdict.option: verdict.needs[0] for verdict in decide(MATRIX, require(MATRIX, needs, strict=strict)).verdicts
    }


def met(*needs: str, strict: bool = False) -> set[str]:
    return {option for option, finding in findings(*needs, strict=strict).items() if finding.met}


def test_partial_support_meets_a_need() -> None:
    assert met("bends") == {"oak", "elm"}


def test_strict_partial_support_does_not() -> None:
    assert met("bends", strict=True) == {"oak"}


def test_neither_none_nor_not_applicable_nor_unknown_meets_a_need() -> None:
    assert met("floats") == {"ash"}
    assert "ash" not in met("bends")


def test_what_is_had_by_request_meets_a_need() -> None:
    assert met("load=60") == {"oak", "elm"}
    assert met("load=90") == {"elm"}


def test_strict_what_is_had_by_request_does_not() -> None:
    assert met("load=60", strict=True) == {"elm"}


def test_strict_the_default_of_full_support_meets_a_need_and_that_of_partial_support_does_not() -> None:
    assert met("load=40", strict=True) == {"oak", "elm"}
    assert met("load=40") == {"oak", "elm", "ash"}


def test_strict_applies_to_wants_as_well() -> None:
    decision = decide(MATRIX, require(MATRIX, [], ["bends"], strict=True))
    assert [verdict.wants[0].met for verdict in decision.verdicts] == [True, False, False]


def test_strict_changes_neither_support_nor_note() -> None:
    for option, finding in findings("load=60").items():
        strictly = findings("load=60", strict=True)[option]
        assert (finding.support, finding.note) == (strictly.support, strictly.note)


def test_a_finding_holds_the_cell_that_it_rests_on() -> None:
    for option, finding in findings("bends").items():
        assert finding.cell is MATRIX.features["bends"].cells[option]
        assert finding.feature == "bends"
        assert finding.amount is None
