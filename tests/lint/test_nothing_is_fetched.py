"""No reference and no address in a file is ever followed: a socket listens, and nothing comes."""

# ruff: noqa: E501 - a file reads best on one line

from __future__ import annotations

import json
import socket
import threading
import warnings
from contextlib import suppress
from typing import TYPE_CHECKING, Any

import pytest
from jsonschema import Draft202012Validator
from referencing.exceptions import Unresolvable

from apigw_choose.__main__ import run
from apigw_choose.readers import shipped
from apigw_choose.readers.validation import make_validator

from .test_validation import told

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@pytest.fixture
def listener() -> Iterator[socket.socket]:
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.setblocking(False)  # noqa: FBT003 -- the socket module names no keyword
        yield server


@pytest.mark.parametrize("key", ["$ref", "$dynamicRef"])
def test_a_reference_out_of_a_schema_is_never_fetched(
    key: str, listener: socket.socket, monkeypatch: pytest.MonkeyPatch
) -> None:
    address = f"http://127.0.0.1:{listener.getsockname()[1]}/evil.json"
    hostile = {"$schema": address, "$id": f"{address}#", "properties": {"a": {key: f"{address}/x"}}}
    with pytest.raises(Unresolvable):
        told(monkeypatch, hostile, "a: 1")
    with pytest.raises(BlockingIOError):
        listener.accept()


ADDRESSES = ("http://{}/a.json", "//{}/a", "http://user:pw@{}/#/x", "ftp://{}/a")
"""Every reader is given each of them, wherever a schema, a reference or an address may stand."""


def doors(address: str) -> dict[str, tuple[list[str], dict[str, Any]]]:
    """By name: a command line, and the files that it reads, as JSON, with an address in them wherever there is room."""
    ref = {"$schema": address, "$id": address, "$ref": address, "$dynamicRef": address, "id": address}
    api = {"Type": "AWS::ApiGateway::RestApi", "Properties": {"Body": {"swagger": "2.0", **ref}, "BodyS3Location": ref}}
    sam = {"Type": "AWS::Serverless::Api", "Properties": {"StageName": "a", "DefinitionUri": address}}
    include = {"Fn::Transform": {"Name": "AWS::Include", "Parameters": {"Location": address}}}
    nested = {"Type": "AWS::CloudFormation::Stack", "Properties": {"TemplateURL": address}}
    operation = {"responses": {"200": {"schema": ref}}, "parameters": [ref], "x-amazon-apigateway-integration": ref}
    module = {"m": {"source": address}}
    offer = {"offerCode": "AmazonApiGateway", "products": {"a": ref}, "terms": {"OnDemand": ref}, **ref}
    decision = {"format": "apigw-choose/decision/1", **ref}
    return {
        "requirements": (["-f", "f.yaml"], {"f.yaml": {"needs": ["waf"], **ref}}),
        "requirements to check": (["check", "f.yaml"], {"f.yaml": {"needs": [ref], **ref}}),
        "a saved decision": (["check", "f.json"], {"f.json": decision}),
        "a matrix": (["--matrix", "f.yaml", "features"], {"f.yaml": {"id": "a", "features": [ref], **ref}}),
        "a matrix to lint": (["matrix", "lint", "f.yaml"], {"f.yaml": {"id": "a", "options": [ref], **ref}}),
        "matrices to compare": (["matrix", "diff", "f.yaml", "shipped"], {"f.yaml": ref}),
        "prices": (["cost", "--requests", "1M/day", "--prices", "f.json"], {"f.json": offer}),
        "cloudformation": (["scan", "f.json"], {"f.json": {"Resources": {"A": api, "B": nested, "C": include}, **ref}}),
        "sam": (["scan", "f.json"], {"f.json": {"Transform": "AWS::Serverless-2016-10-31", "Resources": {"A": sam}}}),
        "openapi": (
            ["scan", "f.json"],
            {"f.json": {"swagger": "2.0", "paths": {"/a": {"get": operation, **ref}, "/b": ref}, "definitions": {"P": ref}}},
        ),
        "terraform": (
            ["scan", "."],
            {"f.tf.json": {"module": module, "resource": {"aws_api_gateway_rest_api": {"a": {"body": address}}}}},
        ),
        "serverless": (
            ["scan", "serverless.json"],
            {"serverless.json": {"service": "s", "provider": {"name": "aws", "stage": f"${{file({address})}}"},
             "functions": {"f": {"events": [{"httpApi": "*"}]}}, "resources": [f"${{file({address}):a}}", ref]}},
        ),
        "against a template": (["check", "f.yaml", "--against", "t.json"], {"f.yaml": {"needs": ["waf"]}, "t.json": {"Resources": {"A": api}}}),
    }  # fmt: skip


@pytest.mark.parametrize("spelling", ADDRESSES)
@pytest.mark.parametrize("door", doors(""))
def test_no_file_makes_the_tool_fetch_anything(
    door: str, spelling: str, listener: socket.socket, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    words, files = doors(spelling.format(f"127.0.0.1:{listener.getsockname()[1]}"))[door]
    for name, document in files.items():
        (tmp_path / name).write_text(json.dumps(document), "utf-8")
    monkeypatch.chdir(tmp_path)
    assert run(words) in (0, 1, 2)
    with pytest.raises(BlockingIOError):
        listener.accept()


@pytest.mark.parametrize("name", shipped.schema_names())
def test_no_schema_of_the_project_needs_anything_from_elsewhere(name: str, listener: socket.socket) -> None:
    """Each is evaluated with a registry that holds nothing, on a value that makes every reference be looked up."""
    address = f"http://127.0.0.1:{listener.getsockname()[1]}/"
    values: list[Any] = [{}, [], address, {"$schema": address, "$ref": address}]
    for value in values:
        list(make_validator(name).iter_errors(value))
    with pytest.raises(BlockingIOError):
        listener.accept()


def test_the_listener_would_hear_a_validator_made_elsewhere(listener: socket.socket) -> None:
    """The proof that the tests above could fail: what jsonschema does by itself is to fetch."""
    address = f"http://127.0.0.1:{listener.getsockname()[1]}/a.json"
    listener.settimeout(0.05)
    heard: list[bool] = []

    def listen() -> None:
        while not heard:
            try:
                connection, _ = listener.accept()
            except TimeoutError:
                continue
            heard.append(True)
            connection.close()

    thread = threading.Thread(target=listen, daemon=True)
    thread.start()
    with warnings.catch_warnings(), suppress(Exception):  # whatever it makes of the answer
        warnings.simplefilter("ignore")  # that it will no longer do so one day
        list(Draft202012Validator({"$ref": address}).iter_errors({}))
    thread.join(5)
    assert heard
