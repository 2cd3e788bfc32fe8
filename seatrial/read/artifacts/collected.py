"""What was told about one file so far, and what does it come to?"""

from seatrial.model.artifacts import Artifact, Finding, Gap, Import, Verdict

#: Things of one kind that one record keeps; that there were more is a gap.
_KEPT = 1000
_MORE = Gap("has more to tell than is kept")


class Record:
    """Findings, gaps and imports in the order in which they were told, each once."""

    def __init__(self) -> None:
        self.formats: list[str] = []  #: of the file itself, one for each reader that claimed it
        self.inside: dict[str, None] = {}  #: the formats of its members
        self._findings: dict[Finding, None] = {}
        self._gaps: dict[Gap, None] = {}
        self._imports: dict[Import, None] = {}

    def take(self, item: Finding | Gap | Import) -> None:
        """Keep one thing, of dangerous findings as many again, so that a crowd of others hides none."""
        if isinstance(item, Finding):
            if self._has_room(len(self._findings) - (_KEPT if item.level is Verdict.DANGEROUS else 0)):
                self._findings[item] = None
        elif isinstance(item, Import):
            if self._has_room(len(self._imports)):
                self._imports[item] = None
        elif self._has_room(len(self._gaps)):
            self._gaps[item] = None

    def _has_room(self, kept: int) -> bool:
        if kept >= _KEPT:
            self._gaps[_MORE] = None
        return kept < _KEPT

    def made(self, path: str, size: int) -> Artifact:
        """Return the record, the worst finding first."""
        findings = tuple(sorted(self._findings, key=lambda one: -one.level.rank))
        gaps, imports = tuple(self._gaps), tuple(self._imports)
        worst = findings[0].level if findings else Verdict.NOT_FULLY_READ if gaps else Verdict.CLEAN
        return Artifact(
            path, self.formats[0] if self.formats else "", worst, findings, gaps, imports, size, tuple(self.inside)
        )
