"""Which settings does the code take from outside: by an object of settings, the environment, options or files?"""

from collections.abc import Iterator
from enum import StrEnum
from functools import lru_cache
from pathlib import PurePosixPath

from seatrial.component import Component
from seatrial.facts import fact
from seatrial.facts.code.python_files import own_files, python_file
from seatrial.facts.deployment.clusters.helm import charts
from seatrial.facts.deployment.clusters.kubernetes import manifests_of
from seatrial.facts.reach.reach import reach
from seatrial.model import Place
from seatrial.model.grouped import grouped
from seatrial.model.record import dataclass
from seatrial.read.code.python_record import Call, Class, PythonFile, Value
from seatrial.read.regex import regex
from seatrial.repo import Repo, Role, role


class Source(StrEnum):
    """Where settings come from."""

    OBJECT = "an object of settings"
    ENVIRONMENT = "the environment"
    OPTIONS = "options of a command"
    FILE = "a file of settings"
    DEPLOYMENT = "values of the deployment"


@dataclass(frozen=True, slots=True)
class Setting:
    """One place at which the code takes settings from outside."""

    place: Place
    source: Source
    names: tuple[str, ...] = ()  #: of the variables, as far as they are constants
    in_files: frozenset[str] = frozenset()  #: those of them whose default is a database in a file: there is no secret

    @property
    def what(self) -> str:
        """What is taken from where."""
        return f"takes {', '.join(self.names[:4]) or 'settings'} from {self.source}"


_BASES = ("BaseSettings", "dynaconf.Dynaconf", "goodconf.GoodConf")
_OBJECTS = frozenset({"dynaconf.Dynaconf", "dynaconf.LazySettings", "environ.to_config"})
_ENVIRONMENT = frozenset({
    "os.getenv", "os.environ.get", "os.environ.setdefault", "os.environ.pop", "decouple.config", "environ.get",
    "getenv", "starlette.config.Config", "prettyconf.config",
})  # fmt: skip
_ENVS = regex(r"^(environs\.Env|environ\.Env|starlette\.config\.Config)(\.\w+)?$")
_OPTIONS = regex(
    r"^(argparse\.ArgumentParser(\.\w+)*\.add_argument|(click|typer)\.(option|argument|Option|Argument)|fire\.Fire|tap\.Tap"
    r"|tyro\.cli|simple_parsing\..*|absl\.flags\.DEFINE_\w+|jsonargparse\..*|transformers\.HfArgumentParser)$"
)
_FILES = regex(
    r"^(omegaconf\.OmegaConf\.(load|from_cli)|hydra\.(main|compose|initialize)|configparser\.ConfigParser(\.read)?"
    r"|yaml\.(safe_load|load|full_load)|tomllib\.load|toml\.load|dotenv\.(load_dotenv|dotenv_values)|pyhocon\..*"
    r"|kedro\.config\..*|confuse\..*|ruamel\.yaml\.YAML\.load|gin\.parse_config\w*|box\.Box\.from_yaml)$"
)
_EXAMPLE = regex(r"(^|/)\.?env[._-]?(example|sample|template|dist|default|defaults|tpl)$|(example|sample)\.env$")
#: Variables that the platform or a library sets, and no owner lists.
_PLATFORM = frozenset({
    "PATH", "HOME", "USER", "PWD", "TMPDIR", "HOSTNAME", "CUDA_VISIBLE_DEVICES", "RANK", "LOCAL_RANK", "WORLD_SIZE",
    "MASTER_ADDR", "MASTER_PORT", "KUBERNETES_SERVICE_HOST", "CI", "PYTHONPATH", "TOKENIZERS_PARALLELISM", "TERM",
    "OMP_NUM_THREADS", "PROMETHEUS_MULTIPROC_DIR", "VIRTUAL_ENV", "DISPLAY", "SHELL", "LANG", "PORT",
})  # fmt: skip
#: What platforms of machine learning, of clouds and of computation hand to whatever they start.
_HANDED = regex(
    r"(AIP|SM|SAGEMAKER|AZUREML|AWS_LAMBDA|K|CLOUD_RUN|KUBERNETES|GITHUB|CUDA|NCCL|TORCH|OMP|MKL|TF|SLURM)_\w+"
)
_LINE = regex(r"^\s*+#?+\s*+(?:export\s++)?([A-Z][A-Z0-9_]+)\s*=")
_PAGE = regex(r"(?:^|/)(?:readme|[^/]*(?:env|config|setting|install|setup|deploy|run)[^/]*)\.(?:md|mdx|rst|adoc|txt)$")
_ROW = regex(r"\s*+(?:(?:export|set)\s++|[-*|+]\s*+)?+[`*]*+([A-Z][A-Z0-9]*_[A-Z0-9_]+)(?:[`*]|\s*[=:|])")
_SEVERAL = 3  #: variables that a class takes from the environment, from which on it is one of settings
_LIMIT = 100_000  #: bytes of an example of settings that is read


@fact
def settings_read(component: Component) -> tuple[Setting, ...]:
    """Return where code that somebody runs takes settings from outside, and values of the deployment, by place."""
    repo, live = component.repo, reach(component.repo)
    found = []
    for file in own_files(repo):
        if file.path in component.own:
            found += [item for item, scope in repo.each(_in_file, [file]) if live.is_run(file.path, scope)]
    found += [Setting(item.place, Source.DEPLOYMENT) for item in component.of(manifests_of(repo, "ConfigMap"))]
    found += component.of(_charts(repo))
    return tuple(sorted(dict.fromkeys(found), key=lambda item: item.place))


def is_fallback(repo: Repo, place: Place) -> bool:
    """Tell whether what stands at a place is what a setting has where the environment holds no value of it."""
    file = python_file(repo, place.path)
    return file is not None and any(
        _source(call) is Source.ENVIRONMENT and len(call.values) > 1
        for call in file.calls
        if call.line <= place.line <= max(call.line, call.end_line)
    )


def is_settings(cls: Class) -> bool:
    """Tell a class of settings, whose fields the environment or a file fills once."""
    return any(base.rpartition(".")[2] in _BASES or base in _BASES for base in cls.bases)


def variables_read(file: PythonFile) -> frozenset[str]:
    """Return the variables of the environment that a file reads, by their names."""
    taken = (setting for setting, _ in _in_file(file) if setting.source is Source.ENVIRONMENT)
    return frozenset(name for setting in taken for name in setting.names)


def is_handed_over(name: str) -> bool:
    """Tell a variable that a platform or a library sets for whatever it starts: no owner lists or collects it."""
    return name in _PLATFORM or bool(_HANDED.fullmatch(name))


def _charts(repo: Repo) -> tuple[Setting, ...]:
    values = (f"{chart.root}/values.yaml" for chart in charts(repo))
    return tuple(Setting(Place(path), Source.DEPLOYMENT) for path in values if path in repo.entries)


def _in_file(file: PythonFile) -> Iterator[tuple[Setting, str]]:
    """Yield the settings that a file takes, each with the scope in which it does."""
    for cls in file.classes:
        if is_settings(cls):
            yield Setting(Place(file.path, cls.line), Source.OBJECT, _fields(cls), _file_bases(cls)), cls.name
    called = tuple(_called(file))
    taken_in = grouped((scope, item) for item, scope in called if item.source is Source.ENVIRONMENT)
    for cls in file.classes:
        inside = taken_in.get(cls.name, ())
        if len(inside) >= _SEVERAL:
            names = tuple(dict.fromkeys(name for item in inside for name in item.names))
            yield Setting(Place(file.path, cls.line), Source.OBJECT, names), cls.name
    yield from called
    for taken in file.imports:
        if taken.module.startswith("kedro.") and not taken.scope:
            yield Setting(Place(file.path, taken.line), Source.FILE), ""
    written = "\n".join(item.target for item in file.assignments if item.name == "os.environ[]")
    for text in file.texts:
        # what the program sets for others to read is no setting that it takes
        if text.into == "os.environ[]" and f'"{text.value}"' not in written and f"'{text.value}'" not in written:
            yield Setting(Place(file.path, text.line, text.column), Source.ENVIRONMENT, (text.value,)), text.scope


def _called(file: PythonFile) -> Iterator[tuple[Setting, str]]:
    for call in file.calls:
        if source := _source(call):
            names = _variable(call, source)
            in_files = frozenset(names if any(map(_is_file_base, call.args[1:2])) else ())
            yield Setting(Place(file.path, call.line, call.column), source, names, in_files), call.scope
    for function in file.functions:
        for decorator in function.decorators:
            if source := _source(decorator):
                yield Setting(Place(file.path, decorator.line), source), function.name


def _source(call: Call) -> Source | None:
    known = _source_of(call.name)
    return Source.OPTIONS if known in (None, Source.FILE) and call.last == "add_argument" else known


@lru_cache(maxsize=100_000)  # the same few thousand names are called a hundred thousand times
def _source_of(name: str) -> Source | None:
    if name in _OBJECTS:
        return Source.OBJECT
    if name in _ENVIRONMENT or _ENVS.search(name):
        return Source.ENVIRONMENT
    if _OPTIONS.search(name):
        return Source.OPTIONS
    return Source.FILE if _FILES.search(name) else None


def _variable(call: Call, source: Source) -> tuple[str, ...]:
    first = call.args[0].literal if call.args else None
    named = source is Source.ENVIRONMENT and isinstance(first, str) and first.isidentifier()
    return (str(first),) if named else ()


def _fields(cls: Class) -> tuple[str, ...]:
    return tuple(item.name for item in cls.attributes if item.annotation and not item.name.startswith(("_", "model_")))


def _file_bases(cls: Class) -> frozenset[str]:
    return frozenset(item.name for item in cls.attributes if item.value is not None and _is_file_base(item.value))


def _is_file_base(value: Value) -> bool:
    written = value.string or value.text
    return written.lstrip("f'\"").startswith(("sqlite", "duckdb"))


@fact
def example_variables(repo: Repo) -> tuple[tuple[Place, frozenset[str]], ...]:
    """Return the examples of an environment, as ``.env.example``, with the names of the variables that each lists."""
    found = []
    for path in repo.matching(lambda path: _EXAMPLE.search(path.lower())):
        if role(repo, path) in (Role.OWN, Role.EXAMPLE, Role.DOCS):
            names = _variables(repo, path)
            if names:
                found.append((Place(path), names))
    return tuple(sorted(found, key=lambda item: (item[0].path.count("/"), PurePosixPath(item[0].path))))


def _variables(repo: Repo, path: str) -> frozenset[str]:
    lines = repo.text_or_empty(path, _LIMIT).split("\n")
    return frozenset(match[1] for line in lines if (match := _LINE.match(line[:300])))


@fact
def described_variables(repo: Repo) -> tuple[tuple[Place, frozenset[str]], ...]:
    """Return the pages for those who set it up that list variables: in a table, a list, or as they are exported."""
    named = repo.matching(lambda path: _PAGE.search(path.lower()))
    pages = [path for path in named if role(repo, path) in (Role.OWN, Role.DOCS)]
    return tuple((Place(path), names) for path in pages if (names := _listed(repo.text_or_empty(path, _LIMIT))))


def _listed(text: str) -> frozenset[str]:
    found = (_ROW.match(line[:300]) for line in text.split("\n"))
    return frozenset(match[1] for match in found if match)
