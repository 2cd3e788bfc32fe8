"""By which steps can the version before be brought back, and has anybody tried them?"""

import datetime as dt
import re
from collections.abc import Iterator

from seatrial.facts import fact
from seatrial.facts.ci.job_order import passed_before
from seatrial.facts.ci.workflows import ci_commands, workflows
from seatrial.facts.code.programs import Program, programs
from seatrial.facts.days import named_day
from seatrial.facts.deployment.clouds.terraform import terraform
from seatrial.facts.deployment.releases.deliveries import deliveries
from seatrial.facts.deployment.releases.delivery_commands import Brings
from seatrial.facts.deployment.releases.rollout_files import declared_rollouts
from seatrial.facts.documents.runbooks import Guide, GuideKind, guides
from seatrial.facts.training.origins.model_registry import OWN_FILES, registrations
from seatrial.model import Place
from seatrial.model.record import dataclass
from seatrial.read.code.python_record import Call
from seatrial.read.infrastructure.yaml_node import Node
from seatrial.read.regex import caseless, regex
from seatrial.repo import Repo, Role, role

_NAMES = caseless(
    r"^(?!python|node)[\w-]*(?:version|revision|tag|sha|commit|release|model|image|rollback|build[_-]?(?:id|number))[\w-]*$"
    r"|^ref$"
)
#: What brings releases out and back, and nothing else.
_RELEASERS = (
    r"kubectl|helm |docker|compose|mlflow|gcloud|\baws\b|\baz \b|heroku|flyctl|argo|rollout|traffic|alias|"
    r"pip install|\byank|npm deprecate"
)
_TOOLS = caseless(
    rf"{_RELEASERS}|terraform|systemctl|service |\.sh\b|python|\bdvc\b|deploy|"
    r"\b(?:roll_?back|restore|revert|promote)\w*\("
)
_OF_DATABASES = caseless(r"migrat|alembic|\bcolumn\b|\btable\b|schema|transaction")
#: Pages on the updates of what a project depends on, and plans of one change: neither says how a release goes back.
_ASIDE = caseless(
    r"dependenc|dependabot|renovate|^(?:[^/]+/)*(?:plans?|proposals?|rfcs?|design(?:[-_]docs?)?)/"
    r"(?!(?:[^/]+/)*[^/]*(?:roll[-_]?back|deploy|release|run[-_]?book)[^/]*$)"
)
_OF_PACKAGES = caseless(r"\b(?:dependabot|renovate)\b|\bdependenc(?:y|ies)[- ](?:updat|upgrad|bump)\w*")
_OF_RELEASES = caseless(_RELEASERS)
_DRILL = caseless(
    r"drill|rehears|game ?day|exercis|(?:last|was) (?:tested|run|tried)|tested on|simulacro|ensayo|geübt|测试"
)
_OF_MODELS = caseless(r"model|weights|checkpoint|registry\.(?:json|ya?ml)|champion|modell|gewicht|poids|веса|模型|权重")
_DAY = regex(r"\b20\d\d-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])\b")
_BY_ITSELF = regex(r"--atomic\b|--rollback-on-failure\b")
_GOES_BACK = regex(r"^_?(?:roll_?back|revert|restore)(?:_|$)")
_MOVES = regex(r"alias|transition|symlink|promote|set_active|set_champion|set_production|traffic|switch")
#: A switch moves much: what goes back to an earlier version says so, and what puts a process back does not.
_TURNS = regex(r"switch")
_OF_VERSIONS = caseless(r"version|release|revision|champion|stage|alias|deploy|slot|blue|green|tag(?![a-z])")
_STEPS = 3  #: lines of a procedure without commands


@dataclass(frozen=True, slots=True)
class Rollback:
    """One way back: a procedure in words, a program, an input of a deployment, a setting of a platform."""

    place: Place
    what: str
    stepwise: bool  #: somebody can follow it or start it as it stands
    about_models: bool = False
    drilled: dt.date | None = None  #: the last day on which it says that it was tried


@fact
def rollbacks(repo: Repo) -> tuple[Rollback, ...]:
    """Return the ways back, those that can be followed first; those of databases and mere mentions of git are weak."""
    found = (
        *_in_guides(repo),
        *_inputs(repo),
        *repo.each(_in_program, programs(repo)),
        *_in_registry(repo),
        *_by_platform(repo),
    )
    return tuple(sorted(dict.fromkeys(found), key=lambda item: (not item.stepwise, item.place)))


def _in_guides(repo: Repo) -> Iterator[Rollback]:
    for guide in guides(repo):
        if guide.kind is not GuideKind.ROLLBACK or role(repo, guide.path) is Role.EXAMPLE:
            continue
        text = guide.text
        if _OF_DATABASES.search(text) and not _TOOLS.search(text):
            continue
        if guide.runs and text.lstrip().startswith("#"):
            continue  # a remark beside other commands
        lines = [line for line in text.splitlines()[1:] if line.strip()]
        followed = (
            bool(_TOOLS.search(text)) and not _of_packages(guide) and (guide.commands > 0 or len(lines) >= _STEPS)
        )
        stepwise = guide.runs or followed
        yield Rollback(guide.place, guide.what, stepwise, bool(_OF_MODELS.search(text)), _drilled(text))


def _of_packages(guide: Guide) -> bool:
    """Tell steps that bring back what the project depends on, or undo one planned change, from those of a release."""
    return bool(_ASIDE.search(guide.path) or (_OF_PACKAGES.search(guide.text) and not _OF_RELEASES.search(guide.text)))


def _drilled(text: str) -> dt.date | None:
    """Return the latest day that stands in one line with a word for having tried it."""
    named = (day for line in text.splitlines() if _DRILL.search(line) for day in _DAY.findall(line))
    return max((day for one in named if (day := named_day(one))), default=None)


def _inputs(repo: Repo) -> Iterator[Rollback]:
    """Find workflows that deploy the version which a person names: an earlier one is named the same way."""
    deploying = {item.job.place: item.job for item in deliveries(repo) if item.brings is Brings.DEPLOYS}
    for flow in workflows(repo):
        asked = _asked(flow.root)
        own = [job for job in flow.jobs if job.place in deploying]
        before = [job for one in own for job in passed_before(repo, one) if job.place.path == flow.path]
        text = "\n".join(f"{step.run} {step.inputs} {job.calls}" for job in (*own, *before) for step in job.steps)
        for name, node in asked if own else ():
            named = _NAMES.search(name) and node.at("type").text != "boolean"
            if named and re.search(rf"(?:inputs|parameters)\.{re.escape(name)}\b", text):
                what = f"{flow.path} deploys the {name} that a person gives"
                yield Rollback(Place(flow.path, node.line), what, stepwise=True, about_models="model" in name.lower())


def _asked(root: Node) -> tuple[tuple[str, Node], ...]:
    """Return what a person may give a run by its name: inputs of GitHub, parameters of Azure and of CircleCI."""
    given = root.at("parameters")
    listed = tuple((item.at("name").text, item) for item in given.elements)
    return (*root.at("on", "workflow_dispatch", "inputs").pairs, *given.pairs, *listed)


def _in_program(program: Program) -> Iterator[Rollback]:
    """Find functions that make an earlier version the current one again: an alias, a stage or a link is moved back."""
    if program.is_test or not program.counts:
        return
    for function in program.file.functions:
        if _GOES_BACK.search(function.name.rpartition(".")[2]):
            inside = (call for call in program.file.calls if call.scope == function.name)
            moved = next((call for call in inside if _moves(function.name, call)), None)
            if moved is not None:
                what = f"{function.name} brings an earlier version back, by {moved.written}"
                yield Rollback(program.place_of(function), what, stepwise=True, about_models=True)


def _moves(name: str, call: Call) -> bool:
    if not _MOVES.search(call.last.lower()):
        return False
    said = " ".join((name, call.written, *(value.text for value in call.values)))
    return not _TURNS.search(call.last.lower()) or bool(_OF_VERSIONS.search(said))


def _in_registry(repo: Repo) -> Iterator[Rollback]:
    """Find functions of the repository's own registry of models that put the version before into use again."""
    for act in registrations(repo):
        going_back = act.tool == OWN_FILES and _GOES_BACK.search(act.site.scope.rpartition(".")[2])
        if going_back and not act.site.notebook:
            yield Rollback(
                act.place, f"{act.site.scope} brings an earlier version back", stepwise=True, about_models=True
            )


def _by_platform(repo: Repo) -> Iterator[Rollback]:
    """Find settings by which a platform itself goes back when a deployment fails: that is no way back afterwards."""
    for one in ci_commands(repo):
        if one.command.program == "helm" and _BY_ITSELF.search(one.command.text):
            yield Rollback(one.place, f"{one.workflow} lets helm go back when an upgrade fails", stepwise=False)
    for item in terraform(repo):
        for block in item.block.walk() if item.role is Role.OWN else ():
            name = block.kind
            if name in {"deployment_circuit_breaker", "auto_rollback_configuration"}:
                yield Rollback(Place(item.place.path, block.line), f"{name} goes back when a deployment fails",
                               stepwise=False)  # fmt: skip
    for rollout in declared_rollouts(repo):
        if rollout.aborts:
            yield Rollback(rollout.place, f"{rollout.what}, and goes back by what is measured", stepwise=False)
