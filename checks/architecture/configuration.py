"""Do settings come from outside the code, and can a new version of the model go live without a change of it?"""

from seatrial.api import (
    Archetype,
    Component,
    Effort,
    Evidence,
    Grade,
    Graded,
    Place,
    Severity,
    Stage,
    architecture,
    as_evidence,
)
from seatrial.facts.archetype import archetype
from seatrial.facts.code.configuration import Setting, Source, described_variables, example_variables, is_handed_over
from seatrial.facts.code.fixed_settings import hard_settings, soft_settings
from seatrial.facts.code.python_files import python_files
from seatrial.facts.inference.model_names import How
from seatrial.facts.product.own_trainings import own_trainings
from seatrial.facts.security.paths import FixedPlace
from seatrial.facts.serving.answering import all_settings
from seatrial.facts.serving.batch import jobs_of
from seatrial.facts.serving.model_reference import ModelReference
from seatrial.facts.serving.model_references import model_references, promotions
from seatrial.facts.serving.near_answers import nearest
from seatrial.facts.serving.serving import served

from .. import acts

SETTINGS = (
    "pydantic-settings, dynaconf, hydra, environs, decouple, os.environ, options of commands, ConfigMap, values of a "
    "chart; against these: paths of one machine, numeric addresses, localhost with a port and buckets in code that runs"
)
NAMED = (
    "what loads of models and calls of hosted models are given: texts, settings, addresses of registries, storageUri, "
    "MODEL_VERSION as an argument of a build; promotions that move an alias"
)
_ENOUGH = 0.9  #: of the variables that are read must be listed
_ONE_MACHINE = "where a remote of DVC lies on one machine"
_PLAIN = "where a file that is no Python holds it"
_IN_PAPERS = "where code that is read holds a path of one machine"
_BESIDE = "where a class of settings is there, and other files read the environment too"
_HOSTED = "where the model is a provider's"
_FETCHED = "where the model is somebody else's"
_UNHELD = "where settings name a model that is made elsewhere, and not its version"
_ONE_PLACE = 2  #: files in which the environment is read and that still are one place of settings
_OF_MANY = 0.05  #: so is this share of the files of a large program, where each part has a place of its own


@architecture.practice(
    "ARC-07",
    question="Do settings come from config/env, not from code?",
    severity=Severity.MEDIUM,
    effort=Effort.SMALL,
    stage=Stage.PILOT,
    why="Code that names its author's machine runs there only, and each new environment needs a change of the code.",
    act=acts.SETTINGS,
    act_when={Archetype.LIBRARY: "", Archetype.NOTEBOOK_POC: "", _ONE_MACHINE: "", _PLAIN: "", _IN_PAPERS: ""},
    fix=(
        "Collect paths, addresses and names of buckets in one class of pydantic-settings, and read it everywhere else.",
        "Replace the paths and addresses in {literal:the code that runs} by its fields.",
        "List each variable in .env.example.",
    ),
    fix_when={
        _BESIDE: (
            "Read in {reader:other files} from {settings:the class of settings} what they take from the environment.",
            "List each variable in .env.example.",
        ),
        _ONE_MACHINE: (
            "Keep the folder of one machine in .dvc/config.local: `dvc remote modify --local`.",
            "Name in {literal:.dvc/config} a remote that others reach too: a bucket, or a folder that all share.",
        ),
        _IN_PAPERS: (
            "Name the folders of data and results once: in an argument, or in one file of settings that all read.",
            "Take the paths in {literal:the code that runs} from there, and say in README.md what is to be set.",
        ),
        _PLAIN: (
            "Take the path or address in {literal:that file} from a variable or an argument that each machine sets.",
            "Say in README.md what has to be set, and list each variable in .env.example.",
        ),
    },
    fix_for={
        Archetype.LIBRARY: (
            "Take what {literal:the code} names from an argument or an option, and give it no default of one machine.",
        ),
        Archetype.NOTEBOOK_POC: (
            "Name the folder of the data in the first cell of {literal:each notebook}, relative to the repository.",
            "Read each file from that folder, and say in README.md where its data comes from.",
        ),
    },
    missing="no setting comes from outside the code",
    references=("42001 A.6.2.5", "MTS-Data6"),
)
def config_externalised(component: Component) -> Graded:
    hard, soft = hard_settings(component), soft_settings(component)
    taken = _own_settings(component)
    by_callers = archetype(component).archetype is Archetype.LIBRARY
    whole = not hard and not soft and (_in_one_place(component, taken) or by_callers)
    listed = _lists_of_variables(component, taken) if whole else []
    graded = Graded.best(
        (Grade.IN_USE, listed),
        (Grade.SUBSTANTIVE, _first(taken) if whole else ()),
        (Grade.PRESENT, [*soft[:6], *_first(taken)] if not hard else ()),
        looked_for=SETTINGS,
        message=_message(hard, soft, taken, whole=whole),
    )
    if hard:
        graded = Graded.absent(hard[:8], SETTINGS, graded.message)
    elif whole and not taken:
        graded = Graded(Grade.SUBSTANTIVE, (), SETTINGS, "it leaves paths and addresses to its callers")
    elif any(map(_is_foreign, taken)):
        graded = graded.surely(Grade.PRESENT)
    literal = next(iter([*nearest(component, hard), *nearest(component, soft)]), None)
    return _advised(component, graded, literal, taken)


def _advised(component: Component, graded: Graded, literal: FixedPlace | None, taken: tuple[Setting, ...]) -> Graded:
    """Name what is written in the code and where settings are read, and choose the steps that fit."""
    settings = next((item for item in taken if item.source is Source.OBJECT), None)
    readers = nearest(component, (item for item in taken if item.source is Source.ENVIRONMENT))
    reader = next((item for item in readers if not settings or item.place.path != settings.place.path), None)
    named = graded.naming(literal=literal, settings=settings, reader=reader)
    listed_in = next((place for place, _ in _lists(component) if place.path in component), None)
    if literal and not literal.place.path.endswith((".py", ".ipynb")):
        return named.in_case(_ONE_MACHINE if literal.place.path.endswith(".dvc/config") else _PLAIN)
    if literal and archetype(component).archetype is Archetype.RESEARCH_CODE:
        return named.in_case(_IN_PAPERS)
    if literal:
        return named.having_done(*([1] if settings else ()), *([3] if listed_in else ()))
    beside = bool(settings and reader)
    done = [2] if listed_in and beside else [] if beside else [2, 3] if listed_in else [2]
    return named.in_case(_BESIDE if beside else "").having_done(*done)


def _own_settings(component: Component) -> tuple[Setting, ...]:
    """Return what the owner sets: not what a platform hands over, nor the class of settings of a part beside it.

    Where a platform hands over all of it, that is what comes from outside.
    """
    every = all_settings(component)
    taken = [item for item in every if not item.names or not all(map(is_handed_over, item.names))] or [*every[:1]]
    readers = {item.place.path.partition("/")[0] for item in taken if item.source is Source.ENVIRONMENT}
    return tuple(item for item in taken if item.source is not Source.OBJECT or not readers or _is_near(item, readers))


def _is_near(item: Setting, readers: set[str]) -> bool:
    folder, inside, _ = item.place.path.partition("/")
    return not inside or folder in readers


def _readers(taken: tuple[Setting, ...]) -> set[str]:
    """Return the files that read the environment themselves, beside those that hold a class of settings."""
    holding = {item.place.path for item in taken if item.source is Source.OBJECT}
    return {item.place.path for item in taken if item.source is Source.ENVIRONMENT} - holding


def _in_one_place(component: Component, taken: tuple[Setting, ...]) -> bool:
    readers = _readers(taken)
    declared = any(item.source is Source.OBJECT for item in taken)
    files = sum(file.path in component.own for file in python_files(component.repo))
    return bool(taken) and len(readers) <= max(_ONE_PLACE + declared, _OF_MANY * files)


def _first(taken: tuple[Setting, ...]) -> list[Evidence]:
    """Return one place for each source, the best source first.

    Other languages than Python are not searched for paths and addresses, so that theirs only look settled.
    """
    order = list(Source)
    found: dict[Source, Setting] = {}
    for item in taken:
        found.setdefault(item.source, item)
    best = sorted(found.values(), key=lambda item: order.index(item.source))
    return [as_evidence(item).likely() if _is_foreign(item) else as_evidence(item) for item in best]


def _is_foreign(item: Setting) -> bool:
    """Tell a setting that a program in another language reads."""
    return item.source in {Source.ENVIRONMENT, Source.OBJECT} and not item.place.path.endswith((".py", ".ipynb"))


def _lists(component: Component) -> tuple[tuple[Place, frozenset[str]], ...]:
    """Return what lists variables: examples of an environment, and pages that name one which the code takes."""
    taken = {name for item in all_settings(component) for name in item.names}
    pages = (page for page in described_variables(component.repo) if page[1] & taken)
    return (*example_variables(component.repo), *pages)


def _lists_of_variables(component: Component, taken: tuple[Setting, ...]) -> list[Evidence]:
    """Return what lists all variables that are read: an example of the environment, or the class of settings itself."""
    loose = {name for item in taken if item.source is Source.ENVIRONMENT for name in item.names}
    fields = {name.upper() for item in taken if item.source is Source.OBJECT for name in item.names}
    for place, names in _lists(component):
        known = {name for name in loose | fields if name in names or any(one.endswith(f"_{name}") for one in names)}
        if loose | fields and len(known) >= _ENOUGH * len(loose | fields):
            what = f"{place.path} lists {len(known)} of {len(loose | fields)} variables that are read"
            return [Evidence(place, what)]
    schema = [item for item in taken if item.source is Source.OBJECT and item.names]
    if schema and len(loose - fields) <= (1 - _ENOUGH) * len(fields):
        return [Evidence(x.place, f"a class declares its {len(x.names)} settings with their types") for x in schema]
    return []


def _message(
    hard: tuple[FixedPlace, ...], soft: tuple[FixedPlace, ...], taken: tuple[Setting, ...], *, whole: bool
) -> str:
    if hard:
        where = "a notebook" if hard[0].site.notebook else "code that runs"
        return f"{where} holds {hard[0].kind}: {hard[0].text}"
    if soft:
        where = "code that runs still" if soft[0].place.path.endswith(".py") else soft[0].place.path
        return f"{where} holds {soft[0].kind}: {soft[0].text}"
    files = _readers(taken)
    if taken and not whole:
        one = next((item.place.path for item in taken if item.source is Source.OBJECT), "")
        other = f"though {one} declares the settings" if one else "and no one class declares the settings"
        return f"the environment is read in {len(files)} files, {other}"
    return ""


@architecture.practice(
    "ARC-09",
    question="Can a new model version go live without a code change?",
    severity=Severity.MEDIUM,
    effort=Effort.MEDIUM,
    stage=Stage.CANDIDATE,
    parent="ARC-01",
    why="A model that is named in the code goes live, and goes back, only with a change of the code and a new release.",
    act=acts.REGISTERED,
    act_when={_HOSTED: "", _FETCHED: acts.FETCHED},
    fix=(
        "Take the model in {load:the service} from a setting of its version: models:/name@champion, models/<version>.",
        "Log at the start which version that was, and let a promotion move the alias and nothing else.",
    ),
    fix_when={
        _HOSTED: (
            "Take the name of the model in {load:the service} from a setting, dated where the provider has dates.",
            "Log at the start which one that was, and judge its answers before the setting is changed.",
        ),
        _FETCHED: (
            "Take name and revision of the model in {load:the service} from settings, the revision as a full commit.",
            "Log both at the start, so that an answer can be told by its model.",
        ),
        _UNHELD: (
            "Let settings hold the version of the model in {load:the service} too: a full commit, or a file's SHA-256.",
            "Log name and version at the start, so that an answer can be told by its model.",
        ),
    },
    missing="which model is served is fixed in the code",
    references=("MTS-Infra7", "42001 A.6.2.5", "MG 2.4", "ML10"),
    raised_by=("retail",),
)
def model_decoupled_from_code(component: Component) -> Graded:
    references = model_references(component)
    if not references and not served(component) and not jobs_of(component):
        return Graded.not_applicable("nothing here answers with a model")
    if not references:
        return Graded.unknown("which model is served, and how it is named, was not found", looked_for=NAMED)
    good = [item for item in references if _without_code(item)]
    mild = [item for item in references if item not in good and (item.how is How.SETTING or item.is_file)]
    hard = [item for item in references if item not in good and item not in mild]
    if any(item.hosted for item in good) and any(item.hosted for item in hard):
        good, mild = [], [*hard, *good]  # some calls name the model themselves: these stay behind
    moved = promotions(component)
    graded = Graded.best(
        (Grade.IN_USE, [*moved[:3]] if good and moved else ()),
        (Grade.SUBSTANTIVE, good[:5]),
        (Grade.PRESENT, [*(item for item in hard if item not in mild), *mild][:5] if mild else ()),
        looked_for=NAMED,
        message="" if good else _without_version(next(iter((*hard, *mild)))),
    )
    if graded.grade is Grade.ABSENT:
        shown = tuple(map(as_evidence, hard[:5]))
        graded = Graded.absent(shown, NAMED, hard[0].what)
    first = next(iter([*hard, *mild, *good]))
    case = _HOSTED if first.hosted else "" if own_trainings(component) else _FETCHED if hard else _UNHELD
    return graded.naming(load=first).in_case(case)


def _without_version(item: ModelReference) -> str:
    return f"{item.what}, which holds no version of it" if item.how is How.SETTING else item.what


def _without_code(item: ModelReference) -> bool:
    """Tell a version that a setting names; of a hosted model the name is its version."""
    return item.how is How.VERSIONED or (item.hosted and item.how is How.SETTING)
