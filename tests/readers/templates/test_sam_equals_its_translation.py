"""A SAM template shows what its translation to CloudFormation shows, translated by the vendor's own translator."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from apigw_choose.readers.templates import cloudformation, sam
from apigw_choose.readers.templates.detect import detect
from apigw_choose.readers.templates.tree import Map, read_tree
from readers.templates.showing import certainties, table

if TYPE_CHECKING:
    from apigw_choose.model.scan import FoundApi

TEMPLATES = sorted((Path(__file__).parents[2] / "fixtures" / "templates" / "sam").glob("*.yaml"))


def translated(text: str) -> str:
    translator = pytest.importorskip("samtranslator.translator.translator")
    parser = pytest.importorskip("samtranslator.parser.parser")
    loader = pytest.importorskip("samtranslator.yaml_helper")
    return json.dumps(translator.Translator({}, parser.Parser()).translate(loader.yaml_parse(text), {}))


def shown(apis: list[FoundApi]) -> dict[str, Any]:
    """All of the answer but for the places, which differ."""
    return {
        api.id: (
            api.option,
            api.condition,
            certainties(api),
            {(use.feature, use.amount) for use in api.uses if use.amount},
        )
        for api in apis
    }


@pytest.mark.filterwarnings("ignore")
@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: path.stem)
def test_the_source_and_its_translation_show_the_same(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AWS_DEFAULT_REGION", "eu-west-1")
    text = path.read_text("utf-8")
    source, _ = read_tree(text, str(path))
    translation, _ = read_tree(translated(text), str(path))
    assert isinstance(source, Map)
    assert isinstance(translation, Map)
    from_source = shown(detect(sam.resources(source, "t")[0], table()))
    assert from_source == shown(detect(cloudformation.resources(translation, "t")[0], table()))
    assert from_source
