"""Features, explanations and comparisons as a person reads them."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING

from apigw_choose.renderers.page import MARKS, MEANINGS, Page, Style

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from apigw_choose.model.matrix import Cell, Feature, Matrix, Source
    from apigw_choose.model.reference import Claim, Term


def features_text(matrix: Matrix, features: Sequence[Feature], style: Style) -> str:
    """The vocabulary: every feature under its category, with its mark for each option."""
    page = Page(style)
    short = [option.short for option in matrix.options.values()]
    for category, group in groupby(features, key=lambda feature: feature.category):
        page.heading(f"{matrix.categories[category]} ({category})")
        rows = [(feature.id, _marks(matrix, feature), _called(feature)) for feature in group]
        page.rows(rows)
    page.line()
    page.line(f"{len(features)} of {len(matrix.features)} features. Marks in the order {', '.join(short)}.")
    page.legend(MARKS[cell.support] for feature in features for cell in feature.cells.values())
    page.line("Next: apigw-choose explain ID, or apigw-choose --need ID")
    return page.text()


def explanation_text(matrix: Matrix, feature: Feature, style: Style) -> str:
    """Everything that the matrix says of one feature."""
    page = Page(style)
    page.line(f"{feature.id}: {feature.name}", "bold")
    page.line(feature.summary)
    also = [*feature.aliases]
    if also:
        page.line(f"Also called: {', '.join(sorted(also))}")
    if feature.quantity and feature.shorthands:
        told = (f"{name} ({feature.quantity.write(amount)})" for name, amount in sorted(feature.shorthands.items()))
        page.line(f"Shorthands: {', '.join(told)}")
    for option, cell in feature.cells.items():
        page.heading(f"{matrix.options[option].name}: {_said(feature, cell)}")
        page.rows(_cell_rows(feature, cell))
    claims = [claim for claim in matrix.claims.values() if feature.id in claim.features]
    if claims:
        page.heading("Often said")
        page.rows([row for claim in claims for row in _claim_rows(claim)])
    terms = [term.id for term in matrix.glossary.values() if feature.id in term.features]
    page.line()
    if terms:
        page.line(f"Terms: {', '.join(terms)} (apigw-choose explain {terms[0]})")
    page.line(f"Next: apigw-choose --need {feature.id}{_sample(feature)}")
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
        page.line(f"Exists in: {', '.join(matrix.options[option].name for option in term.options)}")
    for label, ids in (("See also", term.see), ("Features", term.features)):
        if ids:
            page.line(f"{label}: {', '.join(ids)}")
    for source in term.sources:
        page.line(_source_line(source))
    return page.text()


def comparison_text(matrix: Matrix, features: Sequence[Feature], options: Sequence[str], style: Style) -> str:
    """Features side by side, by category, with the amounts of quantities."""
    page = Page(style)
    short = [matrix.options[option].short for option in options]
    for category, group in groupby(features, key=lambda feature: feature.category):
        page.heading(matrix.categories[category])
        rows = [[feature.id, *(_short(feature, feature.cells[option]) for option in options)] for feature in group]
        page.table(["", *short], rows)
    page.line()
    page.line(f"{len(features)} features of {matrix.subject}. Facts checked {matrix.version}.")
    page.legend(MARKS[feature.cells[option].support] for feature in features for option in options)
    page.line("Next: apigw-choose explain ID")
    return page.text()


def _called(feature: Feature) -> str:
    names = sorted([*feature.aliases, *(feature.shorthands or ())])
    return f"{feature.name} ({', '.join(names)})" if names else feature.name


def _marks(matrix: Matrix, feature: Feature) -> str:
    return " ".join(MARKS[feature.cells[option].support] for option in matrix.options)


def _sample(feature: Feature) -> str:
    quantity = feature.quantity
    if quantity is None:
        return ""
    values = [cell.value for cell in feature.cells.values() if cell.value is not None]
    return f"={quantity.write(max(values)).split(' ')[0]}" if values else ""


def _short(feature: Feature, cell: Cell) -> str:
    quantity = feature.quantity
    if quantity is None or cell.support not in ("full", "partial"):
        return MARKS[cell.support]
    if cell.value is None:
        return "no limit"
    return quantity.write(cell.value).split(" ")[0] + ("+" if cell.beyond else "")


def _said(feature: Feature, cell: Cell) -> str:
    words = MEANINGS[cell.support]
    if feature.quantity and cell.support in ("full", "partial"):
        words = "no limit" if cell.value is None else feature.quantity.write(cell.value)
    since = f", since {cell.since}" if cell.since else ""
    return f"{MARKS[cell.support]} {words}{since}"


def _cell_rows(feature: Feature, cell: Cell) -> Iterable[tuple[str, str]]:
    yield "", cell.note
    if cell.beyond and feature.quantity:
        to = "more" if cell.beyond.to is None else f"up to {feature.quantity.write(cell.beyond.to)}"
        how = "on request" if cell.beyond.by == "request" else "with a condition"
        yield f"{to}, {how}", cell.beyond.note
    if cell.support in ("none", "partial") or cell.workaround:
        yield "instead", cell.workaround or "No workaround is known."
    if cell.disputed:
        yield "disputed", cell.disputed
    if cell.confidence != "high":
        yield "confidence", f"{cell.confidence}; try it before you rely on it"
    if cell.basis != "documented":
        yield (
            "basis",
            {"model": "a machine-readable model", "inferred": "inferred: the pages do not say it"}[cell.basis],
        )
    for source in cell.sources:
        yield "source", _source_line(source)
    if cell.witness:
        yield "witness", f"{cell.witness.model} {cell.witness.path}, {cell.witness.shows}"


def _claim_rows(claim: Claim) -> Iterable[tuple[str, str]]:
    yield claim.verdict, f"“{claim.claim}”"
    yield claim.verdict, claim.refutation
    yield claim.verdict, claim.sources[0].url


def _source_line(source: Source) -> str:
    return f"{source.url} (checked {source.checked})"
