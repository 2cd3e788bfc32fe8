"""Which words in front of a command only launch it: ``uv run``, ``sudo``, ``timeout 60``, ``sh -c``?"""

from seatrial.read.regex import regex

_SHELLS = {"sh", "bash", "dash", "zsh", "ash"}
#: Launchers that stand directly before the command, with those of their options that take a value.
_PREFIXES = {
    "sudo": {"-u", "-g"}, "exec": set(), "nohup": set(), "time": set(), "nice": {"-n"}, "env": {"-u", "-C"},
    "xvfb-run": {"-s", "-n"}, "stdbuf": {"-o", "-e", "-i"}, "setsid": set(), "command": set(), "npx": {"-p"},
    "uvx": {"--from", "--with", "--python", "-p"}, "tini": set(), "dumb-init": set(), "catchsegv": set(),
    "dotenv": {"-f", "-e"}, "ionice": {"-c", "-n"}, "numactl": set(), "opentelemetry-instrument": set(),
    "ddtrace-run": set(), "newrelic-admin": set(), "gosu": set(), "su-exec": set(), "timeout": {"-s", "-k"},
    "script": {"-e", "-c"}, "chronic": set(), "eatmydata": set(), "retry": {"-t", "-d"}, "xargs": {"-n", "-P", "-I"},
    "doppler": set(), "infisical": set(), "op": set(), "busybox": set(), "start": set(), "call": set(),
}  # fmt: skip
#: Launchers with a subcommand: the words before the launched command, and their options that take a value.
_SUBCOMMANDS = {
    ("uv", "run"): {"--with", "--extra", "--group", "--python", "-p", "--package", "--directory", "--project",
                    "--env-file", "--only-group", "--no-group", "--with-requirements", "--index", "--index-url"},
    ("poetry", "run"): {"-C", "-P", "--directory", "--project"}, ("pipenv", "run"): set(),
    ("pdm", "run"): {"-p", "-e", "--venv"}, ("rye", "run"): set(), ("pixi", "run"): {"-e", "--environment"},
    ("conda", "run"): {"-n", "-p", "--name", "--prefix"}, ("mamba", "run"): {"-n", "-p", "--name", "--prefix"},
    ("micromamba", "run"): {"-n", "-p", "--name", "--prefix"}, ("pipx", "run"): {"--spec", "--python"},
    ("uv", "tool", "run"): {"--from", "--with", "--python"}, ("mise", "exec"): set(), ("mise", "x"): set(),
    ("docker", "compose", "run"): {"-e", "-f", "-p", "-u", "-v", "-w", "--name", "--user", "--entrypoint"},
    ("docker", "compose", "exec"): {"-e", "-u", "-w", "--user", "--index"},
    ("docker", "run"): {"-e", "-v", "-w", "-p", "-u", "-m", "-h", "-l", "--name", "--network", "--net", "--env",
                        "--volume", "--workdir", "--user", "--entrypoint", "--mount", "--gpus", "--platform",
                        "--env-file", "--ipc", "--add-host", "--shm-size", "--memory", "--cpus", "--label",
                        "--hostname", "--publish"},
    ("docker-compose", "run"): {"-e", "-u", "-v", "-w", "--name", "--entrypoint"},
    ("docker-compose", "exec"): {"-e", "-u", "-w", "--index"}, ("docker", "exec"): {"-e", "-u", "-w", "--user"},
    ("coverage", "run"): {"--source", "--rcfile", "--omit", "--include", "--data-file", "--context"},
    ("watchmedo", "auto-restart"): {"-d", "-p", "-i", "--directory", "--pattern", "--patterns", "--ignore-pattern",
                                    "--ignore-patterns", "--signal", "--kill-after", "--interval"},
    ("kubectl", "exec"): {"-n", "-c", "--namespace", "--container"}, ("hatch", "env", "run"): {"-e", "--env"},
}  # fmt: skip
#: Launchers with something before the command that is no option: a duration, a user, a container.
_TAKES_ONE = {("timeout",), ("gosu",), ("su-exec",), ("docker", "run"), ("docker", "exec"),
              ("docker", "compose", "run"), ("docker", "compose", "exec"), ("docker-compose", "run"),
              ("docker-compose", "exec"), ("kubectl", "exec"), ("newrelic-admin",), ("doppler",),
              ("infisical",), ("op",), ("dotenv",)}  # fmt: skip
#: A word that is one variable: options come before options, so that is what it holds in front of one.
_VARIABLE = regex(r"\$\(\w+\)|\$\{\w+\}|\$\w+")
_OF_COMPOSE = {"-f", "--file", "-p", "--project-name", "--env-file", "--profile", "--project-directory"}
#: Launchers that take options before their subcommand, with those of them that have a value: ``uv -n run api``.
_BEFORE_SUBCOMMANDS = {
    ("docker", "compose"): _OF_COMPOSE, ("docker-compose",): _OF_COMPOSE,
    ("docker",): {"-H", "--host", "-c", "--context", "--config", "-l", "--log-level"},
    ("uv",): {"--directory", "--project", "--cache-dir", "--config-file", "--color", "--python-preference"},
    ("poetry",): {"-C", "-P", "--directory", "--project"}, ("pdm",): {"-c", "--config"},
    ("kubectl",): {"-n", "--namespace", "--context", "--kubeconfig", "--cluster"}, ("hatch",): {"-e", "--env"},
}  # fmt: skip


def base_name(word: str) -> str:
    """Return the program's name without its folder and ``.exe``."""
    return word.replace("\\", "/").rpartition("/")[2].removesuffix(".exe") or word


def inner_script(argv: tuple[str, ...]) -> str | None:
    """Return the script of ``sh -c SCRIPT`` and of ``eval``; None for any other command."""
    name = base_name(argv[0])
    if name == "eval":
        return " ".join(argv[1:])
    if name not in _SHELLS:
        return None
    for position, word in enumerate(argv[1:], 1):
        if word.startswith("-") and not word.startswith("--") and word.endswith("c"):
            return argv[position + 1] if position + 1 < len(argv) else None
        if not word.startswith(("-", "+")):
            return None
    return None


def launched(argv: tuple[str, ...]) -> tuple[str, ...] | None:
    """Return the command behind one launcher; None when the first word is no launcher."""
    name = base_name(argv[0])
    if name in {"python", "python3"} and argv[1:3] == ("-m", "coverage"):
        argv = argv[2:]
        name = "coverage"
    argv = _without_options_of_its_own((name, *argv[1:]))
    prefix, values = _launcher(argv)
    if not prefix or (name == "command" and argv[1:2] in (("-v",), ("-V",))):  # it asks whether there is one
        return None
    rest = _after_options(argv[len(prefix) :], values)
    if prefix in _TAKES_ONE:
        rest = _after_options(rest[1:], values)
    if prefix == ("coverage", "run"):
        return _python(argv[len(prefix) :], rest)
    return rest or None


def _without_options_of_its_own(argv: tuple[str, ...]) -> tuple[str, ...]:
    """Take off what stands between a launcher and its subcommand."""
    for length in (1, 2):
        if (head := argv[:length]) in _BEFORE_SUBCOMMANDS and argv[length : length + 1]:
            argv = (*head, *_after_options(argv[length:], _BEFORE_SUBCOMMANDS[head]))
    return argv


def _launcher(argv: tuple[str, ...]) -> tuple[tuple[str, ...], set[str]]:
    for length in (3, 2):
        if (words := argv[:length]) in _SUBCOMMANDS:
            return words, _SUBCOMMANDS[words]
    name = argv[0]
    return ((name,), _PREFIXES[name]) if name in _PREFIXES else ((), set())


def _python(options: tuple[str, ...], rest: tuple[str, ...]) -> tuple[str, ...] | None:
    if "-m" in options:
        return ("python", "-m", *options[options.index("-m") + 1 :])
    return ("python", *rest) if rest else None


def _after_options(words: tuple[str, ...], values: set[str]) -> tuple[str, ...]:
    position = 0
    while position < len(words):
        word = words[position]
        name, equals, _ = word.partition("=")
        if word == "--":
            return words[position + 1 :]
        if word.startswith("-") and word != "-":
            if word == "-m" and "-m" not in values:
                return ("python", *words[position:])  # uv run -m pytest
            position += 2 if word in values else 1
        elif equals and name.isidentifier():
            position += 1  # env NAME=value
        elif _VARIABLE.fullmatch(word) and words[position + 1 : position + 2] and words[position + 1].startswith("-"):
            position += 1  # docker compose run $(OPTIONS) --rm app
        else:
            break
    return words[position:]
