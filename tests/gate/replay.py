"""Does the gate say of two commits what two audits of their checkouts say? Played on the history of real clones.

``make replay CLONES="PATH..."``, or ``python -m tests.gate.replay [--pairs N] CLONE...``: N pairs of each clone, six
when nothing is said. Prints a line for each pair, and ends with 1 when one differs. A clone is only read.
"""

import argparse
import sys
import tempfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from operator import attrgetter
from pathlib import Path

from benchmarks.pairs import DAY, Pair, called, git, pairs, scratch
from seatrial.alerts import Alert
from seatrial.audit import Yardstick, audit
from seatrial.comparison import Comparison
from seatrial.config import Known, load
from seatrial.gate import Change, Judged, gate
from seatrial.gate.baseline import held
from seatrial.gate.change import Asked, judged
from seatrial.gate.comments import commented_more, comments_in
from seatrial.gate.configured import ADOPT, policy_of
from seatrial.gate.listed import listed_more, lists_of
from seatrial.gate.loosened import loosened
from seatrial.gate.renamed import renamed
from seatrial.gate.stored import judged_result
from seatrial.gate.terms import End
from seatrial.judging.check import Check
from seatrial.judging.registry import load_checks
from seatrial.model.result import Report, Run
from seatrial.repo import Repo
from seatrial.repo.folder import Folder
from seatrial.repo.git import Git
from seatrial.report.stored import from_json, to_json
from seatrial.rubric import load as load_rubric


@dataclass(frozen=True, slots=True)
class Played:
    """One pair, judged both ways."""

    pair: Pair
    outcome: str
    fresh: int
    fixed: int
    followed: int  #: findings that stand in files of another name
    loosened: int
    differences: tuple[str, ...]  #: what the two ways do not agree about


def main() -> int:
    """Play every pair, and tell how many agree."""
    parser = argparse.ArgumentParser(description="Hold the gate against two audits of checkouts.")
    parser.add_argument("clones", nargs="+", type=Path)
    parser.add_argument("--pairs", type=int, default=6)
    given = parser.parse_args()
    count = same = 0
    for clone in given.clones:
        with tempfile.TemporaryDirectory(prefix="replay-") as folder:
            for one in played(scratch(clone, Path(folder)), given.pairs):
                _say(_told(clone, one))
                count, same = count + 1, same + (not one.differences)
    _say(f"{same} of {count} pairs of {len(given.clones)} clones are judged alike")
    return 0 if same == count > 0 else 1


def played(made: Path, count: int) -> Iterator[Played]:
    """Judge so many pairs of a scratch clone both ways."""
    checks = load_checks().checks
    known = load_rubric().known(checks.values())
    for pair in pairs(made, count):
        from_git = judged(Asked(made, pair.base, pair.head, as_of=DAY), checks)
        whole, followed = audited(made, pair, checks, known)
        compared, less = from_git.change.compared, from_git.change.loosened
        differences = tuple(differing(from_git, whole))
        yield Played(
            pair, from_git.gate.outcome, len(compared.fresh), len(compared.fixed), followed, len(less), differences
        )


def audited(made: Path, pair: Pair, checks: Mapping[str, Check], known: Known) -> tuple[Judged, int]:
    """Audit the checkouts of both ends, store both results, and hold the later one to the earlier one.

    What a stored result does not know (configurations, baselines, comments, other names of files) is taken from the
    checkouts. Returns as well how many findings were followed into files of another name.
    """
    parting = git(made, "merge-base", pair.base, pair.head).strip()
    early, late = (_checkout(made, name, revision) for name, revision in (("early", parting), ("late", pair.head)))
    ends = [End(folder, load(folder, DAY, known)) for folder in (early, late)]
    old, new = (from_json(to_json(audit(end.snapshot, Yardstick(end.config, checks), as_of=DAY))) for end in ends)
    names = renamed(Git(late.root), parting, Repo(late), new)
    lists, policy = lists_of(ends[0], ends[1], ends[1]), policy_of(ends[1].config.gate, ADOPT)
    compared = judged_result(new, policy, old=old, renamed=names).change.compared
    if lists.ruling is not None:
        compared = held(compared, lists.ruling, renamed(Git(late.root), lists.ruling.commit, Repo(late), new))
    comments = [comments_in(end, checks) for end in ends]
    less = (
        *loosened(ends[0].config, ends[1].config, old.score.lower if old.score else None),
        *listed_more(lists, old, names),
        *commented_more(comments[0], comments[1], names),
    )
    change = Change(compared, tuple(sorted(less, key=attrgetter("order"))))
    return Judged(change, gate(new, policy, change)), len(names.marks)


def differing(one: Judged, other: Judged) -> Iterator[str]:
    """Yield what two judgements of the same change do not agree about, in a few words each."""
    for what, here, there in _sides(one, other):
        if here != there:
            yield f"{what}: only from git {_only(here, there)}, only from checkouts {_only(there, here)}"


def _sides(one: Judged, other: Judged) -> Iterator[tuple[str, Sequence[object], Sequence[object]]]:
    yield "verdict", [one.gate.outcome], [other.gate.outcome]
    yield "conditions", one.gate.conditions, other.gate.conditions
    yield "asked less", one.change.loosened, other.change.loosened
    mine, theirs = one.change.compared, other.change.compared
    for name in ("fresh", "fixed", "still", "waived"):
        yield name, _findings(getattr(mine, name)), _findings(getattr(theirs, name))
    yield "checks that moved", _moved(mine), _moved(theirs)
    yield "remarks", mine.remarks, theirs.remarks
    for name, here, there in (("base", mine.old, theirs.old), ("head", mine.new, theirs.new)):
        yield f"the result of the {name}", _rows(here), _rows(there)


def _findings(found: Iterable[Alert]) -> list[object]:
    return [(one.finding.check, one.fingerprint, one.places, one.finding.message) for one in found]


def _moved(compared: Comparison) -> list[object]:
    return [(one.component, one.check, one.worse, one.gone, one.come) for one in compared.moved]


def _rows(report: Report) -> list[str]:
    """Return a result as the lines of its file; all of it counts but the times and the host."""
    return to_json(replace(report, run=Run())).decode().splitlines()


def _only(here: Sequence[object], there: Sequence[object]) -> str:
    left = [str(one).strip() for one in here if one not in there]
    return f"{len(left)} {left[:3]}"


def _checkout(made: Path, name: str, revision: str) -> Folder:
    """Return a revision in a work tree of its own."""
    tree = made.parent / name / made.name
    if tree.exists():
        git(tree, "checkout", "-q", "--force", "--detach", revision)
    else:
        git(made, "worktree", "add", "-q", "--detach", str(tree), revision)
    return Folder(tree)


def _told(clone: Path, one: Played) -> str:
    counts = f"{one.fresh} new, {one.fixed} fixed, {one.followed} followed, {one.loosened} loosened"
    rows = "".join(f"\n    {row}" for row in one.differences)
    verdict = "DIFFERS" if one.differences else "the same"
    return f"{called(clone)[:36]:36} {one.pair.why[:44]:44} {one.outcome:12} {counts:48} {verdict}{rows}"


def _say(row: str) -> None:
    sys.stdout.write(f"{row}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    raise SystemExit(main())
