"""The operations of an OpenAPI or Swagger document as methods (or routes and integrations) and authorizers."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from apigw_choose.readers.templates.tree import Map, Resource, Seq, line_of, make_map, make_seq
from apigw_choose.readers.templates.values import NOT, function_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

_EXTENSION = "x-amazon-apigateway-"
_ANY = _EXTENSION + "any-method"
_METHODS = frozenset(("get", "put", "post", "delete", "options", "head", "patch", "trace", "any", _ANY))
_V2_INTEGRATION = {"Type": "IntegrationType", "Uri": "IntegrationUri", "Credentials": "CredentialsArn"}
_MAX_REFERENCES = 10
SHOWN_BY = "__shown_by__"
"""Where an operation was declared, when that was not in the document."""


class _Place(NamedTuple):
    """An operation of the document, with the condition under which it is there."""

    path: str
    method: str
    operation: Map
    line: int
    condition: str | None


class Operations:
    """All operations of a document."""

    def __init__(self, body: Map, api: Resource, *, is_v2: bool) -> None:
        self.body = body
        self.api = api
        self.is_v2 = is_v2
        self.schemes = self._schemes()
        self.validators = body.get(_EXTENSION + "request-validators")

    def resources(self) -> Iterator[Resource]:
        """Methods or routes, then what they refer to."""
        for place in self._places():
            if place.operation.get("Fn::Transform") is not None:
                yield self._unread(place.line)
            yield from self._route(place) if self.is_v2 else self._method(place)
        yield from self._authorizers()
        if isinstance(self.validators, Map):
            for name, validator in self.validators.items():
                yield self._made(
                    f"{self.api.id} validator {name}",
                    "AWS::ApiGateway::RequestValidator",
                    _pascal_keys(validator) if isinstance(validator, Map) else make_map({}, self.body.line),
                    line_of(self.validators, name),
                    (_EXTENSION + "request-validators", name),
                )

    def _schemes(self) -> Map:
        components = self.body.get("components")
        schemes = self.body.get("securityDefinitions")
        if isinstance(components, Map) and isinstance(components.get("securitySchemes"), Map):
            schemes = components["securitySchemes"]
        return schemes if isinstance(schemes, Map) else make_map({}, self.body.line)

    def _places(self) -> Iterator[_Place]:
        for paths, outer in _branches(self.body.get("paths"), None):
            for path, item in paths.items():
                for path_item, condition in _branches(item, outer):
                    yield from self._places_of(path, self._followed(path_item), condition)

    def _places_of(self, path: str, item: Map, outer: str | None) -> Iterator[_Place]:
        for method, operation in item.items():
            if method.lower() in _METHODS:
                for one, condition in _branches(operation, outer):
                    yield _Place(
                        path, "ANY" if method == _ANY else method.upper(), one, line_of(item, method), condition
                    )

    def _followed(self, value: Map) -> Map:
        """What a reference within the document leads to."""
        for _ in range(_MAX_REFERENCES):
            reference = value.get("$ref")
            if not isinstance(reference, str) or not reference.startswith("#/"):
                break
            target: Any = self.body
            for part in reference[2:].split("/"):
                target = target.get(part.replace("~1", "/").replace("~0", "~")) if isinstance(target, Map) else None
            if not isinstance(target, Map):
                break
            value = target
        return value

    def _method(self, place: _Place) -> Iterator[Resource]:
        properties = self._of_api(place.line, "RestApiId")
        properties.update({"HttpMethod": place.method, "Path": place.path})
        self._secure(properties, place)
        integration, line = self._integration(place)
        if integration is not None:
            _put(properties, "Integration", _through(integration, _method_integration), line)
        validator, line = self._entry(place, "request-validator")
        if validator:
            _put(properties, "RequestValidatorId", self._validator(validator, line), line)
        name = f"{self.api.id} {place.method} {place.path}"
        yield self._at(place, name, "AWS::ApiGateway::Method", properties, ())

    def _route(self, place: _Place) -> Iterator[Resource]:
        key = place.path if place.path.startswith("$") else f"{place.method} {place.path}"
        route = self._of_api(place.line, "ApiId")
        route["RouteKey"] = "$default" if place.path.strip("/") == "$default" else key
        self._secure(route, place)
        integration, line = self._integration(place)
        name = f"{self.api.id} {place.method} {place.path}"
        if integration is not None:
            _put(route, "Target", make_map({"Ref": name + " integration"}, line), line)
        yield self._at(place, name, "AWS::ApiGatewayV2::Route", route, ())
        for one, condition in _branches(integration, place.condition):
            properties = _pascal_keys(one, _V2_INTEGRATION)
            properties["ApiId"] = make_map({"Ref": self.api.id}, line)
            inner = place._replace(condition=condition, line=line)
            path = (_EXTENSION + "integration",)
            yield self._at(inner, name + " integration", "AWS::ApiGatewayV2::Integration", properties, path)

    def _integration(self, place: _Place) -> tuple[Any, int]:
        integration, line = self._entry(place, "integration", inherited=False)
        if isinstance(integration, Map) and "$ref" in integration:
            integration = self._followed(integration)
        return integration, line

    def _entry(self, place: _Place, name: str, *, inherited: bool = True) -> tuple[Any, int]:
        """An extension on an operation, or else on the document."""
        for holder in (place.operation, self.body) if inherited else (place.operation,):
            if _EXTENSION + name in holder:
                return holder[_EXTENSION + name], line_of(holder, _EXTENSION + name)
        return None, place.line

    def _validator(self, validator: Any, line: int) -> Any:
        known = isinstance(self.validators, Map) and isinstance(validator, str) and validator in self.validators
        return make_map({"Ref": f"{self.api.id} validator {validator}"}, line) if known else validator

    def _secure(self, properties: Map, place: _Place) -> None:
        """The authorization of an operation. What a document demands of all operations, the service passes over."""
        auth = place.operation.get(_EXTENSION + "auth")
        if isinstance(auth, Map) and str(auth.get("type")).upper() == "AWS_IAM":
            _put(properties, "AuthorizationType", "AWS_IAM", line_of(place.operation, _EXTENSION + "auth"))
        line = line_of(place.operation, "security")
        security = place.operation.get("security")
        if function_of(security):
            _put(properties, "AuthorizationType", security, line)
        for requirement in security if isinstance(security, Seq) else ():
            for name, scopes in requirement.items() if isinstance(requirement, Map) else ():
                scheme = self.schemes.get(name)
                if isinstance(scheme, Map):
                    self._demand(properties, name, scheme, scopes, line)

    def _demand(self, properties: Map, name: str, scheme: Map, scopes: Any, line: int) -> None:
        if function_of(scheme.get(_EXTENSION + "authorizer")) or isinstance(scheme.get(_EXTENSION + "authorizer"), Map):
            _put(properties, "AuthorizerId", make_map({"Ref": f"{self.api.id} authorizer {name}"}, line), line)
            if scopes:
                _put(properties, "AuthorizationScopes", scopes, line)
        elif str(scheme.get(_EXTENSION + "authtype")).lower() == "awssigv4":
            _put(properties, "AuthorizationType", "AWS_IAM", line)
        elif scheme.get("type") == "apiKey" and str(scheme.get("name")).lower() == "x-api-key":
            _put(properties, "ApiKeyRequired", value=True, line=line)

    def _authorizers(self) -> Iterator[Resource]:
        version, kind = ("V2", "AuthorizerType") if self.is_v2 else ("", "Type")
        for name, scheme in self.schemes.items():
            authorizer = scheme.get(_EXTENSION + "authorizer") if isinstance(scheme, Map) else None
            for one, condition in _branches(authorizer, None):
                resource = self._made(
                    f"{self.api.id} authorizer {name}",
                    f"AWS::ApiGateway{version}::Authorizer",
                    _authorizer(one, kind),
                    line_of(scheme, _EXTENSION + "authorizer"),
                    ("securitySchemes" if self.is_v2 else "securityDefinitions", name),
                )
                yield resource._replace(condition=condition or resource.condition)

    def _of_api(self, line: int, key: str) -> Map:
        return make_map({key: make_map({"Ref": self.api.id}, line)}, line)

    def _at(self, place: _Place, name: str, kind: str, properties: Map, path: tuple[str, ...]) -> Resource:
        resource = self._made(name, kind, properties, place.line, ("paths", place.path, place.method.lower(), *path))
        if SHOWN_BY in place.operation:
            resource = resource._replace(path=place.operation[SHOWN_BY])
        return resource if place.condition is None else resource._replace(condition=place.condition)

    def _made(self, name: str, kind: str, properties: Map, line: int, path: tuple[str, ...]) -> Resource:
        where = ".".join(filter(None, (self.api.path, *path)))
        return Resource(name, kind, properties, self.api.file, line, where, self.api.condition, self.api.certainty)

    def _unread(self, line: int) -> Resource:
        properties = make_map({"Body": make_map({"Unresolved": "Fn::Transform"}, line)}, line)
        return self._made(self.api.id, self.api.type, properties, line, ("paths",))


def _branches(value: Any, condition: str | None) -> Iterator[tuple[Map, str | None]]:
    """A mapping, or those that a condition chooses between."""
    function = function_of(value)
    if function and function[0] == "Fn::If" and isinstance(function[1], Seq) and len(function[1]) == 3:  # noqa: PLR2004
        name = str(function[1][0])
        yield from _branches(function[1][1], name)
        yield from _branches(function[1][2], NOT + name)
    elif isinstance(value, Map) and not (function and function[0] == "Ref"):
        yield value, condition


def _through(value: Any, change: Callable[[Map], Map]) -> Any:
    """A value changed in every branch of the conditions around it."""
    function = function_of(value)
    if function and function[0] == "Fn::If" and isinstance(function[1], Seq):
        branches = [function[1][0], *(_through(branch, change) for branch in function[1][1:])]
        return make_map({"Fn::If": make_seq(branches, value.line)}, value.line)
    return change(value) if isinstance(value, Map) and not function else value


def _method_integration(integration: Map) -> Map:
    made = _pascal_keys(integration, {"HttpMethod": "IntegrationHttpMethod", "Responses": "IntegrationResponses"})
    responses = made.get("IntegrationResponses")
    if isinstance(responses, Map):
        entries = {status: _through(response, _pascal_keys) for status, response in responses.items()}
        made["IntegrationResponses"] = make_map(entries, responses.line, responses.lines)
    return made


def _authorizer(authorizer: Map, kind: str) -> Map:
    made = _pascal_keys(authorizer, {"Type": kind})
    configuration = made.get("JwtConfiguration")
    if isinstance(configuration, Map):
        made["JwtConfiguration"] = _pascal_keys(configuration)
    return made


def _pascal_keys(value: Map, names: dict[str, str] | None = None) -> Map:
    """A mapping with its keys as CloudFormation writes them."""
    names = names or {}
    keys = {key: names.get(pascal := key[:1].upper() + key[1:], pascal) for key in value}
    return make_map(
        {keys[key]: entry for key, entry in value.items()},
        value.line,
        {keys[key]: line for key, line in value.lines.items()},
    )


def _put(into: Map, key: str, value: Any, line: int) -> None:
    into[key] = value
    into.lines[key] = line
