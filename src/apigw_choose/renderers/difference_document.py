"""What tells two editions of a matrix apart, as plain JSON data, by `schema diff`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from apigw_choose.model.difference import AnswerChange, Difference, PartChange, Presence
    from apigw_choose.model.matrix import Matrix
    from apigw_choose.model.problems import Problem
    from apigw_choose.renderers.difference_text import Editions

Document = dict[str, Any]


def difference_document(editions: Editions, difference: Difference, answers: Sequence[AnswerChange]) -> Document:
    """All changes."""
    return {
        "format": "apigw-choose/diff/1",
        "old": _matrix(editions.old),
        "new": _matrix(editions.new),
        "added": [_presence(entry) for entry in difference.added],
        "removed": [_presence(entry) for entry in difference.removed],
        "cells": [{"feature": change.id, "option": change.option, **_fields(change)} for change in difference.cells],
        "others": [{"part": change.part, "id": change.id, **_fields(change)} for change in difference.others],
        "examples": editions.examples,
        "decided_otherwise": [
            {
                "example": answer.example,
                "before": {"recommendation": answer.before, "text": answer.before_text},
                "after": {"recommendation": answer.after, "text": answer.after_text},
            }
            for answer in answers
        ],
    }


def lint_document(problems: Iterable[Problem]) -> Document:
    """All that a lint found, by `schema lint`."""
    return {
        "format": "apigw-choose/lint/1",
        "problems": [
            {
                "file": problem.position.file,
                "line": problem.position.line,
                "column": problem.position.column,
                "message": problem.message,
            }
            for problem in problems
        ],
    }


def _matrix(matrix: Matrix) -> Document:
    return {"id": matrix.id, "version": matrix.version}


def _presence(entry: Presence) -> Document:
    return {"part": entry.part, "id": entry.id, "name": entry.name}


def _fields(change: PartChange) -> Document:
    return {
        "changes": [{"field": field.field, "before": field.before, "after": field.after} for field in change.fields]
    }
