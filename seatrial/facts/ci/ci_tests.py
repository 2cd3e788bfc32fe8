"""Which tests does CI run?"""

import posixpath
import re
from collections.abc import Iterable, Sequence
from itertools import pairwise

from seatrial.facts import fact
from seatrial.facts.ci.workflows import CiAction, CiCommand, Trigger, ci_actions, ci_commands, workflows
from seatrial.facts.images.build_steps import build_steps
from seatrial.facts.testing.tests import Case
from seatrial.model import Place
from seatrial.read.infrastructure.shell_command import Command
from seatrial.read.infrastructure.yaml_node import Node
from seatrial.read.posix_path import is_python
from seatrial.read.regex import regex
from seatrial.repo import Repo, Role, own_paths, role

#: Programs that run tests, each with the words that must follow.
_RUNNERS = (
    ("pytest",), ("py.test",), ("unittest",), ("nose2",), ("nosetests",), ("trial",), ("stestr",), ("ward",),
    ("behave",),
    ("bats",), ("ctest",), ("hatch", "test"), ("cargo", "test"), ("cargo", "nextest"), ("go", "test"),
    ("dotnet", "test"),
    ("doctest",), ("pytest-xdist",), ("robot",), ("green",), ("bazel", "test"),
    ("bazelisk", "test"), ("pants", "test"), ("sbt", "test"), ("gotestsum",), ("ginkgo",), ("deno", "test"),
)  # fmt: skip
#: Those that find tests in Python by names and folders.
_BY_NAME = {"pytest", "py.test", "unittest"}
#: Options by which pytest takes in something else: examples in documents, notebooks, tests of what is installed.
_OTHERWISE = regex(r"--(?:doctest|nb|pyargs|notebooks?|inline|gherkin|markdown)")
#: Runners whose environments may be anything: what they run is looked into, and counts when it could not be.
_INDIRECT = {"tox", "nox", "make", "just", "task", "invoke", "inv", "poe", "mise", "rye", "pdm", "pixi"}
#: What Maven and Gradle are asked for, by which they run the tests; and what does so on its way, where there are any.
_BUILDERS = {"mvn", "mvnw", "gradle", "gradlew"}
_TESTS_BY = regex(r"(?:[\w:-]*:)?(?:test|verify|integration-test|check|\w+Test)")
_TESTS_ON_ITS_WAY = regex(r"(?:[\w:-]*:)?(?:package|install|deploy|build)")
_LEAVES_OUT = regex(r"-DskipTests(?:=true)?|-Dmaven\.test\.skip(?:=true)?|-D?skipTests")
_TEST_WORD = regex(
    r"(?:unit|integration|all|run|ci|e2e|py)?[-_:]?tests?(?:[-_:](?!data|pypi|image|deploy)\w++)*+|py3\d*|check"
)
#: In the name of a step: it tests. ``Build test dataset`` makes what is kept for a test, and is none.
_CALLED_TEST = regex(
    r"\b(?:tests?|testing|smoke)\b(?![\s_-]*(?:data(?:sets?)?|sets?|splits?|pool|rows|images|samples|records)\b)"
)
#: Actions that run what the repository keeps for them: a workflow of Snakemake, a notebook of Databricks.
_RUNS_OWN = {"snakemake/snakemake-github-action", "databricks/run-notebook"}
_SCRIPT_OF_TESTS = regex(
    r"(?:^|[/_.-])(?:e2e|smoke|(?:integration|system|acceptance|functional)?[-_]?tests?)(?=[/_.-])"
)
_ENTRY = regex(r"(?:^|/)(?:docker[-_]?)?entry[-_]?point(?:\.sh)?$")
_ASKED_TO_TEST = regex(
    r"\btest[\"']?(?: \]|\s?\)| \]\])(?:(?!elif|else|;;)[\s\S]){0,400}?\b(?:pytest|nosetests|unittest|nose2)\b"
)
_LARGEST = 20_000  #: bytes of such a script
#: Programs of a shell that fail where two things differ.
_COMPARES = {"diff", "cmp"}
_SKIPS = {"--collect-only", "--co", "--version", "--help", "--fixtures", "--markers", "--setup-plan", "-h"}
_TEST_SCRIPT = regex(r"(?:.*/)?(?:test_[\w.]+|[\w.]+_tests?|run_?tests?|tests?)\.py")


@fact
def ci_test_runs(repo: Repo) -> tuple[CiCommand, ...]:
    """Return the commands of CI that run tests, whatever starts them and whether or not a failure counts."""
    found = (*ci_commands(repo), *build_steps(repo))
    looked_into = {(one.workflow, one.place) for one in found if one.via}
    return tuple(one for one in found if _runs_tests(repo, one) or _may_run_tests(one, looked_into))


def look_for_python(runs: Sequence[CiCommand | CiAction]) -> bool:
    """Tell whether all runs take in tests that are known by their names and folders, in Python alone."""
    commands = [one.command for one in runs if isinstance(one, CiCommand)]
    by_name = (one.program in _BY_NAME and not any(map(_OTHERWISE.match, one.arguments)) for one in commands)
    return len(commands) == len(runs) and all(by_name)


def find_no_test(runs: Sequence[CiCommand | CiAction], cases: Iterable[Case]) -> bool:
    """Tell whether there are runs and none of them has anything to run: they fail, or it is ignored that they do."""
    return bool(runs) and look_for_python(runs) and not any(case.language == "Python" for case in cases)


@fact
def front_end_tests(repo: Repo) -> tuple[CiCommand, ...]:
    """Return the commands of CI that test what is written for a browser; they say nothing about the Python."""
    runners = (("jest",), ("vitest",), ("mocha",), ("karma",), ("playwright", "test"), ("cypress", "run"),
               ("react-scripts", "test"), ("ng", "test"), ("bun", "test"), ("ava",), ("node", "--test"))  # fmt: skip
    return tuple(one for one in ci_commands(repo) if any(_is_start(one.command, words) for words in runners))


def _is_start(command: Command, words: tuple[str, ...]) -> bool:
    """Tell whether a command starts with these words, an option among them."""
    return command.starts(*words) or (command.program, *command.arguments[:1]) == words


def _runs_tests(repo: Repo, one: CiCommand) -> bool:
    command = one.command
    if set(command.arguments) & _SKIPS:
        return False
    if any(command.starts(*words) for words in _RUNNERS) or _builds_with_tests(repo, command):
        return True
    if command.argv == ("test",) or (command.arguments == ("test",) and ":" in command.program):
        return _entry_tests(repo)  # an image is run, and handed this word
    words = command.operands
    if command.program == "django-admin" or command.program.rpartition(".")[2] == "manage":  # python -m site.manage
        return words[:1] == ["test"]
    if words and (words[0].endswith("manage.py") or words[0] == "setup.py"):
        return words[1:2] == ["test"]
    if not words or not command.program.startswith("python") or not _TEST_SCRIPT.fullmatch(words[0]):
        return False
    name = posixpath.basename(words[0])
    return "$" in words[0] or any(posixpath.basename(path) == name for path in repo.paths)


def _entry_tests(repo: Repo) -> bool:
    """Tell whether the script that images start with runs the tests where it is asked for that: ``$1 = test``."""
    paths = own_paths(repo, _ENTRY.search)
    return any(_ASKED_TO_TEST.search(repo.text_or_empty(path, _LARGEST)) for path in paths)


def _builds_with_tests(repo: Repo, command: Command) -> bool:
    """Tell whether Maven or Gradle run the tests: they do before they package, unless they are told not to."""
    words = command.arguments
    if command.program not in _BUILDERS or any(map(_LEAVES_OUT.fullmatch, words)):
        return False
    if any((before, word) == ("-x", "test") for before, word in pairwise(words)):
        return False
    there = any("src/test/" in path for path in repo.paths) if any(map(_TESTS_ON_ITS_WAY.fullmatch, words)) else False
    return there or any(map(_TESTS_BY.fullmatch, words))


def _may_run_tests(one: CiCommand, looked_into: set[tuple[str, Place]]) -> bool:
    """Count ``make test`` when its recipe is not in the repository; a name alone is no proof when it is."""
    command = one.command
    if command.program not in _INDIRECT or (one.workflow, one.place) in looked_into:
        return False
    words = command.operands
    asked = [part for word in words for part in word.split(",")]
    if command.program in {"tox", "nox"}:
        return not asked or any(_TEST_WORD.fullmatch(part) for part in asked)
    return any(_TEST_WORD.fullmatch(part) for part in asked)


@fact
def ci_test_actions(repo: Repo) -> tuple[CiAction, ...]:
    """Return the uses of actions whose trade is to run tests."""
    return tuple(
        action
        for action in ci_actions(repo)
        if re.search(r"(pytest|unittest)", action.name.lower())
        or (action.name == "pypa/cibuildwheel" and _tests_wheels(action.job.root))
    )


def _tests_wheels(job: Node) -> bool:
    """Tell whether the tests of each wheel that a job builds are named in its environment."""
    places = (job, *job.at("steps").items)
    return any(place.at("env", "CIBW_TEST_COMMAND").text for place in places)


@fact
def functional_runs(repo: Repo) -> tuple[CiCommand | CiAction, ...]:
    """Return runs of the owner's own programs in steps called tests: they prove that it starts, and assert little.

    An action that runs a pipeline or a notebook of the repository does so in a workflow that is called a test, too.
    """
    started: tuple[CiCommand | CiAction, ...] = (*ci_commands(repo), *ci_actions(repo))
    named = {
        step.place
        for workflow_job in {one.job for one in started}
        for step in workflow_job.steps
        if _CALLED_TEST.search(step.name.lower())
    }
    lines = {(place.path, place.line) for place in named}
    called = {one.path for one in workflows(repo) if _CALLED_TEST.search(one.name.lower())}
    actions = (
        one for one in ci_actions(repo) if one.name in _RUNS_OWN and not set(dict(one.inputs).values()) & {"--lint"}
    )
    return (
        *(one for one in ci_commands(repo) if _is_own_program(repo, one) and _in_step(one, lines)),
        *(one for one in actions if one.workflow in called or _in_step(one, lines)),
    )


@fact
def scripted_tests(repo: Repo) -> tuple[CiCommand, ...]:
    """Return what decides in shell scripts that are called tests and that CI runs: they compare, and fail by it.

    They show that what is started does something, and reach no function of the code one by one.
    """
    found: dict[str, CiCommand] = {}
    for one in (*ci_commands(repo), *build_steps(repo)):
        if one.via.endswith(".sh") and _SCRIPT_OF_TESTS.search(one.via.lower()) and _decides(one.command):
            found.setdefault(one.via, one)
    return tuple(found.values())


def _decides(command: Command) -> bool:
    given = command.arguments[:1]
    return command.program in _COMPARES or (command.program == "exit" and bool(given) and given != ("0",))


def _is_own_program(repo: Repo, one: CiCommand) -> bool:
    words = one.command.operands
    if not words or not one.command.program.startswith("python") or one.via:
        return False
    path = posixpath.normpath(posixpath.join(one.folder, words[0]))
    return path in repo.entries and role(repo, path) is Role.OWN


def _in_step(one: CiCommand | CiAction, lines: set[tuple[str, int]]) -> bool:
    starts = [step.place.line for step in one.job.steps if step.place.path == one.place.path]
    own = max((line for line in starts if line <= one.place.line), default=0)
    return (one.place.path, own) in lines


def starts_for_code(repo: Repo, triggers: tuple[Trigger, ...]) -> bool:
    """Tell whether a change of the owner's Python starts a workflow, whatever paths its triggers name."""
    code = own_paths(repo, is_python)
    return any(trigger.on_change and trigger.starts_for(code) for trigger in triggers)
