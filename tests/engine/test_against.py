"""What keeps a template from being what its requirements ask for."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from apigw_choose import Need, Requirements
from apigw_choose.engine.against import template_faults
from apigw_choose.model.checked import Fault
from apigw_choose.model.scan import FoundApi, Scan, ScannedFile, Trouble, Use
from handmade import feature, matrix, rule, workaround

if TYPE_CHECKING:
    from apigw_choose.model.scan import Certainty

MADE = matrix(
    feature("bends", oak="full", elm="partial", ash="full"),
    feature("carves", ash="full"),
    feature("floats", oak="full", elm="full"),
    feature("glows", oak="full", ash="full"),
    feature("shines", oak="full"),
    rules=(
        rule("wet", ["oak"], ["floats"], excludes=["glows"]),
        rule("dry", ["oak"], ["shines"], excludes=["bends"]),
        rule("damp", ["elm"], ["shines"], excludes=["floats"]),
        rule("chain", ["ash"], ["bends"], implies=["carves"]),
        rule("link", ["ash"], ["carves"], excludes=["glows"]),
    ),
    workarounds=(workaround("wax", ["elm"], "shines"),),
)


def use(name: str, certainty: Certainty = "used", *, by_default: bool = False) -> Use:
    return Use(name, certainty, "shed.yaml", 40, "Resources.Shed", by_default=by_default)


def shed(*uses: Use, option: str | None = "oak") -> FoundApi:
    return FoundApi("Shed", option, "shed.yaml", 12, uses)


def told(
    *apis: FoundApi,
    needs: tuple[str, ...] = (),
    declined: tuple[str, ...] = (),
    expected: tuple[str, ...] | None = None,
    troubles: tuple[Trouble, ...] = (),
    strict: bool = False,
    allow_workarounds: bool = False,
) -> list[Fault]:
    scan = Scan((ScannedFile("shed.yaml", "cloudformation", apis),) if apis else (), troubles, 0)
    asked = Requirements.of([Need(need) for need in needs], strict=strict, allow_workarounds=allow_workarounds)
    return list(template_faults(MADE, asked, scan, declined, expected))


def test_a_template_that_is_what_is_asked_has_no_fault() -> None:
    assert told(shed(use("floats")), needs=("bends",), expected=("elm", "oak")) == []


def test_a_template_without_an_api_is_at_fault() -> None:
    assert told() == [Fault("template", "the template declares no API")]


def test_a_file_that_could_not_be_read_is_a_fault_and_one_with_a_mistake_is_not() -> None:
    lost = Trouble("roof.yaml", None, "it is not YAML.", fatal=True)
    odd = Trouble("roof.yaml", 3, "it says a thing twice.", fatal=False)
    assert told(shed(), troubles=(odd, lost)) == [Fault("template", "roof.yaml: it is not YAML.")]


def test_an_api_of_unknown_type_is_at_fault_and_the_others_are_looked_at_still() -> None:
    unknown = Fault("template", "which wood Shed (shed.yaml:12) is, only the deployment can tell")
    wrong = Fault("template", "Shed (shed.yaml:12) is Elm; expected Oak", (), ("elm",))
    assert told(shed(option=None), shed(option="elm"), expected=("oak",)) == [unknown, wrong]


@pytest.mark.parametrize(
    ("expected", "names"),
    [((), "no wood"), (("oak",), "Oak"), (("oak", "ash"), "Oak or Ash")],
    ids=["none", "one", "two"],
)
def test_another_type_than_is_expected_is_a_fault(expected: tuple[str, ...], names: str) -> None:
    fault = Fault("template", f"Shed (shed.yaml:12) is Elm; expected {names}", (), ("elm",))
    assert told(shed(option="elm"), expected=expected) == [fault]


def test_what_its_type_does_not_have_is_a_fault() -> None:
    fault = Fault("template", "Shed (shed.yaml:12) is Elm, which does not have glows", ("glows",), ("elm",))
    assert told(shed(option="elm"), needs=("bends", "glows")) == [fault]


def test_strict_partial_support_is_a_fault() -> None:
    fault = Fault("template", "Shed (shed.yaml:12) is Elm, which does not have bends", ("bends",), ("elm",))
    assert told(shed(option="elm"), needs=("bends",)) == []
    assert told(shed(option="elm"), needs=("bends",), strict=True) == [fault]


@pytest.mark.parametrize(
    ("used", "at_fault"),
    [
        pytest.param(use("glows"), True, id="in every deployment"),
        pytest.param(use("glows", "conditional"), False, id="in some"),
        pytest.param(use("glows", "unknown"), False, id="perhaps"),
        pytest.param(use("glows", by_default=True), False, id="without being asked for"),
        pytest.param(use("shines"), False, id="another feature"),
    ],
)
def test_what_is_declined_and_used_is_a_fault(used: Use, *, at_fault: bool) -> None:
    text = "Shed (shed.yaml:12) uses glows (shed.yaml:40), which is declined"
    expected = [Fault("template", text, ("glows",), ("oak",))] if at_fault else []
    assert told(shed(used), declined=("glows",)) == expected


@pytest.mark.parametrize(
    ("certainty", "at_fault"), [("used", True), ("conditional", False), ("unknown", False)], ids=str
)
def test_what_is_asked_and_what_is_used_must_go_together(certainty: Certainty, *, at_fault: bool) -> None:
    text = "Shed (shed.yaml:12): floats and glows do not go together. The rule wet."
    expected = [Fault("template", text, ("floats", "glows"), ("oak",))] if at_fault else []
    assert told(shed(use("glows", certainty)), needs=("floats",)) == expected


def test_what_is_asked_and_does_not_go_together_of_itself_is_not_blamed_on_the_template() -> None:
    assert told(shed(use("floats")), needs=("floats", "glows")) == []
    text = "Shed (shed.yaml:12): bends and shines do not go together. The rule dry."
    fault = Fault("template", text, ("bends", "shines"), ("oak",))
    assert told(shed(use("shines")), needs=("bends", "floats", "glows")) == [fault]


def test_what_is_asked_by_a_workaround_must_go_together_with_what_is_used() -> None:
    text = "Shed (shed.yaml:12): floats and shines do not go together. The rule damp."
    fault = Fault("template", text, ("floats", "shines"), ("elm",))
    assert told(shed(use("floats"), option="elm"), needs=("shines",), allow_workarounds=True) == [fault]


def test_every_rule_by_which_they_do_not_go_together_is_told() -> None:
    text = "Shed (shed.yaml:12): bends and glows do not go together. The rule chain. The rule link."
    fault = Fault("template", text, ("bends", "glows"), ("ash",))
    assert told(shed(use("glows"), option="ash"), needs=("bends",)) == [fault]
