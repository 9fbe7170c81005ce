"""Whether what a template declares still meets what its requirements ask."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from apigw_choose.engine.assess import needs_of
from apigw_choose.engine.evaluate import evaluate
from apigw_choose.engine.wording import join
from apigw_choose.model.checked import Fault
from apigw_choose.model.requirements import Requirements

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence

    from apigw_choose.model.matrix import Matrix
    from apigw_choose.model.scan import FoundApi, Scan


def template_faults(
    matrix: Matrix, asked: Requirements, found: Scan, declined: Collection[str], expected: Sequence[str] | None
) -> Iterator[Fault]:
    """What keeps a template from being what was asked for.

    Args:
        matrix: what is decided over
        asked: the requirements
        found: what the template declares
        declined: features that are said not to be needed
        expected: the options of which one must be taken, if that was said
    """
    for trouble in found.troubles:
        if trouble.fatal:
            yield Fault("template", f"{trouble.file}: {trouble.message}")
    apis = [api for file in found.files for api in file.apis]
    if not apis:
        yield Fault("template", "the template declares no API")
    for api in apis:
        where = f"{api.id} ({api.file}:{api.line})"
        if api.option is None:
            yield Fault("template", f"which {matrix.noun} {where} is, only the deployment can tell")
            continue
        yield from _of_its_type(matrix, asked, api, where, expected)
        for use in api.uses:
            if use.feature in declined and use.certainty == "used" and not use.by_default:
                text = f"{where} uses {use.feature} ({use.file}:{use.line}), which is declined"
                yield Fault("template", text, (use.feature,), (api.option,))


def _of_its_type(
    matrix: Matrix, asked: Requirements, api: FoundApi, where: str, expected: Sequence[str] | None
) -> Iterator[Fault]:
    """Whether its type meets the needs, alone and with what it uses."""
    assert api.option is not None, "an API of unknown type is not asked"
    name = matrix.options[api.option].name
    if expected is not None and api.option not in expected:
        names = join((matrix.options[option].name for option in expected), "or") or f"no {matrix.noun}"
        yield Fault("template", f"{where} is {name}; expected {names}", (), (api.option,))
    verdict = next(entry for entry in evaluate(matrix, asked).verdicts if entry.option == api.option)
    if verdict.missing:
        text = f"{where} is {name}, which does not have {join(verdict.missing)}"
        yield Fault("template", text, verdict.missing, (api.option,))
    before = {frozenset(clash.needs) for clash in verdict.clashes}
    sure = api._replace(uses=tuple(use for use in api.uses if use.certainty == "used"))
    needs = [*asked.needs, *needs_of(matrix, sure)]
    together = Requirements.of(needs, strict=asked.strict, allow_workarounds=asked.allow_workarounds)
    both = next(
        entry
        for entry in evaluate(matrix, replace(together, overruled=asked.overruled)).verdicts
        if entry.option == api.option
    )
    for clash in both.clashes:
        if frozenset(clash.needs) not in before:
            rules = " ".join(rule.text for rule in clash.rules)
            yield Fault(
                "template", f"{where}: {join(clash.needs)} do not go together. {rules}", clash.needs, (api.option,)
            )
