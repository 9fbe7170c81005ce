"""SAM templates as resources, with what the translation to CloudFormation makes of them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from apigw_choose.readers.templates import cloudformation
from apigw_choose.readers.templates.cloudformation.parameters import Scope
from apigw_choose.readers.templates.sam import http, rest, websocket
from apigw_choose.readers.templates.sam.parts import Event, map_at
from apigw_choose.readers.templates.sam.plans import SharedPlan
from apigw_choose.readers.templates.tree import Map, Resource, Seq, line_of, make_map, make_seq
from apigw_choose.readers.templates.values import function_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from apigw_choose.model.scan import Trouble
    from apigw_choose.readers.templates.sam.parts import OpenLocal

PREFIX = "AWS::Serverless::"
_API, _HTTP_API, _WEBSOCKET_API = PREFIX + "Api", PREFIX + "HttpApi", PREFIX + "WebSocketApi"
_IMPLICIT = {"Api": ("ServerlessRestApi", _API, "RestApiId"), "HttpApi": ("ServerlessHttpApi", _HTTP_API, "ApiId")}
_WITH_EVENTS = (PREFIX + "Function", PREFIX + "StateMachine")
_GLOBAL_PROPERTIES = {
    _API: frozenset(
        (
            *("Auth", "Name", "DefinitionUri", "CacheClusterEnabled", "CacheClusterSize", "MergeDefinitions"),
            *("Variables", "EndpointConfiguration", "MethodSettings", "BinaryMediaTypes", "MinimumCompressionSize"),
            *("Cors", "GatewayResponses", "AccessLogSetting", "CanarySetting", "TracingEnabled", "OpenApiVersion"),
            *("Domain", "SecurityPolicy", "EndpointAccessMode"),
        )
    ),
    _HTTP_API: frozenset(
        (
            *("Auth", "AccessLogSettings", "StageVariables", "CorsConfiguration", "DefaultRouteSettings", "Domain"),
            *("RouteSettings", "FailOnWarnings"),
        )
    ),
    _WEBSOCKET_API: frozenset(
        (
            *("AccessLogSettings", "ApiKeySelectionExpression", "DefaultRouteSettings", "DisableExecuteApiEndpoint"),
            *("Domain", "IpAddressType", "RouteSelectionExpression", "RouteSettings", "StageVariables"),
        )
    ),
}


def is_sam(root: Map) -> bool:
    """Whether a template is to be transformed by SAM."""
    transform = root.get("Transform")
    names = transform if isinstance(transform, Seq) else [transform]
    return any(isinstance(name, str) and name.startswith(PREFIX[:-2]) for name in names)


def resources(
    root: Map, file: str, open_local: OpenLocal = lambda _name, _line: None
) -> tuple[list[Resource], list[Trouble]]:
    """The resources that a SAM template comes to.

    `open_local` gives the definition in a file that `DefinitionUri` names, where that may be read.
    """
    troubles: list[Trouble] = []
    declared = list(cloudformation.declarations(root, file, troubles))
    return list(_Template(root, file, declared, open_local).resources()), troubles


class _Template:
    """The declarations of one template."""

    def __init__(self, root: Map, file: str, declared: list[Resource], open_local: OpenLocal) -> None:
        self.globals = Scope(root).resolved(map_at(root, "Globals"))
        self.file = file
        self.line = root.line
        self.declared = declared
        self.open_local = open_local
        self.ignored = {
            name: body.get("IgnoreGlobals")
            for name, body in map_at(root, "Resources").items()
            if isinstance(body, Map) and "IgnoreGlobals" in body
        }

    def resources(self) -> Iterator[Resource]:
        events = self._events()
        implicit = list(self._implicit(events))
        taken = {api.id for api in implicit}  # a resource of the same name gives way to an implicit API
        self.declared = [one for one in self.declared if one.id not in taken]
        apis = [*implicit, *(one for one in self.declared if one.type in _GLOBAL_PROPERTIES)]
        plans = SharedPlan()
        for declared in apis:
            api = self._with_globals(declared)
            own = events.get((api.type, api.id), [])
            if api.type == _API:
                yield from rest.resources(api, own, self.open_local, plans)
            elif api.type == _HTTP_API:
                yield from http.resources(api, own, self.open_local)
            else:
                yield from websocket.resources(api)
        yield from plans.resources()
        for resource in self.declared:
            if resource.type not in _GLOBAL_PROPERTIES:
                yield from cloudformation.normal_form(resource)

    def _events(self) -> dict[tuple[str, str], list[Event]]:
        """The events of functions and state machines, by type and id of the API that they are for."""
        found: dict[tuple[str, str], list[Event]] = {}
        for owner in self.declared:
            if owner.type in _WITH_EVENTS:
                for name, event in map_at(owner.properties, "Events").items():
                    if isinstance(event, Map) and event.get("Type") in _IMPLICIT:
                        implicit, kind, key = _IMPLICIT[str(event["Type"])]
                        properties = map_at(event, "Properties")
                        if not properties and kind == _API:
                            continue
                        line = line_of(owner.properties.get("Events"), name)
                        path = f"{owner.path}.Properties.Events.{name}"
                        target = _target(properties.get(key)) if key in properties else implicit
                        if target is not None:
                            found.setdefault((kind, target), []).append(Event(properties, line, owner, path))
        return found

    def _implicit(self, events: dict[tuple[str, str], list[Event]]) -> Iterator[Resource]:
        """The APIs that nobody declares: those of events that name none."""
        for name, kind, key in _IMPLICIT.values():
            own = [event for event in events.get((kind, name), []) if key not in event.properties]
            if own:
                conditions = {event.owner.condition for event in events[kind, name]}
                condition = (
                    None if None in conditions else conditions.pop() if len(conditions) == 1 else name + "Condition"
                )
                properties = make_map({"StageName": "Prod"} if kind == _API else {}, own[0].line)
                yield Resource(name, kind, properties, self.file, own[0].line, f"Resources.{name}", condition)

    def _with_globals(self, api: Resource) -> Resource:
        section = map_at(self.globals, api.type.removeprefix(PREFIX))
        ignored = self.ignored.get(api.id)
        if ignored == "*" or not section:
            return api
        leave_out = set(ignored) if isinstance(ignored, Seq) else set()
        allowed = _GLOBAL_PROPERTIES[api.type] - leave_out
        shared = make_map({key: value for key, value in section.items() if key in allowed}, section.line, section.lines)
        return api._replace(properties=merged(shared, api.properties))


def _target(value: Any) -> str | None:
    """The id of the API that an event names."""
    if isinstance(value, str):
        return value
    function = function_of(value)
    return str(function[1]) if function and function[0] == "Ref" else None


def merged(shared: Any, own: Any) -> Any:
    """Global and own settings together: mappings key by key, lists one after the other, else the own setting."""
    if isinstance(shared, Map) and isinstance(own, Map) and not function_of(shared) and not function_of(own):
        made = make_map({**shared, **own}, own.line, {**shared.lines, **own.lines})
        for key in shared.keys() & own.keys():
            made[key] = merged(shared[key], own[key])
        return made
    if isinstance(shared, Seq) and isinstance(own, Seq):
        return make_seq([*shared, *own], own.line, [*shared.lines, *own.lines])
    return own
