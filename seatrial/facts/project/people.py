"""Who answers for the software and the model, as the repository says it?"""

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta

from seatrial.facts import fact
from seatrial.facts.deployment.clusters.helm import charts
from seatrial.facts.deployment.settings_files import first_document
from seatrial.facts.documents.documents import documents
from seatrial.facts.project.api_contacts import by_interfaces
from seatrial.facts.project.contact_lines import called_by, contacts_of, is_person, is_placeholder_contact
from seatrial.facts.project.dependencies import own_projects
from seatrial.facts.project.dunder_authors import by_dunders
from seatrial.facts.project.image_labels import by_images
from seatrial.facts.project.named_owner import NamedOwner, Source
from seatrial.read.documents.codeowners import CODEOWNERS, CodeOwners
from seatrial.read.documents.document_record import Document
from seatrial.read.infrastructure.yaml_documents import YAML
from seatrial.read.line_number import line_number
from seatrial.read.posix_path import posix
from seatrial.read.project.package_json import PACKAGE_JSON
from seatrial.read.regex import caseless, regex
from seatrial.repo import History, Repo, Role, own_paths

_CODEOWNERS = {"CODEOWNERS", ".github/CODEOWNERS", ".gitlab/CODEOWNERS", "docs/CODEOWNERS", ".bitbucket/CODEOWNERS"}
#: Where other forges than GitHub look for owners, by the file of their CI.
_FORGES = {".gitlab-ci.yml": ".gitlab/CODEOWNERS", "bitbucket-pipelines.yml": ".bitbucket/CODEOWNERS"}
_KEEPERS = caseless(r"(?:maintainers?|owners)(?:\.(?:md|rst|txt|ya?ml|toml))?")
_AUTHORS = caseless(r"authors(?:\.(?:md|rst|txt))?")
_LEADS = caseless(r"lead|maintain|owner|main author|current")
_FEW = 6  #: people in a file of authors who answer for it together; a longer list names whoever ever helped
_APPROVE = ("approvers", "owners", "maintainers")  #: those who review alone answer for nothing
_CATALOG = regex(r"^[ \t]*owner:\s*[\"']?([^\s\"'#]+)", re.MULTILINE)
_PERSONAL = regex(r"\d+\+([\w-]+)@users\.noreply\.github\.com")
_HANDLE = regex(r"@[A-Za-z\d][\w-]{1,38}")
_BARE_HANDLE = regex(r"[a-z\d][a-z\d-]{1,38}")  #: a line of a file that is a list of handles alone
_OF_OTHERS = {"data", "dataset", "datasets", "plugins", "contrib", "assets"}  # their README names somebody else
_DEEPEST = 2  #: folders above a page that still speaks for the project: further down lies what was taken over
_EVERYBODY = caseless(r"(?:everyone|everybody|all|all-staff|engineering)$")


@fact
def owners(repo: Repo) -> tuple[NamedOwner, ...]:
    """Return who is named as owner, the most binding statement first, placeholders last."""
    files = (*_by_code_owners(repo), *_by_approvers(repo), *_by_catalog(repo), *_by_metadata(repo), *by_images(repo))
    named = (*by_dunders(repo), *_by_documents(repo), *by_interfaces(repo), *_by_charts(repo))
    found = (*_declared(repo), *files, *named)
    order = list(Source)
    return tuple(sorted(found, key=lambda owner: (owner.placeholder, order.index(owner.source))))


@fact
def code_owners(repo: Repo) -> tuple[CodeOwners, ...]:
    """Return the CODEOWNERS file that the forge obeys, and the owners files of folders."""
    paths = repo.matching(_CODEOWNERS.__contains__)
    return repo.records(CODEOWNERS, sorted(paths, key=lambda path: ("/" not in path, path))[:1])


def owners_file(repo: Repo) -> str | None:
    """Return the file that the forge obeys, or where one would be that it reads; None where GitHub reads it."""
    if kept := next((file.path for file in code_owners(repo)), None):  # a second file would hide the first
        return kept
    if any(path.startswith(".github/") for path in repo.paths):
        return None
    return next((owners for pipeline, owners in _FORGES.items() if pipeline in repo.entries), None)


def history(repo: Repo) -> History:
    """Return the newest changes; when ``complete`` is false, what is missing there proves nothing."""
    return repo.snapshot.history()


@fact
def recent_owners(repo: Repo) -> tuple[NamedOwner, ...]:
    """Return the owners, by name, address or handle, who made a change in the twelve months before the judgement."""
    oldest = repo.as_of - timedelta(days=365)
    active: set[str] = set()
    for change in history(repo).changes:
        if oldest <= change.when <= repo.as_of:
            active |= {change.author.lower(), change.email.lower(), _handle_of(change.email)}
    active.discard("")
    return tuple(owner for owner in owners(repo) if not owner.placeholder and _called(owner) & active)


def owns_code(repo: Repo, owner: NamedOwner) -> bool:
    """Tell whether the paths that an owner answers for hold code; who is named without paths answers for all."""
    if not owner.pattern:
        return True
    from pathspec import PathSpec  # rarely asked, and slow to import

    spec = PathSpec.from_lines("gitignore", [owner.pattern])
    return any(spec.match_file(path) for path in repo.paths if path.endswith((".py", ".ipynb")))


def _declared(repo: Repo) -> Iterator[NamedOwner]:
    owner = repo.settings.owner
    for name in (owner.technical, owner.business) if owner else ():
        if name:
            place = repo.settings.place("owner")
            yield NamedOwner(Source.SETTINGS, name, name, place.path, place.line)


def _by_code_owners(repo: Repo) -> Iterator[NamedOwner]:
    for file in code_owners(repo):
        for rule in file.rules:
            for name in rule.owners:
                hollow = is_placeholder_contact(name) or bool(_EVERYBODY.search(name))
                address = "@" in name[1:]
                pattern = "" if rule.pattern in ("*", "/", "/**", "**") else rule.pattern
                yield NamedOwner(
                    Source.CODEOWNERS, name, name, file.path, rule.line, pattern, hollow, address or _known(repo, name)
                )


def _by_approvers(repo: Repo) -> Iterator[NamedOwner]:
    """Yield whom the OWNERS file at the root names by their handles, as Prow reads it: ``approvers: [somebody]``."""
    for file in repo.records(YAML, [path for path in ("OWNERS",) if path in repo.entries]):
        for document in file.documents[:1]:
            for key in _APPROVE:
                for item in document.root.at(key).elements:
                    handle = f"@{item.text.lstrip('@')}"
                    if _HANDLE.fullmatch(handle):
                        hollow = is_placeholder_contact(handle)
                        known = _known(repo, handle)
                        yield NamedOwner(
                            Source.CODEOWNERS, handle, handle, file.path, item.line, placeholder=hollow, checked=known
                        )


def _by_catalog(repo: Repo) -> Iterator[NamedOwner]:
    for path in own_paths(repo, lambda path: posix(path).name in ("catalog-info.yaml", "catalog-info.yml")):
        text = repo.text(path) if not repo.entries[path].problem else ""
        for match in _CATALOG.finditer(text):
            line = line_number(text, match.start(1))
            hollow = is_placeholder_contact(match[1]) or match[1] in ("guests", "user:guest", "unknown")
            yield NamedOwner(Source.CATALOG, match[1], match[1], path, line, placeholder=hollow)


def _by_metadata(repo: Repo) -> Iterator[NamedOwner]:
    own = own_projects(repo)
    # of packages for Node only the outermost speaks for the repository: those below are mostly its user interface
    outermost = [path for path in ("package.json",) if path in repo.entries]
    for project in (*own, *repo.records(PACKAGE_JSON, outermost)):
        for person in project.people:
            named = person.name or called_by(person.email)
            handle = _handle_of(person.email)  # the forge's own address for somebody: it takes no mail, and names them
            contact = f"@{handle}" if handle else "" if is_placeholder_contact(person.email) else person.email
            contact = contact or (named if _HANDLE.fullmatch(named) else "")
            real = not is_placeholder_contact(named) and bool(
                contact or is_person(named) or person.role == "maintainer"
            )
            if real or person.email:
                line = person.line or project.line
                yield NamedOwner(Source.METADATA, named, contact, project.path, line, placeholder=not real)


def _by_charts(repo: Repo) -> Iterator[NamedOwner]:
    for chart in charts(repo):
        if chart.role is Role.OWN:
            for item in first_document(repo, chart.place.path).at("maintainers").elements:
                name, address = item.at("name").text, item.at("email").text or item.at("url").text
                hollow = is_placeholder_contact(name) or (bool(address) and is_placeholder_contact(address))
                if name:
                    yield NamedOwner(Source.CHART, name, address, chart.place.path, item.line, placeholder=hollow)


def _by_documents(repo: Repo) -> Iterator[NamedOwner]:
    for document in documents(repo):
        if _AUTHORS.fullmatch(document.path):
            yield from _by_authors(document)
            continue
        source = Source.KEEPERS if _KEEPERS.fullmatch(posix(document.path).name) else Source.DOCUMENT
        if source is Source.KEEPERS:
            yield from _by_bare_handles(repo, document)
        if source is Source.KEEPERS or _speaks_for_all(document):
            for contact in contacts_of(document, everybody=source is Source.KEEPERS):
                yield NamedOwner(source, contact.name, contact.contact, document.path, contact.line)


def _by_bare_handles(repo: Repo, document: Document) -> Iterator[NamedOwner]:
    """Yield whom a file of maintainers names where each of its lines is one handle and nothing else."""
    lines = enumerate(repo.text_or_empty(document.path).splitlines(), 1)
    said = [(number, text) for number, line in lines if (text := line.strip())]
    for number, text in said if all(_BARE_HANDLE.fullmatch(text) for _, text in said) else ():
        hollow = is_placeholder_contact(text) or bool(_EVERYBODY.match(text))
        handle = f"@{text}"
        yield NamedOwner(Source.KEEPERS, handle, handle, document.path, number, "", hollow, _known(repo, handle))


def _by_authors(document: Document) -> Iterator[NamedOwner]:
    """Yield whom a file of authors names with a way to reach them: a few, or those it calls leads or maintainers."""
    leads = replace(document, sections=tuple(one for one in document.sections if _LEADS.search(one.heading)))
    named = [one for one in contacts_of(leads, everybody=True) if one.contact]
    named = named or [one for one in contacts_of(document, everybody=True) if one.contact]
    for contact in named if len(named) <= _FEW else ():
        yield NamedOwner(Source.DOCUMENT, contact.name, contact.contact, document.path, contact.line)


def _speaks_for_all(document: Document) -> bool:
    """Only pages that speak for the project name its owners: the rest name authors of papers and of other tools."""
    pure = posix(document.path)
    if len(pure.parts) > _DEEPEST + 1 or {part.lower() for part in pure.parts[:-1]} & _OF_OTHERS:
        return False
    stem = pure.stem.lower()
    return stem.startswith(("readme", "model_card", "model-card", "data_card", "data-card", "owners", "ownership"))


def _known(repo: Repo, handle: str) -> bool:
    """Tell whether a handle has made a change under the forge's own address."""
    wanted = handle.removeprefix("@").rpartition("/")[2].lower()
    return any(_handle_of(change.email) == wanted for change in history(repo).changes)


def _handle_of(email: str) -> str:
    match = _PERSONAL.fullmatch(email)
    return match[1].lower() if match else ""


def _called(owner: NamedOwner) -> set[str]:
    names = (owner.name, owner.contact, owner.contact.removeprefix("@"), owner.contact.rstrip("/").rpartition("/")[2])
    return {name.lower() for name in names if name}
