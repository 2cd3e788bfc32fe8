"""Which limits and scaling bounds does a command or an action of CI set that deploys: gcloud run, az containerapp?"""

from collections.abc import Iterator
from dataclasses import replace

from seatrial.facts import fact
from seatrial.facts.ci.commands.task_targets import targets
from seatrial.facts.ci.workflows import CiAction, ci_actions, ci_commands
from seatrial.facts.deployment.bounds.scaling_bounds import whole_number
from seatrial.facts.deployment.known_programs import INFRASTRUCTURE
from seatrial.facts.deployment.settings_files import single
from seatrial.facts.deployment.workload import Autoscaler, Platform, Resources, Workload
from seatrial.model import Evidence, Place
from seatrial.read.infrastructure.shell import SHELL, Command, commands
from seatrial.repo import Repo, Role, role

#: The first words of a command, and what it deploys to.
_DEPLOYS = (
    (("gcloud", "run", "deploy"), Platform.CLOUD_RUN), (("gcloud", "run", "services", "update"), Platform.CLOUD_RUN),
    (("gcloud", "functions", "deploy"), Platform.SERVERLESS), (("az", "containerapp", "create"), Platform.APP_PLATFORM),
    (("az", "containerapp", "update"), Platform.APP_PLATFORM), (("az", "containerapp", "up"), Platform.APP_PLATFORM),
    (("aws", "lambda", "create-function"), Platform.SERVERLESS),
    (("aws", "lambda", "update-function-configuration"), Platform.SERVERLESS),
    (("gcloud", "ai", "endpoints", "deploy-model"), Platform.MODEL_PLATFORM),
    (("kubectl", "autoscale"), Platform.KUBERNETES),
)  # fmt: skip
#: Actions of GitHub that deploy, and the command whose options their ``flags`` take.
_ACTIONS = {
    "google-github-actions/deploy-cloudrun": "gcloud run deploy",
    "google-github-actions/deploy-cloud-functions": "gcloud functions deploy",
    "azure/container-apps-deploy-action": "az containerapp update",
}
_CPU, _MEMORY = ("--cpu", "--cpus"), ("--memory", "--memory-size")
_LOWEST = ("--min-instances", "--min-replicas", "--min-replica-count", "--min")
_HIGHEST = ("--max-instances", "--max-replicas", "--max-replica-count", "--max")


@fact
def deploy_commands(repo: Repo) -> tuple[Workload, ...]:
    """Return what commands and actions of CI, and commands of tasks and scripts deploy, with what they ask for."""
    return tuple(work for command, place in written_commands(repo) if (work := _workload(repo, command, place)))


@fact
def command_autoscalers(repo: Repo) -> tuple[Autoscaler, ...]:
    """Return the bounds on replicas that such commands set."""
    return tuple(scaler for command, place in written_commands(repo) if (scaler := _scaler(repo, command, place)))


@fact
def command_concurrency(repo: Repo) -> tuple[Evidence, ...]:
    """Return where such commands bound how many requests one copy of a container works on at once."""
    asked = ((command, place) for command, place in written_commands(repo) if _platform(command) is Platform.CLOUD_RUN)
    return tuple(
        Evidence(place, "--concurrency bounds what one copy works on at once")
        for command, place in asked
        if option(command, ("--concurrency",)) not in ("", "default")
    )


def written_commands(repo: Repo) -> Iterator[tuple[Command, Place]]:
    """Yield the commands of CI, tasks and scripts, and those that actions of CI stand for."""
    for found in ci_commands(repo):
        yield found.command, found.place
    for action in ci_actions(repo):
        for command in _of_action(action):
            yield replace(command, text=action.uses), action.place
    for path, target in targets(repo):
        for command in commands(target.text):
            yield command, Place(path, target.line)
    named = repo.matching(lambda path: path.endswith(".sh"))
    scripts = (path for path in named if role(repo, path) in {Role.OWN, Role.EXAMPLE})
    for record in repo.records(SHELL, scripts):
        for command in record.commands:
            yield command, Place(record.path, command.line)


def _of_action(action: CiAction) -> tuple[Command, ...]:
    """Return the command that an action stands for, with the options that it is given as text or by their names."""
    given = dict(action.inputs)
    options = " ".join(f"--{name} {given[name]}" for name in ("cpu", "memory") if given.get(name, "").isalnum())
    started = _ACTIONS.get(action.uses.partition("@")[0].lower(), "")
    return commands(f"{started} {given.get('flags', '')} {options}") if started else ()


def _platform(command: Command) -> Platform | None:
    """Return what a command deploys to; what is called after a program that everybody knows is none of the owner's."""
    words, platform = next((one for one in _DEPLOYS if command.starts(*one[0])), ((), None))
    rest = command.argv[len(words) :]
    named = rest[0] if rest and not rest[0].startswith("-") else option(command, ("--name", "-n", "--function-name"))
    return None if INFRASTRUCTURE.fullmatch(named) else platform


def _workload(repo: Repo, command: Command, place: Place) -> Workload | None:
    platform = _platform(command)
    if platform is None:
        return None
    cpu, memory = option(command, _CPU), option(command, _MEMORY)
    resources = Resources(place, cpu_limit=cpu, memory_limit=memory) if cpu or memory else None
    what = f"what {' '.join(command.text.split())[:60]} deploys"
    return replace(single(platform, "command", "", place, what, resources=resources), role=role(repo, place.path))


def _scaler(repo: Repo, command: Command, place: Place) -> Autoscaler | None:
    highest, lowest = option(command, _HIGHEST), option(command, _LOWEST)
    if _platform(command) is None or not (highest or lowest):
        return None
    return Autoscaler("command", place, f"{command.program} sets the number of replicas", "", whole_number(lowest),
                      whole_number(highest), role=role(repo, place.path))  # fmt: skip


def option(command: Command, names: tuple[str, ...]) -> str:
    words = command.arguments
    for position, word in enumerate(words):
        name, equals, value = word.partition("=")
        if name in names:
            return value if equals else words[position + 1] if position + 1 < len(words) else ""
    return ""
