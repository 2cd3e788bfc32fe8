"""Which scanners look at dependencies, code, images and infrastructure, and what happens when they find something?"""

import posixpath
import re
from collections.abc import Iterator
from dataclasses import replace

from seatrial.component import Component
from seatrial.facts import fact
from seatrial.facts.ci.hooks import hooks
from seatrial.facts.ci.run_scope import WHOLE, Scope, concerns, scope_of
from seatrial.facts.ci.scanning.scanner_names import ACTIONS, CALLED, IMAGES, PROGRAMS, TEMPLATES, TRIVY, Subject
from seatrial.facts.ci.scanning.scanner_options import Blocking, of_action, of_command
from seatrial.facts.ci.workflows import CiAction, CiCommand, ci_actions, ci_commands, runs, workflows
from seatrial.facts.deployment.settings_files import first_document
from seatrial.facts.documents.given_up import sealed
from seatrial.facts.project.update_bots import Kind, update_watches
from seatrial.model import Place
from seatrial.model.record import dataclass
from seatrial.read.infrastructure.shell import Command
from seatrial.read.infrastructure.yaml_node import MISSING
from seatrial.repo import Repo

_PACKAGES = frozenset({Kind.PYTHON, Kind.OTHER})  #: what bots of updates know the holes of
_RUFF = {"ruff", "ruff-check", "ruff-lint"}  #: hooks that lint; a local one may start it through a script of its own


@dataclass(frozen=True, slots=True)
class Scan:
    """One scanner at one place."""

    subject: Subject
    tool: str
    place: Place
    what: str
    on_change: bool = False  #: a change on its way to the default branch starts it
    blocks: bool = False  #: what it finds stops that change
    scope: Scope = WHOLE  #: where it looks


@fact
def scans(repo: Repo) -> tuple[Scan, ...]:
    """Return every scanner of CI, of hooks before a commit, and of the forge's own configuration."""
    in_ci = (*_of_commands(repo), *_of_actions(repo), *_of_calls(repo), *_of_templates(repo))
    found = (*in_ci, *_of_hooks(repo), *_of_bots(repo))
    return tuple(dict.fromkeys(sorted(found, key=lambda scan: (not scan.blocks, not scan.on_change, scan.place))))


def scans_of(component: Component) -> tuple[Scan, ...]:
    """Return the scanners that look at a component, or at all of the repository, and at no other part alone."""
    return tuple(scan for scan in component.of(scans(component.repo)) if concerns(component, scan.scope))


def blocking_policies(component: Component) -> tuple[Scan, ...]:
    """Return what holds the component's infrastructure to rules, and stops a change that breaks one."""
    return tuple(scan for scan in scans_of(component) if scan.subject is Subject.INFRASTRUCTURE and scan.blocks)


def _of_commands(repo: Repo) -> Iterator[Scan]:
    for one in ci_commands(repo):
        started = _inside(one.command)
        for subject in _subjects(repo, started, one.folder):
            yield _in_ci(repo, subject, started.program, one, of_command(started))


def _inside(command: Command) -> Command:
    """Return what a container runs that is started from the image of a scanner; any other command as it is."""
    if not (command.starts("docker", "run") or command.starts("podman", "run")):
        return command
    for at, word in enumerate(command.arguments):
        image = "/".join(re.sub(r"[:@][^/]*$", "", word).split("/")[-2:])
        if program := IMAGES.get(image):
            given = command.arguments[at + 1 :]
            return replace(command, argv=(program, *given[given[:1] == (program,) :]))
    return command


def _in_ci(repo: Repo, subject: Subject, tool: str, one: CiCommand | CiAction, blocking: Blocking) -> Scan:
    blocks = one.guards and blocking is Blocking.YES
    return Scan(subject, tool, one.place, _told(one.what, blocking), one.on_change, blocks, scope_of(repo, one))


def _subjects(repo: Repo, command: Command, folder: str) -> Iterator[Subject]:
    words = command.operands
    if {"--version", "--help", "-h", "version"} & set(command.arguments[:1]):
        return
    if command.program in {"trivy", "grype"}:
        target = words[0] if words else ""
        listed = command.program == "grype" and not target.startswith(("dir:", "."))
        subject = TRIVY.get(target, Subject.IMAGE if listed else Subject.DEPENDENCIES)
        yield subject
        if subject is Subject.IMAGE and not any(word in command.text for word in ("vuln-type os", "vuln-type=os")):
            yield Subject.DEPENDENCIES  # those that are installed in the image
    elif command.program == "ruff" and words[:1] != ["format"]:
        under = [posixpath.normpath(posixpath.join(folder, word)) for word in (words[1:] or ["."])]
        yield from [Subject.CODE] if any(_asks_for_holes(repo, command.arguments, one) for one in under) else []
    for name, subject in PROGRAMS:
        if command.starts(*name.split()):
            yield subject


def _asks_for_holes(repo: Repo, words: tuple[str, ...], folder: str = "") -> bool:
    """Tell whether ruff, started with these words, looks for holes: by its own selection, else by its settings."""
    asked = re.search(r"select[= ][\"']?(?:[\w,]*,)?(?:S\d*|ALL)\b", " ".join(words))
    selects = any(word.startswith("--select") for word in words)
    return bool(asked) or (not selects and _ruff_finds_holes(repo, folder))


def _ruff_finds_holes(repo: Repo, folder: str) -> bool:
    """Tell whether the settings that ruff obeys in a folder, those nearest to it, select its security rules."""
    for path in ("ruff.toml", ".ruff.toml", "pyproject.toml"):
        at = posixpath.normpath(posixpath.join(folder, path))
        root = first_document(repo, at) if at in repo.entries else MISSING
        settings = root.at("tool", "ruff") if path == "pyproject.toml" else root
        for table in (settings, settings.at("lint")):
            rules = {*table.at("select").texts, *table.at("extend-select").texts}
            if any(re.fullmatch(r"S\d*|ALL", rule) for rule in rules):
                return True
        if settings and not settings.at("extend"):
            return False
    above = posixpath.dirname(folder)
    return folder not in ("", ".") and not folder.startswith("..") and _ruff_finds_holes(repo, above)


def _of_actions(repo: Repo) -> Iterator[Scan]:
    for action in ci_actions(repo):
        for subject in _looked_at(action):
            yield _in_ci(repo, subject, action.name, action, of_action(action))


def _looked_at(action: CiAction) -> Iterator[Subject]:
    name, given = action.name.lower(), dict(action.inputs)
    if name.startswith("aquasecurity/trivy-action"):
        kind = given.get("scan-type", "image")
        yield TRIVY.get(kind, Subject.DEPENDENCIES)
        if kind == "image" and given.get("vuln-type", "os,library") != "os":
            yield Subject.DEPENDENCIES  # those that are installed in the image
    else:
        yield from (subject for start, subject in ACTIONS if name.startswith(start) and not _earlier(name, start))


def _earlier(name: str, start: str) -> bool:
    """Tell whether a longer beginning, which is listed first, already says what the action looks at."""
    return any(name.startswith(other) and len(other) > len(start) for other, _ in ACTIONS)


def _told(what: str, blocking: Blocking) -> str:
    return what if blocking is Blocking.YES else f"{what}, and what it finds stops nothing"


def _of_calls(repo: Repo) -> Iterator[Scan]:
    """Reusable workflows of others, as far as their name says what they scan."""
    for workflow in workflows(repo):
        for job in (job for job in workflow.jobs if job.calls and not job.never):
            for name, subject in CALLED.items():
                if name in job.calls.lower():
                    yield Scan(
                        subject,
                        name,
                        job.place,
                        f"{job.what} calls {job.calls}",
                        job.on_change,
                        job.on_change and job.can_fail,
                    )


def _of_templates(repo: Repo) -> Iterator[Scan]:
    """GitLab's own scanners are included by name; their jobs report, and stop nothing."""
    for workflow in workflows(repo):
        for text in workflow.outside:
            for name, subject in TEMPLATES.items():
                if text.endswith(f"{name}.gitlab-ci.yml"):
                    yield Scan(subject, name, workflow.place, f"{workflow.path} includes {text}", on_change=True)


def _of_hooks(repo: Repo) -> Iterator[Scan]:
    """Hooks run where somebody installed them; where CI runs them all, a change starts them."""
    started: list[CiAction | CiCommand] = list(runs(repo, "pre-commit", "prek"))
    started += [one for one in ci_actions(repo) if one.name.lower().startswith("pre-commit/action")]
    on_change, blocks = any(one.on_change for one in started), any(one.guards for one in started)
    for hook in hooks(repo):
        if hook.id in _RUFF and _asks_for_holes(repo, tuple(hook.command.split())):
            yield Scan(Subject.CODE, "ruff", hook.place, hook.what, on_change, blocks)
        for name, subject in PROGRAMS:
            if name in {hook.id, hook.id.partition("-")[0], hook.source.rpartition("/")[2]} and " " not in name:
                yield Scan(subject, name, hook.place, hook.what, on_change, blocks)


def _of_bots(repo: Repo) -> Iterator[Scan]:
    """Dependabot and Renovate open changes by themselves for packages with known holes, where they watch packages.

    Dependabot goes on to do so where it is told to open no other changes.
    """
    watching = {watch.tool: watch for watch in reversed(update_watches(repo)) if watch.kind in _PACKAGES}
    for tool in ("Dependabot", "Renovate"):
        watch = watching.get(tool)
        if watch and not sealed(repo) and (tool == "Dependabot" or not watch.off):
            what = f"{tool} watches dependencies"
            yield Scan(Subject.DEPENDENCIES, tool.lower(), watch.place, what, scope=_watched(repo, tool))


def _watched(repo: Repo, tool: str) -> Scope:
    """Return the folders whose packages a bot watches; all where a pattern or its habit may take in any."""
    watches = [watch for watch in update_watches(repo) if watch.tool == tool and watch.kind in _PACKAGES]
    folders = tuple(dict.fromkeys(folder for watch in watches for folder in watch.folders))
    return WHOLE if any(watch.below for watch in watches) or any("*" in one for one in folders) else Scope(folders)


__all__ = ["Scan", "Subject", "scans", "scans_of"]
