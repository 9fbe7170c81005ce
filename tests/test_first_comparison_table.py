"""Every row and bullet of the first comparison is answered, and as it was then unless AWS has changed it since.

The rows are those of AWS's page "Choose between REST APIs and HTTP APIs" as it stood before 2025; the bullets are
those of the notes that the project began with.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import pytest

from apigw_choose import decide, require

if TYPE_CHECKING:
    from apigw_choose import Decision, Matrix

ROWS = {  # row: (REST, HTTP) as the page said
    "Endpoint types - Edge-optimized": (True, False),
    "Endpoint types - Regional": (True, True),
    "Endpoint types - Private": (True, False),
    "Security features - Mutual TLS authentication": (True, True),
    "Security features - Certificates for backend authentication": (True, False),
    "Security features - AWS WAF": (True, False),
    "Authorization options - IAM": (True, True),
    "Authorization options - Resource policies": (True, False),
    "Authorization options - Amazon Cognito": (True, True),
    "Authorization options - Lambda authorizer": (True, True),
    "Authorization options - JWT": (False, True),
    "API management - Custom domain names": (True, True),
    "API management - API keys": (True, False),
    "API management - Per-client rate limiting": (True, False),
    "API management - Per-client usage throttling": (True, False),
    "Development - CORS configuration": (True, True),
    "Development - Test invocations": (True, False),
    "Development - Caching": (True, False),
    "Development - Manual deployments": (True, True),
    "Development - Automatic deployments": (False, True),
    "Development - Custom gateway responses": (True, False),
    "Development - Canary release deployments": (True, False),
    "Development - Request validation": (True, False),
    "Development - Request parameter transformation": (True, True),
    "Development - Request body transformation": (True, False),
    "Monitoring - CloudWatch metrics": (True, True),
    "Monitoring - Access logs to CloudWatch Logs": (True, True),
    "Monitoring - Access logs to Amazon Kinesis Data Firehose": (True, False),
    "Monitoring - Execution logs": (True, False),
    "Monitoring - AWS X-Ray tracing": (True, False),
    "Integrations - Public HTTP endpoints": (True, True),
    "Integrations - AWS services": (True, True),
    "Integrations - AWS Lambda": (True, True),
    "Integrations - Private integrations with NLB": (True, True),
    "Integrations - Private integrations with ALB": (False, True),
    "Integrations - AWS Cloud Map": (False, True),
    "Integrations - Mock integrations": (True, False),
}
ADDED_SINCE = {
    ("Authorization options - JWT", "rest"): "2026-11-17",
    ("Integrations - Private integrations with ALB", "rest"): "2025-11-21",
}
"""What the page denied and AWS has added, with the day."""


@dataclass(frozen=True)
class Bullet:
    """A row about whole types, or a bullet: what one needs who reads it, and what the answer is."""

    text: str
    needs: tuple[str, ...]
    eligible: tuple[str, ...]
    recommendation: str


ALL = ("rest", "http", "websocket")
BULLETS = [
    Bullet("table: Best use cases", ("feature-rich-management",), ("rest", "websocket"), "rest"),
    Bullet("table: Best use cases (API keys)", ("api-keys",), ("rest", "websocket"), "rest"),
    Bullet("table: Best use cases (AWS WAF integration)", ("waf",), ("rest",), "rest"),
    Bullet(
        "table: Best use cases (per-client throttling)", ("per-client-rate-limiting",), ("rest", "websocket"), "rest"
    ),
    Bullet("table: Best use cases (private endpoints)", ("private-endpoint",), ("rest",), "rest"),
    Bullet("table: Best use cases (request validation)", ("request-validation",), ("rest", "websocket"), "rest"),
    Bullet("table: Best use cases (simple uses -> HTTP)", ("simple-use-case",), ("rest", "http"), "http"),
    Bullet(
        "table: Overview (Feature-rich | Minimal features)",
        ("feature-rich-management",),
        ("rest", "websocket"),
        "rest",
    ),
    Bullet("table: Pricing (Higher | Lower)", ("low-cost",), ("http", "websocket"), "http"),
    Bullet("Main features: CloudFormation templates", ("cloudformation",), ALL, "http"),
    Bullet("Main features: CloudTrail logs of API operations", ("cloudtrail",), ALL, "http"),
    Bullet(
        "Main features: CloudWatch access logs, execution logs, alarms",
        ("access-logs-cloudwatch", "execution-logs", "cloudwatch-alarms"),
        ("rest", "websocket"),
        "rest",
    ),
    Bullet("Main features: canary release deployments", ("canary",), ("rest",), "rest"),
    Bullet("Main features: custom domain names", ("custom-domain",), ALL, "http"),
    Bullet(
        "Main features: rich authorization (IAM, Lambda authorizer, Cognito)",
        ("iam-auth", "lambda-authorizer", "cognito"),
        ("rest", "http"),
        "http",
    ),
    Bullet("Main features: works with AWS WAF", ("waf",), ("rest",), "rest"),
    Bullet("Main features: works with AWS X-Ray", ("xray",), ("rest",), "rest"),
    Bullet(
        "REST: DynamoDB backend with action, IAM role and input mapping", ("dynamodb",), ("rest", "websocket"), "rest"
    ),
    Bullet(
        "REST: SDK generation and API documentation with OpenAPI extensions",
        ("sdk-generation", "api-documentation"),
        ("rest",),
        "rest",
    ),
    Bullet(
        "REST: body mapping template converts data formats",
        ("request-body-transformation",),
        ("rest", "websocket"),
        "rest",
    ),
    Bullet("REST: made of resources and methods (e.g. POST /incomes)", ("request-response",), ALL, "http"),
    Bullet(
        "REST: method request / method response, integration request / response", ("request-response",), ALL, "http"
    ),
    Bullet("REST: schema/model define request and response structure", ("models",), ("rest", "websocket"), "rest"),
    Bullet("REST: throttling of HTTP requests", ("account-throttling",), ALL, "http"),
    Bullet("HTTP APIs: CORS support", ("cors",), ("rest", "http"), "http"),
    Bullet("HTTP APIs: OpenID Connect and OAuth 2.0 authorization", ("jwt-authorizer",), ("rest", "http"), "http"),
    Bullet("HTTP APIs: automatic deployment", ("auto-deploy",), ("http", "websocket"), "http"),
    Bullet("HTTP APIs: forward to Lambda or external HTTP endpoints", ("simple-use-case",), ("rest", "http"), "http"),
    Bullet(
        "HTTP APIs: low latency, low cost RESTful API",
        ("low-latency", "low-cost", "stateless"),
        ("http",),
        "http",
    ),
    Bullet(
        "WebSocket: client and server exchange messages both ways in real time",
        ("bidirectional-messaging",),
        ("websocket",),
        "websocket",
    ),
    Bullet("WebSocket: backend can push to clients, no polling needed", ("server-push",), ("websocket",), "websocket"),
    Bullet(
        "WebSocket: message content chooses Lambda, Kinesis, HTTP endpoint backends",
        ("message-content-routing", "lambda-integration", "kinesis", "http-integration"),
        ("websocket",),
        "websocket",
    ),
    Bullet(
        "WebSocket: easy link to HTTP/HTTPS endpoints", ("http-integration", "server-push"), ("websocket",), "websocket"
    ),
    Bullet(
        "WebSocket: monitoring and throttling of connections and messages",
        ("cloudwatch-metrics", "stage-throttling", "server-push"),
        ("websocket",),
        "websocket",
    ),
    Bullet(
        "WebSocket: real-time apps with no server provisioning or connection management",
        ("managed-connections",),
        ("websocket",),
        "websocket",
    ),
    Bullet(
        "WebSocket examples: chat, stock dashboard, live notifications",
        ("managed-connections",),
        ("websocket",),
        "websocket",
    ),
    Bullet(
        "execute-api vs apigateway (all bullets, URL example, IAM example, CLI example, table)",
        ("control-vs-data-plane",),
        ALL,
        "http",
    ),
]
STATELESS_AND_STATEFUL = "Main features: supports HTTP, REST (stateless) and WebSocket (stateful)"
XRAY_OF_MESSAGES = "WebSocket: X-Ray tracing of messages"


def answering(matrix: Matrix, text: str) -> list[str]:
    """The features that say of themselves that they cover a row or bullet."""
    return [feature.id for feature in matrix.features.values() if text in feature.covers]


def asked(matrix: Matrix, *needs: str) -> Decision:
    return decide(matrix, require(matrix, needs))


def eligible(decision: Decision) -> tuple[str, ...]:
    return tuple(verdict.option for verdict in decision.verdicts if verdict.eligible)


@pytest.mark.parametrize("row", ROWS)
def test_row(matrix: Matrix, row: str) -> None:
    (feature,) = answering(matrix, f"table: {row}")
    today = eligible(asked(matrix, feature))
    for option, had_then in zip(("rest", "http"), ROWS[row], strict=True):
        cell = matrix.features[feature].cells[option]
        added = ADDED_SINCE.get((row, option))
        if added is None:
            assert (option in today) == had_then, f"the page said {had_then} of {option}, and nothing has changed since"
            assert cell.support == ("full" if had_then else "none")
        else:
            assert not had_then
            assert option in today, f"AWS added it on {added}"
            assert cell.since == added
            assert cell.disputed, "that older pages deny it is told"
            assert cell.sources


@pytest.mark.parametrize("row", ROWS)
def test_row_says_no_with_a_way_around(matrix: Matrix, row: str) -> None:
    (feature,) = answering(matrix, f"table: {row}")
    for option in ("rest", "http"):
        cell = matrix.features[feature].cells[option]
        assert (cell.support == "full") or cell.workaround


@pytest.mark.parametrize("bullet", BULLETS, ids=lambda bullet: str(bullet.text))
def test_bullet(matrix: Matrix, bullet: Bullet) -> None:
    assert set(answering(matrix, bullet.text)) <= set(bullet.needs)
    assert answering(matrix, bullet.text)
    decision = asked(matrix, *bullet.needs)
    assert eligible(decision) == bullet.eligible
    assert decision.recommendation == bullet.recommendation


def test_bullet_main_features_supports_http_and_rest_stateless_and_websocket_stateful(matrix: Matrix) -> None:
    assert set(answering(matrix, STATELESS_AND_STATEFUL)) == {"stateless", "stateful-connections"}
    assert eligible(asked(matrix, "stateless")) == ("rest", "http")
    assert eligible(asked(matrix, "stateful-connections")) == ("websocket",)
    assert asked(matrix, "stateless", "stateful-connections").recommendation is None


def test_bullet_websocket_xray_tracing_of_messages_is_denied_and_the_dispute_is_told(matrix: Matrix) -> None:
    assert answering(matrix, XRAY_OF_MESSAGES) == ["xray"]
    decision = asked(matrix, "server-push", "xray")
    assert decision.recommendation is None
    assert "xray" in decision.verdict("websocket").missing
    assert any("X-Ray" in caveat for caveat in decision.verdict("websocket").caveats)


def test_the_overview_rest_has_the_most_features_and_http_fewer(matrix: Matrix) -> None:
    assert matrix.having["rest"].bit_count() > matrix.having["http"].bit_count()


def test_the_pricing_rest_is_listed_higher_and_http_lower(matrix: Matrix) -> None:
    assert matrix.options["rest"].price.micros > matrix.options["http"].price.micros


def test_the_best_use_cases_rest_for_its_features_and_http_for_the_rest(matrix: Matrix) -> None:
    features = ("api-keys", "per-client-rate-limiting", "request-validation", "waf", "private-endpoint")
    assert asked(matrix, *features).recommendation == "rest"
    assert asked(matrix).recommendation == "http"


def test_every_row_and_bullet_that_the_data_covers_is_tested_here(matrix: Matrix) -> None:
    tested = {f"table: {row}" for row in ROWS} | {bullet.text for bullet in BULLETS}
    tested |= {STATELESS_AND_STATEFUL, XRAY_OF_MESSAGES}
    assert tested == {text for feature in matrix.features.values() for text in feature.covers}
    assert len(ROWS) == 37


PLANES = {
    "execute-api": {
        "URL": (
            "execute-api.{region}.amazonaws.com",
            "https://a1b2c3d4e5.execute-api.eu-west-1.amazonaws.com/prod/pets",
        ),
        "ARN": ("arn:aws:execute-api:", "arn:aws:execute-api:eu-west-1:123456789012:a1b2c3d4e5/prod/GET/pets"),
        "IAM action": ("Invoke", "execute-api:Invoke"),
        "CLI command": ("apigatewaymanagementapi", "aws apigatewaymanagementapi "),
        "Used by": ("Clients", "GET /pets"),
    },
    "apigateway": {
        "URL": ("apigateway.{region}.amazonaws.com", "https://apigateway.eu-west-1.amazonaws.com/restapis"),
        "ARN": ("arn:aws:apigateway:{region}::", "arn:aws:apigateway:eu-west-1::/restapis/a1b2c3d4e5"),
        "IAM action": ("apigateway:", "apigateway:GET"),
        "CLI command": ("aws apigatewayv2", "aws apigateway get-rest-apis"),
        "Used by": ("API developers", "pipeline"),
    },
}


@pytest.mark.parametrize(("term", "label"), [(term, label) for term, facts in PLANES.items() for label in facts])
def test_glossary_tells_execute_api_and_apigateway_apart(matrix: Matrix, term: str, label: str) -> None:
    value, example = PLANES[term][label]
    fact = next(fact for fact in matrix.glossary[term].facts if fact.label == label)
    assert value in fact.value
    assert fact.example
    assert example in fact.example


def test_glossary_terms_of_the_two_planes_have_the_same_facts_and_see_each_other(matrix: Matrix) -> None:
    data, control = matrix.glossary["execute-api"], matrix.glossary["apigateway"]
    assert [fact.label for fact in data.facts] == [fact.label for fact in control.facts]
    assert "apigateway" in data.see
    assert "execute-api" in control.see
    assert data.sources
    assert control.sources
