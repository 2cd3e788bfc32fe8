"""Which platforms keep each request to the model with its answer, time and model by themselves?"""

from collections.abc import Iterator

from seatrial.facts import fact
from seatrial.facts.code.programs import Program, programs
from seatrial.facts.deployment.clouds.terraform import terraform
from seatrial.facts.deployment.clusters.kubernetes import manifests
from seatrial.facts.deployment.manifests import workloads
from seatrial.facts.reach.reach import reach
from seatrial.facts.serving.foreign_services import answers_elsewhere
from seatrial.facts.serving.watch.telemetry_libraries import LLM_TRACES
from seatrial.model import Evidence, Place
from seatrial.read.code.python_record import Call
from seatrial.repo import Repo, Role

#: Beginnings of the names of calls and decorators.
_PLATFORMS = LLM_TRACES | {
    "mlflow.log_table": "MLflow", "bentoml.monitor": "BentoML", "whylogs.log": "whylogs",
    "logfire.instrument_openai": "Logfire", "logfire.instrument_pydantic_ai": "Logfire",
    "logfire.instrument_anthropic": "Logfire", "logfire.instrument_httpx": "Logfire",
    "sagemaker.model_monitor.DataCaptureConfig": "SageMaker data capture", "fiddler.": "Fiddler",
    "aws_cdk.aws_sagemaker.CfnEndpointConfig.DataCaptureConfigProperty": "SageMaker data capture",
    "opentelemetry.instrumentation.openai": "OpenTelemetry",
    "opentelemetry.instrumentation.anthropic": "OpenTelemetry",
    "opentelemetry.instrumentation.langchain": "OpenTelemetry",
    "opentelemetry.instrumentation.vertexai": "OpenTelemetry",
}  # fmt: skip
_STARTS = tuple(_PLATFORMS)
_SWITCHES = frozenset({"LANGSMITH_TRACING", "LANGCHAIN_TRACING_V2", "LANGSMITH_TRACING_V2"})
_BLOCKS = frozenset({"data_capture_config", "auto_capture_config", "predict_request_response_logging_config"})


@fact
def captures(repo: Repo) -> tuple[Evidence, ...]:
    """Return where such a platform is switched on: in code that somebody makes run, or by a manifest; by place."""
    found = {item for program in programs(repo) for item in _in_code(repo, program)}
    found |= {*_by_manifests(repo), *_by_terraform(repo), *_by_variables(repo)}
    if answers_elsewhere(repo):
        from seatrial.facts.foreign.watch import foreign_traces  # where nothing in Python answers alone

        found |= {*foreign_traces(repo)}
    return tuple(sorted(found))


def _in_code(repo: Repo, program: Program) -> Iterator[Evidence]:
    if not program.counts:
        return
    known = reach(repo)
    marks = [mark._replace(scope=item.name) for item in program.file.functions for mark in item.decorators]
    for call in (*program.file.calls, *marks):
        if call.name.startswith(_STARTS) and not _is_off(call) and known.is_run(program.path, call.scope):
            name = next(name for start, name in _PLATFORMS.items() if call.name.startswith(start))
            yield program.evidence(call, f"{name} keeps input, answer and time of each call")


def _is_off(call: Call) -> bool:
    """Tell a capture that is declared, and told to keep nothing: ``enable_capture=False``."""
    switch = call.keyword("enable_capture")
    return switch is not None and switch.literal is False


def _by_manifests(repo: Repo) -> Iterator[Evidence]:
    for item in manifests(repo):
        if not item.counts or item.kind not in ("InferenceService", "SeldonDeployment"):
            continue
        for steps, node in item.root.walk(500):
            if steps[-1:] == ("logger",) and (node.at("url").text or node.at("mode").text):
                place = Place(item.place.path, node.line)
                yield Evidence(place, f"{item.what} sends requests and answers to a logger", item.confidence)


def _by_terraform(repo: Repo) -> Iterator[Evidence]:
    for item in terraform(repo):
        for block in item.block.walk() if item.role is Role.OWN else ():
            if block.kind in _BLOCKS and block.value("enable_capture") != "false":
                yield Evidence(Place(item.place.path, block.line), f"{item.what} keeps requests and answers")


def _by_variables(repo: Repo) -> Iterator[Evidence]:
    for work in workloads(repo):
        for container in work.containers if work.role is Role.OWN else ():
            for name, value in container.variables:
                if name in _SWITCHES and value.lower() in ("true", "1"):
                    yield Evidence(container.place, f"{name} has LangSmith keep input, answer and time of each call")
