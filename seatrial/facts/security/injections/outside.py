"""Which values come from outside of the program: from a request, from the network, from a model's answer?"""

import re
from collections.abc import Mapping

from seatrial.facts import fact
from seatrial.facts.code.python_files import python_file
from seatrial.facts.inference.inference_words import AS_RESPONSE
from seatrial.facts.web.injections import injected_by_name
from seatrial.facts.web.request_parameters import is_handed_in
from seatrial.facts.web.routes import routes
from seatrial.model.grouped import grouped
from seatrial.read.code.python_record import Function, PythonFile, Value
from seatrial.repo import Repo

#: How the origin of a value begins that is one segment of the request's path: no slash can be in it.
SEGMENT = "the path's segment"
#: The origin of a file that somebody sends: content, which no function takes for a path.
UPLOAD = "the request's uploaded file"
#: The origin of what its sender calls such a file.
UPLOAD_NAME = "the request's filename"

#: What web frameworks call the request that is being answered.
_REQUESTS = (
    "flask.request.", "quart.request.", "bottle.request.", "sanic.request.", "starlette.requests.Request.",
    "fastapi.Request.", "fastapi.UploadFile.", "starlette.datastructures.UploadFile.", "django.http.HttpRequest.",
    "aiohttp.web.Request.", "litestar.Request.", "tornado.web.RequestHandler.get_argument", "streamlit.text_input",
    "streamlit.text_area", "streamlit.file_uploader", "streamlit.chat_input",
)  # fmt: skip
#: Parts of a request that people know by these names.
_PARTS = frozenset(
    {"args", "form", "json", "files", "values", "cookies", "headers", "query_params", "path_params", "filename",
     "query"}
)  # fmt: skip
#: What frameworks give for a file that somebody sends.
_UPLOADS = ("fastapi.UploadFile.", "starlette.datastructures.UploadFile.", "streamlit.file_uploader")
_NAMES = (".filename", ".raw_filename", ".name")
_DOWNLOADS = (
    "requests.get", "requests.post", "requests.request", "requests.Session.", "httpx.get", "httpx.post",
    "httpx.Client.", "httpx.AsyncClient.", "urllib.request.urlopen", "urllib.request.urlretrieve", "urllib.urlretrieve",
    "urllib2.urlopen", "aiohttp.ClientSession.", "wget.download", "gdown.download", "gdown.cached_download",
    "torch.hub.download_url_to_file", "torchvision.datasets.utils.download_url", "tensorflow.keras.utils.get_file",
    "keras.utils.get_file",
)  # fmt: skip
_HUBS = (
    "huggingface_hub.hf_hub_download", "huggingface_hub.snapshot_download", "huggingface_hub.cached_download",
    "transformers.utils.cached_file", "modelscope.snapshot_download", "kagglehub.",
)  # fmt: skip
_ANSWERS = (
    "completions.create", "messages.create", "responses.create", "generate_content", "litellm.completion",
    "ChatCompletion.create", "Completion.create", *(f".{name}.create" for name in AS_RESPONSE),
)  # fmt: skip
_CHAT_MODELS = ("langchain", "llama_index", "ollama", "anthropic", "openai", "pydantic_ai", "dspy", "crewai")


def from_request(value: Value) -> str:
    """Say which part of a web request a value is, "" when it is none."""
    if value.kind == "literal" or not value.name.startswith(_REQUESTS):
        return ""
    start = next(start for start in _REQUESTS if value.name.startswith(start))
    part = re.split(r"\W", value.name[len(start) :])[0]
    if start in _UPLOADS or part in ("files", "FILES"):
        return narrowed(UPLOAD, value.name)
    return f"the request's {part}" if part in _PARTS else "the request"


def narrowed(origin: str, text: str) -> str:
    """Say where a part comes from of what is known: ``f.filename`` of an upload, ``request.FILES`` of a request."""
    if origin == UPLOAD or ".FILES" in text:
        return UPLOAD_NAME if text.endswith(_NAMES) else UPLOAD
    return origin


def from_network(value: Value) -> str:
    """Say what a value was downloaded from, "" when it was not."""
    if value.kind == "literal":
        return ""
    if value.name.startswith(_HUBS):
        return "a model hub"
    return "a download" if value.name.startswith(_DOWNLOADS) else ""


def from_model(value: Value) -> str:
    """Say that a value is what a language model answered, "" when it is not."""
    if value.kind == "literal":
        return ""
    answered = any(name in value.name for name in _ANSWERS)
    asked = value.name.startswith(_CHAT_MODELS) and value.name.rpartition(".")[2] in (
        "invoke",
        "ainvoke",
        "run",
        "chat",
    )
    return "a language model's answer" if answered or asked else ""


@fact
def handlers(repo: Repo) -> Mapping[tuple[str, str], tuple[str, ...]]:
    """Return the functions that answer requests: (path, qualified name) -> the addresses that they answer."""
    return grouped(((route.handler_path, route.handler), route.url) for route in routes(repo))


#: Types whose values cannot carry an attack on.
_HARMLESS = ("int", "float", "bool", "uuid.UUID", "datetime.", "Literal", "typing.Literal", "decimal.Decimal", "Enum")
#: Parameters that the framework gives, and not the caller.
_GIVEN = (
    "fastapi.BackgroundTasks", "fastapi.Response", "starlette.responses.", "fastapi.security.", "sqlalchemy.",
    "sqlmodel.Session",
)  # fmt: skip


def parameters_from_outside(repo: Repo, path: str, function: Function, urls: tuple[str, ...] = ()) -> Mapping[str, str]:
    """Return those parameters of a handler that its caller fills with a free text, and where each comes from."""
    file = python_file(repo, path)
    return {
        (name := parameter.name.lstrip("*")): UPLOAD if "UploadFile" in parameter.annotation else _words(name, urls)
        for parameter in function.parameters
        if parameter.name not in ("self", "cls")
        and not _given(parameter.default)
        and not is_handed_in(parameter)
        and not (file and _is_alias_of_given(repo, file, parameter.annotation))
        and not _bare(parameter.annotation).startswith((*_HARMLESS, *_GIVEN))
    }


def _words(name: str, urls: tuple[str, ...]) -> str:
    segment = re.compile(rf"[{{<](?:string:|str:)?{re.escape(name)}[}}>]")
    if any(segment.search(url) for url in urls):
        return f"{SEGMENT} {name}"
    return "the request" if name in ("request", "req", "payload", "body") else f"the request's {name}"


def _given(default: Value | None) -> bool:
    return default is not None and default.name.rpartition(".")[2] in ("Depends", "Security", "Provide", "Inject")


def _is_alias_of_given(repo: Repo, file: PythonFile, annotation: str) -> bool:
    """Tell a type that names what a function of the service gives: ``Deps = Annotated[Context, Depends(make)]``."""
    return any(True for _ in injected_by_name(repo, file, annotation))


def _bare(annotation: str) -> str:
    """Return the type inside Optional[...], Annotated[...] or before ``| None``."""
    for wrapper in ("typing.Optional[", "Optional[", "typing.Annotated[", "Annotated["):
        annotation = annotation.removeprefix(wrapper)
    return annotation
