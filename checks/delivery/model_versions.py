"""Are model versions managed, and not only stored?"""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from seatrial.api import Archetype, Component, Effort, Evidence, Grade, Graded, Severity, Stage, as_evidence, delivery
from seatrial.facts.archetype import archetype
from seatrial.facts.code.programs import own_code_of
from seatrial.facts.models.artifacts import Artifact, artifacts
from seatrial.facts.product.handed import fits_for_callers
from seatrial.facts.product.kept_models import keeps_model
from seatrial.facts.product.registered import registered_for
from seatrial.facts.reach.reach import reach
from seatrial.facts.reach.running import runs
from seatrial.facts.serving.batch import jobs_of
from seatrial.facts.serving.process.load_moments import Moment, load_moments
from seatrial.facts.serving.service_files import answers_at
from seatrial.facts.training.main_training import (
    fitted_when_asked,
    main_training,
    named_trainings,
    stored_beside,
)
from seatrial.facts.training.origins.engines import engine_runs
from seatrial.facts.training.origins.lineage import kept_by_dvc
from seatrial.facts.training.origins.model_registry import Act, Registration
from seatrial.facts.training.origins.own_versions import Part, is_whole, lacking_of, own_versions
from seatrial.facts.training.origins.published_models import VERSIONED, Published, Way, published_models
from seatrial.facts.training.origins.trackers import Kept
from seatrial.facts.training.origins.tracking import tracked_runs
from seatrial.facts.training.used_up import keeps_own_model

from .. import acts
from ..unread import unread_code

LOOKED_FOR = (
    "register_model, registered_model_name, aliases and stages of MLflow; registries of Weights & Biases, SageMaker, "
    "Vertex AI, Azure ML, Hopsworks, Comet, ClearML, BentoML and Kubeflow; models in dvc.yaml, GTO, KitOps; pushes to "
    "a hub and weights in releases"
)
_SHOWN = 6
_UNKEPT = "where what is trained is not kept"
_IN_STORE = "where an engine of pipelines keeps the model of each run"
_FOR_USERS = "where a library trains for its users, and ships no weights"
_BY_DVC = "where DVC keeps the model by its digest"
_BY_OWN = "where code of the owner's own keeps versions"
_SHIPPED = "where a library ships weights"
_UNMEASURED = "where versions are registered without their metrics"
_IN_RUN = "where a tracker keeps the model with the run that made it"
#: How the metrics of a version are handed over, by the registry.
_HOW = {
    "MLflow": "in the run that registers it",
    "Vertex AI": "as labels, or as its version_description",
    "the SageMaker model registry": "as its model_metrics and customer metadata",
    "Azure ML": "as its tags",
}
_BY_NAME = (
    "Let {training:training} keep its model under a name and a version, with its metrics: mlflow's log_model.",
    "Load it by that name and version wherever it answers.",
)
_RELEASED = (
    "Publish the weights of {training:training} with every release: a tag on the hub, or a file of the release.",
    "Let the loader take the version by name, and write its metrics into the model card of that version.",
)
_LOGGED = (
    "Let {training:the notebook} register its model with its metrics: mlflow's log_model, into a folder at first.",
    "Load it by name and version elsewhere, and not from the file that the next run overwrites.",
)


@delivery.practice(
    "OPS-04",
    question="Are model versions managed with stage, approval and metadata?",
    severity=Severity.HIGH,
    effort=Effort.MEDIUM,
    stage=Stage.CANDIDATE,
    why="What the next training overwrites has no history: nobody knows which model answered, or can go back.",
    act=acts.REGISTERED,
    act_when={Archetype.LIBRARY: "", Archetype.RESEARCH_CODE: ""},
    fix=(
        "Register what {training:training} makes: a name, a new version each time, its metrics and the commit.",
        "Give a version {alias:the alias `champion`} in a step of its own, after the quality gate.",
        "Let {app:the service} load the model by {name:that alias}, and log the version at its start.",
    ),
    fix_when={
        _UNKEPT: _BY_NAME,
        _BY_DVC: (
            "Name each version that is put into service: `gto register`, or a tag of git, with the metrics beside it.",
            "Let {app:the service} log that name at its start, and say by which command an earlier one comes back.",
        ),
        _FOR_USERS: _BY_NAME,
        _BY_OWN: (
            "Let {training:the training} {list:keep each model under its own name, with its} metrics, commit, stage.",
            "Let {app:the service} load the version that this list says is in service, and log it at its start.",
        ),
        _UNMEASURED: (
            "Keep metrics and commit with each version that {registers:the code} registers: {how:in its run or tags}.",
            "Give a version {alias:the alias `champion`} in a step of its own, after the quality gate.",
            "Let {app:the service} load the model by {name:that alias}, and log the version at its start.",
        ),
        _IN_RUN: (
            "Register what {kept:the training} keeps with its run under one name: each run then makes a new version.",
            "Give a version {alias:the alias `champion`} in a step of its own, after the quality gate.",
            "Let {app:the service} load the model by {name:that alias}, and log the version at its start.",
        ),
        _IN_STORE: (
            "Register what {training:training} makes in {engine:the engine}'s registry or MLflow's, with its metrics.",
            _BY_NAME[1],
        ),
        _SHIPPED: (
            "Publish {weights:the weights} with every release: a tag on the hub, or a file of the release.",
            _RELEASED[1],
        ),
    },
    fix_for={Archetype.LIBRARY: _RELEASED, Archetype.RESEARCH_CODE: _RELEASED, Archetype.NOTEBOOK_POC: _LOGGED},
    references=("42001 A.6.2.5", "MTS-Infra7", "SR VI", "GV 1.6", "ML10", "AML.M0014"),
    missing="the trained model is a file without versions",
    raised_by=("healthcare",),
    gated_by=("finance",),
    when=keeps_own_model,
    when_not="no model of its own is made here that outlives the run which fits it, tuned or registered",
)
def model_registry(component: Component) -> Graded:
    acts = registered_for(component)
    made = [item for item in acts if item.act is Act.REGISTER]
    running = [item for item in made if _is_run(component, item)]
    measured = running if _measures(component) else [item for item in running if item.measured]
    released = _released(component)
    moved = [item for item in acts if item.act is Act.STAGE and item.site.counts]
    resolved = [item for item in acts if item.act is Act.RESOLVE and _is_live(component, item)]
    whole = [*moved[:2], *resolved[:2]] if measured and moved and resolved else []
    weak: list[Registration | Published] = [*acts, *_kept(component)]
    by_dvc = [] if weak else kept_by_dvc(component)
    by_engine = [] if weak or by_dvc else _by_engine(component)
    own = () if acts or by_dvc or by_engine else component.of(own_versions(component.repo))
    stated = [] if acts or weak or not own else [*own]
    graded = Graded.best(
        (Grade.IN_USE, whole),
        (Grade.SUBSTANTIVE, [*measured[:_SHOWN], *released[:_SHOWN], *(own[:_SHOWN] if is_whole(own) else ())]),
        (Grade.PRESENT, [*sorted([*stated, *weak], key=lambda item: not item.site.counts)[:_SHOWN], *by_engine[:1],
                         *by_dvc[:1]]),
        looked_for=LOOKED_FOR,
        message=_message(made, running, measured, released, moved, resolved)
        if acts or weak
        else lacking_of(own) or _unnamed(by_engine, by_dvc),
    )  # fmt: skip
    if unknown := unread_code(component, graded):
        return unknown
    app = answers_at(component) or next((job.program for job in jobs_of(component) if not job.trains), None)
    by_tags = any(item.tool == "Azure ML" for item in made)  # its registry knows no aliases
    named = graded.naming(training=named_trainings(component, made), app=app, name="that tag" if by_tags else None)
    named = named.naming(alias="a tag `champion`" if by_tags else None)
    if graded.grade is Grade.ABSENT and (said := _unkept(component)):
        return replace(named, message=said).in_case(_UNKEPT)
    if by_dvc:
        return named.in_case(_BY_DVC)
    if own and not weak:
        kept = any(one.part is Part.FILE for one in own)
        return named.naming(list="list with each model its" if kept else None).in_case(_BY_OWN)
    if by_engine and graded.grade is Grade.PRESENT:
        return named.naming(engine=by_engine[0].what.partition(" keeps ")[0]).in_case(_IN_STORE)
    if running and not measured:
        done = [number for number, seen in ((2, moved), (3, resolved)) if seen]
        named = named.naming(registers=running[0], how=_HOW.get(running[0].tool))
        return named.in_case(_UNMEASURED).having_done(*done)
    by_runs = [item for item in weak if isinstance(item, Published) and item.way is Way.RUN]
    trained = main_training(component)
    in_run = next((one for one in by_runs if trained and one.site.path == trained.site.path), next(iter(by_runs), None))
    if in_run and not acts and graded.grade is Grade.PRESENT:
        return named.naming(kept=in_run).in_case(_IN_RUN)
    return _in_hand(component, named, made)


def _in_hand(component: Component, named: Graded, made: list[Registration]) -> Graded:
    """Choose the steps for weights that are handed over as files, or registered from a notebook alone."""
    if case := _case_of_library(component):
        return named.naming(weights=next(_shipped(component), None)).in_case(case)
    return named.having_done(1) if any(item.site.notebook for item in made) else named


def _unkept(component: Component) -> str:
    """Say what becomes of a model that nothing keeps, "" where something does."""
    if not fitted_when_asked(component):
        return "" if keeps_model(component) else "the trained model is not kept: it ends with the run"
    if loaded := next((one for one in load_moments(component) if one.moment is not Moment.REQUEST), None):
        return f"{loaded.place.path} loads a stored model, and nothing was found here that stores it"
    said, beside = "the model is fitted anew for each answer, and is not kept", stored_beside(component)
    return f"{said}; what {beside.path} stores is a file without versions" if beside else ""


def _by_engine(component: Component) -> list[Evidence]:
    """Return which engines of pipelines keep what their training returns, each with the run that made it."""
    runs_kept = component.of(engine_runs(component.repo))
    return [as_evidence(run) for run in runs_kept if run.stores_model and run.liveness is None]


def _unnamed(by_engine: Sequence[Evidence], by_dvc: Sequence[Evidence]) -> str:
    if by_dvc:
        return f"{by_dvc[0].what}, and no version of it has a name or its metrics"
    return f"{by_engine[0].what}, and no version of it is registered with its metrics" if by_engine else ""


def _case_of_library(component: Component) -> str:
    """Say whose weights a library has: those that lie in it, or those that its users make by it."""
    if archetype(component).archetype is not Archetype.LIBRARY:
        return ""
    main = main_training(component)
    if any(_shipped(component)):
        return _SHIPPED
    return _FOR_USERS if main is not None and fits_for_callers(component.repo, main) else ""


def _shipped(component: Component) -> Iterator[Artifact]:
    found = component.of(artifacts(component.repo))
    return (one for one in found if one.model and not one.is_test and not _is_left_over(component, one.place.path))


def _is_left_over(component: Component, path: str) -> bool:
    """Tell weights in a folder that holds no code, below code that never names that folder: a run has left them."""
    folder = path.rpartition("/")[0]
    name = folder.rpartition("/")[2]
    code = [one for one in own_code_of(component) if not one.notebook]
    if not any(one.path.startswith(f"{folder.partition('/')[0]}/") for one in code) or "/" not in folder:
        return False
    named = any(name in text.value for one in code for text in one.file.texts)
    return not named and not any(one.path.startswith(f"{folder}/") and one.file.statements for one in code)


def _is_run(component: Component, item: Registration) -> bool:
    """Tell whether somebody or something starts the code around it; a file of settings is read by its tool."""
    return item.site.counts and (not item.site.path.endswith(".py") or runs(component, item.site))


def _is_live(component: Component, item: Registration | Published) -> bool:
    return item.site.counts and reach(component.repo).is_live(item.site.path, item.site.scope)


def _measures(component: Component) -> bool:
    """Tell whether the metrics of runs are kept where a version leads to them."""
    kept = component.of(tracked_runs(component.repo))
    return any(item.kept in {Kept.METRICS, Kept.BOTH} and item.site.counts for item in kept)


def _released(component: Component) -> list[Evidence]:
    """Return how a library hands out versions that its users can name: it has no stage to promote to."""
    if archetype(component).archetype not in {Archetype.LIBRARY, Archetype.RESEARCH_CODE}:
        return []
    found = [item for item in _kept(component) if item.way in VERSIONED and item.site.counts]
    return [as_evidence(item) for item in found]


def _kept(component: Component) -> list[Published]:
    """Return how models are handed over as files, without what a library only offers its users to do with theirs."""
    found = component.of(published_models(component.repo))
    library = archetype(component).archetype is Archetype.LIBRARY
    return [item for item in found if not (library and item.way is Way.HUB and _is_live(component, item))]


def _message(
    made: list[Registration],
    running: list[Registration],
    measured: list[Registration],
    released: list[Evidence],
    moved: list[Registration],
    resolved: list[Registration],
) -> str:
    if released and not measured:
        return ""
    if measured:
        if moved and resolved:
            return ""
        lacking = (
            "nothing moves one to a stage or alias" if not moved else "nothing that serves was seen to load one of them"
        )
        return f"versions are registered, and {lacking}"
    if running:
        return "versions are registered, and no metric is kept with them"
    if resolved:
        return "versions are loaded from a registry, and nothing here registers one with its metrics"
    if made:
        return f"versions are registered in {made[0].site.path}, and nothing was found that starts this"
    return "a model is kept as a file of a run, a bucket or a hub, and no registry in code that runs knows its versions"
