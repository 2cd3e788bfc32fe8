"""Can a decision be told again: who asked, why it came out so, and does anything replay it?"""

from collections.abc import Iterable, Iterator
from enum import StrEnum

from seatrial.facts import fact
from seatrial.facts.code.code_index import defined
from seatrial.facts.code.dict_keys import dict_keys
from seatrial.facts.code.programs import Program, own_code, programs
from seatrial.facts.deployment.clouds.terraform import terraform
from seatrial.facts.operations.named_askers import named_askers
from seatrial.facts.operations.records.prediction_records import PredictionRecord
from seatrial.facts.operations.records.sql_statements import inserted_columns
from seatrial.facts.reach.reach import reach
from seatrial.model import Evidence
from seatrial.read.code.python_record import Class, Function
from seatrial.read.regex import caseless, regex
from seatrial.repo import Repo, Role


class Told(StrEnum):
    """What an auditor asks for beside input, answer, model, time and id."""

    ACTOR = "who asked or decided"
    REASON = "why it came out so"


_WORDS = {
    Told.ACTOR: caseless(
        r"(?:^|_)(?:user|actor|operator|principal|caller|client|subject|account|tenant|agent|analyst|reviewer"
        r"|submitter|requester|sender)(?:_?(?:id|name|email|fp|fingerprint|hash|ip|key))?$|(?:requested|decided|approved|created|overridden)_by$"
    ),
    Told.REASON: caseless(
        r"(?:^|_)(?:reasons?|explanations?|shap\w*|contributions?|attributions?|reason_codes?|rationale|sources|citations)"
        r"(?:_|$)"
    ),
}
_REPLAY = caseless(r"(?:^|_)(?:replay|reproduce[sd]?|reconstruct|re_?score|recompute)(?:_|$)")
_DECISION = caseless(r"decision|prediction|logged|audit|score|record|trail")
_METADATA = regex(r"metadata\[\]$|set_attributes?$|update_current_(?:trace|span)$")
_COMPARES = frozenset({"isclose", "allclose", "approx", "assert_allclose", "assert_almost_equal", "assertEqual"})
_AUDIT = regex(r"(?:Audit|Decision)(?:Log|Trail|Record|Event|Entry)\w*|\w*(?:AuditTrail|DecisionLog)")
_LOCKS = frozenset({
    "aws_s3_bucket_object_lock_configuration", "aws_qldb_ledger", "azurerm_storage_container_immutability_policy",
})  # fmt: skip
_LOCK_KEYS = frozenset({"object_lock_enabled", "retention_policy", "immutability_policy", "object_lock_mode"})


def told_by(repo: Repo, record: PredictionRecord) -> frozenset[Told]:
    """Return what is written with a record of a prediction, by its own fields and those in the same function."""
    program = next((program for program in programs(repo) if program.path == record.site.path), None)
    names = record.fields.union(_names(repo, program, record.site.scope) if program else ())
    return frozenset(part for part, words in _WORDS.items() if any(words.search(name) for name in names))


def told_in_traces(repo: Repo, traces: Iterable[Evidence]) -> frozenset[Told]:
    """Return what the code at these places writes into the metadata of traces."""
    paths = {trace.place.path for trace in traces}
    marks = {
        text.value
        for program in programs(repo)
        if program.path in paths
        for text in program.file.texts
        if _METADATA.search(text.into)
    }
    parts = {part for part, words in _WORDS.items() if any(words.search(mark) for mark in marks)}
    return frozenset(parts | {Told.ACTOR} if named_askers(repo) else parts)


@fact
def audit_tables(repo: Repo) -> tuple[Evidence, ...]:
    """Return the own classes that hold a trail of decisions or actions, by their names and at least three fields."""
    return tuple(
        program.evidence(item, _of_trail(repo, program.path, item))
        for program in own_code(repo)
        for item in program.file.classes
        if _AUDIT.fullmatch(item.name) and len(item.attributes) > 2
    )


def _of_trail(repo: Repo, path: str, item: Class) -> str:
    """Say of a class for a trail whether anything that runs writes its records: where it is deployed, what is too."""
    fields = f"a trail of {len(item.attributes)} fields"
    if any(_writes(one, item.name) for one in own_code(repo) if _starts(repo, one, live=reach(repo).is_live(path))):
        return f"{item.name} keeps {fields}"
    return f"{item.name} could keep {fields}, and nothing that runs writes it"


def _starts(repo: Repo, program: Program, *, live: bool) -> bool:
    known = reach(repo)
    return known.is_live(program.path) if live else program.path in known.run_files()


def _writes(program: Program, name: str) -> bool:
    """Tell whether a program makes a record of a class, or hands the class on to what stores one."""
    return any(
        call.last == name or f"{name}." in call.written or any(value.text == name for value in call.values)
        for call in program.file.calls
    )


@fact
def unchangeable_stores(repo: Repo) -> tuple[Evidence, ...]:
    """Return the stores that Terraform sets up so that what was written cannot be changed."""
    return tuple(
        Evidence(resource.place, f"{resource.what}, in which nothing can be changed afterwards")
        for resource in terraform(repo)
        if resource.role is Role.OWN
        and (
            resource.type in _LOCKS
            or any(block.kind in _LOCK_KEYS for block in resource.block.walk())
            or any(key in _LOCK_KEYS for key, _, _ in resource.block.values)
        )
    )


@fact
def replays(repo: Repo) -> tuple[Evidence, ...]:
    """Return the functions and tests that make a kept decision again and compare it with what was kept."""
    return tuple(
        program.evidence(item, f"{item.name} makes a kept decision again and compares")
        for program in programs(repo)
        if program.role in (Role.OWN, Role.TEST) and not program.notebook
        for item in program.file.functions
        if _REPLAY.search(item.name.rpartition(".")[2]) and _compares(program, item)
    )


def _compares(program: Program, item: Function) -> bool:
    about = f"{program.path} {item.name} {item.docstring}"
    calls = {call.last for call in program.file.calls if call.scope == item.name}
    compared = any(one.scope == item.name and one.operator == "==" for one in program.file.comparisons)
    return bool(_DECISION.search(about)) and (bool(calls & _COMPARES) or item.asserts > 0 or compared)


def _names(repo: Repo, program: Program, scope: str) -> Iterator[str]:
    yield from (key.name for key in dict_keys(program.file) if key.scope == scope)
    for call in program.file.calls:
        if call.scope != scope:
            continue
        yield from (name for name, _ in call.keywords)
        row = defined(repo, program.path, call.name, call.written) if call.last[:1].isupper() else None
        yield from (attribute.name for attribute in row.cls.attributes) if row and row.cls else ()
    for text in program.file.texts:
        if text.scope == scope:
            yield from inserted_columns(text.value)
