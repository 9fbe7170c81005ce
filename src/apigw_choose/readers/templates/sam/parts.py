"""What the readers of SAM's kinds of API share: events, definitions to be added to, parts of an API."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, NamedTuple

from apigw_choose.readers.templates.tree import Map, Resource, Seq, line_of, make_map, make_seq, unresolved
from apigw_choose.readers.templates.values import function_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    OpenLocal = Callable[[str, int], tuple[Map, str] | None]
    """Gives the definition in a file that is named on a line, and the file's name; None where it may not be read."""

EXTENSION = "x-amazon-apigateway-"
ANY = EXTENSION + "any-method"
INTEGRATION = EXTENSION + "integration"
_VERSION_3 = re.compile(r"3(\.\d)?\.\d")
IAM_SCHEME = {"type": "apiKey", "name": "Authorization", "in": "header", EXTENSION + "authtype": "awsSigv4"}


class Event(NamedTuple):
    """An event by which a function or state machine answers calls of an API."""

    properties: Map
    line: int
    owner: Resource
    path: str

    @property
    def auth(self) -> Map:
        """Its own settings of authorization."""
        return map_at(self.properties, "Auth")

    @property
    def method(self) -> str:
        """As a document writes it."""
        method = str(self.properties.get("Method", "any")).lower()
        return ANY if method in ("any", ANY) else method


def map_at(holder: Any, key: str) -> Map:
    """The mapping under a key, an empty one where there is none."""
    value = holder.get(key) if isinstance(holder, Map) else None
    return value if isinstance(value, Map) and not function_of(value) else make_map({}, line_of(holder, key))


def copied(value: Any) -> Any:
    """A copy that can be changed without changing the template."""
    if isinstance(value, Map):
        made: Any = Map((key, copied(entry)) for key, entry in value.items())
        made.line, made.lines = value.line, dict(value.lines)
        return made
    if isinstance(value, Seq):
        made = Seq(map(copied, value))
        made.line, made.lines = value.line, list(value.lines)
        return made
    return value


def put(into: Map, key: str, value: Any, line: int) -> None:
    """Set an entry with its line."""
    into[key] = value
    into.lines[key] = line


def taken(properties: Map, names: dict[str, str]) -> Map:
    """Some properties of a resource under other names."""
    held = {new: (properties[old], line_of(properties, old)) for old, new in names.items() if old in properties}
    made = make_map({new: value for new, (value, _) in held.items()}, properties.line)
    made.lines.update({new: line for new, (_, line) in held.items()})
    return made


def is_definition(body: Any) -> bool:
    """Whether a definition is one that SAM can add to."""
    return isinstance(body, Map) and isinstance(body.get("paths"), Map) and ("swagger" in body or "openapi" in body)


def is_version_3(body: Map) -> bool:
    """Whether a definition is of OpenAPI 3."""
    return "swagger" not in body and _VERSION_3.match(str(body.get("openapi"))) is not None


def operations(body: Map) -> Iterator[tuple[str, str, Map]]:
    """Path, method and definition of every operation that has an integration, in all branches of conditions."""
    for path, item in body["paths"].items():
        for branch in branches(item):
            for method, operation in branch.items():
                if method in ("parameters", "servers"):
                    continue
                for one in branches(operation):
                    if one.get(INTEGRATION):
                        yield path, method.lower(), one


def branches(value: Any) -> Iterator[Map]:
    """A mapping, or those that a condition chooses between."""
    function = function_of(value)
    if function and function[0] == "Fn::If" and isinstance(function[1], Seq):
        for branch in function[1][1:]:
            yield from branches(branch)
    elif isinstance(value, Map) and not function:
        yield value


def put_operation(body: Map, path: str, method: str, operation: Map, condition: str | None) -> None:
    """Put an operation into a definition, under the condition of its function if that has one."""
    line = operation.line
    value = under(condition, operation, line)
    paths = body["paths"]
    if not isinstance(paths.get(path), Map):
        put(paths, path, make_map({}, line), line)
    for item in branches(paths[path]):
        put(item, method, value, line)


def put_disabled_endpoint(body: Map, properties: Map) -> None:
    """Put into a definition whether its API is closed at the default address, where the API says so."""
    if (disabled := properties.get("DisableExecuteApiEndpoint")) is not None:
        line = line_of(properties, "DisableExecuteApiEndpoint")
        endpoint = make_map({"disableExecuteApiEndpoint": disabled}, line)
        put(body, EXTENSION + "endpoint-configuration", endpoint, line)


def under(condition: str | None, value: Any, line: int) -> Any:
    """A value that is there under a condition, if there is one."""
    if condition is None:
        return value
    nothing = make_map({"Ref": "AWS::NoValue"}, line)
    return make_map({"Fn::If": make_seq([condition, value, nothing], line)}, line)


def reference(name: str, line: int) -> Map:
    """A reference to a resource."""
    return make_map({"Ref": name}, line)


def part_of(  # noqa: PLR0913, PLR0917 - all that makes a resource
    api: Resource, suffix: str, kind: str, properties: Map, line: int | None = None, key: str = ""
) -> Resource:
    """A resource that SAM makes for an API."""
    path = f"{api.path}.Properties.{key}" if key else api.path
    return Resource(api.id + suffix, kind, properties, api.file, line or api.line, path, api.condition, api.certainty)


def stage_id(api: Resource) -> str:
    """The id that SAM gives to the stage of an API."""
    name = api.properties.get("StageName")
    return f"{api.id}{name if isinstance(name, str) and name.isalnum() else ''}Stage"


def listed(value: Any) -> list[Any]:
    """A value that may be a list, as one."""
    return list(value) if isinstance(value, Seq) else [] if value is None else [value]


def lambda_uri(line: int) -> Map:
    """The URI of some function, as an integration has it."""
    words = (
        "arn:${AWS::Partition}:apigateway:${AWS::Region}:lambda:path/2015-03-31/functions/${AWS::Function}/invocations"
    )
    return make_map({"Fn::Sub": words}, line)


def definition_elsewhere(api: Resource, open_local: OpenLocal) -> tuple[Map, str | None] | None:
    """The definition in the file that an API names, and that file; None where it names none.

    What may not be read is unresolved.
    """
    properties = api.properties
    if properties.get("DefinitionBody") or not properties.get("DefinitionUri"):
        return None
    uri, line = properties["DefinitionUri"], line_of(properties, "DefinitionUri")
    local = open_local(uri, line) if isinstance(uri, str) else None
    return local or (unresolved("DefinitionUri", line), None)
