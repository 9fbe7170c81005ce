"""Saved decisions come from anybody: what is read of them is looked at closely."""

from __future__ import annotations

import json
from copy import deepcopy
from typing import TYPE_CHECKING, Any

import pytest

from apigw_choose import decide, load_matrix, require
from apigw_choose.engine.recheck import recheck
from apigw_choose.model.errors import InputError
from apigw_choose.model.requirements import Need, Want
from apigw_choose.readers.saved_decision import MAX_ENTRIES, is_saved_decision, read_saved_decision
from apigw_choose.readers.strict_yaml import read_text
from apigw_choose.renderers.decision_yaml import decision_yaml
from apigw_choose.renderers.documents import decision_document, to_json
from conftest import FIXTURES

if TYPE_CHECKING:
    from apigw_choose.model.record import Record

COFFEE = load_matrix(FIXTURES / "coffee")
ASKED = require(COFFEE, ["clean-cup", "brew-time=10min"], ["crema:2"], overruled=["hot-coffee"])
DOCUMENT = json.loads(json.dumps(decision_document(COFFEE, decide(COFFEE, ASKED))))


def read(document: Any) -> Record:
    return read_saved_decision(read_text(json.dumps(document, indent=2), "saved.json"))


def with_(value: Any, *path: str | int) -> Any:
    """The document with another value at a path; without it where the value is `...`."""
    document = deepcopy(DOCUMENT)
    place = document
    for key in path[:-1]:
        place = place[key]
    if value is ...:
        del place[path[-1]]
    else:
        place[path[-1]] = value
    return document


@pytest.mark.parametrize("write", [to_json, decision_yaml])
def test_what_the_tool_writes_is_read(write: Any) -> None:
    record = read_saved_decision(read_text(write(DOCUMENT), "saved"))
    assert (record.matrix, record.version, record.recommendation) == ("coffee", COFFEE.version, "espresso")
    assert record.requirements == ASKED
    assert record.requirements.needs == (Need("brew-time", 600_000), Need("clean-cup"))
    assert record.requirements.wants == (Want("crema", weight=2),)
    assert [entry.option for entry in record.options] == list(COFFEE.options)
    assert recheck(COFFEE, record).holds


def test_keys_of_another_version_of_the_tool_are_passed_over() -> None:
    assert read({**DOCUMENT, "surprise": [1, {"deep": None}]}) == read(DOCUMENT)
    lean = {key: DOCUMENT[key] for key in ("format", "matrix", "requirements", "recommendation", "options")}
    assert read(lean) == read(DOCUMENT)


@pytest.mark.parametrize("value", [{"format": "apigw-choose/features/1"}, {"format": 1}, {}, [], "text", None])
def test_other_documents_are_no_decisions(value: Any) -> None:
    assert not is_saved_decision(read_text(json.dumps(value), "x"))


def test_a_decision_of_a_later_format_is_one_and_is_refused() -> None:
    document = read_text(json.dumps({**DOCUMENT, "format": "apigw-choose/decision/2"}), "x")
    assert is_saved_decision(document)
    with pytest.raises(
        InputError, match=r"'apigw-choose/decision/2'; this version of the tool reads apigw-choose/decision/1"
    ):
        read_saved_decision(document)


WRONG = [
    (("matrix",), ..., "'matrix' must be a mapping, not null"),
    (("matrix", "id"), 3, "'id' must be text, not 3"),
    (("requirements",), [], "'requirements' must be a mapping"),
    (("requirements", "needs"), ..., "'needs' must be a list"),
    (("requirements", "needs"), "waf", "'needs' must be a list, not 'waf'"),
    (("requirements", "needs"), [{"feature": "crema"}] * 2, "the need 'crema' a second time"),
    (("requirements", "needs"), [{"feature": "crema"}] * (MAX_ENTRIES + 1), f"more than {MAX_ENTRIES} entries"),
    (("requirements", "needs", 0), "crema", "an entry of 'needs' must be a mapping, not 'crema'"),
    (("requirements", "needs", 0, "feature"), "", "'feature' must be text, not ''"),
    (("requirements", "needs", 0, "amount"), -1, "'amount' must be a whole number from 0"),
    (("requirements", "needs", 0, "amount"), 1.5, "'amount' must be a whole number"),
    (("requirements", "needs", 0, "amount"), True, "'amount' must be a whole number from 0 to 1000000000000000, not t"),
    (("requirements", "needs", 0, "amount"), 10**16, "'amount' must be a whole number"),
    (("requirements", "wants", 0, "weight"), 0, "'weight' must be a whole number from 1 to 1000"),
    (("requirements", "strict"), "no", "'strict' must be true or false, not 'no'"),
    (("requirements", "overruled"), [3], "an entry of 'overruled' must be text, not 3"),
    (("recommendation",), ..., "'recommendation' must be text, not null"),
    (("recommendation",), ["espresso"], "'recommendation' must be text"),
    (("options",), {}, "'options' must be a list"),
    (("options", 0), None, "an entry of 'options' must be a mapping, not null"),
    (("options", 0, "eligible"), ..., "'eligible' must be true or false, not null"),
    (("options", 0, "wants"), ..., "'wants' must be a list"),
    (("options", 0, "needs", 0, "support"), "maybe", "'support' is 'maybe', which is not one of full, partial"),
    (("options", 0, "needs", 0, "support"), {}, "'support' is {}"),
    (("options", 0, "needs", 0, "note"), ..., "'note' must be text"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("path", "value", "said"), WRONG, ids=[f"{path}-{ascii(value)[:20]}" for path, value, _ in WRONG]
)
def test_what_is_wrong_is_told_with_its_place(path: tuple[str | int, ...], value: Any, said: str) -> None:
    with pytest.raises(InputError) as caught:
        read(with_(value, *path))
    assert any(said in str(problem) and str(problem).startswith("saved.json:") for problem in caught.value.problems)


def test_everything_that_is_wrong_is_told_at_once() -> None:
    document = with_(3, "matrix", "id")
    document["requirements"]["strict"] = 1
    document["options"][0]["eligible"] = None
    with pytest.raises(InputError) as caught:
        read(document)
    assert len(caught.value.problems) == 3


def test_no_mutilated_decision_is_more_than_refused() -> None:
    """Every value in turn is put for another kind of value: it is read, or refused in words; never a crash."""
    others: tuple[Any, ...] = (None, [], {}, "x", -1, True, [[]], ...)
    for path in paths(DOCUMENT):
        for value in others:
            try:
                recheck(COFFEE, read(with_(value, *path)))
            except InputError:
                continue


def paths(value: Any, here: tuple[str | int, ...] = ()) -> list[tuple[str | int, ...]]:
    entries: Any = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    if len(here) > 4:
        return []
    return [path for key, entry in entries for path in ((*here, key), *paths(entry, (*here, key)))]
