"""The questionnaire on a real terminal: every key, every end, and what is left behind."""

from __future__ import annotations

import json
import shlex
import stat
from typing import TYPE_CHECKING, Any

import pytest

from apigw_choose.cli.interview_prompt import numbers
from conftest import FIXTURES, Tool
from conversation import CTRL_C, CTRL_D, Talk, converse
from terminal import too_long

if TYPE_CHECKING:
    from pathlib import Path

    from apigw_choose.model.matrix import Matrix

COFFEE = ("--matrix", str(FIXTURES / "coffee"))


@pytest.fixture
def talk(tmp_path: Path) -> Talking:
    return Talking(tmp_path)


class Talking:
    """Conversations in one folder, on a terminal so wide that sentences stay whole."""

    def __init__(self, home: Path) -> None:
        self.home = home

    def __call__(self, *arguments: str, answers: list[str], **more: Any) -> Talk:
        return converse("ask", *arguments, answers=answers, home=self.home, **{"columns": 200, **more})

    def written(self, name: str) -> str:
        return (self.home / name).read_text("utf-8")


def number_of(feature: str, question: str) -> str:
    """The number under which a question lists a feature."""
    return next(words[0] for line in question.splitlines() if (words := line.split())[1:2] == [feature])


def without_first_line(text: str) -> str:
    return text.partition("\n")[2]


class TestDecided:
    def test_a_yes_that_leaves_one_is_told_and_to_stop_prints_the_decision(self, talk: Talking) -> None:
        ended = talk(answers=["7", "n"])
        assert "Decided: WebSocket API. At most " in ended.said[1]
        assert "could still leave nothing that fits. Ask them?" in ended.screen
        assert ended.out.startswith("WebSocket API: the only API type with server-push.")
        assert "In one line: apigw-choose --need server-push\n" in ended.said[-1]
        assert ended.status == 0

    def test_it_is_the_decision_that_the_flags_give(self, talk: Talking, tool: Tool) -> None:
        ended = talk(answers=["", "2", "n"])
        assert ended.out == tool("--need", "edge-optimized-endpoint").out
        said = next(line for line in ended.screen.splitlines() if line.startswith("In one line: "))
        assert ended.out == tool(*shlex.split(said.removeprefix("In one line: apigw-choose "))).out

    def test_with_json_stdout_is_the_document_and_nothing_else(self, talk: Talking, tool: Tool) -> None:
        ended = talk("--json", answers=["7", "n"])
        document = json.loads(ended.out)
        assert document["recommendation"] == "websocket"
        assert document == json.loads(tool("--need", "server-push", "--json").out)

    def test_to_go_on_asks_until_it_is_verified_and_says_so(self, talk: Talking) -> None:
        ended = self._verified(talk, ["7", "y"])
        assert "Verified: no question is left that could change this." in ended.said[-1]
        assert ended.screen.count("Decided: ") == 1
        assert ended.out.startswith("WebSocket API")
        assert ended.status == 0

    def test_no_need_at_all_ends_verified_with_the_cheapest(self, talk: Talking) -> None:
        ended = self._verified(talk, [])
        assert ended.out.startswith("HTTP API")
        assert "You need nothing of what was asked, so no flag says the same." in ended.said[-1]

    def _verified(self, talk: Talking, begin: list[str]) -> Talk:
        """Say no to whatever comes after, of which there is as much as was said."""
        shown = talk(answers=[*begin, "q"])
        rest = int(shown.said[len(begin)].rpartition("at most ")[2].split()[0])
        for more in range(rest, 0, -1):
            try:
                return talk(answers=[*begin, *["n"] * more])
            except AssertionError:  # it ended sooner, as it may
                continue
        raise AssertionError("there is no end")


class TestNothingFits:
    def test_a_yes_that_leaves_nothing_can_be_taken_back(self, talk: Talking) -> None:
        ended = talk(*COFFEE, answers=self._too_much(talk))
        assert ended.status == 1
        assert "drop " in ended.out
        back = talk(*COFFEE, answers=[*self._too_much(talk)[:-1], "b", "q"])
        assert back.said[-2].count("Question ") == 1
        assert (back.out, back.status) == ("", 0)

    @staticmethod
    def _too_much(talk: Talking) -> list[str]:
        """Answers with a yes to everything until nothing is left, and Enter to see why."""
        answers: list[str] = []
        while "[Enter for why" not in (last := talk(*COFFEE, answers=[*answers, "q"]).said[-2]):
            answers.append(_yes(last))
        return [*answers, ""]

    def test_needs_of_a_file_that_cannot_be_had_together_are_an_end_at_once(self, talk: Talking) -> None:
        (talk.home / "both.yaml").write_text("needs: [waf, server-push]\n")
        ended = talk("-f", "both.yaml", answers=[])
        assert ended.out.startswith("No single API type has both.")
        assert ended.status == 1


def _yes(question: str) -> str:
    if "[y or Enter" in question or "[y, n" in question:
        return "y"
    return "5" if "[an amount" in question else "1"


class TestKeys:
    def test_a_question_shows_where_one_stands_what_a_yes_does_and_the_keys(self, talk: Talking) -> None:
        question = talk(answers=["q"]).said[0]
        first, second, *_, keys, prompt = question.strip("\n").splitlines()
        assert first.startswith("\x1b[1mQuestion 1, at most ")
        assert "Still possible: REST, HTTP, WebSocket" in first
        assert second == "Do you need any of these? A yes leaves WebSocket alone."
        assert "7  server-push " in question
        for key in ("1,3 or Enter for none", "s don't know", "w why", "b back", "q save and stop", "? help"):
            assert key in keys
        assert prompt == "> "

    @pytest.mark.parametrize("spelling", ["1,3", "1 3", "3, 1", " 1 ,3 ", "1,1,3"])
    def test_numbers_are_yes_and_the_rest_is_no(self, talk: Talking, spelling: str) -> None:
        talk("--save", "a.yaml", answers=[spelling, "q"])
        needs = "needs:\n  - backend-callback-api\n  - managed-connections\n"
        assert talk.written("a.yaml").startswith(f"{needs}declined:\n")

    @pytest.mark.parametrize("none", ["", "n", "none"])
    def test_enter_and_n_are_none_where_the_list_says_so(self, talk: Talking, none: str) -> None:
        ended = talk("--save", "a.yaml", answers=[none, "q"])
        assert "Question 2," in ended.screen
        assert talk.written("a.yaml").startswith("declined:\n  - backend-callback-api\n")

    def test_s_is_kept_as_open(self, talk: Talking) -> None:
        talk("--save", "a.yaml", answers=["s", "q"])
        assert talk.written("a.yaml").startswith("undecided:\n  - backend-callback-api\n")

    def test_s_before_a_number_leaves_that_one_open_and_it_is_told_in_the_end(self, talk: Talking) -> None:
        ended = talk("--save", "a.yaml", answers=["7 s1 s4", "n"])
        assert "undecided:\n  - bidirectional-messaging\n  - managed-connections\n" in talk.written("a.yaml")
        told = ended.said[-1]
        assert "To find out" in told
        assert "managed-connections" in told.partition("To find out")[2]

    def test_what_is_to_be_found_out_says_where_it_would_lead(self, talk: Talking) -> None:
        ended = talk(answers=["", "2", "b", "2 s3", "n"])
        assert "ipv6-only  by itself it changes nothing" in ended.said[-1]
        ended = talk(answers=["s7", "2", "n"])
        assert "server-push  if it is needed, no single API type fits" in ended.said[-1]

    def test_w_tells_why_and_asks_again(self, talk: Talking) -> None:
        ended = talk(answers=["w", "q"])
        assert "So far it is assumed that your clients ask and wait for the answer. A yes ends that." in ended.said[1]
        assert "server-push" in ended.said[1]
        assert "Question 2" not in ended.screen

    def test_question_mark_lists_the_keys(self, talk: Talking) -> None:
        shown = talk(answers=["?", "q"]).said[1]
        assert all(f"  {key} " in shown for key in ("y, n", "1,3 or 1 3", "Enter", "s", "w", "b", "q", "Ctrl-C"))

    def test_b_goes_back_and_what_was_answered_there_is_forgotten(self, talk: Talking) -> None:
        ended = talk("--save", "a.yaml", answers=["1", "b", "", "b", "b", "q"])
        assert ended.said[2].startswith("b\n\n\x1b[1mQuestion 1,")
        assert "There is no question before this one." in ended.said[5]
        assert talk.written("a.yaml") == "{}\n"

    def test_b_at_decided_goes_back(self, talk: Talking) -> None:
        assert "Question 1," in talk(answers=["7", "b", "q"]).said[2]


class TestMistakes:
    @pytest.mark.parametrize(
        "line", ["x", "y", "9", "0", "-1", "1-3", "1;3", "1 s1", "\uff11", "99999999999", "\x1b[A"]
    )
    def test_an_answer_that_is_none_is_asked_again_with_what_is_accepted(self, talk: Talking, line: str) -> None:
        ended = talk("--save", "a.yaml", answers=[line, "q"])
        assert "say numbers from 1 to 8" in ended.said[1] or "says two things" in ended.said[1]
        assert talk.written("a.yaml") == "{}\n"

    def test_after_three_in_a_row_the_keys_are_listed(self, talk: Talking) -> None:
        ended = talk(answers=["x", "x", "x", "q"])
        assert "stop and save nothing" not in ended.said[2]
        assert "stop and save nothing" in ended.said[3]

    def test_an_empty_line_is_no_answer_to_a_single_question(self, talk: Talking) -> None:
        single = self._until(talk, "[y, n, s don't know")
        ended = talk(*COFFEE, answers=[*single, "", "q"])
        assert "An empty line answers nothing here: say y or n" in ended.said[-2]

    def test_an_empty_line_is_no_amount(self, talk: Talking) -> None:
        amount = self._until(talk, "How much of this do you need?")
        ended = talk(*COFFEE, answers=[*amount, "", "q"])
        assert "Say a number from 1 to " in ended.said[-2]

    def test_what_is_quoted_is_inert(self, talk: Talking) -> None:
        assert "\x1b]0;" not in talk(answers=["\x1b]0;title\x07", "q"]).said[1].partition("\n")[2]

    def test_bytes_that_are_no_text_are_no_answer(self, talk: Talking) -> None:
        assert "say numbers" in talk(answers=["\udcff", "q"]).said[1]

    @staticmethod
    def _until(talk: Talking, wanted: str) -> list[str]:
        """Answers of no after which a question of that kind is asked of the coffee matrix."""
        answers: list[str] = []
        while wanted not in talk(*COFFEE, answers=[*answers, "q"]).said[len(answers)]:
            answers.append("n")
        return answers


class TestAmounts:
    def test_a_quantity_picked_from_a_list_is_asked_for_its_amount(self, talk: Talking) -> None:
        (talk.home / "begun.yaml").write_text("needs: [waf]\n")
        answers, shown = ["y"], ""
        while "  cache-size " not in shown:
            shown = talk("-f", "begun.yaml", answers=[*answers, "q"]).said[len(answers)]
            answers.append("n")
        pick = number_of("cache-size", shown)
        ended = talk("-f", "begun.yaml", "--save", "begun.yaml", answers=[*answers[:-1], pick, "lots", "300GB", "q"])
        assert "How much of cache-size, more than 237GB?" in ended.screen
        assert "'lots' is not an amount; write it like 8MB" in ended.screen
        assert "- cache-size: 300GB\n" in talk.written("begun.yaml")

    def amounts(self, talk: Talking) -> list[str]:
        """Answers of no after which the shipped matrix is asked how long an integration may take."""
        answers: list[str] = []
        while "  integration-timeout " not in talk(answers=[*answers, "q"]).said[len(answers)]:
            answers.append("n")
        return answers

    def test_the_ranges_can_be_chosen_by_number_or_an_amount_be_said(self, talk: Talking) -> None:
        before = self.amounts(talk)
        question = talk(answers=[*before, "q"]).said[len(before)]
        assert "1  up to 30s      rules out nothing by itself" in question
        assert "2  more than 30s  leaves REST alone" in question
        for answer, saved in (["1"], "30s"), (["45s"], "45s"), (["2", "60s"], "60s"), (["2", "b", "1"], "30s"):
            talk("--save", "a.yaml", "--force", answers=[*before, *answer, "q"])
            assert f"needs:\n  - integration-timeout: {saved}\n" in talk.written("a.yaml")

    @pytest.mark.parametrize(("answer", "key"), [("n", "declined"), ("s", "undecided")])
    def test_an_amount_may_be_needless_or_not_known(self, talk: Talking, answer: str, key: str) -> None:
        talk("--save", "a.yaml", "--force", answers=[*self.amounts(talk), answer, "q"])
        assert "  - integration-timeout\n" in talk.written("a.yaml").partition(f"{key}:\n")[2]


class TestEndsEarly:
    def test_q_saves_and_says_how_to_go_on(self, talk: Talking) -> None:
        ended = talk("--save", "a b.yaml", answers=["1", "q"])
        assert "To go on: apigw-choose ask -f 'a b.yaml' --save 'a b.yaml'" in ended.said[-1]
        assert (ended.out, ended.status) == ("", 0)
        assert "- managed-connections" in talk.written("a b.yaml")

    def test_q_without_save_says_the_command_that_goes_on_with_the_needs(self, talk: Talking) -> None:
        ended = talk(answers=["7", "q"])
        assert "Stopped before question 2. To go on: apigw-choose --need server-push -i\n" in ended.said[-1]
        assert ended.status == 0
        again = converse("--need", "server-push", "-i", answers=["n"], home=talk.home)
        assert "Decided: WebSocket API." in again.screen

    @pytest.mark.parametrize("before", [[], [""], ["7"], ["7", "y"]])
    def test_ctrl_c_saves_nothing_and_leaves_the_terminal_as_it_was(self, talk: Talking, before: list[str]) -> None:
        ended = talk("--save", "a.yaml", answers=[*before, CTRL_C])
        assert "Interrupted; nothing is decided or saved." in ended.said[-1]
        assert (ended.out, ended.status) == ("", 130)
        assert ended.modes_kept
        assert "Traceback" not in ended.screen
        assert not list(talk.home.glob("*.yaml"))

    @pytest.mark.parametrize("before", [[], [""], ["7"], ["7", "y"], ["?"], ["x"]])
    def test_the_end_of_input_is_an_error_and_never_a_no(self, talk: Talking, before: list[str]) -> None:
        ended = talk("--save", "a.yaml", answers=[*before, CTRL_D])
        assert "\nerror: the input ended at question " in ended.said[-1]
        assert "nothing is decided or saved" in ended.said[-1]
        assert (ended.out, ended.status) == ("", 2)
        assert not list(talk.home.glob("*.yaml"))


class TestTerminals:
    @pytest.mark.parametrize("line", [("ask",), ("ask", "--json"), ("-i",)])
    @pytest.mark.parametrize("given", ["", "y\n" * 50])
    def test_where_nobody_can_be_asked_it_refuses_and_names_the_flags(
        self, tool: Tool, line: tuple[str, ...], given: str
    ) -> None:
        ran = tool(*line, input=given)
        assert (ran.status, ran.out) == (2, "")
        assert len([said for said in ran.err.splitlines() if said.startswith("error: ")]) == 1
        assert "--need" in ran.err
        assert "-f " in ran.err

    @pytest.mark.parametrize("columns", [20, 40, 60, 80, 200])
    def test_every_line_fits(self, talk: Talking, columns: int) -> None:
        ended = talk(answers=["?", "w", "", "2", "y", "w", "q"], columns=columns)
        narrow = [line for line in too_long(_plain(ended.screen), columns) if len(line.split()) > 1]
        # What may be copied into a shell is not broken, and neither is a word.
        assert [line for line in narrow if not line.startswith(("Stopped", "Nothing is saved")) and columns > 20] == []

    @pytest.mark.parametrize("env", [{"NO_COLOR": "1"}, {"TERM": "dumb"}])
    def test_without_colour_there_is_no_escape_sequence(self, talk: Talking, env: dict[str, str]) -> None:
        assert "\x1b" not in talk(answers=["w", "?", "x", "7", "y", "q"], env=env).screen

    def test_colour_is_all_that_is_ever_sent(self, talk: Talking) -> None:
        ended = talk(answers=["w", "?", "x", "7", "y", "q"])
        assert "\x1b" in ended.screen
        assert "\x1b" not in _plain(ended.screen)
        assert "\r" not in ended.screen

    def test_no_color_is_obeyed(self, talk: Talking) -> None:
        ended = converse("--no-color", "ask", answers=["q"], home=talk.home)
        assert "\x1b" not in ended.screen

    def test_in_the_c_locale_it_is_ascii(self, talk: Talking) -> None:
        assert talk(answers=["w", "", "q"], env={"LC_ALL": "C"}).screen.isascii()


class TestFiles:
    def test_what_is_saved_gives_the_same_decision(self, talk: Talking, tool: Tool) -> None:
        ended = talk("--save", "a.yaml", answers=["", "2", "n"])
        assert "Saved to a.yaml. The same again: apigw-choose -f a.yaml\n" in ended.screen
        assert tool("-f", "a.yaml").out == ended.out

    def test_it_goes_on_where_it_was_left(self, talk: Talking) -> None:
        through = talk(answers=["", "", "q"]).said[2]
        talk("--save", "a.yaml", answers=["", "", "q"])
        resumed = talk("-f", "a.yaml", answers=["q"]).said[0]
        assert without_first_line(resumed.strip()) == without_first_line(through.partition("\n")[2].strip())

    def test_to_save_and_resume_without_an_answer_changes_nothing(self, talk: Talking) -> None:
        talk("--save", "a.yaml", answers=["7 s1", "y", "s", "q"])
        before = talk.written("a.yaml")
        talk("-f", "a.yaml", "--save", "a.yaml", answers=["n", "q"])
        assert talk.written("a.yaml") == before

    def test_what_was_not_known_can_be_asked_again(self, talk: Talking) -> None:
        talk("--save", "a.yaml", answers=["s7", "q"])
        ended = talk("-f", "a.yaml", "--save", "a.yaml", answers=["b", "", "y", "q"])
        assert "Last time it was not known whether you need server-push. Is it known now?" in ended.said[0]
        assert "There is no question before this one." in ended.said[1]
        assert "Say y or n." in ended.said[2]
        assert talk.written("a.yaml").startswith("declined:\n")
        assert "server-push" not in talk.written("a.yaml")  # it is open again, and will be asked for

    def test_what_else_stands_in_the_file_is_kept(self, talk: Talking, tool: Tool) -> None:
        (talk.home / "a.yaml").write_text(
            "needs: [waf]\nwants: [{caching: 3}]\nregion: eu-west-1\nexpect: rest\nstrict: true\n"
        )
        talk("-f", "a.yaml", "--save", "a.yaml", answers=["n"])
        saved = talk.written("a.yaml")
        assert saved.startswith("needs:\n  - waf\nwants:\n  - caching: 3\nstrict: true\n")
        assert saved.endswith("region: eu-west-1\nexpect: rest\n")
        assert tool("check", "a.yaml").status == 0

    def test_a_file_that_was_not_read_is_not_overwritten(self, talk: Talking) -> None:
        (talk.home / "a.yaml").write_text("precious\n")
        ended = talk("--save", "a.yaml", answers=[])
        assert "error: --save a.yaml: is there already" in ended.screen
        assert ended.status == 2
        assert talk.written("a.yaml") == "precious\n"

    def test_force_overwrites_it(self, talk: Talking) -> None:
        (talk.home / "a.yaml").write_text("precious\n")
        talk("--save", "a.yaml", "--force", answers=["7", "q"])
        assert talk.written("a.yaml").startswith("needs:\n  - server-push\n")

    @pytest.mark.parametrize("target", [".", "no/such/folder.yaml", "/dev/null"])
    def test_where_it_cannot_be_saved_nothing_is_asked(self, talk: Talking, target: str) -> None:
        ended = talk("--save", target, "--force", answers=[])
        assert f"error: --save {target}: " in ended.screen
        assert ended.status == 2

    def test_a_link_is_followed_and_the_mode_kept(self, talk: Talking) -> None:
        real = talk.home / "real.yaml"
        real.write_text("needs: [waf]\n")
        real.chmod(0o640)
        (talk.home / "link.yaml").symlink_to(real)
        talk("-f", "link.yaml", "--save", "link.yaml", answers=["n"])
        assert (talk.home / "link.yaml").is_symlink()
        assert stat.S_IMODE(real.stat().st_mode) == 0o640
        assert "waf" in real.read_text()

    def test_no_draft_is_left(self, talk: Talking) -> None:
        talk("--save", "a.yaml", answers=["q"])
        assert sorted(path.name for path in talk.home.iterdir() if path.suffix in {".yaml", ".tmp"}) == ["a.yaml"]

    def test_answers_on_stdin_cannot_also_be_the_file(self, talk: Talking) -> None:
        assert "error: -f -: stdin is where you answer" in talk("-f", "-", answers=[]).screen

    def test_a_wrong_file_is_told_before_anything_is_asked(self, talk: Talking) -> None:
        (talk.home / "a.yaml").write_text("needs: [wafff]\n")
        ended = talk("-f", "a.yaml", answers=[])
        assert "a.yaml:1:9: no such feature" in ended.screen
        assert ended.status == 2


class TestAnotherMatrix:
    def test_nothing_is_said_of_the_shipped_one(self, talk: Talking) -> None:
        ended = talk(*COFFEE, answers=["w", "?", "q"])
        assert "Question 1," in ended.screen
        assert not {"API", "REST", "HTTP", "AWS"} & set(ended.screen.replace(",", " ").split())

    def test_the_command_names_it(self, talk: Talking) -> None:
        assert f"ask --matrix {FIXTURES / 'coffee'}" in talk(*COFFEE, answers=["q"]).said[-1]


class TestNumbers:
    def test_numbers_after_s_are_not_known(self, matrix: Matrix) -> None:
        assert numbers(matrix, "1, s3", 4) == ["yes", "no", "unknown", "no"]

    @pytest.mark.parametrize("line", ["5", "s", "1 s1", "s5", "s s1", "1.", "yes"])
    def test_what_is_neither_is_refused(self, matrix: Matrix, line: str) -> None:
        if line == "s":
            assert numbers(matrix, line, 2) == ["unknown", "unknown"]
        else:
            with pytest.raises(ValueError, match="say"):
                numbers(matrix, line, 4)


def _plain(text: str) -> str:
    return text.replace("\x1b[0m", "").replace("\x1b[1m", "").replace("\x1b[2m", "")
