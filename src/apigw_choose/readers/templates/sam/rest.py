"""`AWS::Serverless::Api` as SAM translates it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from apigw_choose.readers.templates import openapi
from apigw_choose.readers.templates.openapi.operations import SHOWN_BY
from apigw_choose.readers.templates.sam.parts import (
    EXTENSION,
    IAM_SCHEME,
    INTEGRATION,
    Event,
    branches,
    copied,
    definition_elsewhere,
    is_definition,
    is_version_3,
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
)
from apigw_choose.readers.templates.tree import Map, Resource, Seq, line_of, make_map, make_seq, unresolved
from apigw_choose.readers.templates.values import function_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from apigw_choose.readers.templates.sam.parts import OpenLocal
    from apigw_choose.readers.templates.sam.plans import SharedPlan

_ON_THE_API = {
    name: name
    for name in (
        *("BinaryMediaTypes", "MinimumCompressionSize", "ApiKeySourceType", "Policy", "SecurityPolicy"),
        *("EndpointAccessMode", "Name"),
    )
}
_ON_THE_STAGE = {
    name: name
    for name in (
        *("StageName", "CacheClusterEnabled", "CacheClusterSize", "Variables", "MethodSettings", "AccessLogSetting"),
        *("CanarySetting", "TracingEnabled"),
    )
}
_ON_THE_DOMAIN = {
    name: name for name in ("DomainName", "MutualTlsAuthentication", "SecurityPolicy", "EndpointAccessMode", "Policy")
}
_API_KEY = {"type": "apiKey", "name": "x-api-key", "in": "header"}


def resources(api: Resource, events: list[Event], open_local: OpenLocal, plans: SharedPlan) -> Iterator[Resource]:
    """The API, its stage, domain and usage plan, and what its definition holds."""
    properties = taken(api.properties, _ON_THE_API)
    if endpoint := _endpoint(api.properties):
        put(properties, "EndpointConfiguration", endpoint, endpoint.line)
    body, file = _definition(api, events, open_local)
    made = api._replace(type="AWS::ApiGateway::RestApi", properties=properties)
    yield made
    inside = "DefinitionBody" if file is None else ""
    path = f"{api.path}.Properties.{inside}" if inside else ""
    yield from openapi.expand(body, made._replace(path=path, file=file or api.file))
    stage = taken(api.properties, _ON_THE_STAGE)
    put(stage, "RestApiId", reference(api.id, api.line), api.line)
    yield part_of(api, "", "AWS::ApiGateway::Stage", stage)._replace(id=stage_id(api))
    yield from _domain(api)
    yield from plans.of_api(api)


def _endpoint(properties: Map) -> Map | None:
    value = properties.get("EndpointConfiguration")
    if not value:
        return None
    line = line_of(properties, "EndpointConfiguration")
    if isinstance(value, Map) and value.get("Type"):
        made = taken(value, {"IpAddressType": "IpAddressType", "VPCEndpointIds": "VpcEndpointIds"})
        put(made, "Types", make_seq([value["Type"]], line_of(value, "Type")), line_of(value, "Type"))
        return made
    return make_map({"Types": make_seq([value], line)}, line)


def _domain(api: Resource) -> Iterator[Resource]:
    domain = api.properties.get("Domain")
    if not isinstance(domain, Map) or function_of(domain):
        return
    line = line_of(api.properties, "Domain")
    private = domain.get("EndpointConfiguration") == "PRIVATE"
    version, key = ("V2", "DomainNameArn") if private else ("", "DomainName")
    made = taken(domain, _ON_THE_DOMAIN)
    endpoint = make_map({"Types": make_seq([domain.get("EndpointConfiguration", "REGIONAL")], line)}, line)
    put(made, "EndpointConfiguration", endpoint, line)
    yield part_of(api, "DomainName", f"AWS::ApiGateway::DomainName{version}", made, line, "Domain")
    for number, base in enumerate(listed(domain.get("BasePath")) or [None]):
        mapping = make_map({key: reference(api.id + "DomainName", line), "RestApiId": reference(api.id, line)}, line)
        if base is not None:
            keep = domain.get("NormalizeBasePath", True) is False or not isinstance(base, str)
            put(mapping, "BasePath", base if keep else "".join(filter(str.isalnum, base)), line_of(domain, "BasePath"))
        suffix = f"BasePathMapping{number or ''}"
        yield part_of(api, suffix, f"AWS::ApiGateway::BasePathMapping{version}", mapping, line, "Domain")


def _definition(api: Resource, events: list[Event], open_local: OpenLocal) -> tuple[Map, str | None]:
    """The definition with all that SAM adds to it, and the file it is in when that is another one."""
    if elsewhere := definition_elsewhere(api, open_local):
        return elsewhere
    properties = api.properties
    body = properties.get("DefinitionBody")
    managed = not body
    if managed:
        version = properties.get("OpenApiVersion")
        wanted = make_map({"openapi": version}, api.line)
        body = openapi.skeleton(wanted if version and is_version_3(wanted) else {"swagger": "2.0"}, api.line)
    if not is_definition(body):
        return (body if isinstance(body, Map) else unresolved("DefinitionBody", api.line)), None
    definition = _Definition(copied(body), api)
    for event in events:
        if managed or properties.get("MergeDefinitions"):
            definition.add_event(event)
        elif event.auth.get("OverrideApiAuth"):
            definition.secure_event(event)
    definition.add_settings()
    return definition.body, None


class _Definition:
    """A definition while it is added to."""

    def __init__(self, body: Map, api: Resource) -> None:
        self.body = body
        self.api = api
        self.auth = map_at(api.properties, "Auth")
        schemes = body.get("securityDefinitions")
        self.schemes = schemes if isinstance(schemes, Map) else make_map({}, api.line)
        self.policy: list[Any] = []

    def add_event(self, event: Event) -> None:
        """Add the operation of an event."""
        properties, line = event.properties, event.line
        path = str(properties.get("Path"))
        operation = make_map({INTEGRATION: self._integration(event), SHOWN_BY: event.path}, line)
        self._secure(operation, event)
        model = map_at(properties, "RequestModel")
        if model.get("Model") and ("ValidateBody" in model or "ValidateParameters" in model):
            at = line_of(properties, "RequestModel")
            name = "body-{ValidateBody}-parameters-{ValidateParameters}".format_map(
                {"ValidateBody": model.get("ValidateBody"), "ValidateParameters": model.get("ValidateParameters")}
            )
            names = {"ValidateBody": "validateRequestBody", "ValidateParameters": "validateRequestParameters"}
            self._section(EXTENSION + "request-validators")[name] = taken(model, names)
            put(operation, EXTENSION + "request-validator", name, at)
        existing = self.body["paths"].get(path)
        if self.api.properties.get("MergeDefinitions") and isinstance(existing, Map):
            written = existing.get(event.method)
            if isinstance(written, Map) and not function_of(written):
                operation = make_map({**written, **operation}, line, {**written.lines, **operation.lines})
        put_operation(self.body, path, event.method, operation, event.owner.condition)

    def secure_event(self, event: Event) -> None:
        """Give an operation that is there already the authorization of an event."""
        for path, method, operation in operations(self.body):
            if path == event.properties.get("Path") and method == event.method:
                self._secure(operation, event)

    @staticmethod
    def _integration(event: Event) -> Map:
        line, properties = event.line, event.properties
        if event.owner.type.endswith("::StateMachine"):
            uri = make_map(
                {"Fn::Sub": "arn:${AWS::Partition}:apigateway:${AWS::Region}:states:action/StartExecution"}, line
            )
            templates = make_map({"application/json": "{}"}, line)
            return make_map({"type": "aws", "httpMethod": "POST", "uri": uri, "requestTemplates": templates}, line)
        made = make_map({"type": "aws_proxy", "httpMethod": "POST", "uri": lambda_uri(line)}, line)
        if properties.get("ResponseTransferMode") == "RESPONSE_STREAM":
            put(made, "responseTransferMode", "STREAM", line_of(properties, "ResponseTransferMode"))
        if properties.get("TimeoutInMillis"):
            put(made, "timeoutInMillis", properties["TimeoutInMillis"], line_of(properties, "TimeoutInMillis"))
        return made

    def _secure(self, operation: Map, event: Event) -> None:
        auth, line = event.auth, line_of(event.properties, "Auth", event.line)
        security = Seq(operation.get("security") or ())
        if name := auth.get("Authorizer"):
            authorizer = map_at(map_at(self.auth, "Authorizers"), str(name))
            scopes = auth.get("AuthorizationScopes", authorizer.get("AuthorizationScopes"))
            security.append(make_map({str(name): scopes or make_seq([], line)}, line))
            if "AWS_IAM" in security[0]:
                self._add_scheme("AWS_IAM", IAM_SCHEME, line)
        if (key := auth.get("ApiKeyRequired")) is not None:
            security.append(make_map({"api_key" if key else "api_key_false": make_seq([], line)}, line))
            if key:
                self._add_scheme("api_key", _API_KEY, line)
        if security:
            put(operation, "security", make_seq(security, line), line)
        if policy := map_at(auth, "ResourcePolicy"):
            self.policy.append(policy)

    def _add_scheme(self, name: str, scheme: dict[str, Any], line: int) -> None:
        if name not in self.schemes:
            put(self.schemes, name, make_map(scheme, line), line)

    def _section(self, name: str) -> Map:
        if not isinstance(self.body.get(name), Map):
            put(self.body, name, make_map({}, self.api.line), self.api.line)
        section: Map = self.body[name]
        return section

    def add_settings(self) -> None:
        """Add what is set on the API, in the order in which SAM does."""
        properties = self.api.properties
        if properties.get("Cors"):
            self._add_cors(properties["Cors"], line_of(properties, "Cors"))
        self._add_auth()
        for name, response in map_at(properties, "GatewayResponses").items():
            line = line_of(properties["GatewayResponses"], name)
            put(self._section(EXTENSION + "gateway-responses"), name, response, line)
        for name, model in map_at(properties, "Models").items():
            put(self._section("definitions"), name.lower(), model, line_of(properties["Models"], name))
        put_disabled_endpoint(self.body, properties)
        self._finish()

    def _finish(self) -> None:
        """Put the schemes in their place; those of SAM take the place of those that an OpenAPI 3 document has."""
        line = self.api.line
        if self.schemes:
            if is_version_3(self.body):
                components = make_map({**map_at(self.body, "components"), "securitySchemes": self.schemes}, line)
                put(self.body, "components", components, line)
            else:
                put(self.body, "securityDefinitions", self.schemes, line)
        if self.policy and EXTENSION + "policy" not in self.body:
            line = self.policy[0].line
            ranges = [
                policy[key]
                for policy in self.policy
                for key in ("IpRangeWhitelist", "IpRangeBlacklist")
                if key in policy
            ]
            custom = [one for policy in self.policy for one in listed(policy.get("CustomStatements"))]
            by_address = [_by_address(one, line) for one in ranges]
            statements = [*by_address, *custom] or [make_map({"Effect": "Allow"}, line)]
            put(self.body, EXTENSION + "policy", make_map({"Statement": make_seq(statements, line)}, line), line)

    def _add_cors(self, cors: Any, line: int) -> None:
        origin = cors.get("AllowOrigin", "'*'") if isinstance(cors, Map) and not function_of(cors) else cors
        parameters = make_map({"method.response.header.Access-Control-Allow-Origin": origin}, line)
        response = make_map({"statusCode": "200", "responseParameters": parameters}, line)
        for item in self.body["paths"].values():
            for path_item in branches(item):
                if "options" not in path_item:
                    integration = {"type": "mock", "responses": make_map({"default": response}, line)}
                    where = f"{self.api.path}.Properties.Cors"
                    operation = {INTEGRATION: make_map(integration, line), SHOWN_BY: where}
                    put(path_item, "options", make_map(operation, line), line)

    def _add_auth(self) -> None:
        authorizers = map_at(self.auth, "Authorizers")
        default = self.auth.get("DefaultAuthorizer")
        for name, authorizer in authorizers.items():
            scheme = _scheme(authorizer) if isinstance(authorizer, Map) else make_map({}, authorizers.line)
            put(self.schemes, name, scheme, line_of(authorizers, name))
        line = line_of(self.auth, "DefaultAuthorizer")
        if default == "AWS_IAM":
            self._add_scheme("AWS_IAM", IAM_SCHEME, line)
        if isinstance(default, str) and (authorizers or default == "AWS_IAM"):
            names = {"AWS_IAM", *authorizers}
            scopes = map_at(authorizers, default).get("AuthorizationScopes") or make_seq([], line)
            preflight = self.auth.get("AddDefaultAuthorizerToCorsPreflight", True)
            for _, method, operation in operations(self.body):
                if method != "options" or preflight:
                    _default(operation, make_map({default: scopes}, line), names, "NONE", line)
        if self.auth.get("ApiKeyRequired"):
            line = line_of(self.auth, "ApiKeyRequired")
            self._add_scheme("api_key", _API_KEY, line)
            preflight = self.auth.get("AddApiKeyRequiredToCorsPreflight", True)
            for _, method, operation in operations(self.body):
                if method != "options" or preflight:
                    key = make_map({"api_key": make_seq([], line)}, line)
                    _default(operation, key, {"api_key", "api_key_false"}, "api_key_false", line)
        policy = map_at(self.auth, "ResourcePolicy")
        if policy and (self.body["paths"] or policy.get("CustomStatements")):
            self.policy.append(policy)


def _by_address(addresses: Any, line: int) -> Map:
    """A statement of a resource policy about addresses of callers."""
    test = make_map({"NotIpAddress": make_map({"aws:SourceIp": addresses}, line)}, line)
    return make_map({"Effect": "Deny", "Condition": test}, line)


def _default(operation: Map, wanted: Map, names: set[str], none: str, line: int) -> None:
    """Demand something of an operation that does not itself say what it demands of that kind."""
    existing = [one for one in operation.get("security") or () if isinstance(one, Map)]
    if any(none in one for one in existing):
        kept = [one for one in existing if none not in one]
    elif any(not names.isdisjoint(one) for one in existing):
        kept = existing
    else:
        kept = [*existing, wanted]
    put(operation, "security", make_seq(kept, line), line)


def _scheme(authorizer: Map) -> Map:
    """A security scheme for an authorizer of the `Auth` section."""
    line = authorizer.line
    identity = map_at(authorizer, "Identity")
    if authorizer.get("UserPoolArn"):
        settings = make_map({"type": "cognito_user_pools"}, line_of(authorizer, "UserPoolArn"))
    else:
        kind = authorizer.get("FunctionPayloadType") or "TOKEN"
        settings = make_map({"type": str(kind).lower()}, line)
        if "ReauthorizeEvery" in identity:
            at = line_of(identity, "ReauthorizeEvery")
            put(settings, "authorizerResultTtlInSeconds", identity["ReauthorizeEvery"], at)
        asked = identity.get("QueryStrings")
        if kind == "REQUEST" and isinstance(asked, Seq) and asked:
            at = line_of(identity, "QueryStrings")
            put(settings, "identitySource", f"method.request.querystring.{asked[0]}", at)
    return make_map({EXTENSION + "authorizer": settings}, line)
