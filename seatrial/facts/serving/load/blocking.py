"""Which calls hold up the event loop of a service, so that every other request waits for them?"""

from collections.abc import Iterator
from enum import IntEnum

from seatrial.component import Component
from seatrial.facts import fact
from seatrial.facts.code.callees import of_call
from seatrial.facts.code.code import python_file
from seatrial.facts.code.code_index import calls_in, function_at
from seatrial.facts.code.ml_libraries import NETS
from seatrial.facts.inference.inference import Runs, inference_by_path
from seatrial.facts.inference.model_loads import is_instance_call
from seatrial.facts.serving.near_answers import answering_functions, nearest
from seatrial.facts.serving.serving import network_endpoints
from seatrial.model import Confidence, Place
from seatrial.model.record import dataclass
from seatrial.read.code.python_record import Call
from seatrial.repo import Repo

_DEEPEST = 3  #: functions between the handler and the call
#: Calls that hand what they are given to a thread or a process: what stands in them does not run here.
_OFFLOADS = frozenset({
    "run_in_threadpool", "to_thread", "run_in_executor", "run_sync", "submit", "run_until_complete", "map_async",
    "iterate_in_threadpool", "sync_to_async", "make_async", "asyncify", "add_task", "delay", "apply_async", "starmap",
})  # fmt: skip
_WAITS = (
    "time.sleep", "requests.get", "requests.post", "requests.put", "requests.patch", "requests.delete",
    "requests.request", "requests.head", "requests.Session.", "requests.sessions.Session.", "httpx.get", "httpx.post",
    "httpx.put", "httpx.request", "httpx.Client.", "urllib.request.urlopen", "urllib3.PoolManager.request",
    "subprocess.run", "subprocess.call", "subprocess.check_call", "subprocess.check_output", "os.system",
    "psycopg2.connect", "pymysql.connect", "mysql.connector.connect", "sqlite3.connect", "pyodbc.connect",
    "boto3.client.", "openai.OpenAI.", "openai.ChatCompletion.create", "openai.Completion.create",
    "anthropic.Anthropic.", "groq.Groq.", "cohere.Client.", "mistralai.Mistral.chat.complete",
)  # fmt: skip
#: Libraries whose models answer one row in less time than the loop takes to switch.
_QUICK = frozenset({"sklearn", "joblib", "xgboost", "lightgbm", "catboost"})
_SLOW = NETS | {"easyocr", "paddleocr", "spacy", "whisper"}
#: Last parts of calls that run a model for a while; others of a model's methods only ask it about itself.
_RUNS = frozenset({
    "predict", "predict_proba", "predict_on_batch", "decision_function", "score_samples", "transform", "generate",
    "generate_content", "encode", "embed", "embed_documents", "embed_query", "transcribe", "translate", "run", "rank",
    "rerank", "forward", "infer", "detect", "recognize", "classify", "segment", "synthesize", "tts", "invoke",
    "__call__", "forecast", "sample", "explain", "shap_values", "ocr", "readtext", "create_chat_completion",
})  # fmt: skip
#: Engines whose calls give the loop back by themselves.
_ASYNC_ENGINES = frozenset({"vllm", "sglang", "lmdeploy"})
#: What talks to the client before it returns, and does no work.
_SETS_UP = {"close", "init_app", "Client", "OpenAI"}


class Hold(IntEnum):
    """How long a call holds the loop."""

    BRIEF = 0  #: a small model of rows
    WAIT = 1  #: a disk, a network or a clock
    MODEL = 2  #: a model


@dataclass(frozen=True, slots=True)
class Blocking:
    """One call that runs in the event loop, and does not give it back until it is done."""

    place: Place
    handler: str  #: the coroutine that the framework calls
    handler_path: str
    written: str
    hold: Hold
    confidence: Confidence = Confidence.VERIFIED

    @property
    def what(self) -> str:
        """What waits for what."""
        does = "waits in" if self.hold is Hold.WAIT else "runs the model by"
        return f"async {self.handler} {does} {self.written}, and every other request waits with it"


@fact
def coroutine_handlers(component: Component) -> tuple[tuple[str, str], ...]:
    """Return file and name of the handlers of the component's own endpoints that are coroutines."""
    doors = ((door.handler_path, door.handler) for door in network_endpoints(component) if door.handler_path)
    return tuple(dict.fromkeys((path, name) for path, name in doors if _is_async(component.repo, path, name)))


def _is_async(repo: Repo, path: str, name: str) -> bool:
    function = function_at(repo, path, name)
    return function is not None and function.is_async


@fact
def blocking_calls(component: Component) -> tuple[Blocking, ...]:
    """Return the calls that hold the event loop, in coroutines that answer requests and in what these call.

    Of those that hold it as long, what a model's answer waits for comes first.
    """
    repo = component.repo
    found: dict[Place, Blocking] = {}
    for path, name in coroutine_handlers(component):
        for one in _in(repo, path, name, (path, name.rpartition(".")[2]), _DEEPEST, set()):
            found.setdefault(one.place, one)
    near = {(path, name.rpartition(".")[2]) for path, name in answering_functions(component)}

    def rank(one: Blocking) -> tuple[object, ...]:
        return -one.hold, (one.handler_path, one.handler) not in near

    return tuple(sorted(nearest(component, found.values()), key=rank))


def _in(
    repo: Repo, path: str, scope: str, handler: tuple[str, str], left: int, seen: set[tuple[str, str]]
) -> Iterator[Blocking]:
    if (path, scope) in seen:
        return
    seen.add((path, scope))
    models = {call.call: call for call in inference_by_path(repo).get(path, ()) if call.scope == scope}
    for call in calls_in(repo, path, scope):
        if call.scope != scope or "lambda" in call.inside or call.last in _OFFLOADS:
            continue
        awaited = "await" in call.inside
        inferring = models.get(call)
        if inferring and not awaited and inferring.runs is Runs.MODEL and _runs_long(repo, path, call):
            hold, place = _held_by_model(repo, path), inferring.place
            yield Blocking(place, handler[1], handler[0], call.written or call.last, hold, inferring.confidence)
        elif not awaited and _waits(call):
            yield Blocking(Place(path, call.line, call.column), handler[1], handler[0], call.written, Hold.WAIT)
        elif left:
            yield from _below(repo, path, call, handler, left, seen, awaited=awaited)


def _below(
    repo: Repo, path: str, call: Call, handler: tuple[str, str], left: int, seen: set[tuple[str, str]], *, awaited: bool
) -> Iterator[Blocking]:
    """Follow a call: into a coroutine when it is awaited, into a function when it is not."""
    for callee in of_call(repo, path, call):
        if callee.sure and callee.scope and _is_async(repo, callee.path, callee.scope) == awaited:
            yield from _in(repo, callee.path, callee.scope, handler, left - 1, seen)


def _waits(call: Call) -> bool:
    if call.last in _SETS_UP:
        return False
    return any(call.name == name or (name.endswith(".") and call.name.startswith(name)) for name in _WAITS)


def _runs_long(repo: Repo, path: str, call: Call) -> bool:
    file = python_file(repo, path)
    if file is None or "Async" in call.name:
        return False
    roots = file.packages
    return not roots & _ASYNC_ENGINES and (call.last in _RUNS or is_instance_call(file, call))


def _held_by_model(repo: Repo, path: str) -> Hold:
    """Tell a network from a small model of rows, by what the file imports."""
    file = python_file(repo, path)
    roots = file.packages if file else frozenset()
    return Hold.BRIEF if roots & _QUICK and not roots & _SLOW else Hold.MODEL
