"""What must hold of costs and prices before anything may be estimated by them."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, Any

from apigw_choose.model.amounts import parse_amount
from apigw_choose.model.traffic import parse_measure
from apigw_choose.readers.costs_source import units_of_tariff
from apigw_choose.readers.matrix_parts import Part, entries, features, ids, matrix_of
from apigw_choose.readers.wording import no_such

if TYPE_CHECKING:
    from collections.abc import Iterator

    from apigw_choose.model.problems import Problem
    from apigw_choose.readers.strict_yaml import Document, KeyPath

LISTS = {
    "measures": "measure",
    "readings": "open question",
    "tariffs": "tariff",
    "lines": "line",
    "allowances": "allowance",
}
"""What an entry of each list of `costs` is called."""

FINEST_SPAN = 10_000
"""So many steps, and no more, may lie where crossings are looked for."""


def costs_are_whole(document: Document) -> Iterator[Problem]:
    """Prices need costs that say what they are for, and costs need the prices of their own region."""
    there = [entry.value["region"] for entry in entries(document, "prices")]
    if there and "costs" not in matrix_of(document):
        yield document.problem(("prices",), "prices without 'costs', which say what is charged; add them")
    for costs in _costs(document):
        home = costs.value["region"]
        if home not in there:
            yield document.problem(costs.at("region"), f"no prices of the region {home!r}; add them")
        for place, region in enumerate(costs.value.get("unpriced", ())):
            if region in there:
                yield document.problem(costs.at("unpriced", place), f"{region!r} has prices; drop it here")
        month = costs.value["month"]
        if _amount(month) is None:
            yield document.problem(costs.at("month"), f"{month!r} is no length of time; write it like 30d")
    for part, name in _repeated([(entry, entry.value["region"]) for entry in entries(document, "prices")]):
        yield document.problem(part.at("region"), f"the region {name!r} a second time; keep one of the two")


def parts_of_costs_are_unique(document: Document) -> Iterator[Problem]:
    """An id names one thing of its kind; measures and open questions share theirs, since both are said of traffic."""
    for costs in _costs(document):
        for key, kind in LISTS.items():
            shared = _list(costs, "measures") + _list(costs, "readings") if key == "readings" else _list(costs, key)
            for part, name in _repeated([(part, part.value["id"]) for part in shared]):
                yield document.problem(part.at("id"), f"the {kind} {name!r} a second time; call it otherwise")


def costs_refer_to_what_exists(document: Document) -> Iterator[Problem]:
    """What lines, rates and measures refer to is there."""
    known = {
        "option": ids(document, "options"),
        "feature": [feature.value["id"] for feature in features(document)],
        "workaround": ids(document, "workarounds"),
    }
    for costs in _costs(document):
        known |= {kind: [part.value["id"] for part in _list(costs, key)] for key, kind in LISTS.items()}
        for path, kind, name in _references(costs):
            if name not in known[kind]:
                yield document.problem(path, no_such(kind, name, known[kind]))
        for prices in entries(document, "prices"):
            for place, rate in enumerate(prices.value["rates"]):
                if rate["tariff"] not in known["tariff"]:
                    path = prices.at("rates", place, "tariff")
                    yield document.problem(path, no_such("tariff", rate["tariff"], known["tariff"]))


def assumptions_name_measures(document: Document) -> Iterator[Problem]:
    """What is said of traffic ends an assumption only where there is such a measure."""
    known = [part.value["id"] for costs in _costs(document) for part in _list(costs, "measures")]
    for entry in entries(document, "assumptions"):
        for place, name in enumerate(entry.value.get("unless_traffic", ())):
            if name not in known:
                yield document.problem(entry.at("unless_traffic", place), no_such("measure", name, known))


def answers_to_readings_exist(document: Document) -> Iterator[Problem]:
    """A way that waits for an answer names one of those of the question, and every line has a way for each answer."""
    for costs in _costs(document):
        choices = {part.value["id"]: list(part.value["choices"]) for part in _list(costs, "readings")}
        for line in _list(costs, "lines"):
            for place, way in enumerate(line.value["ways"]):
                for question, answer in way.get("reading", {}).items():
                    if question in choices and answer not in choices[question]:
                        path = line.at("ways", place, "reading", question)
                        yield document.problem(path, no_such("answer", answer, choices[question]))
            for question, answer in _without_way(line.value["ways"], choices):
                yield document.problem(line.at("ways"), f"no way for the answer {answer!r} to {question!r}; add one")


def ways_fit_their_measures(document: Document) -> Iterator[Problem]:
    """Things are counted, sizes stepped or multiplied, shares taken off: each measure stands where its kind fits."""
    fitting = {"count": ("flow", "level"), "less": ("share",), "steps": ("size", "duration"), "times": ("size",)}
    for costs in _costs(document):
        kinds = {part.value["id"]: part.value["kind"] for part in _list(costs, "measures")}
        for path, key, name in _measures_named(costs):
            if name in kinds and kinds[name] not in fitting[key]:
                yield document.problem(
                    path, f"{name!r} is a {kinds[name]}, and {key!r} takes a {' or '.join(fitting[key])}"
                )


def amounts_of_costs_can_be_read(document: Document) -> Iterator[Problem]:
    """Every amount is one of its kind, and a span in which crossings are sought goes upwards."""
    for costs in _costs(document):
        month = _amount(costs.value["month"]) or 1
        for measure in _list(costs, "measures"):
            yield from _measure_problems(document, measure, month)
        for path, amount in _durations_and_sizes(costs):
            if not any((_amount(amount, dimension) or 0) > 0 for dimension in ("duration", "size")):
                yield document.problem(path, f"{amount!r} is no amount above nothing; write it like 512KB or 1h")


def amounts_of_tariffs_can_be_read(document: Document) -> Iterator[Problem]:
    """So is every amount of what a tariff counts."""
    for costs in _costs(document):
        tariffs = {part.value["id"]: part.value for part in _list(costs, "tariffs")}
        for tariff in _list(costs, "tariffs"):
            yield from _unreadable_units(document, tariff.at("per"), tariff.value["per"], tariff.value)
        for allowance in _list(costs, "allowances"):
            for name, amount in allowance.value["units"].items():
                if name in tariffs:
                    yield from _unreadable_units(document, allowance.at("units", name), amount, tariffs[name])
                else:
                    yield document.problem(allowance.at("units", name), no_such("tariff", name, list(tariffs)))


def tiers_ascend(document: Document) -> Iterator[Problem]:
    """Tiers come in ascending order, and only the last may be without an end."""
    for costs in _costs(document):
        tariffs = {part.value["id"]: part.value for part in _list(costs, "tariffs")}
        for prices in entries(document, "prices"):
            for place, rate in enumerate(prices.value["rates"]):
                if rate["tariff"] in tariffs:
                    part = Part(prices.at("rates", place), rate)
                    yield from _tier_problems(document, part, tariffs[rate["tariff"]])


def spans_are_bearable(document: Document) -> Iterator[Problem]:
    """Where crossings are looked for there are not so many steps that looking would take long."""
    for costs in _costs(document):
        spans = {part.value["id"]: part for part in _list(costs, "measures") if "crossing" in part.value}
        for line in _list(costs, "lines"):
            for way in line.value["ways"]:
                steps = way.get("steps", {"of": (), "each": ""})
                for measure in (spans[name] for name in steps["of"] if name in spans):
                    kind = measure.value["kind"]
                    high, each = _amount(measure.value["crossing"][1], kind), _amount(steps["each"], kind)
                    if high and each and high // each > FINEST_SPAN:
                        message = f"has more than {FINEST_SPAN:,} steps of {steps['each']}; end it earlier"
                        yield document.problem(measure.at("crossing"), message)


def _tier_problems(document: Document, rate: Part, tariff: dict[str, Any]) -> Iterator[Problem]:
    tiers = rate.value["tiers"]
    unreadable = []
    for place, tier in enumerate(tiers):
        path = rate.at("tiers", place)
        if "up_to" in tier:
            unreadable += list(_unreadable_units(document, (*path, "up_to"), tier["up_to"], tariff))
        elif place < len(tiers) - 1:
            yield document.problem(path, "only the last tier may be without an end; say 'up_to'")
    yield from unreadable
    ends = [units_of_tariff(tier["up_to"], tariff) for tier in tiers if "up_to" in tier] if not unreadable else []
    if any(left >= right for left, right in pairwise(ends)):
        yield document.problem(rate.at("tiers"), "the tiers do not ascend; put the lowest first")


def _without_way(ways: list[dict[str, Any]], choices: dict[str, list[str]]) -> Iterator[tuple[str, str]]:
    """The answers to a question that no way waits for, where each way waits for some."""
    for question in dict.fromkeys(name for way in ways for name in way.get("reading", ())):
        answered = {way.get("reading", {}).get(question) for way in ways}
        if None not in answered:
            yield from ((question, answer) for answer in choices.get(question, ()) if answer not in answered)


def _measure_problems(document: Document, measure: Part, month: int) -> Iterator[Problem]:
    said = [(measure.at("default"), measure.value["default"])] if "default" in measure.value else []
    said += [(measure.at("crossing", place), text) for place, text in enumerate(measure.value.get("crossing", ()))]
    read = []
    for path, text in said:
        try:
            read.append(parse_measure(text, measure.value["kind"], month))
        except ValueError as error:
            yield document.problem(path, str(error))
            return
    if "crossing" in measure.value and read[-2] >= read[-1]:
        yield document.problem(measure.at("crossing"), "the first amount is not below the second")


def _unreadable_units(document: Document, path: KeyPath, amount: str, tariff: dict[str, Any]) -> Iterator[Problem]:
    try:
        if units_of_tariff(amount, tariff) < 1:
            yield document.problem(path, f"{amount!r} is nothing; write an amount above it")
    except ValueError as error:
        yield document.problem(path, str(error))


def _references(costs: Part) -> Iterator[tuple[KeyPath, str, str]]:
    """Every reference inside `costs`: where it is, of what kind, to which id."""
    single = {"lines": {"tariff": "tariff", "sized": "measure"}, "measures": {"flow": "measure", "feature": "feature"}}
    several = {
        "options": "option",
        "when": "feature",
        "unless": "feature",
        "workarounds": "workaround",
        "replaces": "line",
    }
    for key, kinds in single.items():
        for part in _list(costs, key):
            yield from ((part.at(name), kind, part.value[name]) for name, kind in kinds.items() if name in part.value)
    for line in _list(costs, "lines"):
        for name, kind in several.items():
            yield from ((line.at(name, place), kind, entry) for place, entry in enumerate(line.value.get(name, ())))
        for place, way in enumerate(line.value["ways"]):
            yield from (
                (line.at("ways", place, "reading", name), "open question", name) for name in way.get("reading", ())
            )
    yield from ((path, "measure", name) for path, _, name in _measures_named(costs))
    for place, entry in enumerate(costs.value.get("offer", {}).get("lines", ())):
        yield costs.at("offer", "lines", place, "tariff"), "tariff", entry["tariff"]


def _measures_named(costs: Part) -> Iterator[tuple[KeyPath, str, str]]:
    """Every measure that a way names, with the key under which it does."""
    for line in _list(costs, "lines"):
        for place, way in enumerate(line.value["ways"]):
            at = line.at("ways", place)
            yield from (((*at, key), key, way[key]) for key in ("count", "less") if key in way)
            stepped = way.get("steps", {}).get("of", ())
            yield from (((*at, "steps", "of", index), "steps", name) for index, name in enumerate(stepped))
            yield from (((*at, "times", index), "times", name) for index, name in enumerate(way.get("times", ())))


def _durations_and_sizes(costs: Part) -> Iterator[tuple[KeyPath, str]]:
    for line in _list(costs, "lines"):
        for place, way in enumerate(line.value["ways"]):
            if "held" in way:
                yield line.at("ways", place, "held"), way["held"]
            if "steps" in way:
                yield line.at("ways", place, "steps", "each"), way["steps"]["each"]


def _amount(text: str, dimension: str = "duration") -> int | None:
    try:
        return parse_amount(text, "size" if dimension == "size" else "duration")
    except ValueError:
        return None


def _costs(document: Document) -> Iterator[Part]:
    costs = matrix_of(document).get("costs")
    if costs is not None:
        yield Part(("costs",), costs)


def _list(costs: Part, key: str) -> list[Part]:
    return [Part(costs.at(key, place), entry) for place, entry in enumerate(costs.value.get(key, ()))]


def _repeated(named: list[tuple[Part, str]]) -> Iterator[tuple[Part, str]]:
    seen: set[str] = set()
    for part, name in named:
        if name in seen:
            yield part, name
        seen.add(name)


RULES = (
    costs_are_whole,
    parts_of_costs_are_unique,
    costs_refer_to_what_exists,
    assumptions_name_measures,
    answers_to_readings_exist,
    ways_fit_their_measures,
    amounts_of_costs_can_be_read,
    amounts_of_tariffs_can_be_read,
    tiers_ascend,
    spans_are_bearable,
)
