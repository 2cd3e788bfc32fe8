"""What did an interview change: which gates are open now, and what is still held?"""

from collections.abc import Iterator

from seatrial.interview.ascent import Ascent, unique
from seatrial.interview.open_topics import open_topics
from seatrial.interview.question import Topic
from seatrial.model import Level, Stage
from seatrial.rubric.gates import Gate, Held


def asked_for(ascent: Ascent, wanted: Stage | None) -> tuple[Level, tuple[Topic, ...]]:
    """Return the level whose questions are asked, and those: the wanted one, else the lowest with an open question."""
    if wanted is not None:
        level = Level(wanted.value)
        return level, open_topics(ascent, level)
    found = ((level, open_topics(ascent, level)) for level in ascent.above)
    nothing: tuple[Topic, ...] = ()
    return next((pair for pair in found if pair[1]), (next(iter(ascent.above), ascent.reached), nothing))


def outcome(before: Ascent, after: Ascent, level: Level) -> Iterator[tuple[str, str]]:
    """Yield the lines that end an interview, each with its style."""
    old, new = unique(before.gates(level)), unique(after.gates(level))
    opened = [gate for name, gate in new.items() if _open(gate) and not (name in old and _open(old[name]))]
    closed = [gate for gate in new.values() if not _open(gate)]
    yield (
        f"level: {after.told}" + (f" (it was {before.told})" if before.told != after.told else ""),
        "label",
    )
    yield f"gates up to {level} that these answers opened: {len(opened) or 'none'}", ""
    for gate in opened:
        yield f"  + {gate.name}" + (", by a person's word" if gate.held is Held.ATTESTED else ""), "good"
    if closed:
        yield f"still held: {len(closed)}", ""
    for gate in closed:
        yield f"  - {gate.name}: {gate.hold.message if gate.hold else 'nobody knows'}", "bad"
    yield from _floors(after, level)
    yield _next(after, level), ""


def _floors(after: Ascent, level: Level) -> Iterator[tuple[str, str]]:
    """Yield what besides gates holds the level: floors, and the share of what rests on words alone."""
    floors: dict[str, None] = {}
    for climb in after.climbs:
        for hold in climb.holds(min(level, climb.top)):
            if hold.what not in {"gate", "unwritten"}:
                floors.setdefault(f"  - {hold.told}", None)
    yield from ((line, "bad") for line in floors)


def _next(after: Ascent, level: Level) -> str:
    if any(open_topics(after, level)):
        return "questions are left: seatrial interview asks them again"
    further = next((one for one in after.above if one > level and open_topics(after, one)), None)
    return (
        f"no question is left here; run seatrial interview again for those of {further}"
        if further
        else ("no question is left: what is held now is shown by the repository, see seatrial audit")
    )


def _open(gate: Gate) -> bool:
    return gate.held is not Held.CLOSED
