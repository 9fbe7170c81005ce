"""Errors whose text is meant for the person who can mend them."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from apigw_choose.model.problems import Problem


class InputError(Exception):
    """What the user gave cannot be used. Carries every problem that was found, and what to try."""

    def __init__(self, problems: Iterable[Problem | str] | str, hint: str | None = None) -> None:
        self.problems = (problems,) if isinstance(problems, str) else tuple(problems)
        self.hint = hint
        super().__init__("\n".join(map(str, self.problems)))


class UnsoundDecisionError(Exception):
    """The independent check of a decision found a statement that the cells do not bear out."""
