"""The HTTP API that the Serverless Framework makes of `httpApi` events."""

from __future__ import annotations

from typing import Any

from apigw_choose.readers.templates.serverless.service import (
    HTTP_API,
    Event,
    Place,
    Service,
    capitalised,
    function_id,
    lambda_uri,
    path_id,
    ref,
    standing,
    within,
)
from apigw_choose.readers.templates.serverless.variables import is_intrinsic
from apigw_choose.readers.templates.tree import Map, line_of, make_map, make_seq

_CORS = {
    "allowedOrigins": "AllowOrigins",
    "allowedHeaders": "AllowHeaders",
    "allowedMethods": "AllowMethods",
    "allowCredentials": "AllowCredentials",
    "exposedResponseHeaders": "ExposeHeaders",
    "maxAge": "MaxAge",
}


def read(service: Service) -> None:
    """Add the HTTP API of a service, if it has one, and what belongs to it."""
    events = service.events("httpApi")
    if not events:
        return
    given = service.setting("httpApi", "id")
    if given is None:
        _add_api(service, events[0].place)
        _add_stage(service, events[0].place)
    _add_authorizers(service, given)
    functions: set[str] = set()
    for event in events:
        if event.function not in functions:
            functions.add(event.function)
            _add_integration(service, event, given)
        _add_route(service, event, given)


def _api(given: Any, line: int) -> Any:
    return ref(HTTP_API, line) if given is None else given


def _add_api(service: Service, place: Place) -> None:
    properties: dict[str, Any] = {"ProtocolType": "HTTP"}
    lines: dict[str, int] = {}
    disabled = service.setting("httpApi", "disableDefaultEndpoint")
    if disabled is not None:
        properties["DisableExecuteApiEndpoint"] = disabled
        lines["DisableExecuteApiEndpoint"] = service.line("httpApi", "disableDefaultEndpoint")
    cors = service.setting("httpApi", "cors")
    if standing(cors) is not None:
        line = service.line("httpApi", "cors")
        properties["CorsConfiguration"] = _cors(cors, line)
        lines["CorsConfiguration"] = line
    service.add(HTTP_API, "AWS::ApiGatewayV2::Api", make_map(properties, place.line, lines), place)


def _cors(cors: Any, line: int) -> Any:
    """What is allowed to other origins; everything by default."""
    if is_intrinsic(cors):
        return (
            cors
            if "Fn::If" not in cors
            else make_map(
                {
                    "Fn::If": make_seq(
                        [cors["Fn::If"][0], *(_branch(branch, line) for branch in cors["Fn::If"][1:])], line
                    )
                },
                line,
            )
        )
    given = cors if isinstance(cors, Map) else make_map({}, line)
    made = {_CORS[key]: value for key, value in given.items() if key in _CORS}
    return make_map({"AllowOrigins": make_seq(["*"], line), **made}, line)


def _branch(branch: Any, line: int) -> Any:
    if branch is None or standing(branch) is None:
        return ref("AWS::NoValue", line)
    return _cors(branch, line)


def _add_stage(service: Service, place: Place) -> None:
    properties: dict[str, Any] = {"ApiId": ref(HTTP_API, place.line), "StageName": "$default", "AutoDeploy": True}
    lines: dict[str, int] = {}
    metrics = service.setting("httpApi", "metrics")
    if metrics is not None:
        line = service.line("httpApi", "metrics")
        properties["DefaultRouteSettings"] = make_map({"DetailedMetricsEnabled": metrics}, line)
        lines["DefaultRouteSettings"] = line
    service.add("HttpApiStage", "AWS::ApiGatewayV2::Stage", make_map(properties, place.line, lines), place)
    logs = service.setting("logs", "httpApi")
    certainty = standing(logs)
    if certainty is not None:
        line = service.line("logs", "httpApi")
        target = make_map(
            {"DestinationArn": make_map({"Fn::GetAtt": make_seq(["HttpApiLogGroup", "Arn"], line)}, line)}, line
        )
        made = make_map({"ApiId": ref(HTTP_API, line), "AccessLogSettings": target}, line)
        service.add("HttpApiStage", "AWS::ApiGatewayV2::Stage", made, Place(line, "provider.logs.httpApi"), certainty)


def _add_authorizers(service: Service, api: Any) -> None:
    given = service.setting("httpApi", "authorizers")
    for name, settings in given.items() if isinstance(given, Map) and not is_intrinsic(given) else ():
        line = line_of(given, name)
        properties: dict[str, Any] = {"ApiId": _api(api, line), "Name": name}
        if within(settings, "type") == "request":
            function = within(settings, "functionArn") or function_id(str(within(settings, "functionName") or name))
            properties |= {
                "AuthorizerType": "REQUEST",
                "AuthorizerUri": lambda_uri(function, line),
                "EnableSimpleResponses": within(settings, "enableSimpleResponses"),
                "AuthorizerResultTtlInSeconds": within(settings, "resultTtlInSeconds"),
                "AuthorizerPayloadFormatVersion": within(settings, "payloadVersion") or "2.0",
            }
        else:
            jwt = {"Issuer": within(settings, "issuerUrl"), "Audience": within(settings, "audience")}
            properties |= {"AuthorizerType": "JWT", "JwtConfiguration": make_map(jwt, line)}
        made = make_map({key: value for key, value in properties.items() if value is not None}, line)
        place = Place(line, f"provider.httpApi.authorizers.{name}")
        service.add(_authorizer_id(name), "AWS::ApiGatewayV2::Authorizer", made, place)


def _authorizer_id(name: str) -> str:
    return f"HttpApiAuthorizer{capitalised(name)}"


def _add_integration(service: Service, event: Event, api: Any) -> None:
    line = event.place.line
    function = service.functions.get(event.function)
    payload = within(function, "httpApi", "payload") or service.setting("httpApi", "payload") or "2.0"
    properties = {
        "ApiId": _api(api, line),
        "IntegrationType": "AWS_PROXY",
        "IntegrationUri": make_map({"Fn::GetAtt": make_seq([function_id(event.function), "Arn"], line)}, line),
        "PayloadFormatVersion": payload,
    }
    service.add(_integration_id(event), "AWS::ApiGatewayV2::Integration", make_map(properties, line), event.place)


def _integration_id(event: Event) -> str:
    return f"HttpApiIntegration{capitalised(event.function)}"


def _add_route(service: Service, event: Event, api: Any) -> None:
    line = event.place.line
    key = _route_key(event)
    target = make_map(
        {"Fn::Join": make_seq(["/", make_seq(["integrations", ref(_integration_id(event), line)], line)], line)}, line
    )
    properties: dict[str, Any] = {"ApiId": _api(api, line), "RouteKey": key, "Target": target, **_authorization(event)}
    lines = dict.fromkeys(("AuthorizationType", "AuthorizerId", "AuthorizationScopes"), event.line("authorizer"))
    id_ = "HttpApiRouteDefault" if key == "$default" else f"HttpApiRoute{path_id(key.replace(' ', '/'))}"
    service.add(id_, "AWS::ApiGatewayV2::Route", make_map(properties, line, lines), event.place)


def _route_key(event: Event) -> str:
    if isinstance(event.settings, str):
        return "$default" if event.settings.strip() == "*" else event.settings
    path, method = str(event.get("path") or ""), str(event.get("method") or "*").upper()
    return "$default" if path == "*" else f"{'ANY' if method == '*' else method} {path}"


def _authorization(event: Event) -> dict[str, Any]:
    authorizer = event.get("authorizer")
    line = event.line("authorizer")
    if standing(authorizer) is None:
        return {}
    if is_intrinsic(authorizer):
        return {"AuthorizationType": authorizer}
    type_ = str(within(authorizer, "type") or "").lower()
    if type_ == "aws_iam":
        return {"AuthorizationType": "AWS_IAM"}
    name = authorizer if isinstance(authorizer, str) else within(authorizer, "name")
    id_ = within(authorizer, "id")
    made: dict[str, Any] = {
        "AuthorizationType": "CUSTOM" if type_ == "request" else "JWT",
        "AuthorizerId": id_ if id_ is not None else ref(_authorizer_id(str(name)), line),
    }
    scopes = within(authorizer, "scopes")
    return made if scopes is None else {**made, "AuthorizationScopes": scopes}
