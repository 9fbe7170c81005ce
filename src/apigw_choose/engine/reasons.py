"""The argument in words: what the needs rule out, and which comparison decided between the rest."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from apigw_choose.engine.rank import Standing, deciding_criterion
from apigw_choose.engine.wording import join, sign_of
from apigw_choose.model.decision import Finding, OptionVerdict, Reason

if TYPE_CHECKING:
    from apigw_choose.model.impasse import Impasse
    from apigw_choose.model.matrix import Matrix, Price
    from apigw_choose.model.reference import Pairing
    from apigw_choose.model.requirements import Requirements

Verdicts = Sequence[OptionVerdict]
Ranked = Sequence[Standing]

_THE_BETTER = {
    "workarounds": ("the one that takes fewer workarounds", "the one that takes the fewest workarounds"),
    "wants": ("the one that meets more of your wants", "the one that meets most of your wants"),
    "price": ("the cheaper", "the cheapest"),
    "spare": ("the simpler", "the simplest"),
    "place": ("the first listed; nothing tells them apart", "the first listed; nothing tells them apart"),
}
_NUMBERS = ("no", "one", "two", "three", "four", "five", "six")


def headline(matrix: Matrix, requirements: Requirements, verdicts: Verdicts, ranked: Ranked) -> str:
    """The answer in one sentence, enough for someone in a hurry."""
    sentence = _answer(matrix, requirements, verdicts, ranked)
    return sentence[:1].upper() + sentence[1:]


def reasons(matrix: Matrix, requirements: Requirements, verdicts: Verdicts, ranked: Ranked) -> tuple[Reason, ...]:
    """Every step of the argument, the deciding ones first."""
    return (
        *_needs_that_rule_out(matrix, requirements, verdicts),
        *_clashes(matrix, verdicts),
        *_set_aside(matrix, verdicts),
        *_comparisons(matrix, requirements, verdicts, ranked),
    )


def _answer(matrix: Matrix, requirements: Requirements, verdicts: Verdicts, ranked: Ranked) -> str:
    if not ranked:
        return _headline_of_none(matrix, requirements, verdicts)
    name = matrix.options[ranked[0].option].name
    if len(ranked) == 1 and requirements.needs and len(matrix.options) > 1:
        needed = _all_that_is_needed(matrix, requirements)
        unsure = [matrix.options[entry.option].name for entry in verdicts if entry.possible and not entry.set_aside]
        if unsure:
            return f"{name}: the only {matrix.noun} known to have {needed}; {join(unsure, 'or')} may."
        return f"{name}: the only {matrix.noun} with {needed}{_but(matrix, verdicts)}."
    if len(ranked) == 1:
        return f"{name}: the only {matrix.noun} that is left."
    better = _THE_BETTER[deciding_criterion(*ranked[:2])][bool(ranked[2:])]
    count = _NUMBERS[len(ranked)] if len(ranked) < len(_NUMBERS) else str(len(ranked))
    which = "that meet every need" if requirements.needs else "that are left"
    return f"{name}: of the {count} {matrix.nouns} {which}, {better}."


def list_price(price: Price) -> str:
    """A list price as a person reads it: `$3.50 per million requests`."""
    sign = sign_of(price.currency)
    whole, fraction = divmod(price.micros, 1_000_000)
    digits = f"{fraction:06d}".rstrip("0").ljust(2, "0")
    return f"{sign}{whole}.{digits} per {price.per}"


def asked_for(matrix: Matrix, feature: str, amount: int | None) -> str:
    """A need or want as it is written: `waf`, `integration-timeout=60s`."""
    quantity = matrix.features[feature].quantity
    return feature if amount is None or quantity is None else f"{feature}={quantity.write(amount)}"


def _headline_of_none(matrix: Matrix, requirements: Requirements, verdicts: Verdicts) -> str:
    needed = _all_that_is_needed(matrix, requirements)
    aside = [matrix.options[verdict.option].name for verdict in verdicts if verdict.eligible]
    if aside:
        has, is_aside = ("have", "they are") if aside[1:] else ("has", "it is")
        return f"Only {join(aside)} {has} {needed}, and {is_aside} set aside: see Assumed."
    unsure = [matrix.options[verdict.option].name for verdict in verdicts if verdict.possible]
    if unsure:
        return f"No {matrix.noun} is known to have {needed}; {join(unsure, 'or')} may."
    return f"No single {matrix.noun} has {needed}."


def _all_that_is_needed(matrix: Matrix, requirements: Requirements) -> str:
    needs = requirements.needs
    if len(needs) == 1:
        return asked_for(matrix, needs[0].feature, needs[0].amount)
    return "both" if not needs[2:] else f"all {len(needs)} needs"


def _but(matrix: Matrix, verdicts: Verdicts) -> str:
    """Says so when an assumption, and not a need, ruled another option out."""
    aside = [matrix.options[verdict.option].name for verdict in verdicts if verdict.eligible and verdict.set_aside]
    return f", with {join(aside)} set aside" if aside else ""


def _needs_that_rule_out(matrix: Matrix, requirements: Requirements, verdicts: Verdicts) -> Iterable[Reason]:
    for number, need in enumerate(requirements.needs):
        findings = {verdict.option: verdict.needs[number] for verdict in verdicts}
        without = tuple(option for option, finding in findings.items() if not finding.met)
        if without:
            said = asked_for(matrix, need.feature, need.amount)
            having = [option for option, finding in findings.items() if finding.met]
            text = f"{said}: {_who_has(matrix, having)}, {_who_lacks(matrix, findings, without)}."
            yield Reason("need", text, (need.feature,), without)


def _who_has(matrix: Matrix, options: list[str]) -> str:
    if not options:
        return f"no {matrix.noun} has it"
    names = join(matrix.options[option].name for option in options)
    return f"{names} has it" if len(options) == 1 else f"{names} have it"


def _who_lacks(matrix: Matrix, findings: dict[str, Finding], options: tuple[str, ...]) -> str:
    known = [matrix.options[option].name for option in options if findings[option].support != "unknown"]
    unknown = [matrix.options[option].name for option in options if findings[option].support == "unknown"]
    parts = [f"{join(known)} {'does' if len(known) == 1 else 'do'} not"] if known else []
    parts += [f"of {join(unknown)} it is not known"] if unknown else []
    return join(parts)


def _clashes(matrix: Matrix, verdicts: Verdicts) -> Iterable[Reason]:
    for verdict in verdicts:
        for clash in verdict.clashes:
            told = " ".join(rule.text for rule in clash.rules)
            text = f"{matrix.options[verdict.option].name} cannot have {join(clash.needs)} together. {told}"
            yield Reason("clash", text, clash.needs, (verdict.option,))


def _set_aside(matrix: Matrix, verdicts: Verdicts) -> Iterable[Reason]:
    for verdict in verdicts:
        if verdict.eligible and verdict.set_aside:
            assumption = next(entry for entry in matrix.assumptions if entry.id == verdict.set_aside)
            name = matrix.options[verdict.option].name
            text = f"{name} is set aside: assumed that {assumption.text}, since {assumption.because}."
            yield Reason("assumption", text, (), (verdict.option,))


def _comparisons(matrix: Matrix, requirements: Requirements, verdicts: Verdicts, ranked: Ranked) -> Iterable[Reason]:
    """For each option that came after the first: the criterion that decided between the two."""
    for other in ranked[1:]:
        best = ranked[0]
        criterion = deciding_criterion(best, other)
        options = (best.option, other.option)
        names = [matrix.options[option].name for option in options]
        if criterion == "wants":
            met = [sum(want.weight for want in requirements.wants) - standing.wants for standing in (best, other)]
            text = f"By weight, {names[0]} meets {met[0]} of what is wanted and {names[1]} {met[1]}."
            yield Reason(criterion, text, _wants_apart(verdicts, options), options)
        elif criterion == "workarounds":
            text = f"{names[0]} takes {best.workarounds} workarounds and {names[1]} {other.workarounds}."
            yield Reason(criterion, text, (), options)
        elif criterion == "price":
            yield Reason(criterion, _price_reason(matrix, requirements, best, other), (), options)
        elif criterion == "spare":
            features = "feature" if best.spare == 1 else "features"
            text = f"Beyond what was asked, {names[0]} has {best.spare} {features} and {names[1]} {other.spare}."
            yield Reason(criterion, text, (), options)
        else:
            text = f"Nothing that was asked tells {names[0]} and {names[1]} apart; the matrix lists {names[0]} first."
            yield Reason(criterion, text, (), options)


def _price_reason(matrix: Matrix, requirements: Requirements, best: Standing, other: Standing) -> str:
    cheaper, dearer = (matrix.options[standing.option] for standing in (best, other))
    if requirements.traffic is None or (best.price.guessed and other.price.guessed):
        return f"List price: {cheaper.name} {list_price(cheaper.price)}, {dearer.name} {list_price(dearer.price)}."
    if other.price.guessed:
        return f"{cheaper.name} comes first, because the cost of {dearer.name} for this traffic cannot be told."
    return f"For this traffic {cheaper.name} costs less than {dearer.name}."


def _wants_apart(verdicts: Verdicts, options: tuple[str, str]) -> tuple[str, ...]:
    """The wants that exactly one of two options meets."""
    left, right = (next(verdict for verdict in verdicts if verdict.option == option) for option in options)
    pairs = zip(left.wants, right.wants, strict=True)
    return tuple(dict.fromkeys(one.feature for one, two in pairs if one.met != two.met))


def pairing_of(matrix: Matrix, impasse: Impasse) -> Pairing | None:
    """What is known of having the options of a combination side by side."""
    taken = sorted(serving.option for serving in impasse.combination or ())
    return next((pairing for pairing in matrix.pairings.values() if sorted(pairing.options) == taken), None)
