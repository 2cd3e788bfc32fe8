"""Judge a repository: from a folder or any other snapshot to the result that everything is rendered from."""

import platform
import time
from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import seatrial
from seatrial.component import Component, components
from seatrial.config import Config, load
from seatrial.facts.archetype import archetype
from seatrial.facts.models.stated_signatures import stated_signatures
from seatrial.facts.project.known_vulnerabilities import known_vulnerabilities
from seatrial.facts.project.suppressions import Suppressed, suppressions
from seatrial.facts.security.secrets import doubtful_files
from seatrial.facts.surfaces import surfaces
from seatrial.facts.testing.bench_records import recorded_measurements
from seatrial.facts.testing.recorded_latencies import recorded_latencies
from seatrial.judging.check import Check
from seatrial.judging.registry import load_checks
from seatrial.judging.verdicts import Progress, Verdicts, verdicts
from seatrial.judging.wall import Wall
from seatrial.model import (
    Archetype,
    ComponentReport,
    Confidence,
    Exposure,
    Finding,
    LedgerLine,
    Measurement,
    Notice,
    Report,
    Run,
    Settings,
    Stage,
    Stated,
    Subject,
    Taken,
    Tool,
    Waiver,
)
from seatrial.model.advisories import Advisories, Knowledge, Vulnerabilities
from seatrial.model.latency import Latency
from seatrial.model.record import dataclass
from seatrial.model.scan import Scan
from seatrial.model.signatures import VERIFIER, Signature
from seatrial.repo import Repo, Snapshot
from seatrial.repo.folder import Folder
from seatrial.rubric import Rubric, Situation, assess, inline_waivers, unused_comments, unused_waivers
from seatrial.rubric import load as load_rubric
from seatrial.scanners.scanning import KINGFISHER, scanning
from seatrial.veil import Veil, veil

#: Judged when even the archetype crashes: what asks least, so that nothing is demanded of what nobody recognised.
_UNTAKEN = Taken(Archetype.RESEARCH_CODE, confidence=Confidence.LIKELY)


@dataclass(frozen=True, slots=True)
class _Trial:
    """What stays the same while the components of a repository are judged."""

    rubric: Rubric
    checks: Mapping[str, Check]
    config: Config
    target: Stage
    as_of: date
    progress: Progress
    wall: Wall


@dataclass(frozen=True, slots=True)
class _Opened:
    """A component, as far as it is known before it is judged."""

    component: Component
    report: ComponentReport
    situation: Situation | None = None  #: None when it does no machine learning, and is not judged


def audit(  # noqa: PLR0913 -- each is a wish of its own, and none needs another
    subject: Path | str | Snapshot,
    *,
    config: Config | None = None,
    target: Stage | None = None,
    profiles: Iterable[str] | None = None,
    as_of: date | None = None,
    checks: Mapping[str, Check] | None = None,
    progress: Progress | None = None,
    advisories: Advisories | None = None,
    history: bool = False,
) -> Report:
    """Judge a repository as of a day (today when none is given) and return the result.

    The target and the industry profiles are those of the configuration unless given; without either the target is
    production, so that scores compare. Raises ``NotADirectoryError``, ``ConfigError`` and ``RegistryError``. A check
    that crashes costs its own verdict only: it is unknown, and its line in the ledger names the error. Without
    advisories (``seatrial.vulndb.sources.read``), or with old ones, no package is called free of known vulnerabilities.
    With ``history``, credentials are also looked for in every content that git ever held; that may take minutes.
    """
    started, clock = datetime.now(tz=UTC), time.perf_counter()
    snapshot = Folder(subject) if isinstance(subject, Path | str) else subject
    as_of = as_of or started.date()
    checks = load_checks().checks if checks is None else checks
    rubric = load_rubric()
    config = load(snapshot, as_of, rubric.known(checks.values())) if config is None else config
    rubric = rubric.under(config.profiles if profiles is None else profiles)
    known = _knowledge(advisories, as_of, rubric.table.vulnerability_data_days)
    repo = Repo.opened(snapshot, rubric.asking(config.settings), as_of, known)
    target, wall = target or config.target or Stage.PRODUCTION, Wall()
    beside, without_effect = _in_code(repo, config, rubric, checks, wall)
    waived = replace(config, waivers=(*config.waivers, *beside))
    trial = _Trial(rubric, checks, waived, target, as_of, progress or _silent, wall)
    with scanning(repo) as begun:
        begun.start(KINGFISHER, wall.ask("a second look for credentials", lambda: doubtful_files(repo), ()))
        trials = [_opened(component, trial) for component in components(repo)]
        repo.scans = {**begun.scans(), **_verified(repo, config.settings, wall)}
    if history:
        from seatrial.scanners.history import past_credentials  # it starts processes, which most audits never need

        repo.past = past_credentials(repo)
    answers = verdicts(repo, [x.component for x in trials if x.situation], checks, trial.progress)
    wall.crashed += answers.crashed
    judged = [_judged(opened, answers, trial) for opened in trials]
    ledger = tuple(line for _, lines, _ in judged for line in lines)
    broken = Vulnerabilities("working them out crashed")
    holes = wall.ask("the known vulnerabilities", lambda: known_vulnerabilities(repo), broken)
    nothing: tuple[Measurement, ...] = ()
    measured = wall.ask("the records of benchmarks", lambda: recorded_measurements(repo), nothing)
    unpaced: tuple[Latency, ...] = ()
    latencies = wall.ask("the latencies of benchmarks", lambda: recorded_latencies(repo), unpaced)
    unsigned: tuple[Signature, ...] = ()
    signatures = wall.ask("the signatures of models", lambda: stated_signatures(repo), unsigned)
    hidden = wall.ask("the hiding of credentials", lambda: veil(repo), Veil({}))
    report = Report(
        tool=Tool(seatrial.__version__, _took_part(repo)),
        rubric=rubric.used,
        subject=Subject(snapshot.name, snapshot.commit, snapshot.dirty, as_of, snapshot.notes),
        components=tuple(report for report, _, _ in judged),
        ledger=ledger,
        findings=_worst_first(finding for _, _, findings in judged for finding in findings),
        inventory=answers.inventory,
        notices=(
            *config.notices,
            *unused_waivers(config.waivers, as_of, ledger),
            *without_effect,
            *unused_comments(beside, ledger),
        ),
        unread=tuple((unread.path, unread.reason) for unread in repo.unreadable),
        measured=measured,
        crashed=tuple(wall.crashed),
        models=answers.models,
        vulnerabilities=holes,
        stated=Stated(config.settings.owner, config.settings.value),
        latencies=latencies,
        signatures=signatures,
        run=Run(
            started=started.isoformat(timespec="seconds"),
            seconds=time.perf_counter() - clock,
            host=platform.node(),
            path=str(subject) if isinstance(subject, Path | str) else "",
        ),
    )
    return hidden.over_all(report)


def _in_code(
    repo: Repo, config: Config, rubric: Rubric, checks: Mapping[str, Check], wall: Wall
) -> tuple[tuple[Waiver, ...], tuple[Notice, ...]]:
    """Return what comments in the code let through, as far as the configuration lets them, and those without effect."""
    nothing: tuple[Suppressed, ...] = ()
    found = wall.ask("the comments that waive findings", lambda: suppressions(repo), nothing)
    waivers, notices = inline_waivers(found, rubric, checks)
    allowed = config.comments
    return tuple(one for one in waivers if allowed is None or one.words in allowed), notices


def _verified(repo: Repo, settings: Settings, wall: Wall) -> Mapping[str, Scan]:
    """Return what is said of the signatures that the owner states; most state none, and pay nothing."""
    if not settings.signatures:
        return {}
    from seatrial.scanners.signing import verified  # it starts a process, and asks a package that few have

    broken = Scan(VERIFIER, failed="asking for it crashed")
    return {VERIFIER: wall.ask("the verification of signatures", lambda: verified(repo), broken)}


def _took_part(repo: Repo) -> tuple[tuple[str, str], ...]:
    return tuple(sorted((scan.scanner, scan.version) for scan in repo.scans.values() if not scan.failed))


def _opened(component: Component, trial: _Trial) -> _Opened:
    """Say what a component is taken for, and under which terms it is judged, if it is."""
    wall = trial.wall
    taken = wall.ask("what the project is taken for", lambda: archetype(component), _UNTAKEN)
    undeclared: tuple[Exposure, ...] = ()
    exposed = wall.ask("the surfaces", lambda: surfaces(component), undeclared)
    report = ComponentReport(component.name, component.root, taken, exposed)
    if taken.archetype is Archetype.NOT_ML:
        return _Opened(component, report)
    situation = Situation(
        archetype=taken.archetype,
        target=trial.target,
        as_of=trial.as_of,
        component=component.name,
        root=component.root,
        surfaces={exposure.surface: exposure.present for exposure in exposed},
        attestations=trial.config.attestations,
        waivers=trial.config.waivers,
    )
    return _Opened(component, report, situation)


def _judged(
    opened: _Opened, answers: Verdicts, trial: _Trial
) -> tuple[ComponentReport, tuple[LedgerLine, ...], tuple[Finding, ...]]:
    if opened.situation is None:
        return opened.report, (), ()
    name = opened.component.name
    assessment = assess(trial.rubric, opened.situation, answers.judged[name], opened.component.repo)
    report = replace(
        opened.report,
        score=assessment.score,
        level=assessment.level,
        steps=assessment.steps,
        hardest=answers.hardest[name],
        shape=answers.shapes[name],
    )
    return report, assessment.ledger, assessment.findings


def _knowledge(data: Advisories | None, as_of: date, days: int) -> Knowledge:
    """Say how far data on vulnerabilities may be relied on: old data, or what was read in part, calls nothing clean."""
    if data is None:
        return Knowledge()
    age = (as_of - data.date).days
    if age > days:
        return Knowledge(data, f"the data is {age} days old, and {days} are allowed (seatrial vulndb update)")
    return Knowledge(data, f"{data.unread} entries of the data could not be read" if data.unread else "")


def _worst_first(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    return tuple(sorted(findings, key=lambda f: (f.quiet, f.ahead, -f.severity.rank, -f.points, f.check, f.component)))


def _silent(what: str, done: int, count: int) -> None:
    """Tell nobody."""
