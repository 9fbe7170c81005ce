"""The manual page says what the commands say, and can be read. `pytest tests/docs --approve` writes it anew."""

from __future__ import annotations

import re
import subprocess

from apigw_choose.cli.app import COMMANDS

from .man_page import man_page
from .pages import ROOT

PAGE = ROOT / "data" / "man" / "apigw-choose.1"


def shown() -> str:
    """What `man` shows, without its overstrikes; it says on stderr what it stumbles over."""
    done = subprocess.run(
        ["man", "--warnings=w", "--local-file", str(PAGE)],
        env={"PATH": "/usr/bin:/bin", "MANWIDTH": "80", "LANG": "C.UTF-8", "MANPAGER": "cat"},
        capture_output=True,
        encoding="utf-8",
        timeout=60,
        check=True,
    )
    assert done.stderr == ""
    return re.sub(r".\x08|\x1b\[[0-9;]*m", "", done.stdout)


def test_it_says_what_the_commands_say(*, approving: bool) -> None:
    if approving:
        PAGE.write_text(man_page(), "utf-8")
    assert PAGE.read_text("utf-8") == man_page()


def test_man_shows_every_command_and_option_and_has_nothing_to_complain_of() -> None:
    text = shown()
    for word in (
        *COMMANDS,
        "--need",
        "--max-age",
        "--region",
        "EXIT STATUS",
        "apigw-choose --need waf --need api-keys",
    ):
        assert word in text
    assert not [line for line in text.splitlines() if len(line) > 80]
