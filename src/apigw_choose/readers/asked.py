"""Needs and wants as they are typed: `waf`, `integration-timeout=60s`, `caching:3`, `waf,api-keys`."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from apigw_choose.engine.vocabulary import explain_unknown, find
from apigw_choose.model.amounts import EXAMPLE, parse_amount
from apigw_choose.model.errors import InputError
from apigw_choose.model.quoting import as_typed
from apigw_choose.model.requirements import Need, Requirements, Want

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from apigw_choose.model.matrix import Feature, Matrix
    from apigw_choose.model.traffic import Traffic
    from apigw_choose.readers.requirements_file import FileRequirements

MAX_WEIGHT = 1000
_HINT = "apigw-choose features"
LONGEST_WEIGHT = 5
"""So many digits, and no more, are worth reading as a number."""


def require(
    matrix: Matrix,
    needs: Iterable[str] = (),
    wants: Iterable[str] = (),
    *,
    strict: bool = False,
    overruled: Iterable[str] = (),
    allow_workarounds: bool = False,
    file: FileRequirements | None = None,
    traffic: Mapping[str, str] | None = None,
    region: str | None = None,
    free_tier: bool = False,
) -> Requirements:
    """The requirements that some typed needs and wants express in the vocabulary of a matrix.

    What a requirements file says is added to them; what is typed of traffic takes the place of what the
    file says of the same measure.

    Raises:
        InputError: with everything that is wrong with any of them.
    """
    reading = _Reading(matrix)
    needed = [need for text in _split(needs) for need in reading.need(text)]
    wanted = [want for text in _split(wants) for want in reading.want(text)]
    overruled = tuple(overruled)
    reading.check_assumptions(overruled)
    said = {**(file.traffic if file else {}), **(traffic or {})}
    where = region if region is not None or file is None else file.region
    coming = reading.traffic(said, where, free_tier=free_tier)
    reading.finish()
    asked = Requirements.of(
        strictest([*file.needs, *needed] if file else needed, matrix),
        [*file.wants, *wanted] if file else wanted,
        strict=strict or (file is not None and file.strict),
        overruled=[*file.overruled, *overruled] if file else overruled,
        allow_workarounds=allow_workarounds or (file is not None and file.allow_workarounds),
    )
    return replace(asked, traffic=coming)


def nothing_asked() -> InputError:
    """What is said when neither needs and wants nor traffic are."""
    return InputError("nothing is asked; say at least one --need or --want", hint=_HINT)


def no_traffic() -> InputError:
    """What is said when costs are asked for and no traffic is told."""
    return InputError("nothing is said of traffic; say at least --requests 50M/month", hint="apigw-choose cost --help")


class _Reading:
    """Reads typed needs and wants, keeping every mistake so that all are told at once."""

    def __init__(self, matrix: Matrix) -> None:
        self.matrix = matrix
        self.unknown: list[str] = []
        self.mistakes: list[str] = []

    def need(self, text: str) -> list[Need]:
        read = self._read(text, "--need", weighted=False)
        return [Need(feature.id, amount, f"--need {text}") for feature, amount, _ in read]

    def want(self, text: str) -> list[Want]:
        read = self._read(text, "--want", weighted=True)
        return [Want(feature.id, amount, weight, f"--want {text}") for feature, amount, weight in read]

    def _read(self, text: str, flag: str, *, weighted: bool) -> list[tuple[Feature, int | None, int]]:
        """The feature, amount and weight; none, with the mistake noted, where the text says no such thing."""
        body, colon, weight_text = text.partition(":")
        name, equals, amount_text = body.partition("=")
        found = find(self.matrix, name.strip())
        if found is None:
            self.unknown.append(explain_unknown(self.matrix, name))
            return []
        feature, meant = found
        try:
            weight = _weight(weight_text, weighted=weighted) if colon else 1
            amount = amount_of(feature, name, amount_text if equals else None, meant)
        except ValueError as error:
            self.mistakes.append(f"{flag} {as_typed(text)}: {error}")
            return []
        return [(feature, amount, weight)]

    def check_assumptions(self, names: Iterable[str]) -> None:
        mistaken = ((name, mistake_in_assumption(self.matrix, name)) for name in names)
        self.mistakes += [f"--no-assume {as_typed(name)}: {mistake}" for name, mistake in mistaken if mistake]

    def traffic(self, said: Mapping[str, str], region: str | None, *, free_tier: bool) -> Traffic | None:
        if not said and region is None:
            return None
        from apigw_choose.readers.traffic import read_traffic  # most decisions speak of none

        coming, mistakes = read_traffic(self.matrix.costs, said, region, free_tier=free_tier)
        for name, mistake in mistakes.items():
            text = as_typed(said.get(name, region or ""))
            self.mistakes.append(f"--{name.replace('_', '-')} {text}: {mistake}")
        return coming

    def finish(self) -> None:
        problems = list(self.mistakes)
        if self.unknown:
            what = "no such feature" if len(self.unknown) == 1 else "no such features"
            problems.insert(0, f"{what}: {', '.join(dict.fromkeys(self.unknown))}")
        if problems:
            raise InputError(problems, hint=_HINT if self.unknown else None)


def _split(texts: Iterable[str]) -> Iterable[str]:
    for text in texts:
        yield from text.split(",")


def _weight(text: str, *, weighted: bool) -> int:
    if not weighted:
        raise ValueError("a need has no weight; say it as a want, or leave the weight out")
    return weight_of(text)


def weight_of(text: str) -> int:
    """The weight that a text says.

    Raises:
        ValueError: with a sentence, when it says none.
    """
    if not (text.isascii() and text.isdigit() and len(text) <= LONGEST_WEIGHT and 1 <= int(text) <= MAX_WEIGHT):
        raise ValueError(f"the weight {text!r} is not a whole number from 1 to {MAX_WEIGHT}")
    return int(text)


def amount_of(feature: Feature, name: str, text: str | None, meant: int | None, sign: str = "=") -> int | None:
    """The amount that is asked of a feature, in base units; None of a capability.

    Args:
        feature: what is asked for
        name: what it was called
        text: the amount as written, if any
        meant: the amount for which the name itself stands, if any
        sign: what joins a feature and its amount where this was written, for advice

    Raises:
        ValueError: with a sentence, when the feature takes no amount, needs one, or not such a one.
    """
    if feature.quantity is None:
        if text is not None:
            raise ValueError(f"{feature.id} is had or not had, it takes no amount; say {feature.id} alone")
        return None
    example = EXAMPLE[feature.quantity.dimension]
    if meant is not None:
        if text is not None:
            raise ValueError(f"{name} stands for an amount already; say {feature.id}{sign}{example}")
        return meant
    if text is None:
        raise ValueError(f"{feature.id} is a quantity; say how much, such as {feature.id}{sign}{example}")
    return parse_amount(text, feature.quantity.dimension)


def mistake_in_assumption(matrix: Matrix, name: str) -> str | None:
    """What is wrong with the name of an assumption; None where the matrix makes it."""
    known = [assumption.id for assumption in matrix.assumptions]
    if name in known:
        return None
    there = f"there is {', '.join(known)}" if known else "the matrix makes none"
    return f"no such assumption; {there}"


def strictest(needs: Iterable[Need], matrix: Matrix) -> list[Need]:
    """Of several needs for one quantity, the one that implies the others."""
    kept: dict[str, Need] = {}
    for need in needs:
        before = kept.get(need.feature)
        quantity = matrix.features[need.feature].quantity
        if before is None or (
            quantity
            and before.amount is not None
            and need.amount is not None
            and not quantity.reaches(before.amount, need.amount)
        ):
            kept[need.feature] = need
    return list(kept.values())
