"""Pages to test, and the words in which questions go into an address."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from apigw_choose import decide, load_matrix, require
from apigw_choose.renderers.report import report_html
from strategies import typed

if TYPE_CHECKING:
    from pathlib import Path

    from apigw_choose import Matrix
    from oracle import Question

Plain = dict[str, Any]


def page_of(matrix: Matrix, *needs: str, path: str | None = None, **asked: Any) -> str:
    """The page of a matrix that opens with some needs."""
    return report_html(matrix, decide(matrix, require(matrix, needs, **asked)), path)


def written(folder: Path, name: str, path: str | None = None, *needs: str) -> str:
    """The address of a page, newly written."""
    file = folder / name
    file.write_text(page_of(load_matrix(path), *needs, path=path), "ascii")
    return file.as_uri()


def fragment(question: Question, *, allow_workarounds: bool = False) -> str:
    """The question as an address says it, without the sign before it."""
    needs = ",".join(typed(need) for need in question.needs)
    wants = ",".join(f"{typed(want)}:{want.weight}" for want in question.wants)
    parts = [f"need={needs}"] if needs else []
    parts += [f"want={wants}"] if wants else []
    parts += ["strict"] if question.strict else []
    parts += ["allow-workarounds"] if allow_workarounds else []
    parts += [f"no-assume={','.join(question.overruled)}"] if question.overruled else []
    return "&".join(parts)


def comparable(document: Plain) -> Plain:
    """A decision without what a page does not reckon."""
    return {key: value for key, value in document.items() if key not in ("format", "matrix", "costs")}
