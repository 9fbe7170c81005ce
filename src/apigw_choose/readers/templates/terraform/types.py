"""Which Terraform resource is which of CloudFormation's, and what their arguments are called there.

An argument that no table names keeps its name, in CloudFormation's spelling: `binary_media_types` becomes
`BinaryMediaTypes`. So arguments that are new at both need no line here.
"""

from __future__ import annotations

from typing import NamedTuple


class Form(NamedTuple):
    """How the arguments of a resource or a block are named in CloudFormation."""

    type: str = ""
    names: dict[str, str] = {}  # noqa: RUF012 # a constant table
    """Arguments whose name is not merely spelled otherwise; those that lead to an empty name are dropped."""
    blocks: dict[str, Form] = {}  # noqa: RUF012
    """Arguments that are blocks, and which CloudFormation has as one object."""
    lists: dict[str, Form] = {}  # noqa: RUF012
    """Blocks which CloudFormation has as a list of objects."""
    keyed: dict[str, tuple[str, Form]] = {}  # noqa: RUF012
    """Blocks which CloudFormation has as a map, by the value of an argument of theirs."""


def spelled(argument: str) -> str:
    """An argument in CloudFormation's spelling."""
    return "".join(part[:1].upper() + part[1:] for part in argument.split("_"))


_PLAIN = Form()
_ENDPOINT = Form()
_API = {"rest_api_id": "RestApiId"}
_TIMEOUT = {"timeout_milliseconds": "TimeoutInMillis", "http_method": "HttpMethod"}
_ROUTE_SETTINGS = Form()
_TLS = Form()

FORMS: dict[str, Form] = {
    "aws_api_gateway_account": Form("AWS::ApiGateway::Account"),
    "aws_api_gateway_api_key": Form("AWS::ApiGateway::ApiKey"),
    "aws_api_gateway_authorizer": Form("AWS::ApiGateway::Authorizer", {"provider_arns": "ProviderARNs"}),
    "aws_api_gateway_base_path_mapping": Form(
        "AWS::ApiGateway::BasePathMapping", {"api_id": "RestApiId", "stage_name": "Stage"}
    ),
    "aws_api_gateway_client_certificate": Form("AWS::ApiGateway::ClientCertificate"),
    "aws_api_gateway_deployment": Form(
        "AWS::ApiGateway::Deployment",
        {"triggers": "", "variables": "", "stage_description": ""},
        blocks={"canary_settings": Form()},
    ),
    "aws_api_gateway_documentation_part": Form("AWS::ApiGateway::DocumentationPart", blocks={"location": _PLAIN}),
    "aws_api_gateway_documentation_version": Form("AWS::ApiGateway::DocumentationVersion"),
    "aws_api_gateway_domain_name": Form(
        "AWS::ApiGateway::DomainName",
        blocks={"endpoint_configuration": _ENDPOINT, "mutual_tls_authentication": _PLAIN},
    ),
    "aws_api_gateway_gateway_response": Form("AWS::ApiGateway::GatewayResponse"),
    "aws_api_gateway_integration": Form("", _TIMEOUT, blocks={"tls_config": _TLS}),
    "aws_api_gateway_integration_response": Form("", {"http_method": "", "rest_api_id": "", "resource_id": ""}),
    "aws_api_gateway_method": Form("AWS::ApiGateway::Method", {"authorization": "AuthorizationType"}),
    "aws_api_gateway_method_response": Form("", {"http_method": "", "rest_api_id": "", "resource_id": ""}),
    "aws_api_gateway_method_settings": Form("AWS::ApiGateway::Stage", blocks={"settings": _PLAIN}),
    "aws_api_gateway_model": Form("AWS::ApiGateway::Model"),
    "aws_api_gateway_request_validator": Form("AWS::ApiGateway::RequestValidator"),
    "aws_api_gateway_resource": Form("AWS::ApiGateway::Resource"),
    "aws_api_gateway_rest_api": Form(
        "AWS::ApiGateway::RestApi",
        {"api_key_source": "ApiKeySourceType", "put_rest_api_mode": "Mode"},
        blocks={"endpoint_configuration": _ENDPOINT},
    ),
    "aws_api_gateway_rest_api_policy": Form("AWS::ApiGateway::RestApi", {"rest_api_id": ""}),
    "aws_api_gateway_rest_api_put": Form("AWS::ApiGateway::RestApi", {"rest_api_id": "", "triggers": ""}),
    "aws_api_gateway_stage": Form(
        "AWS::ApiGateway::Stage",
        {
            "xray_tracing_enabled": "TracingEnabled",
            "access_log_settings": "AccessLogSetting",
            "canary_settings": "CanarySetting",
        },
        blocks={"access_log_settings": _PLAIN, "canary_settings": _PLAIN},
    ),
    "aws_api_gateway_usage_plan": Form(
        "AWS::ApiGateway::UsagePlan",
        {"quota_settings": "Quota", "throttle_settings": "Throttle", "name": "UsagePlanName"},
        blocks={"quota_settings": _PLAIN, "throttle_settings": _PLAIN},
        lists={"api_stages": Form(keyed={"throttle": ("path", _PLAIN)})},
    ),
    "aws_api_gateway_usage_plan_key": Form("AWS::ApiGateway::UsagePlanKey"),
    "aws_api_gateway_vpc_link": Form("AWS::ApiGateway::VpcLink"),
    "aws_apigatewayv2_api": Form(
        "AWS::ApiGatewayV2::Api", {"credentials_arn": "CredentialsArn"}, blocks={"cors_configuration": _PLAIN}
    ),
    "aws_apigatewayv2_api_mapping": Form("AWS::ApiGatewayV2::ApiMapping"),
    "aws_apigatewayv2_authorizer": Form(
        "AWS::ApiGatewayV2::Authorizer",
        {"identity_sources": "IdentitySource"},
        blocks={"jwt_configuration": _PLAIN},
    ),
    "aws_apigatewayv2_deployment": Form("AWS::ApiGatewayV2::Deployment", {"triggers": ""}),
    "aws_apigatewayv2_domain_name": Form(
        "AWS::ApiGatewayV2::DomainName",
        {"domain_name_configuration": "DomainNameConfigurations"},
        blocks={"mutual_tls_authentication": _PLAIN},
        lists={"domain_name_configuration": _PLAIN},
    ),
    "aws_apigatewayv2_integration": Form(
        "AWS::ApiGatewayV2::Integration",
        _TIMEOUT,
        blocks={"tls_config": _TLS},
        keyed={"response_parameters": ("status_code", _PLAIN)},
    ),
    "aws_apigatewayv2_integration_response": Form("AWS::ApiGatewayV2::IntegrationResponse"),
    "aws_apigatewayv2_model": Form("AWS::ApiGatewayV2::Model"),
    "aws_apigatewayv2_route": Form(
        "AWS::ApiGatewayV2::Route",
        {"request_parameter": "RequestParameters"},
        keyed={"request_parameter": ("request_parameter_key", _PLAIN)},
    ),
    "aws_apigatewayv2_route_response": Form("AWS::ApiGatewayV2::RouteResponse"),
    "aws_apigatewayv2_routing_rule": Form(
        "AWS::ApiGatewayV2::RoutingRule",
        {"domain_name": "DomainNameArn"},
        lists={"actions": Form(blocks={"invoke_api": _PLAIN}), "conditions": _PLAIN},
    ),
    "aws_apigatewayv2_stage": Form(
        "AWS::ApiGatewayV2::Stage",
        {"name": "StageName"},
        blocks={"access_log_settings": _PLAIN, "default_route_settings": _ROUTE_SETTINGS},
        keyed={"route_settings": ("route_key", _ROUTE_SETTINGS)},
    ),
    "aws_apigatewayv2_vpc_link": Form("AWS::ApiGatewayV2::VpcLink"),
    "aws_cloudfront_distribution": Form(
        "AWS::CloudFront::Distribution", {"origin": "Origins"}, lists={"origin": _PLAIN}
    ),
    "aws_kinesis_firehose_delivery_stream": Form("AWS::KinesisFirehose::DeliveryStream"),
    "aws_lb": Form("AWS::ElasticLoadBalancingV2::LoadBalancer", {"load_balancer_type": "Type"}),
    "aws_lb_listener": Form("AWS::ElasticLoadBalancingV2::Listener"),
    "aws_service_discovery_service": Form("AWS::ServiceDiscovery::Service"),
    "aws_wafregional_web_acl_association": Form("AWS::WAFRegional::WebACLAssociation", {"web_acl_id": "WebACLId"}),
    "aws_wafv2_web_acl_association": Form("AWS::WAFv2::WebACLAssociation", {"web_acl_arn": "WebACLArn"}),
}
FORMS["aws_alb"] = FORMS["aws_lb"]
FORMS["aws_alb_listener"] = FORMS["aws_lb_listener"]
META = frozenset(
    ("count", "for_each", "depends_on", "lifecycle", "provider", "provisioner", "connection", "timeouts", "region")
)


def of_api(type_: str) -> bool:
    """Whether a type of resource can make a folder one that declares an API."""
    return type_.startswith(("aws_api_gateway_", "aws_apigatewayv2_"))


def has_words(text: str) -> bool:
    """Whether a text speaks of any resource of Amazon API Gateway at all."""
    return "aws_api_gateway_" in text or "aws_apigatewayv2_" in text
