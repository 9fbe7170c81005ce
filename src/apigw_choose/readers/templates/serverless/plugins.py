"""What plugins of the Serverless Framework add to its APIs, and what it does itself since it took some of them in."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from apigw_choose.readers.templates.serverless.rest import Rest
from apigw_choose.readers.templates.serverless.service import (
    HTTP_API,
    REST_API,
    WEBSOCKET_API,
    Event,
    Place,
    Service,
    path_id,
    ref,
    standing,
    within,
)
from apigw_choose.readers.templates.serverless.variables import is_intrinsic
from apigw_choose.readers.templates.tree import Map, Seq, line_of, make_map, make_seq

if TYPE_CHECKING:
    from collections.abc import Iterator

_APIS = {"rest": REST_API, "http": HTTP_API, "websocket": WEBSOCKET_API}
_SENT_BY_PARAMETERS = ("sqs", "sns", "s3", "dynamodb", "eventbridge", "kinesis")
_SENT_BY_TEMPLATES = ("sqs", "sns", "dynamodb", "eventbridge", "kinesis")
_SERVICES = {"eventbridge": "events"}


def read(service: Service) -> None:
    """Add what plugins add."""
    _add_state_machines(service)
    _add_proxies(service)
    for place, settings in _domains(service):
        _add_domain(service, settings, place)
    _add_web_acl(service)
    _add_cache(service)
    _add_throttles(service)
    _add_types_and_compression(service)


def _add_methods(service: Service, events: list[tuple[Event, str, str]]) -> None:
    """Methods of the REST API that call a service directly: each with the service and what it does."""
    if not events:
        return
    rest = Rest(service)
    if not any(resource.id == REST_API for resource in service.resources):
        rest.add_api(events[0][0].place)
    for event, called, action in events:
        line = event.place.line
        path = str(event.get("path") or "").strip("/")
        method = str(event.get("method") or "any").upper()
        templates = within(event.get("request"), "template")
        parts = ["arn:", ref("AWS::Partition", line), ":apigateway:", ref("AWS::Region", line), f":{called}:{action}"]
        integration: dict[str, Any] = {
            "Type": "AWS",
            "IntegrationHttpMethod": "POST",
            "Uri": make_map({"Fn::Join": make_seq(["", make_seq(parts, line)], line)}, line),
        }
        kind = event.place.path.rpartition(".")[2]
        if templates or kind in ("http", *_SENT_BY_TEMPLATES):
            integration["RequestTemplates"] = templates or make_map({"application/json": "of the plugin"}, line)
        if kind in _SENT_BY_PARAMETERS:
            given = event.get("requestParameters")
            integration["RequestParameters"] = given or make_map(
                {"integration.request.header.Content-Type": "''"}, line
            )
        properties = {
            "RestApiId": rest.api(line),
            "ResourceId": ref(f"ApiGatewayResource{path_id(path)}", line),
            "HttpMethod": method,
            "Path": f"/{path}",
            "ApiKeyRequired": event.get("private"),
            "AuthorizationType": event.get("authorizationType"),
            "AuthorizerId": event.get("authorizerId"),
            "Integration": make_map(integration, line),
        }
        if event.get("authorizer"):
            properties |= rest._authorization(event)  # noqa: SLF001 # events of functions and of plugins have the same
        id_ = f"ApiGatewayMethod{path_id(path)}{method.title()}"
        lines = {"ApiKeyRequired": event.line("private"), "AuthorizationType": event.line("authorizationType")}
        service.add(id_, "AWS::ApiGateway::Method", make_map(properties, line, lines), event.place)
        rest.note_cors(event.get("cors"), path, Place(event.line("cors"), f"{event.place.path}.cors"))
    rest.add_preflights()


def _add_state_machines(service: Service) -> None:
    """State machines that an `http` event starts."""
    machines = within(service.variables.within(service.root, "stepFunctions"), "stateMachines")
    found: list[tuple[Event, str, str]] = []
    for name, machine in machines.items() if isinstance(machines, Map) and not is_intrinsic(machines) else ():
        events = within(machine, "events")
        for number, event in enumerate(events if isinstance(events, Seq) else ()):
            settings = within(event, "http")
            if settings is not None:
                place = Place(line_of(event, "http"), f"stepFunctions.stateMachines.{name}.events.{number}.http")
                action = within(settings, "action") or "StartExecution"
                found.append((Event(name, settings, place), "states", f"action/{action}"))
    _add_methods(service, found)


def _add_proxies(service: Service) -> None:
    """Services that are called without a function."""
    listed = service.custom.get("apiGatewayServiceProxies")
    found: list[tuple[Event, str, str]] = []
    for number, entry in enumerate(listed if isinstance(listed, Seq) else ()):
        for kind, settings in entry.items() if isinstance(entry, Map) and not is_intrinsic(entry) else ():
            place = Place(line_of(entry, kind), f"custom.apiGatewayServiceProxies.{number}.{kind}")
            action = "path/" if kind in ("sqs", "sns", "s3") else f"action/{within(settings, 'action') or 'PutEvents'}"
            found.append((Event(kind, settings, place), _SERVICES.get(kind, kind), action))
    _add_methods(service, found)


def _domains(service: Service) -> Iterator[tuple[Place, Map]]:
    """The custom domains, of the plugin or, since version 4, of the framework itself."""
    if service.plugged("serverless-domain-manager") or service.custom.get("customDomain"):
        single, several = service.custom.get("customDomain"), service.custom.get("customDomains")
        for key, given in (("customDomain", single), ("customDomains", several)):
            for entry in given if isinstance(given, Seq) else [given]:
                yield from _by_type(entry, Place(line_of(service.custom, key), f"custom.{key}"), "rest")
    for key in ("domain", "domains"):
        given = service.provider.get(key)
        place = Place(line_of(service.provider, key), f"provider.{key}")
        for entry in given if isinstance(given, Seq) else [given]:
            settings = make_map({"name": entry}, place.line) if isinstance(entry, str) else entry
            yield from _by_type(settings, place, _only_kind(service))


def _only_kind(service: Service) -> str:
    """The kind of API that the service has; the framework finds it out."""
    have = [kind for kind, id_ in _APIS.items() if any(resource.id == id_ for resource in service.resources)]
    return have[0] if have else "rest"


def _by_type(entry: Any, place: Place, default: str) -> Iterator[tuple[Place, Map]]:
    """A domain with its API type, which may be the key below which its settings stand."""
    if not isinstance(entry, Map) or is_intrinsic(entry):
        return
    for kind in _APIS:
        inner = entry.get(kind)
        if isinstance(inner, Map):
            yield (
                Place(inner.line, f"{place.path}.{kind}"),
                make_map({"apiType": kind, **inner}, inner.line, inner.lines),
            )
    if "domainName" in entry or "name" in entry:
        yield place, make_map({"apiType": default, **entry}, place.line, entry.lines)


def _add_domain(service: Service, settings: Map, place: Place) -> None:
    enabled = standing(settings.get("enabled", True))
    kind = str(settings.get("apiType")).lower()
    api = _APIS.get(kind)
    if enabled is None or api is None or not any(resource.id == api for resource in service.resources):
        return
    line = place.line
    name = settings.get("domainName") or settings.get("name")
    id_ = f"CustomDomain{path_id(str(name))}"
    truststore = settings.get("tlsTruststoreUri")
    tls = (
        None
        if truststore is None
        else make_map({"TruststoreUri": truststore}, line_of(settings, "tlsTruststoreUri", line))
    )
    type_ = str(settings.get("endpointType") or ("regional" if place.path.startswith("provider") else "edge")).upper()
    made: dict[str, Any] = {"DomainName": name, "MutualTlsAuthentication": tls}
    if kind == "rest":
        made["EndpointConfiguration"] = make_map({"Types": make_seq([type_], line)}, line)
        made["SecurityPolicy"] = settings.get("securityPolicy")
        mapped = {"RestApiId": ref(api, line), "DomainName": ref(id_, line), "BasePath": settings.get("basePath")}
        types = ("AWS::ApiGateway::DomainName", "AWS::ApiGateway::BasePathMapping")
    else:
        mapped = {"ApiId": ref(api, line), "DomainName": ref(id_, line), "ApiMappingKey": settings.get("basePath")}
        types = ("AWS::ApiGatewayV2::DomainName", "AWS::ApiGatewayV2::ApiMapping")
    tls_line = {"MutualTlsAuthentication": line_of(settings, "tlsTruststoreUri", line)}
    service.add(id_, types[0], make_map(made, line, tls_line), place, enabled)
    service.add(f"{id_}Mapping", types[1], make_map(mapped, line), place, enabled)


def _add_web_acl(service: Service) -> None:
    settings = service.custom.get("associateWaf")
    name = within(settings, "name")
    certainty = standing(name) or (standing(settings) if is_intrinsic(settings) else None)
    if certainty is None or not service.plugged("serverless-associate-waf", "serverless-associate-waf-v3"):
        return
    line = line_of(service.custom, "associateWaf")
    parts = ["arn:aws:apigateway:", ref("AWS::Region", line), "::/restapis/", ref(REST_API, line), "/stages/", "dev"]
    arn = make_map({"Fn::Join": make_seq(["", make_seq(parts, line)], line)}, line)
    properties = make_map({"ResourceArn": arn, "WebACLArn": name}, line)
    place = Place(line, "custom.associateWaf")
    service.add(
        "AssociateWaf",
        "AWS::WAFv2::WebACLAssociation",
        properties,
        place,
        "used" if is_intrinsic(name) and "Fn::If" not in name else certainty,
    )


def _add_cache(service: Service) -> None:
    settings = service.custom.get("apiGatewayCaching")
    enabled = standing(within(settings, "enabled"))
    if enabled is None or not service.plugged("serverless-api-gateway-caching"):
        return
    line = line_of(settings, "enabled")
    properties = {
        "RestApiId": ref(REST_API, line),
        "CacheClusterEnabled": within(settings, "enabled"),
        "CacheClusterSize": within(settings, "clusterSize"),
    }
    service.add(
        "ApiGatewayStage", "AWS::ApiGateway::Stage", make_map(properties, line), Place(line, "custom.apiGatewayCaching")
    )


def _add_throttles(service: Service) -> None:
    if not service.plugged("serverless-api-gateway-throttling"):
        return
    settings = service.custom.get("apiGatewayThrottling")
    if isinstance(settings, Map):
        line = line_of(service.custom, "apiGatewayThrottling")
        limits = {
            "ThrottlingRateLimit": settings.get("maxRequestsPerSecond"),
            "ThrottlingBurstLimit": settings.get("maxConcurrentRequests"),
        }
        kept = {key: value for key, value in limits.items() if value is not None}
        place = Place(line, "custom.apiGatewayThrottling")
        entry = make_map({"ResourcePath": "/*", "HttpMethod": "*", **kept}, line)
        rest = {"RestApiId": ref(REST_API, line), "MethodSettings": make_seq([entry], line)}
        service.add("ApiGatewayStage", "AWS::ApiGateway::Stage", make_map(rest, line), place)
        http = {"ApiId": ref(HTTP_API, line), "DefaultRouteSettings": make_map(kept, line)}
        service.add("HttpApiStage", "AWS::ApiGatewayV2::Stage", make_map(http, line), place)


def _add_types_and_compression(service: Service) -> None:
    """Two settings that were plugins before the framework had them."""
    for plugin, key, inner, name in (
        ("serverless-apigw-binary", "apigwBinary", "types", "BinaryMediaTypes"),
        ("serverless-content-encoding", "contentEncoding", "minimumCompressionSize", "MinimumCompressionSize"),
    ):
        value = within(service.custom.get(key), inner)
        if value is not None and service.plugged(plugin):
            line = line_of(service.custom, key)
            properties = make_map({name: value}, line)
            service.add(REST_API, "AWS::ApiGateway::RestApi", properties, Place(line, f"custom.{key}.{inner}"))
