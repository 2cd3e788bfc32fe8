"""Which stages does the owner keep, development, staging and production, and are they really apart?"""

import re
from collections.abc import Iterator

from seatrial.facts import fact
from seatrial.facts.ci.workflows import Job, jobs, workflows
from seatrial.facts.deployment.settings_files import first_document
from seatrial.model import Evidence, Place
from seatrial.model.record import dataclass
from seatrial.read.infrastructure.yaml_node import Node
from seatrial.read.reader import Unreadable
from seatrial.read.regex import caseless, regex
from seatrial.repo import Repo, Role, role

_WORDS = (
    ("production", regex(r"(?<!pre-)(?<!non-)(?<![a-z])(?:prod|prd|production|live)(?![a-z])")),
    ("staging", regex(r"(?<![a-z])(?:stage|staging|stg|pre-?prod|uat|qa|preview|acceptance)(?![a-z])")),
    ("development", regex(r"(?<![a-z])(?:dev|devel|development|sandbox)(?![a-z])")),
)
_SETTINGS = regex(
    r"(?:.*/)?(?:[\w.-]+\.(?:ya?ml|json|toml|tfvars|tf|hcl|ini|cfg|conf|properties)|\.env[\w.-]*|[\w.-]+\.env|"
    r"(?:dags|flows)/[\w.-]+\.py)"  # an orchestrator is told of a stage by a file that names it
)
_NO_SETTINGS = regex(
    r"(?:^|/)(?:\.github|\.circleci|\.devcontainer|node_modules|tests?|docs?|requirements|envs?/conda|locales?|i18n)/|"
    r"(?:package|package-lock|tsconfig[\w.]*|environment[\w.-]*)\.(?:json|ya?ml)$|requirements|constraints|conda|lock\b"
)
_SHELF = regex(
    r"((?:[^/]+/)*overlays)/[^/]+/kustomization\.ya?ml|((?:[^/]+/)*env(?:ironment)?s)/[^/]+/[\w.-]+\.(?:tf|tfvars|hcl)"
)
_IN_ENV = regex(r"(?:(?!node_modules|site-packages)[^/]+/)*envs?/[\w.-]+\.(?:ya?ml|tfvars|json|toml|env)")
_ENDPOINT = caseless(
    r"host|url|uri|endpoint|bucket|database|\bdb\b|_db|cluster|domain|server|registry|subnet|vpc|region|topic|queue|"
    r"redis|postgres|mysql|mongo|kafka|broker"
)
_SECRET = caseless(r"secret|vault|credential|password|token|api_?key|arn:|role|service_?account|key_?name|kms|identity")
#: Words of whole spaces: secrets and data of one are out of reach in another.
_SPACE = caseless(r"namespace|account|project(?:_id)?\b|subscription|workspace|tenant|resource_?group|catalog")
_STORE = caseless(r"database|postgres|mysql|mongo|redis|(?:^|[_\W])db(?:[_\W]|$)|bucket")
_ADDRESS = regex(r"(?<![\w+])[\w+]++://[^\s\"'$<{]+|(?<![\w-])[\w-]++(?:\.[\w-]++){2,}+")
_LOCAL = regex(r"localhost|127\.0\.0\.1|0\.0\.0\.0|example\.|\bsqlite")
_IN_LIST = regex(r"\"([\w.-]+)\"")  #: the texts of a list within an expression: ``fromJson('["dev", "prod"]')``
_LONGEST = 100_000


@dataclass(frozen=True, slots=True)
class Definition:
    """What one stage is given."""

    stage: str  #: "production", "staging" or "development"
    place: Place
    lines: frozenset[str]  #: of its text, without comments; values never leave this module
    own_secrets: bool = False  #: the forge keeps secrets for this stage alone


@dataclass(frozen=True, slots=True)
class Family:
    """The definitions that differ by their stage alone."""

    pattern: str  #: "deploy/values-*.yaml"
    definitions: tuple[Definition, ...]
    elsewhere: bool = False  #: what the stages are given is not in this repository
    in_turn: bool = False  #: a pipeline starts one stage after the other

    @property
    def place(self) -> Place:
        """Where the first of them stands."""
        return self.definitions[0].place

    @property
    def what(self) -> str:
        return f"{self.pattern} defines {' and '.join(dict.fromkeys(one.stage for one in self.definitions))}"

    @property
    def differing(self) -> frozenset[str]:
        """The lines that do not stand in all of them."""
        every = [one.lines for one in self.definitions]
        return frozenset.union(*every) - frozenset.intersection(*every)

    @property
    def apart(self) -> bool:
        """Tell whether endpoints and credentials differ, or the whole space that they live in."""
        if all(one.own_secrets for one in self.definitions):
            return True
        differing = self.differing
        space = any(_SPACE.search(line) for line in differing)
        secret = any(_SECRET.search(line) for line in differing)
        return (space or secret) and (space or any(_ENDPOINT.search(line) for line in differing))

    @property
    def same(self) -> bool:
        """Tell whether nothing differs but the name of the stage."""
        return not self.differing and not any(one.own_secrets for one in self.definitions)


def stage_of(text: str) -> str:
    """Return which stage a name speaks of: "production", "staging", "development", or ""."""
    lowered = text.lower().replace("_", "-")
    return next((stage for stage, pattern in _WORDS if pattern.search(lowered)), "")


@fact
def environment_families(repo: Repo) -> tuple[Family, ...]:
    """Return the families of at least two stages: files, tables of one file, environments of the forge, and jobs."""
    return (*_by_files(repo), *_by_tables(repo), *_by_forge(repo), *_by_jobs(repo), *_by_matrix(repo))


@fact
def shelf_of_stages(repo: Repo) -> str:
    """Return the folder in which stages have a folder each, side by side, "" where there is none: ``k8s/overlays``."""
    found = (_SHELF.fullmatch(path) for path in repo.matching(_SHELF.fullmatch) if role(repo, path) is Role.OWN)
    return next((one[1] or one[2] for one in found if one), "")


@fact
def crossed_stages(repo: Repo) -> tuple[Evidence, ...]:
    """Return where another stage than production is given a store of production, by its literal address."""
    found = []
    for family in environment_families(repo):
        live = {address for one in family.definitions if one.stage == "production" for address in _stores(one)}
        for one in family.definitions:
            stores = _stores(one)
            if one.stage != "production" and (stores & live or any(stage_of(text) == "production" for text in stores)):
                found.append(Evidence(one.place, f"{one.stage} is given a store of production"))
    return tuple(dict.fromkeys(found))


def _stores(one: Definition) -> set[str]:
    lines = (line for line in one.lines if _STORE.search(line) and not _LOCAL.search(line))
    return {address for line in lines for address in _ADDRESS.findall(line)}


def _by_files(repo: Repo) -> Iterator[Family]:
    groups: dict[str, dict[str, list[str]]] = {}
    for path in repo.matching(lambda path: _SETTINGS.fullmatch(path) and not _NO_SETTINGS.search(path)):
        if _is_own(repo, path) and (found := _pattern_of(path)):
            groups.setdefault(found[0], {}).setdefault(found[1], []).append(path)
    for pattern, stages in groups.items():
        if len(stages) > 1:
            definitions = (_of_files(repo, stage, paths) for stage, paths in stages.items())
            yield Family(pattern, tuple(definitions))


def _is_own(repo: Repo, path: str) -> bool:
    """A folder called env is a virtual environment elsewhere; settings that stand directly in it are the owner's."""
    return role(repo, path) is Role.OWN or bool(_IN_ENV.fullmatch(path))


def _pattern_of(path: str) -> tuple[str, str] | None:
    """Return the path with its stage taken out, and the stage; a folder of a stage stands for all below it."""
    parts = path.split("/")
    for position, part in enumerate(parts):
        if stage := stage_of(part):
            words = next(pattern for name, pattern in _WORDS if name == stage)
            rest = words.sub("*", part.lower().replace("_", "-"), count=1)
            return "/".join((*parts[:position], rest)), stage
    return None


def _of_files(repo: Repo, stage: str, paths: list[str]) -> Definition:
    lines: set[str] = set()
    for path in paths[:20]:
        try:
            lines |= _plain(repo.text(path, limit=_LONGEST).splitlines(), stage)
        except Unreadable:
            continue
    return Definition(stage, Place(paths[0]), frozenset(lines))


def _plain(lines: list[str], stage: str) -> set[str]:
    """Return lines without comments and without the name of their own stage, which differs for no reason."""
    words = next(pattern for name, pattern in _WORDS if name == stage)
    code = (line.partition(" #")[0].strip() for line in lines)
    kept = (line for line in code if line and not line.startswith(("#", "//", "---")))
    return {line if _says_where(line) else words.sub("*", line) for line in kept}


def _says_where(line: str) -> bool:
    """Tell whether a line names an endpoint, a secret or a space: there the name of the stage is the difference."""
    return any(pattern.search(line) for pattern in (_ENDPOINT, _SECRET, _SPACE))


def _by_tables(repo: Repo) -> Iterator[Family]:
    """Bundles of Databricks, helmfile, SAM and their like keep the stages in one file."""
    for path in repo.matching(lambda path: path.rpartition("/")[2] in _TABLES):
        name = path.rpartition("/")[2]
        keys = _TABLES[name]
        if role(repo, path) is not Role.OWN:
            continue
        root = first_document(repo, path)
        tables = root.at(*keys) if keys else root
        found = {stage: node for key, node in tables.pairs if (stage := stage_of(key))}
        if len(found) > 1:
            pairs = found.items()
            definitions = (Definition(stage, Place(path, node.line), frozenset(_leaves(node))) for stage, node in pairs)
            yield Family(f"{path} {'.'.join(keys)}".strip(), tuple(definitions))


_TABLES = {
    "databricks.yml": ("targets",), "databricks.yaml": ("targets",), "bundle.yml": ("targets",),
    "helmfile.yaml": ("environments",), "helmfile.yml": ("environments",), "samconfig.toml": (),
    "wrangler.toml": ("env",), "serverless.yml": ("params",), "eas.json": ("build",),
}  # fmt: skip


def _leaves(node: Node) -> Iterator[str]:
    for steps, item in node.walk(2_000):
        if item.text:
            yield f"{'.'.join(steps)}: {item.text}"


#: By which names a workflow is handed the stage that it deploys to.
_HANDED = ("environment", "env", "stage", "environment_name", "environment-name", "deploy_env", "target_environment")


def _by_forge(repo: Repo) -> Iterator[Family]:
    """Environments of the forge, as jobs name them: each keeps secrets and variables of its own."""
    found: dict[str, Job] = {}
    for job in jobs(repo):
        for name in _environments_of(job):
            if stage := stage_of(name):
                found.setdefault(stage, job)
    if len(found) > 1:
        definitions = (Definition(stage, job.place, frozenset(), own_secrets=True) for stage, job in found.items())
        yield Family("environments of CI", tuple(definitions))


def _by_jobs(repo: Repo) -> Iterator[Family]:
    """Jobs of a server that a pipeline starts once for each stage; what keeps the stages apart stands there."""
    for flow in workflows(repo):
        found: dict[str, str] = {}
        for name in flow.outside if flow.system == "Jenkins" else ():
            if stage := stage_of(name):
                found.setdefault(stage, name)
        if len(found) > 1:
            definitions = (Definition(stage, flow.place, frozenset({name})) for stage, name in found.items())
            yield Family(f"{flow.path} by jobs of its server", tuple(definitions), elsewhere=True, in_turn=True)


def _by_matrix(repo: Repo) -> Iterator[Family]:
    """A job that a matrix starts once for each stage, written out or chosen by the branch in an expression."""
    seen = set[Place]()
    for job in jobs(repo):
        axes = job.root.at("strategy", "matrix")
        for node in () if job.place in seen else (axes.at(key) for key in _HANDED if axes.has(key)):
            named = [word for text in node.texts for word in (_IN_LIST.findall(text) if "${{" in text else [text])]
            found = {stage: name for name in reversed(named) if (stage := stage_of(name))}
            if len(found) > 1:
                at = Place(job.place.path, node.line)
                definitions = tuple(Definition(stage, at, frozenset({name})) for stage, name in found.items())
                yield Family(f"the matrix of {job.name}", definitions, elsewhere=True)
        seen.add(job.place)


def _environments_of(job: Job) -> tuple[str, ...]:
    """Return the environments of a job; one that its matrix names is each value of that.

    A workflow of another repository is handed its stage: ``with: {environment: staging}``.
    """
    handed = job.root.at("with") if job.root.at("uses").text else None
    written = job.environment or next((handed.at(key).text for key in _HANDED if handed and handed.at(key).text), "")
    named = re.search(r"matrix\.(\w+)", written)
    return job.root.at("strategy", "matrix", named[1]).texts if named else (written,)
