"""Is anything open that nobody meant to open?"""

from collections.abc import Iterable

from seatrial.api import Component, Effort, Evidence, Found, Graded, Severity, Stage, Surface, as_evidence, security
from seatrial.facts.ci.ci_coverage import guarding_runs
from seatrial.facts.ci.scanning.scanner_names import Subject
from seatrial.facts.ci.scanning.scanners import scans_of
from seatrial.facts.ci.workflows import ci_commands
from seatrial.facts.code.programs import programs, unread_code
from seatrial.facts.deployment.deployed import owned_workloads
from seatrial.facts.deployment.workload import Workload
from seatrial.facts.images.containers import images
from seatrial.facts.reach.reach import reach
from seatrial.facts.security.open_defaults import ANY_SITE, TELLS, OpenDefault, open_defaults
from seatrial.facts.security.open_starts import OpenStart, is_for_development, open_starts
from seatrial.facts.security.runtime_reports import runtime_reports
from seatrial.facts.serving.answering import in_other_languages
from seatrial.facts.serving.answering_image import answering_image
from seatrial.facts.serving.serving import network_service
from seatrial.facts.surfaces import surfaces

from .. import acts, places

LOOKED_FOR = (
    "debug=True, FLASK_DEBUG, DEBUG and ALLOWED_HOSTS of Django, CORS for any site, share=True, Jupyter without a "
    "token, MLflow and Ray on all addresses, known passwords in manifests, tracebacks in answers, "
    "defaults of keys that sign and of passwords of admins, such keys in the code, a runtime that reports to its maker"
)
_GUESSED = "where a password is one that everybody tries first"
_CONSOLE = "where a console asks nobody who they are"
_ORIGINS = "where any web site may ask"
_KEPT_IN_CODE = "where a key or a password has a default"
_WRITTEN = "where a key that signs stands in the code"
_TRACED = "where an answer holds the traceback"
_THE_REST = "Close what stands open at {others:other places} too."
_REPORTS = "where only the runtime reports to its maker"


def answers_people(component: Component) -> bool:
    """Tell whether the component has an interface on the network or pages."""
    shown = {item.surface for item in surfaces(component) if item.present}
    in_python = Surface.API in shown and not (in_other_languages(component) and not network_service(component))
    return in_python or Surface.UI in shown


@security.conduct(
    "SEC-18",
    question="Are debug, open CORS and admin consoles off in the shipped config?",
    severity=Severity.MEDIUM,
    effort=Effort.SMALL,
    stage=Stage.PILOT,
    why="A debugger, a notebook without a token or a console without a login hands the machine to whoever finds it.",
    act=acts.SETTINGS,
    act_when={_CONSOLE: "", _REPORTS: ""},
    fix=(
        "Take the switch in {open:the start of the service} from a setting that is off unless development sets it.",
        _THE_REST,
        "Assert in a test that CI runs what is shipped: no debug mode, no open origins, no console without a login.",
    ),
    fix_when={
        _GUESSED: (
            "Take the password out of {open:the manifest}: name it there by {reference:a reference}, not by value.",
            _THE_REST,
            "Let its port be reached from 127.0.0.1 only, or from the other services and nobody else.",
        ),
        _KEPT_IN_CODE: (
            "Give it no default in {open:the settings}: refuse to start without it, and issue new keys and passwords.",
            _THE_REST,
            "Test that the service does not start while it is not set.",
        ),
        _WRITTEN: (
            "Read it from the environment in {open:the code}, refuse to start without it, and issue a new one.",
            _THE_REST,
            "Test that the service does not start while it is not set.",
        ),
        _CONSOLE: (
            "Put what {open:the manifest} opens behind a login, or bind it to 127.0.0.1 and go there by a tunnel.",
            _THE_REST,
            "Where a network of its own guards it, say so beside it, and let nothing publish its port.",
        ),
        _ORIGINS: (
            "List the origins that may call {open:the service} in a setting that it reads, with none by default.",
            _THE_REST,
            "Or drop allow_credentials there, where no browser has to send cookies or logins along.",
            "Assert in a test that CI runs that an unknown origin gets no Access-Control-Allow-Origin.",
        ),
        _TRACED: (
            "Answer with a short text and an id in {open:the handler}, and log the traceback under that id.",
            _THE_REST,
            "Test that the answer to a request which fails names no file of the code.",
        ),
        _REPORTS: (
            "Set ORT_DISABLE_TELEMETRY=1 in {image:the environment of the service}, before onnxruntime is imported.",
            "Where it is to report, say so where users look first, and in the list of who receives data.",
        ),
    },
    references=("CWE-489", "CWE-942", "CWE-1188", "PCI 2.2", "PCI 6.5.6"),
    raised_by=("finance",),
    when=answers_people,
    when_not="there is neither an interface on the network nor a page",
)
def safe_defaults(component: Component) -> Graded:
    code, starts = component.of(open_defaults(component.repo)), component.of(open_starts(component.repo))
    serious = [item for item in starts if not item.mild and item.shipped]
    shared = [item for item in starts if item not in serious and not _apart(component, item)]
    running = [item for item in code if not item.mild and _is_shipped(component, item)]
    rest = [item for item in code if item not in running]
    own = [item for item in rest if not item.site.role.beside and not item.site.notebook]
    apart = [item for item in starts if item not in serious and item not in shared]
    files = [file for file in unread_code(component.repo) if file.path in component]
    found: list[OpenDefault | OpenStart] = [*serious, *running]
    weak: list[OpenDefault | OpenStart] = [*own, *shared]
    reports = runtime_reports(component)
    graded = Graded.conduct(
        found=_shown(found),
        weak=[*_shown(weak), *reports],
        aside=_shown([*apart, *(item for item in rest if item not in own)]),
        guards=_guards(component),
        unread=[str(file) for file in files],
        looked_for=LOOKED_FOR,
        message=_message([*found, *weak], strong=found) or (reports[0].what if reports else ""),
    )
    opened = [*found, *weak]
    by = places.words_at(component, opened[0].place.path if opened else "", "reference")
    named = graded.naming(
        open=next(iter(opened), None), image=answering_image(component), others=_places(opened[1:]), **by
    )
    if not opened:
        return named.in_case(_REPORTS if reports else "")
    bare = opened[0].what == ANY_SITE  # nothing to drop there
    return named.in_case(_case(opened[0].what)).having_done(*(() if opened[1:] else (2,)), *((3,) if bare else ()))


def _places(items: Iterable[OpenDefault | OpenStart]) -> str | None:
    """Name the places of what is open, as its owner would look them up."""
    spots = list(dict.fromkeys(f"{one.place.path}:{one.place.line}" for one in items))
    spots = [*spots[:2], *([f"{len(spots) - 2} more"] if len(spots) > 2 else [])]
    return " and ".join([", ".join(spots[:-1]), spots[-1]] if spots[1:] else spots) or None


def _case(what: str) -> str:
    """Say which steps fit what is open: origins, a password, a console, else a switch."""
    signs = (
        (_ORIGINS, "web site"), (_KEPT_IN_CODE, "wherever nobody sets it"), (_WRITTEN, "stands in the code"),
        (_GUESSED, "everybody tries"), (_CONSOLE, "all addresses"), (_CONSOLE, "token"), (_TRACED, TELLS),
    )  # fmt: skip
    return next((case for case, sign in signs if sign in what), "")


def _is_shipped(component: Component, item: OpenDefault) -> bool:
    """Tell whether a deployment runs a line; where nothing is deployed, whether people start the service by it."""
    site, known = item.site, reach(component.repo)
    if site.role.beside or site.notebook:
        return False
    return known.is_live(site.path, site.scope) or (not _is_deployed(component) and known.is_run(site.path, site.scope))


def _is_deployed(component: Component) -> bool:
    built = any(not image.helper and not image.role.beside for image in component.of(images(component.repo)))
    return built or bool(_workloads(component))


def _workloads(component: Component) -> tuple[Workload, ...]:
    found = component.of(owned_workloads(component.repo))
    return tuple(work for work in found if not work.role.beside and not work.switched_off)


def _apart(component: Component, item: OpenStart) -> bool:
    """Tell what is for development alone; where nothing else is declared, that is what people start."""
    return item.development and any(not is_for_development(work.path) for work in _workloads(component))


def _guards(component: Component) -> list[Evidence]:
    """Return what stops the next one: a scanner of code, a test of the settings, Django's own check."""
    repo = component.repo
    found = [as_evidence(one) for one in scans_of(component) if one.subject is Subject.CODE and one.blocks]
    checks = [one for one in component.of(ci_commands(repo)) if {"check", "--deploy"} <= set(one.command.argv)]
    found += [as_evidence(one) for one in checks if one.guards]
    return [*found, *_tests(component)][:5]


def _tests(component: Component) -> list[Evidence]:
    """Return the tests in CI that look at the very settings."""
    words = ("debug", "allow_origins", "cors", "allowed_hosts")
    return [
        Evidence(program.site(function.line).place, f"{function.name} looks at the settings that are shipped")
        for program in programs(component.repo)
        if program.is_test and program.path in component
        for function in program.file.functions
        if function.asserts and any(word in function.name.lower() for word in words)
        if guarding_runs(component, program.path)
    ]


def _shown(items: Iterable[OpenDefault | OpenStart]) -> list[OpenDefault | OpenStart]:
    return list(items)[:8]


def _message(items: list[OpenDefault | OpenStart], *, strong: Found) -> str:
    if not items:
        return ""
    return items[0].what if strong else f"not on the shipped path, or not harmful alone: {items[0].what}"
