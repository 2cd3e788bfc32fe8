"""What declares and what locks the packages of a component that is written in another language than Python?"""

import posixpath
from collections.abc import Mapping

from seatrial.component import Component
from seatrial.facts import fact
from seatrial.facts.code.language import Language, language, written_in
from seatrial.model import Evidence, Place
from seatrial.read.regex import regex
from seatrial.repo import Role, role

_JAVA = r"pom\.xml|(?:build|settings)\.gradle(?:\.kts)?|libs\.versions\.toml"
_MANIFESTS = {
    Language.R: r"DESCRIPTION", Language.JULIA: r"Project\.toml", Language.JAVA: _JAVA,
    Language.SCALA: rf"build\.sbt|{_JAVA}", Language.CSHARP: r".*\.(?:cs|fs)proj|Directory\.Packages\.props",
    Language.RUST: r"Cargo\.toml", Language.GO: r"go\.mod", Language.JAVASCRIPT: r"package\.json",
    Language.CPP: r"vcpkg\.json|conanfile\.(?:txt|py)",
}  # fmt: skip
_LOCKS = {
    Language.R: r"renv\.lock|packrat\.lock", Language.JULIA: r"Manifest(?:-v[\d.]+)?\.toml",
    Language.JAVA: r"gradle\.lockfile", Language.SCALA: r"gradle\.lockfile|build\.sbt\.lock",
    Language.CSHARP: r"packages\.lock\.json", Language.RUST: r"Cargo\.lock", Language.GO: r"go\.sum",
    Language.JAVASCRIPT: r"package-lock\.json|npm-shrinkwrap\.json|yarn\.lock|pnpm-lock\.yaml|bun\.lockb?",
    Language.CPP: r"conan\.lock",
}  # fmt: skip

_LIMIT = 200_000  #: bytes of one build file
#: A version of Maven, Gradle or a catalogue of Gradle; and one that another day brings something else by.
_EXACT = regex(r"[>:\"'=]\s*\d+\.\d[\w.-]*[<\"')@]")
_OPEN = regex(
    r"<version>\s*(?:[\[(]|LATEST\b|RELEASE\s*<)|[\w-]:(?:[\d.]*\+|[\[(]\d[^\"']{0,40})[\"']|[\"':]latest\.\w+[\"']"
    r"|\bversion\s{0,99}=?\s{0,99}[\"'][\d.]*\+[\"']"
)


@fact
def foreign_manifests(component: Component) -> tuple[Evidence, ...]:
    """Return the files that declare packages in the component's language, the outermost first; () for Python."""
    spoken = language(component)
    return _manifests_named(component, _MANIFESTS, "declares packages in", spoken)


@fact
def language_locks(component: Component) -> tuple[Evidence, ...]:
    """Return the lock files of packages in the component's language, the outermost first; () for Python.

    They count where most of the code in that language stands beside or below them: one of a page for people locks no
    service that stands elsewhere.
    """
    spoken = language(component)
    locks = _manifests_named(component, _LOCKS, "locks packages in", spoken)
    folders = tuple(f"{posixpath.dirname(one.place.path)}/".lstrip("/") for one in locks)
    code = [path for path in written_in(component, spoken) if role(component.repo, path) is Role.OWN]
    return locks if 2 * sum(path.startswith(folders) for path in code) > len(code) else ()


@fact
def held_by_the_build(component: Component) -> tuple[Evidence, ...]:
    """Return the build files of Java that name one version of each package, so that the same build brings the same.

    Maven and Gradle take what these bring along by fixed rules, without a lock, unless a range, a plus or a word such
    as LATEST leaves a version open.
    """
    declared = foreign_manifests(component) if language(component) is Language.JAVA else ()
    texts = [component.repo.text_or_empty(one.place.path, _LIMIT) for one in declared]
    named = any(map(_EXACT.search, texts)) and all(texts)
    if not named or any(map(_OPEN.search, texts)):
        return ()
    return tuple(Evidence(one.place, f"{one.place.path} leaves no version open") for one in declared)


def _manifests_named(
    component: Component, names: Mapping[Language, str], does: str, spoken: Language
) -> tuple[Evidence, ...]:
    if spoken not in names:
        return ()
    pattern = regex(names[spoken])
    found = (path for path in component.own if pattern.fullmatch(posixpath.basename(path)))
    own = sorted(
        (path for path in found if role(component.repo, path) is Role.OWN), key=lambda path: (path.count("/"), path)
    )
    return tuple(Evidence(Place(path), f"{path} {does} {spoken}") for path in own)
