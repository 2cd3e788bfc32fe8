"""Are requests answered together, or answers kept, where that saves work?"""

from collections.abc import Iterator

from seatrial.component import Component
from seatrial.facts import fact
from seatrial.facts.code.code import python_files
from seatrial.facts.code.code_index import calls_in, function_at
from seatrial.facts.code.programs import Site, called
from seatrial.facts.documents.documents import lines_that
from seatrial.facts.documents.figures import figures
from seatrial.facts.inference.inference import InferenceCall, Runs, inference_calls
from seatrial.facts.reach.running import runs
from seatrial.facts.serving.batch import jobs_of
from seatrial.facts.serving.behind import behind_endpoints
from seatrial.facts.serving.serving import served
from seatrial.facts.web.endpoints import Door
from seatrial.model import Confidence, Evidence, Place
from seatrial.read.code.python_record import Call
from seatrial.read.line_number import line_number
from seatrial.read.reader import Unreadable
from seatrial.read.regex import caseless, regex
from seatrial.repo import Repo, Role, own_paths, role

#: Engines that put what comes in at the same time into one run of the model by themselves.
_CONTINUOUS = caseless(r"vllm|sglang|text-generation-inference|tgi|\btei\b|text-embeddings|lmdeploy|infinity")
_CACHES = frozenset({"lru_cache", "cache", "cached", "cache_data", "ttl_cache", "alru_cache", "memoize"})
_CACHE_CALLS = ("TTLCache", "LRUCache", "set_llm_cache", "GPTCache", "SemanticCache", "RedisCache", "InMemoryCache")
#: How own code asks something called a cache for an answer, and how it leaves one there.
_OWN_CACHE = caseless(r"(?:^|[._])\w*cache\w*\.\w+$")
_ASKS = frozenset({"get", "hit", "lookup", "look_up", "fetch", "find", "read", "load", "retrieve", "get_json"})
_LEAVES = frozenset({"set", "put", "store", "save", "add", "cache", "setex", "write", "insert", "set_json"})
_SIZES = {"max_batch_size", "batch_size", "batchSize", "max_latency_ms", "batch_timeout", "batch_wait_timeout_s"}
_FILES = regex(r"(^|/)(config\.pbtxt|model-settings\.json|model-config\.yaml|model_config\.yaml)$")
_DYNAMIC = regex(
    r"dynamic_batching\s*\{|\"?max_batch_(?:size|time)\"?\s*[:=]\s*\"?(?:[2-9]|\d\d)|batchSize\s*[:=]\s*(?:[2-9]|\d\d)"
)
_ABOUT_GAIN = caseless(r"\bbatch(?:ing|es|ed)?\b|\bcach(?:e|ed|ing)\b")
_MEASURING = caseless(r"bench|perf|latenc|throughput|speed|load test|measure")
_WISH = caseless(r"criteria|goal|target|should|todo|planned|typical|typisch|t[ií]pica")
_MANY = caseless(r"(?:typing\.)?(?:list|sequence|conlist)[\[(]")
_TABLES = frozenset({"read_csv", "read_excel", "read_parquet", "read_json"})
_LOOPS = {"for", "while"}
_EVALUATES = caseless(r"eval|metric|score|objective|fairness|valid|test")


@fact
def batching(component: Component) -> tuple[Evidence, ...]:
    """Return where requests are put together: engines, decorators of model servers, settings of them."""
    engines = (door for door in served(component) if door.endpoint.door is Door.ENGINE)
    continuous = (
        Evidence(door.place, f"{door.what}, which batches by itself")
        for door in engines
        if _CONTINUOUS.search(door.what)
    )
    return (*continuous, *_decorated(component), *_configured(component))


def _decorated(component: Component) -> Iterator[Evidence]:
    """Find ``@serve.batch``, ``@bentoml.api(batchable=True)`` and LitServe's largest batch."""
    for file in python_files(component.repo):
        if file.path not in component or role(component.repo, file.path) is not Role.OWN:
            continue
        for function in file.functions:
            for one in function.decorators:
                batchable = one.keyword("batchable")
                if one.name.endswith("serve.batch") or (batchable and batchable.literal is True):
                    yield Evidence(Place(file.path, one.line), f"{function.name} is given requests together")
        for call in file.calls:
            size = call.keyword("max_batch_size")
            if size and isinstance(size.literal, int) and size.literal > 1:
                yield Evidence(
                    Place(file.path, call.line), f"{call.written} puts up to {size.literal} requests together"
                )


def _configured(component: Component) -> Iterator[Evidence]:
    repo = component.repo
    for path in own_paths(repo, _FILES.search):
        if path in component:
            try:
                text = repo.text(path, 200_000)
            except Unreadable:
                continue
            if found := _DYNAMIC.search(text):
                yield Evidence(Place(path, line_number(text, found.start())), f"{path} puts requests together")


@fact
def caching(component: Component) -> tuple[Evidence, ...]:
    """Return where answers, embeddings or features are kept for the next request, on code that something starts."""
    return tuple(_caches(component))


def _caches(component: Component) -> Iterator[Evidence]:
    repo = component.repo
    inferring = {(call.path, call.scope) for call in inference_calls(repo)}
    for file in python_files(repo):
        if file.path not in component or role(repo, file.path) is not Role.OWN:
            continue
        for function in file.functions:
            for one in function.decorators:
                if one.last in _CACHES and (file.path, function.name) in inferring:
                    yield Evidence(Place(file.path, one.line), f"answers of {function.name} are kept by @{one.written}")
    for found in called(repo, *_CACHE_CALLS):
        if found.program.path in component and found.site.counts and runs(component, found.site):
            yield Evidence(found.site.place, f"{found.call.written} keeps results for the next request")
    yield from _by_hand(component)


def _by_hand(component: Component) -> Iterator[Evidence]:
    """Find functions behind an endpoint that look for an answer in a cache first, and leave the new one there."""
    for found in called(component.repo, *_LEAVES):
        if found.program.path not in component or not _OWN_CACHE.search(found.call.written):
            continue
        near = (call for call in found.program.file.calls if call.scope == found.call.scope)
        asked = any(call.last in _ASKS and _OWN_CACHE.search(call.written) for call in near)
        if asked and (found.site.path, found.site.scope) in behind_endpoints(component):
            yield Evidence(found.site.place, f"{found.call.written} keeps answers for the next request")


@fact
def vectorised(component: Component) -> tuple[Evidence, ...]:
    """Return the jobs, and the endpoints that are given many rows, that hand whole tables or batches to the model."""
    return tuple(
        Evidence(call.place, f"{call.what} for many rows at once", Confidence.LIKELY)
        for call in (*_in_jobs(component), *_behind_lists(component))
        if not _row_by_row(call.call)
    )


def _behind_lists(component: Component) -> Iterator[InferenceCall]:
    """Yield the calls of a model in handlers whose request is a list of rows, or a table as a file."""
    handlers = {(item.endpoint.handler_path, item.endpoint.handler) for item in served(component)}
    for call in component.of(inference_calls(component.repo)):
        if call.runs is Runs.MODEL and (call.path, call.scope) in handlers:
            function = function_at(component.repo, call.path, call.scope)
            rows = any(_MANY.match(parameter.annotation) for parameter in (function.parameters if function else ()))
            tables = (other.last in _TABLES for other in calls_in(component.repo, call.path, call.scope))
            if rows or any(tables):
                yield call


@fact
def row_loops(component: Component) -> tuple[Evidence, ...]:
    """Return the jobs that ask the model for one row after another."""
    return tuple(
        Evidence(call.place, f"{call.what} in a loop, row by row", Confidence.LIKELY)
        for call in _in_jobs(component)
        if _row_by_row(call.call)
    )


def _in_jobs(component: Component) -> Iterator[InferenceCall]:
    places = {job.predicts.path for job in jobs_of(component) if job.sink}
    for call in component.of(inference_calls(component.repo)):
        counts = call.runs is Runs.MODEL and call.path in places and not _EVALUATES.search(call.scope)
        if counts and runs(component, Site(call.path, call.place.line, call.scope)):
            yield call


def _row_by_row(call: Call) -> bool:
    """A loop over batches of a loader is none over rows: its variable is a batch."""
    given = " ".join(value.text or value.name for value in call.args)
    return bool(_LOOPS & set(call.inside)) and "batch" not in given.lower() and not given.startswith("inputs")


@fact
def small_batches(component: Component) -> tuple[Evidence, ...]:
    """Return calls of models that name a size of their batches."""
    sizes = (
        (call, value)
        for call in component.of(inference_calls(component.repo))
        for key, value in call.call.keywords
        if key in _SIZES and role(component.repo, call.path) is Role.OWN
    )
    return tuple(
        Evidence(call.place, f"{call.what} with {value.text or str(value.literal)} at once") for call, value in sizes
    )


@fact
def measured_gains(repo: Repo) -> tuple[Evidence, ...]:
    """Return the lines of documents that say in figures what batching or caching gains."""
    return lines_that(repo, "says what it gains", _gives_a_gain)


def _gives_a_gain(heading: str, text: str) -> bool:
    about = _MEASURING.search(heading) and _ABOUT_GAIN.search(text) and not _WISH.search(text)
    return bool(about and figures(text))
