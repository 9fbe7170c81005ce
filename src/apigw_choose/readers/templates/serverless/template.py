"""The Serverless Framework: a `serverless.yml` as the CloudFormation template that the framework makes of it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from apigw_choose.model.scan import Trouble
from apigw_choose.readers.templates import cloudformation
from apigw_choose.readers.templates.serverless import http, plugins, rest, websocket
from apigw_choose.readers.templates.serverless.service import Service, within
from apigw_choose.readers.templates.serverless.variables import TooMuchError, is_intrinsic
from apigw_choose.readers.templates.tree import Map, Resource, Seq, line_of, make_map

if TYPE_CHECKING:
    from collections.abc import Iterator

    from apigw_choose.readers.templates.serverless.variables import OpenLocal


def resources(root: Map, file: str, open_local: OpenLocal = lambda _: None) -> tuple[list[Resource], list[Trouble]]:
    """What a service declares, in the normal form; nothing of a service for another provider than AWS.

    `open_local` gives what a file beside the service says, where that may be read.
    """
    if _provider(root) not in ("aws", ""):
        return [], []
    try:
        return _Reading(root, file, open_local).resources()
    except (TooMuchError, RecursionError):
        return [], [Trouble(file, None, "its variables lead to more than can be read", fatal=True)]


def _provider(root: Map) -> str:
    provider = root.get("provider")
    name = provider.get("name") if isinstance(provider, Map) else provider
    return name if isinstance(name, str) and "${" not in name else ""


_APIS = ("AWS::ApiGateway::RestApi", "AWS::ApiGatewayV2::Api")


def _with(resource: Resource, own: Resource | None) -> Resource:
    """A resource of the framework with what the service's own section sets otherwise."""
    if own is None:
        return resource
    before = resource.properties
    lines = {**before.lines, **own.properties.lines}
    return resource._replace(properties=make_map({**before, **own.properties}, before.line, lines))


class _Reading:
    def __init__(self, root: Map, file: str, open_local: OpenLocal) -> None:
        self.service = Service(root, file, open_local)
        self.root = root
        self.file = file
        self.troubles: list[Trouble] = []

    def resources(self) -> tuple[list[Resource], list[Trouble]]:
        service = self.service
        for kind in (rest, http, websocket, plugins):
            kind.read(service)
        own = list(self._own())
        added = {resource.id: resource for resource in own if resource.type in _APIS}
        made = [_with(resource, added.pop(resource.id, None)) for resource in service.resources]
        kept = [resource for resource in own if resource.type not in _APIS or resource.id in added]
        return made + kept, [*self.troubles, *self._troubles()]

    def _own(self) -> Iterator[Resource]:
        """The resources that the service writes in CloudFormation, and what it adds to those of the framework."""
        given = self.service.variables.within(self.root, "resources")
        known = {resource.id: resource.type for resource in self.service.resources}
        for path, part in self._parts(given):
            for section in ("Resources", "extensions"):
                listed = within(part, section)
                if isinstance(listed, Map) and not is_intrinsic(listed):
                    typed = make_map({**part, "Resources": self._typed(listed, known)}, part.line, part.lines)
                    for declared in cloudformation.declarations(typed, self.file, self.troubles, f"{path}.{section}"):
                        yield from cloudformation.normal_form(declared)

    def _parts(self, given: Any) -> Iterator[tuple[str, Map]]:
        if isinstance(given, Seq):
            for number, part in enumerate(given):
                if isinstance(part, Map):
                    yield f"resources.{number}", part
        elif isinstance(given, Map):
            yield "resources", given

    @staticmethod
    def _typed(listed: Map, known: dict[str, str]) -> Map:
        """Resources with their types; what is said of a resource of the framework's needs none."""
        entries: dict[str, Any] = {}
        for name, entry in listed.items():
            if isinstance(entry, Map) and "Type" not in entry and name in known:
                entries[name] = make_map({**entry, "Type": known[name]}, entry.line, entry.lines)
            else:
                entries[name] = entry
        return make_map(entries, listed.line, listed.lines)

    def _troubles(self) -> Iterator[Trouble]:
        """Parts of the service that stand in other files, which may declare anything."""
        for section in ("functions", "resources"):
            found = self.service.variables.within(self.root, section)
            line = line_of(self.root, section)
            for number, part in enumerate(found if isinstance(found, Seq) else [found]):
                at = line_of(found, number, line) if isinstance(found, Seq) else line
                if isinstance(part, Map) and "Unresolved" in part:
                    yield Trouble(
                        self.file, at, f"{section} are in {part['Unresolved']}, which is not read here", fatal=False
                    )
