"""Is personal data known, made less, kept for a time only, and erasable?"""

from seatrial.api import (
    Component,
    Effort,
    Evidence,
    Found,
    Grade,
    Graded,
    Severity,
    Stage,
    Surface,
    as_evidence,
    caseless,
    security,
)
from seatrial.facts.data.clinical import clinical_reads
from seatrial.facts.data.personal_data import PersonalRecords, personal_records
from seatrial.facts.data.personal_fields import PersonalField, personal_fields
from seatrial.facts.data.privacy_design import (
    erasures,
    inventories,
    minimisations,
    notice_periods,
    privacy_words,
    tested_erasures,
)
from seatrial.facts.operations.records.kept_answers import kept_answers
from seatrial.facts.operations.records.prediction_records import Sink
from seatrial.facts.operations.records.record_parts import Part
from seatrial.facts.operations.retention import retentions
from seatrial.facts.product.own_trainings import own_trainings
from seatrial.facts.security.source_systems import selections
from seatrial.facts.serving.people.things import about_things
from seatrial.facts.surfaces import has_surface, surfaces

from .. import acts
from ..unread import unread_code
from .privacy import handles_people

_READS = "reads of patients"
#: Classes and files of those who sign in.
_ACCOUNTS = caseless(r"user|account|login|log_?in|auth|regist|sign_?up|profile|member|role|token|credential|admin")
_UNSAID = "personal data is handled, and nothing says which, why and for how long"
LOOKED_FOR = (
    "columns marked as personal in schemas, a register of processing; presidio, hashing and dropping of identifiers, "
    "queries that name columns, differential privacy; TTL, lifecycle rules and stated periods; functions, DELETE "
    "routes and tests of erasure"
)


def meets_people(component: Component) -> bool:
    """Tell whether personal data is declared or found; what is found counts even where the owner declares none."""
    return handles_people(component) or bool(_contradicting(component))


@security.practice(
    "SEC-13",
    question="Is it known which personal data is used, why, how long, and can it be erased?",
    severity=Severity.HIGH,
    effort=Effort.MEDIUM,
    stage=Stage.CANDIDATE,
    why="Who cannot say where a person's data is cannot answer that person, and has no way to take it out of a model.",
    act=acts.RISKS,
    fix=(
        "List {field:each personal field} in a file here: purpose, legal ground, period, where it goes.",
        "{drop:Drop or hash direct identifiers before training}; set a TTL or a lifecycle rule where records are kept.",
        "Write and test the way by which one person is taken out: {held:store, training set, index and logs}.",
    ),
    missing=_UNSAID,
    references=(
        "MTS-Data5", "GDPR 5", "GDPR 17", "GDPR 25", "GDPR 30", "HIPAA 164.514", "AIA 10", "MS 2.10", "42001 A.7.2",
        "ML04", "PCI 3.2",
    ),
    raised_by=("finance", "healthcare", "retail"),
    gated_by=("finance", "healthcare"),
    when=meets_people,
    when_not="no personal data is declared or seen here",
)  # fmt: skip
def privacy_by_design(component: Component) -> Graded:
    repo = component.repo
    listed, less = inventories(component), minimisations(component)
    kept, erased = (*component.of(retentions(repo)), *notice_periods(component)), erasures(component)
    said = privacy_words(component)
    whole = bool(listed and less and kept)
    tested = tested_erasures(component) if erased else ()
    parts = [*listed[:3], *less[:3], *kept[:3]]
    contrary = _contradicting(component)
    there = [*listed[:3], *less[:3], *erased[:2], *said[:2], *(kept[:2] if listed or less else ())]
    graded = Graded.best(
        (Grade.IN_USE, [*erased[:2], *tested[:2]] if whole and tested and not contrary else ()),
        (Grade.SUBSTANTIVE, parts if whole and not contrary else ()),
        # a period alone may be that of backups: it speaks of people only beside something that does
        (Grade.PRESENT, [*_people(component)[:3], *there] if there else ()),
        looked_for=LOOKED_FOR,
        message=_message(contrary, _lacks(listed, less, kept) + _taken(component)),
    )
    if unknown := unread_code(component, graded):
        return unknown
    if graded.grade is Grade.ABSENT:
        graded = Graded.absent(_people(component), LOOKED_FOR, _message(contrary, "") or _unsaid(component))
    fields = ", ".join(dict.fromkeys(one.name for one in _fields(component)[:3]))
    named = graded.naming(field=_to_list(component, fields))
    if own_trainings(component):
        return named
    return named.naming(
        drop="Keep direct identifiers out of what the model and its logs are given", held=_held(component)
    )


def _held(component: Component) -> str:
    """Say where a person is to be looked for when nothing is trained here."""
    searched = has_surface(component, Surface.RAG)
    return "store, index and logs" if searched else "store and logs"


def _unsaid(component: Component) -> str:
    people = _people(component)
    in_notebooks = bool(people) and all(one.place.path.endswith(".ipynb") for one in people)
    return _UNSAID.replace("personal data is handled", "a notebook handles personal data") if in_notebooks else _UNSAID


def _taken(component: Component) -> str:
    """Name the query that takes more of a source system than a model needs."""
    wide = next((one for one in selections(component) if one.all_columns), None)
    return f"; {wide.what} ({wide.place.path})" if wide else ""


def _contradicting(component: Component) -> tuple[PersonalRecords, ...]:
    """Return the records of people that are found though the owner declares that there are none."""
    declared = (one for one in surfaces(component) if one.surface is Surface.PERSONAL_DATA and one.declared)
    if not any(one.present is False for one in declared):
        return ()
    return tuple(one for one in component.of(personal_records(component.repo)) if one.role.value == "own")


def _people(component: Component) -> tuple[Evidence, ...]:
    """Return by what personal data is seen here."""
    records = [as_evidence(one) for one in component.of(personal_records(component.repo))]
    fields = [Evidence(one.place, one.what, one.confidence) for one in _fields(component)]
    return (*records[:3], *_by_the_model(component), *fields[:3])


def _to_list(component: Component, fields: str) -> str | None:
    """Say what is to be listed: what the model is asked about first, then the fields that name people."""
    first = next(iter(_by_the_model(component)), None)
    kept = f"what {first.place.path} {_READS if _READS in first.what else 'keeps of each answer'}" if first else ""
    return ", and ".join(filter(None, (kept, f"each personal field ({fields})" if fields else ""))) or None


def _fields(component: Component) -> tuple[PersonalField, ...]:
    """Return the fields of people, those of accounts last: whoever signs in is seldom whom the model is about."""
    found = component.of(personal_fields(component.repo))
    return tuple(sorted(found, key=_of_an_account))


def _of_an_account(field: PersonalField) -> bool:
    return bool(_ACCOUNTS.search(f"{field.place.path} {field.record}"))


def _by_the_model(component: Component) -> tuple[Evidence, ...]:
    """Return what the model is asked about, where only accounts have fields that name people: records, and answers."""
    fields = component.of(personal_fields(component.repo))
    if component.of(personal_records(component.repo)) or not (fields and all(map(_of_an_account, fields))):
        return ()
    read = [Evidence(one.place, f"{one.what} {_READS}") for one in clinical_reads(component)[:1]]
    known = () if about_things(component) else kept_answers(component)
    kept = [one for one in known if one.sink is Sink.STORE and Part.INPUT in one.parts]
    return tuple(read or map(as_evidence, kept[:1]))


def _lacks(listed: Found, less: Found, kept: Found) -> str:
    parts = (
        ("nothing lists the personal fields", listed), ("nothing drops, hashes or masks personal data", less),
        ("nothing says how long personal data is kept", kept),
    )  # fmt: skip
    return ", ".join(name for name, there in parts if not there)


def _message(contrary: tuple[PersonalRecords, ...], lacks: str) -> str:
    if contrary:
        return f"declared to hold no personal data, and {contrary[0].place.path} holds {contrary[0].what}"
    return lacks
