"""Which records of an archive keep the data or the weights: Zenodo, figshare, Dryad, whose files never change?"""

from collections.abc import Iterator
from enum import StrEnum

from seatrial.facts import fact
from seatrial.facts.code.programs import InCode, Site, outside_tests
from seatrial.facts.documents.documents import documents
from seatrial.model.grouped import grouped
from seatrial.model.record import dataclass
from seatrial.read.documents.document_record import Document, Section
from seatrial.read.models.endings import WEIGHTS, pattern_of
from seatrial.read.posix_path import posix
from seatrial.read.regex import caseless
from seatrial.repo import Repo

#: A record by its number: a later state of the same work has another one.
_RECORD = caseless(
    r"(?<![\w.])(?:10\.5281/zenodo\.\d+|zenodo\.org/(?:api/)?(?:records?|deposit)/\d+|10\.6084/m9\.figshare\.[\d.v]+"
    r"|figshare\.com/(?:articles/[\w./-]*?\d{5}\d*|ndownloader/files/\d+|files/\d+)|10\.5061/dryad\.\w+"
    r"|10\.7910/dvn/\w+|10\.17632/\w+\.\d+|data\.mendeley\.com/datasets/\w+/\d+)"
)
#: Files of a record, as a program fetches them: ``https://zenodo.org/record/42/files/rows.zip``.
_FILE = caseless(r"https?://[^\s\"'()<>]*(?:/files/|/ndownloader/|/datafile/)[^\s\"'()<>]+")
_WEIGHTS = caseless(rf"\b(?:weights|checkpoints?|trained models?|best models?)\b|\.(?:{pattern_of(WEIGHTS)})\b")
_DATA = caseless(r"\b(?:data|data\s?sets?|corpus|corpora|images|recordings|annotations)\b")
#: What of a record is no rows: what people read or install, and a model under whatever ending it is packed.
_NO_ROWS = caseless(r"\.(?:pdf|pptx|docx|ipynb|whl)(?![\w.])")
_A_MODEL = caseless(r"model|(?<!image)net(?![a-z0-9])|unet|resnet|ckpt")
#: Whoever names where files are to be had says so; what is cited is not fetched.
_IS_HAD = caseless(
    r"\bdownload\w*|\bavailable\b|\bhosted\b|\bobtain\w*|\bfetch\w*|\bfound (?:at|on|in|here)|\bcurl\b|\bwget\b"
)
_OF_OTHERS = caseless(r"\bpre-?trained\b|\bbackbone\b|\bbase model\b")
_OURS = caseless(r"\b(?:our|we|this (?:work|paper|study|project|repo\w*))\b")
_CITED = caseless(r"^\W*(?:cit(?:e|ing|ation)|references?|bibliograph\w*|related work|acknowledg\w+)\b")

#: Pages that tell where to get what; a study of other people's work names their records.
_PAGES = caseless(r"readme|data|download|setup|install|quick|start|usage|guide|reproduc|checkpoint|weights|model")
_BEFORE = 2  #: lines over which a sentence may run


BY_RECORD = "names a published record of"


class Holds(StrEnum):
    """What is to be had from a record."""

    DATA = "the data"
    WEIGHTS = "the weights"


@dataclass(frozen=True, slots=True)
class PublishedRecord(InCode):
    """One line that says from which record something is taken."""

    site: Site
    holds: Holds
    address: str  #: its DOI, or the part of its address that names it
    fetched: bool = False  #: a program fetches it

    @property
    def what(self) -> str:
        return f"{BY_RECORD} {self.holds} ({self.address})"


@fact
def published_records(repo: Repo) -> tuple[PublishedRecord, ...]:
    """Return where documents and programs say from which record data or own weights are taken, by place."""
    said = repo.each(_in_document, documents(repo))
    fetched = (
        PublishedRecord(program.site_of(text), Holds.DATA, address, fetched=True)
        for program in outside_tests(repo)
        for text in program.file.texts
        if (address := _fetched(text.value))
    )
    return tuple(sorted(dict.fromkeys((*said, *fetched)), key=lambda one: (one.site, one.holds)))


def _in_document(document: Document) -> Iterator[PublishedRecord]:
    for section in document.sections if _PAGES.search(posix(document.path).name) else ():
        if not _CITED.search(section.heading):
            yield from _linked(document, section)
            yield from _by_command(document, section)


def _linked(document: Document, section: Section) -> Iterator[PublishedRecord]:
    """Yield the records that are linked, or simply written, each with what the words before it speak of."""
    linked = {link.line for link in section.links}
    named = [(link.line, link.target) for link in section.links]
    named += [(line.number, line.text) for line in section.lines if line.number not in linked]
    texts = grouped((line.number, line.text) for line in section.lines)
    for number, target in named:
        if not (found := _RECORD.search(target)):
            continue
        said = " ".join(text for near in range(number - _BEFORE, number + 1) for text in texts.get(near, ()))
        kind = (_kind(found[0]) or _kind(said)) if _IS_HAD.search(said) else None
        if kind and not (kind is Holds.WEIGHTS and _OF_OTHERS.search(said) and not _OURS.search(said)):
            yield PublishedRecord(Site(document.path, number), kind, found[0])


def _by_command(document: Document, section: Section) -> Iterator[PublishedRecord]:
    """Yield what a page tells to fetch by a command: ``curl -L https://zenodo.org/record/42/files/rows.zip``."""
    lines = [(line.number, line.text) for line in section.lines]
    for fence in section.fences:
        lines += enumerate(fence.text.split("\n"), fence.line + 1)
    for number, line in lines:
        for address in _FILE.findall(line):
            if found := _fetched(address):
                yield PublishedRecord(Site(document.path, number), Holds.DATA, found)


def _kind(text: str) -> Holds | None:
    """Tell what a sentence or an address is about."""
    words = text.replace("_", " ").replace("-", " ")
    return Holds.WEIGHTS if _WEIGHTS.search(words) else Holds.DATA if _DATA.search(words) else None


def _fetched(address: str) -> str:
    """Return the record from which rows are fetched; weights that a program fetches may be anybody's."""
    if not _FILE.fullmatch(address):
        return ""
    name = address.rpartition("/files/")[2]
    other = _kind(address) is Holds.WEIGHTS or _NO_ROWS.search(name) or _A_MODEL.search(name)
    found = None if other else _RECORD.search(address)
    return found[0] if found else ""
