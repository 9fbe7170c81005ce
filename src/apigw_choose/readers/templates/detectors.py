"""The table of detectors: which property of which resource shows which feature, read from data."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple, cast

from apigw_choose.readers.templates.values import text_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from apigw_choose.model.scan import Certainty

_INSTALLED = Path(__file__).parents[2] / "_data"
_CHECKOUT = Path(__file__).parents[4] / "data"

KeyPath = tuple[str, ...]
_PROBES: dict[Probe, Probe] = {}
"""Equal probes are one object, so that what it finds in a resource need be found once."""


class Probe(NamedTuple):
    """A test of the value at a path: one of the words, a pattern, a bound, or merely something that is there."""

    at: KeyPath
    equal: frozenset[str] = frozenset()
    """In small letters."""
    pattern: re.Pattern[str] | None = None
    plainly: bool = False
    """The pattern holds only for what stands in the template itself."""
    over: float | None = None
    refers: str | None = None
    """To a resource of this type."""
    elsewhere: bool = False
    """To nothing that the template declares."""
    unread: bool = False
    """Passed by no value: only what cannot be read is found."""


class Detector(NamedTuple):
    """What shows that features are used."""

    features: tuple[str, ...]
    probe: Probe
    within: KeyPath = ()
    """The entries of a list or mapping, each of which is probed on its own."""
    where: tuple[Probe, ...] = ()
    unless: tuple[tuple[Probe, ...], ...] = ()
    """Each a set of conditions that together stand against it."""
    absent: bool = False
    """Shown by there being no such value."""
    times: int | None = None
    """From the value to the base unit of a quantity."""
    detail: KeyPath | None = None
    certainty: Certainty = "used"
    """No more certain than this."""
    by_default: bool = False
    """What is found is what is had where nothing is said."""


class Reference(NamedTuple):
    """A property by which one resource refers to another."""

    type: str
    probe: Probe
    where: tuple[Probe, ...] = ()


class ApiType(NamedTuple):
    """A type of resource that is an API, and how to tell which option it is."""

    option: str | None
    at: KeyPath
    options: Mapping[str, str]
    brings: Mapping[str, tuple[str, ...]]
    """By option: features that go with being one, whatever else is said."""


class Detectors(NamedTuple):
    """All that the table says, by type of resource."""

    apis: Mapping[str, ApiType]
    belongs: Mapping[str, tuple[KeyPath, ...]]
    used_by: Mapping[str, tuple[Reference, ...]]
    named_by: Mapping[str, str]
    detectors: Mapping[str, Mapping[str, tuple[Detector, ...]]]
    """By type of resource, then by the property that a resource must have, "" where it need not have any."""


def shipped_detectors() -> Detectors:
    """The table that comes with the tool."""
    return read_detectors((_INSTALLED if _INSTALLED.is_dir() else _CHECKOUT) / "detectors" / "templates.yaml")


def read_detectors(path: Path) -> Detectors:
    """Read a table of detectors.

    It is of the form that `detectors.schema.json` describes.

    Raises:
        InputError: when it is no YAML of the strict subset.
    """
    from apigw_choose.readers.strict_yaml import read_file

    value = cast("dict[str, Any]", read_file(path).value)
    detectors: dict[str, dict[str, tuple[Detector, ...]]] = {}
    for entry in value["detectors"]:
        made = _detector(entry)
        keys = made.within or made.probe.at
        key = "" if made.absent or not keys else keys[0]
        for kind in _listed(entry["resource"]):
            of_kind = detectors.setdefault(kind, {})
            of_kind[key] = (*of_kind.get(key, ()), made)
    return Detectors(
        {entry["type"]: _api_type(entry) for entry in value["apis"]},
        {kind: tuple(_path(path) for path in _listed(paths)) for kind, paths in value["belongs"].items()},
        {kind: tuple(map(_reference, entries)) for kind, entries in value["used-by"].items()},
        value["named-by"],
        detectors,
    )


def _api_type(entry: Mapping[str, Any]) -> ApiType:
    brings = {option: tuple(features) for option, features in entry.get("brings", {}).items()}
    return ApiType(entry.get("option"), _path(entry.get("at", "")), entry.get("options", {}), brings)


def _reference(entry: Mapping[str, Any]) -> Reference:
    return Reference(entry["resource"], _probe(entry["at"], {}), _conditions(entry.get("where", {})))


def _detector(entry: Mapping[str, Any]) -> Detector:
    within, absent = _path(entry.get("in", "")), entry.get("absent", False)
    probe = _probe(entry.get("at", ""), entry)
    return Detector(
        features=tuple(_listed(entry["feature"])),
        probe=probe,
        within=within,
        where=_conditions(entry.get("where", {})),
        unless=tuple(map(_conditions, _listed(entry.get("unless", [])))),
        absent=absent,
        times=entry.get("times"),
        detail=_path(entry["detail"]) if "detail" in entry else None,
        certainty=entry.get("certainty", "used"),
        by_default=entry.get("by-default", False),
    )


def _conditions(conditions: Mapping[str, Any]) -> tuple[Probe, ...]:
    return tuple(
        _probe(at, condition if isinstance(condition, dict) else {"is": condition})
        for at, condition in conditions.items()
    )


def _probe(at: str, entry: Mapping[str, Any]) -> Probe:
    plainly = "plainly" in entry
    made = Probe(
        _path(at),
        frozenset(text_of(word).text.lower() for word in _listed(entry["is"])) if "is" in entry else frozenset(),
        re.compile(entry["plainly" if plainly else "matches"]) if plainly or "matches" in entry else None,
        plainly,
        entry.get("over"),
        entry.get("refers"),
        entry.get("elsewhere", False),
        entry.get("unread", False),
    )
    return _PROBES.setdefault(made, made)


def _path(path: str) -> KeyPath:
    return tuple(path.split("/")) if path else ()


def _listed(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]
