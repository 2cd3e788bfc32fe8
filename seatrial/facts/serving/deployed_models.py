"""Which model do deployments name: manifests, images, command lines of engines, programs that make an endpoint?"""

from collections.abc import Iterator
from itertools import pairwise

from seatrial.component import Component
from seatrial.facts.code.python_files import python_files
from seatrial.facts.deployment.clusters.kubernetes import manifests, own_yaml
from seatrial.facts.deployment.settings_files import documents_of
from seatrial.facts.images.containers import images
from seatrial.facts.inference.engines import StartedEngine, started_engines
from seatrial.facts.inference.model_names import How, moves, named_by, says_version
from seatrial.facts.serving.model_reference import ModelReference
from seatrial.facts.serving.serving import served
from seatrial.facts.web.endpoints import Door
from seatrial.model import Place
from seatrial.read.infrastructure.yaml_node import MISSING
from seatrial.read.regex import caseless, regex
from seatrial.repo import Role, role

_SERVED_BY = frozenset({"storageUri", "modelUri", "modelDataUrl", "model_data_url", "storage_uri"})
_TAKES = regex(r"^MODEL_(VERSION|URI|TAG|REVISION|SHA|DIGEST|RUN_ID|ALIAS)$|^(VERSION|TAG)_OF_MODEL$")
#: Options by which engines are told their model; what is told by none is a folder of versions, or chosen by a request.
_OPTIONS = frozenset({
    "-m", "--model", "--model-uri", "--model-id", "--model-path", "--models", "--model_path", "--model_base_path",
    "--hf-repo", "-hf", "--served-model-path",
})  # fmt: skip
#: Engines that are given the model as the word after the one that makes them serve.
_BY_POSITION = {"vLLM": "serve", "LMDeploy": "api_server"}
_REVISION = frozenset({"--revision", "--hf-revision"})
#: What programs hand to the libraries of platforms for models, by the package.
_IN_CODE = (("sagemaker", "model_data"), ("google.cloud.aiplatform", "artifact_uri"), ("azure.ai.ml", "model"))
_AZURE = caseless(r"(?:online|batch)deployment")


def deployed_models(component: Component) -> Iterator[ModelReference]:
    """Yield how what deploys the component names its model."""
    yield from _in_manifests(component)
    yield from _in_deployments_of_azure(component)
    yield from _of_engines(component)
    yield from _in_code(component)
    yield from _baked(component)


def _in_manifests(component: Component) -> Iterator[ModelReference]:
    """Yield the models that manifests of model servers name, as ``storageUri``."""
    for item in component.of(manifests(component.repo)):
        for _, node in item.root.walk(2_000) if item.role is Role.OWN else ():
            for key, value in node.pairs:
                if key in _SERVED_BY and value.text:
                    yield ModelReference(Place(item.place.path, value.line), How.VERSIONED, value.text)


def _in_deployments_of_azure(component: Component) -> Iterator[ModelReference]:
    """Yield the registered models that deployments name: ``model: azureml:price:3``."""
    repo = component.repo
    for path, root in documents_of(repo, filter(component.__contains__, own_yaml(repo))):
        given = root.at("model") if _AZURE.search(root.at("$schema").text) else MISSING
        if given.text:
            how = How.VERSIONED if says_version(given.text) else How.SETTING
            yield ModelReference(Place(path, given.line), how, given.text)


def _of_engines(component: Component) -> Iterator[ModelReference]:
    """Yield the models that engines are started with: ``vllm serve org/model --revision ...``."""
    answering = {item.endpoint for item in served(component)}
    for item in started_engines(component.repo):
        if (
            item.endpoint in answering
            and all(one.door is Door.ENGINE for one in answering)
            and (named := _model_in_words(item))
        ):
            held = says_version(named) or not _REVISION.isdisjoint(word.partition("=")[0] for word in item.words)
            how = How.VERSIONED if held and not moves(named) else How.SETTING
            yield ModelReference(item.endpoint.place, how, "" if named.startswith("$") else named)


def _model_in_words(item: StartedEngine) -> str:
    words = tuple(part for word in item.words for part in _split(word))
    after = _BY_POSITION.get(item.endpoint.framework, "")
    for before, word in pairwise(words):
        if (before in _OPTIONS or before == after) and not word.startswith("-"):
            return word
    return ""


def _split(word: str) -> tuple[str, ...]:
    """Divide ``--model=org/model``."""
    name, joined, value = word.partition("=")
    return (name, value) if joined and name.startswith("-") else (word,)


def _in_code(component: Component) -> Iterator[ModelReference]:
    """Yield the models that programs hand to a platform which answers with them."""
    repo = component.repo
    for file in python_files(repo) if served(component) else ():
        if file.path not in component.own or role(repo, file.path) is not Role.OWN:
            continue
        for package, key in _IN_CODE:
            for call in file.calls:
                given = call.keyword(key) if call.name.startswith(f"{package}.") else None
                how, text = named_by(repo, file, call, given) if given is not None else (None, "")
                if how is not None:
                    yield ModelReference(Place(file.path, call.line), how, text)


def _baked(component: Component) -> Iterator[ModelReference]:
    """Yield images whose build takes the version of the model as an argument."""
    for image in component.of(images(component.repo)):
        for stage in image.stages if image.role is Role.OWN else ():
            for step in stage.instructions:
                name = step.text.partition("=")[0].strip()
                if step.name == "ARG" and _TAKES.search(name):
                    yield ModelReference(Place(image.path, step.line), How.VERSIONED, name)
