"""The way in: `run` takes arguments and gives the exit status; everything that can go wrong ends here."""

from __future__ import annotations

import gc
import os
import sys
from contextlib import suppress
from typing import TYPE_CHECKING, NoReturn

from apigw_choose.model.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Sequence

WRONG_INPUT, TOOL_FAILED, INTERRUPTED = 2, 70, 130


def run(arguments: Sequence[str]) -> int:
    """Run the tool with these arguments; the exit status is the contract's, whatever happens."""
    from apigw_choose.cli.streams import OutputError, tell, tell_error

    try:
        return _run(arguments)
    except InputError as error:
        tell_error(error)
        return WRONG_INPUT
    except OutputError as error:
        tell(f"error: {error}")
        return TOOL_FAILED
    except KeyboardInterrupt:
        return INTERRUPTED
    except Exception as error:  # noqa: BLE001 - a crash must never look like a verdict
        if os.environ.get("APIGW_CHOOSE_TRACEBACK") == "1":
            import traceback

            tell(*traceback.format_exc().splitlines())
            return TOOL_FAILED
        from apigw_choose.renderers.error_text import failure_lines

        tell(*failure_lines(error))
        return TOOL_FAILED


def main() -> NoReturn:
    """What the installed command calls.

    Everything has been written and closed by then, so the process leaves at once: taking every module
    apart would last a fifth of the whole run.
    """
    gc.disable()  # a run is over before garbage could matter; collecting while modules load costs a tenth of it
    status = run(sys.argv[1:])
    for stream in (sys.stdout, sys.stderr):
        with suppress(AttributeError, OSError, ValueError):  # closed before the start, or since
            stream.flush()
    os._exit(status)


def _run(arguments: Sequence[str]) -> int:
    from typer._click.exceptions import ClickException
    from typer.main import get_command

    from apigw_choose.cli.app import app

    if "_APIGW_CHOOSE_COMPLETE" in os.environ or {"--install-completion", "--show-completion"} & set(arguments):
        from apigw_choose.cli.completion import use_own_completion

        use_own_completion()
    try:
        status = get_command(app).main(list(arguments), prog_name="apigw-choose", standalone_mode=False)
    except SystemExit:  # how Typer ends when the reader of its help has gone away
        status = 0
    except ClickException as error:
        context = getattr(error, "ctx", None)  # of a mistake in how a command is used, that command
        command = context.command_path if context else "apigw-choose"
        raise InputError(error.format_message(), hint=f"{command} --help") from error
    return status if isinstance(status, int) else 0


if __name__ == "__main__":
    main()
