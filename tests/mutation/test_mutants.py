"""The faults that mutation testing makes."""

from __future__ import annotations

import textwrap

import pytest

from mutation.mutants import mutants


def labels(source: str) -> list[str]:
    return [mutant.label for mutant in mutants(textwrap.dedent(source), "shed.py")]


@pytest.mark.parametrize(
    ("expression", "faults"),
    [
        ("a == b", ["a != b"]),
        ("a < b", ["a <= b", "a >= b"]),
        ("a is None", ["a is not None"]),
        ("a not in b", ["a in b"]),
        ("a + b", ["a - b"]),
        ("a | b", ["a & b"]),
        ("a and b", ["a or b"]),
        ("not a", ["a"]),
        ("any(a)", ["all(a)"]),
        ("7", ["8"]),
        ("True", ["False"]),
        ("'oak'", ["'XXoakXX'"]),
        ("a.b", []),
    ],
)
def test_an_expression_is_changed_in_one_place(expression: str, faults: list[str]) -> None:
    assert labels(f"x = {expression}") == [f"(module): {expression} => {fault}" for fault in faults]


@pytest.mark.parametrize(
    ("body", "faults"),
    [
        ("return a", ["return a => return None"]),
        ("return None", []),
        ("a()", ["a() => pass"]),
        ("for b in a: c()", ["a => ()", "c() => pass"]),
        ("while a: break", ["a => not a", "break => continue"]),
        ("a += b", ["a += b => a -= b", "a += b => pass"]),
        ("assert a == b, 'never'", []),
        ("'''What it does.'''", []),
    ],
)
def test_a_statement_is_changed_or_left_out(body: str, faults: list[str]) -> None:
    assert labels(f"def build(a, b):\n    {body}\n") == [f"build: {fault}" for fault in faults]


def test_annotations_decorators_and_what_only_a_type_checker_reads_are_left_alone() -> None:
    source = """
        if TYPE_CHECKING:
            from shed import Roof
        Kind = Literal["oak", "elm"]

        @keep(size=3)
        def build(a: "Roof") -> "Shed":
            b: int | None
            return cast("Roof", None)
    """
    assert labels(source) == ["build: return cast('Roof', None) => return None"]


def test_a_fault_knows_its_function_its_lines_and_its_code() -> None:
    source = "class Shed:\n    def roof(self):\n        return (1 +\n            self.x)\n"
    last = mutants(source, "shed.py")[1]
    assert (last.label, last.function, list(last.lines)) == (
        "Shed.roof: 1 + self.x => 1 - self.x",
        ("Shed.roof", 2),
        [3, 4],
    )
    namespace: dict[str, type] = {}
    exec(last.compiled(), namespace)  # noqa: S102
    shed = namespace["Shed"]()
    shed.x = 5
    assert shed.roof() == -4
