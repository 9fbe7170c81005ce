"""Terraform as JSON: plans, states, state files and modules."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from apigw_choose.readers.templates import terraform
from apigw_choose.readers.templates.detect import detect
from apigw_choose.readers.templates.detectors import shipped_detectors
from apigw_choose.readers.templates.tree import read_tree

if TYPE_CHECKING:
    from apigw_choose.model.scan import FoundApi, Trouble

TABLE = shipped_detectors()


def read(document: Any) -> tuple[str, list[FoundApi], list[Trouble]]:
    root, troubles = read_tree(json.dumps(document), "t.json")
    assert not troubles
    name, resources, more = terraform.resources(root, "t.json")
    return name, detect(resources, TABLE), more


def uses(document: Any) -> dict[str, str]:
    _, (api,), _ = read(document)
    return {use.feature: use.certainty for use in reversed(api.uses)}


def resource(address: str, /, **values: Any) -> dict[str, Any]:
    bare = address.rpartition("module.")[2].partition(".")[2] if address.startswith("module.") else address
    return {"address": address, "mode": "managed", "type": bare.partition(".")[0], "values": values}


def refers(address: str, /, **references: Any) -> dict[str, Any]:
    found = {
        key: {"references": value} if isinstance(value, list) and isinstance(value[0], str) else value
        for key, value in references.items()
    }
    return {"address": address, "expressions": found}


API = "aws_api_gateway_rest_api.api"
TO_API = [f"{API}.id", API]


def plan(resources: list[Any], configuration: list[Any] = [], **more: Any) -> dict[str, Any]:  # noqa: B006
    return {
        "format_version": "1.2",
        "planned_values": {"root_module": {"resources": resources}},
        "configuration": {"root_module": {"resources": configuration, **more}},
    }


def test_what_a_plan_does_not_know_yet_is_the_reference() -> None:
    stage = resource("aws_api_gateway_stage.s", xray_tracing_enabled=True, stage_name="s")
    document = plan(
        [resource(API, name="a", body=None), stage], [refers("aws_api_gateway_stage.s", rest_api_id=TO_API)]
    )
    name, (api,), _ = read(document)
    assert (name, api.id, api.option) == ("terraform-plan", API, "rest")
    assert uses(document) == {"edge-optimized-endpoint": "used", "xray": "used"}


def test_a_body_that_is_known_after_apply_may_declare_anything() -> None:
    document = plan([resource(API, name="a")], [refers(API, body=["data.template_file.api.rendered"])])
    assert uses(document)["lambda-integration"] == "unknown"


def test_a_reference_in_a_nested_block_is_followed() -> None:
    usage = resource("aws_api_gateway_usage_plan.p", api_stages=[{"stage": "s"}], quota_settings=[{"limit": 5}])
    configured = refers("aws_api_gateway_usage_plan.p", api_stages=[{"api_id": {"references": TO_API}}])
    found = uses(plan([resource(API, name="a"), usage], [configured]))
    assert {"usage-plans", "per-client-usage-throttling"} <= set(found)


def test_references_lead_through_modules() -> None:
    stage = "aws_api_gateway_stage.s"
    called = {
        "expressions": {"api": {"references": ["module.front.id"]}},
        "module": {"resources": [refers(stage, rest_api_id=["var.api"])]},
    }
    front = {"module": {"resources": [refers(API)], "outputs": {"id": {"expression": {"references": TO_API}}}}}
    document = plan([], [], module_calls={"stages": called, "front": front})
    document["planned_values"]["root_module"]["child_modules"] = [
        {"resources": [resource(f"module.front.{API}", name="a")]},
        {"resources": [resource(f"module.stages.{stage}", xray_tracing_enabled=True)]},
    ]
    _, (api,), _ = read(document)
    assert (api.id, "xray" in {use.feature for use in api.uses}) == (f"module.front.{API}", True)


def test_references_of_a_plan_in_a_circle_lead_nowhere() -> None:
    stage = "aws_api_gateway_stage.s"
    called = {
        "expressions": {"v": {"references": ["module.m.o"] * 9}},
        "module": {
            "resources": [refers(stage, rest_api_id=["var.v"] * 9)],
            "outputs": {"o": {"expression": {"references": ["var.v"] * 9}}},
        },
    }
    document = plan([], [], module_calls={"m": called})
    document["planned_values"]["root_module"]["child_modules"] = [{"resources": [resource(f"module.m.{stage}")]}]
    assert read(document)[1] == []


STATE = [
    resource(API, id="abc123", name="a", body="", policy=""),
    resource("aws_api_gateway_method.m", id="agm-1", rest_api_id="abc123", http_method="GET", authorization="AWS_IAM"),
    resource("aws_api_gateway_stage.s", id="ags-1", arn="arn:stage", rest_api_id="abc123", stage_name="s"),
    resource("aws_wafv2_web_acl_association.w", id="x", resource_arn="arn:stage", web_acl_arn="arn:acl"),
    resource("aws_api_gateway_integration.i", rest_api_id="abc123", type="MOCK", timeout_milliseconds=29000),
]


@pytest.mark.parametrize(
    "document",
    [
        {"format_version": "1.0", "terraform_version": "1.9.0", "values": {"root_module": {"resources": STATE}}},
        {
            "version": 4,
            "terraform_version": "1.9.0",
            "lineage": "x",
            "resources": [
                {
                    "mode": "managed",
                    "type": entry["type"],
                    "name": entry["address"].partition(".")[2],
                    "instances": [{"attributes": entry["values"]}],
                }
                for entry in STATE
            ],
        },
    ],
    ids=["shown", "the file itself"],
)
def test_ids_and_arns_of_a_state_are_references(document: Any) -> None:
    assert read(document)[0] == "terraform-state"
    assert uses(document) == {
        "edge-optimized-endpoint": "used",
        "iam-auth": "used",
        "mock-integration": "used",
        "path-verb-routing": "used",
        "waf": "used",
    }


MODULE = {
    "variable": {"on": {"default": False}, "open": {}},
    "locals": {"kind": "REGIONAL"},
    "resource": {
        "aws_api_gateway_rest_api": {
            "api": {"//": {"path": "made"}, "name": "a", "endpoint_configuration": {"types": ["${local.kind}"]}}
        },
        "aws_api_gateway_stage": {
            "s": [
                {
                    "rest_api_id": "${aws_api_gateway_rest_api.api.id}",
                    "stage_name": "s",
                    "xray_tracing_enabled": "${var.on}",
                    "cache_cluster_enabled": "${var.open}",
                    "dynamic": {"access_log_settings": {"for_each": ["x"], "content": {"format": "f"}}},
                }
            ]
        },
    },
}


def test_a_module_in_json_is_read_as_one_in_hcl() -> None:
    name, _, _ = read(MODULE)
    assert name == "terraform-json"
    assert uses(MODULE) == {
        "access-logs-cloudwatch": "used",
        "caching": "unknown",
        "regional-endpoint": "used",
        "xray": "conditional",
    }


def test_an_expression_in_json_needs_no_parser_of_hcl_to_stay_open(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(__import__("sys").modules, "hcl2", None)
    stage = {"rest_api_id": "${aws_api_gateway_rest_api.api.id}", "xray_tracing_enabled": "${upper(var.on) == 1}"}
    document = {"resource": {"aws_api_gateway_rest_api": {"api": {}}, "aws_api_gateway_stage": {"s": stage}}}
    assert uses(document)["xray"] == "unknown"


@pytest.mark.parametrize(
    "document",
    [
        {"planned_values": 5},
        {"planned_values": {"root_module": {"resources": [3, {"address": 5}, {"address": "a", "type": API}]}}},
        plan([resource(API, endpoint_configuration=[3], body={"a": 1}, policy=[1])], [refers(API, name=5, body=[[]])]),
        {"values": {"root_module": {"child_modules": [{"resources": [resource(API)]}, 4]}}},
        {"resource": {"aws_api_gateway_rest_api": {"api": 5}, "aws_api_gateway_stage": [[3]]}},
        {"resource": {"aws_api_gateway_rest_api": {"api": {"name": "${" * 50_000}}}},
        {"resource": {"aws_api_gateway_rest_api": {"api": {"name": "${f(x)}" * 20_000}}}},
    ],
)
def test_documents_of_any_shape_are_read_or_refused_in_words(document: Any) -> None:
    assert len(read(document)[2]) <= 1
