"""What does one prediction cost, as documents and code say it?"""

from collections.abc import Iterator

from seatrial.component import Component
from seatrial.facts import fact
from seatrial.facts.code.code import python_file, python_files
from seatrial.facts.code.ml_libraries import NETS
from seatrial.facts.code.programs import Site
from seatrial.facts.deployment.bounds.replicas import model_containers, model_workloads
from seatrial.facts.deployment.clouds.terraform import terraform
from seatrial.facts.documents.documents import documents, with_headers
from seatrial.facts.documents.excerpts import excerpt
from seatrial.facts.documents.figures import amounts, dates, figures
from seatrial.facts.images.containers import images
from seatrial.facts.project.cost_code import CostComputation, cost_computations
from seatrial.facts.reach.running import runs
from seatrial.facts.testing.bench_records import Benched, benched_costs
from seatrial.model import Evidence, Place
from seatrial.model.record import dataclass
from seatrial.read.documents.document_record import Document, Section
from seatrial.read.regex import caseless
from seatrial.repo import Repo, Role

_ONE = (
    r"(?:predictions?|requests?|calls?|inferences?|answers?|questions?|conversations?|messages?|tokens?|images?|documents?|"
    r"pages?|users?|minutes? of audio|quer(?:y|ies)|文档|请求|次调用)"
)
_MANY = r"(?:an?|one|1[ ,]?000|1k|1 ?m|(?:a |one )?(?:million|thousand|hundred)|1,000,000)"
_COUNTED = r"\d[\d,.]{0,12}\s?(?:k|m|million|thousand|个)?"
_UNIT = caseless(
    rf"(?:per|/|for|a|of)\s?(?:{_MANY} )?{_ONE}\b"
    rf"|\b(?:{_MANY}|{_COUNTED})\s?{_ONE}[)）]?\s?(?:costs?\b|come to\b|[:|]|$)"
)
_PER = caseless(rf"\bper (?:{_MANY} )?{_ONE}\b")
_VOLUME = caseless(
    r"\d[\d,.]{0,30}\s?(?:k|m|million|thousand)?\s?"
    r"(?:predictions?|requests?|calls?|answers?|questions?|conversations?|messages?|tokens?|images?|documents?|pages?|"
    r"users?|rows?|quer(?:y|ies)|文档|请求)"
)
_MACHINE = caseless(
    r"\b[a-z]\d[a-z]{0,3}\.\w*(?:large|medium|small|micro|metal)\b|\b[nec]\d[a-z]?-\w+-\d+|"
    r"\b(?:e2-(?:micro|small|medium)|f1-micro|g1-small)\b|Standard_\w+|"
    # what is read from a machine while it works names none: "GPU utilization"
    r"\b(?:v?CPU|GPU)s?\b(?!\s*(?:util|usage|memory|mem\b|temp|load|time|power|limit|request))|"
    r"\b(?:RTX|GTX) ?\d{3,4}(?: ?Ti)?\b|\b(?:Xeon|EPYC|Ryzen|Threadripper)\b|"
    r"\bApple M\d\b|\bTesla \w+|\bRaspberry Pi\b|\bJetson\b|"
    r"\b(?:A100|H100|H200|T4|L4|A10G?|V100|Lambda|Cloud Run|Fargate|gpt-\S+|claude-\S+)\b"
)
_CORES = caseless(r"\b\d+[- ]?cores?\b")
_COSTS = caseless(r"\bcosts?\b|\bpricing\b|\bspend\b|\bbill\b|kosten|costos?|custos?|coûts?|成本|费用|стоимость")
_USES_GPU = NETS | {"cudf", "cuml", "cupy", "numba", "pycuda"}
_SPEEDS = ("ms", "s", "milli", "rps", "qps", "req", "prediction", "call")
_SIZES = ("instance_type", "machine_type", "vm_size", "node_type_id")
_NEEDS_NONE = frozenset({"sklearn", "xgboost", "lightgbm", "catboost", "statsmodels", "prophet"})
#: A cell below a head that gives the unit: "Inference Time (ms) 140".
_MEASURES = caseless(r"\((?:ms|s|sec|seconds|fps|[a-z]{1,8}/s(?:ec)?|rps|qps)\)\s*~?\d")
PRICE = "what each costs"
SPEED = "how fast the model is on each"
#: Amounts of the subject of the model, and price lists of a vendor that nobody put numbers of their own beside.
_OTHER = caseless(
    r"house|\bcars?\b|vehicle|ticket|product price|stock|subscription plan|pro plan|saving|revenue|benefit|"
    r"price prediction|price range|dataset"
)
_OFFERED = caseless("free tier")  # in the line itself: a column of what is charged after it holds the owner's costs


_TOKENS = caseless(r"\btokens?\b")


@dataclass(frozen=True, slots=True)
class CostStatement:
    """A line that says what running costs."""

    place: Place
    text: str
    per_unit: bool  #: of one prediction, request, token, or a thousand of them
    lacking: tuple[str, ...]  #: what is not given: of volume, hardware and date; of machines their speed or price
    does: str = "says what running costs"

    @property
    def what(self) -> str:
        return f"{self.does}: {excerpt(self.text, 90)}"


@fact
def cost_statements(repo: Repo) -> tuple[CostStatement, ...]:
    """Return what the settings and records give, and the lines of sections about cost that hold an amount of money."""
    benched = (_benched(repo, one) for one in benched_costs(repo))
    return (*_declared(repo), *benched, *repo.each(_written, documents(repo)))


def _written(document: Document) -> Iterator[CostStatement]:
    for section in document.sections:
        for line, written in zip(with_headers(section.lines), section.lines, strict=True):
            if amounts(line.text) and _is_of_running(section, line.text, written.text):
                per_unit = bool(_UNIT.search(line.text) or _PER.search(section.heading))
                yield CostStatement(Place(document.path, line.number), line.text, per_unit, _lacking(section))


def _is_of_running(section: Section, line: str, written: str) -> bool:
    """Tell whether an amount is what running costs, by its line, its heading, or one above that is no title."""
    said = f"{section.heading} {line}"
    costs = _COSTS.search(said) or (section.level > 2 and _COSTS.search(section.within[-1]))
    return bool(costs) and not (_OTHER.search(said) or _OFFERED.search(written))


def _benched(repo: Repo, one: Benched) -> CostStatement:
    """Return what a record says of a million predictions; their number is the owner's to say."""
    said = repo.settings.value
    lacking = () if said and said.predictions_per_month else ("the volume",)
    prices = ", ".join(f"{price:.3g} {one.currency}".rstrip() + f" on {device}" for device, price in one.model.costs)
    return CostStatement(
        one.place,
        f"a million predictions cost {prices}",
        per_unit=True,
        lacking=lacking,
        does="a record of a benchmark",
    )


def _declared(repo: Repo) -> Iterator[CostStatement]:
    """Yield what ``value:`` of the settings gives: volume and price, each with its owner."""
    said = repo.settings.value
    if said is not None:
        priced = said.price_per_prediction or (said.price_per_machine_hour and said.predictions_per_second)
        lacking = () if said.predictions_per_month else ("the volume",)
        text = f"value: in {said.currency}, each number with its owner"
        yield CostStatement(repo.settings.place("value"), text, bool(priced), lacking)


def _lacking(section: Section) -> tuple[str, ...]:
    given = {
        "the volume": bool(_VOLUME.search(section.text)),
        # what is paid by the token runs on machines of the provider
        "the hardware": any(form.search(section.text) for form in (_MACHINE, _CORES, _TOKENS)),
        "the date": bool(dates(f"{section.heading} {section.text}")),
    }
    return tuple(name for name, there in given.items() if not there)


@fact
def live_costs(component: Component) -> tuple[CostComputation, ...]:
    """Return the code that works out running costs, and that something starts."""
    found = component.of(cost_computations(component.repo))
    return tuple(one for one in found if runs(component, Site(one.path, one.line, one.name)))


@fact
def bounded_costs(component: Component) -> tuple[CostComputation, ...]:
    """Return those of them whose file compares a cost with a bound."""
    return tuple(one for one in live_costs(component) if _compares(component.repo, one.path))


def _compares(repo: Repo, path: str) -> bool:
    file = python_file(repo, path)
    sides = (
        [(item.left, item.right) for item in file.comparisons if item.operator in {"<", "<=", ">", ">="}]
        if file
        else []
    )
    return any(_COSTS.search(f"{value.text} {value.name}".replace("_", " ")) for pair in sides for value in pair)


@fact
def compared_hardware(repo: Repo) -> tuple[CostStatement, ...]:
    """Return tables that name two machines or more; those that give speed and price of them are ``per_unit``."""
    found = []
    for document in documents(repo):
        for section in document.sections:
            named = {line.number: line.text for line in section.lines if line.table and _MACHINE.search(line.text)}
            rows = [line for line in with_headers(section.lines) if line.number in named]
            measured = [row for row in rows if amounts(row.text) or figures(row.text) or _MEASURES.search(row.text)]
            machines = {match.lower() for row in measured for match in _MACHINE.findall(named[row.number])}
            if len(machines) > 1:
                speeds = any(one.unit.startswith(_SPEEDS) for row in measured for one in figures(row.text))
                priced = any(amounts(row.text) for row in measured)
                lacking = () if speeds and priced else (SPEED if priced else PRICE,)
                place = Place(document.path, measured[0].number)
                found.append(CostStatement(place, measured[0].text, not lacking, lacking, "compares machines"))
    return (*found, *(_benched(repo, one) for one in benched_costs(repo) if len(one.model.costs) > 1))


@fact
def oversized_images(component: Component) -> tuple[Evidence, ...]:
    """Return the bases with CUDA of images whose component imports nothing that could use a GPU."""
    repo = component.repo
    imported = {found.package for file in python_files(repo) if file.path in component for found in file.imports}
    if imported & _USES_GPU or not imported & _NEEDS_NONE:
        return ()
    bases = (base for image in component.of(images(repo)) if image.role is Role.OWN for base in image.bases)
    what = "brings CUDA along for a model that uses no GPU: a slim image saves gigabytes"
    return tuple(
        Evidence(base.place, f"{base.name} {what}") for base in bases if "cuda" in f"{base.name}:{base.tag}".lower()
    )


def _gpus(asked: str) -> str:
    """Return how many GPUs are asked for, in words: ``1``, ``2`` or ``all``."""
    return f"{asked} GPU" if asked == "1" else f"{asked} GPUs"


@fact
def sized_machines(component: Component) -> tuple[Evidence, ...]:
    """Return where manifests name the kind of machine: an instance type, a GPU."""
    by_manifest = (
        Evidence(one.resources.place, f"{work.what} asks for {_gpus(one.resources.gpu)}")
        for work in model_workloads(component)
        for one in model_containers(work)
        if one.resources and one.resources.gpu
    )
    by_terraform = (
        Evidence(Place(item.place.path, block.line_of(key)), f"{item.what} runs on {block.value(key)}")
        for item in component.of(terraform(component.repo))
        if item.role is Role.OWN
        for block in item.block.walk()
        for key in _SIZES
        if block.value(key)
    )
    return (*by_manifest, *by_terraform)
