"""Where is an endpoint set up that a platform answers, by code of its own, with the model that it is handed?"""

from collections.abc import Iterator

from seatrial.facts import fact
from seatrial.facts.code.programs import InCode, Program, Site, own_code, programs
from seatrial.facts.deployment.clouds.terraform import terraform
from seatrial.facts.deployment.manifests import Platform, workloads
from seatrial.model import Evidence, Place, as_evidence
from seatrial.model.record import dataclass
from seatrial.read.code.python_record import Call
from seatrial.read.regex import regex
from seatrial.repo import Repo, Role

#: What infrastructure in Python, or the library of a cloud, makes -> the platform. The names are used for nothing else.
_MADE = {
    "CfnEndpoint": "SageMaker", "ManagedOnlineDeployment": "Azure ML", "KubernetesOnlineDeployment": "Azure ML",
    "deploy_model": "Vertex AI", "ModelDeployOp": "Vertex AI",
}  # fmt: skip
#: Keywords by which ``deploy`` asks for machines that answer, and not for a run -> the platform.
_BY_KEYWORD = {
    "initial_instance_count": "SageMaker", "serverless_inference_config": "SageMaker", "traffic_split": "Vertex AI",
    "min_replica_count": "Vertex AI",
}  # fmt: skip
_SERVERS = {"mlflow": "MLflow", "seldon": "Seldon", "bentoml": "BentoML", "kserve": "KServe", "vllm": "vLLM",
            "huggingface": "Hugging Face", "databricks": "Databricks"}  # fmt: skip
#: Steps of ZenML that hand a model to a server of models: ``mlflow_model_deployer_step``.
_OF_ZENML = regex(r"zenml\.integrations\.(\w+)\.steps\..*model_deployer(?:_step)?$")
_OF_BOTO = frozenset({"create_endpoint", "update_endpoint"})
_OF_TERRAFORM = frozenset({"aws_sagemaker_endpoint", "databricks_model_serving"})
_OF_TEMPLATES = frozenset({"AWS::SageMaker::EndpointConfig", "Azure ML deployment"})


@dataclass(frozen=True, slots=True)
class ManagedEndpoint(InCode):
    """A call that makes a platform answer with a model."""

    site: Site
    platform: str

    @property
    def what(self) -> str:
        return f"an endpoint of {self.platform} is set up here, and answers with the model that it is given"


@fact
def managed_endpoints(repo: Repo) -> tuple[Evidence, ...]:
    """Return where such an endpoint is set up: in code of the owner, notebooks apart, in Terraform and templates."""
    made = (as_evidence(found) for program in own_code(repo) for found in _in_program(program))
    declared = (
        Evidence(Place(item.place.path, item.place.line), f"{item.type} {item.name} answers with the model it is given")
        for item in terraform(repo)
        if item.kind == "resource" and item.type in _OF_TERRAFORM
    )
    templates = (work for work in workloads(repo) if work.platform is Platform.MODEL_PLATFORM)
    listed = (as_evidence(work) for work in templates if work.kind in _OF_TEMPLATES and work.role is Role.OWN)
    return (*made, *declared, *listed)


@fact
def endpoints_by_hand(repo: Repo) -> tuple[Evidence, ...]:
    """Return where a notebook of the owner sets such an endpoint up: whoever runs its cells does that."""
    books = (program for program in programs(repo) if program.notebook and program.role is Role.OWN)
    return tuple(as_evidence(found) for book in books for found in _in_program(book))


def _in_program(program: Program) -> Iterator[ManagedEndpoint]:
    asks_sagemaker = any(text.value in {"sagemaker", "sagemaker-runtime"} for text in program.file.texts)
    for call in program.file.calls:
        platform = _platform(call) or ("SageMaker" if asks_sagemaker and call.last in _OF_BOTO else "")
        if platform:
            yield ManagedEndpoint(program.site_of(call), platform)


def _platform(call: Call) -> str:
    if call.last in _MADE:
        return _MADE[call.last]
    if step := _OF_ZENML.match(call.name):
        return _SERVERS.get(step[1], step[1])
    keys = (key for key, _ in call.keywords) if call.last == "deploy" else ()
    return next((_BY_KEYWORD[key] for key in keys if key in _BY_KEYWORD), "")
