"""The options and arguments that several commands share, and how the shell completes them.

Here and in `app.py` annotations are no strings: Typer would evaluate them at every start, which takes a millisecond.
"""

from collections.abc import Iterator
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from apigw_choose.model.matrix import Matrix


def complete_features(ctx: typer.Context, incomplete: str) -> Iterator[tuple[str, str]]:
    """Feature ids with their names, aliases where no id begins like that, amounts after `=`. Knows `a,b`."""
    done, comma, last = incomplete.rpartition(",")
    matrix = _matrix_to_complete(ctx)
    if matrix is None:
        return
    name, equals, typed = last.partition("=")
    if equals:
        for amount, told in _amounts(matrix, name):
            if amount.startswith(typed):
                yield f"{done}{comma}{name}={amount}", told
        return
    said = {word.partition("=")[0] for word in done.split(",")}
    ids = [name for name in matrix.features if name.startswith(last) and name not in said]
    aliases = [] if ids else [alias for alias in matrix.names if last and alias.startswith(last)]
    for known in ids:
        feature = matrix.features[known]
        yield f"{done}{comma}{known}" + ("=" if feature.quantity else ""), feature.name
    for alias in aliases:
        yield f"{done}{comma}{alias}", matrix.names[alias]


def _amounts(matrix: "Matrix", name: str) -> Iterator[tuple[str, str]]:
    """What the options give of a quantity, least first, each with those that do."""
    from apigw_choose.model.amounts import format_amount

    feature = matrix.features.get(matrix.names.get(name, name))
    if feature is None or feature.quantity is None:
        return
    given: dict[int, list[str]] = {}
    for option, cell in feature.cells.items():
        if cell.value is not None:
            given.setdefault(cell.value, []).append(matrix.options[option].name)
    for amount, names in sorted(given.items()):
        yield format_amount(amount, feature.quantity.dimension), ", ".join(names)


def complete_subjects(ctx: typer.Context, incomplete: str) -> Iterator[tuple[str, str]]:
    """What `explain` takes: feature ids and the terms of the glossary."""
    matrix = _matrix_to_complete(ctx)
    if matrix is None:
        return
    names = {feature.id: feature.name for feature in matrix.features.values()}
    names |= {term.id: term.summary for term in matrix.glossary.values()}
    yield from ((name, told) for name, told in names.items() if name.startswith(incomplete))


def complete_options(ctx: typer.Context, incomplete: str) -> Iterator[tuple[str, str]]:
    """The ids of what can be chosen."""
    matrix = _matrix_to_complete(ctx)
    for option in matrix.options.values() if matrix else ():
        if option.id.startswith(incomplete):
            yield option.id, option.name


def complete_categories(ctx: typer.Context, incomplete: str) -> Iterator[tuple[str, str]]:
    """The ids of the categories."""
    matrix = _matrix_to_complete(ctx)
    for category, name in matrix.categories.items() if matrix else ():
        if category.startswith(incomplete):
            yield category, name


def complete_regions(ctx: typer.Context, _args: list[str], incomplete: str) -> Iterator[tuple[str, str]]:
    """The regions of which prices are known."""
    matrix = _matrix_to_complete(ctx)
    for region in matrix.costs.regions.values() if matrix and matrix.costs else ():
        if region.id.startswith(incomplete):
            yield region.id, region.name


def complete_measures(ctx: typer.Context, _args: list[str], incomplete: str) -> Iterator[tuple[str, str]]:
    """What can be said of traffic: measures and open questions."""
    matrix = _matrix_to_complete(ctx)
    if matrix is None or matrix.costs is None:
        return
    asked = {measure.id: measure.asks for measure in matrix.costs.measures.values()}
    asked |= {reading.id: " or ".join(reading.choices) for reading in matrix.costs.readings.values()}
    yield from ((f"{name}=", told) for name, told in asked.items() if name.startswith(incomplete))


def complete_languages(incomplete: str) -> Iterator[str]:
    """The languages that the tool speaks."""
    from apigw_choose.readers.shipped import languages

    return (name for name in languages() if name.startswith(incomplete))


def complete_drawn(ctx: typer.Context, incomplete: str) -> Iterator[tuple[str, str]]:
    """The measures along which costs can be drawn."""
    matrix = _matrix_to_complete(ctx)
    for measure in matrix.costs.measures.values() if matrix and matrix.costs else ():
        if measure.id.startswith(incomplete):
            yield measure.id, measure.asks


def complete_assumptions(ctx: typer.Context, incomplete: str) -> Iterator[tuple[str, str]]:
    """The assumptions that can be overruled."""
    matrix = _matrix_to_complete(ctx)
    for assumption in matrix.assumptions if matrix else ():
        if assumption.id.startswith(incomplete):
            yield assumption.id, assumption.text


def complete_schemas(incomplete: str) -> Iterator[str]:
    """The names of the schemas."""
    from apigw_choose.readers.shipped import schema_names

    return (name for name in schema_names() if name.startswith(incomplete))


def _matrix_to_complete(ctx: typer.Context) -> "Matrix | None":
    from apigw_choose.model.errors import InputError
    from apigw_choose.readers.matrix import load_matrix

    try:
        return load_matrix(ctx.params.get("matrix") or (ctx.parent.params.get("matrix") if ctx.parent else None))
    except InputError:  # a half-typed line must not print an error into the prompt
        return None


MatrixOption = Annotated[
    str | None,
    typer.Option(
        "--matrix",
        metavar="FILE|FOLDER",
        help="Decide over this matrix instead of the shipped one.",
    ),
]
LangOption = Annotated[
    str | None,
    typer.Option(
        "--lang",
        metavar="LANGUAGE",
        help="Speak this language, en or ja; otherwise that of the locale in text, and English in all else.",
        autocompletion=complete_languages,
    ),
]
LONGEST_AGE = 36500
"""In days: older than that is no evidence."""

TodayOption = Annotated[
    str | None, typer.Option("--today", metavar="DATE", hidden=True, help="Count ages from this day.")
]
JsonOption = Annotated[bool, typer.Option("--json", help="Print JSON for scripts.")]
BriefOption = Annotated[
    bool, typer.Option("--brief", help="With --json: whether each type has it, without notes and sources.")
]
