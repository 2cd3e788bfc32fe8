"""Is it written down where the data comes from, and under which terms?"""

from seatrial.api import Archetype, Component, Effort, Grade, Graded, Severity, Stage, caseless, data
from seatrial.facts.archetype import archetype
from seatrial.facts.data.data_declarations import (
    Aspect,
    DataDeclaration,
    data_declarations,
    example_declarations,
)
from seatrial.facts.data.data_loads import DataLoad, data_loads
from seatrial.facts.data.data_tools import Hold
from seatrial.facts.data.data_versions import data_versions
from seatrial.facts.product.own_trainings import trains_here
from seatrial.facts.product.whose import has_own_model, may_hold_model
from seatrial.facts.serving.answering import all_doors
from seatrial.facts.signs import pages
from seatrial.facts.training.origins.named_data import named_data
from seatrial.facts.training.training import Training
from seatrial.facts.training.training_path import training_path
from seatrial.facts.training.training_reader import training_reader
from seatrial.facts.web.endpoints import Endpoint

LOOKED_FOR = (
    "a data card or datasheet, a section on data in the README, the head of a model card, croissant, catalogues of "
    "Kedro, DVC and dbt, and the places that loaders read: origin, date, terms, collection and gaps"
)
_ASIDE = frozenset({"test", "tests", "benchmark", "benchmarks", "example", "examples", "doc", "docs", "notebooks",
                    "tutorials", "demo", "demos", "evals", "eval_sets", "fixtures", "samples", "templates", "tools",
                    "scripts", "ci"})  # fmt: skip
_BROUGHT = "where users bring the data, and the row of each training names it"
_DATA_SETS = caseless(r"/data(?:_?sets?|-sets?)?(?:/upload|/import)?/?$")
_SHOWN = caseless(r"^(?:demo|example|sample|playground)s?(?:_|\.)|_(?:demo|example)s?\.")
_SHOWN_ONLY = "where only examples say where their data comes from"
#: What a section has to say to be one on where data comes from: dates and gaps alone are those of a list of columns.
_ORIGINS = frozenset({Aspect.ORIGIN, Aspect.TERMS})
_DATA_FILES = (".csv", ".parquet", ".jsonl", ".tsv", ".arrow", ".feather", ".npz")


def handles_data(component: Component) -> bool:
    """Tell whether the question arises: not where nothing is trained, no named place is read, and no data shipped."""
    taken, repo = archetype(component).archetype, component.repo
    if taken not in (Archetype.LIBRARY, Archetype.LLM_APP):
        # a service, a job or a page around a model of others has no data of its own
        around = taken in (Archetype.ONLINE_SERVICE, Archetype.BATCH_JOB) or bool(pages(component))
        return not around or has_own_model(component) or _speaks_of_data(component)
    files = any(path.lower().endswith(_DATA_FILES) and not _is_aside(path) for path in component.own)
    kept = (item.hold for item in data_versions(repo) if item.own and item.place.path in component.own)
    ships = files if taken is Archetype.LIBRARY else bool({Hold.IN_GIT, Hold.PINNED} & set(kept))
    loads = [load for load in component.of(data_loads(repo)) if load.site.counts and not _is_aside(load.site.path)]
    # what names no place of its own reads what its users hand it
    read = any(load.location for load in loads)
    # a page of a library tells its users where to fetch data for themselves
    return ships or trains_here(component) or read or _is_told(component)


def _is_aside(path: str) -> bool:
    """Tell a sample beside a library: its users bring the data that counts."""
    return not _ASIDE.isdisjoint(path.lower().split("/")[:-1])


def _shows(path: str) -> bool:
    """Tell a script that is called after showing something: ``demo_pipeline.py``, ``run_example.py``."""
    return bool(_SHOWN.search(path.rpartition("/")[2]))


def _speaks_of_data(component: Component) -> bool:
    # what has no place of its own is what callers send, or an answer on its way back; a job reads what it works on
    anything = archetype(component).archetype is Archetype.BATCH_JOB
    loads = component.of(data_loads(component.repo))
    named = any((load.location or anything) and load.site.counts for load in loads)
    return named or _is_told(component)


def _is_told(component: Component) -> bool:
    """Tell whether a document is about data: what is said in passing, or on a page beside, raises no question."""
    told = component.of(data_declarations(component.repo))
    return any(one.kind not in ("page", "word") and (one.aspects or one.kind != "section") for one in told)


@data.practice(
    "DAT-01",
    question="Is it written down where training, evaluation and retrieval data comes from, and under which terms?",
    severity=Severity.HIGH,
    effort=Effort.SMALL,
    stage=Stage.PILOT,
    why="Data of unknown origin cannot be fetched again, defended before an auditor, or taken out when its owner asks.",
    fix_when={
        _SHOWN_ONLY: (
            "Add to {shown:each example} what it does not say of its data: version or date, terms, known gaps.",
            "Let whoever brings other data say where it is from and on which terms, and keep that with the model.",
        ),
        _BROUGHT: (
            "Ask for origin, date, terms and collection where users bring data, in {door:the endpoint that takes it}.",
            "Keep that in its row, and let {reader:the training} refuse a data set that says none of it.",
        ),
    },
    fix=(
        "State in {card:DATA_CARD.md} for each data set: origin, date or version, terms, collection, known gaps.",
        "Add to {card:DATA_CARD.md} what it does not say yet: {missing:origin, date, terms, collection and gaps}.",
        "Name there what {loader:each loader} reads.",
    ),
    references=("MTS-Data4", "42001 A.7.3", "42001 A.7.5", "AIA 10", "GMLP 3", "AML.M0025", "GDPR 6"),
    raised_by=("finance", "healthcare"),
    when=handles_data,
    when_not="nothing is trained or read here, and no data is shipped",
)
def data_source_and_provenance_declared(component: Component) -> Graded:
    declared = [one for one in component.of(data_declarations(component.repo)) if _concerns(component, one.place.path)]
    loads = component.of(data_loads(component.repo))
    speaking = [item for item in declared if _speaks_of_origin(item)]
    full = [item for item in speaking if len(item.aspects) == len(Aspect)]
    live = [load for load in loads if load.location and not load.made and load.site.counts]
    text = "\n".join(item.text for item in declared).lower()
    silent = [load for load in live if not _is_named(load, text)]
    library = archetype(component).archetype is Archetype.LIBRARY
    if library and not (declared or live) and not may_hold_model(component):
        return Graded.not_applicable("a library that holds no model and reads no data of its own works on its callers'")
    # what a library makes up at its callers' wish is theirs, and its ``main`` only shows how it is used
    invented = [load for load in loads if load.made and load.site.counts and not (library or _shows(load.site.path))]
    shown = () if speaking else component.of(example_declarations(component.repo))
    unsaid = bool(invented) and not any(item.synthetic for item in declared)
    graded = Graded.best(
        (Grade.IN_USE, full if live and not silent and not unsaid else ()),
        (Grade.SUBSTANTIVE, () if unsaid else full),
        (Grade.PRESENT, [*speaking, *(_read(component, loads) if full or not speaking else ()), *shown[:3]]),
        looked_for=LOOKED_FOR,
        message="only examples say where their data comes from"
        if shown and not any(load.named for load in loads)
        else _message(speaking, silent if full else [], invented if unsaid else [], _read(component, loads)),
    )
    brought = next(iter(component.of(named_data(component.repo))), None)
    if brought and not speaking and not any(load.location for load in live):
        return graded.naming(reader=brought, door=_takes_data(component)).in_case(_BROUGHT)
    # a section on data at the front that says nothing of its origin
    headed = [item for item in declared if item not in speaking and "/" not in item.place.path]
    named = _naming_the_card(component, graded, speaking, headed, [*silent, *live])
    return named.naming(shown=shown[0].place.path).in_case(_SHOWN_ONLY) if shown and not live else named


def _speaks_of_origin(item: DataDeclaration) -> bool:
    """Tell a page that is about the data as a whole, or names its source, from a section on columns and dates alone."""
    whole = bool(item.aspects) and item.place.line == 1
    return item.kind != "section" or whole or not _ORIGINS.isdisjoint(item.aspects)


def _takes_data(component: Component) -> Endpoint | None:
    """Return the endpoint by which users bring a data set."""
    doors = [door for door in all_doors(component) if "POST" in door.methods and _DATA_SETS.search(door.url)]
    return min(doors, key=lambda door: ("upload" not in door.url, len(door.url)), default=None)


def _naming_the_card(
    component: Component,
    graded: Graded,
    declarations: list[DataDeclaration],
    headed: list[DataDeclaration],
    loads: list[DataLoad],
) -> Graded:
    """Name the card, what it lacks, and the program that reads first."""
    own = [item for item in (*declarations, *headed) if item.place.path in component.own or "/" not in item.place.path]
    written = next((item for item in own if item.kind != "catalogue"), None)
    learned = training_path(component.repo)
    library = archetype(component).archetype is Archetype.LIBRARY
    reader = training_reader(component)
    reads = {load.site.path for load in component.of(data_loads(component.repo)) if not load.made}
    by_itself = isinstance(reader, DataLoad | Training) and reader.site.path in reads

    def rank(load: DataLoad) -> tuple[bool, ...]:
        return load.aside, load.site.path not in learned, library and load.site.scope == "main"

    read = min(loads, key=rank, default=None)
    # what learns may be told elsewhere where it reads, and what names a place here then reads something else
    elsewhere = reader and read is not None and (by_itself or read.site.path not in learned)
    missing = _missing(declarations)
    named = graded.naming(card=written, missing=missing, loader=reader if elsewhere else read)
    # where nothing is told, the first step names all of it; where a card is begun, the second what it lacks
    return named.having_done(*((2,) if written is None or not declarations else (1,) if missing else (1, 2)))


def _concerns(component: Component, path: str) -> bool:
    """Tell a page of the component, or of the whole repository, from one about another part of it."""
    top = component.root.partition("/")[0]
    return path in component.own or not top or path.partition("/")[0] in (path, top, "docs", "doc", ".github")


def _read(component: Component, loads: tuple[DataLoad, ...]) -> list[DataLoad]:
    """Return what names a source outside; where a model is trained, on the way of its training alone."""
    learned = training_path(component.repo) if trains_here(component) else None
    return [load for load in loads if load.named and (learned is None or load.site.path in learned)][:5]


def _is_named(load: DataLoad, text: str) -> bool:
    """Tell whether the declarations name a part of the location that is its own."""
    return any(word in text for word in load.words)


def _missing(declarations: list[DataDeclaration]) -> str | None:
    if not declarations:
        return None
    anywhere = {aspect for item in declarations for aspect in item.aspects}
    lacking = [aspect.value for aspect in Aspect if aspect not in anywhere]
    alone = [aspect.value for aspect in Aspect if aspect not in declarations[0].aspects]
    return ", ".join(lacking or alone) or None


def _message(
    declarations: list[DataDeclaration], silent: list[DataLoad], invented: list[DataLoad], read: list[DataLoad]
) -> str:
    if invented:
        return f"{invented[0].place} makes up data, and no document says that it is synthetic"
    if silent:
        return f"no declaration names what {silent[0].place} reads"
    if declarations and (missing := _missing(declarations)):
        # a catalogue names files for programs: what it lacks stands in a page beside it, if anywhere
        written = next((one for one in declarations if one.kind != "catalogue"), None)
        listed = f"{declarations[0].place} names data for programs, and no document gives {missing}"
        return f"{written.place} does not give {missing}" if written else listed
    if declarations:
        return ""
    return f"no data card or section on data says where it comes from{', only code or notebooks do' if read else ''}"
