"""Which functions in Python does a stack of the AWS CDK in TypeScript or JavaScript deploy from the repository?"""

import posixpath
from bisect import bisect
from collections.abc import Iterator
from dataclasses import replace
from itertools import islice

from seatrial.facts import fact
from seatrial.facts.deployment.settings_files import single
from seatrial.facts.deployment.workload import Platform, Workload
from seatrial.model import Place
from seatrial.model.record import dataclass
from seatrial.read.line_number import line_number
from seatrial.read.regex import regex
from seatrial.repo import Repo, own_paths, role

_FILES = regex(r".*(?<!\.d)\.[cm]?[jt]s")
_STACK = regex(r"[\"'](?:aws-cdk-lib|@aws-cdk/)")
_HANDLER = regex(r"\bhandler:\s{0,20}[\"']([\w/-]{1,80})\.(\w{1,60})[\"']")
_ASSET = regex(r"\bfromAsset\(([^;{}]{1,200})")
_TEXTS = regex(r"[\"']([^\"'\n]{1,120})[\"']")
_MOST = 300  #: files that are searched
_FUNCTIONS = 100  #: of one file
_LIMIT = 200_000  #: bytes of one file


@dataclass(frozen=True, slots=True)
class _Declared:
    """A function as a stack declares it."""

    place: Place
    module: str
    name: str
    folder: str  #: of its code, as written
    beside: bool  #: the folder counts from that of the stack, and not from where the tool is started


@fact
def script_functions(repo: Repo) -> tuple[Workload, ...]:
    """Return the functions whose handler lies in the folder that the same stack packs, by place."""
    roots = ("", *map(posixpath.dirname, repo.matching(lambda path: posixpath.basename(path) == "cdk.json")))
    own = islice(own_paths(repo, _FILES.fullmatch), _MOST)
    return tuple(one for found in repo.texts(_declared, own, _LIMIT) for one in _workloads(repo, found, roots))


def _declared(path: str, text: str) -> Iterator[_Declared]:
    assets = list(_ASSET.finditer(text)) if _STACK.search(text) else []
    starts = [one.start() for one in assets]
    for handler in islice(_HANDLER.finditer(text), _FUNCTIONS) if assets else ():
        at = bisect(starts, handler.start())
        code = min(assets[max(at - 1, 0) : at + 1], key=lambda one: abs(one.start() - handler.start()))
        folder = posixpath.join("", *_TEXTS.findall(code[1].partition(")")[0]))
        place = Place(path, line_number(text, handler.start()))
        yield _Declared(place, handler[1], handler[2], folder, "__dirname" in code[1])


def _workloads(repo: Repo, found: _Declared, roots: tuple[str, ...]) -> Iterator[Workload]:
    starts = (posixpath.dirname(found.place.path),) if found.beside else roots
    paths = (posixpath.normpath(posixpath.join(start, found.folder, found.module)) for start in starts)
    path = next((path for path in paths if f"{path}.py" in repo.entries), "")
    if path:
        command = f"{path}.{found.name}"
        what = f"a stack deploys {command} as a function"
        work = single(Platform.SERVERLESS, "function", command, found.place, what, command=(command,))
        yield replace(work, role=role(repo, found.place.path))
