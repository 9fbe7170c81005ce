"""The root command, which decides, and the way to the others, which are imported when they are called."""

import sys
from importlib import import_module
from typing import TYPE_CHECKING, Annotated, Any

import typer
from typer.core import TyperGroup

from apigw_choose import __version__
from apigw_choose.cli.decide import FORMATS, answer
from apigw_choose.cli.language import language_wanted
from apigw_choose.cli.options import JsonOption, LangOption, MatrixOption, complete_assumptions, complete_features
from apigw_choose.cli.shared import format_wanted
from apigw_choose.cli.streams import emit
from apigw_choose.cli.traffic import said, traffic_options, with_prices
from apigw_choose.model.errors import InputError
from apigw_choose.readers.asked import nothing_asked
from apigw_choose.readers.matrix import load_matrix

if TYPE_CHECKING:
    from typer.core import TyperCommand

COMMANDS = {
    "ask": "Ask what the API must do, question by question, and decide.",
    "features": "List or search all that can be needed or wanted.",
    "explain": "Explain a feature, or a term such as execute-api.",
    "compare": "Compare API types side by side.",
    "scan": "Say what existing templates use, and what they could be.",
    "cost": "Say what each API type costs a month for your traffic.",
    "report": "Write the matrix as one page that answers by itself.",
    "check": "Check that answers still hold, for pipelines.",
    "mcp": "Answer agents over the Model Context Protocol.",
    "schema": "Print the JSON Schema of an output or input.",
    "matrix": "Check and compare matrices that you write yourself.",
}
"""Each is the module of that name beside this one; its help stands here so that listing it need not import it."""

SPEAKING = ("ask", "features", "explain", "compare")
"""The commands that speak other languages than English."""

_HELP = """Which Amazon API Gateway type to take: REST, HTTP or WebSocket, with reasons and sources.

Say what the API must do; the answer names the type, why, what the others lack, and what to do about it."""

_EPILOG = """\b
Examples:
  apigw-choose --need waf --need api-keys
  apigw-choose --need integration-timeout=60s --want caching:3
  apigw-choose --need waf,jwt --json
  apigw-choose --need cors --requests 50M/month --request-size 4KB
  apigw-choose features auth

\b
Exit status: 0 an option is recommended, 1 none meets the needs,
2 the input is wrong, 70 the tool itself failed, 130 interrupted."""

_WAYS_IN = """apigw-choose says which Amazon API Gateway type to take, and why.

Three ways in:
  apigw-choose --need waf --need api-keys   say what the API must have
  apigw-choose ask                          answer questions
  apigw-choose scan .                       see what your templates could be

What can be needed or wanted: apigw-choose features
More: apigw-choose --help
"""


class LazyGroup(TyperGroup):
    """A group whose commands are imported when they are called or listed, since most runs need one."""

    def __init__(self, **settings: Any) -> None:
        super().__init__(**settings)
        self.params += traffic_options()
        self.commands = dict.fromkeys(COMMANDS)  # type: ignore[assignment] # the names, for suggestions

    def get_command(self, ctx: Any, cmd_name: str) -> "TyperCommand | None":
        """The command of that name, or None."""
        if cmd_name not in COMMANDS:
            return None
        command = typer.main.get_command(import_module(f"apigw_choose.cli.{cmd_name}").app)
        command.name = cmd_name
        return command  # type: ignore[return-value]

    def shell_complete(self, ctx: Any, incomplete: str) -> list[Any]:
        """The commands by their names alone, without importing them, and then the options."""
        from typer._click.shell_completion import CompletionItem

        commands = [CompletionItem(name, help=told) for name, told in COMMANDS.items() if name.startswith(incomplete)]
        return commands + super(TyperGroup, self).shell_complete(ctx, incomplete)

    def format_commands(self, ctx: Any, formatter: Any) -> None:
        """The list of commands in the help."""
        with formatter.section("Commands"):
            formatter.write_dl(list(COMMANDS.items()))


app = typer.Typer(
    cls=LazyGroup,
    name="apigw-choose",
    help=_HELP,
    epilog=_EPILOG,
    invoke_without_command=True,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
    subcommand_metavar="[COMMAND]",
)


def _version(asked: bool) -> None:  # noqa: FBT001 - typer hands over the value by place
    if asked:
        matrix = load_matrix()
        emit(f"apigw-choose {__version__} (matrix {matrix.id} {matrix.version})\n")
        raise typer.Exit


@app.callback()
def decide_command(
    ctx: typer.Context,
    need: Annotated[
        list[str],
        typer.Option(
            metavar="ID[=QUANTITY]",
            help="What the API must have. Repeat it, or separate ids by commas. Quantities have units: 60s, 8MB.",
            autocompletion=complete_features,
        ),
    ] = [],  # noqa: B006 - typer copies it
    want: Annotated[
        list[str],
        typer.Option(
            metavar="ID[=QUANTITY][:WEIGHT]",
            help="What would be welcome; breaks ties, rules nothing out.",
            autocompletion=complete_features,
        ),
    ] = [],  # noqa: B006
    file: Annotated[
        str | None,
        typer.Option(
            "-f", "--file", metavar="FILE", help="Read requirements from YAML or JSON (- is stdin); flags add to it."
        ),
    ] = None,
    strict: Annotated[bool, typer.Option("--strict", help="Count support with a condition as none.")] = False,
    allow_workarounds: Annotated[
        bool, typer.Option("--allow-workarounds", help="Count what a known workaround provides as met, and say so.")
    ] = False,
    no_assume: Annotated[
        list[str],
        typer.Option(
            metavar="ID",
            help="Overrule an assumption, such as request-response.",
            autocompletion=complete_assumptions,
        ),
    ] = [],  # noqa: B006
    interactive: Annotated[bool, typer.Option("-i", "--interactive", help="Answer questions, as does ask.")] = False,
    as_json: JsonOption = False,
    output: Annotated[
        str | None, typer.Option("--format", metavar="|".join(FORMATS), help="How to print the answer.")
    ] = None,
    matrix: MatrixOption = None,
    lang: LangOption = None,
    no_color: Annotated[bool, typer.Option("--no-color", help="Print without colour (as does NO_COLOR=1).")] = False,
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Print the versions of tool and matrix.")
    ] = False,
) -> int:
    """Decide, or hand over to the command that was called."""
    options = {"--json": as_json, "--format": output, "--strict": strict, "--no-assume": no_assume}
    options |= {"--allow-workarounds": allow_workarounds, "--need": need, "--want": want, "--file": file}
    options["--interactive"] = interactive
    typed = said(ctx)
    given = [*(name for name, value in options.items() if value not in (None, False, [])), *typed.flags]
    if ctx.invoked_subcommand:
        mute = lang is not None and ctx.invoked_subcommand not in SPEAKING
        _refuse_before_command(ctx.invoked_subcommand, [*given, *(["--lang"] if mute else [])])
        return 0
    form = format_wanted(output, FORMATS, as_json=as_json)
    if interactive:
        from apigw_choose.cli.ask import ask

        return ask(
            with_prices(
                load_matrix(matrix, language_wanted(ctx, lang, text=form == "text", stream=sys.stderr)), typed.prices
            ),
            typed=typed,
            matrix_name=matrix,
            needs=need,
            wants=want,
            file=file,
            strict=strict,
            overruled=no_assume,
            allow_workarounds=allow_workarounds,
            output=form,
            colour=not no_color,
        )
    if not (need or want or typed.amounts) and file is None:
        if given or matrix or lang:
            raise nothing_asked()
        emit(_WAYS_IN)
        return 0
    return answer(
        needs=need,
        wants=want,
        file=file,
        strict=strict,
        overruled=no_assume,
        allow_workarounds=allow_workarounds,
        output=form,
        matrix=matrix,
        language=language_wanted(ctx, lang, text=form == "text"),
        typed=typed,
        colour=not no_color,
    )


def _refuse_before_command(command: str, given: list[str]) -> None:
    """Options of a decision before another command would be ignored without a word."""
    if given:
        raise InputError(
            f"{', '.join(given)} before {command!r} would not be used; leave it out, or leave out the command",
            hint=f"apigw-choose {command} --help",
        )
