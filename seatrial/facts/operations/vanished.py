"""Where does a failure vanish: caught, and neither told nor shown to whoever asked?"""

from enum import StrEnum

from seatrial.facts import fact
from seatrial.facts.code.programs import AtSite, Program, Site, outside_tests
from seatrial.facts.operations.guarded import at_risk
from seatrial.facts.operations.log_calls import tells
from seatrial.facts.operations.second_ways import assigned, is_asked_for, tried_again
from seatrial.model import Confidence
from seatrial.model.record import dataclass
from seatrial.read.code.python_record import Handler
from seatrial.read.regex import caseless, regex
from seatrial.repo import Repo

_EVERYTHING = frozenset({"Exception", "BaseException"})
#: Functions that tidy up, warm up or only ask whether something works: what fails there is no answer to anybody.
_ASIDE = caseless(
    r"(^|[._])(close|clean\w*|shutdown|stop|teardown|dispose|release|unload|free|warm_?up\w*|prefetch|__del__|__exit__"
    r"|__repr__|is|has|can|exists?|check|probe|ping|try|supports?|available|health\w*|ready|readiness|liveness|status)(_|$|\.)"
)
#: Constants that say by themselves that something went wrong, or that there is no answer.
_SAYS_SO = caseless(
    r"error|fail|unavailable|degraded|fallback|invalid|exception|success|\bok\b|status|unknown|sorry|^None$|^False$"
    r"|nan\b|inf\b|\(None"
)
_STATUS = regex(r"-?[1-9]\d{0,2}")  # what a command ends with, or a code of an error
_FALLBACK = caseless(r"fall(s|ing)?[ -]?back|instead|on (any )?(failure|error)|best[- ]effort")
_FLAGS = frozenset({"None", "False"})
_NOTHING = frozenset({"None", ""})


class Fate(StrEnum):
    """What becomes of a failure that is caught."""

    SILENT = "silent"  #: nobody is told
    UNSAID = "unsaid"  #: nobody is told, and whoever uses the value finds None or False
    TOLD = "told"  #: it is logged, and whoever asked gets a default that looks like an answer


@dataclass(frozen=True, slots=True)
class Vanished(AtSite):
    """One ``except`` that hides that a model or its data could not be had."""

    site: Site
    fate: Fate
    risked: str  #: what failed, in words: "the model is asked"
    answer: str = ""  #: the constant that stands in for it, as written; "" for none
    confidence: Confidence = Confidence.VERIFIED

    @property
    def what(self) -> str:
        instead = f", and {self.answer} stands for the answer" if self.answer not in _NOTHING else ""
        if self.fate is Fate.TOLD:
            return f"a failure when {self.risked} is logged{instead or ', and hidden from the caller'}"
        if self.fate is Fate.UNSAID:
            return f"any failure when {self.risked} leaves {self.answer} behind and no reason"
        return f"any failure when {self.risked} is swallowed without a word{instead}"


@fact
def vanished(repo: Repo) -> tuple[Vanished, ...]:
    """Return the clauses that catch everything around a model or its data and hide it, tests apart, by place.

    Other ways that are tried next, cleaning up, probes, and a value that somebody asks for afterwards hide nothing.
    """
    found = [
        item
        for program in outside_tests(repo)
        if not program.notebook and not program.file.skimmed
        for handler in program.file.handlers
        if (item := _judged(repo, program, handler))
    ]
    return tuple(sorted(found, key=lambda item: item.site))


def _judged(repo: Repo, program: Program, handler: Handler) -> Vanished | None:
    if handler.catches and _EVERYTHING.isdisjoint(handler.catches):
        return None
    deceives = [text for text in handler.answers if not (_SAYS_SO.search(text) or _STATUS.fullmatch(text))]
    if not (handler.swallows or deceives) or _ASIDE.search(handler.scope.rpartition(".")[2]):
        return None
    risk = next(at_risk(repo, program, handler), None)
    if risk is None or tried_again(repo, program, handler):
        return None
    fate = _fate(repo, program, handler, deceives=bool(deceives))
    if fate is None:
        return None
    confidence = Confidence.VERIFIED if risk.sure else Confidence.LIKELY
    answer = (deceives or handler.answers or ("",))[0]
    return Vanished(program.site_of(handler), fate, risk.words, answer, confidence)


def _fate(repo: Repo, program: Program, handler: Handler, *, deceives: bool) -> Fate | None:
    """Return what becomes of the failure; None when it is seen by somebody."""
    if tells(program.file, handler):
        return Fate.TOLD if deceives and not _is_announced(program, handler) else None
    if not handler.swallows or _says_so(handler) or is_asked_for(repo, program, handler):
        return None
    flagged = bool(handler.answers) and set(handler.answers) <= _FLAGS and bool(assigned(program, handler))
    return Fate.UNSAID if flagged else Fate.SILENT


def _is_announced(program: Program, handler: Handler) -> bool:
    """Tell whether the function's description, or the log line, says that something else is used instead."""
    function = program.file.function(handler.scope)
    said = [text.value for text in program.file.texts if handler.line <= text.line <= handler.end_line]
    return any(_FALLBACK.search(text) for text in (*said, function.docstring if function else ""))


def _says_so(handler: Handler) -> bool:
    """Tell whether the answer itself says that it is none: ``{"status": "error"}``; None and False say so to nobody."""
    return any(text not in _FLAGS and _SAYS_SO.search(text) for text in handler.answers)
