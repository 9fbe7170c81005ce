"""What Tab completes in bash, zsh and fish: one answer in lines, and a script for each that shows it.

Typer's own scripts put a space after `integration-timeout=`, take the word apart at that sign in bash, offer files
where none are taken, and in zsh evaluate what they are told. PowerShell keeps Typer's.
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any

from typer import _completion_classes, _completion_shared
from typer._click.shell_completion import (
    CompletionItem,
    ShellComplete,
    _resolve_context,
    _resolve_incomplete,
    add_completion_class,
    split_arg_string,
)

from apigw_choose.renderers.inert import printable

if TYPE_CHECKING:
    from typer._click.core import Command, Parameter

_FILES = "//files"
"""In place of values: let the shell complete the names of files. No value looks like that."""

_NAMES_OF_FILES = frozenset({"FILE", "FOLDER", "TEMPLATE", "OLD", "NEW"})
"""By these words the help says that a file is taken."""

_BASH = """
%(complete_func)s() {
    local line=${COMP_LINE:0:COMP_POINT} value breaks= word before=
    COMPREPLY=()
    while IFS=$'\\t' read -r value _; do
        if [[ $value == //files ]]; then
            compopt -o default
            return
        fi
        [[ -z $value ]] || COMPREPLY+=("$value")
    done < <(_TYPER_COMPLETE_ARGS=$line %(autocomplete_var)s=complete_lines "$1" 2>/dev/null)
    # Of the word that was typed, bash replaces what stands behind the last = or : in it.
    [[ $COMP_WORDBREAKS == *=* ]] && breaks+==
    [[ $COMP_WORDBREAKS == *:* ]] && breaks+=:
    word=${line##*[[:space:]]}
    [[ $breaks ]] && before=${word%%"${word##*[$breaks]}"}
    COMPREPLY=("${COMPREPLY[@]#"$before"}")
    [[ ${#COMPREPLY[@]} == 1 && $COMPREPLY == *= ]] && compopt -o nospace
}

complete -o nosort -F %(complete_func)s %(prog_name)s
"""

_ZSH = """
#compdef %(prog_name)s

%(complete_func)s() {
  local line value typed="${(j: :)words[1,CURRENT-1]} $PREFIX"
  local -a whole open
  for line in "${(@f)$(_TYPER_COMPLETE_ARGS=$typed %(autocomplete_var)s=complete_lines %(prog_name)s 2>/dev/null)}"; do
    value=${${line%%%%$'\\t'*}//:/\\\\:}
    case $value in
      (//files) _files; return ;;
      (?*=) open+=("$value:${line#*$'\\t'}") ;;
      (?*) whole+=("$value:${line#*$'\\t'}") ;;
    esac
  done
  _describe -V value whole -- open -S ''
}

compdef %(complete_func)s %(prog_name)s
# As a file in fpath, this is run by the first Tab, and never again.
if [[ $zsh_eval_context[-1] == loadautofunc ]]; then %(complete_func)s "$@"; fi
"""

_FISH = """
function %(complete_func)s
    set -lx _TYPER_COMPLETE_ARGS (commandline -cp)
    set -lx %(autocomplete_var)s complete_lines
    set -l offered (%(prog_name)s 2>/dev/null)
    if string match -q '//files*' -- "$offered[1]"
        __fish_complete_path (commandline -ct)
    else
        string join -- \\n $offered
    end
end

complete --command %(prog_name)s --no-files --keep-order --arguments '(%(complete_func)s)'
"""


class Lines(ShellComplete):
    """Each value with its description behind a tab, or that files are wanted."""

    name = "lines"
    source_template = ""

    def source_vars(self) -> dict[str, Any]:
        """Nothing: the scripts belong to the shells."""
        return {}

    def get_completion_args(self) -> tuple[list[str], str]:
        """The words before the cursor, and the one that ends there."""
        line = os.environ.get("_TYPER_COMPLETE_ARGS", "")
        words = split_arg_string(line)[1:]
        return (words[:-1], words[-1]) if words and not line.endswith(" ") else (words, "")

    def get_completions(self, args: list[str], incomplete: str) -> list[CompletionItem]:
        """What the command or parameter offers that the cursor is at; each is the whole word, as in `--need=waf`."""
        context = _resolve_context(self.cli, self.ctx_args, self.prog_name, args)
        asked, typed = _resolve_incomplete(context, args, incomplete)
        items = asked.shell_complete(context, typed) or _by_its_name(asked, typed)
        before = incomplete.removesuffix(typed)
        return [item if item.value == _FILES else CompletionItem(before + item.value, help=item.help) for item in items]

    def format_completion(self, item: CompletionItem) -> str:
        """One line."""
        return f"{item.value}\t{' '.join(printable(item.help or '').split())}"


def _by_its_name(asked: Command | Parameter, typed: str) -> list[CompletionItem]:
    """What the help names as the value: `text|json` is a choice, FILE a file."""
    names = (getattr(asked, "metavar", None) or "").removesuffix("...").split("|")
    if _NAMES_OF_FILES.intersection(names):
        return [CompletionItem(_FILES)]
    return [CompletionItem(name) for name in names if len(names) > 1 and name.startswith(typed)]


def use_own_completion() -> None:
    """Have Typer answer and install by what stands here; there is no public way."""
    # It would have Rich render descriptions, which takes longer than finding them and reads markup that a
    # matrix may hold by chance.
    _completion_classes._sanitize_help_text = printable  # noqa: SLF001
    _completion_shared._completion_scripts.update(bash=_BASH, zsh=_ZSH, fish=_FISH)  # noqa: SLF001
    add_completion_class(Lines, Lines.name)
