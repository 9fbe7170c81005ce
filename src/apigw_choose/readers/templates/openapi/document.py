"""An OpenAPI or Swagger document with its `x-amazon-apigateway-*` extensions, as resources."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from apigw_choose.readers.templates.openapi.operations import Operations
from apigw_choose.readers.templates.tree import Map, Resource, Seq, line_of, make_map, unresolved
from apigw_choose.readers.templates.values import NOT, function_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

EXTENSION = "x-amazon-apigateway-"
DOCUMENT = "OpenAPI::Document"
"""The type of an API of which only the definition is there."""
METHODS = frozenset(
    ("get", "put", "post", "delete", "options", "head", "patch", "trace", EXTENSION + "any-method"),
)
_ON_THE_API = {
    "api-key-source": "ApiKeySourceType",
    "binary-media-types": "BinaryMediaTypes",
    "minimum-compression-size": "MinimumCompressionSize",
    "policy": "Policy",
    "security-policy": "SecurityPolicy",
    "endpoint-access-mode": "EndpointAccessMode",
}
_REST_ONLY = frozenset(
    EXTENSION + name
    for name in (
        *("api-key-source", "binary-media-types", "gateway-responses", "minimum-compression-size", "policy"),
        *("request-validators", "request-validator", "documentation", "security-policy", "endpoint-access-mode"),
    )
)
_REST_INTEGRATION = frozenset(
    (
        *("passthroughBehavior", "responses", "requestTemplates", "contentHandling", "cacheNamespace"),
        *("cacheKeyParameters", "responseTransferMode"),
    )
)


def expand(body: Map, api: Resource) -> list[Resource]:
    """The methods, routes, authorizers and settings that the definition of an API declares.

    `api` is the API whose definition it is; what is set on the API itself is given as further resources of the
    API's own id and type. The API is not among those returned.
    """
    if function := function_of(body):
        return list(_expand_function(*function, body, api))
    return list(_Document(body, api).resources())


def _expand_function(name: str, argument: Any, body: Map, api: Resource) -> Iterator[Resource]:
    if name == "Fn::If" and isinstance(argument, Seq) and len(argument) == 3:  # noqa: PLR2004 - as it takes
        for branch, condition in zip(argument[1:], (str(argument[0]), NOT + str(argument[0])), strict=True):
            if isinstance(branch, Map):
                standing = "used" if api.condition in (None, condition) else "conditional"
                for resource in expand(branch, api._replace(condition=condition)):
                    yield resource._replace(certainty=standing)
    elif argument != "AWS::NoValue":
        yield unread(api, f"a definition made by {name}", body.line)


def unread(api: Resource, words: str, line: int) -> Resource:
    """A part of an API that says that the API's definition, or some of it, is elsewhere."""
    properties = make_map({"Body": unresolved(words, line)}, line)
    return Resource(api.id, api.type, properties, api.file, line, api.path, api.condition, api.certainty)


def document(body: Map, file: str) -> list[Resource]:
    """A document that stands alone: the API it defines, and what it declares."""
    option = option_of(body)
    properties = make_map({} if option is None else {"Option": option}, body.line)
    api = Resource("(document)", DOCUMENT, properties, file, body.line, "(document)")
    return [api, *expand(body, api._replace(path=""))]


def option_of(body: Map) -> str | None:
    """Which option a document alone tells to be meant, None where it fits more than one."""
    if "swagger" in body:
        return "rest"
    if EXTENSION + "cors" in body or EXTENSION + "importexport-version" in body:
        return "http"
    if not _REST_ONLY.isdisjoint(body):
        return "rest"
    marks = {mark for operation in _operations(body) for mark in _marks(operation)} | set(_marks_of_authorizers(body))
    return marks.pop() if len(marks) == 1 else None


def _marks_of_authorizers(body: Map) -> Iterator[str]:
    """Authorizers that only REST APIs have."""
    components = body.get("components")
    schemes = components.get("securitySchemes") if isinstance(components, Map) else None
    for scheme in schemes.values() if isinstance(schemes, Map) else ():
        authorizer = scheme.get(EXTENSION + "authorizer") if isinstance(scheme, Map) else None
        if isinstance(authorizer, Map) and str(authorizer.get("type")).lower() in ("token", "cognito_user_pools"):
            yield "rest"


def _operations(body: Map) -> Iterator[Map]:
    paths = body.get("paths")
    for item in paths.values() if isinstance(paths, Map) else ():
        for method, operation in item.items() if isinstance(item, Map) else ():
            if method in METHODS and isinstance(operation, Map):
                yield operation


def _marks(operation: Map) -> Iterator[str]:
    """What tells REST and HTTP APIs apart: an HTTP API needs a payload format version to call Lambda, say."""
    if operation.get("isDefaultRoute"):
        yield "http"
    if EXTENSION + "request-validator" in operation:
        yield "rest"
    integration = operation.get(EXTENSION + "integration")
    if isinstance(integration, Map):
        kind = str(integration.get("type", "")).lower()
        if "payloadFormatVersion" in integration or "integrationSubtype" in integration:
            yield "http"
        elif kind in ("aws", "http", "mock", "aws_proxy") or not _REST_INTEGRATION.isdisjoint(integration):
            yield "rest"


class _Document:
    """The definition of one API."""

    def __init__(self, body: Map, api: Resource) -> None:
        self.body = body
        self.api = api
        self.is_v2 = api.type.startswith("AWS::ApiGatewayV2::") or api.properties.get("Option") == "http"

    def resources(self) -> Iterator[Resource]:
        yield from self._settings()
        yield from Operations(self.body, self.api, is_v2=self.is_v2).resources()
        if not self.is_v2:
            yield from self._parts("AWS::ApiGateway::GatewayResponse", EXTENSION + "gateway-responses", "ResponseType")
            yield from self._parts("AWS::ApiGateway::Model", "definitions", "Name")
            yield from self._parts("AWS::ApiGateway::Model", "components/schemas", "Name")
            documentation = EXTENSION + "documentation/documentationParts"
            yield from self._parts("AWS::ApiGateway::DocumentationPart", documentation, "Place")

    def _settings(self) -> Iterator[Resource]:
        """What the document sets on the API itself."""
        settings: dict[str, tuple[Any, int, str]] = {}
        for name, property_name in _ON_THE_API.items():
            key = EXTENSION + name
            if key in self.body:
                settings[property_name] = self.body[key], line_of(self.body, key), key
        for key in (EXTENSION + "cors",) if self.is_v2 else ():
            if key in self.body:
                settings["CorsConfiguration"] = self.body[key], line_of(self.body, key), key
        for where, holder in self._endpoint_configurations():
            for name, property_name in (
                ("disableExecuteApiEndpoint", "DisableExecuteApiEndpoint"),
                ("ipAddressType", "IpAddressType"),
            ):
                if name in holder:
                    settings[property_name] = holder[name], line_of(holder, name), f"{where}.{name}"
        if "Fn::Transform" in self.body:
            settings["Body"] = unresolved("Fn::Transform", self.body.line), line_of(self.body, "Fn::Transform"), "Body"
        for property_name, (value, line, key) in settings.items():
            properties = make_map({property_name: value}, line)
            path = ".".join(filter(None, (self.api.path, key)))
            yield self._made(self.api.id, self.api.type, properties, line, path)

    def _endpoint_configurations(self) -> Iterator[tuple[str, Map]]:
        key = EXTENSION + "endpoint-configuration"
        if isinstance(self.body.get(key), Map):
            yield key, self.body[key]
        servers = self.body.get("servers")
        for server in servers if isinstance(servers, Seq) else ():
            if isinstance(server, Map) and isinstance(server.get(key), Map):
                yield f"servers.{key}", server[key]

    def _parts(self, kind: str, path: str, key: str) -> Iterator[Resource]:
        """A resource for each entry of a part of the document."""
        holder: Any = self.body
        for segment in path.split("/"):
            holder = holder.get(segment) if isinstance(holder, Map) else None
        entries = holder.items() if isinstance(holder, Map) else enumerate(holder) if isinstance(holder, Seq) else ()
        for name, entry in entries:
            line = line_of(holder, name)
            properties = make_map({key: name, "RestApiId": make_map({"Ref": self.api.id}, line)}, line)
            if isinstance(entry, Map):
                properties.update({_pascal(inner): value for inner, value in entry.items()})
                properties.lines.update({_pascal(inner): at for inner, at in entry.lines.items()})
            where = ".".join(filter(None, (self.api.path, *path.split("/"), str(name))))
            yield self._made(f"{self.api.id} {path} {name}", kind, properties, line, where)

    def _made(self, name: str, kind: str, properties: Map, line: int, path: str) -> Resource:
        return Resource(name, kind, properties, self.api.file, line, path, self.api.condition, self.api.certainty)


def _pascal(key: str) -> str:
    return key[:1].upper() + key[1:]


def skeleton(version: Mapping[str, str], line: int) -> Map:
    """A document without operations."""
    return make_map({**version, "paths": make_map({}, line)}, line)
