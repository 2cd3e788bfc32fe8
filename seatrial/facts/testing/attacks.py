"""Which programs attack the model, or try to misuse it, and does anything start them?"""

from collections.abc import Iterator

from seatrial.component import Component
from seatrial.facts import fact
from seatrial.facts.ci.ci_coverage import guarding_runs
from seatrial.facts.ci.workflows import CiCommand, ci_commands
from seatrial.facts.code.programs import programs
from seatrial.facts.deployment.settings_files import first_document
from seatrial.model import Evidence, Place, as_evidence
from seatrial.read.regex import regex
from seatrial.repo import Repo

#: Modules whose calls attack a model, or measure what it gives away.
_LIBRARIES = regex(
    r"(?:art\.(?:attacks|defences|estimators|metrics)|foolbox|textattack|counterfit|garak|pyrit|deepteam|cleverhans|"
    r"torchattacks|robustbench|autoattack|privacy_meter|ml_privacy_meter|giskard\.scan|adversarial_robustness_toolbox|"
    r"azure\.ai\.evaluation\.red_team|secml|advertorch|augly|armory|tensorflow_privacy\.privacy\.privacy_tests)(?:\.|$)"
)
_COMMANDS = (("garak",), ("promptfoo", "redteam"), ("pyrit_scan",), ("pyrit",), ("deepteam", "run"),
                    ("giskard", "scan"), ("textattack", "attack"), ("counterfit",))  # fmt: skip
_KEPT = regex(r"--report|--output|-o\b|>\s*\S|--junit|report_prefix")


@fact
def attacks(repo: Repo) -> tuple[Evidence, ...]:
    """Return the programs, and the settings of tools, that attack a model, by place."""
    found = []
    for program in programs(repo):
        call = next((call for call in program.file.calls if _LIBRARIES.match(call.name)), None)
        if call is not None and not program.notebook:
            found.append(Evidence(program.site(call.line).place, f"{call.name} attacks the model"))
    red_teams = (path for path in repo.matching(_may_tell) if first_document(repo, path).at("redteam"))
    found += [Evidence(Place(path), f"{path} tells promptfoo how to attack") for path in red_teams]
    return tuple(found)


def attack_runs(component: Component) -> tuple[Evidence, ...]:
    """Return the runs of such programs by CI or the clock whose result is kept or can stop a change."""
    repo = component.repo
    paths = {item.place.path for item in component.of(attacks(repo))}
    found = [
        as_evidence(one)
        for one in component.of(ci_commands(repo))
        if (one.on_change or one.scheduled) and _attacks(one, paths) and (one.can_fail or _keeps(one))
    ]
    for path in sorted(paths):
        found += [as_evidence(run) for run in guarding_runs(component, path) if "test" in path]
    return tuple(dict.fromkeys(found))


def _attacks(one: CiCommand, paths: set[str]) -> bool:
    if any(one.command.starts(*words) for words in _COMMANDS):
        return True
    return any(path.endswith(word.removeprefix("./")) for path in paths for word in _scripts(one))


def _scripts(one: CiCommand) -> Iterator[str]:
    yield from (word for word in one.command.argv if word.endswith(".py"))


def _keeps(one: CiCommand) -> bool:
    return bool(_KEPT.search(one.command.text)) or any("upload-artifact" in step.uses for step in one.job.steps)


def _may_tell(path: str) -> bool:
    name = path.rpartition("/")[2].lower()
    return "promptfoo" in name and name.endswith((".yaml", ".yml"))
