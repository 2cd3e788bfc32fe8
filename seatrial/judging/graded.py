"""What does judging one component by one check yield?"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import field, replace
from types import MappingProxyType
from typing import Self, TypeAlias

from seatrial.facts.code.language import Language
from seatrial.judging.clause import Unmet
from seatrial.model import Confidence, Evidence, Evident, Grade, Place, as_evidence
from seatrial.model.counted import each_of
from seatrial.model.record import dataclass

Shown: TypeAlias = Iterable[Evidence | Evident]
Found: TypeAlias = Sequence[Evidence | Evident]  #: evidence of one kind, on which a sentence depends; empty is none
Thing: TypeAlias = Place | Evident
#: How a step names a thing; of several it is to be done in each.
Name: TypeAlias = str | Thing | Sequence[Thing]


@dataclass(frozen=True, slots=True)
class Graded:
    """The judgement of one check on one component: a grade with its evidence, or why there is none."""

    grade: Grade | None  #: None when it is unknown, or when the check does not apply
    evidence: tuple[Evidence, ...] = ()  #: what carries the grade, best first
    looked_for: str = ""  #: what would have been evidence, as a list in words
    message: str = ""  #: what was seen, one sentence in lower case; made from the evidence when empty
    reason: str = ""  #: why the grade is unknown or the check does not apply
    applies: bool = True
    names: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))  #: fills {app} and so on in the fix
    aside: tuple[Evidence, ...] = ()  #: what tests, examples and documents hold: shown, and free of cost
    unmet: tuple[Unmet, ...] = ()  #: clauses of the chosen profiles that do not hold
    plain: Grade | None = None  #: the grade without profiles, when a clause holds it lower
    case: str = ""  #: which steps of the check's ``fix_when`` fit what was found, "" for the common ones
    done: tuple[int, ...] = ()  #: steps of the fix, counted from 1, that were found to be done
    language: Language = Language.PYTHON  #: of the component, in which the steps speak
    sure: Grade | None = None  #: a grade that holds for certain where the grade itself only looks so, or is unknown
    unfollowed: tuple[Evidence, ...] = ()  #: what may hold that which is missing, and could not be followed there
    rungs: tuple[tuple[Grade, tuple[Evidence, ...]], ...] = ()  #: what carries each grade, the best first, where known
    stopped: Evidence | None = None  #: what keeps that which would show a better grade from running

    def __post_init__(self) -> None:
        """Refuse what no report could show, here, where it costs one verdict and the author of the check sees it."""
        _all_are("grade", (Grade, type(None)), self.grade)
        _all_are("evidence", Evidence, *self.evidence, *self.aside, *self.unfollowed)
        _all_are("place", Place, *(item.place for item in (*self.evidence, *self.aside)))
        _all_are("text", str, *(item.what for item in (*self.evidence, *self.aside)))
        _all_are("text", str, self.looked_for, self.message, self.reason, self.case, *self.names.values())

    @classmethod
    def best(cls, *rungs: tuple[Grade, Shown], looked_for: str, message: str = "") -> Self:
        """Grade a practice by the best rung that holds any evidence; ``absent`` when none does.

        Rungs may come in any order. Evidence of lower rungs is kept behind that of the best one, so that the reader
        sees what there is to build on.
        """
        shown = {grade: tuple(as_evidence(thing) for thing in things) for grade, things in rungs}
        held = tuple((grade, shown[grade]) for grade in sorted(shown, reverse=True) if shown[grade])
        evidence = tuple(dict.fromkeys(item for _, items in held for item in items))
        return cls(held[0][0] if held else Grade.ABSENT, evidence, looked_for, message, rungs=held)

    @classmethod
    def conduct(
        cls,
        *,
        found: Shown,
        weak: Shown = (),
        guards: Shown = (),
        aside: Shown = (),
        unread: Iterable[str] = (),
        looked_for: str,
        message: str = "",
    ) -> Self:
        """Grade a bad thing that must be absent.

        Found on a live path: absent. Found only on a weak or dead path: present. Not found: substantive, and in-use
        when a guard (a hook, a CI step, a test) prevents it. Not found while files could not be read: unknown. What
        stands only in tests, examples and documents is set aside: the grade stays clean, and the reader sees it.
        """
        strong, mild = tuple(map(as_evidence, found)), tuple(map(as_evidence, weak))
        if strong:
            return cls(Grade.ABSENT, strong + mild, looked_for, message)
        if mild:
            return cls(Grade.PRESENT, mild, looked_for, message)
        apart = tuple(map(as_evidence, aside))
        if unread := tuple(unread):
            others = len(unread) - 1
            first = unread[0] + (f"; so {'is' if others == 1 else 'are'} {others} more" if others else "")
            return replace(cls.unknown(first, looked_for=looked_for), aside=apart)
        guarding = tuple(map(as_evidence, guards))
        if apart and not message:
            message = f"only in tests, examples or documents: {apart[0].what}"
        return cls(Grade.IN_USE if guarding else Grade.SUBSTANTIVE, guarding, looked_for, message, aside=apart)

    @classmethod
    def absent(cls, against: Shown, looked_for: str, message: str | None = None) -> Self:
        """Grade a practice absent by what speaks against it, whose first is told where no other sentence is given."""
        evidence = tuple(map(as_evidence, against))
        return cls(Grade.ABSENT, evidence, looked_for, evidence[0].what if message is None else message)

    @classmethod
    def unknown(cls, reason: str, evidence: Shown = (), *, looked_for: str = "") -> Self:
        """Say that no grade can be given, and why. Unknown earns nothing in the lower bound."""
        return cls(None, tuple(map(as_evidence, evidence)), looked_for, reason=reason)

    @classmethod
    def not_applicable(cls, reason: str) -> Self:
        """Say that the question does not arise here, and why."""
        return cls(None, reason=reason, applies=False)

    @property
    def confidence(self) -> Confidence:
        """Verified unless all evidence of the grade is a pattern, or something that may hold more was not followed.

        So absence is verified after a complete search alone.
        """
        patterns = bool(self.evidence) and all(item.confidence is Confidence.LIKELY for item in self.evidence)
        likely = patterns or bool(self.unfollowed)
        return Confidence.LIKELY if likely else Confidence.VERIFIED

    def naming(self, **names: Name | None) -> Self:
        """Give the names of this repository that the fix steps use: ``naming(app=routes[0])``; None is left out.

        Several are named as "each of a.py, b.py and c.py", by which a step still speaks of one; none are left out.
        """
        given = {key: _word_of(value) for key, value in names.items() if value not in (None, (), [])}
        return replace(self, names=MappingProxyType({**self.names, **given}))

    def in_case(self, case: str) -> Self:
        """Say which steps of ``fix_when`` fit what was found; "" and an unknown case mean the common ones."""
        return replace(self, case=case)

    def surely(self, grade: Grade) -> Self:
        """Say which grade holds for certain: gates that ask no more open though the rest is a pattern, or unknown."""
        return replace(self, sure=grade)

    def as_far_as_followed(self, unfollowed: Shown) -> Self:
        """Say what may hold that which was not found, since nobody could follow it there: the lack then only looks so.

        The grade stays, with what it earns and the gates that it opens: what is not seen is never good.
        """
        hiding = tuple(map(as_evidence, unfollowed))
        if self.grade is None or self.grade is Grade.IN_USE or not hiding:
            return self
        sure = self.grade if self.confidence is Confidence.VERIFIED else self.sure
        return replace(self, sure=sure, unfollowed=tuple(dict.fromkeys(hiding)))

    def as_far_as_it_runs(self, stopped: Callable[[Iterable[Place]], Evidence | None]) -> Self:
        """Take the best grade whose evidence can run: what stands where nothing can shows no more than an intention.

        Asks what keeps all that stands at some places from running, with None for nothing.
        """
        if self.grade is None or self.grade <= Grade.PRESENT:
            return self
        grade, fault = Grade.PRESENT, None
        behind: tuple[Evidence, ...] = ()
        for rung, evidence in self.rungs or ((self.grade, self.evidence),):
            if Grade.PRESENT < rung <= self.grade:
                stops = stopped(item.place for item in evidence)
                if stops is None:
                    grade = rung
                    break
                fault, behind = (fault, behind) if fault else (stops, evidence)
        return self.held_by(fault, grade, [one for one in behind if stopped((one.place,)) == fault]) if fault else self

    def held_by(self, fault: Evidence, grade: Grade, at: Shown = ()) -> Self:
        """Say that it has this grade and no better one, since what would show more cannot run.

        The evidence that the fault stops is shown first, so that a place is told with its own fault.
        """
        message = f"what shows {'it' if grade is Grade.PRESENT else 'its use'} cannot run: {fault.what}"
        evidence = tuple(dict.fromkeys((*map(as_evidence, at), *self.evidence)))
        held = replace(self, grade=grade, sure=None, evidence=evidence, message=message, stopped=fault)
        return held.naming(stopped=fault.what)

    def having_done(self, *steps: int) -> Self:
        """Say which steps of the fix, counted from 1, are done already, so that nobody is told to do them."""
        return replace(self, done=steps)

    def having_done_if(self, *there: object) -> Self:
        """Say of each step of the fix, one after the other, whether it is done already."""
        return self.having_done(*(number for number, done in enumerate(there, start=1) if done))


def _all_are(noun: str, kind: type | tuple[type, ...], *values: object) -> None:
    for value in values:
        if not isinstance(value, kind):
            raise TypeError(f"{value!r} is no {noun}")


def _word_of(value: Name) -> str:
    if isinstance(value, str):
        return value
    if isinstance(value, Sequence):
        return each_of(map(_word_of, value))
    return value.path if isinstance(value, Place) else value.place.path
