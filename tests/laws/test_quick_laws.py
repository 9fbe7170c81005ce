"""The quick verdict is the verdict."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

import handmade
from apigw_choose import Need, Quick, Requirements
from apigw_choose.engine.evaluate import evaluate
from engine.test_what_if import WORLD, questions
from laws.test_interview_laws import AMOUNTS, QUANTITY, law, matrices
from strategies import MATRIX, askable

if TYPE_CHECKING:
    from collections.abc import Iterable

    from apigw_choose import Matrix

SHIPPED = {strict: Quick(MATRIX, strict=strict) for strict in (False, True)}


def agrees(made: Matrix, quick: Quick, needs: Iterable[tuple[str, int | None]], *, strict: bool) -> None:
    asked = Requirements.of([Need(*need) for need in needs], strict=strict)
    found = evaluate(made, asked)
    told = quick((need.feature, need.amount) for need in asked.needs)
    assert told.recommendation == found.recommendation
    assert told.eligible == tuple(verdict.option for verdict in found.verdicts if verdict.eligible)


@law
@given(asked=st.lists(askable(), max_size=6, unique_by=lambda one: one.feature), strict=st.booleans())
def test_it_agrees_with_the_engine_on_the_shipped_matrix(asked: list[object], *, strict: bool) -> None:
    needs = [(one.feature, one.amount) for one in asked]  # type: ignore[attr-defined]
    agrees(MATRIX, SHIPPED[strict], needs, strict=strict)


@law
@given(made=matrices(rules=True), data=st.data(), strict=st.booleans())
def test_it_agrees_on_any_matrix_with_rules(made: Matrix, data: st.DataObject, *, strict: bool) -> None:
    names = data.draw(st.lists(st.sampled_from(sorted(made.features)), unique=True))
    amounts = {name: data.draw(st.sampled_from(AMOUNTS)) if name == QUANTITY else None for name in names}
    agrees(made, Quick(made, strict=strict), amounts.items(), strict=strict)


@pytest.mark.parametrize("strict", [False, True], ids=["lenient", "strict"])
def test_it_agrees_on_a_small_world_with_amounts_and_rules_of_every_kind(*, strict: bool) -> None:
    quick = Quick(WORLD, strict=strict)
    for needs in questions():
        agrees(WORLD, quick, [(need.feature, need.amount) for need in needs], strict=strict)
    for amount in range(1, 45):
        for others in ((), ("carves", "shines"), ("shines",)):
            agrees(WORLD, quick, [("load", amount), *((other, None) for other in others)], strict=strict)
            agrees(WORLD, quick, [("drying", amount % 9), *((other, None) for other in others)], strict=strict)


def test_partial_support_counts_unless_it_is_said_not_to() -> None:
    made = handmade.matrix(handmade.feature("bends", oak="partial"))
    assert Quick(made)([("bends", None)]).recommendation == "oak"
    assert Quick(made, strict=True)([("bends", None)]).recommendation is None


def test_an_assumption_can_be_overruled(matrix: Matrix) -> None:
    needs = [("api-keys", None), ("auto-deploy", None)]
    assert Quick(matrix)(needs).recommendation is None
    assert Quick(matrix, overruled=["request-response"])(needs).recommendation == "websocket"


def test_a_feature_that_is_not_known_is_refused(matrix: Matrix) -> None:
    with pytest.raises(KeyError):
        Quick(matrix)([("wafff", None)])


def test_what_follows_from_the_first_feature_alone_is_asked_too() -> None:
    made = handmade.matrix(
        handmade.feature("airs", oak="full", elm="full"),
        handmade.feature("bends", elm="full"),
        rules=(handmade.rule("grain", ["oak"], ["airs"], implies=["bends"]),),
    )
    assert Quick(made)([("airs", None)]).eligible == ("elm",)


@pytest.mark.parametrize(("amount", "lenient", "strict"), [(20, ("oak", "elm"), ("oak",)), (21, ("oak",), ())])
def test_of_a_quantity_that_is_had_in_part_the_default_and_what_is_had_beyond_it_count_unless_it_is_said_not_to(
    amount: int, lenient: tuple[str, ...], strict: tuple[str, ...]
) -> None:
    made = handmade.matrix(
        handmade.feature(
            "load",
            {"quantity": {"dimension": "count"}},
            oak={"value": 20, "beyond": {"by": "request", "to": 40, "note": "Ask."}},
            elm={"support": "partial", "value": 20},
        )
    )
    assert Quick(made)([("load", amount)]).eligible == lenient
    assert Quick(made, strict=True)([("load", amount)]).eligible == strict
