"""What the page answers is what the engine answers, in every part of the decision."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from apigw_choose import Matrix, Need, Requirements, Want, decide, require
from apigw_choose.engine.verify import verify
from apigw_choose.model.amounts import EXAMPLE
from apigw_choose.model.reference import Workaround
from apigw_choose.renderers.documents import decision_document
from apigw_choose.renderers.report.data import decidable
from conftest import FIXTURES
from handmade import feature, matrix, rule, workaround
from laws.test_interview_laws import AMOUNTS, QUANTITY, matrices
from report.pages import Plain, comparable, fragment, written
from strategies import MATRIX, questions, typed

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from playwright.sync_api import Browser, Page

    from oracle import Question

_AS_NUMBERS = "(_, value) => (typeof value === 'bigint' ? Number(value) : value)"
ANSWER = f"(fragment) => JSON.stringify(apigwChoose.decide(fragment), {_AS_NUMBERS})"
ANSWER_ON = f"""([data, texts, fragment]) => {{
  const matrix = prepare(data, (feature, column) => texts[feature][column]);
  return JSON.stringify(decide(matrix, readFragment(matrix, fragment).requirements), {_AS_NUMBERS});
}}"""


@pytest.fixture(scope="module")
def open_page(chromium: Browser, address: str) -> Iterator[Page]:
    """Loaded once for all questions."""
    page = chromium.new_page()
    page.goto(address)
    yield page
    page.close()


def answered(page: Page, asked: str) -> Plain:
    return dict(json.loads(page.evaluate(ANSWER, asked)))


def plain(document: Plain) -> Plain:
    """What JSON makes of a document."""
    return comparable(json.loads(json.dumps(document)))


def test_for_hundreds_of_questions_of_the_shipped_matrix(open_page: Page) -> None:
    @settings(max_examples=200)
    @given(question=questions(), allow_workarounds=st.booleans())
    def same(question: Question, *, allow_workarounds: bool) -> None:
        asked = require(
            MATRIX,
            [typed(need) for need in question.needs],
            [f"{typed(want)}:{want.weight}" for want in question.wants],
            strict=question.strict,
            overruled=question.overruled,
            allow_workarounds=allow_workarounds,
        )
        expected = decision_document(MATRIX, decide(MATRIX, asked))
        text = fragment(question, allow_workarounds=allow_workarounds) or "strict"
        if not fragment(question, allow_workarounds=allow_workarounds):
            expected = decision_document(MATRIX, decide(MATRIX, Requirements(strict=True)))
        assert answered(open_page, text) == plain(expected)

    same()


def test_for_any_small_matrix_with_rules(open_page: Page) -> None:
    @settings(max_examples=200)
    @given(plain_matrix=matrices(rules=True), data=st.data())
    def same(plain_matrix: Matrix, data: st.DataObject) -> None:
        made = data.draw(with_workarounds(plain_matrix))
        asked = data.draw(requirements(made))
        decision = decide(made, asked)
        verify(made, decision)
        told = json.loads(open_page.evaluate(ANSWER_ON, [decidable(made), texts_of(made), written_out(asked)]))
        assert told == plain(decision_document(made, decision))

    same()


@pytest.mark.parametrize("floats", ["none", "unknown"])
def test_where_rules_lead_back_to_what_a_workaround_serves(open_page: Page, floats: str) -> None:
    made = matrix(
        *(feature("bends", oak="full"), feature("floats", oak=floats), feature("glows", oak="full")),
        rules=(
            rule("dry", ["oak"], ["floats", "glows"], implies=["bends"]),
            rule("wet", ["oak"], ["bends"], implies=["floats"]),
            rule("wan", ["oak"], ["bends", "glows"], implies=["floats"]),
        ),
        workarounds=(workaround("cork", ["oak", "elm"], "floats"),),
    )
    for needs in (["floats"], ["floats", "glows"], ["bends", "floats", "glows"]):
        asked = Requirements.of(map(Need, needs), allow_workarounds=True)
        decision = decide(made, asked)
        assert decision.verdict("oak").eligible == (needs == ["floats"])
        told = json.loads(open_page.evaluate(ANSWER_ON, [decidable(made), texts_of(made), written_out(asked)]))
        assert told == plain(decision_document(made, decision))


@st.composite
def requirements(draw: st.DrawFn, made: Matrix) -> Requirements:
    names = draw(st.lists(st.sampled_from(sorted(made.features)), min_size=1, unique=True))
    wanted = draw(st.lists(st.sampled_from(sorted(made.features)), unique=True))
    return Requirements.of(
        [Need(name, draw(st.sampled_from(AMOUNTS)) if name == QUANTITY else None) for name in names],
        [
            Want(name, draw(st.sampled_from(AMOUNTS)) if name == QUANTITY else None, draw(st.integers(1, 3)))
            for name in wanted
        ],
        strict=draw(st.booleans()),
        allow_workarounds=draw(st.booleans()),
    )


@st.composite
def with_workarounds(draw: st.DrawFn, made: Matrix) -> Matrix:
    helped = draw(st.lists(st.sampled_from(sorted(made.features)), max_size=2, unique=True))
    return replace(
        made,
        workarounds={
            f"way-to-{name}": Workaround(
                f"way-to-{name}",
                tuple(draw(st.lists(st.sampled_from(sorted(made.options)), min_size=1, unique=True))),
                frozenset([name]),
                "Glue it.",
                ("Glue",),
                "A pot.",
                "Stir it.",
                "It creaks.",
                (),
            )
            for name in helped
        },
    )


def written_out(asked: Requirements) -> str:
    def much(entry: Need | Want) -> str:
        return entry.feature if entry.amount is None else f"{entry.feature}={entry.amount}"

    needs = ",".join(map(much, asked.needs))
    wants = ",".join(f"{much(want)}:{want.weight}" for want in asked.wants)
    workarounds = "&allow-workarounds" if asked.allow_workarounds else ""
    return f"need={needs}{f'&want={wants}' if wants else ''}{'&strict' if asked.strict else ''}{workarounds}"


def texts_of(made: Matrix) -> dict[str, list[dict[str, Any]]]:
    """What the page of a matrix would say of each cell."""
    return {
        feature.id: [
            {
                "note": cell.note,
                "beyond": cell.beyond and cell.beyond.note,
                "workaround": cell.workaround,
                "disputed": cell.disputed,
                "sources": [source.url for source in cell.sources],
            }
            for cell in feature.cells.values()
        ]
        for feature in made.features.values()
    }


def test_for_a_matrix_about_something_else(page: Page, folder: Path) -> None:
    from apigw_choose import load_matrix

    path = str(FIXTURES / "coffee")
    coffee = load_matrix(path)
    page.goto(written(folder, "coffee.html", path))
    assert page.title() == "coffee at home: which brewing method?"
    for told in coffee.features.values():
        need = told.id if told.quantity is None else f"{told.id}={EXAMPLE[told.quantity.dimension]}"
        for asked in (need, f"{need},crema"):
            expected = decision_document(coffee, decide(coffee, require(coffee, [asked])))
            assert answered(page, f"need={asked}") == plain(expected)


def test_amounts_are_read_and_written_as_on_the_command_line(open_page: Page) -> None:
    for text, written_as in (("0.5min", "30s"), ("1048576", "1MB"), ("1152921504606846976", "1048576TB")):
        feature = "integration-timeout" if text.endswith("min") else "request-body-size"
        amount = text if text.endswith("min") else f"{text}B"
        told = answered(open_page, f"need={feature}={amount}")
        assert told["requirements"]["needs"][0]["amount_text"] == written_as


@pytest.mark.parametrize(
    ("asked", "mistake"),
    [
        ("need=wafff", "no such feature: 'wafff'"),
        (
            "need=integration-timeout",
            "integration-timeout is a quantity; say how much, such as integration-timeout=60s",
        ),
        ("need=integration-timeout=60MB", "'60MB' has the unknown unit 'MB'; write it like 60s"),
        ("need=waf=3", "waf is had or not had, it takes no amount"),
        ("want=waf:0", "the weight '0' is not a whole number from 1 to 1000"),
        ("need=waf:2", "waf: a need has no weight; say it as a want"),
        ("no-assume=rain&need=waf", "no such assumption: 'rain'"),
        ("need=waf&colour=red", "'colour=red' is not understood"),
    ],
)
def test_what_cannot_be_read_is_told_and_the_rest_is_asked(open_page: Page, asked: str, mistake: str) -> None:
    read = "(asked) => readFragment(apigwChoose.page.matrix, asked).mistakes"
    assert open_page.evaluate(read, asked) == [mistake]
