"""Who is listed in the README as an author or as having taken part, and as nothing else?"""

from collections.abc import Iterator

from seatrial.facts import fact
from seatrial.facts.documents.documents import documents
from seatrial.facts.project.contact_lines import is_person
from seatrial.model import Evidence, Place
from seatrial.read.documents.document_record import Section
from seatrial.read.regex import caseless, regex
from seatrial.repo import Repo

_PAGE = regex(r"^https?://(?:www\.)?(?:github\.com|gitlab\.com|twitter\.com|x\.com|linkedin\.com/in)/[\w.-]+/?$")
_LISTS = caseless(
    r"^\W*(?:[\w':]+ ){0,3}(?:participants|authors|team|team members|members|contributors|collaborators|developers)\b|"
    r"^\W*(?:created|developed|made|built|written) by\b"
)
_NOT_HERE = caseless(r"how|becom|guide|licen|cit|paper|thank|acknowledg|welcome")
_ACCOUNT = regex(r"@[A-Za-z\d][\w-]{1,38}")
_NUMBER = regex(r"^\W*\d{0,2}[.)]?\W*")
_HEAD = 2  #: sections: what stands before the first heading, and below the title
_SEVERAL = 2  #: one author alone may be meant to answer


@fact
def paper_authors(repo: Repo) -> tuple[Evidence, ...]:
    """Return the authors of a paper who are linked at the head of the README, () where that names fewer than two.

    That somebody wrote it says nothing of who answers questions about it now.
    """
    links = [
        (Place(document.path, link.line), link)
        for document in documents(repo)
        if document.path.lower() in ("readme.md", "readme.rst")
        for section in document.sections[:_HEAD]
        for link in section.links
        if is_person(link.text.strip(" *"))
    ]
    known = {place.line for place, link in links if _PAGE.search(link.target)}
    # others have a page where they work, and stand in the list all the same
    listed = [one for one in links if one[0].line in known or one[0].line - 1 in known]
    found = [Evidence(place, f"{link.text.strip(' *')} is named as an author") for place, link in listed]
    several = sum(place.line in known for place, _ in links) >= _SEVERAL
    return tuple(found) if several else ()


@fact
def listed_people(repo: Repo) -> tuple[Evidence, ...]:
    """Return who stands in the README's lists of authors and of those who took part, by a name or a handle."""
    found = {
        place: Evidence(place, f"{name} is listed")
        for document in documents(repo)
        if document.path.lower() in ("readme.md", "readme.rst")
        for section in document.sections
        if _LISTS.search(section.heading) and not _NOT_HERE.search(section.heading)
        for line, name in _listed(section)
        for place in (Place(document.path, line),)
    }
    return tuple(found.values())


def _listed(section: Section) -> Iterator[tuple[int, str]]:
    for link in section.links:
        name = link.text.strip(" *_`")
        if _PAGE.search(link.target) and (is_person(name) or _ACCOUNT.fullmatch(name)):
            yield link.line, name
    for line in section.lines:
        name = _NUMBER.sub("", line.text).strip(" *_`.,")
        if is_person(name) and len(name.split()) > 1 and name != section.heading:
            yield line.number, name
