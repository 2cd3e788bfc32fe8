"""Which blocks does a Jenkinsfile have: stages and their conditions, folders, branches that run side by side?"""

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace

from seatrial.facts.ci.workflow import Event, Trigger
from seatrial.model.grouped import grouped
from seatrial.model.record import dataclass
from seatrial.read.regex import regex

_MARK = regex(
    r"\b(?P<kind>stage|dir)\s*+\(?\s*+(?P<quote>['\"])(?P<name>[^'\"\n]+)['\"]\s*+\)?\s*+\{"
    r"|\b(?P<bare>parallel|when|post)\s*+\{|(?P<brace>[{}])"
)
_BRANCH = regex(r"\bbranch\s*+(?:\(\s*+)?(?:pattern\s*+:\s*+)?['\"]([^'\"\n]+)['\"]")
#: What else than a branch a stage may wait for, and what starts it then.
_KINDS = (
    (regex(r"\bbuildingTag\s*+\(|\btag\s*+(?:\(\s*+)?(?:pattern\s*+:\s*+)?['\"]"), Event.TAG),
    (regex(r"\bchangeRequest\s*+\("), Event.PULL_REQUEST),
    (regex(r"\btriggeredBy\s*+\(?\s*+['\"](?:TimerTrigger|ParameterizedTimerTrigger)"), Event.SCHEDULE),
)
_DEPTH = 40  #: blocks within blocks that are followed outwards
_NEGATED = regex(r"\bnot\s*+\{|\bexpression\s*+\{")


@dataclass(frozen=True, slots=True)
class Block:
    """One block in braces that has a name, or a word of its own."""

    kind: str  #: "stage", "dir", "parallel", "when", "post", "" for any other
    name: str
    start: int  #: where its mark begins
    end: int  #: where its last brace stands
    parent: int  #: the place of the block around it among all, -1 for none


@dataclass(frozen=True, slots=True)
class Blocks:
    """The blocks of one file, by where they start."""

    every: tuple[Block, ...]

    def around(self, position: int, kind: str) -> list[Block]:
        """Return the blocks of a kind around a position, the innermost first."""
        found = []
        at = bisect_right(self.every, position, key=lambda block: block.start) - 1
        for _ in range(_DEPTH):
            if at < 0:
                break
            block = self.every[at]
            if block.kind == kind and position < block.end:
                found.append(block)
            at = block.parent
        return found

    def stage(self, position: int) -> Block | None:
        """Return the innermost stage around a position."""
        return next(iter(self.around(position, "stage")), None)

    def conditions(self, text: str) -> Mapping[int, tuple[str, ...]]:
        """Return what stands in the ``when`` of each stage, by where the stage starts."""
        whens = (block for block in self.every if block.kind == "when")
        placed = ((stage, text[when.start : when.end]) for when in whens if (stage := self.stage(when.start)))
        return grouped((stage.start, condition) for stage, condition in placed)


def blocks_of(text: str) -> Blocks:
    """Return the blocks of a text whose comments and shell texts are blanked; one that is not closed ends with it."""
    found: list[Block] = []
    open_ones: list[int] = []
    for mark in _MARK.finditer(text):
        if mark["brace"] != "}":
            parent = open_ones[-1] if open_ones else -1
            open_ones.append(len(found))
            kind, name = mark["kind"] or mark["bare"] or "", mark["name"] or ""
            found.append(Block(kind, name, mark.start(), len(text), parent))
        elif open_ones:
            at = open_ones.pop()
            found[at] = replace(found[at], end=mark.start())
    return Blocks(tuple(found))


def narrowed(triggers: tuple[Trigger, ...], conditions: Iterable[str]) -> tuple[Trigger, ...]:
    """Return what of these starts a stage under its conditions, as far as they say so without Groovy."""
    for condition in conditions:
        triggers_left = () if _NEGATED.search(condition) else tuple(_told(triggers, condition))
        triggers = triggers_left or triggers
    return triggers


def _told(triggers: tuple[Trigger, ...], condition: str) -> Iterator[Trigger]:
    if branches := tuple(_BRANCH.findall(condition)):
        yield from (replace(one, branches=branches) for one in triggers if one.event is Event.PUSH)
    for pattern, event in _KINDS:
        if triggers and pattern.search(condition):
            known = tuple(one for one in triggers if one.event is event)
            yield from known or (replace(triggers[0], event=event, branches=()),)
