"""At which paths does a program answer that tells them apart itself, where no framework has routes?"""

from collections.abc import Iterator

from seatrial.model.record import dataclass
from seatrial.read.code.python_record import Comparison, Function, PythonFile, Value
from seatrial.read.regex import regex

#: Functions that a server calls for whatever is asked: of http.server, and of websockets before it opens a channel.
_ANSWERS = regex(r"(?:.*\.)?do_GET")
_BEFORE_IT_OPENS = regex(r"(?:.*\.)?\w*process_request|(?:.*\.)?health_?check")
#: How the path that was asked for is written: ``self.path``, ``urlparse(self.path).path``, ``path.rstrip("/")``.
_PATH = regex(r"(?:^|[._])(?:path|route|url)(?:\.(?:rstrip|strip|lower)\(.*\)|\.split\(.*\)\[0\])?$")
_STARTS = frozenset({"startswith"})


@dataclass(frozen=True, slots=True)
class ComparedPath:
    """One path that a function tells from others."""

    function: Function
    url: str
    line: int
    leads_to: tuple[str, ...] = ()  #: names of what is called for it, where these are known


def compared_paths(file: PythonFile) -> Iterator[ComparedPath]:
    """Yield the paths for which a function that a server calls has an answer of its own."""
    channels = "websockets" in file.packages
    answering = {
        item.name: item
        for item in file.functions
        if _ANSWERS.fullmatch(item.name) or (channels and _BEFORE_IT_OPENS.fullmatch(item.name))
    }
    if not answering:
        return
    for item in file.comparisons:
        if (function := answering.get(item.scope)) is not None and item.operator in ("==", "in"):
            for url in _urls(item):
                yield ComparedPath(function, url, item.line, item.leads_to)
    for call in file.calls:
        owner, _, last = call.written.rpartition(".")
        if last in _STARTS and call.scope in answering and _PATH.search(owner) and call.args:
            for url in _texts(call.args[0]):
                yield ComparedPath(answering[call.scope], url, call.line)


def _urls(item: Comparison) -> tuple[str, ...]:
    for asked, known in ((item.left, item.right), (item.right, item.left)):
        if _PATH.search(asked.text):
            return _texts(known)
    return ()


def _texts(value: Value) -> tuple[str, ...]:
    values = (value, *value.items)
    return tuple(one.literal for one in values if isinstance(one.literal, str) and one.literal.startswith("/"))
