"""`AWS::Serverless::WebSocketApi` as SAM translates it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from apigw_choose.readers.templates.sam.http import domain
from apigw_choose.readers.templates.sam.parts import lambda_uri, map_at, part_of, put, reference, stage_id, taken
from apigw_choose.readers.templates.tree import Map, Resource, line_of, make_map

if TYPE_CHECKING:
    from collections.abc import Iterator

_ON_THE_API = {
    name: name
    for name in ("ApiKeySelectionExpression", "DisableExecuteApiEndpoint", "IpAddressType", "RouteSelectionExpression")
}
_ON_THE_STAGE = {
    name: name for name in ("StageVariables", "AccessLogSettings", "DefaultRouteSettings", "RouteSettings")
}
_ON_THE_ROUTE = {
    name: name
    for name in ("ApiKeyRequired", "ModelSelectionExpression", "RequestModels", "RouteResponseSelectionExpression")
}


def resources(api: Resource) -> Iterator[Resource]:
    """The API, its stage and domain, and a route with its integration for each function."""
    properties = taken(api.properties, _ON_THE_API)
    put(properties, "ProtocolType", "WEBSOCKET", api.line)
    yield api._replace(type="AWS::ApiGatewayV2::Api", properties=properties)
    stage = taken(api.properties, _ON_THE_STAGE)
    put(stage, "StageName", api.properties.get("StageName") or "default", api.line)
    put(stage, "AutoDeploy", value=True, line=api.line)
    put(stage, "ApiId", reference(api.id, api.line), api.line)
    yield part_of(api, "", "AWS::ApiGatewayV2::Stage", stage)._replace(id=stage_id(api))
    yield from domain(api)
    routes = map_at(api.properties, "Routes")
    for key, settings in routes.items():
        if isinstance(settings, Map):
            yield from _route(api, key, settings, line_of(routes, key))


def _route(api: Resource, key: str, settings: Map, line: int) -> Iterator[Resource]:
    name = key.replace("$", "").capitalize()
    route = taken(settings, _ON_THE_ROUTE)
    for property_name, value in (
        ("ApiId", reference(api.id, line)),
        ("RouteKey", key),
        ("Target", reference(f"{api.id}{name}Integration", line)),
    ):
        put(route, property_name, value, line)
    if key == "$connect":
        yield from _authorized(api, route)
    yield part_of(api, f"{name}Route", "AWS::ApiGatewayV2::Route", route, line, f"Routes.{key}")
    integration = taken(settings, {"IntegrationTimeout": "TimeoutInMillis"})
    integration.update({"IntegrationType": "AWS_PROXY", "IntegrationUri": lambda_uri(line)})
    put(integration, "ApiId", reference(api.id, line), line)
    yield part_of(api, f"{name}Integration", "AWS::ApiGatewayV2::Integration", integration, line, f"Routes.{key}")


def _authorized(api: Resource, route: Map) -> Iterator[Resource]:
    """Authorization, which a WebSocket API asks for when a client connects."""
    auth = map_at(api.properties, "Auth")
    line = line_of(api.properties, "Auth")
    if auth.get("AuthType") in ("AWS_IAM", "CUSTOM"):
        put(route, "AuthorizationType", auth["AuthType"], line)
    if auth.get("AuthType") == "CUSTOM":
        name = "ConnectAuthorizer"
        put(route, "AuthorizerId", reference(api.id + name, line), line)
        authorizer = make_map({"AuthorizerType": "REQUEST", "IdentitySource": auth.get("IdentitySource")}, line)
        yield part_of(api, name, "AWS::ApiGatewayV2::Authorizer", authorizer, line, "Auth")
