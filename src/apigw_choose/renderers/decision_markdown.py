"""A decision as a section of a design document, in Markdown."""

from __future__ import annotations

from itertools import chain
from typing import TYPE_CHECKING

from apigw_choose.renderers.decision_lines import (
    asked,
    bullets,
    by_option,
    changing,
    conflicts,
    costs,
    evidence,
    lacking,
    ways_out,
)
from apigw_choose.renderers.markdown import inert, strong, table
from apigw_choose.renderers.page import MEANINGS

if TYPE_CHECKING:
    from collections.abc import Iterable

    from apigw_choose.model.decision import Decision
    from apigw_choose.model.matrix import Matrix


def decision_markdown(matrix: Matrix, decision: Decision) -> str:
    """The verdict and everything behind it."""
    best = decision.recommendation
    name = inert(matrix.options[best].name) if best else f"no single {inert(matrix.noun)}"
    noun = inert(f"{matrix.noun[:1].upper()}{matrix.noun[1:]}")
    blocks = [
        [f"## {noun}: {name}"],
        [strong(decision.headline)],
        *_needs(matrix, decision),
        *(_recommended(matrix, decision, best) if best else _none_fits(matrix, decision)),
        *_section(
            "Assumed",
            (inert(f"{entry.text}, since {entry.because}. {entry.overrule}") for entry in decision.assumptions),
        ),
        [f"Facts of {inert(matrix.subject)} checked {inert(matrix.version)}."],
    ]
    return "\n\n".join("\n".join(block) for block in blocks) + "\n"


def _needs(matrix: Matrix, decision: Decision) -> list[list[str]]:
    """The table of what was asked, option by option."""
    requirements = decision.requirements
    labels = [f"{asked(matrix, need.feature, need.amount)} (need)" for need in requirements.needs]
    labels += [f"{asked(matrix, want.feature, want.amount)} (want)" for want in requirements.wants]
    columns = [
        [MEANINGS[finding.support] for finding in verdict.needs + verdict.wants] for verdict in decision.verdicts
    ]
    head = ["", *(inert(matrix.options[verdict.option].name) for verdict in decision.verdicts)]
    return [table(head, zip(labels, *columns, strict=True))] if labels else []


def _recommended(matrix: Matrix, decision: Decision, best: str) -> list[list[str]]:
    verdict = decision.verdict(best)
    name = inert(matrix.options[best].name)
    had = (evidence(matrix, finding) for finding in verdict.needs + verdict.wants if finding.met)
    decided = (inert(reason.text) for reason in decision.reasons if reason.kind != "need")
    others = (other for other in decision.verdicts if other.option != best)
    changes = chain(changing(matrix, decision.would_change, "Needed:"), changing(matrix, decision.would_tip, "Wanted:"))
    return [
        *_section(f"Why {name}", chain(had, decided)),
        *_section("What it lacks of what was wanted", lacking(matrix, verdict)),
        *_lines("What the others lack", by_option(matrix, others)),
        *_section("What it costs", costs(matrix, decision, best)),
        *_section("To mind", map(inert, verdict.caveats)),
        *_section("What would change this", changes),
    ]


def _none_fits(matrix: Matrix, decision: Decision) -> list[list[str]]:
    impasse = decision.impasse
    unsure = (
        f"{inert(matrix.options[verdict.option].name)}, {evidence(matrix, finding)}"
        for verdict in decision.verdicts
        if verdict.possible
        for finding in verdict.needs
        if finding.support == "unknown"
    )
    return [
        *_section("What cannot be had together", conflicts(matrix, decision, impasse) if impasse else ()),
        *_section("Ways out", ways_out(matrix, decision, impasse) if impasse else ()),
        *_section("To find out", unsure),
        *_lines("What each lacks", by_option(matrix, decision.verdicts)),
    ]


def _section(title: str, lines: Iterable[str]) -> list[list[str]]:
    return _lines(title, bullets(lines))


def _lines(title: str, lines: Iterable[str]) -> list[list[str]]:
    """A heading and what stands below it; nothing where there is nothing to say."""
    block = list(lines)
    return [[f"### {title}"], block] if block else []
