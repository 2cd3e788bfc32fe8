"""Could somebody new bring the service back, and is it settled who does what when harm was done?"""

from dataclasses import replace
from datetime import timedelta

from seatrial.api import (
    Archetype,
    Component,
    Effort,
    Evidence,
    Found,
    Grade,
    Graded,
    Place,
    Severity,
    Stage,
    Surface,
    as_evidence,
    operations,
)
from seatrial.facts.archetype import archetype
from seatrial.facts.documents.documents import documents
from seatrial.facts.models.artifacts import artifacts
from seatrial.facts.operations.backups import Backup, Matter, backups
from seatrial.facts.operations.holdings import databases, recovery_texts, restore_tests, stores
from seatrial.facts.operations.incident_plans import IncidentPlan, Settled, incident_plans
from seatrial.facts.operations.runbook_contents import Runbook, Topic, runbooks, running_guides
from seatrial.facts.product.whose import has_own_model
from seatrial.facts.serving.near_answers import nearest
from seatrial.facts.surfaces import surfaces

from .. import acts
from ..unread import where_documents_are_read

RUNBOOK_LOOKED_FOR = (
    "runbooks, playbooks, operations guides and sections of that name with symptoms, checks, restart, scaling, roll "
    "back, switching the model off, contacts and bad data, and commands that exist in this repository"
)
INCIDENTS_LOOKED_FOR = (
    "documents about incidents, outages, breaches and emergencies, post-mortems, a security policy with somebody to "
    "write to: roles, severities, cases of the model, whom to tell until when, drills"
)
BACKUPS_LOOKED_FOR = (
    "versions of buckets, backups of databases in Terraform, Velero, scheduled dumps (pg_dump, mongodump, restic), "
    "documents with RTO and RPO, and the day of a restore test"
)
_ENOUGH = 4
_YEAR = timedelta(days=366)
_STATE = "where only databases and indexes can be lost"
_NOWHERE = "where no store of the model is known"
_REMOTE = "where a remote of DVC is the only store"


@operations.practice(
    "MON-07",
    question="Could someone new restore service at night from a document?",
    severity=Severity.MEDIUM,
    effort=Effort.SMALL,
    stage=Stage.PRODUCTION,
    why="At night the person who knows is asleep, and every minute of searching is a minute of outage.",
    act=acts.RUNBOOK,
    fix=(
        "In {runbook:docs/runbook.md} give for five symptoms the check and the command: restart, scale, roll back.",
        "Name there whom to call, how the model is switched off, and the day on which the commands were last tried.",
        "Link it from the README and from the alerts.",
    ),
    missing="no document tells what to do when the service fails, nor how it is started",
    references=("MG 2.3", "MG 4.3", "42001 A.6.2.6", "AIA 14", "SR VI"),
    raised_by=("finance", "healthcare", "retail"),
)
def runbook(component: Component) -> Graded:
    repo = component.repo
    found = component.of(runbooks(repo))
    full = [item for item in found if item.real and len(item.topics) >= _ENOUGH]
    kept = [item for item in full if item.linked and any(day >= repo.as_of - _YEAR for day in item.days)]
    best = next(iter([*kept, *full, *found]), None)
    links = [Evidence(item.linked, f"leads to {item.place.path}") for item in kept if item.linked]
    helping = [Evidence(Place(one.path), "a page for users in trouble") for one in documents(repo) if _helps(one.path)]
    guides = [*component.of(helping)[:1], *map(as_evidence, component.of(running_guides(repo)))]
    graded = Graded.best(
        (Grade.IN_USE, [*kept[:2], *links[:2]]),
        (Grade.SUBSTANTIVE, full[:3]),
        (Grade.PRESENT, [*found[:3], *guides[:2]]),
        looked_for=RUNBOOK_LOOKED_FOR,
        message=_told(best, kept=kept) if best else _only_guides([one.place.path for one in guides]),
    )
    named = where_documents_are_read(component, graded).naming(runbook=best)
    return named.having_done_if(full, best and best.days and full, best and best.linked)


def _told(best: Runbook, *, kept: Found) -> str:
    if kept:
        return ""
    if len(best.topics) < _ENOUGH:
        lacking = ", ".join(topic for topic in Topic if topic not in best.topics)
        return f"the runbook does not tell about {lacking}"
    if best.lost and not best.real:
        return f"a command of the runbook names {best.lost[0]}, and nothing here is called so"
    if not best.found:
        return "the runbook holds no command that can be followed to this repository"
    return "the runbook names no day on which it was last tried" if best.linked else "nothing leads to the runbook"


def _only_guides(paths: list[str]) -> str:
    if helping := next(filter(_helps, paths), ""):
        return f"{helping} helps with single troubles, and says neither whom to call nor how to go back"
    return "documents tell how it is started, and not what to do when it fails" if paths else ""


def _helps(path: str) -> bool:
    """Tell a page for users in trouble by its name."""
    return "troubleshoot" in path.lower() or path.lower().rpartition("/")[2].startswith("faq")


@operations.practice(
    "MON-08",
    question="Is there an incident path incl. model incidents (harm, bias, leak) and time limits?",
    severity=Severity.MEDIUM,
    effort=Effort.SMALL,
    stage=Stage.PRODUCTION,
    why="Some reports are due within hours by law, and a model can do harm while every machine is healthy.",
    act=acts.RUNBOOK,
    act_when={Archetype.LIBRARY: ""},
    fix=(
        "In {plan:docs/incident-response.md} settle roles, severities, and cases of the model: harm, bias, leaks.",
        "Name whom to tell, inside and outside, and until when.",
        "Play one case through at a table, and commit the dated notes.",
    ),
    fix_for={
        Archetype.LIBRARY: (
            "Write {plan:SECURITY.md}: where a weakness is reported in private, and how soon you answer.",
            "Keep the address working: a list of several people, or private reports of the forge.",
        )
    },
    missing="nothing tells what is done, and who is told, when the system has done harm",
    references=("MG 4.3", "GV 4.3", "AIA 26", "AIA 73", "42001 A.8.4", "PCI 12.10"),
    raised_by=("finance", "healthcare"),
    gated_by=("finance", "healthcare"),
)
def incident_process(component: Component) -> Graded:
    repo = component.repo
    found = component.of(incident_plans(repo))
    full = [item for item in found if len(item.settled) == len(Settled) and not item.policy]
    if archetype(component).archetype is Archetype.LIBRARY:
        full += [item for item in found if item.policy]
    drills = [item for item in found if any(repo.as_of - _YEAR <= day <= repo.as_of for day in item.practised)]
    graded = Graded.best(
        (Grade.IN_USE, [*full[:2], *drills[:2]] if full and drills else ()),
        (Grade.SUBSTANTIVE, full[:3]),
        (Grade.PRESENT, found[:4]),
        looked_for=INCIDENTS_LOOKED_FOR,
        message=_unsettled(found, full, drills) if not any(item.policy for item in full) else "",
    )
    if graded.grade is Grade.ABSENT and archetype(component).archetype is Archetype.LIBRARY:
        graded = replace(graded, message="nothing says where a weakness of the package is reported in private")
    # what a library needs is its policy about weaknesses, and what runs needs a plan beside that
    of_library = archetype(component).archetype is Archetype.LIBRARY
    plan = next((item for item in found if item.policy is of_library), None)
    return where_documents_are_read(component, graded).naming(plan=plan)


def _unsettled(found: tuple[IncidentPlan, ...], full: list[IncidentPlan], drills: list[IncidentPlan]) -> str:
    if full:
        return "" if drills else "no drill of the last twelve months is on record"
    if not found:
        return ""
    if all(item.policy for item in found):
        return "a policy about vulnerabilities is there, and no plan for incidents"
    return f"the plan does not settle {', '.join(point for point in Settled if point not in found[0].settled)}"


def holds_something(component: Component) -> bool:
    """Tell whether there is anything to lose: an own model, an index, a database; a program that only asks has none."""
    kinds = {Surface.OWN_MODEL, Surface.TRAINING, Surface.RAG}
    shown = {item.surface for item in surfaces(component) if item.present}
    if any(component.of(databases(component.repo))) or (kinds - {Surface.OWN_MODEL}) & shown:
        return True
    # files that others made, and that lie in git, can be had from any clone
    return Surface.OWN_MODEL in shown and (has_own_model(component) or not _committed(component))


@operations.practice(
    "MON-12",
    question="Can model, features, index and state be restored, with RTO/RPO?",
    severity=Severity.MEDIUM,
    effort=Effort.MEDIUM,
    stage=Stage.PRODUCTION,
    why="A model that was overwritten, or an index that was deleted, cannot be deployed again from code alone.",
    act_when={_NOWHERE: acts.REGISTERED},
    fix=(
        "Switch versions on for the bucket of models in {store:the infrastructure}{also:, and back up the databases}.",
        "Write how much may be lost and how long it may take (RPO, RTO), and the commands that bring it back.",
        "Bring it back once a year on an empty machine, and write down the day.",
    ),
    fix_when={
        _REMOTE: (
            "Switch versions on for the bucket behind {store:.dvc/config}, or push to a second remote by the clock.",
            "Write how much may be lost and how long it may take (RPO, RTO), and the commands that bring it back.",
            "Bring it back once a year on an empty machine, and write down the day.",
        ),
        _STATE: (
            "Back up the databases and indexes that {store:the service} uses by the clock, to another place.",
            "Write how much may be lost and how long it may take (RPO, RTO), and the commands that bring it back.",
            "Bring it back once a year on an empty machine, and write down the day.",
        ),
        _NOWHERE: (
            "Keep each model that is used in a store that keeps versions: a registry, or a bucket{also: and a backup}.",
            "Write the commands that bring one back, and how long that may take (RTO).",
            "Do so once a year on an empty machine, and write down the day.",
        ),
    },
    missing="nothing that would be lost is kept twice",
    references=("HIPAA 164.308(a)(7)", "MG 2.3", "42001 A.4.5", "PCI 12.10"),
    raised_by=("finance", "healthcare"),
    gated_by=("healthcare",),
    when=holds_something,
    when_not="there is no own model, index or database that could be lost",
)
def backup_and_recovery(component: Component) -> Graded:
    repo = component.repo
    found = component.of(backups(repo))
    bases = component.of(databases(repo))
    whole = found if _covers(component, found) else ()
    tried = [
        Evidence(place, f"a restore was tried on {day}")
        for place, day in restore_tests(repo)
        if place.path in component and repo.as_of - _YEAR <= day <= repo.as_of
    ]
    committed = _committed(component)
    # what declares a bucket comes before code that only names one, of which the nearest to the answers is meant
    held = sorted(nearest(component, component.of(stores(repo))), key=lambda item: item.place.path.endswith(".py"))
    graded = Graded.best(
        (Grade.IN_USE, [*whole[:4], *tried[:2]] if whole and tried else ()),
        (Grade.SUBSTANTIVE, whole[:5]),
        (Grade.PRESENT, [*found[:3], *component.of(recovery_texts(repo))[:3], *held[:2], *committed[:2]]),
        looked_for=BACKUPS_LOOKED_FOR,
        message=_open_backups(found, whole, bases, held=held or committed, tried=tried),
    )
    also = None if bases else ""
    named = where_documents_are_read(component, graded).naming(store=next(iter([*held, *bases]), None), also=also)
    if has_own_model(component) and (held or not bases):
        by_dvc = bool(held) and held[0].place.path.startswith(".dvc/")
        return named.in_case(_REMOTE if by_dvc else "" if held else _NOWHERE)
    return named.in_case(_STATE)


def _committed(component: Component) -> list[Evidence]:
    """Return the models that lie in git: every clone holds them."""
    return [
        Evidence(item.place, "the model lies in git, from which it can be had again")
        for item in component.of(artifacts(component.repo))
        if item.model and not item.role.beside
    ]


def _covers(component: Component, found: tuple[Backup, ...]) -> bool:
    """Tell whether everything that there is to lose is kept twice: models of its own, and databases."""
    matters = {item.matter for item in found}
    needed = set()
    if any(x.present for x in surfaces(component) if x.surface in (Surface.OWN_MODEL, Surface.TRAINING)):
        needed.add(Matter.ARTEFACTS)
    if component.of(databases(component.repo)) or not needed:
        needed.add(Matter.STATE)
    return needed <= matters


def _open_backups(
    found: tuple[Backup, ...],
    whole: tuple[Backup, ...],
    bases: tuple[Evidence, ...],
    *,
    held: Found,
    tried: Found,
) -> str:
    if whole:
        return "" if tried else "no restore of the last twelve months is on record"
    if not found:
        return "no second copy is declared of what can be lost" if held else ""
    matters = {item.matter for item in found}
    if Matter.STATE in matters:
        return "databases are kept twice, and models are not"
    if bases:
        return "models are kept twice, and databases are not"
    return "older files are kept, and no backup of what it answers from was found"
