"""What must hold of a matrix before anything may be decided by it, beyond the form that its schema gives.

Each rule is one function. Whatever passes them all can be compiled, loaded and reasoned with; whether
it has been made with care is the business of the lint.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from itertools import chain
from typing import TYPE_CHECKING, Any

from apigw_choose.model.amounts import Dimension, parse_amount
from apigw_choose.readers import costs_soundness
from apigw_choose.readers.matrix_parts import HELD, CellPart, Part, cells, entries, features, ids
from apigw_choose.readers.wording import no_such

if TYPE_CHECKING:
    from apigw_choose.model.problems import Problem
    from apigw_choose.readers.strict_yaml import Document, KeyPath

Rule = Callable[["Document"], Iterable["Problem"]]

UNLIMITED = "unlimited"
NOT_STATED = "not stated"
KINDS = {
    "options": "option",
    "categories": "category",
    "assumptions": "assumption",
    "rules": "rule",
    "workarounds": "workaround",
    "alternatives": "alternative",
    "pairings": "pairing",
    "claims": "claim",
    "history": "change",
    "glossary": "glossary term",
}
"""What an entry of each list at the top of a matrix is called; features are grouped, and stand apart."""

REFERENCES = (
    ("assumptions", "sets_aside", "option"),
    ("assumptions", "unless", "feature"),
    ("rules", "options", "option"),
    ("rules", "when", "feature"),
    ("rules", "implies", "feature"),
    ("rules", "excludes", "feature"),
    ("rules", "at_most_one_of", "feature"),
    ("rules", "limits", "feature"),
    ("workarounds", "options", "option"),
    ("workarounds", "satisfies", "feature"),
    ("alternatives", "for", "feature"),
    ("pairings", "options", "option"),
    ("claims", "features", "feature"),
    ("claims", "options", "option"),
    ("history", "features", "feature"),
    ("history", "options", "option"),
    ("glossary", "features", "feature"),
    ("glossary", "options", "option"),
    ("glossary", "see", "term"),
)
"""Where ids are referred to: in the entries of which list, under which key, of what kind."""

CONSEQUENCES = ("implies", "excludes", "limits")
"""What a rule may say of the needs for which it speaks."""


def problems_by(rules: Iterable[Rule], document: Document) -> list[Problem]:
    """What some rules find in a document of the right form, in the order of the files."""
    found = dict.fromkeys(chain.from_iterable(rule(document) for rule in rules))
    return sorted(found, key=lambda problem: (problem.position, problem.message))


def ids_are_unique(document: Document) -> Iterator[Problem]:
    """An id names one thing of its kind."""
    for key, kind in KINDS.items():
        yield from _twice(document, kind, entries(document, key))
    yield from _twice(document, "feature", features(document))


def _twice(document: Document, kind: str, parts: Iterable[Part]) -> Iterator[Problem]:
    first: dict[str, Part] = {}
    for part in parts:
        name = part.value["id"]
        if name in first:
            where = document.problem(first[name].at("id"), "").position
            yield document.problem(part.at("id"), f"the {kind} {name!r} a second time; the first is at {where}")
        first.setdefault(name, part)


def names_are_unambiguous(document: Document) -> Iterator[Problem]:
    """A word means one feature. An alias may be called like a category, whose id nothing is found by."""
    owner = {feature.value["id"]: feature.value["id"] for feature in features(document)}
    categories = ids(document, "categories")
    for feature in features(document):
        own = feature.value["id"]
        named = [(feature.at("id"), own)]
        named += [(feature.at("aliases", place), name) for place, name in enumerate(feature.value.get("aliases", ()))]
        named += [(feature.at("shorthands", name), name) for name in feature.value.get("shorthands", ())]
        for path, name in named:
            if name in categories and path == feature.at("id"):
                yield document.problem(path, f"{name!r} is the id of a category; give the feature {own!r} another name")
            elif path != feature.at("id") and name in owner:
                yield document.problem(path, f"{name!r} means the feature {owner[name]!r} already; keep one of the two")
            owner.setdefault(name, own)


def terms_are_unambiguous(document: Document) -> Iterator[Problem]:
    """A word means one term of the glossary, and none has the id of a feature, which would hide it."""
    hidden = {feature.value["id"] for feature in features(document)}
    owner = {name: name for name in ids(document, "glossary")}
    for term in entries(document, "glossary"):
        own = term.value["id"]
        if own in hidden:
            yield document.problem(term.at("id"), f"{own!r} is the id of a feature; call the term otherwise")
        for place, name in enumerate(term.value.get("aliases", ())):
            path = term.at("aliases", place)
            if name in hidden:
                yield document.problem(path, f"{name!r} is the id of a feature; drop the alias")
            elif name in owner:
                yield document.problem(path, f"{name!r} means the term {owner[name]!r} already; keep one of the two")
            owner.setdefault(name, own)


def categories_have_one_group(document: Document) -> Iterator[Problem]:
    """The features of a category stand together, and under a category that there is."""
    known = ids(document, "categories")
    met: set[str] = set()
    for group in entries(document, "features"):
        category, path = group.value["category"], group.at("category")
        if category not in known:
            yield document.problem(path, no_such("category", category, known))
        elif category in met:
            message = f"a second group of the category {category!r}; put its features into the first"
            yield document.problem(path, message)
        met.add(category)
    for part in entries(document, "categories"):
        if part.value["id"] not in met:
            message = f"the category {part.value['id']!r} has no features; drop it or add some"
            yield document.problem(part.at("id"), message)


def cells_are_complete(document: Document) -> Iterator[Problem]:
    """Every feature says of every option, and of nothing else, what it has."""
    known = ids(document, "options")
    for feature in features(document):
        own, there = feature.value["id"], feature.value["cells"]
        for option in known:
            if option not in there:
                yield document.problem(feature.at("cells"), f"{own!r} has no cell for the option {option!r}; add one")
        for option in there:
            if option not in known:
                path = feature.at("cells", option)
                yield document.problem(path, no_such("option", option, known))


def values_stand_where_they_belong(document: Document) -> Iterator[Problem]:
    """A cell has a value exactly when there is an amount to state."""
    for cell in cells(document):
        own, support = cell.feature["id"], cell.value["support"]
        if "quantity" not in cell.feature:
            for key in ("value", "beyond"):
                if key in cell.value:
                    message = f"{key!r} is for quantities, and {own!r} has no 'quantity'; drop the one or add the other"
                    yield document.problem(cell.at(key), message)
        elif support in HELD and "value" not in cell.value:
            yield document.problem(cell.path, f"{own!r} is a quantity: say in 'value' how much, or {UNLIMITED}")
        elif support not in HELD:
            for key in ("value", "beyond"):
                if key in cell.value:
                    message = f"{key!r} with the support {support!r}, which has no amount; drop it"
                    yield document.problem(cell.at(key), message)


def amounts_can_be_read(document: Document) -> Iterator[Problem]:
    """Every amount is one of the dimension of its quantity."""
    for feature in features(document):
        dimension = feature.value.get("quantity", {}).get("dimension")
        for name, amount in feature.value.get("shorthands", {}).items():
            yield from _unreadable(document, feature.at("shorthands", name), amount, dimension)
    for cell in _cells_of_quantities(document):
        dimension = cell.feature["quantity"]["dimension"]
        if cell.value.get("value", UNLIMITED) != UNLIMITED:
            yield from _unreadable(document, cell.at("value"), cell.value["value"], dimension)
        if cell.value.get("beyond", {}).get("to", NOT_STATED) != NOT_STATED:
            yield from _unreadable(document, cell.at("beyond", "to"), cell.value["beyond"]["to"], dimension)


def beyond_is_better(document: Document) -> Iterator[Problem]:
    """What is had beyond the default is better than the default, and no bound is a bound that is good."""
    for cell in _cells_of_quantities(document):
        own, value, beyond = cell.feature["id"], cell.value.get("value"), cell.value.get("beyond")
        better = cell.feature["quantity"].get("better", "more")
        if value == UNLIMITED and better == "less":
            message = f"{UNLIMITED!r} cannot be said of {own!r}, of which less is better; state an amount"
            yield document.problem(cell.at("value"), message)
        if beyond is None or value is None:
            continue
        if value == UNLIMITED:
            yield document.problem(cell.at("beyond"), f"nothing is beyond {UNLIMITED!r}; drop 'beyond'")
        elif _no_better(cell, better):
            message = f"{beyond['to']} is not {better} than the value, {value}; {better} of {own!r} is better"
            yield document.problem(cell.at("beyond", "to"), message)


def references_exist(document: Document) -> Iterator[Problem]:
    """What the parts of a matrix refer to is there."""
    known = {"option": ids(document, "options"), "term": ids(document, "glossary")}
    known["feature"] = [feature.value["id"] for feature in features(document)]
    meant = {
        name: feature.value["id"]
        for feature in features(document)
        for name in (*feature.value.get("aliases", ()), *feature.value.get("shorthands", ()))
    }
    for path, name, kind in _references(document):
        if name in known[kind]:
            continue
        if kind == "feature" and name in meant:
            message = f"{name!r} is another name of the feature {meant[name]!r}; write that"
        else:
            message = no_such(kind, name, known[kind])
        yield document.problem(path, message)


def rules_say_one_thing(document: Document) -> Iterator[Problem]:
    """A rule says when it speaks and what then; or of which features at most one can be had."""
    for rule in entries(document, "rules"):
        name, said = rule.value["id"], [key for key in CONSEQUENCES if key in rule.value]
        if "at_most_one_of" in rule.value:
            for key in ("when", *CONSEQUENCES):
                if key in rule.value:
                    yield document.problem(rule.at(key), f"{key!r} beside 'at_most_one_of', which says it all; drop it")
        elif "when" not in rule.value:
            message = f"the rule {name!r} never speaks: add 'when', or 'at_most_one_of' instead"
            yield document.problem(rule.path, message)
        elif not said:
            message = f"the rule {name!r} says nothing: add one of {', '.join(CONSEQUENCES)}"
            yield document.problem(rule.path, message)


def limits_can_be_read(document: Document) -> Iterator[Problem]:
    """What a rule limits are quantities, to amounts of their dimension."""
    dimensions: dict[str, Dimension | None] = {
        feature.value["id"]: feature.value.get("quantity", {}).get("dimension") for feature in features(document)
    }
    for rule in entries(document, "rules"):
        for name, amount in rule.value.get("limits", {}).items():
            path = rule.at("limits", name)
            if dimension := dimensions.get(name):
                yield from _unreadable(document, path, amount, dimension)
            elif name in dimensions:
                message = f"{name!r} is no quantity, so nothing limits it; write it under 'excludes'"
                yield document.problem(path, message)


def _references(document: Document) -> Iterator[tuple[KeyPath, str, str]]:
    """Every reference: where it is, to which id, of what kind."""
    for key, place, kind in REFERENCES:
        for part in entries(document, key):
            for path, name in _names_in(part.value.get(place, ()), part.at(place)):
                yield path, name, kind


def _names_in(value: str | list[Any] | dict[str, Any], path: KeyPath) -> Iterator[tuple[KeyPath, str]]:
    if isinstance(value, str):
        yield path, value
    elif isinstance(value, dict):
        yield from (((*path, name), name) for name in value)
    else:
        for place, inner in enumerate(value):
            yield from _names_in(inner, (*path, place))


def _cells_of_quantities(document: Document) -> Iterator[CellPart]:
    return (cell for cell in cells(document) if "quantity" in cell.feature)


def _unreadable(document: Document, path: KeyPath, amount: str | int, dimension: Dimension) -> Iterator[Problem]:
    try:
        parse_amount(str(amount), dimension)
    except ValueError as error:
        yield document.problem(path, f"{error}")


def _no_better(cell: CellPart, better: str) -> bool:
    dimension, to = cell.feature["quantity"]["dimension"], cell.value["beyond"]["to"]
    if to == NOT_STATED:
        return False
    try:
        default, most = (parse_amount(str(amount), dimension) for amount in (cell.value["value"], to))
    except ValueError:
        return False  # which another rule tells
    return most <= default if better == "more" else most >= default


RULES: tuple[Rule, ...] = (
    ids_are_unique,
    names_are_unambiguous,
    terms_are_unambiguous,
    categories_have_one_group,
    cells_are_complete,
    values_stand_where_they_belong,
    amounts_can_be_read,
    beyond_is_better,
    references_exist,
    rules_say_one_thing,
    limits_can_be_read,
    *costs_soundness.RULES,
)
