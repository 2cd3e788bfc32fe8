"""From where do secrets reach what runs: a store, or the environment?"""

from collections.abc import Iterator

from seatrial.component import Component
from seatrial.facts import fact
from seatrial.facts.code.configuration import Source, described_variables, example_variables, settings_read
from seatrial.facts.code.programs import own_code_of
from seatrial.facts.deployment.bounds.replicas import model_workloads
from seatrial.facts.deployment.clouds.terraform import terraform
from seatrial.facts.deployment.clusters.kubernetes import manifests
from seatrial.facts.reach.running import runs
from seatrial.facts.security.open_secrets import services
from seatrial.facts.security.secret_names import is_secret
from seatrial.model import Evidence, Place
from seatrial.read.code.python_record import Call
from seatrial.read.regex import caseless, regex
from seatrial.repo import Role

#: Calls that fetch a secret from a store, by their beginning.
_STORES = {
    "hvac.": "Vault", "google.cloud.secretmanager": "Secret Manager", "google.cloud.secret_manager": "Secret Manager",
    "azure.keyvault.secrets.": "Key Vault", "dopplersdk": "Doppler", "infisical": "Infisical",
    "infisical_sdk": "Infisical",
    "prefect.blocks.system.Secret": "Prefect's secrets", "modal.Secret.": "Modal's secrets",
    "aws_secretsmanager_caching": "Secrets Manager", "onepasswordconnectsdk": "1Password",
    "keyring.get_password": "a keyring",
    "aws_lambda_powertools.utilities.parameters.get_secret": "Secrets Manager", "bitwarden_sdk": "Bitwarden",
}  # fmt: skip
_STARTS = tuple(_STORES)
_METHODS = {
    "access_secret_version": "Secret Manager", "get_secret": "a secret store",
}  # fmt: skip
_KINDS = {
    "ExternalSecret": "an external secret store", "ClusterExternalSecret": "an external secret store",
    "SecretStore": "an external secret store", "ClusterSecretStore": "an external secret store",
    "SealedSecret": "a sealed secret", "SecretProviderClass": "a secret store of its cloud",
    "VaultStaticSecret": "Vault", "VaultDynamicSecret": "Vault", "DopplerSecret": "Doppler",
    "InfisicalSecret": "Infisical", "OnePasswordItem": "1Password",
}  # fmt: skip
_RESOURCES = regex(
    r"aws_secretsmanager_secret\w*|aws_ssm_parameter|google_secret_manager_secret\w*|azurerm_key_vault_secret"
    r"|vault_\w*secret\w*|doppler_secret"
)
#: Folders of what only shows something, whose environment is nobody's.
_SAMPLES = caseless(r"(?:^|/)(?:docs?|samples?|examples?|demos?|tutorials?)/")


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
    for program in own_code_of(component):
        for call in program.file.calls:
            store = _store(call)
            if store and runs(component, program.site_of(call)):
                yield program.evidence(call, f"asks {store} for secrets")


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
        if not manifest.counts:
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
    for path, name, service in services(component):
        if service.at("secrets"):
            place = Place(path, service.at("secrets").line)
            yield Evidence(place, f"compose hands secrets to {name} as files")


@fact
def secrets_from_environment(component: Component) -> tuple[Evidence, ...]:
    """Return the secrets that code takes from the environment or an object of settings."""
    return tuple(
        Evidence(item.place, f"takes {names[0]} from the environment")
        for item in settings_read(component)
        if item.source in {Source.ENVIRONMENT, Source.OBJECT}
        and (names := [name for name in item.names if is_secret(name) and name not in item.in_files])
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


@fact
def described_secrets(component: Component) -> tuple[Evidence, ...]:
    """Return the pages that list a secret which the code takes from the environment."""
    taken = {name for item in settings_read(component) for name in item.names if is_secret(name)}
    listed = ((place, sorted(taken & names)) for place, names in described_variables(component.repo))
    return tuple(
        Evidence(place, f"lists {names[0]} as a variable to be set")
        for place, names in listed
        if names and place.path in component
    )
