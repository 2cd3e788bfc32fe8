"""What does the rubric say about one component?"""

from collections.abc import Iterable
from dataclasses import replace
from functools import partial

from seatrial.judging.judged import Judged
from seatrial.model import Finding, Ladder, LedgerLine, Score, Step
from seatrial.model.record import dataclass
from seatrial.repo import Repo
from seatrial.rubric.acts import Act, acts_of
from seatrial.rubric.findings import findings_of
from seatrial.rubric.flip import flip_set
from seatrial.rubric.gain import Rescoring
from seatrial.rubric.ladder import Climb, climb_of, ladder_of
from seatrial.rubric.lines import ledger_lines
from seatrial.rubric.load import Rubric
from seatrial.rubric.score import score_of, scored
from seatrial.rubric.situation import Situation
from seatrial.rubric.steps import best_steps


@dataclass(frozen=True, slots=True)
class Assessment:
    """Score, level, ledger, findings and next steps of one component."""

    score: Score
    level: Ladder
    ledger: tuple[LedgerLine, ...]
    findings: tuple[Finding, ...]
    steps: tuple[Step, ...]


def assess(rubric: Rubric, situation: Situation, judged: Iterable[Judged], repo: Repo) -> Assessment:
    """Turn the judgements of one component into its ledger and everything that follows from it.

    The repository is asked for the text of lines only, so that findings can be told again when lines move. Raises
    ``KeyError`` for the archetype ``not-ml``: there is nothing to assess.
    """
    count = _counted_once(rubric, situation, tuple(judged), repo)
    acts = {check_id: act.told for act in count.acts for check_id in act.answered}
    findings = findings_of(situation, count.found, count.lines, repo, acts)
    return Assessment(score_of(count.found), count.level, count.lines, findings, count.steps)


def _counted_once(rubric: Rubric, situation: Situation, judged: tuple[Judged, ...], repo: Repo) -> "Count":
    """Count judgements, or take over what they came to in the state before: many a commit changes none of them."""
    count = partial(counted, rubric, situation, judged)
    if repo.readings is None:
        return count()
    return repo.readings.again(situation.component, (rubric, situation.undated, judged), count)


@dataclass(frozen=True, slots=True)
class Count:
    """What follows from judgements alone, whatever text they stand in."""

    found: Rescoring
    lines: tuple[LedgerLine, ...]
    level: Ladder
    acts: tuple[Act, ...]
    steps: tuple[Step, ...]


def counted(rubric: Rubric, situation: Situation, judged: Iterable[Judged]) -> Count:
    """Count judgements: what they earn, how far they lead, and what is to be done next."""
    found = scored(rubric, situation, judged)
    lines = ledger_lines(situation, found)
    level = ladder_of(rubric, situation, found)
    if level.next is not None:
        level = replace(level, flip=flip_set(climb_of(rubric, situation, found), level.next))
    acts = tuple(acts_of(situation, found.found, lines))
    return Count(found, lines, level, acts, best_steps(Climb(rubric, situation, found), level, lines, acts))
