"""The tests as pytest collects them, run one by one, with few examples of each law."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import hypothesis
import pytest

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

TESTS = Path(__file__).parents[1]
PACKAGE = TESTS.parent / "src" / "apigw_choose"
EXAMPLES = 40
"""How many examples Hypothesis tries of each law."""


class Few:
    """A pytest plugin: few examples of each law, the same ones each time, and no search for smaller ones."""

    @pytest.hookimpl(trylast=True)
    def pytest_collection_modifyitems(self, items: list[pytest.Item]) -> None:
        few = hypothesis.settings(
            max_examples=EXAMPLES,
            derandomize=True,
            database=None,
            deadline=None,
            phases=(hypothesis.Phase.explicit, hypothesis.Phase.generate),
            suppress_health_check=list(hypothesis.HealthCheck),
        )
        for item in items:
            test = getattr(item, "obj", None)
            if hasattr(test, "hypothesis"):
                setattr(getattr(test, "__func__", test), "_hypothesis_internal_use_settings", few)  # noqa: B010


class Loop(Few):
    """A pytest plugin: hands over the collected tests instead of running them."""

    def __init__(self, then: Callable[[dict[str, pytest.Item]], None]) -> None:
        self.then = then

    def pytest_runtestloop(self, session: pytest.Session) -> bool:
        self.then({item.nodeid: item for item in session.items})
        return True


def first_failure(items: Sequence[pytest.Item]) -> str | None:
    """Run tests until one fails, and name it."""
    for item, following in zip(items, [*items[1:], None], strict=True):
        reports: list[pytest.TestReport] = []
        item.config.pluginmanager.register(catcher := _Catcher(reports))
        item.config.hook.pytest_runtest_protocol(item=item, nextitem=following)
        item.config.pluginmanager.unregister(catcher)
        if any(report.failed for report in reports):
            return item.nodeid
    return None


@dataclass(eq=False)
class _Catcher:
    reports: list[pytest.TestReport]

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        self.reports.append(report)


def in_pytest(suites: Sequence[str], then: Callable[[dict[str, pytest.Item]], None]) -> None:
    """Collect the tests and go on with them."""
    arguments = ["-q", "--no-header", "--no-summary", "-p", "no:cacheprovider", f"--rootdir={TESTS.parent}"]
    arguments += ["-W", "ignore::pytest.PytestAssertRewriteWarning"]  # Hypothesis is imported already
    pytest.main([*arguments, "--capture=no", *(str(TESTS / suite) for suite in suites)], plugins=[Loop(then)])
