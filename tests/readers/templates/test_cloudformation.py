"""What each property of a CloudFormation template shows, how certain it is, and what shows nothing."""

# ruff: noqa: E501 - a case reads best on one line

from __future__ import annotations

from textwrap import dedent, indent

import pytest

from apigw_choose.readers.templates import cloudformation
from readers.templates.showing import apis, certainties, only_api, places, tree

REST = """\
AWSTemplateFormatVersion: "2010-09-09"
Parameters:
  Any: {Type: String}
  Level: {Type: String, Default: "OFF"}
  Kind: {Type: String, AllowedValues: [EDGE, REGIONAL]}
  Sure: {Type: String, AllowedValues: [ERROR, INFO]}
  Never: {Type: String, AllowedValues: ["OFF"]}
Mappings:
  Stages: {dev: {trace: false}, prod: {trace: true}}
Conditions:
  Prod: !Equals [!Ref Any, prod]
Resources:
  Api:
    Type: AWS::ApiGateway::RestApi
    Properties:
      Name: shop
"""
HTTP = """\
Resources:
  Api:
    Type: AWS::ApiGatewayV2::Api
    Properties:
      Name: shop
      ProtocolType: HTTP
"""
METHOD = "Method: {Type: 'AWS::ApiGateway::Method', Properties: {RestApiId: !Ref Api, HttpMethod: GET, %s}}"
STAGE = "Stage: {Type: 'AWS::ApiGateway::Stage', Properties: {RestApiId: !Ref Api, StageName: a, %s}}"
ROUTE = "Route: {Type: 'AWS::ApiGatewayV2::Route', Properties: {ApiId: !Ref Api, RouteKey: 'GET /', Target: !Sub 'integrations/${I}', %s}}"
INTEGRATION = "I: {Type: 'AWS::ApiGatewayV2::Integration', Properties: {ApiId: !Ref Api, %s}}"


def rest(*, properties: str = "", resources: str = "") -> str:
    return REST + indent(properties, " " * 6) + "\n" + indent(resources, "  ")


def http(*resources: str) -> str:
    return HTTP + indent("\n".join(resources), "  ")


ON_THE_REST_API = [
    ("edge-optimized-endpoint", "used", ""),
    ("edge-optimized-endpoint", "used", "EndpointConfiguration: {Types: [EDGE]}"),
    ("edge-optimized-endpoint", "used", "EndpointConfiguration: {VpcEndpointIds: []}"),
    ("regional-endpoint", "used", "EndpointConfiguration: {Types: [REGIONAL]}"),
    ("private-endpoint", "used", "EndpointConfiguration: {Types: [PRIVATE]}"),
    ("regional-endpoint", "conditional", "EndpointConfiguration: {Types: [!Ref Kind]}"),
    ("regional-endpoint", "conditional", "EndpointConfiguration: {Types: [!If [Prod, REGIONAL, EDGE]]}"),
    ("regional-endpoint", "used", "EndpointConfiguration: {Types: [!If [Prod, REGIONAL, REGIONAL]]}"),
    (
        "edge-optimized-endpoint",
        "conditional",
        "EndpointConfiguration: !If [Prod, {Types: [REGIONAL]}, !Ref 'AWS::NoValue']",
    ),
    ("dual-stack", "used", "EndpointConfiguration: {IpAddressType: dualstack}"),
    ("disable-default-endpoint", "used", "DisableExecuteApiEndpoint: 'true'"),
    ("binary-payloads", "used", "BinaryMediaTypes: ['*/*']"),
    ("content-encoding", "used", "MinimumCompressionSize: 0"),
    ("api-key-from-authorizer", "used", "ApiKeySourceType: AUTHORIZER"),
    ("resource-policy", "used", "Policy: {Statement: []}"),
    ("resource-policy", "conditional", "Policy: !If [Prod, {Statement: []}, !Ref 'AWS::NoValue']"),
    (
        "ip-allowlist",
        "used",
        "Policy: {Statement: [{Effect: Deny, Condition: {NotIpAddress: {'aws:SourceIp': [10.0.0.0/8]}}}]}",
    ),
    ("tls-policy-choice", "used", "SecurityPolicy: SecurityPolicy_TLS13_1_3_2025_09"),
    ("tls13-only", "used", "SecurityPolicy: SecurityPolicy_TLS13_1_3_2025_09"),
    ("api-keys", "unknown", "BodyS3Location: {Bucket: b, Key: k}"),
    ("cors", "unknown", "Body: {'Fn::Transform': {Name: 'AWS::Include', Parameters: {Location: 's3://b/k'}}}"),
]


@pytest.mark.parametrize(("feature", "certainty", "properties"), ON_THE_REST_API)
def test_a_property_of_a_rest_api_shows_a_feature(feature: str, certainty: str, properties: str) -> None:
    assert certainties(only_api(rest(properties=properties)))[feature] == certainty


NOT_ON_THE_REST_API = [
    ("edge-optimized-endpoint", "EndpointConfiguration: {Types: [REGIONAL]}"),
    ("disable-default-endpoint", "DisableExecuteApiEndpoint: false"),
    ("binary-payloads", "BinaryMediaTypes: []"),
    ("api-key-from-authorizer", "ApiKeySourceType: HEADER"),
    ("resource-policy", "Policy: !Ref AWS::NoValue"),
]


@pytest.mark.parametrize(("feature", "properties"), NOT_ON_THE_REST_API)
def test_a_value_that_means_the_opposite_shows_nothing(feature: str, properties: str) -> None:
    assert feature not in certainties(only_api(rest(properties=properties)))


SERVICE = "Integration: {Type: AWS, Uri: !Sub 'arn:${AWS::Partition}:apigateway:${AWS::Region}:%s'}"
ON_A_METHOD = [
    ("iam-auth", "used", "AuthorizationType: AWS_IAM"),
    ("api-keys", "used", "ApiKeyRequired: true"),
    ("api-keys", "conditional", "ApiKeyRequired: !Ref Any"),
    ("cognito", "used", "AuthorizationType: COGNITO_USER_POOLS, AuthorizerId: !Ref Any"),
    ("lambda-authorizer", "used", "AuthorizationType: CUSTOM, AuthorizerId: !ImportValue Central"),
    ("lambda-authorizer-token", "unknown", "AuthorizationType: CUSTOM, AuthorizerId: !ImportValue Central"),
    ("oauth2-scopes", "used", "AuthorizationScopes: [read]"),
    ("request-validation", "used", "RequestValidatorId: !Ref Any"),
    ("models", "used", "RequestModels: {application/json: !Ref Any}"),
    ("lambda-integration", "used", "Integration: {Type: AWS_PROXY}"),
    ("lambda-integration", "used", SERVICE % "lambda:path/2015-03-31/functions/x/invocations"),
    ("sqs", "used", SERVICE % "sqs:path/queue"),
    ("step-functions", "used", SERVICE % "states:action/StartExecution"),
    ("any-aws-service-action", "used", SERVICE % "ssm:action/GetParameter"),
    ("any-aws-service-action", "used", SERVICE % "data-ats.iot:path/topics/x"),
    ("dynamodb", "conditional", "Integration: {Type: AWS, Uri: !Ref Any}"),
    ("dynamodb", "unknown", "Integration: {Type: AWS, Uri: !ImportValue Table}"),
    ("http-integration", "used", "Integration: {Type: HTTP_PROXY, Uri: 'https://example.com'}"),
    ("mock-integration", "used", "Integration: {Type: MOCK}"),
    ("vtl-templates", "used", "Integration: {Type: AWS, RequestTemplates: {application/json: '{}'}}"),
    ("request-body-transformation", "used", "Integration: {Type: HTTP, RequestTemplates: {application/json: '{}'}}"),
    ("response-body-transformation", "used", "Integration: {Type: AWS, IntegrationResponses: [{ResponseTemplates: {a/b: x}}]}"),
    ("request-parameter-transformation", "used", "Integration: {Type: HTTP, RequestParameters: {a: b}}"),
    ("response-header-transformation", "used", "Integration: {Type: HTTP, IntegrationResponses: [{ResponseParameters: {a: b}}]}"),
    ("lambda-async", "used", "Integration: {Type: AWS, RequestParameters: {integration.request.header.X-Amz-Invocation-Type: \"'Event'\"}}"),
    ("binary-payloads", "used", "Integration: {Type: AWS, ContentHandling: CONVERT_TO_BINARY}"),
    ("response-streaming", "used", "Integration: {Type: AWS_PROXY, ResponseTransferMode: STREAM}"),
    ("backend-tls-verification", "used", "Integration: {Type: HTTP, TlsConfig: {InsecureSkipVerification: true}}"),
    ("vpc-link-v1", "used", "Integration: {Type: HTTP_PROXY, ConnectionType: VPC_LINK, ConnectionId: !Ref Any}"),
    ("nlb-private", "unknown", "Integration: {Type: HTTP_PROXY, ConnectionType: VPC_LINK, ConnectionId: !Ref Any}"),
]  # fmt: skip


@pytest.mark.parametrize(("feature", "certainty", "properties"), ON_A_METHOD)
def test_a_property_of_a_method_shows_a_feature(feature: str, certainty: str, properties: str) -> None:
    assert certainties(only_api(rest(resources=METHOD % properties)))[feature] == certainty


NOT_ON_A_METHOD = [
    ("api-keys", "ApiKeyRequired: false"),
    ("models", "RequestModels: {application/json: Empty}"),
    ("vtl-templates", "Integration: {Type: AWS_PROXY, RequestTemplates: {application/json: '{}'}}"),
    ("aws-services", SERVICE % "lambda:path/2015-03-31/functions/x/invocations"),
    ("http-integration", "Integration: {Type: HTTP_PROXY, ConnectionType: VPC_LINK, ConnectionId: x}"),
]


@pytest.mark.parametrize(("feature", "properties"), NOT_ON_A_METHOD)
def test_a_method_does_not_show_what_it_does_not_do(feature: str, properties: str) -> None:
    assert feature not in certainties(only_api(rest(resources=METHOD % properties)))


ON_A_STAGE = [
    ("caching", "used", "CacheClusterEnabled: true"),
    ("canary", "used", "CanarySetting: {PercentTraffic: 5}"),
    ("xray", "used", "TracingEnabled: true"),
    ("xray", "conditional", "TracingEnabled: !FindInMap [Stages, !Ref Any, trace]"),
    ("xray", "used", "TracingEnabled: !FindInMap [Stages, prod, trace]"),
    ("access-logs-cloudwatch", "used", "AccessLogSetting: {DestinationArn: !Ref Any}"),
    ("access-logs-firehose", "used", "AccessLogSetting: {DestinationArn: !Sub 'arn:aws:firehose:${AWS::Region}:x'}"),
    ("execution-logs", "used", "MethodSettings: [{LoggingLevel: INFO}]"),
    ("execution-logs", "conditional", "MethodSettings: [{LoggingLevel: !Ref Level}]"),
    ("execution-logs", "used", "MethodSettings: [{LoggingLevel: !Ref Sure}]"),
    ("detailed-metrics", "used", "MethodSettings: [{MetricsEnabled: true}]"),
    ("stage-throttling", "used", "MethodSettings: [{ResourcePath: /*, HttpMethod: '*', ThrottlingRateLimit: 5}]"),
    ("route-throttling", "used", "MethodSettings: [{ResourcePath: /a, HttpMethod: GET, ThrottlingRateLimit: 5}]"),
    ("route-throttling", "used", "MethodSettings: [{ResourcePath: /*, HttpMethod: GET, ThrottlingRateLimit: 5}]"),
    ("stage-variables", "used", "Variables: {a: b}"),
    ("backend-client-certificates", "used", "ClientCertificateId: !Ref Any"),
]


@pytest.mark.parametrize(("feature", "certainty", "properties"), ON_A_STAGE)
def test_a_property_of_a_stage_shows_a_feature(feature: str, certainty: str, properties: str) -> None:
    assert certainties(only_api(rest(resources=STAGE % properties)))[feature] == certainty


NOT_ON_A_STAGE = [
    ("execution-logs", "MethodSettings: [{LoggingLevel: 'OFF'}]"),
    ("execution-logs", "MethodSettings: [{LoggingLevel: !Ref Never}]"),
    ("execution-logs", "MethodSettings: [{DataTraceEnabled: true}]"),
    ("caching", "CacheClusterEnabled: false, MethodSettings: [{CachingEnabled: true}]"),
    ("xray", "TracingEnabled: !FindInMap [Stages, dev, trace]"),
    ("stage-throttling", "MethodSettings: [{ResourcePath: /a, HttpMethod: GET, ThrottlingRateLimit: 5}]"),
    ("stage-variables", "Variables: {}"),
]


@pytest.mark.parametrize(("feature", "properties"), NOT_ON_A_STAGE)
def test_a_stage_does_not_show_what_is_switched_off(feature: str, properties: str) -> None:
    assert feature not in certainties(only_api(rest(resources=STAGE % properties)))


WHOLE_RESOURCES = {
    "a firewall is recognised behind the region in the ARN of its stage": (
        "waf",
        """\
        Stage: {Type: 'AWS::ApiGateway::Stage', Properties: {RestApiId: !Ref Api, StageName: a}}
        Acl:
          Type: AWS::WAFv2::WebACLAssociation
          Properties:
            ResourceArn: !Sub arn:${AWS::Partition}:apigateway:${AWS::Region}::/restapis/${Api}/stages/${Stage}
        """,
    ),
    "a firewall is recognised when only the stage is named": (
        "waf",
        """\
        Stage: {Type: 'AWS::ApiGateway::Stage', Properties: {RestApiId: !Ref Api, StageName: a}}
        Acl:
          Type: AWS::WAFv2::WebACLAssociation
          Properties: {ResourceArn: !Join ['', ['arn:aws:apigateway:', !Ref 'AWS::Region', '::/restapis/x/stages/', !Ref Stage]]}
        """,
    ),
    "a usage plan with a throttle of its own": (
        "per-client-rate-limiting",
        "Plan: {Type: 'AWS::ApiGateway::UsagePlan', Properties: {ApiStages: [{ApiId: !Ref Api}], Throttle: {RateLimit: 1}}}",
    ),
    "a usage plan with a quota": (
        "per-client-usage-throttling",
        "Plan: {Type: 'AWS::ApiGateway::UsagePlan', Properties: {ApiStages: [{ApiId: !Ref Api}], Quota: {Limit: 1}}}",
    ),
    "an authorizer that a method uses": (
        "lambda-authorizer-token",
        """\
        Auth: {Type: 'AWS::ApiGateway::Authorizer', Properties: {RestApiId: !Ref Api, Type: TOKEN}}
        M: {Type: 'AWS::ApiGateway::Method', Properties: {RestApiId: !Ref Api, AuthorizerId: !Ref Auth}}
        """,
    ),
    "a domain that demands client certificates": (
        "mtls",
        """\
        Domain: {Type: 'AWS::ApiGateway::DomainName', Properties: {DomainName: a.example, MutualTlsAuthentication: {TruststoreUri: s}}}
        Map: {Type: 'AWS::ApiGateway::BasePathMapping', Properties: {RestApiId: !Ref Api, DomainName: a.example}}
        """,
    ),
    "a private domain": (
        "private-custom-domain",
        """\
        Domain: {Type: 'AWS::ApiGateway::DomainNameV2', Properties: {DomainName: a.example}}
        Map: {Type: 'AWS::ApiGateway::BasePathMappingV2', Properties: {RestApiId: !Ref Api, DomainNameArn: !GetAtt Domain.DomainNameArn}}
        """,
    ),
    "a rule that routes to it": (
        "routing-rules",
        "R: {Type: 'AWS::ApiGatewayV2::RoutingRule', Properties: {Actions: [{InvokeApi: {ApiId: !Ref Api}}]}}",
    ),
    "CORS is a preflight that the gateway answers itself": (
        "cors",
        """\
        Options:
          Type: AWS::ApiGateway::Method
          Properties:
            RestApiId: !Ref Api
            HttpMethod: OPTIONS
            Integration:
              Type: MOCK
              IntegrationResponses:
                - ResponseParameters: {method.response.header.access-control-allow-origin: "'*'"}
        """,
    ),
    "the stage of a deployment": (
        "caching",
        """\
        Deployment:
          Type: AWS::ApiGateway::Deployment
          Properties: {RestApiId: !Ref Api, StageName: a, StageDescription: {CacheClusterEnabled: true}}
        """,
    ),
    "the settings for all methods in the stage of a deployment": (
        "stage-throttling",
        """\
        Deployment:
          Type: AWS::ApiGateway::Deployment
          Properties: {RestApiId: !Ref Api, StageName: a, StageDescription: {ThrottlingRateLimit: 5}}
        """,
    ),
    "a link to a network load balancer": (
        "nlb-private",
        """\
        Nlb: {Type: 'AWS::ElasticLoadBalancingV2::LoadBalancer', Properties: {Type: network}}
        Link: {Type: 'AWS::ApiGateway::VpcLink', Properties: {TargetArns: [!Ref Nlb]}}
        M:
          Type: AWS::ApiGateway::Method
          Properties: {RestApiId: !Ref Api, Integration: {Type: HTTP, ConnectionType: VPC_LINK, ConnectionId: !Ref Link}}
        """,
    ),
    "a loop of the language extensions": (
        "xray",
        """\
        Fn::ForEach::Stages:
          - Name
          - [dev, prod]
          - Stage${Name}:
              Type: AWS::ApiGateway::Stage
              Properties: {RestApiId: !Ref Api, StageName: !Ref Name, TracingEnabled: true}
        """,
    ),
}


@pytest.mark.parametrize(("feature", "resources"), WHOLE_RESOURCES.values(), ids=WHOLE_RESOURCES)
def test_other_resources_show_features_of_the_api_that_they_belong_to(feature: str, resources: str) -> None:

    assert certainties(only_api(rest(resources=dedent(resources))))[feature] == "used"


UNATTACHED = {
    "a preflight is no mock of an API": (
        "mock-integration",
        "O: {Type: 'AWS::ApiGateway::Method', Properties: {RestApiId: !Ref Api, HttpMethod: OPTIONS, Integration: {Type: MOCK}}}",
    ),
    "an authorizer that no method uses": (
        "lambda-authorizer",
        "Auth: {Type: 'AWS::ApiGateway::Authorizer', Properties: {RestApiId: !Ref Api, Type: TOKEN}}",
    ),
    "a usage plan without a stage of the API": (
        "usage-plans",
        "Plan: {Type: 'AWS::ApiGateway::UsagePlan', Properties: {Throttle: {RateLimit: 1}}}",
    ),
    "the throttle of a usage plan is none of the stage's": (
        "stage-throttling",
        "Plan: {Type: 'AWS::ApiGateway::UsagePlan', Properties: {ApiStages: [{ApiId: !Ref Api}], Throttle: {RateLimit: 1}}}",
    ),
    "a firewall of a distribution": (
        "waf",
        "Cdn: {Type: 'AWS::CloudFront::Distribution', Properties: {DistributionConfig: {WebACLId: x, Origins: [{DomainName: !Ref Api}]}}}",
    ),
    "a firewall of a load balancer": (
        "waf",
        """\
        Alb: {Type: 'AWS::ElasticLoadBalancingV2::LoadBalancer', Properties: {}}
        Acl: {Type: 'AWS::WAFv2::WebACLAssociation', Properties: {ResourceArn: !Ref Alb}}
        """,
    ),
    "a domain without a mapping": (
        "custom-domain",
        "Domain: {Type: 'AWS::ApiGateway::DomainName', Properties: {DomainName: a.example}}",
    ),
    "a validator that checks nothing": (
        "request-validation",
        """\
        V: {Type: 'AWS::ApiGateway::RequestValidator', Properties: {RestApiId: !Ref Api, ValidateRequestBody: false}}
        M: {Type: 'AWS::ApiGateway::Method', Properties: {RestApiId: !Ref Api, RequestValidatorId: !Ref V}}
        """,
    ),
}  # fmt: skip


@pytest.mark.parametrize(("feature", "resources"), UNATTACHED.values(), ids=UNATTACHED)
def test_what_is_declared_and_not_attached_is_not_used(feature: str, resources: str) -> None:

    assert feature not in certainties(only_api(rest(resources=dedent(resources))))


ON_HTTP = [
    ("lambda-integration", "used", INTEGRATION % "IntegrationType: AWS_PROXY, PayloadFormatVersion: '2.0'"),
    ("lambda-payload-v2", "used", INTEGRATION % "IntegrationType: AWS_PROXY, PayloadFormatVersion: '2.0'"),
    ("sqs", "used", INTEGRATION % "IntegrationType: AWS_PROXY, IntegrationSubtype: SQS-SendMessage"),
    ("vpc-link-v2", "used", INTEGRATION % "IntegrationType: HTTP_PROXY, ConnectionType: VPC_LINK, ConnectionId: x"),
    ("alb-private", "used", INTEGRATION % "ConnectionType: VPC_LINK, IntegrationUri: 'arn:aws:elasticloadbalancing:::listener/app/x'"),
    ("cloud-map", "used", INTEGRATION % "ConnectionType: VPC_LINK, IntegrationUri: 'arn:aws:servicediscovery:::service/srv-1'"),
    ("cloud-map", "unknown", INTEGRATION % "ConnectionType: VPC_LINK, IntegrationUri: !ImportValue Target"),
]  # fmt: skip


@pytest.mark.parametrize(("feature", "certainty", "integration"), ON_HTTP)
def test_an_integration_of_an_http_api_shows_a_feature(feature: str, certainty: str, integration: str) -> None:
    assert certainties(only_api(http(integration, ROUTE % "OperationName: x")))[feature] == certainty


def test_an_integration_that_no_route_leads_to_is_not_used() -> None:
    assert "lambda-integration" not in certainties(only_api(http(INTEGRATION % "IntegrationType: AWS_PROXY")))


def test_the_parameters_of_a_service_are_no_parameter_mapping() -> None:
    integration = (
        INTEGRATION
        % "IntegrationType: AWS_PROXY, IntegrationSubtype: SQS-SendMessage, RequestParameters: {QueueUrl: x}"
    )
    assert "request-parameter-transformation" not in certainties(
        only_api(http(integration, ROUTE % "OperationName: x"))
    )


def test_the_type_of_an_api_is_told_by_its_resource() -> None:
    text = """
    Parameters: {Kind: {Type: String}}
    Resources:
      A: {Type: AWS::ApiGateway::RestApi}
      B: {Type: AWS::ApiGatewayV2::Api, Properties: {ProtocolType: HTTP}}
      C: {Type: AWS::ApiGatewayV2::Api, Properties: {ProtocolType: WEBSOCKET}}
      D: {Type: AWS::ApiGatewayV2::Api, Properties: {ProtocolType: !Ref Kind}}
      E: {Type: AWS::ApiGatewayV2::Api, Properties: {Body: {openapi: 3.0.1, paths: {}}}}
    """
    options = {name: api.option for name, api in apis(text).items()}
    assert options == {"A": "rest", "B": "http", "C": "websocket", "D": None, "E": "http"}


def test_a_resource_under_a_condition_of_its_own_is_conditional_and_under_its_apis_is_not() -> None:
    text = """
    Conditions: {Prod: {}, Other: {}}
    Resources:
      Api: {Type: AWS::ApiGateway::RestApi, Condition: Prod}
      Same: {Type: AWS::ApiGateway::Stage, Condition: Prod, Properties: {RestApiId: !Ref Api, TracingEnabled: true}}
      Else: {Type: AWS::ApiGateway::Stage, Condition: Other, Properties: {RestApiId: !Ref Api, Variables: {a: b}}}
      If: {Type: AWS::ApiGateway::Stage, Properties: {RestApiId: !Ref Api, CacheClusterEnabled: !If [Prod, true, false]}}
    """
    api = only_api(text)
    assert api.condition == "Prod"
    found = certainties(api)
    assert (found["xray"], found["stage-variables"], found["caching"]) == ("used", "conditional", "used")


def test_a_quantity_has_its_amount_in_the_base_unit() -> None:
    resources = (
        METHOD % "Integration: {Type: HTTP, TimeoutInMillis: '60000'}"
        + "\n"
        + STAGE % "CacheClusterEnabled: true, CacheClusterSize: '0.5'"
    )
    api = only_api(rest(resources=resources))
    assert [use.amount for use in places(api, "integration-timeout")] == [60_000]
    assert [use.amount for use in places(api, "cache-size")] == [512 * 1024**2]


def test_an_amount_that_is_not_known_is_none() -> None:
    api = only_api(rest(resources=METHOD % "Integration: {Type: HTTP, TimeoutInMillis: !Ref Any}"))
    (use,) = places(api, "integration-timeout")
    assert (use.certainty, use.amount) == ("used", None)


def test_a_use_says_where_it_is_shown() -> None:
    (use,) = places(only_api(rest(properties="MinimumCompressionSize: 5")), "content-encoding")
    assert (use.file, use.line, use.path) == ("t.yaml", 17, "Resources.Api.Properties.MinimumCompressionSize")


def test_the_service_that_an_integration_calls_is_its_detail() -> None:
    api = only_api(rest(resources=METHOD % (SERVICE % "sns:action/Publish")))
    assert [use.detail for use in places(api, "aws-services")] == ["sns"]


def test_parts_of_a_stack_that_are_kept_elsewhere_are_said() -> None:
    root = tree("""
    Resources:
      Inner: {Type: AWS::CloudFormation::Stack, Properties: {TemplateURL: https://example.com/t.yaml}}
      Beside: {Type: AWS::CloudFormation::Stack, Properties: {TemplateURL: ./t.yaml}}
      Part: {Type: My::Api::Part::MODULE}
    """)
    _, troubles = cloudformation.resources(root, "t.yaml")
    assert [trouble.message for trouble in troubles] == [
        "the nested stack Inner is kept elsewhere; what it declares was not read",
        "the module My::Api::Part::MODULE (Part) is kept elsewhere; what it declares was not read",
    ]
