"""Do settings come from outside the code, and can a new version of the model go live without a change of it?"""

from seatrial.api import Archetype, Component, Effort, Evidence, Grade, Graded, Severity, Stage, architecture
from seatrial.facts.archetype import archetype
from seatrial.facts.code.configuration import Setting, Source, example_variables, settings_read
from seatrial.facts.code.fixed_settings import hard_settings, soft_settings
from seatrial.facts.security.paths import FixedPlace

SETTINGS = (
    "pydantic-settings, dynaconf, hydra, environs, decouple, os.environ, options of commands, ConfigMap, values of a "
    "chart; against these: paths of one machine, numeric addresses, localhost with a port and buckets in code that runs"
)
#: Variables that the platform or a library sets, and no owner lists.
_PLATFORM = {
    "PATH", "HOME", "USER", "PWD", "TMPDIR", "HOSTNAME", "CUDA_VISIBLE_DEVICES", "RANK", "LOCAL_RANK", "WORLD_SIZE",
    "MASTER_ADDR", "MASTER_PORT", "KUBERNETES_SERVICE_HOST", "CI", "PYTHONPATH", "TOKENIZERS_PARALLELISM", "TERM",
    "OMP_NUM_THREADS", "PROMETHEUS_MULTIPROC_DIR", "VIRTUAL_ENV", "DISPLAY", "SHELL", "LANG", "PORT",
}  # fmt: skip
_ENOUGH = 0.9  #: of the variables that are read must be listed
_ONE_PLACE = 2  #: files in which the environment is read and that still are one place of settings


@architecture.practice(
    "ARC-07",
    question="Do settings come from config/env, not from code?",
    severity=Severity.MEDIUM,
    effort=Effort.SMALL,
    stage=Stage.PILOT,
    why="Code that names its author's machine runs there only, and each new environment needs a change of the code.",
    fix=(
        "Collect paths, addresses and names of buckets in one class of pydantic-settings, and read it everywhere else.",
        "Replace the paths and addresses in {literal:the code that runs} by its fields.",
        "List each variable in .env.example.",
    ),
    missing="no setting comes from outside the code",
    references=("42001 A.6.2.5", "MTS-Data6"),
)
def config_externalised(component: Component) -> Graded:
    hard, soft = hard_settings(component), soft_settings(component)
    taken = settings_read(component)
    whole = not hard and not soft and (_in_one_place(taken) or _asked_by_callers(component))
    listed = _listed(component, taken) if whole else []
    graded = Graded.best(
        (Grade.IN_USE, listed),
        (Grade.SUBSTANTIVE, _first(taken) if whole else ()),
        (Grade.PRESENT, [*soft[:6], *_first(taken)] if not hard else ()),
        looked_for=SETTINGS,
        message=_message(hard, soft, taken, whole=whole),
    )
    if hard:
        graded = Graded(Grade.ABSENT, tuple(Evidence(x.place, x.what) for x in hard[:8]), SETTINGS, graded.message)
    elif whole and not taken:
        graded = Graded(Grade.SUBSTANTIVE, (), SETTINGS, "it leaves paths and addresses to its callers")
    return graded.naming(literal=next(iter([*hard, *soft]), None))


def _in_one_place(taken: tuple[Setting, ...]) -> bool:
    if any(item.source is Source.OBJECT for item in taken):
        return len({item.place.path for item in taken if item.source is Source.ENVIRONMENT}) <= _ONE_PLACE + 1
    return bool(taken) and len({item.place.path for item in taken if item.source is Source.ENVIRONMENT}) <= _ONE_PLACE


def _asked_by_callers(component: Component) -> bool:
    return archetype(component).archetype is Archetype.LIBRARY


def _first(taken: tuple[Setting, ...]) -> list[Setting]:
    """Return one place for each source, the best source first."""
    order = list(Source)
    found: dict[Source, Setting] = {}
    for item in taken:
        found.setdefault(item.source, item)
    return sorted(found.values(), key=lambda item: order.index(item.source))


def _listed(component: Component, taken: tuple[Setting, ...]) -> list[Evidence]:
    """Return what lists all variables that are read: an example of the environment, or the class of settings itself."""
    loose = {name for item in taken if item.source is Source.ENVIRONMENT for name in item.names} - _PLATFORM
    fields = {name.upper() for item in taken if item.source is Source.OBJECT for name in item.names}
    for place, names in example_variables(component.repo):
        known = {name for name in loose | fields if name in names or any(one.endswith(f"_{name}") for one in names)}
        if loose | fields and len(known) >= _ENOUGH * len(loose | fields):
            told = f"{place.path} lists {len(known)} of {len(loose | fields)} variables that are read"
            return [Evidence(place, told)]
    schema = [item for item in taken if item.source is Source.OBJECT and item.names]
    if schema and len(loose - fields) <= (1 - _ENOUGH) * len(fields):
        return [Evidence(x.place, f"a class declares its {len(x.names)} settings with their types") for x in schema]
    return []


def _message(
    hard: tuple[FixedPlace, ...], soft: tuple[FixedPlace, ...], taken: tuple[Setting, ...], *, whole: bool
) -> str:
    if hard:
        return f"code that runs holds {hard[0].kind}: {hard[0].text}"
    if soft:
        return f"code that runs still holds {soft[0].kind}: {soft[0].text}"
    files = {item.place.path for item in taken if item.source is Source.ENVIRONMENT}
    if taken and not whole:
        return f"the environment is read in {len(files)} files, and no one place lists the settings"
    return ""
