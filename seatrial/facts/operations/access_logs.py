"""Is it written down who looked at which record?"""

from collections.abc import Iterator

from seatrial.facts import fact
from seatrial.facts.code.programs import Program, own_code
from seatrial.facts.deployment.clouds.terraform import Resource, terraform
from seatrial.facts.reach.reach import reach
from seatrial.model import Evidence, Place
from seatrial.read.regex import caseless, regex
from seatrial.repo import Repo, Role

_LOGS = caseless(
    r"(?:^|_)(?:log|audit|record|track|write)_(?:\w+_)?(?:access|read|view|disclosure)(?:es|s|ed)?(?:_|$)|"
    r"(?:^|_)(?:access|read|view|disclosure)_(?:log|audit|event|trail)(?:ged)?(?:_|$)"
)
_KEEPS = regex(r"(?:\w*(?:Access|Disclosure|Audit|View)(?:Log|Trail|Event|Record|Entry)\w*)")
_WHO = caseless(
    r"(?:^|_)(?:user|actor|operator|principal|caller|clinician|agent|staff|subject|viewer|accessed_by|viewed_by)"
    r"(?:_?(?:id|name|email))?$"
)
_WHAT = caseless(r"patient|record|resource|object|entity|study|document|case")
#: Resources of clouds that write down who read data, by the words that switch that on.
_CLOUD = {
    "aws_cloudtrail": ("data_resource", "field_selector"), "google_project_iam_audit_config": ("DATA_READ",),
    "google_organization_iam_audit_config": ("DATA_READ",), "azurerm_monitor_diagnostic_setting": ("Read", "audit"),
    "google_healthcare_dataset": ("DATA_READ",),
}  # fmt: skip
_PGAUDIT = caseless(r"\b(?:all|read)\b")


@fact
def access_logs(repo: Repo) -> tuple[Evidence, ...]:
    """Return where it is kept who looked at a record: own functions and tables, FHIR AuditEvent, logs of clouds."""
    found = [one for resource in terraform(repo) for one in _of_cloud(resource)]
    for program in own_code(repo):
        found += [one for scope, one in (*_in_functions(program), *_in_tables(program)) if _runs(repo, one, scope)]
    return tuple(sorted(dict.fromkeys(found)))


def _runs(repo: Repo, found: Evidence, scope: str) -> bool:
    return reach(repo).is_run(found.place.path, scope)


def _in_functions(program: Program) -> Iterator[tuple[str, Evidence]]:
    """Find calls of what logs an access that hand over who it was, and FHIR's own record of it, each with its scope."""
    for call in program.file.calls:
        given = [name for name, _ in call.keywords] + [value.text.rpartition(".")[2] for value in call.args]
        if _LOGS.search(call.last) and any(_WHO.search(name) for name in given):
            what = f"{call.written}() writes down who looked at a record"
            yield call.scope, program.evidence(call, what)
        elif call.last == "AuditEvent" and any(name == "agent" for name, _ in call.keywords):
            yield call.scope, program.evidence(call, "an AuditEvent names who looked at a record")


def _in_tables(program: Program) -> Iterator[tuple[str, Evidence]]:
    for item in program.file.classes:
        fields = [attribute.name for attribute in item.attributes]
        named = _KEEPS.fullmatch(item.name.rpartition(".")[2])
        if named and any(_WHO.search(name) for name in fields) and any(_WHAT.search(name) for name in fields):
            what = f"{item.name} keeps who did what with which record"
            yield item.name, program.evidence(item, what)


def _of_cloud(resource: Resource) -> Iterator[Evidence]:
    if resource.role is not Role.OWN:
        return
    words = _CLOUD.get(resource.type, ())
    said = [block.kind for block in resource.block.walk()]
    said += [text for block in resource.block.walk() for _, text, _ in block.values]
    if any(word in one for word in words for one in said):
        yield Evidence(resource.place, f"{resource.what} writes down who read data")
    for block in resource.block.walk():
        if any("pgaudit.log" in text for _, text, _ in block.values) and any(
            _PGAUDIT.search(text) for _, text, _ in block.values
        ):
            yield Evidence(Place(resource.place.path, block.line), "the database writes down who read what (pgaudit)")
