"""How are the checks of one dimension declared, one block at a time?"""

import re
from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Required, TypedDict, Unpack

from seatrial.judging.check import Check, Condition, Judge
from seatrial.judging.clause import Answering, Clause
from seatrial.model import Archetype, Effort, Kind, Severity, Stage

_GRADED = {"severity": Severity, "effort": Effort, "stage": Stage}  #: a word alone would crash whatever sorts by it
_SEVERAL = ("fix", "references", "raised_by", "gated_by")  #: keywords that take several texts


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
    act: str
    act_when: Mapping[str, str]
    raised_by: tuple[str, ...]
    gated_by: tuple[str, ...]
    parent: str
    when: Condition
    when_not: str
    everywhere: bool
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
        """Declare a check that earns by a practice being there. The function's name becomes the check's.

        Raises ``ValueError`` for an id that is taken or is none of this family, ``TypeError`` for one text where
        several are meant, and for a word where a severity, an effort or a stage is.
        """
        return self._declare(Kind.PRACTICE, check_id, block)

    def conduct(self, check_id: str, **block: Unpack[Block]) -> Callable[[Judge], Judge]:
        """Declare a check that costs when a bad thing is found. Everything else is as in ``practice``."""
        return self._declare(Kind.CONDUCT, check_id, block)

    def clause(self, check_id: str, *, asks: str, fix: str) -> Callable[[Answering], Answering]:
        """Declare what profiles may ask of a check besides; which ones do, and by which figures, a rubric says.

        The function's name becomes the clause's. It only ever holds a grade lower: a bad conduct has no clauses.
        Raises ``ValueError`` for one that is declared already.
        """

        def declared(answer: Answering) -> Answering:
            name = answer.__name__.replace("_", "-")
            if (check_id, name) in self._clauses:
                raise ValueError(f"the clause {name} of {check_id} is declared twice")
            self._clauses[check_id, name] = Clause(check_id, name, asks, fix, answer)
            return answer

        return declared

    def _declare(self, kind: Kind, check_id: str, block: Block) -> Callable[[Judge], Judge]:
        if not re.fullmatch(rf"{re.escape(self.prefix)}-\d+", check_id):
            raise ValueError(f"{check_id!r} is no id of the family {self.prefix}: they are {self.prefix}-01 and so on")
        if single := [name for name in _SEVERAL if isinstance(block.get(name), str)]:
            raise TypeError(f"{check_id}: `{single[0]}` is one text and should be several: put a comma behind it")

        if words := [name for name, noun in _GRADED.items() if not isinstance(block.get(name), noun)]:
            raise TypeError(f"{check_id}: `{words[0]}` is no {_GRADED[words[0]].__name__} of seatrial.api")

        def declared(judge: Judge) -> Judge:
            if check_id in self._declared:
                raise ValueError(f"{check_id} is declared twice")
            name = judge.__name__.replace("_", "-")
            self._declared[check_id] = Check(check_id, name, kind, judge=judge, module=judge.__module__, **block)
            return judge

        return declared
