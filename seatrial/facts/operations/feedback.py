"""Through which doors does it come back what really happened, and is it kept?"""

from collections.abc import Iterable, Iterator

from seatrial.facts import fact
from seatrial.facts.code.callees import callees
from seatrial.facts.code.code_index import calls_in
from seatrial.facts.code.programs import Program, called, own_code
from seatrial.facts.operations.records.record_fields import texts_in
from seatrial.facts.operations.records.record_sinks import row_of
from seatrial.facts.operations.records.sql_statements import statement
from seatrial.facts.product.lessons import lessons
from seatrial.facts.reach.reach import reach
from seatrial.facts.serving.serving import endpoints
from seatrial.facts.testing.evaluation_cases import EVAL_PATHS
from seatrial.model import Confidence, Place
from seatrial.model.record import dataclass
from seatrial.read.code.python_record import Call
from seatrial.read.regex import caseless, regex
from seatrial.repo import Repo

_FEEDBACK = caseless(
    r"feedback|ground_?truth|outcome|actual|(^|[/_])labels?($|[/_])|thumbs|rating|correction|annotat(?!ed)"
    r"|chargeback|(?<![a-z])rate_(?:the_)?(?:response|answer|message|result|reply|recommendation|prediction|summary)"
)
#: Handlers that give what is kept, or what a model says: ``predict_labels``.
_READS = regex(
    r"(?:get|list|fetch|read|load|query|search|count|predict|classify|detect|infer|suggest|extract|generate)_"
)
_STORES = regex(
    r"_?(add|insert|update|save|create|upsert|store|put|publish|produce|send|execute|commit|record|score|log|write|merge"
    r"|xadd|to_sql)(_\w+)?"
)
_STORE = caseless(
    r"session|\bdb\b|database|conn|cursor|collection|table|producer|kafka|langfuse|langsmith|client|repo(sitory)?|store"
    r"|crud|objects|mongo|redis|s3|bucket|mlflow|opik|phoenix|service|publisher|topic"
)


#: Functions that are called after what they keep: ``save_detailed_feedback``, ``record_vote``.
_KEEPS = regex(
    r"(?:save|store|record|insert|submit|add|update)_(?:\w+_)?(?:feedback|corrections?|ratings?|votes?|reactions?|outcomes?"
    r"|ground_truth|(?:analyst|expert|human|user|true|actual|confirmed|reviewed|reviewer)_labels?)"
)
#: Calls that give one row of a store, and those by which such a row, or a form, writes itself there.
_FETCHES = regex(
    r"a?(?:get|first|last|latest|earliest|one|find|fetch|load)(?:_object)?(?:_or_(?:404|none|create))?(?:_by_id|_one)?"
    r"|\w+(?:Serializer|Form)"
)
_SAVES = frozenset({"save", "asave"})
_DEEPEST, _WIDEST = 2, 60  #: calls that are followed from a handler, and functions that are looked at
#: Calls by which a platform that keeps traces takes feedback on them, for the service.
_KEEPERS = regex(r"managed_deepagents\.connectors\.langsmith\.feedback$|langfuse\.(?:\w+\.)*(?:create_)?score$")


@dataclass(frozen=True, slots=True)
class Feedback:
    """A way in for what really happened."""

    place: Place
    what: str
    stored: bool  #: it is kept, and not only logged
    confidence: Confidence = Confidence.VERIFIED


@fact
def feedback_doors(repo: Repo) -> tuple[Feedback, ...]:
    """Return the endpoints of the owner's that take outcomes, labels or opinions of people, by place."""
    inside = (program for program in own_code(repo) if not EVAL_PATHS.search(program.path))
    written = (one for program in inside for one in _in_program(repo, program))
    found = (*_by_endpoints(repo), *_learned_from(repo), *written)
    return tuple(sorted(found, key=lambda item: item.place))


def _by_endpoints(repo: Repo) -> Iterator[Feedback]:
    for door in endpoints(repo):
        named = _FEEDBACK.search(f"{door.url} {door.handler}") and not _READS.match(door.handler.rpartition(".")[2])
        if named and door.takes_body and door.handler_path:
            stored = _is_stored(repo, door.handler_path, door.handler)
            yield Feedback(door.place, f"{door.what} takes what really happened", stored)


def _learned_from(repo: Repo) -> Iterator[Feedback]:
    """Find what the next training of the running product learns from: what people have kept or set right since."""
    for lesson in lessons(repo):
        if lesson.learns_from_users:
            yield Feedback(lesson.place, lesson.what, stored=True)


def _in_program(repo: Repo, program: Program) -> Iterator[Feedback]:
    for call in program.file.calls:
        if _KEEPERS.match(call.name) or (call.last == "create_feedback" and "langsmith" in program.file.packages):
            place = program.place_of(call)
            yield Feedback(place, f"{call.written} keeps what readers say of an answer", stored=True)
    for item in program.file.functions:
        named = _KEEPS.fullmatch(item.name.rpartition(".")[2])
        if named and _is_called(repo, program.path, item.name) and _is_stored(repo, program.path, item.name):
            what = f"{item.name} keeps what readers say of an answer"
            yield Feedback(program.place_of(item), what, stored=True, confidence=Confidence.LIKELY)


def _is_called(repo: Repo, path: str, name: str) -> bool:
    """Tell whether anybody makes a function run; a method of a class that is made runs where code that runs calls it.

    What tests and examples alone call keeps nothing of whoever reads an answer.
    """
    known = reach(repo)
    calls = (one for one in called(repo, name.rpartition(".")[2]) if one.program.counts)
    run = (known.is_run(one.program.path, one.call.scope) for one in calls)
    return known.is_run(path, name) and ("." not in name or any(run))


def _is_stored(repo: Repo, path: str, handler: str) -> bool:
    """Tell whether a handler stores something, itself or by what it calls, two calls deep."""
    scopes = [(path, handler, 0)]
    for here, scope, depth in scopes:
        calls = calls_in(repo, here, scope)
        if any(
            _stores(call) or _appends(call) or row_of(repo, here, call) is not None for call in calls
        ) or _saves_fetched(calls):
            return True
        if depth < _DEEPEST and len(scopes) < _WIDEST:
            called = (
                (item.path, item.scope, depth + 1) for item in callees(repo, here, scope) if item.sure or not depth
            )
            scopes += [one for one in called if one[:2] not in {known[:2] for known in scopes}]
    return False


def _appends(call: Call) -> bool:
    """Tell whether a call adds to a file that is there: ``open(path, "a")``, ``rows.to_csv(path, mode="a")``."""
    how = call.argument(1, "mode") if call.last == "open" else call.keyword("mode") if call.last == "to_csv" else None
    return how is not None and how.string.startswith("a")


def _saves_fetched(calls: Iterable[Call]) -> bool:
    """Tell whether a row is fetched, changed and saved: ``row = get_object_or_404(Prediction, pk=id); row.save()``."""
    calls = list(calls)
    fetched = {call.target for call in calls if call.target and _FETCHES.fullmatch(call.last)}
    saved = {call.written.rpartition(".")[0] for call in calls if call.last in _SAVES}
    return bool(fetched & saved)


def _stores(call: Call) -> bool:
    """Tell whether a call stores something, or is handed a function that does, to be run beside."""
    if call.last.startswith("execute") and any((one := statement(text)) and one.writes for text in texts_in(call)):
        return True
    named = [call.written, *(value.text for value in call.args if value.kind == "name")]
    parts = (name.rpartition(".") for name in named)
    return any(_STORES.fullmatch(last) and _STORE.search(owner) for owner, _, last in parts)
