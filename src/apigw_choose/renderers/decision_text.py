"""A decision as a person reads it: the answer first, then why, then what it costs and what was assumed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from apigw_choose.engine.reasons import asked_for, list_price
from apigw_choose.engine.wording import row
from apigw_choose.renderers.changes_text import what_would_change
from apigw_choose.renderers.impasse_text import ways_out
from apigw_choose.renderers.page import BY_WORKAROUND, MARKS, Page, Style, first_sentence

if TYPE_CHECKING:
    from collections.abc import Iterable

    from apigw_choose.model.decision import Decision, Finding, OptionVerdict
    from apigw_choose.model.estimate import Estimate
    from apigw_choose.model.matrix import Matrix, Option

_NAMED = 4
"""How many features a list names before it points to the command that lists all."""

_UNSURE = {"medium": "Confidence in this is medium.", "low": "Confidence in this is low."}


def decision_text(matrix: Matrix, decision: Decision, style: Style) -> str:
    """The whole answer."""
    page = Page(style)
    page.line(decision.headline, "bold")
    _table(page, matrix, decision)
    if decision.recommendation:
        _why(page, matrix, decision, decision.verdict(decision.recommendation))
    if decision.impasse:
        ways_out(page, matrix, decision, decision.impasse)
    _to_find_out(page, matrix, decision)
    _lacking(page, matrix, decision)
    if decision.recommendation:
        _cost(page, matrix, decision, decision.recommendation)
    what_would_change(page, matrix, decision)
    _mind(page, matrix, decision)
    _last_lines(page, matrix, decision)
    return page.text()


def _table(page: Page, matrix: Matrix, decision: Decision) -> None:
    asked = decision.requirements
    findings = [verdict.needs + verdict.wants for verdict in decision.verdicts]
    if not findings or not findings[0]:
        return
    labels = [asked_for(matrix, need.feature, need.amount) for need in asked.needs]
    labels += [matrix.say("{asked} (want)", asked=asked_for(matrix, want.feature, want.amount)) for want in asked.wants]
    page.line()
    page.table(
        ["", *(matrix.options[verdict.option].short for verdict in decision.verdicts)],
        [[label, *map(_mark, row)] for label, row in zip(labels, zip(*findings, strict=True), strict=True)],
    )
    page.legend(matrix, (_mark(finding) for row in findings for finding in row))


def _mark(finding: Finding) -> str:
    return BY_WORKAROUND if finding.workaround else MARKS[finding.support]


def _why(page: Page, matrix: Matrix, decision: Decision, verdict: OptionVerdict) -> None:
    """What the recommended option says of each need, with its source, and what decided."""
    rows = [(finding.feature, text) for finding in _had(verdict) for text in _evidence(matrix, finding)]
    comparisons = [reason.text for reason in decision.reasons if reason.kind not in ("need", "assumption")]
    if rows or comparisons:
        page.heading(matrix.say("Why {name}", name=matrix.options[verdict.option].short))
        page.rows(rows)
        for text in comparisons:
            page.line(text, indent=2)


def _had(verdict: OptionVerdict) -> Iterable[Finding]:
    return (finding for finding in verdict.needs + verdict.wants if finding.met)


def _evidence(matrix: Matrix, finding: Finding) -> tuple[str, ...]:
    if finding.workaround is None:
        return first_sentence(finding.note), finding.cell.sources[0].url
    workaround = matrix.workarounds[finding.workaround]
    return (
        matrix.say("By a workaround: {text}", text=workaround.text),
        matrix.say("Adds {services}. Cost: {cost}", services=row(matrix, workaround.services), cost=workaround.cost),
        matrix.say("To run: {text}", text=workaround.operations),
        workaround.sources[0].url,
    )


def _to_find_out(page: Page, matrix: Matrix, decision: Decision) -> None:
    """Where an option may fit and it is not known: what to ask, and where."""
    rows = [
        (matrix.options[verdict.option].short, finding.feature, text)
        for verdict in decision.verdicts
        if verdict.possible
        for finding in verdict.needs
        if finding.support == "unknown"
        for text in (finding.note, finding.cell.sources[0].url)
    ]
    if rows:
        page.heading(matrix.say("To find out"))
        page.rows(rows)


def _lacking(page: Page, matrix: Matrix, decision: Decision) -> None:
    others = [verdict for verdict in decision.verdicts if verdict.option != decision.recommendation]
    rows = [
        (matrix.options[verdict.option].short, asked_for(matrix, finding.feature, finding.amount), text)
        for verdict in others
        for finding in verdict.needs + verdict.wants
        if not finding.met
        for text in _instead(matrix, finding)
    ]
    rows += [
        (
            matrix.options[verdict.option].short,
            matrix.say(" with ").join(clash.needs),
            " ".join(rule.text for rule in clash.rules),
        )
        for verdict in others
        for clash in verdict.clashes
    ]
    if rows:
        page.heading(matrix.say("What the others lack" if decision.recommendation else "What each lacks"))
        page.rows(
            sorted(rows, key=lambda row: [matrix.options[option].short for option in matrix.options].index(row[0]))
        )


def _instead(matrix: Matrix, finding: Finding) -> list[str]:
    """Why it is lacking, how sure that is, and what to do instead."""
    if finding.support == "unknown":
        return [matrix.say("It is not known."), first_sentence(finding.note)]
    workaround, confidence = finding.cell.workaround, finding.cell.confidence
    unsure = [matrix.say(_UNSURE[confidence])] if confidence != "high" else []
    instead = matrix.say("Instead: {text}", text=workaround) if workaround else matrix.say("No workaround is known.")
    return [first_sentence(finding.note), *unsure, instead]


def _cost(page: Page, matrix: Matrix, decision: Decision, recommendation: str) -> None:
    """The list price beside the others', and what is given up."""
    option = matrix.options[recommendation]
    page.heading(matrix.say("What {name} costs you", name=option.short))
    bills = {bill.option: bill for bill in decision.estimates}
    page.line(_price(matrix, option, bills.get(option.id)), indent=2)
    for other in matrix.options.values():
        if other.id != recommendation and not decision.verdict(other.id).set_aside:
            page.line(f"{other.short}: {_price(matrix, other, bills.get(other.id))}", indent=2)
    for other_id, features in decision.gives_up.items():
        if features and not decision.verdict(other_id).set_aside:
            text = matrix.say(
                "1 feature that {other} has and {name} has not: {features} (compare {id} {other_id} --differences)"
                if len(features) == 1
                else "{count} features that {other} has and {name} has not: {features} "
                "(compare {id} {other_id} --differences)",
                count=len(features),
                other=matrix.options[other_id].short,
                name=option.short,
                features=some(matrix, features, _NAMED),
                id=recommendation,
                other_id=other_id,
            )
            page.line(text, indent=2)


def _price(matrix: Matrix, option: Option, bill: Estimate | None) -> str:
    """What it costs for the traffic, or its list price."""
    if bill is None or bill.exact is None:
        return matrix.say("{price} ({note})", price=list_price(matrix, option.price), note=option.price.note)
    from apigw_choose.engine.cost_reasons import money  # fractions, only where there is traffic

    return matrix.say(
        "{money} a month for this traffic (line by line: apigw-choose cost)", money=money(bill.exact, bill.currency)
    )


def some(matrix: Matrix, names: tuple[str, ...], most: int) -> str:
    """The first few names, and a sign that there are more."""
    return row(matrix, [*names[:most], *(["…"] if len(names) > most else [])])


def _mind(page: Page, matrix: Matrix, decision: Decision) -> None:
    """What of the recommended option holds only with a condition, is disputed or unconfirmed."""
    if decision.recommendation is None:
        return
    caveats = [caveat.partition(": ") for caveat in decision.verdict(decision.recommendation).caveats]
    if caveats:
        page.heading(matrix.say("Mind"))
        page.rows((feature, text) for feature, _, text in caveats)


def _last_lines(page: Page, matrix: Matrix, decision: Decision) -> None:
    page.line()
    for assumption in decision.assumptions:
        page.line(matrix.say("Assumed: {text}. {overrule}", text=assumption.text, overrule=assumption.overrule))
    asked = [need.feature for need in decision.requirements.needs]
    following = f"apigw-choose explain {asked[0]}" if asked else "apigw-choose features"
    page.line(matrix.say("Facts checked {day}. Next: {command}", day=matrix.version, command=following))
