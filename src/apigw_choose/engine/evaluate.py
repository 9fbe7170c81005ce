"""The verdicts: which options meet the needs, and in what order they come."""

# No annotation is a string here: a named tuple compiles each one that is, at every start.
from typing import NamedTuple

from apigw_choose.engine.fit import Shortfall, shortfalls
from apigw_choose.engine.judge import judge
from apigw_choose.engine.rank import Standing, rank
from apigw_choose.engine.sets import bits_of
from apigw_choose.model.decision import Clash, OptionVerdict
from apigw_choose.model.matrix import Assumption, Matrix
from apigw_choose.model.requirements import Need, Requirements


class Evaluation(NamedTuple):
    """What follows from the needs and wants, before anything is explained."""

    assumptions: tuple[Assumption, ...]
    verdicts: tuple[OptionVerdict, ...]
    ranked: list[Standing]
    """Of the options proposed, best first."""
    shortfalls: dict[str, tuple[Shortfall, ...]]
    """By option, set aside or not."""

    @property
    def recommendation(self) -> str | None:
        """The best option proposed."""
        return self.ranked[0].option if self.ranked else None


def evaluate(matrix: Matrix, requirements: Requirements) -> Evaluation:
    """Find which options are eligible and proposed, and rank them.

    An option is eligible when it is known to meet every need, all together; an assumption in force may
    set it aside all the same.
    """
    assumptions = assumptions_in_force(matrix, requirements)
    short: dict[str, tuple[Shortfall, ...]] = {}
    verdicts = []
    for option in matrix.options:
        needs = tuple([judge(matrix, option, need, requirements) for need in requirements.needs])
        wants = tuple([judge(matrix, option, want, requirements) for want in requirements.wants])
        short[option] = shortfalls(matrix, option, requirements, needs)
        verdicts.append(
            OptionVerdict(
                option=option,
                eligible=not short[option],
                possible=bool(short[option]) and all(shortfall.unknown for shortfall in short[option]),
                set_aside=next((entry.id for entry in assumptions if option in entry.sets_aside), None),
                rank=None,
                needs=needs,
                wants=wants,
                clashes=tuple(
                    Clash(names_of(requirements.needs, entry.needs), entry.rules)
                    for entry in short[option]
                    if entry.rules
                ),
                caveats=(),
            )
        )
    proposed = [verdict for verdict in verdicts if verdict.eligible and not verdict.set_aside]
    ranked = rank(matrix, requirements, proposed)
    places = {standing.option: place for place, standing in enumerate(ranked, 1)}
    return Evaluation(
        assumptions,
        tuple([verdict._replace(rank=places.get(verdict.option)) for verdict in verdicts]),
        ranked,
        short,
    )


def assumptions_in_force(matrix: Matrix, requirements: Requirements) -> tuple[Assumption, ...]:
    """The assumptions that no need or want speaks against and the user has not overruled."""
    return tuple(
        assumption
        for assumption in matrix.assumptions
        if assumption.id not in requirements.overruled
        and not (assumption.unless & requirements.features or assumption.unless_traffic & requirements.measures)
    )


def names_of(needs: tuple[Need, ...], members: int) -> tuple[str, ...]:
    """The features of a set of needs."""
    return tuple(needs[bit.bit_length() - 1].feature for bit in bits_of(members))
