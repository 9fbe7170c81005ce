from __future__ import annotations

import errno
import io
import json
import os
import re
import subprocess
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from apigw_choose import InputError, Matrix, Need, Requirements, Want, load_matrix, require
from apigw_choose.model.amounts import EXAMPLE, format_amount
from apigw_choose.readers import shipped
from apigw_choose.readers.requirements_file import (
    MAX_ENTRIES,
    MOST_GUESSES,
    FileRequirements,
    normal_form,
    read_requirements_file,
)
from apigw_choose.readers.source import MAX_BYTES
from apigw_choose.renderers.requirements_yaml import write_requirements

if TYPE_CHECKING:
    from collections.abc import Callable

MATRIX = load_matrix()
PAGE = Path(__file__).parents[2] / "docs" / "requirements.md"
MINUTE = 60_000


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("requirements")


@pytest.fixture(scope="module")
def read(folder: Path) -> Callable[[str | bytes], FileRequirements]:
    """Reads a text as a requirements file for the shipped matrix."""

    def read(text: str | bytes) -> FileRequirements:
        file = folder / "api.yaml"
        file.write_bytes(text.encode("utf-8") if isinstance(text, str) else text)
        return read_requirements_file(MATRIX, file)

    return read


@pytest.fixture(scope="module")
def refusal(folder: Path, read: Callable[[str | bytes], FileRequirements]) -> Callable[[str | bytes], list[str]]:
    """What is said against a text, without the folder of the file."""

    def refusal(text: str | bytes) -> list[str]:
        with pytest.raises(InputError) as caught:
            read(text)
        return [str(problem).replace(f"{folder}/", "") for problem in caught.value.problems]

    return refusal


def said_against(path: str | Path) -> str:
    with pytest.raises(InputError) as caught:
        read_requirements_file(MATRIX, path)
    (problem,) = caught.value.problems
    return str(problem)


def pipe_in(monkeypatch: pytest.MonkeyPatch, content: bytes) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(content), encoding="utf-8"))


EVERYTHING = """\
# What the orders API must do.
needs:
  - waf
  - api-keys
  - integration-timeout: 40s
wants:
  - caching
  - canary: 3
  - request-body-size: 2MB
  - integration-timeout: {amount: 90.5s, weight: 5}
strict: true
allow-workarounds: true
no-assume: [request-response]
declined: [server-push]
undecided: [caching]
traffic: {requests: 50M/month, request_size: 4KB, connections: 1000, messages: 0.5}
region: eu-west-1
expect: rest
"""


class TestEveryKey:
    def test_is_read(self, read: Any) -> None:
        assert read(EVERYTHING) == FileRequirements(
            needs=(Need("api-keys"), Need("integration-timeout", 40_000), Need("waf")),
            wants=(
                Want("caching"),
                Want("canary", weight=3),
                Want("integration-timeout", 90_500, 5),
                Want("request-body-size", 2 * 1024**2),
            ),
            strict=True,
            allow_workarounds=True,
            overruled=("request-response",),
            declined=("server-push",),
            undecided=("caching",),
            traffic={"requests": "50M/month", "request_size": "4KB", "connections": "1000", "messages": "0.5"},
            region="eu-west-1",
            expect=("rest",),
        )

    def test_may_be_left_out(self, read: Any) -> None:
        assert read("{}") == FileRequirements()

    def test_of_every_need_and_want_the_line_is_kept(self, folder: Path, read: Any) -> None:
        said = read(EVERYTHING)
        lines = {asked.feature: asked.origin for asked in (*said.needs, *said.wants)}
        assert {feature: origin.removeprefix(f"{folder}/") for feature, origin in lines.items()} == {
            "api-keys": "api.yaml:4",
            "caching": "api.yaml:7",
            "canary": "api.yaml:8",
            "integration-timeout": "api.yaml:10",
            "request-body-size": "api.yaml:9",
            "waf": "api.yaml:3",
        }

    @pytest.mark.parametrize(
        ("text", "expected"),
        [
            ("expect: rest", ("rest",)),
            ("expect: [websocket, http, http]", ("http", "websocket")),
            ("expect: none", ()),
            ('expect: "none"', ()),
            ("region: eu-west-1", None),
        ],
    )
    def test_expect_names_options_or_none(self, read: Any, text: str, expected: tuple[str, ...] | None) -> None:
        assert read(text).expect == expected

    def test_the_examples_of_the_schema_are_read(self, read: Any) -> None:
        schema = json.loads(shipped.schema("requirements"))
        for key, part in schema["properties"].items():
            for example in part.get("examples", ()):
                assert read(json.dumps({key: example})) != FileRequirements()

    def test_is_described_by_the_schema_which_allows_no_other(self) -> None:
        schema = json.loads(shipped.schema("requirements"))
        assert schema["additionalProperties"] is False
        assert all(part["description"] for part in (*schema["properties"].values(), *schema["$defs"].values()))
        assert set(schema["properties"]) == set(re.findall(r"^([a-z-]+):", EVERYTHING, re.MULTILINE))


class TestNames:
    def test_an_alias_is_as_good_as_an_id(self, read: Any) -> None:
        for alias, feature in MATRIX.names.items():
            if MATRIX.features[feature].quantity is None:
                assert read(f"needs: [{json.dumps(alias)}]").needs == (Need(feature),)

    @pytest.mark.parametrize("key", ["needs", "wants"])
    def test_a_shorthand_has_its_amount_with_it(self, read: Any, key: str) -> None:
        (asked,) = getattr(read(f"{key}: [timeout-over-29s]"), key)
        assert (asked.feature, asked.amount) == ("integration-timeout", 31_000)

    def test_a_shorthand_that_is_wanted_may_have_a_weight(self, read: Any) -> None:
        assert read("wants: [{timeout-over-29s: 7}]").wants == (Want("integration-timeout", 31_000, 7),)

    def test_a_capability_may_have_its_weight_in_a_mapping(self, read: Any) -> None:
        assert read("wants: [{canary: {weight: 7}}]").wants == (Want("canary", weight=7),)

    def test_answers_are_kept_as_ids(self, read: Any) -> None:
        said = read("declined: [timeout-over-29s, server-push]\nundecided: [long-lived-connection]")
        assert said.declined == ("integration-timeout", "server-push")
        assert said.undecided == ("connection-duration",)

    def test_a_count_may_be_a_number(self, read: Any) -> None:
        assert read("needs: [{routes-per-api: 300}]") == read('needs: [{routes-per-api: "300"}]')

    def test_needs_said_twice_count_once(self, read: Any) -> None:
        assert read("needs: [waf, api-keys, waf]") == read("needs: [api-keys, waf]")

    def test_of_needs_for_one_quantity_the_strictest_counts(self, folder: Path, read: Any) -> None:
        (need,) = read("needs:\n- integration-timeout: 40s\n- integration-timeout: 1min\n- timeout-over-29s\n").needs
        assert need == Need("integration-timeout", MINUTE)
        assert need.origin == f"{folder}/api.yaml:3"

    def test_of_equal_wants_the_heaviest_counts(self, read: Any) -> None:
        assert read("wants: [{canary: 3}, canary, {canary: 2}]").wants == (Want("canary", weight=3),)


# The table of YAML's traps: unquoted, these mean different things to different readers.
AMBIGUOUS = [
    "no", "off", "on", "yes", "NO", "True", "~", "+1", "010", "0o10", "0x1f", "1_000", "1e3", ".5", "12:30:45",
    "29:30", "2026-11-23", ".nan", ".inf", "<<", "=", "y", "n", "1.10",
]  # fmt: skip


class TestAmbiguity:
    @pytest.mark.parametrize("scalar", AMBIGUOUS)
    def test_is_refused_with_its_line_as_a_value(self, refusal: Any, scalar: str) -> None:
        (problem,) = refusal(f"needs: [waf]\ntraffic:\n  requests: {scalar}\n")
        assert problem.startswith("api.yaml:3:13: ")
        assert problem.endswith("; quote it")

    @pytest.mark.parametrize("scalar", AMBIGUOUS)
    def test_is_refused_with_its_line_as_an_entry(self, refusal: Any, scalar: str) -> None:
        (problem,) = refusal(f"needs:\n  - waf\n\n  - {scalar}\n")
        assert problem.startswith("api.yaml:4:5: ")
        assert problem.endswith("; quote it")

    @pytest.mark.parametrize("scalar", AMBIGUOUS)
    def test_is_refused_with_its_line_as_a_key(self, refusal: Any, scalar: str) -> None:
        (problem,) = refusal(f"traffic:\n  {scalar}: 3\n")
        assert problem.startswith("api.yaml:2:3: ")
        assert "quote it" in problem

    @pytest.mark.parametrize("scalar", AMBIGUOUS)
    def test_is_text_in_quotes(self, refusal: Any, scalar: str) -> None:
        (problem,) = refusal(f'needs:\n  - "{scalar}"\n')
        assert "no such feature: " in problem

    @pytest.mark.parametrize("scalar", ["waf", "10MB", "1.2.3"])
    def test_is_not_seen_where_all_readers_agree_on_a_text(self, refusal: Any, scalar: str) -> None:
        (problem,) = refusal(f"traffic:\n  requests: {scalar}\n")
        assert problem.endswith("; write it like 50M/month")

    @pytest.mark.parametrize("scalar", ["1", "1.0", "50M"])
    def test_nor_where_they_agree_on_an_amount(self, read: Any, scalar: str) -> None:
        assert read(f"traffic:\n  requests: {scalar}\n").traffic == {"requests": scalar}

    @pytest.mark.parametrize(
        ("text", "problem"),
        [
            ("needs: [waf]\nwants: []\nneeds: []\n", "api.yaml:3:1: the key 'needs' a second time"),
            ("needs:\n  - !tag waf\n", "api.yaml:2:5: a tag (!tag); only plain values are read"),
            ("needs: [waf]\n---\nneeds: []\n", "api.yaml:2:1: a second document; keep one to a file"),
            ("needs:\n\t- waf\n", "api.yaml:2:1: a tab; indent and separate with spaces"),
            ("traffic:\n  requests:\n", "api.yaml:2:12: no value; write one, null, or an empty text in quotes"),
        ],
    )  # fmt: skip
    def test_of_other_kinds_is_refused_with_its_line(self, refusal: Any, text: str, problem: str) -> None:
        assert refusal(text) == [problem]

    def test_of_half_a_character_is_refused_with_its_line(self, refusal: Any) -> None:
        (problem,) = refusal('traffic:\n  requests: "\\ud800"\n')
        assert problem.startswith("api.yaml:2:")  # PyYAML's two parsers put it differently


MISTAKES = """\
needs:
  - wafff
  - integration-timeout=60s
  - integration-timeout
  - integration-timeout: 60MB
    waf: true
  - {timeout-over-29s: 60s}
  - 5
  - integration-timeout: {amount: 60s}
  - integration-timeout: null
  - [waf]
  - security
wants:
  - canary: 0
  - canary: 60s
  - canary: {amount: 3, weight: 3}
  - integration-timeout: {amount: 60s, weigth: 3}
  - integration-timeout: {amount: 3x, weight: many}
  - integration-timeout: {weight: 3}
strict: 1
allow-workaround: true
no-assume: [request-respons]
declined: [waf, api-keys, {a: b}]
undecided: [waf, api-keys]
traffic: {requests: true}
region: ""
expect: [rset, none, 3]
"""


class TestMistakes:
    def test_are_told_all_at_once_with_line_and_column(self, refusal: Any) -> None:
        assert refusal(MISTAKES) == [
            "api.yaml:2:5: no such feature: 'wafff' (did you mean 'waf'?)",
            "api.yaml:3:5: 'integration-timeout=60s' is how a flag says it; in a file write integration-timeout: 60s",
            "api.yaml:4:5: integration-timeout is a quantity; say how much, such as integration-timeout: 60s",
            "api.yaml:5:5: an entry is one feature; begin another entry for 'waf'",
            "api.yaml:5:26: '60MB' has the unknown unit 'MB'; write it like 60s",
            "api.yaml:6:10: waf is had or not had, it takes no amount; say waf alone",
            "api.yaml:7:24: timeout-over-29s stands for an amount already; say integration-timeout: 60s",
            "api.yaml:8:5: an entry of 'needs' must be text or a mapping, not 5; put it in quotes",
            "api.yaml:9:5: {'amount': '60s'} is not an amount; write it like 60s",
            "api.yaml:10:26: integration-timeout is a quantity; say how much, such as integration-timeout: 60s",
            "api.yaml:11:5: an entry of 'needs' must be text or a mapping, not a list",
            (
                "api.yaml:12:5: no such feature: 'security' ('security' is a category, not a feature; "
                "see: features security)"
            ),
            "api.yaml:14:13: the weight '0' is not a whole number from 1 to 1000",
            "api.yaml:15:13: the weight of canary is a whole number from 1 to 1000, not '60s'",
            "api.yaml:16:22: canary is had or not had, it takes no amount; say canary alone",
            "api.yaml:17:48: unknown key 'weigth' (did you mean 'weight'?)",
            "api.yaml:18:35: '3x' has the unknown unit 'x'; write it like 60s",
            "api.yaml:18:47: the weight of integration-timeout is a whole number from 1 to 1000, not 'many'",
            "api.yaml:19:5: integration-timeout is a quantity; say how much, such as integration-timeout: 60s",
            "api.yaml:20:9: 'strict' must be true or false, not 1",
            "api.yaml:21:19: unknown key 'allow-workaround' (did you mean 'allow-workarounds'?)",
            "api.yaml:22:13: 'request-respons': no such assumption; there is request-response",
            "api.yaml:23:12: waf is declined, and needed at api.yaml:6; keep one of the two",
            "api.yaml:23:27: an entry of 'declined' must be text, not a mapping",
            "api.yaml:24:13: waf is undecided, and needed at api.yaml:6; keep one of the two",
            "api.yaml:24:18: api-keys is undecided, and declined at api.yaml:23; keep one of the two",
            "api.yaml:25:21: 'requests' must be text or a number, not true; put it in quotes",
            "api.yaml:26:9: 'region' is empty; write something",
            "api.yaml:27:10: no such option: 'rset' (did you mean 'rest'?)",
            "api.yaml:27:16: none stands alone: either no option may fit, or one of these",
            "api.yaml:27:22: an entry of 'expect' must be text, not 3; put it in quotes",
        ]

    @pytest.mark.parametrize("line", [3, 100, 200])
    def test_in_a_file_of_200_lines_have_their_line(self, refusal: Any, line: int) -> None:
        capabilities = [feature.id for feature in MATRIX.features.values() if feature.quantity is None]
        lines = ["needs:", *(f"  - {capabilities[place % len(capabilities)]}" for place in range(199))]
        lines[line - 1] = "  - api_key"
        assert refusal("\n".join(lines)) == [
            f"api.yaml:{line}:5: no such feature: 'api_key' (did you mean 'api-keys'?)"
        ]

    def test_come_with_the_line_that_shows_them(self, read: Any) -> None:
        with pytest.raises(InputError) as caught:
            read("needs:\n  - wafff\n")
        (problem,) = caught.value.problems
        assert getattr(problem, "line_text", None) == "  - wafff"

    def test_in_names_of_features_come_with_the_way_to_the_right_ones(self, read: Any) -> None:
        for text, hint in (("needs: [wafff]", "apigw-choose features"), ("expect: rset", None)):
            with pytest.raises(InputError) as caught:
                read(text)
            assert caught.value.hint == hint

    @pytest.mark.parametrize(
        ("text", "problem"),
        [
            ("- waf", "api.yaml:1:1: the document must be a mapping, not a list"),
            ("waf", "api.yaml:1:1: the document must be a mapping, not 'waf'"),
            ("", "api.yaml:1:1: the file is empty"),
            ("needs: waf", "api.yaml:1:8: 'needs' must be a list, not 'waf'"),
            ("expect: null", "api.yaml:1:9: null expects nothing; write none when no option may fit, or drop the key"),
            ("expect: []", "api.yaml:1:1: 'expect' needs at least one entry, and has 0"),
            ("expect: REST", "api.yaml:1:9: no such option: 'REST' (did you mean 'rest'?)"),
            ("expect: [grpc]", "api.yaml:1:10: no such option: 'grpc'; there is rest, http, websocket"),
            ("needs: [{wafff: 3}]", "api.yaml:1:10: no such feature: 'wafff' (did you mean 'waf'?)"),
            ("wants: [caching:3]", "api.yaml:1:9: 'caching:3' is how a flag says it; in a file write caching: 3"),
            ("wants: [{}]", "api.yaml:1:9: an entry of 'wants' needs at least one entry, and has 0"),
            ("wants: [{waf: true}]", "api.yaml:1:15: the weight of waf is a whole number from 1 to 1000, not true"),
            ("needs: [{waf: null}]", "api.yaml:1:15: waf is had or not had, it takes no amount; say waf alone"),
            ("needs: [{routes-per-api: 2.5}]", "api.yaml:1:26: '2.5' is finer than a whole number"),
        ],
    )
    def test_of_form_and_meaning_are_told_once(self, refusal: Any, text: str, problem: str) -> None:
        assert refusal(text) == [problem]

    def test_quote_nothing_that_a_terminal_would_act_on(self, refusal: Any) -> None:
        evil = json.dumps("\x1b[2J\x9b\u202e[/x]")
        needs = f"[{evil}, {{{evil}: 1}}, {{routes-per-api: {evil}}}]"
        text = f"{{needs: {needs}, expect: {evil}, no-assume: [{evil}], {evil}: 1}}"
        problems = refusal(text)
        assert len(problems) == 6
        assert all(problem.isprintable() for problem in problems)


class TestJson:
    def test_says_the_same_as_yaml(self, read: Any) -> None:
        said = {
            "needs": ["waf", "api-keys", {"integration-timeout": "40s"}],
            "wants": ["caching", {"canary": 3}, {"request-body-size": "2MB"},
                      {"integration-timeout": {"amount": "90.5s", "weight": 5}}],
            "strict": True,
            "allow-workarounds": True,
            "no-assume": ["request-response"],
            "declined": ["server-push"],
            "undecided": ["caching"],
            "traffic": {"requests": "50M/month", "request_size": "4KB", "connections": 1000, "messages": 0.5},
            "region": "eu-west-1",
            "expect": "rest",
        }  # fmt: skip
        assert read(json.dumps(said)) == read(json.dumps(said, indent=2)) == read(EVERYTHING)


def _keys(count: int) -> bytes:
    return b"{" + b"".join(b"k%d: 1," % key for key in range(count)) + b"}"


class TestHostileFiles:
    @pytest.mark.parametrize(
        ("content", "said"),
        [
            pytest.param(*case, id=name)
            for name, *case in (
                ("alias bomb", b"a: &a [x, x]\nb: &b [*a, *a]\nneeds: *b\n", "an anchor (&a); write values out"),
                ("open brackets", b"needs: " + b"[" * 100_000, "nested more than 32 levels deep"),
                ("brackets", b"[" * 100_000 + b"]" * 100_000, "nested more than 32 levels deep"),
                ("deep json", b'{"needs": ' * 40 + b"1" + b"}" * 40, "nested more than 32 levels deep"),
                ("huge", b"#" * (MAX_BYTES + 1), "larger than 4 MB"),
                ("nul", b"needs: [waf\0]\n", "control characters are not allowed"),
                ("utf-16", "needs: [waf]\n".encode("utf-16"), "is not UTF-8 text"),
                ("utf-16 without mark", "needs: [waf]\n".encode("utf-16-le"), "control characters are not allowed"),
                ("binary", bytes(range(256)), "is not UTF-8 text"),
                ("entries", b"needs: [" + b"x," * (MAX_ENTRIES + 1) + b"]", f"more than {MAX_ENTRIES} entries"),
                ("keys", _keys(MAX_ENTRIES + 1), f"more than {MAX_ENTRIES} entries"),
                ("values", _keys(150_000), "more than 200000 values"),
                ("long name", b"needs: [" + b"x" * (MAX_BYTES - 100) + b"]", "no such feature: 'xxx"),
                ("long amount", b"needs: [{routes-per-api: '" + b"9" * (MAX_BYTES - 100) + b"'}]", "is not an amount"),
            )
        ],
    )
    def test_are_refused_in_few_words_and_little_time(self, refusal: Any, content: bytes, said: str) -> None:
        begin = time.process_time()
        problems = refusal(content)
        assert time.process_time() - begin < 10
        assert said in problems[0]
        assert len(problems[0]) < 200

    def test_get_no_more_guesses_than_are_cheap(self, refusal: Any) -> None:
        problems = refusal("needs: [" + "wafff, " * MAX_ENTRIES + "]")
        assert len(problems) == MAX_ENTRIES
        assert sum("did you mean" in problem for problem in problems) == MOST_GUESSES

    def test_with_a_byte_order_mark_are_read(self, read: Any) -> None:
        assert read(b"\xef\xbb\xbfneeds: [waf]\n").needs == (Need("waf"),)


class TestWhatIsNoFile:
    def test_a_pipe_is_refused_unopened(self, tmp_path: Path) -> None:
        pipe = tmp_path / "pipe"
        os.mkfifo(pipe)
        assert said_against(pipe) == f"{pipe}: is a pipe, not a file"

    @pytest.mark.parametrize("device", ["/dev/zero", "/dev/null"])
    def test_a_device_is_refused_unopened(self, device: str) -> None:
        assert said_against(device) == f"{device}: is a device, not a file"

    def test_a_folder_is_refused(self, tmp_path: Path) -> None:
        assert said_against(tmp_path) == f"{tmp_path}: is a folder; name a file in it"

    def test_an_empty_name_is_refused(self) -> None:
        assert said_against("") == "the name of the requirements file is empty; name a file, or - for stdin"

    @pytest.mark.parametrize("name", ["nothing.yaml", "n\0thing.yaml", "dangling"])
    def test_a_missing_file_is_refused(self, tmp_path: Path, name: str) -> None:
        (tmp_path / "dangling").symlink_to(tmp_path / "nothing.yaml")
        assert said_against(tmp_path / name) == f"{tmp_path / name}: no such file"

    def test_a_link_to_itself_is_refused(self, tmp_path: Path) -> None:
        circle = tmp_path / "circle"
        circle.symlink_to(circle)
        assert said_against(circle) == f"{circle}: {os.strerror(errno.ELOOP)}"

    def test_a_file_that_may_not_be_read_is_refused(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        file = tmp_path / "api.yaml"
        file.write_text("needs: [waf]", encoding="utf-8")

        def refuse(*_: object, **__: object) -> None:
            raise PermissionError(13, "Permission denied", str(file))

        monkeypatch.setattr(Path, "open", refuse)  # root may read whatever its mode says
        assert said_against(file) == f"{file}: Permission denied"


class TestStandardInput:
    def test_is_read_for_a_dash(self, monkeypatch: pytest.MonkeyPatch) -> None:
        pipe_in(monkeypatch, b"needs:\n  - waf\n")
        (need,) = read_requirements_file(MATRIX, "-").needs
        assert (need, need.origin) == (Need("waf"), "stdin:2")

    def test_is_not_read_for_a_file_of_that_name(self, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
        monkeypatch.chdir(tmp_path)
        Path("-").write_text("needs: [waf]", encoding="utf-8")
        pipe_in(monkeypatch, b"needs: [api-keys]")
        assert read_requirements_file(MATRIX, "./-").needs == (Need("waf"),)

    @pytest.mark.parametrize(
        ("content", "said"),
        [
            (b"y\n" * MAX_BYTES, "stdin: larger than 4 MB"),
            (b"\xff", "stdin: is not UTF-8 text"),
            (b"", "stdin:1:1: the file is empty"),
            (b"needs: [wafff]", "stdin:1:9: no such feature: 'wafff' (did you mean 'waf'?)"),
        ],
        ids=["endless", "binary", "empty", "mistaken"],
    )
    def test_is_as_suspect_as_a_file(self, monkeypatch: pytest.MonkeyPatch, content: bytes, said: str) -> None:
        pipe_in(monkeypatch, content)
        assert said_against("-") == said

    def test_may_be_closed(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(sys, "stdin", None)
        assert said_against("-") == "stdin: is closed; give the requirements as a file, or pipe them in"

    def test_may_fail(self, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
        unreadable = (tmp_path / "write-only").open("w")
        monkeypatch.setattr(sys, "stdin", unreadable)
        with unreadable:
            assert said_against("-").startswith("stdin: ")


class TestFlagsBesideAFile:
    def test_add_to_what_it_says(self, read: Any) -> None:
        file = read("needs: [waf]\nwants: [caching]\nallow-workarounds: true\n")
        assert require(MATRIX, ["api-keys"], ["canary:2"], strict=True, overruled=["request-response"], file=file) == (
            Requirements.of(
                [Need("waf"), Need("api-keys")],
                [Want("caching"), Want("canary", weight=2)],
                strict=True,
                overruled=["request-response"],
                allow_workarounds=True,
            )
        )

    @pytest.mark.parametrize(("in_file", "as_flag"), [("40s", "60s"), ("60s", "40s")])
    def test_of_one_quantity_the_stricter_counts(self, read: Any, in_file: str, as_flag: str) -> None:
        file = read(f"needs: [{{integration-timeout: {in_file}}}]")
        (need,) = require(MATRIX, [f"integration-timeout={as_flag}"], file=file).needs
        assert need.amount == MINUTE

    def test_take_nothing_back(self, read: Any) -> None:
        file = read("strict: true\nno-assume: [request-response]\nneeds: [waf]\n")
        asked = require(MATRIX, file=file)
        assert (asked.strict, asked.overruled) == (True, frozenset({"request-response"}))


def test_yaml_and_jsonschema_are_imported_only_when_there_is_a_file() -> None:
    code = (
        "import sys; import apigw_choose.readers.requirements_file, apigw_choose.renderers.requirements_yaml; "
        "print({'yaml', 'jsonschema', 'referencing'} & set(sys.modules))"
    )
    path = str(Path(shipped.__file__).parents[2])
    environment = {**os.environ, "PYTHONPATH": path}
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, env=environment)
    assert done.stdout == "set()\n"


def test_every_yaml_example_of_the_page_is_a_requirements_file(read: Any) -> None:
    examples = re.findall(r"^```yaml\n(.*?)^```$", PAGE.read_text(encoding="utf-8"), re.MULTILINE | re.DOTALL)
    assert len(examples) > 3
    for example in examples:
        if "wrong.yaml" in example:
            continue  # which the page shows to be refused
        assert read(example) != FileRequirements()


# Properties

CAPABILITIES = [feature.id for feature in MATRIX.features.values() if feature.quantity is None]
QUANTITIES = [feature.id for feature in MATRIX.features.values() if feature.quantity is not None]
_AMOUNTS = st.integers(0, 10**12)
_WEIGHTS = st.integers(1, 1000)
_NEEDS = st.builds(Need, st.sampled_from(CAPABILITIES)) | st.builds(Need, st.sampled_from(QUANTITIES), _AMOUNTS)
_WANTS = st.builds(Want, st.sampled_from(CAPABILITIES), st.none(), _WEIGHTS) | st.builds(
    Want, st.sampled_from(QUANTITIES), _AMOUNTS, _WEIGHTS
)


_TRAFFIC = st.fixed_dictionaries(
    {},
    optional={
        "requests": st.sampled_from(["50M/month", "10k/s", "5", "0"]),
        "request_size": st.sampled_from(["4KB", "0.3KB", "2MB"]),
        "idle": st.sampled_from(["90%", "12.5%"]),
        "connection_length": st.sampled_from(["90s", "12h"]),
        "metered_size": st.sampled_from(["request", "larger", "sum"]),
        "month": st.sampled_from(["30d", "730h"]),
    },
)


@st.composite
def files(draw: st.DrawFn) -> FileRequirements:
    """What a file may say, in any order and as often as one likes, without contradicting itself."""
    needs = draw(st.lists(_NEEDS, max_size=6))
    free = sorted(set(MATRIX.features) - {need.feature for need in needs})
    answers = draw(st.lists(st.sampled_from(free), max_size=6, unique=True))
    cut = draw(st.integers(0, len(answers)))
    return FileRequirements(
        needs=tuple(needs),
        wants=tuple(draw(st.lists(_WANTS, max_size=6))),
        strict=draw(st.booleans()),
        allow_workarounds=draw(st.booleans()),
        overruled=tuple(draw(st.lists(st.sampled_from([entry.id for entry in MATRIX.assumptions]), max_size=2))),
        declined=tuple(answers[:cut]),
        undecided=tuple(answers[cut:]),
        traffic=draw(_TRAFFIC),
        region=draw(st.none() | st.sampled_from(sorted(MATRIX.costs.regions) if MATRIX.costs else [])),
        expect=draw(st.none() | st.lists(st.sampled_from(list(MATRIX.options)), max_size=3).map(tuple)),
    )


@given(said=files())
def test_what_is_written_is_read_as_the_same(read: Any, said: FileRequirements) -> None:
    assert read(write_requirements(MATRIX, said)) == normal_form(MATRIX, said)


@given(said=files())
def test_what_is_written_is_written_alike_again(read: Any, said: FileRequirements) -> None:
    text = write_requirements(MATRIX, said)
    assert write_requirements(MATRIX, read(text)) == text


@given(said=files(), data=st.data())
def test_the_order_in_which_things_are_said_is_not_written(said: FileRequirements, data: st.DataObject) -> None:
    shuffled = FileRequirements(
        needs=tuple(data.draw(st.permutations(said.needs))),
        wants=tuple(data.draw(st.permutations(said.wants))),
        strict=said.strict,
        allow_workarounds=said.allow_workarounds,
        overruled=said.overruled,
        declined=tuple(reversed(said.declined)),
        undecided=tuple(reversed(said.undecided)),
        traffic=dict(reversed(list(said.traffic.items()))),
        region=said.region,
        expect=said.expect,
    )
    assert write_requirements(MATRIX, shuffled) == write_requirements(MATRIX, said)


def test_nothing_is_written_as_an_empty_mapping(read: Any) -> None:
    assert write_requirements(MATRIX, FileRequirements()) == "{}\n"
    assert read("{}\n") == FileRequirements()


CANONICAL = """\
needs:
  - api-keys
  - integration-timeout: 40s
  - waf
wants:
  - caching
  - canary: 3
  - integration-timeout: {amount: 90.5s, weight: 5}
  - request-body-size: 2MB
strict: true
allow-workarounds: true
no-assume:
  - request-response
declined:
  - server-push
undecided:
  - caching
traffic:
  connections: "1000"
  messages: "0.5"
  request_size: 4KB
  requests: 50M/month
region: eu-west-1
expect: rest
"""


def test_the_canonical_text_is_what_a_person_would_write(read: Any) -> None:
    assert write_requirements(MATRIX, read(EVERYTHING)) == CANONICAL


@pytest.mark.parametrize(
    ("expect", "text"),
    [((), "expect: none\n"), (("http",), "expect: http\n"), (("rest", "http"), "expect:\n  - http\n  - rest\n")],
)
def test_what_is_expected_is_written_in_the_shortest_form(expect: tuple[str, ...], text: str) -> None:
    assert write_requirements(MATRIX, FileRequirements(expect=expect)) == text


def _names_of(matrix: Matrix, feature: str) -> list[str]:
    shorthands = matrix.features[feature].shorthands or {}
    return [feature, *(name for name in matrix.features[feature].aliases if name not in shorthands)]


@st.composite
def asked(draw: st.DrawFn, *, weighted: bool) -> tuple[str, Any]:
    """One need or want, as a flag says it and as an entry of a file says it."""
    weight = draw(_WEIGHTS) if weighted else None
    if draw(st.booleans()):
        shorthands = [name for feature in MATRIX.features.values() for name in feature.shorthands or ()]
        capabilities = [name for feature in CAPABILITIES for name in _names_of(MATRIX, feature)]
        name = draw(st.sampled_from([*capabilities, *shorthands]))
        return (name, name) if weight is None else (f"{name}:{weight}", {name: weight})
    feature = MATRIX.features[draw(st.sampled_from(QUANTITIES))]
    assert feature.quantity is not None
    name = draw(st.sampled_from(_names_of(MATRIX, feature.id)))
    dimension = feature.quantity.dimension
    amount = draw(st.just(EXAMPLE[dimension]) | _AMOUNTS.map(lambda amount: format_amount(amount, dimension)))
    if weight is None:
        return f"{name}={amount}", {name: amount}
    return f"{name}={amount}:{weight}", {name: {"amount": amount, "weight": weight}}


@given(
    needs=st.lists(asked(weighted=False), max_size=5),
    wants=st.lists(asked(weighted=True), max_size=5),
    strict=st.booleans(),
    allow_workarounds=st.booleans(),
    overruled=st.lists(st.just("request-response"), max_size=1),
    data=st.data(),
)
def test_flags_and_files_say_the_same(
    read: Any,
    needs: list[tuple[str, Any]],
    wants: list[tuple[str, Any]],
    strict: bool,  # noqa: FBT001 - drawn
    allow_workarounds: bool,  # noqa: FBT001
    overruled: list[str],
    data: st.DataObject,
) -> None:
    by_flags = require(
        MATRIX,
        [flag for flag, _ in needs],
        [flag for flag, _ in wants],
        strict=strict,
        overruled=overruled,
        allow_workarounds=allow_workarounds,
    )
    text = json.dumps({
        "needs": [entry for _, entry in needs],
        "wants": [entry for _, entry in wants],
        "strict": strict,
        "allow-workarounds": allow_workarounds,
        "no-assume": overruled,
    })  # fmt: skip
    assert require(MATRIX, file=read(text)) == by_flags

    here, there = data.draw(st.integers(0, len(needs))), data.draw(st.integers(0, len(wants)))
    text = json.dumps({"needs": [entry for _, entry in needs[:here]], "wants": [entry for _, entry in wants[:there]]})
    assert require(
        MATRIX,
        [flag for flag, _ in needs[here:]],
        [flag for flag, _ in wants[there:]],
        strict=strict,
        overruled=overruled,
        allow_workarounds=allow_workarounds,
        file=read(text),
    ) == by_flags  # fmt: skip
