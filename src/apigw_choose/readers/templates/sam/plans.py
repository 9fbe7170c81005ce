"""The usage plans that SAM makes for the APIs of a template."""

from __future__ import annotations

from typing import TYPE_CHECKING

from apigw_choose.readers.templates.sam.parts import map_at, part_of, put, reference, stage_id, taken
from apigw_choose.readers.templates.tree import Map, Resource, make_map, make_seq

if TYPE_CHECKING:
    from collections.abc import Iterator

_PLAN = ("Quota", "Throttle")


class SharedPlan:
    """The usage plan that several APIs of a template share."""

    def __init__(self) -> None:
        self.apis: list[tuple[Resource, Map]] = []

    def resources(self) -> Iterator[Resource]:
        """The plan, with the settings of the last API that speaks of it."""
        if self.apis:
            api, settings = self.apis[-1]
            entries = [_plan_stage(one, settings.line) for one, _ in self.apis]
            plan = _plan(settings, entries)
            resource = part_of(api, "", "AWS::ApiGateway::UsagePlan", plan, settings.line, "Auth.UsagePlan")
            same = {one.condition for one, _ in self.apis}
            yield resource._replace(id="ServerlessUsagePlan", condition=same.pop() if len(same) == 1 else None)

    def of_api(self, api: Resource) -> Iterator[Resource]:
        """The plan of an API alone; a shared one is noted and given last."""
        settings = map_at(map_at(api.properties, "Auth"), "UsagePlan")
        kind = settings.get("CreateUsagePlan")
        if kind == "SHARED":
            self.apis.append((api, settings))
        elif kind == "PER_API" or isinstance(kind, Map):
            plan = _plan(settings, [_plan_stage(api, settings.line)])
            made = part_of(api, "UsagePlan", "AWS::ApiGateway::UsagePlan", plan, settings.line, "Auth.UsagePlan")
            yield made if kind == "PER_API" else made._replace(certainty="conditional")


def _plan(settings: Map, stages: list[Map]) -> Map:
    plan = taken(settings, {name: name for name in _PLAN if settings.get(name)})
    put(plan, "ApiStages", make_seq(stages, settings.line), settings.line)
    return plan


def _plan_stage(api: Resource, line: int) -> Map:
    return make_map({"ApiId": reference(api.id, line), "Stage": reference(stage_id(api), line)}, line)
