"""What do platforms for models start: BentoML, Cog, Ray Serve, Anyscale, LangGraph, Azure ML, Vertex AI, Truss?"""

import posixpath
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace

from seatrial.facts.deployment.clouds.databricks import bundles, dbx_files
from seatrial.facts.deployment.settings_files import single
from seatrial.facts.deployment.workload import Platform, Resources, Workload
from seatrial.model import Place
from seatrial.read.infrastructure.shell import command_words
from seatrial.read.infrastructure.yaml_node import Node

Found = Iterator[Workload]
_MODEL, _DATA = Platform.MODEL_PLATFORM, Platform.DATA_PLATFORM


def _bento(path: str, root: Node) -> Found:
    service = root.at("service")
    if ":" in service.text:
        yield single(_MODEL, "BentoML", service.text, Place(path, service.line), f"BentoML serves {service.text}",
                     command=(service.text,))  # fmt: skip


def _cog(path: str, root: Node) -> Found:
    predict = root.at("predict")
    yield single(_MODEL, "Cog", predict.text, Place(path, predict.line), f"Cog serves {predict.text}",
                 command=(predict.text,))  # fmt: skip


def _ray(path: str, root: Node) -> Found:
    applications = root.at("applications").elements or root.at("ray_serve_config", "applications").elements
    for application in applications or (root.at("ray_serve_config") or root,):
        target = application.at("import_path")
        if target:
            yield single(_MODEL, "Ray Serve", target.text, Place(path, target.line), f"Ray Serve serves {target.text}",
                         command=(target.text,))  # fmt: skip


def _langgraph(path: str, root: Node) -> Found:
    for name, graph in root.at("graphs").pairs:
        target = graph.text or graph.at("path").text
        yield single(_MODEL, "LangGraph", name, Place(path, graph.line), f"LangGraph serves {target}",
                     command=(target,))  # fmt: skip


def _truss(path: str, root: Node) -> Found:
    given = root.at("resources")
    resources = Resources(Place(path, given.line), given.at("cpu").text, given.at("memory").text,
                          given.at("cpu").text, given.at("memory").text, given.at("accelerator").text)  # fmt: skip
    name = root.at("model_name").text
    yield single(_MODEL, "Truss", name, Place(path, root.line), f"Truss serves {name}", resources=resources)


def _azure(path: str, root: Node) -> Found:
    schema = root.at("$schema").text.lower()
    name, place = root.at("name").text or root.at("display_name").text, Place(path, root.at("$schema").line)
    if "onlinedeployment" in schema or "batchdeployment" in schema:
        kind, count = root.at("instance_type"), (root.at("instance_count") or root.at("resources", "instance_count"))
        resources = Resources(Place(path, kind.line), cpu_limit=kind.text, memory_limit=kind.text) if kind else None
        workload = single(_MODEL, "Azure ML deployment", name, place, f"Azure ML serves {name}",
                          command=_scoring(root.at("code_configuration")), resources=resources)  # fmt: skip
        yield replace(workload, replicas=int(count.number) if count.number else None)
    elif "job" in schema:
        yield single(_DATA, "Azure ML job", name, place, f"Azure ML runs job {name}",
                     command=command_words(root.at("command").text))  # fmt: skip


def _scoring(given: Node) -> tuple[str, ...]:
    """Return the function that answers, in the script that a deployment is given; () where it needs no script."""
    script = given.at("scoring_script").text
    path = posixpath.normpath(posixpath.join(given.at("code").text, script))
    return (f"{path}:run" if "/" not in path else f"{path.removesuffix('.py')}.run",) if script.endswith(".py") else ()


def _azure_configuration(path: str, root: Node) -> Found:
    """Read what the first command line of Azure ML deploys a model with: ``az ml model deploy --dc``."""
    target, given = root.at("computeType"), root.at("containerResourceRequirements")
    resources = None
    if given:
        cpu, memory = given.at("cpu").text, given.at("memoryInGB").text
        resources = Resources(Place(path, given.line), cpu_limit=cpu, memory_limit=memory)
    what = f"Azure ML serves a model on {target.text}"
    yield single(_MODEL, "Azure ML deployment", target.text, Place(path, target.line), what, resources=resources)


def _azure_inference(path: str, root: Node) -> Found:
    """Read which script that command line hands over with the model: ``az ml model deploy --ic``."""
    script, folder = root.at("entryScript"), root.at("sourceDirectory").text
    where = posixpath.normpath(posixpath.join(folder, script.text))
    yield single(_MODEL, "Azure ML deployment", script.text, Place(path, script.line), f"Azure ML serves {script.text}",
                 command=(f"{where}:run" if "/" not in where else f"{where.removesuffix('.py')}.run",))  # fmt: skip


def _vertex(path: str, root: Node) -> Found:
    """Read what ``gcloud ai custom-jobs create --config`` is given: pools of machines, and what each of them runs."""
    specs = root.at("workerPoolSpecs") or root.at("jobSpec", "workerPoolSpecs")
    name = root.at("displayName").text
    what = f"Vertex AI runs job {name}" if name else "Vertex AI runs a job"
    for pool in specs.elements or ((specs,) if specs.kind == "mapping" else ()):
        held, packed, machine = pool.at("containerSpec"), pool.at("pythonPackageSpec"), pool.at("machineSpec")
        module = packed.at("pythonModule").text
        words = ("python", "-m", module) if module else (*held.at("command").texts, *held.at("args").texts)
        kind = machine.at("machineType")
        gpu = machine.at("acceleratorType").text
        place = Place(path, (held or packed or pool).line)
        resources = Resources(Place(path, kind.line), cpu_limit=kind.text, memory_limit=kind.text, gpu=gpu)
        work = single(_DATA, "Vertex AI job", name or "job", place, what, command=words,
                      resources=resources if kind else None)  # fmt: skip
        container = replace(work.containers[0], image=(held.at("imageUri") or packed.at("executorImageUri")).text)
        yield replace(work, containers=(container,))


def _anyscale(path: str, root: Node) -> Found:
    entry = root.at("entrypoint")
    if entry.kind == "scalar" and (root.has("compute_config") or root.has("cluster_env") or root.has("runtime_env")):
        yield single(_DATA, "job", root.at("name").text, Place(path, entry.line), f"a cluster runs {entry.text[:80]}",
                     command=command_words(entry.text))  # fmt: skip


def _sky(path: str, root: Node) -> Found:
    run = root.at("run")
    if run.text and root.at("resources").kind == "mapping":
        kind = "SkyPilot service" if root.has("service") else "SkyPilot task"
        yield single(_MODEL if root.has("service") else _DATA, kind, root.at("name").text or "task",
                     Place(path, run.line), f"SkyPilot runs {' '.join(run.text.split())[:80]}",
                     command=("sh", "-c", run.text))  # fmt: skip


#: The keys that a file of each kind has at its top.
MODEL_SHAPES: Mapping[tuple[str, ...], Callable[[str, Node], Found]] = {
    ("service", "include"): _bento,
    ("service", "python"): _bento,
    ("predict", "build"): _cog,
    ("applications",): _ray,
    ("import_path",): _ray,
    ("ray_serve_config",): _ray,
    ("graphs",): _langgraph,
    ("model_name", "python_version", "resources"): _truss,
    ("$schema",): _azure,
    ("computeType",): _azure_configuration,
    ("entryScript", "runtime"): _azure_inference,
    ("workerPoolSpecs",): _vertex,
    ("jobSpec",): _vertex,
    ("entrypoint",): _anyscale,
    ("resources",): bundles,
    ("environments",): dbx_files,
    ("resources", "run"): _sky,
}
