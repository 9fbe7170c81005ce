"""Decisions and features as plain JSON data, described by the schemas in `data/schema/`."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from apigw_choose.engine.reasons import pairing_of
from apigw_choose.model.amounts import BASE_UNIT

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import date

    from apigw_choose.model.checked import Aged
    from apigw_choose.model.decision import Change, Decision, Finding, OptionVerdict
    from apigw_choose.model.impasse import Impasse
    from apigw_choose.model.matrix import Cell, Feature, Matrix, Source
    from apigw_choose.model.reference import Claim, Term
    from apigw_choose.model.requirements import Need, Want
    from apigw_choose.model.traffic import Traffic

Document = dict[str, Any]


def to_json(document: Document) -> str:
    """The document as text: ASCII only, so that no terminal can be upset by it, and a newline at the end."""
    text = json.dumps(document, indent=2)
    return text.replace("\x7f", "\\u007f") + "\n"  # the one control character that JSON leaves as it is


def decision_document(matrix: Matrix, decision: Decision) -> Document:
    """A decision, by `schema decision`."""
    asked = decision.requirements
    return {
        "format": "apigw-choose/decision/1",
        "matrix": matrix_document(matrix),
        "requirements": {
            "needs": [_asked(matrix, need) for need in asked.needs],
            "wants": [{**_asked(matrix, want), "weight": want.weight} for want in asked.wants],
            "strict": asked.strict,
            "allow_workarounds": asked.allow_workarounds,
            "overruled": sorted(asked.overruled),
            "traffic": _traffic(asked.traffic),
        },
        "assumptions": [
            {"id": entry.id, "text": entry.text, "because": entry.because} for entry in decision.assumptions
        ],
        "recommendation": decision.recommendation,
        "headline": decision.headline,
        "options": [_verdict(matrix, verdict) for verdict in decision.verdicts],
        "reasons": [
            {
                "kind": reason.kind,
                "text": reason.text,
                "features": list(reason.features),
                "options": list(reason.options),
            }
            for reason in decision.reasons
        ],
        "lacking": {
            verdict.option: list(verdict.lacking)
            for verdict in decision.verdicts
            if verdict.option != decision.recommendation
        },
        "gives_up": {option: list(features) for option, features in decision.gives_up.items()},
        **_ways_out(matrix, decision.impasse),
        "would_change": [_change(matrix, change) for change in decision.would_change],
        "would_tip": [_change(matrix, change) for change in decision.would_tip],
        "costs": _costs(matrix, decision),
    }


def _traffic(traffic: Traffic | None) -> Document | None:
    if traffic is None:
        return None
    return {
        "amounts": dict(sorted(traffic.amounts.items())),
        "month": traffic.month,
        "region": traffic.region,
        "region_said": traffic.region_said,
        "readings": dict(sorted(traffic.readings.items())),
        "free_tier": traffic.free_tier,
    }


def _costs(matrix: Matrix, decision: Decision) -> Document | None:
    if decision.requirements.traffic is None:
        return None
    from apigw_choose.renderers.cost_document import costs_document

    return costs_document(matrix, decision)


def _ways_out(matrix: Matrix, impasse: Impasse | None) -> Document:
    """The keys of a decision that tell what to do when nothing fits; empty lists where something does."""
    if impasse is None:
        return {
            "conflicts": [],
            "repairs": [],
            "combination": None,
            "pairing": None,
            "by_workarounds": None,
            "outside": [],
            "cut": False,
        }
    pairing = pairing_of(matrix, impasse)
    return {
        "conflicts": [list(conflict) for conflict in impasse.conflicts],
        "repairs": [{"drop": list(repair.drop), "options": list(repair.options)} for repair in impasse.repairs],
        "combination": impasse.combination
        and [
            {"option": serving.option, "needs": list(serving.needs), "also": list(serving.also)}
            for serving in impasse.combination
        ],
        "pairing": pairing and {"text": pairing.text, "sources": [source.url for source in pairing.sources]},
        "by_workarounds": impasse.by_workarounds
        and {"option": impasse.by_workarounds.option, "workarounds": list(impasse.by_workarounds.workarounds)},
        "outside": [
            {
                "id": entry.id,
                "name": entry.name,
                "text": entry.text,
                "sources": [source.url for source in entry.sources],
            }
            for entry in map(matrix.alternatives.__getitem__, impasse.outside)
        ],
        "cut": impasse.cut,
    }


def _change(matrix: Matrix, change: Change) -> Document:
    quantity = matrix.features[change.feature].quantity
    beyond = (
        {}
        if change.beyond is None or quantity is None
        else {
            "beyond": change.beyond,
            "unit": BASE_UNIT[quantity.dimension],
            "beyond_text": quantity.write(change.beyond),
        }
    )
    return {
        "feature": change.feature,
        **beyond,
        "recommendation": change.recommendation,
        "together": list(change.together),
    }


def features_document(matrix: Matrix, features: Iterable[Feature], options: Iterable[str] | None = None) -> Document:
    """Features with their cells of some options, or of all, by `schema features`."""
    shown = list(matrix.options) if options is None else list(options)
    return {
        "format": "apigw-choose/features/1",
        "matrix": matrix_document(matrix),
        "options": [{"id": option, "name": matrix.options[option].name} for option in shown],
        "features": [_feature(feature, shown) for feature in features],
    }


def stale_document(matrix: Matrix, cells: Sequence[Aged], today: date, days: int) -> Document:
    """The cells that were checked too long ago, and their features, by `schema features`."""
    named = {entry.feature for entry in cells}
    return {
        **features_document(matrix, [feature for feature in matrix.features.values() if feature.id in named]),
        "today": today.isoformat(),
        "max_age": days,
        "stale": [
            {"feature": entry.feature, "option": entry.option, "checked": entry.checked, "days": entry.days}
            for entry in cells
        ],
    }


def explanation_document(matrix: Matrix, feature: Feature) -> Document:
    """One feature and the contested claims that touch it."""
    claims = [_claim(claim) for claim in matrix.claims.values() if feature.id in claim.features]
    return {**features_document(matrix, [feature]), "claims": claims}


def term_document(matrix: Matrix, term: Term) -> Document:
    """A term of the glossary."""
    return {
        "format": "apigw-choose/term/1",
        "matrix": matrix_document(matrix),
        "id": term.id,
        "name": term.name,
        "aliases": list(term.aliases),
        "summary": term.summary,
        "description": term.description,
        "facts": [{"label": fact.label, "value": fact.value, "example": fact.example} for fact in term.facts],
        "see": list(term.see),
        "features": list(term.features),
        "options": list(term.options),
        "sources": [_source(source) for source in term.sources],
    }


def matrix_document(matrix: Matrix) -> Document:
    """Which matrix a document is about."""
    return {"id": matrix.id, "version": matrix.version}


def _asked(matrix: Matrix, asked: Need | Want) -> Document:
    return {"feature": asked.feature, **_amount(matrix, asked.feature, asked.amount)}


def _amount(matrix: Matrix, feature: str, amount: int | None) -> Document:
    quantity = matrix.features[feature].quantity
    if amount is None or quantity is None:
        return {}
    return {"amount": amount, "unit": BASE_UNIT[quantity.dimension], "amount_text": quantity.write(amount)}


def _verdict(matrix: Matrix, verdict: OptionVerdict) -> Document:
    return {
        "id": verdict.option,
        "name": matrix.options[verdict.option].name,
        "eligible": verdict.eligible,
        "possible": verdict.possible,
        "set_aside": verdict.set_aside,
        "rank": verdict.rank,
        "needs": [_finding(matrix, finding) for finding in verdict.needs],
        "wants": [_finding(matrix, finding) for finding in verdict.wants],
        "missing": list(verdict.missing),
        "clashes": [
            {
                "needs": list(clash.needs),
                "rules": [
                    {"id": rule.id, "text": rule.text, "sources": [source.url for source in rule.sources]}
                    for rule in clash.rules
                ],
            }
            for clash in verdict.clashes
        ],
        "caveats": list(verdict.caveats),
    }


def _finding(matrix: Matrix, finding: Finding) -> Document:
    return {
        "feature": finding.feature,
        **_amount(matrix, finding.feature, finding.amount),
        "support": finding.support,
        "met": finding.met,
        "note": finding.note,
        "workaround": None if finding.support == "full" else finding.cell.workaround,
        "by_workaround": finding.workaround,
        "confidence": finding.cell.confidence,
        "sources": [source.url for source in finding.cell.sources],
    }


def _feature(feature: Feature, options: list[str]) -> Document:
    quantity = feature.quantity
    return {
        "id": feature.id,
        "name": feature.name,
        "category": feature.category,
        "kind": "quantity" if quantity else "capability",
        "unit": BASE_UNIT[quantity.dimension] if quantity else None,
        "better": quantity.better if quantity else None,
        "aliases": sorted([*feature.aliases, *(feature.shorthands or ())]),
        "shorthands": dict(sorted((feature.shorthands or {}).items())),
        "summary": feature.summary,
        "cells": {option: _cell(feature, feature.cells[option]) for option in options},
    }


def _cell(feature: Feature, cell: Cell) -> Document:
    quantity, beyond, witness = feature.quantity, cell.beyond, cell.witness
    return {
        "support": cell.support,
        "value": cell.value,
        "value_text": quantity.write(cell.value) if quantity and cell.value is not None else None,
        "beyond": {"by": beyond.by, "to": beyond.to, "note": beyond.note} if beyond else None,
        "note": cell.note,
        "since": cell.since,
        "sources": [_source(source) for source in cell.sources],
        "workaround": cell.workaround,
        "disputed": cell.disputed,
        "basis": cell.basis,
        "confidence": cell.confidence,
        "witness": {"model": witness.model, "path": witness.path, "shows": witness.shows} if witness else None,
    }


def _source(source: Source) -> Document:
    return {"url": source.url, "checked": source.checked, "anchor": source.anchor, "edition": source.edition}


def _claim(claim: Claim) -> Document:
    return {
        "id": claim.id,
        "claim": claim.claim,
        "verdict": claim.verdict,
        "refutation": claim.refutation,
        "features": list(claim.features),
        "options": list(claim.options),
        "sources": [_source(source) for source in claim.sources],
    }
