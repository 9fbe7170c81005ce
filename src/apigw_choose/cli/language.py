"""In which language the tool speaks: as `--lang` says, and for text that people read as their locale says."""

from __future__ import annotations

import os
import re
import sys
from typing import TextIO

import typer

from apigw_choose.cli.streams import speaks_unicode, tell
from apigw_choose.model.errors import InputError
from apigw_choose.readers.shipped import ENGLISH, languages

_CODE = re.compile("[a-z]{2,3}(?![a-z])", re.ASCII)


def language_wanted(ctx: typer.Context, own: str | None, *, text: bool, stream: TextIO | None = None) -> str:
    """The language of the answer.

    Args:
        ctx: where `--lang` may have been said before the command
        own: what it says after it
        text: whether the answer is text for people, for which the locale has a say
        stream: where that text goes, if not to stdout; one that takes ASCII only gets it in English
    """
    before = ctx.parent.params.get("lang") if ctx.parent else None
    if own is not None and before is not None and own != before:
        raise InputError("--lang is given twice, before and after the command; keep one")
    said = before if own is None else own
    language = said or (_of_the_locale() if text else ENGLISH)
    if language == ENGLISH or not text or speaks_unicode(stream or sys.stdout) or language not in languages():
        return language
    if said:
        tell(f"note: --lang {said} takes UTF-8, and this output takes ASCII only, so this is in English")
    return ENGLISH


def _of_the_locale() -> str:
    """The first language that the person prefers and the tool speaks; English, where there is none."""
    variables = ("LC_ALL", "LC_MESSAGES", "LANG")
    locale = next((value for name in variables if (value := os.environ.get(name))), "")
    if locale.partition(".")[0] in {"", "C", "POSIX"}:
        return ENGLISH  # as by gettext, LANGUAGE has no say then
    wanted = [*os.environ.get("LANGUAGE", "").split(":"), locale]
    codes = [found[0] for name in wanted if (found := _CODE.match(name))]
    if all(code == ENGLISH for code in codes):
        return ENGLISH
    there = languages()
    return next((code for code in codes if code in there), ENGLISH)
