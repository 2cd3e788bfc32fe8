"""What do function platforms start: Serverless Framework, SAM, CloudFormation, ECS task definitions?"""

import posixpath
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace

from seatrial.facts.deployment.settings_files import single
from seatrial.facts.deployment.workload import Build, Container, Platform, Resources, Workload
from seatrial.model import Place
from seatrial.read.infrastructure.shell import command_words
from seatrial.read.infrastructure.yaml_node import Node

Found = Iterator[Workload]
#: Code that lies in a bucket, or where a parameter says.
_ELSEWHERE = ("s3:", "http", "$", "!", "/")


def _serverless(path: str, root: Node) -> Found:
    for name, function in root.at("functions").pairs:
        memory = function.at("memorySize") or root.at("provider", "memorySize")
        schedule = next((event.at("schedule").text or event.at("schedule", "rate").text
                         for event in function.at("events").elements if event.has("schedule")), "")  # fmt: skip
        runtime = function.at("runtime").text or root.at("provider", "runtime").text
        handler = function.at("handler").text if _in_python(runtime) else ""
        made = _function(path, name, function.line, handler, memory, schedule)
        build = _image_of(path, root, function.at("image"))
        yield replace(made, containers=(replace(made.containers[0], build=build),)) if build else made


def _image_of(path: str, root: Node, image: Node) -> Build | None:
    """Return what builds the image of a function, where the same file says from which folder: ``ecr.images``."""
    name = image.text or image.at("name").text
    known = root.at("provider", "ecr", "images", name) if name else None
    folder = (known.at("path").text or known.text) if known else ""
    if not folder:
        return None
    context = posixpath.normpath(posixpath.join(posixpath.dirname(path), folder))
    context = "" if context == "." else context
    dockerfile = posixpath.join(context, (known.at("file").text if known else "") or "Dockerfile")
    place = Place(path, image.line)
    return Build(dockerfile, context, place, f"{path} builds {dockerfile} for a function", image=name)


def _cloud_formation(path: str, root: Node) -> Found:
    for name, resource in root.at("Resources").pairs:
        kind, properties = resource.at("Type").text, resource.at("Properties")
        if kind in {"AWS::Serverless::Function", "AWS::Lambda::Function"}:
            shared = root.at("Globals", "Function")
            memory = properties.at("MemorySize") or shared.at("MemorySize")
            yield _function(path, name, resource.line, _handler(properties, shared), memory, "")
        elif kind == "AWS::ECS::TaskDefinition":
            yield _task(path, name, resource.line, properties.at("ContainerDefinitions"), properties)
        elif kind in {"AWS::AppRunner::Service", "AWS::SageMaker::EndpointConfig"}:
            yield single(Platform.MODEL_PLATFORM, kind, name, Place(path, resource.line), f"{kind} {name}")


def _handler(function: Node, shared: Node) -> str:
    """Return what starts, from the template's folder: ``src/jobs/submit.handler`` of ``CodeUri: src/jobs``."""

    def either(key: str) -> Node:
        return function.at(key) or shared.at(key)

    handler, code = either("Handler").text, either("CodeUri").text or function.at("Code").text
    if not handler or not _in_python(either("Runtime").text):
        return ""
    module, _, name = handler.rpartition(".")
    if not module or not code or code.startswith(_ELSEWHERE) or posixpath.normpath(code) == ".":
        return handler
    return f"{posixpath.normpath(code)}/{module.replace('.', '/')}.{name}"


def _in_python(runtime: str) -> bool:
    """Tell whether a function may be in Python: it is said, or left to a parameter or to the image."""
    return not runtime or runtime.startswith(("python", "$", "!"))


def _ecs(path: str, root: Node) -> Found:
    name = root.at("family").text or "task"
    yield _task(path, name, root.at("containerDefinitions").line, root.at("containerDefinitions"), root)


def _function(path: str, name: str, line: int, handler: str, memory: Node, schedule: str) -> Workload:
    resources = Resources(Place(path, memory.line), memory_limit=memory.text) if memory else None
    what = f"function {name}, handler {handler}" if handler else f"function {name}"
    workload = single(Platform.SERVERLESS, "function", name, Place(path, line), what,
                      command=(handler,) if handler else (), resources=resources)  # fmt: skip
    return replace(workload, schedule=schedule)


def _task(path: str, name: str, line: int, definitions: Node, task: Node) -> Workload:
    return Workload(Platform.SERVERLESS, "ECS task", name, Place(path, line), f"ECS task {name}",
                    tuple(_container(path, item, task) for item in definitions.elements))  # fmt: skip


def _container(path: str, node: Node, task: Node) -> Container:
    def either(key: str) -> Node:
        return node.at(key) or node.at(key.capitalize())

    cpu = either("cpu") or task.at("cpu") or task.at("Cpu")
    memory = either("memory") or task.at("memory") or task.at("Memory")
    resources = Resources(Place(path, (memory or cpu).line), cpu_limit=cpu.text, memory_limit=memory.text)
    words = either("command")
    return Container(
        either("name").text, Place(path, node.line), either("image").text,
        command=(either("entryPoint") or node.at("EntryPoint")).texts,
        arguments=words.texts if words.kind == "list" else command_words(words.text),
        resources=resources if cpu or memory else None,
    )  # fmt: skip


#: The keys that a file of each kind has at its top.
FUNCTION_SHAPES: Mapping[tuple[str, ...], Callable[[str, Node], Found]] = {
    ("provider", "functions"): _serverless,
    ("Resources",): _cloud_formation,
    ("containerDefinitions",): _ecs,
}
