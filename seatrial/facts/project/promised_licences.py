"""Does the README name a licence of which the terms are nowhere here?"""

from seatrial.facts import fact
from seatrial.facts.documents.documents import readme
from seatrial.facts.project.licences import licence_files
from seatrial.model import Place
from seatrial.model.record import dataclass
from seatrial.read.regex import caseless, regex
from seatrial.repo import Repo

_HEADING = caseless(
    r"^\W*(?:licen[cs]e|licen[cs]ing|licencia|licença|licenza|lizenz|许可证?|ライセンス|라이[선센]스)\W*$"
)
_NAMED = regex(
    r"\b(MIT|Apache(?:[- ]2(?:\.0)?)?|BSD(?:[- ][23][- ]Clause)?|[AL]?GPL(?:[- ]?v?[23](?:\.0)?)?|MPL[- ]2\.0|ISC)\b"
)


@dataclass(frozen=True, slots=True)
class PromisedLicence:
    """A licence that is named, and of which no file holds the terms."""

    place: Place
    name: str  #: as written

    @property
    def what(self) -> str:
        """What is said, and what lacks."""
        return f"{self.place.path} names the licence {self.name}, and no file here holds its terms"


@fact
def promised_licence(repo: Repo) -> PromisedLicence | None:
    """Return the licence that the README's own section on it names, where no licence file stands at the root.

    The name alone grants what its owner meant; whoever wants to use the code asks for the text.
    """
    document = readme(repo)
    if document is None or any("/" not in file.path for file in licence_files(repo)):
        return None
    for section in document.sections:
        if _HEADING.match(section.heading) and (named := _NAMED.search(section.text)):
            return PromisedLicence(Place(document.path, section.line), named[1])
    return None
