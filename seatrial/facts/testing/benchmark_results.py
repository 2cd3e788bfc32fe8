"""Which recorded latencies does the repository hold, of how many runs, on which machine, of which model, from when?"""

import re
from collections.abc import Iterator
from datetime import date

from seatrial.facts import fact
from seatrial.facts.days import named_day
from seatrial.facts.documents.documents import Passage, documents, with_headers
from seatrial.facts.documents.figures import figures
from seatrial.facts.testing.bench_records import Benched, Dated, bench_records, is_bench_record
from seatrial.model.evidence import AtLine
from seatrial.model.record import dataclass
from seatrial.read.documents.benchmark_result import BENCHMARK_RESULT, BenchmarkResult
from seatrial.read.documents.document_record import Document
from seatrial.read.posix_path import posix
from seatrial.read.regex import caseless, regex
from seatrial.repo import Repo, Role, role

_RESULT_PATH = caseless(r"bench|latenc|perf|load|locust|k6|result|report")
_PERCENTILE = caseless(r"\bp\s?\(?(50|90|95|99)\)?|(50|90|95|99)(?:th)?[- ]?percentile|\b(median)\b")
_RUNS = caseless(
    r"\bn\s*=\s*(\d[\d,]*)|(\d[\d,]{0,20})\s?(?:runs|requests|iterations|samples|repetitions|calls)\b|"
    r"\b(?:runs|requests|iterations|samples)\s*[:=]?\s*(\d[\d,]*)"
)
_MACHINE = caseless(
    r"\b\d+\s*(?:v?CPUs?|cores?)\b|\b(?:A100|H100|H200|V100|T4|L4|L40S?|A10G?|RTX ?\d{4}|GTX ?\d{4}|Xeon|EPYC|Ryzen|"
    r"Core i\d|Apple (?:M\d|Silicon)|M[1-4] (?:Pro|Max)|Graviton\d?|Jetson|Raspberry Pi)\b|"
    r"\b[a-z]\d[a-z]{0,2}\.\w*(?:large|medium)\b|\bn[12]-standard-\d+"
)
_MODEL = caseless(
    r"\b(?:model|version|checkpoint|commit|revision)\b\W{0,3}"
    r"(?:v?\d+\.\d+[\w.]*|[0-9a-f]{7,40}|[\w-]*v\d+[\w.]*|20\d\d-[01]\d-[0-3]\d)|"
    r"\b(?:model version|version of (?:the |its )?model)\b[^|\n\d]{0,30}\d+"
)
#: A cell below a head that gives the unit: "p95 (ms) 3.4", "p95 ms 3.4".
_HEADED = caseless(r"\(?\b(?P<unit>ms|milliseconds?|s|sec|seconds)\)?\s+(?P<number>\d{1,9}(?:\.\d{1,9})?)\s*$")
#: A cell below a head that says of what it is and at which rank, and not in which unit: "Latency (p95) 42".
_RANKED = caseless(
    r"\b(?:latency|(?:response|inference|prediction) time)\b[^|\d]{0,9}"
    r"(?:p\s?\d\d|\d\dth percentile|median)\b[^|\w]{0,4}"
    r"\s(?P<number>\d{1,9}(?:\.\d{1,9})?)\b"
)
_DAY = regex(r"20\d\d-[01]\d-[0-3]\d")
ENOUGH_RUNS = 30


@dataclass(frozen=True, slots=True)
class Measured(AtLine, Dated):
    """A record of latencies."""

    path: str
    line: int
    percentiles: tuple[tuple[int, float], ...]  #: which, and its milliseconds
    unit_known: bool
    runs: int
    machine: str
    model: str  #: version or commit of what was measured
    day: date | None
    outdated: str = ""

    @property
    def what(self) -> str:
        ranks = ", ".join(f"p{rank}" for rank, _ in self.percentiles)
        where = f" on {self.machine[:40]}" if self.machine else " on an unnamed machine"
        return f"a record of {ranks} over {self.runs or 'an unknown number of'} runs{where}"

    @property
    def complete(self) -> bool:
        """Whether tail, number of runs, machine and version are all given."""
        ranks = {rank for rank, _ in self.percentiles}
        return bool(ranks & {95, 99}) and self.runs >= ENOUGH_RUNS and bool(self.machine) and bool(self.model)


@fact
def measured_latencies(repo: Repo) -> tuple[Measured, ...]:
    """Return records of latencies with percentiles, from result files and from documents; means alone are none."""
    named = repo.matching(_is_result)
    paths = [path for path in named if role(repo, path) in (Role.OWN, Role.TEST, Role.DOCS)]
    found = [_of_file(result) for result in repo.records(BENCHMARK_RESULT, paths) if result.percentiles]
    ours = (_of_record(one) for one in bench_records(repo) if one.model.percentiles)
    return (*found, *ours, *repo.each(_of_document, documents(repo)))


def _is_result(path: str) -> bool:
    tabled = posix(path).suffix.lower() in (".json", ".csv")
    return tabled and bool(_RESULT_PATH.search(path)) and not is_bench_record(path)


def _of_record(one: Benched) -> Measured:
    model = one.model
    version = model.sha256[:12] or one.commit
    return Measured(
        one.path,
        0,
        model.percentiles,
        unit_known=True,
        runs=model.runs,
        machine=one.machine,
        model=version,
        day=one.day,
        outdated=one.outdated,
    )


def _of_file(result: BenchmarkResult) -> Measured:
    version = result.model or result.commit
    return Measured(
        result.path,
        0,
        result.percentiles,
        result.unit_known,
        result.runs,
        result.machine,
        version,
        named_day(result.date),
    )


def _of_document(document: Document) -> Iterator[Measured]:
    """A section with figures at percentiles that no comparison bounds: what is bounded is a target."""
    for section in document.sections:
        ranks: dict[int, float] = {}
        first, known = 0, True
        for line in with_headers(section.lines):
            for rank, value, in_unit in _on_line(line.text):
                ranks.setdefault(rank, value)
                first, known = first or line.number, known and in_unit
        if ranks:
            said = "\n".join(row.text for row in with_headers(Passage(document.path, document.within(section)).lines))
            about = f"{section.heading}\n{said}\n{_above(document)}"
            percentiles = tuple(sorted(ranks.items()))
            yield Measured(document.path, first, percentiles, known, _runs(about), *_context(about))


def _above(document: Document) -> str:
    return document.sections[0].text[:2000]


def _on_line(text: str) -> Iterator[tuple[int, float, bool]]:
    """Yield rank, figure, and whether it is known to be in milliseconds."""
    cells = text.split(" | ")
    yield from _on_row(cells)
    parts = cells if len(cells) > 1 else re.split(r"[,;]", text)
    for part in (one for several in parts for one in re.split(r"[·•]", several)):
        match = _PERCENTILE.search(part)
        if match is None:
            continue
        # what stands before may be the head of the column, with a figure of its own
        value, ranked = _milliseconds(part[match.end() :]) or _milliseconds(part), _RANKED.search(part)
        if value is not None:
            yield _rank(match), value, True
        elif ranked:
            yield _rank(match), float(ranked["number"]), False


def _on_row(cells: list[str]) -> Iterator[tuple[int, float, bool]]:
    """Yield what a row says that is called after its rank: ``Overall latency p95 | 6.7 s``."""
    named = _PERCENTILE.search(cells[0])
    if named and not any(map(_PERCENTILE.search, cells[1:])):
        value = next(filter(None, map(_milliseconds, cells[1:])), None)
        if value is not None:
            yield _rank(named), value, True


def _rank(percentile: re.Match[str]) -> int:
    return 50 if percentile[3] else int(percentile[1] or percentile[2])


def _milliseconds(part: str) -> float | None:
    """Return the time that a part of a line gives, its unit behind the number, or in the head of the column."""
    found = [item for item in figures(part) if item.unit.startswith(("ms", "milli", "s")) and not item.sign]
    if found:
        return found[0].number * (1 if found[0].unit.startswith("m") else 1000)
    headed = _HEADED.search(part)
    return float(headed["number"]) * (1 if headed["unit"].lower().startswith("m") else 1000) if headed else None


def _runs(text: str) -> int:
    numbers = [int(part.replace(",", "")[:12]) for match in _RUNS.findall(text) for part in match if part]
    return max(numbers, default=0)


def _context(text: str) -> tuple[str, str, date | None]:
    machine, model = _MACHINE.search(text), _MODEL.search(text)
    day = _DAY.search(_MODEL.sub("", text)) or _DAY.search(text)
    return (machine[0] if machine else ""), (model[0] if model else ""), named_day(day[0] if day else "")
