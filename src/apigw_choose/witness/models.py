"""The vendor's models, each read when a witness first asks for it.

Two kinds are known by the word before the colon: `botocore`, the service models of the Python SDK, and `cfn`, the
resource schemas that cfn-lint keeps. Neither package is imported; their data are files.
"""

from __future__ import annotations

import gzip
import html
import json
import re
import zipfile
from dataclasses import dataclass, field
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from apigw_choose.model.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from importlib.resources.abc import Traversable

OPERATIONS, RESOURCE = "operations", "(resource)"
BOUNDS = ("max", "min", "pattern")
_PROVIDERS = ("us-east-1.json", "sam.json")
_TAG = re.compile(r"<[^>]+>")
_SENTENCE = re.compile(r"(?<=[.:;]) ")


class Sight(NamedTuple):
    """What is seen at a place of a model."""

    found: bool
    words: str = ""
    """Its documentation in plain text, or the value of a bound."""
    lost: str | None = None
    """What had to be there for the place to be looked for at all, and is not."""


@dataclass(frozen=True, slots=True)
class Shape:
    """A named thing of a model, with what it holds."""

    parts: Mapping[str, str]
    """Members, enum values or bounds, each with its documentation or value in plain text."""
    words: str = ""


@dataclass(frozen=True, eq=False)
class Models:
    """The models of one release: folders of data, read lazily."""

    name: str
    botocore: Traversable
    schemas: Traversable
    _read: dict[str, Any] = field(default_factory=dict)

    def look(self, model: str, path: str) -> Sight:
        """What a model shows at a place.

        Raises:
            InputError: when the name of the model is of no kind that is known.
        """
        shape, part = place(model, path)
        if self._document(model) is None:
            return Sight(found=False, lost=model)
        found = self.shape(model, shape)
        if found is None:
            return Sight(found=False, lost=f"{model} {shape}" if part else None)
        if not part:
            return Sight(found=True, words=found.words)
        if part in found.parts:
            return Sight(found=True, words=found.parts[part])
        return Sight(found=False)

    def shape(self, model: str, name: str) -> Shape | None:
        """A shape of a service, or an object of a resource, by name; None when the model has none of that name."""
        document = self._document(model)
        if document is None:
            return None
        return _shape(document, name) if model.startswith("botocore:") else _object(document, name)

    def shapes(self, model: str) -> list[str]:
        """The names of all shapes of a service; of a resource none but itself."""
        document = self._document(model)
        if document is None:
            return []
        return [OPERATIONS, *document["shapes"]] if model.startswith("botocore:") else [RESOURCE]

    def _document(self, model: str) -> Any:
        """The whole model; None when this release has none of that name."""
        if model not in self._read:
            kind, _, name = model.partition(":")
            if kind not in ("botocore", "cfn") or not name:
                raise InputError(f"{model}: is no model; name one such as botocore:NAME or cfn:TYPE")
            self._read[model] = _service(self.botocore, name) if kind == "botocore" else self._resource(name)
        return self._read[model]

    def _resource(self, name: str) -> Any:
        if "cfn" not in self._read:
            providers = [self.schemas / "providers" / file for file in _PROVIDERS]
            self._read["cfn"] = {key: value for file in providers for key, value in _json(file).items()}
        hashed = self._read["cfn"].get(name)
        return None if hashed is None else _json(self.schemas / "resources" / f"{hashed}.json")


def place(model: str, path: str) -> tuple[str, str]:
    """The shape that a path names, and the part of it: a member, a value, a bound, or nothing for the shape itself."""
    if model.startswith("botocore:"):
        shape, _, part = path.partition(".")
        return shape, part
    if path == RESOURCE:
        return RESOURCE, ""
    *parents, part = path.split(".")
    return ".".join(parents) or RESOURCE, part


def installed() -> Models:
    """The models of the packages that are installed beside this one.

    Raises:
        InputError: when one of them is not.
    """
    name = f"the installed botocore {_version('botocore')}"
    return Models(name, _package("botocore") / "data", _package("cfnlint") / "data" / "schemas")


def released(path: Path, beside: Models) -> Models:
    """The service models in a `data` folder of botocore, or in its wheel; the schemas stay as they are.

    Raises:
        InputError: when there are none.
    """
    data: Traversable = path
    if zipfile.is_zipfile(path):
        data = zipfile.Path(path, "botocore/data/")
    elif (path / "botocore" / "data").is_dir():
        data = path / "botocore" / "data"
    if not data.is_dir() or not any(map(_model_of, _editions(data))):
        raise InputError(f"{path}: holds no service models; name a data folder of botocore, or its wheel")
    return Models(str(path), data, beside.schemas)


def plain(text: str) -> str:
    """Documentation without its markup, on one line."""
    return " ".join(html.unescape(_TAG.sub("", text)).split())


def sentences(text: str) -> list[str]:
    """Documentation, sentence by sentence."""
    return _SENTENCE.split(text)


def _editions(data: Traversable) -> Iterator[Traversable]:
    for service in data.iterdir():
        if service.is_dir():
            yield from service.iterdir()


def _package(name: str) -> Traversable:
    spec = find_spec(name)
    if spec is None or not spec.submodule_search_locations:
        raise InputError(f"{name} is not installed", hint="pip install -e '.[dev]'")
    return Path(spec.submodule_search_locations[0])


def _version(name: str) -> str:
    from importlib.metadata import PackageNotFoundError, version

    try:
        return version(name)
    except PackageNotFoundError:
        return "(not installed)"


def _service(data: Traversable, name: str) -> Any:
    """The newest edition of a service model."""
    folder = data / name
    if not folder.is_dir():
        return None
    file = _model_of(max(folder.iterdir(), key=lambda edition: edition.name))
    if file is None:
        return None
    content = file.read_bytes()
    return json.loads(gzip.decompress(content) if file.name.endswith(".gz") else content)


def _model_of(edition: Traversable) -> Traversable | None:
    """The file of a service model in its folder, packed or plain."""
    files = [edition / name for name in ("service-2.json.gz", "service-2.json")]
    return next((file for file in files if file.is_file()), None)


def _json(file: Traversable) -> Any:
    return json.loads(file.read_bytes())


def _shape(document: Any, name: str) -> Shape | None:
    if name == OPERATIONS:
        return Shape({key: plain(entry.get("documentation", "")) for key, entry in document[OPERATIONS].items()})
    shape = document["shapes"].get(name)
    if shape is None:
        return None
    members = {key: plain(entry.get("documentation", "")) for key, entry in shape.get("members", {}).items()}
    values = dict.fromkeys(shape.get("enum", ()), "")
    bounds = {bound: str(shape[bound]) for bound in BOUNDS if bound in shape}
    return Shape(members or values or bounds, plain(shape.get("documentation", "")))


def _object(document: Any, path: str) -> Shape | None:
    """The resource itself, or the object below a path of properties."""
    node = document
    for name in () if path == RESOURCE else path.split("."):
        node = _inner(document, node).get("properties", {}).get(name)
        if node is None:
            return None
    whole = _inner(document, node)
    parts = {key: plain(_inner(document, entry, words=True)) for key, entry in whole.get("properties", {}).items()}
    values = dict.fromkeys(map(str, whole.get("enum", ())), "")
    bounds = {key: str(whole[key]) for key in ("maximum", "minimum", "maxLength", "pattern") if key in whole}
    return Shape(parts or values or bounds, plain(whole.get("description", "")))


def _inner(document: Any, node: Any, *, words: bool = False) -> Any:
    """The node that a reference or a list leads to; or the words that stand at it."""
    own = node.get("description", "")
    while "$ref" in node or "items" in node:
        node = node["items"] if "items" in node else _referred(document, node["$ref"])
    return own or node.get("description", "") if words else node


def _referred(document: Any, reference: str) -> Any:
    node = document
    for name in reference.removeprefix("#/").split("/"):
        node = node[name]
    return node
