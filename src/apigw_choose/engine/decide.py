"""The decision: which option to take, by rules that can be said in a sentence each."""

from __future__ import annotations

from dataclasses import replace

from apigw_choose.engine.judge import judge
from apigw_choose.engine.rank import Standing, rank
from apigw_choose.engine.reasons import headline, reasons
from apigw_choose.model.decision import Decision, Finding, OptionVerdict
from apigw_choose.model.matrix import Assumption, Matrix
from apigw_choose.model.requirements import Requirements


def decide(matrix: Matrix, requirements: Requirements) -> Decision:
    """Recommend an option of the matrix for the requirements, or none, with everything behind it.

    An option is eligible when it meets every need; it is proposed unless an assumption in force sets
    it aside. The proposed options are ranked as `rank` says, and the first is recommended.
    """
    assumptions = assumptions_in_force(matrix, requirements)
    found = [_verdict(matrix, option, requirements, assumptions) for option in matrix.options]
    proposed = [verdict for verdict in found if verdict.eligible and not verdict.set_aside]
    ranked = rank(matrix, requirements, proposed)
    places = {standing.option: place for place, standing in enumerate(ranked, 1)}
    verdicts = tuple(replace(verdict, rank=places.get(verdict.option)) for verdict in found)
    recommendation = ranked[0].option if ranked else None
    return Decision(
        requirements=requirements,
        assumptions=assumptions,
        recommendation=recommendation,
        headline=headline(matrix, requirements, verdicts, ranked),
        verdicts=verdicts,
        reasons=reasons(matrix, requirements, verdicts, ranked),
        gives_up=_gives_up(matrix, recommendation, ranked),
    )


def assumptions_in_force(matrix: Matrix, requirements: Requirements) -> tuple[Assumption, ...]:
    """The assumptions that no need or want speaks against and the user has not overruled."""
    spoken_of = {asked.feature for asked in (*requirements.needs, *requirements.wants)}
    return tuple(
        assumption
        for assumption in matrix.assumptions
        if assumption.id not in requirements.overruled and not (assumption.unless & spoken_of)
    )


def _verdict(
    matrix: Matrix, option: str, requirements: Requirements, assumptions: tuple[Assumption, ...]
) -> OptionVerdict:
    needs = tuple([judge(matrix, option, need, strict=requirements.strict) for need in requirements.needs])
    wants = tuple([judge(matrix, option, want, strict=requirements.strict) for want in requirements.wants])
    return OptionVerdict(
        option=option,
        eligible=all(finding.met for finding in needs),
        set_aside=next((entry.id for entry in assumptions if option in entry.sets_aside), None),
        rank=None,
        needs=needs,
        wants=wants,
        caveats=tuple(dict.fromkeys(_caveats(needs + wants))),
    )


def _caveats(findings: tuple[Finding, ...]) -> list[str]:
    """What a reader must know before relying on a finding that counts in the option's favour."""
    caveats = []
    for finding in findings:
        if finding.support == "unknown":
            caveats.append(f"{finding.feature}: not known. {finding.note}")
        elif finding.support == "partial" and finding.met:
            caveats.append(f"{finding.feature}: {finding.note}")
        if finding.cell.confidence != "high" and finding.support != "unknown":
            caveats.append(f"{finding.feature}: confidence is {finding.cell.confidence}; try it before you rely on it.")
        if finding.cell.disputed:
            caveats.append(f"{finding.feature}: sources disagree. {finding.cell.disputed}")
    return caveats


def _gives_up(matrix: Matrix, recommendation: str | None, ranked: list[Standing]) -> dict[str, tuple[str, ...]]:
    """What each other option would have that the recommended one has not."""
    if recommendation is None:
        return {}
    absent = ~(matrix.having[recommendation] | matrix.unknown[recommendation])
    return {
        option: _features_of(matrix, having & absent)
        for option, having in matrix.having.items()
        if option != recommendation
    }


def _features_of(matrix: Matrix, bits: int) -> tuple[str, ...]:
    return tuple([feature for place, feature in enumerate(matrix.features) if bits >> place & 1])
