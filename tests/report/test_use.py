"""The page as somebody uses it: ticks, fields, addresses, keyboard, search, at a desk, on a phone and on paper."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any, Literal

import pytest
from axe_playwright_python.sync_playwright import Axe

from apigw_choose import load_matrix
from conftest import FIXTURES
from report.browser import PHONE
from report.pages import page_of

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

    from playwright.sync_api import Browser, Page

    from apigw_choose import Matrix
    from conftest import Tool

RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}


def saved(file: Path, text: str) -> str:
    file.write_text(text, "ascii")
    return file.as_uri()


def with_thrice_the_options(made: Matrix) -> Matrix:
    """The same matrix with more options than find room side by side."""

    def more(values: Mapping[str, Any], change: Callable[[str, Any], Any]) -> dict[str, Any]:
        return {
            f"{name}{end}": change(f"{name}{end}", value) for end in ("", "-2", "-3") for name, value in values.items()
        }

    same = lambda _, value: value  # noqa: E731 - what there is, under another name
    return replace(
        made,
        options=more(made.options, lambda name, option: option._replace(id=name)),
        features={name: feature._replace(cells=more(feature.cells, same)) for name, feature in made.features.items()},
        having=more(made.having, same),
        partial=more(made.partial, same),
        unknown=more(made.unknown, same),
    )


def headline(page: Page) -> str:
    return page.locator("#headline > p").inner_text()


def fragment(page: Page) -> str:
    return str(page.evaluate("location.hash"))


def test_two_of_one_option_are_told_as_twice_that_option(page: Page, address: str) -> None:
    page.goto(f"{address}#need=private-endpoint")
    changes = page.locator("#verdict").inner_text()
    assert "REST API twice" in changes


def test_a_tick_is_answered_at_once_and_stands_in_the_address(page: Page, address: str) -> None:
    page.goto(address)
    assert headline(page).startswith("Nothing is asked yet")
    page.get_by_label("Need AWS WAF web ACL attached to the API").check()
    assert headline(page) == "REST API: the only API type with waf."
    assert fragment(page) == "#need=waf"
    page.get_by_label("Need Server push", exact=False).first.check()
    assert headline(page) == "No single API type has both."
    assert "WebSocket API for server-push" in page.locator("#answer").inner_text()
    page.get_by_role("button", name="Remove need waf").click()
    assert headline(page).startswith("WebSocket API: the only")
    assert fragment(page) == "#need=server-push"
    page.get_by_role("button", name="Clear").click()
    assert headline(page).startswith("Nothing is asked yet")
    assert fragment(page) == ""


def test_an_amount_and_a_weight_are_typed(page: Page, address: str) -> None:
    page.goto(address)
    page.get_by_label("Need Integration timeout").check()
    amount = page.get_by_label("Integration timeout: need at least")
    assert amount.input_value() == "30s", "it begins with the best that can be had without asking"
    amount.fill("60s")
    assert fragment(page) == "#need=integration-timeout=60s"
    assert headline(page) == "REST API: the only API type with integration-timeout=60s."
    amount.fill("60 bananas")
    assert amount.get_attribute("aria-invalid") == "true"
    assert "'60 bananas' has the unknown unit 'bananas'; write it like 60s" in page.locator("#headline").inner_text()
    page.get_by_label("Need Integration timeout").uncheck()
    page.locator("#feature-caching .want input").check()
    page.get_by_label("weight of the want").fill("3")
    assert fragment(page) == "#want=caching:3"


@pytest.mark.parametrize(
    ("asked", "switch", "told"),
    [
        ("need=api-keys,auto-deploy", "no-assume=request-response", "WebSocket API: the only API type"),
        ("need=integration-timeout=60s", "strict", "No single API type has"),
        ("need=waf,jwt-authorizer,server-push", "allow-workarounds", "REST API: of the two API types"),
    ],
)
def test_an_address_brings_back_what_was_asked_and_how_to_count(
    page: Page, address: str, asked: str, switch: str, told: str
) -> None:
    page.goto(f"{address}#{asked}")
    before = headline(page)
    page.evaluate("(hash) => { location.hash = hash; }", f"{asked}&{switch}")
    page.wait_for_function("(before) => document.querySelector('#headline > p').innerText !== before", arg=before)
    assert headline(page).startswith(told)
    changed = {"strict": "#strict", "allow-workarounds": "#allow-workarounds"}.get(switch, ".assume")
    assert page.locator(changed).is_checked() == (changed != ".assume")
    page.locator(changed).click()
    assert headline(page) == before
    assert switch not in fragment(page)


def test_the_same_command_is_told(page: Page, address: str, tool: Tool) -> None:
    page.goto(f"{address}#want=caching:3&need=waf,timeout=0.5min&strict")
    command = page.locator("#answer code.command").inner_text()
    assert command == "apigw-choose --need integration-timeout=30s --need waf --want caching:3 --strict"
    assert tool(*command.split()[1:]).out.splitlines()[0] == headline(page)


def test_links_go_to_a_feature_without_losing_what_is_asked(page: Page, address: str) -> None:
    page.goto(f"{address}#need=waf")
    page.get_by_role("searchbox").fill("nothing is called so")
    assert page.locator("#none-found").is_visible()
    page.locator("#answer a[href='#feature-waf']").first.click()
    assert page.locator("#feature-waf details").get_attribute("open") is not None
    assert page.locator("#feature-waf").is_visible(), "the search, which hid it, is over"
    assert page.evaluate("document.activeElement.matches('#feature-waf summary')")
    assert fragment(page) == "#need=waf"


def test_rows_can_be_searched_and_narrowed(page: Page, address: str) -> None:
    page.goto(f"{address}#need=waf&want=caching")
    shown = page.locator("main tbody:visible")
    everything = shown.count()
    page.get_by_role("searchbox").fill("web-acl")
    assert shown.count() == 1, "an alias finds its feature"
    assert page.locator("#count").text_content() == f"1 of {everything} features"
    page.get_by_role("searchbox").fill("")
    page.get_by_label("Only differences").check()
    assert 0 < shown.count() < everything
    assert page.locator("main tbody.same:visible").count() == 0
    page.get_by_label("Only what is asked").check()
    assert shown.count() == 2
    page.get_by_role("button", name="Open all notes").click()
    assert page.locator("#feature-waf .told").first.is_visible()


def test_the_keyboard_does_all(page: Page, address: str) -> None:
    page.goto(address)
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.innerText") == "Skip to the features"
    assert page.evaluate("document.activeElement.getBoundingClientRect().left >= 0"), "it shows once it has the focus"
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "matrix"
    page.locator("#feature-waf .need input").focus()
    page.keyboard.press("Space")
    assert headline(page) == "REST API: the only API type with waf."
    outline = "getComputedStyle(document.activeElement).outlineStyle"
    assert page.evaluate(outline) == "solid", "where the focus is can be seen"
    assert page.evaluate("document.activeElement.matches('#feature-waf .need input')"), "and the focus stays"
    page.locator("#feature-waf summary").focus()
    page.keyboard.press("Enter")
    assert page.locator("#feature-waf .told").first.is_visible()


@pytest.mark.parametrize(("scheme", "size"), [("dark", (1280, 900)), ("light", PHONE)])
def test_it_keeps_the_rules_of_accessibility(
    chromium: Browser, address: str, scheme: Literal["light", "dark"], size: tuple[int, int]
) -> None:
    page = chromium.new_page(color_scheme=scheme, viewport={"width": size[0], "height": size[1]})
    page.goto(f"{address}#need=waf,server-push&want=integration-timeout=60s:2,wafff")
    page.locator("#feature-waf summary").click()
    page.get_by_label("Only what is asked").check()
    # A few rows show what all of them would, in a tenth of the time.
    page.evaluate("document.querySelectorAll('main tbody[hidden], .category[hidden]').forEach((row) => row.remove())")
    found = Axe().run(page, options=RULES)
    page.close()
    assert found.violations_count == 0, found.generate_report()


@pytest.mark.parametrize("name", ["shipped", "coffee", "wide"])
def test_nothing_sticks_out_at_any_width(page: Page, folder: Path, address: str, name: str) -> None:
    coffee = load_matrix(str(FIXTURES / "coffee"))
    matrices = {"coffee": coffee, "wide": with_thrice_the_options(coffee)}
    where = address if name == "shipped" else saved(folder / f"{name}.html", page_of(matrices[name]))
    page.goto(f"{where}#need=waf,integration-timeout=60s,crema&want=caching:3")
    page.evaluate("[...document.querySelectorAll('details')].slice(0, 12).forEach((entry) => { entry.open = true; })")
    for width in (320, 390, 640, 768, 1024, 1280):
        page.set_viewport_size({"width": width, "height": 800})
        assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_without_scripts_it_can_be_read(chromium: Browser, folder: Path, matrix: Matrix) -> None:
    where = saved(folder / "opening.html", page_of(matrix, "waf"))
    context = chromium.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(where)
    assert headline(page) == "REST API: the only API type with waf."
    assert "A stage of an HTTP API cannot be given a web ACL." in page.locator("#answer").inner_text()
    page.locator("#feature-waf summary").click()
    assert page.locator("#feature-waf .told").first.is_visible()
    assert page.locator("input:visible, button:visible").count() == 0, "nothing stands there that does nothing"
    context.close()


def test_paper_shows_the_answer_and_the_tables_and_nothing_to_press(page: Page, address: str) -> None:
    page.goto(f"{address}#need=waf")
    page.emulate_media(media="print")
    assert page.locator("#headline").is_visible()
    assert page.locator("#feature-waf").is_visible()
    assert page.locator("input:visible, button:visible").count() == 0


def test_an_answer_for_traffic_is_shown_until_something_else_is_asked(page: Page, folder: Path, tool: Tool) -> None:
    asked = "needs: [cors]\ntraffic: {requests: 50M/month, request_size: 2MB, response_size: 20KB}\n"
    (folder / "traffic.yaml").write_text(asked, "utf-8")
    made = tool("report", "-f", str(folder / "traffic.yaml"), "-o", str(folder / "traffic.html"))
    assert (made.status, made.out, made.err) == (0, "", "")
    page.goto((folder / "traffic.html").as_uri())
    engine = tool("-f", str(folder / "traffic.yaml")).out.splitlines()[0]
    assert headline(page) == engine
    assert "For this traffic" in page.locator("#answer").inner_text()
    assert "--traffic request_size=2MB" in page.locator("#answer code.command").inner_text()
    assert not page.locator("#without-traffic").is_visible()
    page.locator("#strict").check()
    assert page.locator("#without-traffic").is_visible()
    assert "List price:" in page.locator("#answer").inner_text()
    page.locator("#strict").uncheck()
    assert headline(page) == engine


def test_a_page_that_opens_with_an_answer_shows_another_for_an_address(
    page: Page, folder: Path, matrix: Matrix
) -> None:
    where = saved(folder / "opening.html", page_of(matrix, "waf", wants=["caching:3"]))
    page.goto(where)
    assert fragment(page) == "#need=waf&want=caching:3"
    page.goto("about:blank")
    page.goto(f"{where}#need=server-push")
    assert headline(page).startswith("WebSocket API")
