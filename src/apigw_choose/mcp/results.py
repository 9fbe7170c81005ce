"""One call of a tool: the document or the lines of an error, both inert."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any

from apigw_choose.model.errors import InputError
from apigw_choose.readers.validation import mistakes_in
from apigw_choose.renderers.error_text import error_lines, failure_lines
from apigw_choose.renderers.inert import printable

if TYPE_CHECKING:
    from apigw_choose.mcp.answers import Arguments, Desk
    from apigw_choose.mcp.tools import Tool
    from apigw_choose.renderers.documents import Document


class RefusedError(Exception):
    """A call that has no result; its text says why, in the words of the command line."""


def result_of(tool: Tool, desk: Desk, arguments: Arguments) -> Document:
    """What the tool answers.

    Raises:
        RefusedError: when the arguments cannot be used, or when the tool itself fails, which must not end
            the conversation.
    """
    try:
        _check(tool, arguments)
        return {key: inert(value) for key, value in tool.answer(desk, arguments).items()}
    except InputError as error:
        raise RefusedError("\n".join(error_lines(error))) from error
    except Exception as error:
        lines = failure_lines(error)
        if os.environ.get("APIGW_CHOOSE_TRACEBACK") == "1":
            import traceback

            lines = [*map(printable, traceback.format_exc().splitlines())]
        raise RefusedError("\n".join(lines)) from error


def _check(tool: Tool, arguments: Arguments) -> None:
    if mistakes := mistakes_in(arguments, tool.takes):
        raise InputError(mistakes)


def inert(value: Any) -> Any:
    """A value in whose texts nothing is hidden: no control character, no zero-width or tag character.

    An agent reads what a person would not see, and halves of surrogate pairs cannot be sent at all.
    """
    if isinstance(value, str):
        return value if value.isprintable() else "\n".join(map(printable, value.split("\n")))
    if isinstance(value, list):
        return [inert(entry) for entry in value]
    if isinstance(value, dict):
        return {inert(key): inert(entry) for key, entry in value.items()}
    return value
