"""`AWS::Serverless::HttpApi` as SAM translates it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from apigw_choose.readers.templates import openapi
from apigw_choose.readers.templates.openapi.operations import SHOWN_BY
from apigw_choose.readers.templates.sam.parts import (
    ANY,
    EXTENSION,
    IAM_SCHEME,
    INTEGRATION,
    Event,
    branches,
    copied,
    definition_elsewhere,
    is_definition,
    lambda_uri,
    listed,
    map_at,
    operations,
    part_of,
    put,
    put_disabled_endpoint,
    put_operation,
    reference,
    stage_id,
    taken,
    under,
)
from apigw_choose.readers.templates.tree import Map, Resource, line_of, make_map, make_seq, unresolved
from apigw_choose.readers.templates.values import function_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from apigw_choose.readers.templates.sam.parts import OpenLocal

_ON_THE_STAGE = {
    name: name for name in ("StageVariables", "AccessLogSettings", "DefaultRouteSettings", "RouteSettings")
}


def resources(api: Resource, events: list[Event], open_local: OpenLocal) -> Iterator[Resource]:
    """The API, its stage and domain, and what its definition holds."""
    properties = make_map({"ProtocolType": "HTTP"}, api.line)
    body, file = _definition(api, events, open_local)
    made = api._replace(type="AWS::ApiGatewayV2::Api", properties=properties)
    yield made
    path = f"{api.path}.Properties.DefinitionBody" if file is None else ""
    yield from openapi.expand(body, made._replace(path=path, file=file or api.file))
    yield _stage(api, events)
    yield from domain(api)


def _stage(api: Resource, events: list[Event]) -> Resource:
    stage = taken(api.properties, _ON_THE_STAGE)
    for event in events:
        if "RouteSettings" in event.properties:
            line = line_of(event.properties, "RouteSettings")
            settings = make_map(map_at(stage, "RouteSettings"), line)
            method = event.method.upper()
            path = event.properties.get("Path", "$default")
            route = str(path) if event.method == ANY else f"{method} {path}"
            put(settings, route, under(event.owner.condition, event.properties["RouteSettings"], line), line)
            put(stage, "RouteSettings", settings, line)
    name = api.properties.get("StageName") or "$default"
    put(stage, "StageName", name, line_of(api.properties, "StageName", api.line))
    put(stage, "AutoDeploy", value=True, line=api.line)
    put(stage, "ApiId", reference(api.id, api.line), api.line)
    made = part_of(api, "", "AWS::ApiGatewayV2::Stage", stage)
    return made._replace(id=f"{api.id}ApiGatewayDefaultStage" if name == "$default" else stage_id(api))


def domain(api: Resource) -> Iterator[Resource]:
    """The domain of an HTTP or WebSocket API, and the mappings to it."""
    settings = api.properties.get("Domain")
    if not isinstance(settings, Map) or function_of(settings):
        return
    line = line_of(api.properties, "Domain")
    made = taken(settings, {"DomainName": "DomainName", "MutualTlsAuthentication": "MutualTlsAuthentication"})
    yield part_of(api, "DomainName", "AWS::ApiGatewayV2::DomainName", made, line, "Domain")
    for number, base in enumerate(listed(settings.get("BasePath")) or [None]):
        mapping = make_map(
            {"DomainName": reference(api.id + "DomainName", line), "ApiId": reference(api.id, line)}, line
        )
        if base is not None:
            key = base.strip("/") if isinstance(base, str) else base
            put(mapping, "ApiMappingKey", key, line_of(settings, "BasePath"))
        yield part_of(api, f"ApiMapping{number or ''}", "AWS::ApiGatewayV2::ApiMapping", mapping, line, "Domain")


def _definition(api: Resource, events: list[Event], open_local: OpenLocal) -> tuple[Map, str | None]:
    """The definition with all that SAM adds to it, and the file it is in when that is another one."""
    if elsewhere := definition_elsewhere(api, open_local):
        return elsewhere
    properties = api.properties
    body = properties.get("DefinitionBody")
    if not body:
        body = openapi.skeleton({"openapi": "3.0.1"}, api.line)
    if not is_definition(body):
        return (body if isinstance(body, Map) else unresolved("DefinitionBody", api.line)), None
    definition = _Definition(copied(body), api)
    for event in events:
        definition.add_event(event)
    definition.add_settings()
    return definition.body, None


class _Definition:
    """A definition while it is added to."""

    def __init__(self, body: Map, api: Resource) -> None:
        self.body = body
        self.api = api
        self.auth = map_at(api.properties, "Auth")

    def add_event(self, event: Event) -> None:
        """Add the operation of an event, or its settings to the one that the definition has there."""
        path, method = str(event.properties.get("Path") or "$default"), event.method
        there = [one for item in branches(self.body["paths"].get(path)) for one in branches(item.get(method))]
        if any(one.get(INTEGRATION) for one in there):
            for operation in there:
                self._set(operation, event)
            return
        line = event.line
        integration = make_map({"type": "aws_proxy", "httpMethod": "POST", "uri": lambda_uri(line)}, line)
        put(integration, "payloadFormatVersion", "2.0", line)
        operation = make_map({**(there[0] if there else {}), INTEGRATION: integration}, line)
        operation[SHOWN_BY] = event.path
        self._set(operation, event)
        put_operation(self.body, path, method, operation, event.owner.condition)

    def _set(self, operation: Map, event: Event) -> None:
        """Set what an event says of its operation."""
        properties, integration = event.properties, operation.get(INTEGRATION)
        for name, key in (("PayloadFormatVersion", "payloadFormatVersion"), ("TimeoutInMillis", "timeoutInMillis")):
            if properties.get(name) and isinstance(integration, Map):
                put(integration, key, properties[name], line_of(properties, name))
        authorizer = event.auth.get("Authorizer") or (self.auth.get("DefaultAuthorizer") if event.auth else None)
        if isinstance(authorizer, str):
            line = line_of(properties, "Auth", event.line)
            own = map_at(map_at(self.auth, "Authorizers"), authorizer).get("AuthorizationScopes")
            scopes: Any = event.auth.get("AuthorizationScopes") or own or ()
            if authorizer in ("NONE", "AWS_IAM"):
                scopes = ()
            demand = make_map({authorizer: scopes if isinstance(scopes, Map) else make_seq(scopes, line)}, line)
            put(operation, "security", make_seq([*(operation.get("security") or ()), demand], line), line)

    def add_settings(self) -> None:
        """Add what is set on the API."""
        properties = self.api.properties
        if cors := properties.get("CorsConfiguration"):
            line = line_of(properties, "CorsConfiguration")
            settings = cors if isinstance(cors, Map) else make_map({"AllowOrigins": make_seq(["*"], line)}, line)
            put(self.body, EXTENSION + "cors", settings, line)
        self._add_auth()
        put_disabled_endpoint(self.body, properties)

    def _add_auth(self) -> None:
        authorizers = map_at(self.auth, "Authorizers")
        components = make_map(map_at(self.body, "components"), self.auth.line)
        schemes = make_map(map_at(components, "securitySchemes"), self.auth.line)
        if self.auth.get("EnableIamAuthorizer") is True:
            line = line_of(self.auth, "EnableIamAuthorizer")
            put(schemes, "AWS_IAM", make_map(IAM_SCHEME, line), line)
        for name, authorizer in authorizers.items():
            put(schemes, name, _scheme(authorizer), line_of(authorizers, name))
        if not schemes:
            return
        put(components, "securitySchemes", schemes, self.auth.line)
        put(self.body, "components", components, self.auth.line)
        default = self.auth.get("DefaultAuthorizer")
        if isinstance(default, str) and default in schemes:
            line = line_of(self.auth, "DefaultAuthorizer")
            scopes = map_at(authorizers, default).get("AuthorizationScopes") or make_seq([], line)
            for _, method, operation in operations(self.body):
                if method != "options" and not operation.get("security"):
                    put(operation, "security", make_seq([make_map({default: scopes}, line)], line), line)


def _scheme(authorizer: Any) -> Map:
    """A security scheme for an authorizer of the `Auth` section."""
    if not isinstance(authorizer, Map):
        return make_map({}, 1)
    line = authorizer.line
    if authorizer.get("JwtConfiguration"):
        jwt = map_at(authorizer, "JwtConfiguration")
        keys = {key: key.lower() for key in jwt}
        settings = make_map(
            {"type": "jwt", "jwtConfiguration": taken(jwt, keys)}, line_of(authorizer, "JwtConfiguration")
        )
        if "IdentitySource" in authorizer:
            at = line_of(authorizer, "IdentitySource")
            source = make_seq(listed(authorizer["IdentitySource"]), at)
            put(settings, "identitySource", source, at)
        return make_map({EXTENSION + "authorizer": settings}, line)
    identity = map_at(authorizer, "Identity")
    settings = make_map({"type": "request"}, line)
    if "ReauthorizeEvery" in identity:
        put(
            settings,
            "authorizerResultTtlInSeconds",
            identity["ReauthorizeEvery"],
            line_of(identity, "ReauthorizeEvery"),
        )
    sources = [f"$request.querystring.{name}" for name in listed(identity.get("QueryStrings"))]
    if sources:
        put(settings, "identitySource", make_seq(sources, identity.line), identity.line)
    if authorizer.get("EnableSimpleResponses"):
        at = line_of(authorizer, "EnableSimpleResponses")
        put(settings, "enableSimpleResponses", authorizer["EnableSimpleResponses"], at)
    return make_map({EXTENSION + "authorizer": settings}, line)
