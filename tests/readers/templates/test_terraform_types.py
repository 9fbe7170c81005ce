"""Each resource of Terraform shows what its equivalent in CloudFormation shows."""

from __future__ import annotations

import pytest

from apigw_choose.readers.templates.detect import detect
from apigw_choose.readers.templates.detectors import shipped_detectors
from apigw_choose.readers.templates.terraform import hcl

pytest.importorskip("hcl2")
TABLE = shipped_detectors()
REST = "rest_api_id = aws_api_gateway_rest_api.api.id"
HTTP = "api_id = aws_apigatewayv2_api.api.id"
PLACE = f"{REST}\nresource_id = aws_api_gateway_resource.r.id\nhttp_method = aws_api_gateway_method.m.http_method"
APIS = {
    "rest": 'resource "aws_api_gateway_rest_api" "api" {\n  name = "a"\n}\n',
    "http": 'resource "aws_apigatewayv2_api" "api" {\n  name = "a"\n  protocol_type = "HTTP"\n}\n',
    "websocket": 'resource "aws_apigatewayv2_api" "api" {\n  name = "a"\n  protocol_type = "WEBSOCKET"\n}\n',
}


def block(address: str, *lines: str) -> str:
    type_, name = address.split(".")
    return f'resource "{type_}" "{name}" {{\n' + "\n".join(lines) + "\n}\n"


def method(verb: str = "GET", *lines: str) -> str:
    return block("aws_api_gateway_method.m", REST, f'http_method = "{verb}"', *lines)


def integration(kind: str, *lines: str) -> str:
    return block("aws_api_gateway_integration.i", PLACE, f'type = "{kind}"', *lines)


CASES: list[tuple[str, str, set[str]]] = [
    (
        "rest",
        method("GET", 'authorization = "COGNITO_USER_POOLS"', "authorizer_id = aws_api_gateway_authorizer.a.id")
        + block("aws_api_gateway_authorizer.a", REST, 'type = "COGNITO_USER_POOLS"', 'provider_arns = ["arn:x"]'),
        {"cognito"},
    ),
    (
        "rest",
        method("GET", 'authorization = "CUSTOM"', "authorizer_id = aws_api_gateway_authorizer.a.id")
        + block("aws_api_gateway_authorizer.a", REST, "authorizer_uri = aws_lambda_function.f.invoke_arn"),
        {"lambda-authorizer", "lambda-authorizer-token"},
    ),
    ("rest", method() + integration("AWS", "uri = aws_lambda_function.f.invoke_arn"), {"lambda-integration"}),
    ("rest", method() + integration("HTTP_PROXY", 'response_transfer_mode = "STREAM"'), {"response-streaming"}),
    (
        "rest",
        method("OPTIONS")
        + integration("MOCK")
        + block(
            "aws_api_gateway_integration_response.o",
            PLACE,
            'status_code = "200"',
            """response_parameters = { "method.response.header.Access-Control-Allow-Origin" = "'*'" }""",
        ),
        {"cors"},
    ),
    (
        "rest",
        method("GET", "request_validator_id = aws_api_gateway_request_validator.v.id")
        + block("aws_api_gateway_request_validator.v", REST, "validate_request_body = true"),
        {"request-validation"},
    ),
    (
        "rest",
        method()
        + integration("HTTP_PROXY", 'connection_type = "VPC_LINK"', "connection_id = aws_api_gateway_vpc_link.l.id")
        + block("aws_api_gateway_vpc_link.l", "target_arns = [aws_lb.n.arn]")
        + block("aws_lb.n", 'load_balancer_type = "network"'),
        {"vpc-link-v1", "nlb-private"},
    ),
    (
        "rest",
        block(
            "aws_api_gateway_stage.s", REST, "canary_settings {\n  percent_traffic = 10\n}", 'variables = { a = "b" }'
        ),
        {"canary", "stage-variables"},
    ),
    (
        "rest",
        block("aws_api_gateway_deployment.d", REST, 'stage_name = "s"', 'variables = { a = "b" }'),
        {"stage-variables"},
    ),
    (
        "rest",
        block(
            "aws_api_gateway_stage.s",
            REST,
            "cache_cluster_enabled = true",
            'cache_cluster_size = "0.5"',
            "access_log_settings {\n  destination_arn = aws_kinesis_firehose_delivery_stream.f.arn\n}",
        )
        + block("aws_kinesis_firehose_delivery_stream.f", 'name = "f"'),
        {"caching", "cache-size", "access-logs-firehose"},
    ),
    (
        "rest",
        block(
            "aws_api_gateway_method_settings.o",
            REST,
            'method_path = "a/GET"',
            "settings {\n  throttling_burst_limit = 5\n}",
        ),
        {"route-throttling"},
    ),
    (
        "rest",
        block(
            "aws_api_gateway_usage_plan.p",
            'api_stages {\n  api_id = aws_api_gateway_rest_api.api.id\n  stage = "s"\n'
            '  throttle {\n    path = "/a/GET"\n    rate_limit = 5\n  }\n}',
            "quota_settings {\n  limit = 5\n}",
        ),
        {"usage-plans", "per-client-rate-limiting", "per-client-usage-throttling"},
    ),
    (
        "rest",
        block(
            "aws_api_gateway_base_path_mapping.b",
            "api_id = aws_api_gateway_rest_api.api.id",
            DOMAIN_OF := "domain_name = aws_api_gateway_domain_name.d.domain_name",
        )
        + block(
            "aws_api_gateway_domain_name.d",
            'domain_name = "a.example.com"',
            'mutual_tls_authentication {\n  truststore_uri = "s3://b/t"\n}',
        ),
        {"custom-domain", "mtls"},
    ),
    (
        "rest",
        block(
            "aws_api_gateway_base_path_mapping.b",
            "api_id = aws_api_gateway_rest_api.api.id",
            DOMAIN_OF,
            "domain_name_id = aws_api_gateway_domain_name.d.domain_name_id",
        )
        + block(
            "aws_api_gateway_domain_name.d",
            'domain_name = "a.example.com"',
            'endpoint_configuration {\n  types = ["PRIVATE"]\n}',
        ),
        {"custom-domain", "private-custom-domain"},
    ),
    ("rest", block("aws_api_gateway_documentation_part.d", REST, 'properties = "{}"'), {"api-documentation"}),
    ("rest", block("aws_api_gateway_model.m", REST, 'name = "M"', "schema = jsonencode({})"), {"models"}),
    (
        "rest",
        block(
            "aws_api_gateway_rest_api_policy.p",
            REST,
            'policy = jsonencode({ Statement = [{ Effect = "Allow", Condition = {'
            ' IpAddress = { "aws:SourceIp" = "192.0.2.1" } } }] })',
        ),
        {"resource-policy", "ip-allowlist"},
    ),
    (
        "rest",
        block(
            "aws_cloudfront_distribution.c",
            'origin {\n  domain_name = "${aws_api_gateway_rest_api.api.id}.execute-api.eu-west-1.amazonaws.com"\n}',
        ),
        {"own-cloudfront"},
    ),
    (
        "http",
        block(
            "aws_apigatewayv2_route.r",
            HTTP,
            'route_key = "GET /a"',
            'authorization_type = "JWT"',
            "authorizer_id = aws_apigatewayv2_authorizer.a.id",
        )
        + block(
            "aws_apigatewayv2_authorizer.a",
            HTTP,
            'authorizer_type = "JWT"',
            'jwt_configuration {\n  issuer = "https://i"\n}',
        ),
        {"jwt-authorizer", "path-verb-routing"},
    ),
    (
        "http",
        block(
            "aws_apigatewayv2_route.r",
            HTTP,
            'route_key = "POST /a"',
            'target = "integrations/${aws_apigatewayv2_integration.i.id}"',
        )
        + block(
            "aws_apigatewayv2_integration.i",
            HTTP,
            'integration_type = "AWS_PROXY"',
            'integration_subtype = "SQS-SendMessage"',
            'response_parameters {\n  status_code = 200\n  mappings = { "overwrite:header.a" = "b" }\n}',
        ),
        {"sqs", "aws-services"},
    ),
    (
        "http",
        block(
            "aws_apigatewayv2_stage.s",
            HTTP,
            'name = "$default"',
            "auto_deploy = true",
            'route_settings {\n  route_key = "GET /a"\n  throttling_rate_limit = 5\n}',
            "default_route_settings {\n  detailed_metrics_enabled = true\n}",
        ),
        {"default-stage", "auto-deploy", "route-throttling", "detailed-metrics"},
    ),
    (
        "http",
        block(
            "aws_apigatewayv2_api_mapping.m",
            HTTP,
            "domain_name = aws_apigatewayv2_domain_name.d.id",
            "stage = aws_apigatewayv2_stage.s.id",
        )
        + block("aws_apigatewayv2_domain_name.d", 'domain_name = "*.example.com"', "domain_name_configuration {\n}"),
        {"custom-domain", "wildcard-domain"},
    ),
    (
        "http",
        block(
            "aws_apigatewayv2_routing_rule.r",
            "domain_name = aws_apigatewayv2_domain_name.d.domain_name",
            f"actions {{\n  invoke_api {{\n    {HTTP}\n  }}\n}}",
        ),
        {"routing-rules"},
    ),
    (
        "websocket",
        block("aws_apigatewayv2_route.r", HTTP, 'route_key = "say"', "api_key_required = true")
        + block(
            "aws_apigatewayv2_route_response.o",
            HTTP,
            "route_id = aws_apigatewayv2_route.r.id",
            'route_response_key = "$default"',
        ),
        {"request-response", "api-keys", "message-content-routing"},
    ),
]


@pytest.mark.parametrize(("kind", "text", "features"), CASES, ids=[", ".join(sorted(case[2])) for case in CASES])
def test_a_resource_shows_its_features(kind: str, text: str, features: set[str]) -> None:
    resources, troubles = hcl.resources([("main.tf", APIS[kind] + text)])
    (api,) = detect(resources, TABLE)
    shown = {use.feature: use.certainty for use in api.uses}
    assert (api.option, troubles) == (kind, [])
    assert {feature: shown.get(feature) for feature in features} == dict.fromkeys(features, "used")


def test_what_no_api_makes_use_of_is_not_used() -> None:
    alone = block("aws_api_gateway_authorizer.a", REST) + block("aws_api_gateway_vpc_link.l", 'target_arns = ["a"]')
    resources, _ = hcl.resources([("main.tf", APIS["rest"] + alone)])
    assert {use.feature for use in detect(resources, TABLE)[0].uses} == {"edge-optimized-endpoint"}
