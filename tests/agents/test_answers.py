"""A tool answers what the command line prints with --json, and refuses in its words."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from apigw_choose import load_matrix
from apigw_choose.__main__ import run
from conftest import FIXTURES

if TYPE_CHECKING:
    from collections.abc import Callable

    from .conftest import Agent, Answered

    Typed = Callable[[list[str]], tuple[int, str, str]]

MATRIX = load_matrix()


def in_words(tool: str, asked: dict[str, Any]) -> list[str]:
    """The command line that asks the same."""
    words = [] if tool == "decide" else [tool]
    words += [f"--need={need}" for need in asked.get("needs", ())]
    words += [f"--want={want}" for want in asked.get("wants", ())]
    words += [f"--no-assume={name}" for name in asked.get("no_assume", ())]
    words += [f"--api={name}" for name in asked.get("apis", ())]
    words += [f"--traffic={name}={amount}" for name, amount in asked.get("traffic", {}).items()]
    words += [f"--{key}={asked[key]}" for key in ("region", "category") if key in asked]
    words += [f"--{key.replace('_', '-')}" for key in FLAGS if asked.get(key)]
    words += ["--brief"] if tool in {"features", "compare"} and asked.get("brief", True) else []
    listed: list[str] = next((asked[key] for key in ("options", "words", "paths") if key in asked), [])
    return [*words, "--json", *(["--", *listed, *([asked["subject"]] if "subject" in asked else [])])]


FLAGS = ("strict", "allow_workarounds", "differences", "free_tier")


@pytest.fixture
def typed(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Typed:
    """Runs the command line in the folder of the fixtures; its status, stdout and stderr."""
    monkeypatch.chdir(FIXTURES)

    def ask(words: list[str]) -> tuple[int, str, str]:
        capsys.readouterr()
        status = run(words)
        return (status, *capsys.readouterr())

    return ask


def visible(value: Any) -> Any:
    """What the command line prints as JSON, with what a person would not see spelled out."""
    if isinstance(value, dict):
        return {key: visible(entry) for key, entry in value.items()}
    if isinstance(value, list):
        return [visible(entry) for entry in value]
    if isinstance(value, str):
        return "".join(sign if sign.isprintable() or sign == "\n" else f"\\u{{{ord(sign):x}}}" for sign in value)
    return value


def assert_agrees(answered: Answered, said: tuple[int, str, str]) -> None:
    status, out, err = said
    assert status in (0, 1, 2)
    if status == 2:
        assert (answered.refused, answered.document, answered.text) == (True, None, err.rstrip("\n"))
    else:
        assert not answered.refused, answered.text
        assert answered.document == visible(json.loads(out))
        assert json.loads(answered.text) == answered.document


QUESTIONS: tuple[tuple[str, dict[str, Any]], ...] = (
    ("decide", {"needs": ["waf", "api-keys"]}),
    ("decide", {"needs": ["waf,server-push"]}),
    ("decide", {"needs": ["integration-timeout=60s"], "wants": ["caching:3", "canary"], "strict": True}),
    ("decide", {"needs": ["jwt"], "allow_workarounds": True, "no_assume": ["request-response"]}),
    ("decide", {"needs": ["jwt-audiences=10"]}),
    ("decide", {"needs": ["waf"], "traffic": {"requests": "50M/month", "request_size": "4KB"}}),
    ("decide", {"traffic": {"requests": "50M/month"}, "region": "eu-west-2"}),
    ("decide", {"needs": ["wafff", "api_key", "integration-timeout=5parsecs", "waf=3"], "wants": ["caching:0"]}),
    ("decide", {"needs": ["waf:3"], "no_assume": ["bogus"]}),
    ("decide", {"needs": [""]}),
    ("decide", {"region": "eu-west-1"}),
    ("decide", {"strict": True}),
    ("explain", {"subject": "waf"}),
    ("explain", {"subject": "integration-timeout"}),
    ("explain", {"subject": "execute-api"}),
    ("explain", {"subject": "firewall"}),
    ("explain", {"subject": "execute-apis"}),
    ("explain", {"subject": "security"}),
    ("compare", {}),
    ("compare", {"options": ["rest", "http"], "differences": True}),
    ("compare", {"options": ["http", "http"], "category": "limits", "brief": False}),
    ("compare", {"options": ["htttp", "xyz"]}),
    ("compare", {"category": "securty"}),
    ("features", {}),
    ("features", {"words": ["auth"], "brief": False}),
    ("features", {"words": ["auth", "jwt"]}),
    ("features", {"words": ["waf", "zzzz"]}),
    ("cost", {"traffic": {"requests": "50M/month", "request_size": "4KB"}}),
    ("cost", {"traffic": {"requests": 1_000_000, "metered_size": "sum"}, "free_tier": True, "needs": ["waf"]}),
    ("cost", {"traffic": {"requests": "1B/month"}, "region": "eu-west-3"}),
    ("cost", {"traffic": {"reqests": "3"}, "region": "eu-wst-1"}),
    ("cost", {"traffic": {"requests": "-5M/month", "request-size": "4XB", "cache": "many"}}),
    ("cost", {"traffic": {}}),
    ("scan", {"paths": ["scan/orders.yaml"]}),
    ("scan", {"paths": ["scan", "templates"], "traffic": {"requests": "50M/month"}}),
    ("scan", {"paths": ["scan"], "apis": ["OrdersApi"]}),
    ("scan", {"paths": ["scan"], "apis": ["OrdersApis"]}),
    ("scan", {"paths": ["hostile"]}),
    ("scan", {"paths": ["nowhere.yaml"]}),
    ("scan", {"paths": ["hostile/refused", "nowhere"]}),
)


@pytest.mark.parametrize(("tool", "asked"), QUESTIONS, ids=[f"{tool} {asked}" for tool, asked in QUESTIONS])
def test_a_tool_answers_what_the_command_line_prints(
    agent: Agent, typed: Typed, tool: str, asked: dict[str, Any]
) -> None:
    assert_agrees(agent.call(tool, **asked), typed(in_words(tool, asked)))


ODD = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=12)
NAMES = st.one_of(st.sampled_from([*MATRIX.features, *MATRIX.names]), ODD)
AMOUNTS = st.sampled_from(["", "=1", "=60s", "=8MB", "=500/s", "=-3", ":2", "=30s:9", ":x"])
ASKED = st.lists(st.builds("{}{}".format, NAMES, AMOUNTS), min_size=1, max_size=3)
TRAFFIC = st.dictionaries(
    st.sampled_from([*(MATRIX.costs.measures if MATRIX.costs else ()), "month", "reqests"]),
    st.sampled_from(["50M/month", "4KB", "90%", "10min", "1000", "30d", "lots"]),
    max_size=3,
)
GENERATED = st.one_of(
    st.tuples(
        st.just("decide"),
        st.fixed_dictionaries({"needs": ASKED}, optional={"wants": ASKED, "strict": st.booleans(), "traffic": TRAFFIC}),
    ),
    st.tuples(st.just("explain"), st.fixed_dictionaries({"subject": NAMES})),
    st.tuples(st.just("features"), st.fixed_dictionaries({"words": st.lists(NAMES, max_size=2)})),
    st.tuples(st.just("cost"), st.fixed_dictionaries({"traffic": TRAFFIC}, optional={"needs": ASKED})),
    st.tuples(st.just("compare"), st.fixed_dictionaries({"options": st.lists(NAMES | st.just("rest"), max_size=2)})),
)


@settings(
    max_examples=60,
    derandomize=True,
    database=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(question=GENERATED)
def test_so_it_does_for_generated_questions(agent: Agent, typed: Typed, question: tuple[str, dict[str, Any]]) -> None:
    tool, asked = question
    assert_agrees(agent.call(tool, **asked), typed(in_words(tool, asked)))


@pytest.mark.parametrize(
    ("tool", "asked"),
    [
        ("decide", {"needs": ["crema", "clean-cup"]}),
        ("decide", {"needs": ["waf"]}),
        ("explain", {"subject": "crema"}),
        ("features", {}),
        ("cost", {"traffic": {"requests": "5/day"}}),
    ],
)
def test_another_matrix_is_answered_from_as_well(
    barista: Agent, typed: Typed, tool: str, asked: dict[str, Any]
) -> None:
    assert_agrees(barista.call(tool, **asked), typed(["--matrix", "coffee", *in_words(tool, asked)]))


@pytest.mark.parametrize(
    ("tool", "asked", "said"),
    [
        ("decide", {}, "nothing is asked; say at least one --need or --want"),
        ("decide", {"needs": "waf"}, "'needs' must be a list, not 'waf'"),
        ("decide", {"needs": [3]}, "an entry of 'needs' must be text, not 3"),
        ("decide", {"need": ["waf"]}, "unknown key 'need' (did you mean 'needs'?)"),
        ("decide", {"needs": ["waf"], "strict": "yes"}, "'strict' must be true or false, not 'yes'"),
        ("cost", {"traffic": {"requests": 1.5}}, "'requests' must be text or a whole number, not 1.5"),
        ("cost", {}, "the key 'traffic' is missing"),
        ("explain", {}, "the key 'subject' is missing"),
        ("scan", {"paths": []}, "'paths' needs at least one entry, and has 0"),
    ],
)
def test_arguments_of_another_form_are_refused_in_a_sentence(
    agent: Agent, tool: str, asked: dict[str, Any], said: str
) -> None:
    answered = agent.call(tool, **asked)
    assert answered.refused
    assert f"error: {said}" in answered.text
