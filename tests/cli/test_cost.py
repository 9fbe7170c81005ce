"""`cost` and the flags of traffic, as a person meets them."""

from __future__ import annotations

import json
import xml.etree.ElementTree as ET
from typing import TYPE_CHECKING

import pytest

from conftest import FIXTURES

if TYPE_CHECKING:
    from pathlib import Path

    from conftest import Tool

OFFER = str(FIXTURES / "offer" / "london.json")


def quoted(tool: Tool, *arguments: str) -> dict[str, object]:
    ran = tool("cost", *arguments, "--json")
    assert ran.err == ""
    document: dict[str, object] = json.loads(ran.out)
    return document


def totals(document: dict[str, object]) -> dict[str, str | None]:
    options = document["options"]
    assert isinstance(options, list)
    return {entry["id"]: entry["amount"] for entry in options}


def test_large_bodies_are_decided_for_rest_and_small_ones_for_http(tool: Tool) -> None:
    large = json.loads(tool("--requests", "10M/month", "--request-size", "2MB", "--json").out)
    assert (large["recommendation"], totals(large["costs"])) == (
        "rest",
        {"rest": "$35.00", "http": "$40.00", "websocket": None},
    )
    small = json.loads(tool("--requests", "10M/month", "--request-size", "1KB", "--json").out)
    assert (small["recommendation"], totals(small["costs"])["http"]) == ("http", "$10.00")


def test_a_file_says_the_same_as_flags_and_a_flag_overrides_it(tool: Tool, tmp_path: Path) -> None:
    text = "needs: [cors]\ntraffic: {requests: 50M/month, request_size: 4KB}\nregion: eu-west-2\n"
    (tmp_path / "api.yaml").write_text(text, "utf-8")
    from_file = quoted(tool, "-f", "api.yaml")
    flags = ("--need", "cors", "--requests", "50M", "--request-size", "4KB", "--region", "eu-west-2")
    assert from_file == quoted(tool, *flags)
    assert totals(quoted(tool, "-f", "api.yaml", "--region", "us-east-1"))["http"] == "$50.00"
    assert totals(quoted(tool, "-f", "api.yaml", "--requests", "100M"))["http"] == "$116.00"


def test_flags_may_come_in_any_order(tool: Tool) -> None:
    flags = ["--requests=5M", "--request-size=1MB", "--response-size=2KB", "--region=eu-west-1", "--traffic=zones=2"]
    assert tool("cost", *flags).out == tool("cost", *reversed(flags)).out


def test_a_saved_decision_still_holds_with_its_traffic(tool: Tool, tmp_path: Path) -> None:
    saved = tool("--need", "cors", "--requests", "10M", "--request-size", "2MB", "--json").out
    (tmp_path / "decision.json").write_text(saved, "utf-8")
    assert tool("check", "decision.json").status == 0
    swapped = saved.replace('"request_size": 2097152', '"request_size": 2048')
    assert swapped != saved
    (tmp_path / "decision.json").write_text(swapped, "utf-8")
    ran = tool("check", "decision.json")
    assert (ran.status, "HTTP API is recommended" in ran.out) == (1, True)


def test_the_record_of_a_decision_names_the_command_with_its_traffic(tool: Tool) -> None:
    flags = ("--need", "cors", "--requests", "10M", "--request-size", "2MB", "--region", "us-east-1")
    ran = tool(*flags, "--format", "adr")
    assert "--traffic requests=10M --traffic request_size=2MB --region us-east-1" in ran.out


class TestPriceList:
    def test_it_makes_a_region_exact(self, tool: Tool) -> None:
        document = quoted(tool, "--requests", "400M", "--region", "eu-west-2", "--prices", OFFER)
        assert totals(document)["http"] == "$452.00"

    def test_a_decision_takes_it_too(self, tool: Tool) -> None:
        ran = tool("--requests", "1M", "--region", "eu-west-2", "--prices", OFFER, "--json")
        assert totals(json.loads(ran.out)["costs"])["http"] == "$1.16"

    def test_a_missing_one_is_one_line(self, tool: Tool) -> None:
        ran = tool("cost", "--requests", "1M", "--prices", "nowhere.json")
        assert (ran.status, ran.out, ran.err) == (2, "", "error: nowhere.json: no such file\n")


class TestChart:
    def test_it_is_an_svg_without_scripts_or_addresses_and_the_same_each_time(self, tool: Tool) -> None:
        flags = ("cost", "--requests", "10M/month", "--request-size", "2MB", "--format", "svg")
        first, second = tool(*flags), tool(*flags, env={"PYTHONHASHSEED": "7"})
        assert (first.status, first.err) == (0, "")
        assert first.out == second.out
        root = ET.fromstring(first.out)  # noqa: S314 - our own output
        assert root.tag == "{http://www.w3.org/2000/svg}svg"
        assert not [element for element in root.iter() if element.tag.endswith(("script", "image", "use"))]
        assert "href" not in first.out
        texts = {element.text for element in root.iter() if element.text}
        assert {"REST API", "HTTP API", "10M"} <= texts

    def test_it_goes_along_another_measure(self, tool: Tool) -> None:
        ran = tool("cost", "--requests", "10M", "--format", "svg", "--along", "request-size")
        assert ran.status == 0
        assert "request_size" in ran.out

    @pytest.mark.parametrize(
        ("flags", "message"),
        [
            (("--along", "requests"), "--along is for --format svg"),
            (("--format", "svg", "--along", "reqests"), "no measure 'reqests' (did you mean 'requests'?)"),
            (("--format", "svg", "--need", "waf"), "there are no two costs to draw"),
            (("--format", "pdf"), "choose one of text, json, svg"),
        ],
    )
    def test_what_cannot_be_drawn_is_refused(self, tool: Tool, flags: tuple[str, ...], message: str) -> None:
        ran = tool("cost", "--requests", "10M", *flags)
        assert (ran.status, ran.out) == (2, "")
        assert message in ran.err


ABSURD = [
    "-1",
    "-5M/month",
    "1e400",
    "nan",
    "NaN",
    "inf",
    "many",
    "",
    "1" * 31,
    "10^30",
    "1000000000000000000000000000000",
]


@pytest.mark.parametrize("amount", ABSURD)
@pytest.mark.parametrize("command", [("cost",), ()])
def test_absurd_traffic_is_refused_in_one_clear_line(tool: Tool, command: tuple[str, ...], amount: str) -> None:
    ran = tool(*command, "--requests", amount)
    assert (ran.status, ran.out) == (2, "")
    assert ran.err.startswith("error: --requests ")
    assert ran.err.count("\n") == 1


def test_of_two_equal_bills_none_is_the_cheapest(tool: Tool) -> None:
    told = tool("cost", "--requests", "0").out
    assert "REST API: $0.00, as cheap as another\n" in told
    assert "HTTP API: $0.00, as cheap as another\n" in told


def test_no_traffic_at_all_is_answered_with_nothing(tool: Tool) -> None:
    assert totals(quoted(tool, "--requests", "0")) == {"rest": "$0.00", "http": "$0.00", "websocket": None}
    assert json.loads(tool("--requests", "0", "--json").out)["recommendation"] == "http"


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ("cost", "nothing is said of traffic; say at least --requests 50M/month"),
        ("cost --region us-east-1", "nothing is said of traffic"),
        ("--region us-east-1", "nothing is asked"),
        ("cost --requests 5M --region mars-1", "no prices are known of 'mars-1'; give them with --prices FILE"),
        ("cost --requests 5M --region eu-wst-1", "did you mean 'eu-west-1'?"),
        ("cost --requests 5M --traffic zones", "say NAME=AMOUNT, such as month=730h"),
        ("cost --requests 5M --traffic month=2d3", "write it like 30d"),
        ("cost --requests 5M --traffic month=90d", "is no length of a month"),
        ("cost --requests 5M --traffic metered_size=both", "no answer 'both'; there is request, larger, sum"),
        ("cost --requests 5M --json --format text", "contradict each other"),
        ("--requests 5M features", "--requests before 'features' would not be used"),
        ("cost --requests 5M --matrix coffee", "this matrix knows no prices"),
    ],
)
def test_a_mistake_is_told_with_what_to_do(tool: Tool, tmp_path: Path, arguments: str, message: str) -> None:
    (tmp_path / "coffee").symlink_to(FIXTURES / "coffee", target_is_directory=True)
    ran = tool(*arguments.split())
    assert (ran.status, ran.out) == (2, "")
    assert message in ran.err


def test_a_mistake_in_a_file_is_told_where_it_stands(tool: Tool, tmp_path: Path) -> None:
    (tmp_path / "api.yaml").write_text("traffic:\n  requests: lots\n  reqest_size: 4KB\nregion: mars\n", "utf-8")
    ran = tool("-f", "api.yaml")
    assert ran.status == 2
    assert "api.yaml:2:13: 'requests': 'lots' is not an amount of traffic; write it like 50M/month" in ran.err
    assert "api.yaml:3:16: 'reqest_size': no such measure of traffic (did you mean 'request_size'?)" in ran.err
    assert "api.yaml:4:9: 'region': no prices are known of 'mars'" in ran.err


def test_where_nothing_can_be_estimated_the_status_is_1_and_says_why(tool: Tool) -> None:
    ran = tool("cost", "--requests", "5M", "--region", "ap-east-1")
    assert (ran.status, ran.err) == (1, "")
    assert "No price of REST API requests in ap-east-1 is known; --region us-east-1 is priced in full" in " ".join(
        ran.out.split()
    )


def test_a_chart_without_its_library_says_what_to_install(tool: Tool, tmp_path: Path) -> None:
    (tmp_path / "pygal.py").write_text("raise ImportError", "utf-8")
    ran = tool("cost", "--requests", "5M", "--format", "svg", env={"PYTHONPATH": str(tmp_path)})
    assert (ran.status, ran.out) == (2, "")
    assert "pip install 'apigw-choose[charts]'" in ran.err
