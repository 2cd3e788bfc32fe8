"""Which graphs keep each conversation by themselves, in a store that outlives the process?"""

from collections.abc import Iterator

from seatrial.facts import fact
from seatrial.facts.code.code_index import meaning
from seatrial.facts.code.programs import Program, own_code
from seatrial.facts.code.python_files import python_file
from seatrial.facts.operations.prediction_records import PredictionRecord
from seatrial.facts.operations.record_parts import Part
from seatrial.facts.operations.record_sinks import Sink
from seatrial.facts.reach.reach import reach
from seatrial.read.code.python_record import Value
from seatrial.read.regex import caseless
from seatrial.repo import Repo

#: What a checkpoint of LangGraph holds: the messages of a thread, its id, and when.
_PARTS = frozenset({Part.INPUT, Part.OUTPUT, Part.ID, Part.TIME})
#: Keepers of the process alone, which forget all at the next start.
_FORGETS = caseless(r"memory")
_KEEPS = caseless(r"(?:saver|checkpoint\w*)$|Saver\.\w+$")


@fact
def conversation_stores(repo: Repo) -> tuple[PredictionRecord, ...]:
    """Return where code that runs gives a graph a store for its conversations: ``compile(checkpointer=saver)``."""
    found = (record for program in own_code(repo) for record in _in_program(repo, program))
    return tuple(sorted(found, key=lambda record: record.site))


def _in_program(repo: Repo, program: Program) -> Iterator[PredictionRecord]:
    for call in program.file.calls:
        keeper = call.keyword("checkpointer")
        if keeper is not None and _lasts(repo, program, keeper) and reach(repo).is_run(program.path, call.scope):
            yield PredictionRecord(program.site_of(call), Sink.STORE, _PARTS)


def _lasts(repo: Repo, program: Program, keeper: Value) -> bool:
    """Tell a keeper by the class that makes it, here or in the module that it is imported from."""
    found = meaning(repo, program.path, keeper.name)
    names = [keeper.name]
    if found is not None and found.kind == "value":
        home = python_file(repo, found.path)
        names = [item.value.name for item in (home.assignments if home else ()) if item.target == found.scope]
    return any(map(_KEEPS.search, names)) and not any(map(_FORGETS.search, names))
