"""What does one service of a compose file run, and how is it probed, bounded and confined?"""

import posixpath
import re
from collections.abc import Iterator

from seatrial.facts.deployment.workload import Build, Container, Probe, Resources, Security
from seatrial.model import Place
from seatrial.read.infrastructure.dockerfile import substituted
from seatrial.read.infrastructure.shell import command_words
from seatrial.read.infrastructure.yaml_node import Node
from seatrial.read.regex import regex
from seatrial.repo import Repo, Role, role

#: What a service says so that a proxy beside it hands requests on: labels of Traefik and Caddy, a name for nginx-proxy.
_FOUND_BY_PROXY = regex(r"traefik\.|^caddy|VIRTUAL_HOST")


def container_of(repo: Repo, path: str, name: str, service: Node) -> Container:
    """Return the one container of a service, the defaults of variables put in."""
    return Container(
        name,
        Place(path, service.line),
        image=_plain(service.at("image").text),
        build=_build(repo, path, name, service),
        command=_words(service.at("entrypoint")),
        arguments=_words(service.at("command")),
        ports=tuple(_port(port) for port in (*service.at("ports").elements, *service.at("expose").elements)),
        variables=_variables(service.at("environment")),
        probes=tuple(_probes(path, name, service.at("healthcheck"), role(repo, path))),
        resources=_resources(path, service),
        security=_security(path, service),
        mounts=tuple(
            _plain(mount.text or mount.at("source").text).partition(":")[0] for mount in service.at("volumes").elements
        ),
        published=_is_published(service),
    )


def _is_published(service: Node) -> bool:
    """Tell whether requests from outside get to a service: by a port, the host's network, or a proxy that finds it."""
    shared = service.at("network_mode").text == "host" or service.at("extends")
    asks = (*service.at("labels").texts, *service.at("labels").keys, *service.at("environment").texts)
    asks = (*asks, *service.at("environment").keys)
    return bool(service.at("ports") or shared) or any(_FOUND_BY_PROXY.search(text) for text in asks)


def _build(repo: Repo, path: str, name: str, service: Node) -> Build | None:
    build = service.at("build")
    if not build:
        return None
    context = _plain(build.text or build.at("context").text) or "."
    folder = posixpath.normpath(posixpath.join(posixpath.dirname(path), context))
    folder = "" if folder == "." else folder
    file = _plain(build.at("dockerfile").text) or "Dockerfile"
    dockerfile = posixpath.normpath(posixpath.join(folder, file))
    if dockerfile not in repo.entries:
        return None
    return Build(dockerfile, folder, Place(path, build.line), f"compose builds {dockerfile} for service {name}",
                 _plain(build.at("target").text), _plain(service.at("image").text),
                 given=tuple(one for one in _variables(build.at("args")) if one[1] and "$" not in one[1]))  # fmt: skip


def _plain(text: str) -> str:
    """Put the defaults of ``${NAME:-default}`` in."""
    return substituted(text, {})


def _words(node: Node) -> tuple[str, ...]:
    if node.kind == "list":
        return tuple(_plain(text) for text in node.texts)
    return command_words(_plain(node.text))


def _port(port: Node) -> str:
    return _plain(port.text or port.at("target").text).rpartition(":")[2].partition("/")[0]


def _variables(node: Node) -> tuple[tuple[str, str], ...]:
    if node.kind == "mapping":
        return tuple((key, _plain(value.text)) for key, value in node.pairs)
    return tuple((name, _plain(value)) for name, _, value in (text.partition("=") for text in node.texts))


def _probes(path: str, name: str, check: Node, part: Role) -> Iterator[Probe]:
    test = check.at("test")
    words = test.texts if test.kind == "list" else command_words(test.text)
    if not words or words[0].upper() == "NONE" or check.at("disable").flag:
        return
    kind = words[0].upper()
    words = command_words(words[1]) if kind == "CMD-SHELL" and len(words) > 1 else words[kind == "CMD" :]
    yield Probe("healthcheck", Place(path, test.line), f"compose asks service {name}: {' '.join(words)[:80]}",
                _url_path(words), command=words, role=part)  # fmt: skip


def _url_path(words: tuple[str, ...]) -> str:
    """Return the path of the address that a probe's command asks."""
    found = re.search(r"https?://[^/\s'\"]+(/[^\s'\"?);]*)?", " ".join(words))
    return (found[1] or "/") if found else ""


def _resources(path: str, service: Node) -> Resources | None:
    given = service.at("deploy", "resources")
    limits, asked = given.at("limits"), given.at("reservations")
    gpu = service.at("gpus").text or next(
        (device.at("count").text or str(len(device.at("device_ids").texts) or "all")
         for device in asked.at("devices").elements
         if {"gpu", "nvidia", "tpu"} & set(device.at("capabilities").texts)), "",
    )  # fmt: skip
    cpu, memory = limits.at("cpus") or service.at("cpus"), limits.at("memory") or service.at("mem_limit")
    line = (cpu or memory or given).line or service.line
    resources = Resources(
        Place(path, line), _plain(asked.at("cpus").text),
        _plain(asked.at("memory").text or service.at("mem_reservation").text), _plain(cpu.text), _plain(memory.text),
        _plain(gpu),
    )  # fmt: skip
    return resources if any((cpu, memory, asked, gpu)) else None


def _security(path: str, service: Node) -> Security:
    user = _plain(service.at("user").text).partition(":")[0]
    return Security(
        Place(path, (service.at("user") or service).line),
        run_as_non_root=None if not user else user not in {"0", "root"},
        run_as_user=int(user) if user.isdecimal() and len(user) < 10 else None,
        read_only=service.at("read_only").flag,
        escalation=False if any("no-new-privileges" in text for text in service.at("security_opt").texts) else None,
        privileged=service.at("privileged").flag,
        drops=service.at("cap_drop").texts,
    )
