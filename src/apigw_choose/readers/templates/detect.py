"""Finds the APIs among resources, and the features that each of them uses, by the table of detectors."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from apigw_choose.model.amounts import MOST
from apigw_choose.model.scan import FoundApi, Use
from apigw_choose.readers.templates.links import Links, given_by
from apigw_choose.readers.templates.tree import Map
from apigw_choose.readers.templates.values import (
    Found,
    best,
    equals,
    find,
    function_of,
    is_filled,
    matches,
    nothing,
    number_of,
    plainly,
    references,
    text_of,
    worst,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

    from apigw_choose.model.scan import Certainty
    from apigw_choose.readers.templates.detectors import Detector, Detectors, KeyPath, Probe
    from apigw_choose.readers.templates.tree import Resource
    from apigw_choose.readers.templates.values import Test


def detect(resources: list[Resource], detectors: Detectors) -> list[FoundApi]:
    """Each API that the resources declare, with what it uses, in the order of declaration."""
    return _Detection(resources, detectors).apis()


class _Detection:
    """The resources of one template under the table."""

    def __init__(self, resources: list[Resource], table: Detectors) -> None:
        self.table = table
        self.resources = resources
        self.links = Links(resources, table)
        self.uses: dict[str, list[Use]] = {name: [] for name in self.links.apis}

    def apis(self) -> list[FoundApi]:
        for resource in self.resources:
            if resource.type in self.table.detectors:
                for name, certainty in self.links.owners(resource).items():
                    self._look_at(resource, self.links.apis[name], certainty)
        return [self._found(name, api) for name, api in self.links.apis.items()]

    def _found(self, name: str, api: Resource) -> FoundApi:
        option = self._option(api)
        brings = self.table.apis[api.type].brings.get(option or "", ())
        return FoundApi(name or "?", option, api.file, api.line, _settled(self.uses[name]), api.condition, brings)

    def _option(self, api: Resource) -> str | None:
        kind = self.table.apis[api.type]
        for value, option in kind.options.items():
            found = find(api.properties, kind.at, equals(frozenset((value.lower(),))), line=api.line)
            if any(one.certainty == "used" for one in found):
                return option
        return kind.option

    def _look_at(self, resource: Resource, api: Resource, standing: Certainty) -> None:
        """Note what a resource shows about the API that it belongs to."""
        view = _View(self, resource, given_by(resource, api))
        whole = self.links.by_id[resource.id][0] is resource
        for detector in self._candidates(resource):
            if detector.absent and not whole:
                continue  # only the declaration itself can lack something; a setting made elsewhere is all there is
            for found, detail in view.shown_by(detector):
                self.uses[api.id] += [
                    Use(
                        feature,
                        worst(found.certainty, standing, detector.certainty),
                        resource.file,
                        found.line,
                        _shown_path(resource, found.path if whole else found.path[1:]),
                        _amount(found.value, detector.times),
                        detail,
                        detector.by_default,
                    )
                    for feature in detector.features
                ]

    def _candidates(self, resource: Resource) -> Iterator[Detector]:
        """The detectors that may find something in a resource; most are told not to at a glance."""
        properties = resource.properties
        opaque = function_of(properties) is not None
        for key, detectors in self.table.detectors[resource.type].items():
            if not key or key in properties or opaque:
                for detector in detectors:
                    if detector.absent or detector.within or not _fails_plainly(properties, detector):
                        yield detector


class _View:
    """A resource, seen where some conditions hold."""

    def __init__(self, detection: _Detection, resource: Resource, given: frozenset[str]) -> None:
        self.links = detection.links
        self.resource = resource
        self.given = given
        self.whole = Found(resource.properties, "used", resource.line, ())
        self.probed: dict[int, list[Found]] = {}

    def shown_by(self, detector: Detector) -> Iterator[tuple[Found, str]]:
        """The places that show what a detector looks for, each with its detail."""
        for entry in self._find(self.whole, detector.within, is_filled) if detector.within else (self.whole,):
            if (certainty := self._allowed(entry, detector)) is None:
                continue
            for found in self._absent(entry, detector) if detector.absent else self._probe(entry, detector.probe):
                yield found._replace(certainty=worst(found.certainty, certainty)), self._detail(entry, found, detector)

    def _allowed(self, entry: Found, detector: Detector) -> Certainty | None:
        """How certain it is that the conditions of a detector are met; None when they are not."""
        certainty = entry.certainty
        for probe in detector.where:
            met = best(found.certainty for found in self._probe(entry, probe))
            if met is None:
                return None
            certainty = worst(certainty, met)
        for probes in detector.unless:
            all_met = [best(found.certainty for found in self._probe(entry, probe)) for probe in probes]
            if all(met == "used" for met in all_met):
                return None
            if None not in all_met:
                certainty = worst(certainty, *(met or "used" for met in all_met))
        return certainty

    def _probe(self, entry: Found, probe: Probe) -> list[Found]:
        return self._probe_whole(probe) if entry is self.whole else self._find(entry, probe.at, self._test(probe))

    def _probe_whole(self, probe: Probe) -> list[Found]:
        found = self.probed.get(id(probe))
        if found is None:
            found = self._find(self.whole, probe.at, self._test(probe)) if probe.at else [self.whole]
            self.probed[id(probe)] = found
        return found

    def _find(self, entry: Found, path: KeyPath, test: Test) -> list[Found]:
        return find(entry.value, path, test, line=entry.line, given=self.given, at=entry.path)

    def _absent(self, entry: Found, detector: Detector) -> list[Found]:
        present = best(found.certainty for found in self._probe(entry, detector.probe))
        return [] if present == "used" else [entry._replace(certainty=present or "used")]

    def _test(self, probe: Probe) -> Test:
        test: Test = is_filled
        if probe.equal:
            test = equals(probe.equal, self.links.resolve)
        elif pattern := probe.pattern:
            test = plainly(pattern) if probe.plainly else matches(pattern, self.links.resolve)
        elif probe.unread:
            test = nothing
        elif (bound := probe.over) is not None:
            test = lambda value: self._is_over(value, bound)  # noqa: E731 - it needs the bound
        elif probe.refers or probe.elsewhere:
            test = lambda value: self._refers(value, probe)  # noqa: E731 - likewise
        return test

    def _is_over(self, value: Any, bound: float) -> Certainty | None:
        number = number_of(value)
        if number is None:
            return text_of(value, self.links.resolve).elsewhere
        return "used" if number > bound else None

    def _refers(self, value: Any, probe: Probe) -> Certainty | None:
        targets = references(value, self.links.resolve, self.given)
        if probe.elsewhere:
            return None if targets else "used"
        return best(
            certainty
            for name, certainty in targets.items()
            if any(target.type == probe.refers for target in self.links.by_id[name])
        )

    def _detail(self, entry: Found, found: Found, detector: Detector) -> str:
        if detector.detail:
            return next((text_of(one.value).text for one in self._find(entry, detector.detail, is_filled)), "")
        pattern = detector.probe.pattern
        if pattern and "detail" in pattern.groupindex and (match := pattern.search(text_of(found.value).text)):
            return str(match["detail"] or "")
        return ""


def _amount(value: Any, times: int | None) -> int | None:
    """How much a value says, in base units; None where it is no amount, or none that there can be."""
    if times is None:
        return None
    number = number_of(value)
    return round(number * times) if number is not None and 0 <= number * times <= MOST else None


def _fails_plainly(properties: Map, detector: Detector) -> bool:
    """Whether a detector finds nothing, told at a glance."""
    return probe_fails_plainly(properties, detector.probe) or any(
        probe_fails_plainly(properties, probe) for probe in detector.where
    )


def probe_fails_plainly(value: Any, probe: Probe) -> bool:
    """Whether a probe finds nothing, told without following intrinsic functions; if in doubt, it may."""
    for segment in probe.at:
        if type(value) is not Map or segment[0] in "*~":
            return False
        if segment not in value:
            return function_of(value) is None
        value = value[segment]
    if value is None:
        return True
    if not probe.equal:
        return False
    if type(value) is str:
        return "{" not in value and value.lower() not in probe.equal
    return type(value) is bool and ("true" if value else "false") not in probe.equal


def _shown_path(resource: Resource, path: KeyPath) -> str:
    parts = resource.path.split(".")
    in_resources = len(parts) > 1 and parts[-2] == "Resources"
    return ".".join((resource.path, *(["Properties"] if in_resources and path else []), *path))


def _settled(uses: list[Use]) -> tuple[Use, ...]:
    """In order, each once; what is unknown in one place and shown in another is shown."""
    shown = {use.feature for use in uses if use.certainty != "unknown"}
    kept = dict.fromkeys(use for use in uses if use.certainty != "unknown" or use.feature not in shown)
    return tuple(sorted(kept, key=lambda use: (use.feature, use.file, use.line, use.path, use.detail)))
