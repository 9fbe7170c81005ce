"""Which files are read, which are passed over, and what is said of them."""

# ruff: noqa: E501 - a case reads best on one line

from __future__ import annotations

import json
from pathlib import Path

import pytest

from apigw_choose.model.scan import Scan
from apigw_choose.readers.templates.scan import scan
from readers.templates.showing import certainties, table

TEMPLATE = "Resources:\n  Api: {Type: AWS::ApiGateway::RestApi}\n"
SAM = "Transform: AWS::Serverless-2016-10-31\nResources:\n  Api: {Type: AWS::Serverless::Api, Properties: {StageName: a%s}}\n"
DEFINITION = "swagger: '2.0'\npaths: {/a: {get: {x-amazon-apigateway-integration: {type: mock}}}}\n"


def write(folder: Path, files: dict[str, str]) -> None:
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")


def scanned(folder: Path) -> Scan:
    return scan([folder], table())


def names(found: Scan, folder: Path) -> list[str]:
    return [Path(file.file).relative_to(folder).as_posix() for file in found.files]


FORMATS = {
    "cloudformation": TEMPLATE,
    "cdk": TEMPLATE + "  CDKMetadata: {Type: AWS::CDK::Metadata}\n",
    "sam": SAM % "",
    "openapi": DEFINITION,
}


@pytest.mark.parametrize(("kind", "text"), FORMATS.items())
def test_the_format_is_told_by_the_content(kind: str, text: str, tmp_path: Path) -> None:
    write(tmp_path, {"any-name.json": text})
    (file,) = scanned(tmp_path).files
    assert file.format == kind


PASSED_OVER = {
    "a template without APIs": "Resources: {B: {Type: AWS::S3::Bucket}}",
    "something else with the word in it": "text: the ApiGateway",
    "a definition of nobody's": "openapi: 3.0.1\npaths: {}\n",
    "broken text that speaks of nothing": "a: [",
    "a SAM template without APIs": "Transform: AWS::Serverless-2016-10-31\nResources: {F: {Type: AWS::Serverless::Function}}",
    "an empty file": "",
}


@pytest.mark.parametrize("text", PASSED_OVER.values(), ids=PASSED_OVER)
def test_what_is_no_template_with_an_api_is_passed_over_and_counted(text: str, tmp_path: Path) -> None:
    write(tmp_path, {"a.yaml": text})
    assert scanned(tmp_path) == Scan((), (), 1)


def test_folders_are_walked_in_the_order_of_names(tmp_path: Path) -> None:
    write(
        tmp_path,
        {"b/t.yaml": TEMPLATE, "c.json": TEMPLATE, "a.template": TEMPLATE, "b/a.yml": TEMPLATE, "n.txt": TEMPLATE},
    )
    assert names(scanned(tmp_path), tmp_path) == ["a.template", "c.json", "b/a.yml", "b/t.yaml"]


def test_hidden_vendored_and_generated_folders_are_passed_over(tmp_path: Path) -> None:
    write(
        tmp_path,
        {f"{name}/t.yaml": TEMPLATE for name in (".git", "node_modules", "vendor", "dist", ".aws-sam", "kept")},
    )
    assert names(scanned(tmp_path), tmp_path) == ["kept/t.yaml"]


def test_a_file_that_is_named_is_read_whatever_its_name(tmp_path: Path) -> None:
    write(tmp_path, {".hidden/stack.txt": TEMPLATE})
    assert len(scanned(tmp_path / ".hidden" / "stack.txt").files) == 1


IGNORED = """\
# comment
*.gen.yaml
/top.yaml
out/
!kept.gen.yaml
deep/**/x.yaml
a?[bc].yaml
"""


def test_gitignore_is_respected(tmp_path: Path) -> None:
    files = [
        *(
            "a.gen.yaml",
            "in/b.gen.yaml",
            "top.yaml",
            "out/t.yaml",
            "deep/one/two/x.yaml",
            "a1b.yaml",
            "local/skip.yaml",
        ),
        *("kept.gen.yaml", "in/top.yaml", "in/out.yaml", "deep/y.yaml", "a1d.yaml", "local/t.yaml"),
    ]
    write(tmp_path, {".gitignore": IGNORED, "local/.gitignore": "skip.*\n", **dict.fromkeys(files, TEMPLATE)})
    expected = {"kept.gen.yaml", "in/top.yaml", "in/out.yaml", "deep/y.yaml", "a1d.yaml", "local/t.yaml"}
    assert set(names(scanned(tmp_path), tmp_path)) == expected


def test_the_gitignore_of_the_repository_around_is_respected_too(tmp_path: Path) -> None:
    write(tmp_path, {".gitignore": "t.yaml\n", ".git/HEAD": "", "a/t.yaml": TEMPLATE, "a/u.yaml": TEMPLATE})
    assert names(scanned(tmp_path / "a"), tmp_path / "a") == ["u.yaml"]


def test_a_definition_beside_a_template_is_read(tmp_path: Path) -> None:
    write(tmp_path, {"t.yaml": SAM % ", DefinitionUri: api/own.txt", "api/own.txt": DEFINITION})
    (file,) = scanned(tmp_path).files
    (api,) = file.apis
    assert certainties(api)["mock-integration"] == "used"
    assert {Path(use.file).name for use in api.uses if use.feature == "mock-integration"} == {"own.txt"}


def test_duplicate_keys_are_a_trouble_and_the_file_is_read(tmp_path: Path) -> None:
    write(tmp_path, {"t.yaml": TEMPLATE + "  Api: {Type: AWS::ApiGateway::RestApi}\n"})
    found = scanned(tmp_path)
    assert len(found.files) == 1
    assert [(trouble.line, trouble.fatal) for trouble in found.troubles] == [(3, False)]


def test_progress_is_told_file_by_file(tmp_path: Path) -> None:
    write(tmp_path, {f"{number}.yaml": TEMPLATE for number in range(3)})
    told: list[int] = []
    scan([tmp_path], table(), told.append)
    assert told == [1, 2, 3]


def test_a_plan_is_told_from_other_json(tmp_path: Path) -> None:
    plan = {"format_version": "1.2", "terraform_version": "1.9.0", "planned_values": {"root_module": {"resources": []}}}
    write(tmp_path, {"plan.json": json.dumps(plan | {"note": "aws_api_gateway_rest_api"})})
    (file,) = scanned(tmp_path).files
    assert file.format == "terraform-plan"
