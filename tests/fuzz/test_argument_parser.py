"""The command line. Its oracles: the contract of exit status and streams; what flags say, a file says as well."""

from __future__ import annotations

import io
import json
import shutil
import sys
from contextlib import redirect_stderr, redirect_stdout
from typing import TYPE_CHECKING, Any, NamedTuple

from hypothesis import strategies as st

from apigw_choose import load_matrix
from apigw_choose.__main__ import run
from conftest import FIXTURES, Ran

if TYPE_CHECKING:
    from pathlib import Path

    import pytest

    from .campaign import Campaign

MATRIX = load_matrix()
ODD = (
    "",
    " ",
    "-",
    "--",
    "=",
    ":",
    "a\nb",
    "\x1b[31m",
    "\u202e",
    "waf=",
    "waf:",
    "=waf",
    "waf=1:2",
    "caching:0",
    "é",
    "x" * 300,
)
AMOUNTS = ("60s", "90 s", "15min", "8MB", "0", "1", "5000", "1e3", "-1", "10/s", "999999999999999GB", "", "٣s")
NAMES = (*MATRIX.features, *MATRIX.names, "waff", "WAF", "[bold]")
COMMANDS = ("features", "explain", "compare", "schema", "matrix", "lint", "diff", "cost", "scan", "check", "ask")
OPTIONS = (
    *("--need", "--want", "--strict", "--json", "--format", "--no-assume", "--allow-workarounds", "-f", "--file"),
    *("--matrix", "--no-color", "--version", "--help", "-h", "--requests", "--request-size", "--region", "--category"),
    *("--differences", "--fail-on", "--api", "--against", "--free-tier", "--along", "--prices", "--save", "--force"),
    *("--jsno", "--need=waf", "--format=json", "-f-", "--n", "-x", "--no-assume=request-response", "--stale"),
)
VALUES = (
    *(
        "waf",
        "api-keys",
        "server-push",
        "integration-timeout=60s",
        "caching:3",
        "json",
        "yaml",
        "markdown",
        "adr",
        "sarif",
    ),
    *("text", "svg", "50M/month", "4KB", "eu-west-1", "rest", "http", "cheaper", "security", "request-response"),
    *("r.yaml", "orders.yaml", "nowhere.yaml", ".", "coffee", "list.json", "decision", "execute-api", "shipped"),
)
NOT_HERE = {"--install-completion", "--show-completion"}
"""They ask for the shell, and the first one changes the home folder."""


def ran(arguments: list[str]) -> Ran:
    """The tool in this process, with empty stdin and two pipes."""
    out, err = (io.TextIOWrapper(io.BytesIO(), "utf-8", "surrogateescape", newline="") for _ in range(2))
    stdin, sys.stdin = sys.stdin, io.TextIOWrapper(io.BytesIO(b""), "utf-8")
    try:
        with redirect_stdout(out), redirect_stderr(err):
            status = run(arguments)
    finally:
        sys.stdin = stdin
    texts = []
    for stream in (out, err):
        stream.flush()
        stream.seek(0)
        texts.append(stream.read())
    return Ran(texts[0], texts[1], status)


VALID = (
    "--need waf,api-keys --want caching:3 --no-assume request-response",
    "--need integration-timeout=60s --strict --json",
    "-f r.yaml --format adr",
    "features auth --json",
    "explain waf",
    "compare rest http --differences --category security",
    "schema decision",
    "matrix lint coffee",
    "matrix diff coffee coffee --json",
    "cost --requests 50M/month --request-size 4KB --need waf --region eu-west-1 --prices list.json",
    "scan orders.yaml --format sarif --fail-on unfit --api NewsApi",
    "check r.yaml --against orders.yaml --json",
    "--matrix coffee --need crema",
    "--need waf --requests 1M/day --allow-workarounds --format markdown --no-color",
)


def lines_of_arguments() -> st.SearchStrategy[list[str]]:
    """A line that is right, with up to three words changed, taken out or put in; or any words."""
    word = st.one_of(*map(st.sampled_from, (COMMANDS, OPTIONS, OPTIONS, VALUES, VALUES, NAMES, ODD)))

    @st.composite
    def changed(draw: st.DrawFn) -> list[str]:
        words = draw(st.sampled_from(VALID)).split()
        for _ in range(draw(st.integers(0, 3))):
            place = draw(st.integers(0, len(words)))
            words[place : place + draw(st.integers(0, 1))] = draw(st.lists(word, max_size=1))
        return words

    lines = st.one_of(changed(), changed(), changed(), st.lists(word, max_size=7))
    return lines.filter(NOT_HERE.isdisjoint)


def test_the_contract_holds_for_any_line(fuzz: Campaign, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "r.yaml").write_text("needs: [waf]\nexpect: rest\n")
    shutil.copy(FIXTURES / "scan" / "orders.yaml", tmp_path)
    shutil.copytree(FIXTURES / "coffee", tmp_path / "coffee")
    shutil.copy(FIXTURES / "offer" / "london.json", tmp_path / "list.json")
    monkeypatch.chdir(tmp_path)

    def check(arguments: list[str]) -> str:
        found = ran(arguments)
        assert found.status in (0, 1, 2), found.err
        assert {mark for mark in found.out + found.err if not mark.isprintable()} <= {"\n"}
        if found.status == 2:
            assert found.out == ""
            assert found.err.startswith("error: "), found.err
        else:
            assert "error: " not in found.err
            assert found.out
        assert ran(arguments) == found
        return f"ended with {found.status}"

    fuzz("arguments", lines_of_arguments(), check)


class Asked(NamedTuple):
    """A need or want, said the same way by a flag and in a file."""

    name: str
    amount: str | None = None
    weight: int | None = None

    @property
    def typed(self) -> str:
        amount = "" if self.amount is None else f"={self.amount}"
        return f"{self.name}{amount}" + ("" if self.weight is None else f":{self.weight}")

    @property
    def written(self) -> Any:
        if self.amount is None:
            return self.name if self.weight is None else {self.name: self.weight}
        return {self.name: self.amount if self.weight is None else {"amount": self.amount, "weight": self.weight}}


def asked(weights: st.SearchStrategy[int | None]) -> st.SearchStrategy[Asked]:
    capabilities = st.builds(
        Asked, st.sampled_from([name for name in MATRIX.features if name not in MATRIX.quantities]), st.none(), weights
    )
    amounts = st.one_of(
        st.sampled_from(AMOUNTS),
        st.builds("{}{}".format, st.integers(0, 10**6), st.sampled_from(["s", "KB", "MB", "min", "", "/s", "ms"])),
    )
    quantities = st.builds(Asked, st.sampled_from(sorted(MATRIX.quantities)), amounts, weights)
    return st.one_of(
        capabilities,
        capabilities,
        quantities,
        st.builds(Asked, st.sampled_from(NAMES), st.one_of(st.none(), amounts), weights),
    )


class Line(NamedTuple):
    """A question."""

    needs: list[Asked]
    wants: list[Asked]
    strict: bool
    overruled: list[str]
    workarounds: bool
    traffic: dict[str, str]
    region: str | None

    @property
    def flags(self) -> list[str]:
        said = [part for need in self.needs for part in ("--need", need.typed)]
        said += [part for want in self.wants for part in ("--want", want.typed)]
        said += ["--strict"] * self.strict + ["--allow-workarounds"] * self.workarounds
        said += [part for name in self.overruled for part in ("--no-assume", name)]
        said += [part for key, text in self.traffic.items() for part in (f"--{key.replace('_', '-')}", text)]
        return [*said, *(["--region", self.region] if self.region is not None else [])]

    @property
    def file(self) -> dict[str, Any]:
        said: dict[str, Any] = {
            "needs": [need.written for need in self.needs],
            "wants": [want.written for want in self.wants],
        }
        said |= {"strict": self.strict, "allow-workarounds": self.workarounds, "no-assume": self.overruled}
        said |= {"traffic": self.traffic} if self.traffic else {}
        return said | ({"region": self.region} if self.region is not None else {})


LINES = st.builds(
    Line,
    needs=st.lists(asked(st.none()), max_size=4),
    wants=st.lists(asked(st.one_of(st.none(), st.integers(1, 9), st.sampled_from([0, 1000, 1001]))), max_size=3),
    strict=st.booleans(),
    overruled=st.lists(st.sampled_from(["request-response", "request-response", "nothing"]), max_size=1),
    workarounds=st.booleans(),
    traffic=st.dictionaries(
        st.sampled_from(["requests", "request_size", "response_size"]),
        st.sampled_from(["50M/month", "4KB", "1", "10/s", "x"]),
        max_size=2,
    ),
    region=st.sampled_from([None, None, "eu-west-1", "us-east-1", "mars-1", ""]),
)


def restored(parts: list[Any]) -> Line:
    """A line that was kept as JSON."""
    needs, wants, *others = parts
    return Line(restored_asked(needs), restored_asked(wants), *others)


def restored_asked(entries: list[Any]) -> list[Asked]:
    return [Asked(name, amount, weight) for name, amount, weight in entries]


def test_flags_and_the_same_in_a_file_are_decided_alike(
    fuzz: Campaign, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)

    def check(line: Line) -> str:
        (tmp_path / "r.yaml").write_text(json.dumps(line.file, ensure_ascii=False), "utf-8")
        typed = ran([*line.flags, "--json"])
        written = ran(["-f", "r.yaml", "--json"])
        if line.needs or line.wants:
            assert (typed.status, typed.out) == (written.status, written.out), (typed.err, written.err)
        return "refused" if typed.status == 2 else "decided"

    fuzz("flags", LINES, check, restored)
