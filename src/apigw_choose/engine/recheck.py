"""Whether a decision is the expected one, whether an earlier one still holds, and how old its evidence is."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import TYPE_CHECKING

from apigw_choose.engine.decide import decide
from apigw_choose.engine.reasons import asked_for
from apigw_choose.engine.wording import join
from apigw_choose.model.checked import CellChange, Fault, Outcome, Stale, Told

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from apigw_choose.model.decision import Decision, Finding, OptionVerdict
    from apigw_choose.model.matrix import Matrix, Source, Support
    from apigw_choose.model.record import Record
    from apigw_choose.model.requirements import Need, Requirements, Want

MOST_NAMED = 20
"""So many names that the matrix does not know are told one by one."""

_BETTER: tuple[Support, ...] = ("full", "partial", "unknown", "none", "not-applicable")
_SHOWN = 60


def expectation_faults(matrix: Matrix, decision: Decision, expected: tuple[str, ...] | None) -> tuple[Fault, ...]:
    """What keeps a decision from being the expected one.

    Args:
        matrix: what was asked
        decision: its answer
        expected: ids of the options of which one must be recommended; none may be where there are none,
            any may be where it is None
    """
    best = decision.recommendation
    if expected is None:
        return () if best else (Fault("expectation", f"no {matrix.noun} is recommended"),)
    if best in expected or (best is None and not expected):
        return ()
    names = join((matrix.options[option].name for option in expected), "or")
    wanted = f"expected {names}" if expected else f"expected that no {matrix.noun} fits"
    return (Fault("expectation", f"{wanted}, and {_answer(matrix, best)}", (), expected),)


def recheck(matrix: Matrix, record: Record, *, strict: bool = False) -> Outcome:
    """Hold a saved decision against a matrix: would it still say so, and if not, which cell has changed?

    It no longer holds when another option is recommended, when an option has become eligible or has ceased
    to be, and when the recommended one has less of what was asked than it had then.
    """
    if record.matrix != matrix.id:
        text = (
            f"decided over the matrix {_shown(record.matrix)}, and this is {matrix.id!r}; name the other with --matrix"
        )
        return Outcome(None, (Fault("matrix", text),))
    asked = replace(record.requirements, strict=record.requirements.strict or strict)
    faults = tuple(_unknown_words(matrix, record))
    if faults:
        return Outcome(None, faults)
    known = {assumption.id for assumption in matrix.assumptions}
    decision = decide(matrix, replace(asked, overruled=asked.overruled & known))
    changes = tuple(_changes(record, decision))
    faults = (
        *_recommendation_faults(matrix, record, decision),
        *_eligibility_faults(matrix, record, decision),
        *_cell_faults(matrix, decision, changes),
    )
    return Outcome(decision, (*faults, *_cause(record, asked, changes, faults)), changes)


def age_faults(
    matrix: Matrix, decision: Decision, today: date, max_age: int
) -> tuple[tuple[Stale, ...], tuple[Fault, ...]]:
    """The evidence of a decision that was checked more than so many days ago; a fault, if there is any.

    A decision rests on what the recommended option says of each need and want, and on what ruled the
    others out.
    """
    oldest = (today - timedelta(days=max_age)).isoformat()
    stale = tuple(dict.fromkeys(entry for entry in _evidence(matrix, decision) if entry.checked < oldest))
    if not stale:
        return (), ()
    cells = [f"{', '.join(entry.features)} of {matrix.options[entry.option].name} ({entry.checked})" for entry in stale]
    days = "day" if max_age == 1 else "days"
    more = f", and {len(cells) - MOST_NAMED} more" if len(cells) > MOST_NAMED else ""
    text = f"rests on facts checked more than {max_age} {days} ago: {', '.join(cells[:MOST_NAMED])}{more}"
    features = tuple(dict.fromkeys(feature for entry in stale for feature in entry.features))
    options = tuple(dict.fromkeys(entry.option for entry in stale))
    return stale, (Fault("age", text, features, options),)


def _unknown_words(matrix: Matrix, record: Record) -> Iterator[Fault]:
    """Where the record asks for what cannot be asked of the matrix any more."""
    asked: tuple[Need | Want, ...] = (*record.requirements.needs, *record.requirements.wants)
    faults = [Fault("vocabulary", text, (entry.feature,)) for entry in asked if (text := _misunderstood(matrix, entry))]
    yield from dict.fromkeys(faults[:MOST_NAMED])
    if len(faults) > MOST_NAMED:
        yield Fault("vocabulary", f"and {len(faults) - MOST_NAMED} more that the matrix does not know")
    yield from _unknown_traffic(matrix, record.requirements)
    best = record.recommendation
    if best is not None and best not in matrix.options:
        yield Fault("vocabulary", f"{_shown(best)}, which was recommended, is no {matrix.noun} of the matrix any more")


def _unknown_traffic(matrix: Matrix, asked: Requirements) -> Iterator[Fault]:
    """Where the traffic was said in words that the matrix does not know any more."""
    traffic, costs = asked.traffic, matrix.costs
    if traffic is None:
        return
    if costs is None:
        yield Fault("vocabulary", "was decided by traffic, and the matrix knows no prices any more")
        return
    for name in traffic.amounts:
        if name not in costs.measures:
            yield Fault("vocabulary", f"{_shown(name)} is no measure of traffic any more")
    for name, answer in traffic.readings.items():
        if name not in costs.readings or answer not in costs.readings[name].choices:
            yield Fault(
                "vocabulary", f"{_shown(name)}: {_shown(answer)} is no open question with such an answer any more"
            )
    if traffic.region not in (*costs.regions, *costs.unpriced):
        yield Fault("vocabulary", f"{_shown(traffic.region)} is no region of which prices are known any more")


def _misunderstood(matrix: Matrix, entry: Need | Want) -> str | None:
    feature = matrix.features.get(entry.feature)
    if feature is None:
        return f"{_shown(entry.feature)} is no feature of the matrix any more"
    if feature.quantity is None and entry.amount is not None:
        return f"{feature.id} is had or not had by now, and was asked for in an amount"
    if feature.quantity is not None and entry.amount is None:
        return f"{feature.id} is a quantity by now, and was asked for without an amount"
    return None


def _recommendation_faults(matrix: Matrix, record: Record, decision: Decision) -> Iterator[Fault]:
    before, after = record.recommendation, decision.recommendation
    if before != after:
        was = f"{matrix.options[before].name} was recommended" if before else f"no {matrix.noun} was recommended"
        options = tuple(option for option in (before, after) if option)
        yield Fault(
            "recommendation", f"{was} by the facts of {record.version}; today {_answer(matrix, after)}", (), options
        )


def _eligibility_faults(matrix: Matrix, record: Record, decision: Decision) -> Iterator[Fault]:
    was_eligible = {recorded.option: recorded.eligible for recorded in record.options}
    for verdict in decision.verdicts:
        if was_eligible.get(verdict.option, verdict.eligible) != verdict.eligible:
            name = matrix.options[verdict.option].name
            said = "did not meet every need and now does" if verdict.eligible else "met every need and no longer does"
            yield Fault("eligibility", f"{name} {said}{_by_rules(verdict)}", verdict.missing, (verdict.option,))


def _by_rules(verdict: OptionVerdict) -> str:
    """The rules that stand in the way, where it is not the cells alone."""
    texts = dict.fromkeys(rule.text for clash in verdict.clashes for rule in clash.rules)
    return f": {' '.join(texts)}" if texts else ""


def _cell_faults(matrix: Matrix, decision: Decision, changes: Iterable[CellChange]) -> Iterator[Fault]:
    """Where the recommended option has less of what was asked than it had."""
    for change in changes:
        worse = _BETTER.index(change.before.support) < _BETTER.index(change.after.support)
        if change.option == decision.recommendation and worse:
            text = f"{change_text(matrix, change)}. {change.after.note}"
            yield Fault("cell", text, (change.feature,), (change.option,))


def _cause(
    record: Record, asked: Requirements, changes: Iterable[CellChange], faults: Iterable[Fault]
) -> Iterator[Fault]:
    """Says so when no cell that was asked for explains the faults."""
    if any(faults) and not any(change.in_support for change in changes):
        if asked.strict and not record.requirements.strict:
            yield Fault(
                "cell", "no cell that was asked for has changed, but support with a condition counts as none now"
            )
        else:
            yield Fault(
                "cell", "no cell that was asked for has changed; a rule, a price, an assumption or an option has"
            )


def change_text(matrix: Matrix, change: CellChange) -> str:
    """What has changed in a cell: `Garage, charging: was none, is full`."""
    asked = asked_for(matrix, change.feature, change.amount)
    return f"{matrix.options[change.option].name}, {asked}: was {change.before.support}, is {change.after.support}"


def _changes(record: Record, decision: Decision) -> Iterator[CellChange]:
    """The cells asked for of which another support or note is told today, in the order of the decision."""
    then = {
        (recorded.option, finding.feature, finding.amount): Told(finding.support, finding.note)
        for recorded in record.options
        for finding in recorded.findings
    }
    for verdict in decision.verdicts:
        for finding in verdict.needs + verdict.wants:
            now = Told(finding.support, finding.note)
            before = then.get((verdict.option, finding.feature, finding.amount), now)
            if before != now:
                yield CellChange(finding.feature, finding.amount, verdict.option, before, now)


def _evidence(matrix: Matrix, decision: Decision) -> Iterator[Stale]:
    """Everything that a decision rests on, each with the oldest check of its sources."""
    for verdict in decision.verdicts:
        chosen = verdict.option == decision.recommendation
        for finding in verdict.needs + verdict.wants if chosen else _ruling_out(verdict):
            around = matrix.workarounds[finding.workaround].sources if finding.workaround else ()
            yield _oldest((finding.feature,), verdict.option, (*finding.cell.sources, *around))
        for clash in verdict.clashes:
            for rule in clash.rules:
                yield _oldest(clash.needs, verdict.option, rule.sources)


def _ruling_out(verdict: OptionVerdict) -> Iterator[Finding]:
    return (finding for finding in verdict.needs if not finding.met)


def _oldest(features: tuple[str, ...], option: str, sources: tuple[Source, ...]) -> Stale:
    source = min(sources, key=lambda entry: entry.checked)
    return Stale(features, option, source.checked, source.url)


def _answer(matrix: Matrix, recommendation: str | None) -> str:
    return f"{matrix.options[recommendation].name} is recommended" if recommendation else f"no {matrix.noun} is"


def _shown(name: str) -> str:
    """A name from a file, which may be anything, as a message quotes it."""
    return repr(name) if len(name) <= _SHOWN else f"{name[:_SHOWN]!r}..."
