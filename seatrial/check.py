"""What a check is, and what judging one component yields."""

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import field, replace
from types import MappingProxyType
from typing import Required, Self, TypeAlias, TypedDict, Unpack

from seatrial.clause import Answering, Clause, Unmet
from seatrial.component import Component
from seatrial.model import (
    Archetype,
    Confidence,
    Effort,
    Evidence,
    Evident,
    Grade,
    Kind,
    Place,
    Severity,
    Stage,
    as_evidence,
)
from seatrial.model.record import dataclass

Shown: TypeAlias = Iterable[Evidence | Evident]
Name: TypeAlias = str | Place | Evident


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
    sure: Grade | None = None  #: a lower grade that holds for certain where the grade itself only looks so

    def __post_init__(self) -> None:
        """Refuse what no report could show, here, where it costs one verdict and the author of the check sees it."""
        _all_are("grade", (Grade, type(None)), self.grade)
        _all_are("evidence", Evidence, *self.evidence, *self.aside)
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
        held = sorted((grade for grade, evidence in shown.items() if evidence), reverse=True)
        evidence = tuple(dict.fromkeys(item for grade in held for item in shown[grade]))
        return cls(held[0] if held else Grade.ABSENT, evidence, looked_for, message)

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
            return replace(cls.unknown("; ".join(unread[:3]), looked_for=looked_for), aside=apart)
        guarding = tuple(map(as_evidence, guards))
        if apart and not message:
            message = f"only in tests, examples or documents: {apart[0].what}"
        return cls(Grade.IN_USE if guarding else Grade.SUBSTANTIVE, guarding, looked_for, message, aside=apart)

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
        """Verified unless all evidence of the grade is a pattern. Absence after a complete search is verified."""
        likely = self.evidence and all(item.confidence is Confidence.LIKELY for item in self.evidence)
        return Confidence.LIKELY if likely else Confidence.VERIFIED

    def naming(self, **names: Name | None) -> Self:
        """Give the names of this repository that the fix steps use: ``naming(app=routes[0])``; None is left out."""
        given = {key: _named(value) for key, value in names.items() if value is not None}
        return replace(self, names=MappingProxyType({**self.names, **given}))

    def in_case(self, case: str) -> Self:
        """Say which steps of ``fix_when`` fit what was found; "" and an unknown case mean the common ones."""
        return replace(self, case=case)

    def surely(self, grade: Grade) -> Self:
        """Say which grade holds for certain, so that gates which ask no more open though the rest is a pattern."""
        return replace(self, sure=grade)

    def having_done(self, *steps: int) -> Self:
        """Say which steps of the fix, counted from 1, are done already, so that nobody is told to do them."""
        return replace(self, done=steps)


def _all_are(noun: str, kind: type | tuple[type, ...], *values: object) -> None:
    for value in values:
        if not isinstance(value, kind):
            raise TypeError(f"{value!r} is no {noun}")


def _named(value: Name) -> str:
    if isinstance(value, str):
        return value
    return value.path if isinstance(value, Place) else value.place.path


_PLACEHOLDER = re.compile(r"\{(\w+)(?::([^{}]*))?\}")

Judge: TypeAlias = Callable[[Component], Graded]
Condition: TypeAlias = Callable[[Component], object]


@dataclass(frozen=True, slots=True)
class Check:
    """One question about a component. Weights, budgets and gates are the rubric's."""

    id: str  #: ARC-01; a plugin's: ACME-01; never reused
    name: str  #: kebab-case
    kind: Kind
    question: str
    severity: Severity
    effort: Effort
    stage: Stage  #: where it is first required
    why: str
    fix: tuple[str, ...]  #: steps in the imperative; {app:the service} is filled by Graded.naming, else by the text
    references: tuple[str, ...]
    judge: Judge
    #: other steps for archetypes for which those would be wrong
    fix_for: Mapping[Archetype, tuple[str, ...]] = field(default_factory=lambda: MappingProxyType({}))
    #: other steps for what may be found, by a clause that says when: "where no variable is listed"
    fix_when: Mapping[str, tuple[str, ...]] = field(default_factory=lambda: MappingProxyType({}))
    raised_by: tuple[str, ...] = ()  #: industry profiles that raise the severity one step
    gated_by: tuple[str, ...] = ()  #: industry profiles that make it a hard gate at its stage
    parent: str = ""  #: when the parent is absent, this is folded under the parent's one finding
    when: Condition | None = None  #: a fact; falsy means not applicable
    when_not: str = ""  #: the reason to print when the condition is falsy
    missing: str = "nothing of it was found"  #: what is said when nothing was found and the judge says nothing itself
    module: str = ""  #: where it is declared; its examples stand in a folder of a package above
    clauses: tuple[Clause, ...] = ()  #: what profiles may ask of it besides, by name

    @property
    def dimension(self) -> str:
        """ARC, DAT, ...; a plugin's own prefix for a plugin."""
        return self.id.rpartition("-")[0]

    def steps(
        self,
        names: Mapping[str, str] = MappingProxyType({}),
        archetype: Archetype | None = None,
        case: str = "",
        done: Iterable[int] = (),
    ) -> tuple[str, ...]:
        """Return the fix with ``{app:the service}`` filled by the name of ``app``, else by its own text.

        A library is told what a library does: the archetype's own steps replace the common ones, and steps for what
        was found replace both. Steps that are done are left out, unless that are all.
        """
        common = self.fix if archetype is None else self.fix_for.get(archetype, self.fix)
        steps = self.fix_when.get(case, common)
        steps = tuple(step for number, step in enumerate(steps, start=1) if number not in set(done)) or steps
        return tuple(filled(step, names) for step in steps)


def filled(step: str, names: Mapping[str, str]) -> str:
    """Return a step with ``{app:the service}`` filled by the name of ``app``, else by its own text."""
    return _PLACEHOLDER.sub(lambda found: names.get(found[1], found[2] or found[1]), step)


class Block(TypedDict, total=False):
    """The keywords of a check's declaration; ``Check`` says what each means."""

    question: Required[str]
    severity: Required[Severity]
    effort: Required[Effort]
    stage: Required[Stage]
    why: Required[str]
    fix: Required[tuple[str, ...]]
    references: Required[tuple[str, ...]]
    fix_for: Mapping[Archetype, tuple[str, ...]]
    fix_when: Mapping[str, tuple[str, ...]]
    raised_by: tuple[str, ...]
    gated_by: tuple[str, ...]
    parent: str
    when: Condition
    when_not: str
    missing: str


class Family:
    """The checks of one dimension, declared one block at a time, in the order of their modules."""

    def __init__(self, prefix: str, title: str) -> None:
        self.prefix = prefix
        self.title = title
        self._declared: dict[str, Check] = {}
        self._clauses: dict[tuple[str, str], Clause] = {}

    @property
    def checks(self) -> tuple[Check, ...]:
        """Return what was declared so far, by id. Raises ``ValueError`` for a clause on what is no practice of it."""
        clauses: dict[str, list[Clause]] = {}
        for (check_id, name), clause in sorted(self._clauses.items()):
            if check_id not in self._declared or self._declared[check_id].kind is not Kind.PRACTICE:
                raise ValueError(f"the clause {name} stands on {check_id}, which is no practice of this family")
            clauses.setdefault(check_id, []).append(clause)
        known = sorted(self._declared.items())
        return tuple(
            replace(check, clauses=tuple(clauses[name])) if name in clauses else check for name, check in known
        )

    def practice(self, check_id: str, **block: Unpack[Block]) -> Callable[[Judge], Judge]:
        """Declare a check that earns by a practice being there. The function's name becomes the check's."""
        return self._declare(Kind.PRACTICE, check_id, block)

    def conduct(self, check_id: str, **block: Unpack[Block]) -> Callable[[Judge], Judge]:
        """Declare a check that costs when a bad thing is found. The function's name becomes the check's."""
        return self._declare(Kind.CONDUCT, check_id, block)

    def clause(self, check_id: str, *, asks: str, fix: str) -> Callable[[Answering], Answering]:
        """Declare what profiles may ask of a check besides; which ones do, and by which figures, a rubric says.

        The function's name becomes the clause's. It only ever holds a grade lower: a bad conduct has no clauses.
        """

        def declared(answer: Answering) -> Answering:
            name = answer.__name__.replace("_", "-")
            if (check_id, name) in self._clauses:
                raise ValueError(f"the clause {name} of {check_id} is declared twice")
            self._clauses[check_id, name] = Clause(check_id, name, asks, fix, answer)
            return answer

        return declared

    def _declare(self, kind: Kind, check_id: str, block: Block) -> Callable[[Judge], Judge]:
        def declared(judge: Judge) -> Judge:
            if check_id in self._declared:
                raise ValueError(f"{check_id} is declared twice")
            name = judge.__name__.replace("_", "-")
            self._declared[check_id] = Check(check_id, name, kind, judge=judge, module=judge.__module__, **block)
            return judge

        return declared
