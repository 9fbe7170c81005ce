"""Resources of Terraform in the normal form, once their arguments are known.

Terraform spreads over several resources what CloudFormation has in one: a method, its integration and the responses
of both. An integration becomes a method resource that says no more than the integration, so that what it shows is
found under its own address and line.
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Any, NamedTuple

from apigw_choose.readers.templates import cloudformation, openapi
from apigw_choose.readers.templates.terraform.body import read_document
from apigw_choose.readers.templates.terraform.shape import properties
from apigw_choose.readers.templates.terraform.types import FORMS, of_api
from apigw_choose.readers.templates.terraform.values import is_intrinsic
from apigw_choose.readers.templates.tree import Map, Resource, Seq, line_of, make_map, make_seq, unresolved

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from apigw_choose.model.scan import Trouble


class Declared(NamedTuple):
    """A resource of Terraform with the values of its arguments."""

    id: str
    type: str
    arguments: Map
    file: str
    line: int
    path: str
    condition: str | None = None
    certainty: str = "used"


_OF_AN_API = ("aws_api_gateway_rest_api_policy", "aws_api_gateway_rest_api_put")
"""What these set is the API's own: they become further resources of its id."""
_WITH_BODY = ("aws_api_gateway_rest_api", "aws_apigatewayv2_api", "aws_api_gateway_rest_api_put")
_PLACE = ("rest_api_id", "resource_id", "http_method")
_OFF = (-1, "-1", "")


def assemble(declared: Iterable[Declared]) -> tuple[list[Resource], list[Trouble]]:
    """The resources that stand for what is declared; none where nothing of it is about an API."""
    assembly = _Assembly(list(declared))
    return assembly.resources()


def _place(arguments: Map, *names: str) -> str:
    """What tells whether two resources are about the same method or stage."""
    return repr([arguments.get(name) for name in names])


def with_entries(values: Map, more: dict[str, Any], line: int) -> Map:
    """A mapping with further entries, which stand at a line of their own."""
    return make_map({**values, **more}, values.line, {**values.lines, **dict.fromkeys(more, line)})


class _Assembly:
    def __init__(self, declared: list[Declared]) -> None:
        self._declared = declared
        self._troubles: list[Trouble] = []
        self._of_place: dict[str, dict[str, list[Declared]]] = defaultdict(lambda: defaultdict(list))
        for found in declared:
            if found.type.endswith("_response") and "http_method" in found.arguments:
                self._of_place[found.type][_place(found.arguments, *_PLACE)].append(found)

    def resources(self) -> tuple[list[Resource], list[Trouble]]:
        if not any(of_api(found.type) for found in self._declared):
            return [], []
        made: list[Resource] = []
        for found in self._declared:
            resource = self._resource(found)
            if resource is not None:
                made += self._with_body(resource) if found.type in _WITH_BODY else cloudformation.normal_form(resource)
        return made, self._troubles

    def _resource(self, found: Declared) -> Resource | None:
        form = FORMS[found.type]
        made = properties(form, found.arguments)
        special = _SPECIAL.get(found.type)
        type_, made = special(self, found, made) if special else (form.type, made)
        if not type_:
            return None
        id_ = found.id
        if found.type in _OF_AN_API:
            owner = found.arguments.get("rest_api_id")
            if not isinstance(owner, Map) or "Ref" not in owner:
                return None
            id_ = owner["Ref"]
        return Resource(id_, type_, made, found.file, found.line, found.path, found.condition, found.certainty)

    def _with_body(self, api: Resource) -> list[Resource]:
        """An API and what its body declares; where that cannot be read, that it may declare anything."""
        body = api.properties.get("Body")
        if body is None:
            return [api]
        line = line_of(api.properties, "Body", api.line)
        if isinstance(body, Map) and "Fn::If" in body:
            condition, *branches = body["Fn::If"]
            known = [_definition(branch, api.file, line) for branch in branches]
            read = make_map({"Fn::If": make_seq([condition, *known], line)}, line)
        else:
            read = _definition(body, api.file, line)
        without = {key: value for key, value in api.properties.items() if key != "Body"}
        bare = api._replace(properties=make_map(without, api.properties.line, api.properties.lines))
        expanded = openapi.expand(read, bare._replace(path=f"{bare.path}.body"))
        return expanded if bare.path != bare.id else [bare, *expanded]

    def _integration(self, found: Declared, made: Map) -> tuple[str, Map]:
        """The method resource that stands for an integration, with the integration's responses."""
        place = {name: made[name] for name in ("RestApiId", "ResourceId", "HttpMethod") if name in made}
        inner = {key: value for key, value in made.items() if key not in place}
        lines = dict(made.lines)
        responses = self._of_place["aws_api_gateway_integration_response"].get(_place(found.arguments, *_PLACE), [])
        if responses:
            inner["IntegrationResponses"] = _listed(responses, found)
            lines["IntegrationResponses"] = inner["IntegrationResponses"].line
        integration = make_map(inner, found.line, lines)
        return "AWS::ApiGateway::Method", make_map({**place, "Integration": integration}, found.line, lines)

    def _method(self, found: Declared, made: Map) -> tuple[str, Map]:
        responses = self._of_place["aws_api_gateway_method_response"].get(_place(found.arguments, *_PLACE), [])
        if responses:
            listed = _listed(responses, found)
            made = with_entries(made, {"MethodResponses": listed}, listed.line)
        return "AWS::ApiGateway::Method", made

    def _rest_api(self, found: Declared, made: Map) -> tuple[str, Map]:
        if made.get("MinimumCompressionSize") in _OFF:
            made = make_map({k: v for k, v in made.items() if k != "MinimumCompressionSize"}, made.line, made.lines)
        return self._policy(found, made)

    def _policy(self, found: Declared, made: Map) -> tuple[str, Map]:
        policy = read_document(made.get("Policy"), found.file, line_of(made, "Policy", found.line))
        if policy is not None:
            made = with_entries(made, {"Policy": policy}, line_of(made, "Policy", found.line))
        return "AWS::ApiGateway::RestApi", made

    def _distribution(self, _found: Declared, made: Map) -> tuple[str, Map]:
        kept = {"DistributionConfig": make_map({"Origins": made.get("Origins")}, made.line)}
        return "AWS::CloudFront::Distribution", make_map(kept, made.line)

    def _settings(self, found: Declared, made: Map) -> tuple[str, Map]:
        """A stage resource that says no more than the settings of its methods."""
        path = str(found.arguments.get("method_path", "*/*"))
        resource, _, method = path.rpartition("/")
        settings = made.get("Settings")
        given = settings if isinstance(settings, Map) else make_map({}, found.line)
        place = {"ResourcePath": f"/{resource.lstrip('/')}", "HttpMethod": method}
        if "Unresolved" in given or "Fn::If" in given:
            entry: Any = given
        else:
            entry = make_map({**place, **given}, found.line, given.lines)
        kept = {name: made[name] for name in ("RestApiId", "StageName") if name in made}
        line = line_of(made, "Settings", found.line)
        return "AWS::ApiGateway::Stage", make_map({**kept, "MethodSettings": make_seq([entry], line)}, found.line)

    def _deployment(self, found: Declared, made: Map) -> tuple[str, Map]:
        variables = found.arguments.get("variables")
        if variables and "StageName" in made:
            line = line_of(found.arguments, "variables", found.line)
            made = with_entries(made, {"StageDescription": make_map({"Variables": variables}, line)}, line)
        return "AWS::ApiGateway::Deployment", made

    def _authorizer(self, _found: Declared, made: Map) -> tuple[str, Map]:
        return "AWS::ApiGateway::Authorizer", made if "Type" in made else with_entries(
            made, {"Type": "TOKEN"}, made.line
        )

    def _domain(self, _found: Declared, made: Map) -> tuple[str, Map]:
        types = made.get("EndpointConfiguration")
        private = isinstance(types, Map) and "PRIVATE" in (types.get("Types") or [])
        return f"AWS::ApiGateway::DomainName{'V2' if private else ''}", made

    def _mapping(self, _found: Declared, made: Map) -> tuple[str, Map]:
        """A mapping that names the id of a domain is one of a private domain; only they have such ids."""
        if "DomainNameId" not in made:
            return "AWS::ApiGateway::BasePathMapping", made
        inner = {key: value for key, value in made.items() if key not in ("DomainName", "DomainNameId")}
        lines = {**made.lines, "DomainNameArn": made.lines["DomainNameId"]}
        return "AWS::ApiGateway::BasePathMappingV2", make_map(
            {**inner, "DomainNameArn": made.get("DomainName", made["DomainNameId"])}, made.line, lines
        )


def _definition(body: Any, file: str, line: int) -> Map:
    """The definition that a body is; what is none that can be read here is left to the deployment."""
    read = read_document(body, file, line)
    if read is not None and ("paths" in read or "info" in read or "openapi" in read or "swagger" in read):
        return read
    return body if is_intrinsic(body) else unresolved("a definition that cannot be read here", line)


def _listed(responses: list[Declared], owner: Declared) -> Seq:
    """Responses as a list; those of another file stand where their owner does, for a line alone says nothing."""
    entries, lines = [], []
    for response in responses:
        made = properties(FORMS[response.type], response.arguments)
        if response.file != owner.file:
            made = make_map(made, owner.line)
        entries.append(made)
        lines.append(made.line)
    return make_seq(entries, lines[0], lines)


_SPECIAL: dict[str, Callable[[_Assembly, Declared, Map], tuple[str, Map]]] = {
    "aws_api_gateway_authorizer": _Assembly._authorizer,  # noqa: SLF001
    "aws_api_gateway_base_path_mapping": _Assembly._mapping,  # noqa: SLF001
    "aws_api_gateway_deployment": _Assembly._deployment,  # noqa: SLF001
    "aws_api_gateway_domain_name": _Assembly._domain,  # noqa: SLF001
    "aws_api_gateway_integration": _Assembly._integration,  # noqa: SLF001
    "aws_api_gateway_method": _Assembly._method,  # noqa: SLF001
    "aws_api_gateway_method_settings": _Assembly._settings,  # noqa: SLF001
    "aws_api_gateway_rest_api": _Assembly._rest_api,  # noqa: SLF001
    "aws_api_gateway_rest_api_policy": _Assembly._policy,  # noqa: SLF001
    "aws_cloudfront_distribution": _Assembly._distribution,  # noqa: SLF001
}
