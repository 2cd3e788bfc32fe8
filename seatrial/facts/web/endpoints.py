"""What is an endpoint: one door through which other systems ask a component for something."""

from enum import StrEnum

from seatrial.model import Confidence, Place
from seatrial.model.record import dataclass
from seatrial.read.code.python_record import Function

_ENDINGS = (".ts", ".js", ".mts", ".mjs", ".cts", ".cjs", ".go")


class Door(StrEnum):
    """The ways in which other systems come in."""

    HTTP = "http"
    GRPC = "grpc"
    MODEL_SERVER = "model-server"  #: a class or function that a model server calls: BentoML, Ray Serve, KServe
    ENGINE = "engine"  #: a ready-made inference engine that is started by a command line: vLLM, Triton
    FUNCTION = "function"  #: a cloud function that a platform calls
    QUEUE = "queue"  #: a consumer of messages
    TOOL = "tool"  #: a tool of a model-context-protocol server
    MANAGED = "managed"  #: a graph or agent that a managed runtime serves


def in_another_language(place: Place) -> bool:
    """Tell whether a place stands in a program in TypeScript, JavaScript or Go."""
    return place.path.endswith(_ENDINGS)


@dataclass(frozen=True, slots=True)
class Endpoint:
    """One door, with the function behind it."""

    place: Place  #: where the handler or the configuration stands
    what: str
    door: Door
    framework: str  #: as people write it: "FastAPI"
    url: str = ""  #: with the prefixes of its routers as far as they are known; "" when it has none
    methods: tuple[str, ...] = ()  #: HTTP methods, "WEBSOCKET" among them
    handler_path: str = ""  #: file of the function behind it; "" when an engine answers by itself
    handler: str = ""  #: qualified name of that function or class within its file
    router: str = ""  #: key of the application or router it hangs on
    confidence: Confidence = Confidence.VERIFIED

    @property
    def in_another_language(self) -> bool:
        """Whether the program that answers is written in TypeScript, JavaScript or Go."""
        return in_another_language(self.place)

    @property
    def takes_body(self) -> bool:
        """Whether requests carry a payload that can be malformed."""
        return not self.methods or bool({"POST", "PUT", "PATCH", "WEBSOCKET"} & set(self.methods))


def http_endpoint(
    path: str, function: Function, framework: str, url: str, methods: tuple[str, ...], key: str, confidence: Confidence
) -> Endpoint:
    """Return the endpoint of a route that a function in a file answers."""
    what = f"{'/'.join(methods) or 'GET'} {url or '/'} in {framework} is answered by {function.name}"
    return Endpoint(
        Place(path, function.line), what, Door.HTTP, framework, url or "/", methods or ("GET",), path, function.name,
        key, confidence,
    )  # fmt: skip
