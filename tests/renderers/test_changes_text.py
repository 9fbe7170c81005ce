"""What would change the answer, as text."""

from __future__ import annotations

from typing import TYPE_CHECKING

from apigw_choose import decide, require
from apigw_choose.renderers.decision_text import decision_text
from apigw_choose.renderers.page import Style

if TYPE_CHECKING:
    from apigw_choose import Matrix


def test_two_of_one_option_are_told_as_twice_that_option(matrix: Matrix) -> None:
    """A private endpoint and an edge-optimized one take a REST API each."""
    decision = decide(matrix, require(matrix, needs=["private-endpoint"]))
    text = decision_text(matrix, decision, Style(width=200, colour=False, ascii=False))
    assert "→ REST twice" in text
    assert "REST and REST" not in text
