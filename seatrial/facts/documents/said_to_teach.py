"""Does the beginning of a README say that it is made to be learned from, beside a talk, or to win a competition?"""

from itertools import islice

from seatrial.component import Component
from seatrial.facts import fact
from seatrial.facts.data.data_pages import COMPETITION
from seatrial.facts.documents.documents import readme
from seatrial.model import Place
from seatrial.read.documents.document_record import Line
from seatrial.read.regex import caseless

_OPENING = 8  #: lines of a README in which it says what it is
#: What a repository is, or belongs to: "Notebook for the Stock Price Tutorial", "course material", "exercises of".
_TEACHES = caseless(
    r"\btutorials?\b|\b(?<!of )course(?:s|work)?\b|\bworkshops?\b|\blectures?\b|\bboot ?camp\b"
    r"|\b(?:the|my|our|a) (?:\w+ )?(?:talk|presentation)s? (?:\w+ ){0,3}(?:gave|given|held|presented|at)\b"
    r"|\bslides (?:of|for|from)\b|\bcurriculum\b(?! learning)"
    r"|\bexercises\b|\bhomework\b|\bassignments?\b|\blessons?\b|\btextbook\b|\bnanodegree\b|\bblog ?posts?\b"
    r"|\b(?:code|notebooks?|examples?) (?:of|for|from|to) (?:the|my|our) (?:\w+ )?(?:book|article|blog|talk|video)s?\b"
)
#: What a model is asked about may be lessons too: "predict who leaves online courses", "a course recommender".
_ASKED_ABOUT = caseless(
    r"\b(?:predict|recommend|classif|detect|forecast|recogni[sz]|summari[sz]|transcrib|grade|grading|rank|match)"
    r"\w*\b[^.:;]{0,200}(?<!the )(?<!my )(?<!our )\b(?:course|lecture|lesson|exercise|assignment|tutorial|workshop)s\b"
    r"|\b(?:course|lecture|lesson|assignment|homework|tutorial)s?[ -]"
    r"(?:recommend|search|catalog|dropout|completion|enrol|schedul|grad|summar|transcri)\w*"
)
#: Sentences that send the reader to a tutorial, which a product has too.
_SENDS = caseless(
    r"\b(?:see|check|follow|read|visit|watch|find|try|inspired|based on|thanks|following|started|documentation)\b"
    r"|\bthere (?:are|is)\b|\bavailable (?:here|in|at|on|from)\b"
)


@fact
def said_to_teach(component: Component) -> tuple[Place, ...]:
    """Return the first lines of the component's README that say so, two at most."""
    document = readme(component.repo)
    if document is None or document.path not in component:
        return ()
    sections = document.sections
    lines = [line for section in sections for line in (Line(section.line, section.heading), *section.lines)]
    opening = (line for line in islice((one for one in lines if one.text), _OPENING))
    return tuple(
        Place(document.path, line.number) for line in opening if COMPETITION.search(line.text) or _says_so(line.text)
    )[:2]


def _says_so(text: str) -> bool:
    """Tell whether a line says that this is to be learned from; lessons that a model is asked about do not count."""
    return bool(_TEACHES.search(_ASKED_ABOUT.sub("", text))) and not _SENDS.search(text)
