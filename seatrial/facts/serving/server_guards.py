"""Which callers do model servers and engines refuse by themselves, by a key, a token or a proxy?"""

import re
from collections.abc import Iterator, Mapping
from itertools import chain

from seatrial.facts import fact
from seatrial.facts.code.code_index import contents, function_at
from seatrial.facts.code.own_imports import imported_files
from seatrial.facts.code.python_files import python_files
from seatrial.facts.deployment.manifests import workloads
from seatrial.facts.images.containers import images
from seatrial.facts.inference.engines import started_engines
from seatrial.facts.web.endpoints import Door, Endpoint
from seatrial.facts.web.guard import ONE_KEY, Guard
from seatrial.model import Place
from seatrial.read.regex import regex
from seatrial.repo import Repo

#: Options by which an engine is given the one key that every caller has to send.
_KEY_OPTIONS = frozenset({"--api-key", "--api-keys", "--api-key-file"})
#: Variables by which a server is given that key, wherever it is deployed.
_KEY_VARIABLES = {
    "LitServe": "LIT_SERVER_API_KEY", "vLLM": "VLLM_API_KEY", "llama.cpp": "LLAMA_API_KEY",
    "Infinity": "INFINITY_API_KEY",
}  # fmt: skip
#: Modal's proxy looks the token of a caller up before it starts anything.
_BY_PROXY = "modal.proxy.verify_token"
_OF_MODAL = "the proxy of Modal lets in who has a token of its owner"
_MODAL = "modal."
_HANDED_OVER = frozenset({"modal.asgi_app", "modal.wsgi_app", "modal.web_server"})
#: TorchServe makes keys at its start, and asks for them, from this release on.
_ASKS_SINCE = (0, 11, 1)
_TORCHSERVE = regex(r"(?:^|/)torchserve:(?:v?(\d+)\.(\d+)\.(\d+)|latest)")
_SWITCHED_OFF = regex(r"^[^\S\n]*disable_token_authorization\s*=\s*true", re.IGNORECASE | re.MULTILINE)
_SWITCH = "TS_DISABLE_TOKEN_AUTHORIZATION"
_LIMIT = 100_000  #: bytes of a file of settings that are searched


def server_guards(repo: Repo, endpoint: Endpoint) -> Iterator[Guard]:
    """Yield what the server or the engine around an endpoint asks of callers before the model does anything."""
    if endpoint.framework == "LitServe":
        yield from _of_lit_server(repo, endpoint)
    elif endpoint.framework == "Modal":
        yield from _of_modal(repo, endpoint)
    elif endpoint.framework == "TorchServe":
        yield from _of_torchserve(repo)
    elif place := _behind_the_proxy(repo).get(endpoint.handler_path):
        yield Guard(place, _OF_MODAL, "", _BY_PROXY)
    if endpoint.door is Door.ENGINE:
        yield from _of_options(repo, endpoint)
    if variable := _KEY_VARIABLES.get(endpoint.framework):
        yield from (_one_key(place, endpoint, variable) for place in _set_in(repo, variable))


def _one_key(place: Place, endpoint: Endpoint, named: str) -> Guard:
    return Guard(place, f"{endpoint.framework} compares the key of {named}, one for all callers", "", ONE_KEY)


def _of_lit_server(repo: Repo, endpoint: Endpoint) -> Iterator[Guard]:
    """Yield the method by which a class of LitServe refuses callers: the server asks it before each request."""
    owner = endpoint.handler.rpartition(".")[0]
    method = function_at(repo, endpoint.handler_path, f"{owner}.authorize")
    if method is not None:
        place = Place(endpoint.handler_path, method.line)
        yield Guard(place, f"LitServe asks {method.name}", endpoint.handler_path, method.name)


def _of_modal(repo: Repo, endpoint: Endpoint) -> Iterator[Guard]:
    """Yield what the proxy before a function of Modal asks, where its decorator says so."""
    function = contents(repo, endpoint.handler_path).functions.get(endpoint.handler)
    for mark in function.decorators if function else ():
        asked = mark.keyword("requires_proxy_auth")
        if mark.name.startswith(_MODAL) and asked is not None and asked.literal is True:
            place = Place(endpoint.handler_path, mark.line)
            yield Guard(place, _OF_MODAL, "", _BY_PROXY)


@fact
def _behind_the_proxy(repo: Repo) -> Mapping[str, Place]:
    """Return the files of applications that a function of Modal hands to its platform, behind the proxy that asks."""
    found: dict[str, Place] = {}
    for file in (one for one in python_files(repo) if "modal" in one.packages):
        for function in file.functions:
            for mark in function.decorators:
                asked = mark.keyword("requires_proxy_auth")
                if mark.name in _HANDED_OVER and asked is not None and asked.literal is True:
                    place = Place(file.path, mark.line)
                    found |= dict.fromkeys((file.path, *imported_files(repo).get(file.path, ())), place)
    return found


def _of_options(repo: Repo, endpoint: Endpoint) -> Iterator[Guard]:
    for item in started_engines(repo):
        given = next((word for word in item.words if word.partition("=")[0] in _KEY_OPTIONS), "")
        if item.endpoint == endpoint and given:
            yield _one_key(endpoint.place, endpoint, given.partition("=")[0])


def _set_in(repo: Repo, variable: str) -> tuple[Place, ...]:
    """Return where a deployment of the owner's sets a variable."""
    in_images = (image.place for image in images(repo) if variable in dict(image.variables))
    own = (work for work in workloads(repo) if work.counts)
    running = (one.place for work in own for one in work.containers if variable in dict(one.variables))
    return tuple(chain(running, in_images))[:1]


@fact
def _of_torchserve(repo: Repo) -> tuple[Guard, ...]:
    """Return the key that TorchServe asks for by default, where its release does so and nothing switches it off."""
    started = [item for item in started_engines(repo) if item.endpoint.framework == "TorchServe"]
    bases = [f"{base.name}:{base.tag}" for image in images(repo) for base in image.bases]
    bases += [one.image for work in workloads(repo) for one in work.containers]
    known = [found for name in bases if (found := _TORCHSERVE.search(name))]
    if not started or not known or not all(map(_asks, known)) or _is_switched_off(repo):
        return ()
    place = started[0].endpoint.place
    return (Guard(place, "TorchServe asks for the key that it makes at its start, one for all callers", "", ONE_KEY),)


def _asks(tag: re.Match[str]) -> bool:
    """Tell whether the release that a tag names asks for a key; the last one that was made does."""
    return tag[1] is None or tuple(map(int, tag.groups())) >= _ASKS_SINCE


def _is_switched_off(repo: Repo) -> bool:
    words = {word for item in started_engines(repo) for word in item.words}
    settings = repo.matching(_is_settings)
    written = any(_SWITCHED_OFF.search(repo.text_or_empty(path)[:_LIMIT]) for path in settings)
    return "--disable-token-auth" in words or written or bool(_set_in(repo, _SWITCH))


def _is_settings(path: str) -> bool:
    return path.endswith("config.properties")
