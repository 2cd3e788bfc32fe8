"""Which tests try what somebody hostile would: injected orders, broken answers, forbidden tools, strange tenants?"""

import re
from collections.abc import Iterator

from seatrial.facts import fact
from seatrial.facts.code.callees import of_call
from seatrial.facts.code.own_imports import own_imports
from seatrial.facts.code.programs import Program, programs
from seatrial.facts.inference.handed_tools import handed_tools
from seatrial.facts.security.llm_output import Fate, output_uses
from seatrial.facts.testing.evaluation_cases import EVAL_PATHS, SET_NAMES
from seatrial.model import Evidence, Place
from seatrial.read.code.python_record import Function
from seatrial.read.regex import caseless, regex
from seatrial.repo import Repo, Role, role

#: Names of tests about an answer; an invalid setting or argument is none.
_BROKEN = regex(
    r"malicious|hostile|xss|(?:code|sql|html|shell)_injection|not_json|non_json|garbage|unparsa|drop_table|"
    r"(?:malformed|invalid|broken|unsafe|untrusted|bad|truncated)_(?:\w+_)?"
    r"(?:answers?|outputs?|response|reply|completion|json|sql|code|html|script)(?:_|$)"
)

_REFUSED = regex(
    r"refus|denied|denies|deny|forbidden|approv|not_allowed|unauthori[sz]ed|interrupt|reject|without_consent|blocked|confirm"
)
#: Names of tests that refuse input which is not well formed, which is no refusal of an action.
_ILL_FORMED = regex(
    r"pars(?:e|er|ing)|missing|invalid|malformed|empty|schema|config|toml|yaml|duplicate|unknown_(?:\w+_)?(?:field|key)"
)
#: What a test speaks of that is about what a model may do.
_OF_TOOLS = regex(r"tool|agent|interrupt|approv")
_STRANGE = regex(
    r"tenant|other_user|another_user|isolat|cross_|leak|acl\b|foreign|not_mine|permission|only_own|someone_else"
)
_INJECTED = caseless(
    r"(?:ignore|disregard|forget)\b.{0,30}\b(?:instructions|prompt|rules|orders)|\bjailbreak|"
    r"reveal.{0,30}system prompt|\bDAN mode|developer mode|prompt[ _-]injection|(?:^|\W)redteam(?:\W|$)"
)


def _may_attack(path: str) -> bool:
    return bool(SET_NAMES.fullmatch(path)) or "promptfoo" in path.rpartition("/")[2].lower() or "garak" in path.lower()


@fact
def injection_cases(repo: Repo) -> tuple[Evidence, ...]:
    """Return the cases of an evaluation, and the tests, that try to give a model other orders."""
    found = [
        Evidence(Place(path), f"{path} holds cases that try to give the model other orders")
        for path in repo.matching(_may_attack)
        if role(repo, path) in (Role.OWN, Role.TEST) and _INJECTED.search(repo.text_or_empty(path, limit=2_000_000))
    ]
    for program in programs(repo):
        said = program.file.texts if program.is_test or EVAL_PATHS.search(program.path) else ()
        lines = [text.line for text in said if _INJECTED.search(text.value)]
        if lines and any(item.asserts for item in program.file.functions):
            what = f"{program.path} tries to give the model other orders"
            found.append(Evidence(program.site(lines[0]).place, what))
    return tuple(found)


@fact
def hostile_output_tests(repo: Repo) -> tuple[Evidence, ...]:
    """Return the tests that hand bad answers to code which holds answers to a shape or runs them shut in."""
    firm = {use.site.path for use in output_uses(repo) if use.fate in (Fate.SHAPED, Fate.SHUT_IN)}
    found = (
        Evidence(program.site(item.line).place, f"{item.name} tries an answer that is broken or hostile")
        for program, item in named_tests(repo, _BROKEN)
        if firm & own_imports(repo, program)
    )
    return tuple(found)


def named_tests(repo: Repo, pattern: re.Pattern[str]) -> Iterator[tuple[Program, Function]]:
    """Yield the tests that can fail and whose name says what they try."""
    for program in programs(repo):
        for item in program.file.functions if program.is_test else ():
            last = item.name.rpartition(".")[2].lower()
            if last.startswith("test") and item.asserts > item.trivial_asserts and pattern.search(last):
                yield program, item


@fact
def refusal_tests(repo: Repo) -> tuple[Evidence, ...]:
    """Return the tests that expect a tool of a language model to be refused, or to wait for a person."""
    return tuple(
        Evidence(program.site(item.line).place, f"{item.name} expects a tool to be refused or to wait")
        for program, item in named_tests(repo, _REFUSED)
        if not _ILL_FORMED.search(item.name.lower())
        if _asks_tool(repo, program, item)
    )


def _asks_tool(repo: Repo, program: Program, test: Function) -> bool:
    """Tell whether a test is about tools by its name or by what it calls: the file's name says nothing of one test."""
    calls = [call for call in program.file.calls if call.scope == test.name or call.scope.startswith(f"{test.name}.")]
    if any(_OF_TOOLS.search(name.lower()) for name in (test.name, *(call.written for call in calls))):
        return True
    run = {(item.path, item.scope) for call in calls for item in of_call(repo, program.path, call)}
    return not run.isdisjoint(handed_tools(repo))


@fact
def tenant_tests(repo: Repo) -> tuple[Evidence, ...]:
    """Return the tests that expect one person or tenant to find nothing of another's."""
    found = named_tests(repo, _STRANGE)
    return tuple(
        Evidence(program.site(item.line).place, f"{item.name} searches for what belongs to somebody else")
        for program, item in found
    )
