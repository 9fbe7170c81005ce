"""Laws that every decision over the shipped matrix keeps, whatever is asked."""

from __future__ import annotations

import itertools
import json
import os
import subprocess
import sys
from functools import cache
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator
from jsonschema.validators import extend

from apigw_choose import decide, require
from apigw_choose.engine.evaluate import evaluate
from apigw_choose.engine.verify import verify
from apigw_choose.readers import shipped
from apigw_choose.renderers.documents import decision_document, to_json
from oracle import Asked, Oracle, Plain, Question
from strategies import (
    ASKABLE,
    CAPABILITIES,
    DOCUMENT,
    MATRIX,
    ORACLE,
    askable,
    decided,
    document_of,
    questions,
    typed,
    typed_otherwise,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

GENERATED = 10_000
law = settings(max_examples=300)
UNLIKE_EACH_OTHER = {"option", "requirements"}
"""Parts of a decision that hardly ever come twice."""


def remembering_validator(schema: Plain) -> Any:
    """A validator that looks at equal parts of documents once: valid against the same subschema, valid again."""
    follow = Draft202012Validator.VALIDATORS["$ref"]
    known: set[tuple[str | int, str]] = set()

    def ref(validator: Any, reference: str, instance: object, subschema: Plain) -> Iterator[Any]:
        key = (reference, repr(instance))
        if key in known:
            return
        errors = list(follow(validator, reference, instance, subschema))
        if not errors and reference.rpartition("/")[2] not in UNLIKE_EACH_OTHER:
            known.add(key)
        yield from errors

    def items(validator: Any, of_each: Plain, instance: object, _: Plain) -> Iterator[Any]:
        for place, item in enumerate(instance if isinstance(instance, list) else ()):
            key = (id(of_each), repr(item))
            if key not in known:
                errors = list(validator.descend(item, of_each, path=place))
                if not errors and of_each.get("$ref") != "#/$defs/option":
                    known.add(key)
                yield from errors

    return extend(Draft202012Validator, {"$ref": ref, "items": items})(schema)  # type: ignore[no-untyped-call]


def test_the_remembering_validator_still_finds_what_is_wrong() -> None:
    validator = decision_validator()
    document = document_of(Question(needs=(Asked("waf"),)))
    spoils: list[Plain] = [
        {"surprise": 1},
        {"headline": ""},
        {"recommendation": "R"},
        {"options": []},
        {"reasons": [{}]},
    ]
    for spoil in spoils:
        assert validator.is_valid(document)
        assert not validator.is_valid({**document, **spoil})
        assert not validator.is_valid({**document, **spoil})
    document["options"][1]["needs"][0]["met"] = "no"
    assert not validator.is_valid(document)


@cache
def decision_validator() -> Any:
    return remembering_validator(json.loads(shipped.schema("decision")))


def assert_agrees_with_oracle(question: Question, document: Plain) -> None:
    answer = ORACLE.answer(question)
    options = {entry["id"]: entry for entry in document["options"]}
    assert document["recommendation"] == answer.recommendation
    assert tuple(option for option, entry in options.items() if entry["eligible"]) == answer.eligible
    assert {option: entry["set_aside"] for option, entry in options.items() if entry["set_aside"]} == answer.set_aside
    ranked = sorted((entry["rank"], option) for option, entry in options.items() if entry["rank"] is not None)
    assert ranked == list(enumerate(answer.ranking, 1))
    assert {option: entry["missing"] for option, entry in options.items()} == answer.missing
    assert document["lacking"] == answer.lacking


@given(questions())
@settings(max_examples=GENERATED)
def test_every_decision_is_described_by_its_schema_and_agrees_with_the_oracle(question: Question) -> None:
    document = document_of(question)
    assert [error.message for error in decision_validator().iter_errors(document)] == []
    assert_agrees_with_oracle(question, document)


@pytest.mark.parametrize("strict", [False, True], ids=["lenient", "strict"])
@pytest.mark.parametrize("overruled", [(), ("request-response",)], ids=["assuming", "assuming nothing"])
def test_every_single_need_agrees_with_the_oracle(*, strict: bool, overruled: tuple[str, ...]) -> None:
    for asked in ASKABLE:
        question = Question(needs=(asked,), strict=strict, overruled=overruled)
        assert_agrees_with_oracle(question, document_of(question))


def test_every_pair_of_capability_needs_agrees_with_the_oracle() -> None:
    for one, other in itertools.combinations(CAPABILITIES, 2):
        answer = ORACLE.answer(Question(needs=(Asked(one), Asked(other))))
        # What only explains the answer is left out, since these are many.
        found = evaluate(MATRIX, require(MATRIX, [one, other]))
        assert tuple(verdict.option for verdict in found.verdicts if verdict.eligible) == answer.eligible
        assert tuple(standing.option for standing in found.ranked) == answer.ranking
        assert found.recommendation == answer.recommendation
        assert {verdict.option: list(verdict.missing) for verdict in found.verdicts} == answer.missing


@given(questions())
@law
def test_sound_what_is_recommended_or_ranked_meets_every_need(question: Question) -> None:
    decision = decided(question)
    verify(MATRIX, decision)
    for verdict in decision.verdicts:
        if verdict.rank is not None:
            assert verdict.eligible
            assert all(ORACLE.meets(verdict.option, need, strict=question.strict) for need in question.needs)


@given(questions())
@law
def test_complete_an_option_that_is_left_over_is_recommended(question: Question) -> None:
    decision = decided(question)
    proposed = [verdict for verdict in decision.verdicts if verdict.eligible and not verdict.set_aside]
    assert (decision.recommendation is not None) == bool(proposed)
    assert sorted(verdict.rank or 0 for verdict in proposed) == list(range(1, len(proposed) + 1))


@given(questions(), askable())
@law
def test_monotone_one_more_need_never_revives_an_option(question: Question, more: Asked) -> None:
    further = Question((*question.needs, more), question.wants, question.strict, question.overruled)
    assert eligible(further) <= eligible(question)


@given(questions())
@law
def test_strict_never_adds_an_option(question: Question) -> None:
    lenient = Question(question.needs, question.wants, strict=False, overruled=question.overruled)
    strict = Question(question.needs, question.wants, strict=True, overruled=question.overruled)
    assert eligible(strict) <= eligible(lenient)


@given(questions())
@law
def test_a_want_never_rules_an_option_out(question: Question) -> None:
    without = Question(question.needs, (), question.strict, question.overruled)
    assert eligible(question) == eligible(without)


@given(questions())
@law
def test_a_want_never_leaves_without_a_recommendation(question: Question) -> None:
    without = Question(question.needs, (), question.strict, question.overruled)
    assert decided(without).recommendation is None or decided(question).recommendation is not None


@given(questions())
@law
def test_overruling_assumptions_changes_no_finding(question: Question) -> None:
    assuming = decided(Question(question.needs, question.wants, question.strict))
    overruled = tuple(assumption.id for assumption in MATRIX.assumptions)
    assuming_nothing = decided(Question(question.needs, question.wants, question.strict, overruled))
    for one, other in zip(assuming.verdicts, assuming_nothing.verdicts, strict=True):
        assert (one.needs, one.wants, one.eligible) == (other.needs, other.wants, other.eligible)
        assert other.set_aside is None


@given(questions(), st.data())
@law
def test_order_free_the_way_it_is_said_changes_no_byte(question: Question, data: st.DataObject) -> None:
    needs, wants = data.draw(typed_otherwise(question))
    requirements = require(MATRIX, needs, wants, strict=question.strict, overruled=question.overruled)
    said_otherwise = to_json(decision_document(MATRIX, decide(MATRIX, requirements)))
    assert said_otherwise == to_json(document_of(question))


@given(questions())
@law
def test_unknown_is_never_met_and_always_named(question: Question) -> None:
    for entry in document_of(question)["options"]:
        for finding in entry["needs"] + entry["wants"]:
            if cell_of(finding, entry)["support"] == "unknown":
                assert finding["support"] == "unknown"
                assert not finding["met"]
                assert any(caveat.startswith(f"{finding['feature']}: not known.") for caveat in entry["caveats"])


@pytest.mark.parametrize("feature", [entry for entry in DOCUMENT["features"] if "unknown" in str(entry["cells"])],
                         ids=lambda entry: str(entry["id"]))  # fmt: skip
def test_an_unknown_need_makes_no_option_eligible(feature: Plain) -> None:
    amount = 1 if feature["kind"] == "quantity" else None
    unknown = {option for option, cell in feature["cells"].items() if cell["support"] == "unknown"}
    assert not unknown & eligible(Question(needs=(Asked(feature["id"], amount),)))


@given(questions())
@law
def test_every_finding_is_a_cell_with_its_sources(question: Question) -> None:
    for entry in document_of(question)["options"]:
        for finding in entry["needs"] + entry["wants"]:
            cell = cell_of(finding, entry)
            assert finding["sources"] == [source["url"] for source in cell["sources"]]
            assert finding["sources"]
            assert all(url.startswith("https://") for url in finding["sources"])
            said = [cell["note"]] + ([cell["beyond"]["note"]] if cell["beyond"] else [])
            assert finding["note"].endswith(tuple(said))
            assert finding["workaround"] in {None, cell["workaround"]}
            assert finding["confidence"] == cell["confidence"]


@given(questions())
@law
def test_every_caveat_is_about_something_asked_and_says_what_its_cell_says(question: Question) -> None:
    for entry in document_of(question)["options"]:
        findings = entry["needs"] + entry["wants"]
        for caveat in entry["caveats"]:
            about = [finding for finding in findings if caveat.startswith(f"{finding['feature']}: ")]
            by_rule = any(caveat.endswith(rule.text) for rule in MATRIX.rules if rule.implies)
            assert by_rule or any(
                caveat.endswith((finding["note"], cell_of(finding, entry)["disputed"] or "\n"))
                or f"confidence is {finding['confidence']};" in caveat
                for finding in about
            ), caveat


@given(questions())
@law
def test_every_condition_dispute_and_doubt_of_what_was_asked_is_a_caveat(question: Question) -> None:
    for entry in document_of(question)["options"]:
        for finding in entry["needs"] + entry["wants"]:
            caveats = [caveat for caveat in entry["caveats"] if caveat.startswith(f"{finding['feature']}: ")]
            conditional = finding["support"] == "partial" and finding["met"]
            doubtful = finding["confidence"] != "high" and finding["support"] != "unknown"
            assert not conditional or any(caveat.endswith(finding["note"]) for caveat in caveats)
            assert not doubtful or any("confidence" in caveat for caveat in caveats)
            disputed = cell_of(finding, entry)["disputed"]
            assert not disputed or any(caveat.endswith(disputed) for caveat in caveats)


@given(questions())
@law
def test_every_reason_rests_on_what_was_asked_an_assumption_or_a_price(question: Question) -> None:
    document = document_of(question)
    asked = {one.feature for one in question.needs + question.wants}
    for reason in document["reasons"]:
        assert set(reason["features"]) <= asked
        assert set(reason["options"]) <= set(ORACLE.options)
        assert reason["options"]
        kind = reason["kind"]
        assert bool(reason["features"]) == (kind in {"need", "wants", "clash"})
        if kind == "need":
            (feature,) = reason["features"]
            assert all(feature in option_of(document, option)["missing"] for option in reason["options"])
        elif kind == "clash":
            clashes = [clash for option in reason["options"] for clash in option_of(document, option)["clashes"]]
            assert reason["features"] in [clash["needs"] for clash in clashes]
        elif kind == "assumption":
            assert all(
                option_of(document, option)["set_aside"] in {entry["id"] for entry in document["assumptions"]}
                for option in reason["options"]
            )
        else:
            assert reason["options"][0] == document["recommendation"]
        if kind == "price":
            assert all(MATRIX.options[option].price.sources for option in reason["options"])


@given(questions())
@law
def test_every_option_that_is_not_recommended_has_a_reason(question: Question) -> None:
    document = document_of(question)
    spoken_of = {option for reason in document["reasons"] for option in reason["options"]}
    assert spoken_of >= set(ORACLE.options) - {document["recommendation"]}


@given(questions())
@law
def test_what_is_given_up_is_had_by_the_other_and_known_not_to_be_had_by_the_recommended(question: Question) -> None:
    document = document_of(question)
    best = document["recommendation"]
    others = set(ORACLE.options) - {best} if best else set()
    assert set(document["gives_up"]) == others
    for option in others:
        assert document["gives_up"][option] == [
            feature["id"]
            for feature in DOCUMENT["features"]
            if feature["cells"][option]["support"] in {"full", "partial"}
            and feature["cells"][best]["support"] in {"none", "not-applicable"}
        ]


DECIDE_MUCH = """
from apigw_choose import decide, load_matrix, require
from apigw_choose.engine.reasons import asked_for
from apigw_choose.renderers.documents import decision_document, to_json
matrix = load_matrix()
had = [name for name, feature in matrix.features.items() if not feature.quantity]
for place, need in enumerate(had):
    for strict in (False, True):
        wants = [f"{want}:{place % 7 + 1}" for want in had[place - 3 : place]]
        overruled = ["request-response"] if place % 2 else []
        requirements = require(matrix, [need], wants, strict=strict, overruled=overruled)
        print(to_json(decision_document(matrix, decide(matrix, requirements))), end="")
"""


def test_independent_of_the_hash_seed() -> None:
    outputs = {
        subprocess.run(
            [sys.executable, "-c", DECIDE_MUCH],
            env={**os.environ, "PYTHONHASHSEED": seed},
            capture_output=True,
            check=True,
            timeout=60,
        ).stdout
        for seed in ("1", "2")
    }
    assert len(outputs) == 1
    assert outputs.pop().count(b'"format"') == 2 * len(CAPABILITIES)


def test_the_oracle_tells_a_better_direction_that_is_less() -> None:
    """The shipped matrix has no such quantity, so the oracle is held to this case by hand."""
    cells = {
        "slow": {"support": "full", "value": 50, "beyond": None},
        "fast": {"support": "full", "value": 5, "beyond": None},
    }
    document = {
        "options": [{"id": "slow"}, {"id": "fast"}],
        "features": [{"id": "delay", "kind": "quantity", "better": "less", "cells": cells}],
    }
    head = {"options": [{"id": option, "price": {"micros": 1}} for option in cells]}
    assert Oracle(document, head).answer(Question(needs=(Asked("delay", 10),))).ranking == ("fast",)


def eligible(question: Question) -> set[str]:
    return {verdict.option for verdict in decided(question).verdicts if verdict.eligible}


def cell_of(finding: Plain, entry: Plain) -> Plain:
    cell: Plain = ORACLE.features[finding["feature"]]["cells"][entry["id"]]
    return cell


def option_of(document: Plain, option: str) -> Plain:
    return next(entry for entry in document["options"] if entry["id"] == option)


def test_what_is_typed_for_a_capability_is_its_id() -> None:
    assert typed(Asked("waf")) == "waf"
