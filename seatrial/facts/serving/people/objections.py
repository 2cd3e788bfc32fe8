"""By which forms and endpoints can somebody object to a result, or say that it was wrong?"""

from seatrial.facts import fact
from seatrial.facts.web.routes import routes
from seatrial.model import Evidence, Place
from seatrial.model.record import dataclass
from seatrial.read.posix_path import posix
from seatrial.read.reader import Unreadable
from seatrial.read.regex import caseless
from seatrial.repo import Repo, Role, role

_FOLDER = caseless(r"(?:\.github/issue_template|\.gitlab/issue_templates)/")
_RESULTS = caseless(
    r"(?:wrong|incorrect) (?:prediction|answer|result|detection|score|output)|mis-?(?:detection|classif\w+|predict\w+)|"
    r"model (?:harm|feedback)|harmful|bias(?:ed)? (?:output|answer|result)|appeal|hallucinat"
)
_OBJECTS = caseless(
    r"(?:^|[/_-])(?:appeals?|contest|complaints?|disputes?|feedbacks?|objections?|report[_-](?:issue|problem|error|harm)|"
    r"thumb\w*|flag[_-](?:answer|result|prediction)|corrections?)(?:$|[/_{-])"
)


@dataclass(frozen=True, slots=True)
class IssueForm:
    """One form by which somebody opens an issue."""

    place: Place
    about_results: bool  #: it asks about what the model answered

    @property
    def what(self) -> str:
        return "an issue form for wrong results" if self.about_results else "an issue form for bugs or questions"


@fact
def issue_forms(repo: Repo) -> tuple[IssueForm, ...]:
    """Return the issue forms of the forge, settings of the chooser left out; empty ones are none."""
    found = []
    for path in repo.matching(_FOLDER.match):
        pure = posix(path)
        if pure.stem == "config":
            continue
        try:
            text = repo.text(path, limit=100_000)
        except Unreadable:
            continue
        if len(text.split()) > 5:
            found.append(IssueForm(Place(path), bool(_RESULTS.search(f"{pure.stem}\n{text}"))))
    return tuple(found)


@fact
def objections(repo: Repo) -> tuple[Evidence, ...]:
    """Return the endpoints of own code by which somebody says that a result was wrong, or asks for another."""
    return tuple(
        Evidence(route.place, f"{'/'.join(route.methods)} {route.url} takes what people say about a result")
        for route in routes(repo)
        if role(repo, route.place.path) is Role.OWN
        and set(route.methods) & {"POST", "PUT", "PATCH"}
        and _OBJECTS.search(route.url)
    )
