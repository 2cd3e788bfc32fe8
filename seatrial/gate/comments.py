"""Which comments in the code waive findings in one state of a repository, and which does a change add?"""

from collections import Counter
from collections.abc import Iterator, Mapping

from seatrial.facts.project.suppressions import suppressions
from seatrial.gate.terms import End, Loosened
from seatrial.judging.check import Check
from seatrial.model import Severity, Waiver
from seatrial.model.moves import Renamed
from seatrial.repo import Repo
from seatrial.rubric import inline_waivers
from seatrial.rubric import load as load_rubric


def comments_in(end: End, checks: Mapping[str, Check]) -> tuple[Waiver, ...]:
    """Return the comments that have an effect; those that name no check, no reason, or a blocker have none."""
    found = suppressions(Repo(end.snapshot, end.config.settings))
    return inline_waivers(found, load_rubric().under(end.config.profiles), checks)[0]


def commented_more(before: tuple[Waiver, ...], after: tuple[Waiver, ...], renamed: Renamed) -> Iterator[Loosened]:
    """Yield each comment that a change adds. One that moved, alone or with its file, is not new."""
    old = Counter((renamed.paths.get(one.place.path, one.place.path), one.check, one.because) for one in before)
    for one in after:
        if old[one.words]:
            old[one.words] -= 1
        else:
            said = f"a comment that waives {one.check} is new: {one.because}"
            yield Loosened(one.place, said, Severity.MEDIUM)
