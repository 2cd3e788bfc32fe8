"""What does a file hold that can make other code run, by scope?"""

from collections import defaultdict
from collections.abc import Mapping, Set
from typing import TypeAlias

from seatrial.facts.code.registration import keeps_class, registers
from seatrial.model import Place
from seatrial.model.record import dataclass
from seatrial.read.code.python_record import Call, Function, Import, PythonFile, Text
from seatrial.read.regex import regex

WHOLE = "*"  #: the scope that stands for everything a file defines
Node: TypeAlias = tuple[str, str]  #: path and scope: "" for the import of the file, ``MAIN`` for its run as a program

IMPORTERS = {"importlib.import_module", "import_module", "__import__"}
RUNNERS = ("subprocess.", "os.system", "os.popen", "os.exec", "os.spawn", "asyncio.create_subprocess", "runpy.")

_DOTTED = regex(r"[A-Za-z_]\w*(?:\.[A-Za-z_]\w*)*(?::[A-Za-z_]\w*)?")
_ROUTES = "=ROOT_URLCONF"  #: a setting of Django: the module that it imports for its paths
_BY_NAME = frozenset({*IMPORTERS, _ROUTES})  #: what imports the module whose name it is given


@dataclass(frozen=True, slots=True)
class Unresolved:
    """A place where what runs next could not be followed, and was taken to be more, or less, than it is."""

    place: Place
    what: str


@dataclass(frozen=True, slots=True)
class Pieces:
    """One file by scope."""

    file: PythonFile
    kinds: Mapping[str, str]  #: qualified name -> "function" or "class"
    mentions: Mapping[str, tuple[str, ...]]
    imports: Mapping[str, list[Import]]  #: those of classes stand with the file's own, since they run with it
    texts: Mapping[str, list[Text]]  #: strings that may name code
    inner: Mapping[str, list[str]]  #: what is defined directly in a function or class
    handed_on: tuple[
        str, ...
    ]  #: definitions at the top that run when the file does, or are given to who will call them


def pieces_of(file: PythonFile) -> Pieces:
    """Sort what a file holds by scope."""
    kinds = {x.name: "function" for x in file.functions} | {x.name: "class" for x in file.classes}
    imports: defaultdict[str, list[Import]] = defaultdict(list)
    for taken in file.imports:
        imports["" if kinds.get(taken.scope) == "class" or taken.scope == "?" else taken.scope].append(taken)
    texts: defaultdict[str, list[Text]] = defaultdict(list)
    starting = {call.scope for call in file.calls if call.name.startswith(RUNNERS)}
    before = ("", "")
    for text in (*file.texts, *_put_together(file.calls)):
        before, (scope, option) = (text.scope, text.value), before
        if option == "-m" and scope == text.scope and scope in starting:
            # [sys.executable, "-m", "jobs.train"], which is handed to the start by a name
            texts[text.scope].append(text._replace(value=f"python -m {text.value}", into=RUNNERS[0]))
            continue
        if text.value.endswith(".py") and _is_started(text, starting):
            texts[text.scope].append(text._replace(into=RUNNERS[0]))  # its path is put together for the start
        elif text.into in _BY_NAME or text.into.startswith(RUNNERS) or is_name(text):
            texts[text.scope].append(text)
    inner: defaultdict[str, list[str]] = defaultdict(list)
    for name in kinds:
        inner[name.rpartition(".")[0]].append(name)
    mentions = {x.scope: x.names for x in file.mentions}
    return Pieces(file, kinds, mentions, imports, texts, inner, tuple(_handed_on(file)))


def _is_started(text: Text, starting: Set[str]) -> bool:
    """Tell the path of a program in a function that starts one, or handed to such: ``run_job("train.py")``."""
    around = text.scope in starting if text.scope else bool(starting)
    return around or text.into.rpartition(".")[2] in starting


def _handed_on(file: PythonFile) -> list[str]:
    made = {x.target for x in file.assignments if not x.scope}
    functions = [
        x.name
        for x in file.functions
        if any(registers(mark) and _at_load(x, mark, file, made) for mark in x.decorators)
    ]
    classes = [x.name for x in file.classes if any(not keeps_class(y) for y in x.decorators)]
    return functions + classes


def _at_load(function: Function, mark: Call, file: PythonFile, made: Set[str]) -> bool:
    """Tell whether a mark registers a function when the file is loaded, in the body of a class too: ``@app.route``."""
    holder = function.name.rpartition(".")[0]
    if not holder:
        return True
    in_class = "." not in holder and any(x.name == holder for x in file.classes)
    return in_class and mark.written.partition(".")[0] in made


def _put_together(calls: tuple[Call, ...]) -> list[Text]:
    """Return imports by a name in which no literal stands, as a text of which nothing is known."""
    return [
        Text("{}", call.line, call.column, call.scope, call.name)
        for call in calls
        if call.name in IMPORTERS and call.args and not _has_literal(call)
    ]


def _has_literal(call: Call) -> bool:
    value = call.args[0]
    return any(isinstance(x.literal, str) or x.kind == "fstring" for x in (value, *value.items))


def is_name(text: Text) -> bool:
    """Tell whether a string may be the full name of something: ``"app.main:app"``."""
    value = text.value
    if not (2 < len(value) < 120) or ("." not in value and ":" not in value):
        return False
    return bool(_DOTTED.fullmatch(value)) and not text.into.endswith(("getLogger", "get_logger"))
