"""Rules on care: that a matrix tells its reader what is needed, and hides nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from apigw_choose.model.problems import Position
from apigw_choose.readers.matrix_parts import HELD, cells, entries, features, matrix_of, texts
from apigw_choose.readers.matrix_source import NO_WORKAROUND

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from apigw_choose.model.problems import Problem
    from apigw_choose.readers.soundness import Rule
    from apigw_choose.readers.strict_yaml import Document

SHORTEST_CONDITION = 10
"""Characters without which a note cannot say under which condition something is had."""


def partial_support_has_its_condition(document: Document) -> Iterator[Problem]:
    """A note says what `partial` depends on."""
    for cell in cells(document):
        if cell.value["support"] == "partial" and len(cell.value["note"].strip()) < SHORTEST_CONDITION:
            message = "support is partial: say in the note under which condition, in a sentence"
            yield document.problem(cell.at("note"), message)


def lacks_have_a_workaround(document: Document) -> Iterator[Problem]:
    """Where an option lacks a feature, the cell says what to do instead, or that nothing is known."""
    for cell in cells(document):
        if cell.value["support"] == "none" and "workaround" not in cell.value:
            message = f"support is none: add a 'workaround', or write {NO_WORKAROUND!r} as one"
            yield document.problem(cell.path, message)


def unknowns_are_unsure(document: Document) -> Iterator[Problem]:
    """What is unknown is not told with confidence."""
    for cell in cells(document):
        if cell.value["support"] == "unknown" and cell.value.get("confidence") != "low":
            yield document.problem(cell.path, "support is unknown: write 'confidence: low' beside it")


def files_show_what_they_say(document: Document) -> Iterator[Problem]:
    """No file holds a character that an editor does not show, in a comment or elsewhere."""
    for file, lines in document.lines.items():
        for number, line in enumerate(lines, 1):
            for column, character in enumerate(line.removesuffix("\r"), 1):
                if not character.isprintable():
                    message = f"the invisible character U+{ord(character):04X}; remove it"
                    yield document.problem_at(Position(file, number, column), message)


def texts_are_plain(document: Document) -> Iterator[Problem]:
    """Texts are in ASCII and the characters that the matrix lists besides."""
    listed = matrix_of(document).get("characters", "")
    for path, text in texts(document.value):
        if path == ("characters",):
            continue
        for character in sorted({*text} - {*listed}):
            if not (" " <= character <= "~" or character == "\n"):
                named = f"{character!r} (U+{ord(character):04X})"
                message = f"the character {named}; write it in ASCII, or list it in 'characters'"
                yield document.problem(path, message)


def listed_characters_are_visible(document: Document) -> Iterator[Problem]:
    """Only characters that can be seen may be listed as allowed."""
    hidden = [character for character in matrix_of(document).get("characters", "") if not character.isprintable()]
    for character in hidden:
        message = f"the invisible character U+{ord(character):04X} cannot be allowed; remove it"
        yield document.problem(("characters",), message)


def assumptions_end_when_they_must(document: Document) -> Iterator[Problem]:
    """Asking for what only options set aside have ends the assumption that sets them aside."""
    for assumption in entries(document, "assumptions"):
        aside, unless = assumption.value["sets_aside"], assumption.value["unless"]
        for feature in features(document):
            having = [option for option, cell in feature.value["cells"].items() if cell["support"] in HELD]
            if having and feature.value["id"] not in unless and all(option in aside for option in having):
                message = f"{feature.value['id']!r} is had only by what is set aside: add it to 'unless'"
                yield document.problem(assumption.at("unless"), message)


def claims_are_not_held(document: Document) -> Iterator[Problem]:
    """What is refuted as a claim is not stated as a fact of the features that it is about."""
    stated: dict[str, set[str]] = {}
    for cell in cells(document):
        stated.setdefault(cell.feature["id"], {_folded(cell.feature["summary"])}).add(_folded(cell.value["note"]))
    for claim in entries(document, "claims"):
        for name in claim.value["features"]:
            if _folded(claim.value["claim"]) in stated.get(name, ()):
                verdict = claim.value["verdict"]
                message = f"refuted here as {verdict}, yet stated by the feature {name!r}; mend one of the two"
                yield document.problem(claim.at("claim"), message)


def rules_fit_the_cells(document: Document) -> Iterator[Problem]:
    """A rule speaks of options that have what it is about; an option that has not needs no rule.

    A feature that an option has by its cell, but which implies one that it lacks, could never be had.
    """
    lacking = {
        (cell.feature["id"], cell.option): cell.value["support"]
        for cell in cells(document)
        if cell.value["support"] not in (*HELD, "unknown")
    }
    for rule in entries(document, "rules"):
        for key in ("when", "implies", "at_most_one_of"):
            for place, name in enumerate(rule.value.get(key, ())):
                for option in rule.value["options"]:
                    if (name, option) in lacking:
                        support = lacking[name, option]
                        message = f"the cell of {name!r} for {option!r} says {support}; mend the rule or the cell"
                        yield document.problem(rule.at(key, place), message)


def rules_do_not_contradict(document: Document) -> Iterator[Problem]:
    """What a rule speaks of does not imply, by any chain of rules, what those rules exclude."""
    rules = [rule.value for rule in entries(document, "rules")]
    for rule in entries(document, "rules"):
        for option in rule.value["options"]:
            here = [other for other in rules if option in other["options"]]
            for name, excluding in _contradictions(rule.value.get("when", ()), here):
                message = f"in the end this needs {name!r} of {option!r}, which the rule {excluding!r} excludes"
                yield document.problem(rule.at("when"), message)


def _contradictions(when: Iterable[str], rules: list[dict[str, Any]]) -> list[tuple[str, str]]:
    """What some needs lead to and cannot have: each such feature, and the rule that excludes it."""
    needed, before = set(when), set[str]()
    while needed != before:
        before = set(needed)
        needed.update(*(rule.get("implies", ()) for rule in rules if needed.issuperset(rule.get("when", ()))))
    found = [(name, rule["id"]) for rule in rules for name in _excluded(rule, needed) if name in needed]
    return sorted(found)


def _excluded(rule: dict[str, Any], needed: set[str]) -> list[str]:
    if "at_most_one_of" in rule:
        return [name for name in rule["at_most_one_of"] if name in needed][1:]
    return rule.get("excludes", []) if needed.issuperset(rule.get("when", ())) else []


def rows_are_covered(document: Document) -> Iterator[Problem]:
    """Some feature answers every row of the table that the matrix has set itself to cover."""
    covered = {row for feature in features(document) for row in feature.value.get("covers", ())}
    for place, row in enumerate(matrix_of(document).get("must_cover", ())):
        if row not in covered:
            message = f"no feature covers {row!r}; name it in the 'covers' of the one that answers it"
            yield document.problem(("must_cover", place), message)


def _folded(text: str) -> str:
    return " ".join(text.casefold().split()).rstrip(".")


RULES: tuple[Rule, ...] = (
    partial_support_has_its_condition,
    lacks_have_a_workaround,
    unknowns_are_unsure,
    files_show_what_they_say,
    texts_are_plain,
    listed_characters_are_visible,
    assumptions_end_when_they_must,
    claims_are_not_held,
    rules_fit_the_cells,
    rules_do_not_contradict,
    rows_are_covered,
)
