"""What does a container start whose Dockerfile names no command, by what its base image brings?"""

from collections.abc import Callable

from seatrial.facts.images.image import Base
from seatrial.read.regex import regex

#: Images that look for an application at fixed places: https://github.com/tiangolo/uvicorn-gunicorn-docker and its kin.
_ASGI = regex(r"(?:.*/)?tiangolo/(?:uvicorn-gunicorn|meinheld-gunicorn)(?:-\w+)*")
_UWSGI = regex(r"(?:.*/)?tiangolo/uwsgi-nginx(?:-\w+)*")
#: Images of AWS Lambda: the command names a handler, which the runtime in the base calls, or the one that is brought.
#: https://docs.aws.amazon.com/lambda/latest/dg/python-image.html
_LAMBDA = regex(r"(?:.*/)?(?:(?:aws-)?lambda[-/](?:python|provided)|sam/(?:emulation|build)-python[\w.]*)")
#: Bases of languages, systems and libraries: they start a shell or an interpreter, and nothing of the owner's.
_STARTS_NOTHING = regex(
    r"(?:(?:docker\.io/)?library/|(?:public\.ecr\.aws/docker/library|mirror\.gcr\.io/library)/)?"
    r"(?:python|pypy|debian|ubuntu|alpine|fedora|centos|rockylinux|almalinux|amazonlinux|node|golang|rust|openjdk"
    r"|eclipse-temurin|r-base|julia|busybox|scratch|bash)"
    r"|nvidia/cuda\w*|nvcr\.io/nvidia/(?:cuda|pytorch|tensorflow)|pytorch/pytorch|rocm/\w+|tensorflow/tensorflow"
    r"|continuumio/\w+|condaforge/\w+|mambaorg/micromamba\w*|ghcr\.io/astral-sh/uv|ghcr\.io/prefix-dev/pixi"
    r"|gcr\.io/distroless/.*|mcr\.microsoft\.com/(?:vscode/)?devcontainers/.*|intel/\w+|huggingface/transformers-.*"
    r"|registry\.access\.redhat\.com/.*|python\w*|.*/(?:python|ubuntu|debian|alpine)\w*"
)


def base_start(base: Base | None, variables: dict[str, str], is_file: Callable[[str], bool]) -> tuple[str, ...]:
    """Return the command line that a base runs by itself, () where none is known; ``is_file`` looks into the image."""
    name = base.name if base else ""
    if _ASGI.fullmatch(name):
        module = variables.get("MODULE_NAME") or ("app.main" if is_file("/app/app/main.py") else "main")
        return ("gunicorn", variables.get("APP_MODULE") or f"{module}:{variables.get('VARIABLE_NAME') or 'app'}")
    if _UWSGI.fullmatch(name):
        settings = variables.get("UWSGI_INI") or "/app/uwsgi.ini"
        return ("uwsgi", "--ini", settings) if is_file(settings) else ("uwsgi", "main:app")
    return ()


def base_entrypoint(base: Base | None) -> tuple[str, ...]:
    """Return the program that a base hands the command of the image to, () where none is known."""
    return ("awslambdaric",) if base and _LAMBDA.fullmatch(base.name.lower()) else ()


def starts_nothing(base: Base | None) -> bool:
    """Tell whether a base is known to start nothing of the owner's; another one may start what it finds."""
    return base is None or bool(_STARTS_NOTHING.fullmatch(base.name.lower()))
