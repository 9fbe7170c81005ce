"""The argument in words: what the needs rule out, and which comparison decided between the rest."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from apigw_choose.engine.rank import Standing, deciding_criterion
from apigw_choose.engine.wording import both, either, sign_of
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
_NUMBERS = {2: "two", 3: "three", 4: "four", 5: "five", 6: "six"}


def headline(matrix: Matrix, requirements: Requirements, verdicts: Verdicts, ranked: Ranked) -> str:
    """The answer in one sentence, enough for someone in a hurry."""
    sentence = _answer(matrix, requirements, verdicts, ranked)
    return sentence if matrix.sentences else sentence[:1].upper() + sentence[1:]


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
        return _headline_of_one(matrix, requirements, verdicts, name)
    if len(ranked) == 1:
        return matrix.say("{name}: the only {noun} that is left.", name=name, noun=matrix.noun)
    return matrix.say(
        "{name}: of the {count} {nouns} that meet every need, {better}."
        if requirements.needs
        else "{name}: of the {count} {nouns} that are left, {better}.",
        name=name,
        count=matrix.say(_NUMBERS[len(ranked)]) if len(ranked) in _NUMBERS else len(ranked),
        nouns=matrix.nouns,
        better=matrix.say(_THE_BETTER[deciding_criterion(*ranked[:2])][bool(ranked[2:])]),
    )


def list_price(matrix: Matrix, price: Price) -> str:
    """A list price as a person reads it: `$3.50 per million requests`."""
    return matrix.say("{money} per {per}", money=amount_of(price), per=price.per)


def amount_of(price: Price) -> str:
    """The amount of a list price: `$3.50`."""
    whole, fraction = divmod(price.micros, 1_000_000)
    digits = f"{fraction:06d}".rstrip("0").ljust(2, "0")
    return f"{sign_of(price.currency)}{whole}.{digits}"


def asked_for(matrix: Matrix, feature: str, amount: int | None) -> str:
    """A need or want as it is written: `waf`, `integration-timeout=60s`."""
    quantity = matrix.features[feature].quantity
    return feature if amount is None or quantity is None else f"{feature}={quantity.write(amount)}"


def _headline_of_one(matrix: Matrix, requirements: Requirements, verdicts: Verdicts, name: str) -> str:
    """Says so when it is not known of another one, or when an assumption, and not a need, ruled another one out."""
    said = {"name": name, "noun": matrix.noun, "needed": _all_that_is_needed(matrix, requirements)}
    unsure = [matrix.options[entry.option].name for entry in verdicts if entry.possible and not entry.set_aside]
    if unsure:
        others = either(matrix, unsure)
        return matrix.say("{name}: the only {noun} known to have {needed}; {others} may.", **said, others=others)
    aside = [matrix.options[verdict.option].name for verdict in verdicts if verdict.eligible and verdict.set_aside]
    if aside:
        others = both(matrix, aside)
        return matrix.say("{name}: the only {noun} with {needed}, with {others} set aside.", **said, others=others)
    return matrix.say("{name}: the only {noun} with {needed}.", **said)


def _headline_of_none(matrix: Matrix, requirements: Requirements, verdicts: Verdicts) -> str:
    needed = _all_that_is_needed(matrix, requirements)
    aside = [matrix.options[verdict.option].name for verdict in verdicts if verdict.eligible]
    if aside:
        return matrix.say(
            "Only {names} have {needed}, and they are set aside: see Assumed."
            if aside[1:]
            else "Only {names} has {needed}, and it is set aside: see Assumed.",
            names=both(matrix, aside),
            needed=needed,
        )
    unsure = [matrix.options[verdict.option].name for verdict in verdicts if verdict.possible]
    if unsure:
        return matrix.say(
            "No {noun} is known to have {needed}; {others} may.",
            noun=matrix.noun,
            needed=needed,
            others=either(matrix, unsure),
        )
    return matrix.say("No single {noun} has {needed}.", noun=matrix.noun, needed=needed)


def _all_that_is_needed(matrix: Matrix, requirements: Requirements) -> str:
    needs = requirements.needs
    if len(needs) == 1:
        return asked_for(matrix, needs[0].feature, needs[0].amount)
    return matrix.say("both") if not needs[2:] else matrix.say("all {count} needs", count=len(needs))


def _needs_that_rule_out(matrix: Matrix, requirements: Requirements, verdicts: Verdicts) -> Iterable[Reason]:
    for number, need in enumerate(requirements.needs):
        findings = {verdict.option: verdict.needs[number] for verdict in verdicts}
        without = tuple(option for option, finding in findings.items() if not finding.met)
        if without:
            said = asked_for(matrix, need.feature, need.amount)
            having = [option for option, finding in findings.items() if finding.met]
            has, lacks = _who_has(matrix, having), _who_lacks(matrix, findings, without)
            text = matrix.say("{asked}: {has}, {lacks}.", asked=said, has=has, lacks=lacks)
            yield Reason("need", text, (need.feature,), without)


def _who_has(matrix: Matrix, options: list[str]) -> str:
    if not options:
        return matrix.say("no {noun} has it", noun=matrix.noun)
    names = both(matrix, (matrix.options[option].name for option in options))
    return matrix.say("{names} has it" if len(options) == 1 else "{names} have it", names=names)


def _who_lacks(matrix: Matrix, findings: dict[str, Finding], options: tuple[str, ...]) -> str:
    known = [matrix.options[option].name for option in options if findings[option].support != "unknown"]
    unknown = [matrix.options[option].name for option in options if findings[option].support == "unknown"]
    does_not = "{names} does not" if len(known) == 1 else "{names} do not"
    parts = [matrix.say(does_not, names=both(matrix, known))] if known else []
    parts += [matrix.say("of {names} it is not known", names=both(matrix, unknown))] if unknown else []
    return both(matrix, parts)


def _clashes(matrix: Matrix, verdicts: Verdicts) -> Iterable[Reason]:
    for verdict in verdicts:
        for clash in verdict.clashes:
            told = " ".join(rule.text for rule in clash.rules)
            name, needs = matrix.options[verdict.option].name, both(matrix, clash.needs)
            text = matrix.say("{name} cannot have {needs} together. {rules}", name=name, needs=needs, rules=told)
            yield Reason("clash", text, clash.needs, (verdict.option,))


def _set_aside(matrix: Matrix, verdicts: Verdicts) -> Iterable[Reason]:
    for verdict in verdicts:
        if verdict.eligible and verdict.set_aside:
            assumption = next(entry for entry in matrix.assumptions if entry.id == verdict.set_aside)
            text = matrix.say(
                "{name} is set aside: assumed that {text}, since {because}.",
                name=matrix.options[verdict.option].name,
                text=assumption.text,
                because=assumption.because,
            )
            yield Reason("assumption", text, (), (verdict.option,))


def _comparisons(matrix: Matrix, requirements: Requirements, verdicts: Verdicts, ranked: Ranked) -> Iterable[Reason]:
    """For each option that came after the first: the criterion that decided between the two."""
    for other in ranked[1:]:
        best = ranked[0]
        criterion = deciding_criterion(best, other)
        options = (best.option, other.option)
        apart = _wants_apart(verdicts, options) if criterion == "wants" else ()
        yield Reason(criterion, _comparison(matrix, requirements, criterion, best, other), apart, options)


def _comparison(matrix: Matrix, requirements: Requirements, criterion: str, best: Standing, other: Standing) -> str:
    """In which way the first of two options is the better."""
    if criterion == "price":
        return _price_reason(matrix, requirements, best, other)
    names = {"first": matrix.options[best.option].name, "second": matrix.options[other.option].name}
    if criterion == "wants":
        all_wants = sum(want.weight for want in requirements.wants)
        met = {"more": all_wants - best.wants, "less": all_wants - other.wants}
        return matrix.say("By weight, {first} meets {more} of what is wanted and {second} {less}.", **names, **met)
    if criterion == "workarounds":
        taken = {"less": best.workarounds, "more": other.workarounds}
        return matrix.say("{first} takes {less} workarounds and {second} {more}.", **names, **taken)
    if criterion == "spare":
        return matrix.say(
            "Beyond what was asked, {first} has {less} feature and {second} {more}."
            if best.spare == 1
            else "Beyond what was asked, {first} has {less} features and {second} {more}.",
            **names,
            less=best.spare,
            more=other.spare,
        )
    return matrix.say(
        "Nothing that was asked tells {first} and {second} apart; the matrix lists {first} first.", **names
    )


def _price_reason(matrix: Matrix, requirements: Requirements, best: Standing, other: Standing) -> str:
    cheaper, dearer = (matrix.options[standing.option] for standing in (best, other))
    names = {"first": cheaper.name, "second": dearer.name}
    if requirements.traffic is None or (best.price.guessed and other.price.guessed):
        prices = {"lower": list_price(matrix, cheaper.price), "higher": list_price(matrix, dearer.price)}
        return matrix.say("List price: {first} {lower}, {second} {higher}.", **names, **prices)
    if other.price.guessed:
        return matrix.say("{first} comes first, because the cost of {second} for this traffic cannot be told.", **names)
    return matrix.say("For this traffic {first} costs less than {second}.", **names)


def _wants_apart(verdicts: Verdicts, options: tuple[str, str]) -> tuple[str, ...]:
    """The wants that exactly one of two options meets."""
    left, right = (next(verdict for verdict in verdicts if verdict.option == option) for option in options)
    pairs = zip(left.wants, right.wants, strict=True)
    return tuple(dict.fromkeys(one.feature for one, two in pairs if one.met != two.met))


def pairing_of(matrix: Matrix, impasse: Impasse) -> Pairing | None:
    """What is known of having the options of a combination side by side."""
    taken = sorted(serving.option for serving in impasse.combination or ())
    return next((pairing for pairing in matrix.pairings.values() if sorted(pairing.options) == taken), None)
