"""Which Amazon API Gateway type to take, why, and what would change the answer.

from apigw_choose import decide, load_matrix, require

matrix = load_matrix()
decision = decide(matrix, require(matrix, needs=["waf", "api-keys"]))
print(decision.recommendation, decision.headline)
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from apigw_choose.engine.decide import decide
    from apigw_choose.engine.quick import Quick
    from apigw_choose.model.decision import Decision
    from apigw_choose.model.errors import InputError
    from apigw_choose.model.matrix import Matrix
    from apigw_choose.model.requirements import Need, Requirements, Want
    from apigw_choose.readers.asked import require
    from apigw_choose.readers.matrix import load_matrix

__version__ = "0.1.0"
__all__ = [
    "Decision",
    "InputError",
    "Matrix",
    "Need",
    "Quick",
    "Requirements",
    "Want",
    "decide",
    "load_matrix",
    "require",
]

_HOME = {
    "Decision": "model.decision",
    "InputError": "model.errors",
    "Matrix": "model.matrix",
    "Need": "model.requirements",
    "Quick": "engine.quick",
    "Requirements": "model.requirements",
    "Want": "model.requirements",
    "decide": "engine.decide",
    "load_matrix": "readers.matrix",
    "require": "readers.asked",
}


def __getattr__(name: str) -> object:
    """Import a public name when it is asked for, so that the command line starts with no more than it uses."""
    if name not in _HOME:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{_HOME[name]}"), name)
