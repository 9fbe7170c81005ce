"""What a definition shows, alone and as the body of an API."""

# ruff: noqa: E501 - a case reads best on one line

from __future__ import annotations

import pytest

from readers.templates.showing import certainties, only_api, places

LAMBDA = "x-amazon-apigateway-integration: {type: aws_proxy, uri: x, httpMethod: POST}"
SWAGGER = """
swagger: "2.0"
{settings}
paths:
  /a:
    get:
      {operation}
"""


def swagger(settings: str = "", operation: str = LAMBDA) -> str:
    return SWAGGER.format(settings=settings, operation=operation)


KINDS = [
    ("rest", swagger()),
    ("rest", "{openapi: 3.0.1, paths: {/a: {get: {x-amazon-apigateway-integration: {type: aws_proxy}}}}}"),
    ("rest", "{openapi: 3.0.1, x-amazon-apigateway-policy: {}, paths: {}}"),
    (
        "rest",
        "{openapi: 3.0.1, paths: {/a: {get: {x-amazon-apigateway-integration: {type: http_proxy, responseTransferMode: STREAM}}}}}",
    ),
    (
        "rest",
        "{openapi: 3.0.1, components: {securitySchemes: {a: {x-amazon-apigateway-authorizer: {type: token}}}}, paths: {}}",
    ),
    ("http", "{openapi: 3.0.1, x-amazon-apigateway-cors: {}, paths: {}}"),
    ("http", "{openapi: 3.0.1, x-amazon-apigateway-importexport-version: '1.0', paths: {}}"),
    (
        "http",
        "{openapi: 3.0.1, paths: {/a: {get: {x-amazon-apigateway-integration: {type: aws_proxy, payloadFormatVersion: 2.0}}}}}",
    ),
    (None, "{openapi: 3.0.1, paths: {/a: {get: {x-amazon-apigateway-integration: {type: http_proxy, uri: x}}}}}"),
]


@pytest.mark.parametrize(("option", "text"), KINDS)
def test_the_type_of_api_is_told_where_the_document_fits_one_only(option: str | None, text: str) -> None:
    assert only_api(text).option == option


SETTINGS = [
    ("api-key-from-authorizer", "x-amazon-apigateway-api-key-source: AUTHORIZER"),
    ("binary-payloads", "x-amazon-apigateway-binary-media-types: [image/png]"),
    ("content-encoding", "x-amazon-apigateway-minimum-compression-size: 0"),
    ("resource-policy", "x-amazon-apigateway-policy: {Statement: []}"),
    ("disable-default-endpoint", "x-amazon-apigateway-endpoint-configuration: {disableExecuteApiEndpoint: true}"),
    ("custom-gateway-responses", "x-amazon-apigateway-gateway-responses: {DEFAULT_4XX: {}}"),
    ("api-documentation", "x-amazon-apigateway-documentation: {documentationParts: [{location: {type: API}}]}"),
    ("models", "definitions: {Pet: {type: object}}"),
]


@pytest.mark.parametrize(("feature", "settings"), SETTINGS)
def test_a_setting_of_the_document_shows_a_feature(feature: str, settings: str) -> None:
    assert certainties(only_api(swagger(settings)))[feature] == "used"


SCHEMES = """\
securityDefinitions:
  key: {type: apiKey, name: X-Api-Key, in: header}
  iam: {type: apiKey, name: Authorization, in: header, x-amazon-apigateway-authtype: awsSigv4}
  pool: {type: apiKey, name: Authorization, in: header, x-amazon-apigateway-authorizer: {type: cognito_user_pools}}
  token: {type: apiKey, name: Authorization, in: header, x-amazon-apigateway-authorizer: {type: token}}
  request: {type: apiKey, name: Unused, in: header, x-amazon-apigateway-authorizer: {type: request, authorizerResultTtlInSeconds: 5}}
  other: {type: apiKey, name: X-Other, in: header}
"""
OPERATIONS = [
    ("api-keys", "security: [{key: []}]"),
    ("iam-auth", "security: [{iam: []}]"),
    ("iam-auth", "x-amazon-apigateway-auth: {type: aws_iam}"),
    ("cognito", "security: [{pool: [read]}]"),
    ("oauth2-scopes", "security: [{pool: [read]}]"),
    ("lambda-authorizer-token", "security: [{key: []}, {token: []}]"),
    ("lambda-authorizer-request", "security: [{request: []}]"),
    ("authorizer-caching", "security: [{request: []}]"),
    ("request-validation", "x-amazon-apigateway-request-validator: all"),
    ("response-streaming", "x-amazon-apigateway-integration: {type: aws_proxy, responseTransferMode: STREAM}"),
    ("vtl-templates", "x-amazon-apigateway-integration: {type: http, requestTemplates: {a/b: x}}"),
    ("response-body-transformation", "x-amazon-apigateway-integration: {type: aws, responses: {default: {responseTemplates: {a/b: x}}}}"),
    ("vpc-link-v1", "x-amazon-apigateway-integration: {type: http_proxy, connectionType: VPC_LINK, connectionId: x}"),
]  # fmt: skip


@pytest.mark.parametrize(("feature", "operation"), OPERATIONS)
def test_an_operation_shows_a_feature(feature: str, operation: str) -> None:
    assert certainties(only_api(swagger(SCHEMES, operation)))[feature] == "used"


NOTHING = [
    ("api-keys", "security: [{key: []}]\n" + SCHEMES, LAMBDA),
    ("api-keys", SCHEMES, "security: [{other: []}]"),
    ("api-keys", SCHEMES, "security: [{unheard-of: []}]"),
    ("lambda-authorizer", SCHEMES, LAMBDA),
    ("request-validation", "x-amazon-apigateway-request-validators: {no: {validateRequestBody: false}}", "x-amazon-apigateway-request-validator: no"),
]  # fmt: skip


@pytest.mark.parametrize(("feature", "settings", "operation"), NOTHING)
def test_what_the_service_does_not_heed_shows_nothing(feature: str, settings: str, operation: str) -> None:
    assert feature not in certainties(only_api(swagger(settings, operation)))


def test_the_validator_of_the_document_holds_for_every_operation() -> None:
    validators = "x-amazon-apigateway-request-validators: {all: {validateRequestBody: true}}"
    api = only_api(swagger(f"{validators}\nx-amazon-apigateway-request-validator: all"))
    assert certainties(api)["request-validation"] == "used"


def test_an_integration_may_be_kept_among_the_components() -> None:
    api = only_api("""
    openapi: 3.0.1
    paths:
      /a: {get: {x-amazon-apigateway-integration: {$ref: "#/components/x-amazon-apigateway-integrations/one"}}}
    components: {x-amazon-apigateway-integrations: {one: {type: mock}}}
    """)
    assert certainties(api)["mock-integration"] == "used"


def test_a_branch_of_a_body_is_conditional() -> None:
    api = only_api("""
    Conditions: {Prod: {}}
    Resources:
      Api:
        Type: AWS::ApiGateway::RestApi
        Properties:
          Body:
            swagger: "2.0"
            paths:
              /a:
                get: !If [Prod, {x-amazon-apigateway-integration: {type: mock}}, !Ref "AWS::NoValue"]
                put: {x-amazon-apigateway-integration: {type: http, uri: x}}
    """)
    found = certainties(api)
    assert (found["mock-integration"], found["http-integration"]) == ("conditional", "used")


def test_a_part_of_a_body_that_is_included_leaves_the_rest_of_it_known() -> None:
    api = only_api("""
    Resources:
      Api:
        Type: AWS::ApiGateway::RestApi
        Properties:
          Body:
            swagger: "2.0"
            Fn::Transform: {Name: AWS::Include, Parameters: {Location: s3://b/k}}
            paths: {/a: {get: {x-amazon-apigateway-integration: {type: mock}}}}
    """)
    found = certainties(api)
    assert (found["mock-integration"], found["api-keys"]) == ("used", "unknown")


def test_a_place_in_a_body_is_given_with_its_line_and_path() -> None:
    (use,) = places(only_api(swagger(operation="x-amazon-apigateway-integration: {type: mock}")), "mock-integration")
    assert (use.line, use.path) == (7, "paths./a.get.Integration.Type")
