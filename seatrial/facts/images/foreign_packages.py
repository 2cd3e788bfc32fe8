"""Which packages and programs are built of code in other languages than Python, and does CI build them?

Their manifests are searched for the words by which a tool makes something that can be handed over.
"""

import posixpath
import re
from collections.abc import Iterator, Mapping
from types import MappingProxyType

from seatrial.component import Component
from seatrial.facts import fact
from seatrial.facts.ci.workflows import ci_commands
from seatrial.facts.code.language import Language, language
from seatrial.facts.images.deliverables import Unit, UnitKind
from seatrial.model import Evidence, Place, as_evidence
from seatrial.read.line_number import line_number
from seatrial.read.regex import regex
from seatrial.repo import Repo, Role, role

_LIMIT = 300_000  #: bytes of one manifest

_GRADLE = (r"build\.gradle(?:\.kts)?", r"com\.android\.application|\bapplication\b|maven-publish|shadow|spring")
#: By language: how a manifest is called, and the words in it that make it one of a thing to hand over.
_MANIFESTS: Mapping[Language, tuple[tuple[str, str], ...]] = MappingProxyType({
    Language.JAVASCRIPT: ((r"package\.json", r"\"(?:bin|main|exports|files)\"\s*:"),),
    Language.RUST: ((r"Cargo\.toml", r"^\[package\]"),),
    Language.CPP: ((r"conanfile\.py", r"\(ConanFile\)"),
                   (r"CMakeLists\.txt", r"^\s*(?:install\s*\(|include\s*\(\s*CPack)")),
    Language.R: ((r"DESCRIPTION", r"^Package:"),),
    Language.JULIA: ((r"Project\.toml", r"^name\s*="),),
    Language.JAVA: (_GRADLE, (r"pom\.xml", r"<artifactId>")),
    Language.SCALA: ((r"build\.sbt", r"\bname\s*:="), (r"pom\.xml", r"<artifactId>")),
    Language.CSHARP: ((r".*\.(?:cs|fs)proj", r"<OutputType>|<PackageId>|Microsoft\.NET\.Sdk\.(?:Web|Worker)"),),
    Language.GO: ((r"go\.mod", r"^module\s"),),
})  # fmt: skip
_BUILDS: Mapping[Language, str] = MappingProxyType({
    Language.JAVASCRIPT: r"(?:npm|pnpm|yarn)\s+(?:run\s+)?(?:build|pack|publish)|tsc|esbuild|vite\s+build|webpack",
    Language.RUST: r"cargo\s+(?:build|package|publish|install)",
    Language.CPP: r"cmake|conan\s+(?:build|create)|cpack|ninja|make",
    Language.R: r"R\s+CMD\s+(?:build|check|INSTALL)",
    Language.JAVA: r"(?:\./)?(?:gradlew?|mvnw?)\s.*\b(?:build|assemble\w*|package|install|verify|publish|deploy)",
    Language.SCALA: r"sbt\s.*\b(?:package|assembly|compile|publish)",
    Language.CSHARP: r"dotnet\s+(?:build|publish|pack)",
    Language.GO: r"go\s+(?:build|install)|goreleaser",
})  # fmt: skip
#: A package that is never given to anybody: the root of a workspace, or the page beside a service.
_KEPT_IN = regex(r"\"private\"\s*:\s*true")


@fact
def foreign_packages(component: Component) -> tuple[Unit, ...]:
    """Return what manifests in the component's language make, the outermost first; () for Python."""
    spoken, repo = language(component), component.repo
    made = tuple(_made(component, spoken))
    builds = _builds(repo, spoken) if made else ()
    if not made and spoken is Language.JAVASCRIPT:
        return _hosted(component)
    return tuple(
        Unit(UnitKind.PACKAGE, place, f"{place.path} describes what is built in {spoken}", builds=builds)
        for place in sorted(made, key=lambda place: (place.path.count("/"), place))
    )


def _hosted(component: Component) -> tuple[Unit, ...]:
    """Return what hosts of Node build and start by themselves, where nothing is packed to be handed over."""
    from seatrial.facts.foreign.starts import hosted_builds  # only where a server of Node may be

    builds = _builds(component.repo, Language.JAVASCRIPT)
    return tuple(Unit(UnitKind.PACKAGE, one.place, one.what, builds=builds) for one in hosted_builds(component))


def _made(component: Component, spoken: Language) -> Iterator[Place]:
    for name, words in _MANIFESTS.get(spoken, ()):
        named, patterns = regex(name), regex(words, re.MULTILINE)
        for path in component.own:
            if named.fullmatch(posixpath.basename(path)) and role(component.repo, path) is Role.OWN:
                text = component.repo.text_or_empty(path, _LIMIT)
                match = patterns.search(text)
                if match and not _KEPT_IN.search(text):
                    yield Place(path, line_number(text, match.start()))


def _builds(repo: Repo, spoken: Language) -> tuple[Evidence, ...]:
    """Return where CI builds it without being asked."""
    wanted = regex(rf"(?:{_BUILDS.get(spoken, '(?!)')})(?:\s|$)")
    automatic = (one for one in ci_commands(repo) if one.can_fail and one.unattended)
    return tuple(dict.fromkeys(as_evidence(one) for one in automatic if wanted.match(one.command.text)))
