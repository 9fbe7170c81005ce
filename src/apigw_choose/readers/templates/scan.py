"""Walks files and folders for templates, and reads each of them."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from apigw_choose.model.scan import Scan, ScannedFile, Trouble
from apigw_choose.readers.templates import cloudformation, openapi, sam
from apigw_choose.readers.templates.detect import detect
from apigw_choose.readers.templates.files import Refused, content_of, decoded, inside
from apigw_choose.readers.templates.formats import format_of, may_declare_apis
from apigw_choose.readers.templates.tree import Map, read_tree
from apigw_choose.readers.templates.walk import Walk

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from apigw_choose.readers.templates.detectors import Detectors
    from apigw_choose.readers.templates.tree import Resource

    Progress = Callable[[int], None]
    OnFailure = Callable[[str, Exception], Trouble]


class Outcome(NamedTuple):
    """What came of one file, or of the files of a folder that are one template."""

    scanned: ScannedFile | None
    troubles: tuple[Trouble, ...]


def scan(
    paths: Sequence[Path],
    detectors: Detectors,
    progress: Progress = lambda _: None,
    on_failure: OnFailure | None = None,
) -> Scan:
    """Read the templates among some files and below some folders.

    A folder is walked in the order of names; `progress` is called with the number of files looked at so far.
    A failure of a reader itself ends the scan, unless `on_failure` makes a trouble of it.
    """
    walk = Walk(paths)
    files: list[ScannedFile] = []
    troubles: list[Trouble] = []
    skipped = 0
    for number, outcome in enumerate(_outcomes(walk, detectors, on_failure), 1):
        troubles += outcome.troubles
        if outcome.scanned is not None:
            files.append(outcome.scanned)
        elif not any(trouble.fatal for trouble in outcome.troubles):
            skipped += 1
        progress(number)
    troubles += walk.troubles
    return Scan(tuple(files), tuple(dict.fromkeys(troubles)), skipped)


def _outcomes(walk: Walk, detectors: Detectors, on_failure: OnFailure | None) -> Iterator[Outcome]:
    for found in walk:
        try:
            if found.modules:
                yield from list(_terraform_folder(found.modules, found.top, detectors))
            else:
                yield read_file(found.path, found.top, detectors)
        except Exception as error:
            if on_failure is None:
                raise
            yield Outcome(None, (on_failure(str(found.path), error),))


def read_file(path: Path, top: Path, detectors: Detectors) -> Outcome:
    """Read one file; nothing outside the folder `top` is opened for it."""
    name = str(path)
    try:
        content = content_of(path)
        if not may_declare_apis(content):
            return Outcome(None, _unreadable_encoding(content, name))
        text = decoded(content)
    except Refused as error:
        return Outcome(None, (Trouble(name, None, str(error), fatal=True),))
    root, troubles = read_tree(text, name)
    if any(trouble.fatal for trouble in troubles):
        return Outcome(None, tuple(troubles))
    try:
        return _read_tree(root, name, troubles, top, detectors)
    except RecursionError:
        message = "refers to itself in too many ways to be read"
        return Outcome(None, (*troubles, Trouble(name, None, message, fatal=True)))


def _unreadable_encoding(content: bytes, name: str) -> tuple[Trouble, ...]:
    """A trouble for a template in an encoding in which its words cannot be looked for."""
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        message = "is written in UTF-16, which the services do not read; save it as UTF-8"
        return (Trouble(name, None, message, fatal=True),)
    return ()


def _read_tree(root: object, name: str, troubles: list[Trouble], top: Path, detectors: Detectors) -> Outcome:
    kind = format_of(root)
    if kind is None or not isinstance(root, Map):
        return Outcome(None, ())
    read: list[Resource]
    more: Iterable[Trouble] = ()
    if kind == "openapi":
        read = openapi.document(root, name)
    elif kind == "sam":
        beside = _Beside(Path(name), top)
        read, more = sam.resources(root, name, beside.open)
        more = (*more, *beside.troubles)
    elif kind == "serverless":
        from apigw_choose.readers.templates import serverless

        beside = _Beside(Path(name), top)
        read, more = serverless.resources(root, name, beside.open_any)
        more = (*more, *beside.troubles)
    elif kind == "terraform":
        from apigw_choose.readers.templates import terraform

        beside = _Beside(Path(name), top)
        kind, read, more = terraform.resources(root, name, beside.open_any)
        more = (*more, *beside.troubles)
    else:
        read, more = cloudformation.resources(root, name)
    apis = detect(read, detectors)
    return Outcome(ScannedFile(name, kind, tuple(apis)), (*troubles, *more))


def _terraform_folder(modules: Sequence[Path], top: Path, detectors: Detectors) -> Iterator[Outcome]:
    """The `.tf` files of a folder, which are one module."""
    from apigw_choose.readers.templates.terraform import hcl as terraform_hcl

    texts: list[tuple[str, str]] = []
    troubles: list[Trouble] = []
    relevant = False
    for path in modules:
        try:
            content = content_of(path)
            relevant = relevant or may_declare_apis(content)
            texts.append((str(path), decoded(content)))
        except Refused as error:
            troubles.append(Trouble(str(path), None, str(error), fatal=True))
    if not relevant:
        yield Outcome(None, tuple(troubles))
        return
    beside = _Beside(modules[0], top)
    read, more = terraform_hcl.resources(texts, beside.open_any)
    more = [*more, *beside.troubles]
    folder = str(modules[0].parent)
    yield Outcome(ScannedFile(folder, "terraform-hcl", tuple(detect(read, detectors))), (*troubles, *more))


class _Beside:
    """Opens definitions that a template names, inside the scanned folder only."""

    def __init__(self, template: Path, top: Path) -> None:
        self.template = template
        self.top = top
        self.troubles: list[Trouble] = []

    def open(self, name: str, line: int) -> tuple[Map, str] | None:
        """The API definition in a file, and that file's name; None where it may not be read."""
        found = self.open_any(name, line)
        return found if found and "paths" in found[0] else None

    def open_any(self, name: str, line: int = 1) -> tuple[Map, str] | None:
        """What a file holds, and that file's name; None where it may not be read."""
        if name.startswith("s3://"):
            return None
        if "://" in name:
            self._note(line, f"names {name!r}; nothing is fetched")
            return None
        path = inside(self.template.parent / name, self.top)
        if path is None:
            self._note(line, f"names {name!r}, which is no file of the scanned folder; it was not opened")
            return None
        try:
            root, troubles = read_tree(decoded(content_of(path)), str(path))
        except Refused as error:
            self._note(line, f"names {name!r}, which {error}")
            return None
        self.troubles += [trouble for trouble in troubles if trouble.fatal]
        return (root, str(path)) if isinstance(root, Map) else None

    def _note(self, line: int, message: str) -> None:
        self.troubles.append(Trouble(str(self.template), line, message, fatal=False))
