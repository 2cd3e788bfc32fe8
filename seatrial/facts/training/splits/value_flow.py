"""Within one function, which names carry what a transformer learned from all rows?"""

from seatrial.facts.training.splits.split_words import APART
from seatrial.model.record import dataclass
from seatrial.read.code.python_record import Assignment, Call, Value


@dataclass(frozen=True, slots=True)
class Fit:
    """One call that fits a transformer, and the names of the rows it was fitted on."""

    call: Call
    on: frozenset[str]


class Flow:
    """What is known of the names of one function at one point of its text."""

    def __init__(self) -> None:
        self.divided: set[str] = set()  #: names of what a split has given
        self._carried: dict[str, frozenset[Fit]] = {}  #: by the name of the rows
        self._objects: dict[str, frozenset[Fit]] = {}  #: by the name of the transformer
        self._results: dict[tuple[int, str], frozenset[Fit]] = {}  #: by line and last name of the call that gave them
        self._splits: set[tuple[int, str]] = set()

    def fitted(self, call: Call, fit: Fit, *, gives: bool) -> None:
        """Note that an object was fitted, and that its call gives changed rows back."""
        owner = call.written.rpartition(".")[0]
        self._objects[owner] = self._objects.get(owner, frozenset()) | {fit}
        if gives:
            self._results[call.line, call.last] = frozenset({fit})

    def made(self, call: Call, fit: Fit) -> None:
        """Note that a function of the repository gives back rows that something was fitted on."""
        self._results[call.line, call.last] = frozenset({fit})

    def applied(self, call: Call) -> None:
        """Note that a fitted object changes rows."""
        if fits := self.of_object(call):
            self._results[call.line, call.last] = fits

    def of_object(self, call: Call) -> frozenset[Fit]:
        """Return what the object of a call was fitted by."""
        return self._objects.get(call.written.rpartition(".")[0], frozenset())

    def carried(self, names: frozenset[str], call: Call) -> frozenset[Fit]:
        """Return what these rows carry, and what is fitted within the arguments of the call itself."""
        within = frozenset().union(*(self._given(value, call.line) for value in call.args))
        return within.union(*(self._carried.get(name, frozenset()) for name in names))

    def on_same(self, names: frozenset[str]) -> frozenset[Fit]:
        """Return what was fitted on these very rows, while they are handed on as they were."""
        fits = (fit for fits in self._objects.values() for fit in fits if fit.on & names)
        return frozenset(fit for fit in fits if fit.call.last == "fit")

    def divide(self, call: Call) -> None:
        """Note that a call divides rows: what it gives is set apart."""
        self._splits.add((call.line, call.last))

    def assign(self, item: Assignment) -> None:
        """Follow an assignment: a name that is given anew forgets, an element of it does not."""
        target = base(item.target)
        if (item.line, _last(item.value)) in self._splits:
            self.divided.add(target)
            self._carried.pop(target, None)
            return
        names = bases(item.value)
        gets = self._given(item.value, item.line).union(*(self._carried.get(name, frozenset()) for name in names))
        if item.target != target:
            gets |= self._carried.get(target, frozenset())
        elif names & self.divided:
            self.divided.add(target)
        else:
            self.divided.discard(target)
        self._carried[target] = gets

    def _given(self, value: Value, line: int) -> frozenset[Fit]:
        """Return what the calls within a value give."""
        found = frozenset[Fit]()
        if value.kind == "call":
            found |= self._results.get((line, _last(value)), frozenset())
        inner = value.parts
        return found.union(*(self._given(item, line) for item in inner))


def _last(value: Value) -> str:
    name = value.name or value.text.partition("(")[0]
    return name.rpartition(".")[2] if value.kind == "call" else ""


def base(text: str) -> str:
    """Return the variable behind a name as written: ``df`` of ``df.iloc[0]``, ``self.rows`` of ``self.rows["a"]``."""
    plain = text.partition("[")[0].partition("(")[0]
    parts = plain.split(".")
    return ".".join(parts[:2]) if parts[0] in ("self", "cls") else parts[0]


def bases(value: Value) -> frozenset[str]:
    """Return the variables that a value is made from; the number of rows, or a column's name, is nothing of theirs."""
    found: set[str] = set()
    if (
        value.kind in ("name", "item", "call")
        and (name := base(value.text or value.name)).replace(".", "").isidentifier()
    ):
        found.add(name)
    if value.kind == "call" and _last(value) in ("len", "range", "print", *(() if value.items else ("fit",))):
        return frozenset()
    inner = value.items if value.kind != "item" else value.items[:0]
    for item in (*inner, *(item for _, item in value.keywords)):
        found |= bases(item)
    return frozenset(found)


def set_apart(call: Call) -> bool:
    """Tell whether the rows a call is given are, by their name, those of training or of a fold alone."""
    given = call.args[0] if call.args else None
    return given is not None and any(APART.search(name) for name in (*bases(given), given.text.partition("(")[0]))
