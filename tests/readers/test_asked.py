from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from apigw_choose import InputError, Need, Requirements, Want, require
from handmade import assumption, feature, matrix

MADE = matrix(
    feature("bends", {"aliases": ["flexible"]}, oak="full"),
    feature("floats", elm="full"),
    feature(
        "load",
        {"quantity": {"dimension": "count", "of": "books"}, "shorthands": {"many-books": 80}, "aliases": ["weight"]},
        oak={"value": 40},
    ),
    feature(
        "drying",
        {"quantity": {"dimension": "duration", "better": "less"}, "shorthands": {"overnight": "8h"}},
        oak={"value": "3h"},
    ),
    assumptions=(assumption("indoors", "elm", "floats"), assumption("still", "ash", "bends")),
)


def needs(*texts: str) -> tuple[Need, ...]:
    return require(MADE, texts).needs


def wants(*texts: str) -> tuple[Want, ...]:
    return require(MADE, [], texts).wants


def mistakes(*texts: str, wanted: tuple[str, ...] = (), overruled: tuple[str, ...] = ()) -> list[str]:
    with pytest.raises(InputError) as refused:
        require(MADE, texts, wanted, overruled=overruled)
    return [str(problem) for problem in refused.value.problems]


def mistakes_if_any(needed: list[str], wanted: list[str]) -> list[str]:
    try:
        require(MADE, needed, wanted)
    except InputError as error:
        return [str(problem) for problem in error.problems] or ["refused without a word"]
    return []


class TestMeaning:
    def test_nothing_asked_is_nothing_required(self) -> None:
        assert require(MADE) == Requirements()

    def test_commas_are_as_good_as_repetition(self) -> None:
        assert needs("bends,floats") == needs("bends", "floats") == (Need("bends"), Need("floats"))

    def test_blanks_around_a_name_do_not_matter(self) -> None:
        assert needs(" bends , floats ") == needs("bends", "floats")

    def test_an_alias_is_as_good_as_an_id(self) -> None:
        assert needs("flexible", "weight=3") == (Need("bends"), Need("load", 3))

    def test_a_quantity_is_read_with_its_unit(self) -> None:
        assert needs("drying=90min") == needs("drying=1.5h") == (Need("drying", 5_400_000),)

    def test_a_shorthand_stands_for_an_amount(self) -> None:
        assert needs("many-books", "overnight") == (Need("drying", 28_800_000), Need("load", 80))

    def test_needs_and_wants_are_sorted_by_feature(self) -> None:
        assert [need.feature for need in needs("load=3", "floats", "bends")] == ["bends", "floats", "load"]
        assert [want.feature for want in wants("load=3", "floats", "bends")] == ["bends", "floats", "load"]

    def test_a_need_said_twice_is_one(self) -> None:
        assert needs("bends", "flexible", "bends") == (Need("bends"),)

    def test_strict_and_overruled_assumptions_are_kept(self) -> None:
        asked = require(MADE, ["bends"], strict=True, overruled=["still", "indoors", "still"])
        assert asked.strict
        assert asked.overruled == {"indoors", "still"}

    def test_where_each_was_said_is_kept_and_makes_no_difference(self) -> None:
        (said,) = needs("flexible")
        assert said.origin == "--need flexible"
        assert said == Need("bends")
        (wanted,) = wants("flexible:2")
        assert wanted.origin == "--want flexible:2"


class TestStrictestAmount:
    @pytest.mark.parametrize("order", [("load=3", "load=30", "load=4"), ("load=30", "load=4"), ("load=4", "load=30")])
    def test_of_more_is_better_the_largest_is_kept(self, order: tuple[str, ...]) -> None:
        assert needs(*order) == (Need("load", 30),)

    @pytest.mark.parametrize("order", [("drying=3h", "drying=1h"), ("drying=1h", "drying=3h")])
    def test_of_less_is_better_the_smallest_is_kept(self, order: tuple[str, ...]) -> None:
        assert needs(*order) == (Need("drying", 3_600_000),)

    def test_a_shorthand_is_an_amount_like_any_other(self) -> None:
        assert needs("load=3", "many-books") == (Need("load", 80),)
        assert needs("load=300", "many-books") == (Need("load", 300),)

    def test_the_origin_is_that_of_the_amount_kept(self) -> None:
        assert needs("load=3", "weight=30")[0].origin == "--need weight=30"

    def test_wants_of_several_amounts_are_all_kept(self) -> None:
        assert wants("load=3:2", "load=30") == (Want("load", 3, 2), Want("load", 30, 1))


class TestWeights:
    def test_a_want_weighs_one_unless_it_is_said(self) -> None:
        assert wants("bends", "floats:3", "load=4:7") == (Want("bends"), Want("floats", None, 3), Want("load", 4, 7))

    @pytest.mark.parametrize("order", [("bends:2", "bends:5", "bends"), ("flexible:5", "bends:2")])
    def test_of_a_want_said_twice_the_heavier_is_kept(self, order: tuple[str, ...]) -> None:
        assert wants(*order) == (Want("bends", None, 5),)

    def test_the_heaviest_weight_is_1000(self) -> None:
        assert wants("bends:1000") == (Want("bends", None, 1000),)

    @pytest.mark.parametrize(
        "weight", ["", "0", "-1", "+1", "1.5", "1001", "x", "1e3", " 3", "9" * 40, "\uff13", "\u00b2"]
    )
    def test_anything_else_is_no_weight(self, weight: str) -> None:
        assert mistakes(wanted=(f"bends:{weight}",)) == [
            f"--want bends:{weight}: the weight {weight!r} is not a whole number from 1 to 1000"
        ]

    def test_a_need_has_no_weight(self) -> None:
        assert mistakes("bends:3") == [
            "--need bends:3: a need has no weight; say it as a want, or leave the weight out"
        ]


class TestMistakes:
    @pytest.mark.parametrize(
        ("text", "mistake"),
        [
            ("bends=3", "bends is had or not had, it takes no amount; say bends alone"),
            ("flexible=", "bends is had or not had, it takes no amount; say bends alone"),
            ("load", "load is a quantity; say how much, such as load=300"),
            ("weight", "load is a quantity; say how much, such as load=300"),
            ("load=", "'' is not an amount; write it like 300"),
            ("load=-3", "'-3' is not an amount; write it like 300"),
            ("load=3=4", "'3=4' is not an amount; write it like 300"),
            ("drying=3", "'3' has no unit; write it like 60s"),
            ("drying=3 parsecs", "'3 parsecs' has the unknown unit 'parsecs'; write it like 60s"),
            ("many-books=3", "many-books stands for an amount already; say load=300"),
        ],
    )
    def test_an_amount_that_does_not_fit(self, text: str, mistake: str) -> None:
        assert mistakes(text) == [f"--need {text}: {mistake}"]
        assert mistakes(wanted=(text,)) == [f"--want {text}: {mistake}"]

    def test_an_unknown_feature_comes_with_what_may_have_been_meant(self) -> None:
        assert mistakes("flaots") == ["no such feature: 'flaots' (did you mean 'floats'?)"]

    def test_all_unknown_features_are_named_together_and_each_once(self) -> None:
        assert mistakes("flaots,zzz", "zzz", wanted=("qqq",)) == [
            "no such features: 'flaots' (did you mean 'floats'?), 'zzz', 'qqq'"
        ]

    def test_a_category_is_no_feature(self) -> None:
        assert mistakes("grain") == [
            "no such feature: 'grain' ('grain' is a category, not a feature; see: features grain)"
        ]

    @pytest.mark.parametrize("text", ["", ",", "bends,", ",bends", "bends,,floats"])
    def test_nothing_between_commas_is_no_feature(self, text: str) -> None:
        assert mistakes(text)[0].startswith("no such feature")

    def test_an_unknown_assumption_comes_with_those_there_are(self) -> None:
        assert mistakes(overruled=("outdoors",)) == [
            "--no-assume outdoors: no such assumption; there is indoors, still"
        ]

    def test_in_a_matrix_without_assumptions_that_is_said(self) -> None:
        with pytest.raises(InputError, match="--no-assume indoors: no such assumption; the matrix makes none"):
            require(matrix(feature("bends")), overruled=["indoors"])

    def test_all_mistakes_are_told_at_once(self) -> None:
        told = mistakes(
            "zzz", "bends:2", "load", "floats", "drying=5 parsecs", wanted=("bends:0", "yyy"), overruled=("outdoors",)
        )
        assert told == [
            "no such features: 'zzz', 'yyy'",
            "--need bends:2: a need has no weight; say it as a want, or leave the weight out",
            "--need load: load is a quantity; say how much, such as load=300",
            "--need drying=5 parsecs: '5 parsecs' has the unknown unit 'parsecs'; write it like 60s",
            "--want bends:0: the weight '0' is not a whole number from 1 to 1000",
            "--no-assume outdoors: no such assumption; there is indoors, still",
        ]

    def test_only_an_unknown_feature_makes_the_list_of_features_a_hint(self) -> None:
        with pytest.raises(InputError) as unknown:
            require(MADE, ["zzz"])
        assert unknown.value.hint == "apigw-choose features"
        with pytest.raises(InputError) as mistaken:
            require(MADE, ["load"])
        assert mistaken.value.hint is None

    @pytest.mark.parametrize("text", ["\x1b[31mred", "bends\n", "\u202efloats", "load=\x1b[2J", "bends:\x07"])
    def test_what_a_terminal_would_obey_is_shown_inert(self, text: str) -> None:
        for problem in mistakes_if_any([], [text]):
            assert problem.isprintable()

    @given(st.lists(st.text(max_size=20), max_size=3), st.lists(st.text(max_size=20), max_size=3))
    def test_any_text_is_required_or_refused(self, needed: list[str], wanted: list[str]) -> None:
        assert "refused without a word" not in mistakes_if_any(needed, wanted)
