"""What does a Jenkinsfile run?"""

import re
from collections.abc import Iterator

from seatrial.facts import fact
from seatrial.facts.ci.workflow import Event, Job, Step, Trigger, Workflow
from seatrial.model import Place
from seatrial.read.line_number import line_number
from seatrial.read.regex import regex
from seatrial.repo import Repo

_NAME = regex(r"(?:[^/]+/)?Jenkinsfile(?:\.[\w-]+)?")
_COMMENT = regex(r"/\*.*?\*/|(?m:^[ \t]*//[^\n]*$)", re.DOTALL)
_SHELL = regex(
    r"\b(?:sh|bat|powershell)\s*+(?P<open>\(?+)\s*+(?:\w{1,20}\s*:\s*(?:true|false|['\"][^'\"\n]{0,200}['\"])\s*,\s*){0,4}"
    r"(?:script\s*:\s*)?"
    r"(?P<quote>'''|\"\"\"|'|\")(?P<text>.*?)(?<!\\)(?P=quote)(?P<rest>[^\n]*)",
    re.DOTALL,
)
#: Calls of the Docker plugin, told as the command that each stands for: ``docker.build(name, "-f x ."); image.push()``.
_DOCKER = regex(
    r"\bdocker\.build\s*\([^,()\n]{0,200}(?:,\s*['\"](?P<build>[^'\"\n]{0,300})['\"])?"
    r"|\b\w+\.push\s*\(\s*(?P<tag>[^)\s]{0,80})"
)
_CRON = regex(r"\bcron\s*+\(?+\s*+['\"]([^'\"]+)['\"]")


@fact
def jenkins_workflows(repo: Repo) -> tuple[Workflow, ...]:
    """Return the pipelines of Jenkinsfiles: the shell texts in them, in order. Groovy itself is not followed."""
    return tuple(_workflow(repo, path) for path in repo.matching(_NAME.fullmatch))


def _workflow(repo: Repo, path: str) -> Workflow:
    entry = repo.entries[path]
    if entry.problem or entry.size > 300_000:
        return Workflow(path, "Jenkins", path, Place(path), path, broken=entry.problem or "larger than 300,000 bytes")
    text = _COMMENT.sub(lambda found: "\n" * found[0].count("\n"), repo.text(path))
    steps = (*(_step(path, text, found) for found in _SHELL.finditer(text)), *_docker(path, text))
    triggers = [Trigger(Event.PUSH, Place(path, 1)), Trigger(Event.PULL_REQUEST, Place(path, 1))]
    triggers += [Trigger(Event.SCHEDULE, Place(path, 1), cron=cron) for cron in _CRON.findall(text)]
    job = Job("pipeline", Place(path, 1), f"pipeline of {path}", tuple(triggers), steps)
    return Workflow(path, "Jenkins", path, Place(path, 1), f"Jenkins pipeline {path}", tuple(triggers), (job,))


def _step(path: str, text: str, found: re.Match[str]) -> Step:
    start = found.start("text")
    line = line_number(text, start)
    before = text[max(0, found.start() - 120) : found.start()]
    ignored = "returnStatus" in found[0] or bool(re.search(r"catchError\s*(\([^)]*\))?\s*\{[^}]*$", before))
    stage = next(iter(_around(text, start, "stage")), "")
    folders = [folder.strip("/") for folder in _around(text, start, "dir") if "$" not in folder]
    return Step(Place(path, line), stage, found["text"], folder="/".join(reversed(folders)), can_fail=not ignored)


def _docker(path: str, text: str) -> Iterator[Step]:
    if "docker.build" in text or "docker.image" in text:
        for found in _DOCKER.finditer(text):
            place = Place(path, line_number(text, found.start()))
            if "docker.build" in found[0]:
                yield Step(place, run=f"docker build {found['build'] or '.'}")
            else:  # a name without quotes is a variable of Groovy
                tag = found["tag"].strip("'\"") if found["tag"][:1] in {"", "'", '"'} else "$TAG"
                yield Step(place, run=f"docker push image:{tag or 'latest'}")


def _around(text: str, position: int, word: str) -> list[str]:
    """Return the names of the blocks ``word('name') {`` around a position, the innermost first."""
    blocks = re.finditer(rf"\b{word}\s*\(?\s*['\"]([^'\"\n]+)['\"]\s*\)?\s*\{{", text[:position])
    inside = (found for found in blocks if _open(text[found.end() : position]))
    return [found[1] for found in inside][::-1]


def _open(between: str) -> bool:
    """Tell whether a block that starts before a text has not ended in it."""
    depth = 1
    for brace in re.findall(r"[{}]", between):
        depth += 1 if brace == "{" else -1
        if not depth:
            return False
    return True
