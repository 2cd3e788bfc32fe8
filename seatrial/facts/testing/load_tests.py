"""What measures load, latency or throughput? The door to every kind of such a test."""

from collections.abc import Iterator
from pathlib import PurePosixPath

from seatrial.facts import fact
from seatrial.facts.ci.commands.task_targets import targets
from seatrial.facts.ci.workflows import ci_commands
from seatrial.facts.code.programs import Site
from seatrial.facts.code.scripts import is_shell, may_be_shell
from seatrial.facts.product.parts import part_of
from seatrial.facts.testing.load_files import load_files
from seatrial.facts.testing.load_test import LoadTest, Measured
from seatrial.facts.testing.timings import timings
from seatrial.model import Evidence, Place
from seatrial.read.infrastructure.shell import SHELL, Command, commands
from seatrial.read.regex import caseless, regex
from seatrial.repo import Repo, Role, role

#: Programs that drive load or measure a model, by name; some only with a following word.
_PROGRAMS = (
    ("locust",), ("k6", "run"), ("wrk",), ("wrk2",), ("hey",), ("ab",), ("oha",), ("vegeta", "attack"), ("bombardier",),
    ("artillery", "run"), ("artillery", "quick"), ("ghz",), ("jmeter",), ("gatling",), ("autocannon",), ("siege",),
    ("drill",), ("perf_analyzer",), ("genai-perf",), ("aiperf",), ("guidellm",), ("llmperf",), ("trtexec",),
    ("fortio", "load"), ("nighthawk_client",), ("h2load",), ("asv", "run"), ("asv", "continuous"), ("vllm", "bench"),
    ("text-generation-benchmark",), ("benchmark_app",), ("model-analyzer",), ("hyperfine",), ("cargo", "bench"),
)  # fmt: skip
_FOR_LOAD = caseless(r"(?:^|/)(?:[^/]*[^a-z/])?(?:load|stress)[-_]?test[^/]*\.(?:sh|py|ps1)$")
_SENDS = regex(r"\bcurl\s|\brequests\.(?:post|get)\(|\bhttpx\.(?:post|get)\(|Invoke-(?:WebRequest|RestMethod)")
_LIMIT = 100_000  #: bytes of a program that is read for its words
_NAMES = frozenset(words[0] for words in _PROGRAMS)


@fact
def load_tests(repo: Repo) -> tuple[LoadTest, ...]:
    """Return what measures load, latency or throughput, by place; timings inside of services are none."""
    found = (*(one for one in timings(repo) if not _serves(repo, one)), *load_files(repo), *_generators_started(repo))
    return tuple(sorted(dict.fromkeys(found), key=lambda item: (item.site, item.tool)))


@fact
def named_for_load(repo: Repo) -> tuple[Evidence, ...]:
    """Return the programs that are called load or stress tests and only send requests, one after the other."""
    found = (path for path in repo.matching(_FOR_LOAD.search) if role(repo, path) in (Role.OWN, Role.TEST))
    texts = ((path, repo.text_or_empty(path, _LIMIT)) for path in found)
    what = "sends one request after the other"
    return tuple(Evidence(Place(path), f"{path} {what}") for path, text in texts if _SENDS.search(text))


def _serves(repo: Repo, timing: LoadTest) -> bool:
    """Tell what a service does side by side while it answers from a program that drives one."""
    return timing.measures is Measured.LOAD and part_of(repo, timing.site.path, timing.site.scope).in_service


def _generators_started(repo: Repo) -> Iterator[LoadTest]:
    """Find load generators that CI, tasks and scripts of the repository start."""
    for one in ci_commands(repo):
        yield from _by_command(one.command, one.place.path, one.place.line)
    for path, target in targets(repo):
        for command in commands(target.text):
            yield from _by_command(command, path, target.line)
    named = repo.matching(may_be_shell)
    scripts = [path for path in named if is_shell(repo, path) and not role(repo, path).is_foreign]
    for record in repo.records(SHELL, scripts):
        for command in record.commands:
            yield from _by_command(command, record.path, command.line)


def _by_command(command: Command, path: str, line: int) -> Iterator[LoadTest]:
    if command.program not in _NAMES:
        return
    words = next((words for words in _PROGRAMS if command.starts(*words)), None)
    if words is not None and command.arguments:
        addresses = tuple(word for word in command.arguments if word.startswith(("http://", "https://")))
        yield LoadTest(Site(path, line), PurePosixPath(words[0]).name, Measured.LOAD, addresses)
