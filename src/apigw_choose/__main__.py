"""The way in: `run` takes arguments and gives the exit status; everything that can go wrong ends here."""

from __future__ import annotations

import gc
import os
import sys
from collections.abc import Sequence
from contextlib import suppress
from typing import NoReturn

# A run is over before garbage could matter, and collecting while modules load costs a tenth of the start.
gc.disable()

from apigw_choose.model.errors import InputError  # noqa: E402

WRONG_INPUT, TOOL_FAILED, INTERRUPTED = 2, 70, 130
REPORT_TO = "https://github.com/apigw-choose/apigw-choose/issues"


def run(arguments: Sequence[str]) -> int:
    """Run the tool with these arguments; the exit status is the contract's, whatever happens."""
    from apigw_choose.cli.streams import tell, tell_error

    try:
        return _run(arguments)
    except InputError as error:
        tell_error(error)
        return WRONG_INPUT
    except KeyboardInterrupt:
        return INTERRUPTED
    except Exception as error:  # noqa: BLE001 - a crash must never look like a verdict
        if os.environ.get("APIGW_CHOOSE_TRACEBACK") == "1":
            raise
        what = f"{type(error).__name__}: {error}".split("\n")[0]
        tell(f"apigw-choose failed: {what}\nThis is a bug in the tool, not in your input; please report it: {REPORT_TO}")
        return TOOL_FAILED


def main() -> NoReturn:
    """What the installed command calls.

    Everything has been written and closed by then, so the process leaves at once: taking every module
    apart would last a fifth of the whole run.
    """
    status = run(sys.argv[1:])
    for stream in (sys.stdout, sys.stderr):
        with suppress(OSError, ValueError):
            stream.flush()
    os._exit(status)


def _run(arguments: Sequence[str]) -> int:
    from typer._click.exceptions import ClickException
    from typer.main import get_command

    from apigw_choose.cli.app import app

    try:
        status = get_command(app).main(list(arguments), prog_name="apigw-choose", standalone_mode=False)
    except ClickException as error:
        raise InputError(error.format_message(), hint="apigw-choose --help") from error
    return status if isinstance(status, int) else 0


if __name__ == "__main__":
    main()
