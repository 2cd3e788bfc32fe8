"""Why are rows divided as they are: which columns tie them together, which text says so, and which test proves it?"""

import re
from collections.abc import Iterator

from seatrial.facts import fact
from seatrial.facts.code.own_imports import imported_files
from seatrial.facts.code.programs import Program, programs
from seatrial.facts.documents.documents import documents
from seatrial.facts.training.splits.holdout_words import OWN_SPLIT
from seatrial.facts.training.splits.holdouts import Kind, holdouts
from seatrial.facts.training.splits.split_words import GROUP_KEYS, SPLITS, TIME_KEYS
from seatrial.facts.training.training_path import training_path
from seatrial.model import Evidence, Place
from seatrial.read.documents.document_record import Document
from seatrial.read.regex import caseless, regex
from seatrial.repo import Repo

_ROWS = frozenset({
    "drop", "sort_values", "groupby", "to_datetime", "set_index", "merge", "read_csv", "drop_duplicates", "pivot_table",
    "sort", "sort_index", "resample", "Grouper", "col", "select",
})  # fmt: skip
#: What holds words about a run, and no rows: Airflow's ``context["ds"]``, ``metadata["timestamp"]``.
_NO_ROWS = caseless(
    r"^os\.environ|(?:^|[._*])(?:asdict|context|kwargs|meta(?:data)?|info|log|config|params|request|response|payload|results?|report|"
    r"summary|status|state|history|entry|record)\[\]$"
    r"|^(?-i:[a-qs-z])\[\]$"  # sorted(reports, key=lambda x: x["date"])
)
_TARGET = regex(r"\[[\"'](\w+)[\"']\]$")
_PART = regex(r"(?:\[[\"'](\w+)[\"']\]|\.(\w+))\.dt\.\w+(?:\(\))?$")
_COLUMNS = caseless(r"^=.*(col|feature|key|id|drop|index|date|time|group)")
_REASON = caseless(
    r"one row (per|for each)|rows are independent|\b(iid|i\.i\.d|ii\.d|i\.id)\b|"
    r"split\w*[^.\n]{0,80}\b(chronolog\w+|temporal\w*|stratif\w+|by (time|date|patient|user|customer|group))|"
    r"(chronological|temporal|time-based|patient-level|grouped|group-wise)[^.\n]{0,40}split|"
    r"no (patient|user|customer)[^.\n]{0,60}(both|two)"
)
_WRITES = frozenset({"to_csv", "to_parquet", "save", "savez", "dump", "save_to_disk", "write_parquet", "tofile"})
_DISJOINT = caseless(r"disjoint|overlap|data_leak|leakage|no_leak")


@fact
def tying_keys(repo: Repo) -> tuple[Evidence, ...]:
    """Return the columns on the way of training that tie rows together or order them, each name once."""
    found: dict[str, Evidence] = {}
    splitting = {item.site.path for item in holdouts(repo) if item.kind is Kind.RANDOM}
    imported = imported_files(repo)
    near = splitting.union(*(imported.get(path, frozenset()) for path in splitting))
    for program in programs(repo):
        close = program.path in near or splitting & imported.get(program.path, frozenset())
        if close and program.counts:
            parts = _parts_of_dates(program)
            for text in program.file.texts:
                kind = GROUP_KEYS.fullmatch(text.value) or TIME_KEYS.fullmatch(text.value)
                used = text.into.endswith("[]") or text.into.rpartition(".")[2] in _ROWS or _COLUMNS.search(text.into)
                if kind and used and not _NO_ROWS.search(text.into):
                    name = parts.get(text.value, text.value)
                    what = f"the rows have a column {name}"
                    found.setdefault(name.lower(), Evidence(program.site(text.line).place, what))
    return tuple(sorted(found.values()))


def _parts_of_dates(program: Program) -> dict[str, str]:
    """Return which column a part of a date is made of: ``rows["month"] = rows["pickup"].dt.month``."""
    made = ((_TARGET.search(item.target), _PART.search(item.value.text)) for item in program.file.assignments)
    return {target[1]: part[1] or part[2] for target, part in made if target and part}


@fact
def split_reasons(repo: Repo) -> tuple[Evidence, ...]:
    """Return where a document, or the docstring of a function that splits, says why rows are divided as they are."""
    found = [*repo.each(_reasoned, documents(repo))]
    for program in programs(repo):
        if program.path in training_path(repo):
            said = (item for item in program.file.functions if _REASON.search(item.docstring))
            found += [program.evidence(item, "says how rows are divided") for item in said]
    return tuple(sorted(found)[:3])


def _reasoned(document: Document) -> Iterator[Evidence]:
    for line in document.lines:
        if _REASON.search(line.text):
            yield Evidence(Place(document.path, line.number), "says how rows are divided")


@fact
def split_proofs(repo: Repo) -> tuple[Evidence, ...]:
    """Return tests that no row is on both sides, and files in which a split is kept."""
    found = []
    for program in programs(repo):
        for item in program.file.functions if program.is_test else ():
            inner = {call.last for call in program.file.calls if call.scope == item.name}
            disjoint = _DISJOINT.search(item.name) or {"isdisjoint", "intersection"} & inner
            if disjoint and re.search(r"split|train|fold|leak", item.name) and item.asserts > item.trivial_asserts:
                found.append(program.evidence(item, f"{item.name} proves that no row is on both sides"))
        if program.path in training_path(repo) and program.counts:
            found += _kept(program)
    return tuple(sorted(found)[:3])


def _kept(program: Program) -> Iterator[Evidence]:
    splitting = {call.scope for call in program.file.calls if call.last in SPLITS or OWN_SPLIT.search(call.last)}
    for call in program.file.calls:
        if call.last in _WRITES and call.scope in splitting:
            words = " ".join([call.written, *(str(value.literal or value.text) for value in call.args)]).lower()
            if re.search(r"(^|[^a-z])(test|val|valid|holdout|splits?)([^a-z]|$)", words):
                yield program.evidence(call, "the set that is kept apart is written to a file")
