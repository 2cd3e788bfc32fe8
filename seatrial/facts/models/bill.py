"""Of which models, data sets and frameworks does a repository consist, as an inventory of models lists them?"""

from collections.abc import Iterable, Iterator
from typing import TypeVar

from seatrial.facts import fact
from seatrial.facts.data.dvc import dvc_outputs
from seatrial.facts.models.artifacts import Artifact, artifacts
from seatrial.facts.models.bill_cards import stated_cards, without_secrets
from seatrial.facts.models.bill_metrics import stated_metrics
from seatrial.facts.models.bill_sources import data_sources, frameworks, named_models
from seatrial.model.models import ModelFile, Models
from seatrial.read.models.artifact import StoredModel
from seatrial.read.models.endings import STORED
from seatrial.read.models.magic import worth_a_look
from seatrial.read.models.model_config import MODEL_CONFIG
from seatrial.read.models.onnx_model import TensorSpec
from seatrial.read.posix_path import posix
from seatrial.read.reader import Unread
from seatrial.read.regex import regex
from seatrial.repo import Repo, Role, role

_MOST = 500  #: parts of each kind that are listed
_ELSEWHERE = STORED | {".bin"}
_SHA256 = regex(r"[0-9a-f]{64}")

Part = TypeVar("Part")


@fact
def models(repo: Repo) -> Models:
    """Return the models, cards, data sets and frameworks that a repository holds, names or declares."""
    files = tuple(_files(repo))
    paths = tuple(file.path for file in files if not file.example)
    cut = _Cut()
    return Models(
        cut.first(files),
        cut.first(named_models(repo)),
        cut.first(stated_cards(repo, paths)),
        cut.first(data_sources(repo, frozenset(file.path for file in files))),
        cut.first(frameworks(repo)),
        cut.first(stated_metrics(repo, paths)),
        cut.left_out,
    )


class _Cut:
    """Keeps lists short enough to be stored, and counts what that leaves out."""

    def __init__(self) -> None:
        self.left_out = 0

    def first(self, parts: Iterable[Part]) -> tuple[Part, ...]:
        found = tuple(parts)
        self.left_out += len(found[_MOST:])
        return found[:_MOST]


def _files(repo: Repo) -> Iterator[ModelFile]:
    """Yield the stored models that are no samples for tests, by path; those that DVC keeps among them."""
    kept = {one.path: one.md5 for one in dvc_outputs(repo)}
    here = {one.path: one for one in artifacts(repo) if one.model and one.role in (Role.OWN, Role.EXAMPLE)}
    away = {path for path in kept if posix(path).suffix.lower() in _ELSEWHERE and worth_a_look(path)}
    for path in sorted({*here, *(away - here.keys())}):
        if path in here:
            yield _stored(repo, here[path], kept.get(path, ""))
        elif not path.startswith(".."):
            example = role(repo, path) is Role.EXAMPLE
            yield ModelFile(path, md5=kept[path], elsewhere="kept by DVC: the content is elsewhere", example=example)


def _stored(repo: Repo, artifact: Artifact, md5: str) -> ModelFile:
    stored, config = artifact.stored, _config(repo, artifact.path)
    return ModelFile(
        artifact.path,
        artifact.format.value if artifact.format else "",
        stored.sha256 if stored else _pointed(repo, artifact.path),
        md5,
        artifact.elsewhere,
        artifact.role is Role.EXAMPLE,
        artifact.runs_code,
        tuple(map(_tensor, stored.inputs)) if stored else (),
        tuple(map(_tensor, stored.outputs)) if stored else (),
        stored.opset if stored else 0,
        tuple(_said(stored)) if stored else (),
        stored.outside if stored else (),
        config[0],
        config[1],
    )


def _said(stored: StoredModel) -> Iterator[tuple[str, str]]:
    """Yield what a file says of its origin, credentials left out."""
    for key, value in stored.metadata[:50]:
        if without_secrets(f"{key} = {value}") and without_secrets(value):
            yield key[:200], value[:500]


def _pointed(repo: Repo, path: str) -> str:
    """Return the digest that git-lfs keeps the content by, if that is what stands here."""
    digest = repo.pointed(path)
    return digest if _SHA256.fullmatch(digest) else ""


def _config(repo: Repo, path: str) -> tuple[str, str]:
    """Return family and architecture as the configuration in the same folder says."""
    beside = str(posix(path).with_name("config.json"))
    if beside not in repo.entries:
        return "", ""
    read = repo.record(MODEL_CONFIG, beside)
    return ("", "") if isinstance(read, Unread) else (read.family, read.architecture)


def _tensor(spec: TensorSpec) -> str:
    shape = "" if spec.shape is None else f"[{', '.join(str(size) or '?' for size in spec.shape)}]"
    return f"{spec.name}: {spec.type or 'no tensor'}{shape}"
