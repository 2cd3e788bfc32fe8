"""Where does a value that names a model come from: a text of the code, a setting, a version in a registry?"""

from enum import StrEnum
from typing import TypeAlias

from seatrial.facts.code.arguments import constant
from seatrial.facts.code.code_index import contents, defined, value_at
from seatrial.facts.code.programs import called
from seatrial.read.code.python_record import Call, PythonFile, Value
from seatrial.read.regex import caseless, regex
from seatrial.repo import Repo


class How(StrEnum):
    """How a model is named."""

    COMMITTED = "as a file of this repository"
    FIXED = "by a text in the code"
    SETTING = "by a setting"
    VERSIONED = "by a version or an alias"


#: How a value names a model, and the text that is fixed of it; None where it leads nowhere.
Named: TypeAlias = tuple[How | None, str]

_ENVIRONMENT = regex(r"(^|\.)(getenv|environ(\.get)?|environ\[\]|config|get_settings|add_argument)$")
_SETTINGS = caseless(
    r"^(settings|config|cfg|conf|args|options|opts|params|flags|env|\w*[_.](settings|config|cfg))(\.|\[|$)"
)
_VERSIONED = regex(r"models:/(?!/)|wandb-artifact:/|:v\d|@\w+$|runs:/|azureml:")
_LATEST = regex(r"[:/]latest$")
#: What a setting is called that holds a version, and nothing else of the name: ``models/{VERSION}/model.pkl``.
_HOLDS_VERSION = caseless(r"(?:^|[_.\"'\[])(?:version|revision|alias|run_?id|sha256|digest)(?:$|[\"'\])])")
_PATHS = frozenset({"join", "Path", "PurePath", "str", "abspath", "resolve", "expanduser", "fspath", "open", "cast"})
#: What takes all bytes of an opened file, as for a digest, before the model is made of them.
_READS = frozenset({"read", "read_bytes"})
_DEEPEST = 6


def named_by(repo: Repo, file: PythonFile, call: Call, value: Value) -> Named:
    """Follow what a call is given to where it is set, through constants, modules and the callers of its function."""
    return _source(repo, file, call, value, _DEEPEST)


def moves(text: str) -> bool:
    """Tell whether a text asks for whatever is newest: ``models:/price/latest``."""
    return bool(_LATEST.search(text))


def _source(repo: Repo, file: PythonFile, call: Call, value: Value, depth: int) -> Named:
    """Follow a value to where it is set: a text of the code, or a setting; None where that leads nowhere."""
    if depth <= 0:
        return None, ""
    value = constant(file, call.scope, value)
    match value.kind:
        case "literal":
            text = value.string
            stem = text.rpartition("/")[2].partition(".")[0]
            return (How.VERSIONED if says_version(text) else How.FIXED if stem else None), text
        case "name" | "item":
            return _of_name(repo, file, call, value, depth)
        case "call":
            return _of_call(repo, file, call, value, depth)
        case "fstring":
            if says_version(value.text):
                return How.VERSIONED, value.text
            return _of_parts(repo, file, call, value, depth)
        case "operation":
            return _of_parts(repo, file, call, value, depth)
        case _:
            return None, ""


def says_version(text: str) -> bool:
    """Tell whether a text names a version or an alias of a registry, and not whatever is newest."""
    return bool(_VERSIONED.search(text)) and not _LATEST.search(text)


def _of_parts(repo: Repo, file: PythonFile, call: Call, value: Value, depth: int) -> Named:
    found = [_source(repo, file, call, part, depth - 1) for part in value.items]
    if value.items and found[0][0] is None and _is_handed(file, call, value.items[0]):
        return None, ""  # a name within a folder that somebody else chooses names no model: folder / "model.pt"
    if any(
        how is How.SETTING and _holds_version(file, call, part)
        for part, (how, _) in zip(value.items, found, strict=True)
    ):
        return How.VERSIONED, value.text
    best = max((how for how, _ in found if how), key=list(How).index, default=None)
    return best, next((text for how, text in reversed(found) if how is best and text), "")


def _holds_version(file: PythonFile, call: Call, part: Value) -> bool:
    """Tell a setting that holds the version of the model by its own name, or by that of what was made of it."""
    seen = (part, constant(file, call.scope, part))
    return any(_HOLDS_VERSION.search(name) for one in seen for name in (one.text, *(str(x.literal) for x in one.items)))


def _is_handed(file: PythonFile, call: Call, value: Value) -> bool:
    """Tell a parameter of the function around a call, or what is made of one there: ``Path(folder)``."""
    while value.kind == "call" and value.items and value.name.rpartition(".")[2] in _PATHS:
        value = value.items[0]
    function = file.function(call.scope)
    names = {item.name for item in function.parameters} if function else set()
    made = {item.value.items[0].text for item in file.assignments
            if (item.scope, item.target) == (call.scope, value.text) and item.value.items}  # fmt: skip
    return value.kind == "name" and bool(names & {value.text, *made})


def _of_call(repo: Repo, file: PythonFile, call: Call, value: Value, depth: int) -> Named:
    name = value.name or value.text
    if _ENVIRONMENT.search(name):
        return How.SETTING, ""
    last = name.rpartition(".")[2]
    if last == "open" and value.items:
        return _source(repo, file, call, value.items[0], depth - 1)
    if last in _READS:
        return _of_handle(repo, file, call, value.text.partition("(")[0], depth)
    return _of_parts(repo, file, call, value, depth) if last in _PATHS else (None, "")


def _of_handle(repo: Repo, file: PythonFile, call: Call, read: str, depth: int) -> Named:
    """Follow what was read, ``file.read``, to the file that was opened under that name."""
    handle = read.rpartition(".")[0]
    return _of_name(repo, file, call, Value("name", text=handle), depth - 1) if handle.isidentifier() else (None, "")


def _of_name(repo: Repo, file: PythonFile, call: Call, value: Value, depth: int) -> Named:
    text = value.text
    if _SETTINGS.search(text) or _ENVIRONMENT.search(value.name):
        return How.SETTING, ""
    here = contents(repo, file.path)
    made = [other for other in here.makers.get(text, ()) if other.scope == call.scope and other.line <= call.line]
    if made and made[-1].last == "open" and made[-1].args:  # the same name may have stood for another file above
        return _source(repo, file, call, made[-1].args[0], depth - 1)
    if made and made[-1].last in _READS:
        return _of_handle(repo, file, made[-1], made[-1].written, depth)
    given = [item for item in here.given.get(text, ()) if item.value.text != text]
    if given and text.startswith(("self.", "cls.")):
        return _source(repo, file, call._replace(scope=given[0].scope), given[0].value, depth - 1)
    return _of_module(repo, file, call, value, depth) or _of_caller(repo, file, call, text, depth) or (None, "")


def _of_module(repo: Repo, file: PythonFile, call: Call, value: Value, depth: int) -> Named | None:
    """Follow a name to the module that gives it its value."""
    home, name = value_at(repo, file.path, value.name, value.text) or (None, "")
    for item in home.assignments if home else ():
        if home and not item.scope and item.target == name:
            return _source(repo, home, call._replace(scope=""), item.value, depth - 1)
    return None


def _of_caller(repo: Repo, file: PythonFile, call: Call, name: str, depth: int) -> Named | None:
    """Follow a parameter to what the callers of its function give."""
    function = file.function(call.scope)
    names = [item.name for item in function.parameters] if function else []
    if function is None or name not in names:
        return None
    made = function.name.rpartition(".")[2] in ("__init__", "__new__")
    target = function.in_class if made else function.name
    position = names.index(name) - (names[0] in ("self", "cls"))
    for found in called(repo, target.rpartition(".")[2]):
        given = found.call.argument(position, name) if position >= 0 else None
        home = defined(repo, found.program.path, found.call.name, found.call.written) if given is not None else None
        if given is not None and home and (home.path, home.name) == (file.path, target):
            return _source(repo, found.program.file, found.call, given, depth - 1)
    return None
