"""A service of the Serverless Framework while it is being read: its settings, and the resources found so far."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, NamedTuple

from apigw_choose.readers.templates.serverless.variables import Variables, is_intrinsic
from apigw_choose.readers.templates.tree import Map, Resource, Seq, line_of, make_map, make_seq

if TYPE_CHECKING:
    from apigw_choose.readers.templates.serverless.variables import OpenLocal

REST_API = "ApiGatewayRestApi"
HTTP_API = "HttpApi"
WEBSOCKET_API = "WebsocketsApi"


class Place(NamedTuple):
    """Where something stands in the file."""

    line: int
    path: str


class Event(NamedTuple):
    """An event of a function: what triggers it."""

    function: str
    settings: Any
    """As text or as a mapping."""
    place: Place

    def get(self, key: str) -> Any:
        """A setting, None where there is none."""
        return self.settings.get(key) if isinstance(self.settings, Map) else None

    def line(self, key: str) -> int:
        """Where a setting stands."""
        return line_of(self.settings, key, self.place.line)


class Service:
    """The parts of the file that matter, resolved, and the resources that they stand for."""

    def __init__(self, root: Map, file: str, open_local: OpenLocal = lambda _: None) -> None:
        self.variables = Variables(root, open_local)
        self.root = root
        self.file = file
        self.provider = self._section("provider")
        self.custom = self._section("custom")
        self.functions = self._functions()
        self.resources: list[Resource] = []

    def _section(self, name: str) -> Map:
        found = self.variables.within(self.root, name)
        return found if isinstance(found, Map) and not is_intrinsic(found) else make_map({}, 1)

    def _functions(self) -> Map:
        """The functions; a list of mappings is as good as one mapping."""
        found = self.variables.within(self.root, "functions")
        values: dict[str, Any] = {}
        lines: dict[str, int] = {}
        for part in found if isinstance(found, Seq) else [found]:
            if isinstance(part, Map) and not is_intrinsic(part):
                values.update(part)
                lines.update(part.lines)
        return make_map(values, line_of(self.root, "functions"), lines)

    def setting(self, *path: str) -> Any:
        """A setting of the provider, None where it is not made."""
        return within(self.provider, *path)

    def line(self, *path: str) -> int:
        """Where a setting of the provider stands."""
        *outer, last = path
        return line_of(within(self.provider, *outer), last, self.provider.line)

    def events(self, kind: str) -> list[Event]:
        """The events of a kind, of all functions in turn."""
        found: list[Event] = []
        for name, function in self.functions.items():
            events = function.get("events") if isinstance(function, Map) else None
            for number, event in enumerate(events if isinstance(events, Seq) else ()):
                if isinstance(event, Map) and event.get(kind) is not None:
                    place = Place(line_of(event, kind), f"functions.{name}.events.{number}.{kind}")
                    found.append(Event(name, event[kind], place))
        return found

    def plugged(self, *names: str) -> bool:
        """Whether one of some plugins is in use, under any owner's name or version."""
        plugins = self.variables.within(self.root, "plugins")
        listed = plugins.get("modules") if isinstance(plugins, Map) else plugins
        used = [str(plugin).rpartition("/")[2] for plugin in listed] if isinstance(listed, Seq) else []
        return any(name in used for name in names) or is_intrinsic(plugins)

    def add(self, id_: str, type_: str, properties: Map, place: Place, certainty: str = "used") -> None:
        """Note a resource that the framework makes."""
        kept = {key: value for key, value in properties.items() if value is not None}
        made = make_map(kept, properties.line, properties.lines)
        self.resources.append(Resource(id_, type_, made, self.file, place.line, place.path, None, certainty))


def within(container: Any, *path: str) -> Any:
    """What stands at a path below a mapping, None where there is nothing."""
    for key in path:
        container = container.get(key) if isinstance(container, Map) else None
    return container


def standing(value: Any) -> str | None:
    """How certain it is that a setting is switched on; None where it is not."""
    if not is_intrinsic(value):
        return "used" if value and str(value).lower() != "false" else None
    if "Fn::If" in value:
        branches = [standing(branch) for branch in value["Fn::If"][1:]]
        return None if branches == [None, None] else "used" if branches == ["used", "used"] else "conditional"
    if "Parameter" in value:
        return "conditional"
    return None if value.get("Ref") == "AWS::NoValue" else "unknown"


def ref(name: str, line: int) -> Map:
    """A reference to a resource."""
    return make_map({"Ref": name}, line)


def lambda_uri(function: Any, line: int, kind: str = "invocations") -> Map:
    """The ARN by which API Gateway invokes a function, which is a logical id or an ARN."""
    target = (
        make_map({"Fn::GetAtt": make_seq([function, "Arn"], line)}, line) if isinstance(function, str) else function
    )
    parts = ["arn:", ref("AWS::Partition", line), ":apigateway:", ref("AWS::Region", line)]
    parts += [":lambda:path/2015-03-31/functions/", target, f"/{kind}"]
    return make_map({"Fn::Join": make_seq(["", make_seq(parts, line)], line)}, line)


def function_id(name: str) -> str:
    """The logical id of a function: dashes and underscores are spelled out, as logical ids have none."""
    return f"{capitalised(name)}LambdaFunction"


def capitalised(name: str) -> str:
    """A name as a part of a logical id."""
    spelled = str(name).replace("-", "Dash").replace("_", "Underscore")
    return spelled[:1].upper() + spelled[1:]


def path_id(path: str) -> str:
    """A path as a part of a logical id: `users/{id}` is `UsersIdVar`."""
    parts = (re.sub(r"\{([^{}]*)\}", r"\1Var", part) for part in path.split("/"))
    return "".join(re.sub(r"[^0-9A-Za-z]", "", capitalised(part.replace("+", ""))) for part in parts)


def plain_text(value: Any) -> str:
    """A value as text; what is not known is left out."""
    if isinstance(value, Map) and "Fn::Join" in value:
        return "".join(part if isinstance(part, str) else "x" for part in value["Fn::Join"][1])
    return "" if value is None or isinstance(value, Map | Seq) else str(value)


def upper(value: Any, *, underscored: bool = False) -> Any:
    """A word of the framework as CloudFormation has it, where it is a word."""
    if not isinstance(value, str):
        return value
    return value.upper().replace("-", "_") if underscored else value.upper()
