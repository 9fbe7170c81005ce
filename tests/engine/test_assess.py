"""What a found API could be: nothing that it may use is taken for unused."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

import pytest

import handmade
from apigw_choose.engine.assess import assess, by_saving, needs_of, only_of
from apigw_choose.model.scan import FoundApi, Use
from apigw_choose.readers.asked import require

if TYPE_CHECKING:
    from apigw_choose import Matrix
    from apigw_choose.model.requirements import Need
    from apigw_choose.model.scan import Assessment, Certainty


def use(feature: str, certainty: Certainty = "used", *, amount: int | None = None, by_default: bool = False) -> Use:
    return Use(feature, certainty, "template.yaml", 40, "Resources.Api", amount, by_default=by_default)


def found(*uses: Use, option: str | None = "rest", brings: tuple[str, ...] = ()) -> FoundApi:
    return FoundApi("Api", option, "template.yaml", 12, uses, brings=brings)


def needs_as_read(matrix: Matrix, *features: str) -> tuple[Need, ...]:
    return require(matrix, features).needs


def could_be(matrix: Matrix, *uses: Use, option: str | None = "rest", brings: tuple[str, ...] = ()) -> Assessment:
    return assess(matrix, found(*uses, option=option, brings=brings))


def test_an_api_that_uses_nothing_special_could_be_the_cheaper_type(matrix: Matrix) -> None:
    entry = could_be(matrix, use("lambda-integration"), use("cors"))
    assert (entry.could_be, entry.saving, entry.binding) == ("http", 2_500_000, ())
    assert entry.recommendation == "http"


def test_what_the_cheaper_type_lacks_keeps_it_where_it_is(matrix: Matrix) -> None:
    entry = could_be(matrix, use("waf"), use("usage-plans"), use("cors"))
    assert (entry.could_be, entry.saving, entry.next_cheaper) == (None, None, "http")
    assert [binding.feature for binding in entry.binding] == ["usage-plans", "waf"]


@pytest.mark.parametrize("certainty", ["conditional", "unknown"])
def test_so_does_what_only_some_deployment_may_use(matrix: Matrix, certainty: Certainty) -> None:
    entry = could_be(matrix, use("waf", certainty))
    assert (entry.could_be, [binding.certainty for binding in entry.binding]) == (None, [certainty])


def test_what_may_be_used_and_cannot_be_is_not_needed(matrix: Matrix) -> None:
    entry = could_be(matrix, use("cloud-map", "unknown"), use("cors"))
    assert (entry.fits, entry.could_be, entry.needs) == (True, "http", needs_as_read(matrix, "cors"))


def test_what_is_had_by_default_does_not_and_is_told(matrix: Matrix) -> None:
    entry = could_be(matrix, use("edge-optimized-endpoint", by_default=True), use("cors"))
    assert entry.could_be == "http"
    assert "edge-optimized-endpoint" in {touch.feature for touch in entry.touches}


def test_a_quantity_counts_by_its_largest_amount(matrix: Matrix) -> None:
    seconds = [use("integration-timeout", amount=number * 1000) for number in (5, 31, 20)]
    assert [need.amount for need in needs_of(matrix, found(*seconds))] == [31_000]
    assert could_be(matrix, *seconds).could_be is None
    assert could_be(matrix, use("integration-timeout", amount=29_000)).could_be == "http"


def test_a_quantity_of_unknown_amount_asks_for_nothing(matrix: Matrix) -> None:
    assert needs_of(matrix, found(use("integration-timeout"))) == []


def test_what_goes_with_the_type_is_needed_though_no_line_says_so(matrix: Matrix) -> None:
    entry = could_be(matrix, use("lambda-integration"), option="websocket", brings=("bidirectional-messaging",))
    assert (entry.recommendation, entry.could_be, entry.fits) == ("websocket", None, True)


def test_features_of_different_deployments_that_exclude_each_other_are_no_misfit(matrix: Matrix) -> None:
    entry = could_be(matrix, use("regional-endpoint", "conditional"), use("private-endpoint", "conditional"))
    assert entry.fits
    assert (entry.could_be, [binding.feature for binding in entry.binding]) == (None, ["private-endpoint"])


def test_in_the_same_deployment_they_are(matrix: Matrix) -> None:
    assert not could_be(matrix, use("regional-endpoint"), use("private-endpoint")).fits


def test_an_api_that_uses_what_its_type_lacks_does_not_fit(matrix: Matrix) -> None:
    entry = could_be(matrix, use("waf"), option="http")
    assert (entry.fits, entry.recommendation) == (False, "rest")


def test_an_api_of_unknown_type_is_recommended_one_and_nothing_more(matrix: Matrix) -> None:
    entry = could_be(matrix, use("waf"), option=None)
    assert (entry.recommendation, entry.could_be, entry.fits, entry.binding) == ("rest", None, True, ())


def test_with_traffic_the_bills_decide_which_is_cheaper(matrix: Matrix) -> None:
    small = require(matrix, traffic={"requests": "10M", "request_size": "1KB"}).traffic
    entry = assess(matrix, found(use("cors")), small)
    assert entry.could_be == "http"
    assert entry.saving_a_month == 25_000_000
    large = require(matrix, traffic={"requests": "10M", "request_size": "2MB"}).traffic
    assert assess(matrix, found(use("cors")), large).could_be is None
    moving = assess(matrix, found(use("cors"), option="http"), large)
    assert moving.could_be == "rest"
    assert moving.saving_a_month == 5_000_000


def test_the_largest_savings_come_first(matrix: Matrix) -> None:
    stays, moves = could_be(matrix, use("waf")), could_be(matrix, use("cors"))
    unfit = could_be(matrix, use("waf"), option="http")
    assert by_saving([stays, unfit, moves]) == [moves, unfit, stays]


def test_savings_a_month_go_before_those_by_list_price_and_what_cannot_be_told_saves_nothing(matrix: Matrix) -> None:
    traffic = require(matrix, traffic={"requests": "10M", "request_size": "1KB"}).traffic
    base = assess(matrix, found(use("cors")), traffic)
    assert base.bills is not None
    _, then = base.bills

    def saves(month: Fraction | None, listed: int | None) -> Assessment:
        if month is None:
            return base._replace(bills=None, saving=listed)
        now = then._replace(charges=(*then.charges, then.charges[0]._replace(exact=month)))
        return base._replace(bills=(now, then), saving=listed)

    in_order = [
        saves(Fraction(9), 1),
        saves(Fraction(1, 2), 3),
        saves(Fraction(1, 2), 1),
        saves(Fraction(1, 2), None),
        saves(None, 2),
        saves(None, 1),
        saves(None, None),
        could_be(matrix, use("waf")),
    ]
    assert by_saving(reversed(in_order)) == in_order


SHED = handmade.matrix(
    handmade.feature("bends", oak="full", elm="partial", ash="full"),
    handmade.feature("carves", oak="full", elm="none", ash="full"),
    handmade.feature("floats", oak="none", elm="full", ash="not-applicable"),
    handmade.feature("glows", oak="unknown", elm="full"),
    handmade.feature("planes", oak="full", elm="full", ash="full"),
    handmade.feature("shines", oak="none", elm="partial"),
    handmade.feature("turns", oak="full", elm="not-applicable", ash="full"),
    handmade.feature("load", {"quantity": {"dimension": "count"}}, oak={"value": 40}, elm={"value": 30},
                     ash={"value": 50}),
    handmade.feature("width", {"quantity": {"dimension": "count"}}, oak={"value": 40}, elm={"value": 40}),
    handmade.feature("depth", {"quantity": {"dimension": "count"}}, oak={"value": "unlimited"}, elm={"value": 1}),
    handmade.feature("drying", {"quantity": {"dimension": "duration", "better": "less"}}, oak={"value": "1s"},
                     elm={"value": "3s"}),
    handmade.feature("height", {"quantity": {"dimension": "count"}}, elm={"value": 7}),
    prices={"oak": 3, "elm": 1, "ash": 3},
)  # fmt: skip


def test_a_move_touches_conditions_defaults_smaller_amounts_and_what_is_new() -> None:
    entry = could_be(SHED, use("bends"), use("planes"), use("carves", by_default=True), option="oak")
    assert (entry.could_be, entry.saving) == ("elm", 2)
    assert [(touch.feature, touch.text) for touch in entry.touches] == [
        ("bends", "Elm on bends."),
        ("carves", "Elm on carves."),
        ("load", "40 now, 30 then"),
        ("drying", "1s now, 3s then"),
        ("floats", "Elm on floats."),
    ]


def test_what_is_had_by_default_is_touched_where_it_is_not_had_even_in_part() -> None:
    by_default = {name: use(name, by_default=True) for name in ("bends", "carves", "planes", "turns")}
    entry = could_be(SHED, *by_default.values(), option="oak")
    assert entry.could_be == "elm"
    assert [touch.feature for touch in entry.touches if touch.feature in by_default] == ["carves", "turns"]


def test_an_option_of_the_same_price_is_no_cheaper_one() -> None:
    entry = could_be(SHED, use("carves"), option="oak")
    assert (entry.could_be, entry.next_cheaper) == (None, "elm")
    assert [binding.feature for binding in entry.binding] == ["carves"]


def test_what_an_option_only_has_leaves_out_quantities_unknowns_and_what_is_had_in_part() -> None:
    assert only_of(SHED, "elm", "oak") == ["floats"]
    assert only_of(SHED, "elm", "ash") == ["floats", "glows"]
    assert only_of(SHED, "oak", "elm") == ["carves", "turns"]


def test_a_need_knows_the_place_of_its_first_use_and_what_goes_with_the_kind_knows_the_api() -> None:
    later = use("bends")._replace(line=50)
    needs = needs_of(SHED, found(use("bends"), later, use("sings"), brings=("bends", "floats", "sings")))
    assert [(need.feature, need.amount, need.origin) for need in needs] == [
        ("bends", None, "template.yaml:40"),
        ("floats", None, "Api"),
    ]


def test_what_is_not_needed_hides_nothing_that_is_used_after_it() -> None:
    spared = [
        use("sings"),
        use("carves", by_default=True),
        use("load"),
        use("floats", "conditional"),
        use("width", "unknown", amount=4),
    ]
    for option, needed in (("oak", ["bends", "width"]), ("ash", ["bends"]), ("elm", ["floats", "bends", "width"])):
        needs = needs_of(SHED, found(*spared, use("bends"), option=option))
        assert sorted(need.feature for need in needs) == sorted(needed), option


def test_what_is_used_again_hides_nothing_that_is_used_after_it() -> None:
    uses = [use("load", amount=9), use("load", amount=4), use("planes"), use("planes"), use("bends")]
    assert [need.feature for need in needs_of(SHED, found(*uses))] == ["load", "planes", "bends"]


def test_what_an_assumption_sets_aside_is_never_what_an_api_could_be() -> None:
    made = handmade.matrix(
        handmade.feature("bends", oak="full", elm="full", ash="full"),
        handmade.feature("floats", elm="full", ash="full"),
        assumptions=(handmade.assumption("dry", "ash", "floats"),),
        prices={"oak": 3, "elm": 2, "ash": 1},
    )
    assert could_be(made, use("bends"), option="oak").could_be == "elm"
    assert could_be(made, use("floats"), option="elm").could_be == "ash"
    assert could_be(made, use("bends"), option="elm").next_cheaper is None


def test_of_several_amounts_the_most_demanding_counts_and_says_where() -> None:
    for name, expected in (("load", 20), ("drying", 5)):
        uses = [use(name, amount=amount)._replace(line=amount) for amount in (10, 20, 5, 20, 5)]
        (need,) = needs_of(SHED, found(*uses))
        assert (need.amount, need.origin) == (expected, f"template.yaml:{expected}")


def test_of_several_uses_of_a_feature_the_surest_binds() -> None:
    certainties: list[Certainty] = ["unknown", "conditional", "used"]
    for last in range(1, 4):
        entry = could_be(SHED, *(use("carves", certainty) for certainty in certainties[:last]), option="oak")
        assert [binding.certainty for binding in entry.binding] == [certainties[last - 1]]


def test_without_traffic_or_a_cheaper_option_there_are_no_bills(matrix: Matrix) -> None:
    assert could_be(matrix, use("cors")).bills is None
    small = require(matrix, traffic={"requests": "10M", "request_size": "1KB"}).traffic
    assert assess(matrix, found(use("waf")), small).bills is None
    assert assess(matrix, found(use("waf"), option=None), small).bills is None
    bills = assess(matrix, found(use("cors")), small).bills
    assert bills is not None
    assert [bill.option for bill in bills] == ["rest", "http"]
