"""The readers of templates. Their oracles:

Every use is of a feature of the matrix, with an amount where it is a quantity, at a line that the file has, and the
document of the scan is as its schema says. Reading again gives the same, and so does the template with its top-level
keys in another order, but for the lines. Without one of its resources, no other API of it uses more.
"""

from __future__ import annotations

import json
from collections import Counter
from random import Random
from typing import TYPE_CHECKING, Any, NamedTuple

import pytest
from hypothesis import strategies as st

from apigw_choose import load_matrix
from apigw_choose.engine.assess import assess
from apigw_choose.readers.templates.detectors import shipped_detectors
from apigw_choose.readers.templates.scan import scan
from apigw_choose.readers.validation import make_validator
from apigw_choose.renderers.documents import to_json
from apigw_choose.renderers.scan_document import scan_document

from . import corpus, corpus_terraform
from .hcl import to_hcl
from .mutation import Pool, as_yaml_or_json, damaged

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from apigw_choose.model.scan import FoundApi, Scan

    from .campaign import Campaign

MATRIX = load_matrix()
DETECTORS = shipped_detectors()
VALIDATOR = make_validator("scan")
CERTAINTIES = {"used", "conditional", "unknown"}


class Format(NamedTuple):
    """How templates of a format are made and spelt."""

    file: str
    pool: Pool
    write: Callable[[Any, Random], str]
    resources: Callable[[Any], Iterator[dict[str, Any]]]
    """The mappings of a template whose entries are resources."""


def below(*path: str) -> Callable[[Any], Iterator[dict[str, Any]]]:
    def resources(tree: Any) -> Iterator[dict[str, Any]]:
        for key in path:
            tree = tree.get(key) if isinstance(tree, dict) else None
        if isinstance(tree, dict):
            yield tree

    return resources


def of_terraform(tree: Any) -> Iterator[dict[str, Any]]:
    for kinds in below("resource")(tree):
        yield from (kind for kind in kinds.values() if isinstance(kind, dict))


def as_json(tree: Any, _: Random) -> str:
    return json.dumps(tree, indent=1)


CFN = corpus.WORDS_OF_CLOUDFORMATION, corpus.WRAPS_OF_CLOUDFORMATION
HCL = corpus_terraform.WORDS_OF_TERRAFORM, corpus_terraform.WRAPS_OF_TERRAFORM
FORMATS = {
    "cloudformation": Format("t.yaml", Pool(corpus.CLOUDFORMATION, *CFN), as_yaml_or_json, below("Resources")),
    "sam": Format("t.yaml", Pool(corpus.SAM, *CFN), as_yaml_or_json, below("Resources")),
    "openapi": Format("t.yaml", Pool(corpus.OPENAPI, *CFN), as_yaml_or_json, below("paths")),
    "terraform-plan": Format("t.json", Pool(corpus_terraform.PLAN, *HCL), as_json, below("nothing")),
    "terraform-json": Format("t.tf.json", Pool(corpus_terraform.TERRAFORM, *HCL), as_json, of_terraform),
    "terraform-hcl": Format("t.tf", Pool(corpus_terraform.TERRAFORM, *HCL), lambda tree, _: to_hcl(tree), of_terraform),
    "serverless": Format(
        "serverless.yml",
        Pool(corpus.SERVERLESS, corpus.WORDS_OF_SERVERLESS, corpus.WRAPS_OF_CLOUDFORMATION),
        as_yaml_or_json,
        below("functions"),
    ),
}


class Case(NamedTuple):
    """A template, and by what number it is spelt and changed; or a damaged text."""

    tree: Any
    number: int
    text: str | None


def cases(form: Format) -> st.SearchStrategy[Case]:
    """One in eight is damaged as a text."""

    @st.composite
    def case(draw: st.DrawFn) -> Case:
        tree = draw(form.pool.mutants())
        random = draw(st.randoms(use_true_random=False))
        if random.randrange(8) == 7:
            return Case(None, 0, damaged(form.write(tree, random), random))
        return Case(tree, random.randrange(2**16), None)

    return case()


@pytest.mark.parametrize("name", FORMATS)
def test_what_is_found_is_sound(name: str, fuzz: Campaign, tmp_path: Path) -> None:
    form = FORMATS[name]
    file = tmp_path / form.file

    def read(text: str) -> Scan:
        file.write_bytes(text.encode("utf-8", "surrogatepass"))
        return scan([tmp_path], DETECTORS)

    def check(case: Case) -> str:
        if case.text is not None:
            assert_sound(read(case.text), case.text, tmp_path)
            return "damaged"
        random = Random(case.number)  # noqa: S311 - nothing is kept secret by it
        text = form.write(case.tree, random)
        found = read(text)
        assert_sound(found, text, tmp_path)
        assert read(text) == found
        # A reader that finds its way back after a mistake finds another way in another order.
        if isinstance(case.tree, dict) and not (found.troubles if name == "terraform-hcl" else has_fatal(found)):
            turned = dict(reversed(case.tree.items()))
            again = read(form.write(turned, random))
            assert meant(again) == meant(found), "in another order"
            assert_nothing_grows(form, case.tree, random, found, read)
        return "found" if apis(found) else "refused" if has_fatal(found) else "nothing in it"

    fuzz(name, cases(form), check, lambda parts: Case(*parts))


def apis(found: Scan) -> list[FoundApi]:
    return [api for file in found.files for api in file.apis]


def has_fatal(found: Scan) -> bool:
    return any(trouble.fatal for trouble in found.troubles)


def assert_sound(found: Scan, text: str, folder: Path) -> None:
    lines = len(f"{text}.".splitlines())  # YAML knows more line breaks than one
    assessed = {}
    for trouble in found.troubles:
        assert trouble.line is None or 1 <= trouble.line <= lines, trouble
        assert "\n" not in trouble.message, trouble
    for api in apis(found):
        assert api.option is None or api.option in MATRIX.options
        assert set(api.brings) <= set(MATRIX.features)
        assert api.file.startswith(str(folder))
        assert 1 <= api.line <= lines, api
        for use in api.uses:
            assert use.certainty in CERTAINTIES
            assert use.file.startswith(str(folder))
            assert 1 <= use.line <= lines, use
            quantity = MATRIX.features[use.feature].quantity
            assert use.amount is None or (quantity and type(use.amount) is int and use.amount >= 0), use
        assessed[api] = assess(MATRIX, api)
    document = json.loads(to_json(scan_document(MATRIX, found, assessed)))
    assert [error.message for error in VALIDATOR.iter_errors(document)] == []


def meant(found: Scan) -> Counter[Any]:
    """All that was found but for lines and order."""
    return Counter(
        (
            api.id,
            api.option,
            api.condition,
            frozenset(api.brings),
            frozenset(
                (use.feature, use.certainty, use.path, use.amount, use.detail, use.by_default) for use in api.uses
            ),
        )
        for api in apis(found)
    )


def assert_nothing_grows(form: Format, tree: Any, random: Random, found: Scan, read: Callable[[str], Scan]) -> None:
    """Without a resource to which nothing else refers, no API that is still there uses a feature that it
    did not use before, not even perhaps.
    """
    holders = [holder for holder in form.resources(tree) if holder]
    if not holders:
        return
    holder = random.choice(holders)
    gone = random.choice(list(holder))
    value = holder.pop(gone)
    if gone in json.dumps(tree):
        holder[gone] = value
        return
    try:
        without = read(form.write(tree, random))
    finally:
        holder[gone] = value
    before = {api.id: api for api in apis(found)}
    if len(before) < len(apis(found)):
        return  # of two of one name it cannot be said which is which
    for api in apis(without):
        if api.id in before and before[api.id].option == api.option:
            perhaps = {use.feature for use in before[api.id].uses}
            more = {use.feature for use in api.uses if use.certainty == "used" and not use.by_default} - perhaps
            assert more == set(), (gone, api.id)
