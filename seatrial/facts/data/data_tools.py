"""Which calls take data at a version, and which only hand it to a tool that knows versions?"""

import re
from collections.abc import Iterator
from enum import StrEnum

from seatrial.facts.code.arguments import keyword
from seatrial.facts.code.programs import Site, Sited, called, programs
from seatrial.facts.models.hub_models import hub_models
from seatrial.model.record import dataclass
from seatrial.read.code.python_record import Call
from seatrial.read.regex import caseless, regex
from seatrial.repo import Repo

_VERSION = regex(r":(?:v\d+|[0-9a-f]{8,})$|^(?:v?\d+(?:\.\d+)*|[0-9a-f]{8,64}|20\d\d-?\d\d-?\d\d.*)$")
_AS_OF = caseless(
    r"FOR\s+(?:SYSTEM_TIME|SYSTEM_VERSION|TIMESTAMP|VERSION)\s+AS\s+OF|\b(?:VERSION|TIMESTAMP)\s+AS\s+OF\b"
)
#: What an artefact holds that a run made, and no data that it learned from.
_OF_RESULTS = caseless(r"result|metric|prediction|report|evaluation|history")
_LAKEFS = regex(r"^lakefs://[\w-]+/(?P<reference>[\w.-]+)/")


class Hold(StrEnum):
    """How firmly the data of a training is held."""

    PINNED = "pinned"  #: one version is named: the same bytes come again
    MANAGED = "managed"  #: a tool keeps versions, and which one is used is not written down here
    RECORDED = "recorded"  #: the run says what it used, and nothing fetches it again
    IN_GIT = "in git"  #: the file itself is in the repository


@dataclass(frozen=True, slots=True)
class ToolHold:
    """One call that takes or keeps data with a tool that knows versions."""

    site: Site
    hold: Hold
    by: str  #: in words: "a Delta table at a version"
    handed: bool = False  #: to a job of a platform, which keeps its name with the run


#: Resolved name (its end) -> how it holds data, in words, and which argument names the version.
_CALLS: dict[str, tuple[str, str, tuple[str, ...]]] = {
    "use_artifact": ("wandb", "a W&B artifact", ("artifact_or_name",)),
    "Artifact": ("wandb", "a W&B artifact", ("version",)),
    "get": ("clearml.Dataset", "a ClearML data set", ("dataset_id", "dataset_version")),
    "get_historical_features": ("feast", "point-in-time features of Feast", ()),
    "open": ("dvc.api", "a file of DVC", ("rev",)),
    "read": ("dvc.api", "a file of DVC", ("rev",)),
    "get_url": ("dvc.api", "a file of DVC", ("rev",)),
    "browse": ("quilt3.Package", "a Quilt package", ("top_hash",)),
    "install": ("quilt3.Package", "a Quilt package", ("top_hash",)),
    "DeltaTable": ("deltalake", "a Delta table", ("version",)),
    "write_deltalake": ("deltalake", "a Delta table", ()),
    "read_delta": ("polars", "a Delta table", ("version",)),
    "scan_delta": ("polars", "a Delta table", ("version",)),
    "write_delta": ("polars", "a Delta table", ()),
    "get_object": ("boto3", "an object of S3", ("VersionId",)),
    "download_file": ("boto3", "an object of S3", ("VersionId",)),
    "register_on_complete": ("azureml", "a data set of Azure ML", ()),
    "get_by_name": ("azureml", "a data set of Azure ML", ("version",)),
    "create": ("pooch", "files with known digests", ("registry",)),
    "retrieve": ("pooch", "a file with a known digest", ("known_hash",)),
    # platforms on which pictures are labelled keep versions of what was labelled
    "version": ("roboflow", "a data set of Roboflow", ("version_number",)),
    "get_dataset_version_by_id": ("picsellia", "a data set of Picsellia", ("id",)),
    "get_last_version": ("picsellia", "a data set of Picsellia", ()),
    "get_release": ("segments", "a release of Segments.ai", ("name",)),
    "get_remote_dataset": ("darwin", "a data set of V7 Darwin", ("dataset_identifier",)),
    "log_input": ("mlflow", "the data set of an MLflow run", ()),
    "log_inputs": ("mlflow", "the data sets of an MLflow run", ()),
}
#: ``azureml:rows:3``, ``azureml:{}:{}``, ``azureml:rows@latest``; the path of a store has more parts.
_ASSET = regex(r"azureml:[\w{}.-]+([:@])(?P<version>[\w{}.-]+)")
_ALWAYS_PINNED = frozenset({"get_historical_features"})
_RECORDS = frozenset({"log_input", "log_inputs"})
#: Calls whose first or second argument names the version.
_FIRST = frozenset({"use_artifact", "version", "get_dataset_version_by_id", "get_remote_dataset"})
_SECOND = frozenset({"create", "retrieve", "get_release"})
_WITHOUT_VERSION_NOTHING = frozenset({"get_object", "download_file", "create", "retrieve"})


def tool_holds(repo: Repo) -> Iterator[ToolHold]:
    """Yield the calls that take data at a version, or from a tool that keeps versions, tests apart."""
    for found in called(repo, *_CALLS):
        if (hold := _hold(found)) is not None:
            yield hold
    yield from _spark(repo)
    yield from _texts(repo)
    yield from _assets(repo)
    for model in hub_models(repo):
        if model.call == "datasets.load_dataset" and model.pinned:
            yield ToolHold(model.site, Hold.PINNED, f"the data set {model.model} at a commit")


def _hold(found: Sited) -> ToolHold | None:
    library, words, versions = _CALLS[found.call.last]
    if not found.call.name.startswith(library):
        return None
    given = [keyword(found.program.file, found.call, name) for name in versions]
    given += [found.call.args[0]] if found.call.last in _FIRST and found.call.args else []
    given += [found.call.args[1]] if found.call.last in _SECOND and len(found.call.args) > 1 else []
    named = any(value is not None and _is_version(value.literal, value.kind) for value in given)
    if found.call.last in _RECORDS:
        return ToolHold(found.site, Hold.RECORDED, words)
    if named or found.call.last in _ALWAYS_PINNED:
        return ToolHold(found.site, Hold.PINNED, f"{words} at a version")
    if found.call.last in _WITHOUT_VERSION_NOTHING or (found.call.last == "Artifact" and not _of_data(found.call)):
        return None
    # which version a run of a tracking server takes, or makes, is written there and not here
    return ToolHold(found.site, Hold.RECORDED if library in ("wandb", "clearml.Dataset") else Hold.MANAGED, words)


def _of_data(call: Call) -> bool:
    kind, name = call.argument(1, "type"), call.argument(0, "name")
    if name is not None and _OF_RESULTS.search(str(name.literal or name.text)):
        return False
    return kind is None or not isinstance(kind.literal, str) or "data" in kind.literal


def _is_version(literal: object, kind: str) -> bool:
    """Tell whether a version is named: a number, a digest, or a registry of digests; "latest" is none."""
    if isinstance(literal, bool):
        return False
    if isinstance(literal, int):
        return True
    return bool(_VERSION.search(literal.removeprefix("sha256:"))) if isinstance(literal, str) else kind == "dict"


def _spark(repo: Repo) -> Iterator[ToolHold]:
    """Find ``.format("delta").option("versionAsOf", 3)`` and tables without a version."""
    for found in called(repo, "option"):
        key = found.call.args[0].literal if found.call.args else None
        if key in ("versionAsOf", "timestampAsOf", "snapshot-id", "as-of-timestamp"):
            yield ToolHold(found.site, Hold.PINNED, "a table as of a version")
    for found in called(repo, "format"):
        if found.call.args and found.call.args[0].literal in ("delta", "iceberg", "hudi"):
            yield ToolHold(found.site, Hold.MANAGED, f"a table in the format {found.call.args[0].literal}")


def _assets(repo: Repo) -> Iterator[ToolHold]:
    """Find the inputs of jobs that are registered data of Azure ML: ``Input(path="azureml:rows:3")``."""
    for found in called(repo, "Input"):
        path, kind = found.call.argument(1, "path"), found.call.keyword("type")
        asset = _ASSET.fullmatch(path.string or path.text) if path is not None else None
        if asset and not (kind is not None and "model" in (kind.string or kind.text).lower()):
            hold = Hold.RECORDED if asset["version"] == "latest" else Hold.PINNED
            words = "a data asset of Azure ML" + (" at a version" if asset[1] == ":" else "")
            yield ToolHold(found.site, hold, words, handed=True)


def _texts(repo: Repo) -> Iterator[ToolHold]:
    """Find queries as of a time, and addresses of lakeFS that name a commit."""
    for program in programs(repo):
        if program.is_test:
            continue
        for text in program.file.texts:
            if _AS_OF.search(text.value):
                yield ToolHold(program.site_of(text), Hold.PINNED, "a query as of a time")
            elif lake := _LAKEFS.match(text.value):
                firm = bool(re.fullmatch(r"[0-9a-f]{12,64}", lake["reference"]))
                hold = Hold.PINNED if firm else Hold.MANAGED
                yield ToolHold(program.site_of(text), hold, "a lakeFS reference")
