"""The check of a document against one of the project's JSON Schemas.

jsonschema takes 80 ms to import and reads some keywords more loosely than the readers of a matrix may,
so it is imported here only, when there is something to check, and what it reads loosely is read
strictly: `$` in a pattern is the end of the text, and 1.0 is no whole number.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, cast

from apigw_choose.model.quoting import shown
from apigw_choose.readers import shipped
from apigw_choose.readers.wording import did_you_mean

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from jsonschema.protocols import Validator

    from apigw_choose.model.problems import Problem
    from apigw_choose.readers.strict_yaml import Document, KeyPath

_Error = Any
"""jsonschema's ValidationError; to a type checker, each of its attributes may be unset."""

_TYPES = {
    "object": "a mapping",
    "array": "a list",
    "string": "text",
    "integer": "a whole number",
    "number": "a number",
    "boolean": "true or false",
    "null": "null",
}


def make_validator(schema_name: str) -> Validator:
    """The validator of a schema of this project."""
    import json

    return _validator(json.loads(shipped.schema(schema_name)))


def _validator(schema: object) -> Validator:
    """The validator of a schema. No other function makes one.

    Its registry is empty, and said so: without one, jsonschema fetches a `$ref` that it does not know
    over the network.
    """
    from jsonschema import Draft202012Validator, validators
    from referencing import Registry

    checker = Draft202012Validator.TYPE_CHECKER.redefine("integer", lambda _, value: type(value) is int)
    extend: Any = validators.extend  # which has no types
    strict = extend(Draft202012Validator, {"pattern": _pattern}, type_checker=checker)
    return cast("Validator", strict(schema, registry=Registry()))


def problems_of(document: Document, schema_name: str) -> list[Problem]:
    """Everything in a document that its schema does not allow, in the order of the file."""
    found = dict.fromkeys(
        document.problem(path, message)
        for error in make_validator(schema_name).iter_errors(document.value)
        for path, message in _explain(error)
    )
    return sorted(found, key=lambda problem: (problem.position, problem.message))


def mistakes_in(value: Any, schema: object) -> list[str]:
    """Everything in a value that has no file and no place which its schema does not allow, sorted."""
    found = {message for error in _validator(schema).iter_errors(value) for _, message in _explain(error)}
    return sorted(found)


def _pattern(_: Validator, pattern: str, instance: object, __: object) -> Iterator[_Error]:
    from jsonschema.exceptions import ValidationError

    if not isinstance(instance, str):
        return
    # Python's $ also matches before a last line break: "waf\n" would pass for an id.
    to_the_end = pattern[:-1] + r"\Z" if pattern.endswith("$") else pattern
    if not re.search(to_the_end, instance, re.ASCII):
        yield ValidationError(f"{instance!r} does not match {pattern!r}")


def _explain(error: _Error) -> Iterator[tuple[KeyPath, str]]:
    """The paths and sentences that an error stands for."""
    path: KeyPath = tuple(error.absolute_path)
    if error.validator in ("oneOf", "anyOf"):
        yield from _nearest(path, error)
    elif error.validator == "additionalProperties":
        known = list(error.schema.get("properties", ()))
        for key in error.instance:
            if key not in known:
                yield (*path, key), f"unknown key {shown(key)}{did_you_mean(key, known)}"
    elif error.validator == "required":
        for key in error.validator_value:
            if key not in error.instance:
                yield path, f"the key {key!r} is missing"
    elif "propertyNames" in error.absolute_schema_path:
        yield (*path, error.instance), _sentence(error, "the key")
    else:
        yield path, _sentence(error, _subject(path))


def _nearest(path: KeyPath, error: _Error) -> Iterator[tuple[KeyPath, str]]:
    """Of several forms a value may have, what keeps it from the one that it comes nearest to."""
    from jsonschema.exceptions import best_match

    if not error.context:
        yield path, f"{_subject(path)} fits more than one of the forms it may have; keep to one"
        return
    of_another_type = [one for one in error.context if one.validator == "type" and not one.relative_path]
    not_meant = {one.relative_schema_path[0] for one in of_another_type}
    near = [one for one in error.context if one.relative_schema_path[0] not in not_meant]
    if not near:
        types = [name for one in of_another_type for name in _names(one.validator_value)]
        yield path, f"{_subject(path)} {_type(types, error.instance)}"
    elif len({one.relative_schema_path[0] for one in near}) == 1:
        for one in near:
            yield from _explain(one)
    else:
        yield from _explain(best_match(near))


def _subject(path: KeyPath) -> str:
    if not path:
        return "the document"
    if isinstance(path[-1], str):
        return shown(path[-1])
    return f"an entry of {shown(path[-2])}" if len(path) > 1 else "an entry"


def _sentence(error: _Error, subject: str) -> str:
    write = _SENTENCES.get(str(error.validator))
    if write is None:
        return f"{subject} does not meet {error.validator!r} of the schema"
    return f"{subject} {write(error)}"


def _names(types: str | list[str]) -> list[str]:
    return [types] if isinstance(types, str) else types


def _type(types: list[str], instance: Any) -> str:
    allowed = " or ".join(dict.fromkeys(_TYPES[name] for name in types))
    if isinstance(instance, dict | list):
        return f"must be {allowed}, not {_TYPES['object' if isinstance(instance, dict) else 'array']}"
    advice = "; put it in quotes" if "string" in types else ""
    return f"must be {allowed}, not {shown(instance)}{advice}"


def _enum(error: _Error) -> str:
    allowed = [str(value) for value in error.validator_value]
    hint = did_you_mean(error.instance, allowed) if isinstance(error.instance, str) else ""
    return f"is {shown(error.instance)}, which is not one of {', '.join(allowed)}{hint}"


def _fit(error: _Error) -> str:
    wanted = error.schema.get("description", f"text that matches {error.validator_value}")
    return f"is {shown(error.instance)}, which is not {wanted}"


def _unique(error: _Error) -> str:
    twice = [value for place, value in enumerate(error.instance) if value in error.instance[:place]]
    return f"has {shown(twice[0])} twice"


def _depends(error: _Error) -> str:
    missing = [
        f"{key!r} needs {other!r} beside it"
        for key, others in error.validator_value.items()
        if key in error.instance
        for other in others
        if other not in error.instance
    ]
    return f"is incomplete: {', '.join(missing)}"


def _count(at: str) -> Callable[[_Error], str]:
    def write(error: _Error) -> str:
        entries = "one entry" if error.validator_value == 1 else f"{error.validator_value} entries"
        return f"needs at {at} {entries}, and has {len(error.instance)}"

    return write


_SENTENCES: dict[str, Callable[[_Error], str]] = {
    "type": lambda error: _type(_names(error.validator_value), error.instance),
    "enum": _enum,
    "const": lambda error: f"must be {shown(error.validator_value)}, not {shown(error.instance)}",
    "pattern": _fit,
    "uniqueItems": _unique,
    "dependentRequired": _depends,
    "minItems": _count("least"),
    "maxItems": _count("most"),
    "minProperties": _count("least"),
    "maxProperties": _count("most"),
    "minLength": lambda _: "is empty; write something",
    "maxLength": lambda error: f"is longer than {error.validator_value} characters",
    "minimum": lambda error: f"must be at least {error.validator_value}, not {shown(error.instance)}",
    "maximum": lambda error: f"must be at most {error.validator_value}, not {shown(error.instance)}",
    "exclusiveMinimum": lambda error: f"must be more than {error.validator_value}, not {shown(error.instance)}",
    "exclusiveMaximum": lambda error: f"must be less than {error.validator_value}, not {shown(error.instance)}",
}
