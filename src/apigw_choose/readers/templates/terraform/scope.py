"""The names that are bound where an expression of Terraform stands, and the way into a value."""

from __future__ import annotations

from typing import Any, NamedTuple

from apigw_choose.readers.templates.tree import Map, Seq

NOTHING = object()
"""What an entry is that is not there; null may be one that is."""


class Scope(NamedTuple):
    """Names that are bound where an expression stands: `each`, `count`, the iterator of a dynamic block."""

    names: dict[str, Any]

    def with_names(self, **names: Any) -> Scope:
        """The scope with further names in it."""
        return Scope({**self.names, **names})


EMPTY = Scope({})


def entry_of(container: Any, key: Any) -> Any:
    """An entry of a list or an object, or nothing where it has none of that name or number."""
    if isinstance(container, Map):
        return container.get(key, NOTHING) if isinstance(key, str) else NOTHING
    if isinstance(container, Seq) and isinstance(key, int) and -len(container) <= key < len(container):
        return container[key]
    return NOTHING
