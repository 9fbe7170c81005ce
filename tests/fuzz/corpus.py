"""Valid templates of every format, as plain data, and what they are broken with."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import yaml

FIXTURES = Path(__file__).parents[1] / "fixtures"
NO_VALUE = {"Ref": "AWS::NoValue"}


class _Intrinsics(yaml.SafeLoader):
    """Reads `!Sub x` as `{"Fn::Sub": "x"}`."""


def _long_form(loader: Any, suffix: str, node: Any) -> Any:
    if isinstance(node, yaml.ScalarNode):
        value: Any = loader.construct_scalar(node)
    elif isinstance(node, yaml.SequenceNode):
        value = loader.construct_sequence(node, deep=True)
    else:
        value = loader.construct_mapping(node, deep=True)
    return {suffix if suffix in {"Ref", "Condition"} else f"Fn::{suffix}": value}


_Intrinsics.add_multi_constructor("!", _long_form)  # type: ignore[no-untyped-call] # has no types


def read_yaml(text: str) -> Any:
    return json.loads(json.dumps(yaml.load(text, _Intrinsics)))  # noqa: S506 - a safe loader, with tags for functions


CLOUDFORMATION: list[Any] = [
    read_yaml("""
AWSTemplateFormatVersion: "2010-09-09"
Parameters:
  Trace: {Type: String, AllowedValues: ["true", "false"], Default: "true"}
  Kind: {Type: String, Default: REGIONAL}
Conditions:
  Traced: !Equals [!Ref Trace, "true"]
  Plain: !Not [{Condition: Traced}]
Mappings:
  Sizes: {eu-west-1: {Cache: "0.5"}}
Resources:
  Api:
    Type: AWS::ApiGateway::RestApi
    Properties:
      Name: orders
      MinimumCompressionSize: 1024
      EndpointConfiguration: {Types: [!Ref Kind]}
      Policy: !If [Traced, {Statement: []}, !Ref "AWS::NoValue"]
  Items:
    Type: AWS::ApiGateway::Resource
    Properties: {RestApiId: !Ref Api, ParentId: !GetAtt Api.RootResourceId, PathPart: items}
  Get:
    Type: AWS::ApiGateway::Method
    Properties:
      RestApiId: !Ref Api
      ResourceId: !Ref Items
      HttpMethod: GET
      AuthorizationType: AWS_IAM
      ApiKeyRequired: true
      Integration:
        Type: AWS
        Uri: !Sub "arn:aws:apigateway:${AWS::Region}:sqs:path/x"
        TimeoutInMillis: 20000
  Stage:
    Type: AWS::ApiGateway::Stage
    Condition: Traced
    Properties:
      RestApiId: !Ref Api
      DeploymentId: !Ref Deployment
      StageName: live
      TracingEnabled: !Ref Trace
      CacheClusterEnabled: true
      CacheClusterSize: !FindInMap [Sizes, !Ref "AWS::Region", Cache]
      MethodSettings: [{HttpMethod: "*", ResourcePath: "/*", ThrottlingRateLimit: 50, CachingEnabled: true}]
  Deployment: {Type: AWS::ApiGateway::Deployment, Properties: {RestApiId: !Ref Api}}
  Plan:
    Type: AWS::ApiGateway::UsagePlan
    Properties: {ApiStages: [{ApiId: !Ref Api, Stage: !Ref Stage}], Quota: {Limit: 5, Period: DAY}}
  Firewall:
    Type: AWS::WAFv2::WebACLAssociation
    Properties:
      ResourceArn: !Sub "arn:aws:apigateway:${AWS::Region}::/restapis/${Api}/stages/live"
      WebACLArn: x
  Second:
    Type: AWS::ApiGatewayV2::Api
    Properties: {Name: b, ProtocolType: HTTP, CorsConfiguration: {AllowOrigins: ["*"]}}
  Route: {Type: AWS::ApiGatewayV2::Route, Properties: {ApiId: !Ref Second, RouteKey: "GET /a", AuthorizationType: JWT}}
  Chat: {Type: AWS::ApiGatewayV2::Api, Properties: {ProtocolType: WEBSOCKET, RouteSelectionExpression: $request.body.a}}
  Connect: {Type: AWS::ApiGatewayV2::Route, Properties: {ApiId: !Ref Chat, RouteKey: $connect}}
  Map: {Type: AWS::ApiGatewayV2::ApiMapping, Properties: {ApiId: !Ref Second, DomainName: !Ref Domain, Stage: live}}
  Domain:
    Type: AWS::ApiGatewayV2::DomainName
    Properties:
      DomainName: a.example.com
      MutualTlsAuthentication: {TruststoreUri: "s3://a/b"}
  "Fn::ForEach::Many": [N, [A, B], {"R${N}": {Type: AWS::ApiGatewayV2::Api, Properties: {Name: !Ref N}}}]
""")
]
SAM: list[Any] = [
    read_yaml(path.read_text("utf-8"))
    for path in [FIXTURES / "scan" / "orders.yaml", *sorted((FIXTURES / "templates" / "sam").glob("*.yaml"))]
]
SERVERLESS: list[Any] = [read_yaml((FIXTURES / "templates" / "serverless" / "shop.yml").read_text("utf-8"))]
OPENAPI: list[Any] = [
    read_yaml("""
swagger: "2.0"
info: {title: a, version: "1"}
x-amazon-apigateway-api-key-source: AUTHORIZER
x-amazon-apigateway-binary-media-types: [image/png]
x-amazon-apigateway-minimum-compression-size: 0
x-amazon-apigateway-policy: {Statement: []}
x-amazon-apigateway-endpoint-configuration: {disableExecuteApiEndpoint: true}
x-amazon-apigateway-gateway-responses: {DEFAULT_4XX: {}}
x-amazon-apigateway-request-validators: {all: {validateRequestBody: true, validateRequestParameters: true}}
securityDefinitions:
  key: {type: apiKey, name: X-Api-Key, in: header}
  iam: {type: apiKey, name: Authorization, in: header, x-amazon-apigateway-authtype: awsSigv4}
  pool: {type: apiKey, name: Authorization, in: header, x-amazon-apigateway-authorizer: {type: cognito_user_pools}}
definitions: {Pet: {type: object, properties: {a: {$ref: "#/definitions/Pet"}}}}
paths:
  /a:
    x-amazon-apigateway-any-method:
      x-amazon-apigateway-integration: {type: mock}
    get:
      security: [{key: []}, {iam: []}]
      x-amazon-apigateway-request-validator: all
      parameters: [{in: body, name: b, schema: {$ref: "#/definitions/Pet"}}]
      x-amazon-apigateway-integration:
        {type: aws, uri: "arn:aws:apigateway:eu-west-1:sqs:path/x", httpMethod: POST, timeoutInMillis: 5000,
         requestTemplates: {application/json: x}}
  /b: {$ref: "#/paths/~1a"}
"""),
    read_yaml("""
openapi: 3.0.1
info: {title: b, version: "1"}
x-amazon-apigateway-cors: {allowOrigins: ["*"]}
x-amazon-apigateway-importexport-version: "1.0"
components:
  securitySchemes:
    jwt: {type: oauth2, x-amazon-apigateway-authorizer: {type: jwt, jwtConfiguration: {issuer: a, audience: [b]}}}
  x-amazon-apigateway-integrations: {one: {type: aws_proxy, payloadFormatVersion: "2.0", uri: a}}
paths:
  /{proxy+}:
    get: {security: [{jwt: [read]}], x-amazon-apigateway-integration: {$ref: "#/components/x-amazon-apigateway-integrations/one"}}
  $default: {x-amazon-apigateway-any-method: {isDefaultRoute: true, x-amazon-apigateway-integration: {type: http_proxy}}}
"""),
]


def _resource(address: str, **values: Any) -> dict[str, Any]:
    return {"address": address, "mode": "managed", "type": address.rpartition("module.")[2].split(".")[-2], "values": values}


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
                    _resource(API, name="a", minimum_compression_size=1, endpoint_configuration=[{"types": ["PRIVATE"]}]),
                    _resource("aws_api_gateway_stage.s", stage_name="s", xray_tracing_enabled=True, cache_cluster_enabled=True),
                    _resource("aws_api_gateway_usage_plan.p", api_stages=[{"stage": "s"}], quota_settings=[{"limit": 5}]),
                    _resource("aws_apigatewayv2_api.h", name="h", protocol_type="HTTP", cors_configuration=[{"max_age": 1}]),
                    _resource("aws_apigatewayv2_route.r", route_key="GET /", authorization_type="JWT"),
                ],
                "child_modules": [
                    {"resources": [_resource("module.m.aws_apigatewayv2_api.w", protocol_type="WEBSOCKET")], "address": "module.m"}
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
                    "m": {"expressions": {"v": {"references": ["var.x"]}}, "module": {"resources": [_refers("aws_apigatewayv2_api.w")]}}
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

WORDS_OF_CLOUDFORMATION: tuple[Any, ...] = (
    *("PRIVATE", "EDGE", "REGIONAL", "HTTP", "WEBSOCKET", "AWS", "AWS_PROXY", "HTTP_PROXY", "MOCK", "JWT", "CUSTOM", "NONE"),
    *("TOKEN", "REQUEST", "COGNITO_USER_POOLS", "true", "false", "AWS::ApiGateway::RestApi", "AWS::Serverless::Api"),
    *("AWS::ApiGateway::Authorizer", "AWS::ApiGateway::DomainName", "AWS::ApiGatewayV2::Stage", "AWS::Serverless::HttpApi"),
    *({"Ref": "Api"}, {"Ref": "Nothing"}, NO_VALUE, {"Fn::GetAtt": ["Api", "Arn"]}, {"Fn::GetAtt": "Api.Arn"}),
    *({"Fn::Sub": "${Api}"}, {"Fn::Sub": ["${A}${B", {"A": {"Ref": "Api"}}]}, {"Fn::ImportValue": "x"}, {"Condition": "Traced"}),
    *({"Ref": ["Api"]}, {"Fn::GetAtt": []}, {"Fn::Sub": []}, {"Fn::If": ["Traced"]}, {"Fn::Select": [9, []]}, {"Ref": {}}),
    {"Fn::Transform": {"Name": "AWS::Include", "Parameters": {"Location": "s3://a/b"}}},
)
WRAPS_OF_CLOUDFORMATION: tuple[Any, ...] = (
    {"Fn::If": ["Traced", ..., NO_VALUE]},
    {"Fn::If": ["Nothing", NO_VALUE, ...]},
    {"Fn::Sub": ...},
    {"Fn::Join": ["", [..., "x"]]},
    {"Fn::Select": [0, [...]]},
    {"Ref": ...},
    {"Fn::GetAtt": [..., "Arn"]},
    {"Fn::Split": [",", ...]},
    {"Fn::ForEach::X": ["X", ["A"], {"${X}": ...}]},
)
WORDS_OF_SERVERLESS = (
    *WORDS_OF_CLOUDFORMATION,
    *("${self:provider.stage}", "${opt:a, 'b'}", "${file(./x.yml):a}", "${self:custom}", "${env:HOME}", "${", "${self:custom.${self:service}}"),
    *("aws", "google", "*", "$connect", "GET /a", "any /b", {"httpApi": "*"}, {"http": "get a"}, {"websocket": {}}, {"alb": {}}),
)
WORDS_OF_TERRAFORM = (
    *("${var.tracing}", "${local.title}", "${each.key}", "${count.index}", "${aws_api_gateway_rest_api.orders.id}", "${"),
    *("${jsonencode({a = 1})}", "${try(var.x, null)}", "${merge({}, {})}", "${[for a in local.all : a]}", "%{ if true }a%{ endif }"),
    *("${file(\"x\")}", "${templatefile(\"../x\", {})}", "${local.loop}", "${1 / 0}", "${\"a\" + 1}", "$${x}", "PRIVATE", "WEBSOCKET"),
)
WRAPS_OF_TERRAFORM: tuple[Any, ...] = ({"dynamic": {"x": {"for_each": [1], "content": ...}}},)
