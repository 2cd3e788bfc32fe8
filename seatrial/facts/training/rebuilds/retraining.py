"""When and by what is a model trained or judged again: by the clock, by a trigger, or by what a document says?"""

from collections.abc import Iterator

from seatrial.facts import fact
from seatrial.facts.ci.listed_runs import listed_commands
from seatrial.facts.ci.workflows import ci_commands
from seatrial.facts.code.programs import Site, called, own_code
from seatrial.facts.deployment.releases.deliveries import deliveries
from seatrial.facts.deployment.releases.delivery_commands import Brings
from seatrial.facts.documents.documents import passages
from seatrial.facts.product.lessons import lessons
from seatrial.facts.reach.entry_points import entry_points
from seatrial.facts.reach.reach import reach
from seatrial.facts.reach.timed_starts import Scheduled, reached_by_schedule
from seatrial.facts.training.gates.quality_gates import quality_gates
from seatrial.facts.training.origins.model_registry import Act, registrations
from seatrial.facts.training.training import training
from seatrial.model import Place
from seatrial.model.record import dataclass
from seatrial.read.code.python_record import MAIN
from seatrial.read.regex import caseless
from seatrial.repo import Repo, Role, role

#: Headings about it, and headings below which it may stand.
_HEADING = caseless(
    r"(?<![a-z])re-?train|(?<![a-z])re-?evaluat|continuous training|predetermined change|change control plan|reentren|"
    r"evaluat\w+ (?:schedule|cadence|again)|judged? again|(?:when|how often) answers are judged|"
    r"nachtrain|réentra|model (?:update|refresh|maintenance|lifecycle|renewal)|entrenamiento (?:periódic|continu)"
)
_SUBJECT = caseless(
    r"(?<![a-z])re-?train|(?<![a-z])re-?evaluat|train(?:ed)? (?:it )?again|(?:evaluat|judg|assess)\w+ again|"
    r"continuous training|reentren|réentra"
)
_CADENCE = caseless(
    r"\b(?:daily|nightly|weekly|monthly|quarterly|yearly|annually|hourly|every (?:\w+ )?(?:day|night|week|month|"
    r"quarter|hour|year|release)s?|each (?:day|week|month|quarter)|cron|on (?:mon|tues|wednes|thurs|fri|satur|sun)day)"
)
_TRIGGER = caseless(
    r"(?:drift|psi|accuracy|auc|f1|rmse|mae|recall|precision|score|error|performance)[^.\n]{0,80}"
    r"(?:below|above|drop|exceed|falls?|under|over|>|<|≥|≤|more than|less than)"
)
_COMMAND = caseless(r"python|make |dvc |kubectl|airflow|prefect|gh workflow|\.ya?ml|\.py\b|job|pipeline|just |uv run")
_FEW = 2  #: statements of a function that only hands on
_RETRAINS = (
    "retrain", "retrain_model", "trigger_retraining", "trigger_retrain", "start_retraining", "run_retraining",
    "schedule_retraining", "retrain_if_needed", "trigger_training", "retrain_pipeline", "auto_retrain",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Retraining:
    """One way by which a model is made anew, or is to be."""

    place: Place
    what: str
    runs: bool = False  #: something starts it without a person
    complete: bool = False  #: of a text: it says when, and by which command
    gated: bool = False  #: a comparison of metrics is passed on the way
    promotes: bool = False  #: what is trained goes into service, or is given a stage, by the same run


@fact
def retrainings(repo: Repo) -> tuple[Retraining, ...]:
    """Return the ways: those that run by themselves first, then what documents lay down."""
    ways = (*_scheduled(repo), *_triggered(repo), *_learned(repo), *_written(repo), *_halted(repo), *_offered(repo))
    return tuple(dict.fromkeys(ways))


def _scheduled(repo: Repo) -> Iterator[Retraining]:
    trains = {(item.site.path, item.site.scope) for item in training(repo) if item.site.counts}
    moves = _scopes(item.site for item in registrations(repo) if item.act is Act.STAGE)
    gates = _scopes(gate.site for gate in quality_gates(repo) if gate.site.counts)
    for item, nodes in reached_by_schedule(repo).items():
        if any(_runs(nodes, site) for site in trains):
            gated = any(_runs(nodes, site) for site in gates) or _gated_in_ci(repo, item)
            promotes = any(_runs(nodes, site) for site in moves) or _ships(repo, item)
            yield Retraining(item.entry.place, item.what, runs=True, gated=gated, promotes=promotes)


def _scopes(sites: Iterator[Site]) -> set[tuple[str, str]]:
    return {(site.path, site.scope) for site in sites}


def _runs(nodes: frozenset[tuple[str, str]], site: tuple[str, str]) -> bool:
    """Tell whether a position is reached: its own scope, or the nearest definition around it."""
    path, scope = site
    while scope:
        if (path, scope) in nodes:
            return True
        scope = scope.rpartition(".")[0]
    return not site[1] and ((path, "") in nodes or (path, MAIN) in nodes)


def _gated_in_ci(repo: Repo, item: Scheduled) -> bool:
    if item.command is None:
        return False
    lines = {(step.place.path, step.place.line) for step in item.command.job.steps}
    return any((gate.place.path, gate.place.line) in lines for gate in quality_gates(repo))


def _ships(repo: Repo, item: Scheduled) -> bool:
    """Tell whether the workflow that trains also deploys."""
    if item.command is None:
        return False
    path = item.command.workflow
    return any(one.brings is Brings.DEPLOYS and one.job.place.path == path for one in deliveries(repo))


def _halted(repo: Repo) -> Iterator[Retraining]:
    """Find what the clock would train by CI, in a job that fails before it: nothing runs, and it is to be said why."""
    trains = {item.site.path for item in training(repo) if item.site.counts}
    halted = {one.place for one in ci_commands(repo) if one.stopped} if trains else set()
    clocked = {one.place for one in listed_commands(repo) if one.scheduled} & halted if halted else set()
    for entry in entry_points(repo) if clocked else ():
        if entry.place in clocked and entry.path in trains:
            yield Retraining(entry.place, entry.what)


def _triggered(repo: Repo) -> Iterator[Retraining]:
    """Find code that starts a training when it has seen a reason to: below an ``if``, on a path that runs."""
    for found in called(repo, *_RETRAINS):
        if found.site.counts and "if" in found.call.inside and reach(repo).is_live(found.site.path, found.site.scope):
            yield Retraining(
                found.site.place, f"{found.call.written} is called when the code finds a reason", runs=True
            )


def _learned(repo: Repo) -> Iterator[Retraining]:
    """Find what the running product trains anew from what its users keep, and uses from then on."""
    for lesson in lessons(repo):
        if lesson.learns_from_users:
            yield Retraining(lesson.place, lesson.what, runs=True)


def _written(repo: Repo) -> Iterator[Retraining]:
    for passage in passages(repo, _HEADING):
        if role(repo, passage.path) in {Role.OWN, Role.DOCS} and passage.words > 7:
            text = "\n".join(
                (passage.heading, passage.text, *(fence.text for part in passage.sections for fence in part.fences))
            )
            if not _SUBJECT.search(text):
                continue
            when = bool(_CADENCE.search(text) or _TRIGGER.search(text))
            complete = when and bool(_COMMAND.search(text))
            yield Retraining(
                passage.place,
                f"{passage.what} speaks of it{', and says when' if when else ''}",
                complete=complete,
            )


def _offered(repo: Repo) -> Iterator[Retraining]:
    """Find functions for it that somebody has to call."""
    for program in own_code(repo):
        for item in program.file.functions:
            name = item.name.rpartition(".")[2]
            if _SUBJECT.match(name.lstrip("_")) and not item.is_stub and item.statements > _FEW:
                yield Retraining(program.place_of(item), f"{item.name} retrains when somebody calls it")
