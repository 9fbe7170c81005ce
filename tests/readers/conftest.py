"""What the tests of the readers share."""

from __future__ import annotations

import pytest
import yaml


@pytest.fixture(params=["libyaml", "pure Python"])
def parser(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each of the two parsers in turn: which one a machine has must make no difference."""
    monkeypatch.setattr(yaml, "__with_libyaml__", request.param == "libyaml")
