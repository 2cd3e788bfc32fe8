"""Where is it written down which systems feed the model, which use it, and what happens to them when it fails?"""

import re
from collections.abc import Iterator
from dataclasses import replace

from seatrial.component import Component
from seatrial.facts import fact
from seatrial.facts.ci.workflows import ci_commands
from seatrial.facts.deployment.manifests import workloads
from seatrial.facts.deployment.settings_files import first_document
from seatrial.facts.documents.diagram_arrows import arrows, shows_what_feeds, shows_what_uses
from seatrial.facts.documents.documents import Passage, documents, passages_of
from seatrial.facts.project.dependencies import requirements
from seatrial.model import Evidence, Place, as_evidence
from seatrial.model.record import dataclass
from seatrial.read.documents.document_record import Document, Fence
from seatrial.read.regex import caseless, regex
from seatrial.repo import Repo, Role, own_paths, role

_PATH = caseless(
    r"(^|/)(architecture|adrs?|decisions|system[-_]?(design|overview|context)|high[-_]level[-_]design|hld|c4"
    r"|data[-_]?flow|context)([-_./].*)?\.(md|rst|adoc|txt|mdx)$|(^|/)(docs?/)?(adrs?|decisions|architecture)/"
)
_HEADING = caseless(
    r"architecture|system (design|overview|context|landscape)|data[- ]?flow|context diagram|upstream|downstream"
    r"|^(external |system )?integrations?$|interfaces to|how (it|everything) fits together|components? overview"
    r"|architektur|arquitectura|アーキテクチャ|架构|系统设计|архитектур|systemlandschaft"
)
#: Headings about the inside of a network, about tests, and about tools of the trade.
_OTHER = caseless(
    r"(model|network|neural|encoder|decoder|transformer|backbone|cnn|lstm|training|gpt|algorithm|(?-i:\b[A-Z]{2,}\d?)) "
    r"architecture|continuous|integration test|mlflow|arguments|choosing|ci/cd|(code|kubernetes) architecture"
)
#: Documents for those who change the code, and about the model itself.
_ASIDE = caseless(r"(^|/)(contributing|changelog|model[-_ ]?card|skill|agents|claude|copilot)[^/]*$|^\.|(^|/)prompts/")
_PLANS = caseless(
    r"(^|/)(backlog|plan(ning|s)?|roadmap|to-?do|proposals?|rfcs?|issues?|ideas?)(([-_.].*)?\.(md|rst|adoc|txt)$|/)"
)
_UPSTREAM = caseless(
    r"upstream|source system|reads? from|consum(es|ed) from|ingest|fed by|data sources?|comes? from|pull(s|ed) from"
    r"|loaded from|receives? .{0,40}from|input(s)? from|exported (by|from)|raw data"
)
_DOWNSTREAM = caseless(
    r"downstream|consumers?\b|writes? (in)?to|publish(es|ed)|sends? .{0,40}to|used by|is called by|feeds?\b|clients?\b"
    r"|dashboard|(returns?|delivers?) .{0,40}to|end users?|front-?end|callers?\b"
)
_SENSITIVE = caseless(
    r"sensitiv|personal data|\bPII\b|\bPHI\b|\bPCI\b|confidential|GDPR|classif(ied|ication) of (the )?data|anonymi[sz]|"
    r"pseudonym|public data|no personal|data class"
)
_FAILURE = caseless(
    r"\bfail(s|ed|ure|over)?\b|\bdown\b|outage|unavailab|fallback|fall back|degrad|times? out"
    r"|when .{0,60}(missing|gone|late)|circuit breaker|recover"
)
_DIAGRAMS = frozenset({"mermaid", "plantuml", "puml", "dot", "graphviz", "d2", "structurizr", "c4"})
_DRAWING = caseless(
    r"(architecture|data[-_ ]?flow|system[-_ ]?(design|overview|diagram))[^/]{0,60}\.(png|jpe?g|svg|gif|webp)$"
)
_FILES = regex(r"\.(drawio|puml|plantuml|mmd|mermaid|dsl|excalidraw|d2)$")
_ART = regex(r"[┌└├│▼►→]|\+-{3,}\+|-{2,}>")
_NODE = regex(r"[\[\(\{\"|]{1,2}([A-Za-z][^\[\](){}\"|<>]{1,40})[\]\)\}\"|]{1,2}")
#: Arrows of diagrams, and in drawings of plain characters a line of points below the lines that lead there.
_LINK = regex(r"-->|==>|-\.->|->>|->|Rel\w*\(|→|▶|▼|↓|^[ \t|]*[vV][ \t|vV]*$", re.MULTILINE)
_STOPS = caseless(r"\b(the|and|of|is|to|by|from|in)\b")
_ENTITIES = 3
_LITTLE = 60  #: characters of a label or of a text below which language cannot be told


@dataclass(frozen=True, slots=True)
class Description:
    """What one document says about the system around the model."""

    place: Place
    what: str
    upstream: bool = False
    downstream: bool = False
    sensitive: bool = False
    failure: bool = False
    names: frozenset[str] = frozenset()  #: words of the boxes of its diagrams, in lower case
    other_language: bool = False  #: its words cannot be judged, its diagrams can

    @property
    def whole(self) -> bool:
        """Whether it names what feeds the model, what uses it, how sensitive data is, and what a failure does."""
        if self.other_language:
            return len(self.names) >= _ENTITIES
        return self.upstream and self.downstream and self.sensitive and self.failure

    @property
    def lacks(self) -> tuple[str, ...]:
        """What it does not say."""
        parts = (
            ("what feeds the model", self.upstream), ("what uses it", self.downstream),
            ("how sensitive the data is", self.sensitive), ("what a failure does to others", self.failure),
        )  # fmt: skip
        return tuple(name for name, there in parts if not there)


@fact
def descriptions(repo: Repo) -> tuple[Description, ...]:
    """Return what documents, diagrams and catalogues say about the system around the model, the fullest first."""
    central = (document for document in documents(repo) if not _ASIDE.search(document.path))
    found = [one for document in central if (one := _description(document))]
    found += [*_drawings(repo), *_diagram_files(repo), *_catalogues(repo)]
    return tuple(sorted(found, key=lambda one: (not one.whole, _is_plan(one.place.path), len(one.lacks), one.place)))


def _is_plan(path: str) -> bool:
    """Tell a page about what is to be done from one about what is there."""
    return bool(_PLANS.search(path))


def _description(document: Document) -> Description | None:
    """Return what a document of that name says as a whole, or what its sections of that kind say together."""
    passages = [one for one in _passages(document) if not one.placeholder]
    text = "\n".join(one.text for one in passages)
    fences = [fence for one in passages for section in one.sections for fence in section.fences if _is_diagram(fence)]
    links = sum(len(_LINK.findall(fence.text)) for fence in fences)
    if not passages or (len(text.split()) < 20 and links < 2):
        return None
    words = "\n".join([text, *(fence.text for fence in fences)])
    led = [arrow for fence in fences for arrow in arrows(fence.text)]
    said = Description(
        passages[0].place,
        f"{document.path} describes the system",
        upstream=bool(_UPSTREAM.search(words)) or shows_what_feeds(led),
        downstream=bool(_DOWNSTREAM.search(words)) or shows_what_uses(led),
        sensitive=bool(_SENSITIVE.search(words)),
        failure=bool(_FAILURE.search(words)),
        names=frozenset(name for fence in fences for name in _names(fence)) if links > 1 else frozenset(),
        other_language=len(text) > _LITTLE and len(_STOPS.findall(text)) * 40 < len(text.split()),
    )
    what = f"{document.path} names what feeds the model, what uses it and what a failure does"
    return said if said.lacks else replace(said, what=what)


def _passages(document: Document) -> list[Passage]:
    if _PATH.search(document.path):
        return [Passage(document.path, document.sections)] if document.sections else []
    return [one for one in passages_of(document, _HEADING) if not _OTHER.search(one.heading)]


def _is_diagram(fence: Fence) -> bool:
    return fence.language.lower() in _DIAGRAMS or bool(_ART.search(fence.text))


def _names(drawing: Fence) -> Iterator[str]:
    return (match[1].strip().lower() for match in _NODE.finditer(drawing.text))


def _drawings(repo: Repo) -> Iterator[Description]:
    """Yield the pages that show a drawing of the system, whose words nobody can read here."""
    for document in documents(repo):
        shown = (link for section in document.sections for link in section.links if _DRAWING.search(link.target))
        first = None if _ASIDE.search(document.path) else next(shown, None)
        if first is not None and not _OTHER.search(re.sub(r"[-_/.]+", " ", first.target)):
            place = Place(document.path, first.line)
            yield Description(place, f"{document.path} shows {first.target[:80]}")


def _diagram_files(repo: Repo) -> Iterator[Description]:
    for path in repo.matching(_FILES.search):
        if role(repo, path) in (Role.OWN, Role.DOCS) and repo.entries[path].size > _LITTLE:
            yield Description(Place(path), f"{path} is a diagram")


def _catalogues(repo: Repo) -> Iterator[Description]:
    for path in own_paths(repo, lambda path: path.rpartition("/")[2] in ("catalog-info.yaml", "catalog-info.yml")):
        spec = first_document(repo, path).at("spec")
        takes = bool(spec.at("dependsOn") or spec.at("consumesApis"))
        if takes or spec.at("providesApis"):
            what = f"{path} names what the component depends on"
            yield Description(Place(path), what, upstream=takes, downstream=bool(spec.at("providesApis")))


@fact
def found_in_code(component: Component) -> tuple[Evidence, ...]:
    """Return descriptions at least half of whose boxes stand for something that is deployed or imported."""
    known = _vocabulary(component.repo)
    found = []
    for one in component.of(descriptions(component.repo)):
        named = {name for name in one.names if known & set(re.findall(r"[a-z][a-z0-9]{2,}", name))}
        if len(one.names) >= _ENTITIES and 2 * len(named) >= len(one.names):
            what = f"{len(named)} of {len(one.names)} boxes stand for something that is deployed or imported"
            found.append(Evidence(one.place, what))
    checked = (run for run in ci_commands(component.repo) if run.guards and "catalog-info" in run.command.text)
    return (*found, *map(as_evidence, checked))


@fact
def _vocabulary(repo: Repo) -> frozenset[str]:
    """Return the words by which the repository names what it deploys and what it needs."""
    texts = [item.name for item in requirements(repo)]
    for work in workloads(repo):
        texts += [work.name, *(text for one in work.containers for text in (one.name, one.image))]
    return frozenset(word for text in texts for word in re.findall(r"[a-z][a-z0-9]{2,}", text.lower()))
