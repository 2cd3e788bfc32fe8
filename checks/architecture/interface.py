"""Can other systems reach the model?"""

from seatrial.api import (
    Archetype,
    Component,
    Confidence,
    Effort,
    Evidence,
    Found,
    Grade,
    Graded,
    Severity,
    Stage,
    architecture,
)
from seatrial.facts.archetype import archetype
from seatrial.facts.code.python_files import python_file, unread_python
from seatrial.facts.deployment.home import marked_functions
from seatrial.facts.documents.teaching import NOT_FOR_USE, for_use
from seatrial.facts.inference.inference import Runs
from seatrial.facts.inference.model_loads import model_loads
from seatrial.facts.product.own_trainings import own_trainings, teaches
from seatrial.facts.serving.answered_apart import Apart, answered_apart
from seatrial.facts.serving.answered_beside import answered_beside, whole_jobs
from seatrial.facts.serving.asked_by_hand import answers_kept_by_hand, asked_by_hand
from seatrial.facts.serving.batch import BatchJob
from seatrial.facts.serving.foreign_services import answers_elsewhere
from seatrial.facts.serving.process.serving_starts import faulty_starts, serving_starts, unimportable
from seatrial.facts.serving.process.unbrought_models import unbrought_models
from seatrial.facts.serving.service_files import application_beside, command_of, program_of
from seatrial.facts.serving.serving import (
    doors_by_rules,
    is_named_for_a_model,
    network_endpoints,
    served,
    served_in_examples,
)
from seatrial.facts.serving.shown_models import asked_beside_pages, shows_a_model
from seatrial.facts.serving.ui_apps import has_an_api, pages_of
from seatrial.facts.signs import inferences
from seatrial.facts.training.main_training import named_trainings
from seatrial.facts.unfollowed.unfollowed import May, unfollowed
from seatrial.facts.web.endpoints import Endpoint

from .. import places as words
from .interface_elsewhere import BY_A_NOTEBOOK, BY_A_PLATFORM, DOORS, by_a_platform, by_jobs_of_a_platform, elsewhere
from .interface_told import doors_of, starts_of, told
from .package_interface import package_interface

_FAULTY = "where the image that starts it cannot be built or started"
_ONLY_PAGES = "where people ask the model by a page, and nothing else does"
_ONLY_TRAINS = "where a pipeline trains a model, and nothing here asks it"
_BY_HAND = "where a program asks the model that a pipeline trains, and only a person starts it"
_KEPT_BY_HAND = "where a program keeps what a language model answers, and only a person starts it"
_RULES = "where an endpoint that promises a model's answer works by rules alone"
_EMPTY = "where an endpoint that promises a model's answer was not seen to ask one"
_BROKEN = "where a module that the application imports is no Python"
_LOST = "where a module that the application imports is not there"
_FUNCTION = "where a cloud of functions starts it, and nothing here deploys it there"
_BESIDE = "where the endpoints of research are there for something else"
_NO_MODEL = "where nothing brings the model that the application loads"


@architecture.practice(
    "ARC-01",
    question="Is the model reachable by other systems through a defined interface, not a script?",
    severity=Severity.BLOCKER,
    effort=Effort.MEDIUM,
    stage=Stage.PILOT,
    why="A model that only its author can start serves nobody, and no other system can build on it.",
    fix=(
        "Answer POST /predict in {app:a web application} with the model: FastAPI, BentoML or Ray Serve.",
        "Let {start:the image's CMD, the Procfile or the manifest} start {program:that application}.",
    ),
    fix_when={
        _LOST: (
            "Add the module that {app:the application} imports, or take the import out.",
            "Let a test in CI import {app:the application}, so that it stays whole.",
        ),
        _BROKEN: (
            "Mend {app:the module}, which no Python reads, or take its import out.",
            "Let a test in CI import the application, so that it stays whole.",
        ),
        _FUNCTION: (
            "Commit what deploys {app:the function} from its folder: a step of CI, or its resource in Terraform.",
        ),
        _BESIDE: ("Answer POST /predict with the model, beside {app:these routes}, or `attest` who asks it how.",),
        _NO_MODEL: ("Fetch {model:the model} by a fixed version, in the build or at the start; document from where.",),
        _FAULTY: ("Mend what keeps the image from being built or started: {fault:what is said above}.",),
        _ONLY_PAGES: (
            "Where other systems are to ask it too, answer POST /predict with what {asks:the page} asks, beside it.",
            "Where people alone are to ask it, `attest` ARC-01 in seatrial.yaml: who they are, and by which page.",
        ),
        _RULES: (
            "Let {app:the endpoint} load and ask the model that {training:the training} keeps, in place of its rules.",
            "Where rules are meant, name the endpoint for them, and keep them as what the model has to beat.",
        ),
        _EMPTY: (
            "Let {app:the endpoint} load and ask the model that {training:the training} keeps.",
            "Test it with a model that is trained on a few rows: its answer has to change with what it is asked.",
        ),
        _ONLY_TRAINS: (
            "Let a job or a service load what {training:the training} keeps, and answer: a table, or POST /predict.",
            "Where another repository answers with it, `attest` ARC-01 in seatrial.yaml: which one, and by what name.",
        ),
        _BY_HAND: (
            "Let a job or a service start what {asks:the program} does, and answer: a table, or POST /predict.",
            "Where another repository answers with it, `attest` ARC-01 in seatrial.yaml: which one, and by what name.",
        ),
        _KEPT_BY_HAND: (
            "Let a schedule start {asks:the program}, and put what it keeps where those who read it find it.",
            "Where others are to ask it at any time, answer POST /chat with what the program asks.",
        ),
        BY_A_NOTEBOOK: (
            "Take what {book:the notebook} sets up into a program, and let a job start it for each new model.",
            "Say in README.md what is sent to the endpoint and what comes back: its columns, their types, an example.",
        ),
        BY_A_PLATFORM: (
            "Say in README.md what is sent to the endpoint and what comes back: its columns, their types, an example.",
            "Where other systems ask it by a service of their own, `attest` ARC-01 in seatrial.yaml: which, and how.",
        ),
    },
    fix_for={
        Archetype.LIBRARY: (
            "Import what others may use into {app:the __init__.py of the package}, and list it in `__all__`.",
            "Describe each of those names in README.md or docs/, with one call that can be copied.",
            "Import the package by its name in tests/, as whoever installs it does.",
        ),
        Archetype.LLM_APP: (
            "Let other systems ask {app:the application}: by POST /chat, a queue, or a job that keeps its answers.",
            "Let {start:the image's CMD, the Procfile, the manifest} or a schedule start it.",
        ),
        Archetype.BATCH_JOB: (
            "Let {job:the job} write what the model says to a table, a file or a stream that others read.",
            "Start it by a schedule or an orchestrator, and not by hand.",
        ),
    },
    missing="no other system can reach the model",
    references=("MTS-Infra6", "MP 2.1", "42001 A.6.2.5"),
    raised_by=("finance", "retail"),
)
def serving_interface(component: Component) -> Graded:
    taken = archetype(component).archetype
    if taken is Archetype.RESEARCH_CODE and not network_endpoints(component):
        shown = any(shows_a_model(component.repo, page) for page in pages_of(component))
        if asked_beside_pages(component) or not shown:
            return Graded.not_applicable("research code answers no other system")
        if part := answered_beside(component):
            return Graded.not_applicable(f"its page is for people, and other systems have the answers by {part.name}")
    if teaches(component) and not served(component):
        return Graded.not_applicable("a course holds no model that others could ask")
    if not for_use(component):
        return Graded.not_applicable(NOT_FOR_USE)
    graded = package_interface(component) if taken is Archetype.LIBRARY else _service(component)
    unread = [item for item in unread_python(component.repo) if item.path in component.own]
    if graded.grade is Grade.ABSENT and unread and not unimportable(component):
        return Graded.unknown(str(unread[0]), looked_for=graded.looked_for)
    kept = answers_kept_by_hand(component) if taken is Archetype.LLM_APP and graded.grade is Grade.ABSENT else ()
    if kept:
        too = ", and a page for people asks it too" if pages_of(component) else ""
        what = f"only a person starts {kept[0].place.path}, which asks a language model and keeps its answers{too}"
        return Graded(Grade.PRESENT, kept[:3], DOORS, what).naming(asks=kept[0].place).in_case(_KEPT_BY_HAND)
    if graded.grade is Grade.ABSENT:
        jobs = by_jobs_of_a_platform(component) if taken is Archetype.BATCH_JOB else None
        return elsewhere(component) or jobs or by_a_platform(component) or graded
    # what only wakes a worker is no interface, where the service in another language is one
    apart = elsewhere(component) if graded.grade is Grade.PRESENT and answers_elsewhere(component.repo) else None
    followed = apart is not None and apart.grade in (Grade.SUBSTANTIVE, Grade.IN_USE)
    return apart if apart and followed else _as_far_as_known(component, graded)


def _service(component: Component) -> Graded:
    answering, jobs = served(component), whole_jobs(component)
    if not jobs and (lost := unimportable(component)):
        what = f"no application with a model behind it can be started: {lost[0].what}"
        file = python_file(component.repo, lost[0].place.path)
        case = _BROKEN if file and file.broken else _LOST
        return Graded.absent(lost[:5], DOORS, what).naming(app=lost[0]).in_case(case)
    writing = [job for job in jobs if job.sink]
    doors, apart = doors_of(component), () if answering else answered_apart(component)
    pages = [page for page in pages_of(component)[:5] if has_an_api(page)]
    by_the_way: list[Endpoint | Evidence] = [*doors[:5], *pages]
    starts = starts_of(component) if not answering and not jobs else ()
    started, bare = serving_starts(component), unbrought_models(component)
    broken = faulty_starts(component) if answering and not started else ()
    running: list[BatchJob | Apart] = [job for job in jobs if job.hands_on]
    running += [one for one in apart if one.hands_on]
    graded = Graded.best(
        (Grade.IN_USE, [*(() if bare else started[:5]), *running]),
        (Grade.SUBSTANTIVE, [*broken[:3], *bare[:3], *answering[:10], *writing[:5], *apart[:5]]),
        (Grade.PRESENT, [*([] if answering else by_the_way), *jobs[:3], *starts, *served_in_examples(component)[:5]]),
        looked_for=DOORS,
        message=told(component, reaches=answering or jobs, any_door=doors),
    )
    if any(door.confidence is Confidence.VERIFIED for door in doors):
        graded = graded.surely(Grade.PRESENT)  # it is an interface, whatever is behind it
    if not faulty_starts(component):  # of what answers it is left to be shown who starts it
        graded = graded.as_far_as_followed(unfollowed(component, May.RUN if answering or jobs else May.ANSWER))
    if broken:
        return graded.naming(fault=broken[0].what).in_case(_FAULTY)
    if bare and graded.grade is Grade.SUBSTANTIVE:
        return graded.naming(model=bare[0].path).in_case(_NO_MODEL)
    if apart and graded.grade is Grade.SUBSTANTIVE:
        return graded.naming(program=apart[0].place, **words.words(component, "start")).having_done(1)
    return _advised(component, graded, answering, jobs)


def _as_far_as_known(component: Component, graded: Graded) -> Graded:
    """Say unknown of endpoints that get to no model, where no code here was seen to load or ask one at all."""
    doors = doors_of(component)
    if graded.grade is not Grade.PRESENT or not doors or any(map(is_named_for_a_model, doors)):
        return graded
    loads = any(load.path in component.own for load in model_loads(component.repo))
    if loads or inferences(component) or starts_of(component) or served_in_examples(component):
        return graded
    return Graded.unknown("nothing in its code was recognised as a model that is run", doors[:5], looked_for=DOORS)


def _advised(component: Component, graded: Graded, answering: Found, jobs: tuple[BatchJob, ...]) -> Graded:
    """Name what answers or runs, and choose the steps that fit what is there in its place."""
    # where only examples answer, the endpoints and pages beside them are there for another end
    beside = () if answering or served_in_examples(component) else (doors_of(component), pages_of(component))
    places = [item.place for found in (answering, *beside) for item in found]
    first = next((job.program for job in sorted(jobs, key=lambda job: job.sink is None)), None)  # what writes first
    by_a_job = not answering and any(job.unasked for job in jobs)
    if not answering and not jobs and (ruled := doors_by_rules(component)):
        return graded.naming(app=ruled[0].place, training=named_trainings(component)).in_case(_RULES)
    empty = [door.place for door in doors_of(component) if is_named_for_a_model(door)]
    if empty and not (answering or jobs or served_in_examples(component)) and own_trainings(component):
        return graded.naming(app=empty[0], training=named_trainings(component)).in_case(_EMPTY)
    studied = archetype(component).archetype in (Archetype.RESEARCH_CODE, Archetype.NOTEBOOK_POC)
    if studied and not answering and doors_of(component) and not served_in_examples(component):
        return graded.naming(app=places[0]).in_case(_BESIDE)
    if _only_trains(component, graded) and (by_hand := asked_by_hand(component)):
        return graded.naming(asks=by_hand[0].place).in_case(_BY_HAND)
    if _only_trains(component, graded):
        return graded.naming(training=named_trainings(component)).in_case(_ONLY_TRAINS)
    alone = graded.grade is Grade.ABSENT or not (answering or jobs or doors_of(component) or starts_of(component))
    if alone and pages_of(component) and not served_in_examples(component):
        asking = next((call.place for call in inferences(component) if call.runs is not Runs.RETRIEVAL), None)
        return graded.naming(asks=asking).in_case(_ONLY_PAGES)
    made = application_beside(component, places[0]) if answering else None  # what can be started, not one of its parts
    app = made or (places[0] if places else None)
    if answering and graded.grade is Grade.SUBSTANTIVE and marked_functions(component):
        return graded.naming(app=answering[0].place).in_case(_FUNCTION)
    program = program_of(component, app) if app else None
    named = graded.naming(
        app=app, program=program and command_of(component, program), job=first, **words.words(component, "start")
    )
    return named.having_done_if(answering or any(job.sink for job in jobs), by_a_job)


def _only_trains(component: Component, graded: Graded) -> bool:
    """Tell a pipeline that makes a model, where nothing was found that asks it."""
    pipeline = archetype(component).archetype is Archetype.BATCH_JOB
    return pipeline and graded.grade is Grade.ABSENT and not pages_of(component) and bool(own_trainings(component))
