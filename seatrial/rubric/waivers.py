"""Which findings are let through for a time, and which waivers let nothing through?"""

from collections.abc import Iterable, Iterator

from seatrial.model import Grade, Notice, Waiver
from seatrial.rubric.judged import Judged, Situation


def waiver_of(judged: Judged, situation: Situation) -> Waiver | None:
    """Return the waiver in date that covers every place of a check's evidence; one without paths covers the check."""
    return next((one for one in _in_date(judged, situation) if _covers_all(one, judged)), None)


def unused_waivers(situations: Iterable[Situation], judged: Iterable[Iterable[Judged]]) -> Iterator[Notice]:
    """Yield a notice for every waiver in date that covers nothing in any component: the finding is gone."""
    pairs = [(situation, tuple(found)) for situation, found in zip(situations, judged, strict=True)]
    waivers = dict.fromkeys(one for situation, _ in pairs for one in situation.waivers if one.holds(situation.as_of))
    for waiver in waivers:
        if not any(_touches(waiver, one) for _, found in pairs for one in found if one.check.id == waiver.check):
            yield Notice(waiver.place, f"the waiver of {waiver.check} covers nothing: it can go")


def _in_date(judged: Judged, situation: Situation) -> Iterator[Waiver]:
    return (one for one in situation.waivers if one.check == judged.check.id and one.holds(situation.as_of))


def _covers_all(waiver: Waiver, judged: Judged) -> bool:
    if not waiver.paths:
        return True
    paths = {item.place.path for item in judged.graded.evidence}
    return bool(paths) and paths <= _covered(waiver, paths)


def _touches(waiver: Waiver, judged: Judged) -> bool:
    if not waiver.paths:
        return judged.graded.applies and judged.graded.grade not in {Grade.SUBSTANTIVE, Grade.IN_USE}
    return bool(_covered(waiver, {item.place.path for item in judged.graded.evidence}))


def _covered(waiver: Waiver, paths: set[str]) -> set[str]:
    from pathspec import GitIgnoreSpec

    return set(GitIgnoreSpec.from_lines(waiver.paths).match_files(paths))
