"""Which files of load generators and benchmarks are there, in languages other than Python, and which take time?"""

import re
from collections.abc import Iterator
from dataclasses import replace

from seatrial.facts import fact
from seatrial.facts.code.programs import Site
from seatrial.facts.testing.load_test import LoadTest, Measured
from seatrial.model.record import dataclass
from seatrial.read.line_number import line_number
from seatrial.read.regex import regex
from seatrial.repo import Repo, role


@dataclass(frozen=True, slots=True)
class _Kind:
    """How the files of one generator look: their names, a mark inside, what they drive, what makes them fail."""

    tool: str
    files: re.Pattern[str]
    mark: re.Pattern[str]
    target: re.Pattern[str]
    threshold: re.Pattern[str]
    measures: Measured


_TAKE_TIME = frozenset({
    "asv", "a script", "JMH", "Criterion", "ScalaMeter", "the benchmarks of Go", "Google Benchmark", "BenchmarkDotNet",
    "microbenchmark",
})  # fmt: skip


def _kind(tool: str, files: str, mark: str, *, target: str = r"(?!)", threshold: str = r"(?!)") -> _Kind:
    measures = Measured.TIME if tool in _TAKE_TIME else Measured.LOAD
    return _Kind(tool, regex(files), regex(mark), regex(target), regex(threshold), measures)


#: An address, also one that is put together: ``${base}/predict``, ``host + "/predict"``.
_URL = (
    r"""(?<!from )(?<!import )["'`](?:https?://[^"'`\s]+|\$\{[^}]+\}(/[^"'`\s]*))["'`]"""
    r"""|(?<=\w \+ )["'`](/[^"'`\s]+)["'`]"""
)
_KINDS = (
    _kind("k6", r".*\.[cm]?[jt]s", r"""from\s+['"]k6(/\w+)?['"]|require\(['"]k6""", target=_URL,
          threshold=r"\bthresholds\s*:"),
    _kind("JMeter", r".*\.jmx", r"<jmeterTestPlan", target=r'HTTPSampler\.path">([^<]+)<', threshold=r"Assertion"),
    _kind("Artillery", r".*\.ya?ml", r"(?m)^config:[\s\S]*^\s+phases:", target=r"url:\s*[\"']?(\S+)",
          threshold=r"\bensure:"),
    _kind("Gatling", r".*\.(scala|java|kt)", r"extends\s+Simulation", target=r'\.(?:get|post)\("([^"]+)"',
          threshold=r"assertions\("),
    _kind("vegeta", r".*\.go", r"\"github\.com/tsenart/vegeta\b", target=_URL),
    _kind("JMH", r".*\.(java|kt|scala)", r"import\s+org\.openjdk\.jmh\b"),
    _kind("ScalaMeter", r".*\.scala", r"import\s+org\.scalameter\b"),
    _kind("Criterion", r".*\.rs", r"\bcriterion_(?:group|main)!"),
    _kind("the benchmarks of Go", r".*_test\.go", r"(?m)^func Benchmark\w*\(\w+ \*testing\.B\)"),
    _kind("Google Benchmark", r"(?i:.*bench.*\.(?:cc|cpp|cxx))", r"#include\s+<benchmark/benchmark\.h>"),
    _kind("BenchmarkDotNet", r".*\.cs", r"\busing\s+BenchmarkDotNet\b"),
    _kind("microbenchmark", r"(?i:.*bench.*\.r)", r"\bmicrobenchmark(?:::microbenchmark)?\(|\bbench::mark\("),
    _kind("wrk", r".*\.lua", r"\bwrk\.(method|body|path|headers)"),
    _kind("a script", r"(?:.*/)?(?:[\w.-]*[-_.])?(?:bench(?:mark)?|latency)(?:[-_.][\w.-]*)?\.[cm]?[jt]s",
          r"\bperformance\.now\(|\bDate\.now\(|\bprocess\.hrtime\b|\bconsole\.time\("),
    _kind("asv", r"(.*/)?asv\.conf\.jsonc?", r"benchmark_dir|project"),
)  # fmt: skip


@fact
def load_files(repo: Repo) -> tuple[LoadTest, ...]:
    """Return the files of load generators, by path."""
    paths = (path for path in repo.matching(_kinds_of) if not role(repo, path).is_foreign)
    found = repo.texts(_in_file, paths, 300_000)
    return tuple(replace(one, site=replace(one.site, role=role(repo, one.site.path))) for one in found)


def _kinds_of(path: str) -> "list[_Kind]":
    return [kind for kind in _KINDS if kind.files.fullmatch(path)]


def _in_file(path: str, text: str) -> Iterator[LoadTest]:
    for kind in _kinds_of(path):
        if mark := kind.mark.search(text):
            targets = (path or whole.strip("\"'`") for whole, path in _targets(kind, text))
            site = Site(path, line_number(text, mark.start()))
            failing = bool(kind.threshold.search(text))
            yield LoadTest(site, kind.tool, kind.measures, tuple(dict.fromkeys(targets)), failing)


def _targets(kind: _Kind, text: str) -> Iterator[tuple[str, str]]:
    """Yield what names a target, and the path in it where that stands apart."""
    for found in kind.target.finditer(text):
        given = found[found.lastindex] if found.lastindex else ""
        yield found[0], _unescaped(given) if kind.tool == "JMeter" else given


def _unescaped(given: str) -> str:
    from html import unescape  # its table of two thousand names is seldom asked

    return unescape(given)
