"""Valid plans, states and modules of Terraform, and what they are broken with."""

from __future__ import annotations

from typing import Any


def _resource(address: str, **values: Any) -> dict[str, Any]:
    return {
        "address": address,
        "mode": "managed",
        "type": address.rpartition("module.")[2].split(".")[-2],
        "values": values,
    }


def _refers(address: str, **references: list[str]) -> dict[str, Any]:
    return {"address": address, "expressions": {key: {"references": value} for key, value in references.items()}}


API = "aws_api_gateway_rest_api.api"
PLAN: list[Any] = [
    {
        "format_version": "1.2",
        "terraform_version": "1.9.0",
        "planned_values": {
            "root_module": {
                "resources": [
                    _resource(
                        API, name="a", minimum_compression_size=1, endpoint_configuration=[{"types": ["PRIVATE"]}]
                    ),
                    _resource(
                        "aws_api_gateway_stage.s", stage_name="s", xray_tracing_enabled=True, cache_cluster_enabled=True
                    ),
                    _resource(
                        "aws_api_gateway_usage_plan.p", api_stages=[{"stage": "s"}], quota_settings=[{"limit": 5}]
                    ),
                    _resource(
                        "aws_apigatewayv2_api.h", name="h", protocol_type="HTTP", cors_configuration=[{"max_age": 1}]
                    ),
                    _resource("aws_apigatewayv2_route.r", route_key="GET /", authorization_type="JWT"),
                ],
                "child_modules": [
                    {
                        "resources": [_resource("module.m.aws_apigatewayv2_api.w", protocol_type="WEBSOCKET")],
                        "address": "module.m",
                    }
                ],
            }
        },
        "configuration": {
            "root_module": {
                "resources": [
                    _refers("aws_api_gateway_stage.s", rest_api_id=[f"{API}.id", API]),
                    _refers("aws_apigatewayv2_route.r", api_id=["aws_apigatewayv2_api.h.id", "aws_apigatewayv2_api.h"]),
                    {
                        "address": "aws_api_gateway_usage_plan.p",
                        "expressions": {"api_stages": [{"api_id": {"references": [f"{API}.id", API]}}]},
                    },
                ],
                "module_calls": {
                    "m": {
                        "expressions": {"v": {"references": ["var.x"]}},
                        "module": {"resources": [_refers("aws_apigatewayv2_api.w")]},
                    }
                },
            }
        },
    },
    {
        "version": 4,
        "terraform_version": "1.9.0",
        "resources": [
            {
                "mode": "managed",
                "type": "aws_api_gateway_rest_api",
                "name": "api",
                "instances": [{"attributes": {"id": "abc", "name": "a", "binary_media_types": ["a/b"]}}],
            },
            {
                "mode": "managed",
                "type": "aws_api_gateway_stage",
                "name": "s",
                "instances": [{"attributes": {"rest_api_id": "abc", "xray_tracing_enabled": True}}],
            },
        ],
    },
]
TERRAFORM: list[Any] = [
    {
        "variable": {"tracing": {"default": False}, "certificate": {}},
        "locals": {"title": "orders", "quick": {"timeout": 5000}, "all": ["a", "b"]},
        "resource": {
            "aws_api_gateway_rest_api": {
                "orders": {
                    "name": "${local.title}-api",
                    "minimum_compression_size": 1024,
                    "endpoint_configuration": [{"types": ["REGIONAL"]}],
                    "body": '${jsonencode({openapi = "3.0.1", paths = {}})}',
                }
            },
            "aws_api_gateway_resource": {
                "items": {"rest_api_id": "${aws_api_gateway_rest_api.orders.id}", "path_part": "items"}
            },
            "aws_api_gateway_method": {
                "place": {
                    "rest_api_id": "${aws_api_gateway_rest_api.orders.id}",
                    "resource_id": "${aws_api_gateway_resource.items.id}",
                    "http_method": "POST",
                    "authorization": "AWS_IAM",
                    "api_key_required": "${var.tracing ? true : false}",
                }
            },
            "aws_api_gateway_stage": {
                "live": {
                    "rest_api_id": "${aws_api_gateway_rest_api.orders.id}",
                    "stage_name": "live",
                    "xray_tracing_enabled": "${var.tracing}",
                }
            },
            "aws_wafv2_web_acl_association": {
                "live": {
                    "count": '${var.certificate == "" ? 0 : 1}',
                    "resource_arn": "${aws_api_gateway_stage.live.arn}",
                }
            },
            "aws_apigatewayv2_api": {
                "h": {"name": "h", "protocol_type": "HTTP", "cors_configuration": [{"allow_origins": ["*"]}]},
                "many": {"for_each": "${toset(local.all)}", "name": "${each.value}", "protocol_type": "WEBSOCKET"},
            },
            "aws_apigatewayv2_route": {"r": {"api_id": "${aws_apigatewayv2_api.h.id}", "route_key": "GET /"}},
        },
    }
]

WORDS_OF_TERRAFORM = (
    *(
        "${var.tracing}",
        "${local.title}",
        "${each.key}",
        "${count.index}",
        "${aws_api_gateway_rest_api.orders.id}",
        "${",
    ),
    *(
        "${jsonencode({a = 1})}",
        "${try(var.x, null)}",
        "${merge({}, {})}",
        "${[for a in local.all : a]}",
        "%{ if true }a%{ endif }",
    ),
    *(
        '${file("x")}',
        '${templatefile("../x", {})}',
        "${local.loop}",
        "${1 / 0}",
        '${"a" + 1}',
        "$${x}",
        "PRIVATE",
        "WEBSOCKET",
    ),
)
WRAPS_OF_TERRAFORM: tuple[Any, ...] = ({"dynamic": {"x": {"for_each": [1], "content": ...}}},)
