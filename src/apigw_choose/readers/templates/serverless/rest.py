"""The REST API that the Serverless Framework makes of `http` events."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from apigw_choose.readers.templates.serverless.integration import integration, parameters
from apigw_choose.readers.templates.serverless.service import (
    REST_API,
    Event,
    Place,
    Service,
    capitalised,
    function_id,
    lambda_uri,
    path_id,
    plain_text,
    ref,
    standing,
    upper,
    within,
)
from apigw_choose.readers.templates.serverless.stage import add_stage, add_usage_plans
from apigw_choose.readers.templates.serverless.variables import is_intrinsic
from apigw_choose.readers.templates.tree import Map, Seq, line_of, make_map, make_seq

if TYPE_CHECKING:
    from collections.abc import Iterable

_COGNITO = re.compile(r"^arn:[\w-]+:cognito-idp:")


def read(service: Service) -> None:
    """Add the REST API of a service, if it has one, and what belongs to it."""
    events = service.events("http")
    if not events:
        return
    rest = Rest(service)
    rest.add_api(events[0].place)
    for event in events:
        rest.add_event(event)
    rest.add_preflights()
    add_stage(service)
    add_usage_plans(service)


class Rest:
    """Adds the methods of a REST API. Its plugins add some too."""

    def __init__(self, service: Service) -> None:
        self.service = service
        given = service.setting("apiGateway", "restApiId")
        self.external = given is not None
        self._api = given
        self._added: set[str] = set()
        self._preflights: dict[str, tuple[Map, Place, str]] = {}

    def api(self, line: int) -> Any:
        """The API, as what belongs to it refers to it."""
        return self._api if self.external else ref(REST_API, line)

    def add_api(self, place: Place) -> None:
        """The API itself, unless the service uses one that is there already."""
        if self.external:
            return
        service = self.service
        given = service.setting("apiGateway")
        at = given.line if isinstance(given, Map) else place.line
        properties: dict[str, Any] = {}
        lines: dict[str, int] = {}
        for name, path in _OF_THE_API.items():
            value = service.setting(*path)
            if value is not None and name not in properties:
                properties[name] = upper(value) if name in _WORDS else value
                lines[name] = service.line(*path)
        policy = within(given, "resourcePolicy") or service.setting("resourcePolicy")
        if policy:
            properties["Policy"] = policy
            lines["Policy"] = service.line("apiGateway", "resourcePolicy")
        if type_ := service.setting("endpointType"):  # the framework's own default is that of the resource
            line = service.line("endpointType")
            properties["EndpointConfiguration"] = make_map({"Types": make_seq([upper(type_)], line)}, line)
            lines["EndpointConfiguration"] = line
        service.add(REST_API, "AWS::ApiGateway::RestApi", make_map(properties, at, lines), place)

    def add_event(self, event: Event) -> None:
        """The method of an event, with what it needs."""
        path, method = _path_and_method(event)
        line = event.place.line
        properties = make_map(
            {
                "RestApiId": self.api(line),
                "ResourceId": ref(f"ApiGatewayResource{path_id(path)}", line),
                "HttpMethod": method,
                "Path": f"/{path}",
                "ApiKeyRequired": event.get("private"),
                "RequestParameters": parameters(event),
                "OperationName": event.get("operationId"),
            },
            line,
            {"ApiKeyRequired": event.line("private")},
        )
        parts = [properties, self._authorization(event), self._validation(event, f"{path_id(path)}{method.title()}")]
        parts.append(
            make_map(
                {"Integration": integration(self.service, event, method)},
                line,
                {"Integration": event.line("integration")},
            )
        )
        method_id = f"ApiGatewayMethod{path_id(path)}{method.lower().title()}"
        self.service.add(method_id, "AWS::ApiGateway::Method", _together(parts), event.place)
        self.note_cors(event.get("cors"), path, Place(event.line("cors"), f"{event.place.path}.cors"))

    def note_cors(self, cors: Any, path: str, place: Place) -> None:
        """Remember that the preflight requests of a path are answered."""
        certainty = standing(cors)
        if certainty is not None and (path not in self._preflights or certainty == "used"):
            self._preflights[path] = (cors if isinstance(cors, Map) else make_map({}, place.line), place, certainty)

    def add_preflights(self) -> None:
        """A method for each path whose preflight requests are answered.

        The conversion of content that the framework gives to each of them is left out: nobody asked for it.
        """
        for path, (_, place, certainty) in self._preflights.items():
            line = place.line
            headers = {
                f"method.response.header.Access-Control-Allow-{name}": "'*'"
                for name in ("Origin", "Headers", "Methods")
            }
            response = make_map({"StatusCode": "200", "ResponseParameters": make_map(headers, line)}, line)
            templates = make_map({"application/json": "{statusCode:200}"}, line)
            integration = {
                "Type": "MOCK",
                "RequestTemplates": templates,
                "IntegrationResponses": make_seq([response], line),
            }
            properties = {
                "RestApiId": self.api(line),
                "ResourceId": ref(f"ApiGatewayResource{path_id(path)}", line),
                "HttpMethod": "OPTIONS",
                "AuthorizationType": "NONE",
                "Integration": make_map(integration, line),
            }
            method = f"ApiGatewayMethod{path_id(path)}Options"
            self.service.add(method, "AWS::ApiGateway::Method", make_map(properties, line), place, certainty)

    def _authorization(self, event: Event) -> Map:
        """How a method tells who calls; an authorizer that is named or given by its ARN is added."""
        authorizer = event.get("authorizer")
        line = event.line("authorizer")
        if standing(authorizer) is None:
            return make_map({"AuthorizationType": "NONE"}, line)
        if is_intrinsic(authorizer) and not (
            "Fn::GetAtt" in authorizer or "Fn::Join" in authorizer or "Fn::Sub" in authorizer
        ):
            return make_map({"AuthorizationType": authorizer}, line)
        settings = authorizer if isinstance(authorizer, Map) and not is_intrinsic(authorizer) else make_map({}, line)
        type_ = str(settings.get("type") or "").upper()
        if "AWS_IAM" in (type_, str(authorizer).upper()):
            return make_map({"AuthorizationType": "AWS_IAM"}, line)
        scopes = settings.get("scopes")
        if type_ and settings.get("authorizerId") is not None:
            known = "CUSTOM" if type_ in ("TOKEN", "REQUEST") else settings["type"]
            given = {
                "AuthorizationType": known,
                "AuthorizerId": settings["authorizerId"],
                "AuthorizationScopes": scopes,
            }
            return make_map({key: value for key, value in given.items() if value is not None}, line)
        arn = settings.get("arn") if settings else authorizer
        name = str(settings.get("name") or (_name_of(arn) if settings or ":" in str(arn) else arn))
        if _COGNITO.match(plain_text(arn)):
            type_ = "COGNITO_USER_POOLS"
        self._add_authorizer(name, arn, settings, type_, Place(line, f"{event.place.path}.authorizer"))
        kind = "COGNITO_USER_POOLS" if type_ == "COGNITO_USER_POOLS" else "CUSTOM"
        found = {
            "AuthorizationType": kind,
            "AuthorizerId": ref(_authorizer_id(name), line),
            "AuthorizationScopes": scopes,
        }
        return make_map({key: value for key, value in found.items() if value is not None}, line)

    def _add_authorizer(self, name: str, arn: Any, settings: Map, type_: str, place: Place) -> None:
        id_ = _authorizer_id(name)
        if id_ in self._added:
            return
        self._added.add(id_)
        line = place.line
        properties: dict[str, Any] = {
            "RestApiId": self.api(line),
            "Name": name,
            "IdentitySource": settings.get("identitySource"),
            "AuthorizerResultTtlInSeconds": settings.get("resultTtlInSeconds"),
            "IdentityValidationExpression": settings.get("identityValidationExpression"),
        }
        if type_ == "COGNITO_USER_POOLS":
            properties |= {"Type": "COGNITO_USER_POOLS", "ProviderARNs": make_seq([arn], line)}
        else:
            known = isinstance(arn, str) and ":" not in arn
            properties |= {
                "Type": type_ or "TOKEN",
                "AuthorizerUri": lambda_uri(function_id(name) if known or arn is None else arn, line),
            }
        kept = {key: value for key, value in properties.items() if value is not None}
        self.service.add(id_, "AWS::ApiGateway::Authorizer", make_map(kept, line), place)

    def _validation(self, event: Event, name: str) -> Map:
        """The validator and the models of a method whose request has required parameters or a schema."""
        request = event.get("request")
        schemas = within(request, "schemas") or within(request, "schema")
        line = line_of(request, "schemas" if within(request, "schemas") else "schema", event.line("request"))
        required = any(value is True for value in (parameters(event) or {}).values())
        found: dict[str, Any] = {}
        if isinstance(schemas, Map) and schemas:
            models = {
                kind: ref(self._add_model(schema, name, kind, line_of(schemas, kind)), line)
                for kind, schema in schemas.items()
            }
            found["RequestModels"] = make_map(models, line)
        if found or required:
            found["RequestValidatorId"] = ref(self._add_validator(line if found else event.line("request")), line)
        return make_map(found, line if found else event.place.line)

    def _add_validator(self, line: int) -> str:
        id_ = "ApiGatewayRequestValidator"
        if id_ not in self._added:
            self._added.add(id_)
            properties = {"RestApiId": self.api(line), "ValidateRequestBody": True, "ValidateRequestParameters": True}
            place = Place(line, "functions")
            self.service.add(id_, "AWS::ApiGateway::RequestValidator", make_map(properties, line), place)
        return id_

    def _add_model(self, schema: Any, method: str, kind: str, line: int) -> str:
        shared = (
            within(self.service.provider, "apiGateway", "request", "schemas", schema)
            if isinstance(schema, str)
            else None
        )
        id_ = (
            f"ApiGateway{capitalised(schema)}Model"
            if shared is not None
            else f"ApiGatewayMethod{method}{path_id(kind)}Model"
        )
        if id_ not in self._added:
            self._added.add(id_)
            given = shared if shared is not None else schema
            definition = given.get("schema", given) if isinstance(given, Map) else given
            properties = {"RestApiId": self.api(line), "ContentType": kind, "Schema": definition}
            self.service.add(id_, "AWS::ApiGateway::Model", make_map(properties, line), Place(line, "functions"))
        return id_


def _path_and_method(event: Event) -> tuple[str, str]:
    if isinstance(event.settings, str):
        method, _, path = event.settings.partition(" ")
    else:
        path, method = plain_text(event.get("path")), plain_text(event.get("method"))
    return path.strip().removeprefix("/").removesuffix("/"), method.upper() or "ANY"


def _together(parts: Iterable[Map]) -> Map:
    values: dict[str, Any] = {}
    lines: dict[str, int] = {}
    line = 1
    for number, part in enumerate(parts):
        line = part.line if number == 0 else line
        values.update(part)
        lines.update(part.lines)
    return make_map(values, line, lines)


def _name_of(arn: Any) -> str:
    """The name of a function or a user pool, which is the last part of its ARN."""
    if isinstance(arn, Map) and "Fn::GetAtt" in arn:
        target = arn["Fn::GetAtt"]
        return str(target[0] if isinstance(target, Seq) and target else target)
    return re.sub(r"[^0-9A-Za-z]", "", plain_text(arn).rpartition(":")[2].rpartition("/")[2]) or "Named"


def _authorizer_id(name: str) -> str:
    return f"{capitalised(name)}ApiGatewayAuthorizer"


_WORDS = ("ApiKeySourceType", "EndpointAccessMode")
_OF_THE_API = {
    "BinaryMediaTypes": ("apiGateway", "binaryMediaTypes"),
    "MinimumCompressionSize": ("apiGateway", "minimumCompressionSize"),
    "ApiKeySourceType": ("apiGateway", "apiKeySourceType"),
    "DisableExecuteApiEndpoint": ("apiGateway", "disableDefaultEndpoint"),
    "SecurityPolicy": ("apiGateway", "endpoint", "securityPolicy"),
    "EndpointAccessMode": ("apiGateway", "endpoint", "accessMode"),
}
