"""Which endpoints does Vertex AI alone ask, which lets in whom a policy of Google Cloud names?"""

from collections.abc import Iterator

from seatrial.facts import fact
from seatrial.facts.code.arguments import constant
from seatrial.facts.code.python_files import files_outside_tests
from seatrial.facts.deployment.releases.deploy_commands import option, written_commands
from seatrial.facts.serving.serving import endpoints
from seatrial.facts.web.endpoints import Door, Endpoint
from seatrial.facts.web.guard import Guard
from seatrial.model import Place
from seatrial.model.record import dataclass
from seatrial.read.code.python_record import Call, PythonFile
from seatrial.read.reader import Unreadable
from seatrial.read.regex import regex
from seatrial.repo import Repo

#: Google Cloud checks the token of each request to an endpoint of Vertex AI against its policies.
_BY_GOOGLE = "google.iam.verify_token"
#: The variables by which Vertex AI tells a container where it will ask it.
_VARIABLES = regex(r"[\"']AIP_(?:PREDICT|HEALTH)_ROUTE[\"']")
#: The options and arguments by which a container is handed to Vertex AI with the route that it will ask.
_ROUTE_OPTIONS = ("--container-predict-route", "--model-serving-container-predict-route")
_ROUTE_KEYWORDS = ("serving_container_predict_route", "model_serving_container_predict_route")
_IMAGE_KEYWORDS = ("serving_container_image_uri", "model_serving_container_image_uri")
#: Commands that put an image where Vertex AI does not stand before it.
_ELSEWHERE = (("gcloud", "run", "deploy"), ("gcloud", "run", "services", "update"), ("kubectl", "set", "image"))
_TAG = regex(r"[:@][^/]*$")
_LIMIT = 200_000  #: bytes of a handler's file that are searched


@dataclass(frozen=True, slots=True)
class _Uploaded:
    """A container that is handed to Vertex AI."""

    place: Place
    route: str
    image: str  #: the last part of its name, "" where it is put together


def vertex_guards(repo: Repo, endpoint: Endpoint) -> Iterator[Guard]:
    """Yield what Vertex AI asks of callers, where the container of an endpoint is made for it or handed to it."""
    what = "Vertex AI lets in whom a policy of Google Cloud names"
    if endpoint.framework == "Vertex AI" or reads_its_routes(repo, endpoint):
        yield Guard(endpoint.place, what, "", _BY_GOOGLE)
    if endpoint.door is not Door.HTTP:
        return
    beside = {one.url.rstrip("/") for one in endpoints(repo) if one.handler_path == endpoint.handler_path}
    for item in _uploaded(repo):
        if item.route.rstrip("/") in beside:
            yield Guard(item.place, what, "", _BY_GOOGLE, maybe=not item.image or item.image in _run_elsewhere(repo))


def reads_its_routes(repo: Repo, endpoint: Endpoint) -> bool:
    """Tell the contract of Vertex AI's containers: a server whose file reads on which routes it will be asked."""
    if endpoint.door is not Door.HTTP:
        return False
    try:
        return bool(_VARIABLES.search(repo.text(endpoint.handler_path, _LIMIT)))
    except Unreadable:
        return False


@fact
def _uploaded(repo: Repo) -> tuple[_Uploaded, ...]:
    found = [
        _Uploaded(place, route, _name(option(command, ("--container-image-uri",))))
        for command, place in written_commands(repo)
        if command.program == "gcloud" and (route := option(command, _ROUTE_OPTIONS))
    ]
    calls = ((file, call) for file in files_outside_tests(repo) for call in file.calls)
    found += [
        _Uploaded(Place(file.path, call.line), route, _name(_text(file, call, _IMAGE_KEYWORDS)))
        for file, call in calls
        if "aiplatform" in call.name and (route := _text(file, call, _ROUTE_KEYWORDS))
    ]
    return tuple(found)


def _text(file: PythonFile, call: Call, names: tuple[str, ...]) -> str:
    given = next(filter(None, map(call.keyword, names)), None)
    return constant(file, call.scope, given).string if given else ""


@fact
def _run_elsewhere(repo: Repo) -> frozenset[str]:
    """Return the images that other platforms run as well."""
    asked = (command for command, _ in written_commands(repo) if any(command.starts(*words) for words in _ELSEWHERE))
    return frozenset(filter(None, (_name(option(command, ("--image",))) for command in asked)))


def _name(image: str) -> str:
    """Return the last part of an image's name, without its tag or digest."""
    return _TAG.sub("", image).rpartition("/")[2].strip("\"'")
