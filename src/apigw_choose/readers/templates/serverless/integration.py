"""What the methods of a REST API call, as the Serverless Framework sets it up."""

from __future__ import annotations

from typing import Any

from apigw_choose.readers.templates.serverless.service import (
    Event,
    Service,
    function_id,
    lambda_uri,
    standing,
    upper,
    within,
)
from apigw_choose.readers.templates.serverless.variables import is_intrinsic
from apigw_choose.readers.templates.tree import Map, Seq, line_of, make_map, make_seq

_INTEGRATIONS = {"LAMBDA": "AWS", "LAMBDA_PROXY": "AWS_PROXY"}
_CUSTOM = ("AWS", "HTTP", "MOCK")
_PROXIES = ("AWS_PROXY", "HTTP_PROXY")
_LOCATIONS = ("querystrings", "paths", "headers")


def integration(service: Service, event: Event, method: str) -> Map:
    """What a method calls."""
    type_ = integration_type(event)
    line = event.line("integration")
    request, response = event.get("request"), event.get("response")
    mode = upper(within(response, "transferMode")) if type_ in _PROXIES else None
    timeout = event.get("timeoutInMillis")
    shared = timeout is None and service.setting("apiGateway", "timeoutInMillis") is not None
    found: dict[str, Any] = {
        "Type": type_,
        "TimeoutInMillis": service.setting("apiGateway", "timeoutInMillis") if shared else timeout,
        "ResponseTransferMode": mode,
        "RequestParameters": _mapped(event, str(type_)),
    }
    lines = {
        "TimeoutInMillis": service.line("apiGateway", "timeoutInMillis") if shared else event.line("timeoutInMillis"),
        "ResponseTransferMode": line_of(response, "transferMode", line),
        "RequestParameters": event.line("request"),
    }
    if type_ in ("AWS", "AWS_PROXY"):
        found["Uri"] = lambda_uri(function_id(event.function), line)
        found["IntegrationHttpMethod"] = "POST"
    elif type_ in ("HTTP", "HTTP_PROXY"):
        found["Uri"] = within(request, "uri")
        found["IntegrationHttpMethod"] = upper(within(request, "method")) or method
        found["ConnectionType"] = upper(event.get("connectionType"), underscored=True)
        found["ConnectionId"] = event.get("connectionId")
    if type_ in _CUSTOM:
        found["PassthroughBehavior"] = within(request, "passThrough")
        found["ContentHandling"] = within(request, "contentHandling")
        found["RequestTemplates"] = _templates(request, line, defaults=type_ == "AWS")
        found["IntegrationResponses"] = _responses(response, line)
    kept = {key: value for key, value in found.items() if value is not None}
    return make_map(kept, line, lines)


def integration_type(event: Event) -> Any:
    """How an event's method calls its function."""
    given = event.get("integration")
    if not given:
        return "AWS" if standing(event.get("async")) == "used" else "AWS_PROXY"
    if not isinstance(given, str):
        return given
    words = given.upper().replace("-", "_", 1)
    return _INTEGRATIONS.get(words, words)


def parameters(event: Event) -> Map | None:
    """The parameters of a request, and whether each is required."""
    given = within(event.get("request"), "parameters")
    found: dict[str, Any] = {}
    lines: dict[str, int] = {}
    for location in _LOCATIONS:
        listed = within(given, location)
        for name, value in listed.items() if isinstance(listed, Map) else ():
            required = value.get("required", True) if isinstance(value, Map) and not is_intrinsic(value) else value
            found[f"method.request.{location[:-1]}.{name}"] = required
            lines[f"method.request.{location[:-1]}.{name}"] = line_of(listed, name)
    return make_map(found, event.line("request"), lines) if found else None


def _mapped(event: Event, type_: str) -> Map | None:
    """The parameters that are handed on to what is called; a function that gets the whole request needs none."""
    line = event.line("request")
    found: dict[str, Any] = {}
    given = within(event.get("request"), "parameters")
    for name in parameters(event) or {} if type_ not in ("AWS_PROXY", "MOCK") else ():
        location, _, key = name.removeprefix("method.request.").partition(".")
        value = within(given, f"{location}s", key)
        mapped = value.get("mappedValue") if isinstance(value, Map) else None
        found[f"integration.{name.removeprefix('method.')}"] = mapped or name
    if standing(event.get("async")):
        found["integration.request.header.X-Amz-Invocation-Type"] = "'Event'"
    return make_map(found, line) if found else None


def _templates(request: Any, line: int, *, defaults: bool) -> Map | None:
    """The templates of a request; a function that gets no whole request has two of the framework's own."""
    kinds = ("application/json", "application/x-www-form-urlencoded") if defaults else ()
    found: dict[str, Any] = dict.fromkeys(kinds, "of the framework")
    given = within(request, "template")
    at = line_of(request, "template", line)
    found.update(given if isinstance(given, Map) else {})
    kept = {kind: template for kind, template in found.items() if template is not None}
    return make_map(kept, at if isinstance(given, Map) else line) if kept else None


def _responses(response: Any, line: int) -> Seq | None:
    """The responses of an integration, as far as the service says something of them."""
    if not isinstance(response, Map) or is_intrinsic(response):
        return None
    headers = response.get("headers")
    codes = response.get("statusCodes")
    made: list[Map] = []
    listed = codes if isinstance(codes, Map) and not is_intrinsic(codes) else make_map({"200": None}, response.line)
    for code, given in listed.items():
        at = line_of(listed, code, line)
        own = within(given, "headers")
        names = [name for part in (headers, own) if isinstance(part, Map) for name in part]
        template = within(given, "template") or response.get("template")
        entry: dict[str, Any] = {"StatusCode": code}
        if names:
            entry["ResponseParameters"] = make_map({f"method.response.header.{name}": "''" for name in names}, at)
        if template:
            entry["ResponseTemplates"] = (
                template if isinstance(template, Map) else make_map({"application/json": template}, at)
            )
        if response.get("contentHandling") is not None and code.startswith("2"):
            entry["ContentHandling"] = response["contentHandling"]
        made.append(make_map(entry, at))
    return make_seq(made, response.line, [entry.line for entry in made])
