"""The pages that are made from the data: one for each feature, option and schema, and one for each kind of entry.

What a page looks like says its template in `templates/`; nothing of the text is written here. A text of the data
passes through the filter `text`, so that nothing in it is taken for markup.
"""

from __future__ import annotations

import json
import posixpath
import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

import jinja2
from jsonschema2md import Parser

from apigw_choose.renderers.page import MARKS, MEANINGS
from site_features import (
    amount,
    distinct_rules,
    features_of,
    needed_alone,
    related,
    rules_about,
    unexplained,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from apigw_choose.model.matrix import Feature, Matrix, Option, Price, Source

FEATURES, OPTIONS, SCHEMAS = "reference/features", "reference/options", "reference/schemas"
BASES = {
    "documented": "a page says so",
    "model": "a machine-readable model of the vendor shows it",
    "inferred": "inferred, the pages do not say it in so many words",
}
_TEMPLATES = Path(__file__).with_name("templates")
_SPECIAL = re.compile(r"[!-'*+:<-@\[-`{-~-]|(?<=^\d)\.|(?<=\d)\.(?= )")
"""What Markdown may take for markup, in ASCII: all but full stops, commas and the like."""
_TRIAL = re.compile(r" \(\[Test\]\(https://regexr\.com/[^)]*\)\)")
_REFERENCE = re.compile(r"Refer to \*\[#/\$defs/([^\]]+)\]\((#[^)]+)\)\*")


def text(said: str) -> str:
    """A text of the data as Markdown that shows just this text."""
    return _SPECIAL.sub(lambda special: "".join(f"&#{ord(one)};" for one in special[0]), said)


def money(price: Price) -> str:
    """A list price as it is written."""
    return f"{price.micros / 1_000_000:.2f} {price.currency}"


class Pages:
    """Makes the pages, each with the path at which it stands among the others."""

    def __init__(self, matrix: Matrix, schemas: Path) -> None:
        self.matrix = matrix
        self.schemas = {
            file.name.removesuffix(".schema.json"): json.loads(file.read_text("utf-8"))
            for file in sorted(schemas.glob("*.schema.json"))
        }
        self._environment = jinja2.Environment(
            loader=jinja2.FileSystemLoader(_TEMPLATES),
            autoescape=False,  # noqa: S701 - the filter `text` knows Markdown as well
            undefined=jinja2.StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
        )
        self._environment.filters |= {"text": text, "money": money, "first_upper": _first_upper}
        self._environment.globals |= {
            "matrix": matrix,
            "marks": MARKS,
            "meanings": MEANINGS,
            "bases": BASES,
            "amount": amount,
            "names": self._names,
            "sources": self._sources,
            "features_of": features_of,
        }

    def all(self) -> Iterator[tuple[str, str]]:
        """Every page, with its path."""
        matrix = self.matrix
        yield self._page(f"{FEATURES}/index.md", "features.md", legend=MEANINGS.items())
        for feature in matrix.features.values():
            yield self._feature(feature)
        yield self._page(f"{OPTIONS}/index.md", "options.md", first=next(iter(matrix.options.values())))
        for option in matrix.options.values():
            yield self._option(option)
        yield self._page("reference/claims.md", "claims.md")
        yield self._page("reference/rules.md", "rules.md", rules=distinct_rules(matrix))
        yield self._page("reference/workarounds.md", "workarounds.md")
        yield self._page("reference/glossary.md", "glossary.md")
        yield self._page("reference/history.md", "history.md", arrivals=unexplained(matrix, matrix.features.values()))
        yield self._page(f"{SCHEMAS}/index.md", "schemas.md", schemas=self.schemas)
        for name, schema in self.schemas.items():
            yield f"{SCHEMAS}/{name}.md", schema_page(name, schema)

    def navigation(self) -> dict[str, dict[str, list[Any]]]:
        """What stands in the navigation in the place of each name in angle brackets."""
        by_category: dict[str, list[Any]] = {}
        for feature in self.matrix.features.values():
            by_category.setdefault(feature.category, []).append({feature.id: f"{FEATURES}/{feature.id}.md"})
        categories = [{self.matrix.categories[category]: pages} for category, pages in by_category.items()]
        options = [{option.name: f"{OPTIONS}/{option.id}.md"} for option in self.matrix.options.values()]
        schemas = [{name: f"{SCHEMAS}/{name}.md"} for name in self.schemas]
        return {
            "<features>": {"Features": [f"{FEATURES}/index.md", *categories]},
            "<options>": {_first_upper(self.matrix.nouns): [f"{OPTIONS}/index.md", *options]},
            "<schemas>": {"JSON Schemas": [f"{SCHEMAS}/index.md", *schemas]},
        }

    def _feature(self, feature: Feature) -> tuple[str, str]:
        matrix, about = self.matrix, feature.id
        needed, decision = needed_alone(matrix, feature)
        return self._page(
            f"{FEATURES}/{about}.md",
            "feature.md",
            feature=feature,
            needed=needed,
            decision=decision,
            claims=[claim for claim in matrix.claims.values() if about in claim.features],
            rules=rules_about(matrix, feature),
            workarounds=[way for way in matrix.workarounds.values() if about in way.satisfies],
            alternatives=[way for way in matrix.alternatives.values() if any(about in some for some in way.sets)],
            changes=[change for change in matrix.history.values() if about in change.features],
            arrivals=unexplained(matrix, [feature]),
            related=related(matrix, feature),
            terms=[term for term in matrix.glossary.values() if about in term.features],
        )

    def _option(self, option: Option) -> tuple[str, str]:
        features = self.matrix.features.values()
        by_support: dict[str, list[str]] = {support: [] for support in MEANINGS}
        for feature in features:
            by_support[feature.cells[option.id].support].append(feature.id)
        alone = [
            feature
            for feature in features
            if [name for name, cell in feature.cells.items() if cell.support in ("full", "partial")] == [option.id]
        ]
        claims = [claim for claim in self.matrix.claims.values() if option.id in claim.options]
        return self._page(
            f"{OPTIONS}/{option.id}.md", "option.md", option=option, by_support=by_support, alone=alone, claims=claims
        )

    def _page(self, path: str, template: str, **values: Any) -> tuple[str, str]:
        def to(other: str) -> str:
            return posixpath.relpath(other, posixpath.dirname(path))

        def linked(features: Iterable[str]) -> str:
            return ", ".join(f"[`{feature}`]({to(f'{FEATURES}/{feature}.md')})" for feature in features)

        return path, self._environment.get_template(template).render(to=to, linked=linked, **values)

    def _names(self, options: Sequence[str]) -> str:
        return ", ".join(text(self.matrix.options[option].name) for option in options)

    def _sources(self, sources: Sequence[Source]) -> str:
        return self._environment.get_template("sources.md").render(sources=sources)


def schema_page(name: str, schema: dict[str, Any]) -> str:
    """A schema, for people."""
    parser = Parser(show_examples="all")
    _, *lines = "".join(parser.parse_schema(schema)).split("\n")  # its heading is ours
    listed = _REFERENCE.sub(r"See [\1](\2)", _TRIAL.sub("", "\n".join(lines))).replace("</a>: See", "</a>See")
    listed = re.sub(r"^ +", lambda indent: indent[0] * 2, listed, flags=re.MULTILINE)  # by as much as MkDocs asks for
    return (
        f"---\ntitle: {name}\n---\n\n# {schema['title']}\n\n`apigw-choose schema {name}` prints this as JSON.\n{listed}"
    )


def _first_upper(said: str) -> str:
    return said[:1].upper() + said[1:]
