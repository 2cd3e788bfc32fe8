"""What do manifests of application platforms start: App Engine, fly.io, Render, Railway, Heroku, Spaces, systemd?"""

import posixpath
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace

from seatrial.facts.deployment.hosting.azd import azd_services
from seatrial.facts.deployment.settings_files import first_document, single
from seatrial.facts.deployment.workload import Platform, Resources, Workload
from seatrial.model import Place
from seatrial.read.infrastructure.shell import command_words
from seatrial.read.infrastructure.yaml_node import Node
from seatrial.read.line_number import line_number
from seatrial.read.regex import regex
from seatrial.repo import Repo

Found = Iterator[Workload]
_EXEC = regex(r"^[ \t]*(?:ExecStart|command)\s*=\s*(.+)$", re.MULTILINE)

_SPACE_HEAD = regex(r"---\r?\n((?:[^\n]*\n){1,60}?)---\s")
_SPACE_LINE = regex(r"^(\w+):[ \t]*[\"']?([\w./-]+)", re.MULTILINE)
#: What starts a Space of each kind; one of Docker starts its image, and a static one nothing.
_SPACE_STARTS: Mapping[str, tuple[str, ...]] = {"docker": (), "gradio": ("python",), "streamlit": ("streamlit", "run")}


def _procfile(repo: Repo, path: str) -> Found:
    for number, line in enumerate(repo.text(path).split("\n"), 1):
        name, colon, text = line.partition(":")
        if colon and text.strip() and re.fullmatch(r"[\w-]+", name.strip()):
            words, what = command_words(text.strip()), f"Procfile starts {text.strip()[:80]}"
            yield single(Platform.PROCFILE, name.strip(), name.strip(), Place(path, number), what, command=words)


def _unit(repo: Repo, path: str) -> Found:
    text = repo.text(path)
    for found in _EXEC.finditer(text):
        line = line_number(text, found.start(1))
        yield single(Platform.HOST, "unit", posixpath.basename(path), Place(path, line),
                     f"{path} starts {found[1].strip()[:80]}", command=command_words(found[1]))  # fmt: skip


def _fly(repo: Repo, path: str) -> Found:
    root = first_document(repo, path)
    machine = root.at("vm", 0) or root.at("vm")
    resources = Resources(Place(path, machine.line), cpu_limit=machine.at("cpus").text or machine.at("size").text,
                          memory_limit=machine.at("memory").text or machine.at("memory_mb").text,
                          gpu=machine.at("gpu_kind").text) if machine else None  # fmt: skip
    processes = root.at("processes").pairs or (("app", Node("scalar", 1)),)
    for name, text in processes:
        what = f"fly.io runs {root.at('app').text or name}"
        yield single(Platform.APP_PLATFORM, "fly.io", name, Place(path, text.line), what,
                     command=command_words(text.text), resources=resources)  # fmt: skip


def _toml_start(repo: Repo, path: str) -> Found:
    """Railway and Nixpacks: one command in a table of its own."""
    root = first_document(repo, path)
    start = root.at("deploy", "startCommand") or root.at("start", "cmd")
    if start:
        yield single(Platform.APP_PLATFORM, posixpath.basename(path), "app", Place(path, start.line),
                     f"the platform starts {start.text[:80]}", command=command_words(start.text))  # fmt: skip


def _app_engine(path: str, root: Node) -> Found:
    entry = root.at("entrypoint")
    given = root.at("resources")
    resources = Resources(Place(path, given.line), cpu_limit=given.at("cpu").text,
                          memory_limit=given.at("memory_gb").text) if given else None  # fmt: skip
    name = root.at("service").text or "default"
    yield single(Platform.APP_PLATFORM, "App Engine", name, Place(path, root.at("runtime").line),
                 f"App Engine service {name}, runtime {root.at('runtime').text}",
                 command=command_words(entry.text), resources=resources)  # fmt: skip


def _services(path: str, root: Node) -> Found:
    """Render and DigitalOcean: a list of services, each with its command."""
    for service in (*root.at("services").elements, *root.at("workers").elements, *root.at("jobs").elements):
        start = service.at("startCommand") or service.at("run_command") or service.at("dockerCommand")
        kind, name = service.at("type").text or "service", service.at("name").text
        if not name or not (service.has("type") or service.has("run_command") or service.has("github")):
            continue
        count = (service.at("numInstances") or service.at("instance_count")).number
        workload = single(Platform.APP_PLATFORM, kind, name, Place(path, service.line),
                          f"the platform runs {kind} {name}", command=command_words(start.text))  # fmt: skip
        replicas, schedule = int(count) if count else None, service.at("schedule").text
        yield replace(workload, replicas=replicas, schedule=schedule)


def _runs(path: str, root: Node) -> Found:
    """Heroku names one command for each process; App Runner names one."""
    run = root.at("run")
    if root.has("runtime"):
        yield single(Platform.APP_PLATFORM, "App Runner", "app", Place(path, run.line),
                     f"App Runner starts {run.at('command').text[:80]}",
                     command=command_words(run.at("command").text))  # fmt: skip
        return
    for name, command in run.pairs:
        text = command.text or command.at("command").text or command.at("command", 0).text
        yield single(Platform.APP_PLATFORM, name, name, Place(path, command.line), f"Heroku runs {text[:80] or name}",
                     command=command_words(text))  # fmt: skip


def _vercel(repo: Repo, path: str) -> Found:
    root = first_document(repo, path)
    target = root.at("builds", 0, "src").text or next(iter(root.at("functions").keys), "") or "the project"
    yield single(Platform.APP_PLATFORM, "Vercel", "app", Place(path, root.line), f"Vercel serves {target}")


def _beanstalk(repo: Repo, path: str) -> Found:
    root = first_document(repo, path)
    yield single(Platform.APP_PLATFORM, "Elastic Beanstalk", "app", Place(path, root.line),
                 "Elastic Beanstalk runs the image")  # fmt: skip


def _space(repo: Repo, path: str) -> Found:
    """A Space of Hugging Face: the head of its README says what starts it, a Dockerfile beside it or one file."""
    head = _SPACE_HEAD.match(repo.text(path))
    said = dict(_SPACE_LINE.findall(head[1])) if head else {}
    start = _SPACE_STARTS.get(said.get("sdk", ""))
    if start is not None:
        command = (*start, said.get("app_file", "app.py")) if start else ()
        what = f"a Space of Hugging Face runs {command[-1] if command else 'the image'}"
        yield single(Platform.APP_PLATFORM, "Hugging Face Space", "app", Place(path, 1), what, command=command)


#: Files that a platform finds by their name.
NAMED: Mapping[str, Callable[[Repo, str], Found]] = {
    r"Procfile(\.\w+)?": _procfile,
    r"fly(\.\w+)?\.toml": _fly,
    r"railway\.(toml|json)|nixpacks\.toml": _toml_start,
    r"vercel\.json": _vercel,
    r"Dockerrun\.aws\.json": _beanstalk,
    r".*\.service|supervisord?\.conf": _unit,
    r"README\.md": _space,
    r"azure\.ya?ml": azd_services,
}


#: The keys that a file of each kind has at its top.
def _container_app(path: str, root: Node) -> Found:
    """Azure Container Apps, as ``az containerapp update --yaml`` takes it."""
    app = root.at("properties")
    for one in app.at("template", "containers").elements if app.has("managedEnvironmentId") else ():
        given, name = one.at("resources"), one.at("name").text
        resources = Resources(Place(path, given.line), cpu_limit=given.at("cpu").text,
                              memory_limit=given.at("memory").text) if given else None  # fmt: skip
        what = f"Azure Container Apps runs {name or 'a container'}"
        command = tuple(word.text for word in (*one.at("command").elements, *one.at("args").elements))
        yield single(Platform.APP_PLATFORM, "Container App", name, Place(path, one.line), what,
                     command=command, resources=resources)  # fmt: skip


APP_SHAPES: Mapping[tuple[str, ...], Callable[[str, Node], Found]] = {
    ("runtime", "service"): _app_engine,
    ("runtime", "entrypoint"): _app_engine,
    ("runtime", "instance_class"): _app_engine,
    ("services",): _services,
    ("build", "run"): _runs,
    ("properties",): _container_app,
}
