"""Where is a text that a model wrote given together with what it rests on?"""

from collections.abc import Iterator

from seatrial.component import Component
from seatrial.facts import fact
from seatrial.facts.code.dict_keys import dict_keys
from seatrial.facts.code.programs import AtSite, Program, Site, programs
from seatrial.facts.code.python_files import python_file
from seatrial.facts.inference.inference import Runs
from seatrial.facts.serving.serving import served
from seatrial.facts.signs import inferences
from seatrial.facts.web.endpoints import Endpoint
from seatrial.model import Evidence
from seatrial.model.record import dataclass
from seatrial.read.code.python_record import Call, Class
from seatrial.read.regex import regex
from seatrial.repo import Repo

_SOURCES = regex(
    r"(?:sources?_?(?:documents?|nodes?|chunks?|links?|urls?|spans?)|sources|citations?|cited_\w+|references|"
    r"supporting_(?:documents?|chunks?|passages?))"
)
#: What frameworks give beside the text that a model wrote.
_HANDED_BACK = frozenset({"source_nodes", "source_documents"})
#: Too common for a field, and told by where a key stands.
_KEYS = frozenset({"reference", "reference_chunks"})
#: Which points an answer rests on, where the same record tells the steps of thought that led to it.
_POINTS = "data_points"
_THOUGHTS = "thoughts"
#: What a text that a model wrote is called in an answer.
_TEXTS = regex(r"(?:final_)?(?:answer|response|reply|text|output|result|content|message|completion)")
#: Functions by which a page or a stream tells what was found: their texts have no field of their own.
_TELLS = regex(
    r"(?:prettify|format|render|show|display|send|stream|print|cite)_(?:the_)?(?:sources?|citations?|references?)(?:_\w+)?"
)
#: Under which keys a handler gives what a search found.
_PASSAGES = regex(r"(?:retrieved_|relevant_)?(?:documents?|passages?|chunks?|contexts?|nodes?|hits|matches)")
#: What sends a part of an answer as soon as it is there.
_SENDS = frozenset({
    "send_text", "send_json", "send_bytes", "send_str", "send", "emit", "write_message", "send_message", "stream_token",
})  # fmt: skip
_SETTINGS = regex(r"Config|Settings|Capabilit|Options|Args")


@dataclass(frozen=True, slots=True)
class Citation(AtSite):
    """A field of an answer, or a key of a record, that names what the answer rests on."""

    site: Site
    name: str
    record: str = ""  #: the class that declares it

    @property
    def what(self) -> str:
        return f"{self.record} has the field {self.name}" if self.record else f"an answer is given with {self.name}"


@fact
def citations(repo: Repo) -> tuple[Citation, ...]:
    """Return where own code gives the sources of a text with it, by place."""
    return tuple(sorted(repo.each(_citations, programs(repo)), key=lambda citation: citation.site))


def _citations(program: Program) -> Iterator[Citation]:
    if program.is_test:
        return
    for item in program.file.classes:
        for attribute in () if _SETTINGS.search(item.name) else item.attributes:
            if _SOURCES.fullmatch(attribute.name) or (attribute.name == _POINTS and _tells_thoughts(item)):
                yield Citation(program.site(attribute.line, item.name), attribute.name, item.name)
    yield from _sent(program)
    for key in dict_keys(program.file):
        if _SOURCES.fullmatch(key.name) or key.name in _KEYS:
            yield Citation(program.site_of(key), key.name)
    yield from _returned(program)
    yield from _read(program)
    for call in program.file.calls:
        if _TELLS.fullmatch(call.last):
            yield Citation(program.site_of(call), f"what {call.last} tells")


def _tells_thoughts(record: Class) -> bool:
    """Tell an answer's record, as samples of chats over documents share it, from points that are drawn."""
    return any(attribute.name == _THOUGHTS for attribute in record.attributes)


def _returned(program: Program) -> Iterator[Citation]:
    """Yield where sources stand beside a text in what a function returns: ``{"answer": text, "sources": found}``."""
    loose = [text for text in program.file.texts if not text.into and text.scope]
    beside = {text.scope for text in loose if _TEXTS.fullmatch(text.value)}
    for text in loose:
        if _SOURCES.fullmatch(text.value) and text.scope in beside:
            yield Citation(program.site_of(text), text.value)


def _read(program: Program) -> Iterator[Citation]:
    """Yield where the passages that a framework hands back with a text are read: ``response.source_nodes``."""
    lines = {item.name: item.line for item in program.file.functions}
    for mention in program.file.mentions:
        read = next((last for name in mention.names if (last := name.rpartition(".")[2]) in _HANDED_BACK), "")
        if read:
            yield Citation(program.site(lines.get(mention.scope, 1), mention.scope), read)


def _sent(program: Program) -> Iterator[Citation]:
    """Yield where sources that a search handed out are sent as text, in front of an answer that comes in pieces."""
    for scope in sorted({item.scope for item in program.file.assignments if _SOURCES.fullmatch(item.target)}):
        calls = [call for call in program.file.calls if call.scope == scope]
        carrying = _carrying(program, scope, calls)
        for call in calls:
            if call.last in _SENDS and any(value.text in carrying for value in call.args):
                yield Citation(program.site(call.line, scope), "sources")


def _carrying(program: Program, scope: str, calls: list[Call]) -> frozenset[str]:
    """Return the names of a function that hold such sources, or a text that is put together from them.

    What a call makes of them is another thing: a prompt, or the answer of a model that was given it.
    """
    found: set[str] = set()
    made: set[str] = set()
    for item in sorted((item for item in program.file.assignments if item.scope == scope), key=lambda one: one.line):
        value = item.value
        if _SOURCES.fullmatch(item.target) and value.kind == "call":
            found.add(item.target)
            made.add(f"{value.name or value.text}[]")  # one of them, in a loop
        inner = (call for call in calls if call.line == item.line and value.kind == "operation")
        carried = {value.text, *(part.text for part in value.items)} & found
        if (value.kind != "call" and carried) or any(_takes(call, found, made) for call in inner):
            found.add(item.target)
    return frozenset(found)


def _takes(call: Call, names: set[str], made: set[str]) -> bool:
    return any(value.text in names or value.name in made for value in call.args)


@fact
def passage_answers(component: Component) -> tuple[Evidence, ...]:
    """Return the endpoints that answer with the passages they found: nothing is written that could rest on others."""
    writes = any(one.runs is Runs.LLM for one in inferences(component))
    return tuple(
        Evidence(item.place, f"{item.endpoint.handler} answers with the passages that it finds", item.confidence)
        for item in served(component)
        if item.way is not None
        and item.way.call.runs is Runs.RETRIEVAL
        and (not writes or _gives_passages(component.repo, item.endpoint))
    )


def _gives_passages(repo: Repo, endpoint: Endpoint) -> bool:
    file = python_file(repo, endpoint.handler_path)
    keys = dict_keys(file) if file else ()
    return any(key.scope == endpoint.handler and _PASSAGES.fullmatch(key.name) for key in keys)
