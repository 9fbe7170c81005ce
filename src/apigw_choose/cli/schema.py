"""`schema`: the JSON Schemas of what the tool reads and prints."""

from __future__ import annotations

from typing import Annotated

import typer

from apigw_choose.cli.options import complete_schemas
from apigw_choose.cli.streams import emit
from apigw_choose.engine.vocabulary import nearest
from apigw_choose.model.errors import InputError
from apigw_choose.readers import shipped

app = typer.Typer(rich_markup_mode=None, add_completion=False)


@app.command()
def schema(
    name: Annotated[
        str | None,
        typer.Argument(
            metavar="[NAME]", help="Which schema; without it, their names.", autocompletion=complete_schemas
        ),
    ] = None,
) -> int:
    """Print the JSON Schema of an output or input."""
    names = shipped.schema_names()
    if name is None:
        emit("".join(f"{known}\n" for known in names))
        return 0
    if name not in names:
        meant = nearest(name, names)
        hint = f"did you mean {meant[0]!r}?" if meant else f"there is {', '.join(names)}"
        raise InputError(f"no such schema: {name!r} ({hint})", hint="apigw-choose schema")
    emit(shipped.schema(name))
    return 0
