"""Completion in the shells themselves, each on a real terminal, installed as a person installs it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from shells import SHELLS, Shell

if TYPE_CHECKING:
    from collections.abc import Iterator


@pytest.fixture(scope="module", params=SHELLS)
def shell(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Shell]:
    """One of the shells; it stays the same for all tests of this module."""
    name: str = request.param
    home = tmp_path_factory.mktemp(name)
    (home / "template.yaml").touch()
    begun = Shell(name, home)
    yield begun
    begun.stop()


@pytest.mark.parametrize(
    ("typed", "becomes"),
    [
        ("--need wildcard-d", "--need wildcard-domain X"),
        ("--need waf,api-key-f", "--need waf,api-key-from-authorizer X"),
        ("--want=wildcard-d", "--want=wildcard-domain X"),
        ("--need integration-ti", "--need integration-timeout=X"),
        ("--need waf,integration-timeout=3", "--need waf,integration-timeout=30s X"),
        ("compare webs", "compare websocket X"),
        ("features --stal", "features --stale X"),
        ("scan templ", "scan template.yaml X"),
        ("--need templ", "--need templX"),
    ],
)
def test_a_tab_completes_the_word(shell: Shell, typed: str, becomes: str) -> None:
    """A quantity is followed by no blank, all else is; files are offered where files are taken, and only there."""
    assert shell.completed(f"apigw-choose {typed}") == f"apigw-choose {becomes}"


def test_two_tabs_show_what_can_follow(shell: Shell) -> None:
    names = ("API keys", "API key taken from the authorizer") if shell.name != "bash" else ()
    shell.offers("apigw-choose --need waf,api-k", "api-key-from-authorizer", "api-keys", *names)


def test_two_tabs_show_who_has_how_much(shell: Shell) -> None:
    names = ("REST API, WebSocket API", "HTTP API") if shell.name != "bash" else ()
    shell.offers("apigw-choose --need integration-timeout=", "29s", "30s", *names)


def test_two_tabs_show_the_commands(shell: Shell) -> None:
    told = ("Compare API types side by side.",) if shell.name != "bash" else ()
    shell.offers("apigw-choose ", "compare", "features", "scan", *told)
