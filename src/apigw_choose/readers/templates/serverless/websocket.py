"""The WebSocket API that the Serverless Framework makes of `websocket` events."""

from __future__ import annotations

from typing import Any

from apigw_choose.readers.templates.serverless.service import (
    WEBSOCKET_API,
    Event,
    Place,
    Service,
    capitalised,
    function_id,
    lambda_uri,
    ref,
    standing,
    within,
)
from apigw_choose.readers.templates.serverless.variables import is_intrinsic
from apigw_choose.readers.templates.tree import Map, line_of, make_map, make_seq


def read(service: Service) -> None:
    """Add the WebSocket API of a service, if it has one, and what belongs to it."""
    events = service.events("websocket")
    if not events:
        return
    given = service.setting("apiGateway", "websocketApiId")
    place = events[0].place
    if given is None:
        selection = service.setting("websocketsApiRouteSelectionExpression") or "$request.body.action"
        properties = {"ProtocolType": "WEBSOCKET", "RouteSelectionExpression": selection}
        service.add(WEBSOCKET_API, "AWS::ApiGatewayV2::Api", make_map(properties, place.line), place)
        _add_logs(service)
    for event in events:
        _add_route(service, event, ref(WEBSOCKET_API, event.place.line) if given is None else given)


def _add_logs(service: Service) -> None:
    logs = service.setting("logs", "websocket")
    certainty = standing(logs)
    if certainty is None:
        return
    line = service.line("logs", "websocket")
    place = Place(line, "provider.logs.websocket")
    base = {"ApiId": ref(WEBSOCKET_API, line)}
    access, execution = (within(logs, name) for name in ("accessLogging", "executionLogging"))
    if access is None or standing(access):
        target = make_map(
            {"DestinationArn": make_map({"Fn::GetAtt": make_seq(["WebsocketsLogGroup", "Arn"], line)}, line)}, line
        )
        made = make_map({**base, "AccessLogSettings": target}, line)
        service.add("WebsocketsDeploymentStage", "AWS::ApiGatewayV2::Stage", made, place, standing(access) or certainty)
    if execution is None or standing(execution):
        at = line_of(logs, "level", line)
        settings = make_map({"LoggingLevel": within(logs, "level") or "INFO"}, at)
        made = make_map({**base, "DefaultRouteSettings": settings}, at)
        service.add(
            "WebsocketsDeploymentStage", "AWS::ApiGatewayV2::Stage", made, place, standing(execution) or certainty
        )


def _add_route(service: Service, event: Event, api: Any) -> None:
    line = event.place.line
    route = event.settings if isinstance(event.settings, str) else event.get("route")
    integration = f"{capitalised(event.function)}WebsocketsIntegration"
    calls = {
        "ApiId": api,
        "IntegrationType": "AWS_PROXY",
        "IntegrationUri": lambda_uri(function_id(event.function), line),
    }
    service.add(integration, "AWS::ApiGatewayV2::Integration", make_map(calls, line), event.place)
    target = make_map(
        {"Fn::Join": make_seq(["/", make_seq(["integrations", ref(integration, line)], line)], line)}, line
    )
    properties: dict[str, Any] = {"ApiId": api, "RouteKey": route, "Target": target}
    expression = event.get("routeResponseSelectionExpression")
    id_ = f"{_route_id(str(route))}WebsocketsRoute"
    if expression:
        properties["RouteResponseSelectionExpression"] = expression
        at = event.line("routeResponseSelectionExpression")
        response = {"ApiId": api, "RouteId": ref(id_, at), "RouteResponseKey": "$default"}
        service.add(
            f"{id_}Response", "AWS::ApiGatewayV2::RouteResponse", make_map(response, at), event.place._replace(line=at)
        )
    authorizer = event.get("authorizer")
    if standing(authorizer) is not None:
        properties |= {"AuthorizationType": "CUSTOM", "AuthorizerId": ref(_add_authorizer(service, event, api), line)}
    lines = dict.fromkeys(("AuthorizationType", "AuthorizerId"), event.line("authorizer"))
    service.add(id_, "AWS::ApiGatewayV2::Route", make_map(properties, line, lines), event.place)


def _add_authorizer(service: Service, event: Event, api: Any) -> str:
    """The authorizer of a route: a function of the service by its name, or any by its ARN."""
    given = event.get("authorizer")
    line = event.line("authorizer")
    settings = given if isinstance(given, Map) and not is_intrinsic(given) else make_map({}, line)
    target = settings.get("arn") or settings.get("name") or given
    named = isinstance(target, str) and ":" not in target
    name = str(settings.get("name") or (target if named else str(target).rpartition(":")[2]))
    id_ = f"{capitalised(name)}WebsocketsAuthorizer"
    properties = {
        "ApiId": api,
        "AuthorizerType": "REQUEST",
        "AuthorizerUri": lambda_uri(function_id(str(target)) if named else target, line),
        "IdentitySource": settings.get("identitySource") or make_seq(["route.request.header.Auth"], line),
    }
    place = Place(line, f"{event.place.path}.authorizer")
    service.add(id_, "AWS::ApiGatewayV2::Authorizer", make_map(properties, line), place)
    return id_


def _route_id(route: str) -> str:
    spelled = route.replace("$", "S").replace("/", "Slash").replace("-", "Dash")
    return spelled.replace("_", "Underscore").replace(".", "Period")
