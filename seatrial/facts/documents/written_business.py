"""Which numbers of the business do documents state: process figures to move, costs, benefits?"""

import re
from collections.abc import Iterable, Iterator
from enum import StrEnum

from seatrial.facts import fact
from seatrial.facts.documents.documents import documents, with_headers
from seatrial.facts.documents.excerpts import excerpt
from seatrial.facts.documents.figures import amounts, dates, figures
from seatrial.model import Evidence, Place
from seatrial.model.evidence import AtLine
from seatrial.model.record import dataclass
from seatrial.read.documents.document_record import Document, Line, Section
from seatrial.read.posix_path import posix
from seatrial.read.regex import caseless, regex
from seatrial.repo import Repo


class Matter(StrEnum):
    """What a statement is about."""

    KPI = "business figure"
    COST = "cost"
    BENEFIT = "benefit"


_KPI = caseless(
    r"\bKPIs?\b|key performance|business (?:goals?|objectives?|metrics?|success|outcomes?|targets?)|"
    r"success (?:criteria|metrics?)|"
    r"north[- ]star|\bOKRs?\b|indicadores? clave|objetivos? de negocio|métricas? de negocio|geschäftsziel|业务指标"
)
_BENEFIT = caseless(
    r"\bROI\b|return on investment|payback|savings?\b|business (?:value|case|impact|benefits?)|financial impact|"
    r"revenue|"
    r"valor de negocio|ahorro|retorno|nutzen|einsparung|投资回报"
)
#: What only a business earns by: a line with money that names it needs no heading about worth.
_GAIN = caseless(
    r"\bARPU\b|\bnet (?:benefit|gain|profit|ROI)s?\b|\b(?:ROI|beneficio|ganancia|retorno) net[oa]\b|"
    r"\bgain net\b|\bnettonutzen\b"
)
_COST = caseless(
    r"\bcosts?\b|\bcosting\b|\bpricing\b|\bbudgets?\b|\bspend(?:ing)?\b|\bbilling\b|\bcostes?\b|\bcostos?\b|\bcustos?\b|"
    r"\bkosten\b|\bcoûts?\b|\bpresupuesto\b|费用|成本"
)
#: What a line says of its own figure, without a heading: a page of billing, and a credit on it, are no cost.
_COST_ITSELF = caseless(r"\b(?:costs?|costing|spen[dt])\b")
_PRICED = caseless(
    r"\b(?:costs?|costes?|costos?|custos?|kosten|coûts?)\b(?! (?:savings?|saved|reduc\w{1,8}|avoid\w{1,8}))"
    r"[^\d.;|]{0,40}\d"
)
_OF_A_MACHINE = caseless(
    r"\b[a-z]\d[a-z]{0,3}\.\w*(?:large|medium|small|micro|metal)\b|\b[nec]\d[a-z]?-\w+-\d+|Standard_\w+|"
    r"\b(?:A100|H100|H200|T4|L4|A10G?|V100)\b"
)
#: What machines, their rent and their place on a shelf are called: to save on them is a cost, and no worth of a model.
_OF_HOSTING = caseless(
    r"\b(?:servers?|instances?|VMs?|vCPUs?|nodes?|clusters?|hosting|infrastructure|cloud|EC2|ECS|EKS|Fargate|Lambda|RDS|S3|"
    r"GKE|AKS|Cloud Run|Compute Engine|Droplets?|Hetzner|OCI|on-demand|spot|reserved|storage|bandwidth|egress|GCP|AWS|"
    r"Azure)\b"
)
#: Pages on how it is deployed, or was moved from one platform to another: what they save is what it costs to run.
_ON_RUNNING = caseless(r"\b(?:deploy(?:ment)?|migration|infrastructure|networking)\b")
_OF_THE_MODEL = caseless(
    r"accuracy|\bF1\b|\bAUC\b|\bROC\b|precision|recall|\bRMSE\b|\bMAE\b|\bMAPE\b|\bR2\b|R²|\bIoU\b|\bmAP\b|\bBLEU\b|"
    r"perplexity|loss\b|coverage|test(?:s|ing)?\b|lint|vulnerabilit|pass rate|code quality|parameters|epochs?|flops|"
    r"gpu|memory|latency|uptime|response time|availability|build|deploy(?:s|ed|ment)? time|cost function|cost matrix|"
    r"\bTTFT\b|\bTPOT\b|time (?:to|per) (?:first |output |next )?(?:token|byte|audio)|tokens?(?:/| per )s|"
    r"mean time (?:to|between)|\bMTT[DRFA]\b|\bMTBF\b|flaky|"
    r"time to (?:production|deploy\w*|roll ?back)|deployment frequency|lead time for changes|change failure"
)
_WORTH = caseless(
    r"revenue|cost|saving|profit|margin|conversion|churn|retention|customer|\bARPU\b|\bNPS\b|fraud|loss(?:es)? of|"
    r"handling time|hours saved|productivity|efficiency|chargeback|default rate|claims|stock|waste|adoption|"
    r"ingresos|ahorro|clientes|umsatz|time to|satisfaction|tickets|throughput of"
)
#: A row of a table, or a label, that says what was saved or earned, whatever heading it stands below.
_EARNED = caseless(
    r"[\W_]*(?:(?:metrics?|kpi|measure|figure)\s+)?(?:(?:net|mean|average|avg|total|annual|expected|estimated)\.?\s+)?"
    r"(?:(?:cost|money|customer)\s+)?(?:savings?|profits?|revenue\s+(?:up)?lift|ROI)\b"
)
_OF_RESOURCES = caseless(
    r"\b(?:memory|VRAM|RAM|tokens?|compute|time|storage|energy|power|bytes?|disk|size|params?|speed)\b"
)
_BASELINE = caseless(r"\bbaseline\b|\bcurrent(?:ly)?\b|\btoday\b|\bfrom\s+[$€£]?\d|→|->|línea base|ist-wert")
_OWNER = caseless(r"\bowners?\b|\bsponsors?\b|responsible|accountable|head of|responsable|verantwortlich")
#: Lines that explain how a figure would be written.
_INSTANCE = caseless(r"\(?\b(?:e\.\s?g\.|p\.?\s?ej\.?|ej[.:]|for (?:example|instance)|por ejemplo|z\.\s?B\.|such as)")
_ENDS = regex(r"[.!?](?:\s|$)")
#: A figure that is named as such: "efficiency" and the like name a wish.
_NAMED = caseless(
    r"\brates?\b|\bchurn\b|revenue|\bcosts?\b|conversion|retention|chargeback|handling time|\bARPU\b|\bNPS\b|"
    r"\bshare\b|\bnumber of\b|\btime to\b|tasa|ingresos"
)


@dataclass(frozen=True, slots=True)
class Statement(AtLine):
    """A line that states a number of the business, in a section about it."""

    matter: Matter
    text: str
    path: str
    line: int
    section: str  #: all the text of the section, for dates, owners and comparisons

    @property
    def what(self) -> str:
        return f"{self.matter}: {excerpt(self.text)}"

    @property
    def priced(self) -> bool:
        """Whether its own line sets a cost beside what is earned."""
        return len(amounts(self.text)) > 1 and bool(_PRICED.search(self.text))

    @property
    def lacking(self) -> tuple[str, ...]:
        """What its section does not give of: baseline, target, date, owner."""
        numbers = len(figures(self.section)) + len(amounts(self.section))
        given = {
            "a baseline": bool(_BASELINE.search(self.section)) and numbers > 1,
            "a target": numbers > 1,
            "a date": bool(dates(self.section)),
            "an owner": bool(_OWNER.search(self.section)),
        }
        return tuple(name for name, there in given.items() if not there)


@fact
def business_statements(repo: Repo) -> tuple[Statement, ...]:
    """Return what documents state about money and process figures; metrics of models and of code are neither."""
    return tuple(repo.each(_statements, documents(repo)))


@fact
def named_kpis(repo: Repo) -> tuple[Evidence, ...]:
    """Return lines below a heading about process figures, or labelled as one, that name a figure without its number."""
    found = []
    for document in documents(repo):
        for section in document.sections:
            about = bool(_KPI.search(section.heading)) and not section.placeholder
            for line in section.lines:
                said = about or _KPI.match(line.text)
                named = said and _NAMED.search(line.text) and not _OF_THE_MODEL.search(line.text)
                if named and not figures(line.text) and not _INSTANCE.search(line.text):
                    found.append(
                        Evidence(Place(document.path, line.number), f"names a figure: {excerpt(line.text, 80)}")
                    )
    return tuple(found)


def _statements(document: Document) -> Iterator[Statement]:
    stem = re.sub(r"[-_.]+", " ", posix(document.path).stem)
    for section in document.sections:
        above = " / ".join((stem, document.title, *section.within[1:], section.heading))
        if any(map(str.isdigit, section.heading)) and _matter(above, section.heading) is Matter.COST:
            yield Statement(Matter.COST, section.heading, document.path, section.line, _around(section))
        if section.placeholder:
            continue
        for led, line in _led(_stated(with_headers(section.lines))):
            numbered = any(map(str.isdigit, line.text))
            matter = (_matter(f"{above} / {led}" if led else above, line.text) or _earned(line)) if numbered else None
            if matter:
                yield Statement(matter, line.text, document.path, line.number, _around(section))


def _led(lines: Iterable[Line]) -> Iterator[tuple[str, Line]]:
    """Yield each line with the one that leads to it, and says what it is about: ``Monthly cost of AWS:``."""
    led, last = "", 0
    for line in lines:
        led = led if line.number == last + 1 else ""
        yield led, line
        led = line.text if line.text.rstrip(" *_").endswith(":") else led
        last = line.number


def _stated(lines: Iterable[Line]) -> Iterator[Line]:
    """Yield the lines that are no part of an example, which goes on over lines until its sentence ends."""
    goes_on, last = False, 0
    for line in lines:
        begins = _INSTANCE.search(line.text)
        inside = goes_on and not begins and line.number == last + 1 and line.text.lstrip()[:1].islower()
        goes_on = (inside or bool(begins)) and not _ENDS.search(line.text, begins.end() if begins else 0)
        last = line.number
        if not (inside or begins):
            yield line


def _around(section: Section) -> str:
    return f"{section.heading}\n{section.text}"


def _earned(line: Line) -> Matter | None:
    """Tell a result in money or in per cent of it: ``| Savings (test) | 10% |``, ``Profit: 12 %``."""
    label = _EARNED.match(line.text)
    if label is None or not (line.table or ":" in line.text[label.end() :][:40]):
        return None
    of_others = any(words.search(line.text) for words in (_OF_RESOURCES, _OF_HOSTING, _OF_A_MACHINE))
    shared = any(figure.unit == "%" for figure in figures(line.text))
    return Matter.BENEFIT if (shared or amounts(line.text)) and not of_others else None


def _matter(above: str, text: str) -> Matter | None:
    """What a line states: the headings above it say what it is about, the line itself must hold the number."""
    money = amounts(text)
    hosted = _OF_HOSTING.search(text) or _OF_A_MACHINE.search(text)
    if money and (_BENEFIT.search(f"{above} {text[:60]}") or _GAIN.search(text)):
        hosted = hosted or _OF_HOSTING.search(above) or _ON_RUNNING.search(above.partition(" / ")[0])
        return Matter.COST if hosted else Matter.BENEFIT
    if money and (_COST.search(above) or (_COST_ITSELF.search(text) and hosted)):
        return Matter.COST
    if not figures(text) and not money:
        return None
    if _OF_THE_MODEL.search(text) and not money:
        return None
    if _BENEFIT.search(above) and _WORTH.search(text):
        return Matter.BENEFIT
    if not _KPI.search(f"{above} {text}") or not (money or _WORTH.search(text)):
        return None
    return Matter.COST if money and hosted and _COST.search(text) else Matter.KPI
