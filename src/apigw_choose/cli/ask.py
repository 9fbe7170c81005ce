"""`ask`: the questionnaire, from the first question to the same answer that the flags would have given."""

from __future__ import annotations

import shlex
import sys
from collections.abc import Sequence
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Annotated

import typer

from apigw_choose.cli.answers_file import check_target, save
from apigw_choose.cli.decide import NONE_FITS, RECOMMENDED, written
from apigw_choose.cli.interview_prompt import GoBack, Sitting, Stop, Terminal, terminal_is_there, yes_or_no
from apigw_choose.cli.language import language_wanted
from apigw_choose.cli.options import JsonOption, LangOption, MatrixOption
from apigw_choose.cli.shared import colour_wanted, matrix_wanted
from apigw_choose.cli.streams import emit, tell
from apigw_choose.cli.traffic import NOTHING_SAID, Said
from apigw_choose.engine.decide import decide
from apigw_choose.engine.evaluate import evaluate
from apigw_choose.engine.interview import Interview
from apigw_choose.engine.verify import verify
from apigw_choose.model.answers import Answer, Answers
from apigw_choose.model.errors import InputError
from apigw_choose.model.matrix import Matrix
from apigw_choose.model.requirements import Need, Requirements
from apigw_choose.readers.asked import require
from apigw_choose.readers.requirements_file import STDIN, FileRequirements, read_requirements_file
from apigw_choose.renderers.decision_lines import command_of
from apigw_choose.renderers.question_text import find_out_text, unknown_before_text
from apigw_choose.renderers.requirements_yaml import write_requirements

if TYPE_CHECKING:
    from apigw_choose.engine.interview import Survey

app = typer.Typer(rich_markup_mode=None, add_completion=False)


@app.command("ask")
def command(
    ctx: typer.Context,
    save_to: Annotated[
        str | None, typer.Option("--save", metavar="FILE", help="Write the answers to a requirements file.")
    ] = None,
    file: Annotated[
        str | None, typer.Option("-f", "--file", metavar="FILE", help="Go on from the answers in a requirements file.")
    ] = None,
    force: Annotated[bool, typer.Option("--force", help="Let --save overwrite a file that is there.")] = False,
    as_json: JsonOption = False,
    matrix: MatrixOption = None,
    lang: LangOption = None,
) -> int:
    """Ask what the API must do, question by question, and decide."""
    loaded = matrix_wanted(ctx, matrix, language_wanted(ctx, lang, text=not as_json, stream=sys.stderr))
    before = ctx.parent.params.get("matrix") if ctx.parent else None
    return ask(
        loaded,
        matrix_name=before if matrix is None else matrix,
        file=file,
        save_to=save_to,
        force=force,
        output="json" if as_json else "text",
        colour=colour_wanted(ctx),
    )


def ask(
    matrix: Matrix,
    *,
    matrix_name: str | None = None,
    needs: Sequence[str] = (),
    wants: Sequence[str] = (),
    file: str | None = None,
    strict: bool = False,
    overruled: Sequence[str] = (),
    allow_workarounds: bool = False,
    save_to: str | None = None,
    force: bool = False,
    output: str = "text",
    colour: bool = True,
    typed: Said = NOTHING_SAID,
) -> int:
    """Ask, decide and print the decision; the exit status says whether an option is recommended.

    What is typed or stands in the file is taken as answered.

    Raises:
        InputError: when there is nobody to ask, what was given is wrong, or the answers end too early.
    """
    if not terminal_is_there():
        raise InputError(
            "the questionnaire needs a terminal for its questions (stderr) and the answers (stdin); "
            "say --need ID or -f FILE instead",
            hint="apigw-choose --need waf, or apigw-choose -f requirements.yaml",
        )
    if file == STDIN:
        raise InputError("-f -: stdin is where you answer; name a file")
    if save_to is not None:
        check_target(save_to, file, force=force)
    said = read_requirements_file(matrix, file) if file is not None else FileRequirements()
    known = require(
        matrix,
        needs,
        wants,
        strict=strict,
        overruled=overruled,
        allow_workarounds=allow_workarounds,
        file=said,
        traffic=typed.amounts,
        region=typed.region,
    )
    record = _Record(matrix, matrix_name, said, known, file, save_to)
    return _Talk(record, Terminal(matrix, colour=colour)).run(output, colour=colour)


class _Record:
    """What is kept of the answers: in a file, and as the command that asks the same."""

    def __init__(
        self,
        matrix: Matrix,
        matrix_name: str | None,
        said: FileRequirements,
        known: Requirements,
        file: str | None,
        save_to: str | None,
    ) -> None:
        self.matrix = matrix
        self.said = said
        self.known = known
        self.file = file
        self.save_to = save_to
        self._matrix_flag = f" --matrix {shlex.quote(matrix_name)}" if matrix_name else ""

    def save(self, requirements: Requirements, answers: Answers) -> None:
        """Write the file, if one was named; whatever else stood in the one that was read is kept."""
        if self.save_to is None:
            return
        needed = {need.feature for need in requirements.needs}
        kept = replace(
            self.said,
            needs=requirements.needs,
            wants=requirements.wants,
            strict=requirements.strict,
            allow_workarounds=requirements.allow_workarounds,
            overruled=tuple(requirements.overruled),
            declined=tuple(feature for feature in answers.with_reply("no") if feature not in needed),
            undecided=tuple(feature for feature in answers.with_reply("unknown") if feature not in needed),
        )
        save(self.save_to, write_requirements(self.matrix, kept))
        again = f"apigw-choose -f {shlex.quote(self.save_to)}{self._matrix_flag}"
        tell(self.matrix.say("Saved to {file}. The same again: {command}", file=self.save_to, command=again))

    def command(self, requirements: Requirements) -> str | None:
        """The command that asks for the same without a file; None where nothing is asked for."""
        if not (requirements.needs or requirements.wants):
            return None
        return f"{command_of(self.matrix, requirements)}{self._matrix_flag}"

    def way_on(self, requirements: Requirements) -> str:
        """The command that goes on where this was stopped."""
        if self.save_to is not None:
            target = shlex.quote(self.save_to)
            return f"apigw-choose ask -f {target} --save {target}{self._matrix_flag}"
        if requirements == self.known:
            source = f" -f {shlex.quote(self.file)}" if self.file else ""
            if self.file or not (requirements.needs or requirements.wants):
                return f"apigw-choose ask{source}{self._matrix_flag}"
        return f"{command_of(self.matrix, requirements)} -i{self._matrix_flag}"


class _Talk:
    """One sitting with its beginning and its end."""

    def __init__(self, record: _Record, terminal: Terminal) -> None:
        self.record = record
        self.terminal = terminal
        self.matrix = record.matrix
        self.interview = Interview(self.matrix, record.known)

    def run(self, output: str, *, colour: bool) -> int:
        said = self.record.said
        declined = [Answer(feature, "no") for feature in said.declined]
        open_before = tuple(Answer(feature, "unknown") for feature in said.undecided)
        sitting = Sitting(self.terminal, self.matrix, self.interview, Answers((*declined, *open_before)))
        try:
            if open_before and self._knows_more(said.undecided):
                sitting.answers = Answers(tuple(declined))
            survey = sitting.run()
        except Stop:
            return self._stop(sitting)
        except EOFError:
            tell("")
            on = self.record.way_on(self.record.known)
            raise InputError(f"the input ended at question {sitting.number}; nothing is decided or saved", on) from None
        except KeyboardInterrupt:
            tell("", self.matrix.say("Interrupted; nothing is decided or saved."))
            raise
        return self._decide(survey, sitting.answers, output, colour=colour)

    def _knows_more(self, features: Sequence[str]) -> bool:
        """Whether what nobody knew in an earlier sitting is known now."""
        while True:
            try:
                text = unknown_before_text(self.matrix, features, self.terminal.style)
                return self.terminal.ask(text, partial(yes_or_no, self.matrix))
            except GoBack:
                tell(self.matrix.say("There is no question before this one."))

    def _stop(self, sitting: Sitting) -> int:
        requirements = self.interview.requirements(sitting.answers)
        self.record.save(requirements, sitting.answers)
        if self.record.save_to is None:
            text = "Nothing is saved; without --save FILE, only the needs go with the command that goes on."
            tell(self.matrix.say(text))
        text = "Stopped before question {number}. To go on: {command}"
        tell(self.matrix.say(text, number=sitting.number, command=self.record.way_on(requirements)))
        return RECOMMENDED

    def _decide(self, survey: Survey, answers: Answers, output: str, *, colour: bool) -> int:
        requirements = survey.requirements
        decision = decide(self.matrix, requirements)
        verify(self.matrix, decision)
        self.record.save(requirements, answers)
        emit(written(self.matrix, decision, output, colour=colour))
        unknown = answers.with_reply("unknown")
        if unknown:
            outcomes = [(feature, self._if_needed(requirements, feature)) for feature in unknown]
            self.terminal.say("\n" + find_out_text(self.matrix, outcomes, decision.recommendation, self.terminal.style))
        command = self.record.command(requirements)
        text = "In one line: {command}" if command else "You need nothing of what was asked, so no flag says the same."
        tell("", self.matrix.say(text, command=command))
        return NONE_FITS if decision.recommendation is None else RECOMMENDED

    def _if_needed(self, requirements: Requirements, feature: str) -> str | None:
        further = replace(requirements, needs=(*requirements.needs, Need(feature)))
        return evaluate(self.matrix, further).recommendation
