"""The data that comes with the tool: in the installed package, or in the checkout it runs from.

A wheel carries the matrix in its loadable form. A checkout has only `data/`; there the loadable form
is kept in `.cache/` under a name made of the state of every file of `data/` and of the compiler, so it
cannot go stale.
"""

from __future__ import annotations

import os
from pathlib import Path

from apigw_choose.model.errors import InputError
from apigw_choose.model.quoting import as_typed

ENGLISH = "en"
_INSTALLED = Path(__file__).parent.parent / "_data"
_CHECKOUT = Path(__file__).parents[3] / "data"


def compiled_matrix(language: str = ENGLISH) -> bytes:
    """The shipped matrix in its loadable form, as JSON lines, with its texts in a language.

    Raises:
        InputError: when there is nothing in this language.
    """
    if language != ENGLISH and language not in languages():
        raise unknown_language(language, languages())
    try:
        return (_INSTALLED / f"{stem_of(language)}.jsonl").read_bytes()
    except FileNotFoundError:
        return _compiled_in_checkout(language)


def stem_of(language: str) -> str:
    """How the name of a matrix in its loadable form begins."""
    return "matrix" if language == ENGLISH else f"matrix.{language}"


def languages() -> list[str]:
    """The languages in which the tool speaks, English first."""
    if _INSTALLED.is_dir():
        there = [path.name.split(".")[1] for path in _INSTALLED.glob("matrix.*.jsonl")]
    else:
        there = [path.name for path in (_CHECKOUT / "languages").glob("*") if path.is_dir()]
    return [ENGLISH, *sorted(there)]


def sentences(language: str) -> dict[str, str]:
    """The sentences of the tool in a language, by the English; none where it does not speak it."""
    if language == ENGLISH or language not in languages():
        return {}
    import json

    said: dict[str, str] = json.loads(compiled_matrix(language).partition(b"\n")[0])["sentences"]
    return said


def unknown_language(language: str, there: list[str]) -> InputError:
    """The error that nothing is there in a language."""
    return InputError(f"--lang {as_typed(language)}: there is {' and '.join(there)}")


def schema(name: str) -> str:
    """The text of one of the JSON Schemas, such as `decision`."""
    folder = _INSTALLED if _INSTALLED.is_dir() else _CHECKOUT
    return (folder / "schema" / f"{name}.schema.json").read_text("utf-8")


def schema_names() -> list[str]:
    """The names that `schema` takes."""
    folder = _INSTALLED if _INSTALLED.is_dir() else _CHECKOUT
    return sorted(path.name.removesuffix(".schema.json") for path in (folder / "schema").glob("*.schema.json"))


def _compiled_in_checkout(language: str) -> bytes:
    cached = _CHECKOUT.parent / ".cache" / f"{stem_of(language)}-{_state_of(_CHECKOUT, language)}.jsonl"
    try:
        return cached.read_bytes()
    except OSError:
        compiled = compile_folder(_CHECKOUT, language)
        _keep(cached, compiled, old=f"{stem_of(language)}-*")
        return compiled


def compile_folder(folder: Path, language: str = ENGLISH) -> bytes:
    """The loadable form of the matrix of the project in a folder, as JSON lines; used by the build as well."""
    from apigw_choose.readers.matrix_source import compile_matrix, read_matrix_source, to_json_lines

    document = read_matrix_source(folder)
    assert isinstance(document.value, dict), "the matrix of the project itself is linted before it is compiled"
    if language == ENGLISH:
        return to_json_lines(compile_matrix(document.value))
    from apigw_choose.readers.languages import compile_translated, read_translations, translations

    files = read_translations(folder, language)
    known, own = (translations(files, language, of_the_tool=of_the_tool) for of_the_tool in (False, True))
    return to_json_lines(compile_translated(document.value, known, language, own))


def _state_of(folder: Path, language: str) -> str:
    import zlib  # which Typer has loaded already, as it has not hashlib, at 14 ms

    compiler = [Path(__file__).with_name(name) for name in ("matrix_source.py", "costs_source.py", "languages.py")]
    patterns = ["*.yaml", "features/*.yaml", "prices/*.yaml"]
    patterns += [] if language == ENGLISH else [f"languages/{language}/**/*.yaml"]
    files = [*compiler, *(file for pattern in patterns for file in sorted(folder.glob(pattern)))]
    state = [(file.name, (stat := file.stat()).st_mtime_ns, stat.st_size) for file in files]
    newest = max(changed for _, changed, _ in state)
    return f"{newest:x}-{zlib.crc32(repr(state).encode()):08x}"


def _keep(cached: Path, compiled: bytes, old: str) -> None:
    """Keep it for the next run, whole or not at all; without it that run is only slower.

    Another process may take the draft of this one for an old file; then this one keeps nothing.
    """
    # Of its own, since in two containers that share a checkout two processes may have the same id.
    draft = cached.with_name(f"{cached.name}.{os.urandom(8).hex()}")
    try:
        cached.parent.mkdir(exist_ok=True)
        for former in cached.parent.glob(old):
            former.unlink(missing_ok=True)
        draft.write_bytes(compiled)
        draft.replace(cached)
    except OSError:
        return
