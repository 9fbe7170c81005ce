"""What `terraform show -json` says of a plan or a state: values, and for a plan what refers to what."""

from __future__ import annotations

import re
from collections import defaultdict
from typing import TYPE_CHECKING, Any, NamedTuple

from apigw_choose.readers.templates.terraform.assemble import Declared
from apigw_choose.readers.templates.terraform.references import reference
from apigw_choose.readers.templates.terraform.types import FORMS
from apigw_choose.readers.templates.tree import Map, Seq, line_of, make_map, make_seq, unresolved

if TYPE_CHECKING:
    from collections.abc import Iterator

MAX_LEVELS = 30
_DEFAULT_TIMEOUTS = (29000, 30000)
_KEY = re.compile(r"\[[^\]]*\]")
_NAMED = re.compile(r"([\w-]+)\.([\w-]+)(?:\[[^\]]*\])?(?:\.([\w.-]+))?")
_LINKS = re.compile(r"(?:_id|_ids|_arn|_arns|domain_name|target|uri)$")
_NO_RESOURCES = frozenset(("each", "count", "path", "terraform", "self", "local"))


class Calling(NamedTuple):
    """A module of a plan's configuration, and the call that leads to it."""

    path: str
    """`module.api.`, or nothing for the root."""
    configuration: Map
    arguments: Map
    caller: Calling | None
    expressions: dict[str, Map]
    """Of each resource, by its address within the module."""


def from_plan(root: Map, file: str) -> Iterator[Declared]:
    """The resources that exist once a plan has been carried out."""
    configuration = _map(_map(root, "configuration"), "root_module")
    modules = {module.path: module for module in _modules("", configuration, _nothing(), None, 0)}
    found = list(_resources(_map(_map(root, "planned_values"), "root_module"), 0))
    links = _Links(modules, found)
    for resource in found:
        if resource.get("type") in FORMS:
            yield links.declared(resource, file)


def from_state(root: Map, file: str) -> Iterator[Declared]:
    """The resources that a state knows, whose references are ids by now."""
    found = list(_resources(_map(_map(root, "values"), "root_module"), 0)) or list(_instances(root))
    for resource in found:
        if resource.get("type") in FORMS:
            values = _chosen(_map(resource, "values"))
            yield Declared(resource["address"], resource["type"], values, file, resource.line, resource["address"])


def relink(declared: list[Declared]) -> list[Declared]:
    """The same resources, with references in place of the ids and ARNs of others among them."""
    known: dict[str, Map] = {}
    for found in declared:
        for attribute in ("id", "arn"):
            value = found.arguments.get(attribute)
            if isinstance(value, str) and not found.type.endswith("_stage" if attribute == "id" else "_response"):
                known.setdefault(value, reference(found.type, found.id, attribute, found.line))
    return [found._replace(arguments=_linked(found.arguments, known, found.id)) for found in declared]


def _linked(arguments: Map, known: dict[str, Map], own: str) -> Map:
    values: dict[str, Any] = {}
    for name, value in arguments.items():
        if isinstance(value, Seq):
            entries = [_linked(entry, known, own) if isinstance(entry, Map) else entry for entry in value]
            if _LINKS.search(name):
                entries = [known.get(entry, entry) if isinstance(entry, str) else entry for entry in entries]
            values[name] = make_seq(entries, line_of(arguments, name), value.lines)
        elif isinstance(value, str) and _LINKS.search(name):
            values[name] = _link(value, known, own)
        else:
            values[name] = value
    return make_map(values, arguments.line, arguments.lines)


def _link(value: str, known: dict[str, Map], own: str) -> Any:
    """A reference to the resource whose id or ARN a value is, or `integrations/` and such an id."""
    prefix, slash, rest = value.rpartition("integrations/")
    found = known.get(rest if slash and not prefix else value)
    return value if found is None or own in (found.get("Ref"), found.get("Fn::GetAtt", [""])[0]) else found


def _chosen(values: Map) -> Map:
    """The values without the time-outs that every integration has unless it is given another."""
    kept = {
        key: value for key, value in values.items() if key != "timeout_milliseconds" or value not in _DEFAULT_TIMEOUTS
    }
    return make_map(kept, values.line, values.lines) if values else values


def _nothing() -> Map:
    return make_map({}, 1)


def _map(value: Any, key: str) -> Map:
    found = value.get(key) if isinstance(value, Map) else None
    return found if isinstance(found, Map) else _nothing()


def _maps(value: Any) -> Iterator[Map]:
    yield from (entry for entry in value if isinstance(entry, Map)) if isinstance(value, Seq) else ()


def _resources(module: Map, level: int) -> Iterator[Map]:
    """The managed resources of a module and of those it calls."""
    for resource in _maps(module.get("resources")):
        named = isinstance(resource.get("address"), str) and isinstance(resource.get("type"), str)
        if named and resource.get("mode", "managed") == "managed":
            yield resource
    if level < MAX_LEVELS:
        for child in _maps(module.get("child_modules")):
            yield from _resources(child, level + 1)


def _instances(root: Map) -> Iterator[Map]:
    """The resources of a state file itself, brought to the form in which they are shown."""
    for resource in _maps(root.get("resources")):
        type_, name, module = (resource.get(key) for key in ("type", "name", "module"))
        if resource.get("mode") != "managed" or not isinstance(type_, str) or not isinstance(name, str):
            continue
        for instance in _maps(resource.get("instances")):
            key = instance.get("index_key")
            index = "" if key is None else f'["{key}"]' if isinstance(key, str) else f"[{key}]"
            address = f"{module}.{type_}.{name}{index}" if isinstance(module, str) else f"{type_}.{name}{index}"
            shown = {"address": address, "type": type_, "values": _map(instance, "attributes")}
            yield make_map(shown, line_of(instance, "attributes", instance.line))


def _modules(path: str, configuration: Map, arguments: Map, caller: Calling | None, level: int) -> Iterator[Calling]:
    expressions = {
        resource["address"]: _map(resource, "expressions")
        for resource in _maps(configuration.get("resources"))
        if isinstance(resource.get("address"), str)
    }
    module = Calling(path, configuration, arguments, caller, expressions)
    yield module
    if level < MAX_LEVELS:
        for name, call in _map(configuration, "module_calls").items():
            inner = _map(call, "module")
            yield from _modules(f"{path}module.{name}.", inner, _map(call, "expressions"), module, level + 1)


class _Links:
    """What the expressions of a plan's configuration refer to."""

    def __init__(self, modules: dict[str, Calling], resources: list[Map]) -> None:
        self._modules = modules
        self._followed: set[tuple[str, str]] = set()
        """Where the reference that is being followed has led already."""
        self._addresses: dict[str, list[str]] = defaultdict(list)
        for resource in resources:
            self._addresses[_KEY.sub("", resource["address"])].append(resource["address"])

    def declared(self, resource: Map, file: str) -> Declared:
        """A resource with references in place of the values that are not known before it exists."""
        address = resource["address"]
        bare = _KEY.sub("", address)
        path, _, name = bare.rpartition(f"{resource['type']}.")
        module = self._modules.get(path)
        values = _chosen(_map(resource, "values"))
        if module is not None:
            expressions = module.expressions.get(f"{resource['type']}.{name}", _nothing())
            values = self._filled(values, expressions, module, address, resource.line)
        return Declared(address, resource["type"], values, file, resource.line, address)

    def _filled(self, values: Map, expressions: Map, module: Calling, address: str, line: int) -> Map:
        found = dict(values)
        for name, expression in expressions.items():
            given = values.get(name)
            if isinstance(expression, Seq):
                found[name] = self._blocks(given, list(_maps(expression)), module, address, line)
            elif isinstance(expression, Map) and "references" in expression:
                if given is None or (_LINKS.search(name) and not name.endswith("uri")):
                    linked = self._reference(expression, module, address, line)
                    found[name] = linked if linked is not None else given if given is not None else _after(name, line)
            elif isinstance(expression, Map) and given is None and "constant_value" in expression:
                found[name] = expression["constant_value"]
            elif isinstance(expression, Map) and "constant_value" not in expression and given is None and expression:
                found[name] = make_seq([self._filled(_nothing(), expression, module, address, line)], line)
        return make_map(found, values.line if values else line, values.lines)

    def _blocks(self, given: Any, expressions: list[Map], module: Calling, address: str, line: int) -> Seq:
        entries = list(_maps(given)) or [_nothing()] * len(expressions)
        if len(entries) != len(expressions):
            return make_seq(entries, line)
        pairs = zip(entries, expressions, strict=True)
        return make_seq([self._filled(entry, of_it, module, address, line) for entry, of_it in pairs], line)

    def _reference(self, expression: Map, module: Calling, address: str, line: int, level: int = 0) -> Any:
        """What an expression refers to, followed through modules; None where that is not told."""
        listed = expression.get("references")
        if level == 0:
            self._followed.clear()
        for name in listed if isinstance(listed, Seq) else ():
            if not isinstance(name, str) or (module.path, name) in self._followed:
                continue
            self._followed.add((module.path, name))
            found = self._follow(name, module, address, line, level)
            if found is not None:
                return found
        return None

    def _follow(self, name: str, module: Calling, address: str, line: int, level: int) -> Any:
        kind, _, rest = name.partition(".")
        if level > MAX_LEVELS or kind in _NO_RESOURCES:
            return None
        if kind in ("var", "module"):
            told = self._given(module, rest) if kind == "var" else self._output(module, rest)
            return self._reference(*told, address, line, level + 1) if told else None
        found = _NAMED.fullmatch(name.removeprefix("data."))
        if found is None or (kind == "data" and not found[3]):
            return None
        own = (
            f"data.{found[1]}.{found[2]}"
            if kind == "data"
            else self._address(f"{module.path}{found[1]}.{found[2]}", address)
        )
        return reference(found[1], own, found[3] or "", line)

    @staticmethod
    def _given(module: Calling, name: str) -> tuple[Map, Calling] | None:
        """What the caller of a module gives for a variable."""
        return (_map(module.arguments, name.partition(".")[0]), module.caller) if module.caller else None

    def _output(self, module: Calling, name: str) -> tuple[Map, Calling] | None:
        """What a module that is called gives out."""
        called, _, output = _KEY.sub("", name).partition(".")
        inner = self._modules.get(f"{module.path}module.{called}.")
        if inner is None:
            return None
        return _map(_map(_map(inner.configuration, "outputs"), output.partition(".")[0]), "expression"), inner

    def _address(self, bare: str, from_: str) -> str:
        """Of several instances, the one beside the resource that refers to it."""
        known = self._addresses.get(bare)
        if not known:
            return bare
        key = from_[from_.rfind("[") :] if from_.endswith("]") else ""
        module = from_[: from_.rfind(".", 0, from_.rfind("."))] if "." in from_ else ""
        beside = [address for address in known if module and address.startswith(module)]
        return next((address for address in beside or known if key and address.endswith(key)), (beside or known)[0])


def _after(name: str, line: int) -> Map:
    return unresolved(f"{name}, known after apply", line)
