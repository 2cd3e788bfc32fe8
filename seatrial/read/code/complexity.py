"""How many ways lead through each function of a file, and how easily is the file kept? Measured by radon."""

from tokenize import TokenError

from seatrial.model.record import dataclass
from seatrial.read.code.python_tree import tree_of
from seatrial.read.code.source_lines import count
from seatrial.read.reader import Reader, Unreadable
from seatrial.read.text import decode


@dataclass(frozen=True, slots=True)
class Measured:
    """One function or method."""

    name: str  #: qualified within the file: ``predict``, ``Model.predict``
    line: int
    complexity: int  #: McCabe's cyclomatic complexity: 1 to 10 is simple, above 20 hard to test


@dataclass(frozen=True, slots=True)
class Complexity:
    """What radon says about one file."""

    functions: tuple[Measured, ...]
    maintainability: float  #: radon's index, 0 to 100; below 20 a file is hard to change, below 10 very hard


def measure(_path: str, data: bytes) -> Complexity:
    """Measure one file; raises ``Unreadable`` when this Python cannot parse it."""
    # radon costs 10 ms to import, and only files that are hard enough to be named are measured
    from radon.metrics import h_visit_ast, mi_compute
    from radon.visitors import ComplexityVisitor

    text = decode(data)
    try:
        tree = tree_of(text)
        visitor = ComplexityVisitor.from_ast(tree)
        lines = count(text)
        volume = h_visit_ast(tree).total.volume
    except (SyntaxError, ValueError, RecursionError, TokenError) as error:
        raise Unreadable(f"it cannot be measured: {type(error).__name__}") from error
    index = mi_compute(volume, visitor.total_complexity, lines.logical, lines.share)
    functions = (block for block in visitor.blocks if block.letter in {"F", "M"})
    return Complexity(tuple(Measured(b.fullname, b.lineno, b.complexity) for b in functions), index)


COMPLEXITY = Reader("complexity", 2, measure, limit=300_000)
