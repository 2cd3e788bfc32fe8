"""Which texts in code that runs ought to be settings: paths of one machine, addresses and buckets?"""

from seatrial.component import Component
from seatrial.facts import fact
from seatrial.facts.archetype import archetype
from seatrial.facts.code.fixed_texts import Fixed
from seatrial.facts.code.python_files import python_file
from seatrial.facts.reach.entry_point import Kind
from seatrial.facts.reach.reach import reach
from seatrial.facts.security.paths import FixedPlace, fixed_addresses, machine_paths
from seatrial.facts.training.training import training_paths
from seatrial.model import Archetype
from seatrial.read.code.python_record import MAIN, Class, PythonFile
from seatrial.read.regex import caseless, regex
from seatrial.repo import Role

#: Where a text is only what holds until somebody sets something else, or only shows what may be set.
_DEFAULTS = (
    "getenv", "environ.get", "add_argument", "Option", "option", "Field", "config", "setdefault", "Argument",
    "argument", "add_middleware", "Query", "Body", "Form", "Header", "str", "print", "info", "debug", "warning",
    "error",
)  # fmt: skip
#: Where something that was set is looked up, with what holds else: ``st.secrets.get("URL", …)``.
_GIVES = caseless(r"(?:^|[._])(?:secrets|config|conf|cfg|settings|options|params|environ|env)\.get$")
_SECTION = regex(r"(?:Settings|Config|Configuration|Section|Options|Params|Arguments)$")
_OPTIONS = frozenset({"add_argument", "option", "Option", "argument", "Argument", "Field"})
#: Calls that describe a field of a request, among others by examples.
_DESCRIBES = frozenset({"Field", "Query", "Body", "Form", "Header", "Path"})
#: Variables that hold where something lies, and calls that go there.
_HOLDS = caseless(r"(url|uri|host|endpoint|addr|bucket|broker|server|path|dir|dsn|root|base|file|folder)s?$")
_GOES = regex(
    r"(^|\.)(get|post|put|patch|delete|request|urlopen|connect|Client|AsyncClient|create_engine|from_url|open|read_\w+|load\w*"
    r"|Redis|MongoClient|KafkaProducer|KafkaConsumer|Producer|Consumer|Elasticsearch|QdrantClient|insecure_channel|join"
    r"|set_tracking_uri|MlflowClient|OpenAI|AsyncOpenAI|to_\w+|save\w*|listdir|glob|exists|imread|HttpClient|WebSocketApp)$"
)
#: Folders of what a library's own people start.
_SCRIPTS = regex(r"(^|/)(\w*scripts?|tools?|benchmarks?|utils_dev)/")
#: Addresses that every machine has for itself, and that name no machine.
_ANYWHERE = regex(r"169\.254\.169\.254|(^|//)0\.0\.0\.0")
_HERE = regex(r"localhost|127\.0\.0\.1|//host\.docker\.internal")


@fact
def hard_settings(component: Component) -> tuple[FixedPlace, ...]:
    """Return the paths and numeric addresses of one machine in code that a deployment or a training runs, by place.

    Of code that serves nobody, as research, what people start counts too.
    """
    found = (item for item in _texts(component) if not _is_default(component, item) and _weighs(component, item))
    kinds = (Fixed.PATH, Fixed.ADDRESS)
    return tuple(item for item in found if item.kind in kinds and not _HERE.search(item.text))


@fact
def soft_settings(component: Component) -> tuple[FixedPlace, ...]:
    """Return the other texts which ought to be settings: localhost, buckets, scripts for people, files of settings."""
    hard = frozenset(hard_settings(component))
    rest = [item for item in _texts(component) if item not in hard]
    found = [item for item in rest if (item.kind is Fixed.PATH and not _shows(item)) or _is_soft(component, item)]
    files = (item for item in component.of(machine_paths(component.repo)) if item.site.counts)
    apart = (item for item in files if not item.site.path.endswith((".py", ".ipynb")))
    return (*found, *(item for item in apart if not _ANYWHERE.search(item.text)))


@fact
def _texts(component: Component) -> tuple[FixedPlace, ...]:
    """Return the fixed texts in the component's own code that somebody runs; below a main guard, as a program."""
    repo = component.repo
    found = (*machine_paths(repo), *fixed_addresses(repo))
    own = [item for item in found if item.site.path in component.own and not _ANYWHERE.search(item.text)]
    return tuple(sorted((item for item in own if _is_run(component, item)), key=lambda item: item.site))


def _is_run(component: Component, item: FixedPlace) -> bool:
    """Tell whether somebody runs the code of a text.

    Of a project that is notebooks everybody runs each of them, and fails at a path of its author; an address of its
    author is one that they have as well.
    """
    site = item.site
    if site.notebook:
        notebooks = archetype(component).archetype is Archetype.NOTEBOOK_POC
        return notebooks and site.role is Role.OWN and item.kind is Fixed.PATH
    scope = _scope(component, item)
    return site.counts and site.path.endswith(".py") and reach(component.repo).is_run(site.path, scope)


def _scope(component: Component, item: FixedPlace) -> str:
    file = python_file(component.repo, item.site.path)
    below = file is not None and file.main_guard and not item.site.scope and item.site.line > file.main_guard
    return MAIN if below else item.site.scope


def _is_soft(component: Component, item: FixedPlace) -> bool:
    """Tell an address that code goes to from one that holds only until somebody sets another.

    A path of one machine is no good default either: nobody else has it.
    """
    return not _is_default(component, item) and _leads(item) and _weighs(component, item)


def _weighs(component: Component, item: FixedPlace) -> bool:
    """Tell what production or training runs from scripts that lie beside a service or a library."""
    live, scope = reach(component.repo), _scope(component, item)
    if live.is_live(item.site.path, scope):
        entry = live.entry(item.site.path, scope)
        by_people = entry is not None and entry.kind is Kind.LIBRARY and _SCRIPTS.search(item.site.path)
        return not by_people
    serves = archetype(component).archetype not in (Archetype.RESEARCH_CODE, Archetype.NOTEBOOK_POC)
    return not serves or item.site.path in training_paths(component.repo)


def _is_default(component: Component, item: FixedPlace) -> bool:
    """Tell whether a text is the default of a setting: of a call that reads it, or of a field of settings."""
    if item.into.endswith(_DEFAULTS) or _GIVES.search(item.into):
        return True
    file = python_file(component.repo, item.site.path)
    if file is not None and _is_given_by_default(file, item.into.removeprefix("=")):
        return True
    classes = {cls.name for cls in file.classes if _declares_settings(cls)} if file else set()
    return item.site.scope in classes


def _declares_settings(cls: Class) -> bool:
    """Tell a class of settings, or a section of one, by its base or by its name: its fields hold what may be set."""
    return any(base.endswith("Settings") for base in cls.bases) or bool(_SECTION.search(cls.name))


def _is_given_by_default(file: PythonFile, name: str) -> bool:
    """Tell a constant that an option or a setting has until somebody gives another: ``--url default=URL``."""
    marks = (mark for function in file.functions for mark in function.decorators)
    given = (call.keyword("default") for call in (*file.calls, *marks) if call.last in _OPTIONS)
    return bool(name) and any(value is not None and value.text == name for value in given)


def _shows(item: FixedPlace) -> bool:
    """Tell whether a text only shows readers of an interface's description what they may send."""
    return item.into.rpartition(".")[2] in _DESCRIBES


def _leads(item: FixedPlace) -> bool:
    name = item.into.removeprefix("=")
    if name.startswith(("fastapi.", "flask.", "starlette.")) or ".APIRouter." in name:
        return False  # the description of a route goes nowhere
    return bool(_HOLDS.search(name)) if item.into.startswith("=") else bool(_GOES.search(item.into))
