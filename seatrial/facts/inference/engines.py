"""Which ready-made inference engines do images and manifests start?"""

import re
from collections.abc import Iterator
from typing import Final

from seatrial.facts import fact
from seatrial.facts.deployment.clusters.kubernetes import manifests
from seatrial.facts.deployment.manifests import workloads
from seatrial.facts.deployment.workload import Workload
from seatrial.facts.images.containers import images
from seatrial.facts.images.image import Image
from seatrial.facts.reach.launch_targets import console_scripts
from seatrial.facts.web.endpoints import Door, Endpoint
from seatrial.model import Place
from seatrial.read.infrastructure.shell import Command, command
from seatrial.repo import Repo, Role, role

#: Names of container images that hold an engine.
_IMAGES: Final = (
    ("vLLM", r"vllm/vllm-openai|vllm-openai|public\.ecr\.aws/.*vllm"),
    ("Text Generation Inference", r"text-generation-inference"),
    ("Text Embeddings Inference", r"text-embeddings-inference"),
    ("llama.cpp", r"llama\.cpp|llama-cpp-server"),
    ("Triton", r"tritonserver"),
    ("TorchServe", r"pytorch/torchserve|torchserve"),
    ("TensorFlow Serving", r"tensorflow/serving"),
    ("Ollama", r"ollama/ollama"),
    ("SGLang", r"lmsysorg/sglang"),
    ("LocalAI", r"localai/localai"),
    ("MLflow", r"mlflow-pyfunc"),
    ("OpenVINO Model Server", r"openvino/model_server"),
)

#: Programs that are an engine, with the words that make them serve.
_PROGRAMS: Final = (
    ("vLLM", "vllm", ("serve",)), ("vLLM", "vllm.entrypoints.openai.api_server", ()),
    ("vLLM", "vllm.entrypoints.api_server", ()), ("SGLang", "sglang.launch_server", ()),
    ("Text Generation Inference", "text-generation-launcher", ()), ("TensorRT-LLM", "trtllm-serve", ()),
    ("Text Embeddings Inference", "text-embeddings-router", ()), ("llama.cpp", "llama-server", ()),
    ("llama.cpp", "llama_cpp.server", ()), ("Triton", "tritonserver", ()), ("TorchServe", "torchserve", ()),
    ("TensorFlow Serving", "tensorflow_model_server", ()), ("Ollama", "ollama", ("serve",)),
    ("MLflow", "mlflow", ("models", "serve")), ("MLServer", "mlserver", ("start",)),
    ("LMDeploy", "lmdeploy", ("serve",)),
    ("Transformers", "transformers", ("serve",)), ("OpenVINO Model Server", "ovms", ()),
    ("Seldon", "seldon-core-microservice", ()),
    ("Infinity", "infinity_emb", ()),
)  # fmt: skip

#: Kinds of Kubernetes objects that are an inference service by themselves.
_KINDS: Final = {
    "InferenceService": "KServe",
    "SeldonDeployment": "Seldon",
    "RayService": "Ray Serve",
    "ServingRuntime": "KServe",
    "LLMInferenceService": "KServe",
    "BentoDeployment": "BentoML",
}


@fact
def engines(repo: Repo) -> tuple[Endpoint, ...]:
    """Return the inference engines that are started by a command line, by an image's name or as a custom resource."""
    found = (*_of_images(repo), *_of_workloads(repo), *_of_kinds(repo))
    return tuple({(item.place.path, item.framework): item for item in reversed(found)}.values())[::-1]


def _of_images(repo: Repo) -> Iterator[Endpoint]:
    for image in images(repo):
        if image.role in (Role.OWN, Role.EXAMPLE) and (name := _engine_of_image(repo, image)):
            yield _engine(name, image.start_place or image.place)


def _engine_of_image(repo: Repo, image: Image) -> str:
    own = console_scripts(repo)  # who makes an engine serves by code of their own
    started = next(filter(None, (_engine_of_command(item) for item in image.start if item.program not in own)), "")
    if started or image.command or image.entrypoint:
        return started
    return next(filter(None, (_engine_of_name(base.name) for base in image.bases if not base.copied)), "")


def _of_workloads(repo: Repo) -> Iterator[Endpoint]:
    for work in workloads(repo):
        if work.role in (Role.OWN, Role.EXAMPLE) and (name := _engine_of_workload(repo, work)):
            yield _engine(name, work.place)


def _engine_of_workload(repo: Repo, work: Workload) -> str:
    own = console_scripts(repo)
    for container in work.containers:
        commands = command((*container.command, *container.arguments))
        started = next(filter(None, (_engine_of_command(item) for item in commands if item.program not in own)), "")
        if engine := started or _engine_of_name(container.image):
            return engine
    return ""


def _engine_of_command(item: Command) -> str:
    for name, program, words in _PROGRAMS:
        if item.program == program and item.starts(program, *words):
            return name
    return ""


def _engine_of_name(image: str) -> str:
    return next((name for name, pattern in _IMAGES if re.search(pattern, image)), "")


def _of_kinds(repo: Repo) -> Iterator[Endpoint]:
    for manifest in manifests(repo):
        framework = _KINDS.get(manifest.kind)
        if framework and role(repo, manifest.place.path) in (Role.OWN, Role.EXAMPLE):
            yield _engine(framework, manifest.place)


def _engine(name: str, place: Place) -> Endpoint:
    return Endpoint(place, f"{name} serves a model", Door.ENGINE, name)
