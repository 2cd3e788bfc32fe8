"""Which files hold tests in languages other than Python?"""

import re
from collections.abc import Iterator
from pathlib import PurePosixPath

from seatrial.facts import fact
from seatrial.facts.testing.hollow_tests import HOLLOW_IN_JAVASCRIPT
from seatrial.model.counted import counted
from seatrial.model.evidence import AtLine
from seatrial.model.record import dataclass
from seatrial.read.line_number import line_number
from seatrial.read.posix_path import is_python
from seatrial.read.regex import regex
from seatrial.repo import Repo, Role, role
from seatrial.repo.roles import role_by_name


@dataclass(frozen=True, slots=True)
class ForeignTests(AtLine):
    """The tests in one file of another language."""

    path: str
    line: int  #: of the first one
    language: str
    number: int
    assertions: int
    hollow: bool = False  #: all of them only ask whether something is there; told of JavaScript alone
    asking: bool = False  #: they send requests to endpoints, by a client for tests

    @property
    def what(self) -> str:
        asked = ", which ask endpoints" if self.asking else ""
        return f"{counted(self.number, 'test')} in {self.language}{asked}"


@dataclass(frozen=True, slots=True)
class _Kind:
    """How tests look in one language: which files hold them, how one begins, how one asserts."""

    language: str
    files: re.Pattern[str]
    test: re.Pattern[str]
    assertion: re.Pattern[str]


def _kind(language: str, files: str, test: str, assertion: str) -> _Kind:
    return _Kind(language, regex(files), regex(test, re.MULTILINE), regex(assertion))


_KINDS = (
    _kind("JavaScript", r".*\.(test|spec|cy|e2e)\.[cm]?[jt]sx?|(.*/)?__tests__/.*\.[jt]sx?",
          r"^[ \t]*(ls\.)?(it|test)(\.\w+)*\s*\(", r"\b(expect|assert(\.\w+)?)\s*\("),
    _kind("Go", r".*_test\.go", r"^func (Test|Benchmark|Fuzz)\w*\(", r"\bt\.(Error|Fatal|Fail)|\b(assert|require)\."),
    _kind("Rust", r".*\.rs", r"^[ \t]*#\[(tokio::)?test\]", r"\bassert(_eq|_ne)?!|\bpanic!|\.unwrap\(\)"),
    _kind("Java", r".*(Test|Tests|Spec|IT)\.(java|kt|scala)", r"@Test\b|^[ \t]*test\(", r"\bassert\w*\s*[({]|shouldBe"),
    _kind("C++", r".*(_|/)(test|tests|unittest)s?(_\w+)?\.(cc|cpp|cxx)", r"^[ \t]*(TEST|TEST_F|TEST_P|TEST_CASE)\s*\(",
          r"\b(EXPECT|ASSERT|REQUIRE|CHECK)(_\w+)?\s*\("),
    # programs that CTest starts, whose exit code is the verdict
    _kind("C++", r"(.*/)?CMakeLists\.txt", r"^[ \t]*add_test[ \t]*\(", r"\badd_test[ \t]*\("),
    _kind("R", r"(.*/)?tests/testthat/.*\.[rR]", r"\btest_that\s*\(", r"\bexpect_\w+\s*\("),
    _kind("Bats", r".*\.bats", r"^@test ", r"\[ |\[\[|\bassert"),
    _kind("C#", r".*Tests?\.cs", r"\[(Fact|Theory|Test|TestMethod)\b", r"\bAssert\.\w+|\.Should\("),
    _kind("Ruby", r".*_(spec|test)\.rb", r"^[ \t]*(it|test)\b", r"\bexpect\b|\bassert"),
    _kind("Swift", r".*Tests\.swift", r"func test\w*\(", r"\bXCTAssert\w*\("),
)  # fmt: skip
#: By which words tests ask an endpoint, in the languages of services.
_ASKS = {
    "JavaScript": regex(
        r"\bsupertest\b|\brequest\((?:app|server)\)|\b(?:app|server|fastify)\.inject\(|\bapp\.request\("
    ),
    "Go": regex(r"\bhttptest\.New(?:Request|Recorder|Server|TLSServer)|\bapp\.Test\("),
    "Rust": regex(r"\btest::(?:call_service|init_service)|\.oneshot\(|\bTestServer\b|\bTestClient\b"),
    "Java": regex(
        r"\bMockMvc\b|\bWebTestClient\b|\bTestRestTemplate\b|\bRestAssured\b|\btestApplication\b|\bJavalinTest\b"
    ),
    "C#": regex(r"\bWebApplicationFactory\b|\bTestServer\b"),
    "Ruby": regex(r"\bRack::Test\b|type: :request"),
}


@fact
def foreign_tests(repo: Repo) -> tuple[ForeignTests, ...]:
    """Return the files that hold at least one test with an assertion, by path.

    Those of a sample in another language, beside a product in Python, test the sample: many were generated with it.
    """
    named = [path for path in repo.matching(_kind_of) if not role(repo, path).is_foreign]
    if any(role(repo, path) is Role.OWN for path in repo.matching(is_python)):
        named = [path for path in named if role_by_name(str(PurePosixPath(path).with_name("x"))) is not Role.EXAMPLE]
    return tuple(found for path in named for found in _in_file(repo, path))


def _kind_of(path: str) -> "_Kind | None":
    return next((kind for kind in _KINDS if kind.files.fullmatch(path)), None)


def _in_file(repo: Repo, path: str) -> Iterator[ForeignTests]:
    kind = _kind_of(path)
    if kind is None:
        return
    text = repo.text_or_empty(path)
    starts, assertions = [found.start() for found in kind.test.finditer(text)], len(kind.assertion.findall(text))
    if starts and assertions:
        hollow = kind.language == "JavaScript" and len(HOLLOW_IN_JAVASCRIPT.findall(text)) >= assertions
        line = line_number(text, starts[0] + 1)
        asking = kind.language in _ASKS and bool(_ASKS[kind.language].search(text))
        yield ForeignTests(path, line, kind.language, len(starts), assertions, hollow, asking)
