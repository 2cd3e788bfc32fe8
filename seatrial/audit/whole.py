"""Judge a repository: from a folder or any other snapshot to the result that everything is rendered from."""

import platform
import time
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime
from itertools import chain
from operator import attrgetter
from pathlib import Path

import seatrial
from seatrial.audit.asides import Asides, asides
from seatrial.audit.comments import Comments
from seatrial.audit.inquiry import Inquiry, inquiry
from seatrial.audit.outside import took_part
from seatrial.audit.part import Outcome, outcome_of
from seatrial.audit.terms import Terms, Yardstick, opened, terms_of
from seatrial.blueprint.project import in_own_names
from seatrial.config.problem import nearest_of
from seatrial.judging.questions import Progress
from seatrial.model import Notice, Report, Run, Stated, Subject, Tool
from seatrial.model.advisories import Advisories
from seatrial.redaction import Redactor, redactor
from seatrial.repo import Snapshot
from seatrial.repo.folder import Folder
from seatrial.rubric import unused_comments, unused_waivers

_OWN = Yardstick()  #: all installed checks and the shipped rubric, as the repository configures them


def audit(
    subject: Path | str | Snapshot,
    yardstick: Yardstick = _OWN,
    *,
    as_of: date | None = None,
    advisories: Advisories | None = None,
    history: bool = False,
    progress: Progress | None = None,
) -> Report:
    """Judge a repository by a yardstick, as of a day (today when none is given), and return the result.

    Raises ``NotADirectoryError``, ``ConfigError`` and ``RegistryError``, and ``KeyError`` for a profile that the rubric
    does not have. A check that crashes costs its own verdict only: it is unknown, and its line in the ledger names the
    error. Without advisories (``seatrial.vulndb.sources.read``), or with old ones, no package is called free of known
    vulnerabilities. With ``history``, credentials are also looked for in every content that git ever held; that may
    take minutes. ``progress`` is called before each check.
    """
    started, clock = datetime.now(tz=UTC), time.perf_counter()
    snapshot = Folder(subject) if isinstance(subject, Path | str) else subject
    terms = terms_of(snapshot, yardstick, as_of or started.date())
    asked = inquiry(opened(snapshot, terms, advisories), terms, history=history, progress=progress)
    outcomes = [outcome_of(part, asked.answers, terms) for part in asked.parts]
    besides = in_own_names(asked.repo, asides(asked.repo, asked.wall))
    redaction = asked.wall.ask("the hiding of credentials", lambda: redactor(asked.repo), Redactor({}))
    report = _put_together(asked, outcomes, besides)
    notices = tuple(_notices(terms, asked.comments, report))
    run = Run(
        started=started.isoformat(timespec="seconds"),
        seconds=time.perf_counter() - clock,
        host=platform.node(),
        path=str(subject) if isinstance(subject, Path | str) else "",
    )
    return redaction.redact_all(replace(report, notices=notices, crashed=tuple(asked.wall.crashed), run=run))


def _put_together(asked: Inquiry, outcomes: Sequence[Outcome], besides: Asides) -> Report:
    repo, terms, answers = asked.repo, asked.terms, asked.answers
    snapshot, settings = repo.snapshot, terms.config.settings
    return Report(
        tool=Tool(seatrial.__version__, took_part(repo)),
        rubric=terms.rubric.used,
        subject=_subject(snapshot, terms.as_of),
        components=tuple(one.report for one in outcomes),
        ledger=tuple(line for one in outcomes for line in one.ledger),
        findings=tuple(sorted(chain.from_iterable(one.findings for one in outcomes), key=attrgetter("order"))),
        inventory=answers.inventory,
        unread=in_own_names(repo, tuple((unread.path, unread.reason) for unread in repo.unreadable)),
        measured=besides.measured,
        models=answers.models,
        vulnerabilities=besides.vulnerabilities,
        stated=Stated(settings.owner, settings.value),
        latencies=besides.latencies,
        signatures=besides.signatures,
    )


def _subject(snapshot: Snapshot, as_of: date) -> Subject:
    return Subject(snapshot.name, snapshot.commit, snapshot.dirty, as_of, snapshot.notes, snapshot.below)


def _of_no_part(terms: Terms, report: Report) -> Iterator[Notice]:
    """Yield the names below ``product`` that are no part: as if they did not stand there, the product is guessed."""
    settings, names = terms.config.settings, [one.name for one in report.components]
    for name in settings.product:
        if name not in names:
            what = f"product names '{name}', which is no part{nearest_of(name, names)}"
            yield Notice(settings.place("product"), what)


def _notices(terms: Terms, comments: Comments, report: Report) -> Iterator[Notice]:
    """Yield what the owner should hear of the configuration and of waivers, whether they stand there or in the code."""
    yield from terms.config.notices
    yield from _of_no_part(terms, report)
    yield from unused_waivers(terms.config.waivers, terms.as_of, report.ledger)
    yield from comments.notices
    yield from unused_comments(comments.waivers, report.ledger)
