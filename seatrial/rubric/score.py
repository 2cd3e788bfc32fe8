"""What number does a component get, in which range, and how much of it could be judged?"""

from collections import Counter
from collections.abc import Iterable, Mapping

from seatrial.judging.judged import Judged
from seatrial.model import Confidence, DimensionScore, Score, Stage
from seatrial.rubric.gain import Rescoring, rescored
from seatrial.rubric.load import Rubric
from seatrial.rubric.prices import unit_prices
from seatrial.rubric.situation import Situation
from seatrial.rubric.standing import UNWRITTEN, Standing, standings
from seatrial.rubric.tally import Position, Tally


def scored_at(rubric: Rubric, situation: Situation, found: Mapping[str, Standing], target: Stage) -> Rescoring:
    """Return a component scored at a target."""
    units = unit_prices(rubric.table, situation.archetype, situation.surfaces)
    return rescored(rubric.table, units, found, target)


def scored(rubric: Rubric, situation: Situation, judged: Iterable[Judged]) -> Rescoring:
    """Return a component scored at its target."""
    return scored_at(rubric, situation, standings(rubric.table, situation, judged), situation.target)


def score_of(rescoring: Rescoring) -> Score:
    """Return the score with its range, its dimensions and its counts."""
    total, counted = rescoring.tally, rescoring.counted
    waived = [check_id for check_id, one in counted.items() if one.standing.waived]
    bases = Counter(_basis(one) for one in counted.values())
    asked = [one for one in rescoring.found.values() if one.row.stage <= rescoring.target]
    return Score(
        lower=total.lower,
        upper=total.upper,
        target=rescoring.target,
        with_waivers=total.lower + rescoring.gain(*waived),
        coverage=total.coverage,
        dimensions=_dimensions(rescoring, total),
        verified=bases["verified"],
        likely=bases["likely"],
        attested=bases["attested"],
        unknown=bases["unknown"],
        not_applicable=sum(not one.applies and one.reason != UNWRITTEN for one in asked),
        unwritten=sum(one.reason == UNWRITTEN for one in asked),
    )


def _dimensions(rescoring: Rescoring, total: Tally) -> tuple[DimensionScore, ...]:
    return tuple(
        DimensionScore(
            prefix,
            title,
            sums.checks,
            total.scale * sums.price,
            total.scale * max(0.0, sums.lower),
            total.scale * max(0.0, sums.upper),
            sums.unknown,
        )
        for prefix, title in rescoring.table.dimensions.items()
        if (sums := total.dimensions.get(prefix)) is not None
    )


def _basis(one: Position) -> str:
    if one.standing.unknown:
        return "unknown"
    if one.standing.attested is not None:
        return "attested"
    return "verified" if one.standing.confidence is Confidence.VERIFIED else "likely"
