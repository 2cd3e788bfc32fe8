"""What is a check: which question does it ask of a component, and what is to be done where the answer is no?"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import field
from types import MappingProxyType
from typing import TypeAlias

from seatrial.component import Component
from seatrial.facts.code.language import Language
from seatrial.judging.clause import Clause
from seatrial.judging.graded import Graded
from seatrial.judging.spoken import said
from seatrial.model import Archetype, Effort, Kind, Severity, Stage
from seatrial.model.record import dataclass
from seatrial.read.regex import regex

_PLACEHOLDER = regex(r"\{(\w+)(?::([^{}]*))?\}")
_OF_PYTHON = regex(
    r"(?<!\bconanfile)\.(?:py|ipynb)\b|requirements[\w-]*\.txt|pyproject\.toml|setup\.cfg|Pipfile|environment\.ya?ml"
)

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
    act: str = ""  #: the work that its first step is a part of, and that answers other checks too; "" for none
    #: the act where it is another, or none: for what may be found, for an archetype ("library"), for a first step that
    #: is left when those before it are done ("2")
    act_when: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    raised_by: tuple[str, ...] = ()  #: industry profiles that raise the severity one step
    gated_by: tuple[str, ...] = ()  #: industry profiles that make it a hard gate at its stage
    parent: str = ""  #: when the parent is absent, this is folded under the parent's one finding
    when: Condition | None = None  #: a fact; falsy means not applicable
    when_not: str = ""  #: the reason to print when the condition is falsy
    everywhere: bool = False  #: asked of a folder in which no machine learning is found, too
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
        language: Language = Language.PYTHON,
    ) -> tuple[str, ...]:
        """Return the fix with ``{app:the service}`` filled by the name of ``app``, else by its own text.

        A library is told what a library does: the archetype's own steps replace the common ones, and steps for what
        was found replace both. Steps that are done are left out, unless that are all. Tools are those of the language,
        and Python's where a file of Python is named.
        """
        common = self.fix if archetype is None else self.fix_for.get(archetype, self.fix)
        steps = self.fix_when.get(case, common)
        behind = set(done)
        steps = tuple(step for number, step in enumerate(steps, start=1) if number not in behind) or steps
        python = language is Language.PYTHON or _about_python(steps, names)
        spoken = Language.PYTHON if python else language
        return tuple(filled(said(step, spoken), names) for step in steps)

    def act_of(self, archetype: Archetype | None = None, case: str = "", done: Iterable[int] = ()) -> str:
        """Return the act that the first open step is a part of, its names in braces; "" where that is work by itself.

        Where the first step is done, what is left is something else than the act, unless the check says so.
        """
        if 1 in (behind := set(done)):
            first = next(number for number in range(2, len(behind) + 2) if number not in behind)
            return self.act_when.get(str(first), "")
        if case in self.fix_when:
            return self.act_when.get(case, self.act)
        return self.act_when.get(archetype or "", self.act) if archetype in self.fix_for else self.act


def _about_python(steps: Iterable[str], names: Mapping[str, str]) -> bool:
    """Tell whether steps name a file of Python: in a repository of two languages, what they say is about that one."""
    named = {found[1] for step in steps for found in _PLACEHOLDER.finditer(step)}
    return any(_OF_PYTHON.search(names[name]) for name in named if name in names)


def filled(step: str, names: Mapping[str, str]) -> str:
    """Return a step with ``{app:the service}`` filled by the name of ``app``, else by its own text."""
    return _PLACEHOLDER.sub(lambda found: names.get(found[1], found[2] or found[1]), step)
