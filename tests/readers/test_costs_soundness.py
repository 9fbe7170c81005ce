"""Costs and prices that cannot be reckoned with are refused where they stand."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from apigw_choose import load_matrix
from apigw_choose.engine.quote import quote
from apigw_choose.model.errors import InputError
from apigw_choose.readers.asked import require
from apigw_choose.readers.costs_soundness import RULES
from apigw_choose.readers.matrix_source import read_matrix_source
from apigw_choose.readers.traffic import read_traffic

if TYPE_CHECKING:
    from apigw_choose import Matrix

FIXTURES = Path(__file__).parents[1] / "fixtures"
MISTAKES = [
    ("month: 30d", "month: long", "'long' is no length of time"),
    ("  region: home", "  region: away", "no prices of the region 'away'; add them"),
    ("unpriced: [office]", "unpriced: [home]", "'home' has prices; drop it here"),
    ("id: cup_size", "id: cups", "the measure 'cups' a second time"),
    ("id: roast", "id: cups", "the open question 'cups' a second time"),
    ("      tariff: pod", "      tariff: pid", "no tariff 'pid' (did you mean 'pod'?)"),
    ("options: [espresso]", "options: [expresso]", "no option 'expresso' (did you mean 'espresso'?)"),
    ("count: cups", "count: cupz", "no measure 'cupz' (did you mean 'cups'?)"),
    ("count: cups", "count: cup_size", "'cup_size' is a size, and 'count' takes a flow or level"),
    ("reading: {roast: light}", "reading: {roast: lite}", "no answer 'lite' (did you mean 'light'?)"),
    ("reading: {roast: light}", "reading: {roost: light}", "no open question 'roost'"),
    ("reading: {roast: dark}", "reading: {roast: light}", "no way for the answer 'dark' to 'roast'; add one"),
    ("each: 30B", "each: 0B", "'0B' is no amount above nothing"),
    ("each: 30B", "each: thirty", "'thirty' is no amount above nothing"),
    ("default: 30B", "default: large", "'large' is not an amount"),
    ('crossing: ["1", "900"]', 'crossing: ["900", "1"]', "the first amount is not below the second"),
    ("crossing: [1B, 300B]", "crossing: [1B, 300TB]", "has more than 10,000 steps of 30B; end it earlier"),
    ('up_to: "100"', 'up_to: "0"', "'0' is nothing"),
    ('up_to: "100"', "up_to: many", "'many' is not an amount"),
    ('{up_to: "100", ', "{", "only the last tier may be without an end"),
    ("{price: ", '{up_to: "50", price: ', "the tiers do not ascend; put the lowest first"),
    ('units: {pod: "10"}', 'units: {pad: "10"}', "no tariff 'pad'"),
    ("- tariff: pod", "- tariff: pid", "no tariff 'pid' (did you mean 'pod'?)"),
    ("unless_traffic: [cups]", "unless_traffic: [caps]", "no measure 'caps' (did you mean 'cups'?)"),
]


@pytest.fixture
def priced(tmp_path: Path) -> Path:
    """The invented matrix with costs of its own."""
    folder = tmp_path / "coffee"
    shutil.copytree(FIXTURES / "coffee", folder)
    shutil.copytree(FIXTURES / "coffee-costs", folder, dirs_exist_ok=True)
    matrix = folder / "matrix.yaml"
    text = matrix.read_text("utf-8")
    matrix.write_text(text.replace("    unless:", "    unless_traffic: [cups]\n    unless:", 1), "utf-8")
    return folder


@pytest.mark.parametrize(("right", "wrong", "message"), MISTAKES, ids=[message for *_, message in MISTAKES])
def test_a_mistake_is_told_where_it_stands(priced: Path, right: str, wrong: str, message: str) -> None:
    (file,) = [path for path in priced.rglob("*.yaml") if right in path.read_text("utf-8")]
    text = file.read_text("utf-8")
    file.write_text(text.replace(right, wrong, 1), "utf-8")
    line = 1 + text[: text.index(right)].count("\n")
    with pytest.raises(InputError) as refused:
        load_matrix(priced)
    told = [str(problem) for problem in refused.value.problems]
    assert any(message in problem for problem in told), told
    assert any(f"{file.name}:" in problem for problem in told)
    assert any(
        abs(int(problem.split(file.name)[1].split(":")[1]) - line) <= 12 for problem in told if file.name in problem
    )


def test_every_rule_has_a_case_that_breaks_it(priced: Path) -> None:
    broken = set()
    for right, wrong, _ in MISTAKES:
        (file,) = [path for path in priced.rglob("*.yaml") if right in path.read_text("utf-8")]
        text = file.read_text("utf-8")
        file.write_text(text.replace(right, wrong, 1), "utf-8")
        document = read_matrix_source(priced)
        broken |= {rule for rule in RULES if list(rule(document))}
        file.write_text(text, "utf-8")
    assert broken == set(RULES)


def test_prices_without_costs_are_refused(priced: Path) -> None:
    (priced / "costs.yaml").unlink()
    with pytest.raises(InputError, match="prices without 'costs'"):
        load_matrix(priced)


class TestAnotherMatrix:
    """Nothing in the tool knows what it reckons with."""

    @pytest.fixture
    def coffee(self, priced: Path) -> Matrix:
        return load_matrix(priced)

    def test_it_is_reckoned_with_like_the_shipped_one(self, coffee: Matrix) -> None:
        found = quote(coffee, require(coffee, traffic={"cups": "4/day"}))
        # 120 cups of 30 B: pods at 0.40 for the first hundred and 0.30 beyond; grounds at 0.10 each.
        assert {bill.option: bill.micros for bill in found.decision.estimates if bill.exact is not None} == {
            "espresso": 100 * 400_000 + 20 * 300_000,
            "moka": 120 * 100_000,
        }
        assert found.cheapest == "moka"

    def test_so_are_its_crossings(self, coffee: Matrix) -> None:
        found = quote(coffee, require(coffee, traffic={"cups": "4/day"}))
        (crossing,) = next(span.crossings for span in found.spans if span.measure == "cup_size")
        # Grounds are counted by the started 30 B: the fourth makes 48.00 of 46.00.
        assert (crossing.at, crossing.before, crossing.after) == (91, "moka", "espresso")

    def test_traffic_of_another_kind_is_refused(self, coffee: Matrix) -> None:
        traffic, mistakes = read_traffic(coffee.costs, {"requests": "5"})
        assert traffic is None
        assert mistakes == {"requests": "no such measure of traffic; there is cups, cup_size, roast, month"}

    def test_a_matrix_without_costs_says_so(self) -> None:
        plain = load_matrix(FIXTURES / "coffee")
        with pytest.raises(InputError, match="this matrix knows no prices"):
            require(plain, traffic={"requests": "5"})
