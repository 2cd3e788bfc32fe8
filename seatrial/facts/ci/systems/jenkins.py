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
#: A job of the server that is started by its name, and the values that it is handed.
_JOB = regex(
    r"(?<![\w.])build\s*+\(?+\s*+job\s*+:\s*+(?:['\"](?P<job>[^'\"\n]{1,200})['\"]|[\w.]+)"
    r"|(?m:^[ \t]*+)build[ \t]*+\(?+[ \t]*+['\"](?P<bare>[^'\"\n]{1,200})['\"]"
)
_VALUE = regex(r"\bvalue\s*+:\s*+['\"]([^'\"$\n]{1,80})['\"]")
_NEXT = regex(r"(?<![\w.])(?:build\b|stage\s*\(|sh\b)")
#: Code that every pipeline of an owner shares: where a file does nothing else, that is the pipeline.
_LIBRARY = regex(
    r"@Library\s*\(\s*['\"]([^'\"\n]{1,200})['\"]|\blibrary\s*\(?\s*(?:identifier\s*:\s*)?['\"]([^'\"\n]{1,200})['\"]"
)
_CRON = regex(r"\bcron\s*+\(?+\s*+['\"]([^'\"]+)['\"]")


@fact
def jenkins_workflows(repo: Repo) -> tuple[Workflow, ...]:
    """Return the pipelines of Jenkinsfiles: the shell texts in them, in order. Groovy itself is not followed.

    Jobs of the server that it starts by name stand elsewhere, and so does a shared library.
    """
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
    told, outside = f"Jenkins pipeline {path}", tuple(dict.fromkeys(_elsewhere(text, bare=not steps)))
    return Workflow(path, "Jenkins", path, Place(path, 1), told, tuple(triggers), (job,), outside)


def _elsewhere(text: str, *, bare: bool) -> Iterator[str]:
    """Yield the jobs of the server that are started, each with its stage and what it is handed.

    A shared library counts where the file runs nothing itself (``bare``).
    """
    for found in _JOB.finditer(text):
        if _is_in_shell(text, found.start()):
            continue
        end = _NEXT.search(text, found.end(), found.end() + 600)
        handed = _VALUE.findall(text, found.end(), end.start() if end else found.end() + 600)
        said = [*_around(text, found.start(), "stage")[:1], *handed[:4]]
        job = found["job"] or found["bare"] or "a job"
        yield f"{job} ({', '.join(said)})" if said else job
    for found in _LIBRARY.finditer(text) if bare else ():
        yield f"the library {found[1] or found[2]}"


def _is_in_shell(text: str, position: int) -> bool:
    return any(found.start("text") <= position < found.end("text") for found in _SHELL.finditer(text))


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
