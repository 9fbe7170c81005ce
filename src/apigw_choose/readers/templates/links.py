"""Which API each resource of a template belongs to, by the references between them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from apigw_choose.readers.templates.values import best, equals, find, is_filled, may_have, references, text_of, worst

if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Any

    from apigw_choose.model.scan import Certainty
    from apigw_choose.readers.templates.detectors import Detectors, KeyPath, Reference
    from apigw_choose.readers.templates.tree import Resource

Owners = dict[str, "Certainty"]
"""By id of the API: how sure it is that the resource belongs to it."""

_MAX_CHAIN = 40
"""Resources between one and its API; four is the longest that makes sense."""


class Links:
    """The references between the resources of one template."""

    def __init__(self, resources: list[Resource], table: Detectors) -> None:
        self.table = table
        self.by_id: dict[str, list[Resource]] = {}
        self.by_type: dict[str, list[Resource]] = {}
        for resource in resources:
            self.by_id.setdefault(resource.id, []).append(resource)
            self.by_type.setdefault(resource.type, []).append(resource)
        self.apis = {name: same[0] for name, same in self.by_id.items() if same[0].type in table.apis}
        self.names = dict(self._names())
        self._owners: dict[int, Owners] = {}
        self._depth = 0
        self._users: dict[Reference, dict[str, list[tuple[Resource, Certainty]]]] = {}

    def _names(self) -> Iterator[tuple[str, str]]:
        """Names by which a resource may be called instead of by its id."""
        for kind, key in self.table.named_by.items():
            for resource in self.by_type.get(kind, ()):
                yield text_of(resource.properties.get(key)).text, resource.id

    def resolve(self, name: str) -> str | None:
        """The id of what a reference names, None if the template does not declare it."""
        return name if name in self.by_id else self.names.get(name)

    def owners(self, resource: Resource) -> Owners:
        """The APIs that a resource belongs to; none, when it is declared and no API uses it."""
        known = self._owners.get(id(resource))
        if known is None:
            self._owners[id(resource)] = {}  # while it is being found out: references may be cyclic
            if self._depth >= _MAX_CHAIN:
                return {}
            self._depth += 1
            known = self._owners[id(resource)] = dict(self._find_owners(resource))
            self._depth -= 1
        return known

    def _find_owners(self, resource: Resource) -> Iterator[tuple[str, Certainty]]:
        found: dict[str, list[Certainty]] = {}
        if resource.id in self.apis and resource.type in self.table.apis:
            found[resource.id] = ["used"]
        for target, certainty in self._neighbours(resource):
            for api, of_target in self.owners(target).items():
                found.setdefault(api, []).append(worst(certainty, of_target))
        for api, certainties in found.items():
            yield api, worst(best(certainties) or "unknown", self._standing(resource, api))

    def _neighbours(self, resource: Resource) -> Iterator[tuple[Resource, Certainty]]:
        """What a resource belongs to or is used by."""
        for path in self.table.belongs.get(resource.type, ()):
            for name, certainty in self.targets(resource, path).items():
                for target in self.by_id[name]:
                    if target is not resource:
                        yield target, certainty
        for reference in self.table.used_by.get(resource.type, ()):
            yield from self._users_by(reference).get(resource.id, ())

    def targets(self, resource: Resource, path: KeyPath) -> Owners:
        """What the property of a resource refers to."""
        if not may_have(resource.properties, path):
            return {}
        given = given_by(resource)
        found: dict[str, Certainty] = {}
        for one in find(resource.properties, path, is_filled, line=resource.line, given=given):
            for name, certainty in references(one.value, self.resolve, given).items():
                found[name] = best([worst(certainty, one.certainty), found.get(name, "unknown")]) or "unknown"
        return found

    def _users_by(self, reference: Reference) -> dict[str, list[tuple[Resource, Certainty]]]:
        """By id: the resources that refer to it in the given way."""
        users = self._users.get(reference)
        if users is None:
            users = self._users[reference] = {}
            for user in self.by_type.get(reference.type, ()):
                if all(self._meets(user, probe.at, probe.equal) for probe in reference.where):
                    for name, certainty in self.targets(user, reference.probe.at).items():
                        users.setdefault(name, []).append((user, certainty))
        return users

    @staticmethod
    def _meets(resource: Resource, path: KeyPath, wanted: frozenset[str]) -> bool:
        return bool(find(resource.properties, path, equals(wanted), line=resource.line))

    def _standing(self, resource: Resource, api: str) -> Certainty:
        """How sure it is that a resource is there when its API is."""
        conditional = resource.condition is not None and resource.condition != self.apis[api].condition
        certainty: Any = resource.certainty
        return worst(certainty, "conditional") if conditional else certainty


def given_by(*resources: Resource) -> frozenset[str]:
    """The conditions that hold where all of some resources are."""
    return frozenset(resource.condition for resource in resources if resource.condition is not None)
