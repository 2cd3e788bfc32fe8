"""What does a change do: two commits judged straight from git, and one set against the other?"""

import datetime as dt
from collections.abc import Mapping
from dataclasses import replace
from operator import attrgetter
from pathlib import Path

from seatrial.audit import Yardstick
from seatrial.audit.once import Ready, found_out_once
from seatrial.comparison import compare
from seatrial.config import Config, Known, load
from seatrial.gate.baseline import Baseline, held
from seatrial.gate.both import Due, judged_both
from seatrial.gate.comments import commented_more, comments_in
from seatrial.gate.configured import ADOPT, policy_of
from seatrial.gate.listed import Lists, listed_more, lists_of
from seatrial.gate.loosened import loosened
from seatrial.gate.policy import gate
from seatrial.gate.renamed import renamed
from seatrial.gate.terms import Change, End, Judged, Policy
from seatrial.gate.trusted import keyed, trusting_others
from seatrial.judging.check import Check
from seatrial.judging.registry import load_checks
from seatrial.model import Stage
from seatrial.model.record import dataclass
from seatrial.model.result import Report
from seatrial.repo import Repo
from seatrial.repo.commit import Commit
from seatrial.repo.git import Git
from seatrial.repo.git_process import SILENT, NoGit
from seatrial.repo.readings import Readings
from seatrial.rubric import load as load_rubric


class NoBase(Exception):
    """The earlier commit cannot be had; the text says why and what to do."""


@dataclass(frozen=True, slots=True)
class Asked:
    """Which two commits of which folder are judged, and how."""

    path: Path
    base: str  #: a revision; what is judged is the commit where it and ``head`` parted
    head: str = "HEAD"
    policy_ref: str = ""  #: a revision whose policy, waivers and attestations hold for both
    as_of: dt.date | None = None
    target: Stage | None = None
    profiles: tuple[str, ...] | None = None
    baseline: Baseline | None = None  #: what is known already; the configuration's when none is given
    policy: Policy | None = None  #: what both are held to; the configuration's when none is given


def judged(asked: Asked, checks: Mapping[str, Check] | None = None) -> Judged:
    """Judge both commits and the change between them under the policy of the later one, or of ``policy_ref``.

    All installed checks judge, unless others are given. Where nothing is configured the preset ``adopt`` holds. Files
    that both commits hold are read once. Raises ``NoBase`` when a commit is missing or the two have nothing in common,
    ``ConfigError``, ``BaselineError`` when a baseline that is named cannot be used, and ``RegistryError``.
    """
    commits = _commits(asked)
    with found_out_once((commits.early, commits.late), commits.readings) as ready:
        return _judged(asked, commits, load_checks().checks if checks is None else checks, ready)


def _judged(asked: Asked, commits: "_Commits", checks: Mapping[str, Check], ready: Ready) -> Judged:
    as_of = asked.as_of or dt.datetime.now(tz=dt.UTC).date()
    ends = _ends(commits, as_of, load_rubric().known(checks.values()))
    lists = lists_of(ends.early, ends.late, ends.ruling)
    ruling = ends.ruling.config
    if asked.policy_ref:
        merged = frozenset(one.words for one in comments_in(ends.ruling, checks))
        ruling = replace(keyed(ends.ruling), comments=merged)

    early, late = (
        Due(commit, _yardstick(_under(end.config, ruling, asked), asked, checks), as_of)
        for commit, end in ((commits.early, ends.early), (commits.late, ends.late))
    )
    old, new = judged_both(early, late, ready)
    change = _change(asked, ends, (old, new), lists, checks)
    return Judged(change, gate(new, asked.policy or policy_of(ruling.gate, ADOPT), change))


@dataclass(frozen=True, slots=True)
class _Commits:
    """Both commits, and the one whose policy holds; they share their readings."""

    git: Git
    readings: Readings
    early: Commit
    late: Commit
    ruling: Commit


def _commits(asked: Asked) -> _Commits:
    readings, git = Readings(), Git(asked.path.resolve())
    head = _commit(git, asked.head)
    early = Commit(git, _parting(git, asked.base, head), readings)
    late = Commit(git, head, readings)
    ruling = Commit(git, _commit(git, asked.policy_ref), readings) if asked.policy_ref else late
    return _Commits(git, readings, early, late, ruling)


@dataclass(frozen=True, slots=True)
class _Ends:
    """What is set against each other, and whose policy holds."""

    git: Git
    early: End
    late: End
    ruling: End


def _ends(commits: _Commits, as_of: dt.date, known: Known) -> _Ends:
    early, late = (End(one, load(one, as_of, known)) for one in (commits.early, commits.late))
    ruling = late if commits.ruling is commits.late else End(commits.ruling, load(commits.ruling, as_of, known))
    return _Ends(commits.git, early, late, ruling)


def _change(
    asked: Asked, ends: _Ends, reports: tuple[Report, Report], lists: Lists, checks: Mapping[str, Check]
) -> Change:
    """Compare two results, take out what a baseline names, and tell how the change asks for less."""
    (old, new), repo, base = reports, Repo(ends.late.snapshot), ends.early.snapshot.commit
    moved = renamed(ends.git, base, repo, new)
    compared = compare(old, new, moved)
    baseline = asked.baseline or lists.ruling
    if baseline is not None:
        compared = held(compared, baseline, renamed(ends.git, baseline.commit, repo, new))
    comments = [comments_in(one, checks) for one in (ends.early, ends.late)]
    less = (
        *loosened(ends.early.config, ends.late.config, old.score.lower if old.score else None, moved),
        *listed_more(lists, old, moved),
        *commented_more(comments[0], comments[1], moved),
        *trusting_others(ends.early, ends.late),
    )
    return Change(compared, tuple(sorted(less, key=attrgetter("order"))))


def _yardstick(config: Config, asked: Asked, checks: Mapping[str, Check]) -> Yardstick:
    return Yardstick(config, checks, profiles=asked.profiles, target=asked.target)


def _under(own: Config, ruling: Config, asked: Asked) -> Config:
    """Return a commit's configuration, with the statements of the ruling one when that was named."""
    if not asked.policy_ref:
        return own
    stated = ruling.settings
    settings = replace(own.settings, exclude=stated.exclude, signatures=stated.signatures)
    return replace(ruling, settings=settings, notices=own.notices)


def _commit(git: Git, revision: str) -> str:
    try:
        return git.commit(revision)
    except NoGit as error:
        if revision == "HEAD":
            raise NoBase("there is no commit here yet, so that there is nothing to compare") from None
        why = "" if str(error) == SILENT else f" ({error})"
        hint = "fetch it: git fetch origin, or fetch-depth: 0 in the checkout of CI"
        raise NoBase(f"there is no commit {revision!r} here{why}; {hint}") from None


def _parting(git: Git, revision: str, head: str) -> str:
    base = _commit(git, revision)
    try:
        return git.merge_base(base, head)
    except NoGit:
        cut = git.shallow
        why = "the clone is shallow (git fetch --unshallow)" if cut else "they have no history in common"
        raise NoBase(f"{revision} and {head[:12]} have no common commit: {why}") from None
