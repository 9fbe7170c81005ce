"""The smallest cases of what fuzzing has found, each with what should have come of it."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from apigw_choose.model.errors import InputError
from apigw_choose.model.problems import Problem
from apigw_choose.readers.strict_yaml import read_text
from apigw_choose.readers.templates.formats import format_of, may_declare_apis
from apigw_choose.readers.templates.scan import scan
from apigw_choose.readers.templates.tree import read_tree
from apigw_choose.readers.validation import make_validator
from readers.templates.showing import apis, table, tree

if TYPE_CHECKING:
    from pathlib import Path

    from conftest import Tool


@pytest.mark.parametrize("text", ["{", "[", "{a: ", "- [1,\n  2"])
def test_a_file_that_breaks_off_is_wrong_at_its_end_and_not_beyond(text: str) -> None:
    with pytest.raises(InputError) as refused:
        read_text(text, "f")
    (problem,) = refused.value.problems
    assert isinstance(problem, Problem)
    assert problem.position.line == text.count("\n") + 1
    assert problem.line_text == text.rsplit("\n", maxsplit=1)[-1]


@pytest.mark.parametrize("text", ["{", '{"a": 1\n', "a: [b\n"])
def test_so_is_a_template(text: str) -> None:
    _, (trouble,) = read_tree(text, "t")
    assert trouble.line is not None
    assert 1 <= trouble.line <= text.count("\n") + 1


@pytest.mark.parametrize("key", ["!!str a", "! a", "!Ref a", "!x a"])
def test_a_key_with_a_tag_is_its_text(key: str) -> None:
    assert tree(f"{key}: b\nc: d\n") == {"a": "b", "c": "d"}


@pytest.mark.parametrize("value", ["{a: b}", "[a]"])
@pytest.mark.parametrize(
    "template",
    [
        (
            "Transform: AWS::Serverless-2016-10-31\n"
            "Resources: {Api: {Type: 'AWS::Serverless::Api', Properties: {StageName: a}},"
            " F: {Type: 'AWS::Serverless::Function', Properties: {Events: {E: {Type: VALUE}}}}}"
        ),
        (
            "Parameters: {P: {Type: String}}\n"
            "Resources: {Api: {Type: 'AWS::ApiGateway::RestApi', Properties: {Name: {Ref: VALUE}}}}"
        ),
    ],
    ids=["the type of an event", "a reference"],
)
def test_a_mapping_or_list_where_a_name_belongs_is_no_name(template: str, value: str) -> None:
    assert apis(template.replace("VALUE", value))["Api"].option == "rest"


@pytest.mark.parametrize("section", ["Parameters: 3", "Rules: 3", "Rules: CDKMetadata"])
def test_a_section_that_is_no_mapping_says_nothing_of_the_format(section: str) -> None:
    template = f"{section}\nResources: {{Api: {{Type: 'AWS::ApiGateway::RestApi', Metadata: 3}}}}"
    assert format_of(tree(template)) == "cloudformation"


@pytest.mark.parametrize("size", ["1e999", "-1e999", ".inf", "9" * 400, "nan"])
def test_an_amount_without_end_is_no_amount(size: str) -> None:
    (api,) = apis(
        "Resources: {Api: {Type: 'AWS::ApiGateway::RestApi'}, M: {Type: 'AWS::ApiGateway::Method',"
        f" Properties: {{RestApiId: {{Ref: Api}}, Integration: {{Type: AWS, TimeoutInMillis: {size}}}}}}}}}"
    ).values()
    assert {use.amount for use in api.uses} == {None}


@pytest.mark.parametrize("size", ["-1", "1e308", "1e30"])
def test_an_amount_below_nothing_or_above_all_is_no_amount(size: str) -> None:
    (api,) = apis(
        "Resources: {Api: {Type: 'AWS::ApiGateway::RestApi'}, S: {Type: 'AWS::ApiGateway::Stage',"
        f" Properties: {{RestApiId: {{Ref: Api}}, CacheClusterEnabled: true, CacheClusterSize: {size}}}}}}}"
    ).values()
    assert {use.amount for use in api.uses if use.feature == "cache-size"} == {None}


def test_a_loop_whose_body_is_its_variable_makes_nothing() -> None:
    loop = "'Fn::ForEach::Loop': [N, [A], {Ref: N}]"
    assert list(apis(f"Resources: {{Api: {{Type: 'AWS::ApiGateway::RestApi'}}, {loop}}}")) == ["Api"]


def test_query_strings_that_are_no_list_are_passed_over() -> None:
    auth = "{Authorizers: {A: {FunctionPayloadType: REQUEST, Identity: {QueryStrings: {a: b}}}}}"
    event = "{E: {Type: Api, Properties: {RestApiId: {Ref: Api}, Path: /, Method: get}}}"
    found = apis(
        "Transform: AWS::Serverless-2016-10-31\n"
        f"Resources: {{Api: {{Type: 'AWS::Serverless::Api', Properties: {{StageName: a, Auth: {auth}}}}},"
        f" F: {{Type: 'AWS::Serverless::Function', Properties: {{Events: {event}}}}}}}"
    )
    assert found["Api"].option == "rest"


@pytest.mark.parametrize("branches", ["[a]", "x", "{a: b}", "[a, b]", "[]"])
def test_a_choice_without_its_branches_chooses_nothing(branches: str, tmp_path: Path) -> None:
    (tmp_path / "serverless.yml").write_text(
        f"service: ${{self:custom.a.b}}\nprovider: {{name: aws, stage: '${{self:custom.a}}x'}}\n"
        f"custom: {{a: {{Fn::If: {branches}}}}}\nfunctions: {{f: {{events: [{{httpApi: '*'}}]}}}}\n"
    )
    (file,) = scan([tmp_path], table()).files
    assert [api.option for api in file.apis] == ["http"]


@pytest.mark.parametrize("branches", ["[Traced]", "x", "{a: b}", "[]", "[a, b, c, d]"])
@pytest.mark.parametrize(
    "template",
    [
        "Resources: {'Fn::ForEach::M': [N, CHOICE, {'R${N}': {Type: 'AWS::ApiGatewayV2::Api', Properties: {}}}]}",
        "Resources: {R: {Type: 'AWS::ApiGatewayV2::Api', Properties: {Name: CHOICE, Body: CHOICE}}}",
    ],
    ids=["a loop", "a property"],
)
def test_nor_does_one_in_cloudformation(template: str, branches: str) -> None:
    for choice in (f"{{'Fn::If': {branches}}}", f"!If {branches}"):
        (api,) = apis(template.replace("CHOICE", choice)).values()
        assert api.id in {"R", "R?"}


def test_a_service_on_one_line_is_recognised() -> None:
    service = {"service": "s", "provider": {"name": "aws"}, "functions": {"f": {"events": [{"httpApi": "*"}]}}}
    assert may_declare_apis(json.dumps(service).encode())


@pytest.mark.parametrize(
    "command",
    [["scan"], ["check"], ["-f"], ["--matrix"], ["cost", "--requests", "1M/day", "--prices"], ["matrix", "lint"],
     ["scan", "t.yaml", "--save-requirements"]],
    ids=" ".join,
)  # fmt: skip
def test_a_name_that_no_file_can_have_is_wrong_input(tool: Tool, tmp_path: Path, command: list[str]) -> None:
    (tmp_path / "t.yaml").write_text("Resources: {Api: {Type: 'AWS::ApiGateway::RestApi'}}")
    ran = tool(*command, "x" * 300)
    assert (ran.status, ran.out) == (2, "")
    assert ran.err.startswith("error: ")


def test_what_requirements_are_held_against_may_not_be_such_a_file_either(tool: Tool, tmp_path: Path) -> None:
    (tmp_path / "r.yaml").write_text("needs: [waf]")
    assert [tool("check", "r.yaml", "--against", name).status for name in ("x" * 300, "nowhere.yaml")] == [1, 1]


@pytest.mark.parametrize("command", [["--need", "waf"], ["cost", "--requests", "1M/day"]])
def test_an_empty_region_is_no_region(tool: Tool, command: list[str]) -> None:
    ran = tool(*command, "--region", "")
    assert (ran.status, ran.out) == (2, "")
    assert ran.err.startswith("error: --region ")


def test_the_order_in_which_traffic_is_said_has_no_say(tool: Tool) -> None:
    requests, response = ("--requests", "50M/month"), ("--response-size", "4KB")
    one = tool("--need", "control-vs-data-plane", *requests, *response, "--json")
    assert one.status == 0, one.err
    assert tool("--need", "control-vs-data-plane", *response, *requests, "--json") == one


@pytest.mark.parametrize(
    ("name", "template"),
    [
        ("t.yaml", "Resources: {'': {Type: 'AWS::ApiGateway::RestApi', Properties: {Name: a}}}"),
        (
            "plan.json",
            (
                '{"format_version": "1.2", "terraform_version": "1.9.0", "planned_values": {"root_module": '
                '{"resources": [{"address": "", "type": "aws_api_gateway_rest_api", "values": {"name": "a"}}]}}}'
            ),
        ),
    ],
    ids=["cloudformation", "terraform-plan"],
)
def test_an_api_under_an_empty_name_is_told_under_a_question_mark(
    name: str, template: str, tool: Tool, tmp_path: Path
) -> None:
    (tmp_path / name).write_text(template)
    ran = tool("scan", name, "--json")
    assert ran.status == 0, ran.err
    document = json.loads(ran.out)
    assert [api["id"] for file in document["files"] for api in file["apis"]] == ["?"]
    assert list(make_validator("scan").iter_errors(document)) == []
