"""Does anything here answer or predict, or is a model only trained, or put where a platform answers with it?"""

from collections.abc import Iterator

from seatrial.component import Component
from seatrial.facts import fact
from seatrial.facts.archetype import archetype
from seatrial.facts.code.programs import Sited, called, why_absence_proves_nothing
from seatrial.facts.product.own_trainings import own_trainings
from seatrial.facts.reach.reach import reach
from seatrial.facts.serving.batch import jobs_of
from seatrial.facts.serving.serving import served
from seatrial.facts.unfollowed.unfollowed import May, unfollowed
from seatrial.model import Archetype, Evidence
from seatrial.repo import Repo, Role

#: Why what is asked of answers is not asked of such a project.
ONLY_TRAINS = "a model is trained here, and nothing answers or predicts with it"
#: Calls by which a platform is given a model to answer with, and those by which it goes through rows with one.
_DEPLOY = ("deploy", "create_endpoint", "ModelDeployOp", "deploy_model")
_PREDICT = (
    "batch_predict", "ModelBatchPredictOp", "create_batch_prediction_job", "create_transform_job", "transformer",
)  # fmt: skip
_PACKAGES = frozenset({
    "google", "vertexai", "sagemaker", "boto3", "google_cloud_pipeline_components", "kfp", "azureml", "azure", "mlflow",
})  # fmt: skip


@fact
def deployed_to_platforms(repo: Repo) -> tuple[Evidence, ...]:
    """Return the owner's calls that give a platform a model to answer with, by place."""
    found = _asked_of_platforms(repo, *_DEPLOY)
    return tuple(sorted(one.program.evidence(one.call, f"{one.call.written} deploys the model") for one in found))


@fact
def predicted_by_platforms(repo: Repo) -> tuple[Evidence, ...]:
    """Return the owner's calls that let a platform go through rows with a model, by place."""
    found = _asked_of_platforms(repo, *_PREDICT)
    # a layer of a network has the name of SageMaker's transformer
    jobs = (one for one in found if one.call.last != "transformer" or "sagemaker" in one.program.file.packages)
    return tuple(sorted(one.program.evidence(one.call, f"{one.call.written} lets a platform predict") for one in jobs))


def started_on_platforms(component: Component) -> tuple[Evidence, ...]:
    """Return those of the component that an orchestrator, a clock or a deployment gets to."""
    repo = component.repo
    points = {
        one.site: reach(repo).entry(one.site.path, one.site.scope)
        for one in _asked_of_platforms(repo, *_PREDICT)
        if one.site.path in component
    }
    started = {(site.path, site.line) for site, point in points.items() if point and point.deployed}
    found = component.of(predicted_by_platforms(repo))
    return tuple(one for one in found if (one.place.path, one.place.line) in started)


def _asked_of_platforms(repo: Repo, *names: str) -> Iterator[Sited]:
    for one in called(repo, *names):
        if one.site.role is Role.OWN and not _PACKAGES.isdisjoint(one.program.file.packages):
            yield one


def gives_answers(component: Component) -> bool:
    """Tell whether anything may answer or predict, here or on a platform; a job that is read whole may only train."""
    repo = component.repo
    if archetype(component).archetype is not Archetype.BATCH_JOB or not own_trainings(component):
        return True
    if served(component) or jobs_of(component) or unfollowed(component, May.KEEP) or why_absence_proves_nothing(repo):
        return True
    return bool(component.of(deployed_to_platforms(repo)) or component.of(predicted_by_platforms(repo)))
