"""Which format a file has, by its content.

Reading a file as YAML takes a hundred times as long as looking for a few words in it, so a file without any word of
the formats' APIs is told apart by these alone.
"""

from __future__ import annotations

import re
from typing import Any

from apigw_choose.readers.templates.sam.template import PREFIX, is_sam
from apigw_choose.readers.templates.tree import Map, Seq

_API_WORD = re.compile(rb"ApiGateway|apigateway|api_gateway")
_SAM_WORD = re.compile(rb"AWS::Serverless")
_SAM_EVENT = re.compile(
    rb"""Type["']?\s*:\s*["']?(?:Http)?Api["']?\s*[,\n\r}#]|AWS::Serverless::(?:Http|WebSocket)?Api\b"""
)
_SERVERLESS_PROVIDER = re.compile(rb"""(?:^|[{,])[ \t]*["']?provider["']?[ \t]*:""", re.MULTILINE)
_SERVERLESS_EVENT = re.compile(rb"\bhttp(?:Api)?\b|\bwebsocket\b|\balb\b")
_SERVERLESS_SERVICE = re.compile(rb"""(?:^|[{,])[ \t]*["']?service["']?[ \t]*:""", re.MULTILINE)
_CDK_MARKS = ("CDKMetadata", "CheckBootstrapVersion")


def may_declare_apis(content: bytes) -> bool:
    """Whether the text of a file leaves it possible that it declares an API of a known format."""
    if _API_WORD.search(content):
        return True
    if _SAM_WORD.search(content):
        return _SAM_EVENT.search(content) is not None
    return (
        b"provider" in content
        and _SERVERLESS_EVENT.search(content) is not None
        and _SERVERLESS_PROVIDER.search(content) is not None
        and _SERVERLESS_SERVICE.search(content) is not None
    )


def format_of(root: Any) -> str | None:
    """`cloudformation`, `cdk`, `sam`, `openapi`, `terraform` (any of its JSON forms), `serverless`, or None."""
    if not isinstance(root, Map):
        return None
    if _is_cloudformation(root):
        return "sam" if is_sam(root) or _has_sam_types(root) else "cdk" if _is_cdk(root) else "cloudformation"
    if ("openapi" in root or "swagger" in root) and isinstance(root.get("paths"), Map):
        return "openapi"
    if _is_terraform(root):
        return "terraform"
    if "provider" in root and ("functions" in root or "resources" in root or "service" in root):
        return "serverless"
    return None


def _is_cloudformation(root: Map) -> bool:
    resources = root.get("Resources")
    if not isinstance(resources, Map):
        return False
    return "AWSTemplateFormatVersion" in root or any(
        key.startswith("Fn::ForEach") or (isinstance(body, Map) and isinstance(body.get("Type"), str))
        for key, body in resources.items()
    )


def _has_sam_types(root: Map) -> bool:
    resources: Map = root["Resources"]
    return any(
        isinstance(body, Map) and isinstance(body.get("Type"), str) and body["Type"].startswith(PREFIX)
        for body in resources.values()
    )


def _is_cdk(root: Map) -> bool:
    resources: Map = root["Resources"]
    if "BootstrapVersion" in _keys(root.get("Parameters")) or any(
        mark in _keys(root.get("Rules")) for mark in _CDK_MARKS
    ):
        return True
    return any(
        name == "CDKMetadata" or (isinstance(body, Map) and "aws:cdk:path" in _keys(body.get("Metadata")))
        for name, body in resources.items()
    )


def _keys(value: Any) -> Map | tuple[()]:
    """What has keys; nothing in place of what has none."""
    return value if isinstance(value, Map) else ()


def _is_terraform(root: Map) -> bool:
    if "format_version" in root and ("planned_values" in root or "values" in root or "resource_changes" in root):
        return True
    if "terraform_version" in root and isinstance(root.get("resources"), Seq):
        return True
    resource = root.get("resource")
    kinds = resource if isinstance(resource, Seq) else [resource]
    return any(isinstance(kind, Map) and any(name.startswith("aws_") for name in kind) for kind in kinds)
