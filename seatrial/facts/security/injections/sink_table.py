"""Which calls turn a text into code, a command, a query, a path, an address or a template?"""

from collections.abc import Callable
from enum import StrEnum

from seatrial.model.record import dataclass
from seatrial.read.code.python_record import Call, Value
from seatrial.read.regex import regex


class Danger(StrEnum):
    """What a text becomes."""

    CODE = "code to run"
    COMMAND = "a shell command"
    QUERY = "a database query"
    PATH = "the path of a file"
    ADDRESS = "the address to fetch"
    TEMPLATE = "the text of a template"
    ARCHIVE = "an archive to unpack"


@dataclass(frozen=True, slots=True)
class Sink:
    """How one call is dangerous."""

    danger: Danger
    text: Value  #: the argument that becomes it
    alone: bool  #: dangerous with any text that is not fixed, whether or not it is shown to come from outside
    joined: bool = False  #: only where the text was put together as a path: ``folder / name``


_FILES = frozenset(
    {"open", "io.open", "os.remove", "os.unlink", "os.listdir", "os.rename", "os.makedirs", "os.scandir",
     "shutil.rmtree", "shutil.copy", "shutil.move", "flask.send_file", "fastapi.responses.FileResponse",
     "starlette.responses.FileResponse", "aiofiles.open", "pandas.read_csv", "pandas.read_parquet", "pandas.read_json",
     "pandas.read_excel"}
)  # fmt: skip
_METHODS = frozenset(
    f"pathlib.Path.{name}" for name in ("read_text", "read_bytes", "write_text", "write_bytes", "open", "unlink")
)
#: Methods that paths alone have, whatever made the path: ``(settings.FOLDER / name).write_bytes(content)``.
_OF_PATHS = frozenset({"read_bytes", "write_bytes"})
#: Methods of paths and of other things: they count where the text was joined as a path is.
_OF_JOINED = frozenset({"read_text", "write_text", "open", "unlink"})
_JOIN = regex(r"\([^()]+ / ([\w.]+)\)$")
_MADE = regex(r"(?:pathlib\.)?Path\(([\w.]+)\)$")
_FETCHES = (
    "requests.get", "requests.post", "requests.put", "requests.head", "requests.request", "requests.Session.get",
    "requests.Session.post", "httpx.get", "httpx.post", "httpx.request", "httpx.stream", "httpx.Client.get",
    "httpx.AsyncClient.get", "httpx.AsyncClient.post", "aiohttp.ClientSession.get", "urllib.request.urlopen",
    "urllib.request.urlretrieve", "urllib2.urlopen",
)  # fmt: skip
_SHELLS = frozenset(
    {"os.system", "os.popen", "commands.getoutput", "commands.getstatusoutput", "subprocess.getoutput",
     "subprocess.getstatusoutput", "asyncio.create_subprocess_shell"}
)  # fmt: skip
_PROCESSES = frozenset({f"subprocess.{name}" for name in ("run", "call", "Popen", "check_call", "check_output")})
_QUERIES = frozenset(
    {"execute", "executemany", "executescript", "read_sql", "read_sql_query", "text", "raw", "fetch", "sql"}
)
_TEMPLATES = frozenset(
    {"flask.render_template_string", "jinja2.Template", "jinja2.Environment.from_string",
     "quart.render_template_string", "mako.template.Template", "starlette.templating.Jinja2Templates.env.from_string"}
)  # fmt: skip
_UNPACKS = frozenset({"tarfile.open.extractall", "tarfile.TarFile.extractall", "shutil.unpack_archive"})
_EVALS = frozenset({"eval", "exec", "builtins.eval", "builtins.exec"})
_FRAMES = frozenset({"query", "eval"})
#: Last parts of all names above: a large repository has hundreds of thousands of other calls.
_LASTS = _QUERIES | _FRAMES | {
    name.rpartition(".")[2] for table in (_FILES, _METHODS, _SHELLS, _PROCESSES, _TEMPLATES, _UNPACKS) for name in table
}  # fmt: skip


def sink(call: Call) -> Sink | None:
    """Return how a call is dangerous, None when it is not, whatever the text."""
    if not call.args and not call.keywords and call.last not in _OF_PATHS | _OF_JOINED:
        return None
    if call.last not in _LASTS and call.written not in _EVALS and not call.name.endswith(_FETCHES):
        return None
    return next((found for judge in _JUDGES if (found := judge(call)) is not None), None)


def _code(call: Call) -> Sink | None:
    if call.written in _EVALS and call.args:
        return Sink(Danger.CODE, call.args[0], alone=True)
    if call.last in _FRAMES and call.name.startswith("pandas.") and call.args:
        return Sink(Danger.CODE, call.args[0], alone=False)
    return None


def _command(call: Call) -> Sink | None:
    shell = call.keyword("shell") if call.name in _PROCESSES else None
    through_shell = shell is not None and shell.literal is True
    if (call.name in _SHELLS or through_shell) and (text := call.argument(0, "args")) is not None:
        return Sink(Danger.COMMAND, text, alone=True)
    return None


def _query(call: Call) -> Sink | None:
    if call.last not in _QUERIES or not call.args or (call.last in ("text", "sql") and "." not in call.name):
        return None
    return Sink(Danger.QUERY, call.args[0], alone=True) if _is_composed(call.args[0]) else None


def _is_composed(text: Value) -> bool:
    """Tell whether a query is put together from parts: an f-string, a sum, a format. Bound parameters are no parts."""
    if text.kind == "fstring":
        return bool(text.items) and _reads_as_query(text.text)
    if text.kind == "operation":
        return any(_reads_as_query(str(part.literal or part.text)) for part in text.items) and not _all_fixed(text)
    return text.kind == "call" and text.text.endswith(".format") and _reads_as_query(text.text)


#: With which words a query begins, and with which a part of one does.
_BEGINS = frozenset({"SELECT", "INSERT", "UPDATE", "DELETE", "WITH", "DROP", "CREATE", "ALTER", "TRUNCATE", "COPY"})
_GOES_ON = frozenset({"FROM", "WHERE", "SET", "VALUES", "AND", "OR", "JOIN", "LEFT", "INNER", "ORDER", "GROUP", "UNION",
                      "HAVING", "LIMIT", "MERGE", "REPLACE", "CALL", "EXEC", "EXPLAIN", "MATCH"})  # fmt: skip


def reads_as_prose(text: str) -> bool:
    """Tell a sentence for people, "Select a model from {}.", from a query: capitalised, and with no sign of one.

    A prompt begins with a word that no query begins with, and may hold such signs: "You are an assistant.".
    """
    first = _first(text)
    return first.istitle() and (not set("*=") & set(text) or first.upper() not in _BEGINS | _GOES_ON)


def _first(text: str) -> str:
    return text.strip("\"' \n\t(").partition(" ")[0].strip()


def _reads_as_query(text: str) -> bool:
    if reads_as_prose(text):
        return False
    return _first(text).upper() in _BEGINS


def _all_fixed(text: Value) -> bool:
    return all(part.kind == "literal" for part in text.items)


def _path(call: Call) -> Sink | None:
    # the path is what the method belongs to; its first argument is a text, a mode or an encoding
    owner = call.written.rpartition(".")[0]
    bare = call.last in _OF_JOINED and call.name in ("", call.written)  # of a variable, or of what stands in brackets
    if (bare or call.last in _OF_PATHS) and (joined := _JOIN.match(owner)):
        return Sink(Danger.PATH, Value("name", name=joined[1], text=joined[1]), alone=False)
    if call.name in _METHODS or (call.last in _OF_PATHS and owner):
        made = _MADE.match(owner)
        return Sink(Danger.PATH, Value("name", text=made[1] if made else owner), alone=False)
    if bare and owner.isidentifier():
        return Sink(Danger.PATH, Value("name", text=owner), alone=False, joined=True)
    if call.name not in _FILES or not call.args:
        return None
    return Sink(Danger.PATH, call.args[0], alone=False)


def _address(call: Call) -> Sink | None:
    if not call.name.endswith(_FETCHES):
        return None
    text = call.argument(1 if call.last == "request" else 0, "url")
    return Sink(Danger.ADDRESS, host_of(text), alone=False) if text is not None else None


_FORMATTED = regex(r"""["']https?://[^{}/"']+/.*\.format$""")
#: An address whose machine is written out to its end: what follows ``https://api.example.org`` may still belong to it.
_FIXED = regex(r"""https?://[^{}/"'%\s]+[/?#]""")


def host_of(address: Value) -> Value:
    """Return the part of an address that decides on the machine: behind a fixed host, a text only names a page."""
    if address.kind == "fstring":
        if address.text.startswith("{}") and address.items:
            return address.items[0]
        free = address.text.startswith("http") and not _FIXED.match(address.text)
        return address if free else Value("literal", "")
    if address.kind == "call" and _FORMATTED.match(address.text):
        return Value("literal", "")
    if address.kind != "operation" or not address.items:
        return address
    first = address.items[0]
    if first.kind == "literal":
        return Value("literal", "") if _FIXED.match(first.string) else address
    # a choice and an ``or`` give either side
    begins = tuple(f"{text} {sign}" for text in (first.text, f"({first.text})") for sign in "+%")
    return first if address.text.startswith(begins) else address


def _template(call: Call) -> Sink | None:
    return Sink(Danger.TEMPLATE, call.args[0], alone=True) if call.name in _TEMPLATES and call.args else None


def _archive(call: Call) -> Sink | None:
    if call.name not in _UNPACKS or call.keyword("filter") is not None:
        return None
    owner = Value("name", name=call.name, text=call.written.rpartition(".")[0])
    return Sink(Danger.ARCHIVE, call.args[0] if call.last == "unpack_archive" else owner, alone=False)


_JUDGES: tuple[Callable[[Call], Sink | None], ...] = (_code, _command, _query, _path, _address, _template, _archive)
