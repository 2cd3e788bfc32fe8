"""Which documents tell of other people's work: surveys of papers and of offers, and lists to read on?"""

from seatrial.read.documents.document_record import Document
from seatrial.read.posix_path import posix
from seatrial.read.regex import caseless, regex

_ADDRESS = regex(r"https?://[^\s)|>\]\"'`]+")
_PAPER = caseless(r"\barxiv\s?[:/ ]\s?(?:abs/|pdf/)?(\d{4}\.\d{4,5})|\bdoi\b[:/.\s]{1,3}(?:org/)?(10\.\d{4,}/\S+)")
#: Where code is kept and shown as badges: a long README or record of changes is full of such addresses.
_OF_CODE = caseless(
    r"https?://(?:[\w-]+\.)*(?:github|githubusercontent|gitlab|bitbucket|shields|huggingface|localhost)\b"
)
#: What speaks of the project itself, however much it points elsewhere.
_OF_ITSELF = caseless(r"(?:readme|release|change|history|news|(?:model|data)[-_ ]?card|notice|third|licen[cs]e)")
_MANY = 40  #: sources of one document
_WORDS = 150  #: for each source, at most


def tells_of_others(document: Document) -> bool:
    """Tell a document with a source in every other sentence: what it states holds for them, not for this project."""
    if _OF_ITSELF.match(posix(document.path).name):
        return False
    sources = _sources(document)
    return sources >= _MANY and document.words <= sources * _WORDS


def _sources(document: Document) -> int:
    lines = (line.text for section in document.sections for line in section.lines)
    targets = (link.target for section in document.sections for link in section.links)
    found = set[str]()
    for text in (*lines, *targets):
        found |= {next(filter(None, numbers)) for numbers in _PAPER.findall(text)}
        found |= {url.rstrip(".,") for url in _ADDRESS.findall(text) if not _OF_CODE.match(url)}
    return len(found)
