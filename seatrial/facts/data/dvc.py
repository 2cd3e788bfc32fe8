"""What does DVC keep here: which files by which digest, made by which commands?"""

from collections.abc import Iterator
from posixpath import join, normpath
from textwrap import shorten

from seatrial.facts import fact
from seatrial.model import Place
from seatrial.model.record import dataclass
from seatrial.read.infrastructure.yaml_documents import YAML
from seatrial.read.infrastructure.yaml_node import Node
from seatrial.read.posix_path import posix
from seatrial.read.reader import Unread
from seatrial.read.regex import regex
from seatrial.repo import Repo, Role, role

_MD5 = regex(r"[0-9a-f]{32}")
_CODE = (".py", ".ipynb", ".R", ".jl", ".sh")
_DIGESTS = ("md5", "etag", "checksum", "hash", "files")


@dataclass(frozen=True, slots=True)
class DvcFile:
    """One file or folder that DVC keeps by its digest."""

    path: str  #: relative to the audited path
    place: Place  #: where its digest is written
    made: bool = False  #: a stage makes it; otherwise it is a source
    md5: str = ""  #: of the content; "" when it is kept by another digest, or is a folder

    @property
    def what(self) -> str:
        return f"DVC keeps {self.path} by its digest"


@dataclass(frozen=True, slots=True)
class DvcStage:
    """One command of a DVC pipeline."""

    name: str
    command: str
    reads: tuple[str, ...]  #: paths relative to the audited path
    makes: tuple[str, ...]
    place: Place

    @property
    def what(self) -> str:
        return f"the DVC stage {self.name} runs {shorten(self.command, 80, placeholder=' ...')}"


@fact
def dvc_outputs(repo: Repo) -> tuple[DvcFile, ...]:
    """Return the files that ``.dvc`` files and ``dvc.lock`` keep by digest, by place."""
    named = repo.matching(lambda path: path.endswith((".dvc", "dvc.lock")))
    found = [kept for path in named if _own(repo, path) for kept in _kept(repo, path)]
    return tuple(sorted(found, key=lambda kept: (kept.place, kept.path)))


@dataclass(frozen=True, slots=True)
class DvcRecord:
    """What ``dvc.lock`` ties together for one stage, each by its digest; git holds one such record for each commit."""

    place: Place
    makes: tuple[str, ...]  #: paths relative to the audited path
    code: tuple[str, ...]  #: files of code among what it reads
    parameters: bool  #: values of parameters are kept too


@fact
def dvc_records(repo: Repo) -> tuple[DvcRecord, ...]:
    """Return what the lock of each pipeline ties together, stage by stage."""
    paths = (path for path in repo.matching(lambda path: posix(path).name == "dvc.lock") if _own(repo, path))
    return tuple(_record(path, stage) for path in paths for stage in _locked_stages(repo, path))


def _locked_stages(repo: Repo, path: str) -> Iterator[Node]:
    for root in _roots(repo, path):
        yield from (stage for _, stage in root.at("stages").pairs or root.pairs)


def _record(path: str, stage: Node) -> DvcRecord:
    made = tuple(kept.path for kept in _files_in_list(path, stage.at("outs"), made=True))
    code = tuple(kept.path for kept in _files_in_list(path, stage.at("deps"), made=False) if kept.path.endswith(_CODE))
    return DvcRecord(Place(path, stage.line), made, code, bool(stage.at("params").pairs))


@fact
def dvc_stages(repo: Repo) -> tuple[DvcStage, ...]:
    """Return the stages of every ``dvc.yaml``, in the order of the files."""
    paths = (path for path in repo.matching(lambda path: posix(path).name == "dvc.yaml") if _own(repo, path))
    return tuple(stage for path in paths for stage in _stages(repo, path))


def _own(repo: Repo, path: str) -> bool:
    """Tell the owner's files; that a lock is made by a tool, as .gitattributes may say of it, changes nothing."""
    return role(repo, path) in (Role.OWN, Role.EXAMPLE, Role.GENERATED)


def _kept(repo: Repo, path: str) -> Iterator[DvcFile]:
    name = posix(path).name
    if name == "dvc.lock":
        for stage in _locked_stages(repo, path):
            yield from _files_in_list(path, stage.at("deps"), made=False)
            yield from _files_in_list(path, stage.at("outs"), made=True)
    elif name.endswith(".dvc") and name != ".dvc":
        for root in _roots(repo, path):
            yield from _files_in_list(path, root.at("outs"), made=False)


def _files_in_list(path: str, files: Node, *, made: bool) -> Iterator[DvcFile]:
    folder = str(posix(path).parent)
    for item in files.elements:
        if item.at("path").text and any(item.at(key) for key in _DIGESTS):
            md5 = item.at("md5").text
            kept = normpath(join(folder, item.at("path").text))
            yield DvcFile(kept, Place(path, item.line), made, md5 if _MD5.fullmatch(md5) else "")


def _stages(repo: Repo, path: str) -> Iterator[DvcStage]:
    folder = str(posix(path).parent)
    for root in _roots(repo, path):
        for name, stage in root.at("stages").pairs:
            do = stage.at("do") or stage  # a stage that is repeated for each item of a list
            reads = (*_paths(folder, do.at("deps")), *_paths(folder, do.at("params")))
            command = " && ".join(do.at("cmd").texts)
            yield DvcStage(name, command, reads, tuple(_paths(folder, do.at("outs"))), Place(path, stage.line))


def _paths(folder: str, files: Node) -> Iterator[str]:
    for item in files.elements:
        written = item.text or next(iter(item.keys), "")
        yield normpath(join(folder, written))


def _roots(repo: Repo, path: str) -> Iterator[Node]:
    read = repo.record(YAML, path)
    if not isinstance(read, Unread):
        yield from (document.root for document in read.documents)
