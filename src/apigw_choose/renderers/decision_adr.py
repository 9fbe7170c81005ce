"""A decision as a decision record by the template of MADR 4 (https://adr.github.io/madr/)."""

from __future__ import annotations

from itertools import chain
from typing import TYPE_CHECKING

from apigw_choose.engine.wording import join
from apigw_choose.renderers.decision_lines import (
    asked,
    bullets,
    changing,
    clashing,
    conflicts,
    costs,
    evidence,
    price,
    ways_out,
)
from apigw_choose.renderers.markdown import address, code, inert, shell

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from apigw_choose.model.decision import Decision, Finding, OptionVerdict
    from apigw_choose.model.matrix import Matrix, Source

_STATUS = "proposed"
"""A tool proposes; people accept."""

_SAVED = "decision.json"


def decision_adr(matrix: Matrix, decision: Decision, command: str, check: str = "apigw-choose check") -> str:
    """The record.

    Args:
        matrix: what was asked
        decision: its answer
        command: the command that gives this decision, without an output format; `command_of` writes it
        check: the command that checks a saved decision, without its file
    """
    blocks = [
        ["---", f"status: {_STATUS}", f'date: "{inert(matrix.version)}"', "---"],
        [f"# {_title(matrix, decision)}"],
        *_block("## Context and Problem Statement", _context(matrix, decision)),
        *_block("## Decision Drivers", bullets(_drivers(matrix, decision))),
        *_block("## Considered Options", bullets(inert(option.name) for option in matrix.options.values())),
        *_block("## Decision Outcome", _outcome(matrix, decision)),
        *_block("### Consequences", bullets(_consequences(matrix, decision))),
        *_block("### Confirmation", _confirmation(command, check)),
        ["## Pros and Cons of the Options"],
        *chain.from_iterable(_option(matrix, verdict) for verdict in decision.verdicts),
        *_block("## More Information", _more(matrix, decision)),
    ]
    return "\n\n".join("\n".join(block) for block in blocks) + "\n"


def _block(heading: str, lines: Iterable[str]) -> list[list[str]]:
    block = list(lines)
    return [[heading], block] if block else []


def _title(matrix: Matrix, decision: Decision) -> str:
    needs = [asked(matrix, need.feature, need.amount) for need in decision.requirements.needs]
    wanted = [asked(matrix, want.feature, want.amount) for want in decision.requirements.wants]
    purpose = f" for {join(needs or wanted)}" if needs or wanted else ""
    if decision.recommendation:
        return f"Use {inert(matrix.options[decision.recommendation].name)}{purpose}"
    return f"No single {inert(matrix.noun)}{purpose}"


def _context(matrix: Matrix, decision: Decision) -> Iterator[str]:
    yield f"Which {inert(matrix.noun)} of {inert(matrix.subject)} is to be used, given what it must have?"
    for assumption in decision.assumptions:
        yield f"It is assumed that {inert(assumption.text)}, since {inert(assumption.because)}."
    if decision.requirements.strict:
        yield "Support with a condition counts as none."
    if decision.requirements.allow_workarounds:
        yield "What a known workaround provides counts as met."


def _drivers(matrix: Matrix, decision: Decision) -> Iterator[str]:
    for need in decision.requirements.needs:
        yield f"Needed: {asked(matrix, need.feature, need.amount)}, {inert(matrix.features[need.feature].name)}"
    for want in decision.requirements.wants:
        weight = f" (weight {want.weight})" if want.weight > 1 else ""
        yield f"Wanted: {asked(matrix, want.feature, want.amount)}, {inert(matrix.features[want.feature].name)}{weight}"


def _outcome(matrix: Matrix, decision: Decision) -> Iterator[str]:
    best = decision.recommendation
    if best:
        name = matrix.options[best].name
        yield f'Chosen option: "{inert(name)}", because it is {inert(decision.headline.removeprefix(f"{name}: "))}'
    else:
        yield f"Chosen option: none. {inert(decision.headline)}"
    impasse = decision.impasse
    reasons = bullets(inert(reason.text) for reason in decision.reasons)
    exclusive = bullets(conflicts(matrix, decision, impasse)) if impasse else []
    ways = bullets(ways_out(matrix, decision, impasse)) if impasse else []
    for heading, lines in (("", reasons), ("What cannot be had together:", exclusive), ("Ways out:", ways)):
        if lines:
            yield from ("", heading, "") if heading else ("",)
            yield from lines


def _consequences(matrix: Matrix, decision: Decision) -> Iterator[str]:
    best = decision.recommendation
    if best is None:
        yield f"Bad, because a need must be dropped, or more than one {inert(matrix.noun)} is taken."
        return
    verdict = decision.verdict(best)
    yield from (_gained(matrix, finding) for finding in verdict.needs + verdict.wants if finding.met)
    yield from (f"Neutral, because of the cost. {cost}" for cost in costs(matrix, decision, best))
    yield from (f"Bad, because {_missed(matrix, finding)}" for finding in verdict.wants if not finding.met)
    yield from (f"Bad, because of a caveat. {inert(caveat)}" for caveat in verdict.caveats)


def _gained(matrix: Matrix, finding: Finding) -> str:
    had = f"because it has {asked(matrix, finding.feature, finding.amount)}"
    return f"Neutral, {had} by a workaround" if finding.workaround else f"Good, {had}"


def _missed(matrix: Matrix, finding: Finding) -> str:
    return f"it lacks {asked(matrix, finding.feature, finding.amount)}, which was wanted"


def _confirmation(command: str, check: str) -> Iterator[str]:
    yield "Save the decision beside this record, and check it at every build:"
    yield ""
    yield from shell(f"{command} --json > {_SAVED}", f"{check} {_SAVED}")
    yield ""
    yield "The check fails when today's facts would lead to another decision, and names the facts that have changed."


def _option(matrix: Matrix, verdict: OptionVerdict) -> Iterator[list[str]]:
    """The arguments for and against an option, the good ones first."""
    option = matrix.options[verdict.option]
    yield [f"### {inert(option.name)}"]
    yield [inert(option.summary)]
    findings = [(_judged(finding), evidence(matrix, finding)) for finding in verdict.needs + verdict.wants]
    arguments = [
        f"{kind}, because {text}" for wanted in ("Good", "Neutral", "Bad") for kind, text in findings if kind == wanted
    ]
    arguments += [f"Bad, because needs clash. {clashing(clash)}" for clash in verdict.clashes]
    yield bullets([*arguments, f"Neutral, because of the price. {price(matrix, option)}"])


def _judged(finding: Finding) -> str:
    if not finding.met:
        return "Neutral" if finding.support == "unknown" else "Bad"
    return "Good" if finding.support == "full" else "Neutral"


def _more(matrix: Matrix, decision: Decision) -> Iterator[str]:
    yield f"Facts of {inert(matrix.subject)} checked {inert(matrix.version)} (matrix {code(matrix.id)})."
    changes = [*changing(matrix, decision.would_change, "Needed:"), *changing(matrix, decision.would_tip, "Wanted:")]
    if decision.recommendation and changes:
        yield from ("", "What would change this decision:", "", *bullets(changes))
    pages: dict[str, Source] = {}
    for verdict in decision.verdicts:
        for finding in verdict.needs + verdict.wants:
            pages |= {source.url: source for source in finding.cell.sources}
    if pages:
        checked = (f"{address(url)}, checked {inert(pages[url].checked)}" for url in sorted(pages))
        yield from ("", "Sources:", "", *bullets(checked))
