"""Does the code handle records of people, by the names of the fields that it declares?"""

from seatrial.facts import fact
from seatrial.facts.code.configuration import is_settings, variables_read
from seatrial.facts.code.programs import InCode, Site, own_code
from seatrial.facts.data.personal_words import is_personal
from seatrial.facts.reach.reach import reach
from seatrial.model import Confidence, Liveness
from seatrial.model.record import dataclass
from seatrial.repo import Repo

#: By these, a supplier calls one of the firms that it serves as often as a person.
_FIRMS = frozenset({"client_name", "customer_name"})

_UNUSED = frozenset({Liveness.DEAD, Liveness.TEST})


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
    """Return the fields of the owner's classes whose names stand for what identifies a person, by place.

    What settings hold is one value for whoever runs the program, and no record of people; nor is any kept by a file
    that nothing but tests gets to, in a repository of which it is known what is deployed.
    """
    set_for_all, known = names_of_settings(repo), reach(repo)
    deployed = any(known.is_live(path) for path in known.run_files())
    found = (
        PersonalField(program.site(attribute.line, item.name), attribute.name, item.name)
        for program in own_code(repo)
        for item in program.file.classes
        if not is_settings(item)
        if not (deployed and known.liveness(program.path) in _UNUSED)
        for attribute in item.attributes
        if is_personal(attribute.name) and not attribute.name.isupper()  # a member of an enumeration is no field
        if attribute.name not in set_for_all
    )
    return tuple(sorted(found, key=lambda field: field.site))


@fact
def names_of_settings(repo: Repo) -> frozenset[str]:
    """Return which names of firms that are served the environment sets: ``client_name`` where it holds CLIENT_NAME.

    A name of a person, or an address, that a setting holds says nothing of the records with such a field.
    """
    read = {name.lower() for program in own_code(repo) for name in variables_read(program.file)}
    return frozenset(read & _FIRMS)
