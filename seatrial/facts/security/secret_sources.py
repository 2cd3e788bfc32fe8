"""From where do secrets reach what runs: a store, the environment, or a text that everybody can read?"""

import re
from collections.abc import Iterator
from typing import Final

from seatrial.component import Component
from seatrial.facts import fact
from seatrial.facts.ci.workflows import ci_actions, workflows
from seatrial.facts.code.configuration import Source, example_variables, settings_read
from seatrial.facts.code.programs import programs
from seatrial.facts.deployment.compose import compose_paths
from seatrial.facts.deployment.kubernetes import manifests
from seatrial.facts.deployment.replicas import model_workloads
from seatrial.facts.deployment.terraform import terraform
from seatrial.facts.images.containers import images
from seatrial.facts.reach.running import runs
from seatrial.model import Evidence, Place
from seatrial.read.code.python_record import Call
from seatrial.read.infrastructure.yaml_documents import YAML
from seatrial.read.infrastructure.yaml_node import Node
from seatrial.read.regex import regex
from seatrial.repo import Repo, Role, role

_SECRET: Final = regex(
    r"(?:^|_)(?:password|passwd|passphrase|pwd|secret|token|api_?key|apikey|access_?key|private_?key|credentials?|dsn"
    r"|connection_?string|secret_?key|auth_?key|license_?key)(?:_(?:id|value|base64|json))?$|^database_?url$|^db_?url$"
    r"|^mongo_?ur[il]$|^\w*_(?:database|db|redis|broker)_ur[il]$",
    re.IGNORECASE,
)
_ADDRESS: Final = regex(r"ur[il]$|dsn$", re.IGNORECASE)
_WITH_PASSWORD: Final = regex(r"://[^/@\s:]*:(?![$<{%])[^@/\s]+@")
_NONE: Final = regex(
    r"^pwd$|tokenizer|max_tokens?|num_tokens?|pad_token|eos_token|public_key|token_url|sep_token", re.IGNORECASE
)
#: What stands where a secret will be put: a variable, a placeholder, nothing.
_HOLE: Final = regex(
    r"^\s*$|[$<{%]|^(?:changeme|change[-_ ]me|your[-_ ]|xxx+|placeholder|todo|replace|example|dummy|none|null"
    r"|not[-_ ]needed|empty|true|false|\*+$|/run/secrets/|/var/run/secrets|file:|arn:|projects/)",
    re.IGNORECASE,
)
_NAMED_HOLE: Final = regex(r"[A-Z]+(?:_[A-Z]+)+")
#: Calls that fetch a secret from a store, by their beginning.
_STORES: Final = {
    "hvac.": "Vault", "google.cloud.secretmanager": "Secret Manager", "google.cloud.secret_manager": "Secret Manager",
    "azure.keyvault.secrets.": "Key Vault", "dopplersdk": "Doppler", "infisical": "Infisical",
    "infisical_sdk": "Infisical",
    "prefect.blocks.system.Secret": "Prefect's secrets", "modal.Secret.": "Modal's secrets",
    "aws_secretsmanager_caching": "Secrets Manager", "onepasswordconnectsdk": "1Password",
    "keyring.get_password": "a keyring",
    "aws_lambda_powertools.utilities.parameters.get_secret": "Secrets Manager", "bitwarden_sdk": "Bitwarden",
}  # fmt: skip
_STARTS: Final = tuple(_STORES)
_METHODS: Final = {
    "access_secret_version": "Secret Manager", "get_secret": "a secret store",
}  # fmt: skip
_KINDS: Final = {
    "ExternalSecret": "an external secret store", "ClusterExternalSecret": "an external secret store",
    "SecretStore": "an external secret store", "ClusterSecretStore": "an external secret store",
    "SealedSecret": "a sealed secret", "SecretProviderClass": "a secret store of its cloud",
    "VaultStaticSecret": "Vault", "VaultDynamicSecret": "Vault", "DopplerSecret": "Doppler",
    "InfisicalSecret": "Infisical", "OnePasswordItem": "1Password",
}  # fmt: skip
_RESOURCES: Final = regex(
    r"aws_secretsmanager_secret\w*|aws_ssm_parameter|google_secret_manager_secret\w*|azurerm_key_vault_secret"
    r"|vault_\w*secret\w*|doppler_secret"
)
#: Folders of what only shows something, whose environment is nobody's.
_SAMPLES: Final = regex(r"(?:^|/)(?:docs?|samples?|examples?|demos?|tutorials?)/", re.IGNORECASE)
_OF_CLUSTER: Final = regex(r"-controller|autoscaler|external-dns|cert-manager|-driver|-exporter")
_IDENTITIES: Final = regex(
    r"eks\.amazonaws\.com/role-arn|iam\.gke\.io/gcp-service-account|azure\.workload\.identity/client-id"
)
_KEYLESS: Final = {
    "aws-actions/configure-aws-credentials": ("role-to-assume",),
    "google-github-actions/auth": ("workload_identity_provider",), "azure/login": ("client-id",),
    "Azure/login": ("client-id",), "hashicorp/vault-action": ("method",), "pypa/gh-action-pypi-publish": (),
}  # fmt: skip


def is_secret(name: str) -> bool:
    """Tell whether a variable holds a secret, by its name: ``OPENAI_API_KEY``, ``db_password``; no ``max_tokens``."""
    return bool(_SECRET.search(name)) and not _NONE.search(name)


def _is_text(name: str, value: str) -> bool:
    """Tell whether a variable is given its secret as it is; an address holds one only before its @."""
    if _HOLE.search(value) or _NAMED_HOLE.fullmatch(value):
        return False
    return bool(_WITH_PASSWORD.search(value)) if _ADDRESS.search(name) else True


@fact
def open_secrets(component: Component) -> tuple[Evidence, ...]:
    """Return the secrets that stand in images and manifests as text: build arguments, ENV, env with a value."""
    found = [*_in_images(component), *_in_manifests(component), *_in_compose(component)]
    first = {item.place: item for item in sorted(found, reverse=True)}  # what several services share is told once
    return tuple(first[place] for place in sorted(first))


def _in_images(component: Component) -> Iterator[Evidence]:
    for image in component.of(images(component.repo)):
        for stage in image.stages if image.role is Role.OWN and not image.helper else ():
            for step in stage.instructions:
                for name, value in _set_by(step.name, step.text):
                    if is_secret(name) and (step.name == "ARG" or _is_text(name, value)):
                        how = "is built with" if step.name == "ARG" else "sets"
                        told = f"{image.path} {how} {name}, which whoever has the image can read"
                        yield Evidence(Place(image.path, step.line), told)


def _set_by(instruction: str, text: str) -> Iterator[tuple[str, str]]:
    if instruction not in {"ARG", "ENV"}:
        return
    if instruction == "ENV" and "=" not in text.split(" ", 1)[0]:
        name, _, value = text.partition(" ")
        yield name, value.strip()
        return
    for word in text.split():
        name, _, value = word.partition("=")
        yield name, value.strip("\"'")


def _in_manifests(component: Component) -> Iterator[Evidence]:
    for manifest in component.of(manifests(component.repo)):
        if manifest.role is not Role.OWN or manifest.switched_off or manifest.kind in {"Secret", "ConfigMap"}:
            continue
        for _, node in manifest.root.walk(20_000):
            value = node.at("value")
            if (
                node.has("name")
                and value
                and is_secret(node.at("name").text)
                and _is_text(node.at("name").text, value.text)
            ):
                told = f"{manifest.what} sets {node.at('name').text} to a text"
                yield Evidence(Place(manifest.place.path, value.line or node.line), told, manifest.confidence)


def _in_compose(component: Component) -> Iterator[Evidence]:
    """Yield the secrets of services that are built here: the password of a database beside them is for one desk."""
    for path, name, service in _services(component):
        for key, node in _environment(service) if service.has("build") else ():
            if is_secret(key) and _is_text(key, node):
                yield Evidence(Place(path, service.at("environment").line), f"compose sets {key} of {name} to a text")


def _services(component: Component) -> Iterator[tuple[str, str, Node]]:
    repo = component.repo
    paths = [path for path in compose_paths(repo) if path in component and role(repo, path) is Role.OWN]
    for file in repo.records(YAML, paths):
        for document in file.documents[:1]:
            for name, service in document.root.at("services").pairs:
                yield file.path, name, service


def _environment(service: Node) -> Iterator[tuple[str, str]]:
    given = service.at("environment")
    for key, value in given.pairs:
        yield key, value.text
    for text in given.texts:
        name, _, written = text.partition("=")
        yield name, written


@fact
def secret_stores(component: Component) -> tuple[Evidence, ...]:
    """Return where what runs takes secrets from a store: in code, manifests, Terraform and files of tools."""
    repo = component.repo
    found = [*_asked_in_code(component), *_of_manifests(component), *_of_compose(component)]
    found += [
        Evidence(item.place, f"{item.what} keeps a secret in the store of its cloud")
        for item in component.of(terraform(repo))
        if item.role is Role.OWN and _RESOURCES.fullmatch(item.type)
    ]
    files = (path for path in (".sops.yaml", ".sops.yml") if path in repo.entries)
    found += [Evidence(Place(path), "sops encrypts files of secrets") for path in files]
    return tuple(sorted(dict.fromkeys(found)))


def _asked_in_code(component: Component) -> Iterator[Evidence]:
    for program in programs(component.repo):
        for call in program.file.calls if program.path in component and program.site(1).counts else ():
            store = _store(call)
            if store and runs(component, program.site(call.line, call.scope)):
                yield Evidence(Place(program.path, call.line), f"asks {store} for secrets")


def _store(call: Call) -> str:
    """Return the store that a call asks, "" when it asks none."""
    if call.last == "client" and call.args and call.args[0].literal in {"secretsmanager", "ssm"}:
        return "the secret store of AWS"
    if call.last == "get_secret_value":  # pydantic calls the way out of a hidden text the same
        return "Secrets Manager" if call.keyword("SecretId") is not None else ""
    if (call.name or call.written).endswith("dbutils.secrets.get"):
        return "Databricks's secrets"
    if call.name.startswith(_STARTS):
        return next(name for start, name in _STORES.items() if call.name.startswith(start))
    return _METHODS.get(call.last, "")


def _of_manifests(component: Component) -> Iterator[Evidence]:
    own = {work.place for work in model_workloads(component)}
    for manifest in component.of(manifests(component.repo)):
        if manifest.role is not Role.OWN or manifest.switched_off:
            continue
        if store := _KINDS.get(manifest.kind):
            yield Evidence(manifest.place, f"{manifest.what} takes secrets from {store}", manifest.confidence)
            continue
        for steps, node in manifest.root.walk(20_000) if manifest.place in own else ():
            if steps[-1:] in {("secretKeyRef",), ("secretRef",)} or (steps[-2:] == ("secret", "secretName")):
                place = Place(manifest.place.path, node.line)
                yield Evidence(place, f"{manifest.what} takes values from a Secret of the cluster", manifest.confidence)
                break


def _of_compose(component: Component) -> Iterator[Evidence]:
    for path, name, service in _services(component):
        if service.at("secrets"):
            place = Place(path, service.at("secrets").line)
            yield Evidence(place, f"compose hands secrets to {name} as files")


@fact
def short_lived(component: Component) -> tuple[Evidence, ...]:
    """Return where an identity stands for a stored key: OIDC in CI, the identity of a workload in its cluster."""
    repo = component.repo
    found = [
        Evidence(one.place, f"{one.what} with an identity of its own, and no stored key")
        for one in component.of(ci_actions(repo))
        for keys in (_KEYLESS.get(one.name),)
        if keys and any(key in dict(one.inputs) for key in keys) and _may_ask(repo, one.workflow)
    ]
    found += [
        Evidence(Place(one.place.path, node.line), f"{one.what} acts as an identity of its cloud")
        for one in component.of(manifests(repo))
        if one.kind == "ServiceAccount" and one.role is Role.OWN and not _OF_CLUSTER.search(one.name)
        for key, node in one.root.at("metadata", "annotations").pairs
        if _IDENTITIES.search(key)
    ]
    return tuple(sorted(dict.fromkeys(found)))


def _may_ask(repo: Repo, path: str) -> bool:
    """Tell whether a workflow may ask for a token of its own identity."""
    flows = (flow for flow in workflows(repo) if flow.path == path)
    return any(
        steps[-1:] == ("id-token",) and node.text == "write" for flow in flows for steps, node in flow.root.walk(20_000)
    )


@fact
def secrets_from_environment(component: Component) -> tuple[Evidence, ...]:
    """Return the secrets that code takes from the environment or an object of settings."""
    return tuple(
        Evidence(item.place, f"takes {names[0]} from the environment")
        for item in settings_read(component)
        if item.source in {Source.ENVIRONMENT, Source.OBJECT}
        and (names := [name for name in item.names if is_secret(name)])
    )


@fact
def listed_secrets(component: Component) -> tuple[Evidence, ...]:
    """Return the examples of an environment that list a secret."""
    listed = ((place, sorted(filter(is_secret, names))) for place, names in example_variables(component.repo))
    return tuple(
        Evidence(place, f"lists {names[0]} as a variable to be set")
        for place, names in listed
        if names and place.path in component and not _SAMPLES.search(place.path)
    )
