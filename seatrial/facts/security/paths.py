"""Which paths, addresses and buckets in code and settings exist on one machine, or in one account, only?"""

import re
from collections.abc import Iterator
from itertools import chain
from pathlib import PurePosixPath

from seatrial.facts import fact
from seatrial.facts.ci.workflows import workflows
from seatrial.facts.code.fixed_texts import Fixed, fixed
from seatrial.facts.code.programs import InCode, Program, Site, outside_tests, programs
from seatrial.model.record import dataclass
from seatrial.read.posix_path import posix
from seatrial.read.regex import caseless, regex
from seatrial.repo import Repo, Role, role
from seatrial.repo.roles import role_by_name

_LIMIT = 300_000  #: bytes of a settings file that is read
_SETTINGS = frozenset(
    {
        ".json",
        ".yaml",
        ".yml",
        ".toml",
        ".ini",
        ".cfg",
        ".conf",
        ".sh",
        ".bash",
        ".bat",
        ".ps1",
        ".tf",
        ".env",
        ".tfvars",
        ".code-workspace",
        ".sql",
        # what is handed to the scheduler of a cluster
        ".sbatch",
        ".slurm",
        ".pbs",
        ".qsub",
        ".lsf",
    }
)
#: Files about the inside of images, and about the machines of CI: a path in them is everybody's. What a run wrote down
#: tells where it ran, and asks nothing of the next machine; and what an assistant of one person may do on theirs is
#: read by nothing that runs.
_INSIDE = regex(
    r"(?:.*/)?(?:(?:docker-)?compose[^/]*\.ya?ml|\.github/.*|\.gitlab-ci\.yml|\.devcontainer/.*|\.(?:claude|cursor|windsurf|gemini|codex)/.*|k8s/.*|kubernetes/.*|helm/.*|charts/.*"
    r"|(?:.*/)?(?:results?|outputs?|runs|logs)/.*\.jsonl?|package(?:-lock)?\.json|tsconfig[^/]*\.json|.*\.lock|.*-lock\.\w+|devcontainer\.json|entrypoint\.sh|.*\.ipynb)"
)
#: Whatever a file is called whose first line names a front end of BuildKit, an image is built from it.
_OF_AN_IMAGE = regex(r"\s*#\s*syntax\s*=\s*\S")
_COMPOSE = regex(r"(?:.*/)?(?:docker-)?compose[^/]*\.ya?ml")
#: What a compose file takes from the machine it runs on: the first part of a mount.
_MOUNTED = regex(
    r"""^\s*-\s*["']?((?:[A-Za-z]:[\\/]|/)[^:"'\s]+):/|^\s*(?:-\s*)?(?:source|device):\s*["']?([^"'\s]+)"""
)
#: What a script hands to a container from a disk of data of its machine; alone, such a path may be one within an image.
_HANDED_IN = regex(
    r"""(?:^|\s)(?:-v|--volume|--mount\s\S*(?:source|src))[ =]["']?(/data\d*/[\w.-]+/[\w.-][^\s:,"'$]*)[:,]"""
)
_QUOTED = regex(r"""["'=\s,(]((?:[A-Za-z]:[\\/]|/)[^\s"',;)\]]+)""")
_WITHOUT_COMMENT = caseless(r"^\s*(?:#|//|;|rem\b).*$|\s#\s.*$")

#: Calls that are told where something lies within a container: ``cp_from_container``, ``exec_run``, ``put_archive``.
_IN_A_CONTAINER = caseless(
    r"(?:^|[._])(?:(?:from|to|in|into|inside|on)_(?:the_)?(?:container|image|docker|pod|sandbox)"
    r"|(?:container|docker|pod|sandbox)_?(?:cp|copy|exec|run)|exec_(?:run|create|container)|(?:get|put)_archive)(?![a-z])"
)

#: A file of variables that shows what may be set: its values are nobody's.
_SHOWS = caseless(r"example|sample|template|default|dist")
#: The account that a machine of a cloud comes with: what sets such a machine up names its home, and rightly so.
_OF_A_CLOUD = regex(r"/home/(?:ubuntu|debian|ec2-user|azureuser|opc|centos|rocky|fedora)/")
_SCRIPTS = (".sh", ".bash", ".sbatch", ".slurm")
_SQL_COMMENT = regex(r"^\s*--.*$")


@dataclass(frozen=True, slots=True)
class FixedPlace(InCode):
    """One text that leads to one machine or one account."""

    site: Site
    kind: Fixed
    text: str  #: at most 80 characters
    into: str = ""  #: in code: the call it is an argument of, or "=" and the name it is assigned to

    @property
    def what(self) -> str:
        return f"{self.kind}: {self.text}"


@fact
def machine_paths(repo: Repo) -> tuple[FixedPlace, ...]:
    """Return the paths that exist on one machine only, in code, notebooks and settings, tests and comments apart."""
    read = (program for program in programs(repo) if not program.is_test or _is_only_called_test(program))
    in_code = repo.each(_in_program, read, Fixed.PATH)
    return tuple(sorted((*in_code, *_in_settings(repo)), key=lambda found: found.site))


@fact
def fixed_addresses(repo: Repo) -> tuple[FixedPlace, ...]:
    """Return local and numeric addresses with a port, and buckets, in code; defaults of settings are left out."""
    untested = [*outside_tests(repo)]
    found = (
        found
        for kind in (Fixed.ADDRESS, Fixed.BUCKET)
        for found in repo.each(_in_program, untested, kind)
        if not found.into.endswith(("getenv", "environ.get", "Field", "add_argument", "Option"))
    )
    return tuple(sorted(found, key=lambda one: one.site))


def _is_only_called_test(program: Program) -> bool:
    """Tell a script that tries something by hand from a test: the name of the file is all that it has of one."""
    beside = role_by_name(str(PurePosixPath(program.path).with_name("x.py")))
    tests = any(item.name.rpartition(".")[2].startswith("test") or item.asserts for item in program.file.functions)
    tools = not program.file.packages.isdisjoint({"pytest", "unittest", "nose"})
    return beside is not Role.TEST and not tests and not tools


def _in_program(program: Program, kind: Fixed) -> Iterator[FixedPlace]:
    for text in program.file.texts:
        if fixed(text.value) is kind and not _IN_A_CONTAINER.search(text.into):
            yield FixedPlace(program.site_of(text), kind, text.value.strip()[:80], text.into)


def _in_settings(repo: Repo) -> Iterator[FixedPlace]:
    of_ci = {workflow.path for workflow in workflows(repo)}
    for path in repo.matching(_are_settings):
        if role(repo, path) in (Role.OWN, Role.EXAMPLE) and path not in of_ci:
            yield from _in_text(repo, path, _MOUNTED if _COMPOSE.fullmatch(path) else _QUOTED)


def _are_settings(path: str) -> bool:
    pure = posix(path)
    named = pure.suffix.lower() in _SETTINGS or (pure.name == "config" and ".dvc" in pure.parts)
    named = named or (pure.name.startswith(".env") and not _SHOWS.search(pure.name))
    return bool(_COMPOSE.fullmatch(path)) or (named and not _INSIDE.fullmatch(path))


def _in_text(repo: Repo, path: str, pattern: re.Pattern[str]) -> Iterator[FixedPlace]:
    lines = repo.text_or_empty(path, _LIMIT).split("\n")
    if _OF_AN_IMAGE.match(lines[0]):
        return
    for number, whole in enumerate(lines, 1):
        line = _SQL_COMMENT.sub("", whole[:2000]) if path.lower().endswith(".sql") else whole[:2000]
        bare = f" {_WITHOUT_COMMENT.sub('', line)}"
        texts = (next(filter(None, match.groups())) for match in pattern.finditer(bare))
        named = (text for text in texts if fixed(text) is Fixed.PATH and not _OF_A_CLOUD.match(text))
        handed = (match[1] for match in _HANDED_IN.finditer(bare) if path.lower().endswith(_SCRIPTS))
        if text := next(chain(named, handed), ""):
            yield FixedPlace(Site(path, number, "", role(repo, path)), Fixed.PATH, text[:80])
