"""What may be asked of the shipped matrix, for Hypothesis, as questions and as a user types them."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from hypothesis import strategies as st

from apigw_choose import decide, load_matrix, require
from apigw_choose.renderers.documents import decision_document, features_document, to_json
from oracle import Asked, Oracle, Plain, Question

if TYPE_CHECKING:
    from collections.abc import Iterable

    from apigw_choose.model.decision import Decision

MATRIX = load_matrix()
DOCUMENT: Plain = json.loads(to_json(features_document(MATRIX, MATRIX.features.values())))
ORACLE = Oracle(DOCUMENT)
CAPABILITIES: list[str] = [entry["id"] for entry in DOCUMENT["features"] if entry["kind"] == "capability"]
QUANTITIES: list[str] = [entry["id"] for entry in DOCUMENT["features"] if entry["kind"] == "quantity"]

_SPELLINGS: dict[str, list[tuple[str, int]]] = {
    "ms": [("ms", 1), ("s", 1000), ("min", 60_000), ("h", 3_600_000)],
    "B": [("B", 1), ("KB", 2**10), ("KiB", 2**10), ("MB", 2**20), ("GB", 2**30)],
    "/s": [("/s", 1), ("", 1)],
    "": [("", 1)],
}


def amounts_at_the_edges(feature: str) -> list[int]:
    """The amounts of a quantity at which some answer changes, with their neighbours, and two that are absurd."""
    entry = ORACLE.features[feature]
    offers = {cell["value"] for cell in entry["cells"].values()}
    offers |= {cell["beyond"]["to"] for cell in entry["cells"].values() if cell["beyond"]}
    offers |= set(entry["shorthands"].values())
    edges = {offer + step for offer in offers if offer is not None for step in (-1, 0, 1)}
    return sorted(edges | {1, 10**14})


ASKABLE = [Asked(feature) for feature in CAPABILITIES] + [
    Asked(feature, amount) for feature in QUANTITIES for amount in amounts_at_the_edges(feature)
]
_MET_BY = [[asked for asked in ASKABLE if ORACLE.meets(option, asked, strict=False)] for option in ORACLE.options]
_ANY_AMOUNT = st.builds(Asked, st.sampled_from(QUANTITIES), st.integers(0, 10**14))
_ANYTHING = st.one_of(st.sampled_from(ASKABLE), st.sampled_from(ASKABLE), st.sampled_from(ASKABLE), _ANY_AMOUNT)
_NEEDS = st.one_of(
    # What one option has, so that the deeper parts of the decision are reached; and what may not fit together.
    *(st.lists(st.sampled_from(met), max_size=6) for met in _MET_BY),
    st.lists(_ANYTHING, max_size=4),
)
_WANTS = st.lists(st.builds(lambda asked, weight: Asked(asked.feature, asked.amount, weight), _ANYTHING,
                            st.integers(1, 9)), max_size=5)  # fmt: skip


def askable() -> st.SearchStrategy[Asked]:
    """One thing that can be needed or wanted."""
    return _ANYTHING


def questions() -> st.SearchStrategy[Question]:
    """Anything that can be asked."""
    return st.builds(
        Question,
        needs=_NEEDS.map(tuple),
        wants=_WANTS.map(tuple),
        strict=st.booleans(),
        overruled=st.sampled_from([(), (), ("request-response",)]),
    )


def decided(question: Question) -> Decision:
    """The decision, from the question as it is typed in the plainest way."""
    return decide(
        MATRIX,
        require(
            MATRIX,
            [typed(need) for need in question.needs],
            [f"{typed(want)}:{want.weight}" for want in question.wants],
            strict=question.strict,
            overruled=question.overruled,
        ),
    )


def document_of(question: Question) -> Plain:
    """The decision as `--json` gives it."""
    return decision_document(MATRIX, decided(question))


def typed(asked: Asked) -> str:
    """Id and amount in base units."""
    unit = ORACLE.features[asked.feature]["unit"]
    return asked.feature if asked.amount is None else f"{asked.feature}={asked.amount}{unit}"


@st.composite
def typed_otherwise(draw: st.DrawFn, question: Question) -> tuple[list[str], list[str]]:
    """Needs and wants of the same meaning: in another order, by alias, in other units, said again, with commas."""
    needs = draw(st.permutations([*question.needs, *question.needs[:1]]))
    wants = draw(st.permutations([*question.wants, *question.wants[:1]]))
    return (
        _grouped(draw, [draw(st.sampled_from(_spellings(need))) for need in needs]),
        _grouped(draw, [draw(st.sampled_from(_weighted(want))) for want in wants]),
    )


def _grouped(draw: st.DrawFn, texts: list[str]) -> list[str]:
    """The texts, some of them joined by commas to the one before."""
    grouped: list[str] = []
    for text in texts:
        together = draw(st.booleans())
        if grouped and together:
            grouped[-1] += f",{text}"
        else:
            grouped.append(text)
    return grouped


def _weighted(want: Asked) -> list[str]:
    plain = _spellings(want)
    return [f"{text}:{want.weight}" for text in plain] + (plain if want.weight == 1 else [])


def _spellings(asked: Asked) -> list[str]:
    """Every way to say it: by id or alias and, of a quantity, by each unit that divides it, or by a shorthand."""
    feature = ORACLE.features[asked.feature]
    names = [feature["id"], *(name for name in feature["aliases"] if name not in feature["shorthands"])]
    if asked.amount is None:
        return names
    amounts = _amounts(asked.amount, _SPELLINGS[feature["unit"]])
    shorthands = [name for name, amount in feature["shorthands"].items() if amount == asked.amount]
    return [f"{name}={amount}" for name in names for amount in amounts] + shorthands


def _amounts(amount: int, units: Iterable[tuple[str, int]]) -> list[str]:
    return [f"{amount // factor}{unit}" for unit, factor in units if amount % factor == 0]
