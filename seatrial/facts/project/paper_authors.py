"""Who is named at the head of the README as an author, with a page of their own, and as nothing else?"""

from seatrial.facts import fact
from seatrial.facts.documents.documents import documents
from seatrial.facts.project.contact_lines import is_person
from seatrial.model import Evidence, Place
from seatrial.read.regex import regex
from seatrial.repo import Repo

_PAGE = regex(r"^https?://(?:www\.)?(?:github\.com|gitlab\.com|twitter\.com|x\.com|linkedin\.com/in)/[\w.-]+/?$")
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
