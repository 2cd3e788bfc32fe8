"""In which folders of an image does the Python that it starts look for modules, where all that decides it is known?"""

import posixpath
from collections.abc import Iterator

from seatrial.facts.deployment.manifests import workloads
from seatrial.facts.images.image import Image
from seatrial.facts.project.dependencies import python_projects, requirements_files
from seatrial.facts.reach.launch import Launch, in_their_folders
from seatrial.read.infrastructure.shell import Command, command, is_python
from seatrial.read.project.requirement import normal
from seatrial.read.regex import regex
from seatrial.repo import Repo

#: Images that bring Python, or a system, and set no path for modules.
_PLAIN = regex(
    r"(?:(?:docker\.io/)?library/|(?:public\.ecr\.aws/docker/library|mirror\.gcr\.io/library)/)?"
    r"(?:python|debian|ubuntu|alpine)|ghcr\.io/astral-sh/uv|nvidia/cuda"
)
#: Steps of a build that neither install a project nor move files to where they would be found.
_HARMLESS = frozenset({
    "apt", "apt-get", "apk", "mkdir", "rm", "chmod", "chown", "useradd", "groupadd", "adduser", "addgroup", "curl",
    "wget", "cd", "ls", "echo", "update-ca-certificates", "locale-gen", "nltk.downloader", "spacy",
})  # fmt: skip
_PIP = (("pip", "install"), ("pip3", "install"), ("uv", "pip", "install"))
#: Of what pip is asked: a folder, a file, an address, or a list that may hold one.
_PROJECTS = regex(r"(?m)^\s*(?:-e\b|--editable|\.|/|file:|[\w.-]+(?:\[[^\]]*\])?\s*@|.*(?:git\+|\.whl|\.tar\.gz))")
_NAME = regex(r"[\[<>=!~;@ ]")  #: what ends the name of a package
_ELSEWHERE = regex(r"PYTHONPATH|working_dir|workingDir")
_FROM_HERE = frozenset({"uvicorn", "gunicorn", "celery"})  #: servers that look in the folder in which they start
_OPTIONS = ("-c", "--config", "--workdir", "--chdir", "--pythonpath", "--app-dir", "-P", "-I")
#: Copies by pattern that bring lists and settings alone.
_NO_CODE = (".txt", ".toml", ".lock", ".lock*", ".json", ".yml", ".yaml", ".cfg", ".txt*", ".toml*", ".json*")


def import_path(repo: Repo, image: Image, started: Command, launch: Launch) -> tuple[str, ...] | None:
    """Return the folders by their paths in the image, in order; None where a step or a manifest may add others."""
    if not (_is_whole(repo, image, started) and _installs_no_project(repo, image)):
        return None
    folder = posixpath.join(image.workdir, dict(started.variables).get("PWD", ""))
    first = _first(started, launch, folder)
    named = _named(image, started)
    if first is None or named is None or "$" in folder:
        return None
    return tuple(dict.fromkeys((first, *(posixpath.normpath(posixpath.join(folder, path)) for path in named))))


def _first(started: Command, launch: Launch, folder: str) -> str | None:
    """Return the folder that comes first: that of a script, else that in which the program starts."""
    words = started.argv[1:]
    if any(word.partition("=")[0] in _OPTIONS for word in words):
        return None
    run = is_python(started.program) or (started.program == "streamlit" and not is_python(started.argv[0]))
    if run and launch.file.endswith(".py"):
        return posixpath.normpath(posixpath.join(folder, posixpath.dirname(launch.file)))
    by_module = is_python(started.argv[0]) and "-m" in words and started.program != "streamlit"
    return posixpath.normpath(folder) if launch.module and (by_module or started.program in _FROM_HERE) else None


def _named(image: Image, started: Command) -> tuple[str, ...] | None:
    """Return the folders that PYTHONPATH names, None where a variable hides one."""
    value = dict((*image.variables, *started.variables)).get("PYTHONPATH", "")
    parts = [part for part in value.strip("\"'").split(":") if part not in ("", "$PYTHONPATH", "${PYTHONPATH}")]
    return None if any("$" in part for part in parts) else tuple(parts)


def _is_whole(repo: Repo, image: Image, started: Command) -> bool:
    """Tell whether the recipe alone says what is there and what is started, by no script and no manifest."""
    direct = [one for one in in_their_folders(command(image.argv)) if one.program != "cd"] == [started]
    bare = started.text.removeprefix("exec ").startswith((started.argv[0], "sh -c", "bash -c", "/bin/sh -c"))
    bases = [one for one in image.bases if not one.copied]
    plain = bool(bases) and all(_PLAIN.fullmatch(one.name) for one in bases)
    patterns = [source for copy in image.contents for source in copy.sources if set("*?[$") & set(source)]
    return direct and bare and plain and not image.mounted and all(map(_is_no_code, patterns)) and _alone(repo, image)


def _is_no_code(pattern: str) -> bool:
    return "$" not in pattern and pattern.endswith(_NO_CODE)


def _alone(repo: Repo, image: Image) -> bool:
    """Tell whether no manifest mounts files into the image, or says where its program looks for modules."""
    built = [one for work in workloads(repo) for one in work.containers
             if one.build and one.build.dockerfile == image.path]  # fmt: skip
    mounted = any(path.startswith(".") for one in built for path in one.mounts)
    settings = repo.matching(_may_set)
    paths = {*(work.path for work in workloads(repo)), *settings}
    return not mounted and not any(_ELSEWHERE.search(repo.text_or_empty(path)) for path in sorted(paths))


def _may_set(path: str) -> bool:
    name = posixpath.basename(path)
    return name.startswith((".env", "gunicorn")) or name.endswith((".env", ".pth")) or name == "sitecustomize.py"


def _installs_no_project(repo: Repo, image: Image) -> bool:
    lists = any(_PROJECTS.search(repo.text_or_empty(one.path)) for one in requirements_files(repo))
    return not lists and all(_is_harmless(repo, image, run) for run, _ in image.runs)


def _is_harmless(repo: Repo, image: Image, run: Command) -> bool:
    words = run.arguments
    if "PYTHONPATH" in run.text or ".pth" in run.text:
        return False
    if any(run.starts(*one) for one in _PIP):
        own = {normal(one.name) for one in python_projects(repo)}  # a release of it brings the modules as well
        asked = [word.strip("\"'") for word in words]
        brought = any(_PROJECTS.match(word) or normal(_NAME.split(word, 1)[0]) in own for word in asked)
        return not brought and not any(word.startswith(("-t", "--target")) for word in words)
    if run.starts("uv", "sync") or run.starts("poetry", "install"):
        return bool({"--no-install-project", "--no-root"} & {*words}) or not _is_a_package(repo, image)
    if is_python(run.program):
        return words[:1] == ("-c",) and "install" not in run.text
    return run.program in _HARMLESS or run.starts("poetry", "config")


def _is_a_package(repo: Repo, image: Image) -> bool:
    """Tell whether the project in the folder of an image is built and installed with what it needs, or may be."""
    projects: Iterator[bool] = (
        bool(one.build_backend) or "package" in repo.text_or_empty(one.path)
        for one in python_projects(repo) if posixpath.dirname(one.path) == image.context
    )  # fmt: skip
    return next(projects, True)
