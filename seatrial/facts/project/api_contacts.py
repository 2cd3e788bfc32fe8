"""Whom does the interface name for its callers, in the code of the application or in a description of it?"""

from collections.abc import Iterator

from seatrial.facts.code.arguments import string_of
from seatrial.facts.code.code import calls_named
from seatrial.facts.deployment.settings_files import first_document
from seatrial.facts.project.contact_lines import is_placeholder_contact
from seatrial.facts.project.named_owner import NamedOwner, Source
from seatrial.read.code.python_record import Value
from seatrial.read.posix_path import posix
from seatrial.read.regex import regex
from seatrial.repo import Repo, Role, role

#: Applications that describe themselves to whoever calls them.
_APPLICATIONS = ("FastAPI", "APIFlask", "OpenAPIConfig")
_DESCRIPTION = regex(r"[\w.-]*(openapi|swagger|api[-_]?spec|api[-_]docs)[\w.-]*\.(json|ya?ml)")
_WAYS = ("email", "url")
_DEEPEST = 2  #: folders above a description of the own interface: further down lies what was taken over
#: Descriptions of other people's interfaces that are copied into repositories.
_OF_OTHERS = regex(r"swagger\.io|openapis\.org|openai\.com|anthropic\.com|tiangolo")


def by_interfaces(repo: Repo) -> Iterator[NamedOwner]:
    """Yield who is named with a way to reach them: a bare name is a signature as often as not."""
    for placed in calls_named(repo, *_APPLICATIONS):
        said = placed.call.keyword("contact")
        if said and role(repo, placed.path) is Role.OWN:
            yield from _owner([_text(said, key) for key in ("name", *_WAYS)], placed.path, placed.call.line)
    near = repo.matching(lambda path: path.count("/") <= _DEEPEST and _DESCRIPTION.fullmatch(posix(path).name.lower()))
    for path in near:
        if role(repo, path) in (Role.OWN, Role.DOCS):
            contact = first_document(repo, path).at("info", "contact")
            yield from _owner([contact.at(key).text for key in ("name", *_WAYS)], path, contact.line)


def _text(said: Value, key: str) -> str:
    known = said.kind == "dict" or (said.kind == "call" and said.name.rpartition(".")[2] in ("dict", "Contact"))
    value = said.keyword(key) if known else None
    return string_of(value)


def _owner(said: list[str], path: str, line: int) -> Iterator[NamedOwner]:
    name, contact = said[0], next(filter(None, said[1:]), "")
    if name and contact and not any(map(_OF_OTHERS.search, said)):
        hollow = is_placeholder_contact(name) or is_placeholder_contact(contact)
        yield NamedOwner(Source.INTERFACE, name, contact, path, line, placeholder=hollow)
