"""Where is it added up what readers said of answers, as a share that is shown?"""

from collections.abc import Iterator

from seatrial.facts import fact
from seatrial.facts.code.programs import AtSite, Program, Site, own_code
from seatrial.facts.operations.feedback import feedback_doors
from seatrial.facts.reach.reach import reach
from seatrial.facts.training.training import training_paths
from seatrial.model import Confidence
from seatrial.model.record import dataclass
from seatrial.read.code.python_record import Comparison, Value
from seatrial.read.regex import caseless
from seatrial.repo import Repo

#: What readers say of an answer, as it is kept.
_SAID = caseless(r"rating|thumbs|feedback|helpful|satisf|(?<![a-z])votes?(?![a-z])|is_correct|good_response")
#: How a query adds up what was said, and not only how many said anything.
_SHARES = caseless(
    r"\bavg\s*\(|\bsum\s*\(\s*case|\bfilter\s*\(|\bgroup\s+by\b|\bcount\s*\([\s\S]{1,400}(?:rating|type|label|helpful|thumbs?\w*"
    r"|vote|sentiment)\s*(?:=|<|>|in\b)"
)
#: Functions that give a figure, by their names; what takes or answers feedback may count for another reason.
_FIGURES = caseless(r"stat|summar|metric|analytic|quality|panel|report|effect|share|rate|agreement|score|satisf|list")
_TAKES = caseless(r"(?:^|[_.])(?:submit|admit|respond|insert|save|create|update|add|post|record|store|delete)(?:_|$)")
_ORDERS = frozenset({"<", "<=", ">", ">="})
_ADDS_UP = frozenset({"sum", "len", "mean", "count", "avg", "Counter", "average"})
#: Where what people rated is what a model learns from.
_LEARNS = caseless(
    r"train|features?|recommend|rank|prepar|preprocess|similar|matrix|eval|seed|migrat|etl|(?:^|[/_])(?:import|load|populate)"
)


@dataclass(frozen=True, slots=True)
class SummedFeedback(AtSite):
    """One function that adds up what readers said."""

    site: Site
    judged: bool  #: a figure of it is held against a number
    confidence: Confidence = Confidence.LIKELY  #: names of fields tell what they hold

    @property
    def what(self) -> str:
        return f"{self.site.scope} adds up what readers said"


@fact
def summed_feedback(repo: Repo) -> tuple[SummedFeedback, ...]:
    """Return the functions that run and count what doors for feedback store, what is called after it first.

    There is none where no door stores any.
    """
    if not any(door.stored for door in feedback_doors(repo)):
        return ()
    programs = (program for program in own_code(repo) if _asks_what_was_said(program) or not _learns(repo, program))
    found = (one for program in programs for one in _in_program(repo, program))
    return tuple(sorted(found, key=lambda one: (not _FIGURES.search(one.site.scope), one.site)))


def _learns(repo: Repo, program: Program) -> bool:
    return bool(_LEARNS.search(program.path)) or program.path in training_paths(repo)


def _asks_what_was_said(program: Program) -> bool:
    """Tell a program that asks a table called after feedback, whatever it is called itself: ``query(Feedback)``."""
    asking = (call for call in program.file.calls if call.last in {"query", "select"})
    return any("feedback" in value.text.lower() for call in asking for value in call.args)


def _in_program(repo: Repo, program: Program) -> Iterator[SummedFeedback]:
    asked, held, adding = _asked_by(program), _held_by(program), _adding(program)
    judging = {item.scope for item in program.file.comparisons if _is_limit(item)}
    known = reach(repo)
    made = [one.name for one in program.file.functions if "." not in one.name]  # what hands the object of a class out
    handed = any(known.is_run(program.path, name) for name in made)
    for function in program.file.functions:
        name = function.name
        sums = name in asked or (name in held and name in adding)
        own = name.rpartition(".")[2]
        other = _LEARNS.search(own) or _TAKES.search(own)
        if sums and not other and (known.is_run(program.path, name) or (handed and "." in name)):
            yield SummedFeedback(program.site(function.line, name), name in judging)


def _asked_by(program: Program) -> set[str]:
    """Return the functions that have a store add it up: ``SELECT avg(rating) ...``, ``func.count(Feedback.id)``."""
    texts = (text for text in program.file.texts if _SHARES.search(text.value) and _SAID.search(text.value))
    calls = (call for call in program.file.calls if call.last in {"avg", "count", "sum"} and "func." in call.written)
    return {text.scope for text in texts} | {call.scope for call in calls if any(_says(one) for one in call.args)}


def _held_by(program: Program) -> set[str]:
    """Return the functions that hold what one reader said against a value: ``entry["rating"] == 1``."""
    found = (item for item in program.file.comparisons if item.operator not in ("in", "not in", "is", "is not"))
    return {item.scope for item in found if _says(item.left) and item.right.kind == "literal"}


def _is_limit(item: Comparison) -> bool:
    """Tell ``good / total < 0.8``; what one reader said is sorted by a number too, and 0 and 1 ask for any at all."""
    sides = (item.left, item.right)
    numbers = [one.literal for one in sides if isinstance(one.literal, int | float)]
    sorts = any(_says(side) for side in sides if side.kind != "operation")
    return item.operator in _ORDERS and bool(set(numbers) - {0, 1}) and not sorts


def _adding(program: Program) -> set[str]:
    added = {item.scope for item in program.file.assignments if item.value.kind == "operation"}
    return added | {call.scope for call in program.file.calls if call.last in _ADDS_UP}


def _says(value: Value) -> bool:
    """Tell a value that is called after what a reader said, or is looked up under such a key."""
    words = (value.text, value.name, *(str(one.literal) for one in value.items if isinstance(one.literal, str)))
    return any(map(_SAID.search, words))
