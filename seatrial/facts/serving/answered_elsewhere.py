"""Does anything here answer or predict, or is a model only trained, or put where a platform answers with it?"""

from seatrial.component import Component
from seatrial.facts import fact
from seatrial.facts.archetype import archetype
from seatrial.facts.code.programs import called
from seatrial.facts.serving.batch import jobs_of
from seatrial.facts.serving.serving import served
from seatrial.model import Archetype, Evidence
from seatrial.repo import Repo, Role

#: Why what is asked of answers is not asked of such a project.
ONLY_TRAINS = "a model is trained here, and nothing answers or predicts with it"
#: Calls by which a platform is given a model to answer with, or rows to go through, and the packages that have them.
_GIVEN = (
    "deploy", "batch_predict", "create_endpoint", "ModelDeployOp", "ModelBatchPredictOp", "create_batch_prediction_job",
    "create_transform_job", "transformer", "deploy_model",
)  # fmt: skip
_PACKAGES = frozenset({
    "google", "vertexai", "sagemaker", "boto3", "google_cloud_pipeline_components", "kfp", "azureml", "azure", "mlflow",
})  # fmt: skip


@fact
def given_to_platforms(repo: Repo) -> tuple[Evidence, ...]:
    """Return the owner's calls that give a platform a model to answer with, by place."""
    found = (one for one in called(repo, *_GIVEN) if one.site.role is Role.OWN)
    known = (one for one in found if not _PACKAGES.isdisjoint(one.program.file.packages))
    return tuple(
        sorted(one.program.evidence(one.call, f"{one.call.written} gives a platform the model") for one in known)
    )


def gives_answers(component: Component) -> bool:
    """Tell whether anything answers or predicts, here or on a platform; where a job only trains, nothing does."""
    if archetype(component).archetype is not Archetype.BATCH_JOB:
        return True
    return bool(served(component) or jobs_of(component) or component.of(given_to_platforms(component.repo)))
