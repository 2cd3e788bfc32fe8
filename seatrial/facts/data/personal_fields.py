"""Does the code handle records of people, by the names of the fields that it declares?"""

from seatrial.facts import fact
from seatrial.facts.code.programs import InCode, Site, own_code
from seatrial.facts.data.personal_words import is_personal
from seatrial.model import Confidence
from seatrial.model.record import dataclass
from seatrial.repo import Repo


@dataclass(frozen=True, slots=True)
class PersonalField(InCode):
    """One field of a declared record that identifies a person."""

    site: Site
    name: str
    record: str  #: the class that declares it
    confidence: Confidence = Confidence.LIKELY

    @property
    def what(self) -> str:
        return f"{self.record} has the field {self.name}"


@fact
def personal_fields(repo: Repo) -> tuple[PersonalField, ...]:
    """Return the fields of the owner's classes whose names stand for what identifies a person, by place."""
    found = (
        PersonalField(program.site(attribute.line, item.name), attribute.name, item.name)
        for program in own_code(repo)
        for item in program.file.classes
        for attribute in item.attributes
        if is_personal(attribute.name) and not attribute.name.isupper()  # a member of an enumeration is no field
    )
    return tuple(sorted(found, key=lambda field: field.site))
