"""Which secrets stand in images and manifests as text?"""

from collections.abc import Iterator

from seatrial.component import Component
from seatrial.facts import fact
from seatrial.facts.deployment.clusters.kubernetes import manifests
from seatrial.facts.deployment.compose import compose_paths
from seatrial.facts.images.containers import images, own_images
from seatrial.facts.security.secret_names import is_given_as_text, is_secret
from seatrial.model import Evidence, Place
from seatrial.read.infrastructure.yaml_documents import YAML
from seatrial.read.infrastructure.yaml_node import Node
from seatrial.repo import Role, role


@fact
def open_secrets(component: Component) -> tuple[Evidence, ...]:
    """Return the secrets that stand in images and manifests as text: build arguments, ENV, env with a value."""
    found = [*_in_images(component), *_in_manifests(component), *_in_compose(component)]
    first = {item.place: item for item in sorted(found, reverse=True)}  # what several services share is told once
    return tuple(first[place] for place in sorted(first))


def _in_images(component: Component) -> Iterator[Evidence]:
    for image in component.of(own_images(component.repo)):
        for stage in image.stages:
            for step in stage.instructions:
                for name, value in _set_by(step.name, step.text):
                    if is_secret(name) and (step.name == "ARG" or is_given_as_text(name, value)):
                        how = "is built with" if step.name == "ARG" else "sets"
                        what = f"{image.path} {how} {name}, which whoever has the image can read"
                        yield Evidence(Place(image.path, step.line), what)


def is_open_argument(component: Component, place: Place) -> bool:
    """Tell a build argument without a value of its own: what is built takes a secret, and no text holds one."""
    steps = (step for image in component.of(images(component.repo)) if image.path == place.path
             for stage in image.stages for step in stage.instructions if step.line == place.line)  # fmt: skip
    return any(step.name == "ARG" and not any(value for _, value in _set_by("ARG", step.text)) for step in steps)


def _set_by(instruction: str, text: str) -> Iterator[tuple[str, str]]:
    if instruction not in {"ARG", "ENV"}:
        return
    if instruction == "ENV" and "=" not in text.split(" ", 1)[0]:
        name, _, value = text.partition(" ")
        yield name, value.strip()
        return
    for word in text.split():
        name, _, value = word.partition("=")
        yield name, value.strip("\"'")


def _in_manifests(component: Component) -> Iterator[Evidence]:
    for manifest in component.of(manifests(component.repo)):
        if not manifest.counts or manifest.kind in {"Secret", "ConfigMap"}:
            continue
        for _, node in manifest.root.walk(20_000):
            value = node.at("value")
            if (
                node.has("name")
                and value
                and is_secret(node.at("name").text)
                and is_given_as_text(node.at("name").text, value.text)
            ):
                what = f"{manifest.what} gives {node.at('name').text} in plain text"
                yield Evidence(Place(manifest.place.path, value.line or node.line), what, manifest.confidence)


def _in_compose(component: Component) -> Iterator[Evidence]:
    """Yield the secrets of services that are built here: the password of a database beside them is for one desk."""
    for path, name, service in services(component):
        for key, text, line in _environment(service) if service.has("build") else ():
            if is_secret(key) and is_given_as_text(key, text):
                place = Place(path, line or service.at("environment").line)
                yield Evidence(place, f"Compose gives {name} its {key} in plain text")


def services(component: Component) -> Iterator[tuple[str, str, Node]]:
    """Yield the services of the component's own Compose files: path, name, what is declared."""
    repo = component.repo
    paths = [path for path in compose_paths(repo) if path in component and role(repo, path) is Role.OWN]
    for file in repo.records(YAML, paths):
        for document in file.documents[:1]:
            for name, service in document.root.at("services").pairs:
                yield file.path, name, service


def _environment(service: Node) -> Iterator[tuple[str, str, int]]:
    given = service.at("environment")
    for key, value in given.pairs:
        yield key, value.text, value.line
    for item in given.elements:
        name, _, written = item.text.partition("=")
        yield name, written, item.line
