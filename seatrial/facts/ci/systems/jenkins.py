"""What does a Jenkinsfile run?"""

import re
from bisect import bisect_right
from collections.abc import Iterator
from itertools import groupby, islice
from operator import itemgetter

from seatrial.facts import fact
from seatrial.facts.ci.systems.jenkins_blocks import Block, Blocks, blocks_of, narrowed
from seatrial.facts.ci.workflow import Event, Job, Step, Trigger, Workflow, held
from seatrial.model import Place
from seatrial.read.line_number import line_number
from seatrial.read.regex import regex
from seatrial.repo import Repo

_NAME = regex(r"(?:[^/]+/)?Jenkinsfile(?:\.[\w-]+)?")
_LINE_COMMENT = regex(r"(?m:^[ \t]*+//[^\n]*$)")
_COMMENT = regex(rf"/\*|{_LINE_COMMENT.pattern}")
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
#: A step that waits for a person's yes, or the directive of a stage that does.
_INPUT = regex(r"(?<![\w.$'\"-])input\s*+(?:\{|\(|['\"]|(?:message|id|ok|submitter)\s*+:)")
_MOST = 50  #: questions to a person that are looked at
_LETTER = regex(r"[^\n]")
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
    text = "".join(_uncommented(repo.text(path)))
    quiet = _SHELL.sub(_blanked, text)
    jobs = tuple(_jobs(path, text, quiet))
    outside = tuple(dict.fromkeys(_elsewhere(quiet, bare=not any(job.steps for job in jobs))))
    head, triggers = f"Jenkins pipeline {path}", tuple(_triggers(path, text))
    return Workflow(path, "Jenkins", path, Place(path, 1), head, triggers, jobs, outside)


def _uncommented(text: str) -> Iterator[str]:
    """Yield the text without its comments, lines kept; what looks like a comment and is never closed is none."""
    position = 0
    while found := _COMMENT.search(text, position):
        end = text.find("*/", found.end()) + 2 if found[0] == "/*" else found.end()
        if end < found.end():
            break
        yield text[position : found.start()] + "\n" * text.count("\n", found.start(), end)
        position = end
    yield _LINE_COMMENT.sub("", text[position:])


def _blanked(shell: re.Match[str]) -> str:
    """Return a call of the shell with nothing in the place of its text, which is no Groovy."""
    start, end = (position - shell.start() for position in shell.span("text"))
    return shell[0][:start] + _LETTER.sub(" ", shell["text"]) + shell[0][end:]


def _triggers(path: str, text: str) -> Iterator[Trigger]:
    yield Trigger(Event.PUSH, Place(path, 1))
    yield Trigger(Event.PULL_REQUEST, Place(path, 1))
    yield from (Trigger(Event.SCHEDULE, Place(path, 1), cron=cron) for cron in _CRON.findall(text))


def _jobs(path: str, text: str, quiet: str) -> Iterator[Job]:
    """Yield what each stage runs, as a job that waits for the stages before; a question to a person cuts one in two."""
    blocks = blocks_of(quiet)
    asked = [found.start() for found in islice(_INPUT.finditer(quiet), _MOST)]
    steps = [*_steps(path, text, blocks), *((position, None) for position in asked)]
    starts, conditions = tuple(_triggers(path, text)), blocks.conditions(quiet)
    before: list[tuple[str, list[Block]]] = []
    for (stage, said), group in groupby(
        sorted(steps, key=itemgetter(0)), lambda step: (blocks.stage(step[0]), bisect_right(asked, step[0]))
    ):
        inside = list(group)
        side_by_side, after = (blocks.around(inside[0][0], kind)[:1] for kind in ("parallel", "post"))
        needs = dict.fromkeys(name for name, beside in before if not beside or beside != side_by_side)
        outer = blocks.around(stage.start, "stage") if stage else []
        triggers = narrowed(starts, [condition for one in outer for condition in conditions.get(one.start, ())])
        if said:
            triggers = held(triggers, Place(path, line_number(text, asked[said - 1])))
        name, start = (stage.name, stage.start) if stage else ("pipeline", 0)
        own = tuple(step for _, step in inside if step is not None)
        yield Job(name, Place(path, line_number(text, start)), f"{name} of {path}", triggers, own,
                  () if after else tuple(needs))  # fmt: skip
        before.append((name, side_by_side))


def _elsewhere(quiet: str, *, bare: bool) -> Iterator[str]:
    """Yield the jobs of the server that are started, each with its stage and what it is handed.

    A shared library counts where the file runs nothing itself (``bare``).
    """
    blocks = blocks_of(quiet)
    for found in _JOB.finditer(quiet):
        end = _NEXT.search(quiet, found.end(), found.end() + 600)
        handed = _VALUE.findall(quiet, found.end(), end.start() if end else found.end() + 600)
        stage = blocks.stage(found.start())
        said = [*([stage.name] if stage else ()), *handed[:4]]
        job = found["job"] or found["bare"] or "a job"
        yield f"{job} ({', '.join(said)})" if said else job
    for found in _LIBRARY.finditer(quiet) if bare else ():
        yield f"the library {found[1] or found[2]}"


def _steps(path: str, text: str, blocks: Blocks) -> Iterator[tuple[int, Step | None]]:
    for found in _SHELL.finditer(text):
        yield found.start("text"), _step(path, text, found, blocks)
    for position, command in _docker(text):
        yield position, Step(Place(path, line_number(text, position)), run=command)


def _step(path: str, text: str, found: re.Match[str], blocks: Blocks) -> Step:
    start = found.start("text")
    before = text[max(0, found.start() - 120) : found.start()]
    ignored = "returnStatus" in found[0] or bool(re.search(r"catchError\s*(\([^)]*\))?\s*\{[^}]*$", before))
    stage = blocks.stage(start)
    folders = [block.name.strip("/") for block in blocks.around(start, "dir") if "$" not in block.name]
    place, name = Place(path, line_number(text, start)), stage.name if stage else ""
    return Step(place, name, found["text"], folder="/".join(reversed(folders)), can_fail=not ignored)


def _docker(text: str) -> Iterator[tuple[int, str]]:
    if "docker.build" in text or "docker.image" in text:
        for found in _DOCKER.finditer(text):
            if "docker.build" in found[0]:
                yield found.start(), f"docker build {found['build'] or '.'}"
            else:  # a name without quotes is a variable of Groovy
                tag = found["tag"].strip("'\"") if found["tag"][:1] in {"", "'", '"'} else "$TAG"
                yield found.start(), f"docker push image:{tag or 'latest'}"
