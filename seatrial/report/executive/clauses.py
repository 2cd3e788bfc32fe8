"""Towards how many clauses of each standard does the result show evidence?"""

from seatrial.model.record import dataclass
from seatrial.model.result import Report
from seatrial.rubric.standards import Shown, names, rows, standard


@dataclass(frozen=True, slots=True)
class ClauseCount:
    """One standard, with the number of its clauses by what is shown of them."""

    name: str
    source: str
    clauses: int
    counts: tuple[tuple[str, int], ...]  #: word and number, in the order of the words

    def of(self, word: str) -> int:
        """Return how many clauses stand under a word."""
        return dict(self.counts).get(word, 0)


def clause_counts(report: Report) -> tuple[ClauseCount, ...]:
    """Return the counts for the component that the headline is about; () where nothing was scored."""
    if report.score is None:
        return ()
    ledger = [one for one in report.ledger if one.component == report.headline.name]
    found = []
    for name in names():
        asked = standard(name)
        table = rows(asked, ledger)
        counts = tuple((word.value, sum(row.shown is word for row in table)) for word in Shown)
        found.append(ClauseCount(asked.name, asked.source, len(table), counts))
    return tuple(found)
