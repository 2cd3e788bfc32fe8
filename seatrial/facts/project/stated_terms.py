"""Under which terms may code, models and data be used, and does CI hold the dependencies to them?"""

from collections.abc import Iterator
from enum import StrEnum

from seatrial.facts import fact
from seatrial.facts.ci.hooks import hooks
from seatrial.facts.ci.workflows import ci_actions, ci_commands
from seatrial.facts.documents.documents import documents
from seatrial.facts.project.licences import spdx_of
from seatrial.model import Place
from seatrial.model.record import dataclass
from seatrial.read.documents.document_record import Document, Section
from seatrial.read.documents.placeholder import is_placeholder
from seatrial.read.posix_path import posix
from seatrial.read.reader import Unreadable
from seatrial.read.regex import caseless
from seatrial.repo import Repo, Role, role


class Thing(StrEnum):
    """What terms are stated for."""

    MODEL = "models"
    DATA = "data"
    PACKAGES = "packages of others"
    ALL_RIGHTS = "all rights reserved"


_TERMS = caseless(
    r"licen[cs]\w*|\bCC[- ]?(?:BY|0)\b|creative commons|\bODbL\b|\bODC\b|openrail|public domain|terms of use|"
    r"terms of service|non-?commercial|commercial use|research (?:use )?only|data use agreement|licencia|lizenz|"
    r"nutzungsrecht|许可"
)
_MODEL = caseless(r"\bmodels?\b|\bweights\b|checkpoints?\b|pre-?trained|\bmodelos?\b|\bmodelle?\b|模型|权重")
_DATA = caseless(r"\bdata\b|data ?sets?\b|corpus|corpora|\bdatos\b|\bdaten\b|\bimages\b|数据")
_OTHERS = caseless(r"third[-_ ]?party|\bnotices?\b|dependenc|acknowledg|attribution")
_NC = caseless(r"non-?commercial|\bBY-NC\b|research (?:use|purposes)? ?only|academic use only")
_PROPRIETARY = caseless(
    r"all rights (?:are )?reserved|proprietary (?:software|and confidential|licen[cs]e)|\bproprietary\.|"
    r"(?:internal|in-house) use only|todos los derechos reservados|alle rechte vorbehalten"
)
_FILES = (
    (caseless(r"(?:third[-_]?party[-_]?\w*|notices?|3rd[-_]?party\w*)(?:\.\w+)?"), Thing.PACKAGES),
    (
        caseless(r"(?:model|weights)[-_]?li[cs]en[cs]e\w*(?:\.\w+)?|li[cs]en[cs]e[-_.]?(?:model|weights)\w*(?:\.\w+)?"),
        Thing.MODEL,
    ),
    (caseless(r"data(?:set)?[-_]?li[cs]en[cs]e\w*(?:\.\w+)?|li[cs]en[cs]e[-_.]?data\w*(?:\.\w+)?"), Thing.DATA),
)
_CODE = frozenset({".py", ".js", ".ts", ".tsx", ".go", ".java", ".rs", ".sh", ".yml", ".yaml", ".json", ".html"})
_FOR_AUTHORS = caseless(r"contributing|code[-_ ]of[-_ ]conduct|changelog|release[-_ ]?notes")
_CUT = 100  #: characters of a statement that are shown
_LIST = 300  #: lines of a notice in which what is used is listed
_CHECKERS = {
    "pip-licenses": ("--allow-only", "--fail-on"), "liccheck": (), "licensecheck": ("--only-licenses",
    "--fail-licenses", "-0", "--zero"), "license-checker": ("--onlyAllow", "--failOn"), "license_finder": (),
    "reuse": ("lint",), "fossa": ("test",), "go-licenses": ("check",), "scancode": ("--license-policy",),
    "licensed": ("status",), "uv-licenses": ("check",),
}  # fmt: skip
_ACTIONS = ("fsfe/reuse-action", "fossas/fossa-action", "pilosus/action-pip-license-checker",
                   "apache/skywalking-eyes", "andersy005/gh-action-py-liccheck")  # fmt: skip


@dataclass(frozen=True, slots=True)
class Terms:
    """One place that says under which terms something may be used."""

    thing: Thing
    place: Place
    said: str  #: the words themselves, cut
    non_commercial: bool = False

    @property
    def what(self) -> str:
        if self.thing is Thing.ALL_RIGHTS:
            return f'it says "{self.said}"'
        return f'terms of {self.thing}: "{self.said}"'


@dataclass(frozen=True, slots=True)
class LicenceCheck:
    """One look of CI or of a hook at the licences of what is used."""

    place: Place
    what: str
    stops: bool  #: a licence that nobody allowed stops the change


@fact
def stated_terms(repo: Repo) -> tuple[Terms, ...]:
    """Return where terms for models, data and packages of others are stated, by place."""
    stated = repo.each(_of_document, documents(repo))
    return tuple(sorted((*stated, *_of_files(repo)), key=lambda terms: (terms.place, terms.thing)))


@fact
def licence_checks(repo: Repo) -> tuple[LicenceCheck, ...]:
    """Return where CI or a hook looks at licences, those that stop a change first."""
    found = [
        LicenceCheck(run.place, run.what, run.guards and _decides(run.command.program, run.command.arguments))
        for run in ci_commands(repo)
        if run.command.program in _CHECKERS
    ]
    for action in ci_actions(repo):
        asked = {key for key, _ in action.inputs} & {"allow-licenses", "deny-licenses"}
        if action.name.startswith(_ACTIONS) or (action.name == "actions/dependency-review-action" and asked):
            found.append(LicenceCheck(action.place, action.what, action.guards))
    found += [
        LicenceCheck(hook.place, hook.what, stops=True) for hook in hooks(repo) if hook.id in ("reuse", "liccheck")
    ]
    return tuple(sorted(found, key=lambda check: (not check.stops, check.place)))


def _decides(program: str, arguments: tuple[str, ...]) -> bool:
    """Tell whether a program fails for a licence that is not allowed, as it is called; most only list by default."""
    options = _CHECKERS[program]
    return not options or any(word.partition("=")[0] in options for word in arguments)


def _of_document(document: Document) -> Iterator[Terms]:
    for key in ("license", "license_name", "licence"):
        for value in document.matter(key)[:1]:
            yield Terms(Thing.MODEL, Place(document.path, 1), f"{key}: {value}"[:80], bool(_NC.search(value)))
    stem = posix(document.path).stem
    if not _FOR_AUTHORS.search(stem):
        found = (terms for section in document.sections for terms in _of_section(document, section))
        yield from (terms for terms in found if not _OTHERS.search(stem) or _in_a_list(terms))


def _in_a_list(terms: Terms) -> bool:
    """Tell an entry of a notice from the long texts of licences that it repeats."""
    return terms.place.line <= _LIST and len(terms.said) < _CUT


def _of_section(document: Document, section: Section) -> Iterator[Terms]:
    """Lines that speak of terms, and of models or data, be it in the line or in the headings above it."""
    above = " ".join((*section.within[1:], section.heading))
    about_terms = bool(_TERMS.search(above)) and not is_placeholder(section.text)
    for line in section.lines:
        if _PROPRIETARY.search(line.text):
            yield Terms(Thing.ALL_RIGHTS, Place(document.path, line.number), line.text[:_CUT])
        if not _TERMS.search(line.text) and not about_terms:
            continue
        said = line.text if _TERMS.search(line.text) else f"{section.heading}: {line.text}"
        for thing, pattern in ((Thing.MODEL, _MODEL), (Thing.DATA, _DATA)):
            if pattern.search(line.text) or pattern.search(section.heading):
                yield Terms(thing, Place(document.path, line.number), said[:_CUT], bool(_NC.search(line.text)))
    if _PROPRIETARY.search(section.heading):
        yield Terms(Thing.ALL_RIGHTS, Place(document.path, section.line), section.heading[:_CUT])


def _thing_of(path: str) -> Thing | None:
    pure = posix(path)
    if pure.suffix.lower() in _CODE:
        return None
    return next((thing for pattern, thing in _FILES if pattern.fullmatch(pure.name)), None)


def _of_files(repo: Repo) -> Iterator[Terms]:
    for path in repo.matching(_thing_of):
        thing = _thing_of(path)
        if thing is None or role(repo, path) not in (Role.OWN, Role.DOCS):
            continue
        try:
            text = repo.text(path, limit=500_000)
        except Unreadable:
            continue
        if len(text.split()) > 5 and _TERMS.search(text) and not is_placeholder(text):
            yield Terms(thing, Place(path), spdx_of(text) or "a text of its own", bool(_NC.search(text[:4000])))
