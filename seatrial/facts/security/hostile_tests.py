"""Which tests try what somebody hostile would: injected orders, broken answers, forbidden tools, strange tenants?"""

import re
from collections.abc import Iterator
from typing import Final

from seatrial.facts import fact
from seatrial.facts.code.own_imports import own_imports
from seatrial.facts.code.programs import Program, programs
from seatrial.facts.security.llm_output import Fate, output_uses
from seatrial.model import Evidence
from seatrial.read.code.python_record import Function
from seatrial.read.regex import regex
from seatrial.repo import Repo

_BROKEN: Final = regex(
    r"malicious|hostile|malformed|invalid|untrusted|unsafe|injection|garbage|xss|not_json|bad_(json|output|answer)|"
    r"broken|unparsa|drop_table|escap|sandbox|refus|reject|blocked|non_json"
)


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
        for item in program.file.functions if program.tested else ():
            last = item.name.rpartition(".")[2].lower()
            if last.startswith("test") and item.asserts > item.trivial_asserts and pattern.search(last):
                yield program, item
