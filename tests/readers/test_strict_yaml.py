from __future__ import annotations

from pathlib import Path

import pytest
import yaml
from hypothesis import example, given, settings
from hypothesis import strategies as st

from apigw_choose.model.errors import InputError
from apigw_choose.model.problems import Position, Problem
from apigw_choose.readers import source, strict_yaml
from apigw_choose.readers.strict_yaml import Document, read_file, read_text

PROJECT = Path(__file__).parents[2]


def refusals(text: str) -> list[str]:
    """What is wrong with a text, without the name of the file."""
    with pytest.raises(InputError) as caught:
        read_text(text, "f")
    return [str(problem).removeprefix("f:") for problem in caught.value.problems]


AMBIGUOUS = [
    *("no", "off", "on", "yes", "NO", "No", "Yes", "True", "FALSE", "y", "n", "Y", "N", "Null", "NULL", "~"),
    *("1.10", "1.0e3", "1e3", ".5", "5.", "+1", "-0", "010", "0o10", "0x1f", "0b11"),
    *("1_000", "1_0.5", "12345678901234567890"),
    *("12:30:45", "29:30", "2026-11-23", "2026-11-23T10:00:00Z", ".nan", ".inf", "-.inf", "<<", "="),
]


@pytest.mark.usefixtures("parser")
@pytest.mark.parametrize("scalar", AMBIGUOUS)
def test_a_scalar_that_yaml_readers_disagree_on_must_be_quoted(scalar: str) -> None:
    advice = f"{scalar!r} is read as text by some YAML readers and otherwise by others; quote it"
    assert refusals(f"# a comment\na: {scalar}\n") == [f"2:4: {advice}"]
    assert refusals(f"- waf\n- [{scalar}]\n") == [f"2:4: {advice}"]
    assert read_text(f"a: '{scalar}'\n", "f").value == {"a": scalar}


@pytest.mark.usefixtures("parser")
@pytest.mark.parametrize("scalar", [scalar for scalar in AMBIGUOUS if scalar not in ("<<", "=")])
def test_a_key_that_yaml_readers_disagree_on_must_be_quoted(scalar: str) -> None:
    advice = f"{scalar!r} is read as text by some YAML readers and otherwise by others; quote it"
    assert refusals(f"# a comment\n{scalar}: 1\n") == [f"2:1: {advice}"]


@pytest.mark.usefixtures("parser")
def test_a_merge_key_is_refused() -> None:
    assert refusals("a: 1\n<<: {b: 2}\n") == [
        "2:1: '<<' is read as text by some YAML readers and otherwise by others; quote it",
    ]


@pytest.mark.usefixtures("parser")
@pytest.mark.parametrize(
    ("scalar", "value"),
    [
        *(("waf", "waf"), ("10MB", "10MB"), ("1.2.3", "1.2.3"), ("29s", "29s"), ("2026-11", "2026-11")),
        *(("nope", "nope"), ("true", True), ("false", False), ("null", None)),
        *(("0", 0), ("1", 1), ("-7", -7), ("1.0", 1.0), ("-0.25", -0.25)),
        *(("'no'", "no"), ('"1"', "1"), ('""', ""), ("two words", "two words"), ("50M/month", "50M/month")),
    ],
)
def test_a_scalar_that_yaml_readers_agree_on_is_read(scalar: str, value: object) -> None:
    read = read_text(f"a: {scalar}\n", "f").value
    assert read == {"a": value}
    assert isinstance(read, dict)
    assert type(read["a"]) is type(value)


@pytest.mark.usefixtures("parser")
def test_a_key_that_stands_twice_is_refused_where_it_stands_again() -> None:
    assert refusals("a:\n  x: 1\n  z: 2\n  x: 3\n") == ["4:3: the key 'x' a second time"]
    assert refusals("{a: 1,\n 'a': 2}\n") == ["2:2: the key 'a' a second time"]


@pytest.mark.usefixtures("parser")
@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("1: a\n", "1:1: the key '1' is not text; quote it"),
        ("true: a\n", "1:1: the key 'true' is not text; quote it"),
        ("null: a\n", "1:1: the key 'null' is not text; quote it"),
        ("? [a]\n: b\n", "1:3: a key must be text"),
        ("? {a: 1}\n: b\n", "1:3: a key must be text"),
    ],
)
def test_a_key_that_is_not_text_is_refused(text: str, problem: str) -> None:
    assert refusals(text) == [problem]


@pytest.mark.usefixtures("parser")
def test_anchors_and_aliases_are_refused_so_that_nothing_can_multiply() -> None:
    laughs = "a: &a [x, x]\nb: &b [*a, *a]\nc: [*b, *b]\n"
    assert [refusal.partition(";")[0] for refusal in refusals(laughs)] == [
        "1:4: an anchor (&a)",
        "2:4: an anchor (&b)",
        "2:8: an alias (*a)",
        "2:12: an alias (*a)",
        "3:5: an alias (*b)",
        "3:9: an alias (*b)",
    ]


@pytest.mark.usefixtures("parser")
@pytest.mark.parametrize("tag", ["!!python/object:os.system", "!!str", "!Ref", "!<tag:yaml.org,2002:int>"])
def test_tags_are_refused(tag: str) -> None:
    (refusal,) = refusals(f"a: 1\nb: {tag} x\n")
    assert refusal.startswith("2:4: a tag (")


@pytest.mark.usefixtures("parser")
def test_a_second_document_is_refused() -> None:
    assert refusals("a: 1\n---\nb: 2\n") == ["2:1: a second document; keep one to a file"]


@pytest.mark.usefixtures("parser")
@pytest.mark.parametrize("text", ["", "# nothing\n", "\n\n"])
def test_an_empty_file_is_refused(text: str) -> None:
    (refusal,) = refusals(text)
    assert refusal.endswith("the file is empty")


@pytest.mark.usefixtures("parser")
def test_a_key_without_a_value_is_refused() -> None:
    assert refusals("a: 1\nb:\nc: 2\n") == ["2:3: no value; write one, null, or an empty text in quotes"]


@pytest.mark.usefixtures("parser")
@pytest.mark.parametrize(("text", "place"), [("a:\tb\n", "1:3"), ("a: 1\n\tb: 2\n", "2:1"), ("a: [1,\t2]\n", "1:7")])
def test_tabs_are_refused_where_one_parser_takes_them_and_where_none_does(text: str, place: str) -> None:
    assert refusals(text) == [f"{place}: a tab; indent and separate with spaces"]


@pytest.mark.usefixtures("parser")
@pytest.mark.parametrize("escape", ["\\ud800", "\\udfff", "a\\ud83d"])
def test_half_a_surrogate_pair_is_refused(escape: str) -> None:
    (refusal,) = refusals(f'a: 1\nb: "{escape}"\n')
    assert refusal.startswith("2:")


@pytest.mark.usefixtures("parser")
@pytest.mark.parametrize("character", ["\x1b", "\x00", "\x7f", "\x9b"])
def test_a_raw_control_character_is_refused(character: str) -> None:
    (refusal,) = refusals(f"a: 1\nb: '{character}'\n")
    assert "x" in refusal or "not allowed" in refusal


@pytest.mark.usefixtures("parser")
def test_an_escaped_control_character_is_data_for_others_to_show_inert() -> None:
    assert read_text(r'a: "\x1b[31m\u202e"', "f").value == {"a": "\x1b[31m\u202e"}


@pytest.mark.usefixtures("parser")
@pytest.mark.parametrize("levels", [strict_yaml.MAX_DEPTH + 1, 500])
def test_nesting_is_capped_before_the_stack_is(levels: int) -> None:
    (refusal,) = refusals("a:\n  " + "[" * levels + "]" * levels)
    assert refusal == f"2:{strict_yaml.MAX_DEPTH + 3}: nested more than {strict_yaml.MAX_DEPTH} levels deep"


@pytest.mark.usefixtures("parser")
def test_nesting_that_libyaml_caps_before_us_is_refused_in_the_same_words() -> None:
    (refusal,) = refusals("a:\n  " + "[" * 5000 + "]" * 5000)
    assert refusal.startswith("2:")
    assert refusal.endswith(f": nested more than {strict_yaml.MAX_DEPTH} levels deep")


@pytest.mark.usefixtures("parser")
@pytest.mark.parametrize(("text", "place"), [("a: [", "1:5:"), ("a: 1\nb: {", "2:5:")])
def test_what_is_missing_at_the_end_of_a_file_is_missing_in_its_last_line(text: str, place: str) -> None:
    (refusal,) = refusals(text)
    assert refusal.startswith(place)


@pytest.mark.usefixtures("parser")
def test_nesting_up_to_the_cap_is_read() -> None:
    levels = strict_yaml.MAX_DEPTH
    assert read_text("[" * levels + "]" * levels, "f").value


@pytest.mark.usefixtures("parser")
def test_the_number_of_values_is_capped(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(strict_yaml, "MAX_VALUES", 5)
    assert read_text("[1, 2, 3, 4]", "f").value == [1, 2, 3, 4]
    assert refusals("[1, 2, 3,\n 4, 5, 6]") == ["2:5: more than 5 values"]


@pytest.mark.usefixtures("parser")
def test_many_keys_are_read() -> None:
    value = read_text("".join(f"k{number}: {number}\n" for number in range(2000)), "f").value
    assert value == {f"k{number}": number for number in range(2000)}


@pytest.mark.usefixtures("parser")
def test_every_problem_of_a_file_is_told_at_once() -> None:
    assert [refusal.partition(": ")[0] for refusal in refusals("a: no\nb: &x 1\nc: 1e3\na: 2\n")] == [
        *("1:4", "2:4", "3:4", "4:1"),
    ]


@pytest.mark.usefixtures("parser")
def test_a_broken_file_is_told_where_it_breaks() -> None:
    (refusal,) = refusals("a: 1\nb: [1, 2\nc: 3\n")
    assert refusal.startswith("3:")


@pytest.mark.usefixtures("parser")
def test_json_is_read() -> None:
    assert read_text('{"a": [1, 2.5, "x", true, null]}', "f").value == {"a": [1, 2.5, "x", True, None]}


@pytest.mark.usefixtures("parser")
def test_a_value_knows_its_place_and_its_line() -> None:
    document = read_text("a: 1\nb:\n  - c: x\n    d: [z]\n", "f")
    assert document.problem(("b", 0, "c"), "wrong") == Problem(Position("f", 3, 8), "wrong", "  - c: x")
    assert document.problem(("b", 0, "d"), "wrong").position == Position("f", 4, 5)  # a list: where its key is
    assert document.problem(("b", 0, "d", 0), "wrong").position == Position("f", 4, 9)
    assert document.problem(("b", 0, "missing"), "wrong").position == Position("f", 3, 5)
    assert document.problem(("nowhere",), "wrong").position == Position("f", 1, 1)


@pytest.mark.usefixtures("parser")
def test_a_file_may_begin_with_a_mark_and_end_its_lines_like_windows(tmp_path: Path) -> None:
    file = tmp_path / "f.yaml"
    file.write_bytes(b"\xef\xbb\xbfa: 1\r\nb: 'x'\r\n")
    assert read_file(file).value == {"a": 1, "b": "x"}


def test_a_file_over_the_cap_is_refused_without_being_parsed(tmp_path: Path) -> None:
    file = tmp_path / "big.yaml"
    with file.open("wb") as stream:
        stream.truncate(source.MAX_BYTES + 1)
    with pytest.raises(InputError, match="larger than 4 MB"):
        read_file(file)


def test_what_is_no_text_file_is_told_by_name(tmp_path: Path) -> None:
    latin = tmp_path / "latin.yaml"
    latin.write_bytes(b"a: caf\xe9\n")
    with pytest.raises(InputError, match=r"latin\.yaml: is not UTF-8 text"):
        read_file(latin)
    with pytest.raises(InputError, match="is a folder"):
        read_file(tmp_path)
    with pytest.raises(InputError, match=r"none\.yaml: no such file"):
        read_file(tmp_path / "none.yaml")


def by_both(text: str) -> tuple[Document | None, Document | None]:
    """What each parser makes of a text: the document, or nothing where it refuses."""
    results: list[Document | None] = []
    for libyaml in (True, False):
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(yaml, "__with_libyaml__", libyaml)
            try:
                results.append(read_text(text, "f"))
            except InputError:
                results.append(None)
    return results[0], results[1]


@pytest.mark.parametrize(
    "path",
    [*sorted((PROJECT / "tests/fixtures/coffee").rglob("*.yaml")), PROJECT / "data/matrix.yaml"],
    ids=lambda path: path.name,
)
def test_both_parsers_read_a_real_file_the_same_with_the_same_places(path: Path) -> None:
    with_libyaml, in_python = by_both(path.read_text("utf-8"))
    assert with_libyaml is not None
    assert with_libyaml == in_python


@settings(max_examples=500, derandomize=True)
@example("a: 'b'\n")
@example("a: |\n  x\n")
@given(st.text(alphabet="ab1 .-:,#'\"[]{}?|>&*!%@\n\\é_", max_size=24))
def test_what_both_parsers_read_they_read_the_same(text: str) -> None:
    with_libyaml, in_python = by_both(text)
    if with_libyaml and in_python:
        assert with_libyaml == in_python


@pytest.mark.parametrize("mark", ["\ufeff", "\u2028", "\u2029", "\x85"])
def test_a_character_on_which_readers_differ_is_refused_with_its_place(mark: str) -> None:
    with pytest.raises(InputError) as refusal:
        read_text(f"a: 1\n{mark}b: 2\n", "f.yaml")
    assert str(refusal.value).startswith("f.yaml:2:1: ")


ADVICE = "is read as text by some YAML readers and otherwise by others; quote it"


@pytest.mark.usefixtures("parser")
@pytest.mark.parametrize(
    ("text", "refusal"),
    [
        ("", "1:1: the file is empty"),
        ("a: &x 1\n", "1:4: an anchor (&x); write values out where they are used"),
        ("a: *x\n", "1:4: an alias (*x); write the value out"),
        ("a: !!str x\n", "1:4: a tag (tag:yaml.org,2002:str); only plain values are read"),
        ("a: 'x\n", "2:1: while scanning a quoted scalar: found unexpected end of stream"),
        ("1: 2\n", "1:1: the key '1' is not text; quote it"),
        ("[a]: 1\n", "1:1: a key must be text"),
        ("{a: b}: 1\n", "1:1: a key must be text"),
        ("a: 1234567890123456789\n", f"1:4: '1234567890123456789' {ADVICE}"),
        ("a: 12345678901234567.5\n", f"1:4: '12345678901234567.5' {ADVICE}"),
        ("a: 0.1234567890123456\n", f"1:4: '0.1234567890123456' {ADVICE}"),
        ("a: 0.10\n", f"1:4: '0.10' {ADVICE}"),
    ],
)
def test_a_refusal_says_what_is_wrong_and_what_to_do(text: str, refusal: str) -> None:
    assert refusals(text) == [refusal]


@pytest.mark.usefixtures("parser")
@pytest.mark.parametrize(
    ("scalar", "value"),
    [
        ("123456789012345678", 123456789012345678),
        ("-123456789012345678", -123456789012345678),
        ("1234567890123456.5", 1234567890123456.5),
        ("0.123456789012345", 0.123456789012345),
        ("-10.5", -10.5),
        ("0.5", 0.5),
        ("1e", "1e"),
        (".", "."),
        ("truely", "truely"),
        ("X", "X"),
    ],
)
def test_numbers_are_read_up_to_what_every_reader_holds_exactly(scalar: str, value: object) -> None:
    assert read_text(f"a: {scalar}\n", "f").value == {"a": value}


@pytest.mark.parametrize(
    ("character", "what"),
    [
        ("\t", "a tab; indent and separate with spaces"),
        ("\ufeff", "a byte order mark inside the file; delete it"),
        ("\x85", "a line break that not every reader takes for one (U+0085); use a plain one"),
        ("\u2028", "a line break that not every reader takes for one (U+2028); use a plain one"),
        ("\u2029", "a line break that not every reader takes for one (U+2029); use a plain one"),
    ],
    ids=ascii,
)
def test_a_refused_character_is_named_on_every_line_that_has_it(character: str, what: str) -> None:
    with pytest.raises(InputError) as caught:
        read_text(f"a: x{character}y\nb: 1\nc: z{character}\n", "f")
    assert list(caught.value.problems) == [
        Problem(Position("f", 1, 5), what, f"a: x{character}y"),
        Problem(Position("f", 3, 5), what, f"c: z{character}"),
    ]


@pytest.mark.usefixtures("parser")
def test_half_a_surrogate_pair_is_shown_with_what_to_do_by_the_parser_that_takes_it() -> None:
    (refusal,) = refusals('a: "\\udbff"\n')
    assert refusal in {
        "1:4: half of a surrogate pair; write the character itself",
        "1:7: while parsing a quoted scalar: found invalid Unicode character escape code",
    }
    assert read_text('a: "\\ud7ff\\ue000"\n', "f").value == {"a": "\ud7ff\ue000"}


@pytest.mark.usefixtures("parser")
def test_a_character_that_yaml_does_not_have_is_refused_for_the_whole_file() -> None:
    (refusal,) = refusals("a: \x00\n")
    assert refusal in {" control characters are not allowed", " special characters are not allowed"}


@pytest.mark.usefixtures("parser")
def test_a_key_that_is_doubtful_is_told_once() -> None:
    assert refusals("a: 1\nno: 2\n") == [f"2:1: 'no' {ADVICE}"]
    assert refusals("no: 1\n1: 2\n") == [f"1:1: 'no' {ADVICE}", "2:1: the key '1' is not text; quote it"]


@pytest.mark.usefixtures("parser")
def test_a_value_knows_its_place_whatever_its_key_is_called() -> None:
    document = read_text("<key>: 1\nb: 2\n", "f")
    assert document.problem(("<key>",), "wrong").position == Position("f", 1, 8)


def test_the_caps_are_what_the_documentation_of_the_reader_says() -> None:
    assert (strict_yaml.MAX_DEPTH, strict_yaml.MAX_VALUES) == (32, 200_000)


def test_a_problem_shows_its_line_and_none_where_there_is_none() -> None:
    document = read_text("a: 1\nb: 2\n", "f")
    shown = [document.problem_at(Position("f", line), "wrong").line_text for line in (0, 1, 2, 3, 4)]
    assert shown == [None, "a: 1", "b: 2", "", None]
    assert document.problem_at(Position("g", 1), "wrong").line_text is None


@pytest.mark.parametrize(
    ("raised", "refusal"),
    [(RecursionError(), "f: nested too deeply"), (yaml.YAMLError(), "f: cannot be read")],
    ids=["no more stack", "a parser that does not say why"],
)
def test_a_parser_that_gives_up_is_a_refusal(monkeypatch: pytest.MonkeyPatch, raised: Exception, refusal: str) -> None:
    def give_up(_: object) -> None:
        raise raised

    monkeypatch.setattr(yaml, "__with_libyaml__", False)
    monkeypatch.setattr(yaml.parser.Parser, "get_event", give_up)
    with pytest.raises(InputError, match=refusal):
        read_text("a: 1\n", "f")
