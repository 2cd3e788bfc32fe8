"""Can a past decision be told again, with all that led to it?"""

from collections.abc import Sequence

from seatrial.api import Archetype, Component, Effort, Evidence, Grade, Graded, Severity, Stage, Surface, governance
from seatrial.facts.operations.captures import captures
from seatrial.facts.operations.decision_trail import (
    Told,
    audit_tables,
    replays,
    told_by,
    told_in_traces,
    unchangeable_stores,
)
from seatrial.facts.operations.llm_watch import untold
from seatrial.facts.operations.records.asked_records import AskedRecord, asked_records
from seatrial.facts.operations.records.kept_answers import kept_answers
from seatrial.facts.operations.records.prediction_records import PredictionRecord, Sink
from seatrial.facts.operations.retention import retentions
from seatrial.facts.serving.answered_elsewhere import ONLY_TRAINS, gives_answers
from seatrial.facts.serving.batch import jobs_of
from seatrial.facts.serving.near_answers import answering_programs
from seatrial.facts.serving.people.conversions import ONLY_CONVERTS, judges
from seatrial.facts.serving.people.forecasts import forecasts
from seatrial.facts.serving.people.things import about_things
from seatrial.facts.serving.serving import network_service
from seatrial.facts.surfaces import has_surface
from seatrial.facts.unfollowed.unfollowed import May, unfollowed

from ..unread import unread_code

TRAIL_LOOKED_FOR = (
    "records of predictions with input, answer, model, time, id, who asked and why; a retention period, an object lock "
    "or ledger, audit tables, a replay of a kept decision that compares"
)
_THINGS = "where something is forecast, or the answers are about things"
_TRAIL = "where no decision of the model is kept in a store"
_NO_TRAIL_OF_THINGS = "where something is forecast, or the answers are about things, and no store keeps them"
_REPLAYED = (
    "Add a test that takes a kept record, loads the model it names, and gets the same answer: {replay:replay.py}."
)


@governance.practice(
    "GOV-07",
    question="Can a past decision be reconstructed: input, model, code, explanation, actor, override?",
    severity=Severity.HIGH,
    effort=Effort.MEDIUM,
    stage=Stage.PRODUCTION,
    parent="MON-03",
    why="A complaint comes months later, and the model that decided is no longer the one that runs.",
    fix=(
        "Add to each record in {record:the prediction log} {lacking:the run id of the model, the user, the reasons}.",
        "Keep the records in a store that nobody can change (object lock), for the period that the law asks for.",
        _REPLAYED,
    ),
    fix_for={
        Archetype.LLM_APP: (
            "Add to each trace of {record:the answers} {untold:who asked, the prompt's version, the passages used}.",
            "Write down how long traces are kept; where they tell decisions on people, let nobody change them.",
            "Add a test that takes a kept trace and puts the same prompt together again: {replay:replay.py}.",
        )
    },
    fix_when={
        _THINGS: (
            "Add to each record in {record:the prediction log} {lacking:the run id of the model, the time}.",
            "Set how long the records are kept where they are stored.",
            _REPLAYED,
        ),
        _TRAIL: (
            "Let {app:the service} write each decision as {record:a row of a store}: input, answer, version, why.",
            "Keep the trail in a store that nobody can change (object lock), for the period that the law asks for.",
        ),
        _NO_TRAIL_OF_THINGS: (
            "Let {app:what answers} write each answer as {record:a row of a store}: time, id, input, answer, version.",
            "Set how long the records are kept where they are stored.",
            _REPLAYED,
        ),
    },
    missing="no decision could be told again",
    references=(
        "AIA 12",
        "AIA 19",
        "AIA 26",
        "HIPAA (b)",
        "SR VI",
        "PCI 10.2",
        "PCI 10.5.1",
        "GDPR 5",
        "42001 A.6.2.8",
        "AML.M0024",
    ),
    raised_by=("finance", "healthcare"),
    gated_by=("finance", "healthcare"),
    when=judges,
    when_not=ONLY_CONVERTS,
)
def decision_audit_trail(component: Component) -> Graded:
    if not gives_answers(component):
        return Graded.not_applicable(ONLY_TRAINS)
    repo = component.repo
    known = list(kept_answers(component))
    kept = [item for item in known if item.sink is Sink.STORE] or known  # a log line is no record where there is one
    kept.sort(key=_fullness, reverse=True)
    full = [item for item in kept if item.whole and _asked_for(component) <= told_by(repo, item)]
    asked = asked_records(component) if not kept else ()
    bounds, locks = component.of(retentions(repo)), component.of(unchangeable_stores(repo))
    again = component.of(replays(repo))
    lasting = full if bounds or locks else []
    tables = component.of(audit_tables(repo))[:3]
    # a trail that is declared is what the claim is about, where answers lie in files alone
    shown: list[PredictionRecord | Evidence] = (
        [*kept[:4], *tables] if any(item.sink is Sink.STORE for item in kept) else [*tables, *kept[:4]]
    )
    graded = Graded.best(
        (Grade.IN_USE, [*again[:2], *lasting[:3]] if lasting and again else ()),
        (Grade.SUBSTANTIVE, [*lasting[:4], *locks[:2], *bounds[:2]] if lasting else ()),
        (Grade.PRESENT, [*shown[:4], *component.of(captures(repo))[:2], *asked[:2], *shown[4:]]),
        looked_for=TRAIL_LOOKED_FOR,
        message=_cannot_be_told(component, kept, full, lasting, again) or _on_demand(asked),
    )
    if unknown := unread_code(component, graded):
        return unknown
    graded = graded.as_far_as_followed(unfollowed(component, May.KEEP) if not kept else ())
    traced = next(iter([*component.of(captures(repo)), *tables]), None)
    lacking = ", ".join(_lacks(component, kept)) or None
    record = next(iter(kept), None) or traced
    named = graded.naming(
        record=_home(record), replay=next(iter(again), None), lacking=lacking, untold=_untold(component, record)
    )
    by = () if kept else component.of(captures(repo))
    of_things = forecasts(component) or about_things(component)
    if not (by or any(item.sink is Sink.STORE for item in kept)):
        trail = f"{tables[0].what.partition(' ')[0]} ({tables[0].place.path})" if tables else "a row of a store"
        told = named.naming(record=trail, app=next(iter(asked), None) or answering_programs(component))
        kept_so = bounds if of_things else bounds or locks
        return told.having_done_if((), kept_so, again).in_case(_NO_TRAIL_OF_THINGS if of_things else _TRAIL)
    complete = bool(by) and _asked_for(component) <= told_in_traces(repo, by)
    # who deletes records by a rule would break it by a store in which nothing can be changed
    return named.having_done_if(full or complete, bounds, again).in_case(_THINGS if of_things else "")


def _asked_for(component: Component) -> set[Told]:
    """Return what a record has to tell besides.

    Of a forecast, and of an answer about things, nobody asks why, nor for whom; nobody asks a job by name.
    """
    if forecasts(component) or about_things(component):
        return set()
    return {Told.REASON} if jobs_of(component) and not network_service(component) else set(Told)


def _cannot_be_told(
    component: Component,
    kept: list[PredictionRecord],
    full: list[PredictionRecord],
    lasting: list[PredictionRecord],
    again: Sequence[Evidence],
) -> str:
    if lasting:
        return "" if again else "the record is whole, and nothing makes a kept decision again to prove it"
    if full:
        return "the record is whole, and nothing says how long it is kept"
    tables = component.of(audit_tables(component.repo))
    if not kept or (tables and not any(item.sink is Sink.STORE for item in kept)):
        by = component.of(captures(component.repo))
        if by:
            missing = [part for part in Told if part in _asked_for(component) - told_in_traces(component.repo, by)]
            if missing:
                return f"{by[0].what}, and nothing names {' or '.join(missing)}"
            return f"{by[0].what}; nothing says for how long, and where nobody can change it"
        idle = ", " in tables[0].what if tables else False
        return f"{tables[0].what}{'' if idle else ', and no decision of the model is written there'}" if tables else ""
    best = kept[0]
    if best.sink is not Sink.STORE:
        return "answers are only written to log lines or files, from which no decision can be told again"
    of, lacks = f"the record of {best.site.scope or best.site.path}", _lacks(component, kept)
    if best.open:
        return f"{of} is written whole, and nothing near names {' or '.join(lacks)}"
    return f"{of} does not keep {', '.join(lacks)}"


def _on_demand(asked: Sequence[AskedRecord]) -> str:
    return f"a decision is kept only where {asked[0].option} is asked for" if asked else ""


def _home(record: PredictionRecord | Evidence | None) -> PredictionRecord | Evidence | str | None:
    """Return where something is added to a record: the file in which its row is put together."""
    return record.made or record if isinstance(record, PredictionRecord) else record


def _fullness(item: PredictionRecord) -> tuple[bool, bool, int]:
    return item.whole, item.sink is Sink.STORE, -len(item.lacks)


def _untold(component: Component, record: PredictionRecord | Evidence | None) -> str:
    """Say what neither a trace of an answer nor its record in a store tells yet."""
    there = told_by(component.repo, record) if isinstance(record, PredictionRecord) else frozenset()
    known = {Told.ACTOR: "who asked", Told.REASON: "the passages used"}
    told = {words for part, words in known.items() if part in there}
    if not has_surface(component, Surface.RAG):
        told.add("the passages used")
    return ", ".join(what for what in untold(component) if what not in told) or "what led to it"


def _lacks(component: Component, kept: list[PredictionRecord]) -> list[str]:
    """Say what the fullest of the records in a store does not keep; nothing where there is none."""
    best = next((item for item in kept if item.sink is Sink.STORE), None)
    if best is None:
        return []
    return [*best.lacks, *(part for part in Told if part in _asked_for(component) - told_by(component.repo, best))]
