"""The manual page, made from the commands and their options themselves."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from typer.main import get_command

from apigw_choose.cli.app import app

if TYPE_CHECKING:
    from collections.abc import Iterator

_ENVIRONMENT = {
    "NO_COLOR": "Set to anything: no colour.",
    "APIGW_CHOOSE_TRACEBACK": "Set to 1: the traceback of a failure of the tool.",
}


def man_page() -> str:
    """All of it, as roff."""
    return "".join(f"{line}\n" for line in _lines())


def _lines() -> Iterator[str]:
    root: Any = get_command(app)
    about, _, more = root.help.partition("\n\n")
    yield '.TH APIGW\\-CHOOSE 1 "" "apigw\\-choose" "User Commands"'
    yield from (".SH NAME", f"apigw\\-choose \\- {_text(about[0].lower() + about[1:].rstrip('.'))}")
    yield ".SH SYNOPSIS"
    commands = list(_commands(root, "apigw-choose"))
    for name, command in commands:
        yield from (".PP" if name == "apigw-choose" else ".br", f"\\fB{_text(name)}\\fR {_usage(command)}")
    yield from (".SH DESCRIPTION", *_paragraphs(more))
    yield ".SH OPTIONS"
    yield from _options(root)
    yield ".SH COMMANDS"
    for name, command in commands[1:]:
        yield from (f'.SS "{_text(name)}"', *_paragraphs(command.help or ""))
        yield from _options(command)
    for title, block in re.findall(r"\\b\n([^\n:]+):(.*?)(?=\n\n|\Z)", root.epilog.replace("\b", "\\b"), re.DOTALL):
        yield f".SH {_text(title.upper())}"
        if block.startswith("\n"):
            yield from (".EX", *(_text(line) for line in block.strip("\n").split("\n")), ".EE")
        else:
            yield _text(" ".join(block.split()))
    yield ".SH ENVIRONMENT"
    for variable, told in _ENVIRONMENT.items():
        yield from (".TP", f"\\fB{variable}\\fR", _text(told))


def _commands(command: Any, name: str) -> Iterator[tuple[str, Any]]:
    """A command, and those below it."""
    if name == "apigw-choose" or not hasattr(command, "commands"):
        yield name, command
    for below in getattr(command, "commands", {}):
        yield from _commands(command.get_command(None, below), f"{name} {below}")


def _usage(command: Any) -> str:
    arguments = [entry.metavar for entry in command.params if entry.param_type_name == "argument"]
    return " ".join(["[\\fIOPTIONS\\fR]", *(f"\\fI{_text(name)}\\fR" for name in arguments)])


def _options(command: Any) -> Iterator[str]:
    for option in command.params:
        if option.param_type_name == "option" and not option.hidden:
            names = ", ".join(f"\\fB{_text(name)}\\fR" for name in option.opts)
            value = f" \\fI{_text(option.metavar)}\\fR" if option.metavar and not option.is_flag else ""
            yield from (".TP", f"{names}{value}", _text(option.help or ""))


def _paragraphs(text: str) -> Iterator[str]:
    for paragraph in text.replace("\b", "").strip().split("\n\n"):
        yield from (".PP", _text(" ".join(paragraph.split())))


def _text(text: str) -> str:
    """Text in which nothing is read as roff."""
    escaped = text.replace("\\", "\\e").replace("-", "\\-").replace('"', "\\(dq")
    return f"\\&{escaped}" if escaped.startswith((".", "'")) else escaped
