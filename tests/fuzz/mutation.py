"""Valid documents, broken in a few places: what a fuzz target feeds its reader."""

from __future__ import annotations

import json
from copy import deepcopy
from typing import TYPE_CHECKING, Any

import yaml
from hypothesis import strategies as st

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from random import Random

Tree = Any
Wrap = Any
"""A value with `Ellipsis` somewhere in it, which stands for what is wrapped."""

ODD_LEAVES: tuple[Any, ...] = (
    *("", " ", "x", "0", "*", "-", "null", "true", "1e999", "9" * 400, "a" * 300, "a\nb", "\u202e\x1b[31m", "é"),
    *(0, 1, -1, 2, 3.5, 10**30, 1e308, -0.0, True, False, None),
    *([], {}, [None], {"": ""}, [[]], {"a": {"b": ["c"]}}),
)
MOST_MUTATIONS = 6
TOKENS = (*"\"'{}[]:,#&*!|>%@`\\-?=<~$()\n\t", "\n  ", "${", "}}", "<<EOT\n", "/*", "\r\n", "\x85", "\ufeff", "é")


class Pool:
    """Seeds, and the keys and values in them with which others are broken."""

    def __init__(self, seeds: Sequence[Tree], words: Sequence[Any] = (), wraps: Sequence[Wrap] = ()) -> None:
        self.seeds = tuple(seeds)
        values = [value for seed in seeds for _, _, value in places(seed)]
        self.values = (*(value for value in values if len(json.dumps(value, default=str)) < 2000), *words)
        self.keys = tuple(dict.fromkeys(key for seed in seeds for _, key, _ in places(seed) if isinstance(key, str)))
        self.words = (*ODD_LEAVES, *words)
        self.wraps = ([...], {"x": ...}, *wraps)

    def mutants(self) -> st.SearchStrategy[Tree]:
        """A seed with up to six changes; now and then one without any."""

        @st.composite
        def mutant(draw: st.DrawFn) -> Tree:
            random = draw(st.randoms(use_true_random=False))
            tree = deepcopy(random.choice(self.seeds))
            for _ in range(MOST_MUTATIONS):
                if random.randrange(5) == 4:  # not a number drawn beforehand: a case that goes on is a change to it
                    break
                self.mutate(tree, random)
            return tree

        return mutant()

    def mutate(self, tree: Tree, random: Random) -> None:
        """Change one place of a document."""
        spots = [(container, key) for container, key, _ in places(tree)]
        if spots:
            container, key = random.choice(spots)
            random.choice(_CHANGES)(self, container, key, random)

    def wrapped(self, value: Tree, random: Random) -> Tree:
        """The value inside one of the wraps."""
        return _filled(random.choice(self.wraps), value)


def places(tree: Tree) -> Iterator[tuple[Any, Any, Tree]]:
    """Every place of a document: the list or mapping, the index or key there, and the value."""
    entries = tree.items() if isinstance(tree, dict) else enumerate(tree) if isinstance(tree, list) else ()
    for key, value in entries:
        yield tree, key, value
        yield from places(value)


def texts(trees: st.SearchStrategy[Tree], write: Callable[[Tree, Random], str]) -> st.SearchStrategy[str]:
    """The documents as text, one in eight of them damaged as a text as well."""

    @st.composite
    def text(draw: st.DrawFn) -> str:
        tree = draw(trees)
        random = draw(st.randoms(use_true_random=False))
        written = write(tree, random)
        return damaged(written, random) if random.randrange(8) == 7 else written

    return text()


def damaged(text: str, random: Random) -> str:
    """The text with one passage cut, said twice, or with a token in it."""
    begin = random.randint(0, len(text))
    end = min(len(text), begin + random.randint(0, 40))
    middle: str = random.choice(["", text[begin:end] * 2, random.choice(TOKENS) + text[begin:end]])
    return text[:begin] + middle + text[end:]


def as_yaml_or_json(tree: Tree, random: Random) -> str:
    """One of the spellings of a document; a lone surrogate only JSON can spell."""
    kind = random.randrange(4)
    if kind == 0:
        return json.dumps(tree, indent=1)
    if kind == 1:
        return json.dumps(tree, ensure_ascii=False).encode("utf-8", "replace").decode("utf-8")
    return yaml.safe_dump(tree, sort_keys=False, allow_unicode=kind == 2, default_flow_style=kind == 3)


def _filled(wrap: Wrap, value: Tree) -> Tree:
    if wrap is ...:
        return value
    if isinstance(wrap, dict):
        return {key: _filled(part, value) for key, part in wrap.items()}
    return [_filled(part, value) for part in wrap] if isinstance(wrap, list) else wrap


def _drop(_: Pool, container: Any, key: Any, __: Random) -> None:
    del container[key]


def _odd(pool: Pool, container: Any, key: Any, random: Random) -> None:
    container[key] = deepcopy(random.choice(pool.words))


def _other(pool: Pool, container: Any, key: Any, random: Random) -> None:
    container[key] = deepcopy(random.choice(pool.values))


def _wrap(pool: Pool, container: Any, key: Any, random: Random) -> None:
    container[key] = pool.wrapped(container[key], random)


def _rename(pool: Pool, container: Any, key: Any, random: Random) -> None:
    if isinstance(container, dict):
        new = random.choice(pool.keys)
        entries = [(new if name == key else name, value) for name, value in container.items()]
        container.clear()
        container.update(entries)


def _add(pool: Pool, container: Any, key: Any, random: Random) -> None:
    value = deepcopy(random.choice([container[key], random.choice(pool.values), random.choice(pool.words)]))
    if isinstance(container, dict):
        container[random.choice(pool.keys)] = value
    else:
        container.insert(key, value)


def _swap(_: Pool, container: Any, key: Any, random: Random) -> None:
    other = random.choice(list(container) if isinstance(container, dict) else list(range(len(container))))
    container[key], container[other] = container[other], container[key]


_CHANGES: tuple[Callable[[Pool, Any, Any, Random], None], ...] = (
    _drop,
    _odd,
    _other,
    _other,
    _wrap,
    _rename,
    _add,
    _swap,
)
