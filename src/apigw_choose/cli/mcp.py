"""`mcp`: the same answers for agents, over the Model Context Protocol."""

from __future__ import annotations

import gc
import os
import signal
import sys
from typing import Annotated

import typer

from apigw_choose.cli.options import MatrixOption
from apigw_choose.cli.shared import matrix_wanted
from apigw_choose.cli.streams import OutputError, tell
from apigw_choose.model.errors import InputError

app = typer.Typer(rich_markup_mode=None, add_completion=False)

_INTERRUPTED = 130


@app.command()
def mcp(
    ctx: typer.Context,
    root: Annotated[
        list[str],
        typer.Option(
            metavar="FOLDER", help="Let scan read below this folder instead of the working directory. Repeat it."
        ),
    ] = [],  # noqa: B006 - typer copies it
    matrix: MatrixOption = None,
) -> int:
    """Answer agents over the Model Context Protocol.

    On stdin and stdout: clients start it, see docs/agents.md. It ends when stdin
    does.
    """
    from apigw_choose.mcp.folders import Folders

    if sys.stdin is None or sys.stdout is None:
        raise InputError("stdin or stdout is closed; agents are answered on both")
    loaded = matrix_wanted(ctx, matrix)
    folders = Folders(root)
    try:
        from apigw_choose.mcp.server import serve
    except ModuleNotFoundError as error:
        if (error.name or "").partition(".")[0] not in {"mcp", "mcp_types", "anyio"}:
            raise
        message = "answering agents needs the package mcp 2, which is not installed"
        raise InputError(message, hint="pip install 'apigw-choose[mcp]'") from None
    from apigw_choose.mcp.answers import Desk

    gc.enable()  # unlike other runs, this one lasts
    # A thread waits for stdin, and would keep an ordinary interrupt waiting too. There is nothing to put in order.
    signal.signal(signal.SIGINT, lambda *_: os._exit(_INTERRUPTED))
    if sys.stdin.isatty():
        tell("Waiting for the messages of a client on stdin, which is a terminal. See docs/agents.md; Ctrl-C ends it.")
    try:
        serve(Desk(loaded, folders))
    except OSError as error:
        raise OutputError(f"cannot write an answer: {error.strerror}") from error
    return 0
