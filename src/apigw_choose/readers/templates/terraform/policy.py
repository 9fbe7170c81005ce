"""A policy that Terraform writes as a data source, `aws_iam_policy_document`, in the form of a policy document."""

from __future__ import annotations

from typing import Any

from apigw_choose.readers.templates.terraform.values import is_intrinsic, key_text
from apigw_choose.readers.templates.tree import Map, Seq, line_of, make_map, make_seq

TYPE = "aws_iam_policy_document"
_NAMES = {"effect": "Effect", "actions": "Action", "resources": "Resource", "principals": "Principal"}


def document(arguments: Map) -> Map | None:
    """The document that the arguments of the data source make; None where more of it stands elsewhere."""
    statements = arguments.get("statement")
    if any(name in arguments for name in ("source_policy_documents", "override_policy_documents", "source_json")):
        return None
    listed = statements if isinstance(statements, Seq) else make_seq([] if statements is None else [statements], 1)
    made = [_statement(entry) for entry in listed]
    if not all(isinstance(entry, Map) for entry in listed):
        return None
    line = arguments.line
    return make_map({"Version": "2012-10-17", "Statement": make_seq(made, line, listed.lines)}, line)


def _statement(given: Any) -> Any:
    if not isinstance(given, Map) or is_intrinsic(given):
        return given
    made: dict[str, Any] = {_NAMES[name]: value for name, value in given.items() if name in _NAMES}
    lines = {_NAMES[name]: line for name, line in given.lines.items() if name in _NAMES}
    conditions = given.get("condition")
    if conditions is not None:
        made["Condition"] = _conditions(conditions, line_of(given, "condition"))
        lines["Condition"] = line_of(given, "condition")
    return make_map(made, given.line, lines)


def _conditions(given: Any, line: int) -> Any:
    """Conditions by their tests; of two with the same test and variable the last counts here, as they say the same."""
    found: dict[str, dict[str, Any]] = {}
    lines: dict[str, int] = {}
    for entry in given if isinstance(given, Seq) else [given]:
        if not isinstance(entry, Map) or is_intrinsic(entry):
            return given
        test, variable = key_text(entry.get("test")), key_text(entry.get("variable"))
        found.setdefault(test, {})[variable] = entry.get("values")
        lines.setdefault(test, entry.line)
    return make_map({test: make_map(values, lines[test]) for test, values in found.items()}, line, lines)
