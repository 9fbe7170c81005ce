"""References to resources of Terraform, as a CloudFormation template makes them."""

from __future__ import annotations

from apigw_choose.readers.templates.tree import Map, make_map, make_seq

PSEUDO = {
    ("aws_region", "name"): "AWS::Region",
    ("aws_region", "region"): "AWS::Region",
    ("aws_region", "id"): "AWS::Region",
    ("aws_caller_identity", "account_id"): "AWS::AccountId",
    ("aws_caller_identity", "id"): "AWS::AccountId",
    ("aws_partition", "partition"): "AWS::Partition",
    ("aws_partition", "dns_suffix"): "AWS::URLSuffix",
}
"""What data sources tell of the deployment itself."""
_INVOKED = {"invoke_arn": "invocations", "response_streaming_invoke_arn": "response-streaming-invocations"}
_SAME_AS_ID = {
    "aws_api_gateway_domain_name": ("id", "domain_name", "arn"),
    "aws_apigatewayv2_domain_name": ("id", "domain_name", "arn"),
    "aws_api_gateway_stage": ("id", "stage_name"),
    "aws_apigatewayv2_stage": ("id", "name"),
}
"""Attributes that lead to a resource as well as its id does."""


def leads_to(type_: str, attribute: str) -> bool:
    """Whether an attribute names the resource itself."""
    return not attribute or attribute in _SAME_AS_ID.get(type_, ("id",))


def reference(type_: str, address: str, attribute: str, line: int) -> Map:
    """A reference to an attribute of a resource, as a CloudFormation template would make it."""
    if leads_to(type_, attribute):
        return make_map({"Ref": address}, line)
    if attribute in _INVOKED:
        return _invocation(address, attribute, line)
    return make_map({"Fn::GetAtt": make_seq([address, attribute], line)}, line)


def _invocation(address: str, attribute: str, line: int) -> Map:
    """The ARN by which API Gateway invokes a Lambda function, as a CloudFormation template writes it."""
    function = make_map({"Fn::GetAtt": make_seq([address, "Arn"], line)}, line)
    region = make_map({"Ref": "AWS::Region"}, line)
    parts = ["arn:aws:apigateway:", region, ":lambda:path/2015-03-31/functions/", function, f"/{_INVOKED[attribute]}"]
    return make_map({"Fn::Join": make_seq(["", make_seq(parts, line)], line)}, line)
