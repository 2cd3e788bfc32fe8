"""Which requests does a test send by the client of a provider, which it points at the service itself?"""

from collections.abc import Iterator

from seatrial.facts.code.arguments import constant
from seatrial.facts.code.code_index import calls_in
from seatrial.read.code.python_record import Call, PythonFile
from seatrial.read.regex import regex
from seatrial.repo import Repo

_CLIENTS = frozenset({"openai.OpenAI", "openai.AsyncOpenAI"})
#: An address of the machine itself, or of an application in a test, and the path below it.
_HERE = regex(
    r"https?://(?:localhost|127\.0\.0\.1|0\.0\.0\.0|\[::1\]|testserver|test)(?::[\w{}]{1,20})?(/[\w/.-]{0,60})?"
)
#: By the end of the name of a call: how it asks, and where below the client's address.
_ASKS = {
    "chat.completions.create": ("POST", "/chat/completions"),
    "chat.completions.parse": ("POST", "/chat/completions"),
    "audio.transcriptions.create": ("POST", "/audio/transcriptions"),
    "audio.translations.create": ("POST", "/audio/translations"),
    "audio.speech.create": ("POST", "/audio/speech"),
    "images.generate": ("POST", "/images/generations"),
    "embeddings.create": ("POST", "/embeddings"),
    "responses.create": ("POST", "/responses"),
    "moderations.create": ("POST", "/moderations"),
    "models.list": ("GET", "/models"),
    "completions.create": ("POST", "/completions"),
}  # fmt: skip


def sent_by_clients(repo: Repo, file: PythonFile, scope: str) -> Iterator[tuple[str, str]]:
    """Yield path and method of what a function of tests asks by a client that its file points at the machine."""
    below = next((path for call in file.calls if (path := _address(file, call)) is not None), None)
    for call in calls_in(repo, file.path, scope) if below is not None else ():
        ends = (asked for name, asked in _ASKS.items() if f".{call.written}".endswith(f".{name}"))
        if found := next(ends, None):
            yield f"{below}{found[1]}", found[0]


def _address(file: PythonFile, call: Call) -> str | None:
    """Return the path of the address that a client is given, None where it is none of the machine itself."""
    given = call.keyword("base_url") if call.name in _CLIENTS else None
    value = constant(file, call.scope, given) if given else None
    found = _HERE.fullmatch((value.string or value.text).strip("'\"").rstrip("/")) if value else None
    return None if found is None else (found[1] or "").rstrip("/")
