"""How is the way to the present state told in a terminal and in JSON?"""

from collections.abc import Iterator, Mapping, Sequence

from seatrial.history import LeftOut, Step
from seatrial.model.counted import counted
from seatrial.report.formats.material import cut
from seatrial.report.glyphs import UNICODE, Glyphs
from seatrial.report.printable import shown, without_surrogates
from seatrial.report.stored import Plain, canonical
from seatrial.report.terminal.lines import Line, Span, line
from seatrial.report.words import TAKEN_FOR

_BARS = "▁▂▃▄▅▆▇█"
_PLAIN_BARS = "_.,-=+*#"
_COMMIT, _TAG, _LEVEL, _HANG = 8, 16, 16, 42


def history_lines(
    steps_taken: Sequence[Step], glyphs: Glyphs, tags: Mapping[str, str], *, brief: bool = False
) -> Iterator[Line]:
    """Return a sparkline of the scores and a row for each result: day, commit, score, level, and what moved it.

    Where one of the commits carries a tag, by ``tags``, its name stands beside the commit. When ``brief`` the rows are
    left out, as they are where nothing is assessed.
    """
    subject = steps_taken[-1].report.subject
    commits = counted(len(steps_taken), "commit")
    days = f"{steps_taken[0].report.subject.as_of} to {subject.as_of}"
    yield line(Span(shown(subject.name), "strong"), f" {glyphs.dot} {commits} {glyphs.dot} {days}")
    scores = [step.score for step in steps_taken]
    known = [score for score in scores if score is not None]
    if not known:
        yield line(Span("no machine learning was found in any of them, so nothing is assessed", "unknown"))
    else:
        yield line()
        yield line(f"{sparkline(scores, glyphs)}  ", Span(f"score {known[0]:.1f} to {known[-1]:.1f}", "strong"))
        if {min(known), max(known)} != {known[0], known[-1]}:
            yield line(Span(f"lowest {min(known):.1f}, highest {max(known):.1f}", "muted"))
    if brief or not known:
        return
    yield line()
    yield from _table(steps_taken, tags)


def _table(steps_taken: Sequence[Step], tags: Mapping[str, str]) -> Iterator[Line]:
    """Yield the heading and a row for each result; the column of tags is as wide as they are, and gone without any."""
    names = [tags.get(step.report.subject.commit, "") for step in steps_taken]
    longest = max(len(shown(name)) for name in names)
    room = min(_TAG, max(longest, len("tag"))) if longest else 0
    named = f"{'tag':{room}}  " if room else ""
    heads = f"{'day':10}  {'commit':{_COMMIT}}  {named}{'score':>5}  {'level':{_LEVEL}}"
    yield line(Span(f"{heads} what moved it", "heading"))
    yield from (_row(step, name, room) for step, name in zip(steps_taken, names, strict=True))


def history_json(steps_taken: Sequence[Step], left_out: Sequence[LeftOut], tags: Mapping[str, str]) -> bytes:
    """Return the same as canonical JSON; a score of null stands where nothing is assessed."""
    missing: list[Plain] = [
        {"commit": one.commit, "day": one.day.isoformat(), "why": without_surrogates(one.why)} for one in left_out
    ]
    return canonical(
        {
            "subject": without_surrogates(steps_taken[-1].report.subject.name),
            "rubric_sha256": steps_taken[-1].report.rubric.sha256,
            "results": [_plain(step, tags.get(step.report.subject.commit)) for step in steps_taken],
            "left_out": missing,
        }
    )


def sparkline(scores: Sequence[float | None], glyphs: Glyphs) -> str:
    """Return a sign for each score, from the lowest to the highest that is there; a blank where there is none."""
    bars = _BARS if glyphs is UNICODE else _PLAIN_BARS
    known = [score for score in scores if score is not None]
    low, reach = min(known), max(known) - min(known)
    places = [None if score is None else round((score - low) / (reach or 1) * (len(bars) - 1)) for score in scores]
    return "".join(" " if place is None else bars[place] for place in places)


def _row(step: Step, tag: str, room: int) -> Line:
    subject, level = step.report.subject, step.report.level
    score = "-" if step.score is None else f"{step.score:.1f}"
    named = f"{cut(shown(tag), room):{room}}  " if room else ""
    reached = level.name if level else "not assessed"
    head = f"{subject.as_of}  {subject.commit[:_COMMIT]}  {named}{score:>5}  {reached:{_LEVEL}}"
    causes = [f"{one.points:+.1f} {one.check} {shown(one.name)}" for one in step.moved]
    if step.retaken:
        causes.insert(0, f"taken for {TAKEN_FOR[step.retaken]}")
    return line(f"{head} ", Span("; ".join([*causes, *map(shown, step.remarks)]), "muted"), hang=_HANG + len(named))


def _plain(step: Step, tag: str | None) -> Plain:
    subject, level = step.report.subject, step.report.level
    return {
        "as_of": subject.as_of.isoformat(),
        "commit": subject.commit,
        "tag": None if tag is None else without_surrogates(tag),
        "score": None if step.score is None else round(step.score, 6),
        "level": level.name.value if level else None,
        "taken_for": step.report.headline.taken.archetype.value,
        "moved": [
            {"check": one.check, "component": without_surrogates(one.component), "points": round(one.points, 6)}
            for one in step.moved
        ],
        "remarks": [without_surrogates(remark) for remark in step.remarks],
    }
