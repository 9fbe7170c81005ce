"""A second opinion on decisions: a plain reading of the cells, by code that shares nothing with the engine.

It works on the JSON that `features --json` prints and on `data/matrix.yaml` as it stands, and takes the long
way round everywhere: no bits, no normal form, no early exit.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import yaml

if TYPE_CHECKING:
    from collections.abc import Iterable

Plain = dict[str, Any]
RULES_YAML = Path(__file__).parents[1] / "data" / "rules.yaml"
MATRIX_YAML = Path(__file__).parents[1] / "data" / "matrix.yaml"


@dataclass(frozen=True)
class Asked:
    """A need or a want: a feature and, of a quantity, how much of it in base units."""

    feature: str
    amount: int | None = None
    weight: int = 1


@dataclass(frozen=True)
class Question:
    """What is asked of a decision, in no particular order and with repetitions, as a user may say it."""

    needs: tuple[Asked, ...] = ()
    wants: tuple[Asked, ...] = ()
    strict: bool = False
    overruled: tuple[str, ...] = ()


@dataclass(frozen=True)
class Answer:
    """What must be true of the decision."""

    eligible: tuple[str, ...]
    set_aside: dict[str, str]
    ranking: tuple[str, ...]
    missing: dict[str, list[str]]
    lacking: dict[str, list[str]]

    @property
    def recommendation(self) -> str | None:
        return self.ranking[0] if self.ranking else None


def in_base_units(text: str) -> int:
    """The few spellings of amounts that the rules use, without the parser of the tool."""
    for ending, factor in {"min": 60_000, "ms": 1, "s": 1000, "KB": 1024, "B": 1, "": 1}.items():
        if text.endswith(ending) and text.removesuffix(ending).isdigit():
            return int(text.removesuffix(ending)) * factor
    raise AssertionError(f"the oracle cannot read {text!r}")


class Oracle:
    """Answers questions about the features of one document."""

    def __init__(self, document: Plain, head: Plain | None = None) -> None:
        self.document = document
        self.head = yaml.safe_load(MATRIX_YAML.read_text("utf-8")) if head is None else head
        self.features: dict[str, Plain] = {feature["id"]: feature for feature in document["features"]}
        self.options: list[str] = [option["id"] for option in document["options"]]
        self.rules: list[Plain] = yaml.safe_load(RULES_YAML.read_text("utf-8"))["rules"] if head is None else []
        self.prices: dict[str, int] = {option["id"]: option["price"]["micros"] for option in self.head["options"]}

    def answer(self, question: Question) -> Answer:
        eligible = tuple(
            option
            for option in self.options
            if not self._unmet(option, question.needs, question) and not self.breaks_a_rule(option, question)
        )
        set_aside = self._set_aside(question)
        lacking = {option: self._lacking(option, question) for option in self.options}
        ranking = tuple(
            sorted(
                (option for option in eligible if option not in set_aside),
                key=lambda option: self._standing(option, question),
            )
        )
        return Answer(
            eligible=eligible,
            set_aside=set_aside,
            ranking=ranking,
            missing={option: self._unmet(option, question.needs, question) for option in self.options},
            lacking={option: lacking[option] for option in self.options if option not in ranking[:1]},
        )

    def meets(self, option: str, asked: Asked, *, strict: bool) -> bool:
        """Whether the cell gives what is asked."""
        feature = self.features[asked.feature]
        cell = feature["cells"][option]
        if cell["support"] not in ({"full"} if strict else {"full", "partial"}):
            return False
        if feature["kind"] == "capability" or cell["value"] is None:
            return True  # had, and without a limit
        assert asked.amount is not None
        if self._enough(feature, cell["value"], asked.amount):
            return True
        beyond = cell["beyond"]
        if beyond is None or strict:
            return False
        return beyond["to"] is None or self._enough(feature, beyond["to"], asked.amount)

    def breaks_a_rule(self, option: str, question: Question) -> bool:
        """Whether what is needed, and all that follows from it, cannot be had together in one choice."""
        rules = [rule for rule in self.rules if option in rule["options"]]
        asked = {need.feature for need in question.needs}
        needed = self._with_what_follows(asked, rules)
        return not all(self._has(option, feature, strict=question.strict) for feature in needed - asked) or any(
            self._forbids(rule, needed, question) for rule in rules
        )

    @staticmethod
    def _with_what_follows(asked: set[str], rules: list[Plain]) -> set[str]:
        needed, before = set(asked), set[str]()
        while needed != before:
            before = set(needed)
            for rule in rules:
                if "implies" in rule and needed.issuperset(rule["when"]):
                    needed |= set(rule["implies"])
        return needed

    def _forbids(self, rule: Plain, needed: set[str], question: Question) -> bool:
        if "at_most_one_of" in rule:
            return len(needed.intersection(rule["at_most_one_of"])) > 1
        if not needed.issuperset(rule["when"]):
            return False
        return bool(needed.intersection(rule.get("excludes", []))) or any(
            not self._enough(self.features[need.feature], in_base_units(str(limit)), need.amount or 0)
            for need in question.needs
            for feature, limit in rule.get("limits", {}).items()
            if feature == need.feature
        )

    @staticmethod
    def _enough(feature: Plain, offered: int, asked: int) -> bool:
        if feature["better"] == "less":
            return offered <= asked
        return offered >= asked

    def _unmet(self, option: str, asked: Iterable[Asked], question: Question) -> list[str]:
        """The features of which the option does not give what is asked, by id."""
        return sorted({one.feature for one in asked if not self.meets(option, one, strict=question.strict)})

    def _lacking(self, option: str, question: Question) -> list[str]:
        """First the needs that it does not meet, then the wants."""
        missing = self._unmet(option, question.needs, question)
        return missing + [
            feature for feature in self._unmet(option, question.wants, question) if feature not in missing
        ]

    def _set_aside(self, question: Question) -> dict[str, str]:
        spoken_of = [one.feature for one in question.needs + question.wants]
        aside: dict[str, str] = {}
        for assumption in self.head.get("assumptions", []):
            ended = assumption["id"] in question.overruled or any(word in assumption["unless"] for word in spoken_of)
            for option in [] if ended else assumption["sets_aside"]:
                aside.setdefault(option, assumption["id"])
        return {option: aside[option] for option in self.options if option in aside}

    def _standing(self, option: str, question: Question) -> tuple[int, int, int, int]:
        """Wants met by weight, then list price, then features beyond those asked, then place in the matrix."""
        return (
            -self._weight_met(option, question),
            self.prices[option],
            len([feature for feature in self._beyond_asked(question) if self._has(option, feature)]),
            self.options.index(option),
        )

    def _weight_met(self, option: str, question: Question) -> int:
        """A want said twice counts once, by its heavier weight."""
        said: dict[tuple[str, int | None], int] = {}
        for want in question.wants:
            key = (want.feature, want.amount)
            said[key] = max(want.weight, said.get(key, 0))
        return sum(
            weight
            for (feature, amount), weight in said.items()
            if self.meets(option, Asked(feature, amount), strict=question.strict)
        )

    def _beyond_asked(self, question: Question) -> list[str]:
        asked = [one.feature for one in question.needs + question.wants]
        return [feature for feature in self.features if feature not in asked]

    def _has(self, option: str, feature: str, *, strict: bool = False) -> bool:
        enough = {"full"} if strict else {"full", "partial"}
        return self.features[feature]["cells"][option]["support"] in enough
