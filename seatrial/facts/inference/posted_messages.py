"""Which requests of plain HTTP send what a language model is asked?"""

from seatrial.facts.inference.inference_words import SENDERS
from seatrial.read.code.python_record import Call, PythonFile
from seatrial.read.regex import regex

#: Folders of what people start to try, to measure and to load something.
_TRIES = regex(r"(?:^|/)(?:\w*scripts?|tools?|bench\w*|load\w*|stress\w*|demos?)/")
#: Names that clients of HTTP are given.
_SENDER = regex(r"[Cc]lient|[Ss]ession|http")
#: Keys that stand together in what a language model is sent: of OpenAI and its like, of Ollama, of Gemini.
_BODIES = (
    ("messages", "model"), ("prompt", "model", "stream"), ("prompt", "model", "options"),
    ("prompt", "model", "max_tokens"), ("contents", "generationConfig"),
)  # fmt: skip


def posts_messages(file: PythonFile, call: Call) -> bool:
    """Tell whether a call sends what a language model is asked: messages or a prompt, and how to answer.

    A script that tries or measures a server is a client of it, and no application around a language model.
    """
    if _TRIES.search(file.path):
        return False
    sends = call.name.startswith(SENDERS) or _SENDER.search(call.written.rpartition(".")[0])
    given = call.keyword("json") if call.last in {"post", "request", "stream"} and sends else None
    if given is None:
        return False
    function = file.function(call.scope)
    handed = function is not None and any(one.name == given.text for one in function.parameters)
    named = (
        item.value for item in file.assignments if item.target == given.text and (handed or item.scope == call.scope)
    )
    bodies = [given, *(named if given.kind == "name" else ())]
    return any(all(body.keyword(key) is not None for key in keys) for body in bodies for keys in _BODIES)
