"""From the arguments of a tool to the document that the command line prints with --json."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from apigw_choose.engine.assess import assess
from apigw_choose.engine.decide import decide as decided
from apigw_choose.engine.quote import quote
from apigw_choose.engine.verify import verify
from apigw_choose.model.matrix import Feature
from apigw_choose.readers.asked import no_traffic, nothing_asked, require
from apigw_choose.readers.named import features_compared, features_with, options_named, subject_named
from apigw_choose.readers.templates.detectors import shipped_detectors
from apigw_choose.readers.templates.found import failed_on, of_apis, refuse_nothing
from apigw_choose.readers.templates.scan import scan as read_templates
from apigw_choose.renderers.cost_document import quote_document
from apigw_choose.renderers.documents import (
    decision_document,
    explanation_document,
    features_document,
    term_document,
)
from apigw_choose.renderers.overview_document import overview_document
from apigw_choose.renderers.scan_document import scan_document

if TYPE_CHECKING:
    from collections.abc import Mapping

    from apigw_choose.mcp.folders import Folders
    from apigw_choose.model.matrix import Matrix
    from apigw_choose.renderers.documents import Document

    Arguments = Mapping[str, Any]


class Desk(NamedTuple):
    """What every answer is given from."""

    matrix: Matrix
    folders: Folders


def decide(desk: Desk, asked: Arguments) -> Document:
    """The decision about some needs and wants."""
    needs, wants, traffic = asked.get("needs", ()), asked.get("wants", ()), _traffic(asked)
    if not (needs or wants or traffic):
        raise nothing_asked()
    requirements = require(
        desk.matrix,
        needs,
        wants,
        strict=asked.get("strict", False),
        overruled=asked.get("no_assume", ()),
        allow_workarounds=asked.get("allow_workarounds", False),
        traffic=traffic,
        region=asked.get("region"),
    )
    decision = decided(desk.matrix, requirements)
    verify(desk.matrix, decision)
    return decision_document(desk.matrix, decision)


def explain(desk: Desk, asked: Arguments) -> Document:
    """One feature, or one term of the glossary."""
    named = subject_named(desk.matrix, asked["subject"])
    if isinstance(named, Feature):
        return explanation_document(desk.matrix, named)
    return term_document(desk.matrix, named)


def compare(desk: Desk, asked: Arguments) -> Document:
    """Options side by side."""
    options = options_named(desk.matrix, asked.get("options", ()))
    differences = asked.get("differences", False)
    features = features_compared(desk.matrix, options, asked.get("category"), differences=differences)
    return (overview_document if asked.get("brief", True) else features_document)(desk.matrix, features, options)


def features(desk: Desk, asked: Arguments) -> Document:
    """The features that have some words, or all."""
    found = features_with(desk.matrix, asked.get("words", ()))
    return (overview_document if asked.get("brief", True) else features_document)(desk.matrix, found)


def cost(desk: Desk, asked: Arguments) -> Document:
    """What each option costs for some traffic."""
    requirements = require(
        desk.matrix,
        asked.get("needs", ()),
        traffic=_traffic(asked),
        region=asked.get("region"),
        free_tier=asked.get("free_tier", False),
    )
    if requirements.traffic is None:
        raise no_traffic()
    return quote_document(desk.matrix, quote(desk.matrix, requirements))


def scan(desk: Desk, asked: Arguments) -> Document:
    """What templates use, and what they could be."""
    paths = [desk.folders.path(text) for text in asked["paths"]]
    traffic = require(desk.matrix, traffic=_traffic(asked), region=asked.get("region")).traffic
    found = of_apis(read_templates(paths, shipped_detectors(), on_failure=failed_on), asked.get("apis", ()))
    assessed = {entry: assess(desk.matrix, entry, traffic) for file in found.files for entry in file.apis}
    refuse_nothing(found)
    return scan_document(desk.matrix, found, assessed)


def _traffic(asked: Arguments) -> dict[str, str]:
    return {name.replace("-", "_"): str(amount) for name, amount in asked.get("traffic", {}).items()}
