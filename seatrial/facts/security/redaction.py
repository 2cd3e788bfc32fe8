"""What takes personal values out of logs, traces and error reports, and does a test prove it?"""

from collections.abc import Iterator

from seatrial.facts import fact
from seatrial.facts.code.programs import InCode, Program, Site, own_code, programs
from seatrial.model.record import dataclass
from seatrial.read.code.python_record import Call
from seatrial.read.regex import caseless
from seatrial.repo import Repo

_NAMED = caseless(r"(?:^|_)(?:redact|mask|scrub|anonymi[sz]e|pseudonymi[sz]e|sanitize_log|strip_pii|remove_pii)")
_ENGINES = ("presidio_anonymizer.", "scrubadub.", "datafog.", "piicatcher.")


@dataclass(frozen=True, slots=True)
class Redaction(InCode):
    """One thing that removes personal values before they are written."""

    site: Site
    name: str  #: of the function or class, by which a test would call it; "" for a setting
    what: str


@fact
def redactions(repo: Repo) -> tuple[Redaction, ...]:
    """Return the owner's filters, engines and settings that redact, by place."""
    own = list(own_code(repo))
    found = [one for program in own for one in (*_defined(program), *_set(program))]
    return tuple(sorted(found, key=lambda one: one.site))


@fact
def tested_redactions(repo: Repo) -> tuple[Redaction, ...]:
    """Return those redactions that a test calls by name."""
    used = {name for program in programs(repo) if program.is_test for name in _mentioned(program)}
    return tuple(one for one in redactions(repo) if one.name and one.name.rpartition(".")[2] in used)


def _defined(program: Program) -> Iterator[Redaction]:
    for item in program.file.classes:
        if "logging.Filter" in item.bases or _NAMED.search(item.name):
            yield Redaction(program.site(item.line, item.name), item.name, f"{item.name} filters what is written")
    for function in program.file.functions:
        if _NAMED.search(function.name.rpartition(".")[2]) and not function.is_stub:
            what = f"{function.name} takes values out before they are written"
            yield Redaction(program.site(function.line, function.name), function.name, what)


def _set(program: Program) -> Iterator[Redaction]:
    for call in program.file.calls:
        if what := _setting(call):
            yield Redaction(program.site_of(call), "", what)


def _setting(call: Call) -> str:
    if call.name.startswith(_ENGINES) and "." in call.name:
        return f"{call.name.partition('.')[0]} redacts"
    if call.name == "sentry_sdk.init" and call.keyword("before_send") is not None:
        return "error reports pass before_send"
    return "traces are masked" if call.name.startswith("langfuse") and call.keyword("mask") is not None else ""


def _mentioned(program: Program) -> Iterator[str]:
    for call in program.file.calls:
        yield call.last
    for mention in program.file.mentions:
        yield from (name.rpartition(".")[2] for name in mention.names)
