"""What is seen at a place of a model."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from apigw_choose.model.errors import InputError
from apigw_choose.witness.models import Sight, plain

from .vendor import models

if TYPE_CHECKING:
    from pathlib import Path

TEA, KETTLE = "botocore:tea", "cfn:Tea::Kettle"


@pytest.mark.parametrize(
    ("model", "path", "words"),
    [
        (TEA, "operations.Brew", "Brews a pot."),
        (TEA, "operations.Pour", ""),
        (TEA, "Pot", "What tea is brewed in."),
        (TEA, "Pot.Lid", "Keeps it warm. Supported only for black tea."),
        (TEA, "Pot.Handle", ""),
        (TEA, "Leaf.GREEN", ""),
        (TEA, "Leaf.0.5", ""),
        (TEA, "Volume.max", "1000"),
        (KETTLE, "(resource)", "A kettle. Supported only for black tea."),
        (KETTLE, "Heater", "What makes it hot."),
        (KETTLE, "Heater.Kind", ""),
        (KETTLE, "Heater.Kind.GAS", ""),
        (KETTLE, "Rings.Watts", ""),
        (KETTLE, "Rings.Watts.maximum", "2000"),
    ],
)
def test_what_is_there_is_found_with_its_words(tmp_path: Path, model: str, path: str, words: str) -> None:
    assert models(tmp_path).look(model, path) == Sight(found=True, words=words)


@pytest.mark.parametrize(
    ("model", "path"),
    [
        (TEA, "operations.Drink"),
        (TEA, "Saucer"),
        (TEA, "Pot.Spout"),
        (TEA, "Leaf.RED"),
        (TEA, "Volume.min"),
        (KETTLE, "Whistle"),
        (KETTLE, "Heater.Watts"),
        (KETTLE, "Heater.Kind.COAL"),
    ],
)
def test_what_is_not_there_is_absent_from_what_is(tmp_path: Path, model: str, path: str) -> None:
    assert models(tmp_path).look(model, path) == Sight(found=False)


@pytest.mark.parametrize(
    ("model", "path", "lost"),
    [
        (TEA, "Saucer.Rim", "botocore:tea Saucer"),
        (KETTLE, "Whistle.Pitch", "cfn:Tea::Kettle Whistle"),
        ("botocore:coffee", "Pot.Lid", "botocore:coffee"),
        ("cfn:Tea::Stove", "(resource)", "cfn:Tea::Stove"),
    ],
)
def test_nothing_is_absent_from_what_is_not_there_itself(tmp_path: Path, model: str, path: str, lost: str) -> None:
    """Else a witness of absence would hold for ever, once its shape had been given another name."""
    assert models(tmp_path).look(model, path) == Sight(found=False, lost=lost)


@pytest.mark.parametrize("model", ["tea", "openapi:tea", "botocore:"])
def test_a_model_is_of_a_kind_that_is_known(tmp_path: Path, model: str) -> None:
    with pytest.raises(InputError, match=r"is no model; name one such as botocore:NAME"):
        models(tmp_path).look(model, "Pot.Lid")


def test_documentation_is_read_without_its_markup() -> None:
    assert plain("<p>One &lt;b&gt;,\n <code>two</code>.</p>") == "One <b>, two."
