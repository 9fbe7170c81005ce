"""Features, explanations and comparisons as a person reads them."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING

from apigw_choose.engine.wording import row
from apigw_choose.renderers.page import MARKS, MEANINGS, Page, Style

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from apigw_choose.model.matrix import Cell, Feature, Matrix, Source
    from apigw_choose.model.reference import Claim, Term


_BEYOND = {
    "request": ("more, on request", "up to {amount}, on request"),
    "condition": ("more, with a condition", "up to {amount}, with a condition"),
}
_UNSURE = {"medium": "medium; try it before you rely on it", "low": "low; try it before you rely on it"}
_BASIS = {"model": "a machine-readable model", "inferred": "inferred: the pages do not say it"}
_VERDICTS = {"wrong": "wrong", "outdated": "outdated", "oversimplified": "oversimplified"}


def features_text(matrix: Matrix, features: Sequence[Feature], style: Style) -> str:
    """The vocabulary: every feature under its category, with its mark for each option."""
    page = Page(style)
    short = [option.short for option in matrix.options.values()]
    for category, group in groupby(features, key=lambda feature: feature.category):
        page.heading(f"{matrix.categories[category]} ({category})")
        rows = [(feature.id, _marks(matrix, feature), _called(matrix, feature)) for feature in group]
        page.rows(rows)
    page.line()
    page.line(
        matrix.say(
            "{count} of {all} features. Marks in the order {names}.",
            count=len(features),
            all=len(matrix.features),
            names=row(matrix, short),
        )
    )
    page.legend(matrix, (MARKS[cell.support] for feature in features for cell in feature.cells.values()))
    page.line(matrix.say("Next: apigw-choose explain ID, or apigw-choose --need ID"))
    return page.text()


def explanation_text(matrix: Matrix, feature: Feature, style: Style) -> str:
    """Everything that the matrix says of one feature."""
    page = Page(style)
    page.line(f"{feature.id}: {feature.name}", "bold")
    page.line(feature.summary)
    also = [*feature.aliases]
    if also:
        page.line(matrix.say("Also called: {names}", names=row(matrix, sorted(also))))
    if feature.quantity and feature.shorthands:
        told = (f"{name} ({feature.quantity.write(amount)})" for name, amount in sorted(feature.shorthands.items()))
        page.line(matrix.say("Shorthands: {names}", names=row(matrix, told)))
    for option, cell in feature.cells.items():
        page.heading(f"{matrix.options[option].name}: {_said(matrix, feature, cell)}")
        page.rows(_cell_rows(matrix, feature, cell))
    claims = [claim for claim in matrix.claims.values() if feature.id in claim.features]
    if claims:
        page.heading(matrix.say("Often said"))
        page.rows([line for claim in claims for line in _claim_rows(matrix, claim)])
    terms = [term.id for term in matrix.glossary.values() if feature.id in term.features]
    page.line()
    if terms:
        page.line(matrix.say("Terms: {terms} (apigw-choose explain {first})", terms=row(matrix, terms), first=terms[0]))
    page.line(matrix.say("Next: {command}", command=f"apigw-choose --need {feature.id}{_sample(feature)}"))
    return page.text()


def term_text(matrix: Matrix, term: Term, style: Style) -> str:
    """A term of the glossary."""
    page = Page(style)
    page.line(f"{term.name}: {term.summary}", "bold")
    page.line(term.description)
    if term.facts:
        page.line()
        for fact in term.facts:
            page.rows([(fact.label, text) for text in (fact.value, fact.example) if text])
    page.line()
    if term.options and len(term.options) < len(matrix.options):
        names = row(matrix, (matrix.options[option].name for option in term.options))
        page.line(matrix.say("Exists in: {names}", names=names))
    if term.see:
        page.line(matrix.say("See also: {terms}", terms=row(matrix, term.see)))
    if term.features:
        page.line(matrix.say("Features: {features}", features=row(matrix, term.features)))
    for source in term.sources:
        page.line(_source_line(matrix, source))
    return page.text()


def comparison_text(matrix: Matrix, features: Sequence[Feature], options: Sequence[str], style: Style) -> str:
    """Features side by side, by category, with the amounts of quantities."""
    page = Page(style)
    short = [matrix.options[option].short for option in options]
    for category, group in groupby(features, key=lambda feature: feature.category):
        page.heading(matrix.categories[category])
        rows = [
            [feature.id, *(_short(matrix, feature, feature.cells[option]) for option in options)] for feature in group
        ]
        page.table(["", *short], rows)
    page.line()
    page.line(
        matrix.say(
            "{count} features of {subject}. Facts checked {day}.",
            count=len(features),
            subject=matrix.subject,
            day=matrix.version,
        )
    )
    page.legend(matrix, (MARKS[feature.cells[option].support] for feature in features for option in options))
    page.line(matrix.say("Next: {command}", command="apigw-choose explain ID"))
    return page.text()


def _called(matrix: Matrix, feature: Feature) -> str:
    names = sorted([*feature.aliases, *(feature.shorthands or ())])
    return matrix.say("{name} ({others})", name=feature.name, others=row(matrix, names)) if names else feature.name


def _marks(matrix: Matrix, feature: Feature) -> str:
    return " ".join(MARKS[feature.cells[option].support] for option in matrix.options)


def _sample(feature: Feature) -> str:
    quantity = feature.quantity
    if quantity is None:
        return ""
    values = [cell.value for cell in feature.cells.values() if cell.value is not None]
    return f"={quantity.write(max(values)).split(' ')[0]}" if values else ""


def _short(matrix: Matrix, feature: Feature, cell: Cell) -> str:
    quantity = feature.quantity
    if quantity is None or cell.support not in ("full", "partial"):
        return MARKS[cell.support]
    if cell.value is None:
        return matrix.say("no limit")
    return quantity.write(cell.value).split(" ")[0] + ("+" if cell.beyond else "")


def _said(matrix: Matrix, feature: Feature, cell: Cell) -> str:
    words = matrix.say(MEANINGS[cell.support])
    if feature.quantity and cell.support in ("full", "partial"):
        words = matrix.say("no limit") if cell.value is None else feature.quantity.write(cell.value)
    if cell.since:
        words = matrix.say("{words}, since {day}", words=words, day=cell.since)
    return f"{MARKS[cell.support]} {words}"


def _cell_rows(matrix: Matrix, feature: Feature, cell: Cell) -> Iterable[tuple[str, str]]:
    yield "", cell.note
    if cell.beyond and feature.quantity:
        amount = "" if cell.beyond.to is None else feature.quantity.write(cell.beyond.to)
        yield matrix.say(_BEYOND[cell.beyond.by][bool(amount)], amount=amount), cell.beyond.note
    if cell.support in ("none", "partial") or cell.workaround:
        yield matrix.say("instead"), cell.workaround or matrix.say("No workaround is known.")
    if cell.disputed:
        yield matrix.say("disputed"), cell.disputed
    if cell.confidence != "high":
        yield matrix.say("confidence"), matrix.say(_UNSURE[cell.confidence])
    if cell.basis != "documented":
        yield matrix.say("basis"), matrix.say(_BASIS[cell.basis])
    for source in cell.sources:
        yield matrix.say("source"), _source_line(matrix, source)
    if cell.witness:
        yield matrix.say("witness"), f"{cell.witness.model} {cell.witness.path}, {cell.witness.shows}"


def _claim_rows(matrix: Matrix, claim: Claim) -> Iterable[tuple[str, str]]:
    verdict = matrix.say(_VERDICTS[claim.verdict])
    yield verdict, matrix.say("“{claim}”", claim=claim.claim)
    yield verdict, claim.refutation
    yield verdict, claim.sources[0].url


def _source_line(matrix: Matrix, source: Source) -> str:
    return matrix.say("{url} (checked {day})", url=source.url, day=source.checked)
