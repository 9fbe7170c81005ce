"""CloudFormation templates, CDK output among them, as resources."""

from __future__ import annotations

from typing import TYPE_CHECKING

from apigw_choose.model.scan import Trouble
from apigw_choose.readers.templates import openapi
from apigw_choose.readers.templates.cloudformation.for_each import expanded
from apigw_choose.readers.templates.cloudformation.parameters import Scope
from apigw_choose.readers.templates.tree import Map, Resource, Seq, line_of, make_map
from apigw_choose.readers.templates.values import text_of

if TYPE_CHECKING:
    from collections.abc import Iterator

_OF_INTEREST = ("AWS::ApiGateway", "AWS::WAF", "AWS::CloudFront::Distribution", "AWS::Serverless::")
_TARGETS = frozenset(
    (
        "AWS::ElasticLoadBalancingV2::Listener",
        "AWS::ElasticLoadBalancingV2::LoadBalancer",
        "AWS::ServiceDiscovery::Service",
    )
)
_STACKS = {"AWS::CloudFormation::Stack": "TemplateURL", "AWS::Serverless::Application": "Location"}


def resources(root: Map, file: str) -> tuple[list[Resource], list[Trouble]]:
    """The resources of a template, its APIs' definitions among them."""
    troubles: list[Trouble] = []
    declared = list(declarations(root, file, troubles))
    return [made for resource in declared for made in normal_form(resource)], troubles


def declarations(root: Map, file: str, troubles: list[Trouble], path: str = "Resources") -> Iterator[Resource]:
    """The resources as they are written, with parameters and mappings put in where they matter."""
    section = root.get("Resources")
    if not isinstance(section, Map):
        return
    scope = Scope(root)
    for name, body in expanded(section, scope, file, troubles):
        if not isinstance(body, Map):
            continue
        kind = body.get("Type")
        if not isinstance(kind, str):
            continue
        properties = body.get("Properties")
        of_interest = kind.startswith(_OF_INTEREST) or kind in _TARGETS
        if of_interest and properties is not None:
            properties = scope.resolved(properties)
        if not isinstance(properties, Map):
            properties = make_map({}, line_of(section, name, body.line))
        if kind in _STACKS or kind.endswith("::MODULE"):
            troubles.extend(_elsewhere(name, kind, properties, file, body.line))
        condition = body.get("Condition")
        line = line_of(section, name, body.line)
        where = f"{path}.{name}"
        yield Resource(
            name, kind, properties, file, line, where, condition if isinstance(condition, str) else None, _sure(body)
        )


def _sure(body: Map) -> str:
    """How certain it is that a resource is there at all, beside its condition."""
    value = body.get("__certainty__")
    return value if isinstance(value, str) else "used"


def _elsewhere(name: str, kind: str, properties: Map, file: str, line: int) -> Iterator[Trouble]:
    """What is said of a part of the stack that is kept in a file of its own."""
    if kind.endswith("::MODULE"):
        yield Trouble(
            file, line, f"the module {kind} ({name}) is kept elsewhere; what it declares was not read", fatal=False
        )
        return
    location = text_of(properties.get(_STACKS[kind], "")).text
    if "{" in location or "://" in location:
        message = f"the nested stack {name} is kept elsewhere; what it declares was not read"
        yield Trouble(file, line, message, fatal=False)


def normal_form(resource: Resource) -> Iterator[Resource]:
    """A resource, and those that it declares within itself."""
    if resource.type in ("AWS::ApiGateway::RestApi", "AWS::ApiGatewayV2::Api"):
        yield from _api(resource)
        return
    yield resource
    if resource.type == "AWS::ApiGateway::Deployment" and "StageName" in resource.properties:
        yield from _inner(resource, "StageDescription", "AWS::ApiGateway::Stage", "RestApiId")
    elif resource.type == "AWS::ApiGatewayV2::ApiGatewayManagedOverrides":
        yield from _inner(resource, "Stage", "AWS::ApiGatewayV2::Stage", "ApiId")
        yield from _inner(resource, "Route", "AWS::ApiGatewayV2::Route", "ApiId")


def _api(api: Resource) -> Iterator[Resource]:
    """An API, and what its definition declares in its place."""
    settings = {key: value for key, value in api.properties.items() if key != "Body"}
    defined = next((key for key in ("Body", "BodyS3Location") if key in api.properties), None)
    if defined and api.type == "AWS::ApiGatewayV2::Api":
        settings.setdefault("ProtocolType", "HTTP")  # only an HTTP API can be made from a definition
    yield api._replace(properties=make_map(settings, api.properties.line, api.properties.lines))
    if defined:
        body, line = api.properties[defined], line_of(api.properties, defined)
        inside = api._replace(path=f"{api.path}.Properties.{defined}")
        if defined == "Body" and isinstance(body, Map):
            yield from openapi.expand(body, inside)
        else:
            yield openapi.unread(inside, "a definition kept elsewhere", line)


def _inner(resource: Resource, key: str, kind: str, owner: str) -> Iterator[Resource]:
    """A resource that another one describes in a property."""
    inner = resource.properties.get(key)
    if not isinstance(inner, Map):
        return
    properties = make_map({**inner, owner: resource.properties.get(owner)}, inner.line, inner.lines)
    if kind == "AWS::ApiGateway::Stage":
        # It has the settings for all methods beside those of the stage.
        every = make_map({**inner, "ResourcePath": "/*", "HttpMethod": "*"}, inner.line, inner.lines)
        settings = properties.get("MethodSettings")
        properties["MethodSettings"] = Seq([every, *(settings if isinstance(settings, Seq) else ())])
        properties["MethodSettings"].line = inner.line
        properties["MethodSettings"].lines = [inner.line] * len(properties["MethodSettings"])
    path = f"{resource.path}.Properties.{key}"
    yield resource._replace(id=f"{resource.id} {key}", type=kind, properties=properties, line=inner.line, path=path)
