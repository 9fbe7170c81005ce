"""The stage and the usage plans of a REST API, as the Serverless Framework sets them up."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from apigw_choose.readers.templates.serverless.service import (
    REST_API,
    Place,
    Service,
    capitalised,
    ref,
    standing,
    within,
)
from apigw_choose.readers.templates.serverless.variables import is_intrinsic
from apigw_choose.readers.templates.tree import Map, Seq, line_of, make_map, make_seq

if TYPE_CHECKING:
    from collections.abc import Iterable


def add_stage(service: Service) -> None:
    """The stage, of which the framework sets logs, metrics and tracing."""
    if service.setting("apiGateway", "restApiId") is not None:
        return
    for path, key in ((("tracing", "apiGateway"), "TracingEnabled"), (("apiGateway", "metrics"), "MetricsEnabled")):
        value, line = service.setting(*path), service.line(*path)
        if value is None:
            continue
        setting = value if key == "TracingEnabled" else None
        made: dict[str, Any] = (
            {key: setting} if setting is not None else {"MethodSettings": _settings({key: value}, line)}
        )
        _add_stage_part(service, made, line, f"provider.{'.'.join(path)}")
    logs = service.setting("logs", "restApi")
    certainty = standing(logs)
    if certainty is not None:
        _add_logs(service, logs, service.line("logs", "restApi"), certainty)


def _add_logs(service: Service, logs: Any, line: int, certainty: str) -> None:
    """The logs of the stage; both kinds are written unless one is switched off."""
    place = "provider.logs.restApi"
    access, execution = (within(logs, name) for name in ("accessLogging", "executionLogging"))
    if not is_intrinsic(logs) and (access is None or standing(access)):
        at = line_of(logs, "accessLogging", line)
        sure = certainty if access is None else standing(access)
        made = {"DestinationArn": make_map({"Fn::GetAtt": make_seq(["ApiGatewayLogGroup", "Arn"], at)}, at)}
        _add_stage_part(service, {"AccessLogSetting": make_map(made, at)}, at, place, sure or certainty)
    elif is_intrinsic(logs):
        _add_stage_part(service, {"AccessLogSetting": logs}, line, place, certainty)
    if is_intrinsic(logs) or execution is None or standing(execution):
        at = line_of(logs, "level", line_of(logs, "executionLogging", line))
        settings = {"LoggingLevel": within(logs, "level") or "INFO"}
        _add_stage_part(
            service, {"MethodSettings": _settings(settings, at)}, at, place, standing(execution) or certainty
        )


def _settings(settings: dict[str, Any], line: int) -> Seq:
    entry = make_map({"ResourcePath": "/*", "HttpMethod": "*", **settings}, line)
    return make_seq([entry], line)


def _add_stage_part(
    service: Service, properties: dict[str, Any], line: int, path: str, certainty: str = "used"
) -> None:
    made = make_map({"RestApiId": ref(REST_API, line), **properties}, line)
    service.add("ApiGatewayStage", "AWS::ApiGateway::Stage", made, Place(line, path), certainty)


def add_usage_plans(service: Service) -> None:
    """The usage plans: one by default where there are keys, or as many as are named."""
    outer = (
        ("apiGateway",)
        if service.setting("apiGateway", "usagePlan") or service.setting("apiGateway", "apiKeys")
        else ()
    )
    plan, keys = service.setting(*outer, "usagePlan"), service.setting(*outer, "apiKeys")
    if not plan and not keys:
        return
    key = "usagePlan" if plan else "apiKeys"
    path = ".".join(("provider", *outer, key))
    line = service.line(*outer, key)
    named = _named(plan) if isinstance(plan, Seq) else [("", plan)]
    for name, settings in named:
        at = settings.line if isinstance(settings, Map) and name else line
        stage = make_map({"ApiId": _api(service, at), "Stage": "dev"}, at)
        properties: dict[str, Any] = {"ApiStages": make_seq([stage], at)}
        lines: dict[str, int] = {}
        for kind, theirs in (("quota", "Quota"), ("throttle", "Throttle")):
            given = within(settings, kind)
            if given:
                properties[theirs] = _spelled(given)
                lines[theirs] = line_of(settings, kind, at)
        service.add(
            f"ApiGatewayUsagePlan{capitalised(name)}",
            "AWS::ApiGateway::UsagePlan",
            make_map(properties, at, lines),
            Place(at, path),
        )


def _named(plans: Seq) -> Iterable[tuple[str, Any]]:
    for plan in plans:
        if isinstance(plan, Map):
            yield from plan.items()


def _spelled(given: Any) -> Any:
    """A mapping with its keys in CloudFormation's spelling."""
    if not isinstance(given, Map) or is_intrinsic(given):
        return given
    spelled = {key[:1].upper() + key[1:]: value for key, value in given.items()}
    return make_map(spelled, given.line, {key[:1].upper() + key[1:]: line for key, line in given.lines.items()})


def _api(service: Service, line: int) -> Any:
    """The API, as what belongs to it refers to it."""
    given = service.setting("apiGateway", "restApiId")
    return ref(REST_API, line) if given is None else given
