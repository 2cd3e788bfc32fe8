"""Where are trained models handed over as files: kept with a run, put into a bucket, on a hub or into a release?"""

from collections import Counter
from collections.abc import Collection, Iterator
from enum import StrEnum

from seatrial.facts import fact
from seatrial.facts.ci.workflows import ci_actions, ci_commands
from seatrial.facts.code.programs import InCode, Program, Site, Sited, called, programs
from seatrial.facts.data.published_records import Holds, published_records
from seatrial.facts.documents.documents import documents
from seatrial.facts.project.dependencies import python_projects
from seatrial.facts.training.origins.trackers import AUTOML
from seatrial.model.record import dataclass
from seatrial.read.code.python_record import Text, Value
from seatrial.read.models.endings import STORED, WEIGHTS, pattern_of
from seatrial.read.regex import caseless, regex
from seatrial.repo import Repo


class Way(StrEnum):
    """Where the model goes. None of them knows a stage or an approval."""

    RUN = "keeps the model with the run that made it"
    BUCKET = "puts the model into a bucket"
    HUB = "pushes the model to a hub"
    RELEASE = "attaches the model to a release"
    FETCHED = "is where the weights are taken from"


#: Ways on which whoever takes the model can name the version that they want.
VERSIONED = frozenset({Way.HUB, Way.RELEASE, Way.FETCHED})
_LOGGERS = ("MLflowLoggerCallback", "WandbLogger", "CometLogger", "MLFlowLogger")
_HUB = ("push_to_hub", "upload_folder", "save_to_hub", "push_to_hub_merged")
_BUCKET = (
    "upload_file", "upload_blob", "upload_from_filename", "upload_fileobj", "put_object", "fput_object",
)  # fmt: skip
_STORED = pattern_of(STORED)
_MODEL = regex(rf"model|weights|checkpoint|ckpt|\.(?:{_STORED}|bin)\b")
_WEIGHTS = regex(rf"\.(?:{_STORED})\b|weights|checkpoint")
_RELEASED = regex(r"github\.com/[\w.-]+/([\w.-]+)/releases/download(?:/([\w.{}-]+)/|/?$)")
#: What is put behind the address of all releases: a tag, and a file of weights.
_ASSET = regex(rf"(?:\{{\}})?/?([\w.{{}}-]+)/[\w.{{}}-]+\.(?:{_STORED}|bin|zip)$")
#: Names of files of weights that end in a version: ``sd-v1-4.ckpt``, ``net_v2.1.onnx``.
_VERSIONED = caseless(
    r"\b(?P<name>[a-z][a-z0-9]*(?:[-_][a-z]+)*)[-_]?(?:v|version)?(?P<version>\d+(?:[-_.]\d+)*)"
    rf"\.(?:{pattern_of(WEIGHTS)}|h5)\b"
)
_HUBS = regex(r"https?://(?:www\.)?(?:huggingface\.co|zenodo\.org|modelscope\.\w+|tfhub\.dev|kaggle\.com/models)/")
_README = caseless(r"readme(?:\.\w+)?")
_RELEASES = ("softprops/action-gh-release", "ncipollo/release-action", "svenstaro/upload-release-action")


@dataclass(frozen=True, slots=True)
class Published(InCode):
    """One act that hands a trained model over as a file."""

    site: Site
    way: Way
    by: str  #: the call or command, as people know it

    @property
    def what(self) -> str:
        return f"{self.by} {self.way}"


@fact
def published_models(repo: Repo) -> tuple[Published, ...]:
    """Return the acts that hand a trained model over as a file, tests apart, by place."""
    by_code = (*_with_runs(repo), *_to_buckets(repo), *_to_hubs(repo), *_from_releases(repo))
    found = (*by_code, *_by_ci(repo), *_listed_weights(repo), *_on_record(repo))
    return tuple(sorted(dict.fromkeys(found), key=lambda item: (item.site, item.way)))


def _listed_weights(repo: Repo) -> Iterator[Published]:
    """Yield where a README lists versions of its weights, by names that tell them apart, and links to a hub of models.

    Names of files alone are what a program expects to find; those of others' models have other names.
    """
    for document in documents(repo):
        hubs = any(_HUBS.search(link.target) for section in document.sections for link in section.links)
        for section in document.sections if hubs and _README.fullmatch(document.path) else ():
            named = {line.number: match for line in section.lines for match in _VERSIONED.finditer(line.text)}
            families = Counter(match["name"].lower() for match in named.values())
            often, times = next(iter(families.most_common(1)), ("", 0))
            if times > 1 and len({match["version"] for match in named.values() if match["name"].lower() == often}) > 1:
                yield Published(Site(document.path, min(named)), Way.FETCHED, f"a list of versions of {often}")


def _on_record(repo: Repo) -> Iterator[Published]:
    """Yield where a page says from which record of an archive the own weights are to be had."""
    for one in published_records(repo):
        if one.holds is Holds.WEIGHTS:
            yield Published(one.site, Way.FETCHED, f"a published record ({one.address})")


def _with_runs(repo: Repo) -> Iterator[Published]:
    for found in called(repo, "log_model"):
        if found.call.name.startswith(("mlflow", "wandb")) and found.call.keyword("registered_model_name") is None:
            yield Published(found.site, Way.RUN, found.call.name)
    for found in called(repo, "autolog", *_LOGGERS):
        saved = [
            value.literal for key, value in found.call.keywords if key in {"save_artifact", "log_model", "log_models"}
        ]
        by_default = found.call.last == "autolog" and found.call.name.startswith("mlflow")
        if (by_default or saved) and False not in saved:
            yield Published(found.site, Way.RUN, found.call.last)
    for found in called(repo, "setup"):
        for key, value in found.call.keywords:
            if key in AUTOML and value.literal not in (None, False):
                yield Published(found.site, Way.RUN, f"{found.call.last} with {key}")
    for found in called(repo, "Artifact"):
        kind = found.call.argument(1, "type")
        if found.call.name.startswith("wandb") and kind is not None and kind.literal == "model":
            yield Published(found.site, Way.RUN, found.call.name)


def _to_buckets(repo: Repo) -> Iterator[Published]:
    for found in called(repo, *_BUCKET):
        on_hub = "huggingface_hub" in found.call.name or found.call.keyword("repo_id") is not None
        if not on_hub and _MODEL.search(" ".join(map(_text, found.call.values)).lower()):
            yield Published(found.site, Way.BUCKET, found.call.last)


def _to_hubs(repo: Repo) -> Iterator[Published]:
    for found in called(repo, *_HUB, "upload_file"):
        kind = found.call.keyword("repo_type")
        of_hub = found.call.last.startswith(("push", "save")) or found.call.keyword("repo_id") is not None
        if of_hub and not (kind is not None and kind.literal in {"dataset", "space"}) and not _is_data(found):
            yield Published(found.site, Way.HUB, found.call.last)
    for found in called(repo, "save_pretrained"):
        asked = found.call.keyword("push_to_hub")
        if asked is not None and asked.literal is not False and not _is_data(found):
            yield Published(found.site, Way.HUB, f"{found.call.last} with push_to_hub")


def _is_data(found: Sited) -> bool:
    """Tell whether a data set is pushed, as its name says: the method is the same."""
    return bool(regex(r"data(set)?s?\b|\bds\b|processor|tokenizer").search(found.call.written.rpartition(".")[0]))


def _by_ci(repo: Repo) -> Iterator[Published]:
    for one in ci_commands(repo):
        place, text = Site(one.place.path, one.place.line), one.command.text
        if one.command.starts("gh", "release") and _WEIGHTS.search(text):
            yield Published(place, Way.RELEASE, "gh release")
        elif one.command.program in {"huggingface-cli", "hf"} and "upload" in text and "space" not in text:
            yield Published(place, Way.HUB, text[:60])
        elif one.command.program in {"aws", "gsutil"} and {"cp", "sync"} & set(text.split()) and _MODEL.search(text):
            yield Published(place, Way.BUCKET, " ".join(text.split()[:3]))
    for action in ci_actions(repo):
        if action.name in _RELEASES and any(_WEIGHTS.search(value) for _, value in action.inputs):
            yield Published(Site(action.place.path, action.place.line), Way.RELEASE, action.name)


def _from_releases(repo: Repo) -> Iterator[Published]:
    """Find addresses of weights in releases of a project with the repository's own name."""
    own = {project.name.lower().replace("_", "-") for project in python_projects(repo) if project.name}
    for program in programs(repo) if own else ():
        for text, tag in _assets(program, own) if not program.is_test else ():
            yield Published(program.site_of(text), Way.FETCHED, f"release {tag} of the project")


def _assets(program: Program, own: Collection[str]) -> Iterator[tuple[Text, str]]:
    """Yield the texts that name weights in own releases with the tag: whole addresses, or what is put behind one."""
    for text in program.file.texts:
        found = _RELEASED.search(text.value) if "/releases/download" in text.value else None
        if not found or found[1].lower().replace("_", "-") not in own:
            continue
        if found[2] and _WEIGHTS.search(text.value):
            yield text, found[2]
        elif not found[2]:
            behind = ((other, _ASSET.match(other.value)) for other in program.file.texts)
            yield from ((other, asset[1]) for other, asset in behind if asset)


def _text(value: Value) -> str:
    return value.string or value.text
