"""What agents read is what the matrix and the code say now; `--approve` writes it anew."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
import yaml

from .agent_pages import AGENT_PAGES, DOCS, made
from .pages import PAGES

if TYPE_CHECKING:
    from apigw_choose import Matrix


def written(name: str) -> str:
    return AGENT_PAGES[name].read_text("utf-8")


@pytest.mark.parametrize("name", AGENT_PAGES)
def test_what_agents_read_is_up_to_date(matrix: Matrix, name: str, *, approving: bool) -> None:
    page = AGENT_PAGES[name]
    if approving:
        page.write_text(made(name, matrix), "utf-8")
    assert page.read_text("utf-8") == made(name, matrix), "read the difference of: pytest tests/docs --approve"


def test_the_skill_is_one_that_clients_load() -> None:
    _, head, body = written("SKILL.md").split("---\n", 2)
    front = yaml.safe_load(head)
    assert front.keys() == {"name", "description"}
    assert re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", front["name"])
    assert 100 < len(front["description"]) <= 1024
    assert len(body.splitlines()) < 500


def test_the_examples_of_the_skill_are_run() -> None:
    assert AGENT_PAGES["SKILL.md"] in PAGES


def test_the_skill_lists_every_feature_and_every_wrong_belief(matrix: Matrix) -> None:
    skill = written("SKILL.md")
    for feature in matrix.features.values():
        assert re.search(rf"[ ,]{feature.id}{'=' if feature.quantity else ''}(,|$)", skill, re.MULTILINE), feature.id
    for claim in matrix.claims.values():
        assert claim.claim in skill
        assert claim.refutation in skill


def test_llms_txt_is_of_its_form_and_its_links_lead_somewhere() -> None:
    text = written("llms.txt")
    assert re.match(r"# [^\n]+\n\n(> [^\n]+\n)+\n", text)
    sections = re.split(r"^## .+\n\n", text, flags=re.MULTILINE)[1:]
    assert re.findall(r"^## (.+)", text, re.MULTILINE)[-1] == "Optional"
    for line in "\n".join(sections).split("\n"):
        if line:
            link = re.fullmatch(r"- \[[^\]]+\]\(([^)]+)\): .+", line)
            assert link, line
            assert (DOCS / link[1]).is_file()


def test_llms_txt_names_every_page() -> None:
    named = set(re.findall(r"\]\(([^)]+\.md)\)", written("llms.txt")))
    assert {page.name for page in DOCS.glob("*.md")} <= named


def test_the_whole_matrix_is_in_llms_full_txt_and_of_a_size_that_can_be_read(matrix: Matrix) -> None:
    text = written("llms-full.txt")
    for feature in matrix.features.values():
        _, heading, rest = text.partition(f"\n### {feature.id}: {feature.name}\n")
        assert heading
        section = rest.split("\n#")[0]
        for option, cell in feature.cells.items():
            assert f"- {matrix.options[option].short}: {cell.support}" in section
            assert cell.note in section
    assert len(text) < 150_000
