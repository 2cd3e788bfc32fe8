"""Do personal values stay out of logs, traces and error reports?"""

from seatrial.api import Component, Confidence, Effort, Found, Graded, Severity, Stage, Surface, security
from seatrial.facts.code.programs import unread_code
from seatrial.facts.data.personal_fields import personal_fields
from seatrial.facts.reach.entry_points import Kind
from seatrial.facts.reach.reach import reach
from seatrial.facts.reach.running import runs
from seatrial.facts.security.log_contents import LoggedContent, logged_contents
from seatrial.facts.security.redaction import redactions, tested_redactions
from seatrial.facts.surfaces import surfaces

_PROOFS = "where what a caller proves itself by is written"
LOOKED_FOR = (
    "log calls, prints, span attributes and error reports that are given a request's body, rows of a table, prompts, "
    "or values called e-mail, name, patient or card; filters and engines that redact"
)


def handles_people(component: Component) -> bool:
    """Tell whether personal data is declared or found: records in files, or fields of the code's own records."""
    for exposure in surfaces(component):
        if exposure.surface is Surface.PERSONAL_DATA and exposure.present is not None:
            return exposure.present
    return bool(component.of(personal_fields(component.repo)))


@security.conduct(
    "SEC-12",
    question="Are personal or sensitive fields kept out of logs, traces and error reports?",
    severity=Severity.HIGH,
    effort=Effort.SMALL,
    stage=Stage.CANDIDATE,
    why="Logs are copied, kept for long and read by many: nobody can erase a person from all of them.",
    fix=(
        "Write an id or a count instead of the content in {log:the log call}.",
        "Add a logging.Filter that redacts {field:personal fields}, and before_send to the error reporter.",
        "Prove it by a test that logs a record and searches the output for its values.",
    ),
    fix_when={
        _PROOFS: (
            "Drop the header or the token from what {log:the log call} writes, the beginning of it too.",
            "Revoke what was written so far, and clear the logs that hold it.",
            "Prove it by a test that logs a record and searches the output for its values.",
        )
    },
    references=(
        "CWE-532", "GDPR 5", "GDPR 25", "HIPAA (a)(1)", "PCI 3.4", "PCI 10.2", "LLM02", "MS 2.10",
    ),
    raised_by=("finance", "healthcare", "retail"),
    gated_by=("finance", "healthcare"),
    when=handles_people,
    when_not="no personal data is declared or seen here",
)  # fmt: skip
def no_personal_data_in_logs(component: Component) -> Graded:
    repo = component.repo
    redacted = component.of(redactions(repo))
    running = (one for one in component.of(logged_contents(repo)) if runs(component, one.site))
    running = (one for one in running if not _is_shown(component, one))
    written = sorted(running, key=lambda one: not one.proves)
    raw = [one for one in written if not one.debug and not redacted and _is_shipped(component, one)]
    graded = Graded.conduct(
        found=raw,
        weak=[one for one in written if one not in raw and not redacted],
        guards=component.of(tested_redactions(repo)),
        unread=[str(file) for file in unread_code(repo) if file.path in component],
        looked_for=LOOKED_FOR,
        message=_message(raw, redacted),
    )
    field = next((one.name for one in component.of(personal_fields(repo))), None)
    first = next(iter(written), None)
    return graded.naming(log=first, field=field).in_case(_PROOFS if first and first.proves else "")


def _is_shown(component: Component, one: LoggedContent) -> bool:
    """Tell single values that a command shows the person who started it: they are its answer, and no log."""
    if not one.shown:
        return False
    entry = reach(component.repo).entry(one.site.path, one.site.scope)
    return entry is None or entry.kind in {Kind.SCRIPT, Kind.TASK, Kind.CONSOLE}


def _is_shipped(component: Component, one: LoggedContent) -> bool:
    """Tell what a service writes from what a person's own script shows on that person's screen."""
    live = reach(component.repo).is_live(one.site.path, one.site.scope)
    return live or one.confidence is Confidence.VERIFIED


def _message(raw: list[LoggedContent], redacted: Found) -> str:
    if raw and all(one.confidence is Confidence.LIKELY for one in raw):
        return f"{raw[0].what}, as its name tells"
    return "what is logged passes a filter that redacts" if redacted else ""
