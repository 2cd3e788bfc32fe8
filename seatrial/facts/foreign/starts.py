"""What starts a service in TypeScript, JavaScript or Go: an image, functions of a cloud, or a script of its package?"""

import posixpath
from collections.abc import Iterator

from seatrial.component import Component
from seatrial.facts import fact
from seatrial.facts.deployment.hosting.azd import azd_functions
from seatrial.facts.images.containers import Image, images
from seatrial.facts.serving.foreign_signs import foreign
from seatrial.facts.serving.foreign_words import Sign
from seatrial.model import Confidence, Evidence, Place
from seatrial.read.line_number import line_number
from seatrial.read.regex import regex
from seatrial.repo import Repo, Role, role

_LIMIT = 300_000  #: bytes of one package.json
_ALL = frozenset({".", "./", "/"})
#: What ``npm start`` runs, and with it hosts whom nobody tells otherwise: Railway, Render, Heroku; Vercel builds it.
_START = regex(
    r"\"start(?::prod(?:uction)?)?\"\s*:\s*\"[^\"\n]{0,120}\b(?P<by>next start|nuxt|nitro|remix-serve"
    r"|react-router-serve|nest start|vite preview|astro|node|tsx|ts-node|bun|deno|pm2|fastify start)\b"
)
_SCRIPT = regex(r"\"start\"\s*:\s*\"[^\"\n]")
_BUILD = regex(
    r"\"build\"\s*:\s*\"[^\"\n]{0,200}\b(?P<by>next|nuxt|vite|astro|remix|react-router|nest|tsc|tsup|esbuild)\b"
)

_ON_THE_JVM = (".java", ".kt", ".scala")
_JAVA = regex(r"(?:.*[\s/])?java|.*\.jar|.*\bjava\s.*")


@fact
def foreign_starts(component: Component) -> tuple[Evidence, ...]:
    """Return what starts the component's server in another language.

    These are images that hold it, what a cloud builds functions of, and else its own script.
    """
    repo, servers = component.repo, _servers(component)
    shown = [Evidence(image.place, image.what) for image in holding_images(component)]
    shown += [
        Evidence(place, what)
        for place, what, folder in azd_functions(repo)
        if folder == "." or any(path.startswith(f"{folder}/") for path in servers)
    ]
    return tuple(shown) or tuple(_scripts(repo, servers))


def _servers(component: Component) -> list[str]:
    return [one.place.path for one in component.of(foreign(component.repo, Sign.SERVER))]


@fact
def holding_images(component: Component) -> tuple[Image, ...]:
    """Return the images that are built of what the component's servers in another language stand in."""
    servers = _servers(component)
    return tuple(
        image for image in component.of(images(component.repo)) if any(_holds(image, path) for path in servers)
    )


@fact
def started_packages(component: Component) -> tuple[tuple[Place, str], ...]:
    """Return where the nearest packages of the servers name a script to start, each with the package's folder."""
    repo, found = component.repo, list[tuple[Place, str]]()
    for path in dict.fromkeys(filter(None, (nearest_package(repo, one) for one in _servers(component)))):
        text = repo.text_or_empty(path, _LIMIT)
        if named := _SCRIPT.search(text):
            found.append((Place(path, line_number(text, named.start())), posixpath.dirname(path)))
    return tuple(found)


def _holds(image: Image, path: str) -> bool:
    """Tell whether an image is built of what a file stands in: beside it, or of what its builder is sent and starts."""
    folder = posixpath.dirname(image.path)
    if not folder or path.startswith(f"{folder}/"):
        return True
    sent = {source for copy in image.sent for source in copy.sources} if image.argv else set[str]()
    if _ALL & sent:
        return not image.context or path.startswith(f"{image.context}/")
    if (
        path.endswith(_ON_THE_JVM)
        and any(source.endswith(".jar") for source in sent)
        and any(map(_JAVA.fullmatch, image.argv))
    ):
        return True  # what was built of it before; a driver of a database is a jar too
    folders = (posixpath.normpath(posixpath.join(image.context, source)) for source in sent)
    return any(path.startswith(f"{folder}/") for folder in folders)


def _scripts(repo: Repo, servers: list[str]) -> Iterator[Evidence]:
    """Yield the scripts that start the servers, of the nearest package above each."""
    for path in dict.fromkeys(filter(None, (nearest_package(repo, one) for one in servers))):
        text = repo.text_or_empty(path, _LIMIT)
        if found := _START.search(text):
            what = f"`npm start` starts it by {found['by']}, as hosts of Node do"
            yield Evidence(Place(path, line_number(text, found.start())), what, Confidence.LIKELY)


def nearest_package(repo: Repo, path: str) -> str:
    """Return the package.json that stands nearest above a file of JavaScript; "" when there is none."""
    if path.endswith(".go"):
        return ""
    folder = posixpath.dirname(path)
    while True:
        found = posixpath.join(folder, "package.json")
        if found in repo.entries:
            return found if role(repo, found) is Role.OWN else ""
        if not folder:
            return ""
        folder = posixpath.dirname(folder)


@fact
def hosted_builds(component: Component) -> tuple[Evidence, ...]:
    """Return the packages of servers that hosts of Node build and start by the package's own scripts."""
    repo = component.repo
    servers = (one.place.path for one in component.of(foreign(repo, Sign.SERVER)))
    found = dict.fromkeys(filter(None, (nearest_package(repo, one) for one in servers)))
    return tuple(one for path in found for one in _built(repo, path))


def _built(repo: Repo, path: str) -> Iterator[Evidence]:
    text = repo.text_or_empty(path, _LIMIT)
    build, start = _BUILD.search(text), _START.search(text)
    if build and start:
        what = f"{path} builds it by {build['by'].strip()} and starts it, as hosts of Node do"
        yield Evidence(Place(path, line_number(text, build.start())), what, Confidence.LIKELY)
