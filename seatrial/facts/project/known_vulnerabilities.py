"""Which holes of the packages that the repository holds are known, and which version mends them?"""

from collections.abc import Iterable, Sequence
from pathlib import PurePosixPath

from seatrial.facts import fact
from seatrial.facts.project.dependencies import unread_dependencies
from seatrial.facts.project.held_packages import Held, Scope, held_packages, loose_packages
from seatrial.model.advisories import Advisories, Advisory, Rating, Unmatched, Vulnerabilities, Vulnerable
from seatrial.model.evidence import Place
from seatrial.model.grouped import grouped
from seatrial.repo import Repo

_ORDER = (Scope.RUNTIME, Scope.DEVELOPMENT, Scope.EXAMPLE)
_COMMANDS = {
    "uv": "uv lock --upgrade-package {name}=={version}",
    "poetry": "poetry update {name}",
    "pdm": "pdm update {name}",
    "pipenv": "pipenv upgrade '{name}>={version}'",
    "conda-lock": "conda-lock lock --update {name}",
    "pixi": "pixi update {name}",
    "pip-compile": "pip-compile --upgrade-package {name}=={version} {source}",
    "pylock": "pip lock '{name}>={version}'",
}


@fact
def known_vulnerabilities(repo: Repo) -> Vulnerabilities:
    """Look every package at one version up in the data that the repository is judged with.

    Packages that cannot be looked up are named, and never clean. Without data nothing is.
    """
    data = repo.advisories.data
    if data is None:
        return Vulnerabilities(repo.advisories.problem)
    found: list[Vulnerable] = []
    unmatched = [Unmatched(one.name, one.place, one.why) for one in loose_packages(repo)]
    unmatched += [Unmatched(one.path, Place(one.path), one.reason) for one in unread_dependencies(repo)]
    matched = 0
    for (name, version), held in _by_version(repo).items():
        if reason := _not_asked(name, version, data):
            unmatched.append(Unmatched(name, held[0].place, reason))
            continue
        matched += 1
        holes, doubtful = _holes(version, data.of.get(name, ()))
        found += _vulnerable(held, holes)
        if doubtful:
            unmatched.append(Unmatched(name, held[0].place, f"{version} cannot be compared with {doubtful[0].id}"))
    return Vulnerabilities(
        repo.advisories.problem,
        data.source,
        data.date,
        data.sha256,
        matched,
        tuple(sorted(found, key=_worst_first)),
        tuple(sorted(unmatched, key=lambda one: (one.package, one.place))),
    )


def _by_version(repo: Repo) -> dict[tuple[str, str], tuple[Held, ...]]:
    return grouped(((one.name, one.version), one) for one in held_packages(repo))


def _worst_first(one: Vulnerable) -> tuple[int, int, str, str, str]:
    return _ORDER.index(Scope(one.scope)), -one.rating.rank, one.package, one.version, one.id


def _not_asked(name: str, version: str, data: Advisories) -> str:
    """Return why a package was not looked up; "" when it was."""
    from seatrial.vulndb.affected import parsed  # packaging is slow to import

    if data.asked is not None and f"{name}=={version}" not in data.asked:
        return f"{data.source} gave no answer about {version}"
    return "" if parsed(version) else f"{version[:40]!r} is no version as PEP 440 writes them"


def _holes(version: str, known: Iterable[Advisory]) -> tuple[list[list[Advisory]], list[Advisory]]:
    """Return the advisories that hold for a version, those about one hole together, and those that cannot be told."""
    from seatrial.vulndb.affected import is_affected

    answers = [(one, is_affected(version, one)) for one in known]
    return _folded([one for one, holds in answers if holds]), [one for one, holds in answers if holds is None]


def _folded(advisories: Iterable[Advisory]) -> list[list[Advisory]]:
    """Put advisories that share a name together: one hole has a number at each place that lists holes."""
    groups: list[tuple[set[str], list[Advisory]]] = []
    for one in advisories:
        names = {one.id, *one.aliases}
        same = [group for group in groups if group[0] & names]
        groups = [group for group in groups if not group[0] & names]
        groups.append(
            (
                names.union(*(group[0] for group in same)),
                [*(member for group in same for member in group[1]), one],
            )
        )
    return [members for _, members in groups]


def _vulnerable(held: Sequence[Held], holes: list[list[Advisory]]) -> list[Vulnerable]:
    first = min(held, key=lambda one: _ORDER.index(one.scope))
    upgrade = _mending(first.version, [one for hole in holes for one in hole])
    return [
        Vulnerable(
            first.name,
            first.version,
            hole[0].id,
            tuple(sorted({name for one in hole for name in (one.id, *one.aliases)} - {hole[0].id})),
            _summary(hole),
            max((one.rating for one in hole), default=Rating.UNRATED),
            _mending(first.version, hole),
            upgrade,
            _upgrade_command(first, upgrade),
            tuple(sorted({one.place for one in held if one.scope is first.scope})),
            first.scope,
        )
        for hole in holes
    ]


def _summary(hole: list[Advisory]) -> str:
    """Return the words of the list that writes summaries, before those of others, which are the start of a text."""
    written = sorted(hole, key=lambda one: not one.id.startswith("GHSA-"))
    return next((one.summary for one in written if one.summary), "")


def _mending(version: str, holes: Iterable[Advisory]) -> str:
    """Return the lowest version above ours, among those that mend one of the holes, that has none of them."""
    from seatrial.vulndb.affected import is_affected, repairs

    holes = list(holes)
    ends = sorted({end for one in holes for end in repairs(version, one)})
    return next((str(end) for end in ends if not any(is_affected(str(end), one) for one in holes)), "")


def _upgrade_command(held: Held, version: str) -> str:
    """Return the command, or the line of the manifest that is to be changed; "" when no version is any better."""
    if not version:
        return ""
    path = PurePosixPath(held.place.path)
    source = str(path.with_suffix(".in") if path.suffix == ".txt" else path)
    plain = "write {name}=={version} in {path}"
    return _COMMANDS.get(held.tool, plain).format(name=held.name, version=version, source=source, path=path)
