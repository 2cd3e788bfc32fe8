"""Which lines of a document name a person or a team that answers for something, and how to reach them?"""

import re
from collections.abc import Iterator
from dataclasses import replace

from seatrial.model.record import dataclass
from seatrial.read.documents.document_record import Document, Line, Section
from seatrial.read.regex import caseless, regex

_ROLE = (
    r"(?:maintainers?|authors?|owners?|contacts?|project (?:lead|owner|manager)|tech(?:nical)? lead|product owner|"
    r"responsible|maintained by|owned by|kontakt|contacto|autor(?:es|a)?|mantenedor(?:es)?|responsable|作者|联系方式)"
)
_HEADING = caseless(
    rf"^\W*(?:\w+ \W*/\W*)?(?:the |our |project |code |core |get in touch|team$)?{_ROLE}\b|^\W*(?:the |our )?team\W*$|"
    r"^\W*(?:\w+ ){1,3}contacts?\W*$|"
    r"^\W*(?:get in touch|ownership)\W*"
)
_NOT_OWNERS = caseless(
    r"contribut|code of conduct|licen[cs]e|secur|vulnerab|citation|citing|acknowledg|references|sponsor"
)
#: Headings under which a bare name answers for the project; lists of authors are those of a paper as often as not.
_ALONE = caseless(r"^\W*(?:the |about the |project |code )?(?:author|maintainer|owner|contact|autor|mantenedor)\W*$")
_LABEL = caseless(rf"^\W*{_ROLE}\W*[:|–—-]\s*(\S.*)$|\b(?:maintained|owned) by:?\s+(\S.*)$")
#: A line that says who made all this, which counts with a link to them.
_MADE_BY = caseless(r"^\W*(?:built|made|created|developed|written)(?: (?:with|in|at) \S{1,20})? by:?\s+(\S.*)$")
#: A line of running text that says whom to write to, by a link that bears a name or leads to somebody.
_WRITE_TO = caseless(r"\b(?:contact|reach out to|get in touch with|write to)\s+(\S.*)$")
#: A line that says to whom questions go, which may stand below the list of those who took part.
_ASKED = caseless(r"\b(?:quer(?:y|ies)|questions|enquiries|inquiries)\b.{0,60}\b(?:contact|e-?mail|reach|write)")
_TOOK_PART = caseless(r"contribut|acknowledg|citation|citing")
#: The head of a column of people, and the label of a line that says where the one above it is found.
_COLUMN = caseless(rf"^\W*{_ROLE}\b")
_OF_FORGE = caseless(r"^\W*(?:git ?hub|git ?lab|linked ?in|profile|contact|web(?: ?site)?)\b\W*[:|–—-]")
_NEAR = caseless(rf"{_ROLE}|questions|reach (?:us|out)|e-?mail|support|team")
#: A domain ends in letters: ``tool@v1.2.3`` is a version.
_EMAIL = regex(r"[\w.+-]{1,64}@[\w-]{1,64}(?:\.[\w-]{1,64})*\.[A-Za-z][\w-]{1,63}")
_PROFILE = regex(r"(?:github\.com|gitlab\.com|linkedin\.com/in|twitter\.com|x\.com|kaggle\.com)/([\w.-]+)/?$")
_BARE = regex(r"https?://[^\s<>()\"']{1,200}")
_HANDLE = regex(r"(?<![\w/])@[A-Za-z][\w-]{2,38}(?:/[\w-]+)?")
_PERSON = regex(r"[^\W\d_][\w'’.-]*(?:\s+(?:[a-z]{1,3}\s+)?[^\W\d_][\w'’.-]*){1,3}")
#: A step of how to get something from somebody else: "Email `x@provider.org` with ... in the subject".
_STEP = caseless(r"^\W*(?:\d+[.)]\W*)?(?:e-?mail|send|write(?: an)?|request|ask|apply)\b")
_TO_GET = caseless(
    r"\b(?:subject|api key|token|access|credentials?|licen[cs]e key|sign(?:ed)? up|regist(?:er|ration))\b"
)
#: An account of a program that is shown with its password.
_LOGIN = caseless(r"\b(?:password|passwd|pwd|log-?in|username|credentials)\b")
_FIRST = 3  #: lines of a section in which a bare name stands
_OPENING = 2  #: sections with which a page begins: what stands before its first heading, and below that
_BETWEEN = regex(r"[\s,;|&<>()\[\]*_/·•-]|\b(?:and|mailto:)")
_PARTICLES = {"de", "del", "della", "da", "di", "du", "van", "von", "der", "den", "la", "le", "bin", "al", "dos"}
_COMPANY = caseless(
    r"\b(?:team|teams|inc|ltd|llc|gmbh|corp|corporation|company|labs?|foundation|consortium|university|institute|"
    r"authors|contributors|developers|community|group|organi[sz]ation|ai|research|project|department)\b"
)
#: What stands before a name, and takes the place of its last words.
_HONOUR = caseless(r"\b(?:(?:associate|assistant|full|adjunct)\s+)?prof(?:essor|\.)\s+|\bDr\.?\s+")
_TITLE = caseless(rf"\b(?:{_ROLE}|lead|engineer|scientist|manager|head|officer|analyst|developer)\b")
_HOLLOW = caseless(
    r"\byour\b|\byou@|^you$|your[-_ ]?|\bauthor[-_ ]?name\b|^author$|^name$|\bexample\b|@example\.|\.example$|"
    r"@(?:test|localhost|domain|company|email|mail|yourdomain)\.(?:com|org)|\bjohn doe\b|\bjane doe\b|\bfoo\b|\bbar\b|"
    r"[<{\[]|^@(?:org|owner|username|user|team|placeholder|todo)(?:/|$)|^none$|^todo$|^tbd$|noreply|no-reply"
)


@dataclass(frozen=True, slots=True)
class Contact:
    """A line that names somebody."""

    name: str
    contact: str  #: an address, a handle or the link to a profile; "" for a name with a role only
    line: int


def contacts_of(document: Document, *, everybody: bool = False) -> tuple[Contact, ...]:
    """Return who is named in sections and lines about people, or anywhere when the document is about people."""
    found: dict[int, Contact] = {}
    for place, section in enumerate(document.sections):
        below = any(map(_ALONE.search, section.within[-1:]))
        said = list(_alone(section.heading, section.line)) if below else []
        own = not _NOT_OWNERS.search(section.heading)
        said += _signed(section) if own or place == len(document.sections) - 1 else []
        if own:
            said += _contacts(section, about=everybody or bool(said) or bool(_HEADING.search(section.heading)))
            said += _bylines(section) if place < _OPENING else []
        elif _TOOK_PART.search(section.heading):
            said += _asked(section)
        for contact in _joined(said) if below or _ALONE.search(section.heading) else said:
            found.setdefault(contact.line, contact)
    return tuple(found[line] for line in sorted(found))


def _asked(section: Section) -> Iterator[Contact]:
    for line in section.lines:
        address = next(iter(_EMAIL.findall(line.text)), "")
        if address and _ASKED.search(line.text) and not is_placeholder_contact(address):
            yield Contact(_name(line, address), address, line.number)


def _signed(section: Section) -> Iterator[Contact]:
    """Take the line at the end of a page that says who made all this, with an address, whatever stands above it."""
    for line in section.lines:
        address = next(iter(_EMAIL.findall(line.text)), "")
        if (made := _MADE_BY.search(line.text)) and address and not is_placeholder_contact(address):
            name = re.split(r"[,;(|<·]|\s[-–—]\s", made[1])[0].strip(" .*_`")
            yield Contact(name if is_person(name) else called_by(address), address, line.number)


def is_person(name: str) -> bool:
    """Tell whether a name looks like that of a person: two to four words, none of them a company's."""
    words = name.split()
    capital = all(word[0].isupper() or word in _PARTICLES for word in words)
    return capital and bool(_PERSON.fullmatch(name.strip())) and not _COMPANY.search(name)


def is_placeholder_contact(text: str) -> bool:
    """Tell whether a name or an address is empty or what a template, or a reserved domain, stands for."""
    return not text.strip() or bool(_HOLLOW.search(text.strip()))


def _contacts(section: Section, *, about: bool) -> Iterator[Contact]:
    head = Line(0, "")  # the line with which the table begins that a line is of
    for number, line in enumerate(section.lines):
        near = section.lines[max(0, number - 2) : number + 1]
        head = head if line.table and head.table else line
        told = about or (line.table and bool(_COLUMN.search(head.text)) and not _name(head, ""))
        address = next((match for match in _EMAIL.findall(line.text) if not is_placeholder_contact(match)), "")
        if address and not about and _LOGIN.search(line.text):
            continue
        asked_of = not about and _STEP.search(line.text) and any(map(_TO_GET.search, (section.heading, line.text)))
        if address and not asked_of and (about or any(_NEAR.search(row.text) for row in near)):
            yield Contact(_name(line, address), address, line.number)
        elif label := _LABEL.search(line.text):
            yield from _labelled(section, number, label[1] or label[2])
        elif made := _MADE_BY.search(line.text):
            yield from (one for one in _labelled(section, number, made[1]) if one.contact)
        elif named := _to_write_to(section, line):
            yield named
        elif told:
            yield from _linked(section, line)
        if number < _FIRST and _ALONE.search(section.heading):
            yield from _alone(line.text, line.number)


def _bylines(section: Section) -> Iterator[Contact]:
    """Take the first of a line that is nothing but addresses, as one below a title that says whose work this is."""
    for line in section.lines:
        address = next(iter(_EMAIL.findall(line.text)), "")
        if address and not is_placeholder_contact(address) and not _BETWEEN.sub("", _EMAIL.sub("", line.text)):
            yield Contact(called_by(address), address, line.number)


def _joined(said: list[Contact]) -> list[Contact]:
    """Give the one who is named alone below a heading about the author the link that stands there without a name."""
    named, links = [one for one in said if one.name], [one for one in said if not one.name]
    if len(named) != 1 or named[0].contact or not links:
        return said
    return [replace(named[0], contact=links[0].contact)]


def _labelled(section: Section, number: int, said: str) -> Iterator[Contact]:
    line = section.lines[number]
    name = re.split(r"[,;(|]|\s[-–—]\s", said)[0].strip(" .*_`")
    handle = _HANDLE.search(said)
    below = (one for one in section.lines[number + 1 : number + 1 + _FIRST] if _OF_FORGE.search(one.text))
    profile = next(filter(None, (_profile(section, one) for one in (line, *below))), "")
    if not is_placeholder_contact(name) and (handle or profile or is_person(name)):
        yield Contact(name, handle[0] if handle else profile, line.number)


def _alone(text: str, line: int) -> Iterator[Contact]:
    """Take a line, or a heading below the one about the author, that is nothing but the name of a person."""
    name = text.strip(" *_`.,|#-")
    if is_person(name) and not _TITLE.search(name) and not is_placeholder_contact(name):
        yield Contact(name, "", line)


#: First parts of addresses behind which several people sit.
_DESK = caseless(
    r"(?:contact|info|support|hello|team|admin|office|mail|help|dev|devs|developers?|opensource|oss|maintainers?|security)"
)


def _linked(section: Section, line: Line) -> Iterator[Contact]:
    profile = _profile(section, line)
    handle = _HANDLE.search(line.text)
    linked = (link.text.strip(" *_`") for link in section.links if link.line == line.number)
    name = next((one for one in linked if is_person(one)), "") or _name(line, "")
    if (profile or handle) and not is_placeholder_contact(line.text or profile):
        yield Contact(name, profile or (handle[0] if handle else ""), line.number)


def _to_write_to(section: Section, line: Line) -> Contact | None:
    """Return the person whom a sentence says to write to, with the link that stands on the name or behind it."""
    asked = _WRITE_TO.search(line.text)
    links = [link for link in section.links if link.line == line.number]
    words = asked[1].split() if asked and links and not _TO_GET.search(line.text) else []
    names = (" ".join(words[:count]).strip(" *_`.,[]()") for count in (3, 2))
    name = next(filter(is_person, names), "")
    return Contact(name, links[0].target, line.number) if name else None


def _profile(section: Section, line: Line) -> str:
    """The link to a personal page that stands on the line, or its bare address."""
    targets = [link.target for link in section.links if link.line == line.number]
    return next((target for target in (*targets, *_BARE.findall(line.text)) if _PROFILE.search(target)), "")


def _name(line: Line, address: str) -> str:
    cells = [cell.strip() for cell in line.text.split(" | ")] if line.table else []
    if named := next((cell for cell in cells if is_person(cell) and not _TITLE.search(cell)), ""):
        return named
    bare = _BARE.sub(" ", line.text.replace(address, " ") if address else line.text)
    bare = _HONOUR.sub(" ", bare)
    bare = re.sub(_ROLE + r"\W*", " ", bare, flags=re.IGNORECASE).strip(" ,;:<>()-–—.*")
    match = _PERSON.match(bare)
    if match and is_person(match[0]) and not is_placeholder_contact(match[0]):
        return match[0]
    handle = _HANDLE.search(bare)  # what the template stood for is gone, and a handle tells who filled in the rest
    return handle[0] if match and handle else called_by(address)


def called_by(address: str) -> str:
    """Return what to call whoever has an address: its first part, and all of it where that names a desk and nobody."""
    name = address.partition("@")[0]
    return address if _DESK.fullmatch(name) else name
