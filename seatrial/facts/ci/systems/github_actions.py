"""What do the workflows of GitHub Actions (and Forgejo, Gitea) run, and when?"""

import posixpath

from seatrial.facts import fact
from seatrial.facts.ci.systems.github_calls import called_path, connected
from seatrial.facts.ci.systems.github_steps import NEVER, handed_over, steps_of
from seatrial.facts.ci.systems.github_triggers import narrowed, triggers_of
from seatrial.facts.ci.workflow import Job, Trigger, Workflow
from seatrial.facts.project.own_address import own_address
from seatrial.model import Place
from seatrial.read.infrastructure.yaml_documents import YAML
from seatrial.read.infrastructure.yaml_node import MISSING, Node
from seatrial.read.reader import Unread
from seatrial.read.regex import regex
from seatrial.repo import Repo

_FOLDER = regex(r"\.(?:github|gitea|forgejo)/workflows/[^/]+\.ya?ml")


@fact
def github_workflows(repo: Repo) -> tuple[Workflow, ...]:
    """Return the workflows at the audited root; those in folders below it are never started."""
    found = [_workflow(repo, path) for path in repo.matching(_FOLDER.fullmatch)]
    return tuple(connected(found))


def _workflow(repo: Repo, path: str) -> Workflow:
    record = repo.record(YAML, path)
    if isinstance(record, Unread):
        return Workflow(path, "GitHub Actions", path, Place(path), path, broken=record.reason)
    root = record.documents[0].root if record.documents else MISSING
    name = root.at("name").text or posixpath.basename(path)
    triggers = triggers_of(path, root.at("on"))
    jobs = tuple(_job(repo, path, key, job, root, triggers) for key, job in root.at("jobs").pairs)
    outside = tuple(job.calls for job in jobs if job.calls and not job.calls.startswith("./"))
    return Workflow(path, "GitHub Actions", name, Place(path, root.at("jobs").line), f"workflow {name} in {path}",
                    triggers, jobs, outside, record.broken, root)  # fmt: skip


def _job(repo: Repo, path: str, key: str, job: Node, root: Node, triggers: tuple[Trigger, ...]) -> Job:
    condition = job.at("if").text
    environment = job.at("environment")
    calls = job.at("uses").text
    own = called_path(calls, own_address(repo))
    if own:
        calls = f"./{own}"
    steps = handed_over(repo, path, job) if calls and not own else steps_of(repo, path, job, root)
    return Job(
        key, Place(path, job.line), f"job {job.at('name').text or key} of {path}", narrowed(triggers, condition),
        tuple(steps), job.at("needs").texts, job.at("continue-on-error").flag is not True,
        bool(NEVER.fullmatch(condition)), condition, (environment.at("name") or environment).text,
        calls, job,
    )  # fmt: skip
