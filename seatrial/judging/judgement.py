"""What is a component's judgement by one check, by the clauses of the chosen profiles too?"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from functools import partial
from types import MappingProxyType

from seatrial.component import Component
from seatrial.facts.code.language import Language, language
from seatrial.facts.serving.answering import answers_on_network
from seatrial.facts.serving.process.stopped import all_stopped, stopped_steps
from seatrial.facts.serving.serving import network_service
from seatrial.facts.surfaces import asks_any_language_model, asks_language_models
from seatrial.judging.check import Check
from seatrial.judging.clause import Answer, Unmet
from seatrial.judging.graded import Graded
from seatrial.model import Confidence, Evidence, Grade, Kind
from seatrial.model.demands import Demand

#: What some checks ask of Python alone, and where it arises in whatever language.
_ANYWHERE: Mapping[Callable[[Component], object], Callable[[Component], bool]] = MappingProxyType({
    network_service: answers_on_network,
    asks_language_models: asks_any_language_model,
})  # fmt: skip


def judgement(check: Check, component: Component) -> Graded:
    """Judge a component. Without a demand on the check this is the check's own judgement, and nothing else.

    With one it is that judgement or a lower one: a profile never raises a grade, nor what it rests on. Raises
    ``TypeError`` for a check that returns something else.
    """
    if check.when is not None and not check.when(component):
        return _elsewhere(check, component) or Graded.not_applicable(
            check.when_not or "the question does not arise here"
        )
    judged = check.judge(component)
    if not isinstance(judged, Graded):  # a plugin may return anything
        raise TypeError(f"it returned {type(judged).__name__}, not Graded")
    graded = _as_far_as_it_runs(check, component, judged)
    if (spoken := language(component)) is not Language.PYTHON:
        graded = replace(graded, language=spoken)
    demands = [one for one in component.repo.settings.demands if one.check == check.id]
    if not demands or graded.grade is None:
        return graded
    return under(graded, [(one, *_answered(check, component, one)) for one in demands])


def _as_far_as_it_runs(check: Check, component: Component, graded: Graded) -> Graded:
    """Hold a practice at what its evidence shows where it runs: code that cannot be imported is in no use."""
    if check.kind is not Kind.PRACTICE or not graded.evidence:
        return graded
    if graded.grade is Grade.PRESENT:  # as it is, since nothing starts such a step: it is left to say why
        fault = stopped_steps(component.repo, [item.place for item in graded.evidence])
        at = [item for item in graded.evidence if fault and stopped_steps(component.repo, (item.place,)) == fault]
        return graded.held_by(fault, Grade.PRESENT, at) if fault else graded
    return graded.as_far_as_it_runs(partial(all_stopped, component))


def _elsewhere(check: Check, component: Component) -> Graded | None:
    """Return that it is unknown, where the question arises for a program in a language that the check does not read."""
    anywhere = _ANYWHERE.get(check.when) if check.when else None
    if anywhere is None or not anywhere(component):
        return None
    return Graded.unknown("what answers is written in another language than Python, and this is judged of Python alone")


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
    reasons = ", and ".join(dict.fromkeys(one.told for one in holding))
    return replace(
        graded, grade=least, message=reasons, evidence=_with(graded, against, meeting), unmet=unmet, plain=graded.grade
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
