"""What the readers of templates find in a text, in the shape in which the tests expect it."""

from __future__ import annotations

from functools import cache
from textwrap import dedent
from typing import TYPE_CHECKING

from apigw_choose.readers.templates import cloudformation, openapi, sam
from apigw_choose.readers.templates.detect import detect
from apigw_choose.readers.templates.detectors import Detectors, shipped_detectors
from apigw_choose.readers.templates.formats import format_of
from apigw_choose.readers.templates.tree import Map, read_tree

if TYPE_CHECKING:
    from apigw_choose.model.scan import FoundApi, Use

RANK = {"used": 0, "conditional": 1, "unknown": 2}


@cache
def table() -> Detectors:
    return shipped_detectors()


def tree(text: str) -> Map:
    root, troubles = read_tree(dedent(text), "t.yaml")
    assert isinstance(root, Map), troubles
    return root


def apis(text: str) -> dict[str, FoundApi]:
    """The APIs of a template, by id."""
    root = tree(text)
    kind = format_of(root)
    if kind == "sam":
        resources, _ = sam.resources(root, "t.yaml")
    elif kind == "openapi":
        resources = openapi.document(root, "t.yaml")
    else:
        resources, _ = cloudformation.resources(root, "t.yaml")
    return {api.id: api for api in detect(resources, table())}


def only_api(text: str) -> FoundApi:
    (api,) = apis(text).values()
    return api


def certainties(api: FoundApi) -> dict[str, str]:
    """By feature, how certain it is at best."""
    found: dict[str, str] = {}
    for use in api.uses:
        known = found.get(use.feature, use.certainty)
        found[use.feature] = min(known, use.certainty, key=RANK.__getitem__)
    return found


def places(api: FoundApi, feature: str) -> list[Use]:
    return [use for use in api.uses if use.feature == feature]
