"""Where are providers and models of others listed, and what is said about each?"""

from collections.abc import Iterator
from datetime import date, timedelta

from seatrial.facts import fact
from seatrial.facts.days import named_day
from seatrial.facts.documents.documents import Passage, documents, passages_of
from seatrial.model.evidence import AtLine
from seatrial.model.record import dataclass
from seatrial.read.documents.placeholder import is_placeholder
from seatrial.read.posix_path import posix
from seatrial.read.regex import caseless
from seatrial.repo import Repo, Role, role

_FILE = caseless(
    r"(?:.*[-_.])?(?:providers?|vendors?|suppliers?|sub-?processors?|processors|third[-_]?party[-_]?(?:models?|services?|"
    r"providers?|register)|model[-_]register|notice|third[-_]party[-_]notices?)\.(?:ya?ml|md|csv|json|toml)"
)
_HEADING = caseless(
    r"third[- ]party (?:models?|services?|providers?|apis?|processors?|register)|sub-?processors?|"
    r"(?:external|model|llm|ai|cloud) (?:providers?|vendors?|suppliers?)\b|external (?:models?|services?|apis?)|"
    r"data processors?|vendor (?:assessment|register)|proveedores|auftragsverarbeiter|sous-traitants"
)
_COLUMNS = {
    "terms": caseless(r"\bDPA\b|\bBAA\b|\bterms\b|licen[cs]e|contract|agreement|subprocess"),
    "region": caseless(r"\bregion\b|\bEU\b|\bUS\b|\beu-|\bus-|europe|germany|ireland|location|residency"),
    "retention": caseless(r"retention|retain|training[-_ ]opt|opt[-_ ]?out|not used for training|zero[- ]data|"
                          r"\bdays\b"),
    "exit": caseless(r"fallback|\bexit\b|alternative|replac|switch to|second source|successor|"
                  r"taken? down|\bcopy\b"),
}  # fmt: skip
_REVIEWED = caseless(r"review(?:ed)?(?:[-_ ](?:on|date|at))?\W{1,5}(20\d\d-[01]\d-[0-3]\d)")


@dataclass(frozen=True, slots=True)
class Register(AtLine):
    """A file or section that lists providers."""

    path: str
    line: int
    text: str
    columns: tuple[str, ...]  #: what it gives about them
    reviewed: date | None = None

    @property
    def what(self) -> str:
        return f"a list of providers with {', '.join(self.columns) or 'their names only'}"

    def fresh(self, today: date) -> bool:
        """Tell whether it was reviewed in the last twelve months."""
        return self.reviewed is not None and today - timedelta(days=365) <= self.reviewed <= today


@fact
def registers(repo: Repo) -> tuple[Register, ...]:
    """Return the files and sections that list providers, the fullest first."""
    found = [register for passage in repo.each(passages_of, documents(repo), _HEADING)
             if (register := _of_passage(passage))]  # fmt: skip
    files = repo.matching(lambda path: _FILE.fullmatch(posix(path).name))
    own = (path for path in files if role(repo, path) in (Role.OWN, Role.DOCS))
    found += repo.texts(_of_file, own, 200_000)
    return tuple(sorted(found, key=lambda item: (-len(item.columns), item.path, item.line)))


def _of_passage(passage: Passage) -> Register | None:
    if passage.placeholder or passage.words < 8:
        return None
    return _register(passage.path, passage.sections[0].line, passage.text)


def _of_file(path: str, text: str) -> Iterator[Register]:
    if not is_placeholder(text):
        yield _register(path, 1, text)


def _register(path: str, line: int, text: str) -> Register:
    columns = tuple(name for name, pattern in _COLUMNS.items() if pattern.search(text))
    match = _REVIEWED.search(text)
    return Register(path, line, text, columns, named_day(match[1]) if match else None)
