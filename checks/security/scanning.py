"""Do scanners look at every change for known holes and bad habits?"""

from collections.abc import Iterable

from seatrial.api import Component, Effort, Grade, Graded, Severity, Stage, security
from seatrial.facts.ci.hooks import CONFIGS
from seatrial.facts.ci.scanning.scan_waivers import scan_waivers
from seatrial.facts.ci.scanning.scanners import Scan, Subject, scans_of
from seatrial.facts.ci.workflows import elsewhere, workflows
from seatrial.facts.code.language import Language, language
from seatrial.facts.images.containers import images
from seatrial.facts.project.open_holes import OpenHole, open_holes
from seatrial.facts.serving.answering_image import answering_image
from seatrial.facts.unfollowed.unfollowed import May, unfollowed

from .. import acts

_IDLE = "where scanners run and stop nothing"
LOOKED_FOR = (
    "pip-audit, safety, osv-scanner, trivy, grype, snyk, dependency-review-action, Dependabot; bandit, ruff S rules, "
    "semgrep, CodeQL, Sonar; checkov, tfsec, kics, kubescape"
)


@security.practice(
    "SEC-07",
    question="Are dependencies, image and code scanned on change?",
    severity=Severity.HIGH,
    effort=Effort.SMALL,
    stage=Stage.CANDIDATE,
    why="Most holes in a model service come with its packages, are known for months, and are found by a free tool.",
    act=acts.CHANGES,
    fix=(
        "Run {scanner:pip-audit and bandit or semgrep} on every change, in {workflow:.github/workflows/security.yml}.",
        "Scan {image:any image that is built} with trivy there, with `exit-code: 1` for HIGH and CRITICAL.",
        "Set findings aside in one file, each with the date on which it is looked at again.",
        "Raise {package:what an audit names after `seatrial vulndb update`}: {upgrade:it tells the command}.",
    ),
    fix_when={
        _IDLE: (
            "Let the scanners in {workflow:CI} fail it: {stop:take away `|| true` and continue-on-error, exit code 1}.",
            "Set findings aside in one file, each with the date on which it is looked at again.",
            "Scan {image:any image that is built} with trivy there, with `exit-code: 1` for HIGH and CRITICAL.",
            "Raise {package:what an audit names after `seatrial vulndb update`}: {upgrade:it tells the command}.",
        )
    },
    references=("PCI 6.3.1", "PCI 11.3", "SSDF PW.7/RV.1", "ML06", "LLM03", "AML.M0016", "AIA 15"),
    raised_by=("finance", "healthcare"),
    gated_by=("finance",),
)
def vulnerability_and_code_scan(component: Component) -> Graded:
    found = scans_of(component)
    image = answering_image(component)
    dependencies, code = _about(found, Subject.DEPENDENCIES), _about(found, Subject.CODE)
    stopping = (
        [*_stopping(dependencies)[:2], *_stopping(code)[:2]] if _stopping(dependencies) and _stopping(code) else []
    )
    scanned = _stopping(_about(found, Subject.IMAGE))
    waivers = component.of(scan_waivers(component.repo))
    holes = component.of(open_holes(component.repo))
    if holes:
        stopping = []  # whatever scans, it did not stop what is known and mended elsewhere
    complete = bool(stopping) and (image is None or bool(scanned)) and all(waiver.dated for waiver in waivers)
    graded = Graded.best(
        (Grade.IN_USE, [*stopping, *scanned[:2], *waivers] if complete else []),
        (Grade.SUBSTANTIVE, stopping),
        (Grade.PRESENT, [*holes[:8], *_spoken_of(found, dependencies, code)[:5]] if found else []),
        (Grade.ABSENT, holes[:8]),
        looked_for=LOOKED_FOR,
        message=_known(holes) or _message(found, dependencies, code),
    )
    graded = graded.as_far_as_followed(unfollowed(component, May.SCAN) if not (holes or dependencies or code) else ())
    return _advised(component, graded, found, stopped=bool(stopping))


def _advised(component: Component, graded: Graded, found: tuple[Scan, ...], *, stopped: bool) -> Graded:
    """Name what is to be upgraded and scanned, and choose the steps that fit scans that stop nothing."""
    workflow, image = _workflow(component, found), answering_image(component)
    dependencies, code = _about(found, Subject.DEPENDENCIES), _about(found, Subject.CODE)
    scanned = _stopping(_about(found, Subject.IMAGE))
    worst = next(iter(component.of(open_holes(component.repo))), None)
    graded = graded.naming(package=worst.package, upgrade=worst.command) if worst else graded
    reporting = [one for one in (*dependencies, *code) if one.on_change and not one.blocks]
    idle = bool(reporting) and not stopped
    waits = all(one.tool.startswith("sonar") for one in reporting)
    scanner = _lacking(component, dependencies, code)
    stop = "give Sonar -Dsonar.qualitygate.wait=true" if waits else None
    named = graded.naming(workflow=workflow, image=image, scanner=scanner, stop=stop)
    built = any(not one.role.beside for one in component.of(images(component.repo)))
    if idle:
        looked = scanned or _about(found, Subject.IMAGE)  # one that stops nothing is among those of the first step
        return named.in_case(_IDLE).having_done(*(() if built and not looked else (3,)))
    return named.having_done_if(stopped, scanned or not built)


def _lacking(component: Component, dependencies: list[Scan], code: list[Scan]) -> str | None:
    """Name the scanners that are missing, for a project in another language those that read it, and Python too."""
    python = language(component) is Language.PYTHON
    of_packages, of_code = ("pip-audit", "bandit or semgrep") if python else ("osv-scanner", "semgrep")
    if _stopping(code):
        return of_packages
    return of_code if _stopping(dependencies) else None if python else f"{of_packages} and {of_code}"


def _workflow(component: Component, found: Iterable[Scan]) -> str | None:
    """Name the workflow that scans on changes, the first one whose scanner stops nothing, or where a scan belongs."""
    scans = [scan for scan in found if scan.on_change and scan.place.path not in CONFIGS]
    # what looks at infrastructure starts where that changes, and not with the code
    scans = [scan for scan in scans if scan.subject is not Subject.INFRASTRUCTURE]
    idle_first = sorted(scans, key=lambda scan: scan.blocks)
    return next((scan.place.path for scan in idle_first), None) or elsewhere(component.of(workflows(component.repo)))


def _known(holes: tuple[OpenHole, ...]) -> str:
    first = next(iter(holes), None)
    if first is None:
        return ""
    more = f", and {len(holes) - 1} more packages have known vulnerabilities" if len(holes) > 1 else ""
    return f"{first.what}{more}"


def _about(found: Iterable[Scan], subject: Subject) -> list[Scan]:
    return [scan for scan in found if scan.subject is subject]


def _stopping(found: Iterable[Scan]) -> list[Scan]:
    return [scan for scan in found if scan.blocks]


def _spoken_of(found: tuple[Scan, ...], dependencies: list[Scan], code: list[Scan]) -> list[Scan]:
    """Return the scans, those first that stop nothing and of which the message speaks: there it is mended."""
    lame = [] if _stopping(dependencies) and _stopping(code) else code if _stopping(dependencies) else dependencies
    return sorted(found, key=lambda scan: scan not in lame)


def _message(found: tuple[Scan, ...], dependencies: list[Scan], code: list[Scan]) -> str:
    if not found:
        return "no scanner looks at dependencies, code or images"
    if not any(scan.on_change for scan in found):
        return "no change starts a scanner"
    for scanned, name in ((dependencies, "dependencies"), (code, "code")):
        if not scanned:
            return f"nothing scans the {name}"
        if not any(scan.on_change for scan in scanned):
            return f"no change starts a scanner of the {name}"
        if not _stopping(scanned):
            return f"what is found in the {name} stops no change"
    return ""
