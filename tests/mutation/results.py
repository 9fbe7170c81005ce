"""The outcome of each fault, kept in a file so that a run can be taken up again."""

from __future__ import annotations

import hashlib
import json
from typing import TYPE_CHECKING, Any

from mutation.collected import PACKAGE, TESTS

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from mutation.mutants import Mutant

KILLED, SURVIVED, NOT_RUN = "killed", "survived", "not run by any test"


class Results:
    """The outcome of each fault, kept in a file so that a run can be taken up again and be put together from parts.

    They hold for a module as it is. A survivor is tried again once there are other tests.
    """

    def __init__(self, path: Path | None, by_module: dict[str, list[Mutant]]) -> None:
        self.path = path
        self.tests = digest(sorted(TESTS.rglob("*.py")))
        self.kept: dict[str, dict[str, Any]] = json.loads(path.read_text("utf-8")) if path and path.exists() else {}
        self.places: dict[int, tuple[str, str]] = {}
        self.outcomes: dict[int, str] = {}
        for module, found in by_module.items():
            now = digest([PACKAGE / module])
            if self.kept.get(module, {}).get("digest") != now:
                self.kept[module] = {"digest": now, "outcomes": {}}
            for place, mutant in enumerate(found):
                self.places[id(mutant)] = module, str(place)
                outcome, tests = self.kept[module]["outcomes"].get(str(place), (None, None))
                if outcome == KILLED or (outcome and tests == self.tests):
                    self.outcomes[id(mutant)] = outcome

    def keep(self, mutant: Mutant, outcome: str) -> None:
        """Note it, in the file as well."""
        self.outcomes[id(mutant)] = outcome
        module, place = self.places[id(mutant)]
        self.kept[module]["outcomes"][place] = outcome, self.tests
        if self.path:
            fresh = self.path.with_suffix(".new")
            fresh.write_text(json.dumps(self.kept), "utf-8")
            fresh.replace(self.path)  # whole, whenever the run is stopped


def digest(paths: Iterable[Path]) -> str:
    """What these files hold, in short."""
    found = hashlib.sha256()
    for path in paths:
        found.update(path.read_bytes())
    return found.hexdigest()
