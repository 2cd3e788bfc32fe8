"""By which program is a service in TypeScript, JavaScript or Go started, and does it end in order?

What ``npm start`` runs is looked up in the scripts of the package that the server stands in. Node and the binary of Go
serve many callers by themselves, so that only what builds anew at each change is a server for development.
"""

from collections.abc import Iterable, Iterator

from seatrial.component import Component
from seatrial.facts import fact
from seatrial.facts.ci.commands.task_targets import tasks_of
from seatrial.facts.foreign.programs import followed
from seatrial.facts.foreign.starts import holding_images, started_packages
from seatrial.facts.images.image import Image
from seatrial.facts.serving.process.server_processes import ServerProcess
from seatrial.model import Confidence, Evidence, Place
from seatrial.read.code.python_record import Call
from seatrial.read.infrastructure.shell import Command, command
from seatrial.read.regex import regex
from seatrial.repo import Repo

_RUNNERS = frozenset({"npm", "yarn", "pnpm", "bun"})
#: Commands that build what they serve anew at each change, for whoever writes it.
_DEVELOPS = regex(
    r"(?:next|nuxt|nuxi|remix|astro|vite|react-router|turbo|vinxi|wrangler|sst) (?:[^;&|]* )?dev\b"
    r"|vite(?: --\S++(?: (?!--)\S++)?)*+$"
    r"|(?:react-scripts|ng|vue-cli-service|webpack(?:-dev-server)?) (?:start|serve)\b|webpack-dev-server\b"
    r"|(?:nodemon|ts-node-dev|tsnd|air|reflex|CompileDaemon)\b|tsx watch\b|go run\b"
    r"|(?:node|bun|deno|nest|tsx)\b[^;&|]* --(?:watch|hot)\b"
)
#: Commands that serve what was built.
_SERVES = regex(
    r"(?:node|bun|deno|tsx|ts-node|pm2|pm2-runtime|remix-serve|react-router-serve)\b"
    r"|(?:next|nuxt|nest|fastify|astro) start\b"
)
_FAULT = "it is made for whoever writes the code, and starts anew at each change"
_DEPTH = 3  #: scripts that call scripts
_SIGNALS = frozenset({"SIGTERM", "SIGINT"})
_ENDS = regex(
    r"(?:^|\.)(?:enableShutdownHooks|createTerminus|closeWithGrace|setupGracefulShutdown|gracefulShutdown|createLightship)$"
    r"|^os/signal\.Notify(?:Context)?$|^signal\.Notify(?:Context)?$"
)


@fact
def foreign_processes(component: Component) -> tuple[ServerProcess, ...]:
    """Return what images of the service start, else the scripts by which hosts of Node do, by place."""
    repo, packages = component.repo, started_packages(component)
    folder = next((found for _, found in packages), "")
    built = [made for image in holding_images(component) for made in _of_image(repo, image, folder)]
    return tuple(dict.fromkeys(built or _of_packages(repo, packages)))


def _of_image(repo: Repo, image: Image, folder: str) -> Iterator[ServerProcess]:
    """Yield what serves among the commands of an image; of a binary that nobody knows the last one does."""
    place, started = (
        image.start_place or image.place,
        [run for one in image.start for run in _run(repo, one, folder, _DEPTH)],
    )
    serving = [run for run in started if _SERVES.match(_text(run)) or _DEVELOPS.match(_text(run))]
    for run in serving or started[-1:]:
        yield _process(place, run, shell=image.shell_form and "exec" not in image.argv)


def _of_packages(repo: Repo, packages: Iterable[tuple[Place, str]]) -> Iterator[ServerProcess]:
    for place, folder in packages:
        for one in command(("npm", "start")):
            yield from (_process(place, run) for run in _run(repo, one, folder, _DEPTH) if run.program not in _RUNNERS)


def _run(repo: Repo, one: Command, folder: str, depth: int) -> Iterator[Command]:
    """Yield what a command starts in the end: the scripts of a package looked into."""
    tasks = tasks_of(repo, one, folder) if one.program in _RUNNERS and depth else None
    inner = [(each, task.folder) for task in tasks or () for each in task.commands]
    if not inner:
        yield one
    for each, place in inner:
        yield from _run(repo, each, place, depth - 1)


def _process(place: Place, run: Command, *, shell: bool = False) -> ServerProcess:
    fault = _FAULT if _DEVELOPS.match(_text(run)) else ""
    return ServerProcess(place, _text(run), run.program, fault, shell=shell, confidence=Confidence.LIKELY)


def _text(run: Command) -> str:
    return " ".join((run.program, *run.arguments))


@fact
def foreign_endings(component: Component) -> tuple[Evidence, ...]:
    """Return where the programs of a service hear that they shall end, by place."""
    own = (file for file in followed(component.repo) if file.path in component.own)
    found = ((file.path, call) for file in own for call in file.calls if _ends(call))
    return tuple(Evidence(Place(path, call.line), f"{call.written} lets it end in order", Confidence.LIKELY)
                 for path, call in found)  # fmt: skip


def _ends(call: Call) -> bool:
    named = next(iter(call.args), None)
    heard = call.last in {"on", "once"} and named is not None and named.string in _SIGNALS
    return heard or bool(_ENDS.search(call.name or call.written))
