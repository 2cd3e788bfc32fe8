"""What lets a service end in order when it is told to stop?"""

from collections.abc import Iterator

from seatrial.component import Component
from seatrial.facts import fact
from seatrial.facts.code.python_files import own_files
from seatrial.facts.deployment.deployed import owned_workloads
from seatrial.facts.images.containers import images
from seatrial.facts.reach.reach import reach
from seatrial.model import Evidence, Place
from seatrial.read.code.python_record import Call, PythonFile
from seatrial.repo import Role

_INITS = frozenset({"tini", "dumb-init", "catatonit"})


@fact
def shutdown_handling(component: Component) -> tuple[Evidence, ...]:
    """Return what handles the end of the service: hooks of its framework, signals, an init process, a grace period."""
    repo = component.repo
    files = (file for file in own_files(repo) if file.path in component.own)
    found = [*(item for file in files for item in _in_file(file)), *_around(component)]
    live = reach(repo)
    return tuple(item for item in found if not item.place.path.endswith(".py") or live.is_run(item.place.path))


def _in_file(file: PythonFile) -> Iterator[Evidence]:
    for call in file.calls:
        if what := _told(call):
            yield Evidence(Place(file.path, call.line, call.column), what)
    for function in file.functions:
        for decorator in function.decorators:
            ending = any(value.literal in ("shutdown", "after_server_stop") for value in decorator.args)
            if ending or decorator.last in ("on_shutdown", "after_serving", "before_server_stop", "after_server_stop"):
                yield Evidence(Place(file.path, function.line), f"{function.name} runs when the service ends")


def _told(call: Call) -> str:
    """Say what a call does about the end of the service; "" when nothing."""
    if call.last in ("FastAPI", "Starlette", "Litestar") and (hook := call.keyword("lifespan")) is not None:
        return f"the application is started and ended by {hook.text or 'its lifespan'}" if hook.literal != "off" else ""
    if call.last in ("FastAPI", "Starlette", "Litestar") and call.keyword("on_shutdown") is not None:
        return "the application has functions that run when it ends"
    if call.name == "signal.signal" or call.last == "add_signal_handler":
        return "a handler ends the service at SIGTERM" if any("SIGTERM" in value.text for value in call.args) else ""
    if call.last == "add_event_handler" and call.args and call.args[0].literal == "shutdown":
        return "a function runs when the service ends"
    return ""


def _around(component: Component) -> Iterator[Evidence]:
    """Yield what images and manifests do about it."""
    repo = component.repo
    for image in component.of(images(repo)):
        if image.role is Role.OWN and _INITS & {word.rpartition("/")[2] for word in image.argv}:
            yield Evidence(image.start_place or image.place, "an init process hands the signal to stop on")
    for work in component.of(owned_workloads(repo)):
        if work.grace is not None and work.counts:
            yield Evidence(work.place, f"{work.kind} {work.name} has {work.grace:g} seconds to end")
