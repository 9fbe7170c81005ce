"""Terraform's own language, read through python-hcl2."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from apigw_choose.readers.templates.detect import detect
from apigw_choose.readers.templates.detectors import shipped_detectors
from apigw_choose.readers.templates.terraform import hcl
from apigw_choose.readers.templates.tree import read_tree

pytest.importorskip("hcl2")
FIXTURES = Path(__file__).parents[2] / "fixtures" / "templates" / "terraform"
ORDERS = [(path.name, path.read_text()) for path in sorted((FIXTURES / "orders").glob("*.tf"))]
TABLE = shipped_detectors()
REST = 'resource "aws_api_gateway_rest_api" "api" {\n  name = "api"\n'
STAGE = 'resource "aws_api_gateway_stage" "s" {\n  rest_api_id = aws_api_gateway_rest_api.api.id\n  stage_name = "s"\n'


def uses(*texts: str) -> dict[str, str]:
    """By feature: how certainly the one API of a module uses it."""
    resources, troubles = hcl.resources([(f"{n}.tf", text) for n, text in enumerate(texts)])
    assert not troubles
    (api,) = detect(resources, TABLE)
    return {use.feature: use.certainty for use in reversed(api.uses)}


def told(text: str) -> list[str]:
    return [trouble.message for trouble in hcl.resources([("main.tf", text)])[1]]


class TestAModuleOfTwoFiles:
    api = detect(hcl.resources(ORDERS)[0], TABLE)[0]

    def test_is_one_api_by_its_address(self) -> None:
        assert (self.api.id, self.api.option, self.api.file) == ("aws_api_gateway_rest_api.orders", "rest", "main.tf")

    @pytest.mark.parametrize(
        ("feature", "certainty", "place", "words"),
        [
            ("regional-endpoint", "used", "main.tf", "REGIONAL"),
            ("content-encoding", "used", "main.tf", "minimum_compression_size"),
            ("iam-auth", "used", "main.tf", "AWS_IAM"),
            ("api-keys", "used", "main.tf", "api_key_required"),
            ("sqs", "used", "main.tf", ":sqs:path"),
            ("vtl-templates", "used", "main.tf", "request_templates"),
            ("integration-timeout", "used", "main.tf", "timeout_milliseconds"),
            ("execution-logs", "used", "stage.tf", "logging_level"),
            ("stage-throttling", "used", "stage.tf", "throttling_rate_limit"),
            ("xray", "conditional", "stage.tf", "xray_tracing_enabled"),
            ("waf", "conditional", "stage.tf", "aws_wafv2_web_acl_association"),
        ],
    )
    def test_shows_what_it_uses_where_that_stands(self, feature: str, certainty: str, place: str, words: str) -> None:
        use = next(use for use in self.api.uses if use.feature == feature)
        line = (FIXTURES / "orders" / place).read_text().splitlines()[use.line - 1]
        assert (use.certainty, use.file) == (certainty, place)
        assert words in line

    def test_shows_nothing_else(self) -> None:
        expected = {"path-verb-routing", "aws-services", "request-body-transformation", "regional-endpoint"}
        shown = {"content-encoding", "iam-auth", "api-keys", "sqs", "vtl-templates", "integration-timeout"}
        stage = {"execution-logs", "stage-throttling", "xray", "waf"}
        assert {use.feature for use in self.api.uses} == expected | shown | stage

    def test_tells_how_much_of_a_quantity_a_local_value_says(self) -> None:
        assert [use.amount for use in self.api.uses if use.feature == "integration-timeout"] == [5000]


@pytest.mark.parametrize(
    ("value", "certainty"),
    [
        ("true", "used"),
        ("false", None),
        ("null", None),
        ("!false", "used"),
        ("var.on", "conditional"),
        ("var.open", "unknown"),
        ("var.on ? true : true", "used"),
        ("var.open ? true : false", "conditional"),
        ("local.on", "used"),
        ("local.settings.tracing", "used"),
        ('local.settings["tracing"]', "used"),
        ('lookup(local.settings, "other", true)', "used"),
        ("try(local.settings.other, true)", "used"),
        ('var.name == "x"', "conditional"),
        ("data.aws_ssm_parameter.tracing.value", "unknown"),
        ("module.settings.tracing", "unknown"),
        ("local.round", "unknown"),
        ("anytrue([for one in var.open : one])", "unknown"),
    ],
)
def test_an_argument_is_as_certain_as_its_expression(value: str, certainty: str | None) -> None:
    names = """
variable "on" { default = false }
variable "name" { default = "" }
variable "open" {}
locals {
  on = true
  settings = { tracing = local.on }
  round = local.again
  again = local.round
}
"""
    assert uses(REST + "}\n" + STAGE + f"  xray_tracing_enabled = {value}\n}}\n" + names).get("xray") == certainty


@pytest.mark.parametrize("default", ["", 'default = "EDGE"'])
def test_a_variable_that_allows_a_few_values_can_be_no_other(default: str) -> None:
    variable = f"""
variable "kind" {{
  {default}
  validation {{
    condition     = contains(["EDGE", "REGIONAL"], var.kind)
    error_message = "One of these."
  }}
}}
"""
    found = uses(REST + "  endpoint_configuration {\n    types = [var.kind]\n  }\n}\n" + variable)
    assert found == {"edge-optimized-endpoint": "conditional", "regional-endpoint": "conditional"}


@pytest.mark.parametrize(
    ("argument", "certainty"),
    [
        ("count = 1", "used"),
        ("count = 0", None),
        ("count = var.on ? 1 : 0", "conditional"),
        ("count = length(local.names)", "used"),
        ("count = length(local.none)", None),
        ('for_each = toset(["a", "b"])', "used"),
        ("for_each = {}", None),
        ("for_each = local.names", "used"),
        ("for_each = var.names", "conditional"),
    ],
)
def test_a_resource_is_as_certain_as_its_count(argument: str, certainty: str | None) -> None:
    names = """
variable "on" { default = true }
variable "names" {}
locals {
  names = ["a"]
  none = []
}
"""
    response = f"""
resource "aws_api_gateway_gateway_response" "r" {{
  {argument}
  rest_api_id   = aws_api_gateway_rest_api.api.id
  response_type = "DEFAULT_4XX"
}}
"""
    assert uses(REST + "}\n" + response + names).get("custom-gateway-responses") == certainty


@pytest.mark.parametrize(
    ("for_each", "certainty"),
    [('["a"]', "used"), ("[]", None), ("var.on ? [1] : []", "conditional"), ("var.logs", "conditional")],
)
def test_a_dynamic_block_is_there_as_often_as_its_collection_says(for_each: str, certainty: str | None) -> None:
    dynamic = f"""
  dynamic "access_log_settings" {{
    for_each = {for_each}
    content {{
      destination_arn = "arn:aws:logs:eu-west-1:1:log-group:all"
      format          = access_log_settings.value
    }}
  }}
}}
variable "on" {{ default = true }}
variable "logs" {{}}
"""
    assert uses(REST + "}\n" + STAGE + dynamic).get("access-logs-cloudwatch") == certainty


def test_each_value_of_a_known_collection_is_looked_at() -> None:
    routes = """
resource "aws_apigatewayv2_api" "api" {
  name          = "api"
  protocol_type = "HTTP"
}
resource "aws_apigatewayv2_route" "all" {
  for_each           = { "GET /a" = "NONE", "GET /b" = "AWS_IAM" }
  api_id             = aws_apigatewayv2_api.api.id
  route_key          = each.key
  authorization_type = each.value
}
"""
    assert uses(routes)["iam-auth"] == "used"


DOCUMENT = """{
  "openapi": "3.0.1",
  "paths": {"/a": {"get": {"x-amazon-apigateway-integration": {
    "type": "http_proxy", "httpMethod": "GET", "uri": "https://${var.host}/a"}}}}
}"""


JSONENCODED = (
    'jsonencode({ openapi = "3.0.1", paths = { "/a" = { get = { "x-amazon-apigateway-integration" = {'
    'type = "http_proxy", httpMethod = "GET", uri = "https://${var.host}/a" } } } } })'
)


@pytest.mark.parametrize(
    "body",
    [
        f"<<EOF\n{DOCUMENT}\nEOF",
        f"local.body\n}}\nlocals {{\n  body = <<EOF\n{DOCUMENT}\nEOF",
        JSONENCODED,
    ],
    ids=["heredoc", "local value", "jsonencode"],
)
def test_a_body_that_the_module_says_is_read(body: str) -> None:
    found = uses(REST + f'  body = {body}\n}}\nvariable "host" {{}}\n')
    assert found["http-integration"] == "used"
    assert "unknown" not in found.values()


@pytest.mark.parametrize(
    "body",
    ['file("api.yaml")', 'templatefile("api.yaml", {})', "data.template_file.api.rendered", "var.body", '"{nonsense"'],
)
def test_a_body_that_stands_elsewhere_may_declare_anything(body: str) -> None:
    found = uses(REST + f'  body = {body}\n}}\nvariable "body" {{}}\n')
    assert {found["cors"], found["lambda-integration"], found["api-keys"]} == {"unknown"}


@pytest.mark.parametrize(
    ("body", "host"),
    [
        ('file("${path.module}/api.yaml")', "unknown"),
        ('templatefile("./api.yaml", { type = "http_proxy" })', "used"),
        ('jsonencode(yamldecode(templatefile("./api.yaml", { type = var.type })))', "conditional"),
    ],
)
def test_a_body_in_a_file_beside_the_module_is_read_where_it_may_be(body: str, host: str) -> None:
    root, _ = read_tree('{"paths": {"/a": {"get": {"x-amazon-apigateway-integration": {"type": "${type}"}}}}}', "a")
    text = REST + f'  body = {body}\n}}\nvariable "type" {{ default = "http_proxy" }}\n'
    resources, _ = hcl.resources([("m.tf", text)], {"./api.yaml": (root, "a")}.get)
    (api,) = detect(resources, TABLE)
    found = {use.feature: (use.certainty, use.line) for use in api.uses}
    assert found["path-verb-routing"] == ("used", 3)
    if host != "unknown":
        assert found["http-integration"] == (host, 3)
    assert "api-keys" not in found


def test_a_policy_of_a_data_source_is_read() -> None:
    policy = """
  policy = data.aws_iam_policy_document.office.json
}
data "aws_iam_policy_document" "office" {
  statement {
    actions = ["execute-api:Invoke"]
    condition {
      test     = "IpAddress"
      variable = "aws:SourceIp"
      values   = ["192.0.2.0/24"]
    }
  }
}
"""
    found = uses(REST + policy)
    assert (found["resource-policy"], found["ip-allowlist"]) == ("used", "used")


@pytest.mark.parametrize(("balancer", "feature"), [("network", "nlb-private"), ("application", "alb-private")])
def test_a_vpc_link_leads_to_the_balancer_behind_the_listener(balancer: str, feature: str) -> None:
    text = f"""
resource "aws_apigatewayv2_api" "api" {{
  name          = "api"
  protocol_type = "HTTP"
}}
resource "aws_apigatewayv2_route" "all" {{
  api_id    = aws_apigatewayv2_api.api.id
  route_key = "$default"
  target    = "integrations/${{aws_apigatewayv2_integration.all.id}}"
}}
resource "aws_apigatewayv2_integration" "all" {{
  api_id           = aws_apigatewayv2_api.api.id
  integration_type = "HTTP_PROXY"
  integration_uri  = aws_lb_listener.web.arn
  connection_type  = "VPC_LINK"
  connection_id    = aws_apigatewayv2_vpc_link.link.id
}}
resource "aws_apigatewayv2_vpc_link" "link" {{
  name = "link"
}}
resource "aws_lb_listener" "web" {{
  load_balancer_arn = aws_lb.web.arn
}}
resource "aws_lb" "web" {{
  load_balancer_type = "{balancer}"
}}
"""
    found = uses(text)
    assert (found["vpc-link-v2"], found[feature]) == ("used", "used")


def test_what_is_switched_off_by_its_value_is_not_used() -> None:
    settings = """
resource "aws_api_gateway_method_settings" "all" {
  rest_api_id = aws_api_gateway_rest_api.api.id
  stage_name  = "s"
  method_path = "*/*"
  settings {
    throttling_rate_limit = -1
    logging_level         = "OFF"
  }
}
"""
    found = uses(REST + "  minimum_compression_size = -1\n}\n" + settings)
    assert not {"content-encoding", "stage-throttling", "execution-logs"} & set(found)


def test_a_remote_module_that_may_declare_apis_is_named() -> None:
    (message,) = told('module "api" {\n  source = "example/apigateway-v2/aws"\n}\n')
    assert "module api comes from example/apigateway-v2/aws" in message


def test_a_folder_that_speaks_of_no_api_is_not_parsed() -> None:
    assert hcl.resources([("main.tf", "this { is [ no HCL")]) == ([], [])


def test_a_block_that_is_no_hcl_does_not_hide_the_others() -> None:
    resources, troubles = hcl.resources([("main.tf", REST + "}\n" + STAGE + "  variables = = }\n")])
    assert [resource.id for resource in resources] == ["aws_api_gateway_rest_api.api"]
    assert [(trouble.line, trouble.fatal) for trouble in troubles] == [(7, False)]


def test_without_the_parser_the_one_message_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "hcl2", None)
    resources, (trouble,) = hcl.resources([("main.tf", REST + "}\n")])
    assert (resources, trouble.fatal) == ([], True)
    assert "pip install 'apigw-choose[terraform]'" in trouble.message


HOSTILE = {
    "brackets": "[" * 100_000,
    "an endless sum": "1" + "+1" * 20_000,
    "an endless path": "a" + ".b" * 20_000,
    "a heredoc without an end": "<<EOF\n" + "\n" * 100_000,
    "interpolations in a heredoc": "<<EOF\n" + "${" * 50_000 + "\nEOF",
    "loops in loops": "[for a in local.ten : " * 8 + "a" + "]" * 8,
    "doubled lists": "local.l50",
    "doubled texts": "local.t50",
}


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_expressions_come_to_an_end(name: str) -> None:
    doubled = "".join(
        f'  l{n + 1} = [local.l{n}, local.l{n}]\n  t{n + 1} = "${{local.t{n}}}${{local.t{n}}}"\n' for n in range(50)
    )
    values = f'locals {{\n  ten = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9]\n  l0 = ["x"]\n  t0 = "x"\n{doubled}}}\n'
    resources, troubles = hcl.resources([("main.tf", values + REST + f"  body = {HOSTILE[name]}\n}}\n")])
    assert len(troubles) <= 2
    assert troubles or {use.certainty for use in detect(resources, TABLE)[0].uses} == {"used", "unknown"}
