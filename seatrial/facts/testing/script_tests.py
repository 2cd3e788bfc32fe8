"""Which files of tests are plain programs, that compare what the code answers and end with an error?"""

from collections import Counter

from seatrial.facts import fact
from seatrial.facts.code.arguments import constant
from seatrial.facts.code.modules import modules
from seatrial.facts.code.programs import Program, Site, programs
from seatrial.model.record import dataclass
from seatrial.read.code.python_record import Call, Comparison
from seatrial.read.regex import regex
from seatrial.repo import Repo, Role, role

_NAMED = regex(r"(?:.*/)?(?:test_\w+|\w+_tests?|tests?)\.py")
#: Clients by which a program asks a service that was started for it, at an address of the same machine.
_ASKS = ("requests.", "httpx.", "urllib.request.")
_HERE = regex(r"https?://(?:localhost|127\.0\.0\.1|0\.0\.0\.0)\b")
_ENDS = frozenset({"sys.exit", "exit", "quit", "os._exit", "SystemExit"})
_JUDGES = frozenset({"==", "!=", "<", "<=", ">", ">="})
#: What a comparison is about that judges no answer: how the program was started, and where.
_ABOUT_THE_START = regex(r"__name__|\bargv\b|\bargs?\b|\benviron\b|\bplatform\b|version_info")


@dataclass(frozen=True, slots=True)
class ScriptTest:
    """A program that is a test: it runs the owner's code, compares, and its end tells."""

    site: Site  #: the function of it that calls most of the owner's code
    assertions: int


@fact
def script_tests(repo: Repo) -> tuple[ScriptTest, ...]:
    """Return the programs called tests that no runner collects from, and that fail all the same.

    One that prints, plots or only starts something is none, nor one that calls no code of the repository, and asks no
    service on the same machine.
    """
    found = (_script(repo, program) for program in programs(repo) if program.is_test and not program.notebook)
    return tuple(one for one in found if one is not None)


def _script(repo: Repo, program: Program) -> ScriptTest | None:
    if not _NAMED.fullmatch(program.path) or any(_collected(item.name) for item in program.file.functions):
        return None
    own = _own_calls(repo, program)
    asked = own or _local_requests(program)
    asserts = sum(item.asserts - item.trivial_asserts for item in program.file.functions)
    asserts += sum("assert" in item.leads_to and not item.scope for item in program.file.comparisons)
    judged = sum(map(_judges, program.file.comparisons)) if any(map(_ends_with_error, program.file.calls)) else 0
    if not asked or not (asserts or (own and judged)):  # who only waits until a service is up compares, too
        return None
    scope, _ = Counter(call.scope for call in asked).most_common(1)[0]
    line = next((item.line for item in program.file.functions if item.name == scope), asked[0].line)
    return ScriptTest(program.site(line, scope), max(asserts, judged))


def _collected(name: str) -> bool:
    return name.rpartition(".")[2].startswith("test")


def _own_calls(repo: Repo, program: Program) -> list[Call]:
    """Return the calls of what the program takes from the owner's code outside of tests."""
    taken = {
        item.alias
        for item in program.file.imports
        if (found := modules(repo).find(item.module, program.path)) is not None
        and role(repo, found.path) not in (Role.TEST, Role.VENDORED)
    }
    return [call for call in program.file.calls if call.written.partition(".")[0] in taken]


def _local_requests(program: Program) -> list[Call]:
    """Return the requests to a service on the same machine, which the run of the tests starts before."""
    asked = (call for call in program.file.calls if call.name.startswith(_ASKS) and call.args)
    return [call for call in asked if _HERE.match(constant(program.file, call.scope, call.args[0]).string)]


def _judges(item: Comparison) -> bool:
    said = (part.text or part.name for side in (item.left, item.right) for part in (side, *side.items))
    return item.operator in _JUDGES and not any(map(_ABOUT_THE_START.search, said))


def _ends_with_error(call: Call) -> bool:
    """Tell whether a program may end with more than 0: with a number, a text, or what its main function returns."""
    given = call.args[0] if call.args else None
    return (call.name or call.written) in _ENDS and given is not None and given.literal != 0 and given.text != "None"
