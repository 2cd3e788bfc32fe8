"""Where do tracked runs go, and does a stored model know the run that made it?"""

from collections.abc import Iterator
from posixpath import basename, dirname, join

from seatrial.facts import fact
from seatrial.facts.ci.workflows import jobs
from seatrial.facts.code.dict_keys import dict_keys
from seatrial.facts.code.programs import called, own_code
from seatrial.facts.deployment.manifests import workloads
from seatrial.facts.deployment.settings_files import first_document
from seatrial.facts.training.origins.engines import engine_runs
from seatrial.facts.training.origins.trackers import Kept
from seatrial.facts.training.origins.tracking import tracked_runs, tracking
from seatrial.facts.training.training_path import training_path
from seatrial.model import Evidence, Place
from seatrial.repo import Repo, Role, role

#: Trackers whose runs leave the machine unless they are told not to.
_REMOTE = frozenset({
    "Weights & Biases", "ClearML", "Neptune", "Comet", "Azure ML", "SageMaker Experiments", "Vertex AI Experiments",
    "LangSmith", "Langfuse", "SwanLab", "Polyaxon",
})  # fmt: skip
_SERVERS = ("MLFLOW_TRACKING_URI", "AIM_SERVER", "CLEARML_API_HOST", "WANDB_BASE_URL", "ZENML_STORE_URL",
                   "METAFLOW_SERVICE_URL")  # fmt: skip
_STORES = (
    "log_model", "log_artifact", "log_artifacts", "use_artifact", "link_artifact", "register_model", "upload_model",
    "create_model_version", "autolog",
)  # fmt: skip
_RUN_KEYS = frozenset({"run_id", "mlflow_run_id", "wandb_run_id"})
_WRITES = frozenset({"dump", "dumps", "safe_dump", "write_text", "save", "to_json", "save_model", "set_tag"})


@fact
def run_servers(repo: Repo) -> tuple[Evidence, ...]:
    """Return what sends the runs of a training away from the machine: an address, a setting, a hosted tracker."""
    return tuple(sorted(dict.fromkeys((*_kept_by_servers(repo), *_set(repo)))))


def _kept_by_servers(repo: Repo) -> Iterator[Evidence]:
    for item in tracking(repo):
        if item.site.counts and item.kept is Kept.SERVER and item.configured:
            yield Evidence(item.place, f"the server of {item.tool} comes from the settings")
    for item in tracked_runs(repo):
        if item.site.counts and item.trains and item.tool in _REMOTE:
            yield Evidence(item.place, f"{item.tool} keeps the runs on its server")
    for run in engine_runs(repo):
        if run.site.counts and run.remote:
            yield Evidence(run.place, f"{run.engine} keeps the runs in its own store")


def _set(repo: Repo) -> Iterator[Evidence]:
    for work in workloads(repo):
        for container in work.containers if work.role is Role.OWN else ():
            for name in (name for name, _ in container.variables if name in _SERVERS):
                yield Evidence(work.place, f"{work.kind} {work.name} is given {name}")
    for job in jobs(repo):
        for name in _SERVERS:
            if job.root.at("env", name).text:
                yield Evidence(job.place, f"the job {job.name} is given {name}")
    for program in own_code(repo):
        for text in program.file.texts if program.path in training_path(repo) else ():
            if text.value in _SERVERS and text.into.rpartition(".")[2] in ("getenv", "get", "environ[]"):
                yield Evidence(program.site(text.line).place, f"the server is read from {text.value}")


@fact
def run_of_model(repo: Repo) -> tuple[Evidence, ...]:
    """Return where a model is stored within its run, or with the run's id beside it."""
    return tuple(sorted(dict.fromkeys((*_stored_in_run(repo), *_with_id(repo)))))


def _stored_in_run(repo: Repo) -> Iterator[Evidence]:
    tools = {item.site.path: item.tool for item in tracked_runs(repo) if item.site.counts and item.trains}
    for found in called(repo, *_STORES):
        if found.site.path in tools:
            what = f"{found.call.last} stores the model within its run of {tools[found.site.path]}"
            yield Evidence(found.site.place, what)
    for run in engine_runs(repo):
        if run.site.counts and run.stores_model:
            yield Evidence(run.place, f"{run.engine} keeps the model as what its run made")


def _with_id(repo: Repo) -> Iterator[Evidence]:
    for program in own_code(repo):
        if program.path not in training_path(repo):
            continue
        writing = {call.scope for call in program.file.calls if call.last in _WRITES}
        for key in dict_keys(program.file) if writing else ():
            if key.name in _RUN_KEYS and key.scope in writing:
                yield Evidence(program.site(key.line).place, f"{key.name} is written down with the model")


@fact
def dvc_runs(repo: Repo) -> tuple[Evidence, ...]:
    """Return the pipelines of DVC whose parameters and metrics are kept commit by commit in ``dvc.lock``."""
    found = []
    for path in repo.matching(lambda path: basename(path) == "dvc.yaml"):
        locked = join(dirname(path), "dvc.lock") in repo.entries
        if role(repo, path) is Role.OWN and locked:
            root = first_document(repo, path)
            stages = [stage for _, stage in root.at("stages").pairs]
            set_up = next((stage.at("params") for stage in stages if stage.at("params").elements), None)
            measured = root.at("metrics").elements or any(stage.at("metrics").elements for stage in stages)
            if set_up is not None and measured:
                found.append(Evidence(Place(path, set_up.line), "DVC keeps parameters and metrics with each commit"))
    return tuple(found)


@fact
def committed_runs(repo: Repo) -> tuple[Evidence, ...]:
    """Return the folders of local runs that are committed: a snapshot of somebody's machine."""
    metas = repo.matching(lambda path: "mlruns/" in f"/{path}" and basename(path) == "meta.yaml")
    return tuple(Evidence(Place(path), "runs of one machine are committed with the code") for path in metas[:1])
