"""Inventory: credentials, unsafe loading, paths of one machine, and notebooks that production depends on."""

from seatrial.facts.code.notebooks import notebook_sources
from seatrial.facts.models.artifacts import artifacts, pickled_models
from seatrial.facts.models.model_loading import loads, unsafe_loads
from seatrial.facts.security.paths import machine_paths
from seatrial.facts.security.secrets import credentials, unsearched_for_secrets
from seatrial.facts.training.rebuilds.notebook_pipeline import notebook_dependencies
from seatrial.inventory.programs import answer
from seatrial.inventory.row import Item, row
from seatrial.repo import Repo

_SHOWN = 20  #: places that an answer lists


@row("a real-looking credential is tracked in a text, a notebook or its output")
def secrets_committed(repo: Repo) -> Item:
    """Placeholders, local defaults and what tests make up are no; values are never shown."""
    live = [credential for credential in credentials(repo) if credential.live]
    unread = unsearched_for_secrets(repo)
    if not live and unread:
        return Item.unknown(str(unread[0]))
    weak = [credential for credential in credentials(repo) if not credential.live]
    return Item.of(live[:_SHOWN], otherwise=f"only {weak[0].what} in {weak[0].path}" if weak else "none found")


@row("code or a notebook loads pickles, torch files, arrays of objects or YAML in a way that can run code")
def unsafe_deserialization_in_code(repo: Repo) -> Item:
    """Tests do not count; HDF5, TorchScript, ONNX and loads inside of libraries are no."""
    safe = loads(repo)
    return answer(repo, unsafe_loads(repo), safe[0].what if safe else "nothing is loaded that can run code")


@row("a model or transformer is tracked as a pickle, under any suffix")
def pickled_model_artifact_committed(repo: Repo) -> Item:
    """Pickled lists and tables are no models; a pointer to a pickle elsewhere counts by its name."""
    others = [artifact for artifact in artifacts(repo) if artifact not in pickled_models(repo)]
    near = f"{others[0].path} is {others[0].what}" if others else "no stored model"
    return Item.of(pickled_models(repo)[:_SHOWN], otherwise=near)


@row("code, a notebook or a settings file holds a path that exists on one machine or for one user only")
def hardcoded_absolute_paths(repo: Repo) -> Item:
    """Paths inside of images, in comments, in outputs of notebooks and in tests are no."""
    return answer(repo, machine_paths(repo), "only paths that exist on every machine or inside of images")


@row("a notebook is the only maker of the model, or a step of the pipeline")
def notebooks_in_production_path(repo: Repo) -> Item:
    """Explorations, tutorials and notebooks beside scripts that do the same are no."""
    near = "no notebook" if not notebook_sources(repo) else "notebooks explore, show or repeat what scripts do"
    return Item.of(notebook_dependencies(repo)[:_SHOWN], otherwise=near)
