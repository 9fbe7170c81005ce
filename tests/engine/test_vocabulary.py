from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from apigw_choose.engine.vocabulary import differing, explain_unknown, find, find_term, nearest, search, suggestions
from apigw_choose.model.quoting import LONGEST_SHOWN
from handmade import feature, matrix

if TYPE_CHECKING:
    from apigw_choose import Matrix

MADE = matrix(
    feature("bending-strength", {"aliases": ["bends", "flexibility"]}, oak="full", elm="partial"),
    feature("fire-proof", {"summary": "It does not burn easily."}, oak="full"),
    feature("floats", {"aliases": ["buoyancy"]}, elm="full"),
    feature(
        "load",
        {"quantity": {"dimension": "count", "of": "books"}, "shorthands": {"many-books": 80}, "aliases": ["weight"]},
        oak={"value": 40},
        elm={"value": 40, "beyond": {"by": "request", "to": 80, "note": "Ask."}},
        ash={"value": 40},
    ),
)


class TestFind:
    @pytest.mark.parametrize("name", ["bending-strength", "bends", "flexibility"])
    def test_a_feature_is_found_by_id_and_alias(self, name: str) -> None:
        assert find(MADE, name) == (MADE.features["bending-strength"], None)

    def test_a_shorthand_stands_for_its_amount(self) -> None:
        assert find(MADE, "many-books") == (MADE.features["load"], 80)

    @pytest.mark.parametrize("name", ["", "load ", "Load", "books", "grain", "oak", "bend"])
    def test_nothing_else_is_found(self, name: str) -> None:
        assert find(MADE, name) is None

    def test_every_name_of_the_shipped_matrix_is_found(self, matrix: Matrix) -> None:
        for told in matrix.features.values():
            for name in (told.id, *told.aliases):
                assert find(matrix, name) == (told, None)
            for name, amount in (told.shorthands or {}).items():
                assert find(matrix, name) == (told, amount)


class TestSuggestions:
    @pytest.mark.parametrize(
        ("name", "meant"),
        [
            ("flaots", ("floats",)),
            ("bouyancy", ("floats",)),
            ("flexibilty", ("bending-strength",)),
            ("FLOATS", ("floats",)),
            ("Fire Proof", ("fire-proof",)),
            ("fire_proof", ("fire-proof",)),
            ("-floats-", ("floats",)),
            ("many-bocks", ("load",)),
            ("strength", ("bending-strength",)),
            ("fire", ("fire-proof",)),
            ("zzz", ()),
            ("", ()),
            ("of", ()),
        ],
    )
    def test_what_a_wrong_name_may_have_meant(self, name: str, meant: tuple[str, ...]) -> None:
        assert suggestions(MADE, name) == meant

    @pytest.mark.parametrize(
        ("name", "meant"),
        [
            ("api-key", "api-keys"),
            ("apikeys", "api-keys"),
            ("WAF", "waf"),
            ("Firewall", "waf"),
            ("jwt_authorizer", "jwt-authorizer"),
            ("integration-timout", "integration-timeout"),
            ("web-socket-push", "server-push"),
            ("cacheing", "caching"),
        ],
    )
    def test_the_shipped_matrix_knows_what_was_meant(self, matrix: Matrix, name: str, meant: str) -> None:
        assert meant in suggestions(matrix, name)

    def test_words_may_be_parted_as_one_likes_and_what_stands_around_them_is_passed_over(self) -> None:
        made = matrix(feature("a-b-c-d"))
        for name in ("a_b_c_d", "a b c d", "-----a-b-c-d-----", "_A_B C_D "):
            assert suggestions(made, name) == ("a-b-c-d",)

    def test_a_part_of_three_letters_suggests_what_it_is_a_part_of_and_a_shorter_one_does_not(self) -> None:
        made = matrix(feature("hard-wax-oil"), feature("is-of-walnut-veneer"))
        assert suggestions(made, "wax") == ("hard-wax-oil",)
        assert suggestions(made, "of") == ()

    def test_who_shares_more_parts_comes_first_and_three_are_named(self) -> None:
        made = matrix(*(feature(f"wax-{more}") for more in ("of-bees-or-so", "a-la-carnauba", "b-la-mode-or-so", "x")))
        assert suggestions(made, "wax") == ("wax-x", "wax-of-bees-or-so", "wax-a-la-carnauba")
        assert suggestions(made, "something-with-wax-by-bees")[0] == "wax-of-bees-or-so"

    def test_a_name_too_long_to_be_shown_whole_suggests_nothing_and_one_that_just_is_does(self) -> None:
        longest = "x" * (LONGEST_SHOWN - len("-floats")) + "-floats"
        assert suggestions(MADE, longest) == ("floats",)
        assert suggestions(MADE, f"x{longest}") == ()

    @given(st.text(max_size=20))
    def test_at_most_three_and_only_ids(self, name: str) -> None:
        meant = suggestions(MADE, name)
        assert len(meant) <= 3
        assert len(set(meant)) == len(meant)
        assert set(meant) <= set(MADE.features)


class TestExplainUnknown:
    def test_one_near_name_is_suggested(self) -> None:
        assert explain_unknown(MADE, "flaots") == "'flaots' (did you mean 'floats'?)"

    def test_several_near_names_are_suggested(self) -> None:
        made = matrix(feature("fire-proof"), feature("water-proof"))
        assert explain_unknown(made, "proof") == "'proof' (did you mean 'fire-proof' or 'water-proof'?)"

    def test_a_name_like_no_other_stands_alone(self) -> None:
        assert explain_unknown(MADE, "zzz") == "'zzz'"

    def test_a_category_is_said_to_be_one(self) -> None:
        assert explain_unknown(MADE, "grain") == "'grain' ('grain' is a category, not a feature; see: features grain)"

    def test_what_a_terminal_would_obey_is_shown_inert(self) -> None:
        assert explain_unknown(MADE, "\x1b[31m\n") == r"'\x1b[31m\n'"


class TestSearch:
    def found(self, *words: str) -> list[str]:
        return [told.id for told in search(MADE, words)]

    def test_without_words_everything_is_found_in_the_order_of_the_matrix(self) -> None:
        assert self.found() == ["bending-strength", "fire-proof", "floats", "load"]

    @pytest.mark.parametrize("word", ["floats", "FLOATS", "buoy", "About floats"])
    def test_a_word_is_sought_in_ids_aliases_and_summaries_whatever_its_case(self, word: str) -> None:
        assert self.found(word) == ["floats"]

    def test_a_word_is_sought_in_shorthands(self) -> None:
        assert self.found("many-books") == ["load"]

    def test_a_category_finds_what_stands_under_it(self) -> None:
        assert self.found("grain") == self.found()

    def test_a_word_is_not_found_across_two_things_that_are_said(self) -> None:
        assert self.found("floatsbuoyancy") == []
        assert self.found("floats buoyancy") == ["floats"]

    def test_every_word_must_be_there(self) -> None:
        assert self.found("burn", "fire") == ["fire-proof"]
        assert self.found("burn", "floats") == []


class TestDiffering:
    def test_support_tells_options_apart(self) -> None:
        assert differing(MADE.features["bending-strength"], ["oak", "elm"])
        assert not differing(MADE.features["floats"], ["oak", "ash"])

    def test_what_is_had_beyond_the_default_tells_options_apart(self) -> None:
        assert differing(MADE.features["load"], ["oak", "elm"])
        assert not differing(MADE.features["load"], ["oak", "ash"])

    def test_one_option_does_not_differ_from_itself(self) -> None:
        assert not differing(MADE.features["load"], ["oak"])


def test_a_term_of_the_glossary_is_found_by_id_and_alias(matrix: Matrix) -> None:
    for term in matrix.glossary.values():
        for name in (term.id, *term.aliases):
            found = find_term(matrix, name)
            assert found is not None
            assert name in (found.id, *found.aliases)
    assert find_term(matrix, "no-such-term") is None


def test_the_nearest_of_some_words() -> None:
    assert nearest("decsion", ["decision", "matrix"]) == ["decision"]
    assert nearest("DECISION", ["decision", "matrix"]) == ["decision"]
    assert nearest("zzz", ["decision", "matrix"]) == []
    assert nearest("decisio", ["decision", "decisions"]) == ["decision"]
    longest = "x" * LONGEST_SHOWN
    assert nearest(longest, [longest]) == [longest]
    assert nearest(f"{longest}x", [longest]) == []
