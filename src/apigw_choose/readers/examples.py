"""The stored example requirements that come with the tool: in the installed package, or in the checkout."""

from __future__ import annotations

from pathlib import Path

_INSTALLED = Path(__file__).parent.parent / "_data" / "examples"
_CHECKOUT = Path(__file__).parents[3] / "data" / "examples"


def examples_folder() -> Path:
    """The folder in which they lie."""
    return _INSTALLED if _INSTALLED.is_dir() else _CHECKOUT
