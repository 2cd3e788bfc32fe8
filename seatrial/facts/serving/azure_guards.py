"""Which keys and tokens does Azure ask for, before an endpoint of its ML or a function answers?"""

from collections.abc import Iterator, Mapping
from posixpath import dirname, join, normpath

from seatrial.facts import fact
from seatrial.facts.code.arguments import constant
from seatrial.facts.code.code_index import contents, function_on
from seatrial.facts.code.python_files import own_files, python_file
from seatrial.facts.deployment.clouds.azure_functions import function_settings
from seatrial.facts.deployment.clusters.kubernetes import own_yaml
from seatrial.facts.deployment.settings_files import documents_of
from seatrial.facts.web.endpoints import Endpoint
from seatrial.facts.web.guard import Guard
from seatrial.model import Place
from seatrial.model.grouped import grouped
from seatrial.read.code.python_record import Call, Value
from seatrial.read.infrastructure.yaml_node import Node
from seatrial.read.regex import caseless
from seatrial.repo import Repo

#: Azure ML compares a key, or checks a token of Entra, before an endpoint answers.
BY_KEY_OF_AZURE = "azureml.compare_digest"
#: Calls that describe an endpoint of Azure ML; they ask for a key where nothing else is said.
_CALLS = ("AksWebservice.deploy_configuration", "ManagedOnlineEndpoint", "KubernetesOnlineEndpoint")
#: What describes a container instance of it, which asks nobody for anything where nothing else is said.
_OPEN = "AciWebservice.deploy_configuration"
_SCHEMA = caseless(r"(?:managed|kubernetes)OnlineEndpoint")
#: How a function is told to answer whoever comes.
_ANYBODY = "anonymous"
_SCRIPT = "__init__.py"  #: what a function of the older model runs


def guards_of_azure_function(repo: Repo, endpoint: Endpoint) -> Iterator[Guard]:
    """Yield that Azure asks for the key of a function, as it does where nothing lets in whoever comes."""
    levels = _levels_by_script(repo).get(endpoint.handler_path) or _levels(repo, endpoint)
    if _ANYBODY not in levels:
        yield Guard(endpoint.place, "Azure lets in who has the key of the function", "", BY_KEY_OF_AZURE)


def _levels(repo: Repo, endpoint: Endpoint) -> set[str]:
    """Return whom a function lets in: as its own marks say, else as its application says for all of its functions."""
    path = endpoint.handler_path
    function = function_on(repo, path, endpoint.handler, endpoint.place.line)
    said = [value for mark in (function.decorators if function else ()) if (value := mark.keyword("auth_level"))]
    apps = (call for call in contents(repo, path).calls.get("", ()) if call.last == "FunctionApp")
    given = (value for call in apps for value in (*call.args, call.keyword("http_auth_level")) if value)
    return {_level(repo, path, value) for value in said or given}


def _level(repo: Repo, path: str, value: Value) -> str:
    file = python_file(repo, path)
    held = constant(file, "", value) if file else value
    return (held.literal if isinstance(held.literal, str) else held.text.rpartition(".")[2]).lower()


@fact
def _levels_by_script(repo: Repo) -> Mapping[str, tuple[str, ...]]:
    """Return whom the functions of the older model let in, by the script that each one's file of settings names."""
    return grouped(
        (normpath(join(dirname(path), root.at("scriptFile").text or _SCRIPT)), level.lower())
        for path, root in function_settings(repo)
        for binding in root.at("bindings").elements
        if (level := binding.at("authLevel").text)
    )


@fact
def azure_guards(repo: Repo) -> tuple[Guard, ...]:
    """Return where an endpoint of Azure ML is told to ask for a key or a token; it may run elsewhere without."""
    described = documents_of(repo, own_yaml(repo))
    lines = [(path, line) for path, root in described if (line := _asks_for_a_key(root))]
    code = own_files(repo)
    lines += [(file.path, call.line) for file in code for call in file.calls if _described_with_a_key(call)]
    what = "Azure ML lets in who has the key of the endpoint or a token of Entra"
    bare = bool(open_instances(repo))
    return tuple(Guard(Place(path, line), what, "", BY_KEY_OF_AZURE, maybe=bare) for path, line in lines[:1])


def _described_with_a_key(call: Call) -> bool:
    said = call.keyword("auth_enabled")
    if call.name.endswith(_OPEN):
        return said is not None and said.literal is True
    return call.name.endswith(_CALLS) and not (said is not None and said.literal is False)


def _asks_for_a_key(root: Node) -> int:
    enabled = root.at("authEnabled")
    if root.at("computeType").text.upper() == "AKS" and enabled.flag is not False:
        return enabled.line or root.at("computeType").line
    if enabled.flag is True:
        return enabled.line
    asked = root.at("auth_mode")
    online = _SCHEMA.search(root.at("$schema").text)
    return (asked.line or root.at("$schema").line) if online else 0


@fact
def open_instances(repo: Repo) -> tuple[Place, ...]:
    """Return what describes a container instance of Azure ML that asks nobody for anything, which is its default."""
    made = (
        Place(file.path, call.line)
        for file in own_files(repo)
        for call in file.calls
        if call.name.endswith(_OPEN) and not _described_with_a_key(call)
    )
    described = (
        Place(path, root.at("computeType").line)
        for path, root in documents_of(repo, own_yaml(repo))
        if root.at("computeType").text.upper() == "ACI" and root.at("authEnabled").flag is not True
    )
    return (*made, *described)
