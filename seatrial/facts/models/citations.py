"""Where is a text that a model wrote given together with what it rests on?"""

from collections.abc import Iterator
from typing import Final

from seatrial.component import Component
from seatrial.facts import fact
from seatrial.facts.code.dict_keys import dict_keys
from seatrial.facts.code.programs import Program, Site, programs
from seatrial.facts.code.python_files import python_file
from seatrial.facts.inference.inference import Runs
from seatrial.facts.serving.serving import served
from seatrial.facts.signs import inferences
from seatrial.facts.web.endpoints import Endpoint
from seatrial.model import Evidence, Place
from seatrial.model.record import dataclass
from seatrial.read.regex import regex
from seatrial.repo import Repo

_SOURCES: Final = regex(
    r"(?:sources?_?(?:documents?|nodes?|chunks?|links?|urls?|spans?)|sources|citations?|cited_\w+|references|"
    r"supporting_(?:documents?|chunks?|passages?))"
)
#: Too common for a field, and told by where a key stands.
_KEYS: Final = frozenset({"reference", "reference_chunks"})
#: Functions by which a page or a stream tells what was found: their texts have no field of their own.
_TELLS: Final = regex(
    r"(?:prettify|format|render|show|display|send|stream|print|cite)_(?:the_)?(?:sources?|citations?|references?)(?:_\w+)?"
)
#: Under which keys a handler gives what a search found.
_PASSAGES: Final = regex(r"(?:retrieved_|relevant_)?(?:documents?|passages?|chunks?|contexts?|nodes?|hits|matches)")
_SETTINGS: Final = regex(r"Config|Settings|Capabilit|Options|Args")


@dataclass(frozen=True, slots=True)
class Citation:
    """A field of an answer, or a key of a record, that names what the answer rests on."""

    site: Site
    name: str
    record: str = ""  #: the class that declares it

    @property
    def place(self) -> Place:
        """Where it stands."""
        return self.site.place

    @property
    def what(self) -> str:
        """Which field names the sources, in one sentence."""
        return f"{self.record} has the field {self.name}" if self.record else f"an answer is given with {self.name}"


@fact
def citations(repo: Repo) -> tuple[Citation, ...]:
    """Return where own code gives the sources of a text with it, by place."""
    return tuple(sorted(repo.each(_citations, programs(repo)), key=lambda citation: citation.site))


def _citations(program: Program) -> Iterator[Citation]:
    if program.tested:
        return
    for item in program.file.classes:
        for attribute in () if _SETTINGS.search(item.name) else item.attributes:
            if _SOURCES.fullmatch(attribute.name):
                yield Citation(program.site(attribute.line, item.name), attribute.name, item.name)
    for key in dict_keys(program.file):
        if _SOURCES.fullmatch(key.name) or key.name in _KEYS:
            yield Citation(program.site(key.line, key.scope), key.name)
    for call in program.file.calls:
        if _TELLS.fullmatch(call.last):
            yield Citation(program.site(call.line, call.scope), f"what {call.last} tells")


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
