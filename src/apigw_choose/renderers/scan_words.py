"""What is said of a found API, in every format that people read."""

from __future__ import annotations

from pathlib import PurePath
from typing import TYPE_CHECKING

from apigw_choose.engine.cost_reasons import money
from apigw_choose.engine.wording import join

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from apigw_choose.model.matrix import Matrix
    from apigw_choose.model.scan import Assessment, Use

UNKNOWN = "unknown"
"""The type of an API of which only the deployment can tell."""


_MOST_NAMED = 6
"""So many features are named in a sentence; JSON has them all."""


def name_of(matrix: Matrix, option: str | None) -> str:
    """What an API is called by its kind."""
    return matrix.options[option].name if option else f"{matrix.noun} not known"


def verdict_of(matrix: Matrix, entry: Assessment) -> str:
    """What an API could be, or why it must stay, in one sentence."""
    own = name_of(matrix, entry.api.option)
    if entry.api.option is None:
        best = entry.recommendation
        told = f"; what it uses asks for {matrix.options[best].name}" if best else ""
        return f"Which {matrix.noun} it is, only the deployment can tell{told}."
    if not entry.fits:
        return f"Uses what {own} does not have: {_places(entry, _unfit(entry))}."
    if entry.could_be:
        other = matrix.options[entry.could_be].name
        return f"Could be {other}: it uses nothing that {other} lacks, and would save {saving_of(matrix, entry)}."
    if entry.next_cheaper:
        binding = list(map(_use, _with_files(entry)))
        told = join([*binding[:_MOST_NAMED], *_more(len(binding) - _MOST_NAMED)])
        if all(use.certainty == "unknown" for use in entry.binding):
            return f"Whether it must stay {own}, only the deployment can tell: because of {told}."
        return f"Must stay {own} because of {told}."
    return f"No cheaper {matrix.noun} would do."


def saving_of(matrix: Matrix, entry: Assessment) -> str:
    """What the move would save: for the traffic where that is said, else by list price."""
    month = entry.saving_a_month
    if month is not None and entry.bills:
        return f"{money(month, entry.bills[0].currency)} a month"
    if entry.saving is None or entry.api.option is None:
        return "money, though their list prices cannot be compared"
    price = matrix.options[entry.api.option].price
    return f"{money(entry.saving, price.currency)} per {price.per}"


def uses_of(entry: Assessment) -> Iterator[str]:
    """What an API uses, each feature once: `waf, cors (in some deployments), caching (not known)`."""
    told = {"used": "", "conditional": " (in some deployments)", "unknown": " (only the deployment can tell)"}
    surest: dict[str, Use] = {}
    for use in entry.api.uses:
        before = surest.get(use.feature)
        if before is None or list(told).index(use.certainty) < list(told).index(before.certainty):
            surest[use.feature] = use
    unknown = [feature for feature in sorted(surest) if surest[feature].certainty == "unknown"]
    folded = unknown if len(unknown) > _MOST_NAMED else []
    for feature in sorted(surest.keys() - set(folded)):
        use = surest[feature]
        yield f"{feature}{' (by default)' if use.by_default else told[use.certainty]}"
    if folded:
        yield f"and perhaps {len(folded)} more, of which only the deployment can tell"


def totals(entries: Sequence[Assessment], files: int, skipped: int, troubles: int) -> str:
    """The count in one line."""
    count = len(entries)
    cheaper = sum(entry.could_be is not None for entry in entries)
    unfit = sum(not entry.fits for entry in entries)
    parts = [f"{count} {'API' if count == 1 else 'APIs'} in {files} {'template' if files == 1 else 'templates'}"]
    parts += [f"{cheaper} could be cheaper"] if cheaper else []
    parts += [f"{unfit} {'does' if unfit == 1 else 'do'} not fit"] if unfit else []
    parts += [f"{troubles} {'problem' if troubles == 1 else 'problems'}"] if troubles else []
    parts += [f"{skipped} other {'file' if skipped == 1 else 'files'} passed over"] if skipped else []
    return f"{', '.join(parts)}."


def saved_in_all(entries: Sequence[Assessment]) -> str | None:
    """What all moves would save together for the traffic, each API having so much; None where that is not known."""
    months = [entry.saving_a_month for entry in entries if entry.could_be]
    known = [month for month in months if month is not None]
    if not known or len(known) < len(months):
        return None
    currency = next(entry.bills[0].currency for entry in entries if entry.bills)
    return money(sum(known[1:], start=known[0]), currency)


def _more(number: int) -> list[str]:
    return [f"{number} more"] if number > 0 else []


def _unfit(entry: Assessment) -> set[str]:
    own = entry.api.option
    verdict = entry.verdict(own) if own else None
    if verdict is None:
        return set()
    return {*verdict.missing, *(name for clash in verdict.clashes for name in clash.needs)}


def _places(entry: Assessment, features: set[str]) -> str:
    first: dict[str, Use] = {}
    for use in entry.api.uses:
        if use.feature in features:
            first.setdefault(use.feature, use)
    return join(_use((use, PurePath(use.file).name)) for use in first.values())


def _with_files(entry: Assessment) -> Iterator[tuple[Use, str]]:
    """The uses that bind, each with its file, which is left out where the one before it stands in the same."""
    before = ""
    for use in entry.binding:
        yield use, "" if use.file == before else PurePath(use.file).name
        before = use.file


def _use(placed: tuple[Use, str]) -> str:
    use, file = placed
    unsure = {"used": "", "conditional": ", in some deployments", "unknown": ", perhaps"}[use.certainty]
    return f"{use.feature} ({file}:{use.line}{unsure})"
