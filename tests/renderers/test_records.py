"""Records: a section of a design document, a decision record, YAML. Data in them is text, whatever it looks like."""

from __future__ import annotations

import dataclasses
import json
import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

import handmade
from apigw_choose import decide, load_matrix, require
from apigw_choose.readers.strict_yaml import read_text
from apigw_choose.renderers.decision_adr import decision_adr
from apigw_choose.renderers.decision_lines import command_of
from apigw_choose.renderers.decision_markdown import decision_markdown
from apigw_choose.renderers.decision_yaml import decision_yaml
from apigw_choose.renderers.documents import decision_document, to_json
from apigw_choose.renderers.markdown import address, inert, shell, table
from conftest import FIXTURES
from strategies import document_of, questions

if TYPE_CHECKING:
    from collections.abc import Iterable

    from markdown_it.token import Token

    from apigw_choose import Matrix
    from apigw_choose.model.decision import Decision
    from oracle import Question

GOLDEN = Path(__file__).parent / "golden"
MARKDOWN = MarkdownIt("commonmark").enable("table").enable("strikethrough")
WHOLE = st.text(st.characters(exclude_categories=["Cs"]), max_size=40)
"""Text without halves of surrogate pairs. A longer key may not stand on a line of its own in YAML."""

HOSTILE = (
    "<script>alert(1)</script>",
    "<!-- comment",
    "&lt;b&gt; &copy; &#60;",
    "[click](javascript:alert(1))",
    "![image](https://example.org/x.png)",
    "[reference]: https://example.org/",
    "<https://example.org/>",
    "`code` ``more``",
    "**bold** __bold__ *it* _it_ ~~gone~~",
    "a | b | c",
    "back\\slash \\| pipe \\",
    "# heading",
    "- item",
    "+ item",
    "* item",
    "1. item",
    "12) item",
    "> quote",
    "---",
    "===",
    "```",
    "~~~",
    "two\nlines\n\n# and a heading",
    "    indented",
    "\ttabbed",
    "\x1b[31mred\x07 \u202eright to left \u200bnothing",
    "trailing \\",
)


def of(matrix: Matrix, needs: Iterable[str], wants: Iterable[str] = (), **flags: Any) -> Decision:
    return decide(matrix, require(matrix, needs, wants, **flags))


@pytest.fixture(scope="module")
def coffee() -> Matrix:
    return load_matrix(FIXTURES / "coffee")


def adr(matrix: Matrix, decision: Decision) -> str:
    return decision_adr(matrix, decision, command_of(matrix, decision.requirements))


CASES: dict[str, tuple[list[str], list[str]]] = {
    "clear": (["clean-cup", "brew-time=10min"], ["crema:2"]),
    "impossible": (["crema", "unattended"], []),
}


class TestWholeRecords:
    @pytest.mark.parametrize("kind", ["section", "adr"])
    @pytest.mark.parametrize("name", CASES)
    def test_what_is_written_is_what_was_approved(
        self, coffee: Matrix, name: str, kind: str, *, approving: bool
    ) -> None:
        decision = of(coffee, *CASES[name])
        written = (decision_markdown if kind == "section" else adr)(coffee, decision)
        file = GOLDEN / f"{name}.{kind}.md"
        if approving:
            file.write_text(written, "utf-8")
        assert written == file.read_text("utf-8"), "read the difference; if it is what you meant: pytest --approve"

    def test_every_approved_record_is_still_compared(self) -> None:
        names = {f"{name}.{kind}.md" for name in CASES for kind in ("section", "adr")}
        assert {file.name for file in GOLDEN.iterdir()} == names


class TestSection:
    def test_it_says_the_verdict_of_every_option_on_every_need(self, matrix: Matrix) -> None:
        text = decision_markdown(matrix, of(matrix, ["waf", "api-keys"], ["caching"]))
        assert "| `api-keys` (need) | yes | no | yes |" in text
        assert "| `waf` (need) | yes | no | no |" in text
        assert "| `caching` (want) | yes | no | no |" in text

    def test_it_says_when_and_from_what_the_facts_are(self, matrix: Matrix) -> None:
        assert f"checked {matrix.version}" in decision_markdown(matrix, of(matrix, ["waf"]))

    def test_every_source_of_a_need_is_a_link(self, matrix: Matrix) -> None:
        decision = of(matrix, ["waf", "jwt"])
        text = decision_markdown(matrix, decision)
        for finding in decision.verdict("rest").needs:
            assert all(f"<{source.url}>" in text for source in finding.cell.sources)

    def test_without_needs_there_is_no_table(self, coffee: Matrix) -> None:
        assert "|" not in decision_markdown(coffee, decide(coffee, require(coffee)))

    def test_a_need_met_by_a_workaround_says_so_with_its_price(self, matrix: Matrix) -> None:
        decision = of(matrix, ["server-push", "waf"], allow_workarounds=True)
        assert decision.recommendation
        for text in (decision_markdown(matrix, decision), adr(matrix, decision)):
            assert "Met by a workaround: " in text
            assert "It adds " in text
        assert "by a workaround" in adr(matrix, decision).partition("### Consequences")[2]

    def test_what_is_not_known_is_something_to_find_out(self) -> None:
        woods = handmade.matrix(handmade.feature("hard", oak="unknown"), handmade.feature("light", oak="full"))
        text = decision_markdown(woods, of(woods, ["hard", "light"]))
        assert "### To find out" in text
        assert "- Oak, `hard`: " in text

    def test_a_rule_that_sets_needs_against_each_other_is_told_with_its_source(self) -> None:
        rule = handmade.rule("either", ["oak"], ["hard"], excludes=["light"])
        woods = handmade.matrix(
            handmade.feature("hard", oak="full"), handmade.feature("light", oak="full"), rules=(rule,)
        )
        text = decision_markdown(woods, of(woods, ["hard", "light"]))
        assert "`hard` with `light`: The rule either. <https://example.org/wood/>" in text


class TestDecisionRecord:
    SECTIONS = (
        "Context and Problem Statement",
        "Decision Drivers",
        "Considered Options",
        "Decision Outcome",
        "Pros and Cons of the Options",
        "More Information",
    )

    @pytest.mark.parametrize("needs", [["waf"], ["waf", "server-push"]])
    def test_it_has_the_sections_of_the_template_in_order(self, matrix: Matrix, needs: list[str]) -> None:
        headings = re.findall(r"^## (.+)$", adr(matrix, of(matrix, needs)), re.MULTILINE)
        assert tuple(headings) == self.SECTIONS

    def test_its_front_matter_is_yaml_with_the_date_of_the_matrix(self, matrix: Matrix) -> None:
        front = adr(matrix, of(matrix, ["waf"])).split("---\n")[1]
        assert read_text(front, "front").value == {"status": "proposed", "date": matrix.version}

    def test_it_chooses_an_option_that_it_lists(self, matrix: Matrix) -> None:
        text = adr(matrix, of(matrix, ["waf"]))
        assert 'Chosen option: "REST API", because ' in text
        assert "\n- REST API\n" in text

    def test_when_nothing_fits_it_says_so_and_the_ways_out(self, matrix: Matrix) -> None:
        text = adr(matrix, of(matrix, ["waf", "server-push"]))
        assert "Chosen option: none." in text
        assert "- Drop `waf`: WebSocket API." in text
        assert "REST API for `waf` and WebSocket API for `server-push`" in text

    def test_its_confirmation_is_the_command_and_the_check(self, matrix: Matrix) -> None:
        command = "apigw-choose --need waf --matrix 'my matrix'"
        text = decision_adr(matrix, of(matrix, ["waf"]), command, "apigw-choose check --matrix 'my matrix'")
        lines = text.partition("### Confirmation")[2].splitlines()
        start = lines.index("```sh")
        assert lines[start + 1] == f"{command} --json > decision.json"
        assert lines[start + 2] == "apigw-choose check --matrix 'my matrix' decision.json"

    def test_a_command_cannot_leave_its_fence(self) -> None:
        first, *lines, last = shell("apigw-choose -f '````'\n# heading", "ls")
        assert first == "`````sh"
        assert last == "`````"
        assert len(lines) == 2

    def test_one_option_taken_twice_is_called_so(self, matrix: Matrix) -> None:
        decision = of(matrix, ["waf", "integration-timeout=60s"])
        assert any(len(set(change.together)) == 1 for change in decision.would_change if change.together)
        assert "REST API twice" in adr(matrix, decision)
        assert "REST API and REST API" not in adr(matrix, decision)

    def test_without_needs_and_wants_its_title_names_the_option_alone(self, coffee: Matrix) -> None:
        assert "\n# Use French press\n" in adr(coffee, decide(coffee, require(coffee)))

    def test_it_says_under_which_terms_it_was_decided(self, matrix: Matrix) -> None:
        text = adr(matrix, of(matrix, ["waf"], strict=True, allow_workarounds=True))
        assert "Support with a condition counts as none." in text
        assert "What a known workaround provides counts as met." in text

    def test_a_want_that_is_missed_is_a_consequence(self, matrix: Matrix) -> None:
        assert "- Bad, because it lacks `auto-deploy`, which was wanted" in adr(
            matrix, of(matrix, ["waf"], ["auto-deploy"])
        )

    def test_an_option_that_is_only_set_aside_is_a_way_out(self, coffee: Matrix) -> None:
        text = adr(coffee, of(coffee, ["unattended", "clean-cup"]))
        assert "- Overrule the assumption `hot-coffee`: Cold brew jar." in text


class TestCommand:
    @given(question=questions())
    def test_the_command_asks_for_the_same(self, question: Question) -> None:
        """Typed as it is written, it gives the requirements that it was written from."""
        import shlex

        from strategies import MATRIX, decided

        requirements = decided(question).requirements
        words = shlex.split(command_of(MATRIX, requirements))[1:]
        said: dict[str, list[str]] = {"--need": [], "--want": [], "--no-assume": []}
        flags = set()
        while words:
            word = words.pop(0)
            if word in said:
                said[word].append(words.pop(0))
            else:
                flags.add(word)
        again = require(
            MATRIX, said["--need"], said["--want"], strict="--strict" in flags, overruled=said["--no-assume"],
            allow_workarounds="--allow-workarounds" in flags,
        )  # fmt: skip
        assert again == requirements

    def test_the_place_of_a_matrix_is_quoted(self, coffee: Matrix) -> None:
        asked = require(coffee, ["crema"], allow_workarounds=True, strict=True, overruled=["hot-coffee"])
        assert command_of(coffee, asked, "my; matrix") == (
            "apigw-choose --need crema --strict --allow-workarounds --no-assume hot-coffee --matrix 'my; matrix'"
        )


def tokens(text: str) -> Iterable[Token]:
    for token in MARKDOWN.parse(text):
        yield token
        yield from token.children or ()


def shown(text: str) -> str:
    """What a reader sees of inline Markdown."""
    return "".join(token.content for token in tokens(text) if token.type in ("text", "text_special", "code_inline"))


class TestDataIsInert:
    @pytest.mark.parametrize("text", HOSTILE)
    @pytest.mark.parametrize("around", ["{}", "- {}", "- **{}**", "Before {} after", "### {}"])
    def test_hostile_text_shows_as_it_is(self, text: str, around: str) -> None:
        source = around.format(inert(text))
        types = {token.type for token in tokens(source)}
        allowed = {"paragraph", "list_item", "bullet_list", "strong", "heading"}
        assert types <= {"inline", "text", *(f"{name}_{end}" for name in allowed for end in ("open", "close"))}
        assert sum(token.type == "bullet_list_open" for token in tokens(source)) == around.startswith("-")
        assert sum(token.type == "heading_open" for token in tokens(source)) == around.startswith("#")

    @given(st.text())
    def test_any_text_shows_as_it_is(self, text: str) -> None:
        from apigw_choose.renderers.inert import printable

        assert shown(f"- {inert(text)}").strip() == printable(text).strip()

    @given(st.lists(st.text(), min_size=2, max_size=4))
    def test_any_text_stays_in_its_cell_of_a_table(self, cells: list[str]) -> None:
        from apigw_choose.renderers.inert import printable

        parsed = MARKDOWN.parse("\n".join(table(["head"] * len(cells), [[inert(cell) for cell in cells]])))
        inline = [token for place, token in enumerate(parsed) if parsed[place - 1].type == "td_open"]
        said = ["".join(child.content for child in token.children or ()) for token in inline]
        assert [text.strip() for text in said] == [printable(cell).strip() for cell in cells]

    @pytest.mark.parametrize(
        "text", ["see https://example.org/x", "HTTP://example.org", "www.example.org", "ftp://x.org"]
    )
    def test_a_bare_address_is_no_link(self, text: str) -> None:
        """Many renderers link what matches these patterns in the source."""
        assert not re.search(r"(https?|ftp)://|www\.", inert(text), re.IGNORECASE)
        assert shown(inert(text)) == text

    def test_an_address_cannot_end_early(self) -> None:
        written = address("https://example.org/a>b<c|d`e\\f[g](h) i")
        (link,) = [token for token in tokens(written) if token.type == "link_open"]
        assert link.attrs["href"] == "https://example.org/a%3Eb%3Cc%7Cd%60e%5Cf%5Bg%5D%28h%29%20i"

    def test_an_address_of_another_kind_is_text(self) -> None:
        assert not any(token.type == "link_open" for token in tokens(address("javascript:alert(1)")))

    @pytest.mark.parametrize("needs", [["hard"], ["hard", "light"]])
    def test_a_hostile_matrix_writes_a_record_of_the_usual_form(self, needs: list[str]) -> None:
        plain, evil = (self._woods(text) for text in ("Plain.", " ".join(HOSTILE)))
        for write in (decision_markdown, adr):
            forms = [
                [token.type for token in MARKDOWN.parse(write(woods, of(woods, needs)))] for woods in (plain, evil)
            ]
            assert forms[0] == forms[1]
            assert not {"html_inline", "html_block", "image"} & {
                token.type for token in tokens(write(evil, of(evil, needs)))
            }

    def _woods(self, text: str) -> Matrix:
        """A matrix in which every text is this one."""
        cell = {"support": "partial", "note": text, "workaround": text, "disputed": text}
        woods = handmade.matrix(
            handmade.feature("hard", {"name": text, "summary": text}, oak=cell, elm={**cell, "support": "none"}),
            handmade.feature("light", {"name": text}, elm=cell, ash={**cell, "support": "none"}),
            assumptions=(
                {**handmade.assumption("dry", "ash", "light"), "text": text, "because": text, "overrule": text},
            ),
        )
        options = {
            key: option._replace(name=text, short=text, summary=text, price=option.price._replace(note=text, per=text))
            for key, option in woods.options.items()
        }
        return dataclasses.replace(woods, options=options, subject=text, noun=text, nouns=text)


class TestYaml:
    @given(question=questions())
    def test_it_reads_back_as_the_document(self, question: Question) -> None:
        document = document_of(question)
        assert read_text(decision_yaml(document), "decision").value == document

    @given(
        st.recursive(
            st.none() | st.booleans() | st.integers(-(10**15), 10**15) | WHOLE,
            lambda inner: st.lists(inner, max_size=3) | st.dictionaries(WHOLE, inner, max_size=3),
            max_leaves=12,
        ).filter(lambda value: isinstance(value, dict))
    )  # fmt: skip
    def test_any_plain_data_reads_back(self, value: dict[str, Any]) -> None:
        if "<key>" not in json.dumps(value):  # which the strict reader keeps for itself
            assert read_text(decision_yaml(value), "value").value == value

    @pytest.mark.parametrize(
        "word", ["no", "yes", "on", "null", "y", "1e3", "2026-11-23", "1.10", "~", "", "=", "é", "😀"]
    )
    def test_what_readers_differ_on_is_quoted(self, word: str) -> None:
        written = decision_yaml({"word": word, word or "empty": 1})
        assert written.startswith('word: "')
        assert written.isascii()
        assert read_text(written, "word").value == {"word": word, word or "empty": 1}

    def test_it_has_no_control_characters(self) -> None:
        assert "\x1b" not in decision_yaml({"text": "\x1b[31m\x85\u2028"})

    def test_json_and_yaml_hold_the_same(self, matrix: Matrix) -> None:
        document = decision_document(matrix, of(matrix, ["waf", "server-push"]))
        assert read_text(decision_yaml(document), "yaml").value == json.loads(to_json(document))
