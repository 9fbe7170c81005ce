"""Whole transcripts, as a person sees them.

`pytest tests/cli --approve` writes them anew; read the difference before you commit it.
"""

from __future__ import annotations

import shlex
from typing import TYPE_CHECKING

import pytest

from conftest import FIXTURES, Tool

if TYPE_CHECKING:
    from pathlib import Path

GOLDEN = FIXTURES.parent / "golden"

TRANSCRIPTS = {
    "clear": "--need waf --need api-keys",
    "clear-json": "--matrix coffee --need crema --json",
    "nothing-fits": "--need server-push --need waf",
    "cheaper": "--need jwt",
    "wants-decide": "--need jwt --want caching:3 --want canary",
    "quantity": "--need integration-timeout=60s",
    "quantity-strict": "--need integration-timeout=60s --strict",
    "unknown-cell": "--need jwt-audiences=10",
    "set-aside": "--need api-keys --need custom-domain",
    "only-set-aside": "--matrix coffee --need unattended --need clean-cup",
    "overruled": "--matrix coffee --need unattended --need clean-cup --no-assume hot-coffee --want strong-shot",
    "another-matrix": "--matrix coffee --need clean-cup --want crema",
    "explain-feature": "explain waf",
    "explain-quantity": "explain integration-timeout",
    "explain-term": "explain execute-api",
    "compare": "compare rest http --category security --differences",
    "search": "features auth jwt",
    "ways-in": "",
    "help": "--help",
    "mistakes": "--need wafff,api_key,security,integration-timeout=5parsecs,waf=3 --want caching:0 --no-assume bogus",
    "wrong-command": "featurs",
    "cost": "cost --requests 50M/month --request-size 4KB --response-size 20KB --cache 1.6GB",
    "cost-large-bodies": "--requests 10M/month --request-size 2MB",
    "cost-of-a-workaround": "--need waf --requests 50M/month --request-size 4KB",
    "cost-idle-sockets": "cost --requests 10M/month --connections 500 --idle 90%",
    "cost-unknown": "cost --requests 1B/month --region eu-west-3",
    "cost-json": "cost --requests 10M/month --request-size 2MB --json",
    "cost-mistakes": "--requests -5M/month --request-size 4XB --cache many --region eu-wst-1 --traffic reqests=3",
    "japanese": "--need waf --need api-keys --lang ja",
    "japanese-nothing-fits": "--lang ja --need server-push --need waf",
    "japanese-cost": "--lang ja --need waf --requests 50M/month --request-size 4KB",
    "japanese-wants": "--lang ja --need jwt --want caching:3 --want canary --strict --need jwt-audiences=10",
    "japanese-explain": "explain integration-timeout --lang ja",
    "japanese-compare": "--lang ja compare rest http --category security --differences",
    "japanese-search": "features --lang ja オーソライザー jwt",
    "japanese-mistakes": "--lang fr --need waf",
    "wrong-file": "--matrix broken.yaml --need waf",
}
ELSEWHERE = {
    "narrow": ("--need waf --need api-keys", {"COLUMNS": "40"}),
    "japanese-narrow": ("--need waf --need api-keys", {"COLUMNS": "40", "LANG": "ja_JP.UTF-8"}),
    "japanese-ascii": ("--need jwt --lang ja", {"LC_ALL": "C"}),
    "ascii": ("--need waf --need integration-timeout=60s", {"LC_ALL": "C"}),
}
BROKEN = "id: coffee\nversion: 2026-03-01\noptions: [yes, no]\n"


@pytest.fixture
def here(tmp_path: Path) -> Path:
    """A folder with what the transcripts name."""
    (tmp_path / "coffee").symlink_to(FIXTURES / "coffee", target_is_directory=True)
    (tmp_path / "broken.yaml").write_text(BROKEN, "utf-8")
    return tmp_path


def transcript(tool: Tool, line: str, env: dict[str, str], here: Path) -> str:
    ran = tool(*shlex.split(line), env=env, cwd=here)
    said = " ".join([*(f"{name}={value}" for name, value in env.items()), "apigw-choose", line]).rstrip()
    return f"$ {said}\n{ran.out}--- stderr\n{ran.err}--- exit status {ran.status}\n"


@pytest.mark.parametrize("name", [*TRANSCRIPTS, *ELSEWHERE])
def test_what_is_said_is_what_was_approved(tool: Tool, here: Path, name: str, *, approving: bool) -> None:
    line, env = ELSEWHERE[name] if name in ELSEWHERE else (TRANSCRIPTS[name], {})
    said = transcript(tool, line, env, here)
    file = GOLDEN / f"{name}.txt"
    if approving:
        file.write_text(said, "utf-8")
    assert said == file.read_text("utf-8"), "read the difference; if it is what you meant: pytest tests/cli --approve"


def test_every_approved_transcript_is_still_compared() -> None:
    assert {file.stem for file in GOLDEN.iterdir()} == {*TRANSCRIPTS, *ELSEWHERE}
