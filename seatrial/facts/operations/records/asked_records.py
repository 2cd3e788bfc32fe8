"""Which answers are kept only where somebody asks for it, by an option of the request or of the settings?"""

from collections.abc import Iterator

from seatrial.component import Component
from seatrial.facts import fact
from seatrial.facts.code.programs import AtSite, Program, Site, own_code
from seatrial.facts.operations.answer_paths import answering_scopes
from seatrial.model import Confidence
from seatrial.model.record import dataclass
from seatrial.read.code.python_record import Call
from seatrial.read.regex import caseless
from seatrial.repo import Repo

#: Functions that say by their name that they keep what a model answered: ``store.save_label(...)``.
_KEEPS = caseless(
    r"_?(?:save|store|keep|persist|record|insert|add)_(?:\w{1,30}_)?"
    r"(?:labels?|predictions?|results?|answers?|outputs?|masks?|annotations?|responses?|inferences?|transcripts?)"
)
#: A line that asks an option by its name: ``if save_label:``, ``if request.store_result:``.
_ASKS = caseless(r"\s{0,200}(?:el)?if\s+(?:\w{1,60}\.){0,4}((?:save|store|keep|persist|record)_?\w{0,40})\s*:")
_NEAR = 4  #: lines between what asks and what is asked for


@dataclass(frozen=True, slots=True)
class AskedRecord(AtSite):
    """One call that keeps an answer where an option says so."""

    site: Site
    option: str
    confidence: Confidence = Confidence.LIKELY

    @property
    def what(self) -> str:
        return f"{self.site.scope} keeps an answer where {self.option} is asked for"


@fact
def asked_records(component: Component) -> tuple[AskedRecord, ...]:
    """Return where functions on the way of an answer keep it, if an option says so."""
    ways = answering_scopes(component)
    found = (one for program in own_code(component.repo) for one in _in_program(component.repo, program, ways))
    return tuple(sorted(found, key=lambda one: one.site))


def _in_program(repo: Repo, program: Program, ways: frozenset[tuple[str, str]]) -> Iterator[AskedRecord]:
    calls = [call for call in program.file.calls if "if" in call.inside and call.args and _KEEPS.fullmatch(call.last)]
    calls = [call for call in calls if (program.path, call.scope) in ways]
    lines = repo.text_or_empty(program.path, 1_000_000).splitlines() if calls else []
    for call in calls:
        if option := _option(lines, call):
            yield AskedRecord(program.site_of(call), option)


def _option(lines: list[str], call: Call) -> str:
    """Return the option that a line above asks for; "" where none does."""
    above = lines[max(0, call.line - 1 - _NEAR) : call.line - 1]
    return next((found[1] for line in reversed(above) if (found := _ASKS.match(line))), "")
