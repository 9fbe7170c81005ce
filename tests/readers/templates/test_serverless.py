"""A `serverless.yml`, read as the template that the framework makes of it."""

from __future__ import annotations

from pathlib import Path
from textwrap import indent
from typing import TYPE_CHECKING

import pytest

from apigw_choose.readers.templates import serverless
from apigw_choose.readers.templates.detect import detect
from apigw_choose.readers.templates.detectors import shipped_detectors
from apigw_choose.readers.templates.tree import read_tree

if TYPE_CHECKING:
    from apigw_choose.model.scan import FoundApi, Trouble

SHOP = Path(__file__).parents[2] / "fixtures" / "templates" / "serverless" / "shop.yml"
TABLE = shipped_detectors()


def read(text: str) -> tuple[list[FoundApi], list[Trouble]]:
    root, _ = read_tree(text, "serverless.yml")
    resources, troubles = serverless.resources(root, "serverless.yml")
    return detect(resources, TABLE), troubles


def service(*, provider: str = "", event: str = "http: GET a", rest: str = "") -> dict[str, str]:
    """By feature: how certainly the one API of a service uses it."""
    text = f"service: s\nprovider:\n  name: aws\n{indent(provider, '  ')}\nfunctions:\n  f:\n    events:\n"
    (api,), troubles = read(f"{text}{indent('- ' + indent(event, '  ').lstrip(), '      ')}\n{rest}")
    assert not troubles
    return {use.feature: use.certainty for use in reversed(api.uses)}


class TestAServiceWithAnApiOfEachType:
    apis, troubles = read(SHOP.read_text())

    def test_has_them_under_the_names_of_the_framework(self) -> None:
        found = [(api.id, api.option) for api in self.apis]
        assert found == [("ApiGatewayRestApi", "rest"), ("HttpApi", "http"), ("WebsocketsApi", "websocket")]
        assert not self.troubles

    @pytest.mark.parametrize(
        ("api", "feature", "certainty", "words"),
        [
            ("ApiGatewayRestApi", "regional-endpoint", "used", "endpointType"),
            ("ApiGatewayRestApi", "xray", "conditional", "apiGateway: ${self"),
            ("ApiGatewayRestApi", "execution-logs", "used", "level: ERROR"),
            ("ApiGatewayRestApi", "binary-payloads", "used", "binaryMediaTypes"),
            ("ApiGatewayRestApi", "usage-plans", "used", "usagePlan"),
            ("ApiGatewayRestApi", "per-client-usage-throttling", "used", "quota"),
            ("ApiGatewayRestApi", "api-keys", "used", "private"),
            ("ApiGatewayRestApi", "cors", "used", "cors"),
            ("ApiGatewayRestApi", "lambda-authorizer-request", "used", "authorizer"),
            ("ApiGatewayRestApi", "vtl-templates", "used", "integration: lambda"),
            ("ApiGatewayRestApi", "custom-gateway-responses", "used", "NotFound"),
            ("ApiGatewayRestApi", "content-encoding", "used", "MinimumCompressionSize"),
            ("HttpApi", "cors", "used", "cors: true"),
            ("HttpApi", "jwt-authorizer", "used", "customers"),
            ("HttpApi", "lambda-integration", "used", "httpApi"),
            ("WebsocketsApi", "websocket-lifecycle-events", "used", "$connect"),
            ("WebsocketsApi", "request-response", "used", "routeResponse"),
        ],
    )
    def test_shows_what_each_uses_where_that_stands(self, api: str, feature: str, certainty: str, words: str) -> None:
        found = next(one for one in self.apis if one.id == api)
        use = next(use for use in found.uses if use.feature == feature)
        assert use.certainty == certainty
        assert words in SHOP.read_text().splitlines()[use.line - 1]

    def test_writes_no_access_logs_where_they_are_switched_off(self) -> None:
        assert "access-logs-cloudwatch" not in {use.feature for use in self.apis[0].uses}


@pytest.mark.parametrize(
    ("value", "certainty"),
    [
        ("true", "used"),
        ("false", None),
        ("${self:custom.on}", "used"),
        ("${self:custom.off}", None),
        ("${self:custom.none, true}", "used"),
        ("${self:custom.none, self:custom.on}", "used"),
        ("${strToBool('true')}", "used"),
        ("${strToBool(${self:custom.off})}", None),
        ("${strToBool(${opt:tracing, 'false'})}", "conditional"),
        ("${opt:tracing}", "unknown"),
        ("${opt:tracing, false}", "conditional"),
        ("${env:TRACING, 'true'}", "conditional"),
        ("${file(./settings.yml):tracing}", "unknown"),
        ("${ssm:/tracing}", "unknown"),
        ("${self:custom.stages.${sls:stage}.on}", "conditional"),
        ("${self:custom.round}", "unknown"),
    ],
)
def test_a_setting_is_as_certain_as_its_variable(value: str, certainty: str | None) -> None:
    custom = """custom:
  on: true
  off: false
  stages: {dev: {on: false}, prod: {on: true}}
  round: ${self:custom.again}
  again: ${self:custom.round}
"""
    found = service(provider=f"tracing:\n  apiGateway: {value}", rest=custom)
    assert found.get("xray") == certainty


@pytest.mark.parametrize(
    ("event", "features"),
    [
        ("http: GET a", {"edge-optimized-endpoint", "lambda-integration"}),
        ("http:\n  path: a\n  method: get\n  authorizer: aws_iam", {"iam-auth"}),
        ("http:\n  path: a\n  method: get\n  authorizer: {type: AWS_IAM}", {"iam-auth"}),
        ("http:\n  path: a\n  method: get\n  authorizer: f", {"lambda-authorizer", "lambda-authorizer-token"}),
        (
            "http: {path: a, method: get, authorizer: arn:aws:cognito-idp:eu-west-1:123456789012:userpool/p}",
            {"cognito"},
        ),
        (
            "http: {path: a, method: get, authorizer: {type: COGNITO_USER_POOLS, authorizerId: b, scopes: [a]}}",
            {"cognito", "oauth2-scopes"},
        ),
        ("http:\n  path: a\n  method: get\n  async: true", {"lambda-async", "vtl-templates"}),
        ("http:\n  path: a\n  method: get\n  integration: mock", {"mock-integration"}),
        (
            "http:\n  path: a\n  method: get\n  integration: http-proxy\n  request: {uri: 'https://example.com'}",
            {"http-integration"},
        ),
        ("http:\n  path: a\n  method: get\n  timeoutInMillis: 40000", {"integration-timeout"}),
        ("http:\n  path: a\n  method: get\n  response: {transferMode: stream}", {"response-streaming"}),
        ("http:\n  path: a\n  method: get\n  request: {parameters: {headers: {x: true}}}", {"request-validation"}),
        (
            "http:\n  path: a\n  method: get\n  request: {schemas: {application/json: {type: object}}}",
            {"request-validation", "models"},
        ),
        ("http:\n  path: '{all+}'\n  method: any", {"catch-all-route"}),
        ("httpApi: GET /a", {"lambda-integration", "lambda-payload-v2", "default-stage"}),
        ("httpApi: '*'", {"catch-all-route"}),
        ("httpApi:\n  path: /a\n  method: get\n  authorizer: {type: aws_iam}", {"iam-auth"}),
        ("websocket:\n  route: $connect\n  authorizer: f", {"lambda-authorizer", "websocket-lifecycle-events"}),
    ],
)
def test_an_event_shows_what_its_settings_ask_for(event: str, features: set[str]) -> None:
    found = service(event=event)
    assert {feature: found.get(feature) for feature in features} == dict.fromkeys(features, "used")


@pytest.mark.parametrize(
    ("provider", "features"),
    [
        ("endpointType: PRIVATE", {"private-endpoint"}),
        ("logs: {restApi: true}", {"access-logs-cloudwatch", "execution-logs"}),
        ("apiGateway: {metrics: true}", {"detailed-metrics"}),
        ("apiGateway: {disableDefaultEndpoint: true}", {"disable-default-endpoint"}),
        ("apiGateway: {resourcePolicy: [{Effect: Allow}]}", {"resource-policy"}),
        ("apiGateway: {usagePlan: [{free: {throttle: {rateLimit: 1}}}]}", {"usage-plans", "per-client-rate-limiting"}),
        ("apiGateway: {apiKeySourceType: authorizer}", {"api-key-from-authorizer"}),
        ("domain: {name: api.example.com, tlsTruststoreUri: s3://b/t.pem}", {"custom-domain", "mtls"}),
    ],
)
def test_a_setting_of_the_provider_counts_for_its_api(provider: str, features: set[str]) -> None:
    found = service(provider=provider)
    assert {feature: found.get(feature) for feature in features} == dict.fromkeys(features, "used")


@pytest.mark.parametrize(
    ("plugin", "custom", "features"),
    [
        ("serverless-domain-manager", "customDomain: {domainName: api.example.com}", {"custom-domain"}),
        ("serverless-domain-manager", "customDomains: [{rest: {domainName: a.example.com}}]", {"custom-domain"}),
        ("serverless-associate-waf", "associateWaf: {name: all, version: V2}", {"waf"}),
        ("serverless-api-gateway-caching", "apiGatewayCaching: {enabled: true}", {"caching"}),
        ("serverless-api-gateway-throttling", "apiGatewayThrottling: {maxRequestsPerSecond: 5}", {"stage-throttling"}),
        (
            "serverless-apigateway-service-proxy",
            "apiGatewayServiceProxies: [{sqs: {path: q, method: post, cors: true}}]",
            {"sqs", "cors", "request-parameter-transformation"},
        ),
    ],
)
def test_a_plugin_adds_what_it_is_known_for(plugin: str, custom: str, features: set[str]) -> None:
    found = service(rest=f"plugins: [{plugin}]\ncustom:\n  {custom}\n")
    assert {feature: found.get(feature) for feature in features} == dict.fromkeys(features, "used")


def test_a_plugin_that_is_not_in_use_adds_nothing() -> None:
    assert "waf" not in service(rest="custom:\n  associateWaf: {name: all}\n")


def test_a_state_machine_with_an_http_event_makes_a_rest_api() -> None:
    machines = "stepFunctions: {stateMachines: {m: {events: [{http: {path: a, method: post}}]}}}\n"
    (api,), _ = read(f"service: s\nprovider: {{name: aws}}\n{machines}")
    assert {use.feature for use in api.uses} >= {"step-functions", "vtl-templates", "edge-optimized-endpoint"}


def test_an_api_that_is_there_already_is_not_declared_here() -> None:
    provider = "provider: {name: aws, apiGateway: {restApiId: abc}, httpApi: {id: def}}\n"
    apis, _ = read(f"service: s\n{provider}functions: {{f: {{events: [{{http: GET a}}, {{httpApi: GET /a}}]}}}}\n")
    assert apis == []


def test_an_endpoint_of_the_resources_section_replaces_the_default() -> None:
    own = "  Resources:\n    ApiGatewayRestApi:\n      Type: AWS::ApiGateway::RestApi\n      Properties:\n"
    types = "        EndpointConfiguration: {Types: [REGIONAL]}\n"
    found = service(rest=f"resources:\n{own}{types}")
    assert (found.get("regional-endpoint"), found.get("edge-optimized-endpoint")) == ("used", None)


def test_the_preflight_that_the_framework_adds_is_cors_and_nothing_else() -> None:
    plain = service()
    assert set(service(event="http:\n  path: a\n  method: get\n  cors: true")) - set(plain) == {"cors"}


def test_functions_in_another_file_are_named() -> None:
    apis, (trouble,) = read("service: s\nprovider: {name: aws}\nfunctions: ${file(functions.yml)}\n")
    assert (apis, trouble.line, trouble.fatal) == ([], 3, False)
    assert "file(functions.yml)" in trouble.message


def test_what_stands_in_another_file_is_read_where_it_may_be() -> None:
    beside, _ = read_tree(
        "all:\n  f:\n    events:\n      - http: {path: a, method: get, private: '${self:custom.on}'}\n", "b"
    )
    root, _ = read_tree(
        "service: s\nprovider: {name: aws}\ncustom: {on: true}\nfunctions: ${file(./b.yml):all}\n", "serverless.yml"
    )
    resources, troubles = serverless.resources(root, "serverless.yml", {"./b.yml": (beside, "b")}.get)
    (api,) = detect(resources, TABLE)
    assert not troubles
    assert [(use.line, use.certainty) for use in api.uses if use.feature == "api-keys"] == [(4, "used")]


def test_files_that_lead_to_each_other_come_to_an_end() -> None:
    beside, _ = read_tree("a: ${file(b.yml):b}\nb: ${file(b.yml):a}\nc: ${file(b.yml)}\n", "b")
    root, _ = read_tree("service: s\nprovider: {name: aws}\nfunctions: ${file(b.yml):a}\ncustom: ${file(b.yml)}\n", "s")
    assert detect(serverless.resources(root, "s", {"b.yml": (beside, "b")}.get)[0], TABLE) == []


def test_a_service_for_another_provider_declares_nothing() -> None:
    assert read("service: s\nprovider: {name: google}\nfunctions: {f: {events: [{http: path}]}}\n") == ([], [])


HOSTILE = {
    "variables in variables": "custom:\n  a: " + "${self:custom." * 5_000 + "}" * 5_000,
    "an endless list of defaults": "custom:\n  a: ${" + "opt:x, " * 20_000 + "1}",
    "doubled texts": "custom:\n  a0: xxxx\n"
    + "".join(f"  a{n + 1}: ${{self:custom.a{n}}}${{self:custom.a{n}}}\n" for n in range(60)),
    "doubled lists": "custom:\n  a0: [x]\n"
    + "".join(f'  a{n + 1}: ["${{self:custom.a{n}}}", "${{self:custom.a{n}}}"]\n' for n in range(60)),
    "itself": "custom: ${self:custom}\nfunctions: ${self:functions}\nresources: ${self:}",
    "odd shapes": "functions: {f: 5, g: {events: 3}, h: {events: [3, {http: [1]}, {http: {path: 3, method: [x], "
    "request: 3, response: 7, cors: [1], authorizer: [1]}}, {httpApi: [1]}, {websocket: 3}]}}\nresources: 5\n"
    "plugins: 5\ncustom: {customDomain: 5, associateWaf: 3, apiGatewayServiceProxies: [3, {sqs: 4}]}",
}


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_services_come_to_an_end(name: str) -> None:
    _, troubles = read(f"service: s\nprovider: {{name: aws}}\n{HOSTILE[name]}\n")
    assert len(troubles) <= 2
