"""Do answers of a language model rest on texts that their reader brought, so that they judge nobody by themselves?"""

from seatrial.component import Component
from seatrial.facts import fact
from seatrial.facts.archetype import archetype
from seatrial.facts.code.python_files import python_files
from seatrial.facts.serving.load.size_limits import uploads
from seatrial.facts.serving.people.conversions import self_descriptions
from seatrial.facts.serving.people.things import about_pages
from seatrial.facts.serving.serving import endpoints
from seatrial.facts.surfaces import has_surface
from seatrial.model import Archetype, Surface
from seatrial.read.regex import caseless
from seatrial.repo import Role, role

#: Calls by which a page takes the files of whoever sits before it.
_PAGES_TAKE = frozenset({"file_uploader", "AskFileMessage"})
#: Whom documents are about where they decide on somebody.
_OF_PEOPLE = caseless(
    r"\bpatients?\b|clinic|medic|health|hiring|recruit|candidate|\bresumes?\b|\bcvs?\b|employee|customer|\bloan|insur"
    r"|\blegal|\blaw|student|citizen|benefit|\bclaims?\b|immigra"
)
_BROUGHT = caseless(
    r"\bpdfs?\b|\b(?:your|own|uploaded|any|multiple|private|personal) (?:\w+ )?(?:docs|documents?|files?|notes)\b"
)
_RENDERS = caseless(
    r"\bsummari[sz]\w*|\bsummar(?:y|ies)\b|\bminut(?:es|ing) of\b|\bmeeting[- ](?:notes|minutes)|\btranscri(?:pt|b)\w*"
)


def tells_of_texts(component: Component) -> bool:
    """Tell whether answers are about documentation, about code, or about documents that their reader brought."""
    return about_pages(component) or on_own_documents(component)


def names_people(component: Component) -> bool:
    """Tell whether a project names those on whom an answer may decide; who only asks it, its user, is none of them."""
    if component.repo.settings.surfaces.get(Surface.PEOPLE_AFFECTING):
        return True
    return any(_OF_PEOPLE.search(text) for _, text in self_descriptions(component))


@fact
def on_own_documents(component: Component) -> bool:
    """Tell whether readers hand in the files that are looked up for them, which nothing says to be of people.

    What a page takes is its reader's; what an endpoint takes may be a handbook for all, unless it is said whose it is.
    """
    if not has_surface(component, Surface.RAG):
        return False
    said = [text for _, text in self_descriptions(component)]
    if any(map(_OF_PEOPLE.search, said)):
        return False
    return _taken_by_pages(component) or (any(map(_BROUGHT.search, said)) and _taken_by_doors(component))


@fact
def renders_texts(component: Component) -> bool:
    """Tell whether a language model only renders what people said or wrote: minutes, summaries, transcripts."""
    if archetype(component).archetype is not Archetype.LLM_APP or has_surface(component, Surface.RAG):
        return False
    return any(_RENDERS.search(text) for _, text in self_descriptions(component))


def _taken_by_doors(component: Component) -> bool:
    return any(uploads(component.repo, door) for door in component.of(endpoints(component.repo)))


def _taken_by_pages(component: Component) -> bool:
    own = (file for file in python_files(component.repo) if file.path in component.own)
    return any(
        call.last in _PAGES_TAKE for file in own if role(component.repo, file.path) is Role.OWN for call in file.calls
    )
