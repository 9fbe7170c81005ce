"""What is said of input that cannot be used, and of a failure of the tool itself, as lines."""

from __future__ import annotations

from typing import TYPE_CHECKING

from apigw_choose.renderers.inert import printable

if TYPE_CHECKING:
    from apigw_choose.model.errors import InputError

_LONGEST_EXCERPT = 200
_REPORT = (
    "This is a bug in the tool, not in your input. Run it again with APIGW_CHOOSE_TRACEBACK=1, "
    "and file what it prints as an issue of the project."
)


def error_lines(error: InputError) -> list[str]:
    """Every problem on its own line, with the line of the file that it is about, and what to try; all inert."""
    lines = [line for problem in error.problems for line in (f"error: {problem}", *_excerpt(problem))]
    return [printable(line) for line in (*lines, *([f"try: {error.hint}"] if error.hint else ()))]


def failure_lines(error: Exception) -> list[str]:
    """What failed, and how to report it; all inert."""
    what = f"{type(error).__name__}: {error}".split("\n")[0]
    return [printable(f"apigw-choose failed: {what}"), _REPORT]


def _excerpt(problem: object) -> list[str]:
    """The line of the file that a problem is about, and a mark under the place."""
    line = getattr(problem, "line_text", None)
    position = getattr(problem, "position", None)
    if line is None or position is None or len(line) > _LONGEST_EXCERPT:
        return []
    number = str(position.line)
    mark = f"  {' ' * len(number)} | {' ' * (position.column - 1)}^"
    return [f"  {number} | {line}", *([mark] if position.column else [])]
