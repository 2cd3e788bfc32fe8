"""Which Helm charts did others make, and were copied in so that a cluster is given them from here?

``helm pull --untar`` leaves a chart as its makers publish it: with the repository it is at home in, an icon for
catalogues, the makers' addresses, and annotations for Artifact Hub. A chart of one's own has few of these, and where it
names a home, that is the repository it lies in.
"""

import posixpath
from collections.abc import Callable, Iterator

from seatrial.read.regex import regex
from seatrial.repo.papers import beginning
from seatrial.repo.repo import Repo
from seatrial.repo.rights import Home, homes_named

_CHARTS = frozenset({"Chart.yaml", "Chart.yml"})
_MANY = 500  #: charts that are looked into; in whatever others there are all is taken for the owner's
#: ``home: https://...``, and the list below ``sources:``.
_HOMES = regex(r"(?m)^(?:home:[^\n]{0,300}|sources:[ \t]*\n(?:[ \t]{0,8}-[^\n]{0,300}\n?){1,20})")
_ICON = regex(r"(?m)^icon:")
_MAKERS = regex(r"(?m)^maintainers:")
_CATALOGUE = regex(r"(?m)^[ \t]{1,8}artifacthub\.io/")
_ENOUGH = 2  #: of icon, makers and catalogue, beside a home elsewhere


def copied_charts(repo: Repo, is_own: Callable[[Home], bool]) -> Iterator[str]:
    """Yield the folders of charts that others publish, each with a slash at its end, the outer ones first.

    ``is_own`` tells of an owner and a name on a forge whether they mean the audited repository or its owner.
    """
    found: tuple[str, ...] = ()
    for path in sorted(repo.matching(is_chart), key=lambda path: path.count("/"))[:_MANY]:
        folder = path.removesuffix(posixpath.basename(path))
        if folder and not folder.startswith(found) and _is_of_others(beginning(repo, path), is_own):
            found = (*found, folder)
            yield folder


def is_chart(path: str) -> bool:
    """Tell whether a file describes a Helm chart."""
    return posixpath.basename(path) in _CHARTS


def _is_of_others(chart: str, is_own: Callable[[Home], bool]) -> bool:
    named = homes_named("\n".join(match[0] for match in _HOMES.finditer(chart)))
    if not named or any(map(is_own, named)):
        return False
    return sum(bool(sign.search(chart)) for sign in (_ICON, _MAKERS, _CATALOGUE)) >= _ENOUGH
