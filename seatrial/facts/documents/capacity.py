"""What do documents say about the load that is expected, and about what the system was seen to bear?"""

from collections.abc import Iterator
from datetime import date, timedelta
from enum import StrEnum

from seatrial.facts import fact
from seatrial.facts.days import named_day
from seatrial.facts.documents.documents import documents, lines_that, with_headers
from seatrial.facts.documents.excerpts import excerpt
from seatrial.facts.documents.figures import figures
from seatrial.facts.testing.bench_records import benched_memory, benched_variants
from seatrial.model import Evidence, Place
from seatrial.model.evidence import AtLine
from seatrial.model.record import dataclass
from seatrial.read.documents.document_record import Document, Line
from seatrial.read.regex import caseless, regex
from seatrial.repo import Repo

RECENT = timedelta(days=365)


class Load(StrEnum):
    """What a figure of load is about."""

    PEAK = "expected peak"
    AVERAGE = "average load"
    REPLICA = "load that one replica bears"
    HEADROOM = "headroom"
    GROWTH = "growth"
    QUOTA = "quota"


_SAYS = {
    Load.REPLICA: caseless(r"(?:per|each|one|single|a) (?:replica|pod|instance|worker|container|node|gpu|machine)"),
    Load.HEADROOM: caseless(r"headroom|safety margin|over-?provision"),
    Load.GROWTH: caseless(r"\bgrowth\b|grows? (?:by|to)|year[- ]on[- ]year|per year|yearly increase"),
    Load.QUOTA: caseless(r"\bquotas?\b|\btpm\b|\brpm\b|tokens per minute|requests per minute|gpu limit"),
    Load.PEAK: caseless(r"\bpeaks?\b|black friday|busiest|\bspikes?\b|high season|maximum load"),
    Load.AVERAGE: caseless(r"\baverage\b|\bmean\b|typical load|baseline load|\bdaily\b"),
}
_OF_LOAD = caseless(r"rps|qps|req|prediction|row|user|concurrent|call")
_ABOUT = caseless(r"capacity|\bload\b|scal|\bpeak|traffic|throughput|sizing|demand|forecast of requests|season|growth")
_LOAD_WORD = caseless(r"requests?|predictions?|rps|qps|users?|traffic|load\b|calls?|rows?|tokens?")
_DAY = regex(r"20\d\d-[01]\d-[0-3]\d")
_MEMORY = caseless(r"(?:peak|max(?:imum)?)\b[^.|\n]{0,30}\b(?:memory|rss|vram|ram)\b|\b(?:max_?rss|peak_?rss)\b")
_SIZE = caseless(r"\d\s?(?:[KMG]i?B|[MG]i)\b")
_DRILL = caseless(
    r"\b(?:failover|fail-over|chaos|game ?day|kill(?:ed|ing)? (?:a |the |one )?(?:pod|node|replica|instance)|"
    r"zone (?:outage|loss|failure)|node (?:loss|failure))\b"
)
_VARIANT = caseless(
    r"\b(?:fp32|fp16|bf16|int8|int4|onnx(?:runtime)?|openvino|tensorrt|torchscript|pytorch|tflite|gguf|awq|gptq|eager)\b"
)


@dataclass(frozen=True, slots=True)
class LoadFigure(AtLine):
    """One figure of load that a document states."""

    about: Load
    number: float  #: as written: requests per second, per cent, or times
    text: str
    path: str
    line: int
    day: date | None = None  #: the latest day up to today that its document names

    @property
    def what(self) -> str:
        return f"{self.about}: {excerpt(self.text)}"


@fact
def load_figures(repo: Repo) -> tuple[LoadFigure, ...]:
    """Return the figures of load in sections about capacity, load or scaling, by document."""
    return tuple(found for document in documents(repo) for found in _figures(document, repo.as_of))


def _figures(document: Document, today: date) -> Iterator[LoadFigure]:
    """Yield the figures with the day of the last review, which no day of a season to come is."""
    day = latest_day("\n".join(section.text for section in document.sections), today)
    for section in document.sections:
        if _ABOUT.search(" ".join((document.title, *section.within[1:], section.heading))):
            for line in with_headers(section.lines):
                yield from _on_line(document, line, day)


def _on_line(document: Document, line: Line, day: date | None) -> Iterator[LoadFigure]:
    """Yield the first figure that a line gives; a row of a table gives one in each cell below a head that names it."""
    cells = line.text.split(" | ") if line.table else []
    said = [found for cell in cells if (found := _said(cell))] or [found for found in [_said(line.text)] if found]
    for about, number in said:
        yield LoadFigure(about, number, line.text, document.path, line.number, day)


def _said(text: str) -> tuple[Load, float] | None:
    for about, pattern in _SAYS.items():
        if pattern.search(text):
            fitting = next((one for one in figures(text) if _fits(about, one.unit, text)), None)
            if fitting:
                return about, fitting.number
    return None


def _fits(about: Load, unit: str, text: str) -> bool:
    if about in (Load.HEADROOM, Load.GROWTH):
        return unit in ("%", "x") or unit.startswith("per")
    if about is Load.QUOTA:
        return bool(_LOAD_WORD.search(text))
    return bool(_OF_LOAD.search(unit))


@fact
def measured_memory(repo: Repo) -> tuple[Evidence, ...]:
    """Return the lines of documents, and the records, that say how much memory was used at most, as a figure."""
    return (*lines_that(repo, "says how much memory was used", _gives_memory), *benched_memory(repo))


def _gives_memory(_: str, text: str) -> bool:
    return bool(_MEMORY.search(text) and _SIZE.search(text))


@fact
def failure_drills(repo: Repo) -> tuple[Evidence, ...]:
    """Return the lines that report the loss of a part that was tried out within twelve months."""
    return tuple(
        Evidence(Place(document.path, line.number), f"reports a drill: {excerpt(line.text, 80)}")
        for document in documents(repo)
        for line in document.lines
        if _DRILL.search(line.text) and (day := latest_day(line.text)) and repo.as_of - RECENT <= day <= repo.as_of
    )


def latest_day(text: str, until: date = date.max) -> date | None:
    """Return the latest day that a text names as 2026-11-25, up to one, None when it names none."""
    named = (named_day(match[0]) for match in _DAY.finditer(text))
    return max((day for day in named if day is not None and day <= until), default=None)


@fact
def compared_variants(repo: Repo) -> tuple[Evidence, ...]:
    """Return the tables and records that compare runtimes, devices or precisions of a model in figures."""
    tables = (
        Evidence(Place(document.path, rows[0].number), f"compares {', '.join(kinds)} in figures")
        for document in documents(repo)
        for section in document.sections
        if (rows := [line for line in section.lines if line.table and _VARIANT.search(line.text)])
        and len(kinds := sorted({found.lower() for row in rows for found in _VARIANT.findall(row.text)})) > 1
        and any(char.isdigit() for row in rows for char in _VARIANT.sub("", row.text))
    )
    return (*tables, *benched_variants(repo))
