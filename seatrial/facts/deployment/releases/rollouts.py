"""How does a new version of the model meet live traffic: gradually, in the shadow, or all at once? The door to all."""

from collections.abc import Iterator

from seatrial.facts import fact
from seatrial.facts.ci.workflows import ci_commands
from seatrial.facts.code.call_targets import Callee, run_by
from seatrial.facts.code.programs import Site, Sited, called, own_code
from seatrial.facts.deployment.releases.idle_shares import idle_shares, names_share
from seatrial.facts.deployment.releases.rollout import Rollout
from seatrial.facts.deployment.releases.rollout_files import declared_rollouts
from seatrial.facts.inference.inference import inference_calls
from seatrial.facts.reach.reach import reach
from seatrial.facts.training.training_path import training_path
from seatrial.model import Liveness
from seatrial.read.code.python_record import Value
from seatrial.read.regex import regex
from seatrial.repo import Repo

_SHADOW = regex(r"(?<![a-z])(?:shadow|challenger|canary)(?![a-z])")
#: Folders and files in which models are trained and judged.
_COMPARES = regex(r"(?:^|/)(?:train|eval|backtest)\w*[/.]")
_FLAGS = {
    "launchdarkly": "LaunchDarkly", "ldclient": "LaunchDarkly", "UnleashClient": "Unleash",
    "growthbook": "GrowthBook", "flagsmith": "Flagsmith", "statsig": "Statsig", "optimizely": "Optimizely",
    "openfeature": "OpenFeature", "posthog": "PostHog",
}  # fmt: skip
_ASKS_FLAG = (
    "variation", "is_enabled", "is_on", "is_off", "get_feature_value", "eval_feature", "get_variant",
    "is_feature_enabled", "get_value", "check_gate", "get_experiment", "decide", "get_boolean_value",
    "get_string_value", "feature_enabled", "get_feature_flag", "get_flag",
)  # fmt: skip
_MODEL = regex(r"model|challenger|canary|variant|ranker|classif|predict")
#: What people see of a model: a flag about it hides a page, and sends no request to another version.
_OF_PAGES = regex(
    r"(?<![a-z])(?:ui|pages?|tabs?|menus?|buttons?|banners?|panels?|dialogs?|modals?|picker|selector|dropdown|sidebar|"
    r"layout|theme|widgets?|screens?|docs?|tours?|links?|icons?|colou?rs?)(?![a-z])"
)


@fact
def rollouts(repo: Repo) -> tuple[Rollout, ...]:
    """Return the staged rollouts, those of manifests first, and exchanges of replicas at the end."""
    found = (*declared_rollouts(repo), *_commands(repo), *_clouds(repo), *_shares(repo), *_shadows(repo), *_flags(repo))
    return tuple(sorted(dict.fromkeys(found), key=lambda item: (not item.staged, not item.idle, item.place)))


def _commands(repo: Repo) -> Iterator[Rollout]:
    for one in ci_commands(repo):
        text, what = one.command.text, ""
        promotes = "rollouts promote" in text or "--to-latest" in text
        if one.command.program == "gcloud" and ("--no-traffic" in text or "--to-revisions" in text or promotes):
            what = "leaves the new revision without traffic at first, or moves a part of it"
        elif one.command.program == "kubectl" and "rollouts" in text and "argo" in text:
            what = "moves a rollout on"
        elif one.command.program == "az" and "--traffic" in text and not text.rstrip('"').endswith("=100"):
            what = "gives a deployment its part of the traffic"
        elif one.command.program in {"fly", "flyctl"} and any(word in text for word in ("canary", "bluegreen")):
            what = "starts the new version beside the old one"
        if what:
            yield Rollout(one.place, f"{one.workflow} {what}", staged=True, promotes=promotes)


def _clouds(repo: Repo) -> Iterator[Rollout]:
    """Find calls of SageMaker and Vertex AI that divide the traffic or bring it over in steps."""
    for found in called(repo, "create_endpoint_config", "update_endpoint", "deploy", "deploy_model"):
        call = found.call
        variants = call.keyword("ProductionVariants")
        several = variants is not None and len(variants.items) > 1
        shadow = call.keyword("ShadowProductionVariants")
        settings = call.keyword("DeploymentConfig")
        share, split = call.keyword("traffic_percentage"), call.keyword("traffic_split")
        part = share is not None and isinstance(share.literal, int) and 0 < share.literal < 100
        divided = split is not None and len(split.keywords) > 1
        if several or shadow is not None or settings is not None or part or divided:
            aborts = settings is not None and "AutoRollbackConfiguration" in {key for key, _ in settings.keywords}
            yield _in_code(found, f"{call.last} gives the new version a part of the traffic", aborts=aborts)


def _in_code(found: Sited, what: str, *, aborts: bool = False) -> Rollout:
    return Rollout(found.site.place, what, found.site.counts, aborts, liveness=found.site.liveness)


def _shares(repo: Repo) -> Iterator[Rollout]:
    """Find where a draw or a hash is compared with the share of the traffic that another model gets."""
    for program in own_code(repo):
        for item in program.file.comparisons:
            for side in (item.left, item.right):
                if item.operator in {"<", "<=", ">", ">="} and names_share(side.text):
                    drawn = item.right if side is item.left else item.left
                    if drawn.kind != "literal" and reach(repo).is_live(program.path, item.scope):
                        name = side.text.rpartition(".")[2]
                        idle = name.lower() in idle_shares(repo)
                        what = f"{name} decides which model answers a request{', and is nothing by default' * idle}"
                        place = program.place_of(item)
                        yield Rollout(place, what, staged=not idle, liveness=Liveness.LIVE, idle=idle)


def _shadows(repo: Repo) -> Iterator[Rollout]:
    """Find a second model that is asked beside the one that answers."""
    counted = {program.path for program in own_code(repo)}
    for found in inference_calls(repo):
        written = f"{found.call.written} {found.scope}".lower()
        if found.path in training_path(repo) or _COMPARES.search(found.path):
            continue  # there a new model is compared with the old one, and answers nobody
        if found.path in counted and _SHADOW.search(written) and reach(repo).is_live(found.path, found.scope):
            yield Rollout(found.place, f"{found.call.written} is asked beside the model that answers", staged=True,
                          liveness=Liveness.LIVE)  # fmt: skip


def _flags(repo: Repo) -> Iterator[Rollout]:
    """Find flags that are asked in code which answers requests; one about a model decides which one answers."""
    for program in own_code(repo):
        tool = next(
            (_FLAGS[part] for item in program.file.imports for part in item.module.split(".") if part in _FLAGS), ""
        )
        for call in program.file.calls if tool else ():
            if call.last in _ASKS_FLAG and call.args and reach(repo).is_live(program.path, call.scope):
                for site, key, target in _flag_readings(repo, Sited(call, program)):
                    what = f"{tool} is asked for {key or 'a flag'}"
                    about = _chooses_model(key, target)
                    yield Rollout(site.place, what, staged=about, liveness=Liveness.LIVE, flag=True)


def _flag_readings(repo: Repo, found: Sited) -> Iterator[tuple[Site, str, str]]:
    """Yield where a flag is asked for, by which key, for which name: behind an own function, where that is called."""
    call, program = found.call, found.program
    key = call.args[0]
    own = program.file.function(call.scope)
    if own is None or key.name not in {item.name for item in own.parameters}:
        yield found.site, _key(key), call.target
        return
    wrapper = Callee(program.path, own.name)
    callers = [
        item
        for item in called(repo, own.name.rpartition(".")[2])
        if item.call.args and wrapper in run_by(repo, item.program.file, item.call)
    ]
    yield from ((item.site, _key(item.call.args[0]), item.call.target) for item in callers)
    if not callers:
        yield found.site, "", ""


def _key(value: Value) -> str:
    """Return the text of a flag's key, or the last words of the constant that holds it."""
    return value.string or value.text.removesuffix(".value").rpartition(".")[2]


def _chooses_model(key: str, target: str) -> bool:
    words = f"{key} {target}".lower()
    return bool(_MODEL.search(words)) and not _OF_PAGES.search(words.replace("_", " ").replace("-", " "))


__all__ = ["Rollout", "rollouts"]
