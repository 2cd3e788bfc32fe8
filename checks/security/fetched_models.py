"""Are models of a public hub pinned to a commit, and may they bring code?"""

from seatrial.api import Archetype, Component, Effort, Evidence, Grade, Graded, Severity, Stage, security
from seatrial.facts.archetype import archetype
from seatrial.facts.images.containers import serving_image
from seatrial.facts.models.hub_models import HubModel, hub_models
from seatrial.facts.models.hub_settings import hub_settings, remote_code_commands
from seatrial.facts.product.parts import by_part
from seatrial.facts.reach.running import runs

from .. import acts

HUBS = (
    "from_pretrained, pipeline, hf_hub_download, snapshot_download, load_dataset, SentenceTransformer, torch.hub.load: "
    "their revision and trust_remote_code, and --trust-remote-code of inference engines"
)
_CODE_OF_OTHERS = "where torch.hub.load runs code of others"
_NAMED_ELSEWHERE = "where a setting names the model"
_NAMED_BY_CALLERS = "where callers of a library name the model"
_NAMED = 2  #: files that a step lists


def asks_a_hub(component: Component) -> bool:
    """Tell whether anything is fetched from a public hub."""
    return bool(component.of(hub_models(component.repo)) or component.of(remote_code_commands(component.repo)))


@security.conduct(
    "SEC-04",
    question="Are hub models pinned to a commit, and is remote code off?",
    severity=Severity.HIGH,
    effort=Effort.SMALL,
    stage=Stage.PILOT,
    why="A branch on a hub moves when its owner, or a thief of the owner's token, wants; the next start loads that.",
    act=acts.FETCHED,
    fix=(
        "Add revision=<40-digit commit> to each call in {model:the loader}.",
        "Drop trust_remote_code from {remote:it}, or copy the reviewed code into this repository.",
        "{keep:Bake the files into the image, and set HF_HUB_OFFLINE=1 there}.",
    ),
    fix_when={
        _CODE_OF_OTHERS: (
            'Name a commit in the call in {model:the loader}: torch.hub.load("owner/name:<40-digit commit>", ...).',
            "Read its hubconf.py at that commit: it runs here. Or copy the reviewed code into this repository.",
            "Fetch it when the image is built, and keep TORCH_HOME inside the image.",
        ),
        _NAMED_ELSEWHERE: (
            "Keep a revision beside the model's name in the settings, and hand it to the call in {model:the loader}.",
            "Refuse a name that is not on the list of approved ones.",
            "{keep:Bake the files into the image, and set HF_HUB_OFFLINE=1 there}.",
        ),
        _NAMED_BY_CALLERS: (
            "Let callers of {model:the loader} hand in a revision with the name, and pass it on.",
            "Give the model that is loaded by default the 40-digit commit it was tested with.",
        ),
    },
    references=("LLM03", "ML06", "ML07", "AML.T0010.003", "AML.M0014", "CWE-829", "MG 3.2"),
    raised_by=("finance", "healthcare"),
    when=asks_a_hub,
    when_not="nothing is fetched from a public hub",
)
def third_party_model_pinned(component: Component) -> Graded:
    repo = component.repo
    models = component.of(hub_models(repo))
    own = by_part(component.repo, (model for model in models if not model.site.role.beside))
    remote = [model for model in own if model.remote_code and not model.pinned]
    running = [model for model in remote if runs(component, model.site)]
    commands: list[Evidence] = list(component.of(remote_code_commands(repo)))
    floating = [model for model in own if model.floating and model not in remote]
    graded = Graded.conduct(
        found=[*running, *commands],
        weak=[*(model for model in remote if model not in running), *floating],
        aside=[model for model in models if model.site.role.beside and (model.remote_code or model.floating)],
        guards=component.of(hub_settings(repo)),
        unread=[f"{model.place}: {model.what}" for model in own if not model.pinned and not model.floating],
        looked_for=HUBS,
    )
    if graded.grade is None and not any(model.code_unseen for model in own):
        graded = graded.surely(Grade.PRESENT)  # whatever their names are: none of them may bring code along
    first: HubModel | None = next(iter([*running, *floating]), next(iter(models), None))
    # what a library fetches is baked into the images of others, if into any
    baked = serving_image(component) and archetype(component).archetype is not Archetype.LIBRARY
    keep = None if baked else "Keep a copy of the files under your own control, with their SHA-256"
    named = graded.naming(model=_files([*running, *floating]) or first, remote=next(iter(remote), None), keep=keep)
    named = named.in_case(_how_pinned(component, first))
    return named if remote or named.case else named.having_done(2)


def _files(models: list[HubModel]) -> str | None:
    """Name the files in which something is fetched, where there are several."""
    paths = list(dict.fromkeys(model.place.path for model in models))
    if len(paths) > _NAMED:
        return f"{paths[0]} and {len(paths) - 1} more files"
    return " and ".join(paths) if len(paths) > 1 else None


def _how_pinned(component: Component, first: HubModel | None) -> str:
    """Say which steps pin what is fetched: a hub of code has no revision, and a name from outside has no commit."""
    if first is None:
        return ""
    if first.call == "torch.hub.load":
        return _CODE_OF_OTHERS
    if first.model:
        return ""
    return _NAMED_BY_CALLERS if archetype(component).archetype is Archetype.LIBRARY else _NAMED_ELSEWHERE
