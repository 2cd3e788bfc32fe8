"""Which targets for the running service do documents state?"""

from collections.abc import Iterator
from enum import StrEnum

from seatrial.facts import fact
from seatrial.facts.documents.documents import documents, documents_of_tests, with_headers
from seatrial.facts.documents.figures import Figure, figures
from seatrial.model.evidence import AtLine
from seatrial.model.record import dataclass
from seatrial.read.documents.document_record import Document, Line, Section
from seatrial.read.regex import caseless, regex
from seatrial.repo import Repo

_OFFER = caseless(
    r"\b(?:hosted|managed|enterprise|commercial|paid) "
    r"(?:api|platform|version|service|edition|offering|plan|cloud|solution)s?\b"
)
_SELF = r"self[- ]?(?:managed|host(?:ed|ing)?|serve[d]?)|open[- ]?source|oss|community(?: edition)?|on[- ]prem\w*|diy"
#: The column of a table that speaks of what lies here, beside one of what is sold.
_OWN_COLUMN = caseless(rf"^(?:{_SELF})\b(?P<cell>.*)$")
_OR_SOLD = caseless(rf"\b(?:{_SELF})\b[^.]{{0,80}}\bor\b[^.]{{0,40}}\b(?:deploy|run|use|try|host|sign up|go)\b")
_HAS = caseless(r"\d|✅|✓|✔|\byes\b")


class Aim(StrEnum):
    """A quality of the service that a target is about."""

    LATENCY = "latency"
    AVAILABILITY = "availability"
    THROUGHPUT = "throughput"
    ERRORS = "error rate"
    FRESHNESS = "freshness"


_AIMS = {
    Aim.LATENCY: r"latenc(?:y|ies|ia)|latência|latenz|response times?|antwortzeit|temps de réponse|"
    r"time[- ]to[- ]first[- ]token|\bTTFT\b|延迟|响应时间",
    Aim.AVAILABILITY: r"uptime|availability|disponibilidade?|verfügbarkeit|disponibilité|可用性",
    Aim.THROUGHPUT: r"throughput|requests? per second|\brps\b|\bqps\b|concurrent|predictions? per|"
    r"tokens? ?(?:/|per) ?s|吞吐",
    Aim.ERRORS: r"error rate|failed requests|tasa de error|taxa de erro|fehlerrate",
    Aim.FRESHNESS: r"freshness|staleness|finish(?:es|ed)? by|completes? (?:by|within)|retrain(?:ed|ing)? every",
}
_PATTERNS = {aim: caseless(pattern) for aim, pattern in _AIMS.items()}
_UNITS = {
    Aim.LATENCY: regex(r"\b(?:ms|milli.*|s|secs?|seconds?|segundos?)$"),
    Aim.AVAILABILITY: regex(r"%|per ?cent"),
    Aim.THROUGHPUT: regex(r"rps|qps|req|prediction|row|user|concurrent|call"),
    Aim.ERRORS: regex(r"%|per ?cent"),
    Aim.FRESHNESS: regex(r"(?:mins?|minutes?|h|hours?|days?|weeks?)$"),
}
#: Folders of tests whose pages may say what the service must hold.
_OF_LOAD_TESTS = caseless(r"(?:^|[/_-])(?:load|perf|performance|stress|bench\w*)(?:[-_]?tests?(?:ing)?)?/")
#: What a language model bears is told in tokens, which are a unit of nothing else that is asked here.
_TOKENS = caseless(
    r"(?P<sign>[<>≤≥]=?)?\s?(?P<number>\d{1,9}(?:\.\d{1,9})?) ?(?:output |generated )?tokens? ?(?:/|per) ?"
    r"s(?:ec(?:ond)?)?\b"
)
#: A row that names a unit of throughput, and figures in it that have no other.
_ROW_UNIT = caseless(
    r"(?:[\w ]{1,30} )?(?P<unit>rps|qps|requests? (?:per|/) ?s(?:ec(?:ond)?)?)(?: \([^()|]{1,40}\))? \|"
)
_BARE = caseless(r"(?P<sign>[<>≤≥]=?)?\s?(?<![\w.,])(?P<number>\d{1,3}(?:,\d{3}){1,3}|\d{1,9})(?![\w.,%])")
_COMMITS = caseless(
    r"\bSL[OAI]s?\b|service levels?|\btargets?\b|objectives?\b|\bgoals?\b|requirements?|criteria|\bKPIs?\b|"
    r"guarantee|(?:must|should) (?:be|stay|remain)|at (?:least|most)|no (?:more|less) than|less than|"
    r"(?:under|below|within|sub-) ?\d|budget|objetivos?|\bmetas?\b|ziel|objectif|目标"
)
_NO_TARGET = caseless(
    r"\balerts?\b|symptom|troubleshoot|slow\b|degraded|timeout|\bno SLAs?\b|changelog"
    r"|pull requests?\b|code review|\breviewers?\b|support (?:request|ticket)"  # of people, not of a service
)
#: What somebody saw a service do; nobody promises it.
_MEASURED = caseless(
    r"\b(?:benchmarked|measured|observed|clocked|recorded|achieved|reached|handled)\b"
    r"|\bin (?:our|my|the) (?:blog|tests?|benchmarks?|load tests?)\b"
)
_PERCENTILE = caseless(r"\bp\d\d(?:\.\d)?\b|\b9\d(?:\.\d)?(?:th)? ?percentile|percentil")
_WINDOW = caseless(
    r"\b\d+[- ]?(?:d|days?|h|hours?|weeks?|min(?:utes?)?)\b|monthly|per month|weekly|per day|daily|rolling|quarter|"
    r"/month"
)


@dataclass(frozen=True, slots=True)
class Target(AtLine):
    """A number that the running service must hold."""

    aim: Aim
    number: float  #: latency in milliseconds, shares in per cent, else as written
    text: str  #: the line that states it
    path: str
    line: int
    percentile: bool = False
    window: bool = False

    @property
    def what(self) -> str:
        return f"{self.aim} target: {self.text[:100]}"


@fact
def written_targets(repo: Repo) -> tuple[Target, ...]:
    """Return the targets that documents state as numbers; thresholds of alerts and mere measurements are none."""
    return tuple(repo.each(_targets, (*documents(repo), *documents_of_tests(repo, _OF_LOAD_TESTS))))


def _targets(document: Document) -> Iterator[Target]:
    for section in document.sections:
        above = " ".join((document.title, *section.within[1:], section.heading))
        if _NO_TARGET.search(section.heading) or _is_offer(section):
            continue
        committed = bool(_COMMITS.search(above))
        for line in with_headers(section.lines):
            stated = any(map(str.isdigit, line.text)) and not _NO_TARGET.search(line.text)
            if stated and not _is_offered(section, line):
                yield from _on_line(document, section, line, committed=committed)


def _on_line(document: Document, section: Section, line: Line, *, committed: bool) -> Iterator[Target]:
    for aim, pattern in _PATTERNS.items():
        named = pattern.search(line.text)
        if not named and not _is_percentile_of(aim, document, section, line):
            continue
        told = _from_its_cell(line, named.start()) if named else line.text
        found = (*figures(told), *_of_tokens(told), *_of_row(line))
        fitting = next((figure for figure in found if _fits(aim, figure, line.text, committed=committed)), None)
        if fitting:
            number = fitting.number * (1000 if aim is Aim.LATENCY and not fitting.unit.startswith("m") else 1)
            percentile = bool(_PERCENTILE.search(line.text) or _PERCENTILE.search(section.heading))
            window = bool(_WINDOW.search(line.text)) or "rolling" in section.text.lower()
            yield Target(aim, number, line.text, document.path, line.number, percentile, window)


def _from_its_cell(line: Line, at: int) -> str:
    """Return a row from the cell on that names the aim: what cells before it say is of other things."""
    return line.text[line.text.rfind(" | ", 0, at) + 1 :] if line.table else line.text


def _is_percentile_of(aim: Aim, document: Document, section: Section, line: Line) -> bool:
    """Tell ``p95 under 500 ms`` below a heading about latency, which the line need not name again."""
    named = _PATTERNS[aim].search(f"{document.title} {section.heading}") if aim is Aim.LATENCY else None
    return bool(named and _PERCENTILE.search(line.text))


def _of_tokens(text: str) -> Iterator[Figure]:
    """Yield tokens in a second as predictions are: a figure of throughput."""
    for match in _TOKENS.finditer(text):
        yield Figure(float(match["number"]), "predictions", match["sign"] or "")


def _of_row(line: Line) -> Iterator[Figure]:
    """Yield the figures of a row whose first cell is their unit: ``RPS (per instance) | > 100``."""
    unit = _ROW_UNIT.match(line.text) if line.table else None
    if unit:
        for match in _BARE.finditer(line.text):
            yield Figure(float(match["number"].replace(",", "")), unit["unit"].lower(), match["sign"] or "")


def _fits(aim: Aim, figure: Figure, text: str, *, committed: bool) -> bool:
    """A target limits from the good side: a latency above something is the threshold of an alarm."""
    if not _UNITS[aim].search(figure.unit):
        return False
    bounded_above = aim in (Aim.LATENCY, Aim.ERRORS, Aim.FRESHNESS)
    if (figure.sign[:1] in (">", "≥") and bounded_above) or (figure.sign[:1] in ("<", "≤") and not bounded_above):
        return False
    if aim is Aim.AVAILABILITY:
        return 90 <= figure.number <= 100
    if committed:
        return True
    bounded = figure.sign[:1] in ("<", "≤", ">", "≥") or bool(_COMMITS.search(text))
    return bounded and not _MEASURED.search(text)


def _is_offer(section: Section) -> bool:
    """Tell a section about an offer: its heading says so, and what is sold stands behind a link."""
    return bool(_OFFER.search(section.heading) and section.links)


def _is_offered(section: Section, line: Line) -> bool:
    """Tell a line about an offer: the column of what lies here is empty, or a link leads to the other way to run it.

    A row of a table says the heads of its columns here.
    """
    if line.table:
        own = [found["cell"] for part in line.text.split(" | ") if (found := _OWN_COLUMN.match(part.strip()))]
        return bool(own) and not any(map(_HAS.search, own))
    return bool(_OR_SOLD.search(line.text)) and any(link.line == line.number for link in section.links)
