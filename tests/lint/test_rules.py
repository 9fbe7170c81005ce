from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import pytest

from apigw_choose.lint import RULES, care, evidence, lint_matrix, order
from apigw_choose.readers import costs_soundness, soundness
from apigw_choose.readers.matrix_source import read_matrix_source

from .tea import TEA, tea_but

if TYPE_CHECKING:
    from pathlib import Path

    from apigw_choose.readers.soundness import Rule

GRASSY_OF_GREEN = "          green:\n            support: full\n            since"
STEEPING_OF_GREEN = "            value: 2min\n            note: Longer makes it bitter.\n"
MILK_OF_GREEN = """\
          green:
            support: unknown
            note: Nobody has tried.
            confidence: low
            sources: [{url: "https://example.org/tea/milk", checked: "2026-03-01"}]
"""
BITTER = """\
      - id: bitter
        name: Bitter
        summary: It bites.
        cells:
          black: {support: full, note: It does., sources: [{url: "https://example.org/tea/x", checked: "2026-03-01"}]}
          green: {support: full, note: It does., sources: [{url: "https://example.org/tea/x", checked: "2026-03-01"}]}
"""


@dataclass(frozen=True)
class Break:
    """An edit that makes the sound matrix break exactly one rule."""

    does: str
    rule: Rule
    edits: tuple[tuple[str, str], ...]
    told: str


def breaks(rule: Rule, does: str, old: str, new: str, told: str) -> Break:
    return Break(does, rule, ((old, new),), told)


BREAKS = [
    breaks(
        soundness.ids_are_unique,
        "an option stands twice",
        "  - id: green\n",
        "  - {id: black, name: Second, short: Second, summary: Second, price: {micros: 1, currency: EUR, per: cup, "
        'note: Again, sources: [{url: "https://example.org/tea/black", checked: "2026-03-01"}]}}\n  - id: green\n',
        "tea.yaml:23:10: the option 'black' a second time; the first is at tea.yaml:13:9",
    ),
    breaks(
        soundness.ids_are_unique,
        "a claim stands twice",
        "  - id: milk-is-rude\n",
        "  - id: green-has-none\n",
        "tea.yaml:99:9: the claim 'green-has-none' a second time; the first is at tea.yaml:92:9",
    ),
    breaks(
        soundness.ids_are_unique,
        "a change stands twice",
        "  - id: ships\n",
        "  - id: bags\n",
        "tea.yaml:160:9: the change 'bags' a second time; the first is at tea.yaml:154:9",
    ),
    breaks(
        soundness.names_are_unambiguous,
        "an alias is the id of another feature",
        "aliases: [meadow]",
        "aliases: [takes-milk]",
        "tea.yaml:46:19: 'takes-milk' means the feature 'takes-milk' already; keep one of the two",
    ),
    breaks(
        soundness.names_are_unambiguous,
        "a shorthand is an alias of another feature",
        "{hurried: 2min}",
        "{meadow: 2min}",
        "tea.yaml:78:30: 'meadow' means the feature 'grassy' already; keep one of the two",
    ),
    breaks(
        soundness.names_are_unambiguous,
        "an alias is the id of its own feature",
        "aliases: [meadow]",
        "aliases: [grassy]",
        "tea.yaml:46:19: 'grassy' means the feature 'grassy' already; keep one of the two",
    ),
    breaks(
        soundness.terms_are_unambiguous,
        "a term has the id of a feature",
        "  - id: leaf\n",
        "  - id: grassy\n",
        "tea.yaml:115:9: 'grassy' is the id of a feature; call the term otherwise",
    ),
    breaks(
        soundness.terms_are_unambiguous,
        "an alias of a term is the id of a feature",
        "aliases: [infuse]",
        "aliases: [steeping-time]",
        "tea.yaml:109:15: 'steeping-time' is the id of a feature; drop the alias",
    ),
    breaks(
        soundness.terms_are_unambiguous,
        "an alias of a term is another term",
        "aliases: [infuse]",
        "aliases: [leaf]",
        "tea.yaml:109:15: 'leaf' means the term 'leaf' already; keep one of the two",
    ),
    breaks(
        soundness.categories_have_one_group,
        "a group names a category that there is not",
        "  - {id: brewing, name: Brewing}\n",
        "",
        "tea.yaml:71:15: no category 'brewing'; there is taste",
    ),
    Break(
        "a category has two groups",
        soundness.categories_have_one_group,
        (("  - {id: brewing, name: Brewing}\n", ""), ("  - category: brewing\n", "  - category: taste\n")),
        "tea.yaml:71:15: a second group of the category 'taste'; put its features into the first",
    ),
    breaks(
        soundness.categories_have_one_group,
        "a category has no features",
        "  - {id: brewing, name: Brewing}\n",
        "  - {id: brewing, name: Brewing}\n  - {id: price, name: Price}\n",
        "tea.yaml:12:10: the category 'price' has no features; drop it or add some",
    ),
    breaks(
        soundness.cells_are_complete,
        "a feature has no cell for an option",
        MILK_OF_GREEN,
        "",
        "tea.yaml:62:9: 'takes-milk' has no cell for the option 'green'; add one",
    ),
    breaks(
        soundness.cells_are_complete,
        "a feature has a cell for an option that there is not",
        GRASSY_OF_GREEN,
        "          greem:\n            support: full\n            note: It does.\n"
        '            sources: [{url: "https://example.org/tea/taste", checked: "2026-03-01"}]\n' + GRASSY_OF_GREEN,
        "tea.yaml:53:11: no option 'greem' (did you mean 'green'?)",
    ),
    breaks(
        soundness.values_stand_where_they_belong,
        "a capability has a value",
        "            note: It does.\n",
        "            note: It does.\n            value: 3\n",
        "tea.yaml:57:20: 'value' is for quantities, and 'grassy' has no 'quantity'; drop the one or add the other",
    ),
    breaks(
        soundness.values_stand_where_they_belong,
        "a capability has something beyond",
        "            note: It does.\n",
        "            note: It does.\n            beyond: {by: request, to: not stated, note: Ask.}\n",
        "tea.yaml:57:13: 'beyond' is for quantities, and 'grassy' has no 'quantity'; drop the one or add the other",
    ),
    breaks(
        soundness.values_stand_where_they_belong,
        "a quantity has no value",
        "            value: 2min\n",
        "",
        "tea.yaml:86:11: 'steeping-time' is a quantity: say in 'value' how much, or unlimited",
    ),
    breaks(
        soundness.values_stand_where_they_belong,
        "a quantity that is not had has a value",
        "            support: full\n" + STEEPING_OF_GREEN,
        "            support: not-applicable\n" + STEEPING_OF_GREEN,
        "tea.yaml:88:20: 'value' with the support 'not-applicable', which has no amount; drop it",
    ),
    breaks(
        soundness.amounts_can_be_read,
        "a value has no unit",
        "value: 2min",
        "value: 2",
        "tea.yaml:88:20: '2' has no unit; write it like 60s",
    ),
    breaks(
        soundness.amounts_can_be_read,
        "the amount beyond is of another dimension",
        "to: 3min",
        "to: 3MB",
        "tea.yaml:83:41: '3MB' has the unknown unit 'MB'; write it like 60s",
    ),
    breaks(
        soundness.amounts_can_be_read,
        "a shorthand stands for no amount",
        "{hurried: 2min}",
        "{hurried: soon}",
        "tea.yaml:78:31: 'soon' is not an amount; write it like 60s",
    ),
    breaks(
        soundness.beyond_is_better,
        "less is better and beyond is as much",
        "to: 3min",
        "to: 240s",
        "tea.yaml:83:41: 240s is not less than the value, 4min; less of 'steeping-time' is better",
    ),
    Break(
        "more is better and beyond is less",
        soundness.beyond_is_better,
        (("dimension: duration, better: less", "dimension: duration"),),
        "tea.yaml:83:41: 3min is not more than the value, 4min; more of 'steeping-time' is better",
    ),
    breaks(
        soundness.beyond_is_better,
        "no bound is called good where less is better",
        "value: 2min",
        "value: unlimited",
        "tea.yaml:88:20: 'unlimited' cannot be said of 'steeping-time', of which less is better; state an amount",
    ),
    Break(
        "something is beyond no bound",
        soundness.beyond_is_better,
        (("dimension: duration, better: less", "dimension: duration"), ("value: 4min", "value: unlimited")),
        "tea.yaml:83:13: nothing is beyond 'unlimited'; drop 'beyond'",
    ),
    breaks(
        soundness.references_exist,
        "an assumption sets aside an option that there is not",
        "sets_aside: [green]",
        "sets_aside: [gren]",
        "tea.yaml:38:18: no option 'gren' (did you mean 'green'?)",
    ),
    breaks(
        soundness.references_exist,
        "an assumption ends with a feature that there is not",
        "unless: [grassy]",
        "unless: [grassy, bubbles]",
        "tea.yaml:39:22: no feature 'bubbles'; there is grassy, takes-milk, steeping-time",
    ),
    breaks(
        soundness.references_exist,
        "a claim names a feature by its alias",
        "features: [grassy]",
        "features: [meadow]",
        "tea.yaml:95:16: 'meadow' is another name of the feature 'grassy'; write that",
    ),
    breaks(
        soundness.references_exist,
        "a claim names an option that there is not",
        "    options: [green]\n    refutation",
        "    options: [white]\n    refutation",
        "tea.yaml:96:15: no option 'white'; there is black, green",
    ),
    breaks(
        soundness.references_exist,
        "a term refers to a term that there is not",
        "see: [steep]",
        "see: [step]",
        "tea.yaml:119:11: no term 'step' (did you mean 'steep'?)",
    ),
    breaks(
        soundness.references_exist,
        "a term names a feature that there is not",
        "features: [steeping-time]",
        "features: [steeping-tine]",
        "tea.yaml:112:16: no feature 'steeping-tine' (did you mean 'steeping-time'?)",
    ),
    breaks(
        soundness.references_exist,
        "a rule speaks of a feature that there is not",
        "when: [takes-milk]",
        "when: [takes-honey]",
        "tea.yaml:124:12: no feature 'takes-honey'; there is grassy, takes-milk, steeping-time",
    ),
    breaks(
        soundness.references_exist,
        "a rule implies a feature that there is not",
        "implies: [steeping-time]",
        "implies: [time]",
        "tea.yaml:125:15: no feature 'time'; there is grassy, takes-milk, steeping-time",
    ),
    breaks(
        soundness.references_exist,
        "a rule limits a feature that there is not",
        "limits: {steeping-time: 5min}",
        "limits: {steeping-tim: 5min}",
        "tea.yaml:126:28: no feature 'steeping-tim' (did you mean 'steeping-time'?)",
    ),
    breaks(
        soundness.references_exist,
        "a workaround gives a feature that there is not",
        "satisfies: [grassy]",
        "satisfies: [glassy]",
        "tea.yaml:137:17: no feature 'glassy' (did you mean 'grassy'?)",
    ),
    breaks(
        soundness.references_exist,
        "an alternative is for a feature that there is not",
        "[[takes-milk, grassy]]",
        "[[takes-milk], [glassy]]",
        "tea.yaml:145:26: no feature 'glassy' (did you mean 'grassy'?)",
    ),
    breaks(
        soundness.references_exist,
        "a pairing names an option that there is not",
        "    options: [black, green]\n",
        "    options: [black, white]\n",
        "tea.yaml:150:22: no option 'white'; there is black, green",
    ),
    breaks(
        soundness.rules_say_one_thing,
        "a rule never speaks",
        "    at_most_one_of: [grassy, takes-milk]\n",
        "    excludes: [takes-milk]\n",
        "tea.yaml:129:5: the rule 'one-taste' never speaks: add 'when', or 'at_most_one_of' instead",
    ),
    breaks(
        soundness.rules_say_one_thing,
        "a rule says nothing",
        "    at_most_one_of: [grassy, takes-milk]\n",
        "    when: [grassy]\n",
        "tea.yaml:129:5: the rule 'one-taste' says nothing: add one of implies, excludes, limits",
    ),
    breaks(
        soundness.rules_say_one_thing,
        "a rule of one among several has a condition",
        "    at_most_one_of: [grassy, takes-milk]\n",
        "    at_most_one_of: [grassy, takes-milk]\n    when: [grassy]\n",
        "tea.yaml:132:5: 'when' beside 'at_most_one_of', which says it all; drop it",
    ),
    breaks(
        soundness.limits_can_be_read,
        "a rule limits a capability",
        "limits: {steeping-time: 5min}",
        "limits: {takes-milk: 5min}",
        "tea.yaml:126:26: 'takes-milk' is no quantity, so nothing limits it; write it under 'excludes'",
    ),
    breaks(
        soundness.limits_can_be_read,
        "a limit has no unit",
        "limits: {steeping-time: 5min}",
        "limits: {steeping-time: 5}",
        "tea.yaml:126:29: '5' has no unit; write it like 60s",
    ),
    breaks(
        order.features_are_sorted,
        "a feature stands after one whose id comes later",
        "      - id: takes-milk\n",
        BITTER + "      - id: takes-milk\n",
        "tea.yaml:58:13: 'bitter' stands after 'grassy'; features of a category are sorted by id, so move it up",
    ),
    breaks(
        order.lists_are_sorted,
        "a claim stands after one whose id comes later",
        "- id: milk-is-rude",
        "- id: beginners-take-milk",
        "tea.yaml:99:9: 'beginners-take-milk' stands after 'green-has-none'; claims are sorted by id, so move it up",
    ),
    breaks(
        order.lists_are_sorted,
        "a rule stands after one whose id comes later",
        "- id: one-taste",
        "- id: a-taste",
        "tea.yaml:129:9: 'a-taste' stands after 'milk-needs-time'; rules are sorted by id, so move it up",
    ),
    breaks(
        order.history_runs_backwards,
        "a change stands after an older one",
        'date: "1610-01"',
        'date: "1910-01"',
        "tea.yaml:161:11: 1910-01 stands after 1908-06-01; the newest change stands first, so move it up",
    ),
    breaks(
        evidence.sources_are_of_the_vendor,
        "a source is of another site",
        "https://example.org/tea/caffeine",
        "https://example.org.evil.example/tea/caffeine",
        "tea.yaml:98:21: https://example.org.evil.example/tea/caffeine begins with none of 'sources_from'; "
        "cite another page, or add its site there",
    ),
    breaks(
        evidence.sources_are_of_the_vendor,
        "a source climbs out of the site",
        "https://example.org/tea/caffeine",
        "https://example.org/tea/../coffee",
        "tea.yaml:98:21: https://example.org/tea/../coffee climbs out of where it begins; write the address "
        "it leads to",
    ),
    breaks(
        evidence.version_is_a_date,
        "the version is a day that there is not",
        'version: "2026-03-01"',
        'version: "2026-02-30"',
        "tea.yaml:2:10: there is no day '2026-02-30'; write the date of the newest check",
    ),
    breaks(
        evidence.checks_are_dated,
        "a source was checked on a day that there is not",
        'caffeine", checked: "2026-03-01"',
        'caffeine", checked: "2026-02-30"',
        "tea.yaml:98:66: there is no day '2026-02-30'; write the date of the check",
    ),
    breaks(
        evidence.checks_are_dated,
        "a source was checked after the version of the matrix",
        'caffeine", checked: "2026-03-01"',
        'caffeine", checked: "2026-03-02"',
        "tea.yaml:98:66: checked on 2026-03-02, after the version of the matrix, 2026-03-01; raise the version to it",
    ),
    breaks(
        evidence.changes_are_of_days_gone_by,
        "a change is of a month that there is not",
        'date: "1610-01"',
        'date: "1610-00"',
        "tea.yaml:161:11: there is no day or month '1610-00'; write one, or drop the change",
    ),
    breaks(
        evidence.changes_are_of_days_gone_by,
        "a change is of a day to come",
        'date: "1908-06-01"',
        'date: "2026-03-02"',
        "tea.yaml:155:11: date 2026-03-02, after the version of the matrix, 2026-03-01; state what is, not "
        "what will be",
    ),
    breaks(
        evidence.since_is_a_day_gone_by,
        "a cell holds since a month that there is not",
        'since: "2020-05"',
        'since: "2020-13"',
        "tea.yaml:55:20: there is no day or month '2020-13'; write one, or drop 'since'",
    ),
    breaks(
        evidence.since_is_a_day_gone_by,
        "a cell holds since a day to come",
        'since: "2020-05"',
        'since: "2026-03-02"',
        "tea.yaml:55:20: since 2026-03-02, after the version of the matrix, 2026-03-01; state what is, not "
        "what will be",
    ),
    breaks(
        care.partial_support_has_its_condition,
        "support is partial and the note too short to say when",
        "note: If it is brewed strong.",
        "note: Strong.",
        "tea.yaml:65:19: support is partial: say in the note under which condition, in a sentence",
    ),
    breaks(
        care.lacks_have_a_workaround,
        "a lack has no workaround",
        "            workaround: none known\n",
        "",
        "tea.yaml:48:11: support is none: add a 'workaround', or write 'none known' as one",
    ),
    breaks(
        care.unknowns_are_unsure,
        "what is unknown is told with confidence",
        "            confidence: low\n",
        "",
        "tea.yaml:67:11: support is unknown: write 'confidence: low' beside it",
    ),
    breaks(
        care.files_show_what_they_say,
        "a comment hides a change of direction",
        "subject: tea\n",
        "subject: tea # \u202eeet\n",
        "tea.yaml:3:16: the invisible character U+202E; remove it",
    ),
    breaks(
        care.texts_are_plain,
        "a text has a letter that looks like another",
        "name: Grassy",
        "name: Gr\u0430ssy",
        "tea.yaml:44:15: the character '\u0430' (U+0430); write it in ASCII, or list it in 'characters'",
    ),
    breaks(
        care.texts_are_plain,
        "a text has an escaped escape character",
        "name: Grassy",
        'name: "\\x1b[2JGrassy"',
        "tea.yaml:44:15: the character '\\x1b' (U+001B); write it in ASCII, or list it in 'characters'",
    ),
    breaks(
        care.listed_characters_are_visible,
        "an invisible character is listed as allowed",
        'characters: "é"',
        'characters: "é\\u202e"',
        "tea.yaml:6:13: the invisible character U+202E cannot be allowed; remove it",
    ),
    breaks(
        care.assumptions_end_when_they_must,
        "only what is set aside has a feature that does not end the assumption",
        "unless: [grassy]",
        "unless: []",
        "tea.yaml:39:5: 'grassy' is had only by what is set aside: add it to 'unless'",
    ),
    breaks(
        care.claims_are_not_held,
        "a refuted claim is the note of a cell",
        "claim: Milk is for beginners.",
        "claim: IF it is brewed  strong",
        "tea.yaml:100:12: refuted here as oversimplified, yet stated by the feature 'takes-milk'; mend one of the two",
    ),
    breaks(
        care.rules_fit_the_cells,
        "a rule speaks of an option that lacks what it is about",
        "when: [takes-milk]",
        "when: [takes-milk, grassy]",
        "tea.yaml:124:24: the cell of 'grassy' for 'black' says none; mend the rule or the cell",
    ),
    breaks(
        care.rules_fit_the_cells,
        "a rule implies what the option lacks",
        "implies: [steeping-time]",
        "implies: [grassy]",
        "tea.yaml:125:15: the cell of 'grassy' for 'black' says none; mend the rule or the cell",
    ),
    breaks(
        care.rules_do_not_contradict,
        "a rule excludes what it implies",
        "    limits: {steeping-time: 5min}\n",
        "    excludes: [steeping-time]\n",
        "tea.yaml:124:5: in the end this needs 'steeping-time' of 'black', which the rule 'milk-needs-time' excludes",
    ),
    Break(
        "a rule implies what another excludes",
        care.rules_do_not_contradict,
        (
            (
                "    options: [green]\n    at_most_one_of: [grassy",
                "    options: [black]\n    at_most_one_of: [steeping-time",
            ),
        ),
        "tea.yaml:124:5: in the end this needs 'takes-milk' of 'black', which the rule 'one-taste' excludes",
    ),
    breaks(
        care.rows_are_covered,
        "no feature covers a row",
        'must_cover: ["guide: Milk"]',
        'must_cover: ["guide: Milk", "guide: Sugar"]',
        "tea.yaml:8:29: no feature covers 'guide: Sugar'; name it in the 'covers' of the one that answers it",
    ),
]


def test_the_matrix_that_the_rules_are_tried_on_breaks_none(tmp_path: Path) -> None:
    file = tmp_path / "tea.yaml"
    file.write_text(TEA, encoding="utf-8")
    assert lint_matrix(file) == []


@pytest.mark.parametrize("case", BREAKS, ids=lambda case: case.does.replace(" ", "-"))
def test_a_rule_tells_with_file_and_line_that(case: Break, tmp_path: Path) -> None:
    file = tmp_path / "tea.yaml"
    file.write_text(tea_but(*case.edits), encoding="utf-8")
    assert [str(problem).replace(f"{tmp_path}/", "") for problem in lint_matrix(file)] == [case.told]
    document = read_matrix_source(file)
    assert [rule for rule in RULES if list(rule(document))] == [case.rule]


def test_every_rule_has_a_case_that_breaks_it() -> None:
    """Those of costs have theirs where costs are tested."""
    assert {case.rule for case in BREAKS} == set(RULES) - set(costs_soundness.RULES)
