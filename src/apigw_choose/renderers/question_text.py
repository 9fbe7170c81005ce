"""What the questionnaire says, as text for a terminal: each page is read from top to bottom and never redrawn."""

from __future__ import annotations

from typing import TYPE_CHECKING

from apigw_choose.engine.interview import grounds
from apigw_choose.engine.wording import both, either, row
from apigw_choose.model.amounts import EXAMPLE
from apigw_choose.renderers.page import Page, Style, first_sentence

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from apigw_choose.engine.interview import Choice, Entry, Question, Survey
    from apigw_choose.model.matrix import Matrix

HELP = {
    "y, n": "yes and no, to a question about one thing",
    "1,3 or 1 3": "the numbers of what you need; the rest of the list you do not",
    "Enter": "none, where a list is asked; elsewhere it answers nothing",
    "60s, 8MB": "an amount, where it is asked how much",
    "s": "you do not know: it is noted, and listed at the end as something to find out",
    "s3": "in a list: of number 3 you do not know; so `1 s3` is a yes to 1 and no answer to 3",
    "w": "why this is asked, and what the matrix says",
    "b": "back to the question before",
    "q": "stop, and save the answers when --save was given",
    "Ctrl-C": "stop and save nothing",
}
_KEYS = "s don't know, w why, b back, q save and stop, ? help"


def question_text(matrix: Matrix, survey: Survey, question: Question, number: int, style: Style) -> str:
    """A question, as it is first asked."""
    page = Page(style)
    possible = row(matrix, (matrix.options[option].short for option in survey.possible))
    text = "Question {number}, at most {most} to go.  Still possible: {names}"
    page.line()
    page.line(matrix.say(text, number=number, most=survey.at_most, names=possible), "bold")
    if question.kind == "any":
        _list(page, matrix, survey, question)
    elif question.kind == "one":
        entry = question.entries[0]
        page.line(matrix.say("Do you need this?"))
        page.rows([(entry.feature, _told(matrix, entry))])
        page.line(matrix.say("A yes {effect}.", effect=_effect(matrix, survey, question.rules_out)))
        page.line(matrix.say("[y, n, {keys}]", keys=matrix.say(_KEYS)), "dim")
    else:
        page.line(matrix.say("How much of this do you need?"))
        _amounts(page, matrix, survey, question.entries[0])
    return page.text()


def amount_text(matrix: Matrix, survey: Survey, entry: Entry, style: Style) -> str:
    """What is asked of a quantity that was picked from a list, where it has several ranges."""
    page = Page(style)
    page.line(matrix.say("How much of {feature}?", feature=entry.feature))
    _amounts(page, matrix, survey, entry)
    return page.text()


def plain_amount_text(matrix: Matrix, entry: Entry, above: int | None, style: Style) -> str:
    """What is asked where any amount, or any beyond a threshold, leads to the same."""
    page = Page(style)
    quantity = matrix.features[entry.feature].quantity
    assert quantity is not None, "only quantities have amounts"
    than = "" if above is None else _beyond(matrix, entry.feature, above)
    text = "How much of {feature}, {range}?" if than else "How much of {feature}?"
    page.line(matrix.say(text, feature=entry.feature, range=than))
    text = "[an amount such as {example}, n not needed, {keys}]"
    page.line(matrix.say(text, example=EXAMPLE[quantity.dimension], keys=matrix.say(_KEYS)), "dim")
    return page.text()


def why_text(matrix: Matrix, survey: Survey, question: Question, style: Style) -> str:
    """Why a question is asked: what each entry would rule out, and because of what."""
    page = Page(style)
    if question.rules_out == survey.possible:
        text = "No {noun} that is still possible has this; with a yes, you would be told the ways out."
    elif question.rules_out:
        text = "Of what is left to ask, this tells apart most of what is still possible."
    elif question.reorders:
        text = (
            "It rules none out, but may put another first: one that takes no workaround for it, or costs less with it."
        )
    else:
        text = "It matters together with other answers, or from a certain amount on."
    page.line(matrix.say(text, noun=matrix.noun))
    for assumption in matrix.assumptions:
        if assumption.id in question.ends:
            page.line(matrix.say("So far it is assumed that {text}. A yes ends that.", text=assumption.text))
    page.rows(
        (_name(matrix, entry), matrix.options[option].short, first_sentence(reason))
        for entry in question.entries
        for option, reason in grounds(matrix, survey.requirements, entry)
    )
    return page.text()


def help_text(matrix: Matrix, style: Style) -> str:
    """What can be typed."""
    page = Page(style)
    page.rows((keys, matrix.say(HELP[keys])) for keys in HELP)
    return page.text()


def decided_text(matrix: Matrix, survey: Survey, style: Style) -> str:
    """That nothing can lead to another option any more, and the offer to go on."""
    page = Page(style)
    assert survey.recommendation is not None, "where none is recommended, there is nothing left to ask"
    name = matrix.options[survey.recommendation].name
    text = (
        "Decided: {name}. One question could still leave nothing that fits. Ask it?"
        if survey.at_most == 1
        else "Decided: {name}. At most {count} questions could still leave nothing that fits. Ask them?"
    )
    page.line()
    page.line(matrix.say(text, name=name, count=survey.at_most))
    page.line(matrix.say("[y or Enter, n to stop here, b back, q save and stop]"), "dim")
    return page.text()


def nothing_left_text(matrix: Matrix, headline: str, style: Style) -> str:
    """That no option is left, and the chance to take the last answer back."""
    page = Page(style)
    page.line()
    page.line(matrix.say("Decided: {headline}", headline=headline))
    page.line(matrix.say("[Enter for why and the ways out, b back, q save and stop]"), "dim")
    return page.text()


def verified_text(matrix: Matrix, style: Style) -> str:
    """That nothing is left to ask."""
    page = Page(style)
    page.line()
    page.line(matrix.say("Verified: no question is left that could change this."))
    page.line()
    return page.text()


def unknown_before_text(matrix: Matrix, features: Sequence[str], style: Style) -> str:
    """What nobody knew in an earlier sitting, and the offer to answer it now."""
    page = Page(style)
    names = either(matrix, features)
    page.line(matrix.say("Last time it was not known whether you need {features}. Is it known now?", features=names))
    page.line(matrix.say("[y to be asked again, n to leave it open, q stop]"), "dim")
    return page.text()


def find_out_text(matrix: Matrix, outcomes: Iterable[tuple[str, str | None]], now: str | None, style: Style) -> str:
    """The features of which it was not known whether they are needed, and what each would lead to."""
    page = Page(style)
    page.heading(matrix.say("To find out"))
    page.rows((feature, _leads_to(matrix, outcome, now)) for feature, outcome in outcomes)
    return page.text()


def _leads_to(matrix: Matrix, outcome: str | None, now: str | None) -> str:
    if outcome == now:
        return matrix.say("by itself it changes nothing")
    if outcome is None:
        return matrix.say("if it is needed, no single {noun} fits", noun=matrix.noun)
    return matrix.say("if it is needed: {name}", name=matrix.options[outcome].name)


def _list(page: Page, matrix: Matrix, survey: Survey, question: Question) -> None:
    text = "Do you need any of these? Each may be had by itself, not all of them together."
    if question.rules_out:
        text = "Do you need any of these? A yes {effect}."
    elif question.reorders:
        text = "Do you need any of these? A yes rules none out, but may put another first."
    page.line(matrix.say(text, effect=_effect(matrix, survey, question.rules_out)))
    page.rows(
        (str(number), entry.feature, _told(matrix, entry) + _besides(matrix, survey, question, entry))
        for number, entry in enumerate(question.entries, 1)
    )
    page.line(matrix.say("[1,3 or Enter for none, {keys}]", keys=matrix.say(_KEYS)), "dim")


def _amounts(page: Page, matrix: Matrix, survey: Survey, entry: Entry) -> None:
    quantity = matrix.features[entry.feature].quantity
    assert quantity is not None, "only quantities have amounts"
    page.rows([(entry.feature, _told(matrix, entry, full=True))])
    page.rows(
        (str(number), _range(matrix, entry.feature, choice), _effect(matrix, survey, choice.rules_out))
        for number, choice in enumerate(entry.choices, 1)
    )
    example = EXAMPLE[quantity.dimension]
    text = "[a number, an amount such as {example}, n not needed, {keys}]"
    page.line(matrix.say(text, example=example, keys=matrix.say(_KEYS)), "dim")


def _range(matrix: Matrix, feature: str, choice: Choice) -> str:
    if choice.beyond is not None:
        return _beyond(matrix, feature, choice.beyond)
    quantity = matrix.features[feature].quantity
    assert quantity is not None, "only quantities have ranges"
    amount = quantity.write(choice.amount)
    return matrix.say("up to {amount}" if quantity.better == "more" else "{amount} will do", amount=amount)


def _beyond(matrix: Matrix, feature: str, threshold: int) -> str:
    quantity = matrix.features[feature].quantity
    assert quantity is not None, "only quantities have thresholds"
    than = "more than {amount}" if quantity.better == "more" else "less than {amount}"
    return matrix.say(than, amount=quantity.write(threshold))


def _effect(matrix: Matrix, survey: Survey, rules_out: tuple[str, ...]) -> str:
    """What an answer does to the options that are still possible."""
    left = [matrix.options[option].short for option in survey.possible if option not in rules_out]
    if not rules_out:
        return matrix.say("rules out nothing by itself")
    if not left:
        return matrix.say("leaves no {noun}", noun=matrix.noun)
    if len(left) == 1:
        return matrix.say("leaves {name} alone", name=left[0])
    return matrix.say("rules out {names}", names=both(matrix, (matrix.options[option].short for option in rules_out)))


def _besides(matrix: Matrix, survey: Survey, question: Question, entry: Entry) -> str:
    """What an entry rules out that the others of its list do not, because of what was answered before."""
    if entry.rules_out == question.rules_out:
        return ""
    effect = _effect(matrix, survey, entry.rules_out)
    return f" {matrix.say('With your other needs it {effect}.', effect=effect)}"


def _told(matrix: Matrix, entry: Entry, *, full: bool = False) -> str:
    """What a feature is: its name, from where on it matters, its summary."""
    feature = matrix.features[entry.feature]
    only = _beyond(matrix, entry.feature, entry.beyond) if entry.beyond is not None and not full else ""
    text = "{name}, {range}. {summary}" if only else "{name}. {summary}"
    return matrix.say(text, name=feature.name, range=only, summary=feature.summary)


def _name(matrix: Matrix, entry: Entry) -> str:
    if entry.beyond is None:
        return entry.feature
    return matrix.say("{feature}, {range}", feature=entry.feature, range=_beyond(matrix, entry.feature, entry.beyond))
