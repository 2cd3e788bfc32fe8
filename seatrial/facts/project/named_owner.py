"""What is known about somebody who is named as owner?"""

from enum import StrEnum

from seatrial.model import Confidence
from seatrial.model.evidence import AtLine
from seatrial.model.record import dataclass
from seatrial.read.posix_path import posix


class Source(StrEnum):
    """What kind of statement names an owner, the most binding first."""

    SETTINGS = "settings"
    CODEOWNERS = "code owners"
    CATALOG = "service catalogue"
    KEEPERS = "maintainers file"
    METADATA = "package metadata"
    CHART = "maintainers of the chart"
    INTERFACE = "description of the API"
    IMAGE = "labels of the image"
    DOCUMENT = "document"


_LONGEST = 60  #: characters of a name that are shown: some packages name everybody who ever helped


@dataclass(frozen=True, slots=True)
class NamedOwner(AtLine):
    """Somebody who is named as answering for the repository or a part of it."""

    source: Source
    name: str
    contact: str  #: an address, a handle, or a link to a profile; "" when there is none
    path: str
    line: int
    pattern: str = ""  #: the paths that are owned, "" for all
    placeholder: bool = False  #: an invented name, or the text of a template
    checked: bool = True  #: whether the contact is more than a handle, which nobody can look up offline

    @property
    def what(self) -> str:
        """Who is named, in one sentence; addresses are left out."""
        called = self.name or _page_of(self.contact) or "somebody"
        called = called if len(called) <= _LONGEST else f"{called[:_LONGEST].rsplit(' ', 1)[0]} ..."
        verb = "are" if "," in called or " and " in called else "is"
        where = posix(self.path).name if self.source is Source.DOCUMENT else f"the {self.source}"
        where += ", which reads like a placeholder" if self.placeholder else ""
        return f"{called} {verb} named as owner in {where}"

    @property
    def confidence(self) -> Confidence:
        """A handle may belong to nobody."""
        return Confidence.VERIFIED if self.checked else Confidence.LIKELY

    @property
    def reachable(self) -> bool:
        """Whether it is a real name with a way to reach it."""
        return bool(self.contact) and not self.placeholder


def _page_of(contact: str) -> str:
    """Return whose page a link leads to, as the forge or the network calls them: ``@ada``."""
    page = contact.rstrip("/").rpartition("/")[2] if contact.startswith(("http://", "https://")) else ""
    return f"@{page}" if page else ""
