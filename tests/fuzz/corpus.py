"""Valid templates of every format, as plain data, and what they are broken with."""

# ruff: noqa: E501 - a template reads best as it is written

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


_Intrinsics.add_multi_constructor("!", _long_form)


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

WORDS_OF_CLOUDFORMATION: tuple[Any, ...] = (
    *(
        "PRIVATE",
        "EDGE",
        "REGIONAL",
        "HTTP",
        "WEBSOCKET",
        "AWS",
        "AWS_PROXY",
        "HTTP_PROXY",
        "MOCK",
        "JWT",
        "CUSTOM",
        "NONE",
    ),
    *("TOKEN", "REQUEST", "COGNITO_USER_POOLS", "true", "false", "AWS::ApiGateway::RestApi", "AWS::Serverless::Api"),
    *(
        "AWS::ApiGateway::Authorizer",
        "AWS::ApiGateway::DomainName",
        "AWS::ApiGatewayV2::Stage",
        "AWS::Serverless::HttpApi",
    ),
    *({"Ref": "Api"}, {"Ref": "Nothing"}, NO_VALUE, {"Fn::GetAtt": ["Api", "Arn"]}, {"Fn::GetAtt": "Api.Arn"}),
    *(
        {"Fn::Sub": "${Api}"},
        {"Fn::Sub": ["${A}${B", {"A": {"Ref": "Api"}}]},
        {"Fn::ImportValue": "x"},
        {"Condition": "Traced"},
    ),
    *(
        {"Ref": ["Api"]},
        {"Fn::GetAtt": []},
        {"Fn::Sub": []},
        {"Fn::If": ["Traced"]},
        {"Fn::Select": [9, []]},
        {"Ref": {}},
    ),
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
    *(
        "${self:provider.stage}",
        "${opt:a, 'b'}",
        "${file(./x.yml):a}",
        "${self:custom}",
        "${env:HOME}",
        "${",
        "${self:custom.${self:service}}",
    ),
    *(
        "aws",
        "google",
        "*",
        "$connect",
        "GET /a",
        "any /b",
        {"httpApi": "*"},
        {"http": "get a"},
        {"websocket": {}},
        {"alb": {}},
    ),
)
