"""Which Python does a command line start?"""

import posixpath
from collections.abc import Iterable, Iterator
from dataclasses import replace

from seatrial.model.record import dataclass
from seatrial.read.infrastructure.shell import Command, is_python
from seatrial.read.regex import regex

_OBJECT = regex(r"([A-Za-z_.][\w./-]*):([A-Za-z_][\w.]*)(?:\(.*\))?")
_MODULE = regex(r"[A-Za-z_]\w*(?:\.[A-Za-z_]\w*)*")
_FROM = regex(r"from\s+([\w.]+)\s+import\s+(\w+)")
_IMPORT = regex(r"\bimport\s+([\w.]+)")
#: ``$APP``, ``${APP}`` and ``${APP:-api:app}``.
_VARIABLE = regex(r"\$(?:(\w+)|\{(\w+)(?::?-([^{}$]*))?\})")
#: Programs that are given an application, and the options by which.
_SERVERS = {"uvicorn", "gunicorn", "hypercorn", "granian", "daphne", "waitress-serve", "uwsgi", "flask", "quart", "rq",
            "litestar", "celery", "dramatiq", "taskiq", "faust", "arq", "sanic", "serve", "bentoml", "modal",
            "prefect", "dagster", "dagster-webserver", "dagit", "dagster-daemon", "functions-framework",
            "huey_consumer", "langgraph", "fastapi", "robyn", "mlserver", "nameko", "saq", "procrastinate",
            "aws-lambda-rie", "awslambdaric"}  # fmt: skip
#: Those of them that also take a module without a colon.
_BARE = {"gunicorn", "waitress-serve", "uwsgi", "dramatiq", "arq", "rq", "faust", "saq", "huey_consumer", "nameko"}
_NAMING = {"-A", "--app", "-w", "--module", "--wsgi-file", "-m", "--module-name", "--source", "-f", "--python-file"}
_SETTINGS = {"-c", "--config"}  #: of gunicorn, whose settings are a program
_DJANGO = "DJANGO_SETTINGS_MODULE"  #: the variable by which Django is told its settings, which lead to its paths
_FOLDERS = {"--app-dir", "--chdir", "--pythonpath", "--working-dir", "--working-directory", "-d"}
#: Modules that start what follows them, as the programs of the same purpose do.
_LAUNCHERS = {"torch.distributed.run", "torch.distributed.launch", "accelerate.commands.launch", "debugpy", "cProfile",
              "pdb", "viztracer", "scalene", "memory_profiler", "kernprof", "ddtrace", "streamlit.web.cli"}  # fmt: skip
#: Programs that run the first file of Python, or the first notebook, that they are given.
_RUNNERS = {"torchrun", "accelerate", "deepspeed", "streamlit", "chainlit", "gradio", "panel", "solara", "marimo",
            "mpirun", "mpiexec", "horovodrun", "ipython", "ray", "spark-submit", "papermill", "jupyter", "voila",
            "bokeh", "jupyter-nbconvert", "srun", "sbatch", "kernprof", "viztracer", "torch-model-archiver",
            "mlflow", "watchmedo", "py-spy", "memray", "nsys", "ncu"}  # fmt: skip
#: They build a package or run checks: what a deployment starts they are not.
_PACKAGING = ("setup.py", "noxfile.py")
_FUNCTION = {"awslambdaric", "aws-lambda-rie"}
#: What installing makes lies where commands lie: ``./build/piper`` is a program that was built here.
_IS_INSTALLED = regex(r"[^/]+|[/$].+|(?:.*/)?(?:s?bin|Scripts)/[^/]+")
_NO_CODE = {"pip", "pip3", "venv", "pytest", "unittest", "build", "twine", "ensurepip", "http.server", "compileall",
            "json.tool", "spacy", "nltk.downloader", "ruff", "black", "mypy", "flake8", "pylint", "bandit", "isort",
            "pre_commit", "tox", "nox", "coverage", "sphinx", "mkdocs", "cibuildwheel", "site",
            "virtualenv"}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Launch:
    """One thing that is started: a file, a module, or the name of a command."""

    file: str = ""  #: as written
    module: str = ""  #: dotted
    attribute: str = ""  #: the object in it, "*" for everything in it
    console: str = ""  #: name of a command that may be the project's own
    folder: str = ""  #: where the program is told to look for modules
    main: bool = False  #: it is run as a program
    besides: bool = False  #: it is started as well; of all others the first that is found is the one


def in_their_folders(found: Iterable[Command]) -> Iterator[Command]:
    """Yield commands with the folder that a ``cd`` before them moved to, as their variable PWD.

    A folder that a variable names is not known, and neither is what a branch of a script leaves behind: whoever looks
    into PWD first looks into the folder that all of them start in as well.
    """
    folder = ""
    for item in found:
        if item.program == "cd":
            to = next(iter(item.arguments), "")
            known = to and not to.startswith(("-", "~")) and "$" not in to
            folder = posixpath.normpath(posixpath.join(folder, to)) if known else ""
        here = (("PWD", folder),) if folder not in ("", ".") else ()
        yield replace(item, variables=item.variables + here) if here else item


def launches(command: Command, variables: tuple[tuple[str, str], ...] = ()) -> tuple[Launch, ...]:
    """Return the Python that a command starts, likeliest first, with the environment it starts in."""
    known = dict((*variables, *command.variables))
    while len(command.argv) > 1:
        name, equals, value = command.argv[0].partition("=")
        if equals and name.isidentifier():
            known[name] = value
        elif not name.startswith("$"):  # a launcher or an interpreter, or nothing
            break
        command = replace(command, argv=command.argv[1:])
    words = command.argv[1:]
    if any("$" in word for word in words):
        filled = [_VARIABLE.sub(lambda hit: known.get(hit[1] or hit[2]) or hit[3] or hit[0], word) for word in words]
        command = replace(command, argv=(*command.argv[:1], *filled))
    found = [x for x in _launches(command, known) if not x.file.endswith(_PACKAGING)]
    given = any(x.module or x.file for x in found)  # else a folder may be called after a server
    django = (given and command.program in _SERVERS) or any(x.file.endswith("manage.py") for x in found)
    if django and _MODULE.fullmatch(settings := known.get(_DJANGO, "")):
        found.append(Launch(module=settings, besides=True))
    moved = dict(command.variables).get("PWD", "")
    return tuple(dict.fromkeys(replace(x, folder=posixpath.join(moved, x.folder)) if moved else x for x in found))


def _launches(command: Command, variables: dict[str, str]) -> Iterator[Launch]:
    program, words = command.program, command.arguments
    if program in _NO_CODE:
        if program == "pytest":
            yield from (Launch(file=word.partition("::")[0], attribute="*") for word in words if ".py" in word)
        return
    if is_python(program):
        yield from _interpreter(words)
    elif command.argv[0] != program and is_python(command.argv[0].rpartition("/")[2]) and program not in _SERVERS:
        yield from _module(program, words)
    elif program in _SERVERS:
        yield from _server(program, words, variables)
        yield from _files(words)
        yield Launch(console=program, main=True)
    elif program.endswith((".py", ".ipynb")):
        yield Launch(file=command.argv[0], main=True)
    elif program in _RUNNERS:
        yield from _files(words)
    elif _IS_INSTALLED.fullmatch(command.argv[0]):
        yield Launch(console=program, main=True)


def _interpreter(words: tuple[str, ...]) -> Iterator[Launch]:
    """Read ``python [options] FILE`` and ``python -c TEXT``."""
    for position, word in enumerate(words):
        if word == "-c" and position + 1 < len(words):
            text = words[position + 1]
            yield from (Launch(module=module, attribute=name) for module, name in _FROM.findall(text))
            yield from (Launch(module=module) for module in _IMPORT.findall(_FROM.sub("", text)))
            return
        if not word.startswith("-"):
            yield Launch(file=word, main=True)
            return


def _module(program: str, words: tuple[str, ...]) -> Iterator[Launch]:
    if program in _LAUNCHERS or program == "streamlit":
        yield from _files(words)
    else:
        yield Launch(module=program, main=True)


def _files(words: tuple[str, ...]) -> Iterator[Launch]:
    """Read what launchers of any kind are given: a file of Python, a notebook, or ``-m MODULE``."""
    for position, word in enumerate(words):
        if word == "-m" and position + 1 < len(words) and _MODULE.fullmatch(words[position + 1]):
            yield Launch(module=words[position + 1], main=True)
            return
        if word.endswith((".py", ".ipynb")) and not word.startswith("-"):
            yield Launch(file=word, main=True)
            return


def _server(program: str, words: tuple[str, ...], variables: dict[str, str]) -> Iterator[Launch]:
    folder = next((value for name, value in _options(words) if name in _FOLDERS), "")
    named = [value for name, value in _options(words) if name in _NAMING]
    named += [text for end in ("APP", "MODULE") if (text := variables.get(f"{program.upper()}_{end}"))]
    for text in (*named, *words):
        if found := _OBJECT.fullmatch(text):
            yield _launch(found[1], found[2], folder)
    settings = [value for name, value in _options(words) if name in _SETTINGS] if program == "gunicorn" else []
    called = next((value for name, value in _options(words) if name == "--callable"), "")
    for text in (*named, *(word for word in (words if program in _BARE else ()) if word not in (*settings, called))):
        if text.endswith(".py"):
            yield Launch(file=text, attribute=called, folder=folder)
        elif _MODULE.fullmatch(text):
            yield Launch(module=text, attribute=called, folder=folder)
    yield from (Launch(file=value, besides=True) for value in settings)
    if program in _FUNCTION:
        yield from (handler(text) for text in words)
    if program in {"flask", "fastapi", "litestar"} and not named:
        yield from (Launch(file=f"{name}.py") for name in ("app", "main", "wsgi", "app/main", "app/app", "api"))


def _launch(start: str, attribute: str, folder: str) -> Launch:
    if start.endswith(".py") or "/" in start:
        return Launch(file=start if start.endswith(".py") else f"{start}.py", attribute=attribute, folder=folder)
    return Launch(module=start, attribute=attribute, folder=folder)


def _options(words: tuple[str, ...]) -> Iterator[tuple[str, str]]:
    """Yield the options that are given a value, by ``=`` or by the next word."""
    for position, word in enumerate(words):
        name, equals, value = word.partition("=")
        if word.startswith("-") and equals:
            yield name, value
        elif word.startswith("-") and position + 1 < len(words):
            yield word, words[position + 1]


def handler(text: str) -> Launch:
    """Read the handler of a function platform or a model platform: ``a/b.name``, ``a.b:name`` or ``a/b.py:name``."""
    if found := _OBJECT.fullmatch(text):
        return _launch(found[1], found[2], "")
    start, _, attribute = text.rpartition(".")
    if "/" in start:
        return Launch(file=f"{start}.py", attribute=attribute)
    return Launch(module=start, attribute=attribute)
