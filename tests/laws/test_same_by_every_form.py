"""Text, YAML, Markdown and JSON say the same of a decision."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hypothesis import given, settings

from apigw_choose.readers.strict_yaml import read_text
from apigw_choose.renderers.decision_markdown import decision_markdown
from apigw_choose.renderers.decision_text import decision_text
from apigw_choose.renderers.decision_yaml import decision_yaml
from apigw_choose.renderers.page import MARKS, Style
from strategies import MATRIX, decided, document_of, questions

if TYPE_CHECKING:
    from oracle import Question

law = settings(max_examples=200)
WIDE = Style(width=1000)


@given(questions())
@law
def test_text_has_the_headline_the_marks_and_the_caveats_of_json(question: Question) -> None:
    document = document_of(question)
    lines = decision_text(MATRIX, decided(question), WIDE).splitlines()
    assert lines[0] == document["headline"]
    rows = [line.split() for line in lines]
    for findings in zip(*(option["needs"] + option["wants"] for option in document["options"]), strict=True):
        marks = [MARKS[finding["support"]] for finding in findings]
        assert any(row[:1] and row[0].startswith(findings[0]["feature"]) and row[-3:] == marks for row in rows)
    for option in document["options"]:
        if option["id"] == document["recommendation"]:
            text = "\n".join(lines)
            assert all(caveat.partition(": ")[2] in text for caveat in option["caveats"])


@given(questions())
@law
def test_text_names_every_repair_that_is_shown_and_markdown_every_one(question: Question) -> None:
    document = document_of(question)
    text = decision_text(MATRIX, decided(question), WIDE)
    markdown = decision_markdown(MATRIX, decided(question))
    for place, repair in enumerate(document["repairs"]):
        assert place >= 6 or f"drop {repair['drop'][0]}" in text
        assert f"Drop `{repair['drop'][0]}`" in markdown


@given(questions())
@law
def test_yaml_reads_back_as_the_json(question: Question) -> None:
    document = document_of(question)
    assert read_text(decision_yaml(document), "decision.yaml").value == document
