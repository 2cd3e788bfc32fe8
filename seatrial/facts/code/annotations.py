"""How many of the public functions that run say what they take and give back?"""

from seatrial.component import Component
from seatrial.facts import fact
from seatrial.facts.code.python_files import own_files
from seatrial.facts.reach.reach import reach
from seatrial.model import Place
from seatrial.model.record import dataclass
from seatrial.read.code.python_record import Function
from seatrial.read.reader import Unreadable
from seatrial.read.regex import regex

_LARGEST = 500_000  # bytes of a file
_SILENCED = regex(r"#\s*(?:type:\s*ignore|pyright:\s*ignore|ty:\s*ignore|noqa\b|pylint:\s*disable)")
_BOUND = frozenset({"self", "cls", "mcs", "_"})


@dataclass(frozen=True, slots=True)
class Annotated:
    """The public functions of the code that runs, and those of them whose types are written down."""

    functions: int
    annotated: int
    first_bare: Place | None = None  #: the largest one that says nothing
    bare: str = ""  #: its name

    @property
    def share(self) -> float:
        """From 0 to 1; 1 where there is no public function at all."""
        return self.annotated / self.functions if self.functions else 1.0


@fact
def annotated(component: Component) -> Annotated:
    """Return how many public functions are annotated: each parameter, and the result unless it has none.

    Functions that somebody starts count; where nothing starts anything, all of the owner's do.
    """
    repo = component.repo
    own = [
        (file.path, item)
        for file in own_files(repo)
        if file.path in component
        for item in file.functions
        if not any(part.startswith("_") for part in item.name.split("."))
    ]
    known = reach(repo)
    run = [(path, item) for path, item in own if known.is_run(path, item.name)] or own
    bare = [(path, item) for path, item in run if not _is_annotated(item)]
    largest = max(bare, key=lambda found: (found[1].statements, found[0]), default=None)
    if largest is None:
        return Annotated(len(run), len(run))
    place = Place(largest[0], largest[1].line)
    return Annotated(len(run), len(run) - len(bare), place, largest[1].name)


def _is_annotated(item: Function) -> bool:
    asked = [one for one in item.parameters if one.name.lstrip("*") not in _BOUND and one.name not in {"*", "/"}]
    return all(one.annotation for one in asked) and bool(item.returns or asked)


@fact
def silenced_share(component: Component) -> float:
    """Return the share of the owner's lines on which a type checker or a linter is told to say nothing, from 0 to 1."""
    repo = component.repo
    lines = silenced = 0
    for file in own_files(repo):
        if file.path in component:
            try:
                text = repo.text(file.path, limit=_LARGEST)
            except Unreadable:
                continue
            lines += sum(bool(line.strip()) for line in text.split("\n"))
            silenced += len(_SILENCED.findall(text))
    return silenced / lines if lines else 0.0
