"""The data that comes with the tool: in the installed package, or in the checkout it runs from.

A wheel carries the matrix in its loadable form. A checkout has only `data/`; there the loadable form
is kept in `.cache/` under a name made of the state of every file of `data/` and of the compiler, so it
cannot go stale.
"""

from __future__ import annotations

import os
from pathlib import Path

_INSTALLED = Path(__file__).parent.parent / "_data"
_CHECKOUT = Path(__file__).parents[3] / "data"


def compiled_matrix() -> bytes:
    """The shipped matrix in its loadable form, as JSON lines."""
    try:
        return (_INSTALLED / "matrix.jsonl").read_bytes()
    except FileNotFoundError:
        return _compiled_in_checkout()


def schema(name: str) -> str:
    """The text of one of the JSON Schemas, such as `decision`."""
    folder = _INSTALLED if _INSTALLED.is_dir() else _CHECKOUT
    return (folder / "schema" / f"{name}.schema.json").read_text("utf-8")


def schema_names() -> list[str]:
    """The names that `schema` takes."""
    folder = _INSTALLED if _INSTALLED.is_dir() else _CHECKOUT
    return sorted(path.name.removesuffix(".schema.json") for path in (folder / "schema").glob("*.schema.json"))


def _compiled_in_checkout() -> bytes:
    cached = _CHECKOUT.parent / ".cache" / f"matrix-{_state_of(_CHECKOUT)}.jsonl"
    try:
        return cached.read_bytes()
    except OSError:
        compiled = compile_folder(_CHECKOUT)
        _keep(cached, compiled)
        return compiled


def compile_folder(folder: Path) -> bytes:
    """The loadable form of the matrix in a folder, as JSON lines; used by the build as well."""
    from apigw_choose.readers.matrix_source import compile_matrix, read_matrix_source, to_json_lines

    source = read_matrix_source(folder).value
    assert isinstance(source, dict), "the matrix of the project itself is linted before it is compiled"
    return to_json_lines(compile_matrix(source))


def _state_of(folder: Path) -> str:
    import hashlib

    compiler = Path(__file__).with_name("matrix_source.py")
    files = [compiler, *sorted(folder.glob("*.yaml")), *sorted(folder.glob("features/*.yaml"))]
    state = [(file.name, (stat := file.stat()).st_mtime_ns, stat.st_size) for file in files]
    return hashlib.blake2b(repr(state).encode(), digest_size=8).hexdigest()


def _keep(cached: Path, compiled: bytes) -> None:
    """Keep it for the next run, whole or not at all; without it that run is only slower.

    Another process may take the draft of this one for an old file; then this one keeps nothing.
    """
    # Of its own, since in two containers that share a checkout two processes may have the same id.
    draft = cached.with_name(f"{cached.name}.{os.urandom(8).hex()}")
    try:
        cached.parent.mkdir(exist_ok=True)
        for old in cached.parent.glob("matrix-*"):
            old.unlink(missing_ok=True)
        draft.write_bytes(compiled)
        draft.replace(cached)
    except OSError:
        return
