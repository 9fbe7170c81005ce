"""The page as a text: one file, the same to the byte, in which nothing from data can act."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from base64 import b64encode
from hashlib import sha256
from html.parser import HTMLParser
from importlib.resources import files
from itertools import product
from typing import TYPE_CHECKING, Any

import pytest

from cli.test_inert import EVIL
from handmade import WOODS, feature, matrix
from report.pages import page_of

if TYPE_CHECKING:
    from pathlib import Path

    from apigw_choose import Matrix
    from conftest import Tool

SOURCES = files("apigw_choose.renderers.report")
ASKED = ("report", "--need", "waf", "--want", "caching:3")
MARKUP = "</script><script>alert(1)</script><img src=x onerror=alert(2)>'\"&amp;{{ 7*7 }}"


class Outline(HTMLParser):
    """The elements of a page, with what they would fetch."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))


@pytest.fixture(scope="module")
def shipped(matrix: Matrix) -> str:
    return page_of(matrix)


def test_it_is_one_file_of_a_few_hundred_kilobytes_in_ascii(shipped: str) -> None:
    assert shipped.isascii()
    assert len(shipped) < 600_000
    tags = Outline(shipped).tags
    assert not [tag for tag, attributes in tags if {"src", "srcset", "style", "action"} & attributes.keys()]
    assert not [tag for tag, _ in tags if tag in ("link", "iframe", "img", "object", "base", "form")]
    assert not [name for _, attributes in tags for name in attributes if name.startswith("on")]


def test_the_same_is_written_whatever_the_hash_seed_and_the_locale(tool: Tool) -> None:
    first = tool(*ASKED, env={"PYTHONHASHSEED": "1"})
    second = tool(*ASKED, env={"PYTHONHASHSEED": "2", "LC_ALL": "C", "LANG": "C"})
    assert first.status == 0
    assert first.out == second.out


def test_its_policy_lets_through_its_own_style_and_script_and_nothing_else(shipped: str) -> None:
    policy = re.search(r'http-equiv="Content-Security-Policy" content="([^"]*)"', shipped)
    assert policy
    rules = dict(part.split(" ", 1) for part in policy[1].replace("&#39;", "'").split("; "))
    assert rules["default-src"] == "'none'"
    for name, opening in (("style-src", "<style>"), ("script-src", "<script>")):
        text = shipped.split(opening, 1)[1].split(opening.replace("<", "</"), 1)[0]
        assert rules[name] == f"'sha256-{b64encode(sha256(text.encode()).digest()).decode()}'"
    assert rules.keys() == {"default-src", "style-src", "script-src", "base-uri", "form-action"}


@pytest.fixture(scope="module")
def hostile() -> Matrix:
    """A matrix that says what it should not, wherever it may say something."""
    evil = f"{EVIL}{MARKUP}"
    made: Matrix = matrix(
        feature("f1", {"name": evil, "summary": evil, "aliases": ["other"]}, **dict.fromkeys(WOODS, "full")),
        feature("f2", **{wood: {"support": "none", "note": evil, "workaround": evil} for wood in WOODS}),
    )
    return made


def test_nothing_that_a_matrix_says_can_act(hostile: Matrix) -> None:
    page = page_of(hostile, "f1", "f2")
    assert all(character.isprintable() or character == "\n" for character in page)
    tags = Outline(page).tags
    assert [attributes.get("type") for tag, attributes in tags if tag == "script"] == ["application/json", None]
    assert not [attributes for tag, attributes in tags if tag == "img"]
    assert "49" not in page.split("<h1>", 1)[1].split("</h1>", 1)[0], "what looks like a template is none"
    assert r"\u{202e}" in page.replace("\\\\", "\\"), "what nobody could see is shown"


def test_the_data_beside_the_page_is_json_that_ends_nothing(hostile: Matrix) -> None:
    data = page_of(hostile, "f1", "f2").split('id="data">', 1)[1].split("</script>", 1)[0]
    assert not re.search("[<>&\u2028\u2029]", data)
    said: dict[str, Any] = json.loads(data)
    assert MARKUP in said["features"][0]["name"]


def test_an_address_that_is_not_of_the_web_is_no_link(hostile: Matrix) -> None:
    links = [attributes["href"] or "" for tag, attributes in Outline(page_of(hostile)).tags if tag == "a"]
    assert all(link.startswith(("https://", "#")) for link in links)


def test_what_is_not_asked_of_a_file_is_left_as_it_is(tool: Tool, tmp_path: Path) -> None:
    file = tmp_path / "page.html"
    file.write_text("mine", "utf-8")
    refused = tool("report", "-o", str(file))
    assert (refused.status, refused.out) == (2, "")
    assert "is there already; overwrite it by --force" in refused.err
    assert file.read_text("utf-8") == "mine"
    assert tool("report", "-o", str(file), "--force").status == 0
    assert file.read_text("ascii") == tool("report").out
    assert [path.name for path in tmp_path.iterdir()] == ["page.html"]


@pytest.mark.parametrize(
    ("words", "mistake"),
    [
        (("--format", "pdf"), "--format pdf: choose one of html"),
        (("--force",), "--force is for --output FILE"),
        (("-o", "nowhere/page.html"), "there is no folder"),
        (("--need", "wafff"), "no such feature: 'wafff' (did you mean 'waf'?)"),
        (("-f", "absent.yaml"), "absent.yaml"),
    ],
)
def test_wrong_input_is_told_in_a_line_with_nothing_on_stdout(tool: Tool, words: tuple[str, ...], mistake: str) -> None:
    ran = tool("report", *words)
    assert (ran.status, ran.out) == (2, "")
    assert mistake in ran.err.splitlines()[0]


def test_without_its_library_it_says_what_to_install(tmp_path: Path) -> None:
    code = "import sys; sys.modules['jinja2'] = None\nfrom apigw_choose.__main__ import run\nsys.exit(run(['report']))"
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, encoding="utf-8", cwd=tmp_path, check=False)
    assert (ran.returncode, ran.stdout) == (2, "")
    assert "Jinja2" in ran.stderr
    assert "pip install 'apigw-choose[report]'" in ran.stderr


def luminance(colour: str) -> float:
    """By WCAG."""
    parts = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, two: str) -> float:
    lighter, darker = sorted((luminance(one), luminance(two)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


TEXTS = ("ink", "quiet", "link", "full", "partial", "none", "unknown")
GROUNDS = ("paper", "panel", "warm")


@pytest.mark.parametrize("scheme", [0, 1, 2], ids=["light", "dark", "print"])
def test_its_colours_have_the_contrast_of_wcag_aa(scheme: int) -> None:
    style = SOURCES.joinpath("style.css").read_text("utf-8")
    blocks = [
        dict(re.findall(r"--(\w[\w-]*): (#[0-9a-f]{6});", block))
        for block in re.findall(r":root \{(.*?)\}", style, re.DOTALL)
    ]
    colours = {**blocks[0], **blocks[scheme]}
    poor = {
        (text, ground): round(ratio, 2)
        for text, ground in product(TEXTS, GROUNDS)
        if (ratio := contrast(colours[text], colours[ground])) < 4.5
    }
    assert not poor
    assert contrast(colours["on-strong"], colours["strong"]) >= 4.5
    assert all(contrast(colours["edge"], colours[ground]) >= 3 for ground in ("paper", "panel")), "the edge of a field"


def test_its_scripts_are_in_short_functions_of_plain_text() -> None:
    scripts = [entry for entry in SOURCES.iterdir() if entry.name.endswith(".js")]
    assert len(scripts) > 10
    for script in scripts:
        text = script.read_text("utf-8")
        assert text.isascii(), script.name
        assert max(map(len, text.splitlines())) <= 120, script.name
        assert not re.search(r"\b(var|eval|innerHTML|insertAdjacentHTML|outerHTML|document\.write)\b", text), (
            script.name
        )
        lengths = [len(body.splitlines()) for body in re.findall(r"^function.*?^\}$", text, re.DOTALL | re.MULTILINE)]
        assert max(lengths) <= 40, script.name
