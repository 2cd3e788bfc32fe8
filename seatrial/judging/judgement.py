"""What is a component's judgement by one check, by the clauses of the chosen profiles too?"""

from collections.abc import Iterable
from dataclasses import replace

from seatrial.component import Component
from seatrial.facts.code.language import Language, language
from seatrial.judging.check import Check
from seatrial.judging.clause import Answer, Unmet
from seatrial.judging.graded import Graded
from seatrial.model import Confidence, Evidence
from seatrial.model.demands import Demand


def judgement(check: Check, component: Component) -> Graded:
    """Judge a component. Without a demand on the check this is the check's own judgement, and nothing else.

    With one it is that judgement or a lower one: a profile never raises a grade, nor what it rests on.
    """
    if check.when is not None and not check.when(component):
        return Graded.not_applicable(check.when_not or "the question does not arise here")
    graded = check.judge(component)
    if (spoken := language(component)) is not Language.PYTHON:
        graded = replace(graded, language=spoken)
    demands = [one for one in component.repo.settings.demands if one.check == check.id]
    if not demands or graded.grade is None:
        return graded
    return under(graded, [(one, *_answered(check, component, one)) for one in demands])


def under(graded: Graded, answers: Iterable[tuple[Demand, Answer, Unmet | None]]) -> Graded:
    """Return a judgement under answered clauses: what is not met holds the grade, what is met adds its evidence."""
    answers = tuple(answers)
    unmet = tuple(missing for _, _, missing in answers if missing)
    against = [item for _, answer, missing in answers if missing for item in answer.evidence]
    meeting = [item for _, answer, missing in answers if not missing for item in answer.evidence]
    if not unmet:
        return replace(graded, evidence=_with(graded, (), meeting))
    least = min(one.demand.without for one in unmet)
    if graded.grade is None or graded.grade <= least:
        return replace(graded, unmet=unmet)
    holding = [one for one in unmet if one.demand.without < graded.grade]
    told = ", and ".join(dict.fromkeys(one.told for one in holding))
    return replace(
        graded, grade=least, message=told, evidence=_with(graded, against, meeting), unmet=unmet, plain=graded.grade
    )


def _answered(check: Check, component: Component, demand: Demand) -> tuple[Answer, Unmet | None]:
    clause = next((one for one in check.clauses if one.name == demand.clause), None)
    if clause is None:
        return Answer(met=False), Unmet(demand, demand.clause, "nothing that is installed judges it")
    answer = clause.answer(component, demand) or Answer(met=True)
    return answer, None if answer.met else Unmet(demand, clause.asked(demand), answer.said, clause.fix)


def _with(graded: Graded, first: Iterable[Evidence], last: Iterable[Evidence]) -> tuple[Evidence, ...]:
    """Add evidence around that of a judgement. What it rests on stays, whatever a clause found.

    What rests on patterns goes on to do so, and what rests on a search that found nothing has no evidence to add to.
    """
    if not graded.evidence:
        return ()
    likely = graded.confidence is Confidence.LIKELY
    before, after = ([item.likely() if likely else item for item in items] for items in (first, last))
    return tuple(dict.fromkeys((*before, *graded.evidence, *after)))
