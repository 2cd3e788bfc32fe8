"""Judge a repository: from a folder or any other snapshot to the result that everything is rendered from."""

import platform
import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime
from itertools import chain
from operator import attrgetter
from pathlib import Path

import seatrial
from seatrial.audit.asides import Asides, asides
from seatrial.audit.comments import Comments, comments_of
from seatrial.audit.outside import beside_scanners, look_back, took_part
from seatrial.audit.part import Outcome, Part, outcome_of, part_of
from seatrial.audit.terms import Terms, opened, terms_of
from seatrial.component import components
from seatrial.config import Config
from seatrial.judging.check import Check
from seatrial.judging.questions import Progress
from seatrial.judging.verdicts import Verdicts, verdicts
from seatrial.judging.wall import Wall
from seatrial.model import Notice, Report, Run, Stage, Stated, Subject, Tool
from seatrial.model.advisories import Advisories
from seatrial.repo import Repo, Snapshot
from seatrial.repo.folder import Folder
from seatrial.rubric import Rubric, unused_comments, unused_waivers
from seatrial.veil import Veil, veil


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
    rubric: Rubric | None = None,
) -> Report:
    """Judge a repository as of a day (today when none is given) and return the result.

    The target and the industry profiles are those of the configuration unless given; without either the target is
    the rubric's (production, of the shipped one), so that scores compare. Raises ``NotADirectoryError``,
    ``ConfigError`` and ``RegistryError``. A check that crashes costs its own verdict only: it is unknown, and its
    line in the ledger names the error. Without advisories (``seatrial.vulndb.sources.read``), or with old ones, no
    package is called free of known vulnerabilities. With ``history``, credentials are also looked for in every
    content that git ever held; that may take minutes. The rubric is the shipped one unless another is given
    (``seatrial.rubric.load(text=...)``).
    """
    started, clock = datetime.now(tz=UTC), time.perf_counter()
    snapshot = Folder(subject) if isinstance(subject, Path | str) else subject
    day = as_of or started.date()
    terms = terms_of(snapshot, day, config=config, target=target, profiles=profiles, checks=checks, rubric=rubric)
    repo, wall = opened(snapshot, terms, advisories), Wall()
    comments = comments_of(repo, terms, wall)
    parts = _parts(repo, comments.among(terms), wall)
    if history:
        look_back(repo)
    answers = verdicts(repo, [part.component for part in parts if part.rated], terms.checks, progress)
    wall.crashed += answers.crashed
    outcomes = [outcome_of(part, answers, terms) for part in parts]
    besides = asides(repo, wall)
    hidden = wall.ask("the hiding of credentials", lambda: veil(repo), Veil({}))
    report = _put_together(repo, terms, answers, outcomes, besides)
    notices = tuple(_notices(terms, comments, report))
    run = Run(
        started=started.isoformat(timespec="seconds"),
        seconds=time.perf_counter() - clock,
        host=platform.node(),
        path=str(subject) if isinstance(subject, Path | str) else "",
    )
    return hidden.over_all(replace(report, notices=notices, crashed=tuple(wall.crashed), run=run))


def _parts(repo: Repo, terms: Terms, wall: Wall) -> list[Part]:
    """Say what the components are taken for while the scanners are at work."""
    return beside_scanners(
        repo, terms.config.settings, wall, lambda: [part_of(component, terms, wall) for component in components(repo)]
    )


def _put_together(repo: Repo, terms: Terms, answers: Verdicts, outcomes: Sequence[Outcome], besides: Asides) -> Report:
    snapshot, settings = repo.snapshot, terms.config.settings
    return Report(
        tool=Tool(seatrial.__version__, took_part(repo)),
        rubric=terms.rubric.used,
        subject=Subject(snapshot.name, snapshot.commit, snapshot.dirty, terms.as_of, snapshot.notes),
        components=tuple(one.report for one in outcomes),
        ledger=tuple(line for one in outcomes for line in one.ledger),
        findings=tuple(sorted(chain.from_iterable(one.findings for one in outcomes), key=attrgetter("order"))),
        inventory=answers.inventory,
        unread=tuple((unread.path, unread.reason) for unread in repo.unreadable),
        measured=besides.measured,
        models=answers.models,
        vulnerabilities=besides.vulnerabilities,
        stated=Stated(settings.owner, settings.value),
        latencies=besides.latencies,
        signatures=besides.signatures,
    )


def _notices(terms: Terms, comments: Comments, report: Report) -> Iterator[Notice]:
    """Yield what the owner should hear of the configuration and of waivers, whether they stand there or in the code."""
    yield from terms.config.notices
    yield from unused_waivers(terms.config.waivers, terms.as_of, report.ledger)
    yield from comments.notices
    yield from unused_comments(comments.waivers, report.ledger)
