"""What is said of SAM beyond that it equals its translation."""

# ruff: noqa: E501 - a case reads best on one line

from __future__ import annotations

from pathlib import Path

import pytest

from readers.templates.showing import apis, certainties, only_api, places

FIXTURES = Path(__file__).parents[2] / "fixtures" / "templates" / "sam"


def fixture(name: str) -> str:
    return (FIXTURES / f"{name}.yaml").read_text("utf-8")


def test_events_without_an_api_make_one() -> None:
    found = apis(fixture("implicit"))
    assert {name: api.option for name, api in found.items()} == {
        "ServerlessRestApi": "rest",
        "ServerlessHttpApi": "http",
    }


def test_an_event_is_shown_where_it_stands() -> None:
    (use,) = places(apis(fixture("implicit"))["ServerlessRestApi"], "integration-timeout")
    assert (use.line, use.amount) == (15, 5000)
    assert use.path.startswith("Resources.List.Properties.Events.Any")


def test_globals_hold_for_sams_own_apis_and_not_for_plain_ones() -> None:
    found = apis("""
    Transform: AWS::Serverless-2016-10-31
    Globals: {Api: {TracingEnabled: true}}
    Resources:
      Sam: {Type: AWS::Serverless::Api, Properties: {StageName: a}}
      Off: {Type: AWS::Serverless::Api, Properties: {StageName: a, TracingEnabled: false}}
      Apart: {Type: AWS::Serverless::Api, IgnoreGlobals: "*", Properties: {StageName: a}}
      Plain: {Type: AWS::ApiGateway::RestApi}
      Stage: {Type: AWS::ApiGateway::Stage, Properties: {RestApiId: !Ref Plain}}
    """)
    assert {name for name, api in found.items() if "xray" in certainties(api)} == {"Sam"}


def test_a_rest_apis_own_definition_is_left_alone_and_an_http_apis_is_added_to() -> None:
    found = apis(fixture("own_definitions"))
    assert "lambda-integration" not in certainties(found["Rest"])
    assert certainties(found["Http"])["lambda-integration"] == "used"
    assert certainties(found["Merged"])["lambda-integration"] == "used"
    assert "lambda-integration" not in certainties(found["Plain"])


def test_the_function_of_a_condition_makes_its_operation_conditional() -> None:
    (use,) = places(apis(fixture("rest"))["Shop"], "integration-timeout")
    assert use.certainty == "conditional"


def test_an_implicit_api_of_functions_of_one_condition_has_that_condition() -> None:
    api = only_api("""
    Transform: AWS::Serverless-2016-10-31
    Conditions: {Prod: {}}
    Resources:
      F: {Type: AWS::Serverless::Function, Condition: Prod, Properties: {Events: {G: {Type: Api, Properties: {Path: /, Method: get}}}}}
    """)
    assert api.condition == "Prod"
    assert certainties(api)["lambda-integration"] == "used"


@pytest.mark.parametrize("uri", ["s3://bucket/key", "{Bucket: b, Key: k}", "!Ref Uri"])
def test_a_definition_kept_elsewhere_leaves_what_it_decides_unknown(uri: str) -> None:
    api = only_api(f"""
    Transform: AWS::Serverless-2016-10-31
    Parameters: {{Uri: {{Type: String}}}}
    Resources:
      Api: {{Type: AWS::Serverless::Api, Properties: {{StageName: a, DefinitionUri: {uri}, TracingEnabled: true}}}}
    """)
    found = certainties(api)
    assert (found["api-keys"], found["xray"]) == ("unknown", "used")
