"""How long `scan` takes for a folder of 1,000 templates, beside the parser alone and beside cfn-lint's loading."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml

from apigw_choose.readers.templates.detectors import shipped_detectors
from apigw_choose.readers.templates.scan import scan

from .timing import least

FIXTURES = Path(__file__).parents[1] / "fixtures"
WITH_APIS = [FIXTURES / "scan" / "orders.yaml", *sorted((FIXTURES / "templates" / "sam").glob("*.yaml"))]
FILES = 1000
GOALS = {"one of four with APIs": 1.5, "all with APIs": 8.0}
"""Times what the C parser takes to load the same files. The folder of APIs alone is made of our own test templates,
which are short and use one feature a line; its bound only keeps it from growing."""

MEMORY = """
import os, sys
from pathlib import Path
from apigw_choose.readers.templates.detectors import shipped_detectors
from apigw_choose.readers.templates.scan import scan
if (child := os.fork()) == 0:
    found = scan([Path(name) for name in sys.argv[1:]], shipped_detectors())
    print(len(found.files), end=" ", flush=True)
    os._exit(0)
_, status, usage = os.wait4(child, 0)
print(usage.ru_maxrss)
sys.exit(status)
"""
"""Prints how many templates have APIs, and the peak of memory in the system's unit. A process starts with the peak of
the one that started it, here of all the tests before; so a small one that has done nothing yet starts the one that
is measured."""


class Loader(yaml.CSafeLoader):
    """The C parser with the short tags of CloudFormation, which it does not know."""


def _any(loader: Any, _suffix: str, node: Any) -> Any:
    if isinstance(node, yaml.ScalarNode):
        return loader.construct_scalar(node)
    if isinstance(node, yaml.SequenceNode):
        return loader.construct_sequence(node, deep=True)
    return loader.construct_mapping(node, deep=True)


Loader.add_multi_constructor("!", _any)


def other() -> str:
    """A template of about the same size without an API, as three of four are in people's folders."""
    topics = "\n".join(
        f"  Topic{number}:\n    Type: AWS::SNS::Topic\n    Properties: {{TopicName: !Sub '${{AWS::Region}}-{number}'}}"
        for number in range(30)
    )
    return f"AWSTemplateFormatVersion: '2010-09-09'\nResources:\n{topics}\n"


@pytest.fixture(scope="module", params=GOALS)
def folder(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A thousand templates, in a folder that is called after what they are."""
    top: Path = tmp_path_factory.mktemp("templates") / request.param
    top.mkdir()
    plain = other()
    for number in range(FILES):
        has_apis = request.param == "all with APIs" or number % 4 == 0
        text = WITH_APIS[number % len(WITH_APIS)].read_text("utf-8") if has_apis else plain
        (top / f"{number:04}.yaml").write_text(text, "utf-8")
    return top


def load_all(folder: Path) -> None:
    for path in folder.iterdir():
        yaml.load(path.read_bytes(), Loader=Loader)  # noqa: S506 - a safe loader


def compose_all(folder: Path) -> None:
    for path in folder.iterdir():
        yaml.compose(path.read_bytes(), Loader=yaml.CSafeLoader)


def lint_all(folder: Path) -> None:
    """What cfn-lint does before it looks at anything."""
    decode = pytest.importorskip("cfnlint.decode.cfn_yaml")
    for path in folder.iterdir():
        decode.load(str(path))


@pytest.mark.benchmark
def test_a_thousand_templates_take_little_more_than_their_parsing(folder: Path) -> None:
    table = shipped_detectors()
    parsing = least(lambda: load_all(folder))
    rows = {
        "scan": least(lambda: scan([folder], table)),
        "C parser, to plain values": parsing,
        "C parser, nodes only": least(lambda: compose_all(folder)),
        "cfn-lint, loading only": least(lambda: lint_all(folder), rounds=1),
    }
    sys.stdout.write(f"\n{FILES} templates, {folder.name}\n")
    for name, seconds in rows.items():
        sys.stdout.write(f"  {name:28} {seconds:6.2f} s {seconds / parsing:6.2f}\n")
    assert rows["scan"] / parsing <= GOALS[folder.name]


@pytest.mark.benchmark
def test_memory_does_not_grow_with_the_number_of_templates(folder: Path) -> None:
    few, many = (
        subprocess.run(
            [sys.executable, "-c", MEMORY, *names], capture_output=True, text=True, check=True
        ).stdout.split()
        for names in ([str(path) for path in sorted(folder.iterdir())[: FILES // 10]], [str(folder)])
    )
    sys.stdout.write(f"\n{few[0]} templates with APIs: {few[1]}; {many[0]}: {many[1]}\n")
    assert int(many[1]) < 1.5 * int(few[1])
