"""Which requests of plain HTTP send what a language model is asked, or go to a server of models?"""

from seatrial.facts.code.code_index import contents_of
from seatrial.facts.inference.inference_words import ADDRESS, SENDERS, SERVER_NAME
from seatrial.read.code.python_record import Call, PythonFile, Value
from seatrial.read.regex import regex
from seatrial.repo import Repo

_POSTS = frozenset({"post", "request", "stream"})
#: Folders of what people start to try, to measure and to load something.
_TRIES = regex(r"(?:^|/)(?:\w*scripts?|tools?|bench\w*|load\w*|stress\w*|demos?)/")
#: Names that clients of HTTP are given.
_SENDER = regex(r"[Cc]lient|[Ss]ession|http")
#: What functions around a client of HTTP are named by: ``post_json_with_retry(client, url, json=body)``.
_OWN_SENDER = regex(r"(?:^|_)(?:post|request|send)(?:_|$)")
#: Keys that stand together in what a language model is sent: of OpenAI and its like, of Ollama, of Gemini.
_BODIES = (
    ("messages", "model"), ("prompt", "model", "stream"), ("prompt", "model", "options"),
    ("prompt", "model", "max_tokens"), ("contents", "generationConfig"),
)  # fmt: skip


def may_post(call: Call) -> bool:
    """Tell whether a call may send JSON, by a client of HTTP or by a function of the owner's around one."""
    return call.last in _POSTS or bool(call.keywords and call.keyword("json") and _OWN_SENDER.search(call.last))


def _body(call: Call) -> Value | None:
    """Return what is sent as JSON, also where the caller makes a text of it: ``data=json.dumps(body)``."""
    given = call.keyword("json")
    written = (call.keyword("data") or call.keyword("content")) if given is None else None
    if written is not None and written.name == "json.dumps" and written.items:
        return written.items[0]
    return given


def _sees(call: Call, scope: str) -> bool:
    """Tell whether a call sees what a scope holds: its own, or one around it."""
    return not scope or f"{call.scope}.".startswith(f"{scope}.")


def posts_messages(file: PythonFile, call: Call) -> bool:
    """Tell whether a call sends what a language model is asked: messages or a prompt, and how to answer.

    A script that tries or measures a server is a client of it, and no application around a language model.
    """
    if _TRIES.search(file.path):
        return False
    by_client = call.name.startswith(SENDERS) or _SENDER.search(call.written.rpartition(".")[0])
    sends = by_client if call.last in _POSTS else may_post(call)
    given = _body(call) if sends else None
    if given is None:
        return False
    function = file.function(call.scope)
    handed = function is not None and any(one.name == given.text for one in function.parameters)
    named = (
        item.value for item in file.assignments if item.target == given.text and (handed or _sees(call, item.scope))
    )
    bodies = [given, *(named if given.kind == "name" else ())]
    return any(all(body.keyword(key) is not None for key in keys) for body in bodies for keys in _BODIES)


def posts_to_a_server(repo: Repo, file: PythonFile, call: Call) -> bool:
    """Tell whether a call sends something to the address of an inference server."""
    given = (*call.args, *(value for key, value in call.keywords if key in ("url", "endpoint")))
    if call.last not in {"post", "request", "stream"} or not given:
        return False
    if any(ADDRESS.search(text.value) for text in file.texts if text.line == call.line or text.into == call.name):
        return True
    named = {value.text for value in given if value.kind == "name"}
    held = contents_of(repo, file).given if named else {}
    kept = (item for name in named for item in held.get(name, ()) if _sees(call, item.scope))
    if any(ADDRESS.search(item.value.string or item.value.text) for item in kept):
        return True
    return call.name.startswith(SENDERS) and any(SERVER_NAME.search(item.name) for item in file.imports)
